"""Sound goes in and comes out: resampled, coloured, breathed, trimmed, levelled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from drama_backends.animatic.speech.passage import RATE, Passage, Samples, part

_FRAME, _HOP = 1024, 256
_SPEECH_FLOOR_DB = -40.0
_RATIO_SLACK = 1e-4


def resample(samples: Samples, rate: float, target: float = RATE) -> Samples:
    """`samples` at `rate` Hz as samples at `target` Hz: band-limited, by the Fourier transform.

    The ends are padded by silence, so that nothing wraps around, and to lengths that are quickly
    transformed and in the ratio to a ten-thousandth, which is a sixth of a cent.
    """
    if not len(samples) or rate == target:
        return samples.astype(np.float32)
    margin = int(rate * 0.02)
    length, count = _quick_lengths(len(samples) + 2 * margin, target / rate)
    padded = np.zeros(length, np.float64)
    padded[margin : margin + len(samples)] = samples
    spectrum = np.fft.rfft(padded)
    resized = np.zeros(count // 2 + 1, np.complex128)
    shared = min(len(spectrum), len(resized))
    resized[:shared] = spectrum[:shared]
    wave = np.fft.irfft(resized, count) * (count / len(padded))
    ratio = count / len(padded)
    first = round(margin * ratio)
    return np.asarray(wave[first : first + round(len(samples) * ratio)], np.float32)


def _quick_lengths(least: int, ratio: float) -> tuple[int, int]:
    """A length of `least` or somewhat more and one `ratio` times it, both quickly transformed."""
    length = -(-least // 240) * 240
    while True:
        counts = _near(length * ratio) if _is_quick(length) else ()
        count = next(filter(_is_quick, counts), None)
        if count:
            return length, count
        length += 240


def _near(exact: float) -> list[int]:
    """The whole numbers as near as may be, the nearest first."""
    slack = int(exact * _RATIO_SLACK)
    middle = round(exact)
    return sorted(range(middle - slack, middle + slack + 1), key=lambda one: abs(one - exact))


def _is_quick(length: int) -> bool:
    """Whether it has small prime factors only."""
    for prime in (2, 3, 5, 7, 11, 13, 17, 19, 23):
        while length % prime == 0:
            length //= prime
    return length == 1


def frame_levels_db(samples: Samples, seconds: float) -> NDArray[np.float64]:
    """The RMS level of each stretch of `seconds`, in dBFS, the last one padded by silence."""
    size = round(seconds * RATE)
    count = -(-len(samples) // size)
    padded = np.zeros(count * size, np.float64)
    padded[: len(samples)] = samples
    power = np.mean(padded.reshape(count, size) ** 2, axis=1) if count else np.zeros(0)
    return np.asarray(10.0 * np.log10(power + 1e-12))


def speech_level_db(samples: Samples) -> float:
    """RMS of the parts that speak: of the 20 ms frames less than 25 dB below the loud ones."""
    levels = frame_levels_db(samples, 0.02)
    if not len(levels):
        return -120.0
    loud = float(np.percentile(levels, 95))
    speaking = levels[levels > loud - 25.0]
    return float(10.0 * np.log10(np.mean(10.0 ** (speaking / 10.0)))) if len(speaking) else -120.0


def level(samples: Samples, level_db: float, peak_db: float = -1.5) -> Samples:
    """`samples` with their speech at `level_db` dBFS RMS, no peak above `peak_db`.

    Peaks are rounded off by a smooth knee rather than the whole line turned down: speech has a
    few, and a line's level is what is compared with its neighbours'.
    """
    now = speech_level_db(samples)
    if now < -90.0:
        return samples
    ceiling = 10.0 ** (peak_db / 20.0)
    wave = samples.astype(np.float64)
    for _ in range(4):
        wave = wave * 10.0 ** ((level_db - speech_level_db(wave.astype(np.float32))) / 20.0)
        wave = _rounded(wave, ceiling)
    return np.asarray(wave, np.float32)


def trim(passage: Passage, keep_seconds: float = 0.03) -> Passage:
    """The passage without the silence at its ends, but for `keep_seconds`, ends faded."""
    levels = frame_levels_db(passage.samples, 0.005)
    if not len(levels):
        return passage
    heard = np.flatnonzero(levels > max(float(levels.max()) + _SPEECH_FLOOR_DB, -70.0))
    if not len(heard):
        return part(passage, 0.0, 0.0)
    start = max(0.0, heard[0] * 0.005 - keep_seconds)
    end = min(passage.seconds, (heard[-1] + 1) * 0.005 + keep_seconds)
    trimmed = part(passage, start, end)
    trimmed.samples = _faded(trimmed.samples, round(0.006 * RATE))
    return trimmed


def colour(samples: Samples, *, breath: float, rasp: float, edge_db: float, seed: int) -> Samples:
    """`samples` with tone replaced by breath, roughened, and brighter or duller above 1.5 kHz.

    Breath is noise under the spectral envelope of each frame (a smoothed spectrum, by a window
    on the cepstrum); at 1 no tone is left: a whisper. Rasp is a slow random waver of loudness
    from one period to the next, as of loose vocal folds.
    """
    if not len(samples) or not (breath > 0.01 or rasp > 0.01 or abs(edge_db) > 0.1):
        return samples
    draw = np.random.default_rng(seed)
    wave = _rough(samples, rasp, draw) if rasp > 0.01 else samples.astype(np.float32)
    spectrum = _stft(wave)
    frequencies = np.fft.rfftfreq(_FRAME, 1.0 / RATE)
    if breath > 0.01:
        spectrum = _breathed(spectrum, breath, frequencies, draw)
    if abs(edge_db) > 0.1:
        rise = 1.0 / (1.0 + (1500.0 / np.maximum(frequencies, 1.0)) ** 2)
        spectrum = spectrum * (10.0 ** (edge_db * rise / 20.0)).astype(np.float32)
    return _istft(spectrum, len(samples))


def _breathed(
    spectrum: NDArray[np.complex64],
    breath: float,
    frequencies: NDArray[np.floating],
    draw: np.random.Generator,
) -> NDArray[np.complex64]:
    envelope = np.exp(_smooth(np.log(np.abs(spectrum) + 1e-6)))
    noise = draw.standard_normal((2, *spectrum.shape), dtype=np.float32)
    air = envelope * (noise[0] + 1j * noise[1]) * np.float32(0.9)
    # A whisper has little below 500 Hz: the folds do not swing.
    air *= np.clip(frequencies / 700.0, 0.12, 1.0).astype(np.float32)
    tone = np.float32(max(0.0, 1.0 - breath) ** 0.7)
    return np.asarray(spectrum * tone + air * np.float32(breath), np.complex64)


def _smooth(log_magnitude: NDArray[np.float32], order: int = 56) -> NDArray[np.float32]:
    """The envelope of a log spectrum: its cepstrum cut off (1.2 ms at 48 kHz)."""
    cepstrum = np.fft.irfft(log_magnitude, _FRAME, axis=1)
    cepstrum[:, order:-order] = 0.0
    return np.asarray(np.fft.rfft(cepstrum, axis=1).real, np.float32)


def _rough(samples: Samples, rasp: float, draw: np.random.Generator) -> Samples:
    step = 480
    knots = draw.standard_normal(len(samples) // step + 3)
    waver = np.interp(np.arange(len(samples)) / step, np.arange(len(knots)), knots)
    return np.asarray(samples * (1.0 + 0.35 * rasp * np.tanh(waver)), np.float32)


def _stft(samples: Samples) -> NDArray[np.complex64]:
    padded = np.pad(samples, (_FRAME, _FRAME + _HOP))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FRAME)[::_HOP]
    return np.asarray(np.fft.rfft(frames * _WINDOW, axis=1), np.complex64)


def _istft(spectrum: NDArray[np.complex64], length: int) -> Samples:
    """The wave whose frames these are; the squared Hann window at a quarter overlap sums to 1.5."""
    frames = np.fft.irfft(spectrum, _FRAME, axis=1) * (_WINDOW / 1.5)
    overlap = _FRAME // _HOP
    blocks = frames.reshape(len(frames), overlap, _HOP)
    wave = np.zeros((len(frames) + overlap - 1, _HOP))
    for index in range(overlap):
        wave[index : index + len(frames)] += blocks[:, index]
    return np.asarray(wave.reshape(-1)[_FRAME : _FRAME + length], np.float32)


_WINDOW = (0.5 - 0.5 * np.cos(2.0 * np.pi * np.arange(_FRAME) / _FRAME)).astype(np.float32)


def _rounded(wave: NDArray[np.float64], ceiling: float) -> NDArray[np.float64]:
    """Linear to 0.6 of the ceiling, then bent so that it never passes it."""
    knee = 0.6 * ceiling
    room = ceiling - knee
    over = np.abs(wave) > knee
    bent = np.sign(wave) * (knee + room * np.tanh((np.abs(wave) - knee) / room))
    return np.where(over, bent, wave)


def _faded(samples: Samples, count: int) -> Samples:
    count = min(count, len(samples) // 2)
    ramp = 0.5 - 0.5 * np.cos(np.pi * np.arange(count) / max(count, 1))
    faded = samples.copy()
    faded[:count] *= ramp.astype(np.float32)
    faded[len(faded) - count :] *= ramp[::-1].astype(np.float32)
    return faded
