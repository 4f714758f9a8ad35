"""The pitch that a network gives goes in; the pitch of a voice in a mood comes out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from drama_backends.animatic.casting import Voice
from drama_backends.animatic.speech.manner import Manner

VOICED_HZ = 40.0
_TREMOR_HZ = 6.0
_LOWEST_HZ, _HIGHEST_HZ = 50.0, 520.0
_DEEPEST_OCTAVES = -0.6
"""Below this a voice creaks: in a lower voice than the network's own that is a rattle."""


def bent(
    pitch: NDArray[np.float32], voice: Voice, manner: Manner, frame_seconds: float
) -> NDArray[np.float32]:
    """`pitch` (Hz a frame, unvoiced below `VOICED_HZ`) moved to the voice and the mood.

    Its median goes to the voice's; the way it moves around it, in semitones, is scaled by both
    ranges; a tremor is laid over it. Unvoiced frames stay as they are.
    """
    voiced = pitch > VOICED_HZ
    if not voiced.any():
        return pitch
    median = float(np.median(pitch[voiced]))
    target = voice.pitch_hz * manner.pitch
    moved = np.log2(np.maximum(pitch, 1.0) / median) * voice.range * manner.range
    moved = np.maximum(moved, _DEEPEST_OCTAVES) + tremor(len(pitch), manner, frame_seconds)
    scaled = np.clip(target * np.exp2(moved), _LOWEST_HZ, _HIGHEST_HZ)
    return np.where(voiced, scaled, pitch).astype(np.float32)


def at_harmonics(
    spectrum: NDArray[np.float32], pitch: NDArray[np.float32], bin_hz: float
) -> NDArray[np.float32]:
    """`spectrum` (bins by frames) as it is at the harmonics of `pitch`, straight between them.

    A network that shapes a pulse train learns its spectrum where the pulses' harmonics are; what
    it says between them was never heard and may be anything (measured: peaks of 20 dB). Before
    the harmonics are moved, the gaps have to be filled from what is known. Unvoiced frames stay.
    """
    bins = np.arange(len(spectrum))[:, None]
    spacing = np.maximum(pitch, VOICED_HZ)[None, :] / bin_hz
    smooth = spectrum.copy()
    smooth[1:-1] = (spectrum[:-2] + 2.0 * spectrum[1:-1] + spectrum[2:]) / 4.0
    lower = np.maximum(np.floor(bins / spacing), 1.0)
    share = np.clip(bins / spacing - lower, 0.0, 1.0)
    filled = _between(smooth, lower * spacing) * (1.0 - share)
    filled += _between(smooth, (lower + 1.0) * spacing) * share
    return np.where(pitch[None, :] > VOICED_HZ, filled, spectrum).astype(np.float32)


def _between(columns: NDArray[np.float32], rows: NDArray[np.floating]) -> NDArray[np.float32]:
    """The values of each column at fractional `rows`."""
    rows = np.minimum(rows, len(columns) - 1.0)
    low = np.minimum(rows.astype(np.intp), len(columns) - 2)
    share = (rows - low).astype(np.float32)
    one = np.take_along_axis(columns, low, axis=0)
    other = np.take_along_axis(columns, low + 1, axis=0)
    return np.asarray(one + (other - one) * share, np.float32)


def tremor(frames: int, manner: Manner, frame_seconds: float) -> NDArray[np.float64]:
    """The waver of an unsteady voice, in octaves a frame."""
    phase = 2.0 * np.pi * _TREMOR_HZ * frame_seconds * np.arange(frames)
    return np.asarray(manner.tremor / 12.0 * np.sin(phase + 0.7 * np.sin(phase * 0.37)))
