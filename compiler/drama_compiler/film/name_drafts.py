"""Scenes without ids and the names of last time come in; an id for everything comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from drama_compiler.film.drafts import Placed, SceneDraft, ShotDraft
from drama_compiler.film.film import (
    Action,
    AmbienceStart,
    Effect,
    Event,
    Line,
    MusicStart,
    Super,
)
from drama_compiler.film.names import Fingerprint, Named, Nameless, Names, name
from drama_dsl.diagnostic import Diagnostic, Help, Label, error, warning
from drama_dsl.source import Span

Cued = Effect | MusicStart | AmbienceStart


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of scenes, and scene by scene those of shots, lines and cues, in story order."""

    scenes: tuple[str, ...]
    shots: tuple[tuple[str, ...], ...]
    lines: tuple[tuple[str, ...], ...]
    cues: tuple[tuple[str, ...], ...]
    names: Names


def name_drafts(
    scenes: Sequence[SceneDraft], old: Names, slugs: frozenset[str]
) -> tuple[Ids, list[Diagnostic]]:
    """Name scenes, then shots, lines and cues; every id is given once in the film.

    `slugs` are ids that characters, places and things have.
    """
    pins, found = _pins(scenes)
    blocked = slugs | pins
    heads = [Nameless(_scene_content(each), each.pin) for each in scenes]
    scene_ids = _name("scene", [heads], ("",), old.scenes, blocked | _but(old, old.scenes), set())
    ids = scene_ids.ids[0]
    used = set(ids)
    shots = [[Nameless(_shot_content(each), each.pin) for each in scene.shots] for scene in scenes]
    shot_ids = _name("shot", shots, ids, old.shots, blocked | _but(old, old.shots), used)
    used |= set(shot_ids.table)
    lines = [[Nameless(event_content(each.event)) for each in _lines(scene)] for scene in scenes]
    line_ids = _name("line", lines, ids, old.lines, blocked | _but(old, old.lines), used)
    used |= set(line_ids.table)
    cues = [[Nameless(event_content(each.event)) for each in _cues(scene)] for scene in scenes]
    cue_ids = _name("cue", cues, ids, old.cues, blocked | _but(old, old.cues), used)
    names = Names(
        scenes=scene_ids.table,
        shots=shot_ids.table,
        lines=line_ids.table,
        cues=cue_ids.table,
    )
    spans = [[each.span for each in scene.shots] for scene in scenes]
    found += _unsure("shot", shot_ids, spans)
    found += _unsure("line", line_ids, [[each.span for each in _lines(s)] for s in scenes])
    return Ids(ids, shot_ids.ids, line_ids.ids, cue_ids.ids, names), found


def event_content(event: Event) -> str:
    """What an event says, by which it is known again."""
    if isinstance(event, Line):
        return f"{event.character}: {event.text}"
    if isinstance(event, Action | Super):
        return event.text
    return f"{event.type} {event.text}" if isinstance(event, Cued) else event.type


def _lines(scene: SceneDraft) -> list[Placed]:
    return [each for shot in scene.shots for each in shot.events if isinstance(each.event, Line)]


def _cues(scene: SceneDraft) -> list[Placed]:
    return [each for shot in scene.shots for each in shot.events if isinstance(each.event, Cued)]


def _shot_content(shot: ShotDraft) -> str:
    return "\n".join([shot.content, *(event_content(each.event) for each in shot.events)])


def _scene_content(scene: SceneDraft) -> str:
    shots = [_shot_content(shot) for shot in scene.shots]
    return "\n".join([scene.heading, *shots])


def _pins(scenes: Sequence[SceneDraft]) -> tuple[frozenset[str], list[Diagnostic]]:
    """All pinned ids; a shot's pin that something else has already is told, and dropped.

    Scene numbers are often written twice in plain scripts, so the first one quietly holds.
    """
    places: dict[str, Span] = {}
    found: list[Diagnostic] = []
    for scene in scenes:
        if scene.pin:
            places.setdefault(scene.pin, scene.span)
    for shot in (shot for scene in scenes for shot in scene.shots if shot.pin):
        if shot.pin in places:
            found.append(_pinned_twice(shot, places[shot.pin]))
            shot.pin = ""
        else:
            places[shot.pin] = shot.span
    return frozenset(places), found


def _but(old: Names, own: Mapping[str, Fingerprint]) -> frozenset[str]:
    """The ids of last time that other kinds had."""
    return old.ids - frozenset(own)


def _name(
    kind: str,
    groups: Sequence[Sequence[Nameless]],
    scenes: Sequence[str],
    old: Mapping[str, Fingerprint],
    blocked: frozenset[str],
    used: set[str],
) -> Named:
    """Name one kind: its own pins are its own, what is `blocked` or `used` is not."""
    own = {each.pin for group in groups for each in group if each.pin}
    return name(kind, groups, scenes, old, (blocked - own) | used)


def _pinned_twice(shot: ShotDraft, first: Span) -> Diagnostic:
    return error(
        "duplicate-pin",
        f"`#{shot.pin}#` is pinned twice",
        shot.span,
        "has its name already elsewhere",
        secondary=(Label(first, "first pinned here"),),
        helps=(Help("give each shot a name of its own"),),
    )


def _unsure(kind: str, named: Named, spans: Sequence[Sequence[Span]]) -> list[Diagnostic]:
    return [
        warning(
            "unsure-name",
            f"this {kind} could be either of two that were here before",
            span,
            "named anew",
            notes=("what was made for the old ones is kept, but is not its own any more",),
            helps=(Help("pin shots with `#12A#` before rewriting them"),),
        )
        for keys, places in zip(named.ids, spans, strict=True)
        for key, span in zip(keys, places, strict=True)
        if key in named.unsure
    ]
