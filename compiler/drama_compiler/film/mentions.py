"""Action comes in with what is declared; whom and what it names, and where, comes out.

A name counts where it is spelt as declared, in capitals or capitalised, on word boundaries, so
that `will` names no WILL. In scripts without case the longest name counts, and a name of one
sign never does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
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


_UNEVEN = re.compile(r"\s\s|[^\S ]")


class Mention(NamedTuple):
    """A name in a text, `[start, end)`, and what it names."""

    start: int
    end: int
    entry: Entry


def mentions_of(scope: Scope) -> Mentions:
    """What finds the names of a scope: the same one again as long as the names are the same."""
    return _mentions(tuple(_spellings(scope)))


@lru_cache(maxsize=4)
def _mentions(spellings: tuple[tuple[str, Entry], ...]) -> Mentions:
    return Mentions(spellings)


class Mentions:
    """Finds names in action, by their spellings and what each names; built once for a scope.

    Spellings are looked up, not tried one after the other, so that ten thousand names cost a
    text no more than ten: only at their first letters, and only in the lengths that names have.
    """

    def __init__(self, spellings: Iterable[tuple[str, Entry]]) -> None:
        # Every step of resolving asks for the same paragraphs, and so does the next resolving.
        self.find = lru_cache(maxsize=16_384)(self._find)
        self._entries: dict[str, Entry] = {}
        self._caseless: set[str] = set()
        lengths: dict[str, set[int]] = {}
        for written, entry in spellings:
            if CASELESS.search(written):
                forms = [written] if len(written) > 1 else []
                self._caseless.update(forms)
            else:
                forms = [written, written.upper(), _capitalised(written)]
                forms = [each for each in forms if each[:1].isupper()]
            for spelling in forms:
                self._entries.setdefault(spelling, entry)
                lengths.setdefault(spelling[0], set()).add(len(spelling))
        self._lengths = {first: sorted(each, reverse=True) for first, each in lengths.items()}
        self._first = re.compile(f"[{re.escape(''.join(lengths))}]") if lengths else None

    def _find(self, text: str) -> Sequence[Mention]:
        """Every mention in `text`, in order, none inside another; of two, the longest."""
        if self._first is None:
            return ()
        if _UNEVEN.search(text):
            return self._find_uneven(text)
        found: list[Mention] = []
        end = 0
        for match in self._first.finditer(text):
            start = match.start()
            mention = self._at(text, start) if start >= end else None
            if mention is not None:
                found.append(mention)
                end = mention.end
        return found

    def _at(self, text: str, start: int) -> Mention | None:
        """The longest name that begins at `start`."""
        inside = start > 0 and _is_word(text[start - 1])
        for length in self._lengths[text[start]]:
            spelling = text[start : start + length]
            entry = self._entries.get(spelling)
            if entry is None:
                continue
            end = start + length
            if spelling in self._caseless or not (inside or _is_word(text[end : end + 1])):
                return Mention(start, end, entry)
        return None

    def _find_uneven(self, text: str) -> Sequence[Mention]:
        """As `find`, in a text with more than single blanks between its words."""
        kept = [place for place in range(len(text)) if not _goes_on(text, place)]
        even = "".join(" " if text[place].isspace() else text[place] for place in kept)
        return [
            Mention(kept[each.start], kept[each.end - 1] + 1, each.entry)
            for each in self._find(even)
        ]


def things_in_capitals(text: str, named: Sequence[Mention]) -> list[tuple[int, int]]:
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


def _is_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _goes_on(text: str, place: int) -> bool:
    """Whether a blank stands behind another one."""
    return text[place].isspace() and place > 0 and text[place - 1].isspace()
