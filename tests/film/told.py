"""A script as text comes in; what the compiler makes of it comes out. For the tests here."""

from __future__ import annotations

from drama_compiler.film.film import Action, Line, Shot
from drama_compiler.film.names import Names
from drama_compiler.film.resolve import Resolution, resolve
from drama_compiler.film.schedule import schedule
from drama_dsl.diagnostic import Diagnostic
from drama_dsl.parser import parse
from drama_dsl.source import Source


def told(text: str, names: Names | None = None, *used: str, file: str = "film.drama") -> Resolution:
    """The resolution of a script and the texts of the files that it uses."""
    trees = [parse(Source(file, text))]
    trees += [parse(Source(f"used{index}.drama", each)) for index, each in enumerate(used)]
    return resolve(trees, names)


def trouble(text: str) -> list[Diagnostic]:
    """All that parsing, resolving and scheduling find wrong, in that order."""
    tree = parse(Source("film.drama", text))
    found = resolve([tree])
    _, timing = schedule(found.film, {}, found.origins)
    return [*tree.diagnostics, *found.diagnostics, *timing]


def codes(resolution: Resolution) -> list[str]:
    return [found.code for found in resolution.diagnostics]


def shots(resolution: Resolution) -> list[Shot]:
    return [shot for scene in resolution.film.scenes for shot in scene.shots]


def lines(resolution: Resolution) -> list[Line]:
    return [event for shot in shots(resolution) for event in shot.events if isinstance(event, Line)]


def actions(resolution: Resolution) -> list[Action]:
    return [e for shot in shots(resolution) for e in shot.events if isinstance(e, Action)]


def marked(text: str, found: Diagnostic) -> str:
    """The characters that a diagnostic underlines."""
    assert found.primary is not None
    return text[found.primary.span.start : found.primary.span.end]
