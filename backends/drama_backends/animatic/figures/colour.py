"""Colours: `#rrggbb` in, mixed, tinted and graded `#rrggbb` out."""

from __future__ import annotations

import colorsys


def channels(colour: str) -> tuple[float, float, float]:
    """Red, green and blue in 0..1."""
    value = int(colour.lstrip("#")[:6], 16)
    return (value >> 16) / 255, (value >> 8 & 255) / 255, (value & 255) / 255


def hexed(red: float, green: float, blue: float) -> str:
    """The colour of channels in 0..1, cut to the range."""
    whole = [round(255 * min(1.0, max(0.0, value))) for value in (red, green, blue)]
    return "#{:02x}{:02x}{:02x}".format(*whole)


def mix(a: str, b: str, share: float) -> str:
    """`share` of the way from `a` to `b`."""
    return hexed(*(x + (y - x) * share for x, y in zip(channels(a), channels(b), strict=True)))


def multiply(a: str, b: str, share: float = 1.0) -> str:
    """`a` seen in the light `b`, at strength `share`."""
    pairs = zip(channels(a), channels(b), strict=True)
    return hexed(*(x * (1 - share + share * y) for x, y in pairs))


def luminance(colour: str) -> float:
    """Perceived lightness, 0..1."""
    red, green, blue = channels(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def deeper(colour: str, share: float) -> str:
    """Darker and a little richer, as cloth is in its folds."""
    hue, light, rich = colorsys.rgb_to_hls(*channels(colour))
    return hexed(*colorsys.hls_to_rgb(hue, light * (1 - share), min(1.0, rich * (1 + share / 3))))


def paler(colour: str, share: float) -> str:
    """Lighter and a little greyer."""
    hue, light, rich = colorsys.rgb_to_hls(*channels(colour))
    return hexed(*colorsys.hls_to_rgb(hue, light + (1 - light) * share, rich * (1 - share / 3)))


def duller(colour: str, share: float) -> str:
    """As light as it is, with `share` of its richness."""
    grey = luminance(colour)
    return mix(hexed(grey, grey, grey), colour, share)


def of_hue(hue: float, light: float, rich: float) -> str:
    """The colour of a hue (0..1), lightness and saturation."""
    return hexed(*colorsys.hls_to_rgb(hue % 1.0, light, rich))
