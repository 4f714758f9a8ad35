"""Frames of layers: what is hidden, empty or unmoved is not drawn, and nobody sees it."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from drama_backends.animatic.camera import composite
from drama_backends.animatic.camera.covering import Covering, Rect, common, without
from drama_backends.animatic.camera.drawings import Drawings
from drama_backends.animatic.camera.raster import Rasteriser
from drama_backends.animatic.camera.shoot import film
from drama_backends.animatic.camera.staging import block_figures
from drama_backends.animatic.stage import PLATE, PlaceLayer
from drama_compiler.contract import Composition, Direction, Move, MoveKind, Pace, Size, timings

from .paper_dolls import adult, clip_brief, figure_brief

TIMING = timings.ClipTiming(
    body_frames=36,
    head_frames=3,
    tail_frames=3,
    speech=(timings.SpeechAt(voice="v", character="a", start_frame=10),),
)
VOICES = {"v": {"seconds": 0.6, "phones": [["a", 0.0, 0.2], ["o", 0.3, 0.6]]}}
STATIC = Move(kind=MoveKind.STATIC)
PAN = Move(kind=MoveKind.PAN, direction=Direction.LEFT, pace=Pace.FAST)
ROLL = Move(kind=MoveKind.ROLL, direction=Direction.LEFT)
TRUCK = Move(kind=MoveKind.TRUCK, direction=Direction.RIGHT)
RACK = Move(kind=MoveKind.RACK, target="b")


def room() -> tuple[PlaceLayer, ...]:
    """A sky, a cloud in it, a wall with a window, a floor."""
    wide = PLATE.right - PLATE.left

    def bar(top: float, bottom: float, colour: str, left: float = PLATE.left) -> str:
        return (
            f'<rect x="{left}" y="{top}" width="{wide}" height="{bottom - top}" fill="{colour}"/>'
        )

    window = f'<path fill-rule="evenodd" fill="#a86" d="M{PLATE.left} {PLATE.top}h{wide}V0h-{wide}z'
    return (
        PlaceLayer("sky", 0.0, bar(PLATE.top, PLATE.bottom, "#9bd"), opaque=True),
        PlaceLayer("cloud", 0.1, '<circle cx="0" cy="-1500" r="90" fill="#fff"/>', drift="clouds"),
        PlaceLayer("wall", 0.6, f'{window}M-200-1600h260v500h-260z"/>'),
        PlaceLayer("floor", 1.0, bar(-100.0, PLATE.bottom, "#884")),
    )


def shot(moves: list[Move], wanted: list[int] | None = None) -> list[Any]:
    figures = [figure_brief("a", speaks=True), figure_brief("b")]
    brief = clip_brief(
        Size.MEDIUM, figures, frame=(240, 136), composition=Composition.TWO, moves=moves
    )
    marks = block_figures(brief)
    drawings = Drawings(layers=room(), figures=(adult(), adult()), actions=("", ""))
    made = film(brief, TIMING, VOICES, "flat", marks, drawings, Rasteriser(), wanted)
    return [frame.copy() for frame in made]


@pytest.mark.parametrize("moves", [[STATIC], [STATIC, PAN, STATIC, TRUCK], [ROLL], [RACK, STATIC]])
def test_a_frame_is_the_same_whatever_was_drawn_before_it(moves: list[Move]) -> None:
    every = shot(moves)
    assert len(every) == 42
    for index in range(0, 42, 4):
        (alone,) = shot(moves, [index])
        assert (alone == every[index]).all(), index


def test_what_stands_still_is_laid_once(monkeypatch: pytest.MonkeyPatch) -> None:
    laid: list[float] = []
    real = composite._lay

    def lay(layer: Any, *rest: Any) -> None:
        laid.append(layer.plane.spec.parallax)
        real(layer, *rest)

    monkeypatch.setattr(composite, "_lay", lay)
    shot([STATIC])
    # Two people breathe before a room.
    assert {each: laid.count(each) for each in set(laid)} == {0.0: 2, 0.6: 2, 1.0: 2 * 42}
    laid.clear()
    shot([PAN], list(range(10, 20)))
    assert laid.count(0.0) == 10


@pytest.mark.parametrize("move", [STATIC, PAN, ROLL, TRUCK], ids=lambda move: move.kind)
def test_what_is_hidden_is_left_out_and_not_seen_to_be(
    move: Move, monkeypatch: pytest.MonkeyPatch
) -> None:
    def drawn() -> tuple[list[Any], int]:
        pixels.clear()
        frames = shot([move], [0, 12, 20, 41])
        return frames, sum(pixels)

    pixels: list[int] = []
    real = composite._warp

    def warp(*given: Any) -> None:
        pixels.append(given[3].size)
        real(*given)

    monkeypatch.setattr(composite, "_warp", warp)
    less, few = drawn()
    monkeypatch.setattr(composite, "covering_of", lambda *given: Covering([], []))
    whole, many = drawn()
    assert few < 0.8 * many
    for one, other in zip(less, whole, strict=True):
        assert np.abs(one.astype(int) - other).max() <= 1


def test_a_rectangle_with_holes_is_all_but_the_holes() -> None:
    holes = [Rect(2, 3, 5, 9), Rect(4, 0, 8, 4), Rect(-3, 8, 2, 20)]
    seen = np.zeros((12, 10), int)
    hidden = np.zeros((12, 10), int)
    for hole in holes:
        hidden[hole.top : hole.bottom, max(0, hole.left) : hole.right] = 1
    parts = without([Rect(0, 0, 10, 12)], holes)
    for part in parts:
        seen[part.top : part.bottom, part.left : part.right] += 1
    assert (seen + hidden == 1).all()
    assert not any(common(one, other) for one, other in itertools.combinations(parts, 2))
