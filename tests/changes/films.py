"""Films from texts, the later one with the names of the earlier, as `drama diff` compares them."""

from __future__ import annotations

from drama_compiler.changes.compare_films import compare_films
from drama_compiler.changes.film_changes import FilmChanges
from drama_compiler.changes.version import Version
from drama_compiler.film.film import Film
from drama_compiler.film.names import Names
from drama_compiler.film.resolve import resolve
from drama_compiler.film.schedule import schedule
from drama_compiler.passes import run_passes
from drama_dsl.parser import parse
from drama_dsl.source import Source


def version(text: str, names: Names | None = None) -> tuple[Version, Names]:
    """The film of a text, and its names."""
    resolution = resolve((parse(Source("film.drama", text)),), names or Names())
    return of_film(run_passes(resolution.film)[0]), resolution.names


def of_film(film: Film) -> Version:
    """A film with its schedule."""
    return Version(film, schedule(film)[0])


def versions(before: str, after: str) -> tuple[Version, Version]:
    """Two films, the second known again by the first."""
    old, names = version(before)
    return old, version(after, names)[0]


def changed(before: str, after: str) -> FilmChanges:
    """What changes between the films of two texts."""
    return compare_films(*versions(before, after))
