"""Sounds and their places go in, one bus of the film's sound comes out: 48 kHz stereo FLAC."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import numpy as np

from drama_backends.finishing.measured import Gauge, leave
from drama_backends.media.audio import (
    BLOCK,
    RATE,
    Samples,
    as_kept,
    read_sound,
    samples_at,
    write_flac,
)
from drama_backends.media.loudness import limited
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
    places = [
        Place(inputs[sound.job].path, sound, timing.rate, total, FADES.get(brief.bus, (0.0, 0.0)))
        for sound in timing.sounds
    ]
    gauge = Gauge(peaks=True)

    def told() -> Iterator[Samples]:
        done = 0
        for block in limited(_summed(places, total), 1.0, CEILING):
            gauge.feed(as_kept(block))
            done += len(block)
            progress(done / total)
            yield block

    path = folder / f"{brief.bus}.flac"
    count = write_flac(path, told())
    leave(path, gauge.measured)
    meter = gauge.meter
    facts = {
        "bus": brief.bus,
        "seconds": count / RATE,
        "frames": timing.frames,
        "loudness_lufs": round(meter.loudness_lufs, 2),
        "true_peak_dbtp": round(meter.true_peak_dbtp, 2),
    }
    return Output(job["name"], path, "audio/flac", facts)


class Place:
    """One sound in the stem: gives its samples, faded and panned, for a stretch of the film."""

    def __init__(
        self,
        path: Path,
        sound: timings.SoundAt,
        rate: Fraction,
        total: int,
        fades: tuple[float, float],
    ) -> None:
        self.start = samples_at(sound.start_frame, rate)
        cut = total if sound.end_frame is None else samples_at(sound.end_frame, rate)
        self.end = min(cut, total)
        self._path = path
        self._fades = (round(fades[0] * RATE), round(fades[1] * RATE))
        angle = (min(1.0, max(-1.0, sound.pan)) + 1) * math.pi / 4
        gain = 10 ** (sound.gain_decibels / 20)
        # Equal power, with the middle at the sound's own level.
        sides = (math.cos(angle) * math.sqrt(2) * gain, math.sin(angle) * math.sqrt(2) * gain)
        self._sides = np.array(sides, np.float32)
        self._blocks: Iterator[Samples] | None = None
        self._rest = np.zeros((0, 2), np.float32)
        self._at = 0

    def add_to(self, block: Samples, block_start: int) -> bool:
        """Add what is heard in the block that begins at a sample of the film; False when over."""
        first = max(self.start, block_start)
        last = min(self.end, block_start + len(block))
        if first >= last:
            return block_start < self.end
        samples = self._next(last - first)
        at = first - block_start
        block[at : at + len(samples)] += samples * self._gains(first, len(samples))
        return len(samples) == last - first

    def _next(self, count: int) -> Samples:
        if self._blocks is None:
            self._blocks = read_sound(self._path)
            # A sound that began before the film is heard from where it is by then.
            self._skip(max(0, -self.start))
        while len(self._rest) < count:
            block = next(self._blocks, None)
            if block is None:
                break
            self._rest = np.concatenate([self._rest, block])
        taken, self._rest = self._rest[:count], self._rest[count:]
        return taken

    def _skip(self, count: int) -> None:
        while count > 0:
            taken = self._next(min(count, BLOCK))
            if not len(taken):
                return
            count -= len(taken)

    def _gains(self, first: int, count: int) -> Samples:
        """The gain of both sides at each sample from the film's sample `first` on."""
        into, out = self._fades
        since = np.arange(first - self.start, first - self.start + count, dtype=np.float32)
        left = np.float32(self.end - self.start) - since
        shape = np.ones(count, np.float32)
        if into:
            shape = np.minimum(shape, (since + 1) / into)
        if out:
            shape = np.minimum(shape, left / out)
        # Half a cosine: no corner to be heard.
        curve = (0.5 - 0.5 * np.cos(np.pi * shape)).astype(np.float32)
        return np.asarray(curve[:, np.newaxis] * self._sides, np.float32)


def _summed(places: list[Place], total: int) -> Iterator[Samples]:
    waiting = sorted(places, key=lambda place: place.start)
    sounding: list[Place] = []
    for start in range(0, total, BLOCK):
        block = np.zeros((min(BLOCK, total - start), 2), np.float32)
        while waiting and waiting[0].start < start + len(block):
            sounding.append(waiting.pop(0))
        sounding = [place for place in sounding if place.add_to(block, start)]
        yield block
