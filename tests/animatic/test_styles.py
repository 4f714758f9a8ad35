"""The three drawing styles: told apart at a glance, each with its own marks, all of them stable."""

from __future__ import annotations

import itertools
from functools import cache
from typing import Any

import cv2
import numpy as np
import pytest

from drama_backends.animatic.camera.shoot import shoot, still
from drama_backends.animatic.camera.wash import calm_edges, wash_of, washed
from drama_backends.animatic.figures import STYLES
from drama_compiler.contract import Daytime, Facing, Format, Size, briefs, timings

from .paper_dolls import clip_brief, figure_brief

HOURS = (Daytime.DAY, Daytime.DUSK, Daytime.NIGHT)
SINGLE = timings.ClipTiming(body_frames=1, head_frames=0, tail_frames=0)


@cache
def drawn(style: str, hour: Daytime = Daytime.DAY, size: Size = Size.FULL) -> Any:
    """A woman in a red robe in a village, BGR in -255..255."""
    person = figure_brief("LI", look="woman, red robe, black bun", facing=Facing.RIGHT)
    brief = clip_brief(size=size, figures=(person,), frame=(320, 180)).model_copy(
        update={"place": briefs.PlaceBrief(id="v", name="VILLAGE", time=hour)}
    )
    return still(brief, SINGLE, style, 0.5)[..., :3].astype(int).copy()


def richness(picture: Any) -> float:
    """How rich its richest colours are: the widest between two channels, of all but a few."""
    return float(np.quantile(picture.max(axis=2) - picture.min(axis=2), 0.97))


def grain(picture: Any) -> float:
    """How much neighbours differ where nothing is: in the calmest tenth of all small squares."""
    grey = picture.mean(axis=2)
    squares = grey[:176, :320].reshape(22, 8, 40, 8).std(axis=(1, 3))
    return float(np.quantile(squares, 0.1))


@pytest.mark.parametrize("hour", HOURS)
def test_the_styles_differ_at_a_glance_at_every_hour(hour: Daytime) -> None:
    for one, two in itertools.combinations(STYLES, 2):
        a, b = (cv2.blur(drawn(each, hour).astype(np.float32), (9, 9)) for each in (one, two))
        assert np.abs(a - b).mean() > 12, (one, two)


def test_flat_is_rich_ink_restrained_and_pencil_nearly_grey() -> None:
    for hour in HOURS:
        flat, ink, pencil = (richness(drawn(each, hour)) for each in ("flat", "ink", "pencil"))
        assert flat > 1.2 * ink and ink > 1.2 * pencil, hour


def test_ink_and_pencil_have_the_grain_of_paper_and_flat_has_none() -> None:
    assert grain(drawn("flat")) < 1.0
    assert min(grain(drawn("ink")), grain(drawn("pencil"))) > 1.5


def test_ink_shows_its_warm_paper_even_by_night() -> None:
    # What is grey in the other styles leans to yellow on the sheet.
    for hour in (Daytime.DAY, Daytime.DUSK):
        pale = drawn("ink", hour)[drawn("ink", hour).sum(axis=2) > 540]
        assert len(pale) and (pale[:, 2] - pale[:, 0]).mean() > 8, hour
    night = drawn("ink", Daytime.NIGHT).sum(axis=2).mean()
    assert night > 1.2 * drawn("flat", Daytime.NIGHT).sum(axis=2).mean()


def test_an_ink_line_swells_and_is_lost() -> None:
    """Along the edge of a close-up's jaw: black in the shade, gone in the light."""
    picture = drawn("ink", size=Size.CLOSE)
    dark = (picture.max(axis=2) < 70).astype(np.uint8)
    across = cv2.distanceTransform(dark, cv2.DIST_L2, 3)
    even = drawn("pencil", size=Size.CLOSE)
    thin = cv2.distanceTransform((even.max(axis=2) < 70).astype(np.uint8), cv2.DIST_L2, 3)
    assert across.max() > 1.5 * thin.max()


def test_a_mouth_and_eyes_change_nothing_but_the_face() -> None:
    timing = timings.ClipTiming(body_frames=48, head_frames=0, tail_frames=0)
    last = []
    for action in ("LI waits.", "LI closes her eyes."):
        person = figure_brief("LI", look="woman, red robe", facing=Facing.RIGHT, doing=action)
        brief = clip_brief(size=Size.CLOSE, figures=(person,)).model_copy(
            update={"format": Format(width=240, height=136), "actions": (action,)}
        )
        last.append([each[..., :3].astype(int).copy() for each in shoot(brief, timing, {}, "ink")])
    changed = (np.abs(last[0][47] - last[1][47]) > 0).any(axis=2)
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    assert len(rows), "the eyes close"
    assert np.ptp(rows) < 0.2 * 136 and np.ptp(columns) < 0.3 * 240, "and no box about the face"


def test_a_wash_is_the_same_every_time_and_its_parts_are_those_of_the_whole() -> None:
    layer = np.zeros((90, 120, 4), np.uint8)
    layer[20:70, 30:100] = (40, 60, 180, 255)
    wash = wash_of(layer, 0.5)
    whole = washed(layer, wash)
    assert np.array_equal(whole, washed(layer, wash_of(layer, 0.5)))
    part = washed(np.ascontiguousarray(layer[25:55, 40:80]), wash, 40, 25)
    assert np.array_equal(part, whole[25:55, 40:80])
    assert np.array_equal(whole[..., 3], layer[..., 3]), "what covers covers as before"
    assert (whole[..., :3] <= whole[..., 3:]).all(), "colours stay premultiplied"
    assert not whole[:15].any()


def test_a_plane_that_goes_on_past_its_edge_does_not_streak() -> None:
    layer = np.full((60, 200, 4), 255, np.uint8)
    layer[..., :3] = 120
    plane = washed(layer, wash_of(layer, 1.0))
    before = np.abs(np.diff(plane[-1, :, 0].astype(int))).mean()
    calm_edges(plane)
    assert np.abs(np.diff(plane[-1, :, 0].astype(int))).mean() < 0.5 * before
