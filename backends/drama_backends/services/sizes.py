"""A shape and an area come in; width and height that a model makes come out, in pixels."""

from __future__ import annotations

from functools import cache

_SHARE_MIN = 0.75
"""How much of the area is used at least: for a truer shape, some of it is given up."""


@cache
def size_of(
    aspect: str, pixels_max: int, step: int = 16, side_min: int = 256, side_max: int = 2048
) -> tuple[int, int]:
    """The sides, whole steps each, that come nearest to a shape (`9:16`) within an area.

    Of those that are equally near, the largest. `size_of("9:16", 1 << 20)` is 720 by 1280.
    """
    wide, _, high = aspect.partition(":")
    wanted = float(wide) / float(high)
    found: tuple[float, int, int, int] | None = None
    for width in range(side_min, side_max + 1, step):
        nearest = round(width / wanted / step) * step
        height = min(max(nearest, side_min), side_max)
        while width * height > pixels_max:
            height -= step
        if height < side_min:
            continue
        error = round(abs(width / height / wanted - 1), 4)
        if width * height < pixels_max * _SHARE_MIN:
            error += 1
        rank = (error, -width * height, width, height)
        found = rank if found is None else min(found, rank)
    assert found is not None, "an area holds its smallest sides"
    return found[2], found[3]
