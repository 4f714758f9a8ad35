"""A cue's raw sound in; the sound at its level, without DC, its ends faded, out.

Loudness after ITU-R BS.1770-4: K-weighting (the response of its two filters, applied to the
spectrum), blocks of 400 ms, gates at -70 LUFS and 10 LU under the mean.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

RATE = 48_000
LOUDNESS_LUFS = -20.0
PEAK = 10 ** (-3.2 / 20)
BLOCK = 64
CHUNK = RATE * 20
"""Long sounds are worked on in pieces of this many samples, to bound memory."""
FADE_IN_SECONDS = 0.004
SHELF = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (1.0, -1.69065929318241, 0.73248077421585),
)
HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
"""Coefficients (b, a) at 48 kHz, BS.1770-4 tables 1 and 2."""

Sound = NDArray[np.float32]


def master(sound: Sound) -> Sound:
    """Bring a cue to -20 LUFS with peaks under -3 dBFS and a silent last sample, in place."""
    sound -= sound.mean(axis=0, dtype=np.float64).astype(np.float32)
    fade_ends(sound)
    loudness = measure_lufs(sound)
    if loudness > -70:
        sound *= np.float32(10 ** ((LOUDNESS_LUFS - loudness) / 20))
    limit(sound)
    return sound


def fade_ends(sound: Sound) -> None:
    """A click-free start, and an end that dies away within the length."""
    rise = min(len(sound) // 4, round(FADE_IN_SECONDS * RATE))
    fall = min(len(sound) // 2, round(min(1.6, 0.1 * len(sound) / RATE + 0.1) * RATE))
    if rise:
        sound[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)[:, None]
    if fall:
        sound[-fall:] *= (0.5 + 0.5 * np.cos(np.linspace(0, np.pi, fall, dtype=np.float32)))[
            :, None
        ]


def measure_lufs(sound: Sound) -> float:
    """Integrated loudness of a stereo sound at 48 kHz; -inf for silence.

    Blocks of 400 ms stand side by side, not overlapping: 0.1 LU off at most on music.
    """
    size = min(len(sound), RATE * 2 // 5)
    whole = len(sound) // size * size if size else 0
    if not whole:
        return float("-inf")
    weights = k_weights(size)
    powers = np.zeros(whole // size)
    for channel in (0, 1):
        for index in range(whole // size):
            spectrum = np.fft.rfft(sound[index * size : (index + 1) * size, channel])
            powers[index] += float(weights @ (spectrum.real**2 + spectrum.imag**2))
    heard = powers[powers > 10 ** ((-70 + 0.691) / 10)]
    if not len(heard):
        return float("-inf")
    heard = heard[heard > heard.mean() / 10]
    return float(-0.691 + 10 * np.log10(heard.mean()))


@cache
def k_weights(size: int) -> NDArray[np.float32]:
    """What each bin of a block's power spectrum adds to its K-weighted mean square."""
    turn = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    response = np.ones_like(turn)
    for (b0, b1, b2), (a0, a1, a2) in (SHELF, HIGH_PASS):
        response *= (b0 + b1 * turn + b2 * turn**2) / (a0 + a1 * turn + a2 * turn**2)
    weights = 2 * np.abs(response) ** 2 / size**2
    weights[0] = 0
    return np.asarray(weights, np.float32)


def block_peaks(sound: Sound, count: int) -> NDArray[np.float32]:
    """The highest sample of each block, both channels together."""
    peaks = np.zeros(count, np.float32)
    for start in range(0, len(sound), CHUNK):
        left, right = np.abs(sound[start : start + CHUNK]).T
        part = np.maximum(left, right)
        edges = range(0, len(part), BLOCK)
        peaks[start // BLOCK : start // BLOCK + len(edges)] = np.maximum.reduceat(part, edges)
    return peaks


def limit(sound: Sound) -> None:
    """Hold peaks under `PEAK`: the gain falls a few milliseconds ahead and recovers slowly."""
    count = -(-len(sound) // BLOCK)
    peaks = block_peaks(sound, count)
    gain = np.minimum(1.0, PEAK / np.maximum(peaks, 1e-9))
    if gain.min() >= 1.0:
        return
    reach = 24
    low = sliding_window_view(np.pad(gain, reach, mode="edge"), 2 * reach + 1).min(axis=1)
    smooth = np.convolve(
        np.pad(low, reach, mode="edge"),
        np.hanning(2 * reach + 1) / np.hanning(2 * reach + 1).sum(),
        "valid",
    )
    for start in range(0, len(sound), CHUNK):
        part = sound[start : start + CHUNK]
        places = np.arange(start, start + len(part)) / BLOCK - 0.5
        part *= np.interp(places, np.arange(count), smooth).astype(np.float32)[:, None]
    np.clip(sound, -PEAK, PEAK, out=sound)
