"""Syllables with tones and the frames that they take go in; the pitch to speak them with comes out.

Tones are given on Chao's scale (Y. R. Chao, A Grammar of Spoken Chinese, 1968): five levels of
a speaker's range, 55 35 214 51, spread here over `_SPAN_SEMITONES`. Between neighbours they glide
(Y. Xu, Contextual tonal variations in Mandarin, 1997): a tone begins where the last one ended and
comes to its target within the first third, a low makes the high before it higher, and the whole
falls along a statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drama_backends.animatic.speech.pinyin import NEUTRAL

_SPAN_SEMITONES = 11.5
_MIDDLE_LEVEL = 3.9
_FALL_A_SECOND = 1.1
_FALL_MAX = 4.0
_QUESTION_RISE = 3.0
_SMOOTH_SECONDS = 0.05

# Where in the syllable (0 to 1) which level is held.
_CONTOURS: dict[int, tuple[tuple[float, float], ...]] = {
    1: ((0.0, 5.0), (1.0, 4.9)),
    2: ((0.0, 2.6), (0.35, 2.5), (1.0, 4.8)),
    3: ((0.0, 2.0), (0.5, 0.9), (1.0, 1.1)),
    4: ((0.0, 5.1), (0.2, 5.0), (1.0, 1.3)),
}
_LAST_THIRD = ((0.0, 2.1), (0.5, 0.8), (0.65, 0.9), (1.0, 2.9))
_HALF_FOURTH = ((0.0, 5.1), (0.2, 5.0), (1.0, 2.7))
_NEUTRAL_AFTER = {1: (3.0, 2.2), 2: (3.2, 2.4), 3: (3.4, 3.8), 4: (1.6, 1.1), NEUTRAL: (2.3, 1.8)}


@dataclass(frozen=True, slots=True)
class Toned:
    """A syllable's voiced stretch, in pitch frames, with its tone; `last` before a pause."""

    tone: int
    start: int
    end: int
    last: bool = False


def contour(
    syllables: Sequence[Toned], frames: int, frame_seconds: float, *, question: bool
) -> NDArray[np.float64]:
    """The pitch of the syllables in semitones around the speaker's middle, a value a frame.

    It runs through pauses and unvoiced sounds too. Without syllables it is 0.
    """
    known = np.full(frames, np.nan)
    for index, one in enumerate(syllables):
        length = one.end - one.start
        if length < 1:
            continue
        shape = _shape(syllables, index)
        at = np.linspace(0.0, 1.0, length)
        levels = np.interp(at, [place for place, _ in shape], [level for _, level in shape])
        known[one.start : one.end] = (levels - _MIDDLE_LEVEL) * _SPAN_SEMITONES / 4.0
    where = np.flatnonzero(~np.isnan(known))
    if not len(where):
        return np.zeros(frames)
    curve = np.interp(np.arange(frames), where, known[where])
    curve = _smoothed(curve, max(1, round(_SMOOTH_SECONDS / frame_seconds)))
    return curve + _intonation(syllables, frames, frame_seconds, question=question)


def _shape(syllables: Sequence[Toned], index: int) -> tuple[tuple[float, float], ...]:
    one = syllables[index]
    after = syllables[index + 1].tone if index + 1 < len(syllables) and not one.last else None
    if one.tone == NEUTRAL:
        before = syllables[index - 1].tone if index else 1
        start, end = _NEUTRAL_AFTER[before]
        return ((0.0, start), (1.0, end))
    if one.tone == 3 and after is None:
        return _LAST_THIRD
    if one.tone == 4 and after is not None:
        return _HALF_FOURTH
    shape = _CONTOURS[one.tone]
    if after == 3 and one.tone in {1, 2}:
        return tuple((place, level + 0.25 * place) for place, level in shape)
    return shape


def _intonation(
    syllables: Sequence[Toned], frames: int, frame_seconds: float, *, question: bool
) -> NDArray[np.float64]:
    """A slow fall from the start of each stretch between pauses; a question ends higher."""
    fall = np.zeros(frames)
    start = 0
    for index, one in enumerate(syllables):
        if one.last or index + 1 == len(syllables):
            seconds = (np.arange(start, frames) - syllables[0].start) * frame_seconds * 0.5
            inside = (np.arange(start, frames) - start) * frame_seconds
            fall[start:] = -np.minimum(_FALL_A_SECOND * (0.5 * inside + 0.5 * seconds), _FALL_MAX)
            start = one.end
    fall += min(_FALL_MAX, _FALL_A_SECOND * frames * frame_seconds * 0.5) / 2.0
    if question:
        ramp = np.clip((np.arange(frames) / max(frames, 1) - 0.4) / 0.6, 0.0, 1.0)
        fall += _QUESTION_RISE * ramp
    return fall


def _smoothed(curve: NDArray[np.float64], frames: int) -> NDArray[np.float64]:
    window = np.hanning(2 * frames + 1)
    padded = np.pad(curve, frames, mode="edge")
    return np.convolve(padded, window / window.sum(), "valid")
