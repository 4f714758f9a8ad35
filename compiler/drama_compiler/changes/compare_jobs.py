"""The graphs of two films come in; which jobs are new, of another thing, or gone, comes out."""

from __future__ import annotations

from collections.abc import Iterator

from drama_compiler.changes.film_changes import JobChanges
from drama_compiler.changes.version import Version
from drama_compiler.graph.jobs import Graph, Job, JobKind
from drama_compiler.graph.keys import basis, canonical, digest
from drama_compiler.graph.lower import lower

TOLD = (JobKind.CLIP, JobKind.VOICE, JobKind.CUE, JobKind.AMBIENCE, JobKind.EFFECT)
"""The kinds that are of the film itself; all others are cut from them again for nothing."""


def compare_jobs(before: Version, after: Version) -> Iterator[JobChanges]:
    """What is to be made otherwise, a value a kind, where there is anything."""
    old, new = (lower(version.film, version.schedule) for version in (before, after))
    for kind in TOLD:
        was, is_ = _of_kind(old, kind), _of_kind(new, kind)
        kept = [name for name in is_ if name in was]
        anew = [name for name in kept if not _alike(was[name], is_[name])]
        retimed = [name for name in kept if was[name].timing != is_[name].timing]
        found = JobChanges(
            kind=str(kind),
            new=tuple(name for name in is_ if name not in was),
            anew=tuple(anew),
            retimed=tuple(name for name in retimed if name not in anew),
            gone=tuple(name for name in was if name not in is_),
        )
        if found.new or found.anew or found.retimed or found.gone:
            yield found


def _of_kind(graph: Graph, kind: JobKind) -> dict[str, Job]:
    return {name: job for name, job in graph.jobs.items() if job.kind is kind}


def _alike(one: Job, other: Job) -> bool:
    """Whether two jobs are of the same thing; equal briefs tell it at once."""
    if one.brief == other.brief and one.inputs == other.inputs:
        return True
    return _basis(one) == _basis(other)


def _basis(job: Job) -> str:
    """What a job is of; of its inputs only which they are, for what they are is told of them."""
    return digest(canonical(basis(job, dict.fromkeys(job.inputs, ""))))
