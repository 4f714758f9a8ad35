"""The rig: a body's proportions, an action and a view in, the places of its joints out.

Joints are in a frame where the figure is 1000 tall, its ground at y = 0, looking to +x.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from drama_backends.animatic.figures.curve import Pt, between, polar
from drama_backends.animatic.figures.strides import stride_stance


class View(StrEnum):
    """From where a figure is seen."""

    FRONT = "front"
    QUARTER = "quarter"
    PROFILE = "profile"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Build:
    """Proportions in a frame of 1000: heights, half widths, lengths."""

    head: float
    shoulder: float
    chest: float
    waist: float
    hip: float
    limb: float
    belly: float
    neck: float = 24.0

    @property
    def base(self) -> float:
        """Height of the base of the neck."""
        return 1000.0 - self.head * 1.21

    @property
    def hips(self) -> float:
        """Height of the hips."""
        return self.base * (0.615 if self.head < 180 else 0.58)


@dataclass(frozen=True, slots=True)
class Limb:
    """An arm or a leg: root, bend, end, and the direction of its last part in degrees."""

    root: Pt
    bend: Pt
    end: Pt
    degrees: float
    hand: str = "loose"
    seen: float = 1.0
    inward: float = 1.0

    def along(self, t: float) -> Pt:
        """The point at share `t` from root to end."""
        if t <= 0.5:
            return between(self.root, self.bend, t * 2)
        return between(self.bend, self.end, t * 2 - 1)


@dataclass(frozen=True, slots=True)
class Rig:
    """The joints. `spread` is how much of a body's width is seen, 1 from the front."""

    view: View
    action: str
    hips: Pt
    neck: Pt
    head: Pt
    tilt: float
    lean: float
    spread: float
    near_arm: Limb
    far_arm: Limb
    near_leg: Limb
    far_leg: Limb


SPREAD = {View.FRONT: 1.0, View.BACK: 1.0, View.QUARTER: 0.82, View.PROFILE: 0.3}
LIFT = {"fly": 240.0}
TELLING = {"walk": 0.04, "run": 0.08}
"""Where in its cycle a walk or a run is best told by a picture that stands still."""

PASSING = 0.18
"""Where in its cycle a runner stands tallest on one leg."""


def rig(
    build: Build,
    action: str,
    view: View,
    lean: float = 0.0,
    nod: float = 0.0,
    hold: str = "",
    stride: float | None = None,
    reach_degrees: float = 0.0,
) -> Rig:
    """The joints of a body of `build` in `action`; unknown actions stand.

    `hold` names a row of stances.toml whose far arm is taken over: how something is held.
    `stride` is where in its cycle a walk or a run is, seen from the side; `reach_degrees` raises
    both arms.
    """
    table = _stances()["front" if view in (View.FRONT, View.BACK) else "side"]
    stance = table.get(action, table["stand"])
    flat = view in (View.FRONT, View.BACK)
    if stance.get("side"):
        stance, flat = _stances()["side"][action], False
    strides = stride is not None and action in ("walk", "run") and not flat
    at = stride if stride is not None else TELLING.get(action)
    if at is not None and not flat:
        stance = {**stance, **stride_stance(action, at)}
    if hold:
        held = table[hold]
        stance = {**stance, "arms": [stance["arms"][0], held["arms"][1]],
                  "hands": [stance.get("hands", ["loose"])[0], held["hands"][1]]}  # fmt: skip
    if reach_degrees:
        raised = [[a[0] + reach_degrees, a[1] + reach_degrees, *a[2:]] for a in stance["arms"]]
        stance = {**stance, "arms": raised}
    tilt = stance.get("lean", 0) + lean * (0.4 if flat else 1.0)
    hips = (0.0, 0.0)
    neck = polar(hips, 180 - tilt, build.base - build.hips)
    spread = SPREAD[view]
    parts = _limbs(build, stance, view, hips, neck, tilt, flat)
    turn = tilt * 0.55 + stance.get("head", 0) + nod
    bulk = 40.0 if abs(tilt) > 60 else 0.0
    low = max(
        *(limb.end[1] + 30 * abs(math.cos(math.radians(limb.degrees))) for limb in parts[2:]),
        *(limb.bend[1] + 30 for limb in parts[2:]),
        hips[1] + build.hip * 0.8,
        neck[1] + bulk * 2,
    )
    if at is not None and not flat and action == "run":
        # Between two steps a runner is in the air: the hips keep their height, more or less.
        passing = {**stance, **stride_stance(action, PASSING)}
        legs = _limbs(build, passing, view, hips, neck, tilt, flat)[2:]
        low = 0.72 * max(limb.end[1] + 30 for limb in legs) + 0.28 * low
    left = min(limb.end[0] for limb in parts[2:])
    right = max(limb.end[0] for limb in parts[2:])
    if abs(tilt) > 60:
        left, right = min(left, neck[0]), max(right, neck[0])
    middle = 0.0 if strides else (left + right) / 2
    shift = (-middle, -low - LIFT.get(action, 0.0))
    return _shifted(
        Rig(view, action.split("_")[0], hips, neck, (0.0, 0.0), turn, tilt, spread, *parts),
        build,
        shift,
    )


def _limbs(
    build: Build, stance: dict[str, Any], view: View, hips: Pt, neck: Pt, tilt: float, flat: bool
) -> tuple[Limb, Limb, Limb, Limb]:
    spread = SPREAD[view]
    turn = math.radians(tilt)
    across = (math.cos(turn), math.sin(turn))
    drop = polar(neck, -tilt, 14 + build.limb * 0.95)
    hands = stance.get("hands", ("loose", "loose"))
    sides = {View.QUARTER: (-0.9, 0.7), View.PROFILE: (-0.08, 0.12)}.get(view, (-1.0, 1.0))
    reach = (build.base * 0.2, build.base * 0.18)
    stride = (build.hips * 0.49, build.hips * 0.45)
    found: list[Limb] = []
    for index in (0, 1):
        wide = (build.shoulder - build.limb * 0.72) * sides[index]
        root = (drop[0] + across[0] * wide, drop[1] + across[1] * wide)
        found.append(_limb(root, stance["arms"][index], reach, flat, index, hands[index], view))
    for index in (0, 1):
        wide = build.hip * 0.52 * (-1 if index == 0 else 1) * max(spread, 0.16)
        root = (hips[0] + across[0] * wide, hips[1] + across[1] * wide)
        found.append(_limb(root, stance["legs"][index], stride, flat, index, "", view))
    return found[0], found[1], found[2], found[3]


def _limb(
    root: Pt, angles: list[float], lengths: Pt, flat: bool, index: int, hand: str, view: View
) -> Limb:
    sign = -1.0 if flat and index == 0 else 1.0
    seen = angles[2:] or [1.0, 1.0]
    squeeze = 0.9 if view is View.QUARTER else 1.0
    points = [root]
    last = 0.0
    for angle, length, part in zip(angles, lengths, seen, strict=False):
        end = polar((0.0, 0.0), angle * sign, length * part)
        points.append((points[-1][0] + end[0] * squeeze, points[-1][1] + end[1]))
        last = angle * sign
    return Limb(points[0], points[1], points[2], last, hand, seen[1], 1.0 if index == 0 else -1.0)


def _shifted(body: Rig, build: Build, by: Pt) -> Rig:
    def to(point: Pt) -> Pt:
        return (point[0] + by[0], point[1] + by[1])

    def limb(part: Limb) -> Limb:
        return Limb(
            to(part.root),
            to(part.bend),
            to(part.end),
            part.degrees,
            part.hand,
            part.seen,
            part.inward,
        )

    neck = to(body.neck)
    forward = {View.PROFILE: 10.0, View.QUARTER: 6.0}.get(body.view, 0.0) * build.head / 155
    up = build.head * 0.69
    turn = math.radians(body.tilt)
    head = (
        neck[0] + forward * math.cos(turn) + up * math.sin(turn),
        neck[1] + forward * math.sin(turn) - up * math.cos(turn),
    )
    return Rig(
        body.view, body.action, to(body.hips), neck, head, body.tilt, body.lean, body.spread,
        limb(body.near_arm), limb(body.far_arm), limb(body.near_leg), limb(body.far_leg),
    )  # fmt: skip


@cache
def _stances() -> dict[str, dict[str, dict[str, Any]]]:
    path = Path(__file__).with_name("stances.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
