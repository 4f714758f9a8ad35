"""A seed in, one longer sound out: water, fire, throats, engines, air, signals."""

from __future__ import annotations

import numpy as np

from drama_backends.animatic.ambience import lives
from drama_backends.animatic.ambience.noise import (
    RATE,
    Mono,
    burst,
    chirp,
    decay,
    drift,
    hiss,
    modes,
    shape,
)
from drama_backends.animatic.ambience.strikes import mix
from drama_backends.animatic.ambience.thunder import clap

Rng = np.random.Generator


def thunder(rng: Rng) -> Mono:
    """One near thunderclap."""
    return clap(rng, 1.0, 4.5)


def explosion(rng: Rng) -> Mono:
    """A blast: a shock, a body of fire, debris."""
    shock = burst(rng, 0.3, ((40, 0), (400, -3), (5000, -10)), 0.25, 0.0005)
    size = round(3 * RATE)
    body = hiss(rng, size, ((25, 0), (80, 0), (300, -8), (1500, -22))) * decay(2.6, size, 0.01)
    parts = [(0.0, 1.2, shock), (0.0, 1.0, body)]
    parts += [
        (
            0.4 + 1.6 * float(rng.random()),
            0.06 + 0.1 * float(rng.random()),
            burst(rng, 0.08, ((300, -6), (1500, 0), (6000, -14)), 0.06),
        )
        for _ in range(22)
    ]
    return mix(3.0, *parts)


def gunshot(rng: Rng) -> Mono:
    """A shot and its echo."""
    crack = burst(rng, 0.2, ((80, -4), (800, 0), (7000, -4)), 0.12, 0.0003)
    echo = burst(rng, 1.2, ((60, 0), (400, -4), (2000, -18)), 1.0, 0.05)
    return mix(1.4, (0, 1, crack), (0.06, 0.25, echo))


def roar(rng: Rng) -> Mono:
    """A great beast: a rasping throat that opens and closes, over breath."""
    size = round(2.4 * RATE)
    place = np.linspace(0, 1, size, dtype=np.float32)
    rise = np.maximum(0, np.sin(np.pi * place**0.7))
    pitch = 48 + 34 * rise + 8 * drift(rng, size, 0.08)
    phase = np.cumsum(pitch, dtype=np.float64) / RATE
    throat = np.asarray(1 - 2 * (phase % 1), np.float32) * (0.55 + 0.45 * drift(rng, size, 0.02))
    under = np.asarray(1 - 2 * ((phase / 2) % 1), np.float32)
    breath = hiss(rng, size, ((100, -12), (400, 0), (1600, -6), (6000, -22)))
    raw = throat + 0.7 * under + 0.55 * breath
    closed = shape(raw, ((40, -4), (180, 0), (420, -6), (900, -22), (5000, -48)))
    opened = shape(raw, ((40, -8), (260, -2), (620, 0), (1150, -2), (2600, -16), (8000, -36)))
    return np.asarray(np.tanh(2.2 * ((1 - rise) * closed + rise * opened)) * rise**0.6, np.float32)


def wave_crash(rng: Rng) -> Mono:
    """A breaker: it gathers, falls and runs out in foam."""
    size = round(4.2 * RATE)
    time = np.arange(size, dtype=np.float32) / RATE
    low = hiss(rng, size, ((30, 0), (100, 0), (350, -12), (1500, -36)))
    body = hiss(rng, size, ((150, -18), (600, 0), (2000, -5), (7000, -22)))
    foam = hiss(rng, size, ((1200, -28), (4000, 0), (9000, -2)))
    fall = np.where(time < 1.1, (time / 1.1) ** 3, np.exp(-(time - 1.1) / 0.9))
    run = np.where(time < 1.3, (time / 1.3) ** 5, np.exp(-(time - 1.3) / 1.1))
    gather = np.exp(-(((time - 1.0) / 0.6) ** 2))
    out = np.clip((time[-1] - time) / 0.8, 0, 1)
    return np.asarray((low * gather + body * fall + 0.6 * foam * run) * out, np.float32)


def splash(rng: Rng) -> Mono:
    """A body into water: slap, spray, bubbles."""
    slap = burst(rng, 0.25, ((60, -2), (250, 0), (1500, -8), (6000, -18)), 0.2)
    spray = burst(rng, 1.1, ((600, -18), (2200, 0), (7000, -4)), 0.9, 0.05)
    drip = [
        (
            0.25 + 0.8 * float(rng.random()),
            0.05 + 0.16 * float(rng.random()),
            chirp(500 + 900 * rng.random(), 900 + 1400 * rng.random(), 0.05, 1.6),
        )
        for _ in range(26)
    ]
    return mix(1.6, (0, 1, slap), (0.03, 0.6, spray), *drip)


def phone(rng: Rng) -> Mono:
    """A telephone, twice: a warbling pair of tones."""
    size = round(0.9 * RATE)
    time = np.arange(size, dtype=np.float32) / RATE
    warble = np.where(
        (time * 22) % 1 < 0.5, np.sin(2 * np.pi * 1280 * time), np.sin(2 * np.pi * 1600 * time)
    )
    edges = np.minimum(1, np.minimum(time, time[::-1]) * 80)
    ring = np.asarray(warble * edges, np.float32)
    return mix(2.6, (0, 0.7, ring), (1.4, 0.7, ring))


def notification(rng: Rng) -> Mono:
    """Two soft tones of a message."""

    def tone(hertz: float) -> Mono:
        return modes(
            [(hertz, 1, 0.5), (hertz * 2, 0.3, 0.3), (hertz * 3.01, 0.12, 0.2)], 0.6, 0.004
        )

    return mix(0.9, (0, 0.8, tone(1046.5)), (0.14, 1.0, tone(1568.0)))


def coffee(rng: Rng) -> Mono:
    """An espresso machine: the pump's hum, then steam."""
    size = round(2.6 * RATE)
    time = np.arange(size, dtype=np.float32) / RATE
    beat = np.sign(np.sin(2 * np.pi * 50 * time)) + 0.4 * np.sin(2 * np.pi * 150 * time)
    pump = shape(np.asarray(beat, np.float32), ((40, -10), (120, 0), (500, -8), (2000, -26)))
    steam = hiss(rng, size, ((900, -26), (3500, -4), (7500, 0), (15000, -6)))
    rise = np.clip((time - 0.35) / 0.3, 0, 1) * np.clip((2.55 - time) / 0.4, 0, 1)
    hum = np.clip(time / 0.1, 0, 1) * np.clip((2.3 - time) / 0.3, 0, 1)
    return np.asarray(
        0.35 * pump * hum + steam * rise * drift(rng, size, 0.05, 0.75, 1.0), np.float32
    )


def pour(rng: Rng) -> Mono:
    """A drink poured: a thin stream whose pitch climbs as the cup fills."""
    size = round(1.9 * RATE)
    stream = hiss(rng, size, ((500, -22), (1500, 0), (4000, -8), (9000, -20)))
    stream *= np.hanning(size).astype(np.float32) ** 0.4 * drift(rng, size, 0.04, 0.5, 1.0)
    parts = [
        (
            0.05 + 1.6 * index / 60,
            0.25 + 0.3 * float(rng.random()),
            chirp(
                520 + 12 * index + 160 * rng.random(), 640 + 16 * index + 240 * rng.random(), 0.05
            ),
        )
        for index in range(60)
    ]
    return mix(1.9, (0, 0.35, stream), *parts)


def bird(rng: Rng) -> Mono:
    """One bird, its phrase twice."""
    song = lives.birdsong(rng)
    seconds = len(song) / RATE
    return mix(2 * seconds + 0.5, (0, 0.9, song), (seconds + 0.3, 0.7, song))


def cheer(rng: Rng) -> Mono:
    """A crowd that cheers and claps."""
    size = round(3.4 * RATE)
    voices = np.zeros(size, np.float32)
    for index in range(14):
        pitch = (180 if index % 2 else 300) * (0.8 + 0.5 * rng.random())
        one = lives.voiced(rng, size, pitch, 0.4)
        one = shape(one, ((120, -24), (650, 0), (1250, -3), (2700, -10), (7000, -32)))
        voices += one * drift(rng, size, 0.35, 0.1, 1.0)
    claps = np.zeros(size, np.float32)
    for _ in range(420):
        at = int(rng.random() * (size - 2000))
        hand = burst(rng, 0.03, ((300, -16), (1300, 0), (3500, -8), (9000, -22)), 0.025, 0.0006)
        claps[at : at + len(hand)] += hand * np.float32(0.3 + 0.7 * rng.random())
    time = np.linspace(0, 1, size, dtype=np.float32)
    swell = np.minimum(1, time * 6) * np.minimum(1, (1 - time) * 2.2)
    return np.asarray((0.35 * voices + 0.3 * claps) * swell, np.float32)


def scream(rng: Rng) -> Mono:
    """A cry kept far away: one falling tone in a wide room."""
    size = round(1.0 * RATE)
    voice = lives.voiced(rng, size, 620, 0.25)
    voice = shape(voice, ((300, -20), (900, 0), (1700, -8), (3200, -20), (8000, -44)))
    return np.asarray(voice * np.hanning(size) ** 1.5, np.float32)


def laugh(rng: Rng) -> Mono:
    """A laugh: a few short voiced breaths that fall."""
    parts: list[tuple[float, float, Mono]] = []
    for index in range(6):
        size = round(0.13 * RATE)
        one = lives.voiced(rng, size, 230 - 12 * index, 0.2)
        one = shape(one, ((120, -20), (700, 0), (1250, -4), (2600, -14), (7000, -34)))
        parts.append((index * 0.19, 1 - 0.11 * index, one * np.hanning(size).astype(np.float32)))
    return mix(1.4, *parts)


def fire(rng: Rng) -> Mono:
    """Something catches fire."""
    size = round(2.2 * RATE)
    time = np.linspace(0, 1, size, dtype=np.float32)
    rush = hiss(rng, size, ((60, -6), (250, 0), (1200, -8), (5000, -22)))
    rush *= np.minimum(1, time * 5) * (1 - time) ** 1.2 * drift(rng, size, 0.06, 0.6, 1.0)
    snaps = [
        (
            2.0 * float(rng.random()),
            0.1 + 0.5 * float(rng.random()) ** 3,
            burst(rng, 0.02, ((800, -8), (3000, 0), (9000, -6)), 0.012, 0.0003),
        )
        for _ in range(40)
    ]
    return mix(2.2, (0, 0.8, rush), *snaps)


def magic(rng: Rng) -> Mono:
    """A shimmer: glassy tones that climb, each ringing on."""
    scale = (0, 2, 4, 7, 9, 12, 14, 16, 19, 21, 24)
    parts = []
    for index in range(22):
        hertz = 880 * 2 ** ((scale[index % 11] + 12 * (index // 11)) / 12)
        tone = modes(
            [(hertz, 1, 0.9), (hertz * 2.01, 0.4, 0.6), (hertz * 3.02, 0.2, 0.4)], 1.0, 0.004
        )
        parts.append((index * 0.055 + 0.01 * float(rng.random()), 0.25, tone))
    return mix(2.4, *parts)


def horn(rng: Rng) -> Mono:
    """A low horn, as on a ship or a watchtower."""
    size = round(2.0 * RATE)
    time = np.arange(size, dtype=np.float32) / RATE
    tone = sum(
        gain * np.sin(2 * np.pi * 146.8 * number * time + 0.3 * number)
        for number, gain in enumerate((1.0, 0.8, 0.6, 0.4, 0.25, 0.15), 1)
    )
    edges = np.minimum(1, time / 0.12) * np.clip((2.0 - time) / 0.4, 0, 1)
    return np.asarray(tone * edges * (0.92 + 0.08 * drift(rng, size, 0.1)), np.float32)


def whoosh(rng: Rng) -> Mono:
    """Something passes fast through air."""
    size = round(0.75 * RATE)
    place = np.linspace(0, 1, size, dtype=np.float32)
    near = np.exp(-(((place - 0.45) / 0.16) ** 2))
    low = hiss(rng, size, ((80, -8), (300, 0), (900, -10), (3000, -28)))
    high = hiss(rng, size, ((500, -20), (1600, 0), (4000, -6), (10000, -20)))
    return np.asarray(low * near + 0.9 * high * near**2.5, np.float32)


def engine(rng: Rng) -> Mono:
    """A motor starts and pulls away."""
    size = round(2.6 * RATE)
    place = np.linspace(0, 1, size, dtype=np.float32)
    pitch = 32 + 60 * place**1.4 + 3 * drift(rng, size, 0.1)
    phase = np.cumsum(pitch, dtype=np.float64) / RATE
    motor = np.asarray(
        sum(np.sin(2 * np.pi * number * phase) / number**0.7 for number in (1, 2, 3, 4, 6, 8)),
        np.float32,
    )
    road = hiss(rng, size, ((60, -6), (250, 0), (1200, -12), (5000, -30)))
    swell = np.minimum(1, place * 8) * np.minimum(1, (1 - place) * 3)
    return np.asarray((0.7 * np.tanh(1.5 * motor) + 0.4 * road * place) * swell, np.float32)
