"""Birds: a look and a pose in, a bird standing or in flight out."""

from __future__ import annotations

import math

from drama_backends.animatic.figures.animal import JAWS, AnimalDrawing, finished, opened_eye
from drama_backends.animatic.figures.colour import deeper
from drama_backends.animatic.figures.curve import Line, Pt, limb, oval, spline
from drama_backends.animatic.figures.look import Look
from drama_backends.animatic.figures.moods import mood
from drama_backends.animatic.figures.pen import LIGHT, Pen
from drama_backends.animatic.figures.pose import Pose
from drama_backends.animatic.stage import FigureDrawing, Palette
from drama_compiler.contract import Facing

# Coordinates are read in rows.
# fmt: off


def draw_bird(look: Look, pose: Pose, palette: Palette, *, style: str,
        detail: str) -> FigureDrawing:
    """A bird: standing, or with wings spread."""
    del detail
    light = (-LIGHT[0], LIGHT[1]) if pose.facing is Facing.LEFT else LIGHT
    flies = pose.action in ("fly", "run", "swim", "fight", "fall")
    size = 0.5 * look.height
    pen = Pen(style, palette, look.coat, light, (0.0, -700.0 * size if flies else 0.0), size,
        weight=4.6)
    head = pen.at(pen.place((188.0, -560.0)), size, -8.0 + mood(pose.mood).nod)
    parts = []
    if flies:
        parts.append(_wing(pen, look, [(60, -450), (-40, -700), (-240, -900), (-430, -960)],
            far=True))
    else:
        for x in (10, 60):
            parts.append(pen.stroke([(x, -250), (x - 10, -120), (x + 6, 0)], 15,
                pen.paint("#c98a3a").base, even=True))
            parts.append(pen.marks([[(x + 6, -2), (x + 26, -8), (x + 50, 0)],
                [(x + 6, -2), (x - 8, -4), (x - 22, 0)]], 10, pen.paint("#c98a3a").base))
    tail = spline([(-150, -370), (-330, -300), (-430, -230), (-430, -230), (-400, -300),
        (-440, -330), (-440, -330), (-190, -440)], closed=True)
    parts.append(pen.shape(tail, deeper(look.coat, 0.25), shade=14, rim=5))
    body = spline([(222, -520), (190, -380), (90, -270), (-50, -250), (-170, -330), (-190, -410),
        (-90, -470), (60, -500), (140, -580)], closed=True)
    parts.append(pen.shape(body, look.coat, shade=44, rim=8))
    parts.append(pen.flat(spline([(200, -470), (150, -350), (50, -280), (-40, -268), (60, -350),
        (130, -440)], closed=True), look.second, 0.75))
    parts.append(pen.shape(oval((188, -560), 72, 66, 22), look.coat, shade=20, rim=6, outline=0.9))
    parts.append(pen.flat(limb([(110, -470), (160, -510), (186, -540)], (70, 60, 56)), look.coat))
    if flies:
        parts.append(_wing(pen, look, [(90, -440), (60, -740), (-90, -1010), (-270, -1130)],
            far=False))
    else:
        wing = spline([(110, -470), (60, -380), (-90, -320), (-300, -290), (-300, -290),
            (-200, -390), (-60, -480), (60, -500)], closed=True)
        parts.append(pen.shape(wing, deeper(look.coat, 0.12), shade=22, rim=6))
        parts.append(pen.marks([[(-x, -400 + x * 0.3), (-x - 50, -350 + x * 0.25),
            (-x - 110, -330 + x * 0.2)] for x in (-40, 10, 60, 110)], 5, pen.paint(look.coat).line,
            0.7))
    drawing = AnimalDrawing("".join(parts),
        {name: _beak(head, turn) for name, turn in JAWS.items()},
        {"open": opened_eye(head, (22, -12), 17, 16, look.eyes, mood(pose.mood), slit=False),
        "closed": head.stroke(spline([(6, -12), (22, -4), (40, -12)]), 5)}, head,
        (-72, -72, 160, 66), (22.0, -12.0))
    foot = pen.place((40.0, -10.0))
    return finished(drawing, pose, pen, (foot, foot))


def _wing(pen: Pen, look: Look, bone: list[Pt], *, far: bool) -> str:
    line = spline(bone, steps=5)
    keys: Line = [*line]
    for index in range(9):
        t = index / 8
        root = line[len(line) - 1 - round(t * (len(line) - 1))]
        reach = 190 + 120 * math.sin(math.pi * (0.25 + t * 0.6))
        tip = (root[0] - reach * (0.95 - 0.35 * t), root[1] + reach * (0.2 + 0.75 * t))
        keys.extend([tip, tip, (tip[0] + 40, tip[1] + 6)])
    colour = deeper(look.coat, 0.25) if far else look.coat
    parts = [pen.shape(spline(keys, closed=True, steps=2), colour, shade=26, rim=8)]
    feathers = []
    for index in range(8):
        root = line[round((1 - index / 8) * (len(line) - 1))]
        feathers.append([root, (root[0] - 60, root[1] + 40 + index * 8),
            (root[0] - 130 + index * 6, root[1] + 60 + index * 18)])
    parts.append(pen.marks(feathers, 5, pen.paint(colour).line, 0.6))
    return "".join(parts)


def _beak(head: Pen, turn: float) -> str:
    drop = turn * 2.2
    low = [(54, 2), (54, 2), (140, 10 + drop), (140, 10 + drop), (58, 22), (50, 20)]
    top = [(52, -24), (52, -24), (112, -14), (164, 12), (164, 12), (104, 8), (54, 6)]
    return head.shape(spline(low, closed=True), "#b8742a", shade=4, rim=2,
        outline=0.7) + head.shape(spline(top, closed=True), "#d99a3a", shade=5, rim=4, outline=0.8)
