"""The schedule fixes every frame: bodies tile the film, lines never overlap, rates are exact."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest

from drama_compiler.film.clock import action_seconds, speech_seconds
from drama_compiler.film.schedule import HANDLE_FRAMES, schedule
from drama_compiler.film.times import Schedule
from drama_compiler.film.words import TransitionKind
from tests.film.told import lines, shots, told

STORY = """Format: {rate}

FADE IN:

EXT. SEA - NIGHT

location: SEA
  sound: waves

music: dread
shot: wide, 4s
super: The eastern sea
Waves.

shot: close on LI WEI, 2.5s
sound: once thunder

DISSOLVE TO:

INT. HUT - DAY

sound: fire
Li Wei sits down by the fire.

LI WEI
I have come home, mother, as I said I would.

MOTHER
Yes.

MOTHER
No!

LI WEI ^
What?

music: out
sound: out
They wait for a long while.

FADE OUT.
"""


def timed(rate: str = "24", measures: dict[str, Fraction] | None = None) -> Schedule:
    value, _ = schedule(told(STORY.format(rate=rate)).film, measures)
    return value


@pytest.mark.parametrize("rate", ["24", "25", "23.976", "29.97", "60"])
def test_bodies_tile_the_film_and_handles_hold_the_transitions(rate: str) -> None:
    value = timed(rate)
    frame = 0
    for shot in value.shots:
        assert shot.film_frame == frame
        assert shot.body_frames > 0
        frame += shot.body_frames
    assert frame == value.frames == sum(scene.frames for scene in value.scenes)
    for one, other in pairwise(value.shots):
        mixed = other.transition_frames if other.transition is TransitionKind.DISSOLVE else 0
        assert one.tail_frames >= max(HANDLE_FRAMES, mixed - mixed // 2)
        assert other.head_frames >= max(HANDLE_FRAMES, mixed // 2)


@pytest.mark.parametrize(
    ("rate", "four", "two_and_a_half"),
    [("24", 96, 60), ("25", 100, 63), ("23.976", 96, 60), ("29.97", 120, 75)],
)
def test_said_lengths_are_the_nearest_whole_frames(
    rate: str, four: int, two_and_a_half: int
) -> None:
    value = timed(rate)
    assert [shot.body_frames for shot in value.shots[:2]] == [four, two_and_a_half]


def test_lines_lie_in_their_shots_and_overlap_only_where_said_at_once() -> None:
    found = told(STORY.format(rate="24"))
    value, _ = schedule(found.film)
    by_shot = {shot.shot: shot for shot in value.shots}
    together = {line.id: line.dual for line in lines(found)}
    for line in value.lines:
        shot = by_shot[line.shot]
        assert 0 < line.start_frame < line.start_frame + line.frames <= shot.body_frames
        assert line.film_frame == shot.film_frame + line.start_frame
    for one, other in pairwise(value.lines):
        if together[other.line]:
            assert one.film_frame == other.film_frame
        else:
            assert one.film_frame + one.frames < other.film_frame


def test_a_measured_line_takes_what_it_was_measured_to_take() -> None:
    found = told(STORY.format(rate="24"))
    first = lines(found)[0].id
    measures = {first: Fraction(7)}
    value, _ = schedule(found.film, measures)
    line = next(each for each in value.lines if each.line == first)
    assert (line.frames, line.measured) == (168, True)
    assert value.frames > schedule(found.film)[0].frames
    others = {each.line: each.frames for each in value.lines if each.line != first}
    before = {each.line: each.frames for each in timed().lines if each.line != first}
    assert others == before


def test_sounds_run_where_the_script_says() -> None:
    value = timed()
    (cue,) = value.cues
    assert cue.film_frame == 0
    assert 0 < cue.frames < value.frames
    sea, fire = value.ambiences
    assert (sea.id, sea.film_frame) == (value.scenes[0].scene, 0)
    assert fire.film_frame == value.scenes[1].film_frame
    assert fire.frames < value.scenes[1].frames
    (effect,) = value.effects
    assert effect.film_frame == value.shots[1].film_frame


def test_transitions_have_the_trade_s_lengths_in_frames() -> None:
    value = timed()
    assert (value.shots[0].transition, value.shots[0].transition_frames) == (
        TransitionKind.FADE_IN,
        24,
    )
    assert (value.shots[2].transition, value.shots[2].transition_frames) == (
        TransitionKind.DISSOLVE,
        12,
    )
    assert value.fade_out_frames == 24


def test_a_transition_between_short_shots_is_shortened() -> None:
    text = "INT. A - DAY\n\nshot: wide, 4f\n\nDISSOLVE TO:\n\nshot: close, 4f\n\nDISSOLVE TO:\n\n"
    found = told(text + "shot: wide, 4f\n")
    value, _ = schedule(found.film)
    assert all(0 < shot.transition_frames <= 4 for shot in value.shots[1:])


def test_a_super_stands_long_enough_to_be_read_and_inside_its_shot() -> None:
    value = timed()
    (text,) = value.supers
    assert (text.film_frame, text.index) == (0, 1)
    assert 48 <= text.frames <= value.shots[0].body_frames


def test_speech_longer_than_its_shot_makes_it_longer_and_is_told() -> None:
    found = told("INT. A - DAY\n\nshot: wide, 1s\n\nANNA\nI would like to say a long thing now.\n")
    value, told_of = schedule(found.film, {}, found.origins)
    assert [each.code for each in told_of] == ["speech-outruns-shot"]
    (line,) = value.lines
    assert value.frames >= line.start_frame + line.frames > 24


def test_chinese_is_counted_by_signs_and_english_by_letters() -> None:
    assert 1.5 < speech_seconds("母亲我来接你回家") < 2.5
    assert 1 < speech_seconds("Mother, I came for you.") < 2.5
    assert speech_seconds("Wait. What?") > speech_seconds("Wait what")
    assert action_seconds("He sits.") == Fraction(3, 2)
    assert action_seconds("word " * 100) == 8


def test_moving_a_scene_moves_its_frames_and_changes_no_length() -> None:
    one, two = "INT. A - DAY\n\nAnna waits.\n\n", "INT. B - DAY\n\nANNA\nHello there.\n\n"
    there = told(one + two)
    back = told(two + one, there.names)
    lengths = [
        {shot.shot: shot.body_frames for shot in schedule(found.film)[0].shots}
        for found in (there, back)
    ]
    assert lengths[0] == lengths[1]
    assert {shot.id for shot in shots(there)} == {shot.id for shot in shots(back)}
