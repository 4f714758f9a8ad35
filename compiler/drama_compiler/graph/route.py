"""A graph and a profile come in; the same graph with every job given to a backend comes out.

Before: `clip/k7f2q` is to be made. After: `clip/k7f2q` is the animatic's, as a stand-in.
A route changes no job's name, brief or inputs, and so no basis.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from drama_compiler.graph.jobs import Graph, JobKind, Tier

GENERATED = frozenset({JobKind.VOICE, JobKind.CLIP, JobKind.CUE, JobKind.AMBIENCE, JobKind.EFFECT})
"""Kinds that a writer may give to a service; all others are post-production, done here."""

POST = "finishing"


@dataclass(frozen=True, slots=True)
class Route:
    """Who makes jobs of a kind, and how good what comes out is."""

    backend: str
    tier: Tier


PREVIEW: Mapping[JobKind, Route] = {
    kind: Route("animatic", Tier.STAND_IN) for kind in sorted(GENERATED)
}
"""The profile of a machine without keys: the animatic makes everything."""


def route(graph: Graph, profile: Mapping[JobKind, Route] = PREVIEW) -> Graph:
    """Give every job its backend and tier."""
    tier = max((route.tier for route in profile.values()), key=lambda tier: tier.rank)
    post = Route(POST, tier)
    routed = {}
    for name, job in graph.jobs.items():
        to = profile.get(job.kind, post)
        routed[name] = replace(job, backend=to.backend, tier=to.tier)
    return Graph(routed, graph.batches)
