"""Laws of comparing: itself gives nothing, and no film differs without its being told."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from drama_compiler.changes.compare_films import compare_films
from drama_compiler.changes.version import Version
from drama_compiler.film import words
from drama_compiler.film.film import (
    Appearance,
    Beat,
    Effect,
    Film,
    Line,
    Move,
    Scene,
    Shot,
    Subject,
    Transition,
)
from drama_compiler.graph.lower import lower
from tests.changes.films import of_film, version, versions
from tests.faces.invented import invented
from tests.laws.test_scribbles import scribble

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "examples/first-cup/first-cup.drama").read_text("utf-8")
EDITS = 80
SCRIBBLES = 60


def jobs(found: Version) -> list[Any]:
    """Everything that is made of a film; scene numbers in chapters are the script's own."""
    return [(job.name, job.brief, job.timing) for job in lower(found.film, found.schedule)]


@pytest.mark.parametrize("chinese", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_a_film_compared_with_itself_has_no_change(seed: int, chinese: bool) -> None:
    text = invented(seed, chinese=chinese)
    before, after = versions(text, text)
    changes = compare_films(before, after)
    assert changes.empty and changes.before == changes.after


def test_two_scribbles_are_compared_and_one_with_itself_is_the_same() -> None:
    chance = random.Random(7)
    for count in range(SCRIBBLES):
        one, other = scribble(chance), scribble(chance)
        assert compare_films(*versions(one, one)).empty, (count, one)
        before, after = versions(one, other)
        if compare_films(before, after).empty:
            assert jobs(before) == jobs(after), (count, one, other)


def edit(lines: list[str], chance: random.Random) -> list[str]:
    """One change that somebody might make: a line out, doubled, moved or reworded."""
    place = chance.randrange(len(lines))
    line, rest = lines[place], lines[:place] + lines[place + 1 :]
    words_ = line.split(" ")
    kind = chance.randrange(5)
    if kind == 0:
        return rest
    if kind == 1:
        return [*lines[:place], line, *lines[place:]]
    if kind == 2:
        there = chance.randrange(len(lines))
        return [*rest[:there], line, *rest[there:]]
    words_[chance.randrange(len(words_))] = chance.choice(["close", "ROSA", "9s", "snow", ""])
    return [*lines[:place], " ".join(words_), *lines[place + 1 :]]


def test_an_edit_is_told_or_changes_nothing_that_is_made() -> None:
    chance = random.Random(11)
    before, names = version(TEXT)
    told = 0
    for count in range(EDITS):
        lines = TEXT.split("\n")
        for _ in range(chance.randrange(1, 4)):
            lines = edit(lines, chance)
        after, _ = version("\n".join(lines), names)
        changes = compare_films(before, after)
        told += not changes.empty
        if changes.empty:
            assert jobs(before) == jobs(after), (count, lines)
        back = compare_films(after, before)
        assert back.empty == changes.empty
        assert (back.before, back.after) == (changes.after, changes.before)
    assert EDITS * 0.5 < told < EDITS


NOT_OF_THE_FILM = {"id", "number", "pinned", "implied"}
OTHER: dict[str, Any] = {
    "size": words.Size.INSERT,
    "composition": words.Composition.GROUP,
    "angle": words.Angle.LOW,
    "moves": (Move(kind=words.MoveKind.RACK, target="rosa"),),
    "subjects": (Subject(kind="words", words="a hat"),),
    "over": "rosa",
    "pov": "rosa",
    "cast": (Appearance(character="rosa", facing=words.Facing.LEFT),),
    "props": ("cup",),
    "lens_millimetres": 21.0,
    "aperture": 1.4,
    "optics": ("macro",),
    "seconds": Fraction(9),
    "speed": Fraction(1, 2),
    "from_last": True,
    "reuse": "cjqek",
    "match": "cjqek",
    "time": words.Daytime.NIGHT,
    "weather": "hail",
    "light": "neon",
    "words": ("grainy",),
    "first": "a hand",
    "last": "a door",
    "performance": "still",
    "blocking": (Beat(words="he turns"),),
    "prompt": "in felt",
    "avoid": "hands",
    "via": "kling/v3",
    "takes": 4,
    "seed": 7,
    "transition": Transition(kind=words.TransitionKind.WIPE),
    "events": (Effect(id="fresh", text="bell"),),
}
LINE_OTHER: dict[str, Any] = {
    "character": "rosa",
    "text": "Nothing.",
    "language": "fr",
    "mood": "angry",
    "extension": "on the telephone",
    "off_screen": False,
    "lyric": True,
    "dual": "someline",
    "translations": {"de": "Nichts."},
}
SCENE_OTHER: dict[str, Any] = {
    "heading": "EXT. STREET",
    "interior": True,
    "location": "first-light-café",
    "time": words.Daytime.NIGHT,
    "variant": "storm",
    "cast": (),
    "shots": (),
}


def with_shot(film: Film, place: int, shot: Shot) -> Film:
    scene = film.scenes[0]
    shots = (*scene.shots[:place], shot, *scene.shots[place + 1 :])
    return with_scene(film, scene.model_copy(update={"shots": shots}))


def with_scene(film: Film, scene: Scene) -> Film:
    return film.model_copy(update={"scenes": (scene, *film.scenes[1:])})


@pytest.mark.parametrize("field", sorted(set(Shot.model_fields) - NOT_OF_THE_FILM))
def test_no_field_of_a_shot_changes_silently(field: str) -> None:
    before, _ = version(TEXT)
    shot = before.film.scenes[0].shots[0]
    assert getattr(shot, field) != OTHER[field]
    other = shot.model_copy(update={field: OTHER[field]})
    assert other.reuse in (None, before.film.scenes[0].shots[1].id)
    changes = compare_films(before, of_film(with_shot(before.film, 0, other)))
    assert any(each.id == shot.id and each.changes for each in changes.scenes[0].shots)


@pytest.mark.parametrize("field", sorted(set(Line.model_fields) - {"type", "id"}))
def test_no_field_of_a_line_changes_silently(field: str) -> None:
    before, _ = version(TEXT)
    shot = before.film.scenes[0].shots[1]
    (line,) = (each for each in shot.events if isinstance(each, Line))
    other = line.model_copy(update={field: LINE_OTHER[field]})
    assert other != line
    film = with_shot(before.film, 1, shot.model_copy(update={"events": (other,)}))
    assert compare_films(before, of_film(film)).scenes[0].shots[0].changes


@pytest.mark.parametrize(
    "field", sorted(set(Scene.model_fields) - {"id", "number", "synopsis", "section"})
)
def test_no_field_of_a_scene_changes_silently(field: str) -> None:
    before, _ = version(TEXT)
    scene = before.film.scenes[0]
    film = with_scene(before.film, scene.model_copy(update={field: SCENE_OTHER[field]}))
    assert not compare_films(before, of_film(film)).empty


@pytest.mark.parametrize("table", ["characters", "locations", "props", "styles"])
def test_no_word_of_a_declaration_changes_silently(table: str) -> None:
    before, _ = version(TEXT)
    id_, thing = next(iter(getattr(before.film, table).items()))
    for field in set(type(thing).model_fields) - {"id", "declared", "name"}:
        value: Any = {"extra": "new"} if field in ("wardrobes", "variants") else "new"
        value = ("new",) if field in ("refs", "aliases") else value
        other = {**getattr(before.film, table), id_: thing.model_copy(update={field: value})}
        changes = compare_films(before, of_film(before.film.model_copy(update={table: other})))
        (found,) = changes.declarations
        assert found.id == id_ and found.changes, field
