"""Two people who speak to each other in turn come in; a warning comes out where both look the same
way.
"""

from __future__ import annotations

from collections.abc import Iterator

from drama_compiler.film.film import Line, Shot
from drama_compiler.rules.looks import looks, travels
from drama_compiler.rules.rewording import mirrored
from drama_compiler.rules.sheet import Sheet, people
from drama_dsl.diagnostic import Diagnostic, Help, Label, Page, warning

CODE = "eyeline-mismatch"
PAGE = Page(
    "Two people speak in turn, each alone in the picture, and both look to the same side.",
    "Who look at each other look to opposite sides of the screen. Both to the same side they "
    "seem to look at a third.",
    "character: KAI\n\ncharacter: ROSA\n\nINT. CAFE - DAY\n\nshot: close on KAI, facing right\n\n"
    "KAI\nCold?\n\nshot: close on ROSA, facing right\n\nROSA\nVery.\n",
    "character: KAI\n\ncharacter: ROSA\n\nINT. CAFE - DAY\n\nshot: close on KAI, facing right\n\n"
    "KAI\nCold?\n\nshot: close on ROSA, facing left\n\nROSA\nVery.\n",
)


def check(sheet: Sheet) -> Iterator[Diagnostic]:
    """Blame the second of the two, once a scene for the same two people."""
    for scene in sheet.film.scenes:
        told: set[frozenset[str]] = set()
        for before, after in sheet.cuts(scene):
            one, other = _speaker(before), _speaker(after)
            if one is None or other is None or one == other or {one, other} in told:
                continue
            facing = looks(before).get(one)
            if facing is None or facing is not looks(after).get(other):
                continue
            if travels(before, one) or travels(after, other):
                continue
            told.add(frozenset({one, other}))
            names = sheet.film.characters
            yield warning(
                CODE,
                f"{names[other].name} answers {names[one].name}, and both look {facing}",
                sheet.origins[after.id],
                f"looks {facing} too",
                secondary=(Label(sheet.origins[before.id], f"looks {facing}"),),
                helps=(Help("let them look at each other", mirrored(sheet, after)),),
            )


def _speaker(shot: Shot) -> str | None:
    """Who is alone in a shot and says something in it."""
    ids = [each.id for each in people(shot)]
    if len(ids) != 1 or shot.over or shot.reuse:
        return None
    lines = [each for each in shot.events if isinstance(each, Line) and not each.off_screen]
    return ids[0] if lines and all(each.character == ids[0] for each in lines) else None
