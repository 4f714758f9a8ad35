"""A scene without shots is covered as a director would, scene by scene."""

from __future__ import annotations

from itertools import pairwise

from drama_compiler.film.film import Line, Shot
from drama_compiler.film.resolve import Resolution
from drama_compiler.film.schedule import schedule
from drama_compiler.film.words import Composition, Size
from tests.film.told import lines, shots, told

TALK = """INT. KITCHEN - NIGHT

Anna stands at the window.

ANNA
You came back.

BORIS
I said that I would.

ANNA
You said so many things.

BORIS
And meant them all.

ANNA
Then sit down and tell me.

BORIS
There is nothing left to tell.

ANNA
There is always something.
"""


def feature(scenes: int) -> str:
    """A plain script of many scenes, with action and talk of every length."""
    words = "He crosses the yard, looks up at the lit window and waits in the falling snow."
    parts = ["FADE IN:\n"]
    for number in range(scenes):
        parts.append(f"INT. ROOM {number % 7} - {('DAY', 'NIGHT')[number % 2]}\n")
        parts.append(" ".join([f"Anna {number} enters."] + [words] * (number % 4)) + "\n")
        for line in range(number % 5):
            parts.append(f"{('ANNA', 'BORIS')[line % 2]}\n{' '.join([words] * (line + 1))}\n")
        parts.append("She finds his OLD LETTER on the table.\n")
    return "\n".join(parts)


def test_a_wide_at_the_heading_then_shoulders_singles_and_closer() -> None:
    wide, *talk = shots(told(TALK))
    assert (wide.size, wide.implied) == (Size.WIDE, True)
    compositions = [shot.composition for shot in talk]
    assert compositions[:2] == [Composition.OVER] * 2
    assert compositions[2:4] == [Composition.SINGLE] * 2
    assert talk[0].over == talk[1].subjects[0].id == "boris"
    order = list(Size)
    assert order.index(talk[-1].size) > order.index(talk[0].size)


def test_outside_is_established() -> None:
    assert shots(told("EXT. SEA - DAY\n\nWaves.\n"))[0].size is Size.ESTABLISHING


def test_the_action_s_new_subject_gets_a_new_shot() -> None:
    text = (
        "character: ANNA\n\ncharacter: BORIS\n\nINT. HALL - DAY\n\nAnna enters. She waits.\n\n"
        "She looks round.\n\nBoris rises.\n"
    )
    first, second = shots(told(text))
    assert len(first.events) == 2
    assert second.subjects[0].id == "boris"


def test_a_thing_in_capitals_gets_an_insert_once() -> None:
    text = (
        "INT. HALL - DAY\n\nThe room is dark. He lifts the OLD LANTERN. It glows. The door SLAMS!\n"
        "\nA YOUNG WOMAN watches. The OLD LANTERN falls.\n"
    )
    found = told(text)
    inserts = [shot for shot in shots(found) if shot.size is Size.INSERT]
    assert [shot.subjects[0].id for shot in inserts] == ["old-lantern"]
    assert list(found.film.props) == ["old-lantern"]


def test_lines_said_at_once_share_a_two_shot() -> None:
    found = told("INT. A - DAY\n\nBoth turn.\n\nANNA\nNo!\n\nBORIS ^\nYes!\n")
    last = shots(found)[-1]
    assert last.composition is Composition.TWO
    one, other = [event for event in last.events if isinstance(event, Line)]
    assert other.dual == one.id


def test_a_voice_from_elsewhere_leaves_the_picture_as_it_is() -> None:
    found = told("EXT. SEA - DAY\n\nWaves.\n\nANNA (V.O.)\nI was young then.\n")
    (shot,) = shots(found)
    assert shot.cast == ()
    assert len(shot.events) == 2


def test_nothing_is_so_long_that_an_eye_tires_and_all_is_said() -> None:
    text = feature(40)
    found = told(text, file="feature.fountain")
    timing, trouble = schedule(found.film)
    rate = found.film.format.rate
    assert trouble == ()
    assert max(shot.body_frames / rate for shot in timing.shots) < 10
    said = " ".join(line.text for line in lines(found))
    assert said.count("falling snow") == sum(n + 1 for s in range(40) for n in range(s % 5))


def test_no_cut_is_between_equal_framings() -> None:
    for scene in told(feature(40), file="feature.fountain").film.scenes:
        for one, other in pairwise(scene.shots):
            assert (one.size, one.subjects, one.composition) != (
                other.size,
                other.subjects,
                other.composition,
            )


def framings(found: Resolution) -> list[list[tuple[object, ...]]]:
    return [[framing(shot) for shot in scene.shots] for scene in found.film.scenes]


def framing(shot: Shot) -> tuple[object, ...]:
    return shot.size, shot.composition, shot.subjects, shot.over, shot.moves, shot.events


def test_an_edit_in_one_scene_changes_no_other_scene_s_shots() -> None:
    text = feature(12)
    before = told(text, file="feature.fountain")
    place = text.index("Anna 5 enters.")
    edited = text[:place] + "Boris runs in. A dog barks at him. " + text[place:]
    after = told(edited, before.names, file="feature.fountain")
    changed = [
        number
        for number, (one, other) in enumerate(zip(framings(before), framings(after), strict=True))
        if one != other
    ]
    assert changed == [5]


def test_what_stands_before_the_first_shot_is_covered_and_the_rest_is_as_said() -> None:
    text = "INT. A - DAY\n\nAnna waits.\n\nshot: close on the door\n\nIt opens.\n\nAnna turns.\n"
    found = shots(told(text))
    assert [shot.implied for shot in found] == [True, False]
    assert len(found[1].events) == 2
