"""What is tied up or hangs: a turned head and its cut of hair in, buns, tails and plaits out."""

from __future__ import annotations

import math

from drama_backends.animatic.figures.colour import deeper
from drama_backends.animatic.figures.curve import Pt, limb, oval, spline
from drama_backends.animatic.figures.face import Features
from drama_backends.animatic.figures.hairstyle import Style
from drama_backends.animatic.figures.rig import View

# Coordinates are read in rows.
# fmt: off


def knot_at(features: Features, style: Style) -> Pt:
    """Where the hair is tied, in head units."""
    view = features.face.view
    if style.knot == "top":
        return {View.FRONT: (0.0, -60.0), View.BACK: (0.0, -58.0), View.QUARTER: (-12.0, -60.0),
            View.PROFILE: (-16.0, -60.0)}[view]
    if style.knot == "tuft":
        return {View.FRONT: (4.0, -52.0), View.BACK: (0.0, -34.0), View.QUARTER: (-34.0, -42.0),
            View.PROFILE: (-40.0, -38.0)}[view]
    if style.knot == "bun":
        return {View.FRONT: (3.0, -56.0), View.BACK: (0.0, -26.0), View.QUARTER: (-41.0, -35.0),
            View.PROFILE: (-49.0, -26.0)}[view]
    return {View.FRONT: (7.0, -46.0), View.BACK: (0.0, -20.0), View.QUARTER: (-43.0, -28.0),
        View.PROFILE: (-48.0, -22.0)}[view]


def knot(features: Features, style: Style) -> str:
    """The bun, topknot or tail."""
    at = knot_at(features, style)
    if style.knot == "braid":
        return ""
    if style.knot in ("tail", "tuft"):
        return _tail(features, style, at)
    if style.knot == "pigtails":
        return ""
    return _bun(features, at, 15.5 if style.knot == "bun" else 10.5)


def _bun(features: Features, at: Pt, size: float) -> str:
    pen, hair = features.pen, features.look.hair
    ball = spline([(at[0] - size, at[1] + 2), (at[0] - size * 0.7, at[1] - size * 0.75),
        (at[0] + size * 0.2, at[1] - size), (at[0] + size * 0.95, at[1] - size * 0.35),
        (at[0] + size * 0.85, at[1] + size * 0.6), (at[0], at[1] + size * 0.9)], closed=True,
        steps=3)
    parts = []
    if hair.pin:
        pin = [(at[0] - size * 1.75, at[1] - size * 0.55),
            (at[0] + size * 1.75, at[1] + size * 0.2)]
        parts.append(pen.shape(limb([pin[0], at, pin[1]], (1.9, 1.6, 1.1)), hair.pin, shade=2,
            rim=1, outline=0.45))
        knob = oval(pin[0], 3.2, 3.2, 10)
        parts.append(pen.shape(knob, hair.pin, shade=3, rim=1.5, outline=0.45))
    parts.append(pen.shape(ball, hair.colour, shade=7 * pen.scale, rim=2.4 * pen.scale,
        outline=0.9))
    dark = deeper(pen.paint(hair.colour).shade, 0.25)
    for turn in (0.2, 1.5, 2.6):
        swirl = [(at[0] + size * k * math.cos(turn + k * 2.2),
            at[1] + size * k * math.sin(turn + k * 2.2)) for k in (0.25, 0.5, 0.75, 0.92)]
        parts.append(pen.stroke(spline(swirl), 1.4 * pen.scale, dark, 0.6))
    if hair.tie:
        band = limb([(at[0] - size * 0.75, at[1] + size * 0.62), (at[0], at[1] + size * 0.86),
            (at[0] + size * 0.7, at[1] + size * 0.66)], (2.4, 2.8, 2.4))
        parts.append(pen.shape(band, hair.tie, shade=2, rim=1, outline=0.5))
    return "".join(parts)


def _tail(features: Features, style: Style, at: Pt) -> str:
    pen, hair, view = features.pen, features.look.hair, features.face.view
    size = 0.46 if style.knot == "tuft" else 1.0
    away = {View.FRONT: (12, -2), View.BACK: (3, 0)}.get(view, (-17, 2))
    fall = 74.0 * size
    x, y = at
    rise = 9.0 if style.knot == "tuft" else 0.0
    keys = [(x, y), (x + away[0] * 0.8, y - 7 - rise),
        (x + away[0] * 1.25, y + fall * 0.24 - rise), (x + away[0] * 1.3, y + fall * 0.62),
        (x + away[0] * 1.0, y + fall)]
    tail = limb(spline(keys, steps=3), (5, 10 * (0.6 + 0.4 * size), 11 * size + 1, 8 * size, 1.0))
    parts = [pen.shape(tail, hair.colour, shade=6 * pen.scale, rim=2 * pen.scale, outline=0.85)]
    dark = deeper(pen.paint(hair.colour).shade, 0.25)
    for shift in (-3.0, 2.6):
        line = [(px + shift * size, py + 3) for px, py in keys]
        parts.append(pen.stroke(spline(line), 1.3 * pen.scale, dark, 0.6))
    if hair.tie or style.knot == "tail":
        tie = hair.tie or deeper(hair.colour, 0.3)
        knot = oval((x + away[0] * 0.24, y - 3 - rise * 0.4), 5.4, 5.0, 12)
        for end in ((-3.0, 20.0), (5.0, 17.0)) if hair.tie else ():
            cord = [(x + away[0] * 0.3, y - 1),
                (x + away[0] * 0.3 + end[0] * 1.2, y + end[1] * 0.5),
                (x + away[0] * 0.3 + end[0], y + end[1])]
            parts.append(pen.stroke(spline(cord), 3.0 * pen.scale, pen.paint(tie).base))
        parts.append(pen.shape(knot, tie, shade=3, rim=1, outline=0.6))
    return "".join(parts)


def mass(features: Features, style: Style) -> str:
    """What hangs behind neck and shoulders."""
    pen, hair, view = features.pen, features.look.hair, features.face.view
    end, wide = style.length, style.volume * 0.7
    left, right = features.face.edges(0)
    if view is View.QUARTER:
        left, right = left - wide, right - 6
    elif view is View.PROFILE:
        left, right = left - wide, 4.0
    else:
        left, right = left - wide - 2, right + wide + 2
    wave = style.wave
    side = [(-10.0, 0.0), (30.0, wave), (end * 0.5, -wave), (end * 0.78, wave), (end, -wave * 0.5)]
    outer = [(left - push - (2 if y > 20 else 0), y) for y, push in side]
    inner = [(right + push * 0.8, y) for y, push in side]
    taper = 7 if end > 60 else 2
    outer[-1] = (left + taper, end)
    inner[-1] = (right - taper, end)
    middle = (left + right) / 2
    ends = [(left + (right - left) * t, end + (7 if i % 2 else -2)) for i,
        t in enumerate((0.3, 0.42, 0.55, 0.68, 0.8))]
    keys = [(middle, -46), *outer, *ends, *reversed(inner)]
    body = spline(keys, closed=True, steps=3)
    colour = hair.colour if view is View.BACK else deeper(hair.colour, 0.14)
    parts = [pen.shape(body, colour, shade=10 * pen.scale, rim=2 * pen.scale, outline=0.9)]
    dark = deeper(pen.paint(hair.colour).shade, 0.25)
    for index in range(7 if features.close or view is View.BACK else 4):
        t = (index + 0.6) / 7.2
        x = left + (right - left) * t
        line = [(middle + (x - middle) * 0.8, -20), (x - wave * 0.5, end * 0.35),
            (x + wave * 0.5, end * 0.7), (x, end * 0.95)]
        parts.append(pen.stroke(spline(line), 1.5 * pen.scale, dark, 0.5))
    return "".join(parts)


def braid(features: Features) -> str:
    """One plait over the shoulder, from behind down the back."""
    view = features.face.view
    start = {View.FRONT: (-27.0, 40.0), View.BACK: (0.0, 30.0), View.QUARTER: (-30.0, 36.0),
        View.PROFILE: (-34.0, 30.0)}[view]
    drift = {View.FRONT: -3.0, View.BACK: 0.0}.get(view, 5.0)
    return _plait(features, start, drift, 9 if view is not View.BACK else 11)


def pigtails(features: Features) -> str:
    """A plait on each side."""
    view = features.face.view
    if view is View.PROFILE:
        return _plait(features, (-30.0, 26.0), -1.0, 6)
    sides = (((-40.0, -1.0), (40.0, 1.0)) if view is not View.QUARTER
        else ((-42.0, -1.0), (26.0, 0.5)))
    return "".join(_plait(features, (x, 26.0), drift, 6) for x, drift in sides)


def _plait(features: Features, start: Pt, drift: float, count: int) -> str:
    pen, hair = features.pen, features.look.hair
    parts = []
    for index in range(count):
        size = 8.4 - 3.4 * index / count
        centre = (start[0] + drift * index * 0.8, start[1] + index * 10.5)
        turn = 1 if index % 2 else -1
        leaf = spline([(centre[0] - size * turn, centre[1] - 5),
            (centre[0] + size * turn * 0.6, centre[1] - 7),
            (centre[0] + size * turn, centre[1] + 2),
            (centre[0] - size * 0.2 * turn, centre[1] + 9)], closed=True, steps=3)
        parts.append(pen.shape(leaf, hair.colour, shade=4 * pen.scale, rim=1.5, outline=0.6))
    end = (start[0] + drift * count * 0.8, start[1] + count * 10.5 - 2)
    tie = oval(end, 4.4, 3.4, 10)
    parts.append(pen.shape(tie, hair.tie or "#a8323a", shade=2, rim=1, outline=0.5))
    brush = spline([(end[0] - 3, end[1] + 2), (end[0] - 5, end[1] + 10), (end[0], end[1] + 17),
        (end[0] + 5, end[1] + 9), (end[0] + 3, end[1] + 2)], closed=True, steps=3)
    parts.append(pen.shape(brush, hair.colour, shade=3, rim=1, outline=0.6))
    return "".join(parts)
