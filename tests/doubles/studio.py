"""Sizes and seconds come in; small real media come out, made once in a test run."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from drama_backends.media import ffmpeg
from drama_backends.media.ffmpeg import Frame, write_video

SHORT_SIDE = 36
RATE = Fraction(30)


def size_of(aspect: str, short_side: int = SHORT_SIDE) -> tuple[int, int]:
    """Width and height in even pixels."""
    wide, _, high = aspect.partition(":")
    scale = short_side / min(float(wide), float(high))
    return round(float(wide) * scale / 2) * 2, round(float(high) * scale / 2) * 2


@cache
def clip(width: int, height: int, seconds: float, seed: int = 0) -> bytes:
    """An MP4 of one colour, brighter with time."""

    def frames() -> Iterator[Frame]:
        count = round(seconds * RATE)
        for index in range(count):
            image = np.full((height, width, 3), 40 + 120 * index // count, np.uint8)
            image[:, :, seed % 3] = seed * 47 % 200
            yield image

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        write_video(path, width, height, RATE, frames(), timecode=None)
        return path.read_bytes()


@cache
def image(width: int, height: int, seed: int = 0, suffix: str = ".png") -> bytes:
    """A picture of one colour."""
    ground = np.full((height, width, 3), seed * 47 % 200, np.uint8)
    return cv2.imencode(suffix, ground)[1].tobytes()


@cache
def sound(seconds: float, seed: int = 0, suffix: str = ".mp3") -> bytes:
    """A tone in a format by its suffix."""
    pitch = 200 + seed % 400
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"sound{suffix}"
        tone = f"sine=frequency={pitch}:duration={seconds}:sample_rate=44100"
        ffmpeg.run(["-f", "lavfi", "-i", tone, "-ac", "1", str(path)])
        return path.read_bytes()
