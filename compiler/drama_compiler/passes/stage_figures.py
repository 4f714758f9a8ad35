"""Everybody in a shot gets a place on the screen and somewhere to look, where none was said.

before: scene of LI WEI and MOTHER; close on LI WEI; over LI WEI on MOTHER
after:  LI WEI left, facing right; LI WEI left in the foreground, facing away, MOTHER right,
        facing left

The line of action runs between the first two of a scene: each keeps a side of the screen all
through it, and looks across. What the writer said of a shot holds in that shot, and the first
place said of somebody is that person's side of the scene.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drama_compiler.film.film import Appearance, Film, Line, Scene, Shot, Subject
from drama_compiler.film.scene_memo import SceneMemo
from drama_compiler.film.words import Composition, Depth, Facing, ScreenPlace
from drama_dsl.diagnostic import Diagnostic

OPPOSITE = {
    ScreenPlace.LEFT: ScreenPlace.RIGHT,
    ScreenPlace.RIGHT: ScreenPlace.LEFT,
    ScreenPlace.CENTER: ScreenPlace.CENTER,
}

INWARD = {
    ScreenPlace.LEFT: Facing.RIGHT,
    ScreenPlace.RIGHT: Facing.LEFT,
    ScreenPlace.CENTER: Facing.CAMERA,
}
"""Where one looks who stands there: across the screen."""

CROWD = (ScreenPlace.CENTER, ScreenPlace.LEFT, ScreenPlace.RIGHT)
"""Where the third and later people of a scene stand, in turn; from the fourth on, behind."""


def stage_figures(film: Film, memo: SceneMemo | None = None) -> tuple[Film, tuple[Diagnostic, ...]]:
    """Stage every shot of the film, scene by scene."""
    scenes = (memo or SceneMemo()).each("staged", film.scenes, None, _staged)
    return film.model_copy(update={"scenes": tuple(scenes)}), ()


def _staged(scene: Scene) -> Scene:
    sides = scene_sides(scene)
    shots = tuple(_stage_shot(shot, sides) for shot in scene.shots)
    return scene.model_copy(update={"shots": shots})


def scene_sides(scene: Scene) -> dict[str, ScreenPlace]:
    """Each character's side of the screen in a scene, in the order in which they matter.

    Whoever's place or facing is said somewhere stands there; the first two of the others take
    the free sides, left first; one who is alone stands in the middle.
    """
    said = _said_sides(scene)
    people = _people(scene)
    if len(people) == 1 and not said:
        return {people[0]: ScreenPlace.CENTER}
    sides: dict[str, ScreenPlace] = {}
    free = [each for each in OPPOSITE if each is not ScreenPlace.CENTER]
    free = [each for each in free if each not in said.values()]
    crowd = 0
    for person in people:
        if person in said:
            sides[person] = said[person]
        elif free:
            sides[person] = free.pop(0)
        else:
            sides[person] = CROWD[crowd % len(CROWD)]
            crowd += 1
    return sides


def _said_sides(scene: Scene) -> dict[str, ScreenPlace]:
    """The first side said of each character: by a place, or by where they look."""
    looks = {facing: place for place, facing in INWARD.items()}
    said: dict[str, ScreenPlace] = {}
    for subject in (subject for shot in scene.shots for subject in shot.subjects):
        if subject.kind != "character" or subject.id is None or subject.id in said:
            continue
        place = subject.place
        if place is None and subject.facing in (Facing.LEFT, Facing.RIGHT):
            place = looks[subject.facing]
        if place is not None and place is not ScreenPlace.CENTER:
            said[subject.id] = place
    return said


def _people(scene: Scene) -> list[str]:
    """Who is in a scene: those who speak on screen first, in the order of speaking."""
    lines = [event for shot in scene.shots for event in shot.events if isinstance(event, Line)]
    people = [line.character for line in lines if not line.off_screen]
    people += [each.character for each in scene.cast]
    people += [each.character for shot in scene.shots for each in shot.cast]
    return list(dict.fromkeys(people))


def _stage_shot(shot: Shot, sides: Mapping[str, ScreenPlace]) -> Shot:
    said = {each.id: each for each in shot.subjects if each.kind == "character" and each.id}
    cast: list[Appearance] = []
    taken: list[ScreenPlace] = []
    for seen in shot.cast:
        staged = _figure(shot, seen, said.get(seen.character), sides, len(cast))
        if staged.place in taken and _is_free_to_move(seen, said):
            staged = _moved(staged, taken)
        taken.append(staged.place or ScreenPlace.CENTER)
        cast.append(staged)
    by_id = {each.character: each for each in cast}
    subjects = tuple(_as_staged(subject, by_id) for subject in shot.subjects)
    return shot.model_copy(update={"cast": tuple(cast), "subjects": subjects})


def _figure(
    shot: Shot,
    seen: Appearance,
    said: Subject | None,
    sides: Mapping[str, ScreenPlace],
    place_in_cast: int,
) -> Appearance:
    """One figure: what was said, else the scene's side, and a look across the screen."""
    place = (said.place if said else None) or seen.place
    place = place or _usual_place(shot, seen, sides)
    facing = (said.facing if said else None) or seen.facing
    depth = (said.depth if said else None) or seen.depth
    if shot.over == seen.character:
        facing, depth = facing or Facing.AWAY, depth or Depth.FOREGROUND
    elif shot.pov is not None:
        facing = facing or Facing.CAMERA
    crowded = place_in_cast > 2
    return seen.model_copy(
        update={
            "place": place,
            "facing": facing or INWARD[place],
            "depth": depth or (Depth.BACKGROUND if crowded else Depth.MIDDLE),
        }
    )


def _usual_place(shot: Shot, seen: Appearance, sides: Mapping[str, ScreenPlace]) -> ScreenPlace:
    """The scene's side; through somebody's eyes, the middle."""
    if shot.pov is not None and shot.composition is Composition.POV and len(shot.cast) == 1:
        return ScreenPlace.CENTER
    return sides.get(seen.character, ScreenPlace.CENTER)


def _is_free_to_move(seen: Appearance, said: Mapping[str, Subject]) -> bool:
    """Whether nobody said where a figure stands in this shot."""
    subject = said.get(seen.character)
    return subject is None or subject.place is None


def _moved(staged: Appearance, taken: list[ScreenPlace]) -> Appearance:
    """A figure whose place somebody has: at the first free one, or behind the others."""
    free = [each for each in OPPOSITE if each not in taken]
    if not free:
        return staged.model_copy(update={"depth": Depth.BACKGROUND})
    update: dict[str, Any] = {"place": free[0]}
    if staged.facing in (Facing.LEFT, Facing.RIGHT):
        update["facing"] = INWARD[free[0]]
    return staged.model_copy(update=update)


def _as_staged(subject: Subject, cast: Mapping[str, Appearance]) -> Subject:
    seen = cast.get(subject.id or "")
    if subject.kind != "character" or seen is None:
        return subject
    return subject.model_copy(
        update={"place": seen.place, "facing": seen.facing, "depth": seen.depth}
    )
