"""The moves of a shot come in; a warning comes out where they contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from drama_compiler.film.film import Shot
from drama_compiler.rules.rewording import without
from drama_compiler.rules.sheet import Sheet
from drama_dsl.clauses import Moves, Step
from drama_dsl.diagnostic import Diagnostic, Help, Label, Page, warning

CODE = "moves-at-odds"
PAGE = Page(
    "Two moves of a shot cannot happen at once: a static camera that follows, in and out together.",
    "Clauses hold together for the whole shot; `then` puts moves one after the other.",
    "EXT. SEA - DAY\n\nshot: wide, static, push in\n\nA boat.\n",
    "EXT. SEA - DAY\n\nshot: wide, static then push in\n\nA boat.\n",
)

OPPOSITE = frozenset(
    {frozenset({"in", "out"}), frozenset({"left", "right"}), frozenset({"up", "down"})}
)


def check(sheet: Sheet) -> Iterator[Diagnostic]:
    """Blame the second of two clauses of moves that exclude each other."""
    for scene in sheet.film.scenes:
        for shot in sheet.said_shots(scene):
            if len(shot.moves) > 1:
                yield from _check_shot(sheet, shot)


def _check_shot(sheet: Sheet, shot: Shot) -> Iterator[Diagnostic]:
    source = sheet.trees[0].source
    # What is said again excludes nothing that it did not exclude the first time.
    moves: dict[tuple[tuple[str, str | None], ...], Moves] = {}
    for clause in sheet.clauses(shot):
        if isinstance(clause, Moves):
            moves.setdefault(tuple((each.kind, each.direction) for each in clause.steps), clause)
    for first, second in combinations(moves.values(), 2):
        if not any(_exclude(one, other) for one in first.steps for other in second.steps):
            continue
        static = first if any(step.kind == "static" for step in first.steps) else second
        one, other = (source.text[each.start : each.end] for each in (first, second))
        yield warning(
            CODE,
            f"a shot is not `{one}` and `{other}` at once",
            source.span(second.start, second.end),
            "cannot happen together",
            secondary=(Label(source.span(first.start, first.end), "with this"),),
            helps=(
                Help(
                    f"leave `{source.text[static.start : static.end]}` out, or put `then` between",
                    without(sheet, shot, static),
                ),
            ),
        )
        return


def _exclude(one: Step, other: Step) -> bool:
    if "static" in (one.kind, other.kind):
        return one.kind != other.kind
    directions = frozenset({one.direction or "", other.direction or ""})
    return one.kind == other.kind and directions in OPPOSITE
