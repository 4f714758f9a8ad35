"""Who takes and lacks what comes in; a warning comes out where a thing is gone from a hand."""

from __future__ import annotations

from collections.abc import Iterator

from drama_compiler.rules.holding import grasps
from drama_compiler.rules.sheet import Sheet
from drama_dsl.diagnostic import Diagnostic, Help, Label, Page, warning

CODE = "vanished-prop"
PAGE = Page(
    "Somebody's hands are empty who has taken a thing in the same scene, and nothing tells where "
    "it went.",
    "What is in a hand in one shot is in it in the next, or the cut shows that it is not.",
    "character: KAI\n\nprop: CUP\n\nINT. CAFE - DAY\n\nshot: medium on KAI\n\n"
    "KAI takes the CUP.\n\nshot: wide on KAI\n\nKAI shows his empty hands.\n",
    "character: KAI\n\nprop: CUP\n\nINT. CAFE - DAY\n\nshot: medium on KAI\n\n"
    "KAI takes the CUP.\n\nshot: wide on KAI\n\nKAI drops the CUP. KAI shows his empty hands.\n",
)


def check(sheet: Sheet) -> Iterator[Diagnostic]:
    """Blame the shot in which the hands are empty."""
    for scene in sheet.film.scenes:
        for grasp in grasps(sheet, scene):
            if not grasp.lacks:
                continue
            name = sheet.film.characters[grasp.person].name
            thing = sheet.film.props[grasp.before.thing].name
            yield warning(
                CODE,
                f"the {thing} is gone from the hands of {name}",
                sheet.origins[grasp.shot.id],
                "here they are empty",
                secondary=(
                    Label(sheet.origins[grasp.before.shot.id], f"here {name} has the {thing}"),
                ),
                helps=(Help("let the action tell where it goes"),),
            )
