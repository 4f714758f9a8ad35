"""Scenes that go on from the one before come in; a warning comes out where the daytime jumps."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from drama_compiler.film.words import Daytime
from drama_compiler.rules.sheet import Sheet
from drama_dsl.diagnostic import Diagnostic, Help, Label, Page, warning

CODE = "time-jump"
PAGE = Page(
    "A heading says that its scene goes on from the one before, at another time of day.",
    "`CONTINUOUS` means that no time passes at the cut; the light cannot be another then.",
    "INT. HOUSE - DAY\n\nHe runs.\n\nEXT. GARDEN - NIGHT - CONTINUOUS\n\nHe stops.\n",
    "INT. HOUSE - DAY\n\nHe runs.\n\nEXT. GARDEN - CONTINUOUS\n\nHe stops.\n",
)

JUMPS = frozenset(
    frozenset({light, dark})
    for light in (Daytime.MORNING, Daytime.DAY, Daytime.AFTERNOON)
    for dark in (Daytime.NIGHT, Daytime.EVENING)
) | {frozenset({Daytime.DAWN, Daytime.DUSK}), frozenset({Daytime.DAWN, Daytime.EVENING})}
"""Times of day that do not follow on each other within a moment."""


def check(sheet: Sheet) -> Iterator[Diagnostic]:
    """Blame the heading that goes on at another time than the scene before has."""
    for before, after in pairwise(sheet.film.scenes):
        if not sheet.goes_on(after) or not sheet.says_time(after) or not sheet.says_time(before):
            continue
        if frozenset({before.time, after.time}) not in JUMPS:
            continue
        yield warning(
            CODE,
            f"scene {after.number} goes on from scene {before.number}, "
            f"and it is {after.time} instead of {before.time}",
            sheet.origins[after.id],
            f"{after.time}, and no time has passed",
            secondary=(Label(sheet.origins[before.id], str(before.time)),),
            helps=(Help("say one time in both, or leave `CONTINUOUS` out"),),
        )
