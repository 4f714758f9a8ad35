"""Animals: a creature's body, jaws and eyes in, the drawing turned as its pose asks out."""

from __future__ import annotations

from dataclasses import dataclass

from drama_backends.animatic.figures.colour import paler
from drama_backends.animatic.figures.curve import Pt, oval, spline
from drama_backends.animatic.figures.moods import Mood
from drama_backends.animatic.figures.pen import Pen
from drama_backends.animatic.figures.pose import Pose
from drama_backends.animatic.stage import Box, FigureDrawing, Point
from drama_compiler.contract import Facing

# Coordinates are read in rows.
# fmt: off


@dataclass(frozen=True, slots=True)
class AnimalDrawing:
    """An animal drawn looking right: body, jaws by viseme, eyes, and where its head is."""

    body: str
    mouths: dict[str, str]
    eyes: dict[str, str]
    head: Pen
    skull: tuple[float, float, float, float]
    eye: Pt


def finished(drawing: AnimalDrawing, pose: Pose, pen: Pen, hands: tuple[Pt, Pt]) -> FigureDrawing:
    """The drawing turned as the pose asks; seen from behind it has no face to change."""
    mirrored = pose.facing is Facing.LEFT

    def wrap(fragment: str) -> str:
        return f'<g transform="scale(-1 1)">{fragment}</g>' if mirrored else fragment

    def flip(x: float) -> float:
        return -x if mirrored else x

    left, top, right, bottom = drawing.skull
    corners = [drawing.head.place(p) for p in ((left, top), (right, top), (right, bottom),
        (left, bottom))]
    xs, ys = [flip(x) for x, _ in corners], [y for _, y in corners]
    eye = drawing.head.place(drawing.eye)
    box = pen.covered.box()
    bounds = Box(-box.right, box.top, -box.left, box.bottom) if mirrored else box
    away = pose.facing is Facing.AWAY
    body = drawing.body
    if away:
        body += drawing.mouths.get("rest", "")
    points = sorted(Point(flip(x), y) for x, y in hands)
    return FigureDrawing(wrap(body), "", bounds, Box(min(xs), min(ys), max(xs), max(ys)),
        Point(flip(eye[0]), eye[1]), points[0], points[-1], {} if away
        else {k: wrap(v) for k, v in drawing.mouths.items()}, {} if away
        else {k: wrap(v) for k, v in drawing.eyes.items()})


def opened_eye(head: Pen, at: Pt, wide: float, high: float, colour: str, feeling: Mood, *,
        slit: bool) -> str:
    """An animal's eye: iris in full, a dark rim, a highlight; the lid follows the mood."""
    x, y = at
    drop = high * max(0.0, feeling.brow_in) * 0.12
    almond = spline([(x - wide, y + high * 0.3), (x - wide * 0.3, y - high * 0.8 + drop),
        (x + wide * 0.5, y - high * 0.62 + drop * 1.6), (x + wide * 1.05, y + high * 0.25),
        (x + wide * 0.1, y + high * 0.85)], closed=True)
    parts = [head.flat(almond, "#1a1416", raw=True)]
    iris = [(x + (px - x) * 0.82, y + (py - y) * 0.78 + high * 0.03) for px, py in almond]
    parts.append(head.flat(iris, colour, raw=True))
    parts.append(head.flat(oval((x + wide * 0.1, y + high * 0.3), wide * 0.5, high * 0.34, 12),
        paler(colour, 0.5), 0.6, raw=True))
    parts.append(head.flat(oval((x + wide * 0.12, y), wide * (0.14 if slit else 0.36), high * 0.56,
        14), "#120d0e", raw=True))
    parts.append(head.flat(oval((x - wide * 0.16, y - high * 0.28), wide * 0.16, high * 0.2, 10),
        "#ffffff", raw=True))
    return "".join(parts)


JAWS = {"rest": 0.0, "m": 0.0, "e": 9.0, "o": 15.0, "a": 22.0}
"""By how many degrees a jaw opens for each viseme."""
