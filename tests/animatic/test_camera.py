"""Framing and staging by the camera department, on test drawings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drama_backends.animatic.camera.figure import Figure
from drama_backends.animatic.camera.framing import frame_shot, reference_width
from drama_backends.animatic.camera.props import Prop, place_props
from drama_backends.animatic.camera.staging import Role, block_figures, spread_marks
from drama_backends.animatic.clip import drawing_style
from drama_backends.animatic.stage import Box, Point
from drama_compiler.contract import (
    Angle,
    Composition,
    Facing,
    ScreenPlace,
    Size,
    briefs,
)

from .paper_dolls import (
    FORMATS,
    adult,
    clip_brief,
    figure_brief,
    framed,
    head_box,
)

# Height of the head as a share of the frame's, for one adult; closest first.
HEAD_BANDS = {
    Size.EXTREME_CLOSE: (0.6, 1.2),
    Size.CLOSE: (0.3, 0.5),
    Size.MEDIUM_CLOSE: (0.22, 0.36),
    Size.MEDIUM: (0.16, 0.28),
    Size.MEDIUM_WIDE: (0.13, 0.2),
    Size.FULL: (0.1, 0.15),
    Size.WIDE: (0.055, 0.09),
    Size.EXTREME_WIDE: (0.02, 0.055),
    Size.ESTABLISHING: (0.015, 0.05),
    Size.AERIAL: (0.012, 0.045),
}


@pytest.mark.parametrize("frame", FORMATS)
@pytest.mark.parametrize("size", HEAD_BANDS)
def test_a_head_is_as_tall_as_its_size_says(size: Size, frame: tuple[int, int]) -> None:
    framing, (figure,) = framed(clip_brief(size, [figure_brief("a")], frame=frame))
    head = head_box(figure, framing)
    low, high = HEAD_BANDS[size]
    assert low <= head.bottom - head.top <= high


@pytest.mark.parametrize("frame", FORMATS)
@pytest.mark.parametrize("angle", Angle)
@pytest.mark.parametrize("composition", Composition)
def test_nobody_is_cut_at_the_eyes(
    composition: Composition, angle: Angle, frame: tuple[int, int]
) -> None:
    count = {Composition.TWO: 2, Composition.GROUP: 7, Composition.OVER: 2}.get(composition, 1)
    cast = [figure_brief(name) for name in "abcdefg"[:count]]
    if composition is Composition.OVER:
        cast[0] = figure_brief("a", back=True, subject=False)
    for size in HEAD_BANDS:
        brief = clip_brief(size, cast, frame=frame, composition=composition, angle=angle)
        framing, figures = framed(brief)
        for figure in figures:
            if figure.mark.role is not Role.SUBJECT:
                continue
            head = head_box(figure, framing)
            eyes = head.top + 0.45 * (head.bottom - head.top)
            assert 0.02 < eyes < 0.98, (size, figure.mark)
            assert head.left > -0.02 or size is Size.EXTREME_CLOSE, (size, figure.mark)
            assert head.right < 1.02 or size is Size.EXTREME_CLOSE, (size, figure.mark)


@pytest.mark.parametrize("frame", FORMATS)
def test_a_beast_and_a_person_are_both_seen(frame: tuple[int, int]) -> None:
    beast = replace(
        adult(), bounds=Box(-2000, -2500, 2000, 0), head=Box(-1400, -2200, -800, -1700),
        eyes_at=Point(-1150, -2000),
    )  # fmt: skip
    for size in (Size.WIDE, Size.FULL, Size.MEDIUM):
        brief = clip_brief(
            size, [figure_brief("a"), figure_brief("b")], frame=frame, composition=Composition.TWO
        )
        marks = block_figures(brief)
        spread = spread_marks(marks, [adult(), beast], reference_width(brief))
        pair = [Figure(m, d) for m, d in zip(spread, [adult(), beast], strict=True)]
        framing, figures = frame_shot(brief, pair)
        person, head = (head_box(figure, framing) for figure in figures)
        assert person.left > 0 and person.right < 1 and person.top > 0 and person.bottom < 1
        assert head.left > 0 and head.right < 1 and head.top > 0 and head.bottom < 1
        assert person.right < head.right


@pytest.mark.parametrize("frame", FORMATS)
def test_feet_are_in_a_full_shot(frame: tuple[int, int]) -> None:
    framing, (figure,) = framed(clip_brief(Size.FULL, [figure_brief("a")], frame=frame))
    feet = (figure.mark.ground(framing.camera_height) - framing.top) / framing.height
    assert 0.8 < feet < 0.98


@pytest.mark.parametrize("frame", FORMATS)
@pytest.mark.parametrize("size", [Size.MEDIUM_WIDE, Size.MEDIUM, Size.MEDIUM_CLOSE, Size.CLOSE])
def test_the_back_in_the_foreground_hides_no_face(size: Size, frame: tuple[int, int]) -> None:
    cast = [figure_brief("a", back=True, subject=False), figure_brief("b")]
    brief = clip_brief(size, cast, frame=frame, composition=Composition.OVER)
    framing, figures = framed(brief)
    subject, back = (head_box(figure, framing) for figure in figures)
    assert figures[1].mark.role is Role.BACK
    assert figures[1].mark.figure.facing is Facing.AWAY
    assert back.right < subject.left or back.left > subject.right
    seen = min(back.right, 1.0) - max(back.left, 0.0)
    assert 0.1 * (back.right - back.left) < seen < 0.42


def test_two_figures_face_each_other_and_keep_their_sides() -> None:
    for order in ("ab", "ba"):
        brief = clip_brief(
            Size.MEDIUM, [figure_brief(name) for name in order], composition=Composition.TWO
        )
        _, figures = framed(brief)
        left, right = sorted(figures, key=lambda each: each.mark.x)
        assert (left.mark.figure.id, right.mark.figure.id) == ("a", "b")
        assert (left.mark.figure.facing, right.mark.figure.facing) == (Facing.RIGHT, Facing.LEFT)


def test_reverse_shots_stay_on_one_side_of_the_line() -> None:
    over_a = clip_brief(
        cast := Size.MEDIUM,
        [figure_brief("a", back=True), figure_brief("b")],
        composition=Composition.OVER,
    )
    over_b = clip_brief(
        cast, [figure_brief("b", back=True), figure_brief("a")], composition=Composition.OVER
    )
    sides = []
    for brief in (over_a, over_b):
        _, figures = framed(brief)
        sides.append({each.mark.figure.id: each.mark.side > 0 for each in figures})
    assert sides[0] == sides[1] == {"a": False, "b": True}


@pytest.mark.parametrize(
    ("place", "low", "high"),
    [
        (ScreenPlace.LEFT, 0.2, 0.42),
        (ScreenPlace.CENTER, 0.45, 0.55),
        (ScreenPlace.RIGHT, 0.58, 0.8),
    ],
)
def test_a_figure_stands_where_the_writer_put_it(
    place: ScreenPlace, low: float, high: float
) -> None:
    for frame in FORMATS:
        framing, (figure,) = framed(
            clip_brief(Size.MEDIUM, [figure_brief("a", place=place)], frame=frame)
        )
        head = head_box(figure, framing)
        assert low < (head.left + head.right) / 2 < high


def test_forty_figures_stand_in_rows() -> None:
    cast = [figure_brief(f"c{index:02}") for index in range(40)]
    framing, figures = framed(clip_brief(Size.WIDE, cast, composition=Composition.GROUP))
    assert len(figures) == 40
    assert len({figure.mark.row for figure in figures}) >= 3
    for figure in figures:
        head = head_box(figure, framing)
        assert head.left > 0 and head.right < 1 and head.top > 0


def test_an_insert_is_filled_by_its_thing_and_a_held_one_is_in_the_hand() -> None:
    thing = briefs.ThingBrief(id="j", name="JADE", subject=True)
    prop = Prop(thing, "<circle r='40'/>", "", Box(-40, -40, 40, 40), held=True)
    for frame in FORMATS:
        insert = clip_brief(Size.INSERT, frame=frame).model_copy(update={"things": (thing,)})
        _, shown = place_props(insert, [prop], [])
        framing, _ = frame_shot(insert, [], shown)
        assert 0.4 < 80.0 / min(framing.height, framing.width) < 0.9
    held = replace(prop, thing=thing.model_copy(update={"held_by": "a"}))
    brief = clip_brief(Size.MEDIUM, [figure_brief("a", facing=Facing.RIGHT)])
    _, figures = framed(brief)
    (holder,), lying = place_props(brief, [held], figures)
    assert lying == ()
    assert "translate(120.0 -480.0)" in holder.drawing.body


@pytest.mark.parametrize(
    ("look", "name", "style"),
    [
        ("ink wash, restrained", "", "ink"),
        ("水墨，写意", "", "ink"),
        ("flat modern graphic", "", "flat"),
        ("扁平广告", "", "flat"),
        ("pencil storyboard", "", "pencil"),
        ("铅笔分镜", "", "pencil"),
        ("", "龙宫", "ink"),
        ("", "Temple of the Dragon", "ink"),
        ("", "Coffee shop", "flat"),
    ],
)
def test_the_words_of_a_style_choose_how_it_is_drawn(look: str, name: str, style: str) -> None:
    place = briefs.PlaceBrief(id="p", name=name)
    assert drawing_style(briefs.StyleBrief(look=look), place) == style
