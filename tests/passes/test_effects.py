"""What action plainly tells of a sound is placed as one; a writer's own sounds are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from drama_compiler.film.film import Action, Effect, Film, Shot
from drama_compiler.passes.imply_effects import heard_in, imply_effects
from drama_compiler.session import analyse


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("The door opens. KAI stands there, dripping.", "door opens"),
        ("MIRA slams the door. Thunder.", "door slams"),
        ("Somebody knocks at the window.", "knock on the door"),
        ("The phone rings.", "phone rings"),
        ("A vase falls and shatters.", "glass shatters"),
        ("老船公推开木门。", "开门"),
        ("龙王一声长啸。", "龙吟"),
        ("巨浪打来，小舟翻了。", "巨浪"),
        ("She does not open the door.", ""),
        ("没有敲门声。", ""),
        ("The rain has stopped.", ""),
        ("MIRA walks home.", ""),
        ("", ""),
    ],
)
def test_action_is_heard_where_it_says_so_plainly(text: str, sound: str) -> None:
    assert heard_in(text) == sound


def shots(folder: Path, text: str) -> tuple[Film, list[Shot]]:
    script = folder / "film.drama"
    script.write_text(text, encoding="utf-8")
    analysis, _ = analyse(script)
    assert analysis is not None
    return analysis.film, [shot for scene in analysis.film.scenes for shot in scene.shots]


def test_a_told_sound_stands_at_its_action_once(tmp_path: Path) -> None:
    film, (shot,) = shots(
        tmp_path, "INT. HALL - DAY\n\nshot: wide\n\nANNA waits. Glass shatters.\n"
    )
    kinds = [type(event) for event in shot.events]
    assert Effect in kinds
    assert kinds.index(Effect) < kinds.index(Action)
    again, found = imply_effects(film)
    assert again is film
    assert not found


def test_a_shot_with_a_sound_of_its_writers_gets_no_other(tmp_path: Path) -> None:
    text = "INT. HALL - DAY\n\nshot: wide\nsound: once a distant horn\n\nThe door slams.\n"
    _, (shot,) = shots(tmp_path, text)
    assert [each.text for each in shot.events if isinstance(each, Effect)] == ["a distant horn"]
