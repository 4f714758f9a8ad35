"""A place's brief in, its weather out, and the weather as tiles that scroll over the picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.strokes import seeded
from drama_backends.animatic.places.vocabulary import has, table
from drama_backends.animatic.stage import Palette
from drama_compiler.contract import briefs


@dataclass(frozen=True, slots=True)
class Weather:
    """What falls or drifts through the air; `strength` 0..1. `kind` is `clear` for nothing."""

    kind: str = "clear"
    strength: float = 0.0

    @property
    def lightning(self) -> bool:
        """Whether it flashes."""
        return self.kind == "storm"


@dataclass(frozen=True, slots=True)
class WeatherTile:
    """A picture that repeats without a seam, to be scrolled over a shot.

    `svg` is a fragment in the tile's own units, 0..`width`, 0..`height` (stage units); `speed_x`
    and `speed_y` in units a second (down is positive); `parallax` as for a place's layers.
    `opacity` 0..1 is for the tile as a whole; what is `soft` has no edges. Tiles come far to near.
    """

    name: str
    svg: str
    width: int
    height: int
    speed_x: float
    speed_y: float
    parallax: float
    opacity: float
    soft: bool = False


def weather_of(brief: briefs.PlaceBrief) -> Weather:
    """The weather a brief's words name: `weather` if said, else the place's look and light."""
    words = table("weather")
    for text, alone in ((brief.weather, True), (f"{brief.look} {brief.light}", False)):
        for kind, names in words["kinds"].items():
            if not has(text, names) or (not alone and kind in ("wind", "dust")):
                continue
            if not alone and brief.interior and kind in ("rain", "snow", "storm", "petals"):
                continue
            strength = 0.65
            if alone and has(text, words["strength"]["weak"]):
                strength = 0.35
            if alone and has(text, words["strength"]["strong"]):
                strength = 1.0
            return Weather(kind, strength if alone else 0.45)
        if alone and text.strip():
            # Said, and none of these: `clear` on asphalt that is wet by its look.
            return Weather()
    return Weather()


def weather_layers(
    weather: Weather, palette: Palette, *, style: str, seed: str
) -> tuple[WeatherTile, ...]:
    """The tiles of a weather, far to near; empty when clear."""
    makers = {
        "rain": _rain,
        "storm": _rain,
        "snow": _snow,
        "fog": _fog,
        "wind": _leaves,
        "petals": _leaves,
        "dust": _dust,
        "embers": _sparks,
        "fireflies": _sparks,
        "bubbles": _bubbles,
    }
    maker = makers.get(weather.kind)
    return maker(weather, palette, style, seed) if maker else ()


def lightning_times(seed: str, seconds: float) -> tuple[float, ...]:
    """When it flashes within a shot of `seconds`: pairs close together, seconds apart."""
    random = seeded(seed, "lightning")
    times: list[float] = []
    at = random.uniform(0.4, 1.6)
    while at < seconds:
        times.append(round(at, 3))
        again = at + random.uniform(0.09, 0.2)
        if again < seconds:
            times.append(round(again, 3))
        at += random.uniform(1.8, 4.6)
    return tuple(times)


def _rain(weather: Weather, palette: Palette, style: str, seed: str) -> tuple[WeatherTile, ...]:
    random = seeded(seed, "rain")
    slant = 0.32 if weather.kind == "storm" else 0.12
    colour = mix(palette.haze, "#ffffff", 0.45)
    if style == "pencil":
        colour = mix(palette.ink, palette.haze, 0.3)
    tiles = []
    for name, count, length, width, speed, parallax, alpha in (
        ("far", 90, 90, 2.0, 1500.0, 0.4, 0.4),
        ("middle", 60, 190, 3.2, 2400.0, 0.9, 0.45),
        ("near", 16, 420, 6.5, 3900.0, 1.5, 0.34),
    ):
        size = 1400
        parts = []
        for _ in range(int(count * (0.45 + 0.75 * weather.strength))):
            x, y = random.uniform(0, size), random.uniform(0, size)
            fall = length * random.uniform(0.6, 1.2)
            parts += _wrapped(x, y, slant * fall, fall, size)
        svg = (
            f'<path d="{"".join(parts)}" fill="none" stroke="{colour}" stroke-width="{width}"'
            ' stroke-linecap="round"/>'
        )
        tiles.append(
            WeatherTile(
                f"rain-{name}",
                svg,
                size,
                size,
                speed * slant,
                speed,
                parallax,
                alpha * (0.6 + 0.4 * weather.strength),
            )
        )
    return tuple(tiles)


def _snow(weather: Weather, palette: Palette, style: str, seed: str) -> tuple[WeatherTile, ...]:
    random = seeded(seed, "snow")
    colour = "#ffffff" if style != "pencil" else mix(palette.haze, "#ffffff", 0.7)
    tiles = []
    for name, count, size_low, size_high, speed, parallax, alpha in (
        ("far", 150, 3, 6, 150.0, 0.35, 0.6),
        ("middle", 70, 6, 12, 260.0, 0.9, 0.8),
        ("near", 12, 22, 42, 470.0, 1.5, 0.42),
    ):
        parts = []
        for _ in range(int(count * (0.4 + 0.8 * weather.strength))):
            radius = random.uniform(size_low, size_high)
            parts.append(_dot(random, 1400, radius, colour, soft=name == "near"))
        drift = -60.0 - 220 * max(0.0, weather.strength - 0.6)
        tiles.append(
            WeatherTile(
                f"snow-{name}", "".join(parts), 1400, 1400, drift * parallax, speed, parallax, alpha
            )
        )
    return tuple(tiles)


def _fog(weather: Weather, palette: Palette, style: str, seed: str) -> tuple[WeatherTile, ...]:
    random = seeded(seed, "fog")
    colour = mix(palette.haze, palette.sky_low, 0.35)
    tiles = []
    for name, speed, parallax, alpha in (("far", 35.0, 0.3, 0.75), ("near", -70.0, 1.2, 0.5)):
        width, height = 6000, 3600
        paint = f"fog{name}"
        parts = [
            f'<defs><radialGradient id="{paint}">'
            f'<stop offset="0" stop-color="{colour}" stop-opacity=".8"/>'
            f'<stop offset=".5" stop-color="{colour}" stop-opacity=".34"/>'
            f'<stop offset="1" stop-color="{colour}" stop-opacity="0"/></radialGradient></defs>'
        ]
        for _ in range(13):
            across, down = random.uniform(900, 1900), random.uniform(140, 330)
            x, y = random.uniform(0, width), random.uniform(height * 0.15, height * 0.85)
            for shift in (-width, 0, width):
                if -across < x + shift < width + across:
                    parts.append(
                        f'<ellipse cx="{x + shift:.0f}" cy="{y:.0f}" rx="{across:.0f}"'
                        f' ry="{down:.0f}" fill="url(#{paint})"/>'
                    )
        tiles.append(
            WeatherTile(
                f"fog-{name}",
                "".join(parts),
                width,
                height,
                speed,
                0.0,
                parallax,
                alpha * (0.45 + 0.55 * weather.strength),
                soft=True,
            )
        )
    return tuple(tiles)


def _leaves(weather: Weather, palette: Palette, style: str, seed: str) -> tuple[WeatherTile, ...]:
    random = seeded(seed, weather.kind)
    if weather.kind == "petals":
        colours = [mix("#f6b7c4", palette.haze, 0.15), mix("#fbe3e6", palette.light, 0.2)]
    else:
        colours = [
            mix(palette.accent, palette.middle, 0.45),
            mix(palette.near, palette.light, 0.25),
        ]
    if style == "pencil":
        colours = [palette.ink, palette.middle]
    tiles = []
    for name, count, size, speed, parallax in (
        ("far", 26, 13, 520.0, 0.6),
        ("near", 6, 34, 950.0, 1.4),
    ):
        parts = []
        for _ in range(int(count * (0.5 + weather.strength))):
            x, y = random.uniform(60, 1740), random.uniform(60, 1740)
            turn, long = random.uniform(0, 360), size * random.uniform(0.7, 1.4)
            parts.append(
                f'<path transform="translate({x:.0f} {y:.0f}) rotate({turn:.0f})"'
                f' fill="{random.choice(colours)}" d="M{-long:.0f} 0q{long:.0f} {-long * 0.8:.0f}'
                f' {2 * long:.0f} 0q{-long:.0f} {long * 0.5:.0f} {-2 * long:.0f} 0z"/>'
            )
        tiles.append(
            WeatherTile(
                f"{weather.kind}-{name}",
                "".join(parts),
                1800,
                1800,
                speed * (0.5 + weather.strength * 0.7),
                speed * 0.42,
                parallax,
                0.85,
            )
        )
    return tuple(tiles)


def _dust(weather: Weather, palette: Palette, style: str, seed: str) -> tuple[WeatherTile, ...]:
    random = seeded(seed, "dust")
    sand = Weather("fog", weather.strength)
    coloured = Palette(
        **{name: getattr(palette, name) for name in palette.__slots__ if name != "haze"},
        haze=mix(palette.ground, palette.light, 0.35),
    )
    parts = [
        _dot(random, 1600, random.uniform(2, 7), shaded(palette.light, -0.06)) for _ in range(90)
    ]
    bands = [
        WeatherTile(
            f"dust-{tile.name}",
            tile.svg,
            tile.width,
            tile.height,
            tile.speed_x * 9,
            20.0,
            tile.parallax,
            tile.opacity,
            soft=True,
        )
        for tile in _fog(sand, coloured, style, seed)
    ]
    return (*bands, WeatherTile("dust-motes", "".join(parts), 1600, 1600, 420.0, 60.0, 1.1, 0.55))


def _sparks(weather: Weather, palette: Palette, style: str, seed: str) -> tuple[WeatherTile, ...]:
    random = seeded(seed, weather.kind)
    hot = weather.kind == "embers"
    core, halo = ("#ffe2a0", "#ff7a2e") if hot else ("#f6ffc0", "#b8e04a")
    tiles = []
    for name, count, size, parallax in (("far", 40, 5.0, 0.7), ("near", 9, 11.0, 1.3)):
        paint = f"{weather.kind}{name}"
        parts = [
            f'<defs><radialGradient id="{paint}">'
            f'<stop offset="0" stop-color="{halo}" stop-opacity=".7"/>'
            f'<stop offset="1" stop-color="{halo}" stop-opacity="0"/></radialGradient></defs>'
        ]
        for _ in range(int(count * (0.4 + weather.strength))):
            x, y = random.uniform(80, 1520), random.uniform(80, 1520)
            radius = size * random.uniform(0.6, 1.3)
            parts.append(
                f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius * 5:.1f}" fill="url(#{paint})"/>'
                f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.1f}" fill="{core}"/>'
            )
        rise = (-330.0, -40.0) if hot else (-25.0, 60.0)
        tiles.append(
            WeatherTile(
                f"{weather.kind}-{name}",
                "".join(parts),
                1600,
                1600,
                rise[1] * parallax,
                rise[0] * parallax,
                parallax,
                0.9,
            )
        )
    return tuple(tiles)


def _bubbles(weather: Weather, palette: Palette, style: str, seed: str) -> tuple[WeatherTile, ...]:
    random = seeded(seed, "bubbles")
    colour = mix(palette.light, "#ffffff", 0.4)
    parts = []
    for _ in range(int(34 * (0.5 + weather.strength))):
        x, y = random.uniform(60, 1540), random.uniform(60, 1540)
        radius = 6 + 26 * random.random() ** 2
        parts.append(
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.1f}"'
            f' fill="{colour}" fill-opacity=".12"'
            f' stroke="{colour}" stroke-opacity=".6" stroke-width="{radius * 0.13:.1f}"/>'
            f'<circle cx="{x - radius * 0.35:.0f}" cy="{y - radius * 0.35:.0f}"'
            f' r="{radius * 0.2:.1f}" fill="{colour}" fill-opacity=".8"/>'
        )
    return (WeatherTile("bubbles", "".join(parts), 1600, 1600, 12.0, -240.0, 1.0, 0.8),)


def _wrapped(x: float, y: float, across: float, down: float, size: int) -> list[str]:
    """A streak, and its copies over the edges it crosses, so that the tile repeats."""
    return [
        f"M{x + shift:.0f} {y + drop:.0f}l{across:.0f} {down:.0f}"
        for shift in ((0, -size) if x + across > size else (0,))
        for drop in ((0, -size) if y + down > size else (0,))
    ]


def _dot(random: Random, size: int, radius: float, colour: str, soft: bool = False) -> str:
    x, y = random.uniform(radius, size - radius), random.uniform(radius, size - radius)
    if not soft:
        return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.1f}" fill="{colour}"/>'
    rings = ((1.0, 0.25), (0.75, 0.35), (0.5, 0.6))
    return "".join(
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{math.ceil(radius * share)}"'
        f' fill="{colour}" fill-opacity="{alpha}"/>'
        for share, alpha in rings
    )
