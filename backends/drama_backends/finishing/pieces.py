"""A stem's file and the frames at which its pieces begin come in; any stretch of it comes out, and
a name for the stretch by which what was made of it is known again.

A piece's name stands for all that is in it and not for where in the film it lies: what an edit
only shifts in time keeps its name.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from drama_backends.media.audio import Recording, Samples, samples_at
from drama_backends.media.kept import name_of
from drama_compiler.contract import Json, Media

EDGE = 30_000
"""As many samples of a piece at most bear on how its neighbours are mixed."""


class Piece(NamedTuple):
    """A stretch of the film's sound: `[start, end)`, in samples at 48 kHz."""

    start: int
    end: int


def pieces(starts: Sequence[int], frames: int, rate: Fraction) -> list[Piece]:
    """The pieces that begin with these frames, of a film of so many."""
    at = [samples_at(start, rate) for start in starts if start < frames]
    ends = [*at[1:], samples_at(frames, rate)]
    return [Piece(*each) for each in zip(at, ends, strict=True)]


class Names(NamedTuple):
    """What stands for all that is in a piece, in its first and in its last `EDGE` samples.

    "" stands for silence.
    """

    whole: str
    head: str
    tail: str


@dataclass(frozen=True, slots=True)
class Stem:
    """One bus of the film's sound: where it lies, its pieces, and the names of what is in them."""

    recording: Recording
    pieces: Sequence[Piece]
    names: Sequence[Names]

    def read(self, first: int, last: int) -> Samples:
        """The samples `[first, last)` of the film, shape (last - first, 2); silent around it."""
        return self.recording.read(first, last)

    def about(self, first: int, last: int) -> list[Json]:
        """What decides the samples `[first, last)`, and nothing else; empty for silence."""
        begin = bisect_right(self.pieces, first, key=lambda piece: piece.start)
        end = bisect_right(self.pieces, last - 1, key=lambda piece: piece.start)
        reached = range(max(0, begin - 1), end)
        told = ((self._name(index, first, last), index) for index in reached)
        return [[name, self.pieces[index].start - first] for name, index in told if name]

    def _name(self, index: int, first: int, last: int) -> str:
        piece, names = self.pieces[index], self.names[index]
        if last - piece.start <= EDGE:
            return names.head
        if piece.end - first <= EDGE:
            return names.tail
        return names.whole


def opened(media: Media, cut: Sequence[Piece], folder: Path) -> Stem:
    """A stem that was made: its facts name what is in its pieces."""
    told = media.facts.get("pieces") or []
    names = [Names(*each) for each in told]
    if len(names) != len(cut):
        names = [Names(*[name_of(media.digest, *piece)] * 3) for piece in cut]
    return Stem(Recording(media.path, folder), cut, names)
