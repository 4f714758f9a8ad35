"""The face: a turned head, a mood and a look in, its features as SVG out.

Every feature is drawn in the front view's head units and laid on the head by `Face.at`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from drama_backends.animatic.figures.colour import deeper, luminance, mix
from drama_backends.animatic.figures.curve import Line, Pt, oval, spline
from drama_backends.animatic.figures.look import Look
from drama_backends.animatic.figures.moods import Mood
from drama_backends.animatic.figures.pen import Pen
from drama_backends.animatic.figures.rig import View
from drama_backends.animatic.figures.skull import Face

# Coordinates are read in rows.
# fmt: off


@dataclass(frozen=True, slots=True)
class Features:
    """What the parts of a face share: the pen is in head units."""

    pen: Pen
    face: Face
    look: Look
    mood: Mood
    close: bool

    @property
    def skin(self) -> str:
        """The skin's colour."""
        return self.look.skin

    def line(self, keys: Sequence[Pt], steps: int = 3) -> Line:
        """A smooth line through front-view points, laid on the head."""
        return spline([self.face.at(x, y) for x, y in keys], steps=steps)

    def closed(self, keys: Sequence[Pt], steps: int = 3) -> Line:
        """A closed smooth line through front-view points, laid on the head."""
        return spline([self.face.at(x, y) for x, y in keys], closed=True, steps=steps)

    def stroke(self, keys: Sequence[Pt], width: float, colour: str = "",
            opacity: float = 1.0) -> str:
        """A brush stroke through front-view points, `width` in head units."""
        return self.pen.stroke(self.line(keys), width * self.pen.scale, colour, opacity)

    def sides(self) -> tuple[int, ...]:
        """The sides of the face that are seen: -1 the near one, 1 the far one."""
        return (-1,) if self.face.view is View.PROFILE else (-1, 1)


def drawn_face(features: Features) -> str:
    """All that does not change while a figure speaks: shading, nose, brows, lines of age."""
    parts = [_cheeks(features), _planes(features), _nose(features), _age_lines(features)]
    parts.extend(_brow(features, side) for side in features.sides())
    parts.append(_marks(features))
    return "".join(parts)


def eye_level(look: Look) -> float:
    """Height of the eyes in head units: lower in a child's face."""
    return {"child": 7.0, "youth": 3.0}.get(look.age, 1.5)


def _brow(features: Features, side: int) -> str:
    look, mood = features.look, features.mood
    bushy = 1.3 if "bushy" in look.marks or (look.age == "elder" and not look.female) else 1.0
    thick = (1.9 if look.female else 3.2) * bushy * (0.8 if look.age == "child" else 1.0)
    y = eye_level(look) - 11.2 - (1.6 if look.age == "child" or look.female else 0.0)
    arch = 2.6 if look.female else 1.7
    rise_in, rise_out = mood.brow_in, mood.brow_out
    keys = [(8.2, y + (0.6 if not look.female else -0.8) + rise_in),
        (15.0, y - arch * 0.6 + rise_in * 0.55 + rise_out * 0.3),
        (21.5, y - arch + rise_out * 0.8), (27.6, y + 1.6 + rise_out)]
    middle = spline(keys, steps=3)
    count = len(middle) - 1
    widths = [thick * (0.75 + 0.5 * math.sin(math.pi * i / count * 0.9)) * (1 - (i / count) ** 4)
        for i in range(count + 1)]
    top = [(side * x, py - w * 0.55) for (x, py), w in zip(middle, widths, strict=True)]
    low = [(side * x, py + w * 0.45) for (x, py), w in zip(middle, widths, strict=True)]
    edge = [features.face.at(x, py) for x, py in [*top, *reversed(low), low[0]]]
    colour = look.hair.colour
    if luminance(colour) < 0.75:
        colour = deeper(colour, 0.15)
    return features.pen.flat(edge, colour, 0.94)


def _nose(features: Features) -> str:
    look, pen = features.look, features.pen
    length = features.face.shape.nose * (0.82 if look.age == "child" else 1.0)
    top, tip = eye_level(look) - 4, eye_level(look) + 17 * length
    dark = deeper(features.skin, 0.45)
    side = 1 if pen.light[0] < 0 else -1
    if features.face.view is View.PROFILE:
        wing = [(37.5, tip - 3.0), (35.4, tip - 0.6), (36.4, tip + 2.2), (39.0, tip + 2.0)]
        return pen.stroke(spline(wing), 1.0 * pen.scale, dark, 0.8)
    if features.face.view is View.QUARTER:
        return _turned_nose(features, top, tip, dark)
    wide = 0.84 if look.female else 1.0
    shade = [(1.6, top), (3.4, top + 6), (4.8, tip - 4), (7.2 * wide, tip), (5.4, tip + 3.2),
        (0, tip + 4.2), (-4.2, tip + 3), (-1.4, tip + 1.6), (2.6, tip + 0.4), (2.6, tip - 5),
        (1.2, top + 7)]
    parts = [pen.tone(features.closed([(side * x, y) for x, y in shade]), features.skin, 0.6)]
    for turn in (-1, 1):
        nostril = [(turn * 5.2 * wide, tip + 2.2), (turn * 3.4, tip + 2.4), (turn * 1.6, tip + 3.3)]
        parts.append(features.stroke(nostril, 1.35, dark, 0.9))
        wing = [(turn * 6.6 * wide, tip - 3), (turn * 7.4 * wide, tip),
            (turn * 6 * wide, tip + 2.6)]
        parts.append(features.stroke(wing, 0.8, dark, 0.6))
    if features.close and pen.style == "flat":
        shine = oval(features.face.at(-side * 1.2, tip - 1.5), 1.3, 1.7, 10)
        parts.append(pen.flat(shine, "#ffffff", 0.22, raw=True))
    return "".join(parts)


def _turned_nose(features: Features, top: float, tip: float, dark: str) -> str:
    pen, middle = features.pen, features.face.middle(0)
    far = [(middle + 4.4, top), (middle + 5.0, top + 4), (middle + 8.2, tip - 6),
        (middle + 11.2, tip - 1.2), (middle + 10.6, tip + 1.4), (middle + 6.4, tip + 3.6),
        (middle + 3.6, tip + 4)]
    near = [(middle - 2.4, tip + 3.0), (middle - 3.4, tip), (middle - 1.6, tip - 4),
        (middle + 2.2, tip - 9), (middle + 2.4, top + 3)]
    body = spline([far[0], *far, *near], closed=True, steps=3)
    lit = pen.light[0] < 0
    parts = [pen.flat(body, features.skin, 0.4 if pen.style == "ink" else 1.0)]
    under = [(middle + 10.8, tip + 0.8), (middle + 6.4, tip + 3.8), (middle - 2.2, tip + 3),
        (middle + 1.5, tip + 0.8), (middle + 7.0, tip - 0.4)]
    parts.append(pen.tone(spline(under, closed=True, steps=3), features.skin, 0.75))
    shade = [*far[:4], (middle + 7.6, tip - 2), (middle + 5, tip - 8), (middle + 3.6, top + 5)]
    if not lit:
        shade = [*near[::-1], (middle + 3, tip + 2), (middle + 3.4, tip - 6)]
    parts.append(pen.tone(spline(shade, closed=True, steps=3), features.skin, 0.55))
    ridge = spline(far[1:6])
    parts.append(pen.stroke(ridge, 1.35 * pen.scale, dark, 0.9))
    wing = spline([near[2], near[1], near[0]])
    parts.append(pen.stroke(wing, 0.9 * pen.scale, dark, 0.7))
    nostril = [(middle + 1.4, tip + 2.6), (middle + 3.4, tip + 2.0), (middle + 5.2, tip + 2.8)]
    parts.append(pen.stroke(spline(nostril), 1.3 * pen.scale, dark, 0.85))
    return "".join(parts)


def _cheeks(features: Features) -> str:
    look, mood, pen = features.look, features.mood, features.pen
    strength = 0.16 + 0.2 * mood.blush + (0.12 if look.female or look.age == "child" else 0.0)
    if pen.style == "pencil":
        strength *= 0.4
    red = mix(look.skin, "#c8443a", 0.62)
    parts: list[str] = []
    for side in features.sides():
        x = 22.0 * side
        centre = features.face.at(x, eye_level(look) + 14)
        wide = 9.5 * max(0.4, features.face.share(x))
        parts.extend(pen.flat(oval(centre, wide * k, 6.4 * k, 14), red, strength * 0.36)
            for k in (1.0, 0.74, 0.46))
    return "".join(parts)


def _planes(features: Features) -> str:
    """The sockets, and in a close-up the shaded plane of the cheek."""
    pen, y = features.pen, eye_level(features.look)
    parts = []
    for side in features.sides():
        socket = [(7 * side, y - 5), (17 * side, y - 8.4), (27 * side, y - 4), (26 * side, y + 1),
            (17 * side, y - 2), (8 * side, y + 2.5)]
        parts.append(pen.tone(features.closed(socket), features.skin, 0.26))
    if features.close and features.face.view is not View.PROFILE:
        side = 1 if pen.light[0] < 0 else -1
        plane = [(35 * side, y + 2), (27.5 * side, y + 12), (25 * side, y + 20), (20 * side, 36),
            (10 * side, 45), (19 * side, 43), (29 * side, 33), (34.6 * side, 20)]
        parts.append(pen.tone(features.closed(plane), features.skin, 0.4))
    return "".join(parts)


def _age_lines(features: Features) -> str:
    look, y = features.look, eye_level(features.look)
    old = max(0.0, min(1.0, (look.years - 32) / 34))
    if "tired" in look.marks:
        old = max(old, 0.45)
    if old <= 0.08:
        return ""
    dark, parts = deeper(features.skin, 0.42), []
    for side in features.sides():
        fold = [(8.6 * side, y + 19), (12 * side, y + 24), (13.4 * side, y + 30)]
        parts.append(features.stroke(fold, 0.9 + old * 0.6, dark, 0.3 + 0.5 * old))
        bag = [(10 * side, y + 5.2), (17 * side, y + 8.2), (25 * side, y + 5)]
        parts.append(features.stroke(bag, 0.9, dark, 0.2 + 0.5 * old))
        if old > 0.3:
            for rise in (-2.0, 1.0, 3.6):
                foot = [(28 * side, y + rise), (30.4 * side, y + rise * 1.5),
                    (32.6 * side, y + rise * 2)]
                parts.append(features.stroke(foot, 0.7, dark, 0.3 + 0.4 * old))
    if old > 0.5:
        for rise in (-21.0, -25.4):
            brow = [(-17, y + rise + 0.8), (-6, y + rise - 0.5), (6, y + rise),
                (17, y + rise + 0.8)]
            parts.append(features.stroke(brow, 0.8, dark, 0.5 * old))
    return "".join(parts)


def _marks(features: Features) -> str:
    look, y = features.look, eye_level(features.look)
    parts = []
    if "scar" in look.marks:
        parts.append(features.stroke([(-27, y - 14), (-23, y + 4), (-20, y + 22)], 1.6,
            mix(look.skin, "#8e3b35", 0.6), 0.85))
    if "freckles" in look.marks:
        for index in range(12):
            x = (look.share(f"fx{index}") - 0.5) * 50
            spot = features.face.at(x, y + 9 + 7 * look.share(f"fy{index}"))
            parts.append(features.pen.flat(oval(spot, 0.8, 0.8, 8), deeper(look.skin, 0.4), 0.6))
    if "glasses" in look.marks:
        parts.append(_glasses(features, y))
    return "".join(parts)


def _glasses(features: Features, y: float) -> str:
    pen = features.pen
    parts = []
    for side in features.sides():
        rim = features.closed([(8 * side, y - 6), (17 * side, y - 8), (27 * side, y - 6),
            (27.5 * side, y + 4), (18 * side, y + 8.6), (8.6 * side, y + 5)])
        parts.append(pen.flat(rim, "#eaf4fa", 0.16, raw=True))
        parts.append(pen.stroke([*rim, rim[0]], 1.5 * pen.scale, "#2c2a2c", even=True))
    if features.face.view is not View.PROFILE:
        parts.append(features.stroke([(-8, y - 2), (0, y - 4), (8, y - 2)], 1.7, "#2c2a2c"))
    return "".join(parts)
