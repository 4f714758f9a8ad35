"""Props that stand, and long ones: a pen and a colour in, SVG out."""

from __future__ import annotations

import math

from drama_backends.animatic.figures.colour import deeper, paler
from drama_backends.animatic.figures.curve import Line, corners, limb, oval, spline
from drama_backends.animatic.figures.pen import Pen
from drama_backends.animatic.figures.props_held import cup

# Coordinates are read in rows.
# fmt: off


def boat(pen: Pen, colour: str) -> str:
    """A boat."""
    hull = spline([(-620, -170), (-620, -170), (-480, -112), (-240, -82), (0, -76), (240, -82),
        (480, -116), (640, -196), (640, -196), (560, -60), (420, 14), (0, 34), (-420, 14),
        (-560, -56)], closed=True)
    inside = spline([(-560, -142), (-240, -92), (0, -86), (240, -92), (570, -158), (380, -128),
        (0, -116), (-380, -120)], closed=True)
    parts = [pen.shape(inside, deeper(colour, 0.45), shade=0, rim=0, outline=0.8)]
    for x in (-250, 40, 300):
        seat = corners((x - 60, -118), (x + 50, -118), (x + 62, -92), (x - 66, -90))
        parts.append(pen.shape(seat, paler(colour, 0.12), shade=5, rim=3, outline=0.7))
    parts.append(pen.shape(hull, colour, shade=44, rim=8))
    for shift in (34, 66):
        plank = spline([(-594 + shift, -150 + shift * 1.3), (-250, -64 + shift), (0, -58 + shift),
            (250, -64 + shift), (606 - shift, -168 + shift * 1.5)])
        parts.append(pen.stroke(plank, 5, pen.paint(deeper(colour, 0.4)).base, 0.75))
    rail = spline([(-628, -176), (-470, -116), (0, -82), (470, -120), (648, -204)])
    parts.append(pen.shape(limb(rail, (7, 10, 10, 7)), paler(colour, 0.14), shade=5, rim=4,
        outline=0.7))
    return "".join(parts)


def machine(pen: Pen, colour: str) -> str:
    """A machine."""
    parts = [pen.shape(corners((-170, -300), (170, -300), (180, -240), (-180, -240)),
        paler(colour, 0.1), shade=12, rim=6)]
    parts.append(pen.shape(corners((-160, -240), (160, -240), (160, -40), (-160, -40)),
        deeper(colour, 0.35), shade=20, rim=4))
    parts.append(pen.shape(corners((-178, -252), (178, -252), (170, -180), (-170, -180)), colour,
        shade=16, rim=6))
    parts.append(pen.shape(corners((-184, -48), (184, -48), (184, 0), (-184, 0)), colour, shade=14,
        rim=6))
    for x in (-84, 84):
        parts.append(pen.shape(corners((x - 26, -180), (x + 26, -180), (x + 20, -150),
            (x - 20, -150)), "#c9cdd2", shade=7, rim=4, outline=0.7))
        parts.append(pen.shape(limb([(x, -150), (x - 18, -142), (x - 62, -136)], (8, 7, 9)),
            "#2b2320", shade=4, rim=2, outline=0.7))
        small = pen.at(pen.place((x, -50)), pen.scale * 0.8)
        parts.append(cup(small, "#f2ece0"))
    for x in (-120, -70, 70, 120):
        parts.append(pen.shape(oval((x, -216), 11, 11, 14), "#e9e4d8", shade=4, rim=2, outline=0.6))
    parts.append(pen.shape(oval((0, -216), 22, 22, 18), "#f6f2e8", shade=6, rim=3, outline=0.7))
    parts.append(pen.stroke([(0, -216), (6, -224), (11, -230)], 3, "#a8282e"))
    wand = spline([(150, -190), (172, -150), (160, -84)])
    parts.append(pen.stroke(wand, 6, pen.paint("#c9cdd2").base, even=True))
    return "".join(parts)


def bag(pen: Pen, colour: str) -> str:
    """A bag."""
    strap = spline([(-52, -116), (-44, -196), (44, -196), (52, -116)])
    parts = [pen.stroke(strap, 9, pen.paint(deeper(colour, 0.3)).base, even=True)]
    body = spline([(-86, -124), (-86, -124), (86, -124), (86, -124), (98, -14), (80, 2), (-80, 2),
        (-98, -14)], closed=True)
    parts.append(pen.shape(body, colour, shade=20, rim=6))
    flap = spline([(-88, -126), (-88, -126), (88, -126), (88, -126), (70, -64), (0, -50),
        (-70, -64)], closed=True)
    parts.append(pen.shape(flap, deeper(colour, 0.1), shade=12, rim=5, outline=0.8))
    parts.append(pen.shape(corners((-10, -66), (10, -66), (10, -40), (-10, -40)), "#d0a848",
        shade=3, rim=2, outline=0.6))
    return "".join(parts)


def drum(pen: Pen, colour: str) -> str:
    """A drum."""
    body = spline([(-130, -210), (-130, -210), (-158, -110), (-130, -10), (-130, -10), (0, 10),
        (130, -10), (130, -10), (158, -110), (130, -210), (130, -210)], closed=True)
    parts = [pen.shape(body, colour, shade=40, rim=8)]
    parts.append(pen.shape(oval((0, -212), 132, 34, 28), "#efe2c6", shade=14, rim=5))
    for index in range(9):
        x = -116 + index * 29
        y = -190 + 30 * math.sqrt(max(0, 1 - (x / 134) ** 2))
        parts.append(pen.shape(oval((x, y), 6, 6, 10), "#d0a848", shade=2, rim=1, outline=0.5))
    return "".join(parts)


def bow(pen: Pen, colour: str) -> str:
    """A bow."""
    parts = [pen.stroke([(-64, -230), (-58, 0), (-64, 230)], 2.6, "#efe8d8", even=True)]
    arc = spline([(-64, -232), (-30, -190), (0, -90), (0, 0), (0, 90), (-30, 190), (-64, 232)])
    parts.append(pen.shape(limb(arc, (3, 8, 9, 8, 3)), colour, shade=5, rim=3, outline=0.75))
    parts.append(pen.shape(limb([(0, -26), (1, 0), (0, 26)], (11, 11, 11)), "#7a2a26", shade=4,
        rim=2, outline=0.7))
    return "".join(parts)


def rope(pen: Pen, colour: str) -> str:
    """A rope."""
    parts = []
    for y, wide in ((-8, 74), (-24, 70), (-40, 62)):
        ring = oval((0, y), wide, wide * 0.3, 20)
        parts.append(pen.stroke([*ring, ring[0]], 17, pen.paint(deeper(colour, 0.4)).base,
            even=True))
        parts.append(pen.stroke([*ring, ring[0]], 12, pen.paint(colour).base, even=True))
        for index in range(10):
            a = math.pi * index / 9
            x, z = wide * math.cos(a), y + wide * 0.3 * math.sin(a)
            parts.append(pen.stroke([(x - 4, z - 5), (x, z), (x + 4, z + 5)], 2.4,
                pen.paint(deeper(colour, 0.35)).base))
    return "".join(parts)


def lamp(pen: Pen, colour: str) -> str:
    """A lamp."""
    parts = [pen.glow((0, -96), 150, "#ffcf7a")]
    flame = spline([(0, -134), (0, -134), (13, -104), (8, -86), (-8, -86), (-13, -104)],
        closed=True)
    parts.append(pen.shape(corners((-13, -84), (13, -84), (14, -16), (-14, -16)), "#efe6d2",
        shade=6, rim=3, outline=0.7))
    dish = spline([(-46, -22), (-46, -22), (46, -22), (46, -22), (24, 0), (-24, 0)], closed=True)
    parts.append(pen.shape(dish, colour, shade=9, rim=4, outline=0.8))
    parts.append(pen.flat(flame, "#ffb84a", raw=True))
    parts.append(pen.flat(spline([(0, -120), (6, -100), (0, -88), (-6, -100)], closed=True),
        "#fff3c4", raw=True))
    return "".join(parts)


def bowl(pen: Pen, colour: str) -> str:
    """A bowl."""
    parts = [pen.shape(oval((0, -52), 58, 13, 24), "#d9b88a", shade=5, rim=0, outline=0.8)]
    body = spline([(-58, -52), (-58, -52), (-48, -20), (-20, -2), (-20, -2), (20, -2), (20, -2),
        (48, -20), (58, -52), (58, -52), (0, -40)], closed=True)
    parts.append(pen.shape(body, colour, shade=16, rim=5))
    parts.append(pen.stroke(spline([(-50, -34), (0, -22), (50, -34)]), 4,
        pen.paint("#3f6fae").base))
    return "".join(parts)


def bread(pen: Pen, colour: str) -> str:
    """A bread."""
    loaf = spline([(-78, -4), (-84, -40), (-50, -62), (0, -66), (52, -60), (84, -38), (76, -4),
        (0, 2)], closed=True)
    parts = [pen.shape(loaf, colour, shade=17, rim=6)]
    for x in (-42, -6, 30):
        parts.append(pen.stroke(spline([(x - 10, -22), (x + 6, -36), (x + 18, -56)]), 8,
            pen.paint(paler(colour, 0.45)).base))
    return "".join(parts)


def chair(pen: Pen, colour: str) -> str:
    """A chair."""
    parts = []
    for x in (-78, 78):
        parts.append(pen.shape(limb([(x * 0.9, -250), (x * 0.95, -120), (x, -8)], (10, 10, 8)),
            deeper(colour, 0.25), shade=5, rim=3, outline=0.8))
    back = spline([(-84, -540), (-84, -540), (0, -556), (84, -540), (84, -540), (76, -270),
        (76, -270), (-76, -270), (-76, -270)], closed=True)
    parts.append(pen.shape(back, colour, shade=24, rim=6))
    for x in (-36, 0, 36):
        parts.append(pen.stroke([(x, -530), (x, -400), (x * 0.95, -286)], 6,
            pen.paint(deeper(colour, 0.4)).base, 0.8))
    parts.append(pen.shape(corners((-92, -284), (92, -284), (108, -238), (-108, -238)),
        paler(colour, 0.1), shade=10, rim=5))
    for x in (-96, 96):
        parts.append(pen.shape(limb([(x, -238), (x, -120), (x * 1.04, 0)], (11, 11, 9)), colour,
            shade=6, rim=3, outline=0.8))
    return "".join(parts)


def table(pen: Pen, colour: str) -> str:
    """A table."""
    parts = []
    for x in (-250, 250):
        parts.append(pen.shape(limb([(x, -400), (x, -200), (x * 1.02, 0)], (16, 15, 12)),
            deeper(colour, 0.15), shade=8, rim=4))
    parts.append(pen.shape(corners((-280, -410), (280, -410), (270, -366), (-270, -366)),
        deeper(colour, 0.2), shade=12, rim=4))
    parts.append(pen.shape(corners((-300, -440), (300, -440), (330, -408), (-330, -408)),
        paler(colour, 0.1), shade=8, rim=6))
    for shift in (-1, 1):
        parts.append(pen.fold([(shift * 60 - 160, -424), (shift * 60, -421),
            (shift * 60 + 160, -424)], 3, colour, 0.6))
    return "".join(parts)


def umbrella(pen: Pen, colour: str) -> str:
    """An umbrella."""
    parts = [pen.shape(limb([(0, 60), (0, -200), (0, -470)], (5, 4.5, 4)), "#7a5230", shade=3,
        rim=2, outline=0.7)]
    rim: Line = []
    for index in range(6):
        a, b = -250 + index * 83.3, -250 + (index + 1) * 83.3
        rim.extend(((a, -330), (a, -330), ((a + b) / 2, -350)))
    rim.extend(((250, -330), (250, -330)))
    dome = spline([*rim, (190, -440), (0, -486), (0, -486), (-190, -440)], closed=True)
    parts.append(pen.shape(dome, colour, shade=34, rim=8))
    for index in range(1, 6):
        x = -250 + index * 83.3
        parts.append(pen.stroke(spline([(0, -484), (x * 0.66, -436), (x, -332)]), 3.4,
            pen.paint(deeper(colour, 0.4)).base, 0.8))
    return "".join(parts)


def staff(pen: Pen, colour: str) -> str:
    """A staff."""
    line = spline([(4, 480), (-3, 240), (4, 0), (-2, -210), (5, -410)])
    parts = [pen.shape(limb(line, (8, 9, 9, 10, 9)), colour, shade=5, rim=3, outline=0.75)]
    for y in (-350, -220, -60, 150, 330):
        parts.append(pen.stroke(spline([(-9, y), (0, y + 4), (9, y)]), 4,
            pen.paint(deeper(colour, 0.45)).base))
    return "".join(parts)


def spear(pen: Pen, colour: str) -> str:
    """A spear."""
    parts = [pen.shape(limb([(0, 480), (0, 0), (0, -480)], (7, 7, 7)), "#6b4a2f", shade=4, rim=3,
        outline=0.7)]
    head = corners((0, -640), (20, -540), (8, -476), (-8, -476), (-20, -540))
    parts.append(pen.shape(head, colour, shade=6, rim=4, outline=0.75))
    tassel = spline([(-10, -480), (10, -480), (20, -420), (0, -434), (-20, -420)], closed=True)
    parts.append(pen.shape(tassel, "#a8282e", shade=5, rim=2, outline=0.6))
    return "".join(parts)


def oar(pen: Pen, colour: str) -> str:
    """An oar."""
    parts = [pen.shape(limb([(0, -340), (0, 0), (0, 300)], (9, 9, 9)), colour, shade=5, rim=3,
        outline=0.75)]
    blade = spline([(-9, 280), (-34, 350), (-36, 480), (0, 520), (36, 480), (34, 350), (9, 280)],
        closed=True)
    parts.append(pen.shape(blade, paler(colour, 0.08), shade=10, rim=4, outline=0.8))
    return "".join(parts)


def box(pen: Pen, colour: str) -> str:
    """A box."""
    parts = [pen.shape(corners((-110, -130), (110, -130), (110, 0), (-110, 0)), colour, shade=22,
        rim=6)]
    parts.append(pen.shape(corners((-116, -166), (116, -166), (116, -124), (-116, -124)),
        paler(colour, 0.08), shade=10, rim=6))
    for x in (-70, 70):
        parts.append(pen.shape(corners((x - 9, -168), (x + 9, -168), (x + 9, 2), (x - 9, 2)),
            deeper(colour, 0.4), shade=4, rim=2, outline=0.6))
    parts.append(pen.shape(corners((-17, -138), (17, -138), (17, -100), (-17, -100)), "#c9a045",
        shade=4, rim=3, outline=0.7))
    return "".join(parts)


def basket(pen: Pen, colour: str) -> str:
    """A basket."""
    handle = spline([(-70, -96), (-56, -200), (56, -200), (70, -96)])
    parts = [pen.stroke(handle, 10, pen.paint(deeper(colour, 0.2)).base, even=True)]
    body = spline([(-92, -106), (-92, -106), (92, -106), (92, -106), (70, -8), (56, 0), (-56, 0),
        (-70, -8)], closed=True)
    parts.append(pen.shape(body, colour, shade=20, rim=6))
    for row in range(5):
        y, wide = -88 + row * 20, 86 - row * 5
        for index in range(7):
            x = -wide + (index + (row % 2) * 0.5) * wide * 2 / 7
            parts.append(pen.stroke(spline([(x, y), (x + 9, y - 5), (x + 18, y)]), 3.2,
                pen.paint(deeper(colour, 0.4)).base, 0.8))
    return "".join(parts)
