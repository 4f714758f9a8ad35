"""`drama build`: a script comes in; a film, its timeline and its media come out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from drama_compiler.cli import views
from drama_compiler.cli.arguments import find_script, json_option, scale_option, script_argument
from drama_dsl.diagnostic import Diagnostic, error
from drama_dsl.source import Source

if TYPE_CHECKING:
    from drama_compiler.building import Built
    from drama_compiler.session import Analysis


@click.command(epilog="Example:  drama build film.drama --scale 1/2    exit code: 0 made, 1 not")
@script_argument
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the finished files.")
@scale_option
@click.option("--jobs", type=click.IntRange(1), help="Worker processes; one a core if not said.")
@json_option
def command(
    script: Path | None, out: Path | None, scale: Fraction, jobs: int | None, as_json: bool
) -> None:
    """Make the film: an MP4 to watch, a timeline and an edit list, every shot's clean picture.

    Without any key it is an animatic, drawn, spoken and scored on this machine. What was made
    before and has not changed is reused.
    """
    from drama_compiler.building import Options, build
    from drama_compiler.cli.progress import Progress
    from drama_compiler.session import analyse

    path = find_script(script)
    analysis, reading = analyse(path)
    if analysis is None:
        _give_up(reading.diagnostics, reading.sources, as_json)
    views.show_diagnostics(analysis.diagnostics, analysis.sources)
    if analysis.empty:
        empty = error(
            "nothing-to-film", f"`{analysis.project.label(path)}` has nothing to film", None
        )
        _give_up((empty,), analysis.sources, as_json)
    options = Options(
        folder=(out or analysis.project.build_folder).resolve(),
        scale=scale,
        workers=jobs or os.cpu_count() or 1,
    )
    with Progress() as progress:
        built = build(analysis, options, progress)
    views.show_diagnostics(built.diagnostics, analysis.sources)
    if as_json:
        views.print_json(_as_json(built, analysis))
    else:
        _tell(built)
    sys.exit(views.EXIT_DONE if built.film else views.EXIT_ERRORS)


def _give_up(
    diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source], as_json: bool
) -> NoReturn:
    views.show_diagnostics(diagnostics, sources)
    if as_json:
        from drama_dsl.report import json as json_report

        data = json_report.as_data(diagnostics, sources)
        views.print_json({"film": None, "files": [], "diagnostics": data})
    sys.exit(views.EXIT_ERRORS)


def _as_json(built: Built, analysis: Analysis) -> dict[str, Any]:
    """What `--json` prints: every file written, what was made and why, what was reused."""
    from drama_dsl.report import json as json_report

    found = (*analysis.diagnostics, *built.diagnostics)
    schedule = built.schedule
    return {
        "film": str(built.film) if built.film else None,
        "files": [str(path) for path in built.files],
        "frames": schedule.frames if schedule else 0,
        "rate": str(schedule.rate) if schedule else "",
        "seconds": round(float(schedule.frames / schedule.rate), 3) if schedule else 0,
        "made": [{"job": name, "why": why} for name, why in built.made.items()],
        "reused": built.reused,
        "failed": [{"job": each.job.name, "error": each.error} for each in built.failures],
        "diagnostics": json_report.as_data(found, analysis.sources),
        "elapsed_seconds": round(built.elapsed_seconds, 2),
    }


def _tell(built: Built) -> None:
    """What was made and where, in a few lines on stderr, and the film's path on stdout."""
    if built.film is None or built.schedule is None:
        click.echo("the film could not be made", err=True)
        return
    seconds = float(built.schedule.frames / built.schedule.rate)
    if built.made:
        shown = f"made {len(built.made)}, reused {len(built.reused)}"
    else:
        shown = f"nothing to do: all {len(built.reused)} reused"
    length = f"{seconds:.1f} s in {len(built.schedule.shots)} shots"
    click.echo(f"{length}; {shown}; took {built.elapsed_seconds:.1f} s", err=True)
    for path in built.files[1:3]:
        click.echo(f"  {_shown(path)}", err=True)
    click.echo(_shown(built.film))


def _shown(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)
