"""A graph and what is known of earlier builds come in; the plan comes out.

A job is reused when the exact request that it would make was answered before and its media is
still in the store. What a job was *of* when it was last made tells why it is not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from drama_compiler.contract.backend import Backend, Request
from drama_compiler.graph.jobs import Graph, Job
from drama_compiler.graph.keys import basis, canonical
from drama_compiler.graph.limits import Cost
from drama_compiler.plan.plan import Plan, Status, Step
from drama_compiler.store.state import Made, Take

FindTake = Callable[[str, str], Take | None]
"""The take of a request digest and a job name whose media is in the store, or None."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Jobs that one call makes, as jobs and as the request that is made for them."""

    jobs: tuple[Job, ...]
    request: Request
    cost: Cost


def lower_batches(graph: Graph, backends: Mapping[str, Backend]) -> tuple[Batch, ...]:
    """The graph's batches with the request that each one's backend makes of it."""
    batches = []
    for names in graph.batches:
        jobs = tuple(graph.jobs[name] for name in names)
        backend = backends[jobs[0].backend]
        request = backend.lower(jobs)
        batches.append(Batch(jobs, request, backend.estimate(request)))
    return tuple(batches)


def decide(
    batches: tuple[Batch, ...],
    find_take: FindTake,
    before: Mapping[str, Made],
    given: Mapping[str, Take] | None = None,
) -> Plan:
    """What a build will do, as far as it can be known before anything is made."""
    known = {name: take.media for name, take in (given or {}).items()}
    pending: dict[str, str] = {}
    steps: list[Step] = []
    for batch in batches:
        late = [name for name in batch.request.inputs if name not in known]
        if late:
            status, whys = Status.WAIT, {job.name: f"after {late[0]}" for job in batch.jobs}
            for job in batch.jobs:
                cause = _own_change(job, batch.request, before.get(job.name))
                if cause:
                    status, whys[job.name] = Status.MAKE, cause
        else:
            status, whys = _decide_batch(batch, known, find_take, before)
        for job in batch.jobs:
            if status is not Status.REUSE:
                pending[job.name] = whys[job.name]
            steps.append(
                Step(job.name, job.kind, status, job.backend, batch.cost, whys.get(job.name, ""))
            )
    return Plan(tuple(steps))


def why_remade(job: Job, request: Request, inputs: Mapping[str, str], before: Made | None) -> str:
    """Why a job whose request is new must be made, in a phrase that a writer understands."""
    cause = _own_change(job, request, before)
    if cause:
        return cause
    if before is None:
        return "new"
    then = json.loads(before.basis).get("inputs", {})
    changed = [name for name, digest in inputs.items() if then.get(name) != digest]
    if changed:
        return f"{changed[0]} changed"
    if before.request == request.digest(inputs):
        return "its media is gone"
    # The size of the picture is no part of what a job is of.
    return "its size changed" if hasattr(job.brief, "format") else "it is asked for otherwise"


def made_record(job: Job, request: Request, inputs: Mapping[str, str], digest: str) -> Made:
    """What to remember of a job that is now made; `digest` is that of its request."""
    return Made(
        digest,
        canonical(basis(job, inputs)).decode(),
        _timing_text(job),
        f"{request.backend} {request.version}",
    )


def _decide_batch(
    batch: Batch, known: dict[str, str], find_take: FindTake, before: Mapping[str, Made]
) -> tuple[Status, dict[str, str]]:
    inputs = {name: known[name] for name in batch.request.inputs}
    digest = batch.request.digest(inputs)
    takes = {job.name: find_take(digest, job.name) for job in batch.jobs}
    if all(takes.values()):
        known.update({name: take.media for name, take in takes.items() if take})
        return Status.REUSE, {}
    whys = {
        job.name: why_remade(job, batch.request, inputs, before.get(job.name)) for job in batch.jobs
    }
    return Status.MAKE, whys


def _own_change(job: Job, request: Request, before: Made | None) -> str:
    """What changed in the job itself since it was last made, its inputs' contents left aside."""
    if before is None:
        return "new"
    then = json.loads(before.basis)
    now = basis(job, {})
    brief = next(differences(then.get("brief"), now["brief"]), None)
    if brief:
        return f"{brief} changed"
    if set(then.get("inputs", {})) != set(request.inputs):
        return "it is made of other things"
    if before.timing != _timing_text(job):
        return "its timing changed"
    if before.version != f"{request.backend} {request.version}":
        return f"{request.backend} is another version"
    return ""


def differences(then: Any, now: Any, path: str = "") -> Iterator[str]:
    """The paths (`figures.0.wardrobe`) at which two JSON values differ, in order."""
    if isinstance(then, dict) and isinstance(now, dict):
        for key in sorted(set(then) | set(now)):
            yield from differences(then.get(key), now.get(key), f"{path}.{key}" if path else key)
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for index, (left, right) in enumerate(zip(then, now, strict=True)):
            yield from differences(left, right, f"{path}.{index}")
    elif then != now:
        yield path


def _timing_text(job: Job) -> str:
    return canonical(job.timing.model_dump(mode="json") if job.timing else None).decode()
