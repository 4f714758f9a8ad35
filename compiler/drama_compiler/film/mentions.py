"""Action comes in with what is declared; whom and what it names, and where, comes out.

A name counts where it is spelt as declared, in capitals or capitalised, on word boundaries, so
that `will` names no WILL. In scripts without case the longest name counts, and a name of one
sign never does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from drama_compiler.film.clock import CASELESS
from drama_compiler.film.scope import Entry, Scope

_CAPITALS = re.compile(
    r"(?<![\w'’-])(?:[A-ZÀ-ÖØ-ÞА-Я][A-ZÀ-ÖØ-ÞА-Я0-9'’-]+)"
    r"(?:[ ](?:[A-ZÀ-ÖØ-ÞА-Я][A-ZÀ-ÖØ-ÞА-Я0-9'’-]+))*(?![\w])"
)
_DETERMINER = re.compile(
    r"\b(?:a|an|the|his|her|their|its|my|our|your|this|that|another|one)\s+([a-z-]+\s+)?$",
    re.IGNORECASE,
)
_PEOPLE = frozenset(
    "man woman boy girl guy lady child kid baby people crowd person wife husband mother father "
    "son daughter brother sister doctor nurse officer cop cops soldier soldiers guard guards "
    "driver waiter waitress bartender teacher student men women boys girls kids children "
    "stranger figure voice".upper().split()
)
"""Words in capitals that bring in a person, as screenplays do, and no thing to look at."""


class Mention(NamedTuple):
    """A name in a text, `[start, end)`, and what it names."""

    start: int
    end: int
    entry: Entry


class Mentions:
    """Finds names in action; built once for a scope."""

    def __init__(self, scope: Scope) -> None:
        self._entries: dict[str, Entry] = {}
        cased: list[str] = []
        caseless: list[str] = []
        for written, entry in _spellings(scope):
            if CASELESS.search(written):
                if len(written) > 1 and written not in self._entries:
                    self._entries[written] = entry
                    caseless.append(written)
                continue
            for spelling in dict.fromkeys((written, written.upper(), _capitalised(written))):
                if spelling not in self._entries and spelling[:1].isupper():
                    self._entries[spelling] = entry
                    cased.append(spelling)
        self._pattern = _pattern(cased, caseless)

    def find(self, text: str) -> list[Mention]:
        """Every mention in `text`, in order, none inside another."""
        if self._pattern is None:
            return []
        return [
            Mention(match.start(), match.end(), self._entries[" ".join(match[0].split())])
            for match in self._pattern.finditer(text)
        ]


def things_in_capitals(text: str, named: list[Mention]) -> list[tuple[int, int]]:
    """Where `text` has a thing in capitals that nobody declared: `his OLD LANTERN`.

    Sounds (`SLAMS`), people (`a YOUNG WOMAN`) and parts of names are none; the sign is a
    determiner in small letters before it.
    """
    found: list[tuple[int, int]] = []
    for match in _CAPITALS.finditer(text):
        start, end = match.span()
        if any(each.start < end + 1 and start - 1 < each.end for each in named):
            continue
        determiner = _DETERMINER.search(text[:start])
        if end - start < 3 or not determiner:
            continue
        if determiner[1] and match[0].endswith("S") and " " not in match[0]:
            continue  # `a door BANGS`: the small word is the noun, and this its verb.
        if _PEOPLE & set(match[0].split()) or text[end : end + 1] in ("!", "("):
            continue
        if text[end : end + 2] == " (":
            continue
        found.append((start, end))
    return found


def _spellings(scope: Scope) -> Iterator[tuple[str, Entry]]:
    """Names and aliases as written: characters, then props; a place is no mention."""
    for person in scope.characters.values():
        for name in (person.name, *person.aliases):
            yield " ".join(name.split()), Entry("character", person.id)
    for prop in scope.props.values():
        yield " ".join(prop.name.split()), Entry("prop", prop.id)


def _capitalised(name: str) -> str:
    return " ".join(word[:1].upper() + word[1:].lower() for word in name.split())


def _pattern(cased: list[str], caseless: list[str]) -> re.Pattern[str] | None:
    """One pattern for all spellings, longest first."""
    parts = [
        (len(name), rf"(?<!\w){re.escape(name)}(?!\w)".replace(r"\ ", r"\s+")) for name in cased
    ]
    parts += [(len(name), re.escape(name)) for name in caseless]
    if not parts:
        return None
    return re.compile("|".join(part for _, part in sorted(parts, key=lambda each: -each[0])))
