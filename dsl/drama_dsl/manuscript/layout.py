"""A paper's name comes in; where everything stands on the trade's page comes out, in columns.

The page of a screenplay in English is a typewriter's: Courier 12, ten columns and six lines to
an inch, an inch of margin and a half more at the left for the holes. A page of Chinese keeps
the columns and has the lines further apart, for its characters fill their squares.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from drama_dsl.manuscript.elements import DualSpeech, Manuscript, Speech
from drama_dsl.manuscript.widths import is_wide_text
from drama_dsl.tree import Kind

COLUMN_POINTS = 7.2
"""Courier's advance at 12 points: ten characters to an inch."""


class Paper(StrEnum):
    """The sheets that scripts are printed on."""

    LETTER = "letter"
    A4 = "a4"


_SHEETS = {Paper.LETTER: (612.0, 792.0), Paper.A4: (595.276, 841.89)}


@dataclass(frozen=True, slots=True)
class Zone:
    """Where lines of one kind stand: the first column from the paper's left edge, and how many."""

    column: int
    width: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A page: `width` by `height` points, its lines `pitch` points apart, `lines` of them.

    `body` is headings and action; `dual` are the two halves of a dual dialogue.
    """

    width: float
    height: float
    pitch: float
    lines: int
    chinese: bool
    body: Zone
    dual: tuple[Zone, Zone]

    def zone(self, kind: Kind, half: int | None = None) -> Zone:
        """Where the lines of an element stand; `half` is 0 or 1 in a dual dialogue."""
        if half is not None:
            column, width = self.dual[half].column, self.dual[half].width
            indent = {Kind.CHARACTER: 8, Kind.PARENTHETICAL: 3}.get(kind, 0)
            return Zone(column + indent, width - indent)
        right = self.body.column + self.body.width
        match kind:
            case Kind.CHARACTER:
                return Zone(37, right - 37)
            case Kind.PARENTHETICAL:
                return Zone(31, 25)
            case Kind.DIALOGUE | Kind.LYRICS:
                return Zone(25, 35)
            case _:
                return self.body


def layout_of(manuscript: Manuscript, paper: Paper | None = None) -> Layout:
    """The page that a screenplay is printed on: by default A4 where it is Chinese, else Letter.

    55 lines stand on a Letter page (36 in Chinese): 9 inches, the last line on the margin.
    """
    chinese = is_wide_text("".join(_texts(manuscript)))
    sheet = paper or (Paper.A4 if chinese else Paper.LETTER)
    width, height = _SHEETS[sheet]
    pitch = 18.0 if chinese else 12.0
    lines = int((height - 144) / pitch + 1e-6) + (0 if chinese else 1)
    body = Zone(15, int((width - 108 - 72) / COLUMN_POINTS + 1e-6))
    half = (body.width - 4) // 2
    dual = (Zone(15, half), Zone(15 + body.width - half, half))
    return Layout(width, height, pitch, lines, chinese, body, dual)


def _texts(manuscript: Manuscript) -> list[str]:
    found = []
    for element in manuscript.elements:
        if isinstance(element, Speech):
            found += [each.text for each in element.said if each.kind is Kind.DIALOGUE]
        elif isinstance(element, DualSpeech):
            found += [each.text for each in element.left.said if each.kind is Kind.DIALOGUE]
        elif element.kind in (Kind.ACTION, Kind.SCENE_HEADING):
            found.append(element.text)
    return found
