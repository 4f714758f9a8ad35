"""`drama sheet`: a script comes in; pages that show its characters, places and shots come out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from drama_compiler.cli import views
from drama_compiler.cli.arguments import find_script, json_option, script_argument


@click.command(epilog="Examples:  drama sheet film.drama   drama sheet --shots --pdf film.drama")
@script_argument
@click.option("--cast", is_flag=True, help="The characters: views, wardrobes, poses, moods.")
@click.option("--places", is_flag=True, help="The places, in every time and weather of the film.")
@click.option("--shots", is_flag=True, help="Every shot, with its number and framing.")
@click.option("--pdf", is_flag=True, help="One PDF of all pages, in place of pictures.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write to.")
@json_option
def command(
    script: Path | None,
    cast: bool,
    places: bool,
    shots: bool,
    pdf: bool,
    out: Path | None,
    as_json: bool,
) -> None:
    """Draw sheets of a film: its characters and places, as concept art, or its shots.

    Without --cast, --places or --shots: characters and places. Needs no build.
    """
    from drama_compiler import building, draughting
    from drama_compiler.contract import MakeError
    from drama_compiler.session import analyse

    analysis, reading = analyse(find_script(script))
    if analysis is None:
        views.show_diagnostics(reading.diagnostics, reading.sources)
        sys.exit(views.EXIT_ERRORS)
    draughts = draughting.find_draughts(analysis.project.root)
    if draughts is None:
        click.echo("error: no backend here draws sheets: pip install 'drama-lang[film]'", err=True)
        sys.exit(views.EXIT_ERRORS)
    if not (cast or places or shots):
        cast = places = True
    order = draughting.order_sheets(analysis, cast=cast, places=places, shots=shots, pdf=pdf)
    folder = (out or analysis.project.build_folder).resolve()
    try:
        paths = draughting.draw_sheets(draughts, order, folder, _Teller(quiet=as_json))
    except OSError as failure:
        views.show_diagnostics((building.not_written(failure),), {})
        sys.exit(views.EXIT_ERRORS)
    except MakeError as failure:
        click.echo(f"error: {failure}", err=True)
        sys.exit(views.EXIT_ERRORS)
    if as_json:
        views.print_json({"files": [str(path) for path in paths]})
    else:
        for path in paths:
            click.echo(path)


class _Teller:
    """Says on a terminal how far the drawing is, a tenth at a time."""

    def __init__(self, quiet: bool) -> None:
        self._tenths = 10 if quiet or not sys.stderr.isatty() else 0

    def __call__(self, share: float) -> None:
        if int(share * 10) > self._tenths:
            self._tenths = int(share * 10)
            click.echo(f"drawn {share:.0%}", err=True)
