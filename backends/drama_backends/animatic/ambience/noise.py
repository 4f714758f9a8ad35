"""The sound designer's raw material: shaped noise, slow curves, grains, modes and rooms.

Every sound is float32 at 48 kHz. Loops are made in the frequency domain, so that their end runs
into their beginning without a seam.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

RATE = 48_000

Mono = NDArray[np.float32]
"""Shape (n,)."""
Stereo = NDArray[np.float32]
"""Shape (n, 2)."""
Curve = Sequence[tuple[float, float]]
"""A response as (hertz, decibels) points, straight between them over the logarithm of hertz."""


def generator(*words: object) -> np.random.Generator:
    """Random numbers that follow from words alone."""
    text = "\0".join(str(word) for word in words)
    seed = int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")
    return np.random.Generator(np.random.PCG64(seed))


@lru_cache(maxsize=8)
def bins(size: int) -> NDArray[np.float32]:
    """The logarithm of the hertz of each bin of a transform of `size` samples."""
    hertz = np.fft.rfftfreq(size, 1 / RATE)
    hertz[0] = hertz[1]
    return np.asarray(np.log(hertz), np.float32)


def response(curve: Curve, size: int) -> NDArray[np.float32]:
    """The curve's gains at the bins of a transform of `size` samples; no DC."""
    places = np.log([point[0] for point in curve])
    levels = np.interp(bins(size), places, [point[1] for point in curve]).astype(np.float32)
    gains = np.exp(levels * np.float32(np.log(10) / 20))
    gains[0] = 0
    return np.asarray(gains, np.float32)


def shape(sound: Mono, curve: Curve) -> Mono:
    """The sound, taken as a loop, through the curve."""
    spectrum = np.fft.rfft(sound)
    return np.asarray(np.fft.irfft(spectrum * response(curve, len(sound)), len(sound)), np.float32)


def hiss(rng: np.random.Generator, size: int, curve: Curve) -> Mono:
    """Noise through a curve, as a loop of `size` samples with an RMS of 1."""
    gains = response(curve, size)
    spectrum = rng.standard_normal((len(gains), 2), dtype=np.float32).view(np.complex64)[:, 0]
    made = np.asarray(np.fft.irfft(spectrum * gains, size), np.float32)
    return made / np.float32(np.sqrt(np.dot(made, made) / size))


def wide(rng: np.random.Generator, size: int, curve: Curve, width: float = 0.7) -> Stereo:
    """Noise in stereo; `width` 0 is mono, 1 two independent sides."""
    middle = hiss(rng, size, curve)
    side = hiss(rng, size, curve)
    near, far = np.float32(np.cos(width * np.pi / 4)), np.float32(np.sin(width * np.pi / 4))
    return np.stack([near * middle + far * side, near * middle - far * side], axis=1)


def drift(
    rng: np.random.Generator, size: int, seconds: float, low: float = 0.0, high: float = 1.0
) -> Mono:
    """A slow random curve from `low` to `high`, as a loop, changing over about `seconds`."""
    count = max(3, round(size / RATE / seconds * 2))
    points = rng.random(count)
    span = points.max() - points.min()
    points = low + (high - low) * (points - points.min()) / max(1e-9, span)
    fine = max(count, min(size, 24 * count))
    at = np.arange(fine + 1) * (count / fine)
    index = at.astype(np.int64)
    part = at - index
    part = part * part * (3 - 2 * part)
    bent = points[index % count] * (1 - part) + points[(index + 1) % count] * part
    curve = np.interp(np.arange(size), np.arange(fine + 1) * (size / fine), bent)
    return np.asarray(curve, np.float32)


def layered(*parts: tuple[Stereo, Mono | float]) -> Stereo:
    """Loops laid over one another, each with its level: a number, or a curve as long as it is."""
    total = np.zeros_like(parts[0][0])
    for sound, level in parts:
        total += sound * (level if isinstance(level, float) else level[:, None])
    return total


def decay(seconds: float, size: int, attack_seconds: float = 0.002) -> Mono:
    """A stroke's envelope: down 60 dB after `seconds`."""
    time = np.arange(size, dtype=np.float32) / RATE
    return np.asarray(
        np.minimum(1, time / max(attack_seconds, 1e-5)) * np.exp(-6.9 * time / seconds), np.float32
    )


def chirp(from_hertz: float, to_hertz: float, seconds: float, bend: float = 1.0) -> Mono:
    """A gliding sine with soft ends; `bend` over 1 glides late, under 1 early."""
    size = max(8, round(seconds * RATE))
    place = np.linspace(0, 1, size, dtype=np.float32) ** bend
    hertz = from_hertz * (to_hertz / from_hertz) ** place
    phase = 2 * np.pi * np.cumsum(hertz) / RATE
    return np.asarray(np.sin(phase) * np.hanning(size), np.float32)


def modes(
    partials: Sequence[tuple[float, float, float]], seconds: float, attack_seconds: float = 0.001
) -> Mono:
    """A struck body: partials as (hertz, strength, seconds to fall by 60 dB)."""
    size = round(seconds * RATE)
    time = np.arange(size, dtype=np.float32) / RATE
    sound = np.zeros(size, np.float32)
    for number, (hertz, strength, fall) in enumerate(partials):
        if hertz < RATE * 0.45:
            sound += (
                np.float32(strength)
                * np.sin(np.float32(2 * np.pi * hertz) * time + number)
                * np.exp(-6.9 / fall * time)
            )
    return sound * np.minimum(1, time / attack_seconds).astype(np.float32)


def burst(
    rng: np.random.Generator,
    seconds: float,
    curve: Curve,
    fall: float | None = None,
    attack_seconds: float = 0.002,
) -> Mono:
    """A stroke of shaped noise that dies away within `fall` seconds."""
    size = max(64, round(seconds * RATE))
    return hiss(rng, size, curve) * decay(fall or seconds, size, attack_seconds)


def put(loop: Stereo, sound: Mono, start: int, gain: float = 1.0, pan: float = 0.0) -> None:
    """Add a sound to a loop at a sample, around its end; `pan` -1 left, 1 right."""
    angle = (pan + 1) * np.pi / 4
    sides = np.array([np.cos(angle), np.sin(angle)], np.float32) * np.float32(gain)
    while len(sound):
        start %= len(loop)
        part = sound[: len(loop) - start]
        loop[start : start + len(part)] += part[:, None] * sides
        sound = sound[len(part) :]
        start += len(part)


def scatter(
    rng: np.random.Generator,
    size: int,
    a_minute: float,
    make: Callable[[], Mono],
    spread: float = 0.8,
    range_decibels: float = 10.0,
) -> Stereo:
    """Single sounds strewn over a loop, each made anew, at random places and distances."""
    loop = np.zeros((size, 2), np.float32)
    count = max(1, round(a_minute * size / RATE / 60))
    for index in range(count):
        start = int((index + rng.random()) / count * size)
        put(
            loop,
            make(),
            start,
            10 ** (-range_decibels * rng.random() / 20),
            spread * (2 * rng.random() - 1),
        )
    return loop


def room(
    rng: np.random.Generator,
    dry: Stereo,
    seconds: float,
    wet: float,
    curve: Curve = ((50, -6), (200, 0), (3000, -3), (9000, -18)),
) -> Stereo:
    """The loop in a room that rings for `seconds`; `wet` is the room's share, 0 to 1."""
    size = len(dry)
    length = min(size, round(seconds * RATE))
    made = np.empty_like(dry)
    for side in (0, 1):
        answer = np.zeros(size, np.float32)
        answer[:length] = rng.standard_normal(length, dtype=np.float32) * decay(
            seconds, length, 0.01
        )
        answer /= np.float32(max(1e-9, float(np.sqrt(np.sum(answer**2)))))
        spectrum = np.fft.rfft(dry[:, side]) * np.fft.rfft(answer) * response(curve, size)
        made[:, side] = np.fft.irfft(spectrum, size)
    return np.asarray((1 - wet) * dry + wet * made, np.float32)


def decibels(value: float) -> np.float32:
    """A gain from decibels."""
    return np.float32(10 ** (value / 20))


def leveled(sound: Stereo, rms_decibels: float) -> Stereo:
    """The sound at an RMS level; silence stays silence."""
    rms = float(np.sqrt(np.mean(sound**2, dtype=np.float64)))
    return sound * (decibels(rms_decibels) / np.float32(rms)) if rms > 1e-9 else sound
