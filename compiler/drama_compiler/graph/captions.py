"""A spoken line comes in; the captions that fit on the screen, each with its share of the time,
come out.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

UNITS_MAX_WIDE = 84
"""Two lines of 42 Latin characters (Netflix Timed Text Style Guide); a CJK character counts 2."""

UNITS_MAX_TALL = 52
"""Two lines on a 9:16 screen, where a readable size leaves about 26 units to the line."""

_SENTENCE = re.compile(r"(?<=[.!?…。！？])[\s”’\"』」]*(?=\S)")
_CLAUSE = re.compile(r"(?<=[,;:—，；：、])\s*(?=\S)")
_WORD = re.compile(r"(?<=\s)(?=\S)|(?<=[\u3400-\u9fff])(?=[\u3400-\u9fff])")


class Caption(NamedTuple):
    """What is shown at once, and the share of the line's time that it is shown, `[start, end)`."""

    text: str
    start: float
    end: float


def split_captions(text: str, units_max: int) -> list[Caption]:
    """Captions of at most `units_max` units, broken at sentences, then clauses, then words.

    Shares are in proportion to the units; they begin at 0.0 and end at 1.0 without gaps.
    """
    pieces = _pack(_break(" ".join(text.split()), units_max), units_max)
    total = sum(map(units, pieces)) or 1
    captions, start = [], 0
    for piece in pieces:
        end = start + units(piece)
        captions.append(Caption(piece, start / total, end / total))
        start = end
    return captions


def units(text: str) -> int:
    """The width of `text` in units: 2 for an East Asian wide character, else 1."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def _break(text: str, units_max: int) -> list[str]:
    """Pieces no wider than `units_max`, each as whole a thought as will fit."""
    if units(text) <= units_max:
        return [text] if text else []
    for pattern in (_SENTENCE, _CLAUSE, _WORD):
        parts = [part for part in pattern.split(text) if part]
        if len(parts) > 1:
            packed = parts if pattern is not _WORD else _pack(parts, units_max, joiner="")
            return [piece for part in packed for piece in _break(part, units_max)]
    half = units_max // 2
    return [text[index : index + half] for index in range(0, len(text), half)]


def _pack(parts: list[str], units_max: int, joiner: str = " ") -> list[str]:
    """Neighbouring parts put together as long as they fit."""
    packed: list[str] = []
    for part in parts:
        between = joiner if packed and _needs_space(packed[-1], part) else ""
        if packed and units(packed[-1] + between + part) <= units_max:
            packed[-1] += between + part
        else:
            packed.append(part.strip() if joiner else part)
    return [piece.strip() for piece in packed]


def _needs_space(left: str, right: str) -> bool:
    wide = unicodedata.east_asian_width(left[-1]) in "WF"
    return not (wide or left[-1].isspace() or right[0].isspace())
