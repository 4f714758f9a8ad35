"""Two shots of one subject that are nearly the same picture come in; what a cut between them does
comes out as a warning: the 30-degree rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from drama_compiler.film.film import Shot, Subject
from drama_compiler.film.words import MoveKind, Size, TransitionKind
from drama_compiler.rules.rewording import resized
from drama_compiler.rules.sheet import Sheet, people
from drama_dsl import clauses as say
from drama_dsl.diagnostic import Diagnostic, Help, Label, Page, warning

CODE = "jump-cut"
PAGE = Page(
    "Two shots in a row show one subject from one side in sizes that hold nearly as much.",
    "By the 30-degree rule a camera moves by 30 degrees or changes the size clearly between two "
    "shots of one subject; else the subject seems to jump.",
    "character: KAI\n\nINT. CAFE - DAY\n\nshot: medium on KAI\n\nKAI waits.\n\n"
    "shot: medium on KAI\n\nKAI yawns.\n",
    "character: KAI\n\nINT. CAFE - DAY\n\nshot: medium on KAI\n\nKAI waits.\n\n"
    "shot: close on KAI\n\nKAI yawns.\n",
)

NEARLY = frozenset(
    {
        frozenset({Size.FULL, Size.MEDIUM_WIDE}),
        frozenset({Size.MEDIUM_WIDE, Size.MEDIUM}),
        frozenset({Size.AERIAL, Size.EXTREME_WIDE}),
        frozenset({Size.ESTABLISHING, Size.EXTREME_WIDE}),
    }
)
"""Sizes beside each other between which the frame changes by less than half."""

CLEARLY_CLOSER = {
    Size.EXTREME_WIDE: Size.FULL,
    Size.WIDE: Size.MEDIUM_WIDE,
    Size.FULL: Size.MEDIUM,
    Size.MEDIUM_WIDE: Size.MEDIUM_CLOSE,
    Size.MEDIUM: Size.CLOSE,
    Size.MEDIUM_CLOSE: Size.EXTREME_CLOSE,
    Size.CLOSE: Size.MEDIUM,
    Size.EXTREME_CLOSE: Size.MEDIUM_CLOSE,
}
"""A size that cuts well with each; the closest go back out."""

STILL = frozenset({MoveKind.STATIC, MoveKind.HANDHELD, MoveKind.RACK})
"""Moves that leave the camera where it was when the cut comes."""


def check(sheet: Sheet) -> Iterator[Diagnostic]:
    """Blame the second shot of every such pair."""
    for scene in sheet.film.scenes:
        for before, after in sheet.cuts(scene):
            if not _jumps(before, after):
                continue
            if not sheet.says_size(before) or not sheet.says_size(after):
                continue
            closer = CLEARLY_CLOSER.get(before.size)
            name = str(closer).replace("-", " ") if closer else "another size"
            fix = resized(sheet, after, closer) if closer else None
            yield warning(
                CODE,
                f"shot {after.number} shows nearly the picture of shot {before.number}",
                sheet.clause(after, say.Size),
                "the cut will look like a jump",
                secondary=(Label(sheet.clause(before, say.Size), "the shot before"),),
                helps=(
                    Help(f"make it clearly closer or wider ({name}), or change the angle", fix),
                ),
            )


def _jumps(before: Shot, after: Shot) -> bool:
    if after.transition.kind is not TransitionKind.CUT or after.from_last or after.match:
        return False
    if any(move.kind not in STILL for move in before.moves):
        return False
    same = ("composition", "angle", "over", "pov", "speed", "optics", "light", "weather")
    if any(getattr(before, field) != getattr(after, field) for field in same):
        return False
    return _one_subject(before, after) and _alike(before, after)


def _one_subject(before: Shot, after: Shot) -> bool:
    """Whether both are on the same, from the same side as far as is said."""
    ones, others = _subjects(before), _subjects(after)
    if not ones or len(ones) != len(others):
        return False
    for one, other in zip(ones, others, strict=True):
        if (one.kind, one.id, one.words) != (other.kind, other.id, other.words):
            return False
        stances = ((one.place, other.place), (one.facing, other.facing), (one.depth, other.depth))
        if any(first != second and first and second for first, second in stances):
            return False
    return True


def _subjects(shot: Shot) -> list[Subject]:
    return [*people(shot), *(each for each in shot.subjects if each.kind != "character")]


def _alike(before: Shot, after: Shot) -> bool:
    one, other = before.lens_millimetres, after.lens_millimetres
    if one and other and max(one, other) >= 1.5 * min(one, other):
        return False
    return before.size is after.size or frozenset({before.size, after.size}) in NEARLY
