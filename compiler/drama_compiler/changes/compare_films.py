"""A film before and after comes in; what changes, in a film-maker's terms, comes out.

Both films must give the same things the same ids, as `resolve` does where it is told the names
of before. A film compared with itself has no change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from drama_compiler.changes.compare_declarations import compare_declarations
from drama_compiler.changes.compare_jobs import compare_jobs
from drama_compiler.changes.compare_shots import compare_shot, compare_terms
from drama_compiler.changes.film_changes import (
    Change,
    Extent,
    Fate,
    FilmChanges,
    SceneChange,
    ShotChange,
)
from drama_compiler.changes.order import moved
from drama_compiler.changes.shot_terms import Term, name_of, spell, transition_term
from drama_compiler.changes.version import Version
from drama_compiler.film.film import Film, Scene


def compare_films(before: Version, after: Version) -> FilmChanges:
    """Everything in which `after` is another film than `before`."""
    scenes = _Scenes(before, after)
    return FilmChanges(
        title=after.film.title or before.film.title,
        before=_extent(before),
        after=_extent(after),
        changes=tuple(compare_terms(_film_terms(before.film), _film_terms(after.film))),
        declarations=tuple(compare_declarations(before, after)),
        scenes=tuple(scenes.changed()),
        jobs=tuple(compare_jobs(before, after)),
        owners=_owners(before) | _owners(after),
    )


class _Scenes:
    """The scenes of two films, and what stands elsewhere in the second."""

    def __init__(self, before: Version, after: Version) -> None:
        self._before, self._after = before, after
        old, new = before.film.scenes, after.film.scenes
        self._moved = moved([each.id for each in old], [each.id for each in new])
        self._moved_shots = _moved_shots(before, after)

    def changed(self) -> Iterator[SceneChange]:
        """The scenes that changed as they follow each other now, then those that are gone."""
        for scene in self._after.film.scenes:
            found = self._compare(scene.id)
            if not found.empty:
                yield found
        for scene in self._before.film.scenes:
            if scene.id not in self._after.index.scenes:
                yield self._compare(scene.id)

    def _compare(self, id_: str) -> SceneChange:
        before, after = self._before, self._after
        old, new = before.index.scenes.get(id_), after.index.scenes.get(id_)
        scene = new or old
        assert scene is not None
        changes: tuple[Change, ...] = ()
        if old and new:
            terms = _scene_terms(old, before.film), _scene_terms(new, after.film)
            changes = _told_once(compare_terms(*terms))
        shots = [_without(changes, each) for each in self._shots(old, new)]
        everywhere = _of_every(shots)
        shots = [_without(everywhere, each) for each in shots]
        changes += tuple(replace(each, note="in every shot") for each in everywhere)
        shots = [each for each in shots if not each.empty]
        return SceneChange(
            id=id_,
            fate=Fate.KEPT if old and new else Fate.NEW if new else Fate.GONE,
            number=scene.number,
            number_before=old.number if old else "",
            heading=scene.heading,
            seconds_before=before.scene_seconds(old) if old else None,
            seconds_after=after.scene_seconds(new) if new else None,
            moved=self._scene_was(id_) if id_ in self._moved else "",
            changes=changes,
            shots=tuple(shots),
            shots_same=len(new.shots if new else ())
            - sum(each.fate is not Fate.GONE for each in shots),
        )

    def _shots(self, old: Scene | None, new: Scene | None) -> Iterator[ShotChange]:
        for shot in new.shots if new else ():
            was = self._shot_was(shot.id) if shot.id in self._moved_shots else ""
            yield compare_shot(shot.id, self._before, self._after, was)
        for shot in old.shots if old else ():
            if shot.id not in self._after.index.shots:
                yield compare_shot(shot.id, self._before, self._after)

    def _shot_was(self, id_: str) -> str:
        """Where a shot stood: behind which other, by the numbers of then."""
        ids = [shot.id for shot in self._before.shots]
        place = ids.index(id_)
        if not place:
            return "at the start"
        return f"after {self._before.number(ids[place - 1])}"

    def _scene_was(self, id_: str) -> str:
        numbers = {scene.id: scene.number for scene in self._before.film.scenes}
        ids = list(numbers)
        place = ids.index(id_)
        return f"after scene {numbers[ids[place - 1]]}" if place else "at the start"


def _told_once(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Without the heading's words where what they say is told."""
    found = tuple(changes)
    said = [change for change in found if change.what not in ("heading", "cast")]
    return tuple(change for change in found if change.what != "heading" or not said)


def _of_every(shots: Sequence[ShotChange]) -> tuple[Change, ...]:
    """What changes alike in every shot that stays, as weather does; of one shot alone nothing."""
    kept = [each.changes for each in shots if each.fate is Fate.KEPT]
    if len(kept) < 2:
        return ()
    return tuple(each for each in kept[0] if all(each in other for other in kept[1:]))


def _without(told: tuple[Change, ...], shot: ShotChange) -> ShotChange:
    """A shot without what is told of its whole scene."""
    return replace(shot, changes=tuple(each for each in shot.changes if each not in told))


def _owners(version: Version) -> dict[str, str]:
    lines = {id_: name_of(line.character, version.film) for id_, (line, _) in version.lines.items()}
    return lines | {shot.id: shot.number for shot in version.shots}


def _moved_shots(before: Version, after: Version) -> frozenset[str]:
    """Shots that left their scene, or stand elsewhere in it; not those that moved with it."""
    found: set[str] = set()
    for scene in after.film.scenes:
        ids = [shot.id for shot in scene.shots]
        was = before.index.scene_of
        found |= {id_ for id_ in ids if id_ in was and was[id_].id != scene.id}
        if scene.id in before.index.scenes:
            old = [shot.id for shot in before.index.scenes[scene.id].shots]
            found |= moved(old, ids)
    return frozenset(found)


def _film_terms(film: Film) -> dict[str, Term]:
    style = film.styles[film.style].name if film.style in film.styles else ""
    told = {
        "title": film.title,
        "picture": f"{film.format.width}×{film.format.height}",
        "frames a second": f"{float(film.format.rate):.5g}",
        "language": film.language,
        "subtitles": ", ".join(film.subtitles),
        "style": style,
        "ends by": transition_term(film.ending, film),
        **film.credits,
    }
    keys = {"style": film.style or ""}
    return {what: Term(what, text, keys.get(what, "")) for what, text in told.items() if text}


def _scene_terms(scene: Scene, film: Film) -> dict[str, Term]:
    """What is said of a whole scene; its number, sections and synopsis are the writer's own."""
    sides = {True: "interior", False: "exterior", None: ""}
    place = film.locations[scene.location].name if scene.location in film.locations else ""
    names = {id_: each.name for id_, each in film.characters.items()}
    cast = ", ".join(
        names.get(each.character, each.character)
        + (f" in {each.wardrobe}" if each.wardrobe else "")
        for each in scene.cast
    )
    terms = [
        Term("place", place, scene.location),
        Term("inside or outside", sides[scene.interior]),
        Term("time of day", spell("time", scene.time, film), scene.time),
        Term("variant", scene.variant or ""),
        Term("cast", cast, "\n".join(each.model_dump_json() for each in scene.cast)),
        Term("heading", scene.heading),
    ]
    return {term.what: term for term in terms if term.text}


def _extent(version: Version) -> Extent:
    return Extent(
        seconds=version.seconds(version.schedule.frames),
        scenes=len(version.film.scenes),
        shots=len(version.shots),
        lines=len(version.lines),
    )
