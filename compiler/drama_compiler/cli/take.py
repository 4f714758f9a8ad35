"""`drama take`: takes are listed, brought in, chosen, trimmed, noted, dropped."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from drama_compiler.cli import views
from drama_compiler.cli.arguments import find_script, json_option

if TYPE_CHECKING:
    from rich.text import Text

    from drama_compiler.store.lock import Lock
    from drama_compiler.takes.book import Change, TakeBook

T = TypeVar("T")

film_option = click.option(
    "film", "--film", type=click.Path(path_type=Path), help="The script; the project's if not said."
)


@click.group(
    epilog="Example:  drama take add 2A clip.mp4    drama take pick 2A 3:12-60    "
    "drama take list 2A"
)
def command() -> None:
    """Choose what is in the film, of all that was made or brought in for a shot or a line.

    A shot is called by its number (2A) or id, anything else by its job's name
    (voice/x9d4e, portrait/li-wei/storm). A take is called by its number, or the first letters of
    its key. The choice is kept in drama.lock, in git; no take is ever thrown away.
    """


@command.command("list", epilog="Example:  drama take list 2A 2B")
@click.argument("what", nargs=-1)
@film_option
@json_option
def list_(what: tuple[str, ...], film: Path | None, as_json: bool) -> None:
    """List the takes of WHAT, or of everything that has some."""
    book = open_book(film)
    jobs = _tried(lambda: [book.job(each) for each in what], as_json) if what else book.jobs()
    _show(book.rows(jobs), as_json)


@command.command(epilog="Example:  drama take add 2A shot.mp4    drama take add portrait/kai k.png")
@click.argument("what")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--note", "text", default="", help="What to remember of it.")
@film_option
@json_option
def add(what: str, file: Path, text: str, film: Path | None, as_json: bool) -> None:
    """Bring FILE in as a take of WHAT, and choose it. It is conformed to the film when built."""
    from drama_compiler.takes import book as books
    from drama_compiler.takes import edit

    book = open_book(film)

    def change(lock: Lock, key: str, job: str) -> Lock:
        return edit.add(lock, key, job, book.brought_in(file, job, text), books.who())

    _change(book, what, change, as_json)


@command.command(epilog="Example:  drama take pick 2A 3    drama take pick 2A 3:12-60 1:0s-1.5s")
@click.argument("what")
@click.argument("takes", nargs=-1)
@click.option("--none", "nothing", is_flag=True, help="Choose nothing: the best take is shown.")
@film_option
@json_option
def pick(
    what: str, takes: tuple[str, ...], nothing: bool, film: Path | None, as_json: bool
) -> None:
    """Choose a take of WHAT; or several in a row, each with its range in frames or seconds."""
    from drama_compiler.takes import book as books
    from drama_compiler.takes import edit

    if bool(takes) == nothing:
        raise click.UsageError("name a take, as in 3 or 3:12-60, or say --none")
    book = open_book(film)

    def change(lock: Lock, key: str, job: str) -> Lock:
        if nothing:
            return edit.leave(lock, key, job)
        return edit.pick(lock, key, job, [book.cut(job, each) for each in takes], books.who())

    _change(book, what, change, as_json)


@command.command(epilog="Example:  drama take trim 2A 12-60    drama take trim 2A 0.5s-")
@click.argument("what")
@click.argument("range_", metavar="RANGE")
@film_option
@json_option
def trim(what: str, range_: str, film: Path | None, as_json: bool) -> None:
    """Keep RANGE of the take of WHAT that is in the film: frames or seconds of the take itself."""
    from drama_compiler.takes import book as books
    from drama_compiler.takes import edit

    book = open_book(film)

    def change(lock: Lock, key: str, job: str) -> Lock:
        shown = book.shown(job)
        if len(shown) != 1:
            several = "it is of several takes: `drama take pick` them with their ranges"
            raise edit.TakeError(several if shown else "it has no takes yet")
        return edit.pick(lock, key, job, [book.cut(job, f"{shown[0].take}:{range_}")], books.who())

    _change(book, what, change, as_json)


@command.command(epilog="Example:  drama take note 2A 3 'the hand is wrong'")
@click.argument("what")
@click.argument("take")
@click.argument("text")
@film_option
@json_option
def note(what: str, take: str, text: str, film: Path | None, as_json: bool) -> None:
    """Remember TEXT of a take; an empty one takes it back."""
    from drama_compiler.takes import edit

    _change(
        open_book(film), what, lambda lock, key, job: edit.note(lock, key, job, take, text), as_json
    )


@command.command(epilog="Example:  drama take drop 2A 3    picking it takes it back")
@click.argument("what")
@click.argument("take")
@film_option
@json_option
def drop(what: str, take: str, film: Path | None, as_json: bool) -> None:
    """Let a take not be shown any more. It stays in the store, and in the lock."""
    from drama_compiler.takes import edit

    _change(open_book(film), what, lambda lock, key, job: edit.drop(lock, key, job, take), as_json)


def open_book(script: Path | None) -> TakeBook:
    """The takes of a script; where it cannot be read, the command ends."""
    from drama_compiler.session import analyse
    from drama_compiler.takes.book import open_takes

    analysis, reading = analyse(find_script(script))
    if analysis is None:
        views.show_diagnostics(reading.diagnostics, reading.sources)
        sys.exit(views.EXIT_ERRORS)
    book = open_takes(analysis)
    views.show_diagnostics(book.problems, book.sources)
    return book


def _change(book: TakeBook, what: str, change: Change, as_json: bool) -> None:
    """Change the takes of `what`, and show them as they now are."""
    _tried(lambda: book.change(what, change), as_json)
    _show(book.rows([book.job(what)]), as_json)


def _tried(what: Callable[[], T], as_json: bool) -> T:
    from drama_compiler.takes.edit import TakeError

    try:
        return what()
    except TakeError as failure:
        _fail(str(failure), as_json)


def _fail(message: str, as_json: bool) -> NoReturn:
    if as_json:
        views.print_json({"error": message})
    click.echo(f"error: {message}", err=True)
    sys.exit(views.EXIT_ERRORS)


def _show(rows: list[dict[str, Any]], as_json: bool) -> None:
    """A table a job: its takes, the one that is in the film marked."""
    if as_json:
        views.print_json(rows)
        return
    from rich.table import Table
    from rich.text import Text

    console = views.console()
    if not any(row["takes"] for row in rows):
        console.print("no takes yet: `drama take add`, or a build with a paid profile, makes some")
        return
    for row in rows:
        title = Text(f"{row['shot']}  " if row["shot"] else "", "bold")
        console.print(title.append(row["job"], "default").append(f"  {row['place']}", "dim"))
        table = Table(box=None, show_header=False, padding=(0, 1), pad_edge=False)
        for take in row["takes"]:
            table.add_row(*_cells(take))
        console.print(table)


def _cells(take: dict[str, Any]) -> list[Text]:
    from rich.text import Text

    shown = take["shown"]
    style = "dim" if take["dropped"] else "default"
    mark = ("●" if take["chosen"] else "○") if shown else " "
    range_ = ""
    if shown and shown != [0, None]:
        range_ = f"{shown[0]}-{'' if shown[1] is None else shown[1]}"
    said = [take["note"]]
    said += ["dropped"] if take["dropped"] else []
    said += [] if take["here"] else ["not here: drama store pull"]
    cells = [
        f" {mark} {take['number']}",
        take["key"][:8],
        range_,
        f"{take['seconds']:.2f} s" if take["seconds"] else take["type"].partition("/")[0],
        take["backend"] or "brought in",
        take["tier"],
        f"${take['usd']:.2f}" if take["usd"] else "",
        "; ".join(filter(None, said)),
    ]
    return [
        Text(cell, "bold green" if shown and not index else style)
        for index, cell in enumerate(cells)
    ]
