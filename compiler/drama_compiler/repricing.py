"""Two films and a profile come in; what it costs to bring all that was bought for the first up to
the second comes out.

The plan is made against a lock in which everything of the first film was bought, whatever really
was: so the price of a change is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from drama_compiler.contract.backend import Backend
from drama_compiler.graph.jobs import Graph, Job
from drama_compiler.graph.keys import basis, canonical, digest
from drama_compiler.graph.limits import Cost
from drama_compiler.graph.route import Profile
from drama_compiler.graph.timings import ClipTiming, CueTiming
from drama_compiler.make.executor import find_backends
from drama_compiler.plan.paid_graph import paid_graph, target_of
from drama_compiler.plan.paid_plan import Action, PaidPlan, Wishes, decide_paid
from drama_compiler.plan.price import dollars, quantity, total
from drama_compiler.plan.states import Known
from drama_compiler.plan.story import Story
from drama_compiler.profiles import choose_profile, read_profiles
from drama_compiler.session import Analysis
from drama_compiler.store.lock import Entry, Lock, LockTake, lock_name
from drama_dsl.diagnostic import Diagnostic, Severity
from drama_dsl.source import Source


@dataclass(frozen=True, slots=True)
class Item:
    """All jobs of one kind that are bought again: how many, how much of it, for how much.

    `jobs` are in words, `2C` or `LI WEI's portrait (storm)`.
    """

    kind: str
    amount: str
    price: str
    jobs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Repricing:
    """What a change costs under a profile. `blocked` are jobs that no backend of it can make.

    `as_of` is the day of the oldest price, empty where the list has none.
    """

    profile: str
    calls: int
    cost: Cost
    price: str
    as_of: str
    items: tuple[Item, ...]
    blocked: tuple[str, ...]


def reprice(
    before: Analysis | None, after: Analysis | None, profile: str
) -> tuple[Repricing | None, tuple[Diagnostic, ...], Mapping[str, Source]]:
    """The price of the way from one film to the other, and what is wrong with the profile.

    The profile is that of the project as it is now. A film that was not there was not bought.
    """
    if after is None:
        return Repricing(profile, 0, Cost(), dollars(Cost()), "", (), ()), (), {}
    backends = find_backends(after.project.root)
    file, found, sources = read_profiles(after.project)
    origins = after.resolution.origins
    chosen, told = choose_profile(file, profile, after.film, backends, origins)
    problems = (*found, *told)
    if any(each.severity is Severity.ERROR for each in problems):
        return None, problems, {**sources, **after.sources}
    graph = _graph(after, chosen, backends)
    bought = Lock()
    bases: dict[str, bytes] = {}
    if before is not None:
        bought, bases = _as_bought(_graph(before, chosen, backends), after.project.key)
    story = Story(after.film, origins, after.sources)
    known = Known(bought, after.project.key, story, bases.get)
    target = target_of(after.film, chosen, backends, origins)
    plan = decide_paid(graph, known, backends, target, Wishes(redo_stale=True))
    return _told(plan, chosen, story), (), {}


def _graph(analysis: Analysis, profile: Profile, backends: Mapping[str, Backend]) -> Graph:
    schedule, _ = analysis.scheduled({})
    return paid_graph(analysis.film, schedule, profile, backends)[0]


def _as_bought(graph: Graph, film: str) -> tuple[Lock, dict[str, bytes]]:
    """A lock in which every job of a graph has a take of just what it asks for, and its bases.

    A take's content is told by what it is of: what is of the same thing came out the same.
    """
    contents: dict[str, str] = {}
    bases: dict[str, bytes] = {}
    entries: dict[str, Entry] = {}
    for job in graph:
        data = canonical(basis(job, {name: contents[name] for name in job.inputs}))
        of = digest(data)
        bases[of] = data
        contents[job.name] = of
        take = LockTake(media=of, type="", facts=_facts(job), tier=job.tier, basis=of)
        entries[lock_name(job.name, film)] = Entry(takes=(take,))
    return Lock(entries), bases


def _facts(job: Job) -> dict[str, Any]:
    """How much of it was bought: the length that was asked for."""
    timing = job.timing
    if isinstance(timing, ClipTiming):
        frames = timing.head_frames + timing.body_frames + timing.tail_frames
        rate = job.brief.format.rate if hasattr(job.brief, "format") else None
        return {"seconds": timing.asked_seconds or (float(frames / rate) if rate else 0.0)}
    return {"seconds": timing.seconds} if isinstance(timing, CueTiming) else {}


def _told(plan: PaidPlan, profile: Profile, story: Story) -> Repricing:
    steps = plan.of(Action.MAKE)
    items = []
    for kind in dict.fromkeys(step.job.kind for step in steps):
        alike = [step for step in steps if step.job.kind is kind]
        cost = total(step.cost for step in alike)
        called = tuple(story.called(step.job) for step in alike)
        items.append(Item(str(kind), str(quantity(cost, kind)), dollars(cost), called))
    return Repricing(
        profile=profile.name,
        calls=plan.calls,
        cost=plan.total,
        price=dollars(plan.total),
        as_of=plan.as_of[0] if plan.as_of else "",
        items=tuple(items),
        blocked=tuple(story.called(step.job) for step in plan.of(Action.BLOCKED)),
    )
