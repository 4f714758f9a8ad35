"""A film and names of backends come in; what each can carry of it, and what would be lost, comes
out. Nothing is bought, and nothing is made.

Every backend is held against the film as if the whole of it were to be made there: the passes of
its target run, and it is asked about every job.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from drama_compiler.contract.backend import Ability, Backend, Capabilities
from drama_compiler.contract.service import ServiceError
from drama_compiler.film.film import Film
from drama_compiler.film.times import Schedule
from drama_compiler.graph.briefs import ClipBrief
from drama_compiler.graph.jobs import Graph, Job, JobKind
from drama_compiler.graph.limits import Cost
from drama_compiler.graph.lower import lower
from drama_compiler.graph.references import STILLS
from drama_compiler.graph.route import ANIMATIC, GENERATED, Profile, Route, route
from drama_compiler.plan.paid_graph import paid_graph
from drama_compiler.plan.price import total
from drama_compiler.plan.story import Story
from drama_dsl.diagnostic import Diagnostic, Help, Label, Severity, error, hint
from drama_dsl.suggest import suggest

PLACES_TOLD_MAX = 6
"""How many places are named of those that one loss concerns."""


@dataclass(frozen=True, slots=True)
class Port:
    """What one backend makes of the film.

    `jobs` counts what would be asked of it by kind, `refused` how much of that it would refuse.
    `shots` are those with a clip of it, `whole` those of which nothing is refused or lost.
    `elsewhere` are kinds that it does not make. `cost` is that of all it makes.
    """

    name: str
    jobs: Mapping[JobKind, int] = field(default_factory=dict)
    refused: Mapping[JobKind, int] = field(default_factory=dict)
    shots: int = 0
    whole: int = 0
    elsewhere: tuple[JobKind, ...] = ()
    cost: Cost = field(default_factory=Cost)
    losses: tuple[Diagnostic, ...] = ()

    def lost(self, severity: Severity) -> int:
        """How many different things of a severity there are to tell."""
        return sum(each.severity is severity for each in self.losses)


def ports(
    story: Story, schedule: Schedule, names: Sequence[str], backends: Mapping[str, Backend]
) -> tuple[tuple[Port, ...], tuple[Diagnostic, ...]]:
    """What each named backend (`pixverse`, `pixverse/v6-360p`) carries of the film.

    The diagnostics are about names that mean no backend that makes clips.
    """
    found: list[Port] = []
    problems: list[Diagnostic] = []
    for name in dict.fromkeys(names):
        problem = _problem(name, backends)
        if problem:
            problems.append(problem)
        else:
            found.append(_port(name, story, schedule, backends))
    return tuple(found), tuple(problems)


def _problem(name: str, backends: Mapping[str, Backend]) -> Diagnostic | None:
    """Why nothing can be said of that name, if nothing can."""
    backend, _, model = name.partition("/")
    if backend not in backends:
        able = [key for key, each in backends.items() if each.describe().ability(JobKind.CLIP)]
        meant = suggest(backend, able)
        helps = (Help(f"did you mean `{meant}`?" if meant else f"there are: {', '.join(able)}"),)
        return error("unknown-backend", f"no backend is called `{backend}`", None, helps=helps)
    described = backends[backend].describe()
    models = [each.model for each in described.abilities if each.kind is JobKind.CLIP]
    if not models:
        return error("unable-backend", f"`{backend}` makes no clip", None)
    if model and described.ability(JobKind.CLIP, model) is None:
        helps = (Help(f"for clips there are: {', '.join(dict.fromkeys(models))}"),)
        message = f"`{backend}` has no model for clips called `{model}`"
        return error("unknown-model", message, None, helps=helps)
    return None


def _port(name: str, story: Story, schedule: Schedule, backends: Mapping[str, Backend]) -> Port:
    backend, _, model = name.partition("/")
    described = backends[backend].describe()
    profile = _alone(described, model)
    graph, told = _graph(story, schedule, profile, backends, backend)
    losses = _Losses(name, story, list(told))
    refused: dict[JobKind, int] = {}
    costs: list[Cost] = []
    counts: dict[JobKind, int] = {}
    for job in graph:
        counts[job.kind] = counts.get(job.kind, 0) + 1
        problems = backends[backend].check(job)
        losses.add(job, problems)
        if any(each.severity is Severity.ERROR for each in problems):
            refused[job.kind] = refused.get(job.kind, 0) + 1
        else:
            costs.append(_cost(job, backends[backend]))
    for clip in (job for job in graph if job.kind is JobKind.CLIP):
        losses.add(clip, tuple(_by_words(clip, graph, described.ability(clip.kind, clip.model))))
    shots = {job.origin for job in graph if job.kind is JobKind.CLIP}
    return Port(
        name,
        counts,
        refused,
        len(shots),
        len(shots - losses.shots(told)),
        tuple(kind for kind in sorted(GENERATED | STILLS) if described.ability(kind) is None),
        total(costs),
        losses.told(),
    )


def _alone(described: Capabilities, model: str) -> Profile:
    """The profile in which one backend makes all that it can, clips with that model."""
    routes = dict(ANIMATIC)
    for kind in sorted(GENERATED | STILLS):
        ability = (model and described.ability(kind, model)) or _current(described, kind)
        if ability:
            paid = not ability.free
            routes[kind] = Route(described.name, ability.tier, ability.model, paid=paid)
    return Profile(described.name, routes)


def _current(described: Capabilities, kind: JobKind) -> Ability | None:
    """Its usual model for a kind, of those that are still offered."""
    offered = (each for each in described.abilities if each.kind is kind and not each.retired)
    return next(offered, None)


def _graph(
    story: Story,
    schedule: Schedule,
    profile: Profile,
    backends: Mapping[str, Backend],
    backend: str,
) -> tuple[Graph, tuple[Diagnostic, ...]]:
    """All that a backend is asked for: by the passes, or where it is free just as it is."""
    if profile.routes[JobKind.CLIP].paid:
        film: Film = story.film
        return paid_graph(film, schedule, profile, backends, origins=story.origins)
    whole = route(lower(story.film, schedule), profile)
    jobs = {job.name: job for job in whole if job.backend == backend and job.kind in GENERATED}
    return Graph(jobs, tuple((name,) for name in jobs)), ()


def _cost(job: Job, backend: Backend) -> Cost:
    try:
        return backend.estimate(backend.lower([job]))
    except ServiceError:
        return Cost()


def _by_words(clip: Job, graph: Graph, ability: Ability | None) -> Iterator[Diagnostic]:
    """What no backend reports by itself: the call lacks it, and it was left out before."""
    if not isinstance(clip.brief, ClipBrief) or ability is None or ability.free:
        return
    who = "/".join(filter(None, (clip.backend, clip.model)))
    brief, kinds = clip.brief, {graph.jobs[name].kind for name in clip.inputs}
    seen = [each.name for each in brief.figures]
    if seen and not ability.takes & {JobKind.PORTRAIT, JobKind.FRAME}:
        message = f"`{who}` takes no image of a character: faces are told in words alone"
        yield hint("told-in-words", message, None)
    if brief.last and not ability.limits.last_frame:
        yield hint("told-in-words", f"`{who}` cannot be given the frame a clip ends on", None)
    if brief.from_last and not kinds & {JobKind.FRAME, JobKind.CLIP}:
        message = f"`{who}` cannot go on from the shot before: the join is told in words"
        yield hint("told-in-words", message, None)
    if clip.name.count("/") > 1 and clip.name.endswith("/1"):
        message = f"`{who}` makes no clip as long as this shot: it is made in pieces"
        yield hint("made-in-pieces", message, None)


@dataclass(slots=True)
class _Losses:
    """What is lost with one backend, as it is found; equal losses are told once."""

    name: str
    story: Story
    found: list[Diagnostic]
    _jobs: dict[Diagnostic, list[Job]] = field(default_factory=dict)

    def add(self, job: Job, problems: Sequence[Diagnostic]) -> None:
        """Note what is wrong with a job."""
        for each in problems:
            self._jobs.setdefault(replace(each, primary=None), []).append(job)

    def shots(self, told: Sequence[Diagnostic]) -> set[str]:
        """The origins of jobs that lose something, and of those that the passes told of."""
        spans = {each.primary.span for each in told if each.primary}
        of_passes = {id_ for id_, span in self.story.origins.items() if span in spans}
        return of_passes | {job.origin for jobs in self._jobs.values() for job in jobs}

    def told(self) -> tuple[Diagnostic, ...]:
        """All of it at its first place in the script, the worst first."""
        everything = [*self.found, *(self._placed(each) for each in self._jobs)]
        order = list(Severity)
        return tuple(sorted(everything, key=lambda each: order.index(each.severity)))

    def _placed(self, problem: Diagnostic) -> Diagnostic:
        jobs = {self.story.called(job): job for job in self._jobs[problem]}
        span = self.story.origins.get(next(iter(jobs.values())).origin)
        more = list(jobs)[1:]
        notes = problem.notes
        if more:
            names = ", ".join(more[:PLACES_TOLD_MAX])
            left = len(more) - PLACES_TOLD_MAX
            notes = (*notes, f"so it is with {names}" + (f" and {left} more" if left > 0 else ""))
        label = Label(span, next(iter(jobs))) if span else None
        return replace(problem, primary=label, notes=notes)
