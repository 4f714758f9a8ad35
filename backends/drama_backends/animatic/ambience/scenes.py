"""An ambience's brief in, its layers out: which beds, how loud, how near."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from drama_backends.animatic.ambience import beds, lives, thunder
from drama_backends.animatic.ambience.noise import Stereo
from drama_backends.animatic.ambience.vocabulary import find
from drama_compiler.contract import Daytime, briefs

Bed = Callable[[np.random.Generator, int], Stereo]


class Layer(NamedTuple):
    """A bed at a level (RMS, dBFS); `muffled` when it comes through a wall or from afar."""

    name: str
    bed: Bed
    rms_decibels: float
    muffled: bool = False


BEDS: dict[str, tuple[tuple[str, Bed, float], ...]] = {
    "sea": (("sea", beds.sea, -27),),
    "shore": (("shore", beds.shore, -26),),
    "gulls": (("gulls", lives.gulls, -36), ("sea", beds.sea, -32)),
    "underwater": (("underwater", beds.underwater, -28),),
    "wind": (("wind", beds.wind, -29),),
    "breeze": (("breeze", beds.breeze, -40),),
    "leaves": (("leaves", beds.leaves, -35),),
    "rain": (("rain", beds.rain, -30),),
    "storm": (
        ("rain", beds.rain, -27),
        ("wind", beds.wind, -27),
        ("thunder", thunder.far_thunder, -27),
    ),
    "thunder": (("thunder", thunder.far_thunder, -28), ("breeze", beds.breeze, -44)),
    "birds": (("birds", lives.birds, -36), ("breeze", beds.breeze, -44)),
    "crickets": (("crickets", lives.crickets, -38), ("breeze", beds.breeze, -44)),
    "cicadas": (("cicadas", lives.cicadas, -34),),
    "frogs": (("frogs", lives.frogs, -36), ("crickets", lives.crickets, -44)),
    "owl": (("owl", lives.owl, -38), ("breeze", beds.breeze, -44)),
    "dogs": (("dogs", lives.dogs, -38), ("breeze", beds.breeze, -44)),
    "hens": (("hens", lives.hens, -38), ("breeze", beds.breeze, -42)),
    "village": (
        ("murmur", lives.murmur, -42),
        ("hens", lives.hens, -44),
        ("works", lives.works, -42),
        ("breeze", beds.breeze, -42),
    ),
    "murmur": (("murmur", lives.murmur, -31),),
    "market": (
        ("murmur", lives.murmur, -30),
        ("works", lives.works, -38),
        ("cups", lives.cups, -42),
        ("children", lives.children, -44),
        ("breeze", beds.breeze, -46),
    ),
    "cafe": (
        ("murmur", lives.murmur, -33),
        ("cups", lives.cups, -38),
        ("room", beds.room_tone, -46),
    ),
    "traffic": (("traffic", beds.traffic, -30), ("horns", lives.horns, -44)),
    "car": (("engine", beds.engine, -29),),
    "train": (("train", beds.train, -29),),
    "room": (("room", beds.room_tone, -44),),
    "kitchen": (
        ("room", beds.room_tone, -42),
        ("machine", beds.machine, -46),
        ("cups", lives.cups, -46),
    ),
    "office": (
        ("machine", beds.machine, -44),
        ("keyboards", lives.keyboards, -42),
        ("murmur", lives.murmur, -50),
    ),
    "machine": (("machine", beds.machine, -32),),
    "hospital": (("machine", beds.machine, -46), ("beeps", lives.beeps, -42)),
    "fire": (("fire", beds.fire, -32),),
    "river": (("river", beds.river, -29),),
    "cave": (("drips", lives.drips, -38), ("air", beds.breeze, -46)),
    "temple": (("bell", lives.far_bell, -34), ("breeze", beds.breeze, -44)),
    "space": (("space", beds.space, -32),),
    "children": (("children", lives.children, -36), ("murmur", lives.murmur, -42)),
    "works": (("works", lives.works, -36), ("breeze", beds.breeze, -44)),
    "horse": (("works", lives.works, -44), ("breeze", beds.breeze, -42)),
}
"""Each name of the vocabulary as beds with their levels."""

NATURE = frozenset({"leaves", "birds", "breeze", "river", "village", "temple", "hens"})
OUTDOORS = frozenset(
    {
        "sea",
        "shore",
        "gulls",
        "wind",
        "breeze",
        "leaves",
        "rain",
        "storm",
        "thunder",
        "birds",
        "crickets",
        "cicadas",
        "frogs",
        "owl",
        "village",
        "market",
        "traffic",
        "river",
        "dogs",
        "hens",
    }
)
WET = frozenset({"rain", "storm", "thunder"})
DRY = re.compile(r"\b(?:clear|sunny|dry|fine)\b|晴|放晴|雨停", re.IGNORECASE)
"""Weather that a place's usual rain is not heard in."""

STILL = re.compile(r"\b(?:silence|silent|quiet|stillness)\b|寂静|安静|无声", re.IGNORECASE)
"""Words after which no weather is added."""

DARK = frozenset({Daytime.NIGHT, Daytime.EVENING})
FAR_DECIBELS, NEAR_DECIBELS, WALL_DECIBELS = -7.0, 4.0, -9.0
LAYERS_MAX = 7


def choose_layers(brief: briefs.AmbienceBrief) -> list[Layer]:
    """The layers that the words ask for, or else those of the place; and the weather's."""
    place = brief.place
    inside = bool(place.interior)
    names = [found.name for found in find(brief.text, "beds")]
    if not names:
        return place_layers(place, inside)
    if DRY.search(place.weather):
        names = [name for name in names if name not in WET] or names
    shift = distance(brief.text)
    layers = [
        Layer(name, bed, level + shift, shift < 0)
        for each in names
        for name, bed, level in BEDS[each]
    ]
    return merged(layers if STILL.search(brief.text) else layers + weather_layers(place, inside))


def place_layers(place: briefs.PlaceBrief, inside: bool) -> list[Layer]:
    """What a place sounds like of itself; through its walls, the weather is muffled."""
    words = f"{place.name} {place.look}"
    names = [found.name for found in find(words, "beds")]
    if inside:
        names = [name for name in names if name not in OUTDOORS]
    names = names[:3] or ["room" if inside else "breeze"]
    if not inside and place.time in DARK and NATURE.intersection(names):
        names = [name for name in names if name != "birds"] + ["crickets"]
    if not inside and "breeze" in names and place.time not in DARK:
        names.append("birds")
    layers = [Layer(name, bed, level) for each in names for name, bed, level in BEDS[each]]
    if inside and not any(layer.name in ("room", "machine") for layer in layers):
        layers.append(Layer("room", beds.room_tone, -46))
    return merged(layers + weather_layers(place, inside))


def weather_layers(place: briefs.PlaceBrief, inside: bool) -> list[Layer]:
    """What the weather sounds like, out of doors or through a wall."""
    names = [found.name for found in find(place.weather, "beds")]
    shift = distance(place.weather) + (WALL_DECIBELS if inside else 0.0)
    return [
        Layer(name, bed, level + shift, inside) for each in names for name, bed, level in BEDS[each]
    ]


def distance(text: str) -> float:
    """Decibels that words of distance and force add."""
    found = [each.name for each in find(text, "distance")]
    return FAR_DECIBELS * ("far" in found) + NEAR_DECIBELS * ("near" in found)


def merged(layers: list[Layer]) -> list[Layer]:
    """Each bed once, at the loudest level asked for."""
    kept: dict[str, Layer] = {}
    for layer in layers:
        if layer.name not in kept or kept[layer.name].rms_decibels < layer.rms_decibels:
            kept[layer.name] = layer
    return list(kept.values())[:LAYERS_MAX]
