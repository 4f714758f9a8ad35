"""A noun phrase of a shot or a cast comes in; whom and what it names comes out.

A phrase is split by the longest declared name, then the longest run of capitals, then wardrobe
(`in storm`), place (`left`, `background`, `facing right`) and `&`; backticks quote a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from drama_compiler.film.clock import CASELESS
from drama_compiler.film.film import Subject
from drama_compiler.film.scope import Entry, Scope
from drama_compiler.film.words import Depth, Facing, ScreenPlace
from drama_dsl.clauses import Phrase
from drama_grammar import fold, vocabulary

_SEPARATOR = re.compile(r"\s*(?:[&＆+、,，;；]|(?<![^\s`])and(?!\w))\s*", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:the|a|an|his|her|their|its|my|our|this|that)\b", re.IGNORECASE)
_CAPITAL_WORD = r"[A-ZÀ-ÖØ-ÞА-Я][A-ZÀ-ÖØ-ÞА-Я0-9'’.-]*"
_CAPITALS = re.compile(rf"{_CAPITAL_WORD}(?:\s+{_CAPITAL_WORD})*(?!\w)")
_WORD = re.compile(r"[^\s`&＆+、,，;；]+")


class Unknown(NamedTuple):
    """Something that reads as a name and is none: the subject it stands for, and its place."""

    name: str
    start: int
    end: int
    subject: int


class UnknownWardrobe(NamedTuple):
    """A wardrobe that its character does not have."""

    name: str
    start: int
    end: int
    character: str


@dataclass(slots=True)
class Reading:
    """The subjects of a phrase in order, and what in it was not known."""

    subjects: list[Subject] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    wardrobes: list[UnknownWardrobe] = field(default_factory=list)


class Phrases:
    """Reads noun phrases in one scope; built once for it."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._entries: dict[str, Entry] = {}
        for spelling, entry in scope.entries():
            self._entries.setdefault(spelling, entry)
        self._names = _pattern(self._entries)

    def read(self, phrase: Phrase) -> Reading:
        """All that a phrase names."""
        return _Reader(self._scope, phrase, self._entries, self._names).read()


class _Reader:
    """One phrase on its way: where the reading stands, and the subject it is in."""

    def __init__(
        self,
        scope: Scope,
        phrase: Phrase,
        entries: dict[str, Entry],
        names: re.Pattern[str] | None,
    ) -> None:
        self.scope, self.text, self.offset = scope, phrase.text, phrase.start
        self.entries, self.names = entries, names
        self.reading = Reading()
        self.at = 0
        self.begun: int | None = None
        self.fields: dict[str, object] = {}
        self.plain = False

    def read(self) -> Reading:
        steps = (self._blank, self._separator, self._quoted, self._wardrobe, self._stance,
                 self._name, self._connective, self._capitals, self._word)  # fmt: skip
        while self.at < len(self.text):
            if not any(step() for step in steps):
                self.at += 1
        self._close()
        return self.reading

    def _blank(self) -> bool:
        if not self.text[self.at].isspace():
            return False
        self.at += 1
        return True

    def _separator(self) -> bool:
        match = _SEPARATOR.match(self.text, self.at)
        if not match or match.end() == self.at:
            return False
        self._close()
        self.at = match.end()
        return True

    def _connective(self) -> bool:
        """A caseless `和` between names; one inside a word of free text is text."""
        found = _longest(_connectives(), self.text, self.at)
        if found is None or "kind" not in self.fields:
            return False
        self._close()
        self.at += len(found)
        return True

    def _quoted(self) -> bool:
        if self.text[self.at] != "`":
            return False
        end = self.text.find("`", self.at + 1)
        end = len(self.text) if end < 0 else end
        name = self.text[self.at + 1 : end].strip()
        entry = self.entries.get(fold(name))
        if entry is not None:
            self._begin(entry)
        elif name:
            self._begin_unknown(name, self.at + 1, end)
        self.at = min(len(self.text), end + 1)
        return True

    def _name(self) -> bool:
        match = self.names.match(self.text, self.at) if self.names else None
        if not match:
            return False
        self._begin(self.entries[fold(match[0])])
        self.at = match.end()
        return True

    def _wardrobe(self) -> bool:
        """`in storm` behind a character; `in the doorway` is free text."""
        if self.fields.get("kind") != "character":
            return False
        joined = _longest(_wearing(), self.text, self.at)
        if joined is None:
            return False
        start = self.at + len(joined)
        start += len(self.text[start:]) - len(self.text[start:].lstrip())
        person = self.scope.characters[str(self.fields["id"])]
        names = sorted(person.wardrobes, key=len, reverse=True)
        name = _longest(tuple(names), self.text, start)
        if name is None and (_ARTICLE.match(self.text, start) or start >= len(self.text)):
            return False
        if name is None:
            name = self._worn(start)
            if not name:
                return False
            end = start + len(name)
            place = (self.offset + start, self.offset + end)
            self.reading.wardrobes.append(UnknownWardrobe(name, *place, person.id))
        else:
            self.fields["wardrobe"] = fold(name)
        self.at = start + len(name)
        return True

    def _worn(self, start: int) -> str:
        """The words from `start` on up to a place on the screen or a separator."""
        end = start
        while end < len(self.text):
            rest = self.text[end:]
            if _SEPARATOR.match(self.text, end) or _stance_at(self.text, end) is not None:
                break
            word = _WORD.match(self.text, end)
            caseless = CASELESS.match(rest)
            end = end + 1 if caseless or not word else word.end()
            if not caseless and _longest(_connectives(), self.text, end) is not None:
                break
        return self.text[start:end].strip()

    def _stance(self) -> bool:
        found = _stance_at(self.text, self.at)
        if found is None or self.begun is None:
            return False
        spelling, key, value = found
        self.fields.setdefault(key, value)
        self.at += len(spelling)
        return True

    def _capitals(self) -> bool:
        match = _CAPITALS.match(self.text, self.at)
        if not match or (match.end() - match.start() < 2 and self.begun is not None):
            return False
        if self.begun is not None and "kind" in self.fields:
            self._close()
        self._begin_unknown(match[0], match.start(), match.end())
        self.at = match.end()
        return True

    def _word(self) -> bool:
        """Free words: one at a time, a sign at a time where there is no blank."""
        if CASELESS.match(self.text[self.at]):
            end = self.at + 1
        else:
            match = _WORD.match(self.text, self.at)
            end = match.end() if match else self.at + 1
            signs = CASELESS.search(self.text, self.at, end)
            end = signs.start() if signs else end
        if self.begun is None:
            self.begun = self.at
        self.plain = True
        self.at = end
        return True

    def _begin(self, entry: Entry) -> None:
        """A known name: its own subject, or that of the free words before it."""
        if self.begun is not None and "kind" in self.fields:
            self._close()
        if self.begun is None:
            self.begun = self.at
        self.fields |= {"kind": entry.kind, "id": entry.id}

    def _begin_unknown(self, name: str, start: int, end: int) -> None:
        if self.begun is None:
            self.begun = self.at
        place = len(self.reading.subjects)
        self.reading.unknown.append(Unknown(name, self.offset + start, self.offset + end, place))
        self.fields |= {"kind": "words"}
        self.plain = True

    def _close(self) -> None:
        if self.begun is None:
            return
        words = " ".join(self.text[self.begun : self.at].replace("`", "").split())
        values = {"kind": "words", **self.fields, "words": words if self.plain else ""}
        self.reading.subjects.append(Subject.model_validate(values))
        self.begun, self.fields, self.plain = None, {}, False


def _pattern(spellings: dict[str, Entry]) -> re.Pattern[str] | None:
    """Any known name, longest first; blanks and hyphens are one, case is none."""
    parts = []
    for spelling in sorted(spellings, key=len, reverse=True):
        body = r"[\s\-‐-]+".join(re.escape(word) for word in spelling.split())
        body = body.replace("'", "['’‘]")
        parts.append(body if CASELESS.search(spelling) else rf"(?<!\w){body}(?!\w)")
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def _longest(words: tuple[str, ...], text: str, at: int) -> str | None:
    """The slice of `text` at `at` that is the longest of `words`, on word boundaries."""
    for word in words:
        piece = text[at : at + len(word)]
        if fold(piece) != fold(word) or len(piece) != len(word):
            continue
        if CASELESS.search(word):
            return piece
        alone_before = at == 0 or not text[at - 1].isalnum() or CASELESS.match(text[at - 1])
        after = text[at + len(word) : at + len(word) + 1]
        if alone_before and (not after.isalnum() or CASELESS.match(after)):
            return piece
    return None


def _stance_at(text: str, at: int) -> tuple[str, str, object] | None:
    """A place, depth or facing at `at`: its spelling, its field, its value."""
    found = _longest(_stance_words(), text, at)
    if found is None:
        return None
    key, value = _stances()[fold(found)]
    return found, key, value


@cache
def _stances() -> dict[str, tuple[str, object]]:
    kinds = {"place": ScreenPlace, "depth": Depth, "facing": Facing}
    return {
        spelling: (table, kind(vocabulary().tables[table][spelling]))
        for table, kind in kinds.items()
        for spelling in vocabulary().spellings(table)
        if len(spelling) > 1 or not spelling.isascii()
    }


@cache
def _stance_words() -> tuple[str, ...]:
    return tuple(sorted(_stances(), key=len, reverse=True))


@cache
def _connectives() -> tuple[str, ...]:
    return _spelt("and")


@cache
def _wearing() -> tuple[str, ...]:
    return _spelt("in")


def _spelt(canonical: str) -> tuple[str, ...]:
    table = vocabulary().tables["connective"]
    words = [spelling for spelling, word in table.items() if word == canonical]
    return tuple(sorted(words, key=len, reverse=True))
