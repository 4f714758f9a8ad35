"""Two films compared: what changed is told in the writer's terms, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from drama_compiler.changes.compare_films import compare_films
from drama_compiler.changes.film_changes import Change, Fate, FilmChanges, SceneChange, ShotChange
from tests.changes.films import changed, versions

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "examples/first-cup/first-cup.drama").read_text("utf-8")
ZH = "\n\n".join(
    (ROOT / "examples/guihai" / name).read_text("utf-8") for name in ("guihai.drama", "cast.drama")
)


def edited(*edits: tuple[str, str], text: str = TEXT) -> FilmChanges:
    after = text
    for was, is_ in edits:
        assert was in after
        after = after.replace(was, is_, 1)
    return changed(text, after)


def only_scene(changes: FilmChanges) -> SceneChange:
    (scene,) = changes.scenes
    return scene


def only_shot(changes: FilmChanges) -> ShotChange:
    (shot,) = only_scene(changes).shots
    return shot


def told(shot: ShotChange) -> dict[str, tuple[str, str]]:
    return {change.what: (change.before, change.after) for change in shot.changes}


@pytest.mark.parametrize(
    ("was", "is_", "what", "before", "after"),
    [
        ("extreme wide on KAI in wet, facing right, slow truck right", "medium on KAI in wet, facing right, slow truck right", "size", "extreme wide", "medium"),  # noqa: E501
        ("extreme wide on KAI right", "extreme wide on KAI left", "KAI stands", "right, midground", "left, midground"),  # noqa: E501
        ("slow crane up, 3s", "slow crane down, 3s", "camera move", "slow crane up", "slow crane down"),  # noqa: E501
        ("slow crane up, 3s", "slow crane up, 4.5s", "length", "3 s as said", "4.5 s as said"),
        ("slow crane up, 3s", "slow crane up, 35mm, 3s", "lens", "", "35 mm"),
        ("slow crane up, 3s", "slow crane up, low angle, 3s", "angle", "eye level", "low angle"),
        ("weather: clear", "weather: snow", "weather", "clear", "snow"),
        ("on KAI right", "on KAI in wet right", "KAI wears", "", "wet"),
        ("super: FIRST LIGHT.", "super: LAST LIGHT.", "text on screen", "FIRST LIGHT. Morning starts with one cup.", "LAST LIGHT. Morning starts with one cup."),  # noqa: E501
        ("The rain has stopped.", "The rain goes on.", "action", "The rain has stopped. KAI walks his BICYCLE into the sun.", "The rain goes on. KAI walks his BICYCLE into the sun."),  # noqa: E501
    ],
)  # fmt: skip
def test_a_change_of_a_shot_is_told_by_its_name(
    was: str, is_: str, what: str, before: str, after: str
) -> None:
    shot = only_shot(edited((was, is_)))
    assert (shot.number, shot.fate) == ("3A", Fate.KEPT) or shot.number == "1A"
    assert told(shot)[what] == (before, after)


def test_a_line_is_told_word_by_word_and_spoken_anew() -> None:
    changes = edited(("Uphill.", "All the way uphill."))
    (change,) = [each for each in only_shot(changes).changes if each.what == "KAI says"]
    assert change == Change("KAI says", "Uphill.", "All the way uphill.", prose=True)
    voices = next(jobs for jobs in changes.jobs if jobs.kind == "voice")
    assert (len(voices.anew), voices.new, voices.gone) == (1, (), ())
    assert changes.owners[voices.anew[0].removeprefix("voice/")] == "KAI"


def test_a_subtitle_and_a_manner_are_told_of_their_line() -> None:
    shot = only_shot(edited(("Three years. Sea,", "Three years, sea!"), text=ZH))
    assert list(told(shot)) == ["阿海’s subtitle en"]
    shot = only_shot(edited(("（叹息）", "（大笑）"), text=ZH))
    assert told(shot)["老船公’s manner"] == ("叹息", "大笑")


def test_a_chinese_film_is_told_in_its_own_words() -> None:
    shot = only_shot(
        edited(("镜头：双人阿海和老船公，缓推", "镜头：双人阿海和老船公，仰拍，缓推"), text=ZH)
    )
    assert told(shot) == {"angle": ("平视", "仰")}
    assert shot.told.endswith("双人阿海和老船公，缓推")


def test_a_new_and_a_gone_shot_are_told_with_what_happens_in_them() -> None:
    piece = "shot: insert CUP, slow push in, 3s\nsound: once coffee machine hiss\n\nSteam. Copper. A white CUP fills.\n\n"  # noqa: E501
    gone = only_shot(edited((piece, "")))
    assert (gone.fate, gone.number, gone.seconds_before, gone.seconds_after) == (
        Fate.GONE, "2D", 3.0, None,
    )  # fmt: skip
    assert told(gone)["action"] == ("Steam. Copper. A white CUP fills.", "")
    without = TEXT.replace(piece, "")
    new = only_shot(changed(without, TEXT))
    assert (new.fate, new.number, new.told) == (Fate.NEW, "2D", "insert CUP, dolly in slow")
    assert told(new)["sound"] == ("", "coffee machine hiss")


def test_other_numbers_alone_are_no_change() -> None:
    before, after = versions(
        TEXT, TEXT.replace("shot: insert CUP", "shot: wide, 2s\n\nshot: insert CUP")
    )
    changes = compare_films(before, after)
    assert [shot.number for shot in only_scene(changes).shots] == ["2D"]
    assert only_scene(changes).shots_same == 6


def test_a_declaration_tells_the_shots_and_lines_that_it_reaches() -> None:
    (kai,) = edited(("beard, grey", "beard, red")).declarations
    assert (kai.name, kai.fate, kai.lines) == ("KAI", Fate.KEPT, 3)
    assert kai.shots == ("1A", "1B", "2A", "2B", "2C", "2E", "2F", "3A")
    (wet,) = edited(("soaked orange", "soaked red")).declarations
    assert wet.shots == ("1A", "1B", "2A", "2B", "2C", "2E", "2F") and wet.lines == 0
    (voice,) = edited(("tired, low, friendly", "bright")).declarations
    assert voice.shots == () and voice.lines == 3
    (cafe,) = edited(("copper espresso machine", "old espresso machine")).declarations
    assert cafe.shots == ("2A", "2B", "2C", "2D", "2E", "2F")
    (cup,) = edited(("small white paper cup", "tall white paper cup")).declarations
    assert cup.shots == ("2D", "2E")
    (style,) = edited(("warm amber, teal", "warm amber, red")).declarations
    assert len(style.shots) == 9


def test_what_a_declaration_reaches_is_what_is_made_anew() -> None:
    for was, is_ in [("beard, grey", "x"), ("soaked orange", "x"), ("white paper cup", "x")]:
        changes = edited((was, is_))
        clips = next(jobs for jobs in changes.jobs if jobs.kind == "clip")
        reached = [changes.owners[name.removeprefix("clip/")] for name in clips.anew]
        assert set(reached) == set(changes.declarations[0].shots)


def test_a_scene_tells_once_what_becomes_of_all_its_shots() -> None:
    scene = only_scene(edited(("CAFÉ - MORNING", "CAFÉ - NIGHT")))
    assert [(each.what, each.before, each.after) for each in scene.changes] == [
        ("time of day", "morning", "night")
    ]
    assert scene.shots == () and scene.shots_same == 6


def test_what_changes_alike_in_every_shot_is_told_once() -> None:
    scene = only_scene(edited(("weather: rain", "weather: snow")))
    (change,) = scene.changes
    assert change == Change("weather", "rain", "snow", note="in every shot")
    assert scene.shots == () and scene.shots_same == 2


def test_a_moved_scene_has_moved_and_its_shots_have_not() -> None:
    head, one, two, three = (
        TEXT.replace("\nINT. ", "\0\nINT. ").replace("\nEXT. ", "\0\nEXT. ").split("\0")
    )
    assert "CAFÉ" in two
    three = three.replace("\n> FADE OUT.\n", "")
    before = head + one + two + three
    changes = changed(before, head + one + three + two)
    scene = only_scene(changes)
    assert scene.moved and not scene.shots and not scene.changes
    assert "clip" not in {jobs.kind for jobs in changes.jobs if jobs.anew or jobs.new}


def test_a_moved_shot_tells_where_it_was() -> None:
    piece = "shot: insert CUP, slow push in, 3s\nsound: once coffee machine hiss\n\nSteam. Copper. A white CUP fills.\n\n"  # noqa: E501
    after = TEXT.replace(piece, "").replace("shot: over KAI", piece + "shot: over KAI")
    shot = only_shot(changed(TEXT, after))
    assert (shot.number, shot.number_before, shot.moved) == ("2B", "2D", "after 2C")
    assert shot.changes == ()


def test_the_film_as_a_whole_has_its_changes() -> None:
    changes = edited(("Title: First Cup", "Title: Last Cup"), ("24fps", "25fps"))
    assert {(each.what, each.before, each.after) for each in changes.changes} >= {
        ("title", "First Cup", "Last Cup"),
        ("frames a second", "24", "25"),
    }
    assert not [change for scene in changes.scenes for change in scene.changes]
    assert not [shot for scene in changes.scenes for shot in scene.shots]


@pytest.mark.parametrize(
    "after",
    [
        TEXT.replace("\n\n", "\n\n\n"),
        TEXT.replace("KAI drinks", "/* a thought */\n\n[[and a note]]\n\nKAI drinks"),
        TEXT.replace("  look:", "      look:"),
        TEXT.replace(
            "EXT. CITY STREET - DAWN", "# Part one\n\nEXT. CITY STREET - DAWN\n\n= He walks."
        ),
        "\n".join(TEXT.split("\n")).replace("\n", "\r\n"),
    ],
)
def test_layout_notes_and_sections_change_no_film(after: str) -> None:
    assert after != TEXT
    assert changed(TEXT, after).empty


def test_a_film_that_was_not_there_is_all_new() -> None:
    changes = changed("", TEXT)
    assert changes.after.shots == 9
    new = [shot for scene in changes.scenes for shot in scene.shots if shot.fate is Fate.NEW]
    assert len(new) == 9
