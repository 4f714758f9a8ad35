"""Shots of one camera set-up in a scene are made as one longer take and cut by range, as on a set.

before: clip/a on NORA, clip/b on SAM, clip/c on NORA, clip/d on SAM: four calls
after:  clip/a with clip/c, clip/b with clip/d: two calls

A set-up is the same camera on the same people and things in the same light; what they do and say,
and what they have in hand, may differ. A camera that moves, a shot that is tied to another by its
first or last frame, and one with a seed of its own are made alone. No group costs more than its
shots would.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace
from fractions import Fraction
from math import ceil

from drama_compiler.film.words import MoveKind
from drama_compiler.graph.arrange import arrange
from drama_compiler.graph.briefs import ClipBrief
from drama_compiler.graph.jobs import Graph, Job
from drama_compiler.graph.references import STILLS
from drama_compiler.passes.target.frames import ends
from drama_compiler.passes.target.target import (
    Target,
    clip_brief,
    clip_timing,
    clips,
    legal_seconds,
    needed_seconds,
)
from drama_dsl.diagnostic import Diagnostic

STILL_MOVES = frozenset({MoveKind.STATIC, MoveKind.HANDHELD})
"""Moves after which the camera stands where it stood."""


def group_setups(graph: Graph, target: Target) -> tuple[Graph, tuple[Diagnostic, ...]]:
    """The graph with the clips of a set-up in one batch, for models of one shot a call."""
    scenes = {shot.id: scene.id for scene in target.film.scenes for shot in scene.shots}
    setups: dict[Hashable, list[Job]] = {}
    for clip in filter(target.is_wanted, clips(graph)):
        if target.limits(clip).shots_max == 1 and _is_free(clip):
            key = (scenes.get(clip.origin), setup(clip_brief(clip)), *asked_of(clip))
            setups.setdefault(key, []).append(clip)
    groups: list[list[Job]] = []
    for alike in setups.values():
        groups += _packed(alike, graph, target)
    return regrouped(graph, groups), ()


def setup(brief: ClipBrief) -> Hashable:
    """What of a shot the camera and the set are, and nothing of what happens in it."""
    return (
        brief.size,
        brief.composition,
        brief.angle,
        brief.moves,
        brief.lens_millimetres,
        brief.shallow_focus,
        brief.speed,
        brief.place,
        tuple(
            each.model_copy(update={"mood": "", "doing": "", "speaks": False})
            for each in brief.figures
        ),
        tuple(each for each in brief.things if each.subject),
        brief.prompt,
        brief.avoid,
    )


def asked_of(clip: Job) -> tuple[str, str, int]:
    """Who is asked for a clip, and for how many takes."""
    return clip.backend, clip.model, clip.takes or 1


def regrouped(graph: Graph, groups: Iterable[list[Job]]) -> Graph:
    """The graph with these groups of its clips, as they are given here, as batches."""
    jobs = dict(graph.jobs)
    batches = [batch for batch in graph.batches if len(batch) > 1]
    for group in groups:
        jobs |= {clip.name: clip for clip in group}
        batches.append(tuple(clip.name for clip in group))
    return arrange(jobs.values(), batches)


def images_of(group: list[Job], graph: Graph) -> set[str]:
    """The images that a call for a group is given, each once."""
    return {name for clip in group for name in clip.inputs if graph.jobs[name].kind in STILLS}


def _is_free(clip: Job) -> bool:
    """Whether a clip is tied to nothing else: it can be made in one go with others."""
    brief = clip_brief(clip)
    tied = any(name.startswith("clip/") or ends(name, clip) for name in clip.inputs)
    stands = all(move.kind in STILL_MOVES for move in brief.moves)
    said = brief.first or brief.last or brief.from_last or brief.seed is not None
    return stands and not tied and not said


def _packed(alike: list[Job], graph: Graph, target: Target) -> list[list[Job]]:
    """Clips put into the first take that still has room for them; takes of one left out."""
    groups: list[list[Job]] = []
    for clip in alike:
        for index, group in enumerate(groups):
            larger = _fitted([*group, clip], graph, target)
            if larger is not None:
                groups[index] = larger
                break
        else:
            groups.append([clip])
    return [group for group in groups if len(group) > 1]


def _fitted(group: list[Job], graph: Graph, target: Target) -> list[Job] | None:
    """The clips with their shares of one legal take, the last with what is left over.

    None where no take holds them, or where it would cost more than each alone.
    """
    limits = target.limits(group[0])
    # Whole milliseconds, so that the shares add up to what a service is told.
    needs = [Fraction(ceil(needed_seconds(clip) * 1000), 1000) for clip in group]
    whole = legal_seconds(limits, sum(needs, Fraction(0)))
    alone = [legal_seconds(limits, each) for each in needs]
    if whole is None or whole > sum(each or 0.0 for each in alone):
        return None
    # One take begins on one frame; those of the later shots are not given with it.
    later = {name for name in images_of(group[1:], graph) if name.startswith("frame/")}
    if len(images_of(group, graph) - later) > limits.references_max:
        return None
    needs[-1] += Fraction(whole).limit_denominator(1000) - sum(needs, Fraction(0))
    asked = [
        replace(clip, timing=clip_timing(clip).model_copy(update={"asked_seconds": float(each)}))
        for clip, each in zip(group, needs, strict=True)
    ]
    return asked if target.carries(asked) else None
