"""Colours as `#rrggbb` in, colours mixed, lit and greyed in OKLab out.

OKLab is Björn Ottosson's perceptual colour space (2020): mixing in it keeps washes clean where
mixing in sRGB turns them muddy.
"""

from __future__ import annotations

import math
from functools import lru_cache

Lab = tuple[float, float, float]


def mix(one: str, other: str, share: float) -> str:
    """`one` with `share` (0..1) of `other` in it."""
    a, b = _lab(one), _lab(other)
    return _hex(
        (
            a[0] + (b[0] - a[0]) * share,
            a[1] + (b[1] - a[1]) * share,
            a[2] + (b[2] - a[2]) * share,
        )
    )


def lightness(colour: str) -> float:
    """Perceived lightness, 0 black to 1 white."""
    return _lab(colour)[0]


def chroma(colour: str) -> float:
    """How far from grey, 0 to about 0.33."""
    _, a, b = _lab(colour)
    return math.hypot(a, b)


def warmth(colour: str) -> float:
    """How warm: positive for reds, oranges, yellows, negative for blues and greens."""
    _, a, b = _lab(colour)
    return 0.6 * a + b


def shaded(colour: str, by: float, chroma_times: float = 1.0) -> str:
    """Lighter (`by` > 0) or darker (`by` < 0) by a lightness step, its chroma multiplied."""
    light, a, b = _lab(colour)
    return _hex((min(1.0, max(0.0, light + by)), a * chroma_times, b * chroma_times))


def with_lightness(colour: str, light: float, chroma_times: float = 1.0) -> str:
    """The same hue at another lightness (0..1)."""
    _, a, b = _lab(colour)
    return _hex((min(1.0, max(0.0, light)), a * chroma_times, b * chroma_times))


def tinted(colour: str, hue_of: str, share: float) -> str:
    """`colour` at its own lightness, its hue pulled by `share` (0..1) towards `hue_of`."""
    light, a, b = _lab(colour)
    _, c, d = _lab(hue_of)
    return _hex((light, a + (c - a) * share, b + (d - b) * share))


@lru_cache(maxsize=4096)
def _lab(colour: str) -> Lab:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255.0) for i in (1, 3, 5))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _hex(lab: Lab) -> str:
    light, a, b = lab
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    channels = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return "#" + "".join(f"{_byte(channel):02x}" for channel in channels)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _byte(linear: float) -> int:
    bounded = min(1.0, max(0.0, linear))
    curved = 12.92 * bounded if bounded <= 0.0031308 else 1.055 * bounded ** (1 / 2.4) - 0.055
    return round(255 * curved)
