"""Props of dress and of the street: a pen and a colour in, SVG out."""

from __future__ import annotations

import math

from drama_backends.animatic.figures.colour import deeper, mix, paler
from drama_backends.animatic.figures.curve import Line, Pt, corners, limb, oval, spline
from drama_backends.animatic.figures.pen import Pen

# Coordinates are read in rows.
# fmt: off


def hairpin(pen: Pen, colour: str) -> str:
    """A hairpin: a long stem, a carved head with a curl and two grooves, a bead."""
    def along(share: float, across: float = 0.0) -> Pt:
        return (-150 + 300 * share - 0.32 * across, 34 - 96 * share - across)

    stem = limb(spline([along(0.0), along(0.4, 3), along(0.74, 2)]), (1.6, 5.6, 8.5))
    parts = [pen.shape(stem, colour, shade=4, rim=2, outline=0.7)]
    head = spline([along(0.7, -10), along(0.76, 14), along(0.86, 22), along(0.95, 16),
        along(1.0, -2), along(0.97, -20), along(0.9, -12), along(0.84, -22), along(0.76, -18)],
        closed=True)
    parts.append(pen.shape(head, colour, shade=9, rim=5, outline=0.8))
    dark = pen.paint(deeper(colour, 0.45)).base
    for start in (0.775, 0.835, 0.895):
        # The carving: waves, one behind the other.
        wave = spline([along(start, -12), along(start + 0.02, 2), along(start + 0.05, 8),
            along(start + 0.06, 0), along(start + 0.045, -4)])
        parts.append(pen.stroke(wave, 3.4, dark, 0.9))
    for share in (0.6, 0.64):
        parts.append(pen.stroke([along(share, -8), along(share, 9)], 3.2, dark, 0.8))
    parts.append(pen.shape(oval(along(0.985, 12), 9, 9, 14), mix(colour, "#a8322c", 0.75), shade=3,
        rim=2, outline=0.6))
    return "".join(parts)


def paper_cup(pen: Pen, colour: str) -> str:
    """A cup to take away: tapered, a rolled rim, a band, a coffee in it and steam."""
    parts = [pen.shape(oval((0, -96), 35, 9, 20), "#f4efe4", shade=0, rim=0, outline=0.8)]
    parts.append(pen.flat(oval((0, -95), 30, 6.4, 18), "#6b4226"))
    parts.append(pen.flat(oval((-6, -94), 15, 2.6, 14), "#a9764a", 0.7))
    body = spline([(-35, -95), (-35, -95), (-25, -2), (-25, -2), (0, 3), (25, -2), (25, -2),
        (35, -95), (35, -95), (0, -86)], closed=True)
    parts.append(pen.shape(body, "#f4efe4", shade=13, rim=5))
    band = spline([(-32.3, -70), (-32.3, -70), (0, -62), (32.3, -70), (32.3, -70), (28.3, -32),
        (28.3, -32), (0, -25), (-28.3, -32), (-28.3, -32)], closed=True)
    parts.append(pen.shape(band, colour, shade=11, rim=4, outline=0.5))
    parts.append(pen.stroke(spline([(-35, -95), (0, -85), (35, -95)]), 4,
        pen.paint(paler("#f4efe4", 0.4)).base, even=True))
    for x, sway in ((-10, 10), (9, -9)):
        steam = spline([(x, -108), (x + sway, -130), (x - sway, -154), (x + sway * 0.6, -184)])
        parts.append(pen.stroke(steam, 6, "#ffffff", 0.4))
    return "".join(parts)


def bicycle(pen: Pen, colour: str) -> str:
    """A bicycle that stands, looking right: a city frame, mudguards, a rack."""
    back, front, radius = (-300.0, -178.0), (310.0, -178.0), 176.0
    dark = "#2b2a2c"
    parts = [_wheel(pen, back, radius), _wheel(pen, front, radius)]
    crank, seat, head = (-50.0, -160.0), (-120.0, -470.0), (196.0, -488.0)
    tubes: list[tuple[Line, float]] = [([back, crank], 9), ([back, seat], 8), ([crank, seat], 12),
        ([crank, head], 12), ([(-106, -410), head], 12),
        (spline([(186, -540), head, (262, -260), front]), 11)]
    for line, width in tubes:
        parts.append(pen.shape(limb(line, (width, width, width)), colour, shade=6, rim=3,
            outline=0.7))
    parts.append(pen.shape(oval(crank, 38, 38, 18), "#b9bec2", shade=7, rim=3, outline=0.7))
    parts.append(pen.stroke([crank, (-18, -84)], 11, dark, even=True))
    parts.append(pen.stroke([(-52, -80), (16, -88)], 14, dark, even=True))
    for middle in (back, front):
        guard = [(middle[0] + 196 * math.cos(a), middle[1] + 196 * math.sin(a))
            for a in (math.radians(200 + 12 * i) for i in range(12))]
        parts.append(pen.shape(limb(guard, (6, 8, 6)), deeper(colour, 0.12), shade=3, rim=2,
            outline=0.6))
    saddle = spline([(-200, -498), (-190, -520), (-120, -520), (-50, -506), (-52, -494),
        (-130, -482)], closed=True)
    parts.append(pen.shape(saddle, "#6b4226", shade=8, rim=4, outline=0.8))
    grip = spline([(186, -540), (150, -566), (100, -560)])
    parts.append(pen.shape(limb(spline([head, (186, -540), (196, -560)]), (10, 9, 9)), "#b9bec2",
        shade=4, rim=3, outline=0.6))
    parts.append(pen.shape(limb(grip, (8, 9, 10)), dark, shade=4, rim=2, outline=0.6))
    parts.append(pen.shape(corners((-446, -404), (-190, -404), (-190, -388), (-446, -388)),
        "#b9bec2", shade=4, rim=2, outline=0.6))
    parts.append(pen.stroke([(-420, -390), (-306, -180)], 7, pen.paint("#b9bec2").base, even=True))
    parts.append(pen.shape(corners((-430, -520), (-226, -520), (-226, -406), (-430, -406)),
        "#c39a63", shade=16, rim=6, outline=0.8))
    parts.append(pen.stroke([(-328, -520), (-328, -406)], 12, pen.paint("#e0cfa6").base, even=True))
    return "".join(parts)


def _wheel(pen: Pen, middle: Pt, radius: float) -> str:
    ring = oval(middle, radius, radius, 40)
    parts = []
    for turn in range(12):
        a = math.pi * turn / 12
        x, y = radius * math.cos(a), radius * math.sin(a)
        spoke = [(middle[0] - x, middle[1] - y), (middle[0] + x, middle[1] + y)]
        parts.append(pen.stroke(spoke, 2.6, pen.paint("#8d9499").base, 0.8, even=True))
    parts.append(pen.stroke([*ring, ring[0]], 20, pen.paint("#2b2a2c").base, even=True))
    inner = oval(middle, radius - 14, radius - 14, 40)
    parts.append(pen.stroke([*inner, inner[0]], 6, pen.paint("#b9bec2").base, even=True))
    parts.append(pen.shape(oval(middle, 17, 17, 14), "#b9bec2", shade=4, rim=2, outline=0.6))
    return "".join(parts)
