"""A paragraph comes in; its sentences, and parts of it no longer than asked, come out."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

_END = re.compile(
    r"(?:(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\b[A-Z])\.|[!?…]|\.{3})+[\"'”’)\]]*\s+(?=\S)"
    r"|[。！？…]+[”’」』）]*\s*(?=\S)"
)
_CLAUSE = re.compile(r"[,;:—]\s+(?=\S)|[，；：]\s*(?=\S)|\s--\s(?=\S)")
_VERSE = re.compile(r"\s+(?=(?!I\b)[A-Z\u00c0-\u00de])")
_WORD = re.compile(r"\s+(?=\S)")
_CUTS = (_END, _CLAUSE, _VERSE, _WORD)
"""Where a text may be cut, best first. A song has no full stops, but each line of it a capital."""


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph, in order; together they say all that it says."""
    return _cut(text, _END)


@lru_cache(maxsize=8192)
def split_to(
    text: str, seconds: Callable[[str], Fraction], most: Fraction, good: Fraction
) -> tuple[str, ...]:
    """Parts of `text` of about `good` seconds if it is longer than `most`: whole sentences,
    or clauses, lines of verse, words where one sentence alone is too long; of even lengths as far
    as they go.
    """
    whole = seconds(text)
    if whole <= most:
        return (text,)
    pieces = [text]
    for ends in _CUTS:
        pieces = [
            part
            for piece in pieces
            for part in ([piece] if seconds(piece) <= most else _cut(piece, ends))
        ]
    count = max(1, -int(-whole // good))
    share = whole / count
    parts: list[str] = []
    filled = Fraction(0)
    for piece in pieces:
        length = seconds(piece)
        if parts and filled + length / 2 <= share:
            parts[-1] = _join(parts[-1], piece)
            filled += length
        else:
            parts.append(piece)
            filled = length
    return tuple(parts)


def _cut(text: str, ends: re.Pattern[str]) -> list[str]:
    """`text` cut behind every end; marks stay with what they end."""
    parts: list[str] = []
    start = 0
    for match in ends.finditer(text):
        parts.append(text[start : match.end()].strip())
        start = match.end()
    parts.append(text[start:].strip())
    return [part for part in parts if part]


def _join(left: str, right: str) -> str:
    """Two parts as one text: a blank between them, but none between Chinese signs."""
    wide = left[-1:] >= "\u2e80" and right[:1] >= "\u2e80"
    return left + right if wide else f"{left} {right}"
