"""What changed between two films comes in; the phrases in which every face tells it come out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from drama_compiler.changes.film_changes import (
    Change,
    DeclarationChange,
    Extent,
    Fate,
    JobChanges,
    ShotChange,
)
from drama_compiler.changes.words import Run

if TYPE_CHECKING:
    from drama_compiler.repricing import Repricing

KINDS = {
    "clip": ("picture", "drawn anew"),
    "voice": ("line", "spoken anew"),
    "cue": ("cue", "composed anew"),
    "ambience": ("ambience", "made anew"),
    "effect": ("sound", "made anew"),
}
"""What a job makes in a film-maker's word, and what happens to one that is of another thing."""

NUMBERS_MAX = 12
"""How many shots are told by number before they are only counted."""


def clock(seconds: float) -> str:
    """`29.5 s`, `1:05`: as exact as it matters."""
    if seconds < 60:
        return f"{seconds:.2f}".rstrip("0").rstrip(".") + " s"
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def lengths(before: float | None, after: float | None) -> str:
    """`2.5 s → 4 s`, or the one there is; the same is said once."""
    if before is None or after is None or before == after:
        return clock(after if before is None else before)  # type: ignore[arg-type]
    return f"{clock(before)} → {clock(after)}"


def difference(before: Extent, after: Extent) -> str:
    """`+1.5 s`, `−12 s`; empty where the film is as long."""
    apart = round(after.seconds - before.seconds, 3)
    return f"{'+' if apart > 0 else '−'}{clock(abs(apart))}" if apart else ""


def extent(before: Extent, after: Extent) -> str:
    """`3 scenes · 9 → 10 shots · 5 lines`."""
    counts = [(before.scenes, after.scenes, "scene"), (before.shots, after.shots, "shot")]
    counts.append((before.lines, after.lines, "line"))
    return " · ".join(
        counted(now, noun) if was == now else f"{was} → {counted(now, noun)}"
        for was, now, noun in counts
    )


def counted(number: int, noun: str) -> str:
    """`1 line`, `2 lines`."""
    return f"{number} {noun}{'s' if number != 1 else ''}"


def reached(change: DeclarationChange) -> str:
    """`in 8 shots, 3 lines`: what a declaration reaches; empty where nothing."""
    parts = [counted(len(change.shots), "shot")] if change.shots else []
    parts += [counted(change.lines, "line")] if change.lines else []
    return f"in {', '.join(parts)}" if parts else ""


def shot_fate(shot: ShotChange) -> str:
    """What became of a shot as a whole: where it was, and that it is known by another number."""
    parts = []
    if shot.moved:
        parts.append(f"moved, was {shot.moved}")
    if shot.fate is Fate.KEPT and shot.number != shot.number_before:
        parts.append(f"was {shot.number_before}")
    return "; ".join(parts)


def details(shot: ShotChange) -> tuple[Change, ...]:
    """The changes of a shot that its headline does not tell: of its length, that it is now said."""
    same = shot.seconds_before == shot.seconds_after
    return tuple(each for each in shot.changes if each.what != "length" or same)


def follows(jobs: JobChanges, owners: Mapping[str, str]) -> tuple[str, str]:
    """What is to be made otherwise of one kind: its name, and `8 drawn anew (1A, 1B …)`."""
    noun, verb = KINDS[jobs.kind]
    groups = (
        (jobs.anew, verb, ""),
        (jobs.new, "new", ""),
        (jobs.retimed, "of another length", ""),
        (jobs.gone, "no longer needed", "was "),
    )
    told = [f"{len(names)} {what}{_of(names, owners, was)}" for names, what, was in groups if names]
    return f"{noun}s" if noun != "ambience" else noun, ", ".join(told)


def listed(numbers: Iterable[str]) -> str:
    """Shots by number, or names with how often they come: of many the first ones."""
    counts = Counter(numbers)
    each = tuple(name if count == 1 else f"{name} ×{count}" for name, count in counts.items())
    more = f" and {len(each) - NUMBERS_MAX} more" if len(each) > NUMBERS_MAX else ""
    return ", ".join(each[:NUMBERS_MAX]) + more


def joined(runs: Sequence[tuple[Run, str]]) -> list[tuple[Run, str]]:
    """Runs with a blank between a word that goes and the word that takes its place."""
    found: list[tuple[Run, str]] = []
    for run, text in runs:
        before = found[-1] if found else (Run.SAME, "")
        if run is Run.NEW and before[0] is Run.GONE and not before[1][-1:].isspace():
            found.append((Run.SAME, " "))
        found.append((run, text))
    return found


def priced(price: Repricing) -> str:
    """What the change costs with its profile: `final: 3 calls, $1.20, prices of 2026-11-02`."""
    parts = [counted(price.calls, "call"), price.price] if price.calls else ["nothing to buy"]
    parts += [f"prices of {price.as_of}"] if price.as_of else []
    parts += [f"{listed(price.blocked)} cannot be had"] if price.blocked else []
    return f"With profile {price.profile}: {', '.join(parts)}"


def _of(names: Iterable[str], owners: Mapping[str, str], was: str) -> str:
    """The shots that jobs are of, or the speakers with how many lines each."""
    found = [owners[id_] for name in names if (id_ := name.partition("/")[2]) in owners]
    return f" ({was}{listed(found)})" if found else ""
