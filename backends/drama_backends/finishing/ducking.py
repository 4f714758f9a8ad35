"""Measured stems go in, the gains of the mix come out: each bus's level, and the music's dips.

All curves have a value each 10 ms. The dialogue rules: a whisper is brought nearer, and where it
speaks music steps back before the first word and comes back after the last, by as much as that
passage needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drama_backends.media.audio import RATE, Samples, seamless
from drama_backends.media.loudness import SILENCE_LUFS, Meter, gated_loudness, in_lufs

Float = NDArray[np.float64]

STEP = RATE // 100
STEPS_PER_POWER = 10

# Where each bus stands before the whole is brought to its target, in LUFS.
LEVELS = {"dialogue": -18.0, "music": -24.0, "effects": -25.0, "ambience": -37.0}
LEVEL_DEFAULT = -30.0
GAIN_MAX_DECIBELS = 24.0

MUSIC_DUCK_DECIBELS = 10.0
MUSIC_DUCK_MAX_DECIBELS = 30.0
SPEECH_OVER_MUSIC_DECIBELS = 16.5
AMBIENCE_DUCK_DECIBELS = 3.0

# A passage is brought this share of the way to the dialogue's level, within these bounds.
RIDE_SHARE = 0.6
RIDE_DECIBELS = (-4.0, 9.0)

# Speech is what lies less than this under the dialogue's loudness; gaps are bridged.
SPEECH_RANGE_DECIBELS = 28.0
LEAD_STEPS = 30
HOLD_STEPS = 45
SMOOTH_STEPS = 41


@dataclass(frozen=True, slots=True)
class Measured:
    """A stem's K-weighted powers each 100 ms, and its plain mean square each 10 ms."""

    powers: Float
    squares: Float

    @property
    def loudness_lufs(self) -> float:
        """Integrated loudness."""
        return gated_loudness(self.powers)


@dataclass(frozen=True, slots=True)
class Balance:
    """The mix's gains: a level for each bus, and curves each 10 ms for those that move."""

    levels: Mapping[str, float]
    curves: Mapping[str, Float]
    speech: NDArray[np.bool_]
    predicted_lufs: float
    speech_over_music_decibels: float | None

    def gains(self, bus: str, start: int, count: int) -> Samples:
        """The gain of a bus at each of `count` samples from sample `start` on, shape (n, 1)."""
        level = np.float32(self.levels[bus])
        curve = self.curves.get(bus)
        if curve is None:
            return np.full((count, 1), level, np.float32)
        first = min(max(0, start // STEP - 1), len(curve) - 1)
        last = (start + count) // STEP + 2
        values = curve[first:last]
        places = (np.arange(first, first + len(values)) + 0.5) * STEP
        at = np.arange(start, start + count)
        return (np.interp(at, places, values) * level).astype(np.float32)[:, np.newaxis]


def measure(blocks: Iterable[Samples]) -> Measured:
    """Measure a stem in one pass."""
    meter = Meter(peaks=False)
    squares = []
    for block in seamless(blocks):
        meter.feed(block)
        whole = -(-len(block) // STEP)
        padded = np.zeros((whole * STEP, block.shape[1]), np.float32)
        padded[: len(block)] = block
        squares.append(np.square(padded).reshape(whole, -1).mean(axis=1, dtype=np.float64))
    return Measured(meter.powers, np.concatenate(squares) if squares else np.zeros(0))


def balance(stems: Mapping[str, Measured]) -> Balance:
    """Set the levels, find the speech, and dip what is under it."""
    levels = {bus: _level(bus, stem) for bus, stem in stems.items()}
    length = max((len(stem.squares) for stem in stems.values()), default=0)
    dialogue = stems.get("dialogue")
    silent = np.zeros(length, bool)
    speech = _spoken(dialogue, length) if dialogue else silent
    curves: dict[str, Float] = {}
    if dialogue and speech.any():
        curves["dialogue"] = _curve(speech, _rides(dialogue, levels["dialogue"], speech))
        for bus in ("music", "ambience"):
            if bus in stems:
                dips = [_dip(bus, stems, levels, run, curves) for run in _runs(speech)]
                curves[bus] = _curve(speech, dips)
    powers = {
        bus: _ducked(stem.powers, curves.get(bus)) * levels[bus] ** 2 for bus, stem in stems.items()
    }
    whole = max((len(each) for each in powers.values()), default=0)
    summed = sum(
        (np.pad(each, (0, whole - len(each))) for each in powers.values()), np.zeros(whole)
    )
    margin = _margin(stems, levels, speech, curves)
    return Balance(levels, curves, speech, gated_loudness(summed), margin)


def _level(bus: str, stem: Measured) -> float:
    loudness = stem.loudness_lufs
    if loudness <= SILENCE_LUFS:
        return 1.0
    wanted = LEVELS.get(bus, LEVEL_DEFAULT) - loudness
    limited = min(GAIN_MAX_DECIBELS, max(-2 * GAIN_MAX_DECIBELS, wanted))
    return float(10 ** (limited / 20))


def _spoken(dialogue: Measured, length: int) -> NDArray[np.bool_]:
    """Where somebody speaks, word gaps included; without lead and hold."""
    loudness = dialogue.loudness_lufs
    floor = 10 ** (max(-60.0, loudness - SPEECH_RANGE_DECIBELS) / 10)
    heard = np.zeros(length, bool)
    heard[: len(dialogue.squares)] = dialogue.squares > floor
    return _narrowed(_widened(heard, HOLD_STEPS, HOLD_STEPS), HOLD_STEPS, HOLD_STEPS)


def _rides(dialogue: Measured, level: float, speech: NDArray[np.bool_]) -> list[float]:
    """How many dB each passage is raised, so that a whisper is heard and a shout does not hurt."""
    rides = []
    for first, last in _runs(speech):
        powers = dialogue.powers[first // STEPS_PER_POWER : -(-last // STEPS_PER_POWER)]
        loudness = in_lufs(float(powers.mean()) * level**2)
        least, most = RIDE_DECIBELS
        rides.append(min(most, max(least, RIDE_SHARE * (LEVELS["dialogue"] - loudness))))
    return rides


def _dip(
    bus: str,
    stems: Mapping[str, Measured],
    levels: Mapping[str, float],
    run: tuple[int, int],
    curves: Mapping[str, Float],
) -> float:
    """How many dB a bus steps back under a passage, as a negative number."""
    if bus != "music":
        return -AMBIENCE_DUCK_DECIBELS
    needed = SPEECH_OVER_MUSIC_DECIBELS - _over(stems, levels, run, curves)
    return -min(MUSIC_DUCK_MAX_DECIBELS, max(MUSIC_DUCK_DECIBELS, needed))


def _curve(speech: NDArray[np.bool_], decibels: list[float]) -> Float:
    """Gains each 10 ms: a value a passage, from before its first word until after its last."""
    curve = np.zeros(len(speech))
    for (first, last), value in zip(_runs(speech), decibels, strict=True):
        curve[max(0, first - LEAD_STEPS) : last + HOLD_STEPS] = value
    return np.asarray(10 ** (_smooth(curve) / 20))


def _over(
    stems: Mapping[str, Measured],
    levels: Mapping[str, float],
    run: tuple[int, int],
    curves: Mapping[str, Float],
) -> float:
    """By how many dB speech is above music in a passage: as the ear weighs it, or plainly.

    The lesser of both; without the music's own curve it is what there would be with no dip.
    """
    margins = []
    for step in (1, STEPS_PER_POWER):
        level = {}
        for bus in ("dialogue", "music"):
            powers = stems[bus].squares if step == 1 else stems[bus].powers
            heard = _ducked(powers, curves.get(bus), step)[run[0] // step : -(-run[1] // step)]
            level[bus] = in_lufs(float(heard.mean()) * levels[bus] ** 2) if len(heard) else -120.0
        margins.append(level["dialogue"] - level["music"])
    return min(margins)


def _ducked(powers: Float, curve: Float | None, step: int = STEPS_PER_POWER) -> Float:
    if curve is None:
        return powers
    at = (np.arange(len(powers)) + 0.5) * step
    return np.asarray(powers * np.interp(at, np.arange(len(curve)) + 0.5, curve) ** 2)


def _margin(
    stems: Mapping[str, Measured],
    levels: Mapping[str, float],
    speech: NDArray[np.bool_],
    curves: Mapping[str, Float],
) -> float | None:
    """The least margin of speech over music, in dB, of all spoken passages."""
    if "dialogue" not in stems or "music" not in stems:
        return None
    return min((_over(stems, levels, run, curves) for run in _runs(speech)), default=None)


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]


def _widened(flags: NDArray[np.bool_], before: int, after: int) -> NDArray[np.bool_]:
    wide = np.zeros(len(flags), bool)
    for first, last in _runs(flags):
        wide[max(0, first - before) : last + after] = True
    return wide


def _narrowed(flags: NDArray[np.bool_], before: int, after: int) -> NDArray[np.bool_]:
    return ~_widened(~flags, after, before) if len(flags) else flags


def _smooth(depths: Float) -> Float:
    kernel = np.hanning(SMOOTH_STEPS + 2)[1:-1]
    half = SMOOTH_STEPS // 2
    padded = np.pad(depths, half, mode="edge")
    return np.asarray(np.convolve(padded, kernel / kernel.sum(), "valid"))
