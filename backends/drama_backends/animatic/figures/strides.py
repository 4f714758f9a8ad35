"""Strides: where in its cycle a walk or a run is comes in, the angles of the limbs go out."""

from __future__ import annotations

import math
from dataclasses import dataclass

STRIDES = 8
"""How many drawings a cycle of two steps has; as many a second as film is drawn "on threes"."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """How a leg and an arm swing, in degrees: 0 hangs straight down, positive is forwards.

    `bend` is the knee's while the foot stands, `flex` its most while it swings, at `flex_at` of
    the cycle, for about `flex_span` of it to each side. The elbow is bent by `elbow`.
    """

    thigh: float
    swing: float
    bend: float
    flex: float
    flex_at: float
    flex_span: float
    arm: float
    arm_swing: float
    elbow: float
    elbow_swing: float


CYCLES = {
    "walk": Cycle(4.0, 21.0, 5.0, 52.0, 0.7, 0.15, -1.0, 21.0, 18.0, 12.0),
    "run": Cycle(15.0, 39.0, 20.0, 82.0, 0.68, 0.19, -4.0, 44.0, 84.0, 12.0),
}


def stride_stance(action: str, at: float) -> dict[str, list[list[float]]]:
    """Arms and legs, near then far, `at` a share of the cycle from the near foot's contact on."""
    cycle = CYCLES[action]
    legs = [_leg(cycle, at), _leg(cycle, at + 0.5)]
    # Arms go against the legs of their side.
    arms = [_arm(cycle, at + 0.5), _arm(cycle, at)]
    return {"arms": arms, "legs": legs}


def _leg(cycle: Cycle, at: float) -> list[float]:
    thigh = cycle.thigh + cycle.swing * math.cos(math.tau * at)
    off = (at - cycle.flex_at + 0.5) % 1.0 - 0.5
    flex = cycle.bend + cycle.flex * math.exp(-((off / cycle.flex_span) ** 2))
    return [round(thigh, 2), round(thigh - flex, 2)]


def _arm(cycle: Cycle, at: float) -> list[float]:
    forward = math.cos(math.tau * at)
    upper = cycle.arm + cycle.arm_swing * forward
    lower = upper + cycle.elbow + cycle.elbow_swing * forward
    return [round(upper, 2), round(lower, 2)]
