"""The dragon: a look and a pose in, a long scaled body with mane, horns and whiskers out."""

from __future__ import annotations

import math
from dataclasses import dataclass

from drama_backends.animatic.figures.animal import AnimalDrawing, finished, opened_eye
from drama_backends.animatic.figures.colour import deeper, mix, paler
from drama_backends.animatic.figures.curve import (
    Line,
    Pt,
    between,
    limb,
    normals,
    oval,
    spline,
)
from drama_backends.animatic.figures.look import Look
from drama_backends.animatic.figures.moods import mood
from drama_backends.animatic.figures.pen import LIGHT, Pen
from drama_backends.animatic.figures.pose import Pose
from drama_backends.animatic.stage import FigureDrawing, Palette
from drama_compiler.contract import Facing

# Coordinates are read in rows.
# fmt: off

_COIL = [(770, -1330), (640, -1215), (610, -1010), (700, -800), (690, -560), (480, -400),
    (200, -440), (20, -690), (-190, -930), (-500, -960), (-720, -740), (-700, -430), (-880, -220),
    (-1200, -200), (-1480, -380), (-1620, -640), (-1850, -730)]
_FLOAT = [(1010, -1250), (850, -1180), (650, -1010), (420, -860), (130, -860), (-120, -1020),
    (-380, -1180), (-680, -1160), (-900, -950), (-1130, -760), (-1430, -740), (-1680, -900),
    (-1900, -1090), (-2150, -1120)]
_RISE = [(330, -2720), (170, -2640), (20, -2420), (60, -2130), (330, -1900), (560, -1640),
    (560, -1340), (300, -1130), (-80, -1030), (-420, -860), (-560, -590), (-440, -330),
    (-140, -210), (130, -190), (330, -60), (300, 90)]
_WIDTHS = (142, 146, 156, 168, 174, 170, 158, 138, 112, 80, 44, 8)
JAWS = {"rest": 3.0, "m": 0.0, "e": 11.0, "o": 17.0, "a": 25.0}
"""By how many degrees a jaw opens for each viseme."""


@dataclass(frozen=True, slots=True)
class _Body:
    pen: Pen
    look: Look
    spine: Line
    half: list[float]
    side: Line

    def at(self, t: float, across: float) -> Pt:
        """A point of the body: `t` from head to tail, `across` from back (-1) to belly (1)."""
        index = min(len(self.spine) - 1, max(0, round(t * (len(self.spine) - 1))))
        p, n, w = self.spine[index], self.side[index], self.half[index]
        return (p[0] + n[0] * w * across, p[1] + n[1] * w * across)


def draw_dragon(look: Look, pose: Pose, palette: Palette, *, style: str,
        detail: str) -> FigureDrawing:
    """A dragon some four figures long, its lowest coil on the ground; flying ones hang above."""
    light = (-LIGHT[0], LIGHT[1]) if pose.facing is Facing.LEFT else LIGHT
    lift = {"fly": -260.0, "swim": -120.0, "rise": -240.0}.get(pose.action, 0.0)
    pen = Pen(style, palette, look.coat, light, (0.0, lift * look.height), look.height, weight=7.0)
    keys = _FLOAT if pose.action in ("fly", "run", "fight", "reach", "swim") else _COIL
    keys = _RISE if pose.action == "rise" else keys
    spine = spline(keys, steps=5)
    half = [_wide(i / (len(spine) - 1)) for i in range(len(spine))]
    body = _Body(pen, look, spine, half, normals(spine, closed=False))
    close = detail == "face"
    tilt = {"fly": 4.0, "fight": 16.0, "lie": 22.0}.get(pose.action, 10.0) + mood(pose.mood).nod
    head = pen.at(pen.place((keys[0][0] + 60, keys[0][1] - 90)), look.height * 1.75, tilt)
    parts = [_leg(body, 0.2, -0.9, far=True), _leg(body, 0.6, -0.7, far=True), _tail(body),
        _crest(body)]
    parts.append(pen.shape(limb(spine, _WIDTHS), look.coat, shade=58, rim=14))
    parts.extend([_belly(body), _scales(body), _leg(body, 0.26, 0.35), _leg(body, 0.66, 0.35)])
    parts.append(_mane(head, look))
    parts.append(_skull(head, look, pose.mood, close))
    drawing = AnimalDrawing("".join(parts),
        {name: _jaw(head, look, turn) for name, turn in JAWS.items()},
        {"open": _eye(head, look, pose.mood), "closed": _lid(head, look)}, head,
        (-150, -170, 280, 110), (40.0, -72.0))
    claw = pen.place(body.at(0.26, 2.6))
    return finished(drawing, pose, pen, (claw, claw))


def _wide(t: float) -> float:
    at = t * (len(_WIDTHS) - 1)
    low = min(int(at), len(_WIDTHS) - 2)
    share = (at - low) ** 2 * (3 - 2 * (at - low))
    return _WIDTHS[low] + (_WIDTHS[low + 1] - _WIDTHS[low]) * share


def _crest(body: _Body) -> str:
    """Spines along the back, one flame after the other."""
    points: Line = []
    count = 46
    for index in range(count + 1):
        t = 0.02 + 0.94 * index / count
        root = body.at(t, -0.8)
        points.append(root)
        tip_at = body.at(min(1.0, t + 0.022), -1.0)
        high = 34 + 50 * math.sin(math.pi * min(1.0, t + 0.12)) ** 0.7
        spot = min(len(body.spine) - 1, round((t + 0.02) * (len(body.spine) - 1)))
        n = body.side[spot]
        tip = (tip_at[0] - n[0] * high, tip_at[1] - n[1] * high)
        points.extend((tip, tip))
    under = [body.at(0.02 + 0.94 * (count - i) / count, 0.1) for i in range(count + 1)]
    colour = mix(body.look.second, body.look.eyes, 0.4)
    return body.pen.shape(spline([*points, *under], steps=2), colour, shade=0, rim=0, outline=0.8)


def _belly(body: _Body) -> str:
    steps = [i / 60 for i in range(1, 60)]
    inner = [body.at(t, 0.38) for t in steps]
    outer = [body.at(t, 0.97) for t in steps]
    colour, pen = body.look.second, body.pen
    parts = [pen.shape([inner[0], *outer, *reversed(inner)], colour, shade=22, rim=0, outline=0.45)]
    rungs = []
    for index in range(1, 96):
        t = index / 97
        a, b = body.at(t, 0.4), body.at(t, 0.97)
        middle = between(body.at(t + 0.006, 0.4), body.at(t + 0.006, 0.97), 0.5)
        rungs.append([a, middle, b])
    parts.append(pen.marks(rungs, 3.4, pen.paint(deeper(colour, 0.4)).base, 0.75))
    return "".join(parts)


def _scales(body: _Body) -> str:
    pen, colour = body.pen, body.look.coat
    dark: list[Line] = []
    light: list[Line] = []
    for row, across in enumerate((-0.78, -0.46, -0.14, 0.18)):
        for index in range(70):
            t = 0.012 + (index + 0.5 * (row % 2)) / 72
            if t > 0.95:
                continue
            a, b = body.at(t, across - 0.15), body.at(t, across + 0.15)
            low = body.at(t + 0.016, across)
            (dark if (index + row) % 3 else light).append([a, low, b])
    ridge = [body.at(i / 60, -0.9) for i in range(1, 58)]
    inner = [body.at(i / 60, -0.42) for i in reversed(range(1, 58))]
    parts = [pen.flat([*ridge, *inner], paler(colour, 0.22), 0.5)]
    parts.append(pen.marks(dark, 4.2, pen.paint(colour).line, 0.7))
    parts.append(pen.marks(light, 4.6, pen.paint(paler(colour, 0.3)).lit, 0.75))
    return "".join(parts)


def _leg(body: _Body, t: float, across: float, *, far: bool = False) -> str:
    pen, look = body.pen, body.look
    root = body.at(t, across)
    shift = -46 if far else 0
    knee = (root[0] - 84 + shift, root[1] + 150)
    ankle = (root[0] + 50 + shift, root[1] + 262)
    toe = (ankle[0] + 44, ankle[1] + 26)
    colour = deeper(look.coat, 0.22) if far else look.coat
    parts = [_claws(pen, toe)]
    tuft = [(knee[0] + 6, knee[1] - 34), (knee[0] - 88, knee[1] - 60),
        (knee[0] - 88, knee[1] - 60), (knee[0] - 46, knee[1] - 14), (knee[0] - 96, knee[1] + 16),
        (knee[0] - 96, knee[1] + 16), (knee[0] - 20, knee[1] + 30)]
    parts.append(pen.shape(spline(tuft, closed=True), look.hair.colour, shade=10, rim=5,
        outline=0.7))
    line = spline([root, knee, ankle, toe], steps=5)
    parts.append(pen.shape(limb(line, (96, 66, 42, 34, 40)), colour, shade=26, rim=8))
    marks = []
    for index in range(5):
        p = between(knee, ankle, 0.1 + index * 0.2)
        marks.append([(p[0] - 24, p[1] - 14), (p[0] + 2, p[1] + 12), (p[0] + 26, p[1] - 4)])
    parts.append(pen.marks(marks, 4, pen.paint(colour).line, 0.55))
    return "".join(parts)


def _claws(pen: Pen, at: Pt) -> str:
    parts = []
    for turn in (-34, -4, 26, 62):
        a = math.radians(turn)
        tip = (at[0] + 92 * math.cos(a), at[1] + 72 * math.sin(a) + 14)
        bend = (at[0] + 58 * math.cos(a), at[1] + 46 * math.sin(a) - 14)
        parts.append(pen.shape(limb(spline([at, bend, tip]), (20, 14, 1.5)), "#e9dfc6", shade=7,
            rim=4, outline=0.7))
    return "".join(parts)


def _tail(body: _Body) -> str:
    pen, end, before = body.pen, body.spine[-1], body.spine[-5]
    way = math.atan2(end[1] - before[1], end[0] - before[0])
    parts = []
    for turn, length in ((-0.62, 190), (0.55, 200), (-0.26, 270), (0.22, 280), (0.0, 330)):
        a = way + turn
        tip = (end[0] + length * math.cos(a), end[1] + length * math.sin(a))
        bend = (end[0] + length * 0.55 * math.cos(a + turn * 0.4),
            end[1] + length * 0.55 * math.sin(a + turn * 0.4) - 16)
        parts.append(pen.shape(limb(spline([end, bend, tip]), (16, 30, 1.5)),
            body.look.hair.colour, shade=12, rim=5, outline=0.75))
    return "".join(parts)


def _mane(head: Pen, look: Look) -> str:
    """Locks that stream back from cheek and neck, and horns."""
    parts = []
    for index, (x, y, length, turn) in enumerate(((-50, -84, 250, 206), (-64, -74, 330, 198),
            (-82, -56, 300, 191), (-92, -36, 390, 184), (-100, -14, 340, 178), (-104, 6, 400, 171),
            (-106, 26, 320, 164), (-100, 44, 370, 156), (-88, 62, 280, 148), (-70, 76, 300, 138),
            (-44, 86, 210, 126), (-12, 90, 170, 112))):
        a = math.radians(turn)
        sway = 0.34 if index % 2 else -0.24
        root = (x, y)
        mid = (x + length * 0.5 * math.cos(a + sway), y + length * 0.5 * math.sin(a + sway))
        tip = (x + length * math.cos(a - sway * 0.5), y + length * math.sin(a - sway * 0.5))
        lock = limb(spline([root, mid, tip]), (22, 30, 21, 2))
        colour = look.hair.colour if index % 2 else deeper(look.hair.colour, 0.14)
        parts.append(head.shape(lock, colour, shade=16, rim=6, outline=0.8))
        strand = spline([(x, y + 6), (mid[0], mid[1] + 8), (tip[0], tip[1])])
        parts.append(head.stroke(strand, 5, head.paint(look.hair.colour).shade, 0.7))
    return "".join(parts) + _horn(head, -8, 0.86) + _horn(head, 22, 1.0)


def _horn(head: Pen, x: float, size: float) -> str:
    root = (x - 70, -96)
    parts = []
    main = spline([root, (root[0] - 76 * size, -150 - 30 * size),
        (root[0] - 170 * size, -180 - 40 * size), (root[0] - 250 * size, -250 - 70 * size)])
    tine = spline([(root[0] - 96 * size, -186 * size), (root[0] - 92 * size, -260 * size),
        (root[0] - 130 * size, -320 * size)])
    for line, widths in ((tine, (14, 11, 2)), (main, (25, 20, 15, 3))):
        parts.append(head.shape(limb(line, widths), "#e2d4ac", shade=10, rim=5, outline=0.8))
    return "".join(parts)


_UPPER = [(-122, 44), (-150, -20), (-120, -90), (-50, -116), (10, -122), (44, -112), (74, -88),
    (118, -74), (170, -80), (214, -104), (252, -92), (268, -60), (256, -30), (224, -20),
    (150, -16), (80, -4), (10, 12), (-60, 34)]


def _skull(head: Pen, look: Look, feeling: str, close: bool) -> str:
    parts = [_whisker(head, look, far=True)]
    parts.append(head.shape(spline(_UPPER, closed=True), look.coat, shade=24, rim=9))
    muzzle = spline([(84, -70), (130, -58), (180, -62), (214, -46), (252, -30), (224, -20),
        (150, -16), (80, -4), (30, 4), (40, -36)], closed=True)
    parts.append(head.tone(muzzle, look.coat, 0.3))
    nose = spline([(196, -92), (218, -122), (252, -112), (276, -78), (262, -52), (232, -64)],
        closed=True)
    parts.append(head.shape(nose, mix(look.coat, look.second, 0.3), shade=10, rim=6, outline=0.8))
    parts.append(head.flat(oval((254, -74), 11, 7, 12), deeper(look.coat, 0.6)))
    cheek = [[(-130 + i * 26, -30 + (i % 2) * 34), (-118 + i * 26, -8 + (i % 2) * 34),
        (-104 + i * 26, -28 + (i % 2) * 34)] for i in range(5)]
    parts.append(head.marks(cheek, 4, head.paint(look.coat).line, 0.6))
    folds = [[(112, -66), (140, -48), (178, -52)], [(96, -52), (130, -34), (176, -36)]]
    parts.extend(head.fold(spline(line), 5, look.coat) for line in folds)
    anger = mood(feeling).brow_in
    brow = [(-24, -92), (6, -124 - anger), (52, -126 + anger), (92, -92 + anger * 2.4),
        (72, -90 + anger * 2), (40, -100 + anger), (4, -96)]
    parts.append(head.shape(spline(brow, closed=True), mix(look.hair.colour, look.coat, 0.25),
        shade=8, rim=5, outline=0.8))
    ear = spline([(-92, -84), (-166, -126), (-196, -116), (-150, -66), (-106, -50)], closed=True)
    parts.append(head.shape(ear, look.coat, shade=12, rim=5, outline=0.8))
    parts.append(_whisker(head, look, far=False))
    return "".join(parts)


def _whisker(head: Pen, look: Look, *, far: bool) -> str:
    if far:
        line = spline([(256, -66), (350, -150), (450, -130), (500, -20), (600, 20)])
    else:
        line = spline([(238, -50), (300, 40), (270, 190), (150, 290), (170, 430), (300, 480)])
    return head.shape(limb(line, (10, 9, 7, 5, 1.2)), look.hair.colour, shade=4, rim=3,
        outline=0.55)


def _jaw(head: Pen, look: Look, turn: float) -> str:
    """The lower jaw turned open about its hinge, the mouth's inside and the teeth."""
    hinge, a = (-72.0, 24.0), math.radians(turn)

    def at(x: float, y: float) -> Pt:
        dx, dy = x - hinge[0], y - hinge[1]
        return (hinge[0] + dx * math.cos(a) - dy * math.sin(a),
            hinge[1] + dx * math.sin(a) + dy * math.cos(a))

    inside = [(-70, 22), (10, 10), (80, -6), (150, -18), (232, -22), at(212, 12), at(120, 22),
        at(0, 34)]
    parts = [head.flat(spline(inside, closed=True), "#5c1c20")]
    if turn > 6:
        tongue = [at(-20, 26), at(90, 6), at(176, -8), at(206, 2), at(170, 16), at(60, 30)]
        parts.append(head.shape(spline(tongue, closed=True), "#b8484a", shade=6, rim=3,
            outline=0.4))
    for x, size in ((60, 15), (96, 14), (130, 14), (196, 20)):
        tooth = [at(x - 9, 22), at(x, 20 - size * (0.5 if turn < 6 else 1.4)), at(x + 9, 20)]
        parts.append(head.flat([tooth[0], tooth[0], tooth[1], tooth[1], tooth[2], tooth[2]],
            "#f1e9d4"))
    jaw = [at(-110, 40), at(-60, 30), at(20, 26), at(110, 20), at(190, 10), at(222, 12),
        at(220, 34), at(168, 58), at(70, 76), at(-40, 88), at(-110, 80)]
    parts.append(head.shape(spline(jaw, closed=True), mix(look.coat, look.second, 0.14), shade=14,
        rim=6, outline=0.9))
    for x, drop in ((10, 96), (48, 110), (86, 92), (124, 74), (164, 54)):
        beard = spline([at(x - 16, 62), at(x - 26, 62 + drop), at(x - 60, 84 + drop)])
        parts.append(head.shape(limb(beard, (11, 13, 7, 1.5)), look.hair.colour, shade=5, rim=3,
            outline=0.6))
    for x, size in ((236, 34), (204, 20), (160, 15), (122, 14), (84, 14)):
        top = -26 if x > 150 else -26 + (150 - x) * 0.18
        fang = [(x - 9, top), (x - 2, top + size), (x + 8, top - 1)]
        parts.append(head.flat([fang[0], fang[0], fang[1], fang[1], fang[2], fang[2]], "#f6efdc"))
    return "".join(parts)


def _eye(head: Pen, look: Look, feeling: str) -> str:
    return opened_eye(head, (42, -76), 36, 24, look.eyes, mood(feeling), slit=True)


def _lid(head: Pen, look: Look) -> str:
    lid = spline([(10, -70), (26, -88), (54, -88), (74, -70), (44, -60)], closed=True)
    line = spline([(10, -70), (40, -60), (74, -70)])
    return head.flat(lid, deeper(look.coat, 0.12)) + head.stroke(line, 7)
