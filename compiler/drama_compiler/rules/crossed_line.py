"""Two people whose sides of the screen change between shots come in; a warning comes out: the
camera has crossed the line of action.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from drama_compiler.film.film import Scene, Shot
from drama_compiler.film.words import ScreenPlace
from drama_compiler.rules.causes import TURNING, told
from drama_compiler.rules.looks import crosses_itself, neutral, sides
from drama_compiler.rules.rewording import mirrored
from drama_compiler.rules.sheet import Sheet
from drama_dsl.diagnostic import Diagnostic, Help, Label, Page, warning

CODE = "crossed-line"
PAGE = Page(
    "Two people change sides of the screen from one shot to another, and nobody moved.",
    "The camera stays on one side of the line between them (the 180-degree rule), so that who "
    "stands left goes on standing left; else they seem to have changed places.",
    "character: KAI\n\ncharacter: ROSA\n\nINT. CAFE - DAY\n\n"
    "shot: two KAI & ROSA, KAI left, ROSA right\n\nKAI waits.\n\n"
    "shot: over KAI on ROSA, ROSA left\n\nROSA smiles.\n",
    "character: KAI\n\ncharacter: ROSA\n\nINT. CAFE - DAY\n\n"
    "shot: two KAI & ROSA, KAI left, ROSA right\n\nKAI waits.\n\n"
    "shot: over KAI on ROSA, ROSA right\n\nROSA smiles.\n",
)

_Pair = tuple[str, str]


def check(sheet: Sheet) -> Iterator[Diagnostic]:
    """Blame the first shot from the other side; from there on its side is the scene's."""
    for scene in sheet.film.scenes:
        yield from _check_scene(sheet, scene)


def _check_scene(sheet: Sheet, scene: Scene) -> Iterator[Diagnostic]:
    last: dict[_Pair, tuple[str, int]] = {}
    shots = scene.shots
    for index, shot in enumerate(shots):
        if index and sheet.time_passes(shots[index - 1], shot):
            last = {}
        if shot.implied or shot.reuse:
            continue
        blamed = False
        for pair, left in _lefts(shot).items():
            seen = last.get(pair)
            last[pair] = left, index
            if seen is None or seen[0] == left or blamed:
                continue
            between = shots[seen[1] : index + 1]
            carried = any(map(crosses_itself, between[:-1])) or any(map(neutral, between[1:-1]))
            if not carried and not TURNING.search(told(between)):
                blamed = True
                yield _blame(sheet, pair, left, between[0], shot)


def _lefts(shot: Shot) -> dict[_Pair, str]:
    """Of every two people on different sides, who stands left."""
    placed = sides(shot)
    return {
        (min(one, other), max(one, other)): one if placed[one] is ScreenPlace.LEFT else other
        for one, other in combinations(placed, 2)
        if placed[one] is not placed[other]
    }


def _blame(sheet: Sheet, pair: _Pair, left: str, before: Shot, after: Shot) -> Diagnostic:
    other = pair[1] if pair[0] == left else pair[0]
    names = sheet.film.characters
    one, two = names[left].name, names[other].name
    return warning(
        CODE,
        f"shot {after.number} crosses the line between {one} and {two}",
        sheet.origins[after.id],
        f"here {one} is on the left",
        secondary=(Label(sheet.origins[before.id], f"here {two} is on the left"),),
        helps=(
            Help("keep the sides of the shot before", mirrored(sheet, after)),
            Help("or go over the line in the picture, with `orbit` or a shot from straight ahead"),
        ),
    )
