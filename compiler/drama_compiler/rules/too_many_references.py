"""The people in a shot come in; a warning comes out where they are more than can be kept alike."""

from __future__ import annotations

from collections.abc import Iterator

from drama_compiler.rules.sheet import Sheet
from drama_dsl.diagnostic import Diagnostic, Help, Page, warning

CODE = "too-many-references"
PAGE = Page(
    "A shot shows more than three characters.",
    "A character is kept alike by reference pictures, and what makes pictures takes three of them "
    "well; with more, faces mix. Directors part such a moment into shots, too.",
    "character: ANN\n\ncharacter: BEN\n\ncharacter: KAI\n\ncharacter: ROSA\n\nINT. CAFE - DAY\n\n"
    "shot: group ANN & BEN & KAI & ROSA\n\nThey laugh.\n",
    "character: ANN\n\ncharacter: BEN\n\ncharacter: KAI\n\ncharacter: ROSA\n\nINT. CAFE - DAY\n\n"
    "shot: group ANN & BEN & KAI\n\nThey laugh.\n\nshot: close on ROSA\n\nShe does not.\n",
)

REFERENCES_MAX = 3


def check(sheet: Sheet) -> Iterator[Diagnostic]:
    """Blame each written shot with too many people in its picture."""
    for scene in sheet.film.scenes:
        for shot in sheet.said_shots(scene):
            if len(shot.cast) <= REFERENCES_MAX:
                continue
            names = [sheet.film.characters[each.character].name for each in shot.cast]
            yield warning(
                CODE,
                f"shot {shot.number} shows {len(names)} characters",
                sheet.origins[shot.id],
                f"more than {REFERENCES_MAX} cannot be kept alike",
                notes=(f"they are {', '.join(names)}",),
                helps=(Help("part it into two shots, or leave some out of the picture"),),
            )
