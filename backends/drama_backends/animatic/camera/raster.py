"""From SVG fragments to pixels: a drawing and a window come in, premultiplied BGRA goes out.

Rasters are kept on disk by the digest of what they are of, so that shots of one set-up draw it
once and an edited shot nothing; several workers may share the folder. They are kept as pixels,
lightly packed: twice a PNG, and read ten times as fast.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from drama_backends.animatic.stage import Box
from drama_backends.media.raster import rasterise
from drama_compiler.contract import MakeError

Pixels = NDArray[np.uint8]
PIXELS_MAX = 4096
PACKING = 1
"""The least that zlib does."""


@dataclass(frozen=True, slots=True)
class Rasteriser:
    """Draws fragments; `folder` holds what was drawn before, None for no cache."""

    folder: Path | None = None

    def draw(self, svg: str, defs: str, window: Box, width: int, height: int) -> Pixels:
        """The fragment seen through `window` (units), stretched to width x height pixels.

        Returns premultiplied BGRA, shape (height, width, 4). A fragment that cannot be read
        gives an empty picture: a drawing never stops a film.
        """
        text = document(svg, defs, window, width, height)
        if self.folder is None:
            return _drawn(text, width, height)
        path = self.folder / f"{_digest(text)}.bgra"
        pixels = _read(path, width, height)
        if pixels is None:
            pixels = _drawn(text, width, height)
            _keep(path, pixels)
        return pixels


def document(svg: str, defs: str, window: Box, width: int, height: int) -> str:
    """A whole SVG document of one fragment."""
    wide, tall = window.right - window.left, window.bottom - window.top
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' width="{width}" height="{height}" preserveAspectRatio="none"'
        f' viewBox="{window.left:.6f} {window.top:.6f} {wide:.6f} {tall:.6f}">'
        f"<defs>{defs}</defs>{svg}</svg>"
    )


def over(below: Pixels, above: Pixels) -> None:
    """Lay premultiplied pixels over others of the same shape, in place; alpha stays right."""
    cover = _alpha_everywhere(above)
    cv2.bitwise_not(cover, dst=cover)
    cv2.multiply(below, cover, dst=below, scale=1.0 / 255.0)
    cv2.add(below, above, dst=below)


def _alpha_everywhere(pixels: Pixels) -> Pixels:
    alpha = np.empty_like(pixels)
    cv2.mixChannels([pixels], [alpha], [3, 0, 3, 1, 3, 2, 3, 3])
    return alpha


def _drawn(text: str, width: int, height: int) -> Pixels:
    try:
        return rasterise(text, width, height)
    except MakeError:
        return np.zeros((height, width, 4), np.uint8)


def _read(path: Path, width: int, height: int) -> Pixels | None:
    """The raster as it was kept; None where there is none, or a damaged one."""
    try:
        packed = path.read_bytes()
        pixels = np.frombuffer(zlib.decompress(packed, bufsize=width * height * 4), np.uint8)
        return pixels.reshape(height, width, 4)
    except (OSError, ValueError, zlib.error):
        return None


def _keep(path: Path, pixels: Pixels) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # By a name of its own and a rename: another worker sees all of it or nothing.
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(zlib.compress(pixels.data, PACKING))
    part.replace(path)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=20, person=b"bgra").hexdigest()
