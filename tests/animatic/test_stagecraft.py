"""What a story needs on the screen: boats under people at sea, eyes that close, said weather."""

from __future__ import annotations

import re

import numpy as np
import pytest

from drama_backends.animatic.camera.acting import eyes_at_rest
from drama_backends.animatic.camera.shoot import shoot
from drama_backends.animatic.places import weather_of
from drama_backends.animatic.places.strokes import curve
from drama_compiler.contract import Facing, Format, Size, briefs, timings

from .paper_dolls import clip_brief, figure_brief


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
