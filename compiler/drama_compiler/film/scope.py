"""Declared things come in by name; a scope comes out that knows each by every spelling of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class Scope:
    """Everything that a script may name, by id, and the way from spellings to ids.

    `spans` are where things were declared, or first used, by kind and id. `used` collects what
    the script named, so that what nobody names can be told. `script` is the script's file.
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

    def find(self, kind: str, name: str) -> str | None:
        """The id of what is called `name`, however it is spelt; None where nothing is."""
        return self.spellings.get((kind, fold(name)))

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


def to_slug(name: str) -> str:
    """`LI WEI` as `li-wei`; letters of every script stay."""
    slug = _NOT_SLUG.sub("-", fold(name)).strip("-")
    return slug or "x" + _short_digest(name)


def _short_digest(name: str) -> str:
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=3).hexdigest()
