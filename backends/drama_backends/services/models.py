"""A provider's `capabilities.toml` comes in; its models as data, and what a call costs, come out.

A row is a model in one mode and quality, with its limits, its price, where that is said and since
when. Nothing of it stands in code: a model that is new, dearer or retired is a change of data.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

from drama_compiler.contract import Ability, Cost, JobKind, Limits, Price, Tier

FILE = "capabilities.toml"

MICROS = 1_000_000
"""Micro-dollars in a dollar: money is counted in whole ones, rounded up."""

PER: Mapping[str, str] = {
    "still": "stills",
    "clip second": "clip_seconds",
    "character": "characters",
    "sound second": "sound_seconds",
    "call": "",
}
"""What a price can be of, and the count of a `Cost` that it is multiplied with; a call is one."""

_IMAGES = frozenset({JobKind.PORTRAIT, JobKind.PLATE, JobKind.OBJECT})
_NOTHING: frozenset[JobKind] = frozenset()
_TAKES: Mapping[JobKind, frozenset[JobKind]] = {
    JobKind.FRAME: _IMAGES,
    JobKind.CLIP: _IMAGES | {JobKind.FRAME, JobKind.CLIP, JobKind.VOICE},
    JobKind.VOICE: frozenset({JobKind.IDENTITY}),
    JobKind.SYNC: frozenset({JobKind.CLIP, JobKind.VOICE}),
}
"""What a job of a kind can be made of at all; the others are made of words."""

_LIMITS = (
    "seconds_min",
    "seconds_max",
    "seconds_step",
    "references_max",
    "last_frame",
    "shots_max",
    "prompt_chars_max",
)
_OTHERS = {
    *("name", "like", "kinds", "takes", "tier", "usd", "per", "seconds", "aspects", "status"),
    *("successor", "source", "as_of", "seed", "negative", "camera", "commands", "wire", "by_name"),
}


@dataclass(frozen=True, slots=True)
class Model:
    """One row: the kinds of jobs that it does, of what, within which limits, at what price.

    `aspects` are the shapes it makes (none: any). `seed` and `negative` tell whether it has a
    field for each; without one, a negative prompt is folded into the prompt. `camera` is `words`,
    `commands` or `field`; for the latter two `commands` maps moves (`dolly-in`) to the service's
    own words. `wire` is for the adapter alone: what it sends besides. A row that is `by_name` is
    also that of every model that has no row: it is asked for by its own name.
    """

    name: str
    kinds: tuple[JobKind, ...]
    tier: Tier
    takes: frozenset[JobKind] = frozenset()
    limits: Limits = field(default_factory=Limits)
    price: Price | None = None
    aspects: tuple[str, ...] = ()
    seed: bool = False
    negative: bool = False
    camera: str = "words"
    commands: Mapping[str, str] = field(default_factory=dict)
    retired: bool = False
    successor: str = ""
    source: tuple[str, ...] = ()
    as_of: str = ""
    wire: Mapping[str, Any] = field(default_factory=dict)
    by_name: bool = False

    def ability(self, kind: JobKind, version: str) -> Ability:
        """What the compiler is told of this row for jobs of `kind`."""
        return Ability(
            kind,
            version,
            self.tier,
            free=False,
            model=self.name,
            takes=self.takes & _TAKES.get(kind, _NOTHING),
            limits=self.limits,
            as_of=self.as_of,
            retired=self.retired,
            successor=self.successor,
            price=self.price,
        )


@cache
def read_models(path: Path) -> tuple[Model, ...]:
    """The rows of a table in their order: the first of each kind is its default.

    `source` and `as_of` at the top of the file hold for rows without their own. A row that is
    `like` another has all that the other says and it does not. Raises `ValueError` for a key or
    a value that no row has: a slip in a table is a bug.
    """
    table = tomllib.loads(path.read_text("utf-8"))
    common = {key: table[key] for key in ("source", "as_of") if key in table}
    rows: dict[str, Mapping[str, Any]] = {}
    for written in table["model"]:
        row = {**common, **rows.get(written.get("like", ""), {}), **written}
        unknown = row.keys() - _OTHERS - set(_LIMITS)
        if unknown or ("like" in written and written["like"] not in rows):
            raise ValueError(f"{path.name}: `{row['name']}` has {sorted(unknown) or 'no model'}")
        rows[row["name"]] = row
    return tuple(_model(row) for row in rows.values())


def model_for(models: Iterable[Model], kind: JobKind, name: str = "") -> Model | None:
    """The model of that name that does that kind; without a name, the default.

    One that has no row is what a row says that goes `by_name`.
    """
    rows = tuple(models)
    of_kind = [model for model in rows if kind in model.kinds]
    listed = next((model for model in of_kind if not name or model.name == name), None)
    if listed or any(model.name == name for model in rows):
        return listed
    return next((replace(model, name=name) for model in of_kind if model.by_name), None)


def priced(price: Price | None, amount: Cost) -> Cost:
    """The amount with what it costs by a price: whole micro-dollars, rounded up."""
    if price is None:
        return _with_usd(amount, 0.0, 0.0, False)
    count = getattr(amount, PER[price.per]) if PER[price.per] else 1
    least, most = (micros(usd, count) / MICROS for usd in (price.usd_min, price.usd_max))
    return _with_usd(amount, least, most, True)


def micros(usd_each: float, count: float) -> int:
    """A price in whole micro-dollars, rounded up."""
    # Nine places first: 0.05 * 5 is a hair more than 0.25 in binary.
    return ceil(round(usd_each * count * MICROS, 3))


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


def _with_usd(amount: Cost, least: float, most: float, known: bool) -> Cost:
    return Cost(
        usd_min=least,
        usd_max=most,
        priced=known,
        clip_seconds=amount.clip_seconds,
        stills=amount.stills,
        characters=amount.characters,
        sound_seconds=amount.sound_seconds,
    )


def _model(row: Mapping[str, Any]) -> Model:
    limits = {name: row[name] for name in _LIMITS if name in row}
    if row.get("as_of"):
        datetime.date.fromisoformat(row["as_of"])
    return Model(
        name=row["name"],
        kinds=tuple(JobKind(kind) for kind in row["kinds"]),
        takes=frozenset(JobKind(kind) for kind in row.get("takes", ())),
        tier=Tier(row["tier"]),
        limits=Limits(seconds=tuple(row.get("seconds", ())), **limits),
        price=_price(row),
        aspects=tuple(row.get("aspects", ())),
        seed=row.get("seed", False),
        negative=row.get("negative", False),
        camera=row.get("camera", "words"),
        commands=row.get("commands", {}),
        retired=row.get("status", "live") == "retired",
        successor=row.get("successor", ""),
        source=tuple(row.get("source", ())),
        as_of=row.get("as_of", ""),
        wire=row.get("wire", {}),
        by_name=row.get("by_name", False),
    )


def _price(row: Mapping[str, Any]) -> Price | None:
    if "usd" not in row:
        return None
    usd: float | Sequence[float] = row["usd"]
    least, most = (usd, usd) if isinstance(usd, int | float) else usd
    if row["per"] not in PER:
        raise ValueError(f"`{row['name']}`: nothing is paid per `{row['per']}`")
    return Price(float(least), float(most), row["per"])
