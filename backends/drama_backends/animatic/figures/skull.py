"""The skull: a face's shape and a view in, the outline of the bare head and a map onto it out.

Head units: 100 from chin to crown, the origin at eye level; the face of a front view is centred.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from drama_backends.animatic.figures.curve import Line, Pt, spline
from drama_backends.animatic.figures.rig import View

# Coordinates are read in rows.
# fmt: off


@dataclass(frozen=True, slots=True)
class Shape:
    """How a face differs from the mean: factors near 1 (widths, lengths), `age` in 0..1."""

    cheek: float = 1.0
    jaw: float = 1.0
    chin: float = 1.0
    length: float = 1.0
    nose: float = 1.0
    eyes: float = 1.0
    mouth: float = 1.0
    young: float = 0.0
    old: float = 0.0


TURN = {View.FRONT: 0.0, View.QUARTER: 27.0, View.PROFILE: 78.0, View.BACK: 180.0}
_FRONT = ((0, -50), (14, -48), (26, -39.5), (33, -25), (34.8, -9), (34.4, 6), (32.4, 19), (28, 32),
    (19, 43), (9, 49), (0, 50))
_QUARTER = ((2, -50), (19, -47), (31.5, -36), (37, -21), (37.6, -10), (34.8, -1), (36, 8),
    (34, 19), (30.8, 31), (26.5, 42), (19, 49.4), (10, 48.6), (-4, 41.5), (-16, 31), (-22, 16),
    (-29, 13), (-39, 7), (-45, -6), (-44, -25), (-33, -41), (-16, -49))
_PROFILE = ((0, -50), (19, -47), (32, -37.5), (38.2, -23), (39.6, -11), (37, -3), (39.5, 6),
    (44.5, 15), (45.6, 18.5), (42, 21.6), (38.8, 23), (40.8, 28), (38.4, 31.4), (39.6, 35),
    (36.6, 39.5), (38.6, 45), (34.4, 50), (26, 50), (12, 43), (-1, 36), (-9, 26), (-14, 16),
    (-25, 17), (-38, 10), (-46, -5), (-45.5, -25), (-34, -41), (-17, -48.6))


def outline(shape: Shape, view: View) -> Line:
    """The closed outline of the bare head."""
    if view in (View.FRONT, View.BACK):
        right = [_shaped(x, y, shape, 0.0) for x, y in _FRONT]
        left = [(-x, y) for x, y in reversed(right[1:-1])]
        return spline([*right, *left], closed=True, steps=3)
    keys, axis = (_QUARTER, 12.0) if view is View.QUARTER else (_PROFILE, 20.0)
    return spline([_shaped(x, y, shape, axis) for x, y in keys], closed=True, steps=3)


def _shaped(x: float, y: float, shape: Shape, axis: float) -> Pt:
    if y > 0:
        jaw = max(0.0, min(1.0, (y - 12) / 22))
        chin = max(0.0, min(1.0, (y - 36) / 12))
        cheek = 1.0 - abs(y - 10) / 40
        wide = 1 + (shape.cheek - 1) * max(0.0, cheek) + (shape.jaw - 1) * jaw * (1 - chin * 0.4)
        wide += (shape.chin - 1) * chin
        if axis == 20.0:
            wide = 1 + (wide - 1) * 0.25
        x = axis + (x - axis) * wide if x > -22 else x
        return (x, y * (1 + (shape.length - 1) * (0.4 + 0.6 * jaw)))
    return (x, y)


@dataclass(frozen=True, slots=True)
class Face:
    """The map of points of the front view onto the turned head."""

    shape: Shape
    view: View

    @property
    def turn(self) -> float:
        """By how many degrees the head is turned from the camera."""
        return TURN[self.view]

    def edges(self, y: float) -> Pt:
        """Left and right limit of the skull at a height, without nose and jaw."""
        high = max(-49.0, min(30.0, y))
        ring = math.sqrt(max(0.02, 1 - ((high + 8) / 43) ** 2)) if high < -8 else 1.0
        low = 1.0 if high < 6 else 1.0 - (high - 6) / 110
        if self.view in (View.FRONT, View.BACK):
            return (-34.9 * ring * low, 34.9 * ring * low)
        front = 37.4 if self.view is View.QUARTER else 39.0
        return ((-45.5 * ring + 1) * low, front * ring * low)

    def at(self, x: float, y: float) -> Pt:
        """Where a point of the front view lies, x in -36..36."""
        if self.view is View.PROFILE and 24 < y < 45:
            return (38.4 + 0.95 * min(0.4, x), y)
        return self.on(math.degrees(math.asin(max(-0.999, min(0.999, x / 36.0)))), y)

    def on(self, degrees: float, y: float) -> Pt:
        """Where a point of the head lies: degrees round from the middle of the face."""
        left, right = self.edges(y)
        around = math.sin(math.radians(degrees + self.turn))
        return ((left + right) / 2 + (right - left) / 2 * around, y)

    def seen(self, degrees: float) -> bool:
        """Whether that side of the head is turned to the camera."""
        around = (degrees + self.turn + 180) % 360 - 180
        return abs(around) <= 91

    def middle(self, y: float) -> float:
        """The x of the middle of the face at a height."""
        return self.on(0.0, y)[0]

    def share(self, x: float) -> float:
        """How wide a feature at front position x looks, 1 from the front."""
        return max(0.05, (self.at(x + 1, 0)[0] - self.at(x - 1, 0)[0]) / 2)
