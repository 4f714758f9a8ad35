"""A draft and its ids come in; a scene of the film, and where each thing in it stands, come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from drama_compiler.film.clock import CASELESS
from drama_compiler.film.drafts import DUAL, SceneDraft, ShotDraft
from drama_compiler.film.film import (
    Action,
    Appearance,
    Event,
    Line,
    Location,
    Scene,
    Shot,
    Subject,
)
from drama_compiler.film.name_drafts import Cued
from drama_compiler.film.words import Composition, Size
from drama_dsl.source import Span
from drama_grammar import fold, vocabulary

OPEN_SIZES = frozenset(
    {
        Size.AERIAL,
        Size.ESTABLISHING,
        Size.EXTREME_WIDE,
        Size.WIDE,
        Size.FULL,
        Size.MEDIUM_WIDE,
    }
)
"""Sizes that hold more of a scene than what the frame is on."""

PLACE_SIZES = frozenset({Size.AERIAL, Size.ESTABLISHING})
"""Sizes of a place: with words that name nobody, nobody is in it."""

SEEN_AT_HEADING_MAX = 3
"""How many of a scene's people stand in an opening wide in which nobody is named."""


class SceneIds(NamedTuple):
    """The id and number of a scene, and the ids of its shots, lines and cues, in story order."""

    id: str
    number: str
    shots: tuple[str, ...]
    lines: tuple[str, ...]
    cues: tuple[str, ...]


def build_scene(
    draft: SceneDraft, ids: SceneIds, location: Location | None
) -> tuple[Scene, dict[str, Span]]:
    """A scene with numbers for people; and the origin of every id in it."""
    origins: dict[str, Span] = {}
    event_ids = iter(_event_ids(draft, ids.lines, ids.cues))
    shots: list[Shot] = []
    letters = shot_letters(ids.number, draft.shots)
    for shot, id, number in zip(draft.shots, ids.shots, letters, strict=True):
        events = _events(shot, event_ids, origins)
        shots.append(_shot(shot, id, number, events, draft))
        origins[id] = shot.span
    origins[ids.id] = draft.span
    scene = Scene(
        id=ids.id,
        number=ids.number,
        heading=draft.heading,
        interior=draft.interior,
        location=draft.location,
        time=draft.time,
        variant=_variant(draft, location),
        cast=_scene_cast(draft, shots),
        synopsis=draft.synopsis,
        section=draft.section,
        shots=tuple(shots),
    )
    return scene, origins


def scene_numbers(drafts: Sequence[SceneDraft]) -> list[str]:
    """The number that a scene is given in its heading, or its place; none is given twice."""
    written = {draft.pin for draft in drafts if draft.pin}
    if not written:
        return [str(place) for place in range(1, len(drafts) + 1)]
    used: set[str] = set()
    numbers: list[str] = []
    for place, draft in enumerate(drafts, 1):
        count = place
        number = draft.pin if draft.pin and draft.pin not in used else str(count)
        while number != draft.pin and (number in used or number in written):
            count += 1
            number = str(count)
        used.add(number)
        numbers.append(number)
    return numbers


def shot_letters(scene: str, shots: Sequence[ShotDraft]) -> list[str]:
    """`1A`, `1B`, … `1Z`, `1AA`; a pinned shot is called by its pin, which nothing else is."""
    pins = {shot.pin for shot in shots if shot.pin}
    numbers: list[str] = []
    count = 0
    for shot in shots:
        number = shot.pin
        while not number or (number != shot.pin and number in pins):
            number = scene + _letters(count)
            count += 1
        numbers.append(number)
    return numbers


def _letters(count: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    letters = ""
    while count >= 0:
        letters = chr(ord("A") + count % 26) + letters
        count = count // 26 - 1
    return letters


def _event_ids(draft: SceneDraft, lines: Sequence[str], cues: Sequence[str]) -> Iterator[str]:
    """The id of each event of a scene in order; empty for those that have none."""
    line, cue = iter(lines), iter(cues)
    for placed in (placed for shot in draft.shots for placed in shot.events):
        if isinstance(placed.event, Line):
            yield next(line)
        else:
            yield next(cue) if isinstance(placed.event, Cued) else ""


def _events(draft: ShotDraft, ids: Iterator[str], origins: dict[str, Span]) -> tuple[Event, ...]:
    """The events of a shot with their ids; a line said at once names the one before it."""
    events: list[Event] = []
    last_line: str | None = None
    for placed in draft.events:
        event, id = placed.event, next(ids)
        if isinstance(event, Line):
            dual = last_line if event.dual == DUAL else None
            event = event.model_copy(update={"id": id, "dual": dual})
            last_line = id
        elif isinstance(event, Cued):
            event = event.model_copy(update={"id": id})
        if not isinstance(event, Line | Cued):
            last_line = None if isinstance(event, Action) else last_line
        if id:
            origins[id] = placed.span
        events.append(event)
    return tuple(events)


def _shot(
    draft: ShotDraft, id: str, number: str, events: tuple[Event, ...], scene: SceneDraft
) -> Shot:
    fields: dict[str, Any] = dict(draft.fields)
    subjects = tuple(_dressed(each, draft) for each in fields.pop("subjects", ()))
    fields["subjects"] = subjects
    cast = _in_picture(fields, events, scene, draft)
    things = [each.id for each in subjects if each.kind == "prop" and each.id]
    things += [prop for each in events if isinstance(each, Action) for prop in each.props]
    return Shot(
        id=id,
        number=number,
        pinned=bool(draft.pin) and draft.pin == id,
        cast=tuple(Appearance(character=each, wardrobe=draft.worn.get(each)) for each in cast),
        props=tuple(dict.fromkeys(things)),
        time=scene.time,
        events=events,
        **fields,
    )


def _dressed(subject: Subject, draft: ShotDraft) -> Subject:
    if subject.kind != "character" or subject.wardrobe or subject.id not in draft.worn:
        return subject
    return subject.model_copy(update={"wardrobe": draft.worn[subject.id]})


def _in_picture(
    fields: Mapping[str, Any], events: Sequence[Event], scene: SceneDraft, draft: ShotDraft
) -> list[str]:
    """Who is seen: the subjects and the shoulder; in an open frame all who act or speak too.

    The eyes of a point of view are behind the camera, and seen no more than it is.
    """
    subjects: tuple[Subject, ...] = fields["subjects"]
    people = [each.id for each in subjects if each.kind == "character" and each.id]
    if fields.get("over"):
        people.append(fields["over"])
    size, composition = fields.get("size", Size.WIDE), fields.get("composition")
    if not subjects or (size in OPEN_SIZES and composition is not Composition.POV):
        people += _acting(events)
        alone = not subjects and not people
        if alone and size in OPEN_SIZES:
            listed = [each.character for each in scene.cast] or list(draft.present)
            silent = not any(isinstance(event, Action | Line) for event in events)
            if size in PLACE_SIZES and not silent:
                # It tells of the place, and of nobody in it.
                listed = []
            speaking = _speaking(scene) if draft is scene.shots[0] and silent else []
            people += (listed or speaking)[:SEEN_AT_HEADING_MAX]
    seen = [each for each in dict.fromkeys(people) if each != fields.get("pov")]
    return (
        seen
        if size is not Size.INSERT or not subjects
        else [each.id for each in subjects if each.kind == "character" and each.id]
    )


def _acting(events: Sequence[Event]) -> list[str]:
    """Who is named by the action or speaks on screen, in order."""
    people: list[str] = []
    for event in events:
        if isinstance(event, Action):
            people += event.characters
        elif isinstance(event, Line) and not event.off_screen:
            people.append(event.character)
    return people


def _speaking(scene: SceneDraft) -> list[str]:
    events = [placed.event for shot in scene.shots for placed in shot.events]
    said = [each for each in events if isinstance(each, Line) and not each.off_screen]
    return list(dict.fromkeys(each.character for each in said))


def _scene_cast(draft: SceneDraft, shots: Sequence[Shot]) -> tuple[Appearance, ...]:
    """Those listed by `cast:`, then all others in the order in which they are seen or named."""
    cast = {each.character: each for each in draft.cast}
    for shot in shots:
        for seen in shot.cast:
            cast.setdefault(
                seen.character, Appearance(character=seen.character, wardrobe=seen.wardrobe)
            )
        for person in _acting(shot.events):
            cast.setdefault(person, Appearance(character=person))
    return tuple(cast.values())


def _variant(draft: SceneDraft, place: Location | None) -> str | None:
    """The look of a place that fits the scene's weather or light, else its time of day."""
    if place is None or not place.variants:
        return None
    said = [
        fold(str(shot.fields.get(key, ""))) for shot in draft.shots for key in ("weather", "light")
    ]
    for name in sorted(place.variants, key=len, reverse=True):
        if any(_says(words, name) for words in said):
            return name
    times = vocabulary().tables["time"]
    return next((name for name in place.variants if times.get(name) == draft.time.value), None)


def _says(words: str, name: str) -> bool:
    """Whether a weather or light names a variant: 暴风雨 has all the signs of 风暴."""
    if CASELESS.search(name) and len(name) > 1:
        return set(name) <= set(words)
    return name in words
