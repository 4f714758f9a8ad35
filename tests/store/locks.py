"""Locks for tests: drawn as values, and as branches that people and builds work on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from drama_compiler.graph.jobs import Tier
from drama_compiler.store.lock import Choice, Cut, Entry, Lock, LockTake, Origin
from drama_compiler.store.lock_edit import add_take, change_take, choose, with_entry
from drama_compiler.store.lock_lines import split_record
from drama_compiler.store.lock_merge import normal_entry

JOBS = ("clip ep03/k7f2q", "clip ep03/k7f2r", "portrait li-wei/storm")
NAMED = ("a1b2c", "d3e4f")

_WORDS = st.text(max_size=8)
_COUNTS = st.integers(0, 10**6)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_WORDS, inner, max_size=2),
    max_leaves=4,
)
_CUTS = st.lists(
    st.builds(Cut, st.text(min_size=1, max_size=8), _COUNTS, st.none() | _COUNTS), max_size=2
).map(tuple)
_PASTS = st.lists(st.text("0123456789abcdef", min_size=12, max_size=12), max_size=2).map(tuple)
_UNKNOWN = st.dictionaries(st.sampled_from(["x-lens", "extra", "é"]), _JSON, max_size=1)

TAKES = st.builds(
    LockTake,
    media=st.text(min_size=1, max_size=8),
    type=_WORDS,
    facts=st.dictionaries(_WORDS, _JSON, max_size=2),
    range=st.none() | st.tuples(_COUNTS, _COUNTS),
    tier=st.sampled_from(Tier),
    origin=st.sampled_from(Origin),
    basis=_WORDS,
    seed=st.none() | st.integers(),
    usd_micros=_COUNTS,
    note=_WORDS,
    dropped=st.booleans(),
    number=st.integers(0, 3),
    extra=_UNKNOWN,
)
ENTRIES = st.builds(
    Entry,
    takes=st.lists(TAKES, max_size=3).map(tuple),
    chosen=_CUTS,
    by=_WORDS,
    over=_PASTS,
    rivals=st.lists(st.builds(Choice, _CUTS, _WORDS, _PASTS), max_size=2).map(tuple),
    extra=_UNKNOWN,
).map(normal_entry)
RECORDS = st.dictionaries(_WORDS, _JSON, max_size=2)
LOCKS = st.builds(
    Lock,
    entries=st.dictionaries(
        st.text(min_size=1, max_size=12).filter(lambda name: not split_record(name)),
        ENTRIES,
        max_size=3,
    ),
    names=st.dictionaries(
        st.sampled_from(["ep03", "season 1/ep03", "50%"]),
        st.dictionaries(
            st.sampled_from(["scenes", "shots"]),
            st.dictionaries(_WORDS, RECORDS, min_size=1, max_size=2),
            min_size=1,
            max_size=2,
        ),
        max_size=2,
    ),
)

Step = tuple[str, int, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["buy", "buy", "choose", "choose", "drop", "note", "name"]),
        st.integers(0, 2),
        st.integers(0, 5),
    ),
    max_size=8,
)


def work(lock: Lock, steps: Sequence[Step], who: str = "") -> Lock:
    """The lock after people and builds did all this to it."""
    for deed, place, which in steps:
        name = JOBS[place]
        entry = lock.entries.get(name, Entry())
        takes = entry.takes
        take = takes[which % len(takes)] if takes else None
        if deed == "buy":
            bought = LockTake(f"media{which}", "video/mp4", usd_micros=which * 1000)
            lock = with_entry(lock, name, add_take(entry, bought))
        elif deed == "choose" and take:
            cut = Cut(take.key, which % 2)
            lock = with_entry(lock, name, choose(entry, (cut,), who))
        elif deed == "drop" and take:
            lock = with_entry(lock, name, change_take(entry, replace(take, dropped=True)))
        elif deed == "note" and take:
            noted = replace(take, note=f"{who} {which}")
            lock = with_entry(lock, name, change_take(entry, noted))
        elif deed == "name":
            lock = _named(lock, NAMED[place % 2], {"content": f"{which}"})
    return lock


def _named(lock: Lock, id_: str, record: dict[str, Any]) -> Lock:
    shots = {**lock.names.get("ep03", {}).get("shots", {}), id_: record}
    return replace(lock, names={"ep03": {"shots": shots}})
