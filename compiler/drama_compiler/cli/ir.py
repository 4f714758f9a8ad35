"""`drama ir`: scripts come in; what the compiler understood comes out as JSON."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from drama_compiler.cli import views
from drama_compiler.cli.arguments import find_script, json_option


@click.command(
    epilog="Examples:  drama ir film.drama   drama ir --tree film.drama   drama ir --schema"
)
@click.argument("scripts", nargs=-1, type=click.Path(path_type=Path))
@click.option("--tree", is_flag=True, help="The screenplay's elements, a JSON line a file.")
@click.option("--schema", is_flag=True, help="The JSON schema of the film, and nothing else.")
@json_option
def command(scripts: tuple[Path, ...], tree: bool, schema: bool, as_json: bool) -> None:
    """Print what the compiler understood: the film, or with --tree the script's elements.

    The output is JSON in any case: one line a file with --tree or --json, else indented.
    """
    if schema:
        from drama_compiler.film.film import Film

        _print(Film.model_json_schema(), as_json)
        return
    failed = False
    for script in scripts or (find_script(None),):
        failed |= _print_tree(script) if tree else _print_film(find_script(script), as_json)
    sys.exit(views.EXIT_ERRORS if failed else views.EXIT_DONE)


def _print_tree(script: Path) -> bool:
    """Print one file's elements; whether it could not be read."""
    from drama_compiler.session import analyse
    from drama_dsl.view import elements

    analysis, reading = analyse(script)
    if analysis is None:
        views.show_diagnostics(reading.diagnostics, reading.sources)
        return True
    tree = reading.trees[0]
    decided = {start for file, start in analysis.resolution.cues if file == tree.source.name}
    views.print_json({"file": str(script), "elements": elements(tree, decided)})
    return False


def _print_film(script: Path, as_json: bool) -> bool:
    """Print one film; whether it could not be read."""
    from drama_compiler.session import analyse

    analysis, reading = analyse(script)
    if analysis is None:
        views.show_diagnostics(reading.diagnostics, reading.sources)
        return True
    _print(analysis.film.model_dump(mode="json"), as_json)
    return False


def _print(value: object, as_json: bool) -> None:
    click.echo(views.json_text(value, None if as_json else 2))
