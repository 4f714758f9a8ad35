"""The said length of a shot and what is to be seen in it come in; a warning comes out where no
eye can take it in.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from drama_compiler.film.clock import reading_seconds
from drama_compiler.film.film import Action, Line, Shot, Super
from drama_compiler.film.words import Size
from drama_compiler.rules.rewording import replaced
from drama_compiler.rules.sheet import Sheet
from drama_dsl import clauses as say
from drama_dsl.diagnostic import Diagnostic, Help, Page, warning

CODE = "shot-too-short"
PAGE = Page(
    "A shot is shorter than it takes to see what is in it.",
    "A close picture needs about a third of a second to be recognised, a wide one twice that, "
    "a text as long as it takes to read, and action about as long as it takes to tell.",
    "EXT. SEA - DAY\n\nshot: wide, 0.3s\n\nA boat.\n",
    "EXT. SEA - DAY\n\nshot: wide, 1s\n\nA boat.\n",
)

SEEN_SECONDS_MIN = Fraction(1, 3)
"""A picture of one thing, that fills the frame."""

OPEN_SEEN_SECONDS_MIN = Fraction(2, 3)
"""A picture in which the eye has to search."""

OPEN_SIZES = frozenset(
    {Size.AERIAL, Size.ESTABLISHING, Size.EXTREME_WIDE, Size.WIDE, Size.FULL, Size.MEDIUM_WIDE}
)

ACTION_SHARE_MIN = Fraction(1, 4)
"""Action that has less than this part of its reading time cannot be played."""


def check(sheet: Sheet) -> Iterator[Diagnostic]:
    """Blame the length of every shot that is too short; one whose lines outrun it is told so."""
    for scene in sheet.film.scenes:
        for shot in sheet.said_shots(scene):
            if shot.seconds is None or any(isinstance(event, Line) for event in shot.events):
                continue
            needed, why = _needed(shot)
            if shot.seconds >= needed:
                continue
            tenths = -(-needed * 10 // 1)
            text = f"{tenths / 10:g}s" if tenths % 10 else f"{tenths // 10}s"
            yield warning(
                CODE,
                f"shot {shot.number} is over before it is seen",
                sheet.clause(shot, say.Length),
                f"{float(shot.seconds):.3g}s, and {why}",
                helps=(Help(f"give it `{text}` or more", replaced(sheet, shot, say.Length, text)),),
            )


def _needed(shot: Shot) -> tuple[Fraction, str]:
    """The least length of a shot, and what takes it."""
    seen = OPEN_SEEN_SECONDS_MIN if shot.size in OPEN_SIZES else SEEN_SECONDS_MIN
    text = sum(
        (reading_seconds(each.text) for each in shot.events if isinstance(each, Super)), Fraction(0)
    )
    told = [each.text for each in shot.events if isinstance(each, Action)]
    told = told or [beat.words for beat in shot.blocking]
    action = sum(map(reading_seconds, told), Fraction(0)) * ACTION_SHARE_MIN / shot.speed
    return max(
        (seen, "the eye needs a moment to find what is shown"),
        (text, "its text takes longer to read"),
        (action, "what happens in it takes longer"),
    )
