"""A plane's raster comes in; where it hides all behind it, and where it is empty, goes out.

What is hidden need not be drawn, what hides need not be blended, and what is empty neither: of a
wall with a window in it, and of a sky with a few clouds, that is most.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from drama_backends.animatic.camera.motion import Matrix
from drama_backends.animatic.camera.planes import Plane

CELLS = 20
"""Each way: a rectangle begins and ends with a cell."""
SHARE_MIN = 0.25
"""To leave out less than this share of the frame takes as long as to draw it."""
OPAQUE = 254


class Rect(NamedTuple):
    """Whole pixels, of a frame or of a raster: columns `[left, right)`, rows `[top, bottom)`."""

    left: int
    top: int
    right: int
    bottom: int


class Covering(NamedTuple):
    """Rectangles in which all is `solid`, and in which there is nothing."""

    solid: list[Rect]
    clear: list[Rect]


def covering_of(plane: Plane, width: int, height: int) -> Covering:
    """The large rectangles of a plane's raster, for a frame of width x height pixels.

    Of a ground and of what covers the frame `solid_row` says it already.
    """
    if plane.spec.ground or plane.spec.opaque:
        return Covering([], [])
    alphas = [cv2.extractChannel(image, 3) for _, image in plane.levels]
    if min(alphas[0].shape) < CELLS:
        return Covering([], [])
    rows, columns = (
        [size * index // CELLS for index in range(CELLS + 1)] for size in alphas[0].shape
    )
    least = np.min([_by_cell(np.minimum, alpha, rows, columns) for alpha in alphas], axis=0)
    most = np.max([_by_cell(np.maximum, alpha, rows, columns) for alpha in alphas], axis=0)
    if plane.face is not None:
        # Mouth and eyes change, within its patch.
        tall, wide = plane.face.bare.shape[:2]
        top, bottom = np.searchsorted(rows, (plane.face.top, plane.face.top + tall))
        left, right = np.searchsorted(columns, (plane.face.left, plane.face.left + wide))
        most[max(0, top - 1) : bottom, max(0, left - 1) : right] = 255
    share = SHARE_MIN * width * height * plane.grid.scale**2 / alphas[0].size
    solid, clear = (
        [
            Rect(columns[left], rows[top], columns[right], rows[bottom])
            for left, top, right, bottom in _largest(cells, share * cells.size)
        ]
        for cells in (least >= OPAQUE, most == 0)
    )
    return Covering(solid, clear)


def on_screen(rects: Iterable[Rect], matrix: Matrix) -> list[Rect]:
    """What surely lies inside of rectangles of a raster, in pixels of the frame."""
    (a, b, c), (d, e, f) = matrix[:2].tolist()
    found = []
    for left, top, right, bottom in rects:
        # Half a pixel of the raster is mixed with its neighbour; one of the frame is for rounding.
        x0, y0, x1, y1 = left + 1, top + 1, right - 2, bottom - 2
        rect = Rect(
            math.ceil(a * x0 + c + max(b * y0, b * y1)) + 1,
            math.ceil(e * y0 + f + max(d * x0, d * x1)) + 1,
            math.floor(a * x1 + c + min(b * y0, b * y1)) - 1,
            math.floor(e * y1 + f + min(d * x0, d * x1)) - 1,
        )
        if rect.left < rect.right and rect.top < rect.bottom:
            found.append(rect)
    return found


def common(one: Rect, other: Rect) -> Rect | None:
    """What lies in both; None for nothing."""
    left, top = max(one.left, other.left), max(one.top, other.top)
    right, bottom = min(one.right, other.right), min(one.bottom, other.bottom)
    return Rect(left, top, right, bottom) if left < right and top < bottom else None


def without(rects: Iterable[Rect], holes: Iterable[Rect]) -> list[Rect]:
    """What of the rectangles lies in no hole, as rectangles."""
    left_over = list(rects)
    for hole in holes:
        before, left_over = left_over, []
        for rect in before:
            cut = common(rect, hole)
            left_over += [rect] if cut is None else _around(rect, cut)
    return left_over


def _around(rect: Rect, cut: Rect) -> list[Rect]:
    """A rectangle but for a part of it: above, below, left and right of it."""
    parts = (
        Rect(rect.left, rect.top, rect.right, cut.top),
        Rect(rect.left, cut.bottom, rect.right, rect.bottom),
        Rect(rect.left, cut.top, cut.left, cut.bottom),
        Rect(cut.right, cut.top, rect.right, cut.bottom),
    )
    return [part for part in parts if part.left < part.right and part.top < part.bottom]


def _by_cell(over: np.ufunc, alpha: Any, rows: list[int], columns: list[int]) -> NDArray[np.uint8]:
    strips = over.reduceat(alpha, rows[:-1], axis=0)
    return np.asarray(over.reduceat(strips, columns[:-1], axis=1), np.uint8)


def _largest(cells: NDArray[np.bool_], least: float) -> list[Rect]:
    """Rectangles of at least so many true cells that share none, the largest first."""
    free = cells.tolist() if cells.sum() >= least else [[False]]
    found: list[Rect] = []
    while (best := _best(free)) and (best.right - best.left) * (best.bottom - best.top) >= least:
        found.append(best)
        for row in free[best.top : best.bottom]:
            row[best.left : best.right] = [False] * (best.right - best.left)
    return found


def _best(cells: list[list[bool]]) -> Rect | None:
    best, most = None, 0
    heights = [0] * len(cells[0])
    for bottom, row in enumerate(cells, 1):
        heights = [tall + 1 if is_true else 0 for tall, is_true in zip(heights, row, strict=True)]
        for left, tall in enumerate(heights):
            for right in range(left + 1, len(heights) + 1):
                tall = min(tall, heights[right - 1])
                if tall * (len(heights) - left) <= most:
                    break
                if tall * (right - left) > most:
                    most = tall * (right - left)
                    best = Rect(left, bottom - tall, right, bottom)
    return best
