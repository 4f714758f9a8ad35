"""A script comes in; its text in the one way, or in the other dialect, comes out, not yet written.

A script in the other dialect is resolved again: it makes the same film, or what differs is told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from drama_compiler.film.film import Film
from drama_compiler.film.resolve import resolve
from drama_compiler.project import open_project
from drama_compiler.reading import read_source
from drama_compiler.session import read_film
from drama_dsl.convert import Converted, to_drama, to_fountain
from drama_dsl.diagnostic import Diagnostic, warning
from drama_dsl.format import format_tree
from drama_dsl.parser import Dialect, dialect_of, parse
from drama_dsl.source import Source
from drama_dsl.tree import Tree


@dataclass(frozen=True, slots=True)
class Formatted:
    """A script before and after; no `after` where it could not be read."""

    name: str
    before: str
    after: str | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return self.after is not None and self.after != self.before


def format_file(path: Path, target: Dialect | None = None) -> Formatted:
    """The script at `path` in the one way, or in the dialect `target`. Nothing is written."""
    project = open_project(path)
    name = project.label(path)
    if target is not None and target is not dialect_of(path.name):
        reading = read_film(project)
        if reading.trees and reading.trees[0].source.name == name:
            return _convert(reading.trees, target, reading.sources)
    source, found = read_source(path, name)
    if source is None:
        return Formatted(name, "", None, found, {})
    return format_text(source, target=None)


def format_text(source: Source, target: Dialect | None) -> Formatted:
    """A script that stands in no file, in the one way or in the dialect `target`."""
    dialect = dialect_of(source.name)
    tree = parse(source, dialect=dialect)
    if target is not None and target is not dialect:
        return _convert((tree,), target, {source.name: source})
    return Formatted(source.name, source.text, format_tree(tree), (), {source.name: source})


def _convert(trees: Sequence[Tree], target: Dialect, sources: Mapping[str, Source]) -> Formatted:
    """The first tree in the dialect `target`; the others are what it uses."""
    tree = trees[0]
    film = resolve(trees).film
    speakers = _speakers(film)

    def again(converted: Converted) -> Film:
        read = parse(Source(tree.source.name, converted.text), dialect=target)
        return resolve((read, *trees[1:])).film

    if target is Dialect.FOUNTAIN:
        converted = to_fountain(tree, speakers)
    else:
        converted = to_drama(tree, speakers)
        if again(converted) != film:
            converted = to_drama(tree, speakers, careful=True)
    found: tuple[Diagnostic, ...] = ()
    if again(converted) != film:
        found = converted.diagnostics or (_another_film(target),)
    return Formatted(tree.source.name, tree.source.text, converted.text, found, sources)


def _speakers(film: Film) -> Collection[str]:
    people = [person for person in film.characters.values() if person.declared]
    return frozenset(name for person in people for name in (person.name, *person.aliases))


def _another_film(target: Dialect) -> Diagnostic:
    message = f"as a .{target} file this script makes a film that differs a little"
    return warning("reads-otherwise", message, None)
