"""A scene comes in; who is told to take, hold or lack a thing comes out, sentence by sentence.

Only plain sentences count, of one person and one thing: what might have gone over in between, in
any words, is not held against anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from drama_compiler.film.film import Action, Character, Prop, Scene, Shot
from drama_compiler.rules.sheet import Sheet
from drama_grammar import fold

TAKES = re.compile(
    r"\b(?:takes?|grabs?|snatch(?:es)?|seizes?|picks?|catch(?:es)?|draws?|receives?|accepts?|gets?|"
    r"steals?|pockets?)\b|拿起|取下|取出|接过|接住|夺|抢|捡起|抓起|拔出|抽出",
    re.IGNORECASE,
)
HOLDS = re.compile(
    r"\b(?:holds?|holding|clutch(?:es)?|clutching|grips?|gripping|wields?|wielding|brandish(?:es)?|"
    r"swings?|raises?|carries|carrying|cradles?)\b|握着|拿着|举着|举起|挥|抱着|提着|捧着|攥着",
    re.IGNORECASE,
)
LACKS = re.compile(
    r"\b(?:empty[- ]handed|empty hands|hands (?:are )?empty|bare hands)\b|空手|两手空空|手里空空",
    re.IGNORECASE,
)
MANY = re.compile(r"\b(?:another|second|own|both|each|other)\b|另一|自己的|各", re.IGNORECASE)
"""Words with which a script says that there are two of a thing."""

PASSES = re.compile(
    r"\b(?:it|them|this|that|drops?|throws?|puts?|gives?|hands|sets?|lays?|loses?)\b"
    r"|它|递|给|交|放|扔|丢|掉",
    re.IGNORECASE,
)
"""Words of a sentence that names no thing, and can still tell that one goes from a hand."""

_SENTENCE = re.compile(r"[^.!?。！？;；\n]+")


class Held(NamedTuple):
    """Who has a thing, by id, and since which shot."""

    person: str
    thing: str
    shot: Shot


class Grasp(NamedTuple):
    """Somebody holds a thing in `shot`, or lacks all things, against what was told in `before`."""

    person: str
    before: Held
    shot: Shot
    lacks: bool


class _Sentence(NamedTuple):
    """A sentence, and the ids of whom and what it names."""

    text: str
    people: list[str]
    things: list[str]


def grasps(sheet: Sheet, scene: Scene) -> Iterator[Grasp]:
    """Where a written shot tells of a hand what cannot be so by what was told before."""
    if not any(shot.props for shot in scene.shots) and not any(s.blocking for s in scene.shots):
        return
    held: dict[str, Held] = {}
    for shot in scene.shots:
        for told in _sentences(sheet, shot):
            for found in _grasps(told, held, shot):
                if not shot.implied:
                    yield found


def _grasps(told: _Sentence, held: dict[str, Held], shot: Shot) -> Iterator[Grasp]:
    """What one sentence tells against `held`, which it brings up to date."""
    alone = told.people[0] if len(told.people) == 1 else None
    for thing in told.things:
        known = held.pop(thing, None)
        if alone is None or MANY.search(told.text):
            continue
        takes, holds = TAKES.search(told.text), HOLDS.search(told.text)
        if takes or holds:
            held[thing] = Held(alone, thing, shot)
        if known is not None and known.person != alone and holds and not takes:
            yield Grasp(alone, known, shot, lacks=False)
    if told.things:
        return
    if LACKS.search(told.text):
        for known in [each for each in held.values() if each.person == alone]:
            del held[known.thing]
            yield Grasp(known.person, known, shot, lacks=True)
    elif PASSES.search(told.text):
        held.clear()


def _sentences(sheet: Sheet, shot: Shot) -> Iterator[_Sentence]:
    """What is told in a shot, sentence by sentence, with whom and what each names."""
    people, things = sheet.film.characters, sheet.film.props
    for event in shot.events:
        if not isinstance(event, Action):
            continue
        for text in _SENTENCE.findall(event.text):
            named = [id for id in event.characters if _names(text, people[id])]
            yield _Sentence(text, named, [id for id in event.props if _names(text, things[id])])
    for beat in shot.blocking:
        ids = [each for each in (beat.subject, beat.object) if each]
        named = [each for each in ids if each in people]
        yield _Sentence(beat.words, named, [each for each in ids if each in things])


def _names(text: str, named: Character | Prop) -> bool:
    aliases = named.aliases if isinstance(named, Character) else ()
    folded = fold(text)
    return any(fold(name) in folded for name in (named.name, *aliases))
