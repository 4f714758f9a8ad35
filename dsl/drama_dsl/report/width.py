"""Text comes in; how many columns a terminal gives it comes out."""

from __future__ import annotations

import unicodedata

TAB_COLUMNS = 4


def columns(text: str) -> int:
    """The columns of `text`: 2 for East Asian wide characters, 0 for combining ones.

    Widths are those of Unicode Standard Annex 11; ambiguous ones count 1, as in most terminals.
    """
    return sum(_columns_of(character) for character in text)


def printable(text: str) -> str:
    """`text` as it can be shown on one line: tabs spread, control characters made visible."""
    shown = []
    for character in text:
        if character == "\t":
            shown.append(" " * TAB_COLUMNS)
        elif unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp"):
            shown.append("\N{REPLACEMENT CHARACTER}")
        else:
            shown.append(character)
    return "".join(shown)


def _columns_of(character: str) -> int:
    if character == "\t":
        return TAB_COLUMNS
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
