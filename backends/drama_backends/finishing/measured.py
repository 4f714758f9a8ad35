"""The samples of a stem come in; what a mix has to know of them comes out, measured once.

A stem measures itself while it is written and leaves what it found; a mix that finds nothing left
measures the file, with the same result to the last bit.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drama_backends.media.audio import RATE, Samples, read_sound, seamless
from drama_backends.media.kept import keep, kept, named
from drama_backends.media.loudness import Meter, gated_loudness
from drama_backends.media.versions import code_version

Float = NDArray[np.float64]

STEP = RATE // 100


@dataclass(frozen=True, slots=True)
class Measured:
    """A stem's K-weighted powers each 100 ms, and its plain mean square each 10 ms."""

    powers: Float
    squares: Float

    @property
    def loudness_lufs(self) -> float:
        """Integrated loudness."""
        return gated_loudness(self.powers)


class Gauge:
    """Measures a stem block by block; all blocks but the last are of whole 10 ms.

    With `peaks` its `meter` knows the true peak too.
    """

    def __init__(self, *, peaks: bool = False) -> None:
        self.meter = Meter(peaks=peaks)
        self._squares: list[Float] = []

    def feed(self, block: Samples) -> None:
        """Measure the next block."""
        self.meter.feed(block)
        whole = -(-len(block) // STEP)
        padded = np.zeros((whole * STEP, block.shape[1]), np.float32)
        padded[: len(block)] = block
        squares = np.square(padded, out=padded).reshape(whole, -1)
        self._squares.append(squares.mean(axis=1, dtype=np.float64))

    @property
    def measured(self) -> Measured:
        """What was found so far."""
        squares = np.concatenate(self._squares) if self._squares else np.zeros(0)
        return Measured(self.meter.powers, squares)


def measure(blocks: Iterable[Samples]) -> Measured:
    """Measure a stem in one pass."""
    gauge = Gauge()
    for block in seamless(blocks):
        gauge.feed(block)
    return gauge.measured


def measured(path: Path) -> Measured:
    """What was left of a stem's file when it was made, or what is found in it now."""
    place = _place(path)
    found = _read(place) if place else None
    if found is None:
        found = measure(read_sound(path))
        leave(path, found)
    return found


def leave(path: Path, found: Measured) -> None:
    """Keep what was measured on a stem's file for those that will ask."""
    memory = io.BytesIO()
    np.savez(memory, powers=found.powers, squares=found.squares)
    keep(_place(path), lambda part: part.write_bytes(memory.getvalue()))


def _place(path: Path) -> Path | None:
    return kept("sound", f"{named(path)}-{_version()}.npz")


@functools.cache
def _version() -> str:
    parts = ("finishing/measured.py", "media/audio.py", "media/loudness.py")
    return code_version(parts, ("numpy", "opencv-python-headless"))


def _read(place: Path) -> Measured | None:
    try:
        with np.load(place, allow_pickle=False) as arrays:
            return Measured(arrays["powers"], arrays["squares"])
    except (OSError, ValueError, KeyError, EOFError):
        return None
