"""`drama export`: a built film or a script comes in; it comes out in another program's format."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drama_compiler.cli import views
from drama_compiler.cli.arguments import find_script, json_option, scale_option, script_argument

if TYPE_CHECKING:
    from drama_compiler.contract.script import ScriptOptions
    from drama_compiler.session import Analysis, Reading


@click.command(
    epilog="Examples:  drama export edl film.drama   drama export pdf film.drama --paper a4"
)
@click.argument("format_", metavar="[FORMAT]", required=False)
@script_argument
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write to.")
@scale_option
@click.option(
    "--paper",
    type=click.Choice(["letter", "a4"]),
    help="Of a PDF; what suits the script if unsaid.",
)
@click.option("--with-notes", is_flag=True, help="Print the notes in a PDF.")
@click.option("--with-shots", is_flag=True, help="Print shots and other annotations in a PDF.")
@json_option
def command(
    format_: str | None,
    script: Path | None,
    out: Path | None,
    scale: Fraction,
    paper: str | None,
    with_notes: bool,
    with_shots: bool,
    as_json: bool,
) -> None:
    """Write the cut of a built film, or the screenplay itself, in FORMAT; without one, list them.

    A cut (otio, edl) cites the pictures on disk and needs a build. A screenplay (fdx, fountain,
    pdf) needs none. A script's --out can also name the file.
    """
    from drama_compiler import exchange, publishing

    cuts, scripts = publishing.exporters(), exchange.script_exporters()
    if format_ is None:
        _list(cuts, scripts, as_json)
        return
    if format_ not in cuts and format_ not in scripts:
        known = ", ".join([*cuts, *scripts])
        raise click.UsageError(f"there is no format '{format_}'; there are {known}")
    from drama_compiler.session import analyse

    analysis, reading = analyse(find_script(script))
    if analysis is None:
        views.show_diagnostics(reading.diagnostics, reading.sources)
        sys.exit(views.EXIT_ERRORS)
    if format_ in scripts:
        from drama_compiler.contract.script import ScriptOptions

        options = ScriptOptions(paper or "", with_notes, with_shots)
        paths = _export_script(analysis, reading, format_, options, out)
    else:
        paths = _export_cut(analysis, format_, scale, out)
    if as_json:
        views.print_json({"format": format_, "files": [str(path) for path in paths]})
    else:
        for path in paths:
            click.echo(path)


def _list(cuts: list[str], scripts: list[str], as_json: bool) -> None:
    if as_json:
        views.print_json({"cut": cuts, "script": scripts})
        return
    click.echo(f"of the cut, once built:  {', '.join(cuts)}")
    click.echo(f"of the script:           {', '.join(scripts)}")


def _export_script(
    analysis: Analysis, reading: Reading, format_: str, options: ScriptOptions, out: Path | None
) -> list[Path]:
    """Write the screenplay in a format; the paths written."""
    from drama_compiler import building, exchange

    target = (out or analysis.project.build_folder).resolve()
    try:
        paths, found = exchange.export_script(analysis, reading, format_, options, target)
        views.show_diagnostics(found, analysis.sources)
        return paths
    except OSError as failure:
        views.show_diagnostics((building.not_written(failure),), {})
    except ImportError as failure:
        click.echo(
            f"error: {format_} needs the package {failure.name}: pip install 'drama-lang[script]'",
            err=True,
        )
    except ValueError as failure:
        click.echo(f"error: {format_} cannot hold this script: {failure}", err=True)
    sys.exit(views.EXIT_ERRORS)


def _export_cut(analysis: Analysis, format_: str, scale: Fraction, out: Path | None) -> list[Path]:
    """Write the timeline of a built film in a format; the paths written."""
    from drama_compiler import building, publishing
    from drama_compiler.recalling import recall
    from drama_compiler.store.state import StateError

    try:
        recalled = recall(analysis, scale)
    except (OSError, StateError) as failure:
        views.show_diagnostics((building.not_written(failure),), {})
        sys.exit(views.EXIT_ERRORS)
    if recalled.absent:
        named = ", ".join(recalled.absent[:3])
        more = f" and {len(recalled.absent) - 3} more" if len(recalled.absent) > 3 else ""
        click.echo(
            f"error: not made yet: {named}{more}; run `drama build` first, "
            "or name the --scale it was built with",
            err=True,
        )
        sys.exit(views.EXIT_ERRORS)
    folder = analysis.project.build_folder
    parts = (recalled.schedule, recalled.graph, recalled.takes)
    name = analysis.project.name
    try:
        media = publishing.publish_media(*parts, recalled.media, folder, name)
        timeline = publishing.build_timeline(analysis, *parts, media)
        return publishing.export(timeline, format_, name, (out or folder).resolve())
    except OSError as failure:
        views.show_diagnostics((building.not_written(failure),), {})
    except ValueError as failure:
        click.echo(f"error: {format_} cannot hold this cut: {failure}", err=True)
    sys.exit(views.EXIT_ERRORS)
