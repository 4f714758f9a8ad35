"""The graph of what is bought and the lock come in; the state of every job, with its cause, comes
out.

Made where the take in the film is of what the job is of now; else what changed, in the writer's
words. Unknown is not stale: what cannot be compared is not held against a take.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any

from drama_compiler.graph.briefs import ClipBrief, SyncBrief
from drama_compiler.graph.jobs import Graph, Job, JobKind, Tier, role
from drama_compiler.graph.keys import basis, canonical, digest
from drama_compiler.graph.timings import CueTiming
from drama_compiler.passes.target.target import clip_timing
from drama_compiler.plan.causes import Cause, input_cause, own_cause
from drama_compiler.plan.story import Story
from drama_compiler.store.choice import of_clip, shown, whole_take
from drama_compiler.store.lock import Cut, Entry, Lock, LockTake, Origin, lock_name
from drama_dsl.source import Span

Recall = Callable[[str], bytes | None]
"""The basis with this digest, canonical JSON as it lies in the store; None where it is lost."""


_CUT_BY_HAND = "the shot is cut of parts of takes by hand: lips are moved in a whole take"


class State(StrEnum):
    """How what is there of a job stands to what is asked for."""

    MADE = "made"
    SHORT = "short"
    """The right picture, too little of it."""
    REDO = "redo"
    """It is of something else now."""
    WAITING = "waiting"
    """Only what it is made of is out of date: look again when that is made."""
    MISSING = "missing"
    BLOCKED = "blocked"
    """It cannot be had as it is asked for."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A job's state. `cause` says why, where there is anything to say.

    `cuts` are in the film now, `shows` is how good they are (None: the animatic shows).
    `content` is the digest of the media that others are made of; empty where nothing is there.
    `basis` is the digest of what the job is of, provisional as long as an input is missing.
    """

    state: State
    cause: Cause | None = None
    cuts: tuple[Cut, ...] = ()
    shows: Tier | None = None
    content: str = ""
    basis: str = ""

    @property
    def is_current(self) -> bool:
        """Whether what is made of it can be made now, and stays right."""
        return self.state in (State.MADE, State.SHORT)


@dataclass(frozen=True, slots=True)
class DeclaredImage:
    """An image that a writer declares by `refs:`: what it is of needs no other reference.

    `written` is the path as it stands in the script, at `span`. Without a `digest` it cannot be
    had.
    """

    path: Path
    written: str
    digest: str = ""
    type: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What a judgement rests on besides the graph: lock, the film's key, old bases, the story.

    `blocked` says why a job cannot be had, by name; `stopped` why a call, by its request digest,
    is not made again unasked: it was refused, or may have been paid. `declared` are the writer's
    own references, by kind and the id of what they show.
    """

    lock: Lock
    film: str
    story: Story
    recall: Recall = lambda digest: None
    blocked: Mapping[str, Cause] = field(default_factory=dict)
    stopped: Callable[[str], Cause | None] = lambda digest: None
    declared: Mapping[tuple[JobKind, str], DeclaredImage] = field(default_factory=dict)


def judge(graph: Graph, known: Known) -> dict[str, Condition]:
    """The condition of every job of a paid graph, by name. It needs no media, only the lock."""
    found: dict[str, Condition] = {}
    for job in graph:
        found[job.name] = _condition(job, graph, found, known)
    return found


def entry_of(job: str, lock: Lock, film: str) -> Entry:
    """What the lock keeps of a job; of a reference for one shot alone, also what all share."""
    for name in (job, role(job)):
        entry = lock.entries.get(lock_name(name, film))
        if entry is not None and entry.takes:
            return entry
    return Entry()


def _condition(job: Job, graph: Graph, found: Mapping[str, Condition], known: Known) -> Condition:
    inputs = {name: found[name].content for name in job.inputs if found[name].content}
    now = basis(job, inputs)
    of = digest(canonical(now))
    entry = entry_of(job.name, known.lock, known.film)
    blocked = known.blocked.get(job.name)
    image = known.declared.get((job.kind, job.origin))
    if image is not None and not entry.chosen:
        return _of_declared(image, of)
    if job.kind is JobKind.SYNC and found[job.inputs[0]].cuts:
        clip = whole_take(found[job.inputs[0]].cuts)
        blocked = blocked or (None if clip else Cause(_CUT_BY_HAND))
        # Where none was moved in the clip that is shown, what was moved before tells why.
        here = of_clip(entry, clip)
        entry = here if here.takes else entry
    cuts = shown(entry, lambda take: True, of)
    takes = [take for take in (entry.take(cut.take) for cut in cuts) if take is not None]
    if not takes or (blocked and job.kind is JobKind.SYNC):
        state = State.BLOCKED if blocked else State.MISSING
        return Condition(state, blocked or _stand_in(job, None), basis=of)
    shows = min((take.tier for take in takes), key=lambda tier: tier.rank)
    state, cause = State.MADE, None
    if shows.rank < job.tier.rank and not _was_preferred(entry, job.tier):
        state, cause = State.MISSING, _stand_in(job, shows)
        if blocked:
            state, cause = State.BLOCKED, blocked
    else:
        for take in takes:
            if state is State.MADE:
                state, cause = _compared(take, job, now, of, graph, found, known)
        if state is State.MADE:
            cause = _shortage(job, cuts, takes)
            state = State.SHORT if cause else State.MADE
    return Condition(state, cause, cuts, shows, takes[0].media, of)


def _of_declared(image: DeclaredImage, of: str) -> Condition:
    if not image.digest:
        why = Cause(f"the image `{image.written}` cannot be had", image.span)
        return Condition(State.BLOCKED, why, basis=of)
    why = Cause(f"it is the image `{image.written}`", image.span)
    return Condition(State.MADE, why, (), Tier.FINAL, image.digest, of)


def _was_preferred(entry: Entry, tier: Tier) -> bool:
    """Whether a person chose a lesser take though there is one of this tier."""
    better = any(take.tier.rank >= tier.rank and not take.dropped for take in entry.takes)
    return bool(entry.chosen) and better


def _stand_in(job: Job, shows: Tier | None) -> Cause | None:
    if shows is not None:
        return Cause(f"a {shows} is shown")
    if job.kind is JobKind.SYNC:
        return Cause("the clip is shown as it came")
    generated = (JobKind.CLIP, JobKind.VOICE, JobKind.CUE, JobKind.AMBIENCE, JobKind.EFFECT)
    return Cause("a stand-in is shown") if job.kind in generated else None


def _compared(
    take: LockTake,
    job: Job,
    now: Mapping[str, Any],
    of: str,
    graph: Graph,
    found: Mapping[str, Condition],
    known: Known,
) -> tuple[State, Cause | None]:
    """Whether a take is of what the job is of now.

    What a person brought in is, by their word, unless it is known by which sheet it was made.
    """
    if take.origin is Origin.ADDED and not take.basis:
        return State.MADE, None
    then = None if take.basis == of else _recalled(take.basis, known.recall)
    if take.basis != of and then is None:
        if any(not found[name].content for name in job.inputs):
            return State.MADE, None
        return State.REDO, Cause("the script has changed since; what it was made of is lost")
    if then is not None:
        cause = own_cause(then, now, job, known.story)
        if cause:
            return State.REDO, cause
    used = then["inputs"] if then is not None else now["inputs"]
    for name in job.inputs:
        before = used.get(role(name))
        if before is None and graph.jobs[name].kind is JobKind.IDENTITY and then is not None:
            words = f"{known.story.called(graph.jobs[name])} is another than it is spoken in"
            return State.REDO, Cause(words, known.story.origins.get(graph.jobs[name].origin))
        if before is None or not found[name].content:
            continue
        if not found[name].is_current:
            told = found[name].cause
            words = f"after {known.story.called(graph.jobs[name])}"
            return State.WAITING, Cause(words, told.span if told else None)
        if before != found[name].content:
            return State.REDO, input_cause(graph.jobs[name], known.story)
    return State.MADE, None


def _recalled(digest_: str, recall: Recall) -> dict[str, Any] | None:
    data = recall(digest_) if digest_ else None
    try:
        value = json.loads(data) if data else None
    except ValueError:
        return None
    return value if isinstance(value, dict) and isinstance(value.get("inputs"), dict) else None


def _shortage(job: Job, cuts: tuple[Cut, ...], takes: list[LockTake]) -> Cause | None:
    """What a take lacks of the length that is asked for now, and what can be done about it."""
    if isinstance(job.brief, ClipBrief | SyncBrief):
        timing, rate = clip_timing(job), job.brief.format.rate
        trimmed = any(cut.start_frame or cut.end_frame is not None for cut in cuts)
        handles = 0 if trimmed or len(cuts) > 1 else timing.head_frames + timing.tail_frames
        needs = (timing.body_frames + handles) / rate
        # A frame is lost where the rates differ, and nobody sees it in a handle.
        spare = 1 / rate
    elif job.kind is JobKind.CUE and isinstance(job.timing, CueTiming):
        needs, spare = Fraction(job.timing.seconds), Fraction(1, 10)
    else:
        return None
    lengths = [usable_seconds(take, cut) for cut, take in zip(cuts, takes, strict=True)]
    has = sum((each for each in lengths if each is not None), Fraction(0))
    if None in lengths or has + spare >= needs:
        return None
    remedies = "redo it, add a second take behind it, slow it down, or cut the shot"
    if job.kind is JobKind.CUE:
        remedies = "redo it, or let it end earlier with `music: out`"
    words = f"{float(needs):.2f} s are needed, the take has {float(has):.2f} s: {remedies}"
    return Cause(words)


def usable_seconds(take: LockTake, cut: Cut) -> Fraction | None:
    """How long a cut of a take is; None where its length was never measured."""
    facts = take.facts
    rate = Fraction(str(facts.get("rate", 0) or 0))
    frames = facts.get("frames")
    if take.range is not None:
        frames = take.range[1] - take.range[0]
    if rate and frames is not None:
        end = frames if cut.end_frame is None else min(cut.end_frame, frames)
        return Fraction(max(0, end - cut.start_frame)) / rate
    seconds = facts.get("seconds")
    return None if seconds is None else Fraction(str(seconds))
