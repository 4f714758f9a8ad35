"""A drawing and where it lies on the screen come in; its pixels on a grid go out.

Pixels of the framed picture ("screen") are where everything meets: a fragment's projection leads
from its units to the screen, a plane's grid from its raster to the screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from drama_backends.animatic.camera.motion import Matrix
from drama_backends.animatic.camera.raster import PIXELS_MAX, Pixels, Rasteriser, over
from drama_backends.animatic.stage import Box

SKETCH_STEP = 8
"""How many pixels of a raster, across and down, are one of the sketch that is made before it."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A drawing and the 3x3 projection from its units to the screen; `bounds` in its units.

    `covers` where it fills its bounds down to their edge: a sky, a ground. `sparse` where its
    bounds tell little of where it has anything: a row of trees on a plate.
    """

    svg: str
    defs: str
    projection: Matrix
    bounds: Box | None = None
    covers: bool = False
    sparse: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Where a raster lies: its corner on the screen, its size, and raster pixels a screen pixel."""

    x: float
    y: float
    width: int
    height: int
    scale: float

    def to_screen(self) -> Matrix:
        """From the centres of raster pixels to the screen."""
        unit = 1.0 / self.scale
        half = 0.5 * unit - 0.5
        return np.array([[unit, 0.0, self.x + half], [0.0, unit, self.y + half], [0.0, 0.0, 1.0]])

    def part(self, left: int, top: int, right: int, bottom: int) -> Grid:
        """The grid of a cut-out, in raster pixels."""
        return Grid(
            self.x + left / self.scale,
            self.y + top / self.scale,
            right - left,
            bottom - top,
            self.scale,
        )


def lay(
    image: Pixels, fragment: Fragment, grid: Grid, rasteriser: Rasteriser, *, bare: bool = False
) -> None:
    """Lay a fragment over an image on a grid, in place; `bare` where that is empty yet."""
    part = _touched(fragment, grid, rasteriser)
    if part is None:
        return
    left, top, right, bottom = part
    pixels = drawn(fragment, grid.part(*part), rasteriser)
    if bare:
        image[top:bottom, left:right] = pixels
    else:
        over(image[top:bottom, left:right], pixels)


def drawn(fragment: Fragment, grid: Grid, rasteriser: Rasteriser) -> Pixels:
    """A fragment on a grid, premultiplied BGRA."""
    to_grid = np.linalg.inv(grid.to_screen()) @ fragment.projection
    # Pixel centres are whole numbers in OpenCV, halves in SVG.
    to_grid = np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 0.5], [0.0, 0.0, 1.0]]) @ to_grid
    corners = mapped(
        np.asarray(np.linalg.inv(to_grid), np.float64),
        [(0.0, 0.0), (grid.width, 0.0), (grid.width, grid.height), (0.0, grid.height)],
    )
    window = bounding(corners)
    if abs(to_grid[2, 1]) < 1e-12 and abs(to_grid[0, 1]) < 1e-12:
        return rasteriser.draw(fragment.svg, fragment.defs, window, grid.width, grid.height)
    if fragment.bounds is not None:
        window = intersection(window, fragment.bounds)
    if window.right <= window.left or window.bottom <= window.top:
        return np.zeros((grid.height, grid.width, 4), np.uint8)
    width, height = _canvas(window, to_grid)
    flat = rasteriser.draw(fragment.svg, fragment.defs, window, width, height)
    unit_x, unit_y = (window.right - window.left) / width, (window.bottom - window.top) / height
    to_units = np.array(
        [
            [unit_x, 0.0, window.left + 0.5 * unit_x],
            [0.0, unit_y, window.top + 0.5 * unit_y],
            [0.0, 0.0, 1.0],
        ]
    )
    to_centres = np.array([[1.0, 0.0, -0.5], [0.0, 1.0, -0.5], [0.0, 0.0, 1.0]])
    warp = to_centres @ to_grid @ to_units
    picture = cv2.warpPerspective(flat, warp, (grid.width, grid.height), flags=cv2.INTER_LINEAR)
    return np.asarray(picture, np.uint8)


def _touched(
    fragment: Fragment, grid: Grid, rasteriser: Rasteriser
) -> tuple[int, int, int, int] | None:
    """The part of a grid (left, top, right, bottom) that a fragment draws on, or None for nothing.

    Of a sparse one that is looked up in a sketch: air costs as much to draw as trees.
    """
    width, height = grid.width, grid.height
    if not fragment.sparse or min(width, height) < 16 * SKETCH_STEP:
        return 0, 0, width, height
    step = SKETCH_STEP
    small = Grid(grid.x, grid.y, -(-width // step), -(-height // step), grid.scale / step)
    alpha = cv2.extractChannel(drawn(fragment, small, rasteriser), 3)
    x, y, wide, tall = cv2.boundingRect(alpha)
    if not wide or not tall:
        return None
    # One more of its pixels all around, for what was too thin to show.
    return (
        max(0, (x - 1) * step),
        max(0, (y - 1) * step),
        min(width, (x + wide + 1) * step),
        min(height, (y + tall + 1) * step),
    )


def mapped(matrix: Matrix, points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points through a 3x3 projection."""
    result = []
    for x, y in points:
        u, v, w = matrix @ np.array([x, y, 1.0])
        result.append((float(u / w), float(v / w)))
    return result


def bounding(points: Sequence[tuple[float, float]]) -> Box:
    """The box around points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def intersection(one: Box, other: Box) -> Box:
    """What two boxes have in common; turned inside out where that is nothing."""
    return Box(
        max(one.left, other.left),
        max(one.top, other.top),
        min(one.right, other.right),
        min(one.bottom, other.bottom),
    )


def _canvas(window: Box, to_grid: Matrix) -> tuple[int, int]:
    """A canvas for a window that is to be warped: as fine as where the warp is finest."""
    wide, tall = window.right - window.left, window.bottom - window.top
    corners = mapped(
        to_grid,
        [
            (window.left, window.top),
            (window.right, window.top),
            (window.right, window.bottom),
            (window.left, window.bottom),
        ],
    )
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners
    across = max(np.hypot(x1 - x0, y1 - y0), np.hypot(x2 - x3, y2 - y3))
    down = max(np.hypot(x3 - x0, y3 - y0), np.hypot(x2 - x1, y2 - y1))
    finest = min(1.0, PIXELS_MAX / max(across, down, 1.0))
    width = max(1, round(across * finest))
    return width, max(1, round(max(down * finest, width * tall / wide * 0.5)))
