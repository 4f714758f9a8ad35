"""The figure: a look and a pose in, its drawing in stage units out."""

from __future__ import annotations

from dataclasses import replace

from drama_backends.animatic.figures.assembly import Assembler, assembled
from drama_backends.animatic.figures.carrying import drawn_carried, hold_of
from drama_backends.animatic.figures.cloak import cloak_behind, cloak_over
from drama_backends.animatic.figures.collar import drawn_apron, drawn_collar, drawn_plates
from drama_backends.animatic.figures.curve import corners
from drama_backends.animatic.figures.cut import cut
from drama_backends.animatic.figures.head import HeadDrawing, drawn_head
from drama_backends.animatic.figures.limbs import Wear, drawn_arm, drawn_leg, palm
from drama_backends.animatic.figures.look import Look
from drama_backends.animatic.figures.moods import mood
from drama_backends.animatic.figures.pen import LIGHT, Pen
from drama_backends.animatic.figures.pose import Pose
from drama_backends.animatic.figures.rig import Build, Rig, View, rig
from drama_backends.animatic.figures.torso import (
    Trunk,
    drawn_belt,
    drawn_neck,
    drawn_skirt,
    drawn_trunk,
)
from drama_backends.animatic.stage import Box, FigureDrawing, Palette, Point


def draw_human(
    look: Look,
    pose: Pose,
    palette: Palette,
    *,
    style: str,
    detail: str,
    theme: Assembler | None = None,
) -> FigureDrawing:
    """A person at the origin, between the feet."""
    view = pose.view
    light = (-LIGHT[0], LIGHT[1]) if pose.mirrored else LIGHT
    pen = Pen(style, palette, look.clothes.main, light, scale=look.height,
              weight=4.6 if detail == "face" else 5.4,
              digits=1 if detail == "face" else 0)  # fmt: skip
    build = build_of(look)
    feeling = mood(pose.mood)
    stoop = 5.0 if look.age == "elder" and view is not View.BACK else 0.0
    hold = hold_of(look, pose.action, pose.holds)
    body = rig(build, _stance(look, pose.action, hold), view, pose.lean + feeling.lean * 0.7
        + stoop,
               feeling.nod * 0.7, hold, pose.stride, pose.reach_degrees)  # fmt: skip
    wear = Wear(pen, look, build, cut(look.clothes.garment), view)
    trunk = Trunk(wear, body)
    head_pen = replace(pen, digits=1).at(
        pen.place(body.head), look.height * build.head / 100, body.tilt
    )
    if view in (View.FRONT, View.BACK):
        head_pen = replace(head_pen, degrees=body.tilt * 0.5)
    head = drawn_head(head_pen, look, view, pose.mood, close=detail == "face")
    svg = assembled(_parts(trunk, head), view, style, palette, theme)
    if pose.action == "sit":
        svg = _seat(trunk) + svg
    return _finished(look, pose, pen, head_pen, body, build, svg, head)


def _seat(trunk: Trunk) -> str:
    """A bench, for nobody sits on air."""
    pen, body = trunk.wear.pen, trunk.rig
    x, y = body.hips
    top = y + trunk.wear.build.hip * 0.42
    flat = body.view in (View.FRONT, View.BACK)
    left, right = (x - 190, x + 190) if flat else (x - 170, x + 130)
    wood = "#7d5b3e"
    legs = [(left + 14, top), (left + 52, top), (left + 46, 0.0), (left + 14, 0.0)]
    other = [(right - 52, top), (right - 14, top), (right - 14, 0.0), (right - 46, 0.0)]
    parts = [pen.shape(corners(*each), wood, shade=8, rim=4) for each in (legs, other)]
    board = corners((left, top - 6), (right, top - 6), (right, top + 44), (left, top + 44))
    return "".join([*parts, pen.shape(board, wood, shade=10, rim=5)])


def _stance(look: Look, action: str, hold: str) -> str:
    """A figure stands in its own way: easy, hands folded, or a hand on the hip."""
    if action != "stand" or hold:
        return action
    own = look.share("stance")
    quiet = look.female or look.age == "elder" or cut(look.clothes.garment).sleeve == "wide"
    if quiet:
        return "stand_clasped" if own < 0.55 else "stand"
    return "stand_hip" if own < 0.34 else "stand"


def build_of(look: Look) -> Build:
    """Proportions from age, sex and build."""
    head = {"child": 214.0, "youth": 170.0, "adult": 164.0, "elder": 168.0}[look.age]
    girth = {"lean": 0.92, "average": 1.0, "broad": 1.1, "heavy": 1.2}.get(look.build, 1.0)
    shoulder = {"child": 82.0, "youth": 106.0, "adult": 117.0, "elder": 107.0}[look.age]
    limb = {"child": 25.0, "youth": 25.0, "adult": 27.5, "elder": 25.5}[look.age]
    chest, waist, hip = shoulder * 0.76, shoulder * 0.66, shoulder * 0.68
    belly = {"heavy": 26.0, "broad": 5.0}.get(look.build, 0.0) + (
        5.0 if look.age == "elder" else 0.0
    )
    if look.female and look.age != "child":
        shoulder *= 0.85
        chest, waist, hip, limb = shoulder * 0.78, shoulder * 0.64, shoulder * 0.78, limb * 0.86
    if look.age == "child":
        chest, waist, hip = shoulder * 0.8, shoulder * 0.76, shoulder * 0.76
    return Build(head, shoulder * (girth + 1) / 2, chest * girth, waist * girth, hip * girth,
                 limb * (girth + 1) / 2, belly, neck=head * (0.14 if look.female
                     else 0.165))  # fmt: skip


def _parts(trunk: Trunk, head: HeadDrawing) -> dict[str, str]:
    """Every part by the name that the template calls it."""
    wear, body = trunk.wear, trunk.rig
    flat = body.view in (View.FRONT, View.BACK)
    return {
        "cloak_behind": cloak_behind(trunk),
        "hair_behind": head.behind,
        "carried": drawn_carried(wear, body),
        "far_arm": drawn_arm(wear, body.far_arm, mirrored=not flat),
        "near_arm": drawn_arm(wear, body.near_arm, mirrored=True),
        "legs": drawn_leg(wear, body.far_leg) + drawn_leg(wear, body.near_leg),
        "skirt": drawn_skirt(trunk),
        "trunk": drawn_trunk(trunk),
        "neck": drawn_neck(trunk),
        "collar": drawn_collar(trunk),
        "plates": drawn_plates(trunk),
        "apron": drawn_apron(trunk),
        "belt": drawn_belt(trunk),
        "cloak_over": cloak_over(trunk),
        "skull": head.skull,
        "hair_over": head.over,
    }


def _finished(
    look: Look,
    pose: Pose,
    pen: Pen,
    head_pen: Pen,
    body: Rig,
    build: Build,
    svg: str,
    head: HeadDrawing,
) -> FigureDrawing:
    turn = -1.0 if pose.mirrored else 1.0

    def wrap(fragment: str) -> str:
        return f'<g transform="scale(-1 1)">{fragment}</g>' if pose.mirrored else fragment

    def point(at: tuple[float, float]) -> Point:
        x, y = pen.place(at)
        return Point(x * turn, y)

    box = pen.covered.box()
    bounds = Box(-box.right, box.top, -box.left, box.bottom) if pose.mirrored else box
    corners = [head_pen.place(p) for p in ((-46, -50), (40, -50), (40, 52), (-46, 52))]
    xs, ys = [x * turn for x, _ in corners], [y for _, y in corners]
    near, far = point(palm(body.near_arm, build)), point(palm(body.far_arm, build))
    left, right = (near, far) if near.x <= far.x else (far, near)
    eyes = head_pen.place((body.spread * 0.0 + (0.0 if body.view is View.FRONT else 18.0), 2.0))
    if body.view is View.BACK:
        eyes = head_pen.place((0.0, 2.0))
    return FigureDrawing(
        body=wrap(svg), defs="", bounds=bounds, head=Box(min(xs), min(ys), max(xs), max(ys)),
        eyes_at=Point(eyes[0] * turn, eyes[1]), hand_left=left, hand_right=right,
        mouths={name: wrap(part) for name, part in head.mouths.items()},
        eyes={name: wrap(part) for name, part in head.eyes.items()},
    )  # fmt: skip
