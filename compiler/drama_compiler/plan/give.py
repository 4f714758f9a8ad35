"""A film's graph and the lock come in; the graph, given what the lock holds, comes out.

before: picture/k7f2q of clip/k7f2q, which the animatic draws
after:  picture/k7f2q of clip/k7f2q~1 and clip/k7f2q~2, ranges of takes that were chosen

before: voice/x9d4e, which the animatic speaks
after:  voice/x9d4e, in no batch: nobody makes it, its take is there

before: picture/k7f2q of clip/k7f2q~1, in whose take lips were moved
after:  picture/k7f2q of sync/k7f2q~1, as long as that take of the clip is shown, and whole

What is not in the lock stays as it was: a stand-in is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from drama_compiler.graph.briefs import PictureBrief
from drama_compiler.graph.jobs import Graph, Job, JobKind
from drama_compiler.graph.route import GENERATED
from drama_compiler.graph.timings import PartAt, PictureTiming
from drama_compiler.store.choice import Has, of_clip, shown, whole_take
from drama_compiler.store.lock import Cut, Entry, Lock, LockTake, lock_name
from drama_compiler.store.state import Take


@dataclass(frozen=True, slots=True)
class Given:
    """A graph in which given jobs stand in no batch, and their takes by job name."""

    graph: Graph
    takes: Mapping[str, Take]


@dataclass(frozen=True, slots=True)
class _Part:
    """One cut of a clip: the job that stands for it, and the take it is of."""

    job: str
    cut: Cut
    take: LockTake


def give(graph: Graph, lock: Lock, film: str, has: Has) -> Given:
    """Give every job of the film `film` (its key) what the lock has of it."""
    if not lock.entries:
        return Given(graph, {})
    takes: dict[str, Take] = {}
    parts: dict[str, list[_Part]] = {}
    for job in graph:
        if job.kind is JobKind.CLIP:
            found = _parts(job.name, lock, film, has)
            if found:
                parts[job.name] = found
                takes |= {part.job: _as_take(part.take) for part in found}
        elif job.kind in GENERATED:
            entry = lock.entries.get(lock_name(job.name, film), Entry())
            for cut in shown(entry, has)[:1]:
                take = entry.take(cut.take)
                assert take is not None, "only takes of the entry are shown"
                takes[job.name] = _as_take(take)
    jobs: dict[str, Job] = {}
    for job in graph:
        for part in parts.get(job.name, ()):
            jobs[part.job] = replace(job, name=part.job, inputs=(), timing=None)
        if job.name not in parts:
            jobs[job.name] = _given_parts(job, parts)
    batches = tuple(
        names for names in graph.batches if not any(n in takes or n in parts for n in names)
    )
    return Given(Graph(jobs, batches), takes)


def _parts(name: str, lock: Lock, film: str, has: Has) -> list[_Part]:
    """The cuts of a clip's own entry; else those of the clips it was made in, if all are there."""
    own = _cuts(name, lock, film, has)
    if own:
        return own
    found: list[_Part] = []
    number = 1
    while lock_name(f"{name}/{number}", film) in lock.entries:
        more = _cuts(f"{name}/{number}", lock, film, has)
        if not more:
            return []
        found += more
        number += 1
    return found


def _cuts(name: str, lock: Lock, film: str, has: Has) -> list[_Part]:
    entry = lock.entries.get(lock_name(name, film), Entry())
    parts = []
    cuts = shown(entry, has)
    for number, cut in enumerate(cuts, 1):
        take = entry.take(cut.take)
        assert take is not None, "only takes of the entry are shown"
        parts.append(_Part(f"{name}~{number}", cut, take))
    if name.startswith(f"{JobKind.CLIP}/") and whole_take(cuts):
        return _with_moved_lips(name, whole_take(cuts), lock, film, has) or parts
    return parts


def _with_moved_lips(name: str, clip: str, lock: Lock, film: str, has: Has) -> list[_Part]:
    """The take of the clip `clip` with lips moved in it, where there is one."""
    sync = f"{JobKind.SYNC}/{name.partition('/')[2]}"
    entry = of_clip(lock.entries.get(lock_name(sync, film), Entry()), clip)
    takes = ((cut, entry.take(cut.take)) for cut in shown(entry, has))
    return [
        _Part(f"{sync}~{number}", cut, take) for number, (cut, take) in enumerate(takes, 1) if take
    ]


def _given_parts(job: Job, parts: Mapping[str, list[_Part]]) -> Job:
    """A picture of what its clip was given; any other job as it is."""
    if not isinstance(job.timing, PictureTiming) or job.inputs[0] not in parts:
        return job
    given = parts[job.inputs[0]]
    ranges = [_range(part) for part in given]
    if len(given) == 1 and given[0].cut == Cut(given[0].take.key):
        ranges = [_after_the_handle(ranges[0], job, given[0].job, given[0].take.facts)]
    at = tuple(
        PartAt(clip=part.job, start_frame=start, end_frame=end)
        for part, (start, end) in zip(given, ranges, strict=True)
    )
    timing = job.timing.model_copy(update={"parts": at})
    return replace(job, timing=timing, inputs=tuple(part.job for part in given))


def _range(part: _Part) -> tuple[int, int | None]:
    """A cut in the frames of its media."""
    first, end = part.take.range or (0, None)
    stop = end if part.cut.end_frame is None else first + part.cut.end_frame
    return first + part.cut.start_frame, stop


def _after_the_handle(
    range_: tuple[int, int | None], picture: Job, job: str, facts: Mapping[str, Any]
) -> tuple[int, int | None]:
    """Where the body begins in a take that nobody trimmed: behind as much of a handle as it has."""
    assert isinstance(picture.brief, PictureBrief) and isinstance(picture.timing, PictureTiming)
    start, end = range_
    frames = int(facts.get("frames", 0)) if end is None else end
    rate, film_rate = Fraction(str(facts.get("rate", 0))), picture.brief.format.rate
    if not frames or not rate:
        return range_
    spare = int((frames - start) * film_rate / rate) - picture.timing.body_frames
    lead = max(0, min(picture.timing.head_frames, spare))
    if job.startswith(f"{JobKind.SYNC}/") and "head_frames" in facts:
        # Its lips move to a voice that begins so far behind the head it was told of.
        return start + int(facts["head_frames"]), end
    return start + round(lead * rate / film_rate), end


def _as_take(take: LockTake) -> Take:
    return Take(take.media, take.type, dict(take.facts))
