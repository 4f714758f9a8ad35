"""A building's measures in, its tiled roof out."""

from __future__ import annotations

from drama_backends.animatic.places.colour import shaded
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.strokes import arc


def draw_roof(
    sheet: Sheet,
    x: float,
    eave: float,
    across: float,
    height: float,
    colour: str,
    *,
    curl: float = 1.0,
    line: float = 6.0,
) -> None:
    """A tiled roof with sweeping eaves; `x` its middle, `eave` the y of its eaves."""
    half, top = across / 2, across * 0.3
    lift = height * 0.34 * curl
    left = arc(
        (x - top, eave - height),
        (x - top - (half - top) * 0.42, eave - height * 0.22),
        (x - half * 1.04, eave - lift),
        9,
    )
    right = arc(
        (x + half * 1.04, eave - lift),
        (x + top + (half - top) * 0.42, eave - height * 0.22),
        (x + top, eave - height),
        9,
    )
    low = arc(
        (x - half * 1.04, eave - lift),
        (x - half * 0.72, eave + height * 0.05),
        (x, eave + height * 0.02),
        6,
    ) + arc(
        (x, eave + height * 0.02),
        (x + half * 0.72, eave + height * 0.05),
        (x + half * 1.04, eave - lift),
        6,
    )
    sheet.shape([*left, *low, *right], colour, line=line, foot=shaded(colour, -0.05))
    tiles = []
    count = max(7, int(across / 60))
    for index in range(1, count):
        u = index / count * 2 - 1
        tiles.append(
            f"M{x + u * top:.0f} {eave - height:.0f}Q{x + u * (top + (half - top) * 0.4):.0f} "
            f"{eave - height * 0.25:.0f} {x + u * half * 0.98:.0f}"
            f" {eave - lift * abs(u) ** 3:.0f}"
        )
    sheet.line("".join(tiles), max(2.5, height * 0.025), shaded(colour, -0.09), 0.7)
    ridge = [
        (x - top * 1.08, eave - height * 1.1),
        (x - top, eave - height * 1.02),
        (x + top, eave - height * 1.02),
        (x + top * 1.08, eave - height * 1.1),
        (x + top * 1.02, eave - height * 0.94),
        (x - top * 1.02, eave - height * 0.94),
    ]
    sheet.shape(ridge, shaded(colour, -0.1), line=line * 0.6)
