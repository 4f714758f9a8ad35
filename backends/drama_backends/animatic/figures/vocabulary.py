"""The vocabulary: a text in, the known words of it in reading order out (English and Chinese)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
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
    pattern, table = _compiled(file)
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
        for pattern, table in (
            _compiled(file, ("colour",)),
            _compiled(file, ("tie", "pin_material")),
        )
        for match in pattern.finditer(whole)
        for section, value in table[match.group()]
    ]


def first(words: Sequence[Word], section: str) -> str:
    """The value of the first word of a section, or nothing."""
    return next((word.value for word in words if word.section == section), "")


@cache
def _compiled(
    file: str, only: tuple[str, ...] = ()
) -> tuple[re.Pattern[str], dict[str, list[tuple[str, str]]]]:
    path = Path(__file__).with_name(file)
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    table: dict[str, list[tuple[str, str]]] = {}
    for section, values in rows.items():
        if only and section not in only:
            continue
        for value, names in values.items():
            for name in names:
                table.setdefault(name.lower(), []).append((section, value))
    parts = []
    for name in sorted(table, key=len, reverse=True):
        plain = re.escape(name)
        parts.append(rf"(?<![a-z]){plain}(?![a-z])" if name.isascii() else plain)
    return re.compile("|".join(parts) or "(?!)"), table
