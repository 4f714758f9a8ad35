"""The table of the service's models comes in; each model as data, and what a call costs, come out.

The adapter and the service read the same table, as a client reads the price list of its service.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

from drama_compiler.contract import Cost, JobKind, Limits, Price, Tier

STILLS = frozenset({JobKind.PORTRAIT, JobKind.PLATE, JobKind.OBJECT, JobKind.FRAME})
SOUNDS = frozenset({JobKind.CUE, JobKind.AMBIENCE, JobKind.EFFECT})

MICROS = 1_000_000
"""Micro-dollars in a dollar: money is counted in whole ones, rounded up."""

_TABLE = Path(__file__).with_name("models.toml")
_LIMITS = (
    "seconds_min",
    "seconds_max",
    "seconds_step",
    "references_max",
    "last_frame",
    "shots_max",
    "prompt_chars_max",
)


@dataclass(frozen=True, slots=True)
class Model:
    """One model: its kinds of jobs, what it can do, its price.

    `rate` is that of its clips in frames a second, whatever the film's.
    """

    name: str
    kinds: tuple[JobKind, ...]
    tier: Tier
    limits: Limits
    price: Price
    rate: Fraction


@cache
def models() -> tuple[Model, ...]:
    """Every model, the default of each kind before the others."""
    rows = tomllib.loads(_TABLE.read_text("utf-8"))["model"]
    return tuple(_model(row) for row in rows)


def model_for(kind: JobKind, name: str = "") -> Model | None:
    """The model of that name that does that kind; without a name, the default."""
    of_kind = (model for model in models() if kind in model.kinds)
    return next((model for model in of_kind if not name or model.name == name), None)


def quantities(kind: JobKind, call: Mapping[str, Any]) -> Cost:
    """What of a call is paid for, without a price."""
    if kind in STILLS:
        return Cost(stills=1)
    if kind is JobKind.CLIP:
        return Cost(clip_seconds=sum(shot["seconds"] for shot in call["shots"]))
    if kind is JobKind.VOICE:
        return Cost(characters=len(call["text"]))
    return Cost(sound_seconds=call["seconds"])


def amount(cost: Cost) -> float:
    """How many of what its model is priced by a call takes: one of the four is not 0."""
    return cost.stills + cost.clip_seconds + cost.characters + cost.sound_seconds


def micros(usd_each: float, amount_: float) -> int:
    """A price in whole micro-dollars, rounded up."""
    # Nine places first: 0.05 * 5 is a hair more than 0.25 in binary.
    return ceil(round(usd_each * amount_ * MICROS, 3))


def legal_seconds(limits: Limits, seconds: float) -> bool:
    """Whether a call may last that long."""
    if limits.seconds:
        return seconds in limits.seconds
    inside = limits.seconds_min <= seconds <= limits.seconds_max
    return inside and (not limits.seconds_step or _whole(seconds, limits.seconds_step))


def snapped_seconds(limits: Limits, seconds: Fraction) -> float | None:
    """The shortest legal length that holds `seconds`; None where there is none."""
    if limits.seconds:
        return min((each for each in limits.seconds if each >= seconds), default=None)
    found = max(Fraction(limits.seconds_min), seconds)
    if limits.seconds_step:
        step = Fraction(limits.seconds_step).limit_denominator(1000)
        found = ceil(found / step) * step
    return float(found) if found <= limits.seconds_max else None


def _whole(seconds: float, step: float) -> bool:
    return abs(seconds / step - round(seconds / step)) < 1e-6


def _model(row: Mapping[str, Any]) -> Model:
    price: float | Sequence[float] = row["usd"]
    usd_min, usd_max = (price, price) if isinstance(price, float) else price
    limits = {name: row[name] for name in _LIMITS if name in row}
    return Model(
        name=row["name"],
        kinds=tuple(JobKind(kind) for kind in row["kinds"]),
        tier=Tier(row["tier"]),
        limits=Limits(seconds=tuple(row.get("seconds", ())), **limits),
        price=Price(usd_min, usd_max, row["per"]),
        rate=Fraction(row.get("rate", "24")),
    )
