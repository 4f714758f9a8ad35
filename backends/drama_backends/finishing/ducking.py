"""Measured stems go in, the gains of the mix come out: each bus's level, and the music's dips.

All curves have a value each 10 ms. The dialogue rules: a whisper is brought nearer, and where it
speaks music steps back before the first word and comes back after the last, by as much as each
sentence needs once the limiter has held its peaks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drama_backends.finishing.measured import STEP, Float, Measured
from drama_backends.media.audio import Samples
from drama_backends.media.loudness import SILENCE_LUFS, gated_loudness, in_lufs, limiter_gains

Stretch = tuple[int, int]
"""From one step of 10 ms to before another."""

STEPS_PER_POWER = 10
LIMITER_STEPS = 10
"""Of the limiter, in one of ours."""

PEAK_OVER_RMS = 3.5
"""In 10 ms of speech that stands to one side."""

GUESSES = 8

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


def balance(
    stems: Mapping[str, Measured], target_lufs: float = SILENCE_LUFS, ceiling: float = 1.0
) -> Balance:
    """Set the levels, find the speech, and dip what is under it.

    The whole is brought to `target_lufs` afterwards, its peaks held under `ceiling`: where that
    takes from the speech, music steps back by so much more.
    """
    levels = {bus: _level(bus, stem) for bus, stem in stems.items()}
    length = max((len(stem.squares) for stem in stems.values()), default=0)
    dialogue = stems.get("dialogue")
    speech = _spoken(dialogue, length, HOLD_STEPS) if dialogue else np.zeros(length, bool)
    curves: dict[str, Float] = {}
    margin = None
    if dialogue and speech.any():
        sentences = _sentences(_spoken(dialogue, length, SENTENCE_GAP_STEPS // 2))
        curves["dialogue"] = _curve(length, sentences, _rides(dialogue, levels, sentences))
        curves |= _dips(_Heard(stems, levels, curves, np.ones(length)), sentences)
        held = _held(stems, levels, curves, target_lufs, ceiling)
        said = _Heard(stems, levels, {"dialogue": curves["dialogue"]}, held)
        curves |= _dips(said, sentences)
        margin = _margin(_Heard(stems, levels, curves, held), sentences)
    return Balance(levels, curves, speech, gated_loudness(_powers(stems, levels, curves)), margin)


def _level(bus: str, stem: Measured) -> float:
    loudness = stem.loudness_lufs
    if loudness <= SILENCE_LUFS:
        return 1.0
    wanted = LEVELS.get(bus, LEVEL_DEFAULT) - loudness
    limited = min(GAIN_MAX_DECIBELS, max(-2 * GAIN_MAX_DECIBELS, wanted))
    return float(10 ** (limited / 20))


def _spoken(dialogue: Measured, length: int, reach: int) -> NDArray[np.bool_]:
    """Where somebody speaks, gaps of less than twice `reach` steps included."""
    loudness = dialogue.loudness_lufs
    floor = 10 ** (max(-60.0, loudness - SPEECH_RANGE_DECIBELS) / 10)
    heard = np.zeros(length, bool)
    heard[: len(dialogue.squares)] = dialogue.squares > floor
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
    dialogue: Measured, levels: Mapping[str, float], sentences: Sequence[Stretch]
) -> list[float]:
    """How many dB each sentence is raised, so that a whisper is heard and a shout does not hurt."""
    rides = []
    for first, last in sentences:
        powers = dialogue.powers[first // STEPS_PER_POWER : -(-last // STEPS_PER_POWER)]
        loudness = in_lufs(float(powers.mean()) * levels["dialogue"] ** 2) if len(powers) else 0.0
        least, most = RIDE_DECIBELS
        rides.append(min(most, max(least, RIDE_SHARE * (LEVELS["dialogue"] - loudness))))
    return rides


@dataclass(frozen=True, slots=True)
class _Heard:
    """What is heard of stems at their levels, by their curves, under a limiter's gains."""

    stems: Mapping[str, Measured]
    levels: Mapping[str, float]
    curves: Mapping[str, Float]
    held: Float

    def over_music(self, stretch: Stretch) -> float:
        """By how many dB speech is above music: as the ear weighs it, or plainly; the lesser."""
        margins = []
        for step in (1, STEPS_PER_POWER):
            level = {}
            for bus in ("dialogue", "music"):
                stem = self.stems[bus]
                powers = stem.squares if step == 1 else stem.powers
                heard = _ducked(_ducked(powers, self.curves.get(bus), step), self.held, step)
                heard = heard[stretch[0] // step : -(-stretch[1] // step)]
                mean = float(heard.mean()) if len(heard) else 0.0
                level[bus] = in_lufs(mean * self.levels[bus] ** 2)
            margins.append(level["dialogue"] - level["music"])
        return min(margins)


def _dips(heard: _Heard, sentences: Sequence[Stretch]) -> dict[str, Float]:
    """The curves of what steps back under speech; as heard so far, the music does not."""
    length = len(heard.held)
    curves = {}
    if "music" in heard.stems:
        needed = [SPEECH_OVER_MUSIC_DECIBELS - heard.over_music(each) for each in sentences]
        dips = [-min(MUSIC_DUCK_MAX_DECIBELS, max(MUSIC_DUCK_DECIBELS, each)) for each in needed]
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


def _held(
    stems: Mapping[str, Measured],
    levels: Mapping[str, float],
    curves: Mapping[str, Float],
    target_lufs: float,
    ceiling: float,
) -> Float:
    """What a limiter will about do to each 10 ms of speech, once the whole is loud enough."""
    powers = _powers(stems, levels, curves)
    squares = _ducked(stems["dialogue"].squares, curves["dialogue"], 1)
    peaks = np.repeat(np.sqrt(squares) * levels["dialogue"] * PEAK_OVER_RMS, LIMITER_STEPS)
    held = np.ones(len(curves["dialogue"]))
    gain = 1.0
    for _ in range(GUESSES):
        loudness = gated_loudness(_ducked(powers, held * gain))
        if loudness <= SILENCE_LUFS or target_lufs <= SILENCE_LUFS:
            break
        gain *= 10 ** ((target_lufs - loudness) / 20)
        gains = limiter_gains(peaks * gain, ceiling).reshape(-1, LIMITER_STEPS)
        held[: len(gains)] = np.sqrt(np.square(gains).mean(axis=1))
    return held


def _powers(
    stems: Mapping[str, Measured], levels: Mapping[str, float], curves: Mapping[str, Float]
) -> Float:
    """The K-weighted powers of all stems together."""
    each = [_ducked(stem.powers, curves.get(bus)) * levels[bus] ** 2 for bus, stem in stems.items()]
    whole = max(map(len, each), default=0)
    return sum((np.pad(one, (0, whole - len(one))) for one in each), np.zeros(whole))


def _ducked(powers: Float, curve: Float | None, step: int = STEPS_PER_POWER) -> Float:
    if curve is None:
        return powers
    at = (np.arange(len(powers)) + 0.5) * step
    return np.asarray(powers * np.interp(at, np.arange(len(curve)) + 0.5, curve) ** 2)


def _margin(heard: _Heard, sentences: Sequence[Stretch]) -> float | None:
    """The least margin of speech over music, in dB, of all sentences."""
    if "music" not in heard.stems:
        return None
    return min((heard.over_music(each) for each in sentences), default=None)


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
