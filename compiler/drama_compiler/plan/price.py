"""Costs come in, of calls and times over; their sum, and how it is said, come out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from drama_compiler.graph.jobs import JobKind
from drama_compiler.graph.limits import Cost

NOTHING = Cost()


def total(costs: Iterable[Cost]) -> Cost:
    """The sum of costs; unpriced as soon as one of them is."""
    found = NOTHING
    for each in costs:
        found = Cost(
            usd_min=found.usd_min + each.usd_min,
            usd_max=found.usd_max + each.usd_max,
            priced=found.priced and each.priced,
            clip_seconds=found.clip_seconds + each.clip_seconds,
            stills=found.stills + each.stills,
            characters=found.characters + each.characters,
            sound_seconds=found.sound_seconds + each.sound_seconds,
            work_seconds=found.work_seconds + each.work_seconds,
        )
    return found


def times(cost: Cost, takes: int) -> Cost:
    """What a call costs that is made `takes` times."""
    return total([cost] * takes)


def share(cost: Cost, part: float) -> Cost:
    """A part of a call's cost, for one of the jobs that it serves; stills stay whole numbers."""
    return Cost(
        usd_min=cost.usd_min * part,
        usd_max=cost.usd_max * part,
        priced=cost.priced,
        clip_seconds=cost.clip_seconds * part,
        stills=round(cost.stills * part),
        characters=round(cost.characters * part),
        sound_seconds=cost.sound_seconds * part,
        work_seconds=cost.work_seconds * part,
    )


def dollars(cost: Cost) -> str:
    """`$1.20`, `$1.20–1.50`, `$1.20 and more` or `no price known`."""
    if not cost.priced and not cost.usd_max:
        return "no price known"
    low, high = _money(cost.usd_min), _money(cost.usd_max)
    said = f"${high}" if low == high else f"${low}–{high}"
    return said if cost.priced else f"{said} and more"


def _money(usd: float) -> str:
    """Cents; of less than ten of them, tenths of a cent."""
    return f"{usd:,.2f}" if usd >= 0.1 or not usd else f"{usd:.3f}"


@dataclass(frozen=True, slots=True)
class Quantity:
    """What of a cost is counted, for one kind of job: `5 s`, `1 image`, `212 characters`."""

    number: float
    unit: str

    def __str__(self) -> str:
        number = f"{self.number:,.1f}".removesuffix(".0")
        plural = "s" if self.unit in ("image", "character") and self.number != 1 else ""
        return f"{number} {self.unit}{plural}"


def quantity(cost: Cost, kind: JobKind) -> Quantity:
    """How much of what it is paid for a job of this kind takes."""
    if kind in (JobKind.CLIP, JobKind.SYNC):
        return Quantity(cost.clip_seconds, "s")
    if kind in (JobKind.VOICE, JobKind.IDENTITY):
        return Quantity(cost.characters, "character")
    if cost.stills:
        return Quantity(cost.stills, "image")
    return Quantity(cost.sound_seconds, "s")
