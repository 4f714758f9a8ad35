"""References of the same thing are made once, however many shots need them.

before: portrait/li-wei/storm~k7f2q, for one shot; portrait/li-wei/storm~h3j8n, for another
after:  portrait/li-wei/storm, for both

Two are the same where role, brief, model and inputs are (hash-consing). Their names carry no shot
any more; what is made of them keeps its basis, in which they stood by role all along.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from drama_compiler.graph.arrange import arrange
from drama_compiler.graph.jobs import Graph, Job, JobKind, role
from drama_compiler.passes.target.target import Target
from drama_dsl.diagnostic import Diagnostic

SHARED = frozenset({JobKind.PORTRAIT, JobKind.PLATE, JobKind.OBJECT})


def share_references(graph: Graph, target: Target) -> tuple[Graph, tuple[Diagnostic, ...]]:
    """One portrait, plate and object for all shots that show the same."""
    return merged(graph, SHARED), ()


def merged(graph: Graph, kinds: Collection[JobKind]) -> Graph:
    """The graph with the jobs of these kinds that are of the same thing made one.

    The first of a role takes the role as its name; one of another brief keeps its own.
    """
    names: dict[str, str] = {}
    same: dict[object, str] = {}
    taken: set[str] = set()
    jobs: dict[str, Job] = {}
    for job in graph:
        job = replace(job, inputs=tuple(dict.fromkeys(names[name] for name in job.inputs)))
        names[job.name] = job.name
        if job.kind in kinds:
            key = (role(job.name), job.brief, job.inputs, job.backend, job.model, job.takes)
            if key not in same:
                same[key] = _name(job, graph, taken)
                taken.add(same[key])
            names[job.name] = same[key]
        jobs.setdefault(names[job.name], replace(job, name=names[job.name]))
    return arrange(jobs.values(), (names for names in graph.batches if len(names) > 1))


def _name(job: Job, graph: Graph, taken: set[str]) -> str:
    """What the first of its like is called: its role, where nothing of another kind has that."""
    plain = role(job.name)
    namesake = graph.jobs.get(plain, job)
    return job.name if plain in taken or namesake.brief != job.brief else plain
