"""Limbs: the joints of an arm or a leg in, its sleeve or trouser leg, hand or foot as SVG out."""

from __future__ import annotations

import math
from dataclasses import dataclass

from drama_backends.animatic.figures.colour import deeper
from drama_backends.animatic.figures.curve import Line, Pt, between, limb, oval, polar, spline
from drama_backends.animatic.figures.cut import Cut
from drama_backends.animatic.figures.look import Look
from drama_backends.animatic.figures.pen import Pen
from drama_backends.animatic.figures.rig import Build, Limb, View

# Coordinates are read in rows.
# fmt: off

_HANDS: dict[str, tuple[Line, list[Line]]] = {"loose": ([(-4, -11), (8, -13), (22, -11), (40, -7),
    (54, 0), (58, 6), (54, 10), (40, 11), (33, 13), (38, 22), (35, 27), (28, 25), (16, 14),
    (4, 12), (-4, 11)], [[(32, -3), (46, 2), (55, 7)], [(32, 3), (44, 6), (52, 10)]]),
    "fist": ([(-4, -11), (8, -14), (24, -15), (35, -11), (38, 0), (36, 11), (28, 17), (14, 15),
    (2, 12), (-4, 11)], [[(24, -14), (28, -4), (24, 2)], [(14, 2), (26, 4), (33, 2)],
    [(30, -6), (36, -5), (38, -3)]]), "open": ([(-4, -11), (10, -13), (26, -15), (46, -19),
    (62, -20), (64, -15), (48, -11), (44, -9), (66, -9), (70, -4), (64, -1), (46, -1), (62, 5),
    (64, 9), (58, 11), (42, 7), (50, 14), (50, 18), (44, 18), (32, 13), (22, 17), (24, 29),
    (19, 34), (12, 26), (6, 14), (-4, 11)], []),
    "point": ([(-4, -11), (8, -13), (26, -13), (48, -12), (68, -10), (71, -6), (68, -3), (46, -2),
    (38, 2), (40, 9), (34, 15), (22, 17), (10, 15), (-4, 11)],
    [[(28, -2), (38, 0), (38, 4)], [(24, 6), (34, 7), (36, 10)]]),
    "grip": ([(-4, -11), (6, -15), (20, -18), (31, -15), (35, -5), (35, 8), (29, 17), (16, 18),
    (4, 13), (-4, 11)], [[(20, -17), (24, -8), (20, -3)], [(22, -8), (33, -7), (35, -6)],
    [(22, 0), (34, 1), (35, 1)], [(21, 8), (31, 9), (33, 9)]])}


@dataclass(frozen=True, slots=True)
class Wear:
    """What the limbs of a figure share."""

    pen: Pen
    look: Look
    build: Build
    cut: Cut
    view: View


def hand(wear: Wear, arm: Limb, mirrored: bool = False) -> str:
    """A hand at the end of the arm, its back up; `mirrored` puts the thumb on the other side."""
    shape, lines = _HANDS.get(arm.hand, _HANDS["loose"])
    size = wear.build.head / 155 * (0.86 if wear.look.female or wear.look.age == "child" else 1.0)
    pen = wear.pen.at(wear.pen.place(arm.end), wear.pen.scale * size, 90 - arm.degrees)
    flip = -1 if mirrored else 1
    keys = [(x, y * flip) for x, y in shape]
    parts = [pen.shape(spline([keys[0], *keys, keys[-1]], closed=True, steps=3), wear.look.skin,
        shade=7, rim=2, outline=0.75)]
    dark = deeper(wear.look.skin, 0.48)
    for line in lines:
        parts.append(pen.stroke(spline([(x, y * flip) for x, y in line]), 2.2, dark, 0.8))
    return "".join(parts)


def palm(arm: Limb, build: Build) -> Pt:
    """Where something held lies in the hand."""
    return polar(arm.end, arm.degrees, 20 * build.head / 155)


def drawn_arm(wear: Wear, arm: Limb, *, mirrored: bool = False) -> str:
    """An arm with its sleeve and hand."""
    look, thick = wear.look, wear.build.limb
    sleeve = look.clothes.sleeves or wear.cut.sleeve
    bare = limb(spline([arm.root, arm.bend, arm.end], steps=3),
        (thick * 0.98, thick * 0.84, thick * 0.7, thick * 0.66, thick * 0.44))
    drawn_hand = hand(wear, arm, mirrored)
    parts = [drawn_hand] if sleeve == "wide" else []
    if sleeve in ("none", "short", "rolled"):
        parts.append(wear.pen.shape(bare, look.skin, shade=10, rim=3, outline=0.8))
    if sleeve != "none":
        parts.append(_sleeve(wear, arm, sleeve))
    if wear.view is not View.PROFILE:
        parts.append(_shoulder(wear, arm, sleeve))
    if sleeve != "wide":
        if sleeve in ("none", "short", "rolled"):
            parts.append(drawn_hand)
        else:
            parts.insert(0, drawn_hand)
    return "".join(parts)


def _shoulder(wear: Wear, arm: Limb, sleeve: str) -> str:
    """What hides the seam where the arm's outline crosses the trunk."""
    thick = wear.build.limb
    way = arm.inward
    colour = wear.look.skin if sleeve == "none" else wear.look.clothes.main
    return wear.pen.seam(oval((arm.root[0] + way * thick * 0.42, arm.root[1] + thick * 0.12),
        thick * 0.72, thick * 0.86, 14), colour)


def _sleeve(wear: Wear, arm: Limb, sleeve: str) -> str:
    thick, pen, colour = wear.build.limb, wear.pen, wear.look.clothes.main
    if sleeve == "wide":
        return _wide_sleeve(wear, arm)
    reach = {"short": 0.36, "rolled": 0.62}.get(sleeve, 0.985)
    line = _arm_line(arm, reach)
    ease = 1.22 if sleeve in ("loose", "rolled") else 1.06
    widths = tuple(thick * ease * k for k in (0.98, 1.0, 0.9, 0.94, 0.86, 0.72))
    if sleeve == "loose":
        widths = tuple(thick * ease * k for k in (0.86, 0.96, 0.94, 1.0, 0.98, 0.92))
    if sleeve == "short":
        widths = tuple(thick * 1.2 * k for k in (1.1, 1.06, 1.06, 1.1))
    shape = limb(line, widths, round_end=False)
    parts = [pen.shape(shape, colour, shade=13, rim=4)]
    parts.append(_sleeve_folds(wear, arm, sleeve))
    if sleeve in ("loose", "rolled", "narrow"):
        end, before = line[-1], line[-3]
        cuff = limb([before, between(before, end, 0.5), end],
            (widths[-1] * 1.02, widths[-1] * 1.06, widths[-1] * 1.02), round_end=False)
        trim = wear.look.clothes.trim if wear.cut.collar in ("cross", "shirt") else colour
        shade = trim if sleeve != "rolled" else deeper(colour, 0.12)
        if wear.cut.rib:
            shade = deeper(colour, 0.2)
        parts.append(pen.shape([*cuff[:-4], cuff[-5], cuff[0]], shade, shade=6, rim=2,
            outline=0.7))
    return "".join(parts)


def _arm_line(arm: Limb, reach: float) -> Line:
    whole = spline([arm.root, arm.bend, arm.end], steps=6)
    count = max(5, round((len(whole) - 1) * reach))
    return whole[: count + 1]


def _sleeve_folds(wear: Wear, arm: Limb, sleeve: str) -> str:
    pen, thick, colour = wear.pen, wear.build.limb, wear.look.clothes.main
    if sleeve == "short":
        return ""
    upper = math.atan2(arm.bend[1] - arm.root[1], arm.bend[0] - arm.root[0])
    lower = math.atan2(arm.end[1] - arm.bend[1], arm.end[0] - arm.bend[0])
    turn = (lower - upper + math.pi) % (2 * math.pi) - math.pi
    side = 1 if turn > 0 else -1
    across = (upper + lower) / 2 + side * math.pi / 2
    inner = (arm.bend[0] + thick * 0.95 * math.cos(across),
        arm.bend[1] + thick * 0.95 * math.sin(across))
    parts = []
    for swing, far in ((-0.75, 1.5), (-0.2, 1.75), (0.4, 1.45)):
        away = across + math.pi + swing
        tip = (inner[0] + thick * far * math.cos(away), inner[1] + thick * far * math.sin(away))
        middle = between(inner, tip, 0.5)
        bent = (middle[0] + 3 * math.sin(away), middle[1] + 5)
        width = 4.6 if abs(turn) > 0.35 else 2.8
        parts.append(pen.fold(spline([inner, bent, tip]), width, colour, 0.75))
    return "".join(parts)


def _wide_sleeve(wear: Wear, arm: Limb) -> str:
    pen, thick, clothes = wear.pen, wear.build.limb, wear.look.clothes
    line = spline([arm.root, arm.bend, arm.end], steps=3)
    level = abs(math.sin(math.radians(arm.degrees)))
    droop, flare = 96 * level, thick * 1.75
    outline = limb(line, (thick * 0.98, thick * 1.2, thick * 1.45, thick * 1.6, flare),
        round_end=False)
    count = len(line)
    top, low = outline[:count], list(reversed(outline[count + 2 : 2 * count + 2]))
    root = outline[-4:]
    if top[-1][1] > low[-1][1] + 1 or (abs(top[-1][1] - low[-1][1]) <= 1 and arm.degrees > 0):
        top, low, root = low, top, root[::-1]
    low = [(x - droop * 0.16 * (i / count) ** 2 * math.copysign(1, arm.degrees or 1),
        y + droop * (i / (count - 1)) ** 1.7) for i, (x, y) in enumerate(low)]
    shape = [*top, top[-1], low[-1], *reversed(low), *root]
    parts = [_opening(wear, top[-1], low[-1])]
    parts.append(pen.shape(shape, clothes.main, shade=17, rim=4))
    band_top, band_low = between(top[-1], top[-3], 0.55), between(low[-1], low[-3], 0.55)
    band = [top[-1], between(top[-1], low[-1], 0.5), low[-1], band_low,
        between(band_low, band_top, 0.5), band_top]
    parts.append(pen.shape([band[0], *band[:3], band[2], band[3], *band[3:], band[5]],
        clothes.trim, shade=7, rim=2, outline=0.7))
    parts.append(_sleeve_folds(wear, arm, "wide"))
    for t in (0.35, 0.68):
        start = between(arm.bend, low[count // 2], 0.4 + t * 0.3)
        end = between(band_top, band_low, t)
        middle = between(start, end, 0.5)
        fold = spline([start, (middle[0], middle[1] + 8 * level), end])
        parts.append(pen.fold(fold, 4.5, clothes.main, 0.7))
    return "".join(parts)


def _opening(wear: Wear, top: Pt, low: Pt) -> str:
    """The inside of a wide sleeve, seen behind the wrist."""
    middle = between(top, low, 0.5)
    tall = math.hypot(top[0] - low[0], top[1] - low[1]) / 2
    turn = math.degrees(math.atan2(low[1] - top[1], low[0] - top[0])) - 90
    pen = wear.pen.at(wear.pen.place(middle), wear.pen.scale, turn)
    return pen.shape(oval((0, 0), 9, tall * 0.96, 12), deeper(wear.look.clothes.main, 0.45),
        shade=0, rim=0, outline=0.6)


def drawn_leg(wear: Wear, leg: Limb) -> str:
    """A leg with its trousers, and the foot."""
    look, build, pen = wear.look, wear.build, wear.pen
    kind = look.clothes.trousers or wear.cut.legs
    thick = build.limb
    bare = limb(spline([leg.root, leg.bend, leg.end], steps=6),
        (thick * 1.3, thick * 1.42, thick * 1.06, thick * 1.08, thick * 0.6))
    parts = [drawn_foot(wear, leg)]
    if wear.cut.skirt > 0.9:
        shin = limb(spline([leg.along(0.72), leg.end]), (thick, thick * 0.9))
        parts.append(pen.shape(shin, look.clothes.legs, shade=8, rim=2, outline=0.7))
    elif kind in ("bare", "rolled", "shorts"):
        parts.append(pen.shape(bare, look.skin, shade=11, rim=3, outline=0.8))
    if kind == "bare" or wear.cut.skirt > 0.9:
        return "".join(parts)
    colour = look.clothes.legs
    reach = {"rolled": 0.74, "shorts": 0.46}.get(kind, 0.97)
    ease = {"baggy": 1.16, "rolled": 1.16, "shorts": 1.2}.get(kind, 1.0)
    whole = spline([leg.root, leg.bend, leg.end], steps=6)
    line = whole[: max(5, round((len(whole) - 1) * reach)) + 1]
    widths = [thick * ease * k for k in (1.3, 1.62, 1.4, 1.3, 1.16)]
    if kind == "baggy":
        widths[-1] = thick * 0.9
    if kind == "trousers" and look.clothes.shoes == "boots":
        widths[-1] = thick * 0.95
    parts.append(pen.shape(limb(line, widths, round_end=False), colour, shade=15, rim=4))
    parts.append(_leg_folds(wear, leg, colour))
    if kind in ("rolled", "shorts"):
        end, before = line[-1], line[-2]
        cuff = limb([before, between(before, end, 0.6), end], (widths[-1] * 1.08,) * 3,
            round_end=False)
        parts.append(pen.shape(cuff, deeper(colour, 0.1), shade=6, rim=3, outline=0.75))
    return "".join(parts)


def _leg_folds(wear: Wear, leg: Limb, colour: str) -> str:
    pen, thick = wear.pen, wear.build.limb
    parts = []
    for t, swing, size in ((0.44, -0.8, 1.2), (0.5, 0.55, 1.0), (0.56, -0.6, 0.8), (0.9, 0.7, 0.8)):
        at = leg.along(t)
        start = (at[0] - thick * size * swing, at[1] - 4)
        end = (at[0] + thick * size * swing * 0.6, at[1] + 9)
        parts.append(pen.fold(spline([start, (at[0], at[1] + 7), end]), 3.4, colour, 0.6))
    return "".join(parts)


_SOLE: Line = [(-17, -30), (-19, -6), (-15, 1), (10, 2), (46, 2), (58, 0), (60, -9), (50, -18),
    (30, -26), (17, -36), (14, -52), (-15, -52)]
_FOOT: Line = [(-14, -26), (-18, -6), (-14, 1), (6, 0), (22, -2), (40, 1), (57, 1), (60, -6),
    (52, -12), (34, -19), (20, -30), (13, -46), (-13, -46)]
_TOES: Line = [(-14, -46), (-17, -20), (-21, -6), (-19, 4), (-8, 8), (6, 8), (17, 5), (20, -5),
    (16, -20), (13, -46)]


def drawn_foot(wear: Wear, leg: Limb) -> str:
    """A foot or shoe at the ankle, flat on the ground unless the leg swings."""
    look, clothes = wear.look, wear.look.clothes
    kind = clothes.shoes or wear.cut.shoes
    front = wear.view in (View.FRONT, View.BACK)
    tip = 0.0 if abs(leg.degrees) < 30 else -(leg.degrees - math.copysign(20, leg.degrees)) * 0.9
    size = wear.build.limb / 24
    pen = wear.pen.at(wear.pen.place((leg.end[0], leg.end[1] + 30 * (1 if not tip else 0.6))),
        wear.pen.scale * size, 0.0 if front else tip)
    keys: Line = _TOES if front else (_FOOT if kind in ("bare", "sandals") else _SOLE)
    if wear.view is View.QUARTER:
        keys = [(x * 0.82, y) for x, y in keys]
    colour = look.skin if kind in ("bare", "sandals") else clothes.shoe
    high = 96 if kind == "boots" else 0
    if high:
        keys = [(x * (1.12 if y < -40 else 1.0), y - high if y < -40 else y) for x, y in keys]
    parts = [pen.shape(spline(keys, closed=True, steps=3), colour, shade=9, rim=3, outline=0.85)]
    parts.append(_shoe_detail(wear, pen, kind, front))
    return "".join(parts)


def _shoe_detail(wear: Wear, pen: Pen, kind: str, front: bool) -> str:
    wide = 0.82 if wear.view is View.QUARTER else 1.0
    if kind in ("bare", "sandals"):
        dark = deeper(wear.look.skin, 0.45)
        marks = [[(x, -1), (x - 2, -7)] for x in ((-8, 0, 7) if front else (44, 49, 54))]
        lines = [pen.stroke([(a[0] * wide, a[1]), (b[0] * wide, b[1])], 2.0, dark) for a,
            b in marks]
        if kind == "sandals":
            strap = [(-14, -8), (2, -16), (16, -8)] if front else [(30, 2), (32, -12), (38, -18)]
            lines.append(pen.stroke(spline(strap), 6, pen.paint(wear.look.clothes.shoe).base))
        return "".join(lines)
    sole = ([(-18, 3), (0, 5), (18, 3)] if front
        else [(-17 * wide, 0), (18 * wide, 2.5), (59 * wide, -1)])
    colour = "#f1ede4" if kind == "trainers" else deeper(wear.look.clothes.shoe, 0.5)
    return pen.stroke(spline(sole), 6.0 if kind == "trainers" else 4.0, pen.paint(colour).base,
        even=True)
