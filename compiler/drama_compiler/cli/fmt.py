"""`drama fmt`: scripts come in; set in the one way, or in the other dialect, they are rewritten."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drama_compiler.cli import differences, views
from drama_compiler.cli.arguments import find_script, json_option
from drama_dsl.report import json as json_report

if TYPE_CHECKING:
    from drama_compiler.formatting import Formatted

_STDIN = Path("-")


@click.command(
    epilog="Examples:  drama fmt film.drama   drama fmt --check *.drama   "
    "drama fmt --to fountain film.drama"
)
@click.argument("scripts", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 if something would change.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
@click.option(
    "--to", type=click.Choice(["fountain", "drama"]), help="Write NAME.fountain or NAME.drama."
)
@click.option("--out", type=click.Path(path_type=Path), help="With --to: the file; - for stdout.")
@click.option("--force", is_flag=True, help="With --to: write over a file that says otherwise.")
@click.option("--stdin-name", metavar="NAME", help="What a script on stdin (-) is called.")
@json_option
def command(
    scripts: tuple[Path, ...],
    check: bool,
    diff: bool,
    to: str | None,
    out: Path | None,
    force: bool,
    stdin_name: str | None,
    as_json: bool,
) -> None:
    """Set scripts in the one way: spaces, blank lines, indents, nothing that changes the film.

    A - reads stdin and prints to stdout. With --to the script is written in the other dialect:
    for fountain every annotation as a note, so that it opens in any screenwriting program; the
    film stays the same.
    """
    if out and (not to or len(scripts) > 1):
        raise click.UsageError("--out goes with --to and one script")
    done: list[_Done] = []
    failed = False
    for given in scripts or (find_script(None),):
        script = given if given == _STDIN else find_script(given)
        one = _Done(_format(script, to, stdin_name), _target(script, to, out))
        views.show_diagnostics(one.script.diagnostics, one.script.sources)
        failed |= views.has_errors(one.script.diagnostics)
        if not (check or diff) and one.script.after is not None:
            try:
                one.written = _write(one, force=force or not to, as_json=as_json)
            except OSError as failure:
                failed = True
                click.echo(f"error: {one.target} cannot be written: {failure.strerror}", err=True)
        done.append(one)
    if as_json:
        views.print_json(_data(done))
    else:
        _tell(done, check=check, diff=diff)
    changed = any(one.script.changed for one in done)
    sys.exit(views.EXIT_ERRORS if failed or (check and changed) else views.EXIT_DONE)


@dataclass(slots=True)
class _Done:
    """A script, where it goes, and whether it was written."""

    script: Formatted
    target: Path
    written: bool = False


def _format(script: Path, to: str | None, stdin_name: str | None) -> Formatted:
    from drama_compiler.formatting import Formatted, format_file, format_text
    from drama_compiler.reading import decode_source
    from drama_dsl.parser import Dialect

    target = Dialect(to) if to else None
    if script != _STDIN:
        return format_file(script, target)
    name = stdin_name or ("stdin.fountain" if to == "drama" else "stdin.drama")
    source, found = decode_source(sys.stdin.buffer.read(), name)
    if source is None:
        return Formatted(name, "", None, found, {})
    return format_text(source, target)


def _target(script: Path, to: str | None, out: Path | None) -> Path:
    """Where the script is written; `-` is stdout."""
    if out:
        return out
    return script if script == _STDIN or not to else script.with_suffix(f".{to}")


def _write(one: _Done, *, force: bool, as_json: bool) -> bool:
    """Write what came of a script, if that is not there already; whether a file was written.

    Raises OSError where it cannot be, and where a file is there that says otherwise.
    """
    from drama_compiler.project import real_path
    from drama_compiler.store.media import write_text

    text = one.script.after or ""
    if one.target == _STDIN:
        if not as_json:
            click.echo(text.encode("utf-8"), nl=False)
        return False
    place = real_path(one.target)
    there = place.read_bytes() if place.exists() else None
    if there == text.encode("utf-8"):
        return False
    if there is not None and not force:
        raise FileExistsError(0, "it is there already; --force writes over it")
    mode = place.stat().st_mode & 0o777 if there is not None else None
    write_text(place, text)
    if mode is not None:
        place.chmod(mode)
    return True


def _tell(done: Sequence[_Done], *, check: bool, diff: bool) -> None:
    """What was changed, or would be, for a person."""
    for one in done:
        if one.script.changed and diff:
            differences.show(one.script.name, one.script.before, one.script.after or "")
        if one.script.changed and check:
            click.echo(f"would change {one.script.name}", err=True)
        if one.written:
            click.echo(f"wrote {one.target}", err=True)


def _data(done: Sequence[_Done]) -> dict[str, object]:
    files = []
    for one in done:
        data: dict[str, object] = {
            "file": one.script.name,
            "changed": one.script.changed,
            "written": str(one.target) if one.written else None,
        }
        files.append({**data, "text": one.script.after} if one.target == _STDIN else data)
    scripts = [one.script for one in done]
    found = [each for one in scripts for each in json_report.as_data(one.diagnostics, one.sources)]
    return {"files": files, "diagnostics": found}
