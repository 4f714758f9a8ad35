"""Hair: a turned head and a look in, the mass behind the head and the hair over it as SVG out.

A hairline is a height for every direction round the head (0 the middle of the face, 180 the
back); what the camera sees of it follows from the view, so one style serves all four.
"""

from __future__ import annotations

import math

from drama_backends.animatic.figures.colour import deeper, mix, paler
from drama_backends.animatic.figures.curve import Line, Pt, spline
from drama_backends.animatic.figures.face import Features
from drama_backends.animatic.figures.hairdo import braid, knot, knot_at, mass, pigtails
from drama_backends.animatic.figures.hairstyle import Style, hairline, style_named
from drama_backends.animatic.figures.rig import View

# Coordinates are read in rows.
# fmt: off


_WRAPS = frozenset({"turban", "headscarf", "helmet", "warhelm"})
"""Hats with all the hair in them."""


def hair_behind(features: Features, *, hat: bool = False) -> str:
    """What hangs behind neck and shoulders; from the back it belongs over the garment."""
    style = style_named(features.look.hair.style)
    parts = []
    if style.length:
        parts.append(mass(features, style))
    if style.knot in ("tail", "tuft", "bun", "top") and features.face.view is not View.BACK:
        low = style.knot in ("tail", "bun")
        # Under a hat, a bun is at the nape: from the front nothing is seen of it.
        hidden = features.look.hat in _WRAPS or (
            style.knot == "bun" and features.face.view is View.FRONT)
        if not hat or (low and not hidden):
            parts.append(knot(features, style))
    if style.knot == "pigtails" and features.face.view is not View.BACK:
        parts.append(pigtails(features))
    return "".join(parts)


def hair_over(features: Features, *, hat: bool = False) -> str:
    """The hair on the skull, its shadow on the forehead, its strands and what ties it."""
    style = style_named(features.look.hair.style)
    if style.line == "none":
        return ""
    colour = features.look.hair.colour
    if style.volume <= 1.0:
        colour = mix(features.skin, colour, 0.42)
    cap = _cap(features, style, hat)
    parts = [_forehead_shadow(features, style)]
    parts.append(features.pen.shape(cap, colour,
        shade=(4.0 if style.fringe or style.curls else 8.0) * features.pen.scale,
        rim=2.0 * features.pen.scale, outline=0.9))
    parts.append(_strands(features, style, hat))
    back = features.face.view is View.BACK
    if features.look.hat in _WRAPS:
        back = False
    if back and (style.knot in ("tail", "bun") or (style.knot and not hat)):
        parts.append(knot(features, style))
        if style.knot == "pigtails":
            parts.append(pigtails(features))
    if style.knot == "braid":
        parts.append(braid(features))
    return "".join(parts)


def _visible(features: Features, step: float) -> list[float]:
    turn = features.face.turn
    count = int(180 / step)
    return [-turn - 90 + 180 * i / count for i in range(count + 1)]


def _cap(features: Features, style: Style, hat: bool) -> Line:
    lower = _lower_edge(features, style)
    right, left = lower[-1], lower[0]
    outer = _outer_edge(features, style, right, left, hat)
    return [*lower, lower[-1], *outer, lower[0]]


def _lower_edge(features: Features, style: Style) -> Line:
    face = features.face
    if not style.fringe:
        return spline([face.on(d, hairline(style, d)) for d in _visible(features, 6)], steps=2)
    low, high = -features.face.turn - 90, -features.face.turn + 90
    start, step = (-66.0, 16.5) if style.line == "bangs" else (-64.0, 21.0)
    plain = [d for d in _visible(features, 8) if abs((d + 180) % 360 - 180) > 68]
    keys = [face.on(d, hairline(style, d)) for d in plain if d < start]
    turn, index = start, 0
    while turn < 50:
        own = features.look.share(f"lock{index}")
        valley, tip = turn, turn + step * (0.7 + 0.5 * own)
        if low < valley and tip < high:
            drop = style.fringe * (0.45 + 0.75 * own) * (1.0 if style.line != "bangs" else 0.5)
            keys.append(face.on(valley, hairline(style, valley) - 1.5))
            keys.append(face.on(valley + (tip - valley) * 0.45,
                hairline(style, valley) + drop * 0.3))
            point = face.on(tip, hairline(style, tip) + drop)
            keys.extend((point, point))
        turn, index = turn + step, index + 1
    keys.extend(face.on(d, hairline(style, d)) for d in plain if d > 66)
    return spline([face.on(low, hairline(style, low)), *keys, face.on(high, hairline(style, high))])


def _outer_edge(features: Features, style: Style, right: Pt, left: Pt, hat: bool) -> Line:
    edges = features.face.edges(-8)
    centre, half = (edges[0] + edges[1]) / 2, (edges[1] - edges[0]) / 2
    volume = min(style.volume, 3.0) if hat else style.volume
    keys: list[Pt] = []
    for y in (right[1] - 3, 4.0):
        if y < right[1] - 2:
            keys.append((features.face.edges(y)[1] + volume * 0.7, y))
    count = 8 if style.tufts or style.curls else 7
    for index in range(count + 1):
        angle = math.pi * index / count
        full = volume * (0.25 + 0.75 * math.sin(angle) ** 0.5)
        wide, high = half + full, 42.5 + full
        point = (centre + wide * math.cos(angle), -8 - high * math.sin(angle))
        keys.append(point)
        if style.tufts and index < count and not hat:
            keys.extend(_tuft(features, style, angle, centre, wide, high, index, count))
    for y in (4.0, left[1] - 3):
        if y < left[1] - 2:
            keys.append((features.face.edges(y)[0] - volume * 0.7, y))
    if style.curls:
        return _curly(keys, style.curls if not hat else 2.5, features)
    return spline(keys, steps=3)


def _tuft(features: Features, style: Style, angle: float, centre: float, wide: float, high: float,
        index: int, count: int) -> list[Pt]:
    own = features.look.share(f"tuft{index}")
    if own < 0.22:
        return []
    size = style.tufts * (0.25 + 1.0 * own)
    lean = 0.12 if angle > math.pi * 0.5 else 0.86
    between = angle + math.pi / count * lean
    tip = (centre + (wide + size) * math.cos(between), -8 - (high + size) * math.sin(between))
    before = angle + math.pi / count * 0.3
    rise = size * 0.35
    swell = (centre + (wide + rise) * math.cos(before), -8 - (high + rise) * math.sin(before))
    return [swell, tip, tip] if lean > 0.5 else [tip, tip, swell]


def _curly(keys: list[Pt], size: float, features: Features) -> Line:
    edge = spline(keys, steps=3)
    out: Line = []
    for index in range(0, len(edge) - 1, 2):
        a, b = edge[index], edge[min(index + 2, len(edge) - 1)]
        dx, dy = b[0] - a[0], b[1] - a[1]
        length = math.hypot(dx, dy) or 1.0
        bulge = size * (0.7 + 0.5 * features.look.share(f"curl{index}"))
        nx, ny = -dy / length, dx / length
        middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        if (middle[0] * nx + (middle[1] + 8) * ny) < 0:
            nx, ny = -nx, -ny
        out.extend((a, a, (a[0] + dx * 0.15 + nx * bulge, a[1] + dy * 0.15 + ny * bulge),
            (a[0] + dx * 0.85 + nx * bulge, a[1] + dy * 0.85 + ny * bulge)))
    return spline([*out, edge[-1]], steps=3)


def _forehead_shadow(features: Features, style: Style) -> str:
    if features.face.view is View.BACK or style.line == "ring":
        return ""
    edge = [d for d in _visible(features, 8) if abs((d + 180) % 360 - 180) < 66]
    if len(edge) < 3:
        return ""
    drop = 5.0 + style.fringe * 0.75
    top = [features.face.on(d, hairline(style, d) - 3) for d in edge]
    low = [features.face.on(d,
        hairline(style, d) + drop * (0.4 + 0.6 * math.cos(math.radians(d))))
        for d in reversed(edge)]
    return features.pen.tone([*top, *spline(low, steps=2)], features.skin, 0.6)


def _strands(features: Features, style: Style, hat: bool) -> str:
    """Dark strands and a band of light, along the way the hair is combed."""
    pen, colour = features.pen, features.look.hair.colour
    light = mix(paler(colour, 0.42), features.pen.palette.light, 0.25)
    dark = deeper(pen.paint(colour).shade, 0.25) if pen.style != "pencil" else pen.ink()
    if style.volume <= 1.0:
        return ""
    if style.curls:
        return _curls(features, style, dark, light)
    parts: list[str] = []
    degrees = _visible(features, 9 if features.close else 14)
    for index, turn in enumerate(degrees[1:-1]):
        line = _comb(features, style, turn + 4 * (features.look.share(f"s{index}") - 0.5), hat)
        width = 0.9 + 0.7 * features.look.share(f"w{index}")
        parts.append(pen.stroke(line, width * pen.scale, dark, 0.55))
        around = turn + features.face.turn
        lit = around < 35 if pen.light[0] < 0 else around > -35
        if lit and pen.style != "pencil":
            shine = _comb(features, style, turn + 5, hat)
            a, b = (3, 7) if index % 2 else (2, 6)
            parts.append(pen.stroke(shine[a:b], 1.7 * pen.scale, light, 0.24))
    return "".join(parts)


def _curls(features: Features, style: Style, dark: str, light: str) -> str:
    """Small curls all over the cap."""
    face, pen = features.face, features.pen
    marks: tuple[list[Line], list[Line]] = ([], [])
    for index, turn in enumerate(_visible(features, 12)[1:-1]):
        top, low = -50.0 - style.volume * 0.5, hairline(style, turn)
        rows = max(1, round((low - top) / 8.5))
        for row in range(rows):
            own = features.look.share(f"c{index}.{row}")
            y = top + (row + 0.3 + 0.6 * own) * 8.5
            wide = 1 + style.volume / 70
            x = face.on(turn + 8 * (own - 0.5), y)[0] * wide
            r = 3.0 + 1.6 * own
            curl = [(x - r, y + r * 0.5), (x + (own - 0.5) * r, y - r * 1.3), (x + r, y + r * 0.4)]
            marks[1 if own > 0.72 else 0].append(curl)
    width = 1.5 * pen.scale
    return pen.marks(marks[0], width, dark, 0.75) + pen.marks(marks[1], width, light, 0.42)


def _comb(features: Features, style: Style, turn: float, hat: bool) -> Line:
    face = features.face
    seen = abs((turn + 180) % 360 - 180)
    end = face.on(turn, hairline(style, turn) + style.fringe * (0.3 if seen < 46 else -0.3) - 1.5)
    if style.knot in ("top", "bun", "tail", "tuft", "braid"):
        knot = knot_at(features, style)
        root = (knot[0] * 0.8, knot[1] * 0.86)
    elif style.line == "part":
        root = (face.on(0, -40)[0], -51.0)
    else:
        root = (face.on(-25, -40)[0] * 0.6, -50.0 - style.volume * 0.4)
    volume = 1 + style.volume / 60
    middle = face.on(turn, (end[1] - 46) / 2)
    bend = ((middle[0] * 0.8 + (root[0] + end[0]) * 0.1) * volume, (middle[1] * volume))
    return spline([root, bend, end], steps=3)[1:]
