"""The table of the service's models comes in; what of a call is paid for comes out.

The adapter and the service read the same table, as a client reads the price list of its service.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from drama_backends.services import models as tables
from drama_backends.services.models import FILE, Model, read_models
from drama_backends.services.stills import STILLS
from drama_compiler.contract import Cost, JobKind


@cache
def models() -> tuple[Model, ...]:
    """Every model, the default of each kind before the others."""
    return read_models(Path(__file__).with_name(FILE))


def model_for(kind: JobKind, name: str = "") -> Model | None:
    """The model of that name that does that kind; without a name, the default."""
    return tables.model_for(models(), kind, name)


def quantities(kind: JobKind, call: Mapping[str, Any]) -> Cost:
    """What of a call is paid for, without a price."""
    if kind in STILLS:
        return Cost(stills=1)
    if kind is JobKind.CLIP:
        return Cost(clip_seconds=sum(shot["seconds"] for shot in call["shots"]))
    if kind in (JobKind.VOICE, JobKind.IDENTITY):
        return Cost(characters=len(call["text"]))
    return Cost(sound_seconds=call["seconds"])


def amount(cost: Cost) -> float:
    """How many of what its model is priced by a call takes: one of the four is not 0."""
    return cost.stills + cost.clip_seconds + cost.characters + cost.sound_seconds
