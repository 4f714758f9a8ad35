"""Somebody who looks left in one shot and right in the next comes in; a warning comes out."""

from __future__ import annotations

from collections.abc import Iterator

from drama_compiler.rules.looks import flips
from drama_compiler.rules.rewording import mirrored
from drama_compiler.rules.sheet import Sheet
from drama_dsl.diagnostic import Diagnostic, Help, Label, Page, warning

CODE = "eyeline-flip"
PAGE = Page(
    "Somebody looks to one side of the screen, and in a later shot of the scene to the other, "
    "without turning.",
    "By their eyelines we know to whom people speak. Who looks the other way speaks to another.",
    "character: KAI\n\ncharacter: ROSA\n\nINT. CAFE - DAY\n\n"
    "shot: two KAI & ROSA, KAI left, ROSA right\n\nKAI waits.\n\n"
    "shot: close on KAI, facing left\n\nKAI smiles.\n",
    "character: KAI\n\ncharacter: ROSA\n\nINT. CAFE - DAY\n\n"
    "shot: two KAI & ROSA, KAI left, ROSA right\n\nKAI waits.\n\n"
    "shot: close on KAI, facing right\n\nKAI smiles.\n",
)


def check(sheet: Sheet) -> Iterator[Diagnostic]:
    """Blame the shot in which a standing person looks the other way."""
    for scene in sheet.film.scenes:
        for flip in flips(sheet, scene):
            if flip.travelling:
                continue
            name = sheet.film.characters[flip.person].name
            yield warning(
                CODE,
                f"{name} looks {flip.facing} in shot {flip.after.number}, "
                f"and looked the other way before",
                sheet.origins[flip.after.id],
                f"looks {flip.facing}",
                secondary=(Label(sheet.origins[flip.before.id], "looks the other way"),),
                helps=(
                    Help("keep the side", mirrored(sheet, flip.after)),
                    Help("or let the action tell that somebody turns"),
                ),
            )
