"""A film and a profile come in; what the whole film would take at each level comes out.

before: a set of references a shot, a call a shot (-O0)
after:  references made once (-O1), shots of a set-up or of a model's array made together (-O2)
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from drama_compiler.contract.backend import Backend
from drama_compiler.film.film import Film, Line
from drama_compiler.film.times import Schedule
from drama_compiler.graph.jobs import Graph, Job, JobKind, role
from drama_compiler.graph.references import STILLS
from drama_compiler.graph.route import Profile
from drama_compiler.passes.target import TARGET_PASSES
from drama_compiler.plan.decide import Batch, lower_batches
from drama_compiler.plan.paid_graph import paid_graph
from drama_compiler.plan.price import times, total
from drama_dsl.diagnostic import Severity

DIALOGUE_LINES_MIN = 4
DIALOGUE_SPEAKERS_MIN = 2
"""From how many lines, of how many who are seen, a scene counts as a dialogue."""


@dataclass(frozen=True, slots=True)
class LevelFigures:
    """The whole film at one level, with nothing bought yet; dollars and seconds as estimated.

    `references` are portraits, plates and objects; `frames` are stills too. `dialogue_calls` are
    calls for clips in dialogue scenes. `refused` are jobs that the models cannot make as asked.
    """

    level: int
    jobs: int
    references: int
    frames: int
    clips: int
    clip_calls: int
    dialogue_clips: int
    dialogue_calls: int
    clip_seconds: float
    calls: int
    usd_min: float
    usd_max: float
    priced: bool
    refused: int

    @property
    def stills(self) -> int:
        """All images that are paid for."""
        return self.references + self.frames


def compare(
    film: Film,
    schedule: Schedule,
    profile: Profile,
    backends: Mapping[str, Backend],
    declared: Collection[tuple[JobKind, str]] = frozenset(),
) -> tuple[LevelFigures, ...]:
    """The figures of every level; what the writer has `declared` an image of is not bought."""
    graphs = [
        _bought(paid_graph(film, schedule, profile, backends, level, declared=declared)[0])
        for level in range(len(TARGET_PASSES))
    ]
    # What is refused is refused at every level: a job of one role is of one thing.
    refused = {role(job.name) for job in graphs[1] if _is_refused(job, backends)}
    talk = dialogue_shots(film)
    return tuple(
        _figures(level, graph, backends, refused, talk) for level, graph in enumerate(graphs)
    )


def _bought(graph: Graph) -> Graph:
    """The graph without what the writer brings."""
    jobs = {name: job for name, job in graph.jobs.items() if job.backend}
    return Graph(jobs, tuple(names for names in graph.batches if names[0] in jobs))


def compare_data(figures: tuple[LevelFigures, ...]) -> list[dict[str, Any]]:
    """The figures as JSON data."""
    return [{**asdict(each), "stills": each.stills} for each in figures]


def dialogue_shots(film: Film) -> frozenset[str]:
    """The shots of scenes in which several people talk to each other."""
    found: set[str] = set()
    for scene in film.scenes:
        events = (event for shot in scene.shots for event in shot.events)
        lines = [each for each in events if isinstance(each, Line) and not each.off_screen]
        speakers = {line.character for line in lines}
        if len(lines) >= DIALOGUE_LINES_MIN and len(speakers) >= DIALOGUE_SPEAKERS_MIN:
            found |= {shot.id for shot in scene.shots}
    return frozenset(found)


def _figures(
    level: int,
    graph: Graph,
    backends: Mapping[str, Backend],
    refused: Collection[str],
    talk: Collection[str],
) -> LevelFigures:
    able = tuple(n for n in graph.batches if not any(role(name) in refused for name in n))
    batches = lower_batches(Graph(graph.jobs, able), backends)
    clips = [each for each in batches if each.jobs[0].kind is JobKind.CLIP]
    talking = [each for each in clips if each.jobs[0].origin in talk]
    cost = total(times(each.cost, each.jobs[0].takes or 1) for each in batches)
    stills = [job for job in graph if job.kind in STILLS]
    frames = sum(job.kind is JobKind.FRAME for job in stills)
    return LevelFigures(
        level=level,
        jobs=len(graph.jobs),
        references=len(stills) - frames,
        frames=frames,
        clips=_count(clips),
        clip_calls=len(clips),
        dialogue_clips=_count(talking),
        dialogue_calls=len(talking),
        clip_seconds=round(cost.clip_seconds, 3),
        calls=len(batches),
        usd_min=round(cost.usd_min, 6),
        usd_max=round(cost.usd_max, 6),
        priced=cost.priced,
        refused=sum(role(name) in refused for name in graph.jobs),
    )


def _is_refused(job: Job, backends: Mapping[str, Backend]) -> bool:
    return any(each.severity is Severity.ERROR for each in backends[job.backend].check(job))


def _count(batches: list[Batch]) -> int:
    return sum(len(each.jobs) for each in batches)
