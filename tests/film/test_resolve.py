"""Names, declarations and annotations of English scripts mean what a writer would expect."""

from __future__ import annotations

from fractions import Fraction

import pytest

from drama_compiler.film.film import AmbienceStart, Effect, Format, MusicEnd, MusicStart, Super
from drama_compiler.film.words import (
    Composition,
    Daytime,
    Depth,
    Direction,
    Facing,
    MoveKind,
    Pace,
    ScreenPlace,
    Size,
    TransitionKind,
)
from tests.film.told import actions, codes, lines, shots, told

CAST = """character: LI WEI
  look: a thin young man
  alias: THE BOY
  wardrobe storm: soaked tunic

character: MOTHER

prop: JADE SWORD

"""


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("9:16 1080x1920 24fps", Format(width=1080, height=1920)),
        ("24000/1001", Format(rate=Fraction(24000, 1001))),
        ("23.976 16:9", Format(rate=Fraction(24000, 1001))),
        ("29.97fps", Format(rate=Fraction(30000, 1001))),
        ("1920X1080, 59.94", Format(width=1920, height=1080, rate=Fraction(60000, 1001))),
        ("25 fps", Format(rate=Fraction(25))),
        ("1:1", Format(width=1080, height=1080)),
        ("9:16", Format(width=720, height=1280)),
    ],
)
def test_a_format_is_read_in_any_order_and_in_part(written: str, expected: Format) -> None:
    found = told(f"Title: X\nFormat: {written}\n\nINT. A - DAY\n")
    assert found.film.format == expected
    assert codes(found) == []


def test_a_title_page_is_kept_and_its_keys_are_understood() -> None:
    film = told(
        "Title: Waves\nAuthor: A. Writer\nLanguage: English\nSubtitles: zh, en\nSeries: Sea\n"
        "Episode: 3\n\nINT. A - DAY\n"
    ).film
    assert (film.title, film.language, film.subtitles) == ("Waves", "en", ("zh", "en"))
    assert film.credits == {"author": "A. Writer", "series": "Sea", "episode": "3"}


def test_a_shot_says_who_where_and_how() -> None:
    text = CAST + (
        "EXT. SEA - DAY\n\nshot: close on LI WEI in storm left, facing right, low angle, "
        'dolly in slow then pan left, 35mm, f/1.8, shallow focus, 4s, slow motion, "rain"\n'
        "  first: he waits\n  takes: 3\n  blocking: LI WEI lunges left at MOTHER; MOTHER falls\n"
    )
    (shot,) = shots(told(text))
    (subject,) = shot.subjects
    assert (subject.id, subject.wardrobe) == ("li-wei", "storm")
    assert (subject.place, subject.facing) == (ScreenPlace.LEFT, Facing.RIGHT)
    assert shot.size is Size.CLOSE and shot.angle.value == "low"
    assert [(m.kind, m.direction, m.pace) for m in shot.moves] == [
        (MoveKind.DOLLY, Direction.IN, Pace.SLOW),
        (MoveKind.PAN, Direction.LEFT, Pace.NORMAL),
    ]
    assert (shot.lens_millimetres, shot.aperture, shot.optics) == (35, 1.8, ("shallow-focus",))
    assert (shot.seconds, shot.speed, shot.words) == (Fraction(4), Fraction(1, 2), ("rain",))
    assert (shot.first, shot.takes) == ("he waits", 3)
    lunge, fall = shot.blocking
    assert (lunge.subject, lunge.action, lunge.object) == ("li-wei", "lunges", "mother")
    assert lunge.direction is Direction.LEFT
    assert (fall.subject, fall.action) == ("mother", "falls")


def test_compositions_name_their_people() -> None:
    text = CAST + (
        "INT. HUT - DAY\n\nshot: two LI WEI & MOTHER\n\nshot: over LI WEI on MOTHER\n\n"
        "shot: pov LI WEI on JADE SWORD\n\nshot: close on LI WEI, MOTHER background\n"
    )
    two, over, pov, deep = shots(told(text))
    assert two.composition is Composition.TWO
    assert [each.id for each in two.subjects] == ["li-wei", "mother"]
    assert (over.over, [each.id for each in over.subjects]) == ("li-wei", ["mother"])
    assert {each.character for each in over.cast} == {"li-wei", "mother"}
    assert (pov.pov, pov.subjects[0].kind, pov.cast) == ("li-wei", "prop", ())
    assert deep.composition is Composition.SINGLE
    assert deep.subjects[1].depth is Depth.BACKGROUND


def test_a_subject_that_is_named_again_is_one_subject_of_which_both_is_said() -> None:
    text = CAST + (
        "INT. HUT - DAY\n\nshot: close on LI WEI, LI WEI right, facing left, 35mm, 3s\n\n"
        "shot: two LI WEI & MOTHER, LI WEI left, MOTHER right\n\nLI WEI waits.\n"
    )
    close, two = shots(told(text))
    (subject,) = close.subjects
    assert close.composition is Composition.SINGLE
    assert (subject.place, subject.facing) == (ScreenPlace.RIGHT, Facing.LEFT)
    assert two.composition is Composition.TWO
    assert [(each.id, each.place) for each in two.subjects] == [
        ("li-wei", ScreenPlace.LEFT),
        ("mother", ScreenPlace.RIGHT),
    ]


def test_a_shot_of_a_place_whose_words_name_nobody_shows_nobody() -> None:
    text = CAST + (
        "EXT. SEA - DAY\n\ncast: LI WEI\n\nshot: establishing\nThe sea is calm.\n\n"
        "shot: establishing\nLI WEI waits.\n\nshot: wide\nThe wind drops.\n"
    )
    empty, named, wide = shots(told(text))
    assert [len(each.cast) for each in (empty, named, wide)] == [0, 1, 1]


def test_a_preset_gives_its_clauses_and_the_shot_s_own_beat_them() -> None:
    text = CAST + (
        "preset: hero = close, low angle, 35mm\n\nINT. HUT - DAY\n\nshot: hero on LI WEI\n\n"
        "shot: hero on MOTHER, wide\n"
    )
    one, other = shots(told(text))
    assert (one.size, one.lens_millimetres, one.subjects[0].id) == (Size.CLOSE, 35, "li-wei")
    assert (other.size, other.lens_millimetres) == (Size.WIDE, 35)


def test_a_name_in_small_letters_is_no_mention() -> None:
    text = "character: WILL\n\nINT. HUT - DAY\n\nNo one will speak. Will rises. WILL's hand.\n"
    found = told(text)
    assert [each.characters for each in actions(found)] == [("will",)]
    text = "character: WILL\n\nINT. HUT - DAY\n\nNo one will speak of the willow.\n"
    assert [each.characters for each in actions(told(text))] == [()]


def test_the_longest_name_and_every_alias_count() -> None:
    text = CAST + "character: LI\n\nEXT. SEA - DAY\n\nLi Wei waits. The Boy sings. Li nods.\n"
    assert actions(told(text))[0].characters == ("li-wei", "li")


def test_who_speaks_undeclared_is_declared_by_use() -> None:
    film = told("INT. BAR - NIGHT\n\nBOB (V.O.)\n(low)\nHello.\n").film
    assert film.characters["bob"].name == "BOB"
    assert not film.characters["bob"].declared
    (line,) = [e for scene in film.scenes for shot in scene.shots for e in shot.events]
    assert line.type == "line" and line.off_screen and line.mood == "low"


def test_translations_belong_to_the_line_above() -> None:
    (one, two) = lines(told("INT. A - DAY\n\nBOB\nHello.\nsub zh: 你好。\nBye.\nsub zh: 再见。\n"))
    assert (one.text, one.translations) == ("Hello.", {"zh": "你好。"})
    assert (two.text, two.translations) == ("Bye.", {"zh": "再见。"})


def test_sounds_titles_and_states_stand_where_they_were_written() -> None:
    text = (
        "EXT. SEA - DAY\n\nmusic: dread, 60 bpm\nweather: storm\nshot: wide\nsuper: DAY ONE\n"
        "sound: once thunder\nWaves.\n\nlight: torches\n\nshot: close\nsound: wind\nHe waits.\n"
        "music: out\n"
    )
    first, second = shots(told(text))
    assert [type(each) for each in first.events[:3]] == [MusicStart, Super, Effect]
    assert [type(each) for each in second.events[::2]] == [AmbienceStart, MusicEnd]
    assert (first.weather, first.light) == ("storm", "")
    assert (second.weather, second.light) == ("storm", "torches")


def test_times_of_day_are_taken_from_the_scene_before_where_a_heading_says_so() -> None:
    film = told(
        "INT. HUT - NIGHT\n\nA.\n\nINT. HALL - CONTINUOUS\n\nB.\n\nINT. HALL\n\nC.\n\nINT. BAR\n"
    ).film
    times = [scene.time for scene in film.scenes]
    assert times == [Daytime.NIGHT, Daytime.NIGHT, Daytime.NIGHT, Daytime.DAY]
    assert film.scenes[1].location == film.scenes[2].location


def test_a_variant_of_a_place_is_chosen_by_weather_then_time() -> None:
    place = "location: SEA\n  variant night: black\n  variant storm: torn\n\n"
    scenes = "EXT. SEA - NIGHT\n\nA.\n\nEXT. SEA - NIGHT\n\nweather: a storm\n\nB.\n\nEXT. SEA\n"
    film = told(place + scenes + "\n").film
    assert [scene.variant for scene in film.scenes] == ["night", "storm", "night"]


def test_transitions_enter_the_next_shot_and_the_last_ends_the_film() -> None:
    found = told(
        "FADE IN:\n\nINT. A - DAY\n\nOne.\n\nDISSOLVE TO:\n\nINT. B - DAY\n\nTwo.\n\nSMASH CUT TO:"
        "\n\nshot: close\n\nThree.\n\nFADE OUT.\n"
    )
    kinds = [shot.transition.kind for shot in shots(found)]
    assert kinds == [TransitionKind.FADE_IN, TransitionKind.DISSOLVE, TransitionKind.SMASH_CUT]
    assert found.film.ending.kind is TransitionKind.FADE_OUT


def test_a_wardrobe_carries_on_through_its_scene_and_no_further() -> None:
    text = CAST + (
        "EXT. SEA - DAY\n\ncast: LI WEI in storm\n\nshot: close on LI WEI\n\nshot: wide\n\n"
        "Li Wei rows.\n\nINT. HUT - DAY\n\nshot: close on LI WEI\n"
    )
    worn = [shot.cast[0].wardrobe for shot in shots(told(text))]
    assert worn == ["storm", "storm", None]


def test_used_files_declare_and_the_script_beats_them() -> None:
    script = "character: LI WEI\n  look: own\n\nEXT. SEA - DAY\n\nLi Wei and Mother row.\n"
    one = (
        "character: LI WEI\n  look: used\n\ncharacter: MOTHER\n  look: old\n\nINT. X - DAY\n\nNo.\n"
    )
    two = "character: MOTHER\n  look: young\n"
    found = told(script, None, one, two)
    assert found.film.characters["li-wei"].look == "own"
    assert found.film.characters["mother"].look == "old"
    assert len(found.film.scenes) == 1
    assert codes(found) == ["duplicate-declaration"]
    assert [label.span.file for label in found.diagnostics[0].secondary] == ["used0.drama"]


def test_a_file_that_only_declares_declares_for_others() -> None:
    assert codes(told(CAST)) == []
    assert codes(told(CAST + "INT. HUT - DAY\n\nRain.\n")) == ["unused-declaration"] * 3


def test_a_note_inside_action_begins_its_shot_there() -> None:
    found = told(
        "INT. A - DAY\n\nBob waits. [[SHOT: close on the door, 2s]] It opens.\n", file="a.fountain"
    )
    first, second = shots(found)
    assert [each.text for each in actions(found)] == ["Bob waits.", "It opens."]
    assert (first.implied, second.implied, second.seconds) == (True, False, Fraction(2))


def test_a_number_in_a_length_may_count_frames() -> None:
    (shot,) = shots(told("Format: 25fps\n\nINT. A - DAY\n\nshot: wide, 96f\n"))
    assert shot.seconds == Fraction(96, 25)


def test_every_thing_has_an_origin() -> None:
    text = CAST + "EXT. SEA - DAY\n\nmusic: dread\n\nLI WEI\nMother!\n\nHe lifts the JADE SWORD.\n"
    found = told(text)
    film = found.film
    ids = {*film.characters, *film.locations, *film.props, *(s.id for s in film.scenes)}
    ids |= {shot.id for shot in shots(found)} | {line.id for line in lines(found)}
    assert ids <= set(found.origins)
    for line in lines(found):
        span = found.origins[line.id]
        assert text[span.start : span.end] == line.text


def test_shots_are_numbered_by_scene_and_letter() -> None:
    text = "INT. A - DAY\n\n" + "shot: wide\n\n" * 28 + "INT. B - DAY #7#\n\nshot: wide\n"
    numbers = [shot.number for shot in shots(told(text))]
    assert numbers[:2] == ["1A", "1B"]
    assert numbers[25:28] == ["1Z", "1AA", "1AB"]
    assert numbers[28] == "7A"


def test_reuse_names_a_pinned_shot() -> None:
    found = told("INT. A - DAY\n\nshot: wide, #9#\n\nshot: close\n\nshot: reuse 9\n")
    assert shots(found)[0].id == "9" and shots(found)[0].pinned
    assert shots(found)[2].reuse == "9"
    assert codes(found) == []


def test_a_script_without_a_heading_is_one_scene_and_an_empty_one_too() -> None:
    for text in ("", "\n\n", "Just a man.\n\nAnd a dog.\n", "music: theme\n", "[[note]]\n"):
        film = told(text).film
        assert len(film.scenes) == 1
        assert len(film.scenes[0].shots) >= 1


def test_what_stands_before_the_first_heading_makes_no_scene_if_nothing_is_seen() -> None:
    found = told("music: theme\n\nFADE IN:\n\nINT. A - DAY\n\nOne.\n")
    assert len(found.film.scenes) == 1
    (shot,) = shots(found)
    assert shot.events[0].type == "music"
    assert shot.transition.kind is TransitionKind.FADE_IN
