"""What the target passes reckon with: what every model can do, and where in the script jobs stand.

A target pass takes a graph and a target and gives back a graph that asks for the same film in a
way that the models can carry, or that costs less, and what the writer should be told about it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

from drama_compiler.contract.backend import Ability, Capabilities
from drama_compiler.film.film import Film
from drama_compiler.graph.briefs import ClipBrief
from drama_compiler.graph.jobs import Graph, Job, JobKind
from drama_compiler.graph.limits import Limits
from drama_compiler.graph.route import Profile, routed
from drama_compiler.graph.timings import ClipTiming
from drama_dsl.diagnostic import Diagnostic
from drama_dsl.source import Span


@dataclass(frozen=True, slots=True)
class Target:
    """A film, the profile it is made with, and all backends in their own words by name.

    `origins` are spans by the id of a shot, character, place or prop. `carries` tells whether one
    call of their backend can hold these jobs, with all that is said of them. `wanted` are the
    clips that are to be made, where that is known: no others are put together. `declared` are
    references that the writer brings, by kind and the id of what they show: nobody makes those.
    """

    film: Film
    profile: Profile
    backends: Mapping[str, Capabilities]
    origins: Mapping[str, Span] = field(default_factory=dict)
    carries: Callable[[Sequence[Job]], bool] = lambda jobs: True
    wanted: frozenset[str] | None = None
    declared: Collection[tuple[JobKind, str]] = frozenset()

    def ability(self, job: Job) -> Ability | None:
        """What the model that a routed job goes to can do."""
        backend = self.backends.get(job.backend)
        return backend.ability(job.kind, job.model) if backend else None

    def is_bought(self, job: Job) -> bool:
        """Whether a routed job is made by somebody who is paid, asked by us or by a person."""
        ability = self.ability(job)
        return ability is not None and not ability.free

    def is_by_hand(self, job: Job) -> bool:
        """Whether a person has to carry a routed job to who makes it."""
        ability = self.ability(job)
        return ability is not None and ability.by_hand

    def limits(self, job: Job) -> Limits:
        """What one call of its model carries."""
        ability = self.ability(job)
        return ability.limits if ability else Limits()

    def is_wanted(self, clip: Job) -> bool:
        """Whether a clip is to be made, as far as that is known."""
        return self.wanted is None or clip.name in self.wanted

    def referred(self, job: Job) -> Job | None:
        """A reference as it is bought, or as the writer brings it; None where neither is."""
        return job if (job.kind, job.origin) in self.declared else self.bought(job)

    def bought(self, job: Job) -> Job | None:
        """The job as the profile routes it, where that costs money; else None."""
        to = self.profile.route(job)
        given = routed(job, to) if to else None
        return given if given and self.is_bought(given) else None


TargetPass = Callable[[Graph, Target], tuple[Graph, tuple[Diagnostic, ...]]]


def clip_brief(job: Job) -> ClipBrief:
    """The brief of a job that is a clip."""
    assert isinstance(job.brief, ClipBrief)
    return job.brief


def clip_timing(job: Job) -> ClipTiming:
    """The timing of a job that is a clip."""
    assert isinstance(job.timing, ClipTiming)
    return job.timing


def needed_frames(clip: Job) -> int:
    """The body and both handles, in the film's frames."""
    timing = clip_timing(clip)
    return timing.head_frames + timing.body_frames + timing.tail_frames


def needed_seconds(clip: Job) -> Fraction:
    """How long a clip must at least be for its shot."""
    return needed_frames(clip) / clip_brief(clip).format.rate


def longest_seconds(limits: Limits) -> float:
    """The longest that one call makes."""
    return max(limits.seconds) if limits.seconds else limits.seconds_max


def legal_seconds(limits: Limits, seconds: Fraction) -> float | None:
    """The shortest legal length that holds `seconds`; None where one call makes no such length."""
    if limits.seconds:
        return min((each for each in limits.seconds if each >= seconds), default=None)
    found = max(Fraction(limits.seconds_min).limit_denominator(1000), seconds)
    if limits.seconds_step:
        step = Fraction(limits.seconds_step).limit_denominator(1000)
        found = ceil(found / step) * step
    # Services take decimals: to the millisecond, and never less than is needed.
    exact = ceil(found * 1000) / 1000
    return exact if exact <= limits.seconds_max else None


def clips(graph: Graph) -> list[Job]:
    """The clips of a graph, in order."""
    return [job for job in graph if job.kind is JobKind.CLIP]
