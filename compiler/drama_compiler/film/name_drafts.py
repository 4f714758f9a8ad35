"""Scenes without ids and the names of last time come in; an id for everything comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

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
from drama_compiler.film.matching_scenes import KnownTable
from drama_compiler.film.names import Group, Named, Nameless, Names, name
from drama_dsl.diagnostic import Diagnostic, Help, Label, error, warning
from drama_dsl.source import Span

Cued = Effect | MusicStart | AmbienceStart


@dataclass(frozen=True)
class Ids:
    """The ids of scenes, and scene by scene those of shots, lines and cues, in story order.

    `named` is how they were found, by kind.
    """

    scenes: tuple[str, ...]
    shots: tuple[tuple[str, ...], ...]
    lines: tuple[tuple[str, ...], ...]
    cues: tuple[tuple[str, ...], ...]
    named: Mapping[str, Named] = field(repr=False, compare=False)

    @cached_property
    def names(self) -> Names:
        """What all is to be known by the next time."""
        tables = {f"{kind}s": each.table for kind, each in self.named.items()}
        return Names().model_copy(update=tables)


class SceneWords:
    """What a scene and all in it say, by which they are named.

    Also whether it has pins, and whether a shot in it refers to another.
    """

    __slots__ = ("cues", "head", "lines", "pinned", "refers", "shots")

    def __init__(self, scene: SceneDraft) -> None:
        said = [_shot_content(each) for each in scene.shots]
        pins = [each.pin for each in scene.shots]
        self.head = Group("scene", [Nameless("\n".join([scene.heading, *said]), scene.pin)])
        self.shots = Group("shot", map(Nameless, said, pins))
        self.lines = Group(
            "line", [Nameless(event_content(each.event)) for each in lines_of(scene)]
        )
        self.cues = Group("cue", [Nameless(event_content(each.event)) for each in _cues(scene)])
        self.pinned = bool(scene.pin) or any(pins)
        self.refers = any(shot.reuse or shot.match for shot in scene.shots)


def name_drafts(
    scenes: Sequence[SceneWords], known: Mapping[str, KnownTable], blocked: frozenset[str]
) -> Ids:
    """Name scenes, then shots, lines and cues; every id is given once in the film.

    `known` are the names of last time by kind. `blocked` are ids that characters, places and
    things have, and all pins: what has a pin for its own is named by it.
    """
    kinds: dict[str, list[Group]] = {
        "scene": [Group.joined("scene", [each.head for each in scenes])],
        "shot": [each.shots for each in scenes],
        "line": [each.lines for each in scenes],
        "cue": [each.cues for each in scenes],
    }
    used: set[str] = set()
    within: Sequence[str] = ("",)
    named: dict[str, Named] = {}
    for kind, groups in kinds.items():
        own = {item.pin for group in groups if group.pinned for item in group.items if item.pin}
        taken = known[kind].others | blocked
        taken = (taken - own if own else taken) | used
        named[kind] = name(kind, groups, within, known[kind], taken)
        used.update(*named[kind].ids)
        within = within if kind != "scene" else named[kind].ids[0]
    shots, lines, cues = (named[kind].ids for kind in ("shot", "line", "cue"))
    return Ids(named["scene"].ids[0], shots, lines, cues, named)


def event_content(event: Event) -> str:
    """What an event says, by which it is known again."""
    if isinstance(event, Line):
        return f"{event.character}: {event.text}"
    if isinstance(event, Action | Super):
        return event.text
    return f"{event.type} {event.text}" if isinstance(event, Cued) else event.type


def lines_of(scene: SceneDraft) -> list[Placed]:
    """The lines of a scene in order."""
    return [each for shot in scene.shots for each in shot.events if isinstance(each.event, Line)]


def _nameless(placed: Placed) -> Nameless:
    return Nameless(event_content(placed.event))


def _cues(scene: SceneDraft) -> list[Placed]:
    return [each for shot in scene.shots for each in shot.events if isinstance(each.event, Cued)]


def _shot_content(shot: ShotDraft) -> str:
    return "\n".join([shot.content, *(event_content(each.event) for each in shot.events)])


Placing = Callable[[Span], Span]
"""Where something that was read at a place stands now."""


def settle_pins(
    scenes: Sequence[tuple[SceneDraft, Placing]],
) -> tuple[frozenset[str], list[Diagnostic], set[int]]:
    """All pinned ids; a shot's pin that something else has already is told, and dropped.

    Scene numbers are often written twice in plain scripts, so the first one quietly holds. The
    places of the scenes that lose a pin come out too.
    """
    places: dict[str, Span] = {}
    found: list[Diagnostic] = []
    lost: set[int] = set()
    for scene, now in scenes:
        if scene.pin:
            places.setdefault(scene.pin, now(scene.span))
    for place, (scene, now) in enumerate(scenes):
        for shot in scene.shots:
            if shot.pin in places:
                found.append(_pinned_twice(shot.pin, now(shot.span), places[shot.pin]))
                shot.pin = ""
                lost.add(place)
            elif shot.pin:
                places[shot.pin] = now(shot.span)
    return frozenset(places), found, lost


def _pinned_twice(pin: str, span: Span, first: Span) -> Diagnostic:
    return error(
        "duplicate-pin",
        f"`#{pin}#` is pinned twice",
        span,
        "has its name already elsewhere",
        secondary=(Label(first, "first pinned here"),),
        helps=(Help("give each shot a name of its own"),),
    )


def unsure(kind: str, named: Named, spans: Sequence[Sequence[Span]]) -> list[Diagnostic]:
    """What is named anew though it could be either of two; `spans` are as `named.ids`."""
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
