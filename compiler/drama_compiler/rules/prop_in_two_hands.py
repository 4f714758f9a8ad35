"""Who takes, holds and gives what comes in; a warning comes out where a thing is suddenly in
another's hand.
"""

from __future__ import annotations

from collections.abc import Iterator

from drama_compiler.rules.holding import grasps
from drama_compiler.rules.sheet import Sheet
from drama_dsl.diagnostic import Diagnostic, Help, Label, Page, warning

CODE = "prop-in-two-hands"
PAGE = Page(
    "Somebody holds a thing that another one has taken in the same scene and not given away.",
    "There is one of it. Who sees it in another hand looks for the moment in which it went over.",
    "character: KAI\n\ncharacter: ROSA\n\nprop: CUP\n\nINT. CAFE - DAY\n\n"
    "shot: medium on KAI\n\nKAI takes the CUP.\n\nshot: medium on ROSA\n\nROSA holds the CUP.\n",
    "character: KAI\n\ncharacter: ROSA\n\nprop: CUP\n\nINT. CAFE - DAY\n\n"
    "shot: medium on KAI\n\nKAI takes the CUP. He gives it to ROSA.\n\n"
    "shot: medium on ROSA\n\nROSA holds the CUP.\n",
)


def check(sheet: Sheet) -> Iterator[Diagnostic]:
    """Blame the shot in which another one holds it."""
    people = sheet.film.characters
    for scene in sheet.film.scenes:
        for grasp in grasps(sheet, scene):
            if grasp.lacks:
                continue
            thing = sheet.film.props[grasp.before.thing].name
            one, other = people[grasp.before.person].name, people[grasp.person].name
            yield warning(
                CODE,
                f"{other} holds the {thing} that {one} has",
                sheet.origins[grasp.shot.id],
                f"here {other} holds it",
                secondary=(Label(sheet.origins[grasp.before.shot.id], f"here {one} has it"),),
                helps=(Help(f"let {one} give it away, or {other} take it"),),
            )
