"""What is ordered of services, and what comes of it, as plain data."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from drama_compiler.plan.decide import Batch
from drama_compiler.store.attempts import Attempt, AttemptState
from drama_compiler.store.state import Take


@dataclass(frozen=True, slots=True)
class Order:
    """A call to have made: `takes` times in all, what was bought for this request before included.

    With `redo` it is made that many times more, whatever there is, and though it was refused.
    `lock_names` are by job.
    """

    batch: Batch
    lock_names: Mapping[str, str]
    takes: int = 1
    redo: bool = False


class Result(StrEnum):
    """What became of an order, or of a call that an earlier build left open."""

    BOUGHT = "bought"
    REUSED = "reused"
    REFUSED = "refused"
    """The service refuses it, now or in an earlier build, or failed it and kept the money."""
    FAILED = "failed"
    """It was not made, and cost nothing."""
    UNKNOWN = "unknown"
    """It may have been paid; a person has to say what next."""
    CAPPED = "capped"
    PENDING = "pending"
    """It is under way, and the next build goes on with it."""
    SKIPPED = "skipped"
    """Something that it is made of is missing."""


@dataclass(frozen=True, slots=True)
class Unbought:
    """A call that gave no take: what for, by whom, why. `origin` is as in Job.

    `gone` is the job of what it was to be made of, where the service keeps that no more.
    """

    result: Result
    job: str
    backend: str
    message: str = ""
    origin: str = ""
    ticket: str = ""
    id: str = ""
    trouble: str = ""
    usd_micros: int = 0
    gone: str = ""


@dataclass(slots=True)
class Bought:
    """What came of a stage. `takes` are by job, of several the last; `attempts` those now done.

    `halted` is what this machine failed at, so that nothing more was bought.
    """

    takes: dict[str, Take] = field(default_factory=dict)
    attempts: list[Attempt] = field(default_factory=list)
    reused: list[Attempt] = field(default_factory=list)
    unbought: list[Unbought] = field(default_factory=list)
    halted: OSError | sqlite3.Error | None = None

    @property
    def usd_micros(self) -> int:
        """What the takes that this stage brought have cost."""
        return sum(attempt.spent_micros for attempt in self.attempts)


def count(attempt: Attempt, bought: Bought) -> None:
    """Note in `bought` what an attempt that is at its end came to."""
    if attempt.state is AttemptState.DONE:
        bought.attempts.append(attempt)
        bought.unbought += left_out(attempt)
        return
    result = {
        AttemptState.REFUSED: Result.REFUSED,
        AttemptState.UNKNOWN: Result.UNKNOWN,
        AttemptState.FAILED: Result.REFUSED if attempt.charged else Result.FAILED,
    }
    if attempt.state in result:
        bought.unbought.append(told_of(attempt, result[attempt.state], attempt.message))


def told_of(attempt: Attempt, result: Result, message: str) -> Unbought:
    """What to tell of an attempt that gave no take."""
    first = attempt.call.wanted[0]
    return Unbought(
        result,
        first.job,
        attempt.call.backend,
        message,
        first.origin,
        attempt.ticket,
        attempt.id,
        attempt.trouble,
        attempt.spent_micros,
    )


def left_out(attempt: Attempt) -> list[Unbought]:
    """What to tell of the jobs that a call was made for and gave nothing for."""
    message = "the service was paid and left it out"
    here = {kept.job for kept in attempt.kept}
    return [
        Unbought(Result.REFUSED, wanted.job, attempt.call.backend, message, wanted.origin)
        for wanted in attempt.call.wanted
        if wanted.job not in here
    ]
