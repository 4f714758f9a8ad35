"""A seed and a size in, a seamless loop of one continuous sound out: water, air, fire, engines.

Each bed is a function (rng, size) that gives (size, 2) float32, at a level of its own choosing;
`scenes.py` sets the level.
"""

from __future__ import annotations

import numpy as np

from drama_backends.animatic.ambience.noise import (
    RATE,
    Mono,
    Stereo,
    chirp,
    drift,
    hiss,
    layered,
    put,
    scatter,
    shape,
    wide,
)

Rng = np.random.Generator


def sea(rng: Rng, size: int) -> Stereo:
    """Open water: a deep wash that rises and falls with swells of seven to eleven seconds."""
    deep = wide(rng, size, ((30, -6), (120, 0), (500, -14), (2000, -40)), 0.6)
    wash = wide(rng, size, ((80, -30), (300, -6), (900, 0), (3000, -12), (12000, -34)), 0.9)
    foam = wide(rng, size, ((800, -40), (3000, -6), (7000, 0), (14000, -14)), 1.0)
    swell = drift(rng, size, 7.5, 0.25, 1.0)
    crest = np.roll(swell, round(0.9 * RATE)) ** 3
    return layered((deep, 0.5 + 0.5 * swell), (wash, 0.8 * swell**2), (foam, 0.22 * crest))


def shore(rng: Rng, size: int) -> Stereo:
    """Waves on a beach: each gathers, breaks bright and draws back hissing."""
    low = wide(rng, size, ((40, -10), (120, 0), (400, -10), (1500, -36)), 0.6)
    body = wide(rng, size, ((150, -24), (500, 0), (1800, -6), (6000, -24)), 0.9)
    foam = wide(rng, size, ((1200, -30), (4000, 0), (9000, -2), (16000, -16)), 1.0)
    count = max(1, round(size / RATE / 8.0))
    envelopes = np.zeros((3, size), np.float32)
    time = np.arange(min(size, 11 * RATE), dtype=np.float32) / RATE
    for index in range(count):
        start = int((index + 0.6 * rng.random()) / count * size)
        height = 0.6 + 0.4 * rng.random()
        rise, late = 2.4 + rng.random(), 0.35
        shapes = [
            np.exp(-(((time - rise) / 1.1) ** 2)),
            np.where(
                time < rise + late,
                np.exp(-(((time - rise - late) / 0.55) ** 2)),
                np.exp(-(time - rise - late) / 1.3),
            ),
            np.where(
                time < rise + 2 * late,
                np.exp(-(((time - rise - 2 * late) / 0.45) ** 2)),
                np.exp(-(time - rise - 2 * late) / 2.1),
            ),
        ]
        places = (start + np.arange(len(time))) % size
        for row, each in zip(envelopes, shapes, strict=True):
            row[places] += np.float32(height) * each
    return layered(
        (low, 0.12 + envelopes[0]), (body, 0.05 + envelopes[1]), (foam, 0.55 * envelopes[2] + 0.02)
    )


def underwater(rng: Rng, size: int) -> Stereo:
    """Under the surface: a dull pressure, slow groans and bubbles."""
    dull = wide(rng, size, ((25, 0), (90, 0), (260, -16), (900, -48)), 0.7)
    current = wide(rng, size, ((150, -20), (380, 0), (700, -16), (1600, -50)), 1.0)
    bubbles = scatter(rng, size, 70, lambda: rising_bubbles(rng), 0.9, 14)
    return layered(
        (dull, drift(rng, size, 4, 0.5, 1.0)),
        (current, 0.25 * drift(rng, size, 2.5)),
        (bubbles, 0.5),
    )


def rising_bubbles(rng: Rng) -> Mono:
    """A few bubbles one after another, each gliding up."""
    count = int(rng.integers(2, 7))
    sound = np.zeros(round(0.6 * RATE), np.float32)
    for index in range(count):
        low = 220 + 500 * rng.random()
        one = chirp(low, low * (1.3 + 0.5 * rng.random()), 0.04 + 0.05 * rng.random(), 1.5)
        at = int(index * 0.07 * RATE + 0.03 * RATE * rng.random())
        sound[at : at + len(one)] += one[: len(sound) - at] * np.float32(0.5 + 0.5 * rng.random())
    return sound


def wind(rng: Rng, size: int) -> Stereo:
    """Gusts: three bands that swell one after the other, and a faint whistle at the crests."""
    gust = drift(rng, size, 3.4, 0.05, 1.0)
    low = wide(rng, size, ((30, -4), (110, 0), (320, -12), (1500, -44)), 0.7)
    middle = wide(rng, size, ((120, -26), (380, 0), (800, -8), (2600, -36)), 0.9)
    high = wide(rng, size, ((500, -30), (1300, 0), (2600, -14), (7000, -40)), 1.0)
    whistle = hiss(rng, size, ((560, -60), (660, -6), (700, 0), (740, -6), (850, -60)))
    sharp = np.roll(gust, round(0.25 * RATE)) ** 3
    tone = np.stack([whistle, whistle], axis=1)
    return layered(
        (low, 0.35 + 0.65 * gust),
        (middle, 0.9 * gust**2),
        (high, 0.5 * sharp),
        (tone, 0.12 * sharp**2),
    )


def breeze(rng: Rng, size: int) -> Stereo:
    """Quiet air outdoors."""
    air = wide(rng, size, ((60, -8), (200, 0), (800, -16), (4000, -34)), 0.8)
    return air * drift(rng, size, 4, 0.45, 1.0)[:, None]


def leaves(rng: Rng, size: int) -> Stereo:
    """Wind in trees: a dry rustle that runs through the crowns."""
    rustle = wide(rng, size, ((500, -30), (2200, -4), (5000, 0), (11000, -12)), 1.0)
    flutter = drift(rng, size, 0.16, 0.4, 1.0) * drift(rng, size, 3.2, 0.05, 1.0)
    return rustle * flutter[:, None]


def rain(rng: Rng, size: int) -> Stereo:
    """Steady rain: a fine even hiss, drops near by and a low patter."""
    fine = wide(rng, size, ((300, -22), (1500, -8), (4500, 0), (11000, -3), (18000, -14)), 1.0)
    patter = wide(rng, size, ((80, -24), (350, -6), (900, 0), (2200, -14)), 0.9)
    grain = drift(rng, size, 0.05, 0.55, 1.0) * drift(rng, size, 5, 0.8, 1.0)
    return (
        fine * drift(rng, size, 6, 0.85, 1.0)[:, None]
        + 0.35 * patter * grain[:, None]
        + 5.0 * drops(rng, size, 60)
    )


def drops(rng: Rng, size: int, a_second: float) -> Stereo:
    """Single drops: sparse impulses through the ring of a wet surface."""
    loop = np.zeros((size, 2), np.float32)
    count = max(1, round(a_second * size / RATE))
    for side in (0, 1):
        places = rng.integers(0, size, count)
        loop[places, side] = (rng.random(count) ** 3).astype(np.float32)
        loop[:, side] = shape(loop[:, side], ((400, -40), (1800, -4), (3200, 0), (7000, -10)))
    return loop * np.float32(12)


def river(rng: Rng, size: int) -> Stereo:
    """Running water: a bright rush broken into gurgles."""
    rush = wide(rng, size, ((150, -26), (600, -3), (1600, 0), (5000, -10), (14000, -30)), 1.0)
    gurgle = scatter(rng, size, 700, lambda: gurgled(rng), 0.9, 16)
    return rush * drift(rng, size, 0.12, 0.6, 1.0)[:, None] + 1.6 * gurgle


def gurgled(rng: Rng) -> Mono:
    """One short gurgle."""
    low = 350 + 900 * rng.random()
    return chirp(low, low * (1.1 + 0.5 * rng.random()), 0.025 + 0.05 * rng.random())


def fire(rng: Rng, size: int) -> Stereo:
    """A fire: a low roar, a lick of hiss, and crackles of all sizes."""
    roar = wide(rng, size, ((40, -8), (120, 0), (400, -12), (1500, -34)), 0.6)
    lick = wide(rng, size, ((900, -24), (3000, 0), (9000, -10)), 0.9)
    loop = np.zeros((size, 2), np.float32)
    count = max(1, round(16 * size / RATE))
    for _ in range(count):
        length = round((0.002 + 0.014 * rng.random() ** 2) * RATE)
        snap = (
            rng.standard_normal(length, dtype=np.float32)
            * np.linspace(1, 0, length, dtype=np.float32) ** 3
        )
        put(
            loop,
            snap,
            int(rng.random() * size),
            0.15 + 3.4 * rng.random() ** 6,
            1.4 * rng.random() - 0.7,
        )
    return layered(
        (roar, 0.5 * drift(rng, size, 0.5, 0.5, 1.0)),
        (lick, 0.1 * drift(rng, size, 0.3)),
        (loop, 2.2),
    )


def room_tone(rng: Rng, size: int) -> Stereo:
    """A quiet room: air, and the mains far away."""
    air = wide(rng, size, ((30, -3), (100, 0), (400, -12), (2000, -28), (10000, -44)), 0.6)
    return air + 0.12 * hum(size, 50.0)


def hum(size: int, hertz: float, tilt: float = 0.5) -> Stereo:
    """A steady hum with its harmonics; whole cycles fit the loop."""
    spectrum = np.zeros(size // 2 + 1, np.complex64)
    for number in range(1, 7):
        cycles = round(hertz * number * size / RATE)
        # A quarter turn back, for the transform is of cosines.
        turn = np.exp(1j * (number - np.pi / 2))
        spectrum[cycles] += tilt ** (number - 1) * size / 2 * turn
    made = np.asarray(np.fft.irfft(spectrum, size), np.float32)
    return np.stack([made, np.roll(made, 37)], axis=1)


def machine(rng: Rng, size: int) -> Stereo:
    """Ventilation and motors: a broad hum with a slow beat."""
    fan = wide(rng, size, ((40, -10), (160, 0), (600, -8), (2500, -24), (9000, -40)), 0.7)
    return layered(
        (fan, drift(rng, size, 6, 0.85, 1.0)), (hum(size, 100), 0.35), (hum(size, 148), 0.2)
    )


def traffic(rng: Rng, size: int) -> Stereo:
    """A street: a rumble that never stops, and cars that pass."""
    rumble = wide(rng, size, ((30, -4), (80, 0), (300, -8), (1000, -20), (5000, -38)), 0.8)
    loop = np.zeros((size, 2), np.float32)
    for _ in range(max(1, round(size / RATE / 5.5))):
        pass_by(rng, loop)
    return rumble * drift(rng, size, 5, 0.7, 1.0)[:, None] + 0.9 * loop


def pass_by(rng: Rng, loop: Stereo) -> None:
    """One car from one side to the other, brightest when near."""
    size = min(len(loop), round((3.5 + 2 * rng.random()) * RATE))
    tyre = hiss(rng, size, ((60, -10), (200, -3), (900, 0), (2500, -10), (8000, -30)))
    time = np.linspace(-1, 1, size, dtype=np.float32)
    near = 1 / (1 + (time * 4.5) ** 2)
    near *= np.hanning(size).astype(np.float32) ** 0.5
    right = 0.5 + 0.45 * np.tanh(time * 3) * (1 if rng.random() < 0.5 else -1)
    gain = np.float32(0.5 + rng.random())
    places = (int(rng.random() * len(loop)) + np.arange(size)) % len(loop)
    loop[places, 0] += gain * tyre * near * np.sqrt(1 - right)
    loop[places, 1] += gain * tyre * near * np.sqrt(right)


def engine(rng: Rng, size: int) -> Stereo:
    """Inside a vehicle: motor, tyres, air."""
    road = wide(rng, size, ((30, 0), (90, 0), (250, -12), (900, -26), (4000, -42)), 0.5)
    return road * drift(rng, size, 2, 0.75, 1.0)[:, None] + 0.3 * hum(size, 46, 0.7)


def train(rng: Rng, size: int) -> Stereo:
    """In a train: rolling, and the joints of the rail in pairs."""
    roll = wide(rng, size, ((30, -2), (100, 0), (350, -8), (1200, -20), (6000, -38)), 0.6)
    loop = np.zeros((size, 2), np.float32)
    count = max(1, round(size / RATE / 1.15))
    for index in range(count):
        start = int(index / count * size)
        for late, gain in ((0, 1.0), (0.16, 0.75)):
            knock = hiss(rng, 7200, ((60, -6), (180, 0), (700, -6), (2500, -22)))
            knock *= np.exp(-np.arange(7200, dtype=np.float32) / 900)
            put(loop, knock, start + round(late * RATE), 1.3 * gain)
    return roll * drift(rng, size, 3, 0.8, 1.0)[:, None] + loop


def space(rng: Rng, size: int) -> Stereo:
    """A hull in space: a deep drone that breathes."""
    air = wide(rng, size, ((25, -2), (70, 0), (200, -12), (900, -34)), 0.9)
    return layered(
        (air, 0.6),
        (hum(size, 55, 0.4), 0.5 * drift(rng, size, 7, 0.6, 1.0)),
        (hum(size, 82.5, 0.3), 0.25 * drift(rng, size, 9, 0.2, 1.0)),
    )
