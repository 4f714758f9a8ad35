"""What moves by itself: clouds, water, a breathing body, a walk; seconds in, a matrix out.

A motion is a 3x3 matrix in pixels of the framed picture, applied before the camera's moves.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

BREATHS_PER_SECOND = 0.27
ROCKING_SECONDS = 3.2


class Motion(Protocol):
    """Anything that moves by itself."""

    def at(self, seconds: float) -> Matrix:
        """The matrix at a second of the body."""
        ...

    def reach(self) -> tuple[float, float]:
        """How far, in pixels to each side, it can go across and up or down."""
        ...


@dataclass(frozen=True, slots=True)
class Drift:
    """A layer's own slow motion: an even slide, and a swing of so many seconds."""

    slide_x: float = 0.0
    swing_x: float = 0.0
    swing_y: float = 0.0
    period_seconds: float = 6.0
    phase: float = 0.0
    middle_seconds: float = 0.0
    span_seconds: float = 0.0
    shear: float = 0.0
    foot_y: float = 0.0

    def at(self, seconds: float) -> Matrix:
        """Slide, swing, and for foliage a lean about its foot."""
        turn = math.tau * seconds / self.period_seconds + self.phase
        dx = self.slide_x * (seconds - self.middle_seconds) + self.swing_x * math.sin(turn)
        dy = self.swing_y * math.sin(1.31 * turn + 0.7)
        lean = self.shear * (math.sin(turn) + 0.4 * math.sin(2.3 * turn + 1.0))
        return np.array([[1.0, lean, dx - lean * self.foot_y], [0.0, 1.0, dy], [0.0, 0.0, 1.0]])

    def reach(self) -> tuple[float, float]:
        """Half of the slide over the clip, and the swing."""
        lean = 1.4 * abs(self.shear) * 2.0 * abs(self.foot_y)
        slide = abs(self.slide_x) * self.span_seconds / 2.0
        return slide + abs(self.swing_x) + lean, abs(self.swing_y)


@dataclass(frozen=True, slots=True)
class Body:
    """A figure: it breathes about its feet, and goes where it walks.

    `feet_*` and `height` are pixels of the framed picture; `speed_x` pixels a second, gone from
    `middle_seconds` on both ways; `step_height` how high a step lifts the body; `rock` how far, in
    radians, waves turn it.
    """

    feet_x: float
    feet_y: float
    height: float
    phase: float
    breath: float = 0.004
    speed_x: float = 0.0
    step_height: float = 0.0
    steps_per_second: float = 0.0
    middle_seconds: float = 0.0
    span_seconds: float = 0.0
    tempo: float = 1.0
    rock: float = 0.0

    def at(self, seconds: float) -> Matrix:
        """Stretched by the breath, lifted by the step, moved by the walk, rocked by waves."""
        time = seconds * self.tempo
        swell = self.breath * math.sin(math.tau * BREATHS_PER_SECOND * time + self.phase)
        dx = self.travelled(seconds)
        dy = 0.0
        lean = 0.0
        if self.steps_per_second:
            step = math.pi * self.steps_per_second * time + self.phase
            dy = -self.step_height * abs(math.sin(step))
            lean = 0.012 * math.sin(step)
        tall = 1.0 + swell
        moved = np.array(
            [
                [1.0, lean, dx - lean * self.feet_y],
                [0.0, tall, dy + self.feet_y * (1.0 - tall)],
                [0.0, 0.0, 1.0],
            ]
        )
        return self._rocked(moved, time, dx) if self.rock else moved

    def _rocked(self, moved: Matrix, time: float, dx: float) -> Matrix:
        """Turned about the feet, and lifted, as a boat is."""
        turn = math.tau * time / ROCKING_SECONDS + self.phase
        angle = self.rock * math.sin(turn)
        heave = 0.5 * self.rock * self.height * math.sin(turn + 1.2)
        cos, sin = math.cos(angle), math.sin(angle)
        x, y = self.feet_x + dx, self.feet_y
        turned = np.array(
            [
                [cos, -sin, x - cos * x + sin * y],
                [sin, cos, y - sin * x - cos * y + heave],
                [0.0, 0.0, 1.0],
            ]
        )
        return np.asarray(turned @ moved, np.float64)

    def travelled(self, seconds: float) -> float:
        """Pixels from the mark, at a second."""
        return self.speed_x * (seconds - self.middle_seconds)

    def stride(self, seconds: float) -> float:
        """Where in its cycle of two steps it is, 0 to 1."""
        steps = self.steps_per_second * seconds * self.tempo
        return (0.5 * steps + self.phase / math.tau) % 1.0

    def reach(self) -> tuple[float, float]:
        """Half the way walked, a lean; a breath and a step."""
        lean = 0.012 * self.height if self.steps_per_second else 0.0
        travel = abs(self.speed_x) * self.span_seconds / 2.0
        rocked = 1.6 * self.rock * self.height
        return travel + lean + rocked, self.breath * self.height + self.step_height + rocked


@dataclass(frozen=True, slots=True)
class Turn:
    """When one of `count` drawings of a stride is the one that is shown."""

    body: Body
    index: int
    count: int

    def shows(self, seconds: float) -> bool:
        """Whether it is this one's turn at a second."""
        return int(self.body.stride(seconds) * self.count) % self.count == self.index


def drift_of(
    kind: str,
    name: str,
    scale: float,
    foot_y: float,
    middle_seconds: float,
    span_seconds: float,
    tempo: float = 1.0,
) -> Drift | None:
    """The motion of a layer by its kind: `clouds`, `water`, `mist`, `foliage`; None for others.

    `scale` is pixels a unit, `foot_y` the pixel row that the layer stands on.
    """
    phase = phase_of(name)
    common = {"middle_seconds": middle_seconds, "span_seconds": span_seconds, "phase": phase}
    if kind == "clouds":
        # In a long shot the sky goes slower, so that the plate is wide enough.
        units = tempo * min(22.0, 420.0 / max(span_seconds, 0.1))
        return Drift(slide_x=units * scale, **common)
    if kind == "mist":
        return Drift(
            swing_x=60.0 * scale, swing_y=8.0 * scale, period_seconds=17.0 / tempo, **common
        )
    if kind == "water":
        return Drift(
            swing_x=16.0 * scale, swing_y=5.0 * scale, period_seconds=5.2 / tempo, **common
        )
    if kind == "foliage":
        return Drift(shear=0.006, foot_y=foot_y, period_seconds=3.7 / tempo, **common)
    return None


def phase_of(name: str) -> float:
    """An angle that is always the same for a name, and seldom for two."""
    digest = hashlib.blake2b(name.encode(), digest_size=4).digest()
    return math.tau * int.from_bytes(digest, "big") / 2**32
