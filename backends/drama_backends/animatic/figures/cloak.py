"""Cloaks and scarves: a trunk in, what hangs behind and what lies over the shoulders out."""

from __future__ import annotations

from drama_backends.animatic.figures.colour import deeper
from drama_backends.animatic.figures.curve import Line, between, spline
from drama_backends.animatic.figures.rig import View
from drama_backends.animatic.figures.torso import Trunk, skirt_of

# Coordinates are read in rows.
# fmt: off


def cloak_behind(trunk: Trunk) -> str:
    """The part of a cloak behind the body."""
    colour = trunk.wear.look.clothes.cloak
    if not colour or trunk.rig.view is View.BACK:
        return ""
    shape = _fall(trunk, 0.86)
    return trunk.wear.pen.shape(shape, deeper(colour, 0.3), shade=24, rim=4)


def cloak_over(trunk: Trunk) -> str:
    """The part over the shoulders, or from behind the whole; and a scarf."""
    parts = []
    colour = trunk.wear.look.clothes.cloak
    if colour and trunk.rig.view is View.BACK:
        parts.append(trunk.wear.pen.shape(_fall(trunk, 0.86), colour, shade=34, rim=5))
        parts.append(_falls(trunk, colour))
    if colour and trunk.rig.view is View.PROFILE:
        # From the side it covers what is under it.
        parts.append(trunk.wear.pen.shape(_fall(trunk, 0.86), colour, shade=26, rim=5))
        parts.append(_falls(trunk, colour, (-0.3, 0.0, 0.26)))
    if colour:
        parts.append(_mantle(trunk, colour))
    if trunk.wear.look.clothes.scarf:
        parts.append(_scarf(trunk, trunk.wear.look.clothes.scarf))
    return "".join(parts)


def _fall(trunk: Trunk, reach: float) -> Line:
    shoulder = trunk.wear.build.shoulder
    skirt = skirt_of(trunk, reach, 58, 30)
    wide = 1.12 if trunk.rig.view is not View.PROFILE else 0.45
    left, right = trunk.at(0.96, -shoulder * wide), trunk.at(0.96, shoulder * wide * 0.94)
    back = [left, trunk.at(0.7, -shoulder * wide * 1.2), *skirt.back[6::3], skirt.back[-1]]
    front = [right, trunk.at(0.7, shoulder * wide * 1.14), *skirt.front[6::3], skirt.front[-1]]
    if trunk.rig.view is View.PROFILE:
        front = [trunk.at(0.98, shoulder * 0.5), trunk.at(0.6, shoulder * 0.34),
            between(skirt.back[-1], skirt.front[-1], 0.66)]
    ends = [between(back[-1], front[-1], t) for t in (0.2, 0.4, 0.6, 0.8)]
    ends = [(x, y + (14 if i % 2 else -2)) for i, (x, y) in enumerate(ends)]
    return spline([left, *back, *ends, *reversed(front), right, trunk.at(1.06, 0)], closed=True,
        steps=3)


def _falls(
    trunk: Trunk, colour: str, shares: tuple[float, ...] = (-0.7, -0.4, -0.1, 0.25, 0.5, 0.8)
) -> str:
    pen, shoulder = trunk.wear.pen, trunk.wear.build.shoulder
    parts = []
    for share in shares:
        top = trunk.at(0.8, shoulder * share * 0.8)
        end = trunk.at(-0.9, shoulder * share * 1.3)
        parts.append(pen.fold(spline([top, between(top, end, 0.5), end]), 7, colour, 0.6))
    return "".join(parts)


def _mantle(trunk: Trunk, colour: str) -> str:
    """A short shoulder cape, open in front."""
    pen, s, view = trunk.wear.pen, trunk.wear.build.shoulder, trunk.rig.view
    n = trunk.wear.build.neck
    if view is View.PROFILE:
        keys = [(1.1, -n), (1.02, -s * 0.42), (0.74, -s * 0.62), (0.6, -s * 0.3), (0.62, s * 0.2),
            (0.8, s * 0.42), (1.0, s * 0.34), (1.09, n)]
        shapes = [trunk.closed(keys)]
    elif view is View.BACK:
        shapes = [trunk.closed([(1.12, 0), (1.06, n * 1.2), (0.99, s * 0.8), (0.8, s * 1.22),
            (0.62, s * 0.9), (0.58, 0), (0.62, -s * 0.9), (0.8, -s * 1.22), (0.99, -s * 0.8),
            (1.06, -n * 1.2)])]
    else:
        near, far = (1.0, 1.0) if view is View.FRONT else (0.98, 0.74)
        m = trunk.middle(0.95)
        shapes = [trunk.closed([(1.1, -n * 1.25), (0.99, -s * 0.8 * near),
            (0.82, -s * 1.24 * near), (0.6, -s * 1.16 * near), (0.56, -s * 0.7 * near),
            (0.72, m - 26), (0.95, m - 8)]), trunk.closed([(1.1, n * 1.25), (0.99, s * 0.8 * far),
            (0.82, s * 1.24 * far), (0.6, s * 1.16 * far), (0.56, s * 0.7 * far), (0.72, m + 26),
            (0.95, m + 8)])]
    parts = [pen.shape(shape, colour, shade=20, rim=5) for shape in shapes]
    k = 0.5 if view is View.PROFILE else 1.0
    for side in (-1, 1) if view in (View.FRONT, View.BACK) else (-1,):
        for x in (0.5, 0.8, 1.05):
            line = trunk.line([(0.94, side * s * x * k * 0.7), (0.78, side * s * x * k),
                (0.64, side * s * x * k * 0.9)])
            parts.append(pen.fold(line, 5, colour, 0.6))
    if view in (View.FRONT, View.QUARTER):
        clasp = trunk.line([(0.94, trunk.middle(0.95) - 16), (0.92, trunk.middle(0.95)),
            (0.94, trunk.middle(0.95) + 16)])
        parts.append(pen.stroke(clasp, 6, pen.paint("#c9a45c").base, even=True))
    return "".join(parts)


def _scarf(trunk: Trunk, colour: str) -> str:
    pen, n = trunk.wear.pen, trunk.wear.build.neck
    m = trunk.middle(1.0) * 0.6
    tail = trunk.closed([(0.98, m - 24), (0.98, m - 2), (0.56, m + 6), (0.55, m - 26)])
    wrap = trunk.closed([(1.14, -n * 1.2 + m * 0.3), (1.08, m), (1.14, n * 1.25 + m * 0.3),
        (1.0, n * 1.6 + m * 0.3), (0.92, m), (1.0, -n * 1.55 + m * 0.3)])
    parts = [] if trunk.rig.view is View.BACK else [pen.shape(tail, colour, shade=9, rim=3)]
    parts.append(pen.shape(wrap, colour, shade=10, rim=3))
    parts.append(pen.fold(trunk.line([(1.08, -n + m * 0.3), (1.0, m), (1.05, n + m * 0.3)]), 4,
        colour))
    return "".join(parts)
