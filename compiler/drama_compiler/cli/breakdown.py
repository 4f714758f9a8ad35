"""`drama breakdown`: a script comes in; the shots that cover it, written into it, come out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drama_compiler.cli import differences, proposals, views
from drama_compiler.cli.arguments import find_script, json_option, script_argument
from drama_compiler.cli.editing import edits_data, scenes_named, write_script

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from drama_compiler.assistance.proposal import Proposal
    from drama_compiler.breakdown.breakdown import Breakdown
    from drama_compiler.film.film import Scene
    from drama_compiler.session import Analysis, Reading
    from drama_dsl.diagnostic import Diagnostic
    from drama_dsl.source import Source


@click.command(
    epilog="Examples:  drama breakdown film.drama   drama breakdown film.drama --scene 3 --write"
)
@script_argument
@click.option(
    "wanted", "--scene", multiple=True, metavar="N", help="Only this scene; may be said again."
)
@click.option("--write", is_flag=True, help="Write the script, instead of showing what changes.")
@click.option("model", "--with", **proposals.model_option)
@json_option
def command(
    script: Path | None, wanted: tuple[str, ...], write: bool, model: str | None, as_json: bool
) -> None:
    """Write the shots by which the compiler covers a script into it, to be changed by hand.

    Without --write the change is printed as a diff. The film stays the same, shot by shot. In a
    .fountain file the shots are notes. With a MODEL they are those that a text model proposes,
    scene by scene, where none are written yet; --write asks before each.
    """
    from drama_compiler.breakdown.breakdown import apply_edits, break_down
    from drama_compiler.session import analyse
    from drama_dsl.parser import dialect_of

    proposals.check_terminal(bool(model) and write and not as_json)
    path = find_script(script)
    analysis, reading = analyse(path)
    if analysis is None:
        views.show_diagnostics(reading.diagnostics, reading.sources)
        sys.exit(views.EXIT_ERRORS)
    scenes = [scene.id for scene in scenes_named(wanted, analysis.resolution.film.scenes)]
    if model:
        _propose(model, analysis, reading, scenes if wanted else None, write, as_json)
        return
    dialect = dialect_of(analysis.project.script.name)
    broken = break_down(reading.trees, analysis.resolution, dialect, scenes if wanted else None)
    source = reading.trees[0].source
    text = apply_edits(source.text, broken.edits)
    written = write and text != source.text
    if written:
        write_script(analysis.project.script, text)
    if as_json:
        views.print_json(_data(broken, source, analysis, written))
        return
    views.show_diagnostics(broken.diagnostics, analysis.sources)
    if not write:
        differences.show(source.name, source.text, text)
    click.echo(_summary(broken, str(path), written), err=True)


def _propose(
    model: str,
    analysis: Analysis,
    reading: Reading,
    wanted: Collection[str] | None,
    write: bool,
    as_json: bool,
) -> None:
    """Let a model propose the shots, and show them."""
    from drama_compiler.assistance.instructions import for_shots
    from drama_compiler.assistance.propose_shots import propose_shots
    from drama_dsl.parser import dialect_of

    film = analysis.resolution.film
    open_ = {scene.id for scene in film.scenes if any(shot.implied for shot in scene.shots)}
    asked = open_ if wanted is None else open_ & set(wanted)
    found: list[Diagnostic] = []

    def told() -> Iterator[Proposal]:
        dialect = dialect_of(analysis.project.script.name)
        arguments = reading.trees, analysis.resolution, dialect, asked, conversation, _tell_scene
        for each in propose_shots(*arguments):
            found.extend(each.diagnostics)
            if not as_json:
                views.show_diagnostics(each.diagnostics, analysis.sources)
            if each.proposal:
                yield each.proposal

    with proposals.conversing(model, for_shots(film.language)) as conversation:
        proposals.settle(analysis, reading.trees[0].source, told(), found, write, as_json)


def _tell_scene(scene: Scene) -> None:
    click.echo(f"scene {scene.number} …", err=True)


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
        "edits": edits_data(source, broken.edits),
        "diagnostics": as_data(broken.diagnostics, analysis.sources),
    }
