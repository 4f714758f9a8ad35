"""The eyes: a face's features in, open and closed eyes as SVG out."""

from __future__ import annotations

import math
from dataclasses import dataclass

from drama_backends.animatic.figures.colour import deeper, mix
from drama_backends.animatic.figures.curve import Line, Pt, oval
from drama_backends.animatic.figures.face import Features, eye_level
from drama_backends.animatic.figures.moods import Mood
from drama_backends.animatic.figures.rig import View

# Coordinates are read in rows.
# fmt: off


def drawn_eyes(features: Features) -> dict[str, str]:
    """The fragments `open` and `closed`."""
    return {"open": "".join(_open_eye(features, side) for side in features.sides()),
        "closed": "".join(_closed_eye(features, side) for side in features.sides())}


@dataclass(frozen=True, slots=True)
class _Lids:
    """An eye's edges: u runs from the inner corner (-1) to the outer (1)."""

    side: int
    x: float
    y: float
    width: float
    height: float
    mood: Mood
    slant: float

    def at(self, u: float) -> float:
        return self.side * (self.x + u * self.width / 2)

    def upper(self, u: float) -> float:
        high = self.height * 0.6 * self.mood.lid * max(0.0, 1 - u * u) ** 0.62
        high *= 1 - self.mood.inner * max(0.0, -u) * 1.2 - self.mood.outer * max(0.0, u) * 1.2
        return float(self.y + self._tilt(u) - high)

    def lower(self, u: float) -> float:
        low = self.height * 0.4 * max(0.0, 1 - u * u) ** 0.75 * (1 - self.mood.lower * 0.8)
        return float(self.y + self._tilt(u) + low)

    def _tilt(self, u: float) -> float:
        return 0.5 - self.slant * u


def _lids(features: Features, side: int) -> _Lids:
    look, shape = features.look, features.face.shape
    height = {"child": 11.5, "youth": 8.8, "adult": 7.6, "elder": 6.4}[look.age]
    if look.female:
        height *= 1.14
    width = (18.5 if look.age == "child" else 16.4) * shape.eyes
    slant = 0.6 + 1.1 * look.share("slant") if look.age != "elder" else -0.4
    centre = 17.2 if look.age != "child" else 17.8
    return _Lids(side, centre, eye_level(look), width, height * shape.eyes, features.mood, slant)


def _open_eye(features: Features, side: int) -> str:
    lids, pen, look = _lids(features, side), features.pen, features.look
    steps = [i / 7 for i in range(-7, 8)]
    top = [(lids.at(u), lids.upper(u)) for u in steps]
    low = [(lids.at(u), lids.lower(u)) for u in reversed(steps)]
    white = [features.face.at(x, y) for x, y in [*top, top[-1], *low, low[-1]]]
    parts = [pen.flat(white, "#f6f1ea")]
    parts.append(_iris(features, lids))
    band = [(x, y + lids.height * 0.17) for x, y in reversed(top)]
    shadow = [features.face.at(x, y) for x, y in [*top, *band]]
    parts.append(pen.flat(shadow, "#4a3c46", 0.34))
    ink = pen.ink() if pen.style != "flat" else "#2a1e1c"
    thick = (2.5 if look.female else 1.9) * (1.1 if look.age in ("child", "youth") else 0.95)
    wing = 3.4 if look.female else 1.4
    lash = [*top[1:], (lids.at(1.0) + side * wing, lids.upper(1.0) - wing * 0.42)]
    outer = [(x, y - thick * 0.5 * math.sin(math.pi * min(1.0, 0.12 + i / 17))) for i,
        (x, y) in enumerate(lash)]
    inner = [(x, y + thick * 0.42 * (i / 15)) for i, (x, y) in enumerate(lash[:-1])]
    edge = [features.face.at(x, y) for x, y in [*outer, outer[-1], *reversed(inner)]]
    parts.append(pen.flat(edge, ink, raw=True))
    under = [(x, y) for x, y in low[2:9]]
    parts.append(features.stroke(under, 0.7, deeper(features.skin, 0.45), 0.8))
    if features.close or look.age != "child":
        gap = 2.3 if features.mood.lid > 0.6 else 1.5
        crease = [(x + side * 0.6, y - gap - 0.6) for x, y in top[2:-1]]
        parts.append(features.stroke(crease, 0.75, deeper(features.skin, 0.42), 0.75))
    if features.close and look.female:
        parts.append(_lashes(features, lids, top, ink))
    return "".join(parts)


def _iris(features: Features, lids: _Lids) -> str:
    pen, look, mood = features.pen, features.look, features.mood
    size = min(lids.height * 0.56, lids.width * 0.29) * (0.86 if mood.lid > 1.2 else 1.0)
    gaze = {View.PROFILE: -0.34, View.QUARTER: 0.1 * lids.side}.get(features.face.view, 0.0)
    cx = lids.at(gaze)
    cy = lids.y - lids.height * 0.12 + mood.gaze * 1.6

    def disc(radius: float, dx: float = 0.0, dy: float = 0.0) -> Line:
        points = []
        for x, y in oval((cx + dx, cy + dy), radius, radius * 1.06, 18):
            u = max(-1.0, min(1.0, (x * lids.side - lids.x) / (lids.width / 2)))
            points.append((x, max(lids.upper(u), min(lids.lower(u), y))))
        return [features.face.at(x, y) for x, y in points]

    parts = [pen.flat(disc(size), deeper(look.eyes, 0.45))]
    parts.append(pen.flat(disc(size * 0.82, 0, size * 0.06), look.eyes))
    parts.append(pen.flat(disc(size * 0.55, 0, size * 0.34), mix(look.eyes, "#ffe9c0", 0.35), 0.7))
    parts.append(pen.flat(disc(size * 0.46), "#120d0e", raw=True))
    side = -1 if pen.light[0] < 0 else 1
    shine = disc(size * 0.24, side * size * 0.34, -size * 0.3)
    parts.append(pen.flat(shine, "#ffffff", raw=True))
    if features.close:
        parts.append(pen.flat(disc(size * 0.12, -side * size * 0.4, size * 0.42), "#ffffff", 0.7,
            raw=True))
    return "".join(parts)


def _lashes(features: Features, lids: _Lids, top: list[Pt], ink: str) -> str:
    parts = []
    for index in (9, 11, 13):
        x, y = top[index]
        out = (index - 7) / 6
        tip = (x + lids.side * (0.8 + 1.7 * out), y - 2.6 + 0.7 * out)
        parts.append(features.stroke([(x, y), (x + lids.side * 0.3, y - 1.2), tip], 0.9, ink))
    return "".join(parts)


def _closed_eye(features: Features, side: int) -> str:
    lids, look = _lids(features, side), features.look
    steps = [i / 6 for i in range(-6, 7)]
    bow = 0.72 if features.mood.lower < 0.5 else -0.5
    line = [(lids.at(u), lids.y + 0.4 + lids.height * 0.4 * bow * (1 - u * u)) for u in steps]
    line.append((line[-1][0] + side * 2.0, line[-1][1] - 0.4))
    ink = features.pen.ink() if features.pen.style != "flat" else "#2a1e1c"
    parts = [features.stroke(line, 2.3 if look.female else 1.9, ink)]
    crease = [(x, y - lids.height * 0.62) for x, y in line[2:-2]]
    parts.append(features.stroke(crease, 0.8, deeper(features.skin, 0.4), 0.6))
    return "".join(parts)
