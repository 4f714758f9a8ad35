"""A shot's moves and its length come in; a warning comes out where they do not fit."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from drama_compiler.film.film import Move, Shot
from drama_compiler.film.words import MoveKind, Pace
from drama_compiler.rules.rewording import spelt
from drama_compiler.rules.sheet import Sheet
from drama_dsl import clauses as say
from drama_dsl.diagnostic import Diagnostic, Edit, Fix, Help, Label, Page, warning
from drama_dsl.source import Span

CODE = "move-against-length"
PAGE = Page(
    "A camera move does not fit the length of its shot: a whip of six seconds, a slow push in "
    "half a second, more moves than there is time for.",
    "A whip pan is over in a blink, and a slow move needs time to be felt. The move would be "
    "played at another pace than it says.",
    "EXT. SEA - DAY\n\nshot: close, slow push in, 0.8s\n\nA boat.\n",
    "EXT. SEA - DAY\n\nshot: close, slow push in, 3s\n\nA boat.\n",
)

WHIP_SECONDS_MAX = Fraction(5)
SLOW_SECONDS_MIN = Fraction(1)
MOVE_SECONDS_MIN = Fraction(1, 2)
"""A move that is neither fast nor a whip needs so long to be seen as one."""

_QUICK = frozenset({MoveKind.STATIC, MoveKind.HANDHELD, MoveKind.WHIP, MoveKind.RACK})


def check(sheet: Sheet) -> Iterator[Diagnostic]:
    """Blame the move in each shot whose said length does not fit it."""
    for scene in sheet.film.scenes:
        for shot in sheet.said_shots(scene):
            if shot.seconds is None or not shot.moves:
                continue
            found = _misfit(shot, shot.seconds)
            if found:
                yield _blame(sheet, shot, *found)


def _misfit(shot: Shot, seconds: Fraction) -> tuple[str, str, bool] | None:
    """What is wrong, what to do, and whether to leave `slow` out."""
    moves, length = shot.moves, f"{float(seconds):g}s"
    if len(moves) == 1 and moves[0].kind is MoveKind.WHIP and seconds > WHIP_SECONDS_MAX:
        return (
            f"a whip does not last {length}",
            "a pan lasts that long; a whip half a second",
            False,
        )
    if any(_slow(move) for move in moves) and seconds < SLOW_SECONDS_MIN:
        return (
            f"a slow move is not seen in {length}",
            "make the shot longer or the move faster",
            True,
        )
    least = sum((_least(move) for move in moves), Fraction(0))
    if len(moves) > 1 and seconds < least:
        count = f"{len(moves)} moves"
        return f"{count} do not fit into {length}", "make the shot longer, or leave one out", False
    return None


def _slow(move: Move) -> bool:
    return move.pace is Pace.SLOW and move.kind not in _QUICK


def _least(move: Move) -> Fraction:
    if move.kind in _QUICK or move.pace is Pace.FAST:
        return MOVE_SECONDS_MIN / 4
    return MOVE_SECONDS_MIN


def _blame(sheet: Sheet, shot: Shot, message: str, help_: str, slow: bool) -> Diagnostic:
    place, length = sheet.clause(shot, say.Moves), sheet.clause(shot, say.Length)
    fix = _normal(sheet, place) if slow else None
    return warning(
        CODE,
        f"{message} (shot {shot.number})",
        place,
        "does not fit the length",
        secondary=(Label(length, "this long"),) if length != sheet.origins[shot.id] else (),
        helps=(Help(help_, fix),),
    )


def _normal(sheet: Sheet, place: Span) -> Fix | None:
    """The move without its `slow`."""
    text = sheet.trees[0].source.text[place.start : place.end]
    word = spelt("pace", "slow", like=text)
    at = text.lower().find(word)
    if at < 0:
        return None
    end = at + len(word)
    end += len(text[end:]) - len(text[end:].lstrip())
    at -= len(text[:at]) - len(text[:at].rstrip()) if end == len(text) else 0
    return Fix((Edit(place._replace(start=place.start + at, end=place.start + end), ""),))
