"""One paid call as the journal remembers it: what was asked, for which jobs, what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from drama_compiler.graph.jobs import Tier
from drama_compiler.store.budget import Amount


class AttemptState(StrEnum):
    """Where a paid call stands, as far as this project knows."""

    INTENT = "intent"
    """Its price is reserved; the service may or may not have heard of it."""
    SUBMITTED = "submitted"
    """The service works on it, under the id that is kept here."""
    SUCCEEDED = "succeeded"
    """The service is done; what it made is not in the store yet."""
    DONE = "done"
    FAILED = "failed"
    """Nothing came of it. Where it cost nothing, it may be asked again."""
    REFUSED = "refused"
    """Asked unchanged, it would be refused again."""
    UNKNOWN = "unknown"
    """It may have been paid, and nobody but a person can tell."""
    CANCELLED = "cancelled"

    @property
    def open(self) -> bool:
        """Whether a later build can bring it to an end."""
        return self in (AttemptState.INTENT, AttemptState.SUBMITTED, AttemptState.SUCCEEDED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A job that a call is made for: all that its take needs to be told in the lock.

    `basis` is the digest of the basis, which lies in the media store.
    """

    job: str
    lock_name: str
    basis: str = ""
    tier: Tier = Tier.FINAL
    seed: int | None = None
    origin: str = ""


def lock_names(wanted: Iterable[Wanted]) -> tuple[str, ...]:
    """The jobs' names in the lock."""
    return tuple(each.lock_name for each in wanted)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a call made for the job of the same place: media in the store, or a file on its way.

    `media` is its digest; until it is in the store, `file` is its name in the folder of what
    arrives.
    """

    job: str
    type: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    range: tuple[int, int] | None = None
    media: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """Media that a call is given, by its digest."""

    media: str
    type: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    """Exactly what is asked of a service, by `digest`, as data that outlives the script.

    `request` is the contract's Request as JSON; `inputs` are by job name.
    """

    digest: str
    backend: str
    model: str
    account: str
    request: Mapping[str, Any]
    inputs: Mapping[str, Given]
    wanted: tuple[Wanted, ...]
    reserve: Amount


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a call, the `n`-th, under a `ticket` of ours and the service's own `id`.

    `paid_micros` is known once it is settled; `charged` is false where it cost nothing at all.
    `message` is what there is to tell a person, `trouble` the kind of it. `also` are further
    jobs that the same takes serve: what `wanted` names is theirs too, place by place.
    `lifted`: a person freed it to be asked again.
    """

    call: Call
    n: int
    state: AttemptState
    ticket: str
    id: str = ""
    paid_micros: int | None = None
    charged: bool = True
    kept: tuple[Kept, ...] = ()
    also: tuple[tuple[Wanted, ...], ...] = ()
    trouble: str = ""
    message: str = ""
    lifted: bool = False

    @property
    def spent_micros(self) -> int:
        """What it counts for against caps: what was paid, else what is reserved for it."""
        if not self.charged:
            return 0
        reserved = self.call.reserve.usd_micros
        return reserved if self.paid_micros is None else self.paid_micros

    @property
    def blocks(self) -> bool:
        """Whether the same call is not made again unasked: it would be refused, or cost again."""
        if self.lifted:
            return False
        if self.state is AttemptState.FAILED:
            return self.charged
        return self.state in (AttemptState.REFUSED, AttemptState.UNKNOWN)
