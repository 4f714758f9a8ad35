"""A crowd: how many and a seed in, silhouettes for the background as one SVG fragment out."""

from __future__ import annotations

from dataclasses import dataclass

from drama_backends.animatic.figures.colour import mix
from drama_backends.animatic.figures.curve import limb, oval, spline
from drama_backends.animatic.figures.look import Look
from drama_backends.animatic.figures.pen import Pen
from drama_backends.animatic.stage import Box, Palette

# Coordinates are read in rows.
# fmt: off


@dataclass(frozen=True, slots=True)
class CrowdDrawing:
    """People side by side around the origin, standing on y = 0: SVG and the box around it."""

    body: str
    bounds: Box


def draw_crowd(n: int, seed: int, palette: Palette, style: str) -> CrowdDrawing:
    """`n` silhouettes (0 to 60 are drawn), those behind paler; the same for the same seed."""
    count = max(0, min(60, n))
    own = Look(seed=seed)
    pen = Pen(style, palette, weight=3.0, digits=0)
    parts = []
    for index in range(count):
        row = index % 3
        x = (index - (count - 1) / 2) * 150 + (own.share(f"x{index}") - 0.5) * 110
        size = 0.9 + 0.16 * own.share(f"h{index}") - (0.24 if own.share(f"k{index}") < 0.12 else 0)
        tone = mix(palette.middle, palette.shadow, 0.25 + 0.2 * row)
        figure = pen.at((x, -34.0 * (2 - row)), size * (0.92 + 0.04 * row))
        parts.append((row, _silhouette(figure, own, index, tone)))
    body = "".join(svg for _, svg in sorted(parts, key=lambda part: part[0]))
    return CrowdDrawing(body, pen.covered.box())


def _silhouette(pen: Pen, own: Look, index: int, tone: str) -> str:
    robe, hat = own.share(f"robe{index}") < 0.5, own.share(f"hat{index}")
    wide = 88 + 26 * own.share(f"wide{index}")
    turn = (own.share(f"turn{index}") - 0.5) * 24
    if robe:
        legs = [spline([(-wide * 0.7, -540), (-wide, -10), (-wide, -10), (0, 4), (wide, -10),
            (wide, -10), (wide * 0.7, -540)], closed=True)]
    else:
        legs = [limb([(side * 36, -500), (side * 42, -250), (side * 46, 0)], (42, 34, 24))
            for side in (-1, 1)]
    trunk = spline([(-24, -845), (-wide, -800), (-wide - 16, -560), (-wide * 0.7, -470),
        (wide * 0.7, -470), (wide + 16, -560), (wide, -800), (24, -845)], closed=True)
    arms = [limb(spline([(side * wide * 0.9, -780), (side * (wide + 22), -620),
        (side * (wide + 4), -450)]), (32, 28, 22)) for side in (-1, 1)]
    shapes = [*legs, *arms, trunk, limb([(0, -800), (turn * 0.4, -860), (turn, -900)],
        (28, 26, 26)), oval((turn, -918), 56, 72, 16)]
    if hat < 0.22:
        shapes.append(spline([(turn - 120, -930), (turn, -1040), (turn, -1040), (turn + 120, -930),
            (turn, -912)], closed=True))
    elif hat < 0.45:
        shapes.append(oval((turn, -1000), 26, 24, 12))
    elif hat < 0.65:
        shapes.append(spline([(turn - 60, -960), (turn - 66, -820), (turn + 66, -820),
            (turn + 60, -960), (turn, -998)], closed=True))
    parts = [pen.flat(shape, tone) for shape in shapes]
    if pen.style != "pencil":
        edge = spline([(-wide * 0.95, -770), (-wide * 0.5, -822), (-20, -846)])
        parts.append(pen.stroke(edge, 5, mix(tone, pen.palette.light, 0.5), 0.6))
    return "".join(parts)
