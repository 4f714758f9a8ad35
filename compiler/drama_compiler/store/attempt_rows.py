"""Attempts come in and go out as rows of the journal: columns for sums, JSON for the rest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from typing import Any

from drama_compiler.graph.jobs import Tier
from drama_compiler.store.attempts import Attempt, AttemptState, Call, Given, Kept, Wanted
from drama_compiler.store.budget import Amount
from drama_compiler.store.processes import Holder

COLUMNS = (
    "request, n, state, ticket, service_id, backend, model, account, call, wanted, "
    "reserved_usd_micros, clip_milliseconds, stills, characters, sound_milliseconds, "
    "paid_usd_micros, charged, kept, also, trouble, message, lifted"
)


def attempt_of(row: Sequence[Any]) -> Attempt:
    """The attempt of a row with `COLUMNS`."""
    asked = json.loads(row[8])
    call = Call(
        digest=row[0],
        backend=row[5],
        model=row[6],
        account=row[7],
        request=asked["request"],
        inputs={name: Given(**given) for name, given in asked["inputs"].items()},
        wanted=_wanted(json.loads(row[9])),
        reserve=Amount(*row[10:15]),
    )
    return Attempt(
        call=call,
        n=row[1],
        state=AttemptState(row[2]),
        ticket=row[3],
        id=row[4],
        paid_micros=row[15],
        charged=bool(row[16]),
        kept=tuple(_kept(each) for each in json.loads(row[17])),
        also=tuple(_wanted(each) for each in json.loads(row[18])),
        trouble=row[19],
        message=row[20],
        lifted=bool(row[21]),
    )


def new_row(call: Call, n: int, ticket: str, holder: Holder, now: float) -> dict[str, Any]:
    """The columns of an attempt that is about to be made."""
    inputs = {
        name: {"media": given.media, "type": given.type, "facts": dict(given.facts)}
        for name, given in call.inputs.items()
    }
    usd_micros, clip_milliseconds, stills, characters, sound_milliseconds = astuple(call.reserve)
    return {
        "request": call.digest,
        "n": n,
        "state": str(AttemptState.INTENT),
        "ticket": ticket,
        "backend": call.backend,
        "model": call.model,
        "account": call.account,
        "call": json.dumps({"request": dict(call.request), "inputs": inputs}),
        "wanted": wanted_text(call.wanted),
        "reserved_usd_micros": usd_micros,
        "clip_milliseconds": clip_milliseconds,
        "stills": stills,
        "characters": characters,
        "sound_milliseconds": sound_milliseconds,
        "owner_pid": holder.pid,
        "owner_boot": holder.boot,
        "heartbeat": now,
    }


def wanted_text(wanted: Iterable[Wanted]) -> str:
    """Jobs as JSON."""
    return json.dumps([_plain(each) for each in wanted])


def also_text(also: Iterable[Iterable[Wanted]]) -> str:
    """Further jobs as JSON."""
    return json.dumps([[_plain(each) for each in jobs] for jobs in also])


def kept_text(kept: Iterable[Kept]) -> str:
    """What was made as JSON."""
    return json.dumps(
        [
            {
                "job": each.job,
                "type": each.type,
                "facts": dict(each.facts),
                "range": each.range,
                "media": each.media,
                "file": each.file,
            }
            for each in kept
        ]
    )


def _plain(wanted: Wanted) -> dict[str, Any]:
    return {
        "job": wanted.job,
        "lock_name": wanted.lock_name,
        "basis": wanted.basis,
        "tier": str(wanted.tier),
        "seed": wanted.seed,
        "origin": wanted.origin,
    }


def _wanted(rows: Iterable[dict[str, Any]]) -> tuple[Wanted, ...]:
    return tuple(Wanted(**{**row, "tier": Tier(row["tier"])}) for row in rows)


def _kept(row: dict[str, Any]) -> Kept:
    return Kept(**{**row, "range": None if row["range"] is None else tuple(row["range"])})
