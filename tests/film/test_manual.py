"""The scripts of docs/language.md are compiled: what they say is in the film, all of it."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from pydantic import BaseModel

from drama_compiler.film.film import AmbienceStart, Effect, MusicEnd, MusicStart, Super
from drama_compiler.film.words import (
    Composition,
    Daytime,
    Depth,
    Direction,
    MoveKind,
    Size,
    TransitionKind,
)
from tests.film.told import lines, shots, told, trouble

MANUAL = (Path(__file__).parents[2] / "docs" / "language.md").read_text("utf-8")
SCRIPTS = re.findall(r"```drama\n(.*?)```", MANUAL, re.DOTALL)
WHOLE, DECLARED, DIRECTED, CHINESE = SCRIPTS


@pytest.mark.parametrize("script", SCRIPTS, ids=[script[:12] for script in SCRIPTS])
def test_a_script_of_the_manual_has_no_mistake(script: str) -> None:
    assert [found.code for found in trouble(script)] == []


def full(value: BaseModel, *but: str) -> bool:
    """Whether every field of a value says something."""
    return all(getattr(value, each) for each in type(value).model_fields if each not in but)


@pytest.mark.parametrize("script", [DECLARED, CHINESE], ids=["English", "Chinese"])
def test_every_property_of_a_declaration_is_in_the_film(script: str) -> None:
    film = told(script).film
    refs = () if script is DECLARED else ("refs",)
    for table in (film.characters, film.locations, film.props, film.styles):
        first: BaseModel = next(iter(table.values()))
        assert full(first, *refs), first


def test_declarations_are_carried_word_for_word() -> None:
    film = told(DECLARED).film
    person = film.characters["li-wei"]
    assert person.aliases == ("THE BOY", "XIAO WEI")
    assert person.refs == ("li-wei-1.png", "li-wei-2.png")
    assert person.wardrobes == {"storm": "soaked tunic, torn sleeve", "court": "white robe"}
    assert film.locations["beach"].variants == {
        "night": "moonlight on wet sand",
        "storm": "waves over the boats",
    }
    assert (film.style, film.scenes[0].variant) == ("ink", "night")
    shot = film.scenes[0].shots[-1]
    assert (shot.size, shot.lens_millimetres) == (Size.CLOSE, 35)
    assert shot.moves[0].direction is Direction.IN
    assert (shot.cast[0].wardrobe, shot.props) == ("storm", ("jade-sword",))


def test_every_property_of_a_shot_is_in_the_film() -> None:
    first, second, third = shots(told(DIRECTED))
    assert (first.id, first.number, first.pinned) == ("12A", "12A", True)
    assert (first.first, first.last) == ("he kneels in the surf", "he opens his eyes")
    assert first.performance == "restrained, nearly a whisper"
    assert (first.prompt, first.avoid, first.via) == ("salt in the air", "blood", "animatic")
    assert (first.takes, first.seed) == (4, 42)
    assert first.subjects[1].depth is Depth.BACKGROUND
    beats = [(each.subject, each.action, each.object, each.direction) for each in first.blocking]
    assert beats == [
        ("li-wei", "lunges", "dragon", Direction.LEFT),
        ("dragon", "recoils", None, None),
        ("mother", "falls", None, None),
    ]
    assert (second.from_last, second.seconds) == (True, Fraction(3))
    assert (third.reuse, third.seconds) == ("12A", Fraction(2))


def test_a_chinese_script_without_a_mark_says_all_that_an_english_one_can() -> None:
    assert not re.search("^[@＠.．!！>＞~～#＃△]", CHINESE, re.MULTILINE)
    found = told(CHINESE)
    film, (scene,) = found.film, found.film.scenes
    assert (film.title, film.format.height, film.subtitles) == ("归海", 1280, ("en",))
    assert (scene.interior, scene.time, scene.variant) == (False, Daytime.NIGHT, "夜")
    wide, close, over, insert = shots(found)
    assert (wide.size, wide.seconds, wide.weather, wide.light) == (
        Size.EXTREME_WIDE,
        Fraction(4),
        "细雨",
        "一盏灯笼",
    )
    assert {MusicStart, Effect, Super} <= {type(each) for each in wide.events}
    assert (close.size, close.angle.value, close.cast[0].wardrobe) == (
        Size.MEDIUM_CLOSE,
        "low",
        "蓑衣",
    )
    assert (close.first, close.last, close.performance) == ("他低着头", "他睁开眼", "忍着泪")
    assert (close.takes, close.seed) == (2, 7)
    assert [each.subject for each in close.blocking] == ["阿海", "龙王"]
    assert (over.composition, over.over, over.lens_millimetres) == (Composition.OVER, "母亲", 35)
    assert [each.kind for each in over.moves] == [MoveKind.STATIC, MoveKind.PAN]
    assert (insert.size, insert.optics, insert.props) == (Size.INSERT, ("macro",), ("木簪",))
    assert type(insert.events[-1]) is MusicEnd
    assert film.ending.kind is TransitionKind.CUT_TO_BLACK
    assert [(line.character, line.mood, line.translations) for line in lines(found)] == [
        ("阿海", "", {"en": "Mother."}),
        ("母亲", "不回头", {"en": "You came."}),
    ]


def test_the_scene_of_the_manual_is_a_film() -> None:
    found = told(WHOLE)
    (line,) = lines(found)
    assert (line.mood, line.translations) == ("to himself", {"zh": "太晚了。"})
    assert not any(isinstance(e, AmbienceStart) for shot in shots(found) for e in shot.events)
