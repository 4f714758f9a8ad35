"""A shot as written comes in; edits that say it otherwise, in the writer's language, come out."""

from __future__ import annotations

import re

from drama_compiler.film.film import Shot
from drama_compiler.rules.sheet import Sheet
from drama_dsl.clauses import Clause, Composition, On, Size, Stance, Words
from drama_dsl.diagnostic import Edit, Fix
from drama_grammar import vocabulary

_SIDE = re.compile(r"\b(?:left|right)\b|左|右", re.IGNORECASE)
_OTHER = {"left": "right", "right": "left", "左": "右", "右": "左"}


def mirrored(sheet: Sheet, shot: Shot) -> Fix | None:
    """The shot with the sides of its people swapped; its moves stay. None where none is said."""
    source = sheet.trees[0].source
    edits = [
        Edit(source.span(place, place + len(word)), _swapped(word))
        for clause in sheet.clauses(shot)
        if isinstance(clause, On | Composition | Stance | Words)
        for match in _SIDE.finditer(source.text[clause.start : clause.end])
        for place, word in [(clause.start + match.start(), match[0])]
    ]
    return Fix(tuple(edits)) if edits else None


def resized(sheet: Sheet, shot: Shot, size: str) -> Fix | None:
    """The shot with its size said as `size`; None where a preset says it."""
    return replaced(sheet, shot, Size, spelt("size", size, like=shot_text(sheet, shot)))


def replaced(sheet: Sheet, shot: Shot, kind: type[Clause], text: str) -> Fix | None:
    """The shot with its first clause of a kind as `text`."""
    source = sheet.trees[0].source
    for clause in sheet.clauses(shot):
        if isinstance(clause, kind):
            return Fix((Edit(source.span(clause.start, clause.end), text),))
    return None


def without(sheet: Sheet, shot: Shot, clause: Clause) -> Fix:
    """The shot without a clause and one of the commas beside it."""
    span, source = sheet.origins[shot.id], sheet.trees[0].source
    before = source.text[span.start : clause.start]
    after = source.text[clause.end : span.end]
    kept = before.rstrip(" ,，、")
    if kept:
        return Fix((Edit(source.span(span.start + len(kept), clause.end), ""),))
    rest = after.lstrip(" ,，、")
    return Fix((Edit(source.span(clause.start, span.end - len(rest)), ""),))


def shot_text(sheet: Sheet, shot: Shot) -> str:
    """What stands behind `shot:`."""
    span = sheet.origins[shot.id]
    return sheet.trees[0].source.text[span.start : span.end]


def spelt(table: str, word: str, *, like: str) -> str:
    """A canonical word as it is first spelt in the language of `like`."""
    ascii_ = like.isascii()
    for spelling, canonical in vocabulary().tables[table].items():
        if canonical == word and spelling.isascii() is ascii_:
            return spelling
    return word


def _swapped(word: str) -> str:
    other = _OTHER[word.lower()]
    return other.upper() if word.isupper() and word.isascii() else other
