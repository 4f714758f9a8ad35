"""A seed in, one short sound out: struck, broken, opened and touched things."""

from __future__ import annotations

import numpy as np

from drama_backends.animatic.ambience.lives import clink, temple_bell
from drama_backends.animatic.ambience.noise import (
    RATE,
    Mono,
    burst,
    chirp,
    decay,
    drift,
    hiss,
    modes,
)

Rng = np.random.Generator


def mix(seconds: float, *parts: tuple[float, float, Mono]) -> Mono:
    """Sounds laid over one another: (start in seconds, gain, sound)."""
    sound = np.zeros(round(seconds * RATE), np.float32)
    for start, gain, part in parts:
        at = round(start * RATE)
        piece = part[: max(0, len(sound) - at)]
        sound[at : at + len(piece)] += np.float32(gain) * piece
    return sound


def knock(rng: Rng) -> Mono:
    """Three knuckles on a wooden door."""
    base = 150 + 40 * rng.random()
    blow = modes(
        [
            (base, 1.0, 0.14),
            (base * 1.9, 0.7, 0.10),
            (base * 3.1, 0.5, 0.07),
            (base * 5.3, 0.3, 0.04),
        ],
        0.3,
    )
    tick = burst(rng, 0.02, ((300, -10), (1500, 0), (5000, -12)), 0.02, 0.0004)
    one = mix(0.3, (0, 1, blow), (0, 0.25, tick))
    return mix(1.1, (0, 0.9, one), (0.23, 0.8, one), (0.47, 1.0, one))


def door(rng: Rng) -> Mono:
    """A door that falls shut: the leaf, the frame and the latch."""
    leaf = modes([(62, 1.0, 0.35), (118, 0.8, 0.25), (205, 0.5, 0.18), (420, 0.3, 0.1)], 0.6)
    air = burst(rng, 0.5, ((50, 0), (180, -2), (800, -12), (4000, -30)), 0.35)
    latch = burst(rng, 0.03, ((800, -10), (2600, 0), (6000, -8)), 0.03, 0.0003)
    return mix(0.9, (0, 1, leaf), (0, 0.5, air), (0.012, 0.5, latch), (0.06, 0.3, latch))


def door_creak(rng: Rng) -> Mono:
    """A hinge that creaks: stick and slip, faster as the door swings."""
    size = round(1.6 * RATE)
    place = np.linspace(0, 1, size, dtype=np.float32)
    pulses = np.cumsum(45 + 75 * np.sin(np.pi * place) + 12 * drift(rng, size, 0.2)) / RATE
    slip = np.zeros(size, np.float32)
    slip[np.flatnonzero(np.diff(np.floor(pulses)) > 0)] = 1
    ring = modes([(620, 1, 0.05), (1130, 0.8, 0.04), (1850, 0.6, 0.03), (2900, 0.3, 0.02)], 0.08)
    return np.asarray(np.convolve(slip, ring)[:size] * np.hanning(size), np.float32)


def footsteps(rng: Rng) -> Mono:
    """Four steps on a hard floor: heel and toe."""
    parts: list[tuple[float, float, Mono]] = []
    for index in range(4):
        heel = modes([(88 + 14 * rng.random(), 1, 0.1), (190, 0.5, 0.07), (410, 0.25, 0.04)], 0.15)
        skin = burst(rng, 0.05, ((200, -8), (900, 0), (3500, -12)), 0.05, 0.0008)
        at = index * 0.52 + 0.02 * rng.random()
        parts += [(at, 1.0, heel), (at, 0.28, skin), (at + 0.09, 0.2, skin)]
    return mix(2.2, *parts)


def horse(rng: Rng) -> Mono:
    """A gallop: hooves in threes."""
    parts: list[tuple[float, float, Mono]] = []
    for index in range(4):
        for late, gain in ((0, 0.8), (0.11, 0.7), (0.22, 1.0)):
            tone = 170 + 90 * rng.random()
            hoof = modes([(tone, 1, 0.08), (tone * 2.4, 0.5, 0.05), (tone * 4.1, 0.2, 0.03)], 0.12)
            turf = burst(rng, 0.06, ((80, -4), (300, 0), (1800, -14)), 0.06)
            parts += [(index * 0.46 + late, gain, hoof), (index * 0.46 + late, 0.3 * gain, turf)]
    return mix(2.2, *parts)


def sword_clash(rng: Rng) -> Mono:
    """Two blades: a bright clang of partials that have no common pitch."""
    rows = [
        (900 * (1 + 5.2 * rng.random()), 0.4 + 0.6 * rng.random(), 0.3 + 0.9 * rng.random())
        for _ in range(16)
    ]
    ring = modes(rows, 1.5, 0.0004)
    spark = burst(rng, 0.08, ((1500, -12), (5000, 0), (12000, -2)), 0.06, 0.0003)
    return mix(1.5, (0, 0.4, ring), (0, 0.7, spark), (0.05, 0.25, spark))


def sword_draw(rng: Rng) -> Mono:
    """A blade drawn from its sheath: a scrape that rises, then the ring."""
    size = round(0.55 * RATE)
    scrape = hiss(rng, size, ((1500, -24), (4000, -4), (8000, 0), (14000, -6)))
    scrape *= np.linspace(0.1, 1, size, dtype=np.float32) ** 2 * (
        0.7 + 0.3 * drift(rng, size, 0.01)
    )
    ring = modes([(2350, 1, 1.1), (3320, 0.7, 0.8), (5150, 0.5, 0.6), (7300, 0.3, 0.4)], 1.3, 0.01)
    return mix(1.7, (0, 0.4, scrape), (0.1, 0.25, chirp(1800, 5200, 0.45, 1.5)), (0.48, 0.35, ring))


def bell(rng: Rng) -> Mono:
    """A bell of middling size with its minor third."""
    base = 440 * (1 + 0.15 * rng.random())
    rows = (
        (0.5, 0.6, 4.5),
        (1.0, 1.0, 3.5),
        (1.19, 0.7, 2.6),
        (1.5, 0.5, 2.0),
        (2.0, 0.8, 1.8),
        (2.51, 0.35, 1.2),
        (3.01, 0.3, 0.9),
        (4.2, 0.25, 0.5),
    )
    return modes([(base * ratio, gain, fall) for ratio, gain, fall in rows], 4.5)


def gong(rng: Rng) -> Mono:
    """A gong: deep, with a wash of high partials that blooms after the stroke."""
    deep = temple_bell(6.0)
    size = len(deep)
    bloom = hiss(rng, size, ((250, -14), (900, 0), (2600, -4), (7000, -18)))
    time = np.arange(size, dtype=np.float32) / RATE
    bloom *= (1 - np.exp(-time * 5)) * np.exp(-time * 1.3)
    return deep + np.float32(0.55) * bloom


def drum(rng: Rng) -> Mono:
    """A great drum, three strokes."""
    size = round(1.2 * RATE)
    time = np.arange(size, dtype=np.float32) / RATE
    skin = np.sin(2 * np.pi * (58 * time + 1.6 * (1 - np.exp(-time * 22)))) * decay(1.1, size)
    slap = burst(rng, 0.06, ((120, -4), (500, 0), (2500, -14)), 0.06)
    one = mix(1.2, (0, 1, np.asarray(skin, np.float32)), (0, 0.3, slap))
    return mix(2.4, (0, 0.85, one), (0.5, 0.7, one), (1.0, 1.0, one))


def glass(rng: Rng) -> Mono:
    """Glass that breaks: the blow and a rain of shards."""
    parts: list[tuple[float, float, Mono]] = [
        (0, 0.8, burst(rng, 0.12, ((600, -12), (3000, 0), (10000, 0)), 0.1, 0.0004))
    ]
    for _ in range(46):
        base = 2200 + 6500 * rng.random()
        shard = modes(
            [(base, 1, 0.12), (base * 1.47, 0.6, 0.09), (base * 2.09, 0.4, 0.06)], 0.16, 0.0003
        )
        parts.append((0.9 * rng.random() ** 1.6, 0.08 + 0.35 * rng.random() ** 2, shard))
    return mix(1.4, *parts)


def cup(rng: Rng) -> Mono:
    """A cup set down on its saucer."""
    return mix(0.8, (0, 1, clink(rng)), (0.07, 0.45, clink(rng)), (0.12, 0.25, clink(rng)))


def click(rng: Rng) -> Mono:
    """A switch."""
    down = burst(rng, 0.02, ((500, -14), (2400, 0), (7000, -6)), 0.014, 0.0002)
    body = modes([(1450, 1, 0.03), (640, 0.7, 0.04)], 0.06, 0.0003)
    return mix(0.25, (0, 0.7, down), (0, 0.5, body), (0.055, 0.4, down), (0.055, 0.25, body))


def creak(rng: Rng) -> Mono:
    """Old wood under strain."""
    size = round(1.3 * RATE)
    pulses = np.cumsum(22 + 26 * drift(rng, size, 0.25)) / RATE
    slip = np.zeros(size, np.float32)
    slip[np.flatnonzero(np.diff(np.floor(pulses)) > 0)] = 1
    ring = modes([(240, 1, 0.09), (410, 0.8, 0.07), (770, 0.5, 0.05), (1300, 0.3, 0.03)], 0.12)
    return np.asarray(np.convolve(slip, ring)[:size] * np.hanning(size) ** 0.6, np.float32)


def paper(rng: Rng) -> Mono:
    """A page that is turned."""
    size = round(0.6 * RATE)
    rustle = hiss(rng, size, ((700, -20), (2500, -2), (6000, 0), (12000, -8)))
    return rustle * drift(rng, size, 0.03, 0.05, 1.0) ** 2 * np.hanning(size).astype(np.float32)


def impact(rng: Rng) -> Mono:
    """A blow: weight and skin."""
    low = modes([(54, 1, 0.3), (96, 0.7, 0.2), (170, 0.4, 0.12)], 0.5)
    skin = burst(rng, 0.15, ((90, -3), (350, 0), (1500, -10), (5000, -24)), 0.14, 0.001)
    return mix(0.6, (0, 1, low), (0, 0.55, skin))


def soft_hit(rng: Rng) -> Mono:
    """Something soft and neutral, for words that nobody knows."""
    low = modes([(82, 1, 0.22), (147, 0.5, 0.14)], 0.35, 0.006)
    air = burst(rng, 0.25, ((120, -6), (400, 0), (1800, -18)), 0.2, 0.008)
    return mix(0.5, (0, 0.8, low), (0, 0.3, air))


def heart(rng: Rng) -> Mono:
    """Three heartbeats."""

    def thump(hertz: float) -> Mono:
        size = round(0.25 * RATE)
        time = np.arange(size, dtype=np.float32) / RATE
        return np.asarray(
            np.sin(2 * np.pi * (hertz * time + 0.5 * (1 - np.exp(-time * 30))))
            * decay(0.22, size, 0.008),
            np.float32,
        )

    parts = [
        (beat * 0.95 + late, gain, thump(hertz))
        for beat in range(3)
        for late, gain, hertz in ((0, 1.0, 46), (0.28, 0.7, 56))
    ]
    return mix(2.7, *parts)
