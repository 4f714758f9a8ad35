"""A job is given no more reference images than its model takes; what is left out is reported.

before: clip/k7f2q of 6 images, by a model that takes 4
after:  clip/k7f2q of the 4 that matter most

What matters, in this order: the frames it begins and ends on; whom the shot is on; who speaks;
the place; what the shot is on; everybody else, from the nearest to the farthest; other things.
A model that takes frames has room for them, whatever it says of references. A job that nothing
needs any more is left out too.
"""

from __future__ import annotations

from dataclasses import replace

from drama_compiler.film.words import Depth
from drama_compiler.graph.arrange import arrange
from drama_compiler.graph.briefs import (
    ClipBrief,
    FrameBrief,
    ObjectBrief,
    PlateBrief,
    PortraitBrief,
)
from drama_compiler.graph.jobs import Graph, Job, JobKind
from drama_compiler.graph.references import STILLS
from drama_compiler.passes.target.frames import begins
from drama_compiler.passes.target.target import Target
from drama_dsl.diagnostic import Diagnostic, Help, warning

_DEPTHS = list(Depth)
_LAST = 99


def limit_references(graph: Graph, target: Target) -> tuple[Graph, tuple[Diagnostic, ...]]:
    """The graph within the models' limits, and a warning a shot that has to do without some."""
    jobs = dict(graph.jobs)
    dropped: dict[str, tuple[Job, list[Job]]] = {}
    for job in graph:
        images = [jobs[name] for name in job.inputs if jobs[name].kind in STILLS]
        frames = sum(image.kind is JobKind.FRAME for image in images)
        most = max(target.limits(job).references_max, frames)
        if job.kind not in (JobKind.CLIP, JobKind.FRAME) or len(images) <= most:
            continue
        ranked = sorted(images, key=lambda image: _rank(image, job))
        away = {image.name for image in ranked[most:]}
        kept = tuple(name for name in job.inputs if name not in away)
        jobs[job.name] = replace(job, inputs=kept)
        lost = [image for image in ranked[most:] if not _is_in_a_frame(image, kept, jobs)]
        if lost:
            dropped.setdefault(job.origin, (job, lost))
    told = tuple(_told(job, lost, target) for job, lost in dropped.values())
    return (arrange(needed(jobs)), told) if jobs != graph.jobs else (graph, told)


def needed(jobs: dict[str, Job]) -> list[Job]:
    """The jobs that are part of the film, and the stills that something is made of."""
    wanted: set[str] = set()
    for job in reversed(list(arrange(jobs.values()))):
        if job.kind not in STILLS or job.name in wanted:
            wanted |= {job.name, *job.inputs}
    return [job for job in jobs.values() if job.name in wanted]


def _rank(image: Job, of: Job) -> tuple[int, int]:
    """How much a job loses without a reference, the least number first."""
    shot = of.brief.of if isinstance(of.brief, FrameBrief) else of.brief
    assert isinstance(shot, ClipBrief), "only frames and clips are made of images"
    match image.brief:
        case FrameBrief():
            return 0, 0 if begins(image.name, of) else 1
        case PortraitBrief(id=id_):
            figure = next((each for each in shot.figures if each.id == id_), None)
            if figure is None:
                return 6, _LAST
            depth = _DEPTHS.index(figure.depth)
            if figure.subject:
                return 1, depth
            return (2 if figure.speaks else 5), depth
        case PlateBrief():
            return 3, 0
        case ObjectBrief(id=id_):
            subject = any(each.id == id_ and each.subject for each in shot.things)
            return (4 if subject else 6), 0
    return _LAST, 0


def _is_in_a_frame(image: Job, kept: tuple[str, ...], jobs: dict[str, Job]) -> bool:
    """Whether what is left out of a clip is seen in a frame that the clip is given."""
    return any(image.name in jobs[name].inputs for name in kept)


def _told(job: Job, lost: list[Job], target: Target) -> Diagnostic:
    names = ", ".join(f"`{getattr(each.brief, 'name', '') or 'the place'}`" for each in lost)
    most = target.limits(job).references_max
    model = job.model or job.backend
    told = "is told" if len(lost) == 1 else "are told"
    images = "no reference image" if not most else f"{most} reference image{'s' * (most != 1)}"
    return warning(
        "reference-left-out",
        f"`{model}` takes {images} for a {job.kind}: {names} {told} in words alone",
        target.origins.get(job.origin),
        "this shot shows more than it can be given",
        helps=(Help("show fewer at once, or choose a model that takes more"),),
    )
