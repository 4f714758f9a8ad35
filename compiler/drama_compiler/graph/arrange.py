"""Jobs in any order come in, with those that one call makes together; a graph comes out."""

from __future__ import annotations

from collections.abc import Iterable

from drama_compiler.graph.jobs import Graph, Job


def arrange(jobs: Iterable[Job], groups: Iterable[tuple[str, ...]] = ()) -> Graph:
    """The graph of `jobs`: in their order, but for inputs that stand after what is made of them.

    A job in no group is made by a call of its own. No job may be made of itself, through others
    or through its group.
    """
    by_name = {job.name: job for job in jobs}
    batch_of = {name: names for names in groups for name in names}
    placed: dict[tuple[str, ...], None] = {}
    for name in by_name:
        pending = [batch_of.get(name, (name,))]
        while pending:
            batch = pending[-1]
            needed = [each for member in batch for each in by_name[member].inputs]
            late = [batch_of.get(each, (each,)) for each in needed]
            late = [each for each in late if each not in placed]
            if late:
                pending += late
            else:
                placed[pending.pop()] = None
    return Graph({name: by_name[name] for batch in placed for name in batch}, tuple(placed))
