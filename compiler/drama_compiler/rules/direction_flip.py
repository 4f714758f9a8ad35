"""Somebody who travels to the right in one shot and to the left in the next comes in; a warning
comes out.
"""

from __future__ import annotations

from collections.abc import Iterator

from drama_compiler.rules.looks import flips
from drama_compiler.rules.rewording import mirrored
from drama_compiler.rules.sheet import Sheet
from drama_dsl.diagnostic import Diagnostic, Help, Label, Page, warning

CODE = "direction-flip"
PAGE = Page(
    "Somebody on the way goes one way over the screen, and in a later shot the other way.",
    "Who leaves a picture on the right comes into the next one from the left. The other way "
    "round they seem to have turned back.",
    "character: KAI\n\nEXT. STREET - DAY\n\nshot: wide on KAI, facing right\n\nKAI runs.\n\n"
    "shot: medium on KAI, facing left\n\nKAI runs on.\n",
    "character: KAI\n\nEXT. STREET - DAY\n\nshot: wide on KAI, facing right\n\nKAI runs.\n\n"
    "shot: medium on KAI, facing right\n\nKAI runs on.\n",
)


def check(sheet: Sheet) -> Iterator[Diagnostic]:
    """Blame the shot in which a travelling person goes the other way."""
    for scene in sheet.film.scenes:
        for flip in flips(sheet, scene):
            if not flip.travelling:
                continue
            name = sheet.film.characters[flip.person].name
            yield warning(
                CODE,
                f"{name} goes {flip.facing} in shot {flip.after.number}, "
                f"and went the other way before",
                sheet.origins[flip.after.id],
                f"goes {flip.facing}",
                secondary=(Label(sheet.origins[flip.before.id], "goes the other way"),),
                helps=(
                    Help("keep the direction", mirrored(sheet, flip.after)),
                    Help("or put a shot from straight ahead or behind between them"),
                ),
            )
