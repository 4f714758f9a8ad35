"""Passes fill in what the writer left open: sides of the screen, reused pictures, a score."""

from __future__ import annotations

from fractions import Fraction

from drama_compiler.film.film import Film, MusicStart, Shot
from drama_compiler.film.words import Depth, Facing, ScreenPlace, Size
from drama_compiler.passes import run_passes
from tests.film.told import told


def passed(text: str) -> Film:
    film, _ = run_passes(told(text).film)
    return film


def passed_shots(text: str) -> list[Shot]:
    return [shot for scene in passed(text).scenes for shot in scene.shots]


TALK = (
    "INT. A - DAY\n\nANNA\nHello.\n\nBORIS\nHello.\n\nANNA\nSit down, please.\n\nBORIS\nThanks.\n"
)


def test_two_speakers_keep_their_sides_and_look_across() -> None:
    for shot in passed_shots(TALK):
        for seen in shot.cast:
            left = seen.character == "anna"
            assert seen.place is (ScreenPlace.LEFT if left else ScreenPlace.RIGHT)
            if shot.over == seen.character:
                assert (seen.facing, seen.depth) == (Facing.AWAY, Depth.FOREGROUND)
            else:
                assert seen.facing is (Facing.RIGHT if left else Facing.LEFT)


def test_subjects_stand_where_the_cast_stands() -> None:
    for shot in passed_shots(TALK):
        cast = {seen.character: seen for seen in shot.cast}
        for subject in shot.subjects:
            seen = cast[subject.id or ""]
            assert (subject.place, subject.facing, subject.depth) == (
                seen.place,
                seen.facing,
                seen.depth,
            )


def test_what_the_writer_said_holds_and_sets_the_side_of_the_scene() -> None:
    text = "character: ANNA\n\ncharacter: BORIS\n\nINT. A - DAY\n\n" + (
        "shot: two ANNA & BORIS\n\nshot: close on ANNA right\n\n"
        "shot: close on BORIS, facing camera\n"
    )
    two, anna, boris = passed_shots(text)
    assert [seen.place for seen in two.cast] == [ScreenPlace.RIGHT, ScreenPlace.LEFT]
    assert anna.cast[0].facing is Facing.LEFT
    assert (boris.cast[0].place, boris.cast[0].facing) == (ScreenPlace.LEFT, Facing.CAMERA)


def test_one_who_is_alone_stands_in_the_middle() -> None:
    (seen,) = passed_shots("INT. A - DAY\n\nANNA\nHello.\n")[0].cast
    assert (seen.place, seen.facing) == (ScreenPlace.CENTER, Facing.CAMERA)


def test_nobody_stands_in_another_s_place_as_long_as_there_is_room() -> None:
    people = "".join(f"character: {name}\n\n" for name in ("ANNA", "BORIS", "CARLA"))
    (shot,) = passed_shots(people + "INT. A - DAY\n\nshot: group ANNA, BORIS and CARLA\n")
    assert len({seen.place for seen in shot.cast}) == 3


def test_a_reused_picture_is_the_picture_of_its_owner() -> None:
    text = (
        "INT. A - DAY\n\nANNA\nHi.\n\nshot: close on ANNA, low angle, 35mm, #1#\n\n"
        "shot: reuse 1, 2s, #2#\n\nshot: reuse 2, #3#\n"
    )
    owner, one, other = passed_shots(text)[-3:]
    assert (one.reuse, other.reuse) == ("1", "1")
    assert (one.size, one.angle, one.subjects, one.cast) == (
        owner.size,
        owner.angle,
        owner.subjects,
        owner.cast,
    )
    assert (one.seconds, one.id, owner.seconds) == (Fraction(2), "2", None)


def test_a_matching_shot_takes_the_camera_and_keeps_what_it_says() -> None:
    text = "INT. A - DAY\n\nshot: extreme wide, low angle, 24mm, #1#\n\nshot: match 1, 50mm\n"
    _, shot = passed_shots(text)
    assert (shot.size, shot.angle.value, shot.lens_millimetres) == (Size.EXTREME_WIDE, "low", 50)


def test_a_film_without_music_gets_a_cue_a_scene_from_its_own_words() -> None:
    first = "INT. A - DAY\n\nAnna smiles over her coffee.\n\n"
    film = passed(first + "EXT. B - NIGHT\n\nHe screams. A gun. They fight.\n")
    cues = [scene.shots[0].events[0] for scene in film.scenes]
    assert all(isinstance(cue, MusicStart) for cue in cues)
    warm, tense = [cue.text for cue in cues if isinstance(cue, MusicStart)]
    assert warm.startswith("warm") and tense.startswith("tense")
    changed = passed(first + "EXT. B - NIGHT\n\nAll is well.\n")
    assert changed.scenes[0] == film.scenes[0]


def test_a_film_with_music_is_left_as_it_is() -> None:
    film = told("INT. A - DAY\n\nmusic: dread\n\nOne.\n\nINT. B - DAY\n\nTwo.\n").film
    passed_film, _ = run_passes(film)
    assert passed_film.scenes[1].shots[0].events == film.scenes[1].shots[0].events
