"""What a story needs on the screen: boats under people at sea, eyes that close, said weather."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from drama_backends.animatic.camera.acting import eyes_at_rest
from drama_backends.animatic.camera.departments import draw_all, statures
from drama_backends.animatic.camera.layout import contact_shadow
from drama_backends.animatic.camera.props import has_in_hand
from drama_backends.animatic.camera.shoot import set_up, shoot
from drama_backends.animatic.camera.staging import block_figures
from drama_backends.animatic.figures import read_pose
from drama_backends.animatic.places import weather_of
from drama_backends.animatic.places.strokes import curve
from drama_compiler.contract import Facing, Format, Size, briefs, timings

from .paper_dolls import clip_brief, figure_brief
from .staged import TIMING


def _at_sea(doing: str) -> np.ndarray:
    """The first frame of LI at sea, 160 x 90 BGRA."""
    brief = clip_brief(
        size=Size.WIDE,
        figures=(figure_brief("LI", doing=doing, facing=Facing.RIGHT),),
    ).model_copy(
        update={
            "place": briefs.PlaceBrief(id="x", name="SEA", interior=False),
            "format": Format(width=160, height=90),
            "actions": (doing,),
        }
    )
    return next(iter(shoot(brief, timings.ClipTiming(body_frames=1), {}, "flat", None)))


def test_somebody_at_sea_is_in_a_boat_unless_they_swim() -> None:
    def hull(frame: np.ndarray) -> int:
        """Pixels as brown as a hull, at the height where one lies in the water."""
        band = frame[64:76].astype(int)
        green, red = band[..., 1], band[..., 2]
        return int(((red > green + 25) & (red > 60)).sum())

    assert hull(_at_sea("LI waits.")) > hull(_at_sea("LI swims.")) + 60


@pytest.mark.parametrize("doing", ["LI closes her eyes.", "LI闭上眼睛。"])
def test_eyes_that_are_said_to_close_stay_closed(doing: str) -> None:
    brief = clip_brief(figures=(figure_brief("LI", doing=doing),))
    brief = brief.model_copy(update={"actions": (doing,)})
    closed = eyes_at_rest(brief, 4.0)
    assert closed and not eyes_at_rest(clip_brief(figures=(figure_brief("LI"),)), 4.0)


def test_an_open_stroke_reaches_its_last_point() -> None:
    numbers = [
        float(each) for each in re.findall(r"-?[\d.]+", curve([(0, 0), (50, 20), (90, 70)], False))
    ]
    assert numbers[-2:] == pytest.approx([90, 70], abs=0.1)


def test_weather_that_is_said_wins_over_words_of_the_place() -> None:
    wet = briefs.PlaceBrief(id="s", name="STREET", look="wet asphalt, rain pipes", interior=False)
    clear = wet.model_copy(update={"weather": "clear"})
    assert weather_of(clear).kind != "rain"
    assert weather_of(wet.model_copy(update={"weather": "rain"})).kind == "rain"


def _insert(name: str, look: str = "", interior: bool = True) -> Any:
    """A thing alone in its frame, and the frame."""
    thing = briefs.ThingBrief(id="t", name=name, look=look, subject=True)
    place = briefs.PlaceBrief(id="r", name="ROOM" if interior else "BEACH", interior=interior)
    brief = clip_brief(Size.INSERT).model_copy(update={"things": (thing,), "place": place})
    drawings = draw_all(brief, (), "flat", 2.0)
    _, figures, things = set_up(brief, TIMING, (), drawings, (0.0, 2.0), 1.0)
    assert not figures
    return things


@pytest.mark.parametrize("name", ["SWORD", "STAFF", "长矛"])
def test_a_long_thing_alone_lies_on_the_table_and_does_not_hang_in_the_air(name: str) -> None:
    thing, table = _insert(name)
    box = thing.drawing.head
    assert box.right - box.left > 2.0 * (box.bottom - box.top)
    assert thing.mark.lift == pytest.approx(-table.drawing.bounds.top, abs=40)


def test_who_reaches_for_a_thing_does_not_have_it_yet() -> None:
    lamp = briefs.ThingBrief(id="l", name="LAMP")
    for doing, has in (
        ("ANN reaches for the LAMP.", False),
        ("ANN points at the LAMP.", False),
        ("ANN lifts the LAMP.", True),
        ("ANN walks with the LAMP.", True),
    ):
        figure = figure_brief("ANN", doing=doing)
        action = read_pose(figure).action
        assert has_in_hand(lamp, figure, action) is has, doing


@pytest.mark.parametrize(
    "action",
    ["The flame in the LANTERN goes out.", "The LANTERN has gone. It burns.", "LANTERN灭了"],
)
def test_a_light_that_goes_out_is_drawn_without_a_flame(action: str) -> None:
    thing = briefs.ThingBrief(id="l", name="LANTERN", subject=True)
    brief = clip_brief(Size.INSERT).model_copy(update={"things": (thing,), "actions": (action,)})
    (drawn,) = draw_all(brief, (), "flat", 2.0).props
    assert ("#ffb13c" in drawn.body) is ("burns" in action)


def test_what_stands_has_a_shadow_and_what_flies_or_floats_has_none() -> None:
    def shadow(look: str, doing: str, place: str) -> bool:
        figure = figure_brief("IT", look=look, doing=doing, facing=Facing.RIGHT)
        brief = clip_brief(Size.WIDE, (figure,)).model_copy(
            update={"place": briefs.PlaceBrief(id="p", name=place, interior=False)}
        )
        marks = block_figures(brief, statures(brief))
        drawings = draw_all(brief, marks, "flat", 2.0)
        shot, (one,), _ = set_up(brief, TIMING, marks, drawings, (0.0, 2.0), 1.0)
        return contact_shadow(shot, one) is not None

    assert shadow("man", "IT waits.", "FIELD") and shadow("a horse", "IT waits.", "FIELD")
    assert not shadow("a white crane", "IT flies.", "FIELD")
    assert not shadow("man", "IT waits.", "SEA")
