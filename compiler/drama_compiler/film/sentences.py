"""A paragraph comes in; its sentences, and parts of it no longer than asked, come out."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

_END = re.compile(
    r"(?:(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\b[A-Z])\.|[!?…]|\.{3})+[\"'”’)\]]*\s+(?=\S)"
    r"|[。！？…]+[”’」』）]*\s*(?=\S)"
)
_CLAUSE = re.compile(r"[,;:—]\s+(?=\S)|[，；：]\s*(?=\S)|\s--\s(?=\S)")


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph, in order; together they say all that it says."""
    return _cut(text, _END)


def split_to(
    text: str, seconds: Callable[[str], Fraction], most: Fraction, good: Fraction
) -> list[str]:
    """Parts of `text` of about `good` seconds if it is longer than `most`: whole sentences,
    or clauses where one sentence alone is too long; of even lengths as far as they go.
    """
    whole = seconds(text)
    if whole <= most:
        return [text]
    pieces = [
        part
        for sentence in sentences(text)
        for part in ([sentence] if seconds(sentence) <= most else _cut(sentence, _CLAUSE))
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
    return parts


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
