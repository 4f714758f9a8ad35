"""Slow moves, tracked dot by dot from frame to frame, as drawn and as they are coded."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from drama_backends.animatic.camera.composite import Picture, Screen, camera_matrix, frames
from drama_backends.animatic.camera.fragments import Fragment
from drama_backends.animatic.camera.moves import plan_moves
from drama_backends.animatic.camera.planes import PlaneSpec, realised
from drama_backends.animatic.camera.raster import Pixels, Rasteriser
from drama_backends.animatic.stage import Box
from drama_backends.media.ffmpeg import write_video
from drama_backends.media.footage import read_video
from drama_compiler.contract import Direction, Move, MoveKind, Pace

RATE = 24
SECONDS = 4.0
SIZE = (640, 360)
DOTS = ((200.3, 120.8), (431.7, 140.2), (310.1, 251.6))
RADIUS = 9.0
REACH = 16
PARALLAX = 0.6
STEP_ERROR_PIXELS_MAX = 0.05
CODED_ERROR_PIXELS_MAX = 0.1
"""With the coder's noise, which wavers about the place and is no step of its own."""

SLOW = [
    (MoveKind.PAN, Direction.LEFT),
    (MoveKind.TILT, Direction.UP),
    (MoveKind.DOLLY, Direction.IN),
    (MoveKind.DOLLY, Direction.OUT),
    (MoveKind.TRUCK, Direction.RIGHT),
    (MoveKind.CRANE, Direction.UP),
    (MoveKind.ZOOM, Direction.IN),
    (MoveKind.ORBIT, Direction.LEFT),
    (MoveKind.ROLL, Direction.LEFT),
]


def step_error(shot: list[Pixels], ideal: NDArray[np.float64]) -> float:
    """How far, root mean square in pixels along the worse axis, dots step beside their way.

    `ideal` has shape (frames, dots, 2). A dot lies at the centre of its light.
    """
    found = np.empty_like(ideal)
    for index, frame in enumerate(shot):
        light = frame[..., 1].astype(float)
        for dot, (x, y) in enumerate(ideal[index]):
            left, top = round(x) - REACH, round(y) - REACH
            window = light[top : top + 2 * REACH + 1, left : left + 2 * REACH + 1]
            # What the coder leaves of noise around the dot is no light of its.
            window = np.where(window > 10, window, 0.0)
            ys, xs = np.mgrid[top : top + 2 * REACH + 1, left : left + 2 * REACH + 1]
            found[index, dot] = (xs * window).sum(), (ys * window).sum()
            found[index, dot] /= window.sum()
    steps = np.diff(found - ideal, axis=0)
    return float(np.sqrt(np.mean(steps**2, axis=(0, 1)).max()))


def filmed(kind: MoveKind, direction: Direction) -> tuple[list[Pixels], NDArray[np.float64]]:
    """Dots of light under a slow move: the frames, and where each dot should be."""
    move = Move(kind=kind, direction=direction, pace=Pace.SLOW)
    path, screen = plan_moves([move], SECONDS), Screen(*SIZE)
    stops = '<stop stop-color="#fff"/><stop offset="1" stop-color="#000"/>'
    circles = "".join(f'<circle cx="{x}" cy="{y}" r="{RADIUS}" fill="url(#g)"/>' for x, y in DOTS)
    drawing = Fragment(
        f'<path d="M-400-300h1440v960h-1440z"/>{circles}',
        f'<radialGradient id="g">{stops}</radialGradient>',
        np.eye(3),
        Box(-400, -300, 1040, 660),
    )
    spec = PlaneSpec((drawing,), PARALLAX, opaque=True)
    plane = realised(spec, Box(-300, -200, 940, 560), Rasteriser())
    assert plane is not None
    seconds = [index / RATE for index in range(12, 84)]
    shot = [frame.copy() for frame in frames(Picture(screen, path, [plane]), seconds)]
    dots = np.array([[x, y, 1.0] for x, y in DOTS]).T
    ideal = [(camera_matrix(spec, path.at(second), screen) @ dots)[:2].T for second in seconds]
    return shot, np.array(ideal)


@pytest.mark.parametrize(("kind", "direction"), SLOW)
def test_a_slow_move_steps_evenly(kind: MoveKind, direction: Direction, tmp_path: Path) -> None:
    shot, ideal = filmed(kind, direction)
    assert np.abs(np.diff(ideal, axis=0)).max() > 0.05, "nothing moves"
    assert step_error(shot, ideal) < STEP_ERROR_PIXELS_MAX
    path = tmp_path / "coded.mp4"
    write_video(path, *SIZE, Fraction(RATE), shot)
    coded = list(read_video(path, 0, len(shot)))
    assert step_error(coded, ideal) < CODED_ERROR_PIXELS_MAX


def test_whole_pixels_would_be_found_out() -> None:
    shot, ideal = filmed(MoveKind.PAN, Direction.LEFT)
    assert step_error(shot, np.rint(ideal)) > 4 * STEP_ERROR_PIXELS_MAX
