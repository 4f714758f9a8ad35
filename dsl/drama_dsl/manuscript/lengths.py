"""Pages come in; how long every scene is comes out, in eighths of a page, as schedules count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drama_dsl.manuscript.layout import Layout
from drama_dsl.manuscript.paginate import Page
from drama_dsl.tree import Kind


@dataclass(frozen=True, slots=True)
class SceneLength:
    """A scene as set: its heading, number and place in the source, where and how long.

    `eighths` counts eighths of a page, at least one; `page` is the one that it begins on.
    """

    heading: str
    number: str
    start: int
    page: int
    eighths: int


def pages_in_eighths(pages: Sequence[Page], layout: Layout) -> list[SceneLength]:
    """The length of every scene; what stands before the first heading is no scene's.

    A scene takes the lines from its heading to the next one, blank ones included, rounded to the
    nearest eighth of a full page. White left at the foot of a page belongs to nobody.
    """
    lengths: list[SceneLength] = []
    rows = 0
    begun: tuple[str, str, int, int] | None = None

    def close() -> None:
        if begun:
            eighths = max(1, int(rows * 8 / layout.lines + 0.5))
            lengths.append(SceneLength(*begun, eighths))

    for page in pages:
        top = 0
        for placed in page.placed:
            block = placed.block
            if block.kind is Kind.SCENE_HEADING:
                close()
                begun = (block.heading, block.number, block.source_start, page.number)
                rows, top = 0, placed.row
            rows += placed.end - top
            top = placed.end
    close()
    return lengths


def as_pages(eighths: int) -> str:
    """Eighths as they are written in a breakdown: `3/8`, `1`, `2 5/8`."""
    whole, rest = divmod(eighths, 8)
    parts = [str(whole)] if whole or not rest else []
    if rest:
        parts.append(f"{rest}/8")
    return " ".join(parts)
