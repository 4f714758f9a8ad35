"""A plane's raster comes in; the same as ink washed on paper goes out: pooled, granular, breathing.

Two things that no outline can say: pigment gathers where a wash ends, and the grain of the
paper lets it through here and not there. Both are cheap on pixels and dear in SVG.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.random import PCG64, Generator

from drama_backends.animatic.camera.raster import Pixels

PAPER = (214, 234, 243)
"""Blue, green, red of the sheet that all is painted on."""
POOLING = 0.3
"""How much darker a wash is where it ends on something pale, as a share of their difference."""
SHARE = 1.0 / 255.0
TILE = 512
SHARES = ((96, 0.5), (24, 0.32), (5, 0.3))
"""Sizes of the clouds in a wash, in pixels of a picture 720 high, and how strong each is."""
THINNEST = 0.8
"""Where least pigment holds, this much of it does."""


@dataclass(frozen=True, slots=True)
class Wash:
    """What a raster was before, blurred, from which its washes end; `unit` pixels of 720ths."""

    blurred: Pixels
    unit: float


def wash_of(image: Pixels, unit: float) -> Wash:
    """The wash that a plane of premultiplied BGRA takes."""
    height, width = image.shape[:2]
    share = max(1, round(6 * unit))
    small = cv2.resize(
        image, (max(1, width // share), max(1, height // share)), interpolation=cv2.INTER_AREA
    )
    small = cv2.GaussianBlur(small, (0, 0), 1.6, borderType=cv2.BORDER_REPLICATE)
    return Wash(np.asarray(cv2.resize(small, (width, height)), np.uint8), unit)


def washed(image: Pixels, wash: Wash, left: int = 0, top: int = 0) -> Pixels:
    """A part of the plane, whose corner is at `left`, `top` of it, painted in its wash."""
    height, width = image.shape[:2]
    around = wash.blurred[top : top + height, left : left + width]
    alpha = cv2.cvtColor(cv2.extractChannel(image, 3), cv2.COLOR_GRAY2BGRA)
    pooled = cv2.addWeighted(image, 1.0 + POOLING, around, -POOLING, 0.0)
    pigment, paper = _tile(max(1, round(wash.unit * 4) * 2))
    size = pigment.shape[0]
    for rows, tile_rows in _spans(top, height, size):
        for columns, tile_columns in _spans(left, width, size):
            part = pooled[rows, columns]
            bare = cv2.multiply(alpha[rows, columns], paper[tile_rows, tile_columns], scale=SHARE)
            cv2.multiply(part, pigment[tile_rows, tile_columns], dst=part, scale=SHARE)
            cv2.add(part, bare, dst=part)
    cv2.min(pooled, alpha, dst=pooled)
    cv2.mixChannels([image], [pooled], [3, 3])
    return np.asarray(pooled, np.uint8)


def _spans(start: int, length: int, size: int) -> list[tuple[slice, slice]]:
    """The stretches of a line that starts at `start`, and where they lie in tiles of `size`."""
    found = []
    at = 0
    while at < length:
        inside = (start + at) % size
        run = min(size - inside, length - at)
        found.append((slice(at, at + run), slice(inside, inside + run)))
        at += run
    return found


def calm_edges(image: Pixels) -> None:
    """Smooth the outermost pixels in place: where a plane goes on from them, grain is streaks."""
    calm = max(3, min(image.shape[:2]) // 3)
    for edge in (image[:1], image[-1:], image[:, :1], image[:, -1:]):
        across = (calm, 1) if edge.shape[0] == 1 else (1, calm)
        edge[:] = cv2.blur(edge, across, borderType=cv2.BORDER_REPLICATE)


@lru_cache(maxsize=6)
def _tile(eighths: int) -> tuple[Pixels, Pixels]:
    """A square of paper that repeats, 4 channels each: how much of the pigment holds, of 255, and
    the colour of the paper that is seen instead.
    """
    unit = eighths / 8.0
    size = max(64, round(TILE * unit / 8) * 8 * 2)
    random = Generator(PCG64(23))
    total = np.zeros((size, size), np.float32)
    for pixels, share in SHARES:
        count = max(2, round(size / max(1.0, pixels * unit)))
        field = random.standard_normal((count, count)).astype(np.float32)
        field = np.pad(field, 2, mode="wrap")
        scale = size / count
        grown = cv2.resize(field, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        edge = round(2 * scale)
        total += share * grown[edge : edge + size, edge : edge + size]
    total += 0.14 * random.standard_normal((size, size)).astype(np.float32)
    share = np.clip(0.62 + 0.42 * total, 0.0, 1.0)
    holds = np.asarray(255.0 * (THINNEST + (1.0 - THINNEST) * share), np.uint8)
    bare = [cv2.convertScaleAbs(255 - holds, alpha=each / 255.0) for each in PAPER]
    full = np.full_like(holds, 255)
    pigment, paper = cv2.merge([holds, holds, holds, full]), cv2.merge([*bare, full - full])
    return np.asarray(pigment, np.uint8), np.asarray(paper, np.uint8)
