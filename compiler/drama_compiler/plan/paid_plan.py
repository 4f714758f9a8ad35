"""The graph of what is bought and all that is known come in; what to do with each job, why, by whom
and for how much, comes out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from drama_compiler.contract.backend import Backend
from drama_compiler.graph.jobs import Graph, Job
from drama_compiler.graph.limits import Cost
from drama_compiler.graph.references import REFERENCES
from drama_compiler.graph.timings import ClipTiming
from drama_compiler.passes.target import LEVEL
from drama_compiler.passes.target.target import Target
from drama_compiler.plan.causes import Cause
from drama_compiler.plan.decide import Batch, lower_batches
from drama_compiler.plan.paid_graph import grouped
from drama_compiler.plan.price import share, times, total
from drama_compiler.plan.states import Condition, Known, State, judge
from drama_dsl.diagnostic import Diagnostic, Label, Severity


class Action(StrEnum):
    """What a build does about a paid job."""

    MAKE = "make"
    HAND_OFF = "hand off"
    """No machine may ask for it: a sheet is written that a person carries there."""
    REUSE = "reuse"
    KEEP = "keep stale"
    """It is out of date or short, and stays as it is until somebody asks for another."""
    WAIT = "wait"
    """What it is made of is not as it should be: to buy it now would be to buy it twice."""
    BLOCKED = "blocked"
    LEAVE = "leave"
    """Nothing needs it."""


@dataclass(frozen=True, slots=True)
class PaidStep:
    """One job of the plan. `cost` is its share of what all its takes cost; `lost` tells, at their
    places in the script, what of the job its service cannot be told.
    """

    job: Job
    action: Action
    condition: Condition
    why: Cause | None = None
    cost: Cost = field(default_factory=Cost)
    lost: tuple[Diagnostic, ...] = ()

    @property
    def state(self) -> State:
        """How what is there stands to what is asked for."""
        return self.condition.state


@dataclass(frozen=True, slots=True)
class Purchase:
    """A call to make: what for, how many times. `redo`: whatever was bought for it before."""

    batch: Batch
    takes: int
    redo: bool


@dataclass(frozen=True, slots=True)
class PaidPlan:
    """Every job of the paid graph and what is done about it, every input before its users.

    `purchases` are the calls to make, in an order in which they can be; `as_of` are the days of
    the prices, the oldest first.
    """

    steps: tuple[PaidStep, ...]
    purchases: tuple[Purchase, ...]
    as_of: tuple[str, ...] = ()

    @property
    def total(self) -> Cost:
        """What all purchases take, at least and at most."""
        return total(times(each.batch.cost, each.takes) for each in self.purchases)

    @property
    def calls(self) -> int:
        """How many calls are made."""
        return sum(each.takes for each in self.purchases)

    @property
    def lossy(self) -> tuple[PaidStep, ...]:
        """The steps that are made, by a service or by hand, though it cannot be told all of it."""
        return tuple(step for step in self.of(Action.MAKE, Action.HAND_OFF) if step.lost)

    def of(self, *actions: Action) -> tuple[PaidStep, ...]:
        """The steps with one of these actions."""
        return tuple(step for step in self.steps if step.action in actions)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person asks for: these jobs again, by name; all that is out of date; which level."""

    redo: frozenset[str] = frozenset()
    redo_stale: bool = False
    level: int = LEVEL


def decide_paid(
    graph: Graph,
    known: Known,
    backends: Mapping[str, Backend],
    target: Target,
    wishes: Wishes = Wishes(),
) -> PaidPlan:
    """What is bought, kept and left, with its price; nothing that is there is bought again unasked.

    `graph` is the paid graph of the level, at most 1: which clips are made together is decided
    here, when it is known which are to be made.
    """
    refused, lost = _problems(graph, backends, known)
    known = replace(known, blocked={**refused, **known.blocked})
    conditions = judge(graph, known)
    by_hand = frozenset(job.name for job in graph if target.is_by_hand(job))
    actions = _actions(graph, conditions, wishes, by_hand)
    making = frozenset(name for name, action in actions.items() if action is Action.MAKE)
    graph = grouped(graph, replace(target, wanted=making), wishes.level)
    wanted = Graph(graph.jobs, tuple(names for names in graph.batches if making & set(names)))
    batches = lower_batches(wanted, backends)
    _leave_unused(batches, actions, wishes)
    stopped = _stopped(batches, conditions, actions, known, wishes)
    purchases = tuple(
        _purchase(batch, conditions, wishes) for batch in batches if _is_made(batch, actions)
    )
    shares = _shares(purchases)
    steps = []
    for job in graph:
        action, condition = actions[job.name], conditions[job.name]
        why = stopped.get(job.name) or _why(job, graph, conditions, actions, known)
        why = why or condition.cause
        cost = shares.get(job.name, Cost())
        steps.append(PaidStep(job, action, condition, why, cost, lost.get(job.name, ())))
    abilities = (target.ability(each.batch.jobs[0]) for each in purchases)
    days = sorted({each.as_of for each in abilities if each and each.as_of})
    return PaidPlan(tuple(steps), purchases, tuple(days))


def _problems(
    graph: Graph, backends: Mapping[str, Backend], known: Known
) -> tuple[dict[str, Cause], dict[str, tuple[Diagnostic, ...]]]:
    """What the backends themselves say they cannot make, and what they cannot be told, by job."""
    refused: dict[str, Cause] = {}
    lost: dict[str, tuple[Diagnostic, ...]] = {}
    for job in graph:
        if job.backend not in backends:
            continue  # The writer brings it.
        span = known.story.origins.get(job.origin)
        problems = backends[job.backend].check(job)
        errors = [each for each in problems if _is_error(each)]
        if errors:
            refused[job.name] = Cause(errors[0].message, span)
        elif problems:
            label = Label(span, known.story.called(job)) if span else None
            lost[job.name] = tuple(replace(each, primary=label) for each in problems)
    return refused, lost


def _is_error(found: Diagnostic) -> bool:
    return found.severity is Severity.ERROR


def _actions(
    graph: Graph,
    conditions: Mapping[str, Condition],
    wishes: Wishes,
    by_hand: frozenset[str],
) -> dict[str, Action]:
    """What to do about each job: users first, for they say which references are needed.

    A person can make a picture and then what is made of it by one sheet: there nothing waits.
    """
    needed: set[str] = set()
    asked = set(wishes.redo)
    actions: dict[str, Action] = {}
    for job in reversed(list(graph)):
        name, condition = job.name, conditions[job.name]
        actions[name] = _action(job, condition, wishes, name in needed, name in asked)
        if actions[name] is Action.MAKE:
            made_of = {each for each in job.inputs if graph.jobs[each].kind in REFERENCES}
            needed |= made_of
            if name in asked:
                asked |= {each for each in made_of if not conditions[each].is_current}
    for job in graph:
        if actions[job.name] is not Action.MAKE:
            continue
        coming = {Action.MAKE, Action.HAND_OFF} if job.name in by_hand else {Action.MAKE}
        if _waits(job, coming, conditions, actions):
            actions[job.name] = Action.WAIT
        elif job.name in by_hand:
            actions[job.name] = Action.HAND_OFF
    return actions


def _action(
    job: Job, condition: Condition, wishes: Wishes, is_needed: bool, is_asked: bool
) -> Action:
    """What to do about a job, if its inputs can be had.

    Who asks for a shot again asks for its references that are out of date: a clip of an old
    portrait would be bought for nothing.
    """
    if condition.state is State.BLOCKED:
        return Action.BLOCKED
    if is_asked:
        return Action.MAKE
    if job.kind in REFERENCES and not is_needed:
        return Action.REUSE if condition.state is State.MADE else Action.LEAVE
    if condition.state is State.MADE:
        return Action.REUSE
    if condition.state is State.MISSING or wishes.redo_stale:
        return Action.MAKE
    return Action.KEEP


def _waits(
    job: Job,
    coming: Collection[Action],
    conditions: Mapping[str, Condition],
    actions: Mapping[str, Action],
) -> bool:
    """Whether something that a job is made of is neither right nor about to be."""
    return any(
        not conditions[name].is_current and actions[name] not in coming for name in job.inputs
    )


def _leave_unused(batches: Iterable[Batch], actions: dict[str, Action], wishes: Wishes) -> None:
    """References that no call is given are not bought, as the first frames of all shots but one
    that are made in one take; users stand behind what they are made of.
    """
    given: set[str] = set()
    for batch in reversed(list(batches)):
        names = {job.name for job in batch.jobs}
        spared = batch.jobs[0].kind in REFERENCES and not names & (given | wishes.redo)
        if spared and _is_made(batch, actions):
            actions |= dict.fromkeys(names, Action.LEAVE)
        elif _is_made(batch, actions):
            given |= set(batch.request.inputs)


def _stopped(
    batches: Iterable[Batch],
    conditions: Mapping[str, Condition],
    actions: dict[str, Action],
    known: Known,
    wishes: Wishes,
) -> dict[str, Cause]:
    """Calls that were made before and must not be made again unasked; what needs them waits."""
    stopped: dict[str, Cause] = {}
    for batch in batches:
        names = {job.name for job in batch.jobs}
        inputs = {name: conditions[name].content for name in batch.request.inputs}
        made_now = any(actions[name] is Action.MAKE for name in inputs if name not in names)
        if made_now or not all(inputs.values()) or names & wishes.redo:
            continue
        cause = known.stopped(batch.request.digest(inputs))
        if cause:
            stopped |= dict.fromkeys(names, cause)
            actions |= dict.fromkeys(names, Action.BLOCKED)
    for batch in batches:
        for job in batch.jobs:
            late = [n for n in job.inputs if actions[n] in (Action.BLOCKED, Action.WAIT)]
            if actions[job.name] is Action.MAKE and late and not conditions[late[0]].is_current:
                actions |= {each.name: Action.WAIT for each in batch.jobs}
    return stopped


def _is_made(batch: Batch, actions: Mapping[str, Action]) -> bool:
    return all(actions[job.name] is Action.MAKE for job in batch.jobs)


def _why(
    job: Job,
    graph: Graph,
    conditions: Mapping[str, Condition],
    actions: Mapping[str, Action],
    known: Known,
) -> Cause | None:
    """Why a job waits, or is made though nothing about it is missing."""
    action = actions[job.name]
    if action is Action.WAIT:
        for name in job.inputs:
            if not conditions[name].is_current and actions[name] is not Action.MAKE:
                cause = conditions[name].cause
                words = f"{known.story.called(graph.jobs[name])} is not ready"
                return Cause(words, cause.span if cause else None)
    if action is Action.LEAVE:
        return Cause("nothing that is to be made is given it")
    if action is Action.MAKE and conditions[job.name].state is State.MADE:
        return Cause("asked for again")
    return None


def _purchase(batch: Batch, conditions: Mapping[str, Condition], wishes: Wishes) -> Purchase:
    """A call; of what is short another is made though the request may be the same."""
    names = {job.name for job in batch.jobs}
    short = any(conditions[name].state is State.SHORT for name in names)
    return Purchase(batch, batch.jobs[0].takes or 1, short or bool(names & wishes.redo))


def _shares(purchases: Iterable[Purchase]) -> dict[str, Cost]:
    """What each job costs: of a call for several, its share by the seconds asked for."""
    shares: dict[str, Cost] = {}
    for each in purchases:
        cost, jobs = times(each.batch.cost, each.takes), each.batch.jobs
        seconds = [_asked_seconds(job) for job in jobs]
        for job, part in zip(jobs, seconds, strict=True):
            shares[job.name] = share(cost, part / sum(seconds))
    return shares


def _asked_seconds(job: Job) -> float:
    if isinstance(job.timing, ClipTiming) and job.timing.asked_seconds:
        return job.timing.asked_seconds
    return 1.0
