"""A film's graph and who makes what come in; the graph of what is bought comes out.

`TARGET_PASSES` are those of each level, in the order in which they run: `-O0` what the models
need, `-O1` what spares money and changes no take, `-O2` what makes several shots in one take.
None changes what a job is of, and all keep the cut: shots, order, lengths, sound.
"""

from __future__ import annotations

from drama_compiler.graph.jobs import Graph
from drama_compiler.passes.target.commission import commission
from drama_compiler.passes.target.group_setups import group_setups
from drama_compiler.passes.target.group_shots import group_shots
from drama_compiler.passes.target.limit_references import limit_references
from drama_compiler.passes.target.share_keyframes import share_keyframes
from drama_compiler.passes.target.share_references import share_references
from drama_compiler.passes.target.snap_durations import snap_durations
from drama_compiler.passes.target.split_long_shots import split_long_shots
from drama_compiler.passes.target.sync_lips import sync_lips
from drama_compiler.passes.target.target import Target, TargetPass
from drama_dsl.diagnostic import Diagnostic

_LEGAL: tuple[TargetPass, ...] = (
    commission,
    split_long_shots,
    snap_durations,
    limit_references,
    sync_lips,
)
_SHARED: tuple[TargetPass, ...] = (*_LEGAL, share_references, share_keyframes)

TARGET_PASSES: tuple[tuple[TargetPass, ...], ...] = (
    _LEGAL,
    _SHARED,
    (*_SHARED, group_setups, group_shots),
)

LEVEL = 1
"""The level where none is asked for."""


def run_target_passes(
    graph: Graph, target: Target, level: int = LEVEL
) -> tuple[Graph, tuple[Diagnostic, ...]]:
    """Run the passes of a level in order; the diagnostics of all of them."""
    found: list[Diagnostic] = []
    for each in TARGET_PASSES[level]:
        graph, told = each(graph, target)
        found += told
    return graph, tuple(found)
