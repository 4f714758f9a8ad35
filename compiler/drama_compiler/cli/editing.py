"""What verbs that change a script share: the scenes that are meant, edits as data, the file."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from drama_compiler.cli import views

if TYPE_CHECKING:
    from drama_compiler.film.film import Scene
    from drama_dsl.diagnostic import Edit
    from drama_dsl.source import Source


def scenes_named(wanted: Sequence[str], scenes: Sequence[Scene]) -> list[Scene]:
    """The scenes that are wanted by number or id; an unknown one is a question of usage."""
    from drama_dsl.suggest import suggest

    named = {scene.id: scene for scene in scenes} | {scene.number: scene for scene in scenes}
    for each in wanted:
        if each not in named:
            numbers = [scene.number for scene in scenes]
            near = suggest(each, numbers)
            known = f"they run from {numbers[0]} to {numbers[-1]}" if numbers else "there are none"
            hint = f"did you mean '{near}'?" if near else known
            raise click.UsageError(f"there is no scene '{each}'; {hint}")
    return [named[each] for each in wanted]


def edits_data(source: Source, edits: Iterable[Edit]) -> list[dict[str, Any]]:
    """Edits for JSON: offsets in characters, the line from 1, what comes instead."""
    return [
        {
            "start": edit.span.start,
            "end": edit.span.end,
            "line": source.position(edit.span.start).line,
            "replacement": edit.text,
        }
        for edit in edits
    ]


def write_script(path: Path, text: str) -> None:
    """Write a script in one step, its permissions kept; a failure ends the command."""
    from drama_compiler.store.media import write_bytes

    try:
        mode = path.stat().st_mode
        write_bytes(path, text.encode("utf-8"))
        path.chmod(mode)
    except OSError as failure:
        click.echo(f"error: {path} cannot be written: {failure.strerror}", err=True)
        sys.exit(views.EXIT_ERRORS)
