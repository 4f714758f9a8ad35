"""A plan's batches come in; takes come out, each in the store and on record. The only caller of
backends' `make`.

Every batch waits for its inputs, asks the store whether its exact request was answered before,
and only then goes to the executor. What fails stops only what is made of it.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from pathlib import Path

from drama_compiler.contract.backend import Media
from drama_compiler.graph.jobs import Job
from drama_compiler.make.executor import Answer, Executor, Unwanted
from drama_compiler.plan.decide import Batch, made_record, why_remade
from drama_compiler.store.media import MediaStore
from drama_compiler.store.state import Made, State, Take

SCRATCH_AGE_SECONDS_MAX = 24 * 3600
"""No build leaves its scratch folder alone for so long; an older one is of a build that died."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A job that could not be made; `trace` only for a bug."""

    job: Job
    error: str
    trace: str = ""


@dataclass(slots=True)
class Outcome:
    """What came of a build: takes by job name, what was made and why, what was not.

    `unwanted` is what was not begun because nobody wants it any more.
    """

    takes: dict[str, Take] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)
    reused: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    unwanted: list[str] = field(default_factory=list)
    records: dict[str, Made] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where a build works: the media store, the state, a folder for what is half made."""

    media: MediaStore
    state: State
    scratch: Path

    def find_take(self, request: str, job: str) -> Take | None:
        """A take on record whose media is still in the store."""
        take = self.state.take(request, job)
        return take if take and self.media.has(take.media, take.type) else None


Finished = Callable[[Batch, str], None]
"""Told of every batch when it is done: `made`, `reused`, `failed` or `skipped`."""


async def make(
    batches: tuple[Batch, ...],
    before: Mapping[str, Made],
    workshop: Workshop,
    executor: Executor,
    on_finished: Finished,
    given: Mapping[str, Take] | None = None,
) -> Outcome:
    """Make or reuse every batch, each as soon as its inputs are there.

    `given` are takes of jobs that stand in no batch. Raises ValueError where a job is, over
    others, made of itself.
    """
    urgencies = _urgencies(batches)
    outcome = Outcome(takes=dict(given or {}))
    finished: dict[str, asyncio.Event] = {
        job.name: asyncio.Event() for batch in batches for job in batch.jobs
    }

    async def one(batch: Batch, urgency: float) -> None:
        for name in batch.request.inputs:
            if name in finished:
                await finished[name].wait()
        status = await _make_batch(batch, before, workshop, executor, outcome, urgency)
        on_finished(batch, status)
        for job in batch.jobs:
            finished[job.name].set()

    _open_scratch(workshop.scratch)
    try:
        async with asyncio.TaskGroup() as group:
            for batch, urgency in zip(batches, urgencies, strict=True):
                group.create_task(one(batch, urgency))
    finally:
        shutil.rmtree(workshop.scratch, ignore_errors=True)
    return outcome


def _urgencies(batches: tuple[Batch, ...]) -> list[float]:
    """For each batch the seconds of work from its beginning to the end of what is made of it.

    Raises ValueError where a job is, over others, made of itself.
    """
    made_of = {job.name: batch.request.inputs for batch in batches for job in batch.jobs}
    batch_of = {job.name: index for index, batch in enumerate(batches) for job in batch.jobs}
    seconds = [batch.cost.work_seconds for batch in batches]
    for name in reversed(list(TopologicalSorter(made_of).static_order())):
        if name not in batch_of:
            continue
        user = batch_of[name]
        for maker in {batch_of[made] for made in made_of[name] if made in batch_of} - {user}:
            own = batches[maker].cost.work_seconds
            seconds[maker] = max(seconds[maker], own + seconds[user])
    return seconds


def _open_scratch(folder: Path) -> None:
    """An empty folder to work in; what builds that were killed left beside it is swept out."""
    folder.mkdir(parents=True, exist_ok=True)
    for other in folder.parent.iterdir():
        with contextlib.suppress(OSError):
            if time.time() - other.stat().st_mtime > SCRATCH_AGE_SECONDS_MAX:
                shutil.rmtree(other, ignore_errors=True)


async def _make_batch(
    batch: Batch,
    before: Mapping[str, Made],
    workshop: Workshop,
    executor: Executor,
    outcome: Outcome,
    urgency: float,
) -> str:
    if any(name not in outcome.takes for name in batch.request.inputs):
        outcome.skipped.extend(job.name for job in batch.jobs)
        return "skipped"
    inputs = {name: outcome.takes[name].media for name in batch.request.inputs}
    digest = batch.request.digest(inputs)
    status, answer = "reused", Answer()
    try:
        takes = {job.name: workshop.find_take(digest, job.name) for job in batch.jobs}
        if not all(takes.values()):
            answer = await _ask(batch, workshop, executor, outcome, urgency)
            takes = dict(_store(answer, digest, workshop))
            status = "made"
    except Unwanted:
        outcome.unwanted.extend(job.name for job in batch.jobs)
        return "skipped"
    except (OSError, sqlite3.Error) as error:
        answer = Answer(error=f"it could not be kept: {error}")
    if answer.error:
        outcome.failures.extend(Failure(job, answer.error, answer.trace) for job in batch.jobs)
        return "failed"
    for job in batch.jobs:
        take = takes[job.name]
        assert take is not None, f"{batch.request.backend} left out {job.name}"
        outcome.takes[job.name] = take
        outcome.records[job.name] = made_record(job, batch.request, inputs, digest)
        if status == "made":
            why = why_remade(job, batch.request, inputs, before.get(job.name))
            outcome.made[job.name] = why
        else:
            outcome.reused.append(job.name)
    return status


async def _ask(
    batch: Batch, workshop: Workshop, executor: Executor, outcome: Outcome, urgency: float
) -> Answer:
    inputs = {}
    for name in batch.request.inputs:
        take = outcome.takes[name]
        path = workshop.media.path(take.media, take.type)
        inputs[name] = Media(take.media, path, take.type, take.facts)
    folder = Path(tempfile.mkdtemp(dir=workshop.scratch))
    answer = await executor.run(batch.request, inputs, folder, urgency)
    left_out = {job.name for job in batch.jobs} - {output.job for output, _ in answer.outputs}
    if left_out and not answer.error:
        names = ", ".join(sorted(left_out))
        return Answer(error=f"the backend {batch.request.backend} made no {names}")
    return answer


def _store(answer: Answer, request: str, workshop: Workshop) -> list[tuple[str, Take]]:
    takes = []
    for output, digest in answer.outputs:
        workshop.media.adopt(output.path, digest, output.type)
        takes.append((output.job, Take(digest, output.type, dict(output.facts))))
    with workshop.state.transaction():
        for name, take in takes:
            workshop.state.record(request, name, take)
    return takes
