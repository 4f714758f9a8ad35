"""`drama draft`: what is to happen comes in; scenes that a model would write of it come out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from drama_compiler.cli import proposals, views
from drama_compiler.cli.arguments import find_script, json_option
from drama_compiler.cli.editing import scenes_named


@click.command(
    epilog='Example:  drama draft "Mira finds the letter and burns it" --with gpt-5-mini --after 3'
)
@click.argument("wish")
@click.argument("script", required=False, type=click.Path(path_type=Path), metavar="[SCRIPT]")
@click.option("model", "--with", required=True, **proposals.model_option)
@click.option("--after", metavar="N", help="Behind this scene; else at the end.")
@click.option("--write", is_flag=True, help="Ask, and write it into the script.")
@json_option
def command(
    wish: str, script: Path | None, model: str, after: str | None, write: bool, as_json: bool
) -> None:
    """Let a text model write scenes in which WISH happens, in the manner of the script.

    They are printed as a diff, for `git apply`; with --write you are asked, and they are put in.
    Everything else in drama works without a model.
    """
    from drama_compiler.assistance.instructions import for_scenes
    from drama_compiler.assistance.propose_scenes import propose_scenes
    from drama_compiler.session import analyse
    from drama_dsl.parser import dialect_of

    proposals.check_terminal(write and not as_json)
    path = find_script(script)
    analysis, reading = analyse(path)
    if analysis is None:
        views.show_diagnostics(reading.diagnostics, reading.sources)
        sys.exit(views.EXIT_ERRORS)
    behind = None
    if after is not None:
        [scene] = scenes_named([after], analysis.resolution.film.scenes)
        behind = scene.id
    source = reading.trees[0].source
    with proposals.conversing(model, for_scenes()) as conversation:
        proposal, diagnostics = propose_scenes(
            reading.trees,
            analysis.resolution,
            dialect_of(analysis.project.script.name),
            wish,
            behind,
            conversation,
        )
    found = [proposal] if proposal else []
    if not as_json:
        views.show_diagnostics(diagnostics, analysis.sources)
    proposals.settle(analysis, source, found, diagnostics, write, as_json)
    sys.exit(views.EXIT_DONE if proposal else views.EXIT_ERRORS)
