"""The said length of a shot and what happens in it come in; a warning comes out where it stands
much longer than anything happens.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from drama_compiler.film.clock import reading_seconds, speech_seconds, super_seconds
from drama_compiler.film.film import Action, Line, Shot, Super
from drama_compiler.rules.sheet import Sheet
from drama_dsl import clauses as say
from drama_dsl.diagnostic import Diagnostic, Help, Page, warning

CODE = "shot-too-long"
PAGE = Page(
    "A shot is much longer than what happens in it.",
    "An eye has seen a still picture after some seconds; what is longer needs action, lines, or a "
    "move that goes on. Often a length was meant otherwise (`20s` for `2s`).",
    "EXT. SEA - DAY\n\nshot: insert, 30s\n\nA boat.\n",
    "EXT. SEA - DAY\n\nshot: insert, 3s\n\nA boat.\n",
)

SECONDS_FREE = Fraction(12)
"""Up to here any shot may stand."""

TIMES_MAX = 4
"""How much longer than its contents a shot may be."""

MOVE_SECONDS = Fraction(5)
"""What one camera move gives an eye to see."""


def check(sheet: Sheet) -> Iterator[Diagnostic]:
    """Blame the length of every shot that is too long."""
    for scene in sheet.film.scenes:
        for shot in sheet.said_shots(scene):
            if shot.seconds is None or shot.seconds <= SECONDS_FREE:
                continue
            filled = _filled(shot)
            if shot.seconds <= filled * TIMES_MAX:
                continue
            yield warning(
                CODE,
                f"shot {shot.number} stands much longer than anything happens in it",
                sheet.clause(shot, say.Length),
                f"{float(shot.seconds):g}s, and what happens takes about {float(filled):.0f}s",
                helps=(Help("make it shorter, or write what happens in it"),),
            )


def _filled(shot: Shot) -> Fraction:
    """How long all that is written in a shot plays, at its speed."""
    seconds = sum((MOVE_SECONDS for _ in shot.moves), Fraction(1))
    for event in shot.events:
        if isinstance(event, Action):
            seconds += reading_seconds(event.text)
        elif isinstance(event, Line):
            seconds += speech_seconds(event.text)
        elif isinstance(event, Super):
            seconds += super_seconds(event.text)
    told = [beat.words for beat in shot.blocking]
    told += [shot.first, shot.last, shot.performance]
    seconds += sum(map(reading_seconds, told), Fraction(0))
    return seconds / min(shot.speed, Fraction(1))
