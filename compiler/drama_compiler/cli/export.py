"""`drama export`: a built film comes in; its timeline in another format comes out."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import click

from drama_compiler.cli import views
from drama_compiler.cli.arguments import find_script, json_option, scale_option, script_argument


@click.command(epilog="Example:  drama export edl film.drama --out ~/edit")
@click.argument("format_", metavar="FORMAT")
@script_argument
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write to.")
@scale_option
@json_option
def command(
    format_: str, script: Path | None, out: Path | None, scale: Fraction, as_json: bool
) -> None:
    """Write the timeline of a built film in FORMAT (otio or edl), citing the pictures on disk."""
    from drama_compiler import building, publishing
    from drama_compiler.session import analyse

    if format_ not in publishing.exporters():
        known = ", ".join(publishing.exporters())
        raise click.UsageError(f"there is no format '{format_}'; there are {known}")
    analysis, reading = analyse(find_script(script))
    if analysis is None:
        views.show_diagnostics(reading.diagnostics, reading.sources)
        sys.exit(views.EXIT_ERRORS)
    recalled = building.recall(analysis, scale)
    if recalled.absent:
        named = ", ".join(recalled.absent[:3])
        more = f" and {len(recalled.absent) - 3} more" if len(recalled.absent) > 3 else ""
        click.echo(f"error: not made yet: {named}{more}; run `drama build` first", err=True)
        sys.exit(views.EXIT_ERRORS)
    folder = analysis.project.build_folder
    parts = (recalled.schedule, recalled.graph, recalled.takes)
    media = publishing.publish_media(*parts, recalled.media, folder)
    timeline = publishing.build_timeline(analysis, *parts, media)
    try:
        paths = publishing.export(
            timeline, format_, analysis.project.name, (out or folder).resolve()
        )
    except ValueError as failure:
        click.echo(f"error: {format_} cannot hold this cut: {failure}", err=True)
        sys.exit(views.EXIT_ERRORS)
    if as_json:
        views.print_json({"format": format_, "files": [str(path) for path in paths]})
    else:
        for path in paths:
            click.echo(path)
