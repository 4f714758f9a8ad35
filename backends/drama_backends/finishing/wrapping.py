"""A sentence and a width go in, balanced lines come out; Latin breaks at spaces, Chinese between.

The rules of where a Chinese line may not begin or end are those of GB/T 15834 and of common
typesetting (kinsoku).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

Measure = Callable[[str], float]

NEVER_FIRST = "，。！？、；：）》〉」』】〕”’…—·,.!?;:)]}%％~～"
NEVER_LAST = "（《〈「『【〔“‘([{"
# A line better ends after these than in the middle of a phrase.
_PAUSES = "，。！？、；：…,.!?;:—"
_PAUSE_BONUS = 0.36
_LINES_MAX = 12


def wrap(
    text: str, width_max: float, measure: Measure, lines_max: int = 2, *, anywhere: bool = False
) -> list[str] | None:
    """Break `text` into as few lines as fit `width_max`, of as equal widths as may be.

    `measure` gives a line's width in the same unit. A line break in the text is kept. Returns
    None where `lines_max` lines do not hold it; `anywhere` breaks within words too.
    """
    widths: dict[str, float] = {}

    def measured(line: str) -> float:
        if line not in widths:
            widths[line] = measure(line)
        return widths[line]

    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    lines: list[str] = []
    for paragraph in paragraphs:
        room = lines_max - len(lines)
        if anywhere:
            broken = _filled(paragraph, width_max, measured, room)
        else:
            broken = _broken(tokens(paragraph), width_max, measured, room)
        if broken is None:
            return None
        lines += broken
    return lines


def tokens(text: str) -> list[str]:
    """The pieces between which a line may break; a space stands at the end of its piece."""
    pieces: list[str] = []
    for character in re.sub(r"\s+", " ", text):
        last = pieces[-1] if pieces else ""
        if pieces and _together(last, character):
            pieces[-1] = last + character
        else:
            pieces.append(character)
    return pieces


def is_wide(character: str) -> bool:
    """Whether a character is set in a full square, as Chinese is."""
    return unicodedata.east_asian_width(character) in "WF"


def _together(piece: str, character: str) -> bool:
    last = piece[-1]
    if character == " " or character in NEVER_FIRST or last in NEVER_LAST:
        return True
    if last == " ":
        return False
    return not (is_wide(last) or is_wide(character))


def _broken(
    pieces: list[str], width_max: float, measure: Measure, lines_max: int
) -> list[str] | None:
    for count in range(1, min(lines_max, _LINES_MAX) + 1):
        best = _best(pieces, count, width_max, measure)
        if best is not None:
            return best
    return None


def _filled(text: str, width_max: float, measure: Measure, lines_max: int) -> list[str] | None:
    """Lines as full as they go, broken within words."""
    lines = [""]
    for character in text:
        if measure(lines[-1] + character) > width_max:
            lines.append("")
        lines[-1] += character
    fits = all(measure(line) <= width_max for line in lines)
    return lines if fits and len(lines) <= lines_max else None


def _best(pieces: list[str], count: int, width_max: float, measure: Measure) -> list[str] | None:
    """The breaking into exactly `count` lines with the least unevenness, if one fits."""
    memo: dict[tuple[int, int], tuple[float, list[str]] | None] = {}
    ideal = measure("".join(pieces).strip()) / count

    def rest(start: int, left: int) -> tuple[float, list[str]] | None:
        if (start, left) not in memo:
            memo[start, left] = search(start, left)
        return memo[start, left]

    def search(start: int, left: int) -> tuple[float, list[str]] | None:
        found: tuple[float, list[str]] | None = None
        ends = [len(pieces)] if left == 1 else range(start + 1, len(pieces) - left + 2)
        for end in ends:
            line = "".join(pieces[start:end]).strip()
            width = measure(line)
            if width > width_max:
                break
            after = rest(end, left - 1) if left > 1 else (0.0, [])
            if after is None:
                continue
            cost = ((width - ideal) / width_max) ** 2 + after[0]
            if left > 1 and line[-1:] in _PAUSES:
                cost -= _PAUSE_BONUS**2
            if found is None or cost < found[0]:
                found = (cost, [line, *after[1]])
        return found

    best = rest(0, count)
    return best[1] if best else None
