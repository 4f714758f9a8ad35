"""An analysed film comes in; what the store holds of it comes out, and nothing is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from drama_compiler.contract.backend import Backend
from drama_compiler.film.times import Schedule
from drama_compiler.graph.jobs import Graph
from drama_compiler.graph.lower import lower, lower_voices
from drama_compiler.graph.route import route
from drama_compiler.make.executor import find_backends
from drama_compiler.make.make import Workshop
from drama_compiler.plan.decide import lower_batches
from drama_compiler.plan.give import Given, give
from drama_compiler.session import Analysis
from drama_compiler.store.lock import Lock, LockTake
from drama_compiler.store.lock_text import load_lock
from drama_compiler.store.media import MediaStore
from drama_compiler.store.state import State, Take


@dataclass(frozen=True, slots=True)
class Recalled:
    """What a film is made of, as far as it lies in the store; `absent` are jobs that do not."""

    schedule: Schedule
    graph: Graph
    takes: dict[str, Take]
    absent: list[str]
    media: MediaStore


def recall(analysis: Analysis, scale: Fraction) -> Recalled:
    """Find everything that a build of the film as it now stands would reuse, making nothing."""
    folder = analysis.project.state_folder
    state = State(folder / "state.db")
    workshop = Workshop(MediaStore(folder / "media"), state, folder / "tmp")
    try:
        backends = find_backends(analysis.project.root)
        lock, _, _ = load_lock(analysis.project.lock_file)
        voices = given_of(lower_voices(analysis.film), lock, analysis, workshop)
        spoken, _ = _recall(voices, backends, workshop)
        schedule, _ = analysis.scheduled(measures(spoken))
        given = given_of(lower(analysis.film, schedule, scale=scale), lock, analysis, workshop)
        takes, absent = _recall(given, backends, workshop)
    finally:
        state.close()
    return Recalled(schedule, given.graph, takes, absent, workshop.media)


def _recall(
    given: Given, backends: Mapping[str, Backend], workshop: Workshop
) -> tuple[dict[str, Take], list[str]]:
    takes = dict(given.takes)
    absent: list[str] = []
    for batch in lower_batches(route(given.graph), backends):
        if any(name not in takes for name in batch.request.inputs):
            absent += [job.name for job in batch.jobs]
            continue
        digest = batch.request.digest({name: takes[name].media for name in batch.request.inputs})
        for job in batch.jobs:
            take = workshop.find_take(digest, job.name)
            if take:
                takes[job.name] = take
            else:
                absent.append(job.name)
    return takes, absent


def given_of(graph: Graph, lock: Lock, analysis: Analysis, workshop: Workshop) -> Given:
    """What is left to make of a graph, and the takes that the lock gives it."""

    def has(take: LockTake) -> bool:
        return workshop.media.has(take.media, take.type)

    return give(graph, lock, analysis.project.key, has)


def measures(takes: Mapping[str, Take]) -> dict[str, Fraction]:
    """Spoken lengths by line, to the millisecond, from the facts of voice takes."""
    return {
        name.removeprefix("voice/"): Fraction(round(float(take.facts["seconds"]) * 1000), 1000)
        for name, take in takes.items()
        if name.startswith("voice/")
    }
