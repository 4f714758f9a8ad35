"""A seed in, thunder out: one clap, or a storm's loop of distant ones."""

from __future__ import annotations

import numpy as np

from drama_backends.animatic.ambience.noise import (
    RATE,
    Mono,
    Stereo,
    burst,
    decay,
    hiss,
    room,
    scatter,
)

Rng = np.random.Generator


def clap(rng: Rng, near: float = 1.0, seconds: float = 5.0) -> Mono:
    """One thunderclap: a tearing crack where `near` is 1, then a rumble that rolls away."""
    size = round(seconds * RATE)
    rumble = hiss(rng, size, ((25, 0), (70, 0), (160, -8), (500, -24), (2000, -48)))
    rolls = np.zeros(size, np.float32)
    for index in range(7):
        at = round((0.02 + 0.5 * index * rng.random()) * RATE)
        if at < size:
            rolls[at:] += decay(1.6 + 2.2 * rng.random(), size - at, 0.06) * np.float32(
                0.4 + 0.6 * rng.random()
            )
    sound = rumble * rolls
    for index in range(4):
        crack = burst(rng, 0.5, ((60, -6), (300, 0), (2500, -4), (9000, -14)), 0.25 + 0.1 * index)
        at = round((0.03 + 0.06 * index + 0.04 * rng.random()) * RATE)
        sound[at : at + len(crack)] += crack * np.float32(0.9 * near * (0.9 - 0.18 * index))
    return sound * np.minimum(1, np.linspace(8, 0, size, dtype=np.float32))


def far_thunder(rng: Rng, size: int) -> Stereo:
    """Thunder over a storm, near and far, some three times a minute."""
    seconds = min(7.0, size / RATE)
    return room(
        rng, scatter(rng, size, 4, lambda: clap(rng, rng.random() ** 2, seconds), 0.6, 9), 2.5, 0.35
    )
