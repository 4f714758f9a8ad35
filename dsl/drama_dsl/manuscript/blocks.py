"""The elements of a screenplay come in; blocks of lines come out, which a page takes or splits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from drama_dsl.emphasis import Run
from drama_dsl.manuscript.elements import DualSpeech, Element, Manuscript, Paragraph, Speech
from drama_dsl.manuscript.layout import Layout, Zone
from drama_dsl.manuscript.widths import Cell, cells, is_wide_text, wrap
from drama_dsl.tree import Kind

_SENTENCE_ENDS = frozenset('.?!…。？！—”’"」』')

_SPACE_BEFORE = {Kind.SCENE_HEADING: 2, Kind.SECTION: 2}
"""Blank lines above an element; one above all others."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of type: its first column from the paper's edge, and its characters.

    `number` is the scene number that stands in both margins of it.
    """

    column: int
    cells: tuple[Cell, ...]
    kind: Kind
    number: str = ""

    @property
    def text(self) -> str:
        """What the line says."""
        return "".join(cell.text for cell in self.cells)

    @property
    def width(self) -> int:
        """The columns that it takes."""
        return sum(cell.width for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of lines that belong together; a row holds one line, or one a side in dual dialogue.

    `space` blank lines stand above it. `cue` is how a speech is taken up on the next page, and
    `more` what stands where it breaks off; both are empty elsewhere. `source_start` is the
    element's place in the script.
    """

    kind: Kind
    rows: tuple[tuple[Line, ...], ...]
    space: int
    source_start: int
    cue: tuple[Line, ...] = ()
    more: tuple[Line, ...] = ()
    heading: str = ""
    number: str = ""

    @property
    def splits(self) -> bool:
        """Whether a page may end within it."""
        return self.kind in (Kind.ACTION, Kind.CHARACTER, Kind.NOTE, Kind.ANNOTATION)

    def head_rows(self) -> int:
        """How many of its rows at least must stand under what is kept with it."""
        if self.kind is Kind.CHARACTER:
            return min(len(self.rows), 1 + next(self._break_rows(), len(self.rows)))
        return len(self.rows) if len(self.rows) < 4 else 2

    def split(self, room: int) -> tuple[Block, Block] | None:
        """The block in two, the first of at most `room` rows; None where it must not be."""
        if not self.splits:
            return None
        if self.kind is not Kind.CHARACTER:
            at = min(room, len(self.rows) - 2)
            return self._cut(self.rows[:at], self.rows[at:]) if at >= 2 else None
        place = self._break_row(room - 1)
        if place is None:
            return None
        head, tail = (*self.rows[:place], self.more), (self.cue, *self.rows[place:])
        return self._cut(head, tail)

    def force(self, room: int) -> tuple[Block, Block]:
        """The block in two wherever the page ends: for what is longer than a page."""
        return self._cut(self.rows[:room], self.rows[room:])

    def _cut(
        self, head: Sequence[tuple[Line, ...]], tail: Sequence[tuple[Line, ...]]
    ) -> tuple[Block, Block]:
        return replace(self, rows=tuple(head)), replace(self, rows=tuple(tail), number="")

    def _break_row(self, room: int) -> int | None:
        """The last good place to break a speech: behind a sentence if there is one."""
        places = [at for at in self._break_rows() if at <= room]
        if not places:
            return None
        ends = [at for at in places if self._ends_sentence(at)]
        # A sentence's end is worth a few lines of white, not half a page.
        return ends[-1] if ends and places[-1] - ends[-1] <= 4 else places[-1]

    def _break_rows(self) -> Iterator[int]:
        """Where a speech may break: two lines said before, two after, never behind a bracket."""
        said = 0
        for at in range(1, len(self.rows) - 1):
            row = self.rows[at]
            said += bool(row and row[0].kind is not Kind.PARENTHETICAL)
            kind = row[0].kind if row else Kind.DIALOGUE
            if said >= 2 and kind is not Kind.PARENTHETICAL:
                yield at + 1

    def _ends_sentence(self, at: int) -> bool:
        row = self.rows[at - 1]
        return not row or row[0].text[-1:] in _SENTENCE_ENDS


def set_blocks(
    manuscript: Manuscript, layout: Layout, *, notes: bool = False, shots: bool = False
) -> list[Block]:
    """Every element that is printed, set in its zone; `notes` and `shots` print these too."""
    blocks: list[Block] = []
    for element in manuscript.elements:
        block = _block(element, layout, notes, shots)
        if block is None:
            continue
        if block.kind is Kind.ANNOTATION and blocks and blocks[-1].kind is Kind.ANNOTATION:
            block = replace(block, space=0)
        blocks.append(block)
    return blocks


def _block(element: Element, layout: Layout, notes: bool, shots: bool) -> Block | None:
    if isinstance(element, DualSpeech):
        left = _speech_rows(element.left, layout, notes, shots, 0)
        right = _speech_rows(element.right, layout, notes, shots, 1)
        longer = max(len(left), len(right))
        rows = tuple(
            (left[at] if at < len(left) else ()) + (right[at] if at < len(right) else ())
            for at in range(longer)
        )
        return Block(Kind.PARENTHETICAL, rows, 1, element.left.cue.start)
    if isinstance(element, Speech):
        rows = tuple(_speech_rows(element, layout, notes, shots, None))
        name = element.cue.plain
        return Block(
            Kind.CHARACTER,
            rows,
            1,
            element.cue.start,
            cue=(_sign(name, "CONT'D", "续", layout),),
            more=(_sign(name, "MORE", "接下页", layout, alone=True),),
        )
    if element.kind in (Kind.SECTION, Kind.SYNOPSIS):
        return None
    if not _is_printed(element, notes, shots):
        return None
    rows = tuple(_rows(element, layout, None, notes))
    heading = element.plain if element.kind is Kind.SCENE_HEADING else ""
    space = _SPACE_BEFORE.get(element.kind, 1)
    return Block(element.kind, rows, space, element.start, heading=heading, number=element.number)


def _is_printed(paragraph: Paragraph, notes: bool, shots: bool) -> bool:
    if paragraph.kind is Kind.NOTE:
        return notes
    if paragraph.kind is Kind.ANNOTATION:
        return shots
    return True


def _speech_rows(
    speech: Speech, layout: Layout, notes: bool, shots: bool, half: int | None
) -> list[tuple[Line, ...]]:
    found = _rows(speech.cue, layout, half, notes)
    for each in speech.said:
        if _is_printed(each, notes, shots):
            found += _rows(each, layout, half, notes, within=True)
    return found


def _rows(
    paragraph: Paragraph, layout: Layout, half: int | None, notes: bool, *, within: bool = False
) -> list[tuple[Line, ...]]:
    """One paragraph as lines in its zone, a row each; `within` a speech, notes stand there too."""
    kind = paragraph.kind
    if kind is Kind.PAGE_BREAK:
        return []
    inside = within and kind in (Kind.NOTE, Kind.ANNOTATION)
    zone = layout.zone(Kind.DIALOGUE if inside else kind, half)
    lines = wrap(_cells(paragraph, notes), zone.width)
    if kind is Kind.PARENTHETICAL:
        # The lines beneath the first stand behind its bracket.
        lines = _hung(_cells(paragraph, notes), zone.width)
    rows: list[tuple[Line, ...]] = []
    for at, line in enumerate(lines):
        hang = 1 if kind is Kind.PARENTHETICAL and at else 0
        column = _column(kind, zone, sum(cell.width for cell in line)) + hang
        number = paragraph.number if at == 0 else ""
        rows.append((Line(column, tuple(line), kind, number),))
    return rows


def _hung(line: list[Cell], width: int) -> list[list[Cell]]:
    first = wrap(line, width)[0]
    rest = line[len(first) :]
    while rest and rest[0].text.isspace():
        rest = rest[1:]
    return [first, *(wrap(rest, width - 1) if rest else [])]


def _column(kind: Kind, zone: Zone, width: int) -> int:
    if kind is Kind.TRANSITION:
        return zone.column + max(0, zone.width - width)
    if kind is Kind.CENTERED:
        return zone.column + max(0, (zone.width - width) // 2)
    return zone.column


def _cells(paragraph: Paragraph, notes: bool) -> list[Cell]:
    """The characters of a paragraph as printed, its notes behind it where they are asked for."""
    runs = list(paragraph.runs)
    upper = paragraph.kind is Kind.SCENE_HEADING
    if paragraph.kind is Kind.PARENTHETICAL:
        opening, closing = ("（", "）") if is_wide_text(paragraph.plain) else ("(", ")")
        runs = [Run(opening), *runs, Run(closing)]
    elif paragraph.kind is Kind.LYRICS:
        runs = [run._replace(italic=not run.italic) for run in runs]
    elif paragraph.kind is Kind.NOTE:
        runs = [Run(f"[{paragraph.text}]", italic=True)]
    elif paragraph.kind is Kind.ANNOTATION:
        runs = [Run(paragraph.text.replace(" | ", "\n  "))]
    found = cells(runs, upper=upper)
    if notes:
        for note in paragraph.notes:
            found += cells([Run(f" [{note}]", italic=True)])
    return found


def _sign(name: str, word: str, chinese: str, layout: Layout, *, alone: bool = False) -> Line:
    """`(MORE)`, or `NAME (CONT'D)`, in the language of the page, where a cue stands."""
    mark = f"（{chinese}）" if layout.chinese else f"({word})"
    said = name.rstrip().removesuffix(mark).rstrip()
    gap = "" if layout.chinese else " "
    text = mark if alone else f"{said}{gap}{mark}"
    zone = layout.zone(Kind.CHARACTER)
    return Line(zone.column, tuple(wrap(cells([Run(text)]), zone.width)[0]), Kind.CHARACTER)
