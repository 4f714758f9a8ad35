"""A screenplay and a layout come in; pages come out, each line in its row.

Where a page ends: never under a heading or an annotation, never with a single line of a paragraph
left on either side, never above a transition; a speech breaks with (MORE) and goes on under its
name, at a sentence's end if one is near; dual dialogue stays whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from drama_dsl.manuscript.blocks import Block, Line, set_blocks
from drama_dsl.manuscript.elements import Manuscript
from drama_dsl.manuscript.layout import Layout
from drama_dsl.tree import Kind

_KEPT_MAX = 8
"""Blocks that stay together at most: a heading, what directs the scene, and its first words."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Lines of one element on a page: the row of the first, and the rows."""

    row: int
    block: Block

    @property
    def end(self) -> int:
        """The row behind the last."""
        return self.row + len(self.block.rows)


@dataclass(slots=True)
class Page:
    """A page's elements from top to bottom; `number` counts from 1."""

    number: int
    placed: list[Placed] = field(default_factory=list)

    @property
    def used(self) -> int:
        """How many rows are taken, with the blank ones between."""
        return self.placed[-1].end if self.placed else 0

    def rows(self) -> list[tuple[int, Line]]:
        """Every line of type with its row, from 0."""
        return [
            (placed.row + at, line)
            for placed in self.placed
            for at, row in enumerate(placed.block.rows)
            for line in row
        ]


def paginate(
    manuscript: Manuscript, layout: Layout, *, notes: bool = False, shots: bool = False
) -> list[Page]:
    """The pages of a screenplay, the title page apart; at least one."""
    blocks = set_blocks(manuscript, layout, notes=notes, shots=shots)
    pages = [Page(1)]
    for index, block in enumerate(blocks):
        if block.kind is Kind.PAGE_BREAK:
            if pages[-1].placed:
                pages.append(Page(len(pages) + 1))
            continue
        _place(pages, block, _kept_rows(blocks, index), layout.lines)
    if len(pages) > 1 and not pages[-1].placed:
        pages.pop()
    return pages


def _place(pages: list[Page], block: Block, kept: int, lines: int) -> None:
    """Puts a block on the last page, or in parts on it and the next ones.

    `kept` rows of what follows must stand on the page of its last row.
    """
    rest = block
    while True:
        page = pages[-1]
        start = page.used + rest.space if page.placed else 0
        room = lines - start
        count = len(rest.rows)
        if count + kept <= room or (not page.placed and count <= lines):
            page.placed.append(Placed(start, rest))
            return
        # What fits but for that which must stay with it leaves two of its rows to go along.
        parts = rest.split(min(room, count - 2) if count <= room else room)
        if parts is None and not page.placed:
            parts = rest.force(lines)
        if parts is not None:
            head, rest = parts
            page.placed.append(Placed(start, head))
        pages.append(Page(len(pages) + 1))


def _kept_rows(blocks: Sequence[Block], index: int) -> int:
    """How many rows behind the block at `index` must stand on the same page as its end."""
    kept = 0
    block = blocks[index]
    for following in blocks[index + 1 : index + 1 + _KEPT_MAX]:
        if following.kind is Kind.PAGE_BREAK:
            break
        if block.kind in (Kind.SCENE_HEADING, Kind.ANNOTATION):
            kept += following.space + following.head_rows()
        elif following.kind is Kind.TRANSITION:
            kept += following.space + len(following.rows)
            break
        else:
            break
        block = following
    return kept
