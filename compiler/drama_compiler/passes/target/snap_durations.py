"""Every clip is asked for in a length that its model makes: the next one up; the cut takes a range.

before: clip/k7f2q, 3.4 seconds with its handles, by a model that makes 5 or 10
after:  clip/k7f2q, 5 seconds asked for

What is longer than any legal length asks for the longest: such a shot has been split before.
"""

from __future__ import annotations

from dataclasses import replace

from drama_compiler.graph.jobs import Graph, Job, JobKind
from drama_compiler.passes.target.target import (
    Target,
    clip_timing,
    legal_seconds,
    longest_seconds,
    needed_seconds,
)
from drama_dsl.diagnostic import Diagnostic


def snap_durations(graph: Graph, target: Target) -> tuple[Graph, tuple[Diagnostic, ...]]:
    """The graph with `asked_seconds` for every clip."""
    jobs = {
        name: _snapped(job, target) if job.kind is JobKind.CLIP else job
        for name, job in graph.jobs.items()
    }
    return Graph(jobs, graph.batches), ()


def _snapped(clip: Job, target: Target) -> Job:
    limits = target.limits(clip)
    asked = legal_seconds(limits, needed_seconds(clip))
    if asked is None:
        asked = longest_seconds(limits)
    return replace(clip, timing=clip_timing(clip).model_copy(update={"asked_seconds": asked}))
