"""Headgear: a face's features in, hats, helmets, crowns, cords and horns as SVG out."""

from __future__ import annotations

import math
from dataclasses import dataclass

from drama_backends.animatic.figures.colour import deeper, paler
from drama_backends.animatic.figures.curve import Line, limb, oval, spline
from drama_backends.animatic.figures.face import Features
from drama_backends.animatic.figures.rig import View

# Coordinates are read in rows.
# fmt: off


@dataclass(frozen=True, slots=True)
class Hat:
    """`covers` the crown of the head, so that hair is pressed flat and knots do not show."""

    covers: bool = True


HATS = {name: Hat() for name in ("straw", "warhelm", "helmet", "cap", "beanie", "fedora", "hood",
    "headscarf",
    "turban", "official", "bucket", "chef", "bamboo", "top")}
HATS |= {name: Hat(covers=False) for name in ("crown", "band", "wreath", "coronet", "headphones")}


def hat_behind(features: Features) -> str:
    """What of it lies behind the head."""
    pen, look = features.pen, features.look
    parts = []
    if look.hat in ("straw", "bamboo"):
        under = oval((features.face.edges(-8)[0] * 0.5 + features.face.edges(-8)[1] * 0.5, -27),
            83, 12, 24)
        parts.append(pen.shape(under, deeper(look.hat_colour, 0.5), shade=0, rim=0, outline=0.7))
    if look.hat == "hood":
        parts.append(_hood(features, behind=True))
    if "horns" in look.marks and features.face.view is not View.BACK:
        parts.append(_horns(features))
    return "".join(parts)


def hat_over(features: Features) -> str:
    """What of it lies over head and hair."""
    draw = {"straw": _straw, "bamboo": _straw, "helmet": _helmet, "warhelm": _warhelm, "cap": _cap,
        "beanie": _beanie,
        "fedora": _fedora, "top": _fedora, "bucket": _fedora, "headscarf": _scarf, "crown": _crown,
        "coronet": _crown, "band": _band, "turban": _turban, "official": _official, "chef": _chef,
        "wreath": _wreath, "headphones": _headphones}.get(features.look.hat)
    parts = [draw(features)] if draw else []
    if features.look.hat == "hood":
        parts.append(_hood(features, behind=False))
    if "horns" in features.look.marks and features.face.view is View.BACK:
        parts.append(_horns(features))
    return "".join(parts)


def _span(features: Features, y: float, ease: float) -> tuple[float, float, float]:
    left, right = features.face.edges(y)
    return left - ease, right + ease, (left + right) / 2


def _brim_shadow(features: Features, low: float) -> str:
    if features.face.view is View.BACK:
        return ""
    left, right = features.face.edges(low)
    keys = [(left + 1, -24), (right - 1, -24), (right - 0.5, low), ((left + right) / 2, low + 5),
        (left + 0.5, low)]
    return features.pen.tone(spline(keys, closed=True, steps=3), features.skin, 0.62)


def _straw(features: Features) -> str:
    pen, colour = features.pen, features.look.hat_colour
    middle = sum(features.face.edges(-8)) / 2
    wide, low, top = 84.0, -27.0, -90.0
    rim = [(middle + wide * math.cos(a), low + 11.5 * math.sin(a))
        for a in (math.pi * i / 12 for i in range(13))]
    keys = [*rim, rim[-1], (middle - wide * 0.55, low - 26), (middle - 9, top + 5), (middle, top),
        (middle + 9, top + 5), (middle + wide * 0.55, low - 26), rim[0]]
    parts = [_brim_shadow(features, -6.0)]
    parts.append(pen.shape([*spline(keys, steps=3)], colour, shade=24 * pen.scale,
        rim=3 * pen.scale))
    dark = pen.paint(deeper(colour, 0.38)).base
    for index in range(1, 12):
        angle = math.pi * (index + 0.5) / 13
        end = (middle + wide * 0.98 * math.cos(angle), low + 11 * math.sin(angle))
        bend = (middle + wide * 0.5 * math.cos(angle), low - 22 + 6 * math.sin(angle))
        parts.append(pen.stroke(spline([(middle, top + 4), bend, end]), 1.1 * pen.scale, dark, 0.5))
    for ring in (0.34, 0.6, 0.8):
        y = top + (low - top) * ring
        line = [(middle + wide * ring * 0.88 * math.cos(a), y + 11.5 * ring * math.sin(a))
            for a in (math.pi * i / 8 for i in range(9))]
        parts.append(pen.stroke(spline(line, steps=2), 1.4 * pen.scale, dark, 0.55))
    return "".join(parts)


def _dome(features: Features, low: float, rise: float, ease: float) -> Line:
    left, right, middle = _span(features, -8, ease)
    half = (right - left) / 2
    keys = [(middle + half * math.cos(a), low - (43 + low + rise + 8) * math.sin(a))
        for a in (math.pi * i / 10 for i in range(11))]
    return spline(keys, steps=3)


def _front(features: Features) -> float:
    """Which way the front of a hat points: 0 to the camera, 1 to the right, -9 away."""
    return {View.FRONT: 0.0, View.QUARTER: 0.6, View.PROFILE: 1.0,
        View.BACK: -9.0}[features.face.view]


def _helmet(features: Features) -> str:
    pen, colour, front = features.pen, features.look.hat_colour, _front(features)
    dome = _dome(features, -14, 9, 8.5)
    left, right = dome[-1], dome[0]
    middle = (left[0] + right[0]) / 2
    low = spline([left, (left[0] + 2, -4), (middle + 20 * max(front, 0), -17), (right[0] - 1, -10),
        right], steps=3)
    parts = [_brim_shadow(features, -8.0)]
    strap = features.face.on(-72, 0)[0] if front > 0 else None
    if strap is not None:
        line = spline([(strap, -8), (strap + 5, 26), (features.face.middle(50) - 6, 52)])
        parts.append(pen.stroke(line, 3.4 * pen.scale, "#26262a", even=True))
    elif front == 0:
        for side in (-1, 1):
            line = spline([(34 * side, -8), (31 * side, 26), (10 * side, 51)])
            parts.append(pen.stroke(line, 3.0 * pen.scale, "#26262a", even=True))
    parts.append(pen.shape([*dome, *low], colour, shade=13 * pen.scale, rim=3 * pen.scale))
    for shift in (-16, 0, 16):
        x = middle + shift + front * 4 if front >= 0 else middle + shift
        vent = limb([(x, -56 + abs(shift) * 0.25), (x + shift * 0.15, -46),
            (x + shift * 0.24, -35)], (1.0, 2.6, 1.0))
        parts.append(pen.flat(vent, deeper(colour, 0.6)))
    if front >= 0:
        peak = spline([(middle - 24 + 34 * front, -17), (middle + 6 + 30 * front, -23),
            (right[0] + 9 * front + 1, -15), (right[0] + 10 * front, -10),
            (middle + 24 * front, -12)], closed=True, steps=3)
        parts.append(pen.shape(peak, deeper(colour, 0.3), shade=4 * pen.scale, rim=pen.scale,
            outline=0.8))
    return "".join(parts)


def _warhelm(features: Features) -> str:
    """A soldier's helmet: dome, brow band, cheek guards and a plume."""
    pen, colour, view = features.pen, features.look.hat_colour, features.face.view
    dome = _dome(features, -15, 8, 5.5)
    left, right = dome[-1], dome[0]
    middle = (left[0] + right[0]) / 2
    plume = limb(spline([(middle, -64), (middle - 6, -92), (middle - 30, -104),
        (middle - 52, -84)]),
                 (3.0, 7.0, 9.0, 1.0))
    parts = [_brim_shadow(features, -8.0), pen.shape(plume, "#a8282e", shade=8, rim=3, outline=0.8)]
    parts.append(pen.shape([*dome, left, (middle, -12), right], colour, shade=13 * pen.scale,
                           rim=3 * pen.scale))
    guards = {View.FRONT: (-34, 34), View.BACK: (), View.QUARTER: (-16,), View.PROFILE: (-4,)}[view]
    for x in guards:
        way = 1 if x < 0 else -1
        guard = spline([(x - 6 * way, -16), (x + 10 * way, -16), (x + 9 * way, 10),
            (x + 2 * way, 26),
                        (x - 6 * way, 8)], closed=True)
        parts.append(pen.shape(guard, colour, shade=5 * pen.scale, rim=2 * pen.scale, outline=0.85))
    band = spline([(left[0] - 1, -21), (middle, -17), (right[0] + 1, -21), (right[0] + 1, -13),
                   (middle, -9), (left[0] - 1, -13)], closed=True)
    parts.append(pen.shape(band, "#c8a858", shade=4, rim=2, outline=0.7))
    parts.append(pen.shape(oval((middle, -62), 4.5, 5, 12), "#c8a858", shade=3, rim=2, outline=0.6))
    return "".join(parts)


def _cap(features: Features) -> str:
    pen, colour, front = features.pen, features.look.hat_colour, _front(features)
    dome = _dome(features, -19, 5, 5.5)
    left, right = dome[-1], dome[0]
    middle = (left[0] + right[0]) / 2
    parts = [_brim_shadow(features, -6.0 if front >= 0 else -14)]
    parts.append(pen.shape([*dome, left, (middle, -14), right], colour, shade=12 * pen.scale,
        rim=3 * pen.scale))
    for shift in (-0.4, 0.35):
        seam = spline([(middle, -55), (middle + (right[0] - left[0]) * shift * 0.9, -42),
            (middle + (right[0] - left[0]) * shift, -20)])
        parts.append(pen.fold(seam, 1.4 * pen.scale, colour))
    if front >= 0:
        wide = 31 - 8 * front
        x = middle + 30 * front
        peak = [(x - wide, -20), (x, -25 + 2 * front), (x + wide + 6 * front, -19),
            (x + wide + 14 * front, -10), (x + 6 * front, -8 + 2 * (1 - front)), (x - wide, -14)]
        parts.append(pen.shape(spline(peak, closed=True, steps=3), deeper(colour, 0.16),
            shade=6 * pen.scale, rim=2 * pen.scale))
    return "".join(parts)


def _beanie(features: Features) -> str:
    pen, colour = features.pen, features.look.hat_colour
    dome = _dome(features, -18, 9, 6)
    left, right = dome[-1], dome[0]
    parts = [pen.shape([*dome, left, ((left[0] + right[0]) / 2, -14), right], colour,
        shade=12 * pen.scale, rim=3 * pen.scale)]
    cuff = spline([(left[0] - 2, -24), ((left[0] + right[0]) / 2, -20), (right[0] + 2, -24),
        (right[0] + 1, -11), ((left[0] + right[0]) / 2, -7), (left[0] - 1, -11)], closed=True,
        steps=3)
    parts.append(pen.shape(cuff, deeper(colour, 0.14), shade=6 * pen.scale, rim=2 * pen.scale))
    for index in range(9):
        x = left[0] + (right[0] - left[0]) * (index + 0.8) / 9.6
        parts.append(pen.fold([(x, -21), (x, -16), (x, -10)], 1.2 * pen.scale, colour, 0.6))
    return "".join(parts)


def _fedora(features: Features) -> str:
    pen, colour, kind = features.pen, features.look.hat_colour, features.look.hat
    left, right, middle = _span(features, -8, 2)
    rise = {"top": -112.0, "bucket": -68.0}.get(kind, -76.0)
    brim = {"top": 14.0, "bucket": 13.0}.get(kind, 24.0)
    crown = [(left, -22), (left + 3, rise + 14), (left + 14, rise + 1),
        (middle, rise + (6 if kind == "fedora" else 0)), (right - 14, rise),
        (right - 3, rise + 14), (right, -22), (middle, -16)]
    parts = [_brim_shadow(features, -1.0)]
    parts.append(pen.shape(spline(crown, closed=True, steps=3), colour, shade=14 * pen.scale,
        rim=3 * pen.scale))
    band = spline([(left - 0.5, -34), (middle, -28), (right + 0.5, -34), (right + 1, -23),
        (middle, -17), (left - 1, -23)], closed=True, steps=3)
    parts.append(pen.shape(band, deeper(colour, 0.45), shade=4, rim=1, outline=0.6))
    sag = 6.0 if kind == "bucket" else 0.0
    edge = [(left - brim, -22 + sag), (middle, -27), (right + brim, -22 + sag),
        (right + brim * 0.7, -15 + sag), (middle, -8 + sag), (left - brim * 0.7, -15 + sag)]
    parts.append(pen.shape(spline(edge, closed=True, steps=3), colour, shade=7 * pen.scale,
        rim=2 * pen.scale))
    return "".join(parts)


def _scarf(features: Features) -> str:
    pen, colour, view = features.pen, features.look.hat_colour, features.face.view
    dome = _dome(features, -16, 4, 5)
    left, right = dome[-1], dome[0]
    middle = (left[0] + right[0]) / 2
    low = [(left[0] + 2, 14), (left[0] + 12, 34), (left[0] + 22, 14), (middle, -28),
        (right[0] - 3, -20)]
    if view is View.FRONT:
        low = [(left[0] + 1, 16), (left[0] + 8, 36), (left[0] + 10, 8), (middle, -30),
            (right[0] - 10, 8), (right[0] - 8, 36), (right[0] - 1, 16)]
    elif view is View.BACK:
        low = [(left[0] + 2, 20), (middle, 48), (right[0] - 2, 20)]
    parts = [pen.shape(spline([*dome[::3], left, *low, right], closed=True, steps=3), colour,
        shade=12 * pen.scale, rim=3 * pen.scale)]
    for t in (0.3, 0.55, 0.8):
        x = left[0] + (right[0] - left[0]) * t
        parts.append(pen.fold(spline([(x, -48 + 8 * abs(t - 0.5)), (x - 6, -34),
            (left[0] + 10, -8 + 14 * t)]), 1.6 * pen.scale, colour))
    return "".join(parts)


def _crown(features: Features) -> str:
    pen = features.pen
    gold = features.look.hat_colour if features.look.hat == "crown" else "#d6b24c"
    left, right, middle = _span(features, -30, 3.5)
    high, count = (-66, 5) if features.look.hat == "crown" else (-60, 3)
    keys: Line = [(left, -34.0)]
    for index in range(count):
        a, b = index / count, (index + 0.5) / count
        keys.extend([(left + (right - left) * a, -48),
            (left + (right - left) * b, high - 6 * math.sin(math.pi * b))])
        keys.append(keys[-1])
    keys.extend([(right, -48), (right, -34), (right, -34), (middle, -27), (left, -34)])
    parts = [pen.shape(spline(keys, steps=3), gold, shade=4 * pen.scale, rim=1.5 * pen.scale,
        outline=0.8)]
    for index in range(count):
        x = left + (right - left) * (index + 0.5) / count
        jewel = oval((x, -39 + 4 * math.sin(math.pi * (index + 0.5) / count)), 3, 3.6, 10)
        parts.append(pen.shape(jewel, "#a8283a" if index % 2 == 0 else "#2c7a6c", shade=2, rim=1,
            outline=0.4))
    return "".join(parts)


def _band(features: Features) -> str:
    pen, colour, view = features.pen, features.look.hat_colour, features.face.view
    left, right, middle = _span(features, -26, 3)
    band = spline([(left, -30), (middle, -25), (right, -30), (right, -22.5), (middle, -17.5),
        (left, -22.5)], closed=True, steps=3)
    parts = [pen.shape(band, colour, shade=4 * pen.scale, rim=1.5 * pen.scale, outline=0.75)]
    if view is not View.FRONT:
        x = 0.0 if view is View.BACK else left + 1
        for dx, dy in ((-14, 30), (-5, 36)):
            line = spline([(x, -26), (x + dx * 0.8, -26 + dy * 0.4), (x + dx, -26 + dy)])
            parts.append(pen.shape(limb(line, (1.5, 3.2, 3.6), round_end=False), colour, shade=3,
                rim=1, outline=0.6))
    return "".join(parts)


def _turban(features: Features) -> str:
    pen, colour = features.pen, features.look.hat_colour
    dome = _dome(features, -16, 16, 9)
    left, right = dome[-1], dome[0]
    parts = [pen.shape([*dome, left, ((left[0] + right[0]) / 2, -24), right], colour,
        shade=13 * pen.scale, rim=3 * pen.scale)]
    for rise in (0, 11, 22, 32):
        line = spline([(left[0] + rise * 0.3, -20 - rise),
            ((left[0] + right[0]) / 2, -34 - rise * 0.7), (right[0] - 4, -34 - rise * 0.8)])
        parts.append(pen.fold(line, 2.0 * pen.scale, colour))
    return "".join(parts)


def _official(features: Features) -> str:
    pen, colour = features.pen, features.look.hat_colour
    left, right, middle = _span(features, -30, 3)
    parts = []
    for side in (-1, 1):
        wing = limb([(middle + side * 26, -44), (middle + side * 60, -48),
            (middle + side * 92, -44)], (2.0, 4.4, 4.4))
        parts.append(pen.shape(wing, colour, shade=3, rim=2, outline=0.7))
    low = [(left, -24), (left + 1, -44), (middle - 18, -54), (middle + 18, -54), (right - 1, -44),
        (right, -24), (middle, -20)]
    tall = [(middle - 24, -50), (middle - 22, -76), (middle, -84), (middle + 22, -76),
        (middle + 24, -50)]
    parts.append(pen.shape(spline(tall, closed=True, steps=3), colour, shade=9 * pen.scale,
        rim=3 * pen.scale))
    parts.append(pen.shape(spline(low, closed=True, steps=3), colour, shade=9 * pen.scale,
        rim=3 * pen.scale))
    return "".join(parts)


def _chef(features: Features) -> str:
    pen = features.pen
    left, right, middle = _span(features, -30, 2)
    puff = [(left - 4, -62), (left - 8, -80), (left + 10, -96), (middle, -90), (right - 8, -98),
        (right + 8, -80), (right + 3, -62)]
    parts = [pen.shape(spline(puff, closed=True, steps=3), "#f4f1ea", shade=12 * pen.scale, rim=3)]
    band = spline([(left, -26), (left, -64), (middle, -60), (right, -64), (right, -26),
        (middle, -20)], closed=True, steps=3)
    parts.append(pen.shape(band, "#faf8f2", shade=8 * pen.scale, rim=2))
    return "".join(parts)


def _wreath(features: Features) -> str:
    pen = features.pen
    left, right, _ = _span(features, -30, 4)
    parts = []
    for index in range(9):
        t = index / 8
        x, y = left + (right - left) * t, -32 + 7 * math.sin(math.pi * t)
        leaf = oval((x, y), 5.4, 5.0, 8)
        colour = ("#d8728a", "#e9d6b0", "#6d9a5b")[index % 3]
        parts.append(pen.shape(leaf, colour, shade=3, rim=2, outline=0.5))
    return "".join(parts)


def _headphones(features: Features) -> str:
    pen, colour = features.pen, features.look.hat_colour
    left, right, middle = _span(features, 0, 5)
    arch = spline([(left, 2), (left + 4, -36), (middle, -60), (right - 4, -36), (right, 2)])
    parts = [pen.stroke(arch, 6 * pen.scale, paler(colour, 0.1), even=True)]
    cups = {View.QUARTER: (-22,), View.PROFILE: (-8,)}.get(features.face.view,
        (left + 2, right - 2))
    for x in cups:
        wide = 5.5 if features.face.view in (View.FRONT, View.BACK) else 11
        parts.append(pen.shape(oval((x, 6), wide, 13, 16), colour, shade=5 * pen.scale,
            rim=2 * pen.scale))
    return "".join(parts)


def _hood(features: Features, *, behind: bool) -> str:
    pen, colour, view = features.pen, features.look.hat_colour, features.face.view
    left, right, middle = _span(features, -8, 11)
    outer = [(left - 4, 50), (left, 6), (left + 8, -36), (middle, -64), (right - 8, -40),
        (right, 4), (right + 2, 50), (middle, 62)]
    if view is View.BACK:
        return ("" if behind else pen.shape(spline(outer, closed=True, steps=3), colour,
            shade=16 * pen.scale, rim=3 * pen.scale))
    if behind:
        return pen.shape(spline(outer, closed=True, steps=3), deeper(colour, 0.35),
            shade=10 * pen.scale, rim=0)
    front = {View.FRONT: (-33, 33), View.QUARTER: (-14, 36), View.PROFILE: (4, 40)}[view]
    inner = [(front[0] + 5, 46), (front[0] - 1, 10), (front[0] + 6, -24),
        ((front[0] + front[1]) / 2, -40), (front[1] - 4, -26), (front[1], 8), (front[1] - 6, 44)]
    ring = [outer[0], *outer[:7], outer[6], inner[-1], *reversed(inner), inner[0], outer[0]]
    parts = [_brim_shadow(features, -12)]
    parts.append(pen.shape(spline(ring, steps=3), colour, shade=14 * pen.scale, rim=3 * pen.scale))
    return "".join(parts)


def _horns(features: Features) -> str:
    """A dragon's antlers on a human head."""
    pen = features.pen
    places = {View.QUARTER: ((-6, -44, -0.7), (20, -44, 0.75)),
        View.PROFILE: ((-2, -46, -0.9), (12, -46, -0.5))}.get(features.face.view,
        ((-20, -42, -1.0), (20, -42, 1.0)))
    parts = []
    for x, y, way in places:
        main = spline([(x, y), (x + 10 * way, y - 17), (x + 25 * way, y - 28),
            (x + 33 * way, y - 48)])
        tine = spline([(x + 18 * way, y - 24), (x + 19 * way, y - 38), (x + 13 * way, y - 48)])
        low = spline([(x + 8 * way, y - 14), (x + 20 * way, y - 15), (x + 28 * way, y - 11)])
        for line, width in ((low, 3.2), (tine, 3.4), (main, 5.6)):
            parts.append(pen.shape(limb(line, (width, width * 0.75, 0.7)), "#d9c9a2",
                shade=3 * pen.scale, rim=1.4 * pen.scale, outline=0.7))
    return "".join(parts)
