"""The torso: a rig and a cut in, the garment on trunk and hips as SVG out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from drama_backends.animatic.figures.colour import deeper
from drama_backends.animatic.figures.curve import Line, Pt, between, corners, limb, spline
from drama_backends.animatic.figures.limbs import Wear
from drama_backends.animatic.figures.rig import Rig, View

# Coordinates are read in rows.
# fmt: off


@dataclass(frozen=True, slots=True)
class Trunk:
    """The frame of the trunk: `t` runs from the hips (0) to the neck's base (1)."""

    wear: Wear
    rig: Rig

    def at(self, t: float, across: float) -> Pt:
        """The point at height `t`, `across` units to the right of the axis."""
        base = between(self.rig.hips, self.rig.neck, t)
        turn = math.radians(self.rig.lean)
        return (base[0] + across * math.cos(turn), base[1] + across * math.sin(turn))

    def line(self, keys: list[tuple[float, float]], steps: int = 3) -> Line:
        """A smooth line through points (t, across)."""
        return spline([self.at(t, x) for t, x in keys], steps=steps)

    def closed(self, keys: list[tuple[float, float]], steps: int = 3) -> Line:
        """A closed smooth line through points (t, across)."""
        return spline([self.at(t, x) for t, x in keys], closed=True, steps=steps)

    def edges(self, t: float) -> tuple[float, float]:
        """How far the trunk reaches to the left and right at height `t`."""
        build, view = self.wear.build, self.rig.view
        front = view in (View.FRONT, View.BACK)
        if view is View.PROFILE:
            back = _at(t, ((-0.2, 40), (0.0, 44), (0.36, 34), (0.72, 43), (0.93, 30), (1.05, 17)))
            chest = _at(t, ((-0.2, 36), (0.0, 37), (0.36, 32), (0.7, 41), (0.93, 24), (1.05, 17)))
            bust = 10 * math.exp(-(((t - 0.68) / 0.13) ** 2)) if self.wear.look.female else 0.0
            belly = build.belly * math.exp(-(((t - 0.28) / 0.26) ** 2))
            size = build.chest / 88
            return (-back * size, chest * size + bust + belly)
        wide = _at(t, ((-0.2, build.hip), (0.0, build.hip), (0.36, build.waist),
            (0.72, build.chest), (0.86, build.chest * 1.02)))
        belly = build.belly * 0.6 * math.exp(-(((t - 0.28) / 0.26) ** 2))
        if front:
            return (-wide - belly * 0.6, wide + belly * 0.6)
        bust = 7 * math.exp(-(((t - 0.68) / 0.13) ** 2)) if self.wear.look.female else 0.0
        return (-wide * 0.9, wide * 0.82 + belly + bust)

    def middle(self, t: float) -> float:
        """Where the middle of the chest is seen at height `t`."""
        left, right = self.edges(min(t, 0.9))
        share = {View.QUARTER: 0.68, View.PROFILE: 0.96}.get(self.rig.view, 0.5)
        if t > 0.9 and self.rig.view is View.QUARTER:
            share -= (t - 0.9) * 0.9
        return left + (right - left) * share


def _at(t: float, table: tuple[tuple[float, float], ...]) -> float:
    for (a, x), (b, y) in pairwise(table):
        if t <= b:
            share = max(0.0, (t - a) / (b - a))
            share = share * share * (3 - 2 * share)
            return x + (y - x) * share
    return table[-1][1]


def outline(trunk: Trunk, bottom: float = -0.12, ease: float = 3.0, *, closed: bool = True) -> Line:
    """The outline of the trunk from `bottom` up to the neck and down again."""
    build, view = trunk.wear.build, trunk.rig.view
    levels = (bottom, *(t for t in (0.0, 0.18, 0.36, 0.54, 0.72, 0.86) if t > bottom + 0.03))
    left = [(t, trunk.edges(t)[0] - ease) for t in levels]
    right = [(t, trunk.edges(t)[1] + ease) for t in levels]
    if view is View.PROFILE:
        top_left = [(0.95, -build.chest * 0.36), (1.05, -18.0)]
        top_right = [(0.95, build.chest * 0.3), (1.04, 17.0)]
    else:
        near, far = {View.QUARTER: (0.86, 0.66)}.get(view, (0.9, 0.9))
        shoulder = build.shoulder
        top_left = [(0.955, -shoulder * near), (1.0, -shoulder * near * 0.62), (1.05, -build.neck)]
        top_right = [(0.955, shoulder * far), (1.0, shoulder * far * 0.62), (1.05, build.neck)]
    keys = [*left, *top_left, *reversed(top_right), *reversed(right)]
    points = [trunk.at(t, x) for t, x in keys]
    if not closed:
        return spline(points)
    return spline([points[0], *points, points[-1]], closed=True, steps=3)


def drawn_trunk(trunk: Trunk) -> str:
    """The upper garment without collar and belt."""
    wear = trunk.wear
    look, pen = wear.look, wear.pen
    colour = look.skin if wear.cut.bare else look.clothes.main
    bottom = -0.2 if wear.cut.skirt <= 0.1 else 0.22
    if wear.cut.belt == "none" and wear.cut.skirt > 0.1 and not wear.cut.split:
        parts = [_one_piece(trunk)]
    else:
        parts = [pen.shape(outline(trunk, bottom), colour, shade=30, rim=5)]
    if wear.cut.bare:
        parts.append(_muscles(trunk))
    else:
        parts.append(_folds(trunk, colour))
    if "torn" in look.marks and not wear.cut.bare:
        parts.append(_patches(trunk, colour))
    if wear.cut.rib:
        parts.append(_band(trunk, -0.2, -0.1, deeper(colour, 0.2)))
    return "".join(parts)


def _one_piece(trunk: Trunk) -> str:
    """Trunk and skirt cut from one cloth, without a seam at the waist."""
    cut = trunk.wear.cut
    skirt = skirt_of(trunk, cut.skirt, cut.flare)
    whole = outline(trunk, 0.34, closed=False)
    shape = [*reversed(skirt.back[1:]), *whole, *skirt.front[1:], skirt.front[-1]]
    shape.extend([*reversed(_hem(skirt)), skirt.back[-1]])
    return trunk.wear.pen.shape(shape, trunk.wear.look.clothes.main, shade=30, rim=5)


def _patches(trunk: Trunk, colour: str) -> str:
    """Sewn-on patches of worn clothes."""
    pen, parts = trunk.wear.pen, []
    left, right = trunk.edges(0.5)
    for t, share, size in ((0.62, 0.28, 17.0), (0.48, 0.78, 14.0)):
        x = left + (right - left) * share
        keys = ((t + 0.05, x - size), (t + 0.06, x + size), (t - 0.05, x + size * 0.9),
            (t - 0.06, x - size))
        patch = corners(*[trunk.at(u, v) for u, v in keys])
        parts.append(pen.shape(patch, deeper(colour, 0.22), shade=5, rim=0, outline=0.5))
        for u, v in keys:
            stitch = [trunk.at(u + 0.015, v - 5), trunk.at(u - 0.015, v + 5)]
            parts.append(pen.stroke(stitch, 2.2, pen.paint(colour).lit))
    return "".join(parts)


def _muscles(trunk: Trunk) -> str:
    pen, skin = trunk.wear.pen, trunk.wear.look.skin
    if trunk.rig.view is View.BACK:
        return pen.fold(trunk.line([(0.1, 0), (0.5, 2), (0.9, 0)]), 3.5, skin, 0.6)
    m = trunk.middle(0.6)
    chest = trunk.wear.build.chest
    lines = [[(0.66, m - chest * 0.75), (0.6, m - chest * 0.4), (0.64, m - 2)],
        [(0.66, m + chest * 0.7), (0.6, m + chest * 0.4), (0.64, m + 2)],
        [(0.56, m), (0.36, m), (0.14, m)]]
    return "".join(pen.fold(trunk.line(line), 3.4, skin, 0.6) for line in lines)


def _folds(trunk: Trunk, colour: str) -> str:
    """Cloth pulls from the armpits and gathers at the waist."""
    pen = trunk.wear.pen
    left, right = trunk.edges(0.5)
    lines = [[(0.84, right * 0.92), (0.7, right * 0.72), (0.6, right * 0.36)],
        [(0.78, right * 0.95), (0.62, right * 0.82), (0.52, right * 0.6)],
        [(0.84, left * 0.94), (0.72, left * 0.74), (0.64, left * 0.42)],
        [(0.4, right * 0.86), (0.5, right * 0.7), (0.58, right * 0.62)],
        [(0.38, left * 0.6), (0.5, left * 0.52), (0.6, left * 0.56)],
        [(0.38, left * 0.1), (0.47, left * 0.12), (0.52, left * 0.04)]]
    if trunk.rig.view is View.PROFILE:
        lines = [*lines[:2], [(0.4, left * 0.4), (0.5, left * 0.1), (0.62, left * 0.05)], lines[4]]
    return "".join(pen.fold(trunk.line(line), 4.2, colour, 0.62) for line in lines)


def _band(trunk: Trunk, low: float, high: float, colour: str, ease: float = 6.0) -> str:
    sag = 0.035 if trunk.rig.view is not View.BACK else -0.012
    steps = [i / 6 for i in range(7)]
    top: Line = []
    under: Line = []
    for s in steps:
        dip = sag * math.sin(math.pi * s)
        for line, t in ((top, high), (under, low)):
            left, right = trunk.edges(t)
            x = left - ease + (right - left + 2 * ease) * s
            line.append(trunk.at(t - dip, x))
    keys = [top[0], *top, top[-1], under[-1], *reversed(under), under[0]]
    return trunk.wear.pen.shape(spline(keys, closed=True, steps=3), colour, shade=10, rim=3,
        outline=0.85)


def drawn_belt(trunk: Trunk) -> str:
    """Sash or belt, and what hangs from it."""
    cut, pen, colour = trunk.wear.cut, trunk.wear.pen, trunk.wear.look.clothes.sash
    if cut.belt == "none":
        return ""
    low, high = (0.24, 0.42) if cut.belt == "sash" else (0.27, 0.35)
    parts = [_band(trunk, low, high, colour)]
    if trunk.rig.view is View.BACK:
        return "".join(parts)
    m = trunk.middle(low)
    if cut.belt == "belt":
        buckle = trunk.closed([(high - 0.02, m - 9), (high - 0.02, m + 9), (low - 0.03, m + 9),
            (low - 0.03, m - 9)], steps=2)
        parts.append(pen.shape(buckle, "#c8a858", shade=4, rim=2, outline=0.6))
        return "".join(parts)
    left, right = trunk.edges(0.3)
    for t in (0.3, 0.36):
        line = trunk.line([(t, left * 0.9), (t - 0.03, m - 10), (t - 0.03, m)])
        parts.append(pen.fold(line, 3.0, colour, 0.7))
    side = m - 10 if trunk.rig.view is not View.PROFILE else right * 0.55
    root = trunk.at(low + 0.06, side)
    for dx, length, wide in ((-9.0, 150.0, 10.0), (9.0, 118.0, 9.0)):
        tail = spline([root, (root[0] + dx * 0.7, root[1] + length * 0.45),
            (root[0] + dx * 0.5, root[1] + length * 0.75), (root[0] + dx * 1.4, root[1] + length)],
            steps=3)
        strip = limb(tail, (4.0, wide * 0.8, wide, wide * 1.05), round_end=False)
        parts.append(pen.shape(strip, colour, shade=6, rim=2, outline=0.75))
    knot = spline([(root[0] - 13, root[1]), (root[0], root[1] - 12), (root[0] + 13, root[1] - 1),
        (root[0], root[1] + 12)], closed=True, steps=3)
    parts.append(pen.shape(knot, colour, shade=6, rim=2, outline=0.8))
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class Skirt:
    """Both sides of what hangs over the legs, from the waist to the hem."""

    back: Line
    front: Line


def skirt_of(trunk: Trunk, reach: float, flare: float, ease: float = 0.0) -> Skirt:
    """The edges of a skirt that follows the legs down to the share `reach` of them."""
    rig, thick = trunk.rig, trunk.wear.build.limb
    waist = 0.3
    left, right = trunk.edges(waist)
    hip_left, hip_right = trunk.edges(0.02)
    back = [trunk.at(waist, left - 3 - ease), trunk.at(0.06, hip_left - 5 - ease)]
    front = [trunk.at(waist, right + 3 + ease), trunk.at(0.06, hip_right + 5 + ease)]
    count = max(2, round(reach * 5))
    for index in range(1, count + 1):
        t = reach * index / count
        a, b = rig.near_leg.along(t), rig.far_leg.along(t)
        a0, b0 = rig.near_leg.along(t - 0.06), rig.far_leg.along(t - 0.06)
        dx, dy = a[0] + b[0] - a0[0] - b0[0], a[1] + b[1] - a0[1] - b0[1]
        length = math.hypot(dx, dy) or 1.0
        n = (-dy / length, dx / length)
        middle = between(a, b, 0.5)
        spread = abs((a[0] - b[0]) * n[0] + (a[1] - b[1]) * n[1]) / 2
        wide = spread + thick * (1.9 - 0.5 * t) + flare * t**1.3 + ease
        back.append((middle[0] + n[0] * wide, middle[1] + n[1] * wide))
        front.append((middle[0] - n[0] * wide, middle[1] - n[1] * wide))
    return Skirt(spline(back, steps=3), spline(front, steps=3))


def drawn_skirt(trunk: Trunk) -> str:
    """The lower part of the garment, with its pleats and hem."""
    wear = trunk.wear
    cut, look, pen = wear.cut, wear.look, wear.pen
    if cut.skirt <= 0.1:
        return ""
    colour = look.clothes.legs if cut.split or cut.waist else look.clothes.main
    skirt = skirt_of(trunk, cut.skirt, cut.flare)
    hem = _hem(skirt)
    shape = [skirt.back[0], *skirt.back, skirt.back[-1], *hem, skirt.front[-1],
        *reversed(skirt.front)]
    inside = _inside_hem(skirt, hem)
    parts = [pen.flat(inside, deeper(colour, 0.5))]
    parts.append(pen.shape(shape, colour, shade=30, rim=5))
    parts.append(_pleats(trunk, skirt, hem, colour))
    if cut.collar == "cross" or look.clothes.garment == "gown":
        parts.append(_hem_band(wear, skirt, hem))
    return "".join(parts)


def _hem(skirt: Skirt) -> Line:
    """A waving hem from the back edge to the front edge."""
    a, b = skirt.back[-1], skirt.front[-1]
    before = between(skirt.back[-4], skirt.front[-4], 0.5)
    middle = between(a, b, 0.5)
    down = (middle[0] - before[0], middle[1] - before[1])
    length = math.hypot(*down) or 1.0
    down = (down[0] / length, down[1] / length)
    wide = math.hypot(b[0] - a[0], b[1] - a[1])
    keys = []
    for index in range(1, 8):
        t = index / 8
        sag = wide * 0.085 * math.sin(math.pi * t) + (wide * 0.022 if index % 2 else -wide * 0.016)
        point = between(a, b, t)
        keys.append((point[0] + down[0] * sag, point[1] + down[1] * sag))
    return spline([a, *keys, b], steps=3)[1:-1]


def _inside_hem(skirt: Skirt, hem: Line) -> Line:
    a, b = skirt.back[-1], skirt.front[-1]
    rise = [(p[0] + (m[0] - p[0]) * 1.7, p[1] + (m[1] - p[1]) * 1.7) for p,
        m in zip(hem, [between(a, b, (i + 1) / (len(hem) + 1)) for i in range(len(hem))],
        strict=True)]
    return [a, *hem, b, *reversed(rise)]


def _pleats(trunk: Trunk, skirt: Skirt, hem: Line, colour: str) -> str:
    pen = trunk.wear.pen
    parts = []
    count = len(hem)
    for index, share in enumerate((0.16, 0.3, 0.44, 0.58, 0.7, 0.84)):
        end = hem[min(count - 1, round(share * count))]
        keys = []
        for t in (0.12, 0.45, 0.75):
            at = round(t * (len(skirt.back) - 1))
            keys.append(between(skirt.back[at], skirt.front[at],
                0.5 + (share - 0.5) * (0.7 + 0.3 * t)))
        start = 1 if index % 2 else 0
        line = spline([*keys[start:], between(keys[-1], end, 0.96)])
        parts.append(pen.fold(line, 6.5 if index % 2 else 4.5, colour, 0.62))
    dark = [skirt.back, skirt.front][1 if pen.light[0] < 0 else 0]
    other = skirt.front if dark is skirt.back else skirt.back
    side = [between(p, q, 0.16) for p, q in zip(dark, other, strict=False)]
    body = [*dark[3:], *reversed([between(p, q, 0.5) for p,
        q in zip(side[3:], other[3:], strict=False)][2:])]
    if len(body) > 6:
        parts.append(pen.tone(body, colour, 0.24))
    return "".join(parts)


def _hem_band(wear: Wear, skirt: Skirt, hem: Line) -> str:
    a, b = skirt.back[-1], skirt.front[-1]
    edge = [a, *hem, b]
    up = between(skirt.back[-3], skirt.front[-3], 0.5)
    low = between(a, b, 0.5)
    length = math.hypot(up[0] - low[0], up[1] - low[1]) or 1.0
    rise = ((up[0] - low[0]) / length * 15, (up[1] - low[1]) / length * 15)
    inner = [(x + rise[0], y + rise[1]) for x, y in edge[1:-1]]
    band = [*edge, edge[-1], *reversed(inner), edge[0]]
    return wear.pen.shape(band, wear.look.clothes.trim, shade=4, rim=0, outline=0.6)


def drawn_neck(trunk: Trunk) -> str:
    """The neck, with the chin's shadow on it."""
    wear, rig = trunk.wear, trunk.rig
    build, pen = wear.build, wear.pen
    low = trunk.at(1.08, trunk.middle(1.0) * 0.3 if rig.view is View.QUARTER else 0.0)
    top = _nape(rig, build.head / 100)
    n = build.neck
    line = spline([low, between(low, top, 0.5), top], steps=3)
    thick = 1.2 if rig.view is View.PROFILE else 1.0
    neck = limb(line, tuple(n * thick * k for k in (1.22, 0.96, 0.92, 0.94)))
    parts = [pen.shape(neck, wear.look.skin, shade=12, rim=3, outline=0.85)]
    if rig.view is not View.BACK:
        drop = build.head * 0.2
        n *= thick
        mouth = between(low, top, 0.2)
        shadow = [(mouth[0] - n * 0.95, mouth[1] - drop * 0.55),
            (mouth[0] - n * 0.4, mouth[1] - drop * 0.12), (mouth[0] + n * 0.6, mouth[1]),
            (mouth[0] + n * 1.05, mouth[1] - drop * 0.4), (top[0] + n * 0.9, top[1]),
            (top[0] - n * 0.9, top[1])]
        parts.append(pen.tone(spline(shadow, closed=True, steps=3), wear.look.skin, 0.85))
    return "".join(parts)


def _nape(rig: Rig, unit: float) -> Pt:
    """Where the neck meets the skull; `unit` is a head unit on the stage."""
    x, y = {View.PROFILE: (-16.0, 16.0), View.QUARTER: (-7.0, 20.0)}.get(rig.view, (0.0, 24.0))
    turn = math.radians(rig.tilt * (0.5 if rig.view in (View.FRONT, View.BACK) else 1.0))
    return (rig.head[0] + unit * (x * math.cos(turn) - y * math.sin(turn)),
        rig.head[1] + unit * (x * math.sin(turn) + y * math.cos(turn)))
