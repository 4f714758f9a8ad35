"""The words of one sound in, the sound out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from drama_backends.animatic.ambience import events, strikes
from drama_backends.animatic.ambience.noise import (
    RATE,
    Mono,
    Stereo,
    decibels,
    generator,
    room,
)
from drama_backends.animatic.ambience.vocabulary import Found, find, order

Make = Callable[[np.random.Generator], Mono]

EFFECTS: dict[str, tuple[Make, float, float]] = {
    "knock": (strikes.knock, -6, 0.5),
    "door_creak": (strikes.door_creak, -12, 0.6),
    "door": (strikes.door, -4, 0.7),
    "thunder": (events.thunder, -3.5, 2.0),
    "explosion": (events.explosion, -3.5, 1.5),
    "gunshot": (events.gunshot, -3.5, 1.0),
    "roar": (events.roar, -3.5, 1.6),
    "sword_draw": (strikes.sword_draw, -8, 0.8),
    "sword_clash": (strikes.sword_clash, -5, 0.8),
    "bell": (strikes.bell, -7, 1.5),
    "gong": (strikes.gong, -5, 2.0),
    "drum": (strikes.drum, -4, 1.0),
    "wave_crash": (events.wave_crash, -5, 0.8),
    "splash": (events.splash, -6, 0.6),
    "glass": (strikes.glass, -6, 0.5),
    "phone": (events.phone, -12, 0.4),
    "notification": (events.notification, -12, 0.3),
    "coffee": (events.coffee, -12, 0.5),
    "cup": (strikes.cup, -14, 0.4),
    "pour": (events.pour, -14, 0.4),
    "heart": (strikes.heart, -6, 0.3),
    "footsteps": (strikes.footsteps, -12, 0.5),
    "horse": (strikes.horse, -8, 0.6),
    "bird": (events.bird, -14, 1.0),
    "cheer": (events.cheer, -8, 1.2),
    "scream": (events.scream, -16, 2.2),
    "fire": (events.fire, -10, 0.4),
    "magic": (events.magic, -11, 1.6),
    "horn": (events.horn, -7, 1.5),
    "whoosh": (events.whoosh, -8, 0.4),
    "click": (strikes.click, -16, 0.3),
    "creak": (strikes.creak, -12, 0.6),
    "paper": (strikes.paper, -16, 0.3),
    "engine": (events.engine, -9, 0.6),
    "impact": (strikes.impact, -5, 0.5),
    "laugh": (events.laugh, -14, 0.6),
    "soft_hit": (strikes.soft_hit, -12, 0.5),
}
"""Each name of the vocabulary: how it is made, its peak in dBFS, the seconds its room rings."""

WET = 0.14
FAR_DECIBELS, FAR_WET = -8.0, 0.5
PEAK_MAX = -3.2


def sound_of_event(text: str) -> Stereo:
    """The sound of a text's most telling word, in a small room; (n, 2), peak under -3 dBFS."""
    make, peak, ring = EFFECTS[name_of(text)]
    rng = generator("effect", text.strip().casefold())
    sound = np.asarray(make(rng), np.float32)
    words = [found.name for found in find(text, "distance")]
    far = "far" in words
    tail = np.zeros(round(min(1.5, ring) * RATE), np.float32)
    dry = np.concatenate([sound, tail])
    dry = dry[:, None] * np.ones(2, np.float32)
    wet = room(rng, padded(dry), ring * (1.5 if far else 1), FAR_WET if far else WET)[: len(dry)]
    wet -= wet.mean(axis=0)
    soften(wet)
    level = min(PEAK_MAX, peak + FAR_DECIBELS * far + 3 * ("near" in words))
    return wet * (decibels(level) / np.float32(max(1e-9, float(np.abs(wet).max()))))


def name_of(text: str) -> str:
    """Which effect a text means: the longest word it holds, among equals the more telling."""
    found = find(text, "effects")
    if not found:
        return "soft_hit"
    ranks = order("effects")

    def telling(each: Found) -> tuple[int, int]:
        return ranks.index(each.name), each.at

    phrases = [each for each in found if " " in text[each.at : each.at + each.length].strip()]
    return min(phrases or found, key=telling).name


def padded(sound: Stereo) -> Stereo:
    """The sound with silence after it up to a size that transforms fast and does not wrap."""
    size = 16_384
    while size < len(sound) + RATE:
        size = size * 3 // 2 if size % 3 else size * 4 // 3
    return np.concatenate([sound, np.zeros((size - len(sound), 2), np.float32)])


def soften(sound: Stereo) -> None:
    """Ends without a click, in place."""
    rise, fall = min(len(sound) // 4, 48), min(len(sound) // 4, RATE // 8)
    sound[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)[:, None]
    sound[-fall:] *= np.linspace(1, 0, fall, dtype=np.float32)[:, None] ** 2
