"""`drama breakdown`: a script comes in; the shots that cover it, written into it, come out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drama_compiler.cli import differences, views
from drama_compiler.cli.arguments import find_script, json_option, script_argument

if TYPE_CHECKING:
    from drama_compiler.breakdown.breakdown import Breakdown
    from drama_compiler.film.film import Scene
    from drama_compiler.session import Analysis
    from drama_dsl.source import Source


@click.command(
    epilog="Examples:  drama breakdown film.drama   drama breakdown film.drama --scene 3 --write"
)
@script_argument
@click.option(
    "wanted", "--scene", multiple=True, metavar="N", help="Only this scene; may be said again."
)
@click.option("--write", is_flag=True, help="Write the script, instead of showing what changes.")
@json_option
def command(script: Path | None, wanted: tuple[str, ...], write: bool, as_json: bool) -> None:
    """Write the shots by which the compiler covers a script into it, to be changed by hand.

    Without --write the change is printed as a diff. The film stays the same, shot by shot. In a
    .fountain file the shots are notes.
    """
    from drama_compiler.breakdown.breakdown import apply_edits, break_down
    from drama_compiler.session import analyse
    from drama_dsl.parser import dialect_of

    path = find_script(script)
    analysis, reading = analyse(path)
    if analysis is None:
        views.show_diagnostics(reading.diagnostics, reading.sources)
        sys.exit(views.EXIT_ERRORS)
    scenes = [scene.id for scene in _scenes(wanted, analysis.resolution.film.scenes)]
    dialect = dialect_of(analysis.project.script.name)
    broken = break_down(reading.trees, analysis.resolution, dialect, scenes if wanted else None)
    source = reading.trees[0].source
    text = apply_edits(source.text, broken.edits)
    written = write and text != source.text
    if written:
        _write(analysis.project.script, text)
    if as_json:
        views.print_json(_data(broken, source, analysis, written))
        return
    views.show_diagnostics(broken.diagnostics, analysis.sources)
    if not write:
        differences.show(source.name, source.text, text)
    click.echo(_summary(broken, str(path), written), err=True)


def _scenes(wanted: Sequence[str], scenes: Sequence[Scene]) -> list[Scene]:
    """The scenes that are wanted by number or id; an unknown one is a question of usage."""
    from drama_dsl.suggest import suggest

    named = {scene.id: scene for scene in scenes} | {scene.number: scene for scene in scenes}
    for each in wanted:
        if each not in named:
            numbers = [scene.number for scene in scenes]
            near = suggest(each, numbers)
            known = f"they run from {numbers[0]} to {numbers[-1]}"
            hint = f"did you mean '{near}'?" if near else known
            raise click.UsageError(f"there is no scene '{each}'; {hint}")
    return [named[each] for each in wanted]


def _write(path: Path, text: str) -> None:
    from drama_compiler.store.media import write_bytes

    try:
        mode = path.stat().st_mode
        write_bytes(path, text.encode("utf-8"))
        path.chmod(mode)
    except OSError as failure:
        click.echo(f"error: {path} cannot be written: {failure.strerror}", err=True)
        sys.exit(views.EXIT_ERRORS)


def _summary(broken: Breakdown, name: str, written: bool) -> str:
    if not broken.shots and broken.diagnostics:
        return "nothing can be broken down"
    if not broken.shots:
        return "every shot is written already, nothing to break down"
    shots = f"{len(broken.shots)} shot{'s' if len(broken.shots) != 1 else ''}"
    scenes = f"{len(broken.scenes)} scene{'s' if len(broken.scenes) != 1 else ''}"
    if written:
        return f"{shots} in {scenes} written into {name}"
    return f"{shots} in {scenes}; --write puts them into {name}"


def _data(broken: Breakdown, source: Source, analysis: Analysis, written: bool) -> object:
    from drama_dsl.report.json import as_data

    return {
        "file": source.name,
        "written": written,
        "scenes": list(broken.scenes),
        "shots": list(broken.shots),
        "edits": [
            {
                "start": edit.span.start,
                "end": edit.span.end,
                "line": source.position(edit.span.start).line,
                "replacement": edit.text,
            }
            for edit in broken.edits
        ],
        "diagnostics": as_data(broken.diagnostics, analysis.sources),
    }
