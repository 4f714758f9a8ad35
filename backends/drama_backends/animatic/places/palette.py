"""A place's and a style's brief in, the colours of the shot's light out."""

from __future__ import annotations

from typing import Any

from drama_backends.animatic.places.colour import (
    chroma,
    lightness,
    mix,
    shaded,
    tinted,
    warmth,
    with_lightness,
)
from drama_backends.animatic.places.look import PlaceLook, read_place
from drama_backends.animatic.places.vocabulary import find, has, table
from drama_backends.animatic.stage import Palette
from drama_compiler.contract import briefs

_Colours = dict[str, str]
_SKY = ("sky_top", "sky_low")
_AIR = ("sky_top", "sky_low", "far", "middle", "near", "ground", "haze", "shadow")


def palette_of(brief: briefs.PlaceBrief, style: briefs.StyleBrief) -> Palette:
    """The palette of a place at its hour, in its weather and light, in the style's colours."""
    look = read_place(brief)
    data = table("palettes")
    colours: _Colours = dict(data["outside"][look.time.value])
    if look.interior and look.kind != "undersea":
        colours |= data["inside"][look.time.value]
    _lend_kind(colours, look, data)
    _turn_weather(colours, look, data)
    _light_up(colours, f"{brief.light} {brief.look}", data)
    # Through fog or snow one sees less of any colour.
    veiled = 0.5 * look.weather.strength if look.weather.kind in ("fog", "snow", "dust") else 0.0
    _take_style(colours, f"{style.palette} {style.look}", data, 0.5 * (1.0 - veiled))
    _keep_readable(colours)
    return Palette(**colours)


def _lend_kind(colours: _Colours, look: PlaceLook, data: dict[str, Any]) -> None:
    """Mix in the kind's own colours, each as dark as this hour makes it."""
    noon = data["inside" if look.interior and look.kind != "undersea" else "outside"]["day"]
    share = 0.92 if look.kind == "undersea" else 0.68
    for name, own in data["kinds"].get(look.kind, {}).items():
        hour = colours[name]
        fallen = lightness(noon[name]) - lightness(hour)
        if look.kind == "undersea":
            fallen *= 0.45
        kept = min(1.0, max(0.35, 1 - fallen * 0.9))
        lit = with_lightness(own, max(0.1, lightness(own) - fallen * 0.82), kept)
        colours[name] = mix(tinted(lit, hour, 0.25), hour, 1 - share)


def _turn_weather(colours: _Colours, look: PlaceLook, data: dict[str, Any]) -> None:
    """Grey, whiten or redden the air; within, only what is seen of the sky."""
    change = data["weather"].get(look.weather.kind)
    if not change:
        return
    names = _SKY if look.interior and look.weather.kind != "fog" else _AIR
    share = change["share"] * (0.35 + 0.65 * look.weather.strength)
    for name in names:
        light = lightness(colours[name])
        own = change.get("own", 0.35)
        air = with_lightness(change["air"], own * lightness(change["air"]) + (1.0 - own) * light)
        mixed = mix(
            colours[name], air, share * (0.6 if name in ("near", "ground", "shadow") else 1)
        )
        dim = change["dim"] * look.weather.strength * light**1.5
        colours[name] = shaded(mixed, -dim)
    if look.weather.kind == "snow" and not look.interior:
        white = with_lightness("#e9f0f6", min(0.95, lightness(colours["ground"]) + 0.2))
        colours["ground"] = mix(colours["ground"], white, 0.4 + 0.5 * look.weather.strength)


def _light_up(colours: _Colours, text: str, data: dict[str, Any]) -> None:
    for entry in data["light"].values():
        if not has(text, entry["words"]):
            continue
        colours["light"] = mix(colours["light"], entry["colour"], 0.55)
        for name in (*_AIR, "ink"):
            share = 0.5 if name in ("sky_top", "shadow", "ink") else 1.2
            warm = tinted(colours[name], entry["colour"], entry["share"] * share)
            colours[name] = shaded(warm, entry["step"])


def _take_style(colours: _Colours, text: str, data: dict[str, Any], share: float) -> None:
    """Pull the light's colours to those the style names, each to the nearest in lightness."""
    named = data["colours"]
    wanted = [named[hit.entry] for hit in find(text, tuple((name, (name,)) for name in named))]
    if not wanted:
        return
    vivid = max(wanted, key=lambda colour: chroma(colour) * (1.5 if warmth(colour) > 0 else 1.0))
    if chroma(vivid) > 0.07:
        colours["accent"] = mix(colours["accent"], vivid, 0.85)
    rest = [colour for colour in wanted if colour != vivid] or wanted
    for name in (*_AIR, "ink"):
        light = lightness(colours[name])
        near = min(rest, key=lambda colour: abs(lightness(colour) - light))
        colours[name] = tinted(colours[name], near, share)
    pale = max(wanted, key=lightness)
    if lightness(pale) > 0.8:
        colours["light"] = mix(colours["light"], pale, 0.3)


def _keep_readable(colours: _Colours) -> None:
    """Planes must part: each nearer one a step darker, ink darkest of all."""
    for name, behind, step in (("middle", "far", 0.05), ("near", "middle", 0.07)):
        above = lightness(colours[behind]) - step
        if lightness(colours[name]) > above:
            colours[name] = with_lightness(colours[name], above)
    darkest = min(lightness(colours[name]) for name in _AIR)
    colours["ink"] = with_lightness(colours["ink"], min(lightness(colours["ink"]), darkest - 0.03))
