"""A screenplay comes in; a PDF in the trade's layout comes out, page for page.

The pages are set in `drama_dsl.manuscript`; here they are drawn. screenplain's PDF writer has no
Chinese, dual dialogue, scene numbers or (MORE), so the drawing is ours over reportlab's canvas.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from drama_backends.exporters.faces import SIZE_POINTS, Faces, load_faces
from drama_compiler.contract.script import Exported, Script, ScriptOptions
from drama_dsl.emphasis import emphasis
from drama_dsl.manuscript import Layout, Manuscript, Page, Paper, layout_of, paginate
from drama_dsl.manuscript import read_manuscript as _read
from drama_dsl.manuscript.layout import COLUMN_POINTS
from drama_dsl.manuscript.widths import Cell, cells, wrap

_INCH = 72.0
_WIDE_POINTS = 13.0
"""The size of full-width characters: they nearly fill their two columns of 14.4 points."""

_SLANT = 0.21
_BOLD_STROKE_POINTS = 0.4

_CENTERED_KEYS = ("title", "credit", "author", "source")
_LEFT_KEYS = ("contact", "copyright", "notes")
_RIGHT_KEYS = ("draft-date", "revision")
_CREDITED = {"title": 0, "credit": 3, "author": 1, "source": 2}
"""Blank lines above each entry of the title page."""


def export(script: Script, options: ScriptOptions) -> Exported:
    """`NAME.pdf`; the same script gives the same bytes."""
    manuscript = _read(script.tree, script.cues)
    layout = layout_of(manuscript, Paper(options.paper) if options.paper else None)
    pages = paginate(manuscript, layout, notes=options.notes, shots=options.shots)
    title = _title_cells(manuscript)
    buffer = io.BytesIO()
    canvas = Canvas(
        buffer,
        pagesize=(layout.width, layout.height),
        invariant=1,
        pageCompression=1,
        initialFontName="Courier",
    )
    canvas.setCreator("drama")
    canvas.setTitle("".join(cell.text for cell in title.get("title", ())) or script.name)
    canvas.setAuthor("".join(cell.text for cell in title.get("author", ())))
    sheet = _Sheet(canvas, layout, _faces(title, pages))
    if title:
        sheet.draw_title(title)
    for page in pages:
        sheet.draw(page)
    canvas.save()
    return Exported({f"{script.name}.pdf": buffer.getvalue()})


def _title_cells(manuscript: Manuscript) -> dict[str, list[Cell]]:
    """What the title page says, by key; entries that only a compiler reads are not printed."""
    found: dict[str, list[Cell]] = {}
    for key, text in manuscript.title:
        if key in _CENTERED_KEYS + _LEFT_KEYS + _RIGHT_KEYS and text.strip():
            if key in found:
                found[key].append(Cell("\n", 0))
            found.setdefault(key, []).extend(cells(emphasis(text)))
    return found


def _faces(title: Mapping[str, Iterable[Cell]], pages: Iterable[Page]) -> Faces:
    """The faces for every character that is drawn."""
    drawn = {cell for line in title.values() for cell in line}
    for page in pages:
        for _, line in page.rows():
            drawn.update(line.cells)
            drawn.update(_plain(line.number))
    inked = {(cell.text, cell.width) for cell in drawn if not cell.text.isspace()}
    return load_faces(
        (letter for letter, _ in inked), (letter for letter, width in inked if width == 2)
    )


class _Sheet:
    """The paper being drawn on: rows and columns become points."""

    def __init__(self, canvas: Canvas, layout: Layout, faces: Faces) -> None:
        self.canvas = canvas
        self.layout = layout
        self.faces = faces
        # The first line's letters hang below the margin, the last line's stand on it.
        self.top = layout.height - _INCH - SIZE_POINTS * 0.75

    def draw(self, page: Page) -> None:
        """One page of the script: its number, its lines, scene numbers in both margins."""
        if page.number > 1:
            number = f"{page.number}."
            column = self._right() - len(number)
            self._draw_cells(_plain(number), column, self.layout.height - _INCH / 2 - SIZE_POINTS)
        for row, line in page.rows():
            y = self._y(row)
            self._draw_cells(line.cells, line.column, y)
            if line.number:
                number_cells = _plain(line.number)
                width = sum(cell.width for cell in number_cells)
                self._draw_cells(number_cells, max(2, self.layout.body.column - 3 - width), y)
                self._draw_cells(number_cells, self._right() + 2, y)
        self.canvas.showPage()

    def draw_title(self, title: Mapping[str, list[Cell]]) -> None:
        """The title page: title and credits a third down, contact and date at its foot."""
        body = self.layout.body
        row = self.layout.lines // 3 - 2
        for key in _CENTERED_KEYS:
            if key not in title:
                continue
            row += _CREDITED[key]
            for line in wrap(title[key], body.width):
                column = body.column + max(0, body.width - _width(line)) / 2
                self._draw_cells(line, column, self._y(row))
                row += 1
        half = body.width // 2 - 1
        left = list(self._foot(title, _LEFT_KEYS, half))
        right = list(self._foot(title, _RIGHT_KEYS, half))
        for lines, flush in ((left, False), (right, True)):
            for at, line in enumerate(lines):
                column = self._right() - _width(line) if flush else body.column
                self._draw_cells(line, column, self._y(self.layout.lines - len(lines) + at))
        self.canvas.showPage()

    def _foot(
        self, title: Mapping[str, list[Cell]], keys: Sequence[str], width: int
    ) -> Iterator[list[Cell]]:
        for key in keys:
            if key in title:
                yield from wrap(title[key], width)

    def _right(self) -> int:
        return self.layout.body.column + self.layout.body.width

    def _y(self, row: int) -> float:
        return self.top - row * self.layout.pitch

    def _draw_cells(self, line: Iterable[Cell], column: float, y: float) -> None:
        """Draws characters from `column` on, each run of one face and style at one go."""
        x = column * COLUMN_POINTS
        for (narrow, bold, italic, underline), group in groupby(line, self._look):
            run = list(group)
            width = _width(run) * COLUMN_POINTS
            if narrow:
                self._draw_narrow("".join(cell.text for cell in run), x, y, bold, italic)
            else:
                self._draw_wide(run, x, y, bold, italic)
            if underline:
                self.canvas.setLineWidth(0.6)
                self.canvas.line(x, y - 1.8, x + width, y - 1.8)
            x += width

    def _look(self, cell: Cell) -> tuple[bool, bool, bool, bool]:
        narrow = cell.width < 2 and (cell.text.isspace() or self.faces.knows(cell.text))
        return narrow, cell.bold, cell.italic, cell.underline

    def _draw_narrow(self, text: str, x: float, y: float, bold: bool, italic: bool) -> None:
        self.canvas.setFont(self.faces.courier[bold, italic], SIZE_POINTS)
        self.canvas.drawString(x, y, text.replace("\t", " "))

    def _draw_wide(self, run: Iterable[Cell], x: float, y: float, bold: bool, italic: bool) -> None:
        """Draws characters that Courier lacks, each in the middle of its one or two columns.

        Noto has one weight and stands upright: bold is a stroke around, italic a slant.
        """
        name = self.faces.fallback
        if not name:
            return
        text = self.canvas.beginText()
        if bold:
            text.setTextRenderMode(2)
            self.canvas.setLineWidth(_BOLD_STROKE_POINTS)
        for cell in run:
            room = cell.width * COLUMN_POINTS
            size = _WIDE_POINTS if cell.width == 2 else float(SIZE_POINTS)
            width = pdfmetrics.stringWidth(cell.text, name, size)
            if width > room > 0:
                # A letter of a script that Courier lacks is narrowed to its column.
                size *= room / width
                width = room
            text.setFont(name, size)
            text.setTextTransform(1, 0, _SLANT if italic else 0, 1, x + (room - width) / 2, y)
            text.textOut(cell.text)
            x += room
        if bold:
            text.setTextRenderMode(0)
        self.canvas.drawText(text)


def _plain(text: str) -> list[Cell]:
    return [Cell(letter, cell.width) for cell in cells(emphasis(text)) for letter in cell.text]


def _width(line: Iterable[Cell]) -> int:
    return sum(cell.width for cell in line)
