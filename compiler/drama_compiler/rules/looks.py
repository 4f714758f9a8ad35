"""A scene comes in; where people look and stand, shot by shot as the writer said it, comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from drama_compiler.film.film import Action, Scene, Shot
from drama_compiler.film.words import Angle, Facing, MoveKind, ScreenPlace
from drama_compiler.rules.causes import TURNING, told
from drama_compiler.rules.sheet import Sheet, people

INWARD = {ScreenPlace.LEFT: Facing.RIGHT, ScreenPlace.RIGHT: Facing.LEFT}
"""Where one looks who stands there with others: across the screen."""

OTHER_SIDE = {ScreenPlace.LEFT: ScreenPlace.RIGHT, ScreenPlace.RIGHT: ScreenPlace.LEFT}

OPPOSITE = frozenset({Facing.LEFT, Facing.RIGHT})

ACROSS = frozenset({MoveKind.ORBIT, MoveKind.TRUCK, MoveKind.FOLLOW, MoveKind.WHIP})
"""Moves that can carry the camera over the line, so that the new side is seen to come."""

TRAVEL = re.compile(
    r"\b(?:walk|run|ride|drive|sail|row|march|chase|flee|fly|gallop|race|sprint|hurr(?:y|ie)|"
    r"charge|swim|crawl|climb|stride|stroll|jog|dash|rush)(?:s|es|d|ed|ing)?\b"
    r"|走|跑|奔|追|逃|划|骑|驾|开车|飞|游|爬|冲",
    re.IGNORECASE,
)
"""Somebody is on the way."""


class Flip(NamedTuple):
    """Somebody looks one way in `before` and the other way in `after`, and nothing tells why."""

    person: str
    before: Shot
    after: Shot
    facing: Facing
    travelling: bool


def sides(shot: Shot) -> dict[str, ScreenPlace]:
    """Who stands left and right by what was said; a shoulder stands across from whom it is past."""
    seen = people(shot)
    found = {str(each.id): each.place for each in seen if each.place in OTHER_SIDE and each.place}
    if shot.over and shot.over not in found and len(seen) == 1:
        (subject,) = seen
        place = found.get(str(subject.id))
        if place is None and subject.facing in OPPOSITE:
            place = next(side for side, look in INWARD.items() if look is subject.facing)
            found[str(subject.id)] = place
        if place is not None:
            found[shot.over] = OTHER_SIDE[place]
    return found


def looks(shot: Shot) -> dict[str, Facing]:
    """Who looks left or right: by what was said, or across the screen from where one stands."""
    seen = people(shot)
    said = {str(each.id): each.facing for each in seen if each.facing is not None}
    found = {person: facing for person, facing in said.items() if facing in OPPOSITE}
    if len(seen) > 1 or shot.over:
        for person, place in sides(shot).items():
            if person not in said and person != shot.over:
                found[person] = INWARD[place]
    return found


def neutral(shot: Shot) -> bool:
    """Whether a shot stands on the line itself, and so lets the next one be on either side."""
    straight = [each.facing in (Facing.CAMERA, Facing.AWAY) for each in people(shot)]
    above = shot.angle in (Angle.OVERHEAD, Angle.BIRDS_EYE)
    return above or shot.pov is not None or (bool(straight) and all(straight))


def crosses_itself(shot: Shot) -> bool:
    """Whether the camera moves so far in a shot that its sides at the end are unknown."""
    return any(move.kind in ACROSS for move in shot.moves)


def travels(shot: Shot, person: str) -> bool:
    """Whether somebody is on the way in a shot."""
    if any(move.kind in (MoveKind.TRUCK, MoveKind.FOLLOW) for move in shot.moves):
        return True
    if any(beat.subject == person and TRAVEL.search(beat.words) for beat in shot.blocking):
        return True
    return any(
        isinstance(event, Action) and person in event.characters and TRAVEL.search(event.text)
        for event in shot.events
    )


def flips(sheet: Sheet, scene: Scene) -> Iterator[Flip]:
    """Everybody who is alone in a picture and looks the other way than when last seen."""
    last: dict[str, tuple[Facing, int]] = {}
    shots = scene.shots
    for index, shot in enumerate(shots):
        if index and sheet.time_passes(shots[index - 1], shot):
            last = {}
        if shot.implied or shot.reuse:
            continue
        alone = shot.over is None and len(people(shot)) == 1
        for person, facing in looks(shot).items():
            seen = last.get(person)
            last[person] = facing, index
            if seen is None or seen[0] is facing or not alone:
                continue
            before = shots[seen[1]]
            travelling = travels(before, person) and travels(shot, person)
            if not _caused(shots[seen[1] : index + 1], travelling=travelling):
                yield Flip(person, before, shot, facing, travelling)


def _caused(shots: Sequence[Shot], *, travelling: bool) -> bool:
    """Whether anything between two shots, or the two themselves, can turn somebody around.

    Going on is no turn of one who is on the way.
    """
    if any(neutral(shot) for shot in shots[1:-1]) or any(map(crosses_itself, shots[:-1])):
        return not travelling or any(neutral(shot) for shot in shots[1:-1])
    text = told(shots)
    return bool(TURNING.search(TRAVEL.sub(" ", text) if travelling else text))
