"""Two shots that go on from each other share the frame on which they meet.

before: frame/h3j8n/first, on which a clip begins; frame/h3j8n/first~k7f2q, on which the one before
        it ends
after:  frame/h3j8n/first, for both

So the one before can be made again without the one after, and neither waits for the other.
"""

from __future__ import annotations

from drama_compiler.graph.jobs import Graph, JobKind
from drama_compiler.passes.target.share_references import merged
from drama_compiler.passes.target.target import Target
from drama_dsl.diagnostic import Diagnostic

SHARED = frozenset({JobKind.FRAME})


def share_keyframes(graph: Graph, target: Target) -> tuple[Graph, tuple[Diagnostic, ...]]:
    """One frame for every joint between two clips."""
    return merged(graph, SHARED), ()
