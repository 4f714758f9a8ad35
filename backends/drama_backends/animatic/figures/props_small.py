"""Small props: a pen and a colour in, SVG out; and a card for what nobody has drawn yet."""

from __future__ import annotations

import math
from html import escape

from drama_backends.animatic.figures.colour import deeper, mix, paler
from drama_backends.animatic.figures.curve import corners, limb, oval, spline
from drama_backends.animatic.figures.pen import Pen

# Coordinates are read in rows.
# fmt: off

CARD_LINE_MAX = 13
CARD_LINES_MAX = 3


def dark_lantern(pen: Pen, colour: str) -> str:
    """A lantern of metal and glass whose flame is out."""
    return storm_lantern(pen, colour, lit=False)


def storm_lantern(pen: Pen, colour: str, *, lit: bool = True) -> str:
    """A lantern of metal and glass that stands or hangs by its bail."""
    bail = spline([(-40, -120), (-52, -190), (0, -226), (52, -190), (40, -120)])
    parts = [pen.stroke(bail, 5, pen.paint(deeper(colour, 0.3)).base, even=True)]
    glass = spline([(-30, -132), (-46, -92), (-34, -40), (34, -40), (46, -92), (30, -132)],
        closed=True)
    parts.append(pen.shape(glass, "#dbe6df" if lit else "#8f9a9a", shade=8, rim=5, outline=0.7))
    if lit:
        flame = spline([(-15, -52), (-17, -80), (0, -118), (16, -80), (15, -52)], closed=True)
        parts.append(pen.flat(oval((0, -82), 40, 44, 20), "#ffd98a", 0.55, raw=True))
        parts.append(pen.flat(flame, "#ffb13c", raw=True))
        parts.append(pen.flat(oval((0, -66), 7, 15, 12), "#fff3c4", raw=True))
    else:
        wick = spline([(0, -44), (2, -58), (-1, -66)])
        smoke = spline([(0, -70), (9, -88), (-8, -106), (4, -126)])
        parts.append(pen.stroke(wick, 4, "#2a2523", even=True))
        parts.append(pen.stroke(smoke, 4, "#f2efe8", 0.6))
    for x in (-36, 0, 36):
        parts.append(pen.stroke(spline([(x, -136), (x * 1.25, -90), (x, -36)]), 3.6,
            pen.paint(deeper(colour, 0.25)).base, even=True))
    cap = spline([(-44, -132), (-30, -160), (-14, -166), (-12, -182), (12, -182), (14, -166),
        (30, -160), (44, -132)], closed=True)
    parts.append(pen.shape(cap, colour, shade=12, rim=5, outline=0.8))
    base = corners((-42, -40), (42, -40), (54, -22), (56, 0), (-56, 0), (-54, -22))
    parts.append(pen.shape(base, colour, shade=12, rim=5, outline=0.8))
    return "".join(parts)


def lens(pen: Pen, colour: str) -> str:
    """A great lens in a brass ring on its foot."""
    parts = [pen.shape(corners((-52, -22), (52, -22), (70, 0), (-70, 0)), "#8a6a3c", shade=8,
        rim=4, outline=0.8)]
    parts.append(pen.shape(corners((-12, -66), (12, -66), (12, -18), (-12, -18)), "#b98a3e",
        shade=4, rim=3, outline=0.7))
    parts.append(pen.shape(oval((0, -160), 104, 104, 34), "#b98a3e", shade=16, rim=7))
    parts.append(pen.shape(oval((0, -160), 86, 86, 30), colour, shade=0, rim=0, outline=0.7))
    for radius in (70, 52, 34, 17):
        ring = oval((0, -160), radius, radius, 26)
        parts.append(pen.stroke([*ring, ring[0]], 3.4, pen.paint(deeper(colour, 0.24)).base, 0.75,
            even=True))
    shine = spline([(-62, -192), (-30, -226), (-14, -222), (-44, -196), (-58, -166)], closed=True)
    parts.append(pen.flat(shine, "#ffffff", 0.75, raw=True))
    return "".join(parts)


def coin(pen: Pen, colour: str) -> str:
    """A coin or a medal, a star struck on it."""
    parts = [pen.shape(oval((0, -40), 42, 42, 26), colour, shade=9, rim=5)]
    ring = oval((0, -40), 33, 33, 24)
    parts.append(pen.stroke([*ring, ring[0]], 2.6, pen.paint(deeper(colour, 0.35)).base, even=True))
    star = [((20 if k % 2 == 0 else 9) * math.sin(math.pi * k / 5),
        -40 - (20 if k % 2 == 0 else 9) * math.cos(math.pi * k / 5)) for k in range(10)]
    parts.append(pen.shape(corners(*star), deeper(colour, 0.25), shade=0, rim=0, outline=0.5))
    return "".join(parts)


def clock(pen: Pen, colour: str) -> str:
    """A round clock with two hands."""
    parts = [pen.shape(oval((-46, -6), 16, 12, 12), deeper(colour, 0.3), shade=4, rim=2)]
    parts.append(pen.shape(oval((46, -6), 16, 12, 12), deeper(colour, 0.3), shade=4, rim=2))
    parts.append(pen.shape(oval((0, -88), 84, 84, 34), colour, shade=14, rim=6))
    parts.append(pen.shape(oval((0, -88), 68, 68, 30), "#f3ecd9", shade=6, rim=0, outline=0.6))
    for hour in range(12):
        a = math.tau * hour / 12
        inner, outer = (50, 60) if hour % 3 else (44, 60)
        parts.append(pen.stroke([(inner * math.sin(a), -88 - inner * math.cos(a)),
            (outer * math.sin(a), -88 - outer * math.cos(a))], 4, "#3a332c", even=True))
    parts.append(pen.stroke([(0, -88), (26, -110)], 6, "#2b2724", even=True))
    parts.append(pen.stroke([(0, -88), (-10, -136)], 4.6, "#2b2724", even=True))
    return "".join(parts)


def ball(pen: Pen, colour: str) -> str:
    """A ball with two seams."""
    parts = [pen.shape(oval((0, -60), 60, 60, 30), colour, shade=18, rim=7)]
    for x in (-26, 26):
        seam = spline([(x, -112), (x * 0.35, -60), (x, -8)])
        parts.append(pen.stroke(seam, 4, pen.paint(deeper(colour, 0.35)).base, 0.8, even=True))
    return "".join(parts)


def hat(pen: Pen, colour: str) -> str:
    """A hat with a brim and a band."""
    crown = spline([(-62, -22), (-56, -84), (-34, -112), (0, -100), (34, -112), (56, -84),
        (62, -22)], closed=True)
    parts = [pen.shape(crown, colour, shade=16, rim=6)]
    band = corners((-63, -46), (63, -46), (64, -20), (-64, -20))
    parts.append(pen.shape(band, deeper(colour, 0.45), shade=5, rim=0, outline=0.5))
    parts.append(pen.shape(oval((0, -14), 118, 20, 28), colour, shade=9, rim=5))
    return "".join(parts)


def guitar(pen: Pen, colour: str) -> str:
    """A guitar, upright."""
    neck = corners((-11, -480), (11, -480), (12, -230), (-12, -230))
    parts = [pen.shape(neck, "#4a3226", shade=5, rim=2, outline=0.7)]
    parts.append(pen.shape(corners((-20, -548), (20, -548), (16, -476), (-16, -476)), "#5a3c2a",
        shade=5, rim=2, outline=0.7))
    body = spline([(0, -270), (-66, -258), (-82, -206), (-54, -164), (-104, -104), (-90, -24),
        (0, 0), (90, -24), (104, -104), (54, -164), (82, -206), (66, -258)], closed=True)
    parts.append(pen.shape(body, colour, shade=24, rim=7))
    parts.append(pen.shape(oval((0, -150), 30, 30, 20), "#2b1d16", shade=0, rim=0, outline=0.6))
    parts.append(pen.shape(corners((-38, -74), (38, -74), (38, -60), (-38, -60)), "#3a2a20",
        shade=3, rim=0, outline=0.5))
    for x in (-6, -2, 2, 6):
        parts.append(pen.stroke([(x, -520), (x, -68)], 1.5, "#efe6d2", 0.8, even=True))
    return "".join(parts)


def stone(pen: Pen, colour: str) -> str:
    """A stone, split by a crack."""
    rock = spline([(-92, 0), (-104, -44), (-58, -92), (8, -104), (74, -78), (102, -28), (86, 0)],
        closed=True)
    parts = [pen.shape(rock, colour, shade=24, rim=7)]
    parts.append(pen.stroke(spline([(-20, -98), (-4, -64), (-18, -34), (2, -8)]), 4,
        pen.paint(deeper(colour, 0.4)).base, 0.8))
    return "".join(parts)


def hammer(pen: Pen, colour: str) -> str:
    """A hammer, its handle in the hand."""
    parts = [pen.shape(limb([(0, 40), (0, -90), (0, -196)], (11, 9, 9)), "#8a6238", shade=5, rim=3,
        outline=0.75)]
    head = corners((-62, -230), (44, -230), (66, -214), (66, -196), (44, -182), (-62, -182))
    parts.append(pen.shape(head, colour, shade=9, rim=4, outline=0.85))
    return "".join(parts)


def apple(pen: Pen, colour: str) -> str:
    """A fruit with its stalk and a leaf."""
    fruit = spline([(0, -74), (-34, -86), (-58, -52), (-38, -6), (0, -4), (38, -6), (58, -52),
        (34, -86)], closed=True)
    parts = [pen.shape(fruit, colour, shade=15, rim=6)]
    parts.append(pen.stroke(spline([(0, -74), (4, -94), (14, -106)]), 5, "#5a3c2a"))
    leaf = spline([(8, -92), (34, -118), (58, -106), (34, -92)], closed=True)
    parts.append(pen.shape(leaf, "#5a8a46", shade=5, rim=3, outline=0.6))
    return "".join(parts)


def feather(pen: Pen, colour: str) -> str:
    """A feather, its quill in the hand."""
    vane = spline([(0, -24), (-34, -90), (-30, -190), (12, -270), (34, -186), (26, -84)],
        closed=True)
    parts = [pen.shape(vane, colour, shade=10, rim=4, outline=0.8)]
    parts.append(pen.stroke(spline([(-4, 44), (0, -60), (8, -240)]), 4.4,
        pen.paint(deeper(colour, 0.4)).base))
    for y in (-70, -110, -150, -190):
        parts.append(pen.stroke([(2, y), (-24, y - 22)], 2.2, pen.paint(deeper(colour, 0.3)).base))
        parts.append(pen.stroke([(3, y), (24, y - 24)], 2.2, pen.paint(deeper(colour, 0.3)).base))
    return "".join(parts)


def mask(pen: Pen, colour: str) -> str:
    """A mask with two holes for the eyes and a ribbon."""
    parts = [pen.stroke(spline([(-92, -70), (-128, -40), (-120, 4)]), 7, "#a8282e")]
    parts.append(pen.stroke(spline([(92, -70), (128, -40), (120, 4)]), 7, "#a8282e"))
    face = spline([(-96, -106), (0, -92), (96, -106), (98, -60), (56, -16), (0, -40), (-56, -16),
        (-98, -60)], closed=True)
    parts.append(pen.shape(face, colour, shade=14, rim=6))
    for x in (-44, 44):
        eye = spline([(x - 26, -62), (x, -80), (x + 26, -62), (x, -50)], closed=True)
        parts.append(pen.shape(eye, "#1d1a1c", shade=0, rim=0, outline=0.5))
    return "".join(parts)


def laptop(pen: Pen, colour: str) -> str:
    """A computer, opened."""
    screen = corners((-120, -176), (120, -176), (128, -14), (-128, -14))
    parts = [pen.shape(screen, colour, shade=10, rim=5)]
    parts.append(pen.flat(corners((-106, -162), (106, -162), (112, -28), (-112, -28)), "#9fc8d6",
        raw=True))
    for row, wide in ((-136, 120), (-112, 160), (-88, 90)):
        parts.append(pen.stroke([(-88, row), (-88 + wide, row)], 8, "#f4f7f5", 0.9, even=True))
    parts.append(pen.shape(corners((-150, -14), (150, -14), (170, 0), (-170, 0)), deeper(colour,
        0.15), shade=4, rim=3, outline=0.8))
    return "".join(parts)


def doll(pen: Pen, colour: str) -> str:
    """A stuffed toy: a bear, sitting."""
    parts = [pen.shape(oval((x, -28), 34, 26, 18), colour, shade=9, rim=4) for x in (-50, 50)]
    parts += [pen.shape(oval((x, -96), 20, 36, 16), colour, shade=8, rim=4) for x in (-62, 62)]
    parts.append(pen.shape(oval((0, -76), 56, 66, 26), colour, shade=15, rim=6))
    parts += [pen.shape(oval((x, -218), 22, 22, 16), colour, shade=6, rim=3) for x in (-44, 44)]
    parts.append(pen.shape(oval((0, -172), 58, 52, 26), colour, shade=14, rim=6))
    parts.append(pen.shape(oval((0, -156), 26, 19, 18), paler(colour, 0.4), shade=4, rim=0,
        outline=0.5))
    parts += [pen.flat(oval((x, -184), 6, 7, 10), "#241c1a", raw=True) for x in (-22, 22)]
    parts.append(pen.flat(oval((0, -164), 8, 5, 10), "#241c1a", raw=True))
    return "".join(parts)


def cloth(pen: Pen, colour: str) -> str:
    """Cloth, folded."""
    parts = []
    for index in range(3):
        y, wide = -index * 30.0, 104.0 - index * 8
        fold = spline([(-wide, y), (-wide - 8, y - 20), (-wide + 12, y - 34), (wide - 8, y - 34),
            (wide + 10, y - 18), (wide - 4, y)], closed=True)
        tone = mix(colour, "#ffffff", 0.07 * index)
        parts.append(pen.shape(fold, tone, shade=9, rim=4, outline=0.8))
    return "".join(parts)


def camera(pen: Pen, colour: str) -> str:
    """A camera."""
    parts = [pen.shape(corners((-34, -150), (34, -150), (44, -118), (-44, -118)), colour, shade=6,
        rim=3, outline=0.8)]
    parts.append(pen.shape(corners((-96, -122), (96, -122), (96, 0), (-96, 0)), colour, shade=14,
        rim=6))
    parts.append(pen.shape(oval((0, -58), 46, 46, 26), "#6f767c", shade=9, rim=5))
    parts.append(pen.shape(oval((0, -58), 30, 30, 22), "#22303a", shade=0, rim=0, outline=0.6))
    parts.append(pen.flat(oval((-10, -68), 9, 7, 12), "#ffffff", 0.8, raw=True))
    parts.append(pen.flat(oval((70, -102), 9, 6, 12), "#d8552e", raw=True))
    return "".join(parts)


def card(pen: Pen, colour: str, name: str = "") -> str:
    """A card with the thing's name, as a prop master stands it where the thing will be."""
    back = corners((-150, -214), (156, -214), (176, -6), (-134, -6))
    parts = [pen.shape(back, deeper(colour, 0.28), shade=0, rim=0, outline=0.8)]
    front = corners((-164, -206), (150, -206), (164, 0), (-170, 0))
    parts.append(pen.shape(front, colour, shade=9, rim=5))
    lines = _lines(name)
    size = min(64.0, 470.0 / max(6, *(_wide(line) for line in lines)), 150.0 / len(lines))
    for index, line in enumerate(lines):
        x, y = pen.place((-8.0, -103 + (index - (len(lines) - 1) / 2) * size * 1.18 + size * 0.35))
        high = f"{size * pen.scale:.1f}"
        parts.append(f'<text x="{x:.1f}" y="{y:.1f}" font-family="Noto Serif SC" font-size="{high}"'
            f' text-anchor="middle" fill="{pen.ink()}">{escape(line)}</text>')
    return "".join(parts)


def _wide(line: str) -> float:
    """How wide a line is set, in half its height."""
    return sum(2.0 if ord(each) > 0x2E7F else 1.14 for each in line)


def _lines(name: str) -> list[str]:
    """A name in a few short lines; a longer one ends in dots."""
    shown = "".join(each for each in name if each.isprintable())
    lines = [""]
    for word in shown.split() or ["?"]:
        if lines[-1] and _wide(f"{lines[-1]} {word}") > CARD_LINE_MAX * 1.14:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    cut = [line if _wide(line) <= 2 * CARD_LINE_MAX else f"{line[:CARD_LINE_MAX]}…"
        for line in lines[:CARD_LINES_MAX]]
    if len(lines) > CARD_LINES_MAX:
        cut[-1] += "…"
    return cut
