"""How alike two drawings of people are: colour by histogram, shape by outline and inner lines."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from drama_backends.animatic.camera.raster import Rasteriser
from drama_backends.animatic.figures import Look, Pose, draw_figure
from drama_backends.animatic.stage import Box, Palette

WIDE, TALL = 72, 96
HEADS_SEEN = {"medium": 3.6, "close": 1.7}
"""How many heads the window is tall, as such shots are."""


@dataclass(frozen=True)
class Portrait:
    """A figure in a window about its head: BGR on grey, and where it is.

    `colours` and `lines` are what it is compared by.
    """

    picture: NDArray[np.float32]
    mask: NDArray[np.float32]
    colours: NDArray[np.float64]
    lines: NDArray[np.float32]


def portrait(look: Look, pose: Pose, palette: Palette, style: str, size: str) -> Portrait:
    drawing = draw_figure(
        look, pose, palette, style=style, detail="face" if size == "close" else "full"
    )
    head = drawing.head
    tall = (head.bottom - head.top) * HEADS_SEEN[size]
    middle = (head.left + head.right) / 2.0
    top = head.top - 0.16 * tall
    window = Box(middle - tall * WIDE / TALL / 2, top, middle + tall * WIDE / TALL / 2, top + tall)
    svg = drawing.body + drawing.eyes.get("open", "") + drawing.mouths.get("rest", "")
    layer = Rasteriser().draw(svg, drawing.defs, window, WIDE, TALL).astype(np.float32) / 255.0
    mask = layer[..., 3]
    return _portrait(layer[..., :3] + 0.5 * (1.0 - mask[..., None]), mask)


def colour_gap(one: Portrait, two: Portrait) -> float:
    """0 for the same colours in the same amounts, 1 for none in common."""
    return float(0.5 * np.abs(one.colours - two.colours).sum())


def shape_gap(one: Portrait, two: Portrait) -> float:
    """0 for the same outline and inner lines, 1 for none in common."""
    both = np.minimum(one.mask, two.mask).sum() / np.maximum(one.mask, two.mask).sum()
    a, b = one.lines, two.lines
    alike = float((a * b).sum() / max(1e-6, np.linalg.norm(a) * np.linalg.norm(b)))
    return float(0.5 * (1.0 - both) + 0.5 * (1.0 - max(0.0, alike)))


def gap(one: Portrait, two: Portrait) -> float:
    """The mean of both."""
    return 0.5 * (colour_gap(one, two) + shape_gap(one, two))


def turned(one: Portrait) -> Portrait:
    """As in a mirror."""
    return _portrait(np.ascontiguousarray(one.picture[:, ::-1]), one.mask[:, ::-1])


def _portrait(picture: NDArray[np.float32], mask: NDArray[np.float32]) -> Portrait:
    return Portrait(picture, mask, _colours(picture, mask), _lines(picture))


def _colours(picture: NDArray[np.float32], mask: NDArray[np.float32]) -> NDArray[np.float64]:
    """How much of each of 125 colours there is, softly: a shade darker is nearly the same."""
    seen = picture[mask > 0.6] * 4.0
    low = np.clip(np.floor(seen), 0, 3).astype(int)
    share = np.clip(seen - low, 0.0, 1.0)
    counts = np.zeros(125)
    for corner in range(8):
        offset = np.array([corner & 1, corner >> 1 & 1, corner >> 2 & 1])
        weight = np.prod(np.where(offset == 1, share, 1.0 - share), axis=1)
        np.add.at(counts, (low + offset) @ np.array([25, 5, 1]), weight)
    total: NDArray[np.float64] = counts / max(1.0, counts.sum())
    return total


def _lines(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    grey = cv2.GaussianBlur(picture.mean(axis=2), (0, 0), 1.2)
    across = cv2.Sobel(grey, cv2.CV_32F, 1, 0)
    down = cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    strength = np.sqrt(across * across + down * down)
    return np.asarray(strength - strength.mean(), np.float32)
