"""A shot of a film comes in; the brief of its clip comes out: who, what, where, how framed."""

from __future__ import annotations

import re
from math import gcd

from drama_compiler.film.film import (
    Action,
    Appearance,
    Character,
    Film,
    Format,
    Line,
    Scene,
    Shot,
    Subject,
)
from drama_compiler.film.sentences import sentences
from drama_compiler.film.words import Depth
from drama_compiler.graph.briefs import (
    ClipBrief,
    FigureBrief,
    PlaceBrief,
    StyleBrief,
    ThingBrief,
)

_TOGETHER = re.compile(
    r"(?:they|both|everybody|everyone|all)\b|[他她]们|两人|二人|众人|大家|所有人", re.IGNORECASE
)
"""What a sentence begins with that tells of all who are seen."""

_PRONOUN = re.compile(r"(?:he|she|they|it|his|her|their)\b|[他她它]", re.IGNORECASE)


def brief_clip(film: Film, scene: Scene, shot: Shot, format_: Format) -> ClipBrief:
    """What the shot's picture is of, complete; `format_` is in the pixels asked for now."""
    return ClipBrief(
        shot=shot.id,
        format=format_,
        aspect=aspect(film.format),
        size=shot.size,
        composition=shot.composition,
        angle=shot.angle,
        moves=shot.moves,
        lens_millimetres=shot.lens_millimetres,
        shallow_focus="shallow focus" in shot.optics,
        speed=str(shot.speed),
        figures=tuple(_figure(film, shot, each) for each in shot.cast),
        things=_things(film, shot),
        place=brief_place(film, scene, shot),
        style=brief_style(film),
        actions=tuple(event.text for event in shot.events if isinstance(event, Action)),
        first=shot.first,
        last=shot.last,
        performance=shot.performance,
        blocking="; ".join(beat.words for beat in shot.blocking),
        prompt="; ".join((*shot.words, shot.prompt) if shot.prompt else shot.words),
        avoid=shot.avoid,
        seed=shot.seed,
        from_last=shot.from_last,
    )


def brief_place(film: Film, scene: Scene, shot: Shot) -> PlaceBrief:
    """The place of a scene as it is in this shot: its variant's look, time, weather and light."""
    location = film.locations[scene.location]
    variant = location.variants.get(scene.variant or "", "")
    return PlaceBrief(
        id=location.id,
        name=location.name,
        look="; ".join(part for part in (location.look, variant) if part),
        variant_name=scene.variant or "",
        interior=scene.interior,
        time=shot.time,
        weather=shot.weather,
        light=shot.light,
    )


def brief_style(film: Film) -> StyleBrief:
    """The look of the film, empty where none is declared."""
    style = film.styles.get(film.style or "")
    if style is None:
        return StyleBrief()
    return StyleBrief(name=style.name, look=style.look, palette=style.palette, avoid=style.avoid)


def aspect(format_: Format) -> str:
    """The shape of the frame in lowest terms: `9:16`."""
    common = gcd(format_.width, format_.height)
    return f"{format_.width // common}:{format_.height // common}"


def worn(character: Character, wardrobe: str | None) -> str:
    """What a character wears, in the writer's words; a wardrobe never declared is its name."""
    return character.wardrobes.get(wardrobe, wardrobe) if wardrobe else ""


def _figure(film: Film, shot: Shot, seen: Appearance) -> FigureBrief:
    character = film.characters[seen.character]
    subject = _subject_of(shot, seen.character)
    lines = [
        event
        for event in shot.events
        if isinstance(event, Line) and event.character == character.id and not event.off_screen
    ]
    moods = [line.mood for line in lines if line.mood]
    if shot.performance and (subject or len(shot.cast) == 1):
        moods.append(shot.performance)
    return FigureBrief(
        id=character.id,
        name=character.name,
        look=character.look,
        wardrobe=worn(character, seen.wardrobe),
        wardrobe_name=seen.wardrobe or "",
        place=seen.place or (subject.place if subject else None),
        depth=seen.depth or (subject.depth if subject else None) or Depth.MIDDLE,
        facing=seen.facing or (subject.facing if subject else None),
        subject=subject is not None or not shot.subjects,
        back=shot.over == character.id,
        mood="; ".join(moods),
        doing="; ".join(_doings(shot, character)),
        speaks=bool(lines),
    )


def _subject_of(shot: Shot, character: str) -> Subject | None:
    return next((each for each in shot.subjects if each.id == character), None)


def _doings(shot: Shot, character: Character) -> list[str]:
    """What the shot says that this character does: its blocking, else the sentences naming it."""
    blocked = [beat.words for beat in shot.blocking if beat.subject == character.id]
    if blocked:
        return blocked
    doings = []
    for event in shot.events:
        if isinstance(event, Action) and character.id in event.characters:
            doings += _naming(event, character)
        elif isinstance(event, Action):
            doings += [each for each in _sentences(event) if _TOGETHER.match(each)]
    return doings


def _sentences(action: Action) -> list[str]:
    return [each.strip() for each in sentences(action.text)]


def _naming(action: Action, character: Character) -> list[str]:
    """The sentences that name the character, and those that go on about them by a pronoun.

    Of `The city is asleep. KAI crosses. He stops.` Kai has the second and the third.
    """
    names = [name.casefold() for name in (character.name, *character.aliases)]
    told: list[str] = []
    going_on = False
    for sentence in _sentences(action):
        named = any(name in sentence.casefold() for name in names)
        named = named or bool(_TOGETHER.match(sentence))
        going_on = named or (going_on and bool(_PRONOUN.match(sentence)))
        if going_on:
            told.append(sentence)
    return told or [action.text]


def _things(film: Film, shot: Shot) -> tuple[ThingBrief, ...]:
    subjects = {each.id for each in shot.subjects if each.kind == "prop"}
    things = [
        ThingBrief(id=prop.id, name=prop.name, look=prop.look, subject=prop.id in subjects)
        for prop in (film.props[each] for each in shot.props)
    ]
    things += [
        ThingBrief(id="", name=each.words, subject=True)
        for each in shot.subjects
        if each.kind == "words" and each.words
    ]
    return tuple(things)
