"""Fish: a look and a pose in, a fish in the water out."""

from __future__ import annotations

from drama_backends.animatic.figures.animal import JAWS, AnimalDrawing, finished, opened_eye
from drama_backends.animatic.figures.colour import deeper, mix
from drama_backends.animatic.figures.curve import oval, spline
from drama_backends.animatic.figures.look import Look
from drama_backends.animatic.figures.moods import mood
from drama_backends.animatic.figures.pen import LIGHT, Pen
from drama_backends.animatic.figures.pose import Pose
from drama_backends.animatic.stage import FigureDrawing, Palette
from drama_compiler.contract import Facing

# Coordinates are read in rows.
# fmt: off


def draw_fish(look: Look, pose: Pose, palette: Palette, *, style: str,
        detail: str) -> FigureDrawing:
    """A fish in the water, above the ground."""
    del detail
    light = (-LIGHT[0], LIGHT[1]) if pose.facing is Facing.LEFT else LIGHT
    size = 0.62 * look.height
    pen = Pen(style, palette, look.coat, light, (0.0, -360.0 * size), size, weight=4.8)
    fin = mix(look.coat, look.second, 0.4)
    tail = spline([(-290, 0), (-430, -150), (-540, -190), (-540, -190), (-480, -30), (-480, 20),
        (-550, 160), (-550, 160), (-420, 120)], closed=True)
    top = spline([(90, -130), (20, -260), (-120, -250), (-120, -250), (-170, -100)], closed=True)
    low = spline([(60, 120), (20, 220), (-70, 230), (-70, 230), (-60, 110)], closed=True)
    parts = [pen.shape(shape, fin, shade=14, rim=5) for shape in (tail, top, low)]
    body = spline([(380, 6), (300, -86), (140, -148), (-60, -130), (-220, -58), (-320, -16),
        (-320, 24), (-220, 66), (-40, 136), (160, 142), (310, 84)], closed=True)
    parts.append(pen.shape(body, look.coat, shade=44, rim=9))
    parts.append(pen.flat(spline([(340, 60), (160, 128), (-40, 124), (-220, 62), (-60, 60),
        (180, 66)], closed=True), look.second, 0.7))
    scales = [[(x + 8 * (row % 2) * 2, -86 + row * 34), (x + 26 + 16 * (row % 2), -70 + row * 34),
        (x + 16 * (row % 2), -56 + row * 34)] for row in range(6) for x in range(-190, 180, 44)
        if ((x - 20) / 240) ** 2 + ((-70 + row * 34) / 130) ** 2 < 0.8]
    parts.append(pen.marks(scales, 4, pen.paint(look.coat).line, 0.55))
    parts.append(pen.stroke(spline([(214, -90), (176, 0), (210, 92)]), 9,
        pen.paint(deeper(look.coat, 0.4)).base))
    side = spline([(150, 30), (60, 60), (10, 120), (10, 120), (90, 110), (150, 70)], closed=True)
    parts.append(pen.shape(side, fin, shade=10, rim=4, outline=0.8))
    rays = [[(-330, k * 10), (-420, k * 46), (-500, k * 74)] for k in (-2, -1, 0, 1, 2)]
    parts.append(pen.marks(rays, 4, pen.paint(fin).line, 0.55))
    mouths = {name: pen.shape(oval((366, 22), 16, 3 + turn * 0.9, 12), "#6b2a28", shade=0, rim=0,
        outline=0.7) for name, turn in JAWS.items()}
    eyes = {"open": pen.flat(oval((284, -26), 27, 27, 18), "#f3ead0")
        + opened_eye(pen, (284, -26), 21, 21, look.eyes, mood("neutral"), slit=False),
        "closed": pen.stroke(spline([(262, -26), (284, -16), (306, -26)]), 6)}
    drawing = AnimalDrawing("".join(parts), mouths, eyes, pen, (180, -140, 390, 130),
        (284.0, -26.0))
    fin_at = pen.place((60.0, 80.0))
    return finished(drawing, pose, pen, (fin_at, fin_at))
