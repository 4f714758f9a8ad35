"""A film, its schedule and a profile come in; the graph of all that is to be bought comes out.

It holds jobs of services only, with their references; the free build makes all the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from drama_compiler.contract.backend import Backend
from drama_compiler.contract.service import ServiceError
from drama_compiler.film.film import Film
from drama_compiler.film.times import Schedule
from drama_compiler.graph.jobs import Graph, Job, JobKind
from drama_compiler.graph.lower import lower
from drama_compiler.graph.route import Profile, route
from drama_compiler.passes.target import LEVEL, TARGET_PASSES, run_target_passes
from drama_compiler.passes.target.target import Target
from drama_dsl.diagnostic import Diagnostic
from drama_dsl.source import Span


def paid_graph(
    film: Film,
    schedule: Schedule,
    profile: Profile,
    backends: Mapping[str, Backend],
    level: int = LEVEL,
    origins: Mapping[str, Span] | None = None,
    declared: Collection[tuple[JobKind, str]] = frozenset(),
) -> tuple[Graph, tuple[Diagnostic, ...]]:
    """Everything that the profile buys for the whole film, whatever is bought already.

    `level` is that of the optimiser, 0 to 2; `origins` are the film's spans by id. What the writer
    has `declared` an image of stands in it too, as the job of no backend.
    """
    target = replace(target_of(film, profile, backends, origins), declared=declared)
    return run_target_passes(route(lower(film, schedule), profile), target, level)


def target_of(
    film: Film,
    profile: Profile,
    backends: Mapping[str, Backend],
    origins: Mapping[str, Span] | None = None,
) -> Target:
    """What the passes reckon with, from the backends themselves."""
    described = {name: backend.describe() for name, backend in backends.items()}
    return Target(film, profile, described, origins or {}, _carries(backends))


def grouped(graph: Graph, target: Target, level: int) -> Graph:
    """A graph of level 1 with what its level adds: which clips are made by one call."""
    for each in TARGET_PASSES[level][len(TARGET_PASSES[1]) :]:
        graph, _ = each(graph, target)
    return graph


def _carries(backends: Mapping[str, Backend]) -> Callable[[Sequence[Job]], bool]:
    def carries(jobs: Sequence[Job]) -> bool:
        try:
            backends[jobs[0].backend].lower(jobs)
        except ServiceError:
            return False
        return True

    return carries
