"""What was paid for, brought in or chosen by a person: the values that `drama.lock` keeps in git.

An entry a job, and in it takes. Merging two locks is the union of their takes; only which one is
chosen can be disputed. Text and merging are in `lock_text.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b
from typing import Any

from drama_compiler.graph.jobs import JobKind, Tier

PROJECT_WIDE = frozenset({JobKind.PORTRAIT, JobKind.PLATE, JobKind.OBJECT, JobKind.IDENTITY})
"""Kinds that all films of a project share: their entries carry no film's name."""

KEY_LETTERS = 8
"""How much of a digest names a take to people; as many as tell it apart, and these at least."""


class Origin(StrEnum):
    """Where a take is from."""

    BOUGHT = "bought"
    ADDED = "added"
    """Brought in by a person, who alone decides that it fits: it has a basis, and goes stale, only
    where it came of a sheet.
    """


@dataclass(frozen=True, slots=True)
class LockTake:
    """One take of one job, for good.

    `media` is the digest of its bytes, `range` the part of them that is this job's, in the
    media's own frames. `basis` and `request` are digests (`graph/keys.py`; the basis itself lies
    in the store under its digest). `call` is the service's own id. `usd_micros` is what was
    paid, in millionths of a dollar. `facts` are as a backend's output gives them. `number`
    counts the takes of a job from 1, as on a set: two made at once on two branches share one.
    `extra` are fields that another release of drama wrote.
    """

    media: str
    type: str
    facts: Mapping[str, Any] = field(default_factory=dict, hash=False)
    range: tuple[int, int] | None = None
    tier: Tier = Tier.FINAL
    origin: Origin = Origin.BOUGHT
    basis: str = ""
    request: str = ""
    backend: str = ""
    model: str = ""
    call: str = ""
    seed: int | None = None
    usd_micros: int = 0
    note: str = ""
    dropped: bool = False
    number: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def key(self) -> str:
        """What tells a take from all others of its job: media, and range where it has one."""
        return take_key(self.media, self.range)


def take_key(media: str, range_: tuple[int, int] | None) -> str:
    """What a take is called by: its media, and its range where it has one."""
    return media if range_ is None else f"{media}@{range_[0]}-{range_[1]}"


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of a take that is in the film: `[start_frame, end_frame)` of the take's own frames.

    Frames count from the start of the take's range; no end is the take's end.
    """

    take: str
    start_frame: int = 0
    end_frame: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chose for a job: cuts in their order, and the choices it was made over.

    `over` holds the ids of all earlier choices that this one took the place of, sorted: by them
    two branches know which choice is later, and which two know nothing of each other.
    """

    cuts: tuple[Cut, ...] = ()
    by: str = ""
    over: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Twelve letters: equal cuts over an equal past, by the same person, are one choice."""
        cuts = [[cut.take, cut.start_frame, cut.end_frame, cut.extra] for cut in self.cuts]
        text = json.dumps([cuts, self.by, self.over], sort_keys=True)
        return blake2b(text.encode(), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept of one job: its takes, and the cuts that are in the film.

    `chosen` is empty where nobody chose: then the newest request's take is shown. `by` is who
    chose, `over` the ids of the choices it was made over. `rivals` are choices made on other
    branches that knew nothing of this one: a merge cannot decide between them and `chosen`.
    Change an entry by `lock_edit.py`, which keeps `over` and the numbers of takes.
    """

    takes: tuple[LockTake, ...] = ()
    chosen: tuple[Cut, ...] = ()
    by: str = ""
    over: tuple[str, ...] = ()
    rivals: tuple[Choice, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def disputed(self) -> tuple[tuple[Cut, ...], ...]:
        """Other cuts that were chosen, which somebody must decide about; most often none."""
        others = dict.fromkeys(rival.cuts for rival in self.rivals)
        return tuple(cuts for cuts in others if cuts != self.chosen)

    def take(self, key: str) -> LockTake | None:
        """The take with this key."""
        return next((take for take in self.takes if take.key == key), None)


@dataclass(frozen=True, slots=True)
class Lock:
    """Everything that `drama.lock` holds.

    `entries` are by lock name (`clip ep03/k7f2q`, `portrait li-wei/storm`), see `lock_name`.
    `names` are the name records of each film, as JSON data by film key, table and id:
    `names["ep03"]["shots"]["k7f2q"]`. `unread` are lines that could not be read, kept as they
    are under the lock name they stood under (empty where that is not known). `cut_short` says
    that the file ended too early: it stays so until a person says that nothing is missing.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    unread: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cut_short: bool = False


def lock_name(job: str, film: str) -> str:
    """The lock's name of a job: `clip/k7f2q` of the film `ep03` is `clip ep03/k7f2q`."""
    kind, _, owner = job.partition("/")
    return f"{kind} {owner}" if kind in PROJECT_WIDE else f"{kind} {film}/{owner}"
