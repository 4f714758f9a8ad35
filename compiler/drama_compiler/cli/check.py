"""`drama check`: scripts come in; what is wrong with them, or what was mended, comes out."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from drama_compiler.cli import reports, views
from drama_compiler.cli.arguments import find_script, json_option
from drama_compiler.store.files import DISK, Files
from drama_dsl.report import json as json_report
from drama_dsl.report import line as line_report

if TYPE_CHECKING:
    from drama_compiler.fixing import Fixed
    from drama_compiler.remembering import Known
    from drama_dsl.diagnostic import Diagnostic


@click.command(
    epilog="Example:  drama check film.drama    exit code: 0 fine, 1 errors found, 2 usage"
)
@click.argument("scripts", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "format_", "--format", type=click.Choice(reports.FORMATS), help="How to print; text if unsaid."
)
@click.option("--line", "by_line", is_flag=True, help="One line a problem: --format line.")
@click.option("--no-lint", is_flag=True, help="Leave the rules of continuity out.")
@click.option("--fix", "fixes", is_flag=True, help="Mend what can be mended safely.")
@click.option("--unsafe-fixes", "unsafe", is_flag=True, help="Mend what changes the film, too.")
@click.option("--watch", is_flag=True, help="Check again at every change, until Ctrl-C.")
@click.option("--for", "ports", metavar="NAMES", help="What these backends can carry of it: a,b/c.")
@json_option
def command(
    scripts: tuple[Path, ...],
    format_: str | None,
    by_line: bool,
    no_lint: bool,
    fixes: bool,
    unsafe: bool,
    watch: bool,
    ports: str | None,
    as_json: bool,
) -> None:
    """Read scripts and say what is wrong with them: free, offline, nothing is made.

    With --fix the scripts themselves are mended, and what is still wrong is told. With --watch
    they are read again whenever they change, only what an edit touches. With --for backends are
    asked what they could carry of the film, and what would be lost; 1 where one refuses anything.
    """
    format_ = format_ or ("json" if as_json else "line" if by_line else "text")
    from drama_compiler.cli.portability import report
    from drama_compiler.fixing import fix
    from drama_compiler.remembering import Known

    if watch and (fixes or unsafe):
        raise click.UsageError("--watch tells, and mends nothing: it goes without --fix")
    # A file's name is that in its own project: two scripts of one name have each their sources.
    checked: list[Fixed] = []
    paths = [find_script(script) for script in scripts or (None,)]
    if watch:
        _watch(paths, format_, linted=not no_lint)
    if ports is not None:
        if len(paths) != 1 or fixes or unsafe or format_ not in ("text", "json"):
            raise click.UsageError("--for is about one script, told as text or with --json")
        report(paths[0], ports, format_ == "json")
    known = Known()
    for path in paths:
        if fixes or unsafe:
            checked.append(fix(path, unsafe=unsafe, linted=not no_lint))
        else:
            checked.append(_check(path, known, linted=not no_lint))
    found = [each for one in checked for each in one.diagnostics]
    _print(format_, checked, paths)
    sys.exit(views.EXIT_ERRORS if views.has_errors(found) else views.EXIT_DONE)


def _check(path: Path, known: Known, files: Files = DISK, *, linted: bool) -> Fixed:
    from drama_compiler.fixing import Fixed
    from drama_compiler.session import check

    return Fixed((), *check(path, linted=linted, known=known, files=files))


def _watch(paths: Sequence[Path], format_: str, *, linted: bool) -> NoReturn:
    """Check scripts, and again whenever one of their files has changed, until Ctrl-C."""
    from drama_compiler.project import PROJECT_FILE, open_project
    from drama_compiler.remembering import Known
    from drama_compiler.watching import SeenDisk, Watch

    roots = [open_project(path).root for path in paths]
    watch = Watch((*paths, *(root / PROJECT_FILE for root in roots)))
    known, files = Known(), SeenDisk()
    found: list[Diagnostic] = []
    try:
        while True:
            watch.begin()
            began = time.perf_counter()
            checked = [_check(path, known, files, linted=linted) for path in paths]
            seconds = time.perf_counter() - began
            watch.add(files.looked_for)
            found = [each for one in checked for each in one.diagnostics]
            _print(format_, checked, paths)
            gc.freeze()  # What is known now stays: no collection need look at it again.
            click.echo(f"{time.strftime('%X')} checked in {seconds:.2f} s; Ctrl-C ends", err=True)
            watch.wait()
    except KeyboardInterrupt:
        sys.exit(views.EXIT_ERRORS if views.has_errors(found) else views.EXIT_DONE)


def _print(format_: str, checked: Sequence[Fixed], paths: Sequence[Path]) -> None:
    each = [(path, one.diagnostics, one.sources) for path, one in zip(paths, checked, strict=True)]
    if format_ == "json":
        views.print_json(_data(checked))
    elif format_ == "sarif":
        reports.print_sarif(each)
    elif format_ == "github":
        reports.print_github(each)
    elif format_ == "line":
        for one in checked:
            click.echo(line_report.render(one.diagnostics, one.sources), nl=False)
    else:
        _tell(checked)


def _tell(checked: Iterable[Fixed]) -> None:
    """What was mended and what is wrong, for a person, and how much of it can be mended."""
    from drama_compiler.fixing import fix_of

    checked = tuple(checked)
    for one in checked:
        for diagnostic, source in one.mended:
            line = line_report.render([diagnostic], {source.name: source})
            click.echo(f"mended {line}", err=True, nl=False)
        views.show_diagnostics(one.diagnostics, one.sources)
    found = [each for one in checked for each in one.diagnostics]
    count = sum(len(one.sources) for one in checked)
    files = f"{count} file{'s' if count != 1 else ''}"
    mended = sum(len(one.mended) for one in checked)
    mending = f"{mended} mended, " if mended else ""
    click.echo(f"{files} read, {mending}{views.summary(found)}", err=True)
    safe = sum(fix_of(each, unsafe=False) is not None for each in found)
    unsafe = sum(fix_of(each, unsafe=True) is not None for each in found) - safe
    if safe:
        click.echo(f"{safe} can be mended with --fix", err=True)
    if unsafe:
        click.echo(f"{unsafe} can be mended with --unsafe-fixes, which changes the film", err=True)


def _data(checked: Iterable[Fixed]) -> dict[str, object]:
    checked = tuple(checked)
    found = [each for one in checked for each in json_report.as_data(one.diagnostics, one.sources)]
    mended = [
        each
        for one in checked
        for diagnostic, source in one.mended
        for each in json_report.as_data([diagnostic], {source.name: source})
    ]
    data: dict[str, object] = {"files": _files(checked), "diagnostics": found}
    return {**data, "mended": mended} if mended else data


def _files(checked: Iterable[Fixed]) -> list[str]:
    return sorted({name for one in checked for name in one.sources})
