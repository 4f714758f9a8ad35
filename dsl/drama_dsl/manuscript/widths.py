"""Text comes in; lines that fit a number of columns come out, Chinese and English alike.

A Latin letter is one column wide, a full-width character two. A line breaks behind a blank or a
hyphen, and between any two full-width characters but those that Chinese and Japanese typesetting
keep together: no line begins with a closing mark or ends with an opening one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from drama_dsl.emphasis import Run

_NO_START = frozenset("，。、；：？！）》」』】〕〉”’…—～·,.!?;:)]}%％‰℃々〜ー")
_NO_END = frozenset("（《「『【〔〈“‘([{￥＄")
_HYPHENS = frozenset("-–—/")


class Cell(NamedTuple):
    """One character with its width in columns (0 for a mark that stands on another)."""

    text: str
    width: int
    bold: bool = False
    italic: bool = False
    underline: bool = False


def cells(runs: Iterable[Run], *, upper: bool = False) -> list[Cell]:
    """The characters of styled text.

    Marks that English and Chinese share (quotes, dashes, the ellipsis) are as wide as the text
    that they stand in.
    """
    parts = tuple(runs)
    wide = is_wide_text("".join(run.text for run in parts))
    found = []
    for run in parts:
        text = run.text.upper() if upper else run.text
        for letter in text:
            width = _width(letter, wide)
            found.append(Cell(letter, width, run.bold, run.italic, run.underline))
    return found


def columns(text: str) -> int:
    """How many columns a text takes on one line."""
    wide = is_wide_text(text)
    return sum(_width(letter, wide) for letter in text)


def is_wide_text(text: str) -> bool:
    """Whether a text is Chinese, Japanese or Korean rather than in a script of narrow letters."""
    if text.isascii():
        return False
    wide = narrow = 0
    for letter in text:
        if letter.isalpha():
            if unicodedata.east_asian_width(letter) in "WF":
                wide += 1
            else:
                narrow += 1
    # An English word has some five letters, a Chinese one two.
    return wide * 3 > narrow


def wrap(line: Sequence[Cell], width: int) -> list[list[Cell]]:
    """The cells of one line, cut into lines of at most `width` columns, in linear time.

    A newline cuts too. Blanks at the end of a line are dropped; a word too long is cut.
    """
    found: list[list[Cell]] = []
    begin = 0
    for end in range(len(line) + 1):
        if end == len(line) or line[end].text == "\n":
            found += _wrap_line(line[begin:end], width)
            begin = end + 1
    return found


def _wrap_line(line: Sequence[Cell], width: int) -> list[list[Cell]]:
    found: list[list[Cell]] = []
    begin = chance = index = used = 0
    while index < len(line):
        cell = line[index]
        if index > begin and _may_break(line[index - 1], cell):
            chance = index
        # What was kept together can itself be too wide, and is cut once more.
        while used + cell.width > width and not cell.text.isspace() and index > begin:
            cut = chance if chance > begin else index
            found.append(_trimmed(line[begin:cut]))
            begin = cut
            used = sum(each.width for each in line[begin:index])
        used += cell.width
        index += 1
    if begin < len(line) or not found:
        found.append(_trimmed(line[begin:]))
    return found


def _trimmed(line: Sequence[Cell]) -> list[Cell]:
    end = len(line)
    while end and line[end - 1].text.isspace():
        end -= 1
    return list(line[:end])


def _may_break(before: Cell, after: Cell) -> bool:
    if after.text.isspace() or after.width == 0:
        return False
    if before.text.isspace():
        return True
    if before.width == 2 or after.width == 2:
        return after.text not in _NO_START and before.text not in _NO_END
    return before.text in _HYPHENS and after.text.isalnum()


@lru_cache(maxsize=8192)
def _width(letter: str, wide: bool) -> int:
    if letter.isascii():
        return 1
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    kind = unicodedata.east_asian_width(letter)
    if kind in "WF":
        return 2
    return 2 if kind == "A" and wide and not letter.isalpha() else 1
