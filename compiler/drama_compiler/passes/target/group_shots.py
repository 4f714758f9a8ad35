"""Neighbouring shots of a scene are made by one call, where the model takes an array of shots.

before: clip/a, clip/b, clip/c, by a model of 6 shots and 15 seconds a call: three calls
after:  clip/a with clip/b and clip/c: one call, each shot with its own length and range

A shot that begins on another clip is made after it, so never with it. No group costs more than
its shots would.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from math import ceil

from drama_compiler.graph.jobs import Graph, Job
from drama_compiler.graph.limits import Limits
from drama_compiler.passes.target.group_setups import asked_of, images_of, regrouped
from drama_compiler.passes.target.target import (
    Target,
    clip_brief,
    clip_timing,
    clips,
    legal_seconds,
    needed_seconds,
)
from drama_dsl.diagnostic import Diagnostic


def group_shots(graph: Graph, target: Target) -> tuple[Graph, tuple[Diagnostic, ...]]:
    """The graph with neighbours in one batch, where their model takes several shots a call."""
    scenes = {shot.id: scene.id for scene in target.film.scenes for shot in scene.shots}
    able = [clip for clip in clips(graph) if target.limits(clip).shots_max > 1]
    free = [clip for clip in able if target.is_wanted(clip) and _is_free(clip)]
    groups: list[list[Job]] = []
    for _, alike in groupby(free, key=lambda clip: (scenes.get(clip.origin), *asked_of(clip))):
        groups += _packed(list(alike), graph, target)
    return regrouped(graph, groups), ()


def _is_free(clip: Job) -> bool:
    """Whether a clip can be made with others: it waits for no clip, and has no seed of its own."""
    waits = any(name.startswith("clip/") for name in clip.inputs)
    return not waits and clip_brief(clip).seed is None


def _packed(alike: list[Job], graph: Graph, target: Target) -> Iterator[list[Job]]:
    group: list[Job] = []
    fitting: list[Job] | None = None
    for clip in alike:
        larger = _fitted([*group, clip], graph, target)
        if larger is None:
            if fitting and len(fitting) > 1:
                yield fitting
            group, fitting = [], None
        group = [*group, clip]
        fitting = larger
    if fitting and len(fitting) > 1:
        yield fitting


def _fitted(group: list[Job], graph: Graph, target: Target) -> list[Job] | None:
    """The clips with the lengths that they ask for in one call; None where it cannot hold them."""
    limits = target.limits(group[0])
    lengths = _lengths(group, limits)
    alone = sum(legal_seconds(limits, needed_seconds(clip)) or 0.0 for clip in group)
    if lengths is None or len(group) > limits.shots_max or sum(lengths) > alone:
        return None
    if len(images_of(group, graph)) > limits.references_max:
        return None
    asked = [
        replace(clip, timing=clip_timing(clip).model_copy(update={"asked_seconds": float(each)}))
        for clip, each in zip(group, lengths, strict=True)
    ]
    return asked if len(asked) == 1 or target.carries(asked) else None


def _lengths(group: list[Job], limits: Limits) -> list[Fraction] | None:
    """Whole steps for each shot, the last as long as the call must at least be."""
    step = Fraction(limits.seconds_step or 1).limit_denominator(1000)
    lengths = [ceil(needed_seconds(clip) / step) * step for clip in group]
    whole = legal_seconds(limits, sum(lengths, Fraction(0)))
    if whole is None:
        return None
    lengths[-1] += Fraction(whole).limit_denominator(1000) - sum(lengths, Fraction(0))
    return lengths
