"""A stretch of a stem comes in; what a mix has to know of it comes out, measured once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path

import numpy as np

from drama_backends.finishing import DEPARTMENTS
from drama_backends.finishing.pieces import Piece, Stem
from drama_backends.media.audio import RATE, Samples
from drama_backends.media.kept import keep, kept, name_of
from drama_backends.media.loudness import LEAD, STEP, Float, powers, weighed
from drama_compiler.contract import JobKind

FINE_STEP = RATE // 100

Arrays = Mapping[str, np.ndarray]
"""Named arrays, as NumPy keeps them in a file."""


def measured(stem: Stem, piece: Piece) -> tuple[Float, Float]:
    """The K-weighted powers of a piece each 100 ms, and its plain mean squares each 10 ms.

    Both count from the piece's start; a last step that is not full is filled up with silence.
    """
    about = stem.about(piece.start - LEAD, piece.end)
    if not about:
        return _silence(piece)
    found = remembered(name_of("measured", version(), about), partial(_measure, stem, piece))
    return found["powers"], found["squares"]


def remembered(name: str, make: Callable[[], Arrays]) -> Arrays:
    """The arrays that are kept under a name, or that are made now."""
    place = kept("sound", f"{name}.npz")
    found = _read(place) if place else None
    if found is None:
        found = make()
        keep(place, lambda part: _write(part, found))
    return found


@cache
def version() -> str:
    """What changes when the same sounds would be measured or mixed otherwise."""
    return DEPARTMENTS[JobKind.MIX].version


def _measure(stem: Stem, piece: Piece) -> Arrays:
    samples = stem.read(piece.start - LEAD, piece.end)
    own = samples[LEAD:]
    return {"powers": powers(weighed(own, samples[:LEAD])), "squares": _squares(own)}


def _squares(samples: Samples) -> Float:
    steps = -(-len(samples) // FINE_STEP)
    padded = np.zeros((steps * FINE_STEP, samples.shape[1]), np.float32)
    padded[: len(samples)] = samples
    squares = np.square(padded, out=padded).reshape(steps, -1)
    return np.asarray(squares.mean(axis=1, dtype=np.float64))


def _silence(piece: Piece) -> tuple[Float, Float]:
    length = piece.end - piece.start
    return np.zeros(-(-length // STEP)), np.zeros(-(-length // FINE_STEP))


def _write(path: Path, arrays: Arrays) -> None:
    with path.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)


def _read(place: Path) -> Arrays | None:
    try:
        with np.load(place, allow_pickle=False) as arrays:
            return dict(arrays)
    except (OSError, ValueError, KeyError, EOFError):
        return None
