"""Angles: how high the camera stands, and how it foreshortens those it looks down or up on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from drama_backends.animatic.camera.staging import is_tighter
from drama_backends.animatic.stage import HORIZON, FigureDrawing
from drama_compiler.contract import Angle, Size

EYE_HEIGHT = -HORIZON


@dataclass(frozen=True, slots=True)
class Stance:
    """How an angle places the camera: its height, and how it foreshortens a figure.

    `feet` and `head` are the widths of a figure there against its drawing, `tall` its height.
    `lift` moves the subject up in the frame by this share of its height.
    """

    camera_height: float
    feet: float = 1.0
    head: float = 1.0
    tall: float = 1.0
    lift: float = 0.0
    roll_degrees: float = 0.0


STANCES = {
    Angle.EYE_LEVEL: Stance(EYE_HEIGHT),
    Angle.LOW: Stance(280.0, feet=1.1, head=0.92, tall=1.02, lift=0.03),
    Angle.WORMS_EYE: Stance(60.0, feet=1.3, head=0.76, tall=1.0, lift=0.05),
    Angle.HIGH: Stance(1500.0, feet=0.86, head=1.08, tall=0.88, lift=-0.02),
    Angle.BIRDS_EYE: Stance(2900.0, feet=0.7, head=1.18, tall=0.74, lift=-0.02),
    Angle.OVERHEAD: Stance(3800.0, feet=0.62, head=1.2, tall=0.69, lift=-0.02),
    Angle.DUTCH_LEFT: Stance(EYE_HEIGHT, roll_degrees=-11.0),
    Angle.DUTCH_RIGHT: Stance(EYE_HEIGHT, roll_degrees=11.0),
}


def foreshortening(drawing: FigureDrawing, stance: Stance) -> NDArray[np.float64]:
    """Where the points of a drawing go when the camera looks down or up on it, 3x3.

    A plane's perspective: exact at feet and crown, so that feet stay on the ground.
    """
    stature = max(-drawing.bounds.top, 300.0)
    ratio = stance.feet / stance.head
    return np.array(
        [
            [stance.feet, 0.0, 0.0],
            [0.0, stance.tall * ratio, 0.0],
            [0.0, -(ratio - 1.0) / stature, 1.0],
        ]
    )


def foreshortened(
    drawing: FigureDrawing, stance: Stance, x: float, y: float
) -> tuple[float, float]:
    """Where one point of a drawing goes."""
    u, v, w = foreshortening(drawing, stance) @ np.array([x, y, 1.0])
    return float(u / w), float(v / w)


def softened(stance: Stance, size: Size) -> Stance:
    """Close frames see only a part of the body, and less of its foreshortening."""
    if not is_tighter(size, Size.MEDIUM_WIDE):
        return stance
    share = 0.5 if is_tighter(size, Size.MEDIUM) else 0.75
    return replace(
        stance,
        feet=1.0 + (stance.feet - 1.0) * share,
        head=1.0 + (stance.head - 1.0) * share,
        tall=1.0 + (stance.tall - 1.0) * share,
    )
