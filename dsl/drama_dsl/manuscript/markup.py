"""Styled text comes in as runs; text with Fountain's emphasis marks that reads so comes out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from drama_dsl.emphasis import Run, emphasis

_PIECE = re.compile(r"\n|[^\S\n]+|[^\s](?:[^\n]*[^\s])?")
_MARKS = (("underline", "_"), ("bold", "**"), ("italic", "*"))
"""Marks from the outside to the inside."""

Style = tuple[bool, bool, bool]
_NONE: Style = (False, False, False)


def mark_up(runs: Iterable[Run]) -> str:
    """The text of the runs with Fountain's marks, escaped only where it must be.

    What Fountain cannot mark, as an underline within a word, comes out without its style.
    """
    pieces = list(_pieces(runs))
    plain = "".join(text for text, _ in pieces)
    wanted = _styles(Run(text, *style) for text, style in pieces)
    for escape in (False, True):
        text = _marked(pieces, escape)
        if "[[" not in text and "/*" not in text and _styles(emphasis(text)) == wanted:
            return text
    return plain if _is_plain(plain) else _escaped(plain)


def _is_plain(text: str) -> bool:
    return "[[" not in text and "/*" not in text and emphasis(text) in ((Run(text),), ())


def _styles(runs: Iterable[Run]) -> list[tuple[str, Style]]:
    """Every character that prints ink, with its style."""
    return [
        (letter, (run.bold, run.italic, run.underline))
        for run in runs
        for letter in run.text
        if not letter.isspace()
    ]


def _pieces(runs: Iterable[Run]) -> Iterator[tuple[str, Style]]:
    """The runs cut at line ends and at the blanks of their ends, which have no style to show."""
    for run in runs:
        for match in _PIECE.finditer(run.text):
            styled = not match[0].isspace()
            yield match[0], (run.bold, run.italic, run.underline) if styled else _NONE


def _marked(pieces: Sequence[tuple[str, Style]], escape: bool) -> str:
    """The pieces with a mark wherever a style begins or ends.

    A blank between two words of one style is inside; a line's end closes every mark.
    """
    found: list[str] = []
    now = _NONE
    blank = ""
    for text, style in pieces:
        if text == "\n":
            found += [_switch(now, _NONE), blank, text]
            now, blank = _NONE, ""
        elif text.isspace():
            blank += text
        else:
            kept: Style = (now[0] and style[0], now[1] and style[1], now[2] and style[2])
            found += [_switch(now, kept), blank, _switch(kept, style)]
            found.append(_escaped(text) if escape else text)
            now, blank = style, ""
    return "".join([*found, _switch(now, _NONE), blank])


def _switch(before: Style, after: Style) -> str:
    """The marks between two styles: the inner ones closed first, the outer ones opened first."""
    was = {"bold": before[0], "italic": before[1], "underline": before[2]}
    is_ = {"bold": after[0], "italic": after[1], "underline": after[2]}
    closing = [mark for name, mark in reversed(_MARKS) if was[name] and not is_[name]]
    opening = [mark for name, mark in _MARKS if is_[name] and not was[name]]
    return "".join(closing + opening)


def _escaped(text: str) -> str:
    for mark in "\\*_":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("[[", "\\[\\[")
