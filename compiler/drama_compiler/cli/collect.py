"""`drama collect`: results that were made by hand come in; each becomes a take of its job."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from drama_compiler.cli import views
from drama_compiler.cli.arguments import json_option
from drama_compiler.cli.take import film_option, open_book

if TYPE_CHECKING:
    from drama_compiler.collecting import Collected
    from drama_compiler.store.handed import HandedSheet
    from drama_compiler.takes.book import TakeBook


@click.command(epilog="Example:  drama collect ~/Downloads/midjourney")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@film_option
@json_option
def command(folder: Path, film: Path | None, as_json: bool) -> None:
    """Take in what was made by hand from the sheets of a build: every file of FOLDER.

    A file is known by its name, or by the prompt that lies in it; else you are asked, where there
    is a terminal. Files stay where they are. exit code: 1 where one is left that belongs to nothing
    """
    from drama_compiler.collecting import collect
    from drama_compiler.make.executor import find_backends

    book = open_book(film)
    asked = sys.stdin.isatty() and views.watched() and not as_json
    try:
        found = collect(book, folder, find_backends(), _ask if asked else lambda path, sheets: None)
    except OSError as failure:
        click.echo(f"error: `{failure.filename}`: {failure.strerror}", err=True)
        sys.exit(views.EXIT_ERRORS)
    if as_json:
        views.print_json(_data(found))
    else:
        _tell(found, book)
    sys.exit(views.EXIT_ERRORS if found.left else views.EXIT_DONE)


def _ask(path: Path, sheets: Sequence[HandedSheet]) -> HandedSheet | None:
    """Which sheet a file came of, by its name; an empty answer leaves the file."""
    known = {each.stem: each for each in sheets}
    click.echo(f"{path.name}: of which prompt? {', '.join(known)}", err=True)
    while True:
        answer = click.prompt(
            "name, or Enter to leave it", default="", show_default=False, err=True
        )
        word = str(answer).strip()
        if not word or word in known:
            return known.get(word)
        click.echo(f"no prompt is called `{word}`", err=True)


def _data(found: Collected) -> dict[str, Any]:
    return {
        "placed": [
            {"file": str(each.file), "job": each.job, "by": each.by, "new": each.is_new}
            for each in found.placed
        ],
        "left": [{"file": str(path), "why": why} for path, why in found.left],
    }


def _tell(found: Collected, book: TakeBook) -> None:
    for each in found.placed:
        [row] = book.rows([each.job])
        called = f"{row['shot']}  {each.job}" if row["shot"] else each.job
        known = "" if each.is_new else ", which it was before"
        click.echo(f"{each.file.name} is a take of {called}, by {each.by}{known}")
    for path, why in found.left:
        click.echo(f"{path.name} is left: {why}", err=True)
    if not found.placed and not found.left:
        click.echo("there is nothing in it", err=True)
    if found.placed:
        click.echo("drama build shows the newest; drama take pick chooses another", err=True)
