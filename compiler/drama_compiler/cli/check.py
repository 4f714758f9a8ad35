"""`drama check`: scripts come in; what is wrong with them comes out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from drama_compiler.cli import views
from drama_compiler.cli.arguments import find_script, json_option
from drama_dsl.diagnostic import Diagnostic
from drama_dsl.report import json as json_report
from drama_dsl.report import line as line_report
from drama_dsl.source import Source


@click.command(
    epilog="Example:  drama check film.drama    exit code: 0 fine, 1 errors found, 2 usage"
)
@click.argument("scripts", nargs=-1, type=click.Path(path_type=Path))
@click.option("--line", "by_line", is_flag=True, help="One line a problem, for editors and grep.")
@json_option
def command(scripts: tuple[Path, ...], by_line: bool, as_json: bool) -> None:
    """Read scripts and say what is wrong with them: free, offline, nothing is made."""
    from drama_compiler.session import check

    found: list[Diagnostic] = []
    sources: dict[str, Source] = {}
    for script in scripts or (find_script(None),):
        diagnostics, read = check(find_script(script))
        found += diagnostics
        sources |= read
    if as_json:
        data = json_report.as_data(found, sources)
        views.print_json({"files": sorted(sources), "diagnostics": data})
    elif by_line:
        click.echo(line_report.render(found, sources), nl=False)
    else:
        views.show_diagnostics(found, sources)
        files = f"{len(sources)} file{'s' if len(sources) != 1 else ''}"
        click.echo(f"{files} read, {views.summary(found)}", err=True)
    sys.exit(views.EXIT_ERRORS if views.has_errors(found) else views.EXIT_DONE)
