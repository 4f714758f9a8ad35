"""Who goes: what a figure was drawn doing comes in, how it goes through the frame goes out."""

from __future__ import annotations

from dataclasses import dataclass

from drama_compiler.contract import Facing

UNITS_PER_SECOND = {
    "walk": 560.0,
    "run": 950.0,
    "swim": 300.0,
    "row": 300.0,
    "ride": 800.0,
    "fly": 600.0,
}
STEPS_PER_SECOND = {"walk": 1.9, "run": 3.0, "ride": 2.2, "swim": 0.8, "row": 0.7, "fly": 0.6}
# How far a step, a stroke or a wing beat lifts the body, as a share of its height.
LIFTS = {"walk": 0.011, "run": 0.022, "ride": 0.02, "swim": 0.02, "row": 0.012, "fly": 0.03}


@dataclass(frozen=True, slots=True)
class Gait:
    """`kind` is an action that goes somewhere, or empty; `forward` 1 to the right, -1 left."""

    kind: str = ""
    forward: float = 0.0
    units_per_second: float = 0.0
    steps_per_second: float = 0.0
    lift: float = 0.0


def gait_of(action: str, facing: Facing | None) -> Gait:
    """How a figure goes that was drawn in this action, looking there."""
    if action not in UNITS_PER_SECOND:
        return Gait()
    forward = {Facing.RIGHT: 1.0, Facing.LEFT: -1.0}.get(facing or Facing.CAMERA, 0.0)
    return Gait(action, forward, UNITS_PER_SECOND[action], STEPS_PER_SECOND[action], LIFTS[action])
