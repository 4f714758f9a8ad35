"""What is paid for, counted in whole units, and the caps that no sum of it may pass.

Money is in millionths of a US dollar and lengths in milliseconds, as integers: sums are exact,
and what has to be rounded is rounded up.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields
from math import ceil

from drama_compiler.graph.limits import Cost


@dataclass(frozen=True, slots=True)
class Amount:
    """So much money, and so much of what caps count besides."""

    usd_micros: int = 0
    clip_milliseconds: int = 0
    stills: int = 0
    characters: int = 0
    sound_milliseconds: int = 0

    def __add__(self, other: Amount) -> Amount:
        return Amount(*(one + two for one, two in zip(astuple(self), astuple(other), strict=True)))


def amount_of(cost: Cost) -> Amount:
    """The most that a request of this cost can take."""
    return Amount(
        micros(cost.usd_max),
        _thousandths(cost.clip_seconds),
        cost.stills,
        cost.characters,
        _thousandths(cost.sound_seconds),
    )


def micros(usd: float) -> int:
    """US dollars in millionths, rounded up; what floats add to a price in cents is not kept."""
    return ceil(round(usd * 1_000_000, 3))


@dataclass(frozen=True, slots=True)
class Caps:
    """How much may be spent in all, over every build of a project; None: no cap."""

    usd: float | None = None
    clip_seconds: float | None = None
    stills: int | None = None
    characters: int | None = None
    sound_seconds: float | None = None


def passed_cap(total: Amount, caps: Caps) -> str:
    """The first of the caps (`usd`, `clip_seconds`, …) that `total` goes past, or nothing."""
    units = (1_000_000, 1000, 1, 1, 1000)
    for cap, spent, unit in zip(fields(caps), astuple(total), units, strict=True):
        most = getattr(caps, cap.name)
        # Rounded down: a cap is never passed by a fraction of a unit.
        if most is not None and spent > int(round(most * unit, 3)):
            return cap.name
    return ""


def _thousandths(seconds: float) -> int:
    return ceil(round(seconds * 1000, 3))
