"""A script as text comes in; everything that `drama check` finds in it comes out. For the tests."""

from __future__ import annotations

from drama_compiler.film.resolve import resolve
from drama_compiler.film.schedule import schedule
from drama_compiler.pages import all_pages
from drama_compiler.rules import allowed, lint
from drama_dsl.diagnostic import Diagnostic
from drama_dsl.parser import parse
from drama_dsl.source import Source


def linted(text: str, *off: str, file: str = "film.drama") -> list[Diagnostic]:
    """All that parsing, resolving, scheduling and the rules find, allowances regarded."""
    tree = parse(Source(file, text))
    found = resolve([tree])
    _, timing = schedule(found.film, {}, found.origins)
    rules = lint(found.film, found.origins, [tree], off)
    all_ = [*tree.diagnostics, *found.diagnostics, *timing, *rules]
    return allowed(all_, [tree], all_pages().keys(), off)


def codes(text: str, *off: str, file: str = "film.drama") -> list[str]:
    """The names of all that is found, in order."""
    return [each.code for each in linted(text, *off, file=file)]
