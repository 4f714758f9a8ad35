"""The head: a look, a view and a mood in, its SVG in layers out."""

from __future__ import annotations

from dataclasses import dataclass

from drama_backends.animatic.figures.beard import drawn_beard
from drama_backends.animatic.figures.colour import deeper
from drama_backends.animatic.figures.curve import spline
from drama_backends.animatic.figures.eyes import drawn_eyes
from drama_backends.animatic.figures.face import Features, drawn_face
from drama_backends.animatic.figures.hair import hair_behind, hair_over
from drama_backends.animatic.figures.headgear import HATS, hat_behind, hat_over
from drama_backends.animatic.figures.look import Look
from drama_backends.animatic.figures.moods import mood
from drama_backends.animatic.figures.mouth import drawn_mouths
from drama_backends.animatic.figures.pen import Pen
from drama_backends.animatic.figures.rig import View
from drama_backends.animatic.figures.skull import Face, Shape, outline

# Coordinates are read in rows.
# fmt: off


@dataclass(frozen=True, slots=True)
class HeadDrawing:
    """A head in layers: behind the neck, the head itself, over the face, and what changes."""

    behind: str
    skull: str
    over: str
    eyes: dict[str, str]
    mouths: dict[str, str]


def shape_of(look: Look) -> Shape:
    """The face's own shape, from age, build, sex and the figure's seed."""

    def own(what: str, spread: float) -> float:
        return (look.share(what) - 0.5) * 2 * spread

    jaw = (0.86 if look.female else 1.04) + own("jaw", 0.07)
    cheek = 1.0 + own("cheek", 0.04)
    chin = (0.86 if look.female else 1.08) + own("chin", 0.14)
    length = 1.0 + own("length", 0.05)
    if look.age == "child":
        jaw, cheek, chin, length = 0.97, 1.06, 0.86, 0.93
    elif look.age == "youth":
        length, jaw = length - 0.02, jaw - 0.03
    if look.build == "heavy":
        jaw, cheek = jaw + 0.12, cheek + 0.06
    elif look.build == "lean":
        jaw, length = jaw - 0.03, length + 0.02
    elif look.build == "broad":
        jaw += 0.05
    return Shape(cheek, jaw, chin, length, 1.0 + own("nose", 0.08), 1.0 + own("eyes", 0.06),
        1.0 + own("mouth", 0.08))


def drawn_head(pen: Pen, look: Look, view: View, feeling: str, *, close: bool) -> HeadDrawing:
    """The head with the pen in head units."""
    shape = shape_of(look)
    features = Features(pen, Face(shape, view), look, mood(feeling), close)
    hat = look.hat in HATS and HATS[look.hat].covers
    behind = hat_behind(features) + hair_behind(features, hat=hat)
    skull = [] if view not in (View.FRONT, View.BACK) else [_ears(features)]
    skull.append(pen.shape(outline(shape, view), look.skin, shade=8.5 * pen.scale,
        rim=1.8 * pen.scale, outline=0.95))
    eyes: dict[str, str] = {}
    mouths: dict[str, str] = {}
    if view is not View.BACK:
        skull.append(drawn_face(features))
        eyes, mouths = drawn_eyes(features), drawn_mouths(features)
    if view in (View.QUARTER, View.PROFILE):
        skull.append(_ears(features))
    skull.append(drawn_beard(features))
    over = hair_over(features, hat=hat) + hat_over(features)
    return HeadDrawing(behind, "".join(skull), over, eyes, mouths)


def _ears(features: Features) -> str:
    pen, skin = features.pen, features.skin
    y = 7.0
    places = {View.QUARTER: ((-21.5, -1.0),),
        View.PROFILE: ((-9.0, -1.0),)}.get(features.face.view, ((-35.0, -0.62), (35.0, 0.62)))
    parts = []
    for x, wide in places:
        ear = [(x, y - 8), (x + 5 * wide, y - 12), (x + 10 * wide, y - 9), (x + 10.5 * wide, y),
            (x + 7 * wide, y + 8), (x + 2 * wide, y + 12), (x - 1 * wide, y + 8)]
        parts.append(pen.shape(spline(ear, closed=True, steps=3), skin, shade=4 * pen.scale,
            rim=1.4 * pen.scale, outline=0.75))
        inner = [(x + 2 * wide, y - 6), (x + 7.5 * wide, y - 7), (x + 7 * wide, y),
            (x + 3.4 * wide, y + 5)]
        parts.append(pen.stroke(spline(inner), 1.3 * pen.scale, deeper(skin, 0.42), 0.8))
    if "earrings" in features.look.marks:
        for x, wide in places:
            drop = spline([(x + 2 * wide, y + 13), (x + 4 * wide, y + 18), (x + 2 * wide, y + 22),
                (x, y + 18)], closed=True, steps=3)
            parts.append(pen.shape(drop, "#d8b64a", shade=2, rim=1, outline=0.5))
    return "".join(parts)
