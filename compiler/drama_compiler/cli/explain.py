"""`drama explain`: the name of a diagnostic comes in; its manual page comes out."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from drama_compiler.cli import views
from drama_compiler.cli.arguments import json_option
from drama_dsl.diagnostic import Page
from drama_dsl.report.width import columns

if TYPE_CHECKING:
    from rich.console import Console

_WIDTH_MAX = 88


@click.command(epilog="Examples:  drama explain unknown-move   drama explain")
@click.argument("name", required=False, metavar="[NAME]")
@json_option
def command(name: str | None, as_json: bool) -> None:
    """Print the page of a diagnostic: what is wrong, why it matters, what to write instead.

    NAME is what stands in brackets: `error[unknown-move]`. Without one, all names are listed.
    """
    groups = _groups()
    pages = {code: page for group in groups.values() for code, page in group.items()}
    if name is None:
        _list(groups, as_json)
        return
    code = name.strip().strip("[]`").rpartition("[")[2].lower()
    if code not in pages:
        _unknown(name, pages)
    if as_json:
        views.print_json({"name": code, **asdict(pages[code])})
    else:
        _show(code, pages[code])


def first_sentence(text: str) -> str:
    """The first sentence of a page, its full stop left out."""
    from drama_compiler.film.sentences import sentences

    return (sentences(text) or [""])[0].rstrip(".")


def _groups() -> dict[str, Mapping[str, Page]]:
    """Every page under the heading of its group, in the order in which a script is read."""
    from drama_compiler.film.pages import PAGES as OF_THE_FILM
    from drama_compiler.pages import all_pages
    from drama_compiler.rules import RULES
    from drama_dsl.pages import PAGES as OF_THE_LANGUAGE

    rules = {rule.code: rule.page for rule in RULES}
    rest = {
        code: page
        for code, page in all_pages().items()
        if code not in OF_THE_LANGUAGE and code not in OF_THE_FILM and code not in rules
    }
    return {
        "The text of a script": OF_THE_LANGUAGE,
        "Names, shots and time": OF_THE_FILM,
        "Continuity": rules,
        "Files, builds and installs": rest,
    }


def _list(groups: Mapping[str, Mapping[str, Page]], as_json: bool) -> None:
    if as_json:
        views.print_json(
            [
                {"name": code, "group": group, "what": first_sentence(page.what)}
                for group, pages in groups.items()
                for code, page in pages.items()
            ]
        )
        return
    console = views.console()
    longest = max(columns(code) for pages in groups.values() for code in pages)
    for group, pages in groups.items():
        console.print(group, style="bold")
        for code in sorted(pages):
            lead = f"  {code.ljust(longest)}  "
            _paragraph(console, lead, first_sentence(pages[code].what), whole=True)
        console.print()
    console.print("drama explain NAME prints a whole page.", style="dim")


def _show(code: str, page: Page) -> None:
    """A page: its name, what and why in sentences, then the two pieces of script."""
    from rich.text import Text

    console = views.console(_WIDTH_MAX)
    console.print(code, style="bold")
    console.print()
    for said in (page.what, page.why):
        _paragraph(console, "  ", said)
        console.print()
    for title, text, style in (
        ("Example", page.example, "red"),
        ("Instead", page.instead, "green"),
    ):
        console.print(f"  {title}", style="bold")
        for line in text.rstrip("\n").split("\n"):
            row = Text("    ").append("│", style).append(f" {line}" if line else "")
            console.print(row, soft_wrap=True)
        console.print()


def _paragraph(console: Console, lead: str, said: str, *, whole: bool = False) -> None:
    """Print words behind `lead`, later lines under the first one; where nobody sees a terminal
    and it is `whole`, all in one line, for grep.

    What stands in backticks is coloured in their place, where there is colour.
    """
    from rich.text import Text

    words = Text(said)
    if console.color_system:
        words = Text.assemble(
            *((part, "cyan" if index % 2 else "") for index, part in enumerate(said.split("`")))
        )
    width = max(20, console.width - columns(lead))
    rows = [words] if whole and not console.is_terminal else words.wrap(console, width)
    for index, row in enumerate(rows):
        row.rstrip()
        before = Text(lead, "cyan" if lead.strip() else "") if index == 0 else " " * columns(lead)
        console.print(Text.assemble(before, row), soft_wrap=True)


def _unknown(name: str, pages: Mapping[str, Page]) -> None:
    from drama_dsl.suggest import suggest

    near = suggest(name, pages) or next((code for code in pages if name in code), None)
    hint = f"did you mean `{near}`?" if near else "`drama explain` lists all names"
    click.echo(f"error: there is no diagnostic called `{name}`; {hint}", err=True)
    sys.exit(views.EXIT_ERRORS)
