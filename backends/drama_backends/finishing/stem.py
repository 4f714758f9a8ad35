"""Sounds and their places go in, one bus of the film's sound comes out: 48 kHz stereo, 24 bits."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drama_backends.finishing.pieces import EDGE, Names, Piece, pieces
from drama_backends.media.audio import RATE, Recording, Samples, samples_at, write_wav
from drama_backends.media.kept import name_of
from drama_backends.media.loudness import REACH, limited
from drama_compiler.contract import Json, MakeError, Media, Output, briefs, timings

# (seconds in, seconds out); the way out counts only where the cut ends a sound before its end.
FADES = {
    "dialogue": (0.005, 0.040),
    "music": (0.020, 0.900),
    "effects": (0.002, 0.060),
    "ambience": (0.150, 0.250),
}
# Two voices at once may add up to more than a file can hold.
CEILING = 0.98


def make(
    job: Json, inputs: Mapping[str, Media], folder: Path, progress: Callable[[float], None]
) -> Output:
    """Place every sound of a stem; raises `MakeError` where one is not there."""
    brief = briefs.StemBrief.model_validate(job["brief"])
    timing = timings.StemTiming.model_validate(job["timing"])
    missing = sorted({sound.job for sound in timing.sounds} - set(inputs))
    if missing:
        raise MakeError(f"{job['name']} lacks {', '.join(missing)}.")
    total = samples_at(timing.frames, timing.rate)
    fades = FADES.get(brief.bus, (0.0, 0.0))
    recordings = {name: Recording(media.path, folder) for name, media in inputs.items()}
    places = [
        Place(recordings[at.job], inputs[at.job].digest, at, timing.rate, total, fades)
        for at in timing.sounds
    ]
    cut = pieces(timing.pieces, timing.frames, timing.rate)

    names: list[Json] = []

    def told() -> Iterator[Samples]:
        for piece, heard in _by_piece(places, cut):
            names.append(_names(heard, piece))
            yield _summed(heard, piece)
            progress(len(names) / len(cut))

    path = folder / f"{brief.bus}.wav"
    count = write_wav(path, told())
    facts: dict[str, Json] = {
        "bus": brief.bus,
        "seconds": count / RATE,
        "frames": timing.frames,
        "pieces": names,
    }
    return Output(job["name"], path, "audio/wav", facts)


class Place:
    """One sound in the stem: gives its samples, faded and panned, for a stretch of the film."""

    def __init__(
        self,
        recording: Recording,
        digest: str,
        sound: timings.SoundAt,
        rate: Fraction,
        total: int,
        fades: tuple[float, float],
    ) -> None:
        self.start = samples_at(sound.start_frame, rate)
        cut = total if sound.end_frame is None else samples_at(sound.end_frame, rate)
        self.end = min(cut, total, self.start + recording.length)
        self._is_cut = min(cut, total) <= self.start + recording.length
        self._recording = recording
        self._digest = digest
        self._fades = (round(fades[0] * RATE), round(fades[1] * RATE))
        angle = (min(1.0, max(-1.0, sound.pan)) + 1) * math.pi / 4
        gain = 10 ** (sound.gain_decibels / 20)
        # Equal power, with the middle at the sound's own level.
        sides = (math.cos(angle) * math.sqrt(2) * gain, math.sin(angle) * math.sqrt(2) * gain)
        self._sides = np.array(sides, np.float32)

    def about(self, start: int) -> Json:
        """What decides how it is heard from a sample of the film on."""
        placed = [self.start - start, self.end - start, self._is_cut]
        return [self._digest, *placed, *self._fades, *self._sides.tolist()]

    def add_to(self, block: Samples, first: int) -> None:
        """Add what is heard of it in the block that begins at a sample of the film."""
        begin, end = max(self.start, first), min(self.end, first + len(block))
        if begin < end:
            samples = self._recording.read(begin - self.start, end - self.start)
            block[begin - first : end - first] += samples * self._gains(begin, end - begin)

    def _gains(self, first: int, count: int) -> Samples:
        """The gain of both sides at each sample from the film's sample `first` on."""
        into, out = self._fades
        since = first - self.start
        curve = np.ones(count, np.float32)
        rising = max(0, min(count, into - since))
        curve[:rising] = _eased((np.arange(since, since + rising) + 1) / max(1, into))
        if self._is_cut:
            falling = max(0, min(count, self.end - self.start - out - since))
            left = self.end - first - np.arange(falling, count)
            curve[falling:] = np.minimum(curve[falling:], _eased(left / max(1, out)))
        return np.asarray(curve[:, np.newaxis] * self._sides, np.float32)


def _eased(share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Half a cosine from 0 to 1: no corner to be heard."""
    return 0.5 - 0.5 * np.cos(np.pi * np.minimum(1.0, share))


def _by_piece(places: Sequence[Place], cut: Sequence[Piece]) -> Iterator[tuple[Piece, list[Place]]]:
    """Each piece with all that is heard in it or, near enough to bear on it, around it."""
    waiting = deque(sorted(places, key=lambda place: place.start))
    sounding: list[Place] = []
    for piece in cut:
        while waiting and waiting[0].start < piece.end + REACH:
            sounding.append(waiting.popleft())
        sounding = [place for place in sounding if place.end > piece.start - REACH]
        yield piece, sounding


def _summed(heard: Sequence[Place], piece: Piece) -> Samples:
    """A piece of the bus, held under the ceiling as if all of the bus were."""
    if not heard:
        return np.zeros((piece.end - piece.start, 2), np.float32)
    first = piece.start - REACH
    block = np.zeros((piece.end + REACH - first, 2), np.float32)
    for place in heard:
        place.add_to(block, first)
    return limited(block, CEILING, seam=piece.end - first)[REACH : piece.end - first]


def _names(heard: Sequence[Place], piece: Piece) -> Names:
    start, end = piece
    head, tail = Piece(start, min(end, start + EDGE)), Piece(max(start, end - EDGE), end)
    return Names(_name(heard, piece), _name(heard, head), _name(heard, tail))


def _name(heard: Sequence[Place], piece: Piece) -> str:
    """A name for what is heard in a stretch of the film; "" where it is silent."""
    if not any(max(place.start, piece.start) < min(place.end, piece.end) for place in heard):
        return ""
    first, last = piece.start - REACH, piece.end + REACH
    near = (place for place in heard if place.start < last and place.end > first)
    return name_of(piece.end - piece.start, *(place.about(piece.start) for place in near))
