"""How loud a sound is and how high it peaks, and a limiter: blocks go in, figures or blocks out.

Blocks are those of `audio.py`, 48 kHz. Loudness is that of ITU-R BS.1770-4 with its two gates,
true peak that of its annex 2.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from drama_backends.media.audio import RATE, Samples, seamless

# BS.1770-4, 5.6: blocks of 400 ms that overlap by three quarters, so a step is 100 ms.
STEP = RATE // 10
STEPS_PER_BLOCK = 4
ABSOLUTE_GATE_LUFS = -70.0
RELATIVE_GATE_LU = -10.0
SILENCE_LUFS = -120.0

# The K weighting's response has faded below 1e-7 after 170 ms.
_TAPS = 8192
_FFT = 65_536
_HOP = _FFT - _TAPS

_OVERSAMPLING = 4
_SINC_HALF = 12

# The limiter's gain is laid out in steps of 1 ms: so many down to a peak, so many back from 0.
_CONTROL = RATE // 1000
_PARTS = STEP // _CONTROL
_ATTACK_STEPS = 5
_RELEASE_STEPS = 300

Float = NDArray[np.float64]


class Meter:
    """Loudness and true peak of a sound that is fed block by block, shape (n, channels).

    Without `peaks` the peak is not measured, in half the time.
    """

    def __init__(self, *, peaks: bool = True) -> None:
        self._peaks = peaks
        self._tail: Samples | None = None
        self._rest: Samples | None = None
        self._parts: list[Float] = []
        self._edge: Samples | None = None
        self._peak = 0.0

    def feed(self, block: Samples) -> None:
        """Measure the next block, of any length."""
        if not len(block):
            return
        if self._peaks:
            self._peak = max(self._peak, self._highest(block))
        weighted = self._weighted(block)
        if self._rest is not None:
            weighted = np.concatenate([self._rest, weighted])
        whole = len(weighted) // STEP
        if whole:
            squares = np.square(weighted[: whole * STEP])
            self._parts.append(squares.reshape(whole * _PARTS, -1).sum(axis=1, dtype=np.float64))
        self._rest = weighted[whole * STEP :]

    @property
    def powers(self) -> Float:
        """The K-weighted mean square, channels summed, of each 100 ms."""
        return np.asarray(self.parts.reshape(-1, _PARTS).sum(axis=1))

    @property
    def parts(self) -> Float:
        """What each millisecond adds to the `powers`."""
        return np.concatenate(self._parts) / STEP if self._parts else np.zeros(0)

    @property
    def loudness_lufs(self) -> float:
        """Integrated loudness; `SILENCE_LUFS` where nothing passes the gates."""
        return gated_loudness(self.powers)

    @property
    def true_peak_dbtp(self) -> float:
        """The highest value between and on samples, in dB of full scale."""
        return decibels(self._peak)

    def _weighted(self, block: Samples) -> Samples:
        channels = block.shape[1]
        if self._tail is None:
            self._tail = np.zeros((_TAPS, channels), np.float32)
        padded = np.concatenate([self._tail, block])
        self._tail = padded[-_TAPS:]
        response = np.repeat(_k_response(), channels, axis=0)
        parts = []
        for start in range(0, len(block), _HOP):
            piece = padded[start : start + _FFT]
            rows = np.zeros((channels, _FFT), np.float32)
            rows[:, : len(piece)] = piece.T
            # OpenCV's transform is three times as fast as numpy's.
            spectrum = cv2.mulSpectrums(cv2.dft(rows, flags=cv2.DFT_ROWS), response, cv2.DFT_ROWS)
            whole = cv2.dft(spectrum, flags=cv2.DFT_ROWS | cv2.DFT_INVERSE | cv2.DFT_SCALE)
            parts.append(whole[:, _TAPS : len(piece)].T)
        return np.concatenate(parts)

    def _highest(self, block: Samples) -> float:
        # Neighbours of a block's edge belong to the interpolation on both of its sides.
        joined = block if self._edge is None else np.concatenate([self._edge, block])
        self._edge = joined[-2 * _SINC_HALF :]
        return float(oversampled_peaks(joined, self._peak).max())


def loudness(blocks: Iterable[Samples]) -> float:
    """Integrated loudness of a whole sound in LUFS, gated; `SILENCE_LUFS` for silence."""
    meter = Meter()
    for block in seamless(blocks):
        meter.feed(block)
    return meter.loudness_lufs


def true_peak(blocks: Iterable[Samples]) -> float:
    """True peak of a whole sound in dBTP, four times oversampled."""
    meter = Meter()
    for block in seamless(blocks):
        meter.feed(block)
    return meter.true_peak_dbtp


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


def limited(blocks: Iterable[Samples], gain: float, ceiling: float) -> Iterator[Samples]:
    """The sound times `gain`, held under `ceiling` (amplitude) between samples too.

    The gain falls before a peak comes and returns gently after it; where nothing exceeds the
    ceiling the sound is only multiplied. Same number of samples out as in.
    """
    reach = (_ATTACK_STEPS + _RELEASE_STEPS + 1) * _CONTROL
    for before, block, after in _with_surroundings(seamless(blocks), reach):
        whole = np.concatenate([before, block, after]) * np.float32(gain)
        own = slice(len(before), len(before) + len(block))
        peaks = oversampled_peaks(whole, ceiling)
        if peaks.max(initial=0.0) <= ceiling:
            yield whole[own]
            continue
        gains = limiter_gains(highest_by_step(peaks), ceiling)
        middles = (np.arange(len(gains)) + 0.5) * _CONTROL
        curve = np.interp(np.arange(len(peaks)), middles, gains)
        yield whole[own] * curve[own, np.newaxis].astype(np.float32)


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
    needed = _windows(np.pad(needed, 1, constant_values=1.0), 3).min(axis=1)
    # The way back to 1 is a straight line from every low.
    slope = np.arange(steps) / _RELEASE_STEPS
    returning = np.minimum.accumulate(needed - slope) + slope
    # The way down: the lowest of the steps ahead, averaged over as many steps behind.
    wide = np.pad(returning, _ATTACK_STEPS, mode="edge")
    ahead = _windows(wide, _ATTACK_STEPS + 1).min(axis=1)
    kernel = np.hanning(_ATTACK_STEPS + 3)[1:-1]
    smooth = np.convolve(ahead, kernel / kernel.sum(), "valid")
    return np.asarray(np.minimum(1.0, smooth))


def _windows(values: Float, size: int) -> Float:
    return np.asarray(np.lib.stride_tricks.sliding_window_view(values, size))


def _with_surroundings(
    blocks: Iterator[Samples], reach: int
) -> Iterator[tuple[Samples, Samples, Samples]]:
    """Each block with at most `reach` samples of what stands before and after it."""
    block = next(blocks, None)
    if block is None:
        return
    before = block[:0]
    for after in blocks:
        yield before, block, after[:reach]
        before, block = block[-reach:], after
    yield before, block, block[:0]


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
    impulse[_TAPS:] = 0.0
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
