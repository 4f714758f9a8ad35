"""An ambience's brief and a length in, its mixed layers out."""

from __future__ import annotations

import numpy as np

from drama_backends.animatic.ambience.noise import (
    RATE,
    Stereo,
    generator,
    leveled,
    shape,
)
from drama_backends.animatic.ambience.scenes import Layer, choose_layers
from drama_compiler.contract import briefs

FADE_SECONDS = 0.05
PEAK = 10 ** (-3.2 / 20)
LOOPS = (1_572_864, 1_310_720, 1_179_648, 1_474_560)
"""Loop lengths in samples (25 to 33 s), products of small primes; layers take different ones, so
that the whole does not repeat for minutes."""
SHORTEST = 98_304
THROUGH_WALL = ((60, 0), (300, -3), (900, -14), (3000, -30), (9000, -50))


def sound_of_place(brief: briefs.AmbienceBrief, seconds: float) -> Stereo:
    """The place's sound, exactly round(seconds * 48000) samples."""
    samples = max(0, round(seconds * RATE))
    sound = np.zeros((samples, 2), np.float32)
    if not samples:
        return sound
    for index, layer in enumerate(choose_layers(brief)):
        loop = loop_of(layer, brief, loop_size(samples, index))
        for start in range(0, samples, len(loop)):
            part = sound[start : start + len(loop)]
            part += loop[: len(part)]
    peak = float(np.abs(sound).max())
    if peak > PEAK:
        squeeze(sound)
    fade(sound)
    return sound


def loop_of(layer: Layer, brief: briefs.AmbienceBrief, size: int) -> Stereo:
    """One layer's loop at its level; the words and the place's name seed it."""
    rng = generator(
        "ambience", layer.name, brief.text.strip().casefold(), brief.place.name.casefold(), size
    )
    loop = layer.bed(rng, size)
    if layer.muffled:
        loop = np.stack([shape(loop[:, side], THROUGH_WALL) for side in (0, 1)], axis=1)
    loop -= loop.mean(axis=0)
    return leveled(loop, layer.rms_decibels)


def loop_size(samples: int, index: int) -> int:
    """A loop's length: the sound's own where that is short, else one of the long ones."""
    longest = LOOPS[index % len(LOOPS)]
    if samples >= longest:
        return longest
    size = SHORTEST
    while size < samples:
        size = size * 4 // 3 if size % 3 == 0 else size * 3 // 2
    return size


def squeeze(sound: Stereo) -> None:
    """Bend peaks smoothly under `PEAK`, in place: claps and cries above the rest."""
    knee = np.float32(PEAK * 0.5)
    room = np.float32(PEAK) - knee
    for start in range(0, len(sound), RATE * 10):
        part = sound[start : start + RATE * 10]
        over = np.abs(part) - knee
        bent = knee + room * np.tanh(over / room)
        np.copyto(part, np.sign(part) * bent, where=over > 0)


def fade(sound: Stereo) -> None:
    """Raise and lower the ends over 50 ms, in place."""
    size = min(len(sound) // 2, round(FADE_SECONDS * RATE))
    ramp = (0.5 - 0.5 * np.cos(np.linspace(0, np.pi, size, dtype=np.float32)))[:, None]
    if size:
        sound[:size] *= ramp
        sound[-size:] *= ramp[::-1]
