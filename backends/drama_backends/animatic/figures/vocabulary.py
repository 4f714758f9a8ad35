"""The vocabulary: a text in, the known words of it in reading order out (English and Chinese)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Word(NamedTuple):
    """A known word: its section and value in the vocabulary, and where it stands."""

    section: str
    value: str
    start: int
    end: int
    clause: int


_BREAK = re.compile(
    r"[,;:.!?\n/，。；：、！？]|\b(?:and|with|wearing|in an?|over)\b|(?:和|身穿|穿着|穿)"
)


def words_of(text: str, file: str = "words.toml") -> tuple[Word, ...]:
    """The known words of a text; a place of the text gives all values of its longest word."""
    lower = text.lower()
    clauses = [match.start() for match in _BREAK.finditer(lower)]
    found: list[Word] = []
    table = _table(file)
    pattern = _pattern(_occurring(table, lower))
    at = 0
    while match := pattern.search(lower, at):
        clause = sum(1 for start in clauses if start <= match.start())
        for section, value in table[match.group()]:
            found.append(Word(section, value, match.start(), match.end(), clause))
        if not any(section == "colour" for section, _ in table[match.group()]):
            found.extend(_inside(file, match.group(), match.start(), clause))
        at = match.end()
    return tuple(found)


def _inside(file: str, whole: str, start: int, clause: int) -> list[Word]:
    """Colours and ties within a longer word: of 短黑发用红绳束起 black, red and a cord."""
    return [
        Word(section, value, start + match.start(), start + match.end(), clause)
        for table in (_table(file, ("colour",)), _table(file, ("tie", "pin_material")))
        for match in _pattern(_occurring(table, whole)).finditer(whole)
        for section, value in table[match.group()]
    ]


def first(words: Sequence[Word], section: str) -> str:
    """The value of the first word of a section, or nothing."""
    return next((word.value for word in words if word.section == section), "")


@cache
def _table(file: str, only: tuple[str, ...] = ()) -> dict[str, list[tuple[str, str]]]:
    """What each name of a vocabulary stands for, the longest names first."""
    table: dict[str, list[tuple[str, str]]] = {}
    for section, values in _sections(file).items():
        if only and section not in only:
            continue
        for value, names in values.items():
            for name in names:
                table.setdefault(name.lower(), []).append((section, value))
    return dict(sorted(table.items(), key=lambda row: len(row[0]), reverse=True))


@cache
def _sections(file: str) -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name(file).read_text(encoding="utf-8"))


def _occurring(table: Iterable[str], lower: str) -> tuple[str, ...]:
    """The names that occur in a text: to compile all takes longer than all else that is read."""
    return tuple(name for name in table if name in lower)


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    parts = []
    for name in names:
        plain = re.escape(name)
        parts.append(rf"(?<![a-z]){plain}(?![a-z])" if name.isascii() else plain)
    return re.compile("|".join(parts) or "(?!)")
