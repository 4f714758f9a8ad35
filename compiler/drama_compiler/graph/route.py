"""A graph and a profile come in; the same graph with every job given to a backend comes out.

Before: `clip/k7f2q` is to be made. After: `clip/k7f2q` is the animatic's, as a stand-in.
A route changes no job's name, brief or inputs, and so no basis.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from drama_compiler.graph.jobs import Graph, Job, JobKind, Tier

GENERATED = frozenset({JobKind.VOICE, JobKind.CLIP, JobKind.CUE, JobKind.AMBIENCE, JobKind.EFFECT})
"""Kinds of the film's own graph that a writer may give to a service; the others are
post-production, done here.
"""

WISHED = frozenset({JobKind.SYNC, JobKind.IDENTITY})
"""Kinds that are made only where a profile names them: no `all` and no shot's `via:` means them."""

POST = "finishing"


@dataclass(frozen=True, slots=True)
class Route:
    """Who makes jobs of a kind, how good what comes out is, and how many takes are asked for.

    `paid`: the calls cost money, and are made by the build.
    """

    backend: str
    tier: Tier
    model: str = ""
    takes: int = 1
    paid: bool = False


ANIMATIC: Mapping[JobKind, Route] = {
    kind: Route("animatic", Tier.STAND_IN) for kind in sorted(GENERATED)
}
"""A machine without keys: the animatic makes everything."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What to make a film with: a route a kind, and those that shots name by `via:`."""

    name: str = "preview"
    routes: Mapping[JobKind, Route] = field(default_factory=lambda: ANIMATIC)
    vias: Mapping[str, Mapping[JobKind, Route]] = field(default_factory=dict)

    @property
    def buys(self) -> bool:
        """Whether anything at all is made by somebody who is paid."""
        tables = (self.routes, *self.vias.values())
        return any(to.paid for table in tables for to in table.values())

    def route(self, job: Job) -> Route | None:
        """Where a job goes; None for what no profile decides."""
        return self.vias.get(job.via, {}).get(job.kind) or self.routes.get(job.kind)


PREVIEW = Profile()


def route(graph: Graph, profile: Profile = PREVIEW) -> Graph:
    """Give every job its backend, model, tier and number of takes."""
    best = max((each.tier for each in profile.routes.values()), key=lambda tier: tier.rank)
    post = Route(POST, best)
    jobs = {job.name: routed(job, profile.route(job) or post) for job in graph}
    return Graph(jobs, graph.batches)


def routed(job: Job, to: Route) -> Job:
    """The job as it goes to `to`; the writer's own number of takes holds."""
    takes = job.takes or to.takes
    return replace(job, backend=to.backend, model=to.model, tier=to.tier, takes=takes)
