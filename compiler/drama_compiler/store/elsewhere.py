"""A lock comes in; what each paid call that it tells of took, as far as takes show, comes out."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil
from typing import Any

from drama_compiler.graph.jobs import JobKind
from drama_compiler.store.budget import Amount
from drama_compiler.store.lock import Lock, LockTake, Origin

STILLS = frozenset({JobKind.PORTRAIT, JobKind.PLATE, JobKind.OBJECT, JobKind.FRAME})
SOUNDS = frozenset({JobKind.CUE, JobKind.AMBIENCE, JobKind.EFFECT})


def bought_elsewhere(lock: Lock) -> dict[tuple[str, str], Amount]:
    """What was paid and made, by backend and the service's id of the call.

    A take that serves several jobs counts once. Spoken characters are not known.
    """
    found: dict[tuple[str, str], Amount] = {}
    counted: set[tuple[str, str, str]] = set()
    for name, entry in lock.entries.items():
        for take in entry.takes:
            if take.origin is not Origin.BOUGHT or not take.backend:
                continue
            key = (take.backend, take.call or f"{take.request} {take.key}")
            amount = Amount(usd_micros=take.usd_micros)
            if (*key, take.key) not in counted:
                counted.add((*key, take.key))
                amount += _made(name.partition(" ")[0], take)
            found[key] = found.get(key, Amount()) + amount
    return found


def _made(kind: str, take: LockTake) -> Amount:
    if kind in STILLS:
        return Amount(stills=1)
    if kind in (JobKind.CLIP, JobKind.SYNC):
        return Amount(clip_milliseconds=_milliseconds(take))
    if kind in SOUNDS:
        return Amount(sound_milliseconds=ceil(_number(take.facts, "seconds") * 1000))
    return Amount()


def _milliseconds(take: LockTake) -> int:
    start, end = take.range or (0, int(_number(take.facts, "frames")))
    rate = _number(take.facts, "rate")
    return ceil((end - start) * 1000 / rate) if rate else 0


def _number(facts: Mapping[str, Any], name: str) -> Fraction:
    try:
        return Fraction(str(facts.get(name, 0)))
    except (ValueError, ZeroDivisionError):
        return Fraction(0)
