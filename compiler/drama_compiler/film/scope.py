"""Declared things come in by name; a scope comes out that knows each by every spelling of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from drama_compiler.film.film import Character, Location, Prop, Style
from drama_dsl.clauses import ShotClauses
from drama_dsl.source import Span
from drama_grammar import fold

_NOT_SLUG = re.compile(r"[\W_]+")


class Entry(NamedTuple):
    """What a spelling names: `kind` is `character`, `prop` or `location`."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Preset:
    """Shot clauses by name, and where the name was given."""

    name: str
    clauses: ShotClauses
    span: Span


class Use(NamedTuple):
    """A prop or a location that a script uses, declared or not."""

    kind: str
    name: str
    span: Span


@dataclass(slots=True)
class Log:
    """What was asked of a scope while something was read, with the answers, in order.

    What was read would be read the same in another scope that gives the same answers. `asked` are
    spellings with the ids that they led to, and whether the thing was used. `asked_all`
    says that all names were asked for, `by_use` which there were by use before.
    """

    by_use: list[tuple[str, str, str]] = field(default_factory=list)
    asked: list[tuple[tuple[str, str], str | None, Use | None]] = field(default_factory=list)
    asked_all: bool = False


@dataclass(slots=True)
class Scope:
    """Everything that a script may name, by id, and the way from spellings to ids.

    `spans` are where things were declared, or first used, by kind and id. `used` collects what
    the script named, so that what nobody names can be told. `script` is the script's file.
    `by_use` are the things and places that nobody declared, in the order of their first use.
    `log`, where there is one, notes what is asked of the scope and what the answer was.
    """

    script: str = ""
    characters: dict[str, Character] = field(default_factory=dict)
    locations: dict[str, Location] = field(default_factory=dict)
    props: dict[str, Prop] = field(default_factory=dict)
    styles: dict[str, Style] = field(default_factory=dict)
    presets: dict[str, Preset] = field(default_factory=dict)
    spellings: dict[tuple[str, str], str] = field(default_factory=dict)
    spans: dict[tuple[str, str], Span] = field(default_factory=dict)
    used: set[tuple[str, str]] = field(default_factory=set)
    by_use: list[tuple[str, str, str]] = field(default_factory=list)
    log: Log | None = None

    def find(self, kind: str, name: str) -> str | None:
        """The id of what is called `name`, however it is spelt; None where nothing is."""
        spelling = (kind, fold(name))
        found = self.spellings.get(spelling)
        if self.log is not None:
            self.log.asked.append((spelling, found, None))
        return found

    def use(self, kind: str, name: str, span: Span) -> str:
        """The id of a prop or a location; one that nobody declared is declared by its use."""
        spelling = (kind, fold(name))
        id = self.spellings.get(spelling)
        if id is None:
            id = self.new_id(kind, name)
            if kind == "prop":
                self.props[id] = _prop(id, name)
            else:
                self.locations[id] = _location(id, name)
            self.spell(kind, id, (name,))
            self.spans[kind, id] = span
            self.by_use.append((kind, id, name))
        if self.log is not None:
            self.log.asked.append((spelling, id, Use(kind, name, span)))
        return id

    def called(self) -> list[str]:
        """What characters, props and places are called, as they were declared."""
        if self.log is not None:
            self.log.asked_all = True
        tables = (self.characters, self.props, self.locations)
        return [each.name for table in tables for each in table.values()]

    def name_of(self, entry: Entry) -> str:
        """The name of a thing as it was declared."""
        if entry.kind == "character":
            return self.characters[entry.id].name
        return (self.props if entry.kind == "prop" else self.locations)[entry.id].name

    def spell(self, kind: str, id: str, names: Iterable[str]) -> None:
        """Let `names` lead to `id`; a name that leads elsewhere already keeps its way."""
        for name in names:
            if name.strip():
                self.spellings.setdefault((kind, fold(name)), id)

    def entries(self) -> list[tuple[str, Entry]]:
        """Every folded spelling of a character, prop or location; characters first."""
        order = {"character": 0, "prop": 1, "location": 2}
        found = [
            (spelling, Entry(kind, id))
            for (kind, spelling), id in self.spellings.items()
            if kind in order
        ]
        return sorted(found, key=lambda each: order[each[1].kind])

    def new_id(self, kind: str, name: str) -> str:
        """An id for `name`: its slug, or its slug and three signs where another has that."""
        tables: dict[str, Mapping[str, object]] = {
            "character": self.characters,
            "location": self.locations,
            "prop": self.props,
            "style": self.styles,
        }
        slug = to_slug(name)
        if slug not in tables[kind]:
            return slug
        return f"{slug}-{_short_digest(fold(name))}"


@lru_cache(maxsize=4096)
def _prop(id: str, name: str) -> Prop:
    return Prop(id=id, name=name)


@lru_cache(maxsize=4096)
def _location(id: str, name: str) -> Location:
    return Location(id=id, name=name)


@lru_cache(maxsize=4096)
def to_slug(name: str) -> str:
    """`LI WEI` as `li-wei`; letters of every script stay."""
    slug = _NOT_SLUG.sub("-", fold(name)).strip("-")
    return slug or "x" + _short_digest(name)


def _short_digest(name: str) -> str:
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=3).hexdigest()
