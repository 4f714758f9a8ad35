"""Props that lie in a hand: a pen and a colour in, SVG around the hand out."""

from __future__ import annotations

import math

from drama_backends.animatic.figures.colour import deeper, mix, paler
from drama_backends.animatic.figures.curve import Line, corners, limb, oval, spline
from drama_backends.animatic.figures.pen import Pen

# Coordinates are read in rows.
# fmt: off


def sword(pen: Pen, colour: str) -> str:
    """A sword."""
    blade = corners((-7, -24), (7, -24), (6, -300), (0, -330), (-6, -300))
    parts = [pen.shape(blade, colour, shade=5, rim=3, outline=0.7)]
    parts.append(pen.stroke([(0.5, -30), (0.5, -180), (0, -300)], 2.2,
        pen.paint(deeper(colour, 0.4)).base))
    guard = limb([(-26, -22), (0, -27), (26, -22)], (3.5, 6, 3.5))
    parts.append(pen.shape(guard, "#b8923f", shade=4, rim=2, outline=0.7))
    grip = limb([(0, -22), (0, 10), (0, 40)], (6, 6.5, 6))
    parts.append(pen.shape(grip, "#4a2c24", shade=4, rim=2, outline=0.7))
    parts.append(pen.shape(oval((0, 46), 9, 9, 12), "#b8923f", shade=4, rim=2, outline=0.7))
    tassel = spline([(0, 52), (8, 80), (4, 118), (-6, 118), (-4, 84)], closed=True)
    parts.append(pen.shape(tassel, "#a8282e", shade=4, rim=2, outline=0.6))
    return "".join(parts)


def jade(pen: Pen, colour: str) -> str:
    """A jade."""
    cord = spline([(0, -40), (-14, -70), (0, -96), (14, -70), (0, -40)])
    parts = [pen.stroke(cord, 4, pen.paint("#a8282e").base, even=True)]
    parts.append(pen.glow((0, -8), 62, paler(colour, 0.4)))
    parts.append(pen.shape(oval((0, -8), 33, 33, 22), colour, shade=9, rim=5))
    ring = spline(oval((0, -8), 21, 21, 14), closed=True)
    parts.append(pen.stroke([*ring, ring[0]], 2.4, pen.paint(deeper(colour, 0.35)).base, even=True))
    parts.append(pen.shape(oval((0, -8), 9, 9, 14), deeper(colour, 0.55), shade=0, rim=0,
        outline=0.5))
    for turn in range(4):
        a = turn * math.pi / 2 + 0.4
        curl = spline([(math.cos(a) * 14, -8 + math.sin(a) * 14),
            (math.cos(a + 0.6) * 19, -8 + math.sin(a + 0.6) * 19),
            (math.cos(a + 1.1) * 15, -8 + math.sin(a + 1.1) * 15)])
        parts.append(pen.stroke(curl, 2.4, pen.paint(deeper(colour, 0.3)).base))
    tassel = spline([(0, 24), (9, 40), (6, 84), (-6, 84), (-9, 40)], closed=True)
    parts.append(pen.shape(tassel, "#a8282e", shade=4, rim=2, outline=0.6))
    return "".join(parts)


def pearl(pen: Pen, colour: str) -> str:
    """A pearl."""
    parts = [pen.glow((0, -36), 120, mix(colour, "#fff4d8", 0.5))]
    parts.append(pen.shape(oval((0, -36), 36, 36, 24), colour, shade=13, rim=7))
    parts.append(pen.flat(oval((-11, -49), 9, 7, 12), "#ffffff", 0.9, raw=True))
    parts.append(pen.flat(oval((12, -22), 8, 4, 12), "#ffffff", 0.35, raw=True))
    return "".join(parts)


def lantern(pen: Pen, colour: str) -> str:
    """A lantern."""
    parts = [pen.glow((0, 62), 150, "#ffcf7a")]
    parts.append(pen.stroke([(0, 0), (0, 12), (0, 24)], 3.4, even=True))
    body = spline([(-18, 24), (-42, 44), (-46, 66), (-40, 90), (-18, 108), (18, 108), (40, 90),
        (46, 66), (42, 44), (18, 24)], closed=True)
    parts.append(pen.shape(body, colour, shade=16, rim=6))
    inner = spline([(-16, 36), (-26, 66), (-14, 98), (14, 98), (26, 66), (16, 36)], closed=True)
    parts.append(pen.flat(inner, "#fff0b8", 0.62, raw=True))
    for x in (-0.72, -0.3, 0.3, 0.72):
        rib = spline([(x * 18, 24), (x * 46, 66), (x * 18, 108)])
        parts.append(pen.stroke(rib, 2.6, pen.paint(deeper(colour, 0.4)).base, 0.8))
    for y in (20, 106):
        parts.append(pen.shape(corners((-20, y), (20, y), (20, y + 9), (-20, y + 9)), "#3a2a22",
            shade=3, rim=2, outline=0.6))
    for x in (-5, 0, 5):
        parts.append(pen.stroke([(x, 114), (x * 1.4, 130), (x * 1.2, 148)], 3,
            pen.paint("#b8322e").base))
    return "".join(parts)


def letter(pen: Pen, colour: str) -> str:
    """A letter."""
    page = corners((-44, -34), (44, -40), (48, 24), (-40, 30))
    parts = [pen.shape(page, colour, shade=8, rim=4, outline=0.75)]
    parts.append(pen.fold(spline([(-44, -34), (2, 2), (44, -40)]), 3, colour, 0.9))
    parts.append(pen.shape(oval((4, 2), 9, 9, 12), "#a8282e", shade=3, rim=2, outline=0.5))
    return "".join(parts)


def book(pen: Pen, colour: str) -> str:
    """A book."""
    parts = [pen.shape(corners((-48, -30), (40, -40), (54, 22), (-36, 34)), "#efe6d2", shade=5,
        rim=2, outline=0.7)]
    parts.append(pen.shape(corners((-52, -36), (36, -46), (50, 14), (-40, 26)), colour, shade=9,
        rim=4, outline=0.8))
    parts.append(pen.stroke([(-40, -34), (-34, -6), (-28, 22)], 3,
        pen.paint(deeper(colour, 0.35)).base))
    parts.append(pen.stroke([(-16, -22), (4, -25), (20, -27)], 4, pen.paint("#d6b24c").base))
    return "".join(parts)


def cup(pen: Pen, colour: str) -> str:
    """A cup."""
    handle = spline([(26, -52), (50, -50), (50, -20), (22, -14)])
    parts = [pen.stroke(handle, 8, pen.paint(colour).shade, even=True)]
    body = spline([(-32, -66), (-32, -66), (-30, -30), (-18, -2), (-18, -2), (0, 1), (18, -2),
        (18, -2), (30, -30), (32, -66), (32, -66), (0, -60)], closed=True)
    parts.append(pen.shape(oval((0, -66), 32, 8, 18), deeper("#5a3a24", 0.1), shade=0, rim=0,
        outline=0.8))
    parts.append(pen.flat(oval((0, -65), 27, 5.6, 16), "#6b4226"))
    parts.append(pen.shape(body, colour, shade=12, rim=5))
    for x, sway in ((-9, 9), (8, -8)):
        steam = spline([(x, -78), (x + sway, -96), (x - sway, -116), (x + sway * 0.6, -140)])
        parts.append(pen.stroke(steam, 5.5, "#ffffff", 0.36))
    return "".join(parts)


def bottle(pen: Pen, colour: str) -> str:
    """A bottle."""
    body = spline([(-11, -150), (-11, -150), (-12, -112), (-30, -86), (-31, -6), (-31, -6), (0, 0),
        (31, -6), (31, -6), (30, -86), (12, -112), (11, -150), (11, -150)], closed=True)
    parts = [pen.shape(body, colour, shade=13, rim=6)]
    parts.append(pen.shape(corners((-26, -74), (26, -74), (26, -28), (-26, -28)), "#eadfc6",
        shade=6, rim=0, outline=0.6))
    parts.append(pen.shape(corners((-12, -166), (12, -166), (12, -146), (-12, -146)), "#8a5a33",
        shade=4, rim=2, outline=0.7))
    return "".join(parts)


def phone(pen: Pen, colour: str) -> str:
    """A phone."""
    parts = [pen.shape(spline([(-24, -50), (-24, -50), (24, -50), (24, -50), (24, 44), (24, 44),
        (-24, 44), (-24, 44)], closed=True), colour, shade=5, rim=3, outline=0.8)]
    parts.append(pen.flat(corners((-20, -42), (20, -42), (20, 36), (-20, 36)), "#bfe0f2", raw=True))
    parts.append(pen.flat(corners((-20, -42), (20, -42), (-20, 4)), "#ffffff", 0.35, raw=True))
    return "".join(parts)


def key(pen: Pen, colour: str) -> str:
    """A key."""
    parts = [pen.shape(limb([(0, -10), (0, 26), (0, 62)], (5, 5, 5)), colour, shade=3, rim=2,
        outline=0.7)]
    parts.append(pen.shape(corners((4, 40), (20, 40), (20, 48), (14, 48), (14, 54), (20, 54),
        (20, 62), (4, 62)), colour, shade=3, rim=2, outline=0.6))
    parts.append(pen.shape(oval((0, -26), 21, 21, 18), colour, shade=6, rim=3, outline=0.7))
    parts.append(pen.flat(oval((0, -26), 10, 10, 14), deeper(colour, 0.7)))
    return "".join(parts)


def ring(pen: Pen, colour: str) -> str:
    """A ring."""
    band = oval((0, 0), 20, 22, 22)
    parts = [pen.stroke([*band, band[0], band[1]], 8, pen.paint(deeper(colour, 0.4)).base,
        even=True)]
    parts.append(pen.stroke([*band, band[0], band[1]], 5, pen.paint(colour).base, even=True))
    parts.append(pen.shape(corners((0, -42), (12, -30), (0, -18), (-12, -30)), "#7fd0d8", shade=4,
        rim=3, outline=0.6))
    return "".join(parts)


def flower(pen: Pen, colour: str) -> str:
    """A flower."""
    parts = []
    for x, y, size in ((-24, -92, 0.8), (24, -100, 0.86), (0, -122, 1.0)):
        parts.append(pen.shape(limb(spline([(0, 24), (x * 0.5, y * 0.4), (x, y)]),
            (2.6, 2.4, 2.2)), "#4d7a46", shade=2, rim=1, outline=0.5))
        for turn in range(5):
            a = 2 * math.pi * turn / 5 - 0.6
            petal = oval((x + math.cos(a) * 12 * size, y + math.sin(a) * 11 * size), 11.5 * size,
                10.5 * size, 10)
            parts.append(pen.shape(petal, colour if turn % 2 else paler(colour, 0.16), shade=5,
                rim=3, outline=0.5))
        parts.append(pen.shape(oval((x, y), 6 * size, 6 * size, 10), "#e6c65a", shade=2, rim=1,
            outline=0.4))
    for way in (-1, 1):
        leaf = spline([(0, -20), (way * 22, -42), (way * 40, -40), (way * 22, -22)], closed=True)
        parts.append(pen.shape(leaf, "#5f8f52", shade=5, rim=3, outline=0.6))
    return "".join(parts)


def bell(pen: Pen, colour: str) -> str:
    """A bell."""
    ring = oval((0, -96), 11, 12, 14)
    parts = [pen.stroke([*ring, ring[0]], 5, pen.paint(deeper(colour, 0.3)).base, even=True)]
    body = spline([(0, -88), (-26, -74), (-34, -36), (-50, -4), (-50, -4), (0, 6), (50, -4),
        (50, -4), (34, -36), (26, -74)], closed=True)
    parts.append(pen.shape(oval((0, 4), 9, 11, 12), deeper(colour, 0.4), shade=3, rim=2,
        outline=0.6))
    parts.append(pen.shape(body, colour, shade=16, rim=6))
    parts.append(pen.stroke(spline([(-40, -22), (0, -14), (40, -22)]), 4,
        pen.paint(deeper(colour, 0.35)).base))
    return "".join(parts)


def scroll(pen: Pen, colour: str) -> str:
    """A scroll."""
    sheet = spline([(-64, -54), (-64, -54), (0, -48), (64, -54), (64, -54), (64, 54), (64, 54),
        (0, 60), (-64, 54), (-64, 54)], closed=True)
    parts = [pen.shape(sheet, colour, shade=12, rim=4)]
    for row in (-30, -10, 10, 30):
        parts.append(pen.stroke(spline([(-44, row), (0, row + 4), (30 if row % 20 else 44, row)]),
            3, pen.ink(), 0.5))
    for x in (-66, 66):
        parts.append(pen.shape(limb([(x, -70), (x, 0), (x, 70)], (7, 8, 7)), "#7a4a2c", shade=5,
            rim=3, outline=0.75))
    return "".join(parts)


def fan(pen: Pen, colour: str) -> str:
    """A fan."""
    arc = [(110 * math.sin(a), -110 * math.cos(a))
        for a in (math.radians(-70 + i * 14) for i in range(11))]
    parts = [pen.shape(corners((0, 6), *arc), colour, shade=10, rim=5)]
    for x, y in arc[1:-1]:
        parts.append(pen.stroke([(0, 4), (x * 0.5, y * 0.5), (x, y)], 2.4,
            pen.paint(deeper(colour, 0.4)).base, 0.7))
    return "".join(parts)


def crown(pen: Pen, colour: str) -> str:
    """A crown."""
    keys: Line = [(-62, -20)]
    for index in range(5):
        x = -62 + 124 * (index + 0.5) / 5
        keys.extend(((x - 12, -52), (x, -96), (x, -96), (x + 12, -52)))
    keys.extend(((62, -20), (62, 0), (62, 0), (0, 8), (-62, 0), (-62, 0)))
    parts = [pen.shape(spline(keys, closed=True), colour, shade=14, rim=6)]
    for x in (-40, 0, 40):
        parts.append(pen.shape(oval((x, -14), 8, 9, 12), "#a8283a", shade=3, rim=2, outline=0.5))
    return "".join(parts)


def gun(pen: Pen, colour: str) -> str:
    """A gun."""
    shape = corners((-20, -34), (96, -34), (96, -12), (22, -8), (10, 10), (2, 58), (-30, 52),
        (-18, -2))
    return pen.shape(shape, colour, shade=8, rim=4) + pen.stroke([(22, -6), (30, 12), (10, 16)], 4,
        even=True)


def shell(pen: Pen, colour: str) -> str:
    """A shell."""
    body = spline([(-50, 0), (-62, -36), (-36, -70), (10, -78), (56, -50), (62, -14), (86, 0),
        (20, 6)], closed=True)
    parts = [pen.shape(body, colour, shade=14, rim=6)]
    for k in (0.9, 0.66, 0.42):
        whorl = spline([(-48 * k - 6, -4), (-50 * k, -44 * k - 6), (0, -72 * k - 4),
            (48 * k, -40 * k)])
        parts.append(pen.stroke(whorl, 4, pen.paint(deeper(colour, 0.35)).base, 0.8))
    return "".join(parts)
