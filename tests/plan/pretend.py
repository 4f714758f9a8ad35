"""A service that makes nothing, and a lock as if everything had been bought from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from drama_compiler.contract import (
    Ability,
    Capabilities,
    Cost,
    Job,
    JobKind,
    Limits,
    Request,
    ServiceError,
    Tier,
    Trouble,
    digest,
)
from drama_compiler.film.film import Film
from drama_compiler.film.names import Names
from drama_compiler.film.resolve import resolve
from drama_compiler.film.schedule import schedule
from drama_compiler.film.times import Schedule
from drama_compiler.graph.jobs import Graph
from drama_compiler.graph.keys import basis, canonical
from drama_compiler.graph.references import STILLS
from drama_compiler.graph.route import ANIMATIC, Profile, Route
from drama_compiler.graph.timings import ClipTiming, CueTiming
from drama_compiler.passes import run_passes
from drama_compiler.passes.target.target import legal_seconds
from drama_compiler.plan.paid_graph import paid_graph, target_of
from drama_compiler.plan.paid_plan import Action, PaidPlan, Wishes, decide_paid
from drama_compiler.plan.states import Known, judge
from drama_compiler.plan.story import Story
from drama_compiler.store.lock import Entry, Lock, LockTake, lock_name
from drama_dsl.diagnostic import Diagnostic, error, hint
from drama_dsl.parser import parse
from drama_dsl.source import Source, Span

IMAGES = frozenset({JobKind.PORTRAIT, JobKind.PLATE, JobKind.OBJECT})
FILM = "film"
LIMITS = Limits(seconds=(5.0, 10.0), references_max=9, last_frame=True)


@dataclass(frozen=True)
class Pretended:
    """A service with one model a kind; `refuses` is part of the names of what it cannot make,
    `loses` of what it cannot be told the seed of.
    """

    limits: Limits = LIMITS
    takes: frozenset[JobKind] = IMAGES | {JobKind.FRAME}
    usd: float = 0.1
    priced: bool = True
    refuses: str = ""
    loses: str = ""

    def describe(self) -> Capabilities:
        def ability(kind: JobKind, **more: Any) -> Ability:
            return Ability(kind, "1", Tier.FINAL, free=False, model="one", **more)

        stills = Limits(references_max=9)
        return Capabilities(
            "pretended",
            (
                *(ability(kind) for kind in sorted(IMAGES)),
                ability(JobKind.FRAME, takes=IMAGES, limits=stills, as_of="2026-11-01"),
                ability(JobKind.CLIP, takes=self.takes, limits=self.limits, as_of="2026-11-02"),
                ability(JobKind.IDENTITY),
                ability(JobKind.VOICE, takes=frozenset({JobKind.IDENTITY})),
                ability(JobKind.SYNC, takes=frozenset({JobKind.CLIP, JobKind.VOICE})),
                ability(JobKind.CUE),
                Ability(JobKind.CLIP, "1", Tier.FINAL, free=False, model="old", retired=True),
            ),
        )

    def check(self, job: Job) -> tuple[Diagnostic, ...]:
        if self.refuses and self.refuses in job.name:
            return (error("service-refuses", "it makes no such thing", None),)
        if isinstance(job.timing, ClipTiming) and job.timing.asked_seconds:
            asked = Fraction(job.timing.asked_seconds).limit_denominator(1000)
            if legal_seconds(self.limits, asked) != job.timing.asked_seconds:
                return (error("service-refuses", f"it makes no clip of {asked} s", None),)
        if self.loses and self.loses in job.name:
            return (hint("not-carried", "`pretended/one` cannot be told the seed", None),)
        return ()

    def lower(self, batch: Sequence[Job]) -> Request:
        if len(batch) > 1 and self.refuses == "groups":
            raise ServiceError(Trouble.INVALID, "one at a time")
        inputs = dict.fromkeys(name for job in batch for name in job.inputs)
        body = {
            "briefs": [job.brief.model_dump(mode="json") for job in batch],
            "timings": [job.timing.model_dump(mode="json") if job.timing else 0 for job in batch],
        }
        names = tuple(job.name for job in batch)
        return Request("pretended", "1", names, tuple(inputs), body)

    def estimate(self, request: Request) -> Cost:
        seconds = sum(
            timing["asked_seconds"] or 0.0
            for timing in request.body["timings"]
            if timing and "asked_seconds" in timing
        )
        still = request.jobs[0].partition("/")[0] in STILLS
        usd = self.usd * seconds if seconds else self.usd
        low, high = (usd, usd * 1.5) if self.priced else (0.0, 0.0)
        return Cost(low, high, self.priced, clip_seconds=seconds, stills=int(still))


def profile(*kinds: JobKind, takes: int = 1) -> Profile:
    """A profile that buys these kinds (stills and clips where none is said) and no others."""
    bought = kinds or (*sorted(STILLS), JobKind.CLIP)
    route = Route("pretended", Tier.FINAL, "one", 1, paid=True)
    routes = {**ANIMATIC, **dict.fromkeys(bought, route)}
    if JobKind.CLIP in bought:
        routes[JobKind.CLIP] = replace(route, takes=takes)
    return Profile("final", routes)


@dataclass
class Studio:
    """A script with everything that is needed to plan it, and a lock that can be filled."""

    text: str
    names: Names = field(default_factory=Names)
    service: Pretended = field(default_factory=Pretended)
    profile: Profile = field(default_factory=profile)
    lock: Lock = field(default_factory=Lock)
    bases: dict[str, bytes] = field(default_factory=dict)
    file: str = "film.drama"
    used: Mapping[str, str] = field(default_factory=dict)
    measures: Mapping[str, Fraction] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sources = [Source(self.file, self.text)]
        sources += [Source(name, text) for name, text in self.used.items()]
        self.resolution = resolve([parse(source) for source in sources], self.names)
        self.film: Film = run_passes(self.resolution.film)[0]
        self.schedule: Schedule = schedule(self.film, self.measures)[0]
        self.backends = {"pretended": self.service}
        self.origins: Mapping[str, Span] = self.resolution.origins
        self.sources = {source.name: source for source in sources}

    def edited(self, text: str, **more: Any) -> Studio:
        """The same project with another script: its names, its lock, its bases are kept."""
        kept: dict[str, Any] = {
            "names": self.resolution.names,
            "service": self.service,
            "profile": self.profile,
            "lock": self.lock,
            "bases": self.bases,
            "file": self.file,
            "used": self.used,
            "measures": self.measures,
        }
        return Studio(text, **{**kept, **more})

    @property
    def story(self) -> Story:
        return Story(self.film, self.origins, self.sources)

    @property
    def known(self) -> Known:
        return Known(self.lock, FILM, self.story, self.bases.get)

    def graph(self, level: int = 1) -> Graph:
        graph, self.found = paid_graph(
            self.film, self.schedule, self.profile, self.backends, level, self.origins
        )
        return graph

    def plan(self, **wishes: Any) -> PaidPlan:
        asked = Wishes(**wishes)
        target = target_of(self.film, self.profile, self.backends, self.origins)
        graph = self.graph(min(asked.level, 1))
        return decide_paid(graph, self.known, self.backends, target, asked)

    def states(self, level: int = 1) -> dict[str, str]:
        conditions = judge(self.graph(level), self.known)
        return {name: str(condition.state) for name, condition in conditions.items()}

    def buy_all(self, level: int = 1, tier: Tier = Tier.FINAL) -> None:
        """Fill the lock as if every job of the graph had been bought just now."""
        contents: dict[str, str] = {}
        for job in self.graph(level):
            inputs = {name: contents[name] for name in job.inputs}
            data = canonical(basis(job, inputs))
            of = digest(data)
            self.bases[of] = data
            take = LockTake(
                media=digest(f"{job.name} {of}".encode()),
                type="image/png" if job.kind in STILLS else "video/mp4",
                facts=_facts(job),
                tier=tier,
                basis=of,
                backend="pretended",
                model="one",
                number=1,
            )
            contents[job.name] = take.media
            self.put(job.name, take)

    def put(self, job: str, *takes: LockTake, **entry: Any) -> None:
        """Let the lock have these takes of a job, and no others."""
        entries = {**self.lock.entries, lock_name(job, FILM): Entry(takes=takes, **entry)}
        self.lock = replace(self.lock, entries=entries)

    def take(self, job: str) -> LockTake:
        return self.lock.entries[lock_name(job, FILM)].takes[-1]

    def shot(self, number: str) -> str:
        """The id of the shot with this number."""
        shots = (shot for scene in self.film.scenes for shot in scene.shots)
        return next(shot.id for shot in shots if shot.number == number)


def _facts(job: Job) -> dict[str, Any]:
    if isinstance(job.timing, ClipTiming):
        return {"frames": round((job.timing.asked_seconds or 0) * 24), "rate": "24"}
    if isinstance(job.timing, CueTiming):
        return {"seconds": job.timing.seconds}
    return {}


def made(plan: PaidPlan) -> set[str]:
    """The names of the jobs that a plan makes."""
    return {step.job.name for step in plan.of(Action.MAKE)}
