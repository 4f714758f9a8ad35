"""Parts as read come in; the film's scenes with their ids, and where all stands, come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from drama_compiler.film.build_scenes import SceneIds, build_scene, scene_numbers
from drama_compiler.film.drafts import Reference, SceneDraft, ShotDraft
from drama_compiler.film.film import Scene
from drama_compiler.film.matching_scenes import KnownTable
from drama_compiler.film.memo import PartRead, SceneRead
from drama_compiler.film.name_drafts import (
    Ids,
    Placing,
    SceneWords,
    lines_of,
    name_drafts,
    settle_pins,
    unsure,
)
from drama_compiler.film.names import Named
from drama_compiler.film.resolve_references import resolve_references
from drama_compiler.film.scope import Scope
from drama_dsl.diagnostic import Diagnostic
from drama_dsl.source import Span


class Origins(Mapping[str, Span]):
    """Where everything in scenes stands, by id: as it was when its part was read, and how much
    further on each part stands now. A place is worked out when it is asked for.
    """

    def __init__(
        self, places: Mapping[str, tuple[PartRead, Span]], by: Mapping[PartRead, int]
    ) -> None:
        self._places, self._by = places, by

    def __getitem__(self, id: str) -> Span:
        part, span = self._places[id]
        by = self._by[part]
        return Span(span.file, span.start + by, span.end + by) if by else span

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def build_parts(
    reads: Sequence[PartRead],
    known: Mapping[str, KnownTable],
    slugs: frozenset[str],
    scope: Scope,
) -> tuple[list[Scene], Ids, Origins, list[Diagnostic]]:
    """The scenes of the film, its ids, their origins, and what is wrong with ids and references.

    `known` are last time's names, `slugs` ids that characters, places and things have.
    """
    read = [(scene, part) for part in reads for scene in part.scenes]
    pins, found = _settle(read)
    drafts = [scene.draft for scene, _ in read]
    ids = name_drafts([scene.words for scene, _ in read], known, slugs | pins)
    numbers = scene_numbers(drafts)
    scenes: list[Scene] = []
    places: dict[str, tuple[PartRead, Span]] = {}
    keys = zip(ids.scenes, numbers, ids.shots, ids.lines, ids.cues, strict=True)
    for (scene, part), key in zip(read, keys, strict=True):
        location = scope.locations.get(scene.draft.location)
        made_for = (key, location.variants if location else None)
        if scene.built is None or scene.built[0] != made_for:
            made, stands = build_scene(scene.draft, SceneIds(*key), location)
            scene.built = made_for, made, {id: (part, span) for id, span in stands.items()}
        scenes.append(scene.built[1])
        places.update(scene.built[2])
    if any(scene.words.refers for scene, _ in read):
        standing = [_standing(scene.draft, part.now) for scene, part in read]
        scenes, referred = resolve_references(scenes, standing, ids)
    else:
        referred = []
    origins = Origins(places, {part: part.by for part in reads})
    return scenes, ids, origins, [*found, *_unsure(read, ids.named), *referred]


def _settle(
    read: Sequence[tuple[SceneRead, PartRead]],
) -> tuple[frozenset[str], list[Diagnostic]]:
    """All pins; a scene that loses one that another has is to be read again next time."""
    if not any(scene.words.pinned for scene, _ in read):
        return frozenset(), []
    pins, found, lost = settle_pins([(scene.draft, part.now) for scene, part in read])
    for place in lost:
        scene, part = read[place]
        scene.words, scene.built, part.again = SceneWords(scene.draft), None, True
    return pins, found


def _unsure(
    read: Sequence[tuple[SceneRead, PartRead]], named: Mapping[str, Named]
) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    if named["shot"].unsure:
        shots = [[part.now(each.span) for each in scene.draft.shots] for scene, part in read]
        found += unsure("shot", named["shot"], shots)
    if named["line"].unsure:
        lines = [[part.now(each.span) for each in lines_of(scene.draft)] for scene, part in read]
        found += unsure("line", named["line"], lines)
    return found


def _standing(draft: SceneDraft, now: Placing) -> SceneDraft:
    """A scene whose shots, and what they refer to, stand where they are now."""

    def referring(reference: Reference | None) -> Reference | None:
        return Reference(reference.shot, now(reference.span)) if reference else None

    def standing(shot: ShotDraft) -> ShotDraft:
        return replace(
            shot,
            span=now(shot.span),
            reuse=referring(shot.reuse),
            match=referring(shot.match),
            unpinned=now(shot.unpinned) if shot.unpinned else None,
        )

    return replace(draft, shots=[standing(shot) for shot in draft.shots])
