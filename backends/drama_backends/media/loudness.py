"""How loud a sound is and how high it peaks, and a limiter: samples go in, figures or samples out.

Samples are those of `audio.py`, 48 kHz, in pieces of some seconds. Loudness is that of ITU-R
BS.1770-4 with its two gates, true peak that of its annex 2.
"""

from __future__ import annotations

import functools
import math

import cv2
import numpy as np
from numpy.typing import NDArray

from drama_backends.media.audio import RATE, Samples

# BS.1770-4, 5.6: blocks of 400 ms that overlap by three quarters, so a step is 100 ms.
STEP = RATE // 10
STEPS_PER_BLOCK = 4
ABSOLUTE_GATE_LUFS = -70.0
RELATIVE_GATE_LU = -10.0
SILENCE_LUFS = -120.0

# The K weighting's response has faded below 1e-7 after 170 ms.
LEAD = 8192
"""So many samples before a sound have a part in how loud its beginning is."""

_FFT = 65_536
_HOP = _FFT - LEAD

_OVERSAMPLING = 4
_SINC_HALF = 12

# The limiter's gain is laid out in steps of 1 ms: so many down to a peak, so many back from 0.
_CONTROL = RATE // 1000
_PARTS = STEP // _CONTROL
_ATTACK_STEPS = 5
_RELEASE_STEPS = 300
_BLEND = 10 * _CONTROL

REACH = (_ATTACK_STEPS + _RELEASE_STEPS + 1) * _CONTROL
"""So many samples on either side decide how much a sample is limited."""

Float = NDArray[np.float64]


def weighed(samples: Samples, lead: Samples | None = None) -> Float:
    """What each millisecond adds to the `powers` of samples of shape (n, channels).

    The last tenth of a second is filled up with silence. `lead` is what was heard before; of it
    the last `LEAD` samples count.
    """
    channels = samples.shape[1]
    if not samples.any():
        # What rings on from before is far under any gate.
        return np.zeros(-(-len(samples) // STEP) * _PARTS)
    before = np.zeros((LEAD, channels), np.float32)
    if lead is not None and len(lead):
        before[-len(lead) :] = lead[-LEAD:]
    whole = -(-len(samples) // STEP) * STEP
    padded = np.concatenate([before, samples, np.zeros((whole - len(samples), channels))])
    squares = np.square(_weighted(padded.astype(np.float32, copy=False)))
    return np.asarray(squares.reshape(whole // _CONTROL, -1).sum(axis=1, dtype=np.float64) / STEP)


def powers(parts: Float) -> Float:
    """The K-weighted mean square, channels summed, of each 100 ms."""
    return np.asarray(parts.reshape(-1, _PARTS).sum(axis=1))


def _weighted(padded: Samples) -> Samples:
    """Samples through the K weighting; the first `LEAD` are only what was heard before."""
    length, channels = len(padded) - LEAD, padded.shape[1]
    response = np.repeat(_k_response(), channels, axis=0)
    parts: list[Samples] = [padded[:0]]
    for start in range(0, length, _HOP):
        piece = padded[start : start + _FFT]
        rows = np.zeros((channels, _FFT), np.float32)
        rows[:, : len(piece)] = piece.T
        # OpenCV's transform is three times as fast as numpy's.
        spectrum = cv2.mulSpectrums(cv2.dft(rows, flags=cv2.DFT_ROWS), response, cv2.DFT_ROWS)
        whole = cv2.dft(spectrum, flags=cv2.DFT_ROWS | cv2.DFT_INVERSE | cv2.DFT_SCALE)
        parts.append(np.asarray(whole[:, LEAD : len(piece)].T, np.float32))
    return np.concatenate(parts)


def gated_loudness(powers: Float) -> float:
    """Integrated loudness in LUFS of the mean squares of steps of 100 ms."""
    if len(powers) < STEPS_PER_BLOCK:
        return in_lufs(float(powers.mean())) if len(powers) else SILENCE_LUFS
    sums = np.convolve(powers, np.ones(STEPS_PER_BLOCK), "valid") / STEPS_PER_BLOCK
    loud = sums[sums > 10 ** ((ABSOLUTE_GATE_LUFS + 0.691) / 10)]
    if not len(loud):
        return SILENCE_LUFS
    loud = loud[loud > loud.mean() * 10 ** (RELATIVE_GATE_LU / 10)]
    return in_lufs(float(loud.mean()))


def in_lufs(power: float) -> float:
    """A K-weighted mean square as LUFS."""
    return max(SILENCE_LUFS, -0.691 + 10 * math.log10(power)) if power > 0 else SILENCE_LUFS


def decibels(amplitude: float) -> float:
    """An amplitude in dB of full scale, at least -120."""
    return max(-120.0, 20 * math.log10(amplitude)) if amplitude > 0 else -120.0


def oversampled_peaks(block: Samples, floor: float = 0.0) -> Float:
    """For each sample the highest absolute value from it up to the next, over all channels.

    Where all samples of a tenth of a second are under half of `floor` they are taken as they
    are: between them nothing is heard that reaches `floor`.
    """
    sides = [np.ascontiguousarray(block[:, channel]) for channel in range(block.shape[1])]
    peaks = functools.reduce(np.maximum, (np.abs(side) for side in sides)).astype(np.float64)
    kernels = _phases()
    width = kernels.shape[1]
    for start in range(0, len(block), STEP):
        first, last = max(0, start - _SINC_HALF), min(len(block), start + STEP + _SINC_HALF)
        if last - first < width or peaks[first:last].max() * 2 <= floor:
            continue
        inner = peaks[first + _SINC_HALF - 1 : last - _SINC_HALF]
        for side in sides:
            # A row a tap, so that the product runs along the samples.
            rows = np.lib.stride_tricks.sliding_window_view(side[first:last], len(inner))
            between = np.abs(kernels @ np.ascontiguousarray(rows)).max(axis=0)
            np.maximum(inner, between, out=inner)
    return peaks


def limited(samples: Samples, ceiling: float, seam: int = 0) -> Samples:
    """The sound held under `ceiling` (amplitude) between samples too.

    The gain falls before a peak comes and returns gently after it; what does not exceed the
    ceiling is left as it is. `seam` is the sample at which the sound is taken over by a call
    whose samples begin whole milliseconds before it: there both have the same gain.
    """
    peaks = oversampled_peaks(samples, ceiling)
    if peaks.max(initial=0.0) <= ceiling:
        return samples
    curve = _limiter_curve(peaks, ceiling)
    late = seam % _CONTROL
    if late:
        other = _limiter_curve(peaks[late:], ceiling)
        share = np.clip((np.arange(late, len(curve)) - seam) / _BLEND + 1.0, 0.0, 1.0)
        curve[late:] += share * (other - curve[late:])
    return samples * curve.astype(np.float32)[:, np.newaxis]


def _limiter_curve(peaks: Float, ceiling: float) -> Float:
    """The gain at each sample; its steps are counted from the first one."""
    gains = limiter_gains(highest_by_step(peaks), ceiling)
    middles = (np.arange(len(gains)) + 0.5) * _CONTROL
    return np.asarray(np.interp(np.arange(len(peaks)), middles, gains))


def highest_by_step(peaks: Float) -> Float:
    """The highest of the peaks of samples in each millisecond."""
    steps = -(-len(peaks) // _CONTROL)
    padded = np.zeros(steps * _CONTROL)
    padded[: len(peaks)] = peaks
    return np.asarray(padded.reshape(steps, _CONTROL).max(axis=1))


def limiter_gains(highest: Float, ceiling: float) -> Float:
    """The gain in each millisecond, 1 or less, by which a limiter keeps peaks under `ceiling`."""
    steps = len(highest)
    needed = np.minimum(1.0, ceiling / np.maximum(highest, 1e-9))
    # A step's neighbours count too, for the gain runs straight between the middles of steps.
    needed = _lowest(np.pad(needed, 1, constant_values=1.0), 3)
    # The way back to 1 is a straight line from every low.
    slope = np.arange(steps) / _RELEASE_STEPS
    returning = np.minimum.accumulate(needed - slope) + slope
    # The way down: the lowest of the steps ahead, averaged over as many steps behind.
    wide = np.pad(returning, _ATTACK_STEPS, mode="edge")
    ahead = _lowest(wide, _ATTACK_STEPS + 1)
    kernel = np.hanning(_ATTACK_STEPS + 3)[1:-1]
    smooth = np.convolve(ahead, kernel / kernel.sum(), "valid")
    return np.asarray(np.minimum(1.0, smooth))


def _lowest(values: Float, size: int) -> Float:
    """The lowest of each `size` values in a row."""
    count = len(values) - size + 1
    return functools.reduce(np.minimum, (values[at : at + count] for at in range(size)))


@functools.cache
def _k_response() -> Samples:
    """The K weighting's response at 48 kHz, packed as OpenCV has it (BS.1770-4, tables 1, 2).

    Its impulse response is cut to the taps that the overlap leaves room for.
    """
    # Coefficients b0 b1 b2 / a1 a2 of the shelf and of the high pass.
    stages = (
        (
            (1.53512485958697, -2.69169618940638, 1.19839281085285),
            (1.0, -1.69065929318241, 0.73248077421585),
        ),
        ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)),
    )
    angles = np.exp(-1j * np.arange(_FFT // 2 + 1) * 2 * np.pi / _FFT)
    response = np.ones(len(angles), np.complex128)
    for above, below in stages:
        response *= np.polyval(above[::-1], angles) / np.polyval(below[::-1], angles)
    impulse = np.fft.irfft(response)
    impulse[LEAD:] = 0.0
    return np.asarray(
        cv2.dft(impulse.astype(np.float32)[np.newaxis], flags=cv2.DFT_ROWS), np.float32
    )


@functools.cache
def _phases() -> Samples:
    """What to take of 24 samples for each quarter of the way between the middle two; (3, 24)."""
    kernels = []
    for phase in range(1, _OVERSAMPLING):
        places = np.arange(-_SINC_HALF + 1, _SINC_HALF + 1) - phase / _OVERSAMPLING
        window = np.cos(np.pi * places / (2 * _SINC_HALF + 1)) ** 2
        kernel = np.sinc(places) * window
        kernels.append((kernel / kernel.sum()).astype(np.float32))
    return np.stack(kernels)
