"""A seed and a size in, a seamless loop of living things and small happenings out."""

from __future__ import annotations

import numpy as np

from drama_backends.animatic.ambience.noise import (
    RATE,
    Mono,
    Stereo,
    burst,
    chirp,
    decay,
    drift,
    hiss,
    layered,
    modes,
    put,
    room,
    scatter,
    shape,
    wide,
)

Rng = np.random.Generator


def birds(rng: Rng, size: int) -> Stereo:
    """Songbirds, each with its own phrase, call and answer at several distances."""
    loop = np.zeros((size, 2), np.float32)
    for _ in range(5):
        song = birdsong(rng)
        pan, far = 1.8 * rng.random() - 0.9, rng.random()
        for _ in range(max(1, round(size / RATE / (4 + 5 * rng.random())))):
            put(loop, song, int(rng.random() * size), 10 ** (-0.8 * far), pan)
    return room(rng, loop, 1.2, 0.25)


def birdsong(rng: Rng) -> Mono:
    """One bird's phrase: the same few notes each time it sings."""
    notes: list[Mono] = []
    base = 2300 + 2600 * rng.random()
    for _ in range(int(rng.integers(2, 5))):
        start = base * (0.8 + 0.5 * rng.random())
        end = start * (0.75 + 0.6 * rng.random())
        one = chirp(start, end, 0.04 + 0.12 * rng.random(), 0.5 + rng.random())
        gap = np.zeros(round((0.02 + 0.06 * rng.random()) * RATE), np.float32)
        notes += [one, gap] * int(rng.integers(1, 4))
    return np.concatenate(notes)


def gulls(rng: Rng, size: int) -> Stereo:
    """Seagulls: falling cries in threes."""

    def cry() -> Mono:
        parts: list[Mono] = []
        high = 1300 + 500 * rng.random()
        for _ in range(int(rng.integers(2, 5))):
            one = (
                chirp(high * 0.8, high, 0.09)
                if rng.random() < 0.4
                else chirp(high, high * 0.62, 0.32, 0.7)
            )
            over = chirp(high * 2, high * 1.24, len(one) / RATE, 0.7)[: len(one)]
            parts += [one + 0.4 * over, np.zeros(round(0.07 * RATE), np.float32)]
        return np.concatenate(parts)

    return room(rng, scatter(rng, size, 14, cry, 0.9, 14), 1.5, 0.3)


def crickets(rng: Rng, size: int) -> Stereo:
    """Crickets: pulses of a high tone in short trains, each insect at its own pace."""
    loop = np.zeros((size, 2), np.float32)
    time = np.arange(size, dtype=np.float32) / RATE
    for _ in range(6):
        hertz = 3900 + 1400 * rng.random()
        pulses = 24 + 14 * rng.random()
        trains = round(size / RATE * (0.9 + 0.9 * rng.random()))
        train = (time * np.float32(trains * RATE / size)) % 1
        pulse = np.maximum(0, np.sin(np.float32(2 * np.pi * pulses) * time)) ** 2
        sound = np.sin(np.float32(2 * np.pi * hertz) * time) * pulse * (train < 0.42)
        angle = rng.random() * np.pi / 2
        gain = np.float32(0.25 + 0.75 * rng.random() ** 2)
        loop[:, 0] += gain * np.float32(np.cos(angle)) * sound
        loop[:, 1] += gain * np.float32(np.sin(angle)) * sound
    return loop


def cicadas(rng: Rng, size: int) -> Stereo:
    """A summer's cicadas: a buzzing wall that comes and goes."""
    curve = ((2500, -50), (4200, -4), (5200, 0), (6800, -10), (9000, -34))
    time = np.arange(size, dtype=np.float32) / RATE
    sides = []
    for pulses in (92.0, 101.0):
        buzz = hiss(rng, size, curve) * (
            0.35 + 0.65 * np.maximum(0, np.sin(np.float32(2 * np.pi * pulses) * time))
        )
        sides.append(buzz * drift(rng, size, 3.5, 0.25, 1.0))
    return np.stack(sides, axis=1)


def frogs(rng: Rng, size: int) -> Stereo:
    """Frogs at a pond."""

    def croak() -> Mono:
        length = round((0.18 + 0.15 * rng.random()) * RATE)
        time = np.arange(length, dtype=np.float32) / RATE
        body = np.sin(2 * np.pi * (420 + 320 * rng.random()) * time)
        rasp = np.maximum(0, np.sin(2 * np.pi * (38 + 20 * rng.random()) * time))
        return np.asarray(body * rasp * np.hanning(length), np.float32)

    return scatter(rng, size, 60, croak, 0.9, 16)


def owl(rng: Rng, size: int) -> Stereo:
    """An owl, far off, now and then."""

    def call() -> Mono:
        parts = [chirp(380, 360, 0.35), np.zeros(9000, np.float32), chirp(390, 340, 0.8)]
        return np.concatenate(parts)

    return room(rng, scatter(rng, size, 4, call, 0.7, 6), 2.2, 0.55)


def dogs(rng: Rng, size: int) -> Stereo:
    """A dog barking somewhere."""

    def bark() -> Mono:
        length = round(0.16 * RATE)
        voice = voiced(rng, length, 240 + 120 * rng.random(), 0.6)
        voice = shape(voice, ((150, -20), (600, 0), (1400, -4), (4000, -24)))
        return voice * decay(0.22, length, 0.01)

    def barks() -> Mono:
        gap = np.zeros(round(0.22 * RATE), np.float32)
        return np.concatenate(
            [part for _ in range(int(rng.integers(1, 4))) for part in (bark(), gap)]
        )

    return room(rng, scatter(rng, size, 5, barks, 0.8, 8), 1.6, 0.6)


def hens(rng: Rng, size: int) -> Stereo:
    """Hens pecking about."""

    def cluck() -> Mono:
        return np.concatenate(
            [
                chirp(700, 520, 0.07, 0.6),
                np.zeros(4000, np.float32),
                chirp(760, 480 + 300 * rng.random(), 0.10, 0.6),
            ]
        )

    return scatter(rng, size, 40, cluck, 0.7, 14)


COARSE = 4
"""Voices in a crowd are made at a quarter of the rate: nothing of them lies over 6 kHz."""


def murmur(rng: Rng, size: int) -> Stereo:
    """People talking, no word to be understood: voices with syllables through formants."""
    small = size // COARSE
    loop = np.zeros((small, 2), np.float32)
    for index in range(9):
        pitch = 105 + 25 * rng.random() if index % 2 else 190 + 40 * rng.random()
        voice = voiced(rng, small, pitch * COARSE, 0.22)
        voice += 0.25 * rng.standard_normal(small, dtype=np.float32)
        first, second = 380 + 320 * rng.random(), 1100 + 800 * rng.random()
        curve = (
            (80, -30),
            (150, -6),
            (first, 0),
            (first * 1.6, -9),
            (second, -7),
            (second * 1.6, -18),
            (5600, -34),
            (5800, -90),
        )
        voice = shape(voice, [(hertz * COARSE, gain) for hertz, gain in curve])
        talk = drift(rng, small, 0.21 * COARSE) ** 2
        talk *= np.clip(4 * (drift(rng, small, 2.2 * COARSE) - 0.3), 0, 1)
        angle = rng.random() * np.pi / 2
        gain = np.float32(0.35 + 0.65 * rng.random())
        loop[:, 0] += gain * np.float32(np.cos(angle)) * voice * talk
        loop[:, 1] += gain * np.float32(np.sin(angle)) * voice * talk
    whole = np.stack([np.fft.irfft(np.fft.rfft(loop[:, side]), size) for side in (0, 1)], axis=1)
    crowd = wide(rng, size, ((90, -20), (300, 0), (700, -3), (1800, -14), (6000, -34)), 1.0)
    voices = room(rng, whole.astype(np.float32) * np.float32(COARSE), 1.1, 0.5)
    return layered((voices, 1.0), (crowd, np.float32(0.25 * voices.std()).item()))


def voiced(rng: Rng, size: int, hertz: float, glide: float) -> Mono:
    """A buzz with a wandering pitch, as vocal folds make it."""
    curve = 1 + glide * (drift(rng, size, 0.7) - 0.5)
    cycles = max(1.0, round(hertz * size / RATE))
    phase = np.cumsum(curve, dtype=np.float64)
    phase *= cycles / phase[-1]
    return np.asarray(1 - 2 * (phase % 1), np.float32)


def cups(rng: Rng, size: int) -> Stereo:
    """Cups, spoons and plates."""
    return room(rng, scatter(rng, size, 26, lambda: clink(rng), 0.8, 16), 0.8, 0.3)


def clink(rng: Rng) -> Mono:
    """Porcelain or glass touched once."""
    base = 1900 + 2200 * rng.random()
    ratios = ((1.0, 1.0, 0.22), (1.72, 0.6, 0.16), (2.64, 0.45, 0.12), (3.9, 0.3, 0.08))
    return modes([(base * ratio, gain, fall) for ratio, gain, fall in ratios], 0.3)


def keyboards(rng: Rng, size: int) -> Stereo:
    """Typing, in runs."""

    def run() -> Mono:
        sound = np.zeros(round(1.6 * RATE), np.float32)
        for index in range(int(rng.integers(4, 12))):
            key = burst(rng, 0.03, ((400, -14), (1800, 0), (4500, -4), (10000, -20)), 0.03, 0.0004)
            at = round((index * 0.13 + 0.05 * rng.random()) * RATE)
            sound[at : at + len(key)] += key[: max(0, len(sound) - at)] * np.float32(
                0.4 + rng.random()
            )
        return sound

    return room(rng, scatter(rng, size, 20, run, 0.7, 12), 0.5, 0.25)


def drips(rng: Rng, size: int) -> Stereo:
    """Drops falling into still water in a cave, with its echo."""

    def drip() -> Mono:
        high = 900 + 1100 * rng.random()
        return np.concatenate(
            [
                chirp(high * 0.8, high * 1.5, 0.035, 1.6),
                0.5 * chirp(high * 0.9, high * 1.2, 0.06, 2),
            ]
        )

    return room(rng, scatter(rng, size, 26, drip, 0.9, 14), 3.2, 0.55)


def far_bell(rng: Rng, size: int) -> Stereo:
    """A temple bell, struck every eleven seconds or so, far away."""
    loop = np.zeros((size, 2), np.float32)
    bell = temple_bell(9.0)
    count = max(1, round(size / RATE / 11))
    for index in range(count):
        put(loop, bell, int((index + 0.1 + 0.1 * rng.random()) / count * size), 1.0, 0.25)
    return room(rng, loop, 3.0, 0.5)


def temple_bell(seconds: float) -> Mono:
    """A great bronze bell: a low hum that beats, over partials that fade early."""
    rows = (
        (1.0, 1.0, 1.0),
        (1.006, 0.7, 1.0),
        (2.02, 0.7, 0.6),
        (2.71, 0.5, 0.42),
        (3.76, 0.4, 0.3),
        (5.1, 0.25, 0.2),
        (6.6, 0.2, 0.12),
    )
    return modes(
        [(118 * ratio, gain, seconds * fall) for ratio, gain, fall in rows], seconds, 0.004
    )


def horns(rng: Rng, size: int) -> Stereo:
    """A car horn, now and then, down the street."""

    def honk() -> Mono:
        length = round((0.2 + 0.4 * rng.random()) * RATE)
        time = np.arange(length, dtype=np.float32) / RATE
        tone = sum(np.sign(np.sin(2 * np.pi * hertz * time)) for hertz in (405.0, 508.0))
        edges = np.minimum(1, np.minimum(time, time[::-1]) * 60)
        return shape(
            np.asarray(tone * edges, np.float32), ((150, -30), (500, 0), (1500, -6), (4000, -28))
        )

    return room(rng, scatter(rng, size, 4, honk, 0.9, 8), 1.4, 0.6)


def works(rng: Rng, size: int) -> Stereo:
    """Handwork not far off: wood on wood, a hammer, a pail."""

    def knock() -> Mono:
        base = 240 + 500 * rng.random()
        one = modes([(base, 1, 0.12), (base * 2.3, 0.5, 0.07), (base * 4.1, 0.3, 0.04)], 0.2)
        gap = np.zeros(round((0.2 + 0.25 * rng.random()) * RATE), np.float32)
        return np.concatenate([one, gap] * int(rng.integers(1, 5)))

    return room(rng, scatter(rng, size, 14, knock, 0.8, 14), 1.0, 0.45)


def beeps(rng: Rng, size: int) -> Stereo:
    """A monitor at a bedside."""
    loop = np.zeros((size, 2), np.float32)
    count = max(1, round(size / RATE / 1.0))
    for index in range(count):
        put(loop, chirp(960, 960, 0.11), int(index / count * size), 1.0, 0.3)
    return room(rng, loop, 0.6, 0.25)


def children(rng: Rng, size: int) -> Stereo:
    """Children at play: bright calls over a murmur."""

    def call() -> Mono:
        length = round((0.2 + 0.4 * rng.random()) * RATE)
        voice = voiced(rng, length, 360 + 160 * rng.random(), 0.5)
        voice = shape(voice, ((200, -24), (700, 0), (1900, -4), (3200, -10), (8000, -34)))
        return voice * np.hanning(length).astype(np.float32)

    return room(rng, scatter(rng, size, 90, call, 0.9, 16), 1.2, 0.45)
