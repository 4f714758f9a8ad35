"""Measured stems go in, the gains of the mix come out: each bus's level, and the music's dips.

All curves have a value each 10 ms. The dialogue rules: a whisper is brought nearer, and where it
speaks music steps back before the first word and comes back after the last, by as much as each
sentence needs once the limiter has held its peaks.

Levels, rides and dips are of whole decibels, so that a line that is said a little otherwise
leaves the rest of the film's mix as it is.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drama_backends.finishing.measured import FINE_STEP
from drama_backends.finishing.pieces import Piece
from drama_backends.media.audio import Samples
from drama_backends.media.loudness import (
    SILENCE_LUFS,
    STEP,
    Float,
    gated_loudness,
    in_lufs,
    limiter_gains,
)
from drama_compiler.contract import Json

Stretch = tuple[int, int]
"""From one step of 10 ms to before another."""

LIMITER_STEPS = 10
"""Of the limiter, in one of ours."""


PEAK_OVER_RMS = 3.5
"""In 10 ms of speech that stands to one side."""

GUESSES = 8
GUESSED_WELL_LU = 0.05

# Where each bus stands before the whole is brought to its target, in LUFS.
LEVELS = {"dialogue": -18.0, "music": -24.0, "effects": -25.0, "ambience": -37.0}
LEVEL_DEFAULT = -30.0
GAIN_MAX_DECIBELS = 24.0

MUSIC_DUCK_DECIBELS = 10.0
MUSIC_DUCK_MAX_DECIBELS = 30.0
SPEECH_OVER_MUSIC_DECIBELS = 17.0
AMBIENCE_DUCK_DECIBELS = 3.0

# A sentence is brought this share of the way to the dialogue's level, within these bounds.
RIDE_SHARE = 0.6
RIDE_DECIBELS = (-4.0, 9.0)

# Speech is what lies less than this under the dialogue's loudness; gaps are bridged.
SPEECH_RANGE_DECIBELS = 28.0
LEAD_STEPS = 30
HOLD_STEPS = 45
SENTENCE_GAP_STEPS = 30
SENTENCE_STEPS_MIN = 30
SMOOTH_STEPS = 41
CURVE_DIGITS = 5


class Steps:
    """The film's steps of 10 ms, counted anew in each piece, and what lies where.

    `middles` are their middles in samples; `tenths` the step of 100 ms that each is a part of.
    """

    def __init__(self, cut: Sequence[Piece]) -> None:
        middles: list[Float] = [np.zeros(0)]
        tenths, before = [np.zeros(0, int)], 0
        for start, end in cut:
            count = -(-(end - start) // FINE_STEP)
            middles.append(np.asarray(start + (np.arange(count) + 0.5) * FINE_STEP))
            tenths.append(before + np.arange(count) // (STEP // FINE_STEP))
            before += -(-(end - start) // STEP)
        self.middles, self.tenths = np.concatenate(middles), np.concatenate(tenths)
        self._parts = np.bincount(self.tenths, minlength=before)

    def mean(self, values: Float) -> Float:
        """The mean in each 100 ms of values each 10 ms."""
        sums = np.bincount(self.tenths, weights=values, minlength=len(self._parts))
        return np.asarray(sums / self._parts)

    def tenths_of(self, stretch: Stretch) -> slice:
        """The steps of 100 ms in which a stretch lies."""
        first, last = stretch
        return slice(int(self.tenths[first]), int(self.tenths[last - 1]) + 1)


@dataclass(frozen=True, slots=True)
class Measured:
    """A stem's K-weighted powers each 100 ms, and its plain mean squares each 10 ms."""

    powers: Float
    squares: Float

    @property
    def loudness_lufs(self) -> float:
        """Integrated loudness."""
        return gated_loudness(self.powers)


@dataclass(frozen=True, slots=True)
class Balance:
    """The mix's gains: a level for each bus, and curves each 10 ms for those that move."""

    steps: Steps
    levels: Mapping[str, float]
    curves: Mapping[str, Float]
    speech: NDArray[np.bool_]
    predicted_lufs: float
    speech_over_music_decibels: float | None

    def gains(self, bus: str, first: int, last: int) -> Samples:
        """The gain of a bus at each of the film's samples `[first, last)`, shape (n, 1)."""
        level = np.float32(self.levels[bus])
        places, values = self._course(bus, first, last)
        if not len(values):
            return np.full((last - first, 1), level, np.float32)
        curve = np.interp(np.arange(last - first), places, values) * level
        return curve.astype(np.float32)[:, np.newaxis]

    def about(self, bus: str, first: int, last: int) -> Json:
        """What decides these gains, and nothing else."""
        course = np.concatenate(self._course(bus, first, last)).tobytes()
        return [self.levels[bus], hashlib.blake2b(course, digest_size=16).hexdigest()]

    def _course(self, bus: str, first: int, last: int) -> tuple[Float, Float]:
        """How a bus's curve runs there: places counted from `first`, and values at them."""
        curve = self.curves.get(bus)
        if curve is None:
            return np.zeros(0), np.zeros(0)
        middles = self.steps.middles
        begin = max(0, int(np.searchsorted(middles, first)) - 1)
        end = int(np.searchsorted(middles, last)) + 1
        return middles[begin:end] - first, np.round(curve[begin:end], CURVE_DIGITS)


def balance(
    stems: Mapping[str, Measured],
    steps: Steps,
    target_lufs: float = SILENCE_LUFS,
    ceiling: float = 1.0,
) -> Balance:
    """Set the levels, find the speech, and dip what is under it.

    The whole is brought to `target_lufs` afterwards, its peaks held under `ceiling`: where that
    takes from the speech, music steps back by so much more.
    """
    levels = {bus: _level(bus, stem) for bus, stem in stems.items()}
    length = len(steps.middles)
    dialogue = stems.get("dialogue")
    speech = _spoken(dialogue, HOLD_STEPS) if dialogue else np.zeros(length, bool)
    curves: dict[str, Float] = {}
    margin = None
    if dialogue and speech.any():
        sentences = _sentences(_spoken(dialogue, SENTENCE_GAP_STEPS // 2))
        rides = _rides(dialogue, levels, steps, sentences)
        curves["dialogue"] = _curve(length, sentences, rides)
        curves |= _dips(_Heard(stems, steps, levels, curves, np.ones(length)), sentences)
        held = _held(_Heard(stems, steps, levels, curves, np.ones(length)), target_lufs, ceiling)
        said = _Heard(stems, steps, levels, {"dialogue": curves["dialogue"]}, held)
        curves |= _dips(said, sentences)
        margin = _margin(_Heard(stems, steps, levels, curves, held), sentences)
    powers = _Heard(stems, steps, levels, curves, np.ones(length)).powers()
    return Balance(steps, levels, curves, speech, gated_loudness(powers), margin)


def _level(bus: str, stem: Measured) -> float:
    loudness = stem.loudness_lufs
    if loudness <= SILENCE_LUFS:
        return 1.0
    wanted = LEVELS.get(bus, LEVEL_DEFAULT) - loudness
    limited = min(GAIN_MAX_DECIBELS, max(-2 * GAIN_MAX_DECIBELS, wanted))
    return float(10 ** (round(limited) / 20))


def _spoken(dialogue: Measured, reach: int) -> NDArray[np.bool_]:
    """Where somebody speaks, gaps of less than twice `reach` steps included."""
    loudness = round(dialogue.loudness_lufs)
    floor = 10 ** (max(-60.0, loudness - SPEECH_RANGE_DECIBELS) / 10)
    heard = dialogue.squares > floor
    return _narrowed(_widened(heard, reach, reach), reach, reach)


def _sentences(speech: NDArray[np.bool_]) -> list[Stretch]:
    """The stretches of speech; one too short to be measured alone goes with the one before it."""
    found: list[Stretch] = []
    for first, last in _runs(speech):
        near = bool(found) and first - found[-1][1] < HOLD_STEPS
        if near and min(last - first, found[-1][1] - found[-1][0]) < SENTENCE_STEPS_MIN:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def _rides(
    dialogue: Measured, levels: Mapping[str, float], steps: Steps, sentences: Sequence[Stretch]
) -> list[float]:
    """How many dB each sentence is raised, so that a whisper is heard and a shout does not hurt."""
    rides: list[float] = []
    for sentence in sentences:
        power = float(dialogue.powers[steps.tenths_of(sentence)].mean())
        loudness = in_lufs(power * levels["dialogue"] ** 2)
        least, most = RIDE_DECIBELS
        wanted = RIDE_SHARE * (LEVELS["dialogue"] - loudness)
        rides.append(round(min(most, max(least, wanted))))
    return rides


@dataclass(frozen=True, slots=True)
class _Heard:
    """What is heard of stems at their levels, by their curves, under a limiter's gains `held`."""

    stems: Mapping[str, Measured]
    steps: Steps
    levels: Mapping[str, float]
    curves: Mapping[str, Float]
    held: Float

    def over_music(self, stretches: Sequence[Stretch]) -> list[float]:
        """By how many dB speech is above music: as the ear weighs it, or plainly; the lesser."""
        weighed, plain = (
            {bus: self._heard(bus, kind) for bus in ("dialogue", "music")}
            for kind in ("powers", "squares")
        )
        margins = []
        for stretch in stretches:
            tenths, fine = self.steps.tenths_of(stretch), slice(*stretch)
            margins.append(min(_over(weighed, tenths), _over(plain, fine)))
        return margins

    def powers(self) -> Float:
        """The K-weighted powers of all stems together."""
        return sum((self._heard(bus, "powers") for bus in self.stems), np.zeros(1))

    def _heard(self, bus: str, kind: str) -> Float:
        """A stem's powers, or its plain squares, as they are heard."""
        curve = self.curves.get(bus)
        gains = np.square(self.held if curve is None else curve * self.held) * self.levels[bus] ** 2
        if kind == "squares":
            return np.asarray(self.stems[bus].squares * gains)
        return np.asarray(self.stems[bus].powers * self.steps.mean(gains))


def _over(heard: Mapping[str, Float], where: slice) -> float:
    dialogue, music = (in_lufs(float(heard[bus][where].mean())) for bus in ("dialogue", "music"))
    return dialogue - music


def _dips(heard: _Heard, sentences: Sequence[Stretch]) -> dict[str, Float]:
    """The curves of what steps back under speech; as heard so far, the music does not."""
    length = len(heard.held)
    curves = {}
    if "music" in heard.stems:
        needed = [SPEECH_OVER_MUSIC_DECIBELS - each for each in heard.over_music(sentences)]
        least, most = MUSIC_DUCK_DECIBELS, MUSIC_DUCK_MAX_DECIBELS
        dips = [-math.ceil(min(most, max(least, each))) for each in needed]
        curves["music"] = _curve(length, sentences, dips)
    if "ambience" in heard.stems:
        curves["ambience"] = _curve(length, sentences, [-AMBIENCE_DUCK_DECIBELS] * len(sentences))
    return curves


def _curve(length: int, sentences: Sequence[Stretch], decibels: Sequence[float]) -> Float:
    """Gains each 10 ms: a value a sentence, from before its first word until after its last.

    Where the next one is near, its value follows in the middle of the gap between them.
    """
    curve = np.zeros(length)
    for index, value in enumerate(decibels):
        start, end = max(0, sentences[index][0] - LEAD_STEPS), sentences[index][1] + HOLD_STEPS
        if index and sentences[index][0] - sentences[index - 1][1] < 2 * HOLD_STEPS:
            start = (sentences[index - 1][1] + sentences[index][0]) // 2
        if index + 1 < len(sentences):
            gap = sentences[index + 1][0] - sentences[index][1]
            end = sentences[index][1] + (gap // 2 if gap < 2 * HOLD_STEPS else HOLD_STEPS)
        curve[start:end] = value
    return np.asarray(10 ** (_smooth(curve) / 20))


def _held(heard: _Heard, target_lufs: float, ceiling: float) -> Float:
    """What a limiter will about do to each 10 ms of speech, once the whole is loud enough."""
    steps, powers = heard.steps, heard.powers()
    squares = heard.stems["dialogue"].squares * np.square(heard.curves["dialogue"])
    level = heard.levels["dialogue"]
    peaks = np.repeat(np.sqrt(squares) * level * PEAK_OVER_RMS, LIMITER_STEPS)
    held = np.ones(len(squares))
    gain = 1.0
    for _ in range(GUESSES):
        loudness = gated_loudness(powers * steps.mean(np.square(held * gain)))
        if loudness <= SILENCE_LUFS or target_lufs <= SILENCE_LUFS:
            break
        missed = target_lufs - loudness
        gain *= 10 ** (missed / 20)
        gains = limiter_gains(peaks * gain, ceiling).reshape(-1, LIMITER_STEPS)
        held = np.sqrt(np.square(gains).mean(axis=1))
        if abs(missed) < GUESSED_WELL_LU:
            break
    return held


def _margin(heard: _Heard, sentences: Sequence[Stretch]) -> float | None:
    """The least margin of speech over music, in dB, of all sentences."""
    if "music" not in heard.stems:
        return None
    return min(heard.over_music(sentences), default=None)


def _runs(flags: NDArray[np.bool_]) -> list[Stretch]:
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
