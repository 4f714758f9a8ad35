"""A lock and attempts that are done come in; the lock with their takes comes out.

Pure: folding twice changes nothing the second time, and what a person chose stays chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from drama_compiler.graph.jobs import JobKind
from drama_compiler.store.attempts import Attempt, AttemptState, Given, Kept, Wanted
from drama_compiler.store.choice import CLIP
from drama_compiler.store.lock import Entry, Lock, LockTake, take_key
from drama_compiler.store.lock_edit import add_take, change_take, with_entry


def fold(lock: Lock, attempts: Iterable[Attempt]) -> Lock:
    """Add the takes of every attempt that is done, in the order of the attempts.

    Of a take that the same request is now made for, though the script is another, the basis is
    brought up to date.
    """
    for attempt in attempts:
        if attempt.state is AttemptState.DONE:
            for name, take in lock_takes(attempt):
                lock = with_entry(lock, name, _with_take(lock.entries.get(name, Entry()), take))
    return lock


def lock_takes(attempt: Attempt) -> Iterator[tuple[str, LockTake]]:
    """The takes of an attempt, by the lock names of the jobs that they are for.

    The price of a call is shared by what it made; further jobs that it serves are free.
    """
    call = attempt.call
    place = {wanted.job: index for index, wanted in enumerate(call.wanted)}
    shares = _shares(attempt.spent_micros, len(attempt.kept))
    for kept, share in zip(attempt.kept, shares, strict=True):
        index = place[kept.job]
        # What was told last of a job holds.
        served = {each[index].lock_name: each[index] for each in (call.wanted, *attempt.also)}
        for name, wanted in served.items():
            paid = share if name == call.wanted[index].lock_name else 0
            yield name, _take(attempt, kept, wanted, paid)


def _with_take(entry: Entry, take: LockTake) -> Entry:
    mine = entry.take(take.key)
    if mine is not None and mine.request == take.request and mine.basis != take.basis:
        return change_take(entry, replace(mine, basis=take.basis))
    return add_take(entry, take)


def _take(attempt: Attempt, kept: Kept, wanted: Wanted, usd_micros: int) -> LockTake:
    seed = kept.facts.get("seed", wanted.seed)
    return LockTake(
        media=kept.media,
        type=kept.type,
        facts={**kept.facts, **_made_in(attempt, wanted)},
        range=kept.range,
        tier=wanted.tier,
        basis=wanted.basis,
        request=attempt.call.digest,
        backend=attempt.call.backend,
        model=attempt.call.model,
        call=attempt.id,
        seed=seed if isinstance(seed, int) else None,
        usd_micros=usd_micros,
    )


def _made_in(attempt: Attempt, wanted: Wanted) -> dict[str, str]:
    """In which take of a clip lips were moved: they are shown as long as that take is."""
    if not wanted.job.startswith(f"{JobKind.SYNC}/"):
        return {}
    given = attempt.call.inputs
    clip = next(each for name, each in given.items() if name.startswith(f"{JobKind.CLIP}/"))
    return {CLIP: take_key(clip.media, _range(clip))}


def _range(given: Given) -> tuple[int, int] | None:
    """Which part of its media a call was given, where it is a part."""
    found = given.facts.get("range")
    return (int(found[0]), int(found[1])) if found else None


def _shares(usd_micros: int, count: int) -> list[int]:
    """A sum in parts that differ by one at most and add up to it."""
    return [usd_micros // count + (index < usd_micros % count) for index in range(count)]
