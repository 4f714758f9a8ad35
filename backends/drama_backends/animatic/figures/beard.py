"""Beards: a face's features in, beard and moustache as SVG out."""

from __future__ import annotations

from drama_backends.animatic.figures.colour import deeper, mix
from drama_backends.animatic.figures.curve import Line, spline
from drama_backends.animatic.figures.face import Features
from drama_backends.animatic.figures.rig import View

# Coordinates are read in rows.
# fmt: off


def drawn_beard(features: Features) -> str:
    """The figure's beard, under the mouth that is drawn over it."""
    kind = features.look.hair.beard
    if not kind or features.face.view is View.BACK:
        return ""
    if kind == "stubble":
        return _stubble(features)
    parts = []
    if kind in ("full", "short", "long"):
        parts.append(_full(features, {"short": 4.0, "full": 15.0, "long": 62.0}[kind]))
    if kind in ("goatee", "wisp"):
        parts.append(_goatee(features, 40.0 if kind == "wisp" else 9.0))
    parts.append(_moustache(features, long=kind in ("long", "wisp")))
    return "".join(parts)


def _stubble(features: Features) -> str:
    colour = mix(features.skin, features.look.hair.beard_colour, 0.4)
    return features.pen.flat(_jaw(features, 1.5), colour, 0.5)


def _jaw(features: Features, drop: float) -> Line:
    """The outline of a beard along the jaw; the mouth shows in its middle."""
    face, at = features.face, features.face.at
    chin = 50 * features.face.shape.length
    side = 33.5
    outer = [(-side, 10), (-side + 1, 26), (-24, 42 + drop * 0.3), (-12, chin + drop * 0.8),
        (0, chin + drop), (12, chin + drop * 0.8), (24, 42 + drop * 0.3), (side - 1, 26),
        (side, 10)]
    inner = [(side - 5, 16), (22, 25), (13, 26.5), (0, 25), (-13, 26.5), (-22, 25), (-side + 5, 16)]
    keys = [*outer, *inner]
    if face.view is View.FRONT:
        points = keys
    elif face.view is View.QUARTER:
        points = [(-18.5, 12), (-18, 26), (-8, 40 + drop * 0.25), (6, chin + drop * 0.75),
            (17, chin + drop), (26, 45 + drop * 0.7), (31.6, 36), (33.4, 24), (34.5, 17), (32, 22),
            at(13, 26.5), at(0, 25), at(-13, 26), at(-22, 24), (-10, 18)]
    else:
        points = [(-6, 12), (-7, 26), (4, 40 + drop * 0.3), (19, chin + drop * 0.7),
            (31, chin + drop), (40, 46 + drop * 0.6), (40, 38), (37.5, 32), (40, 27), (39, 23.6),
            (31, 24), (20, 24), (4, 16)]
    return spline(points, closed=True, steps=3)


def _full(features: Features, drop: float) -> str:
    pen, hair = features.pen, features.look.hair
    edge = _jaw(features, drop) if drop < 30 else _flowing(features, drop)
    parts = [pen.shape(edge, hair.beard_colour, shade=7 * pen.scale, rim=2 * pen.scale,
        outline=0.8)]
    dark = deeper(pen.paint(hair.beard_colour).shade, 0.12)
    middle = features.face.middle(40)
    spread = 20 if features.face.view is View.FRONT else 13
    for index in range(7):
        t = index / 6 - 0.5
        start = (middle + t * spread * 2.2, 33 + 8 * (1 - abs(t) * 2))
        end = (middle + t * spread * 1.1, 49 + drop * (0.86 - abs(t) * 0.7))
        bend = ((start[0] + end[0]) / 2 + 2 * (1 if index % 2 else -1), (start[1] + end[1]) / 2)
        parts.append(pen.stroke(spline([start, bend, end]), 1.3 * pen.scale, dark, 0.55))
    return "".join(parts)


def _flowing(features: Features, drop: float) -> Line:
    """A long beard that narrows to its end."""
    m = features.face.middle(40)
    tip = 48 + drop
    view, at = features.face.view, features.face.at
    left = {View.FRONT: (-33, 11), View.QUARTER: (-17, 13), View.PROFILE: (-5, 13)}[view]
    right = {View.FRONT: (33, 11), View.QUARTER: (34, 17), View.PROFILE: (40, 24)}[view]
    keys = [left, (left[0] + 1, 28), (m - 25 if view is View.FRONT else m - 27, 44), (m - 18, 66),
        (m - 11, tip - 16), (m - 5, tip - 8), (m - 1.5, tip), (m - 1.5, tip), (m + 5, tip - 9),
        (m + 9, tip - 18), (m + 15, 66), (m + (23 if view is View.FRONT else 15), 46),
        (right[0] - (1 if view is View.FRONT else 3), 29), right]
    inner: Line
    if view is View.FRONT:
        inner = [(28, 18), (20, 25), (11, 26), (0, 25), (-11, 26), (-20, 25), (-28, 18)]
    elif view is View.QUARTER:
        inner = [(32, 22), at(12, 26), at(0, 25), at(-13, 26), at(-22, 24), (-8, 20)]
    else:
        inner = [(38, 23.4), (30, 24), (20, 24), (6, 18)]
    return spline([*keys, *inner], closed=True, steps=3)


def _goatee(features: Features, drop: float) -> str:
    pen, hair = features.pen, features.look.hair
    m, chin = features.face.middle(46), 50 * features.face.shape.length
    keys = [(m - 8, chin - 9), (m - 8, chin - 1), (m - 4, chin + drop * 0.6), (m, chin + drop),
        (m, chin + drop), (m + 4, chin + drop * 0.6), (m + 7, chin - 1), (m + 7, chin - 9),
        (m, chin - 7)]
    return pen.shape(spline(keys, closed=True, steps=3), hair.beard_colour, shade=4 * pen.scale,
        rim=1 * pen.scale, outline=0.7)


def _moustache(features: Features, *, long: bool) -> str:
    pen, hair, at = features.pen, features.look.hair, features.face.at
    fall = 17.0 if long else 3.4
    parts = []
    for side in features.sides():
        keys = [(0.4 * side, 24.4), (6 * side, 24.6), (12.5 * side, 27.5),
            (15.5 * side, 31 + fall * 0.5), (15 * side, 32 + fall), (15 * side, 32 + fall),
            (12 * side, 31 + fall * 0.35), (7 * side, 29.4), (0.4 * side, 29)]
        points = [at(x, y) for x, y in keys]
        if features.face.view is View.PROFILE:
            points = [(40.5 + x * 0.95, y) for x, y in keys]
        parts.append(pen.shape(spline(points, closed=True, steps=3), hair.beard_colour,
            shade=3 * pen.scale, rim=pen.scale, outline=0.7))
    return "".join(parts)
