"""A shot that is longer than its model makes becomes several clips that go on from each other.

before: clip/k7f2q of frame/k7f2q/first, 17 seconds, by a model that makes 10 at most
after:  clip/k7f2q/1 of 10 seconds, of frame/k7f2q.1/first;
        clip/k7f2q/2 of 7, of frame/k7f2q.2/first, on which the one before ends

The pieces meet on a frame that both are given, where the model can be told where to end; else the
second begins on what the first came out as. What is told of the shot in order is told a part to
each; what holds for all of it is told to all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from drama_compiler.graph.arrange import arrange
from drama_compiler.graph.jobs import Graph, Job, JobKind, role
from drama_compiler.graph.limits import Limits
from drama_compiler.graph.references import frame
from drama_compiler.passes.target.frames import begins, ends
from drama_compiler.passes.target.target import (
    Target,
    clip_brief,
    clip_timing,
    clips,
    legal_seconds,
    longest_seconds,
    needed_frames,
    needed_seconds,
)
from drama_dsl.diagnostic import Diagnostic

_FOREVER = 1e9

PIECE_SECONDS_MIN = Fraction(1)
"""Nothing shorter can be told from a slip."""


def split_long_shots(graph: Graph, target: Target) -> tuple[Graph, tuple[Diagnostic, ...]]:
    """The graph with every clip short enough for its model."""
    split = {
        clip.name: list(_pieces(clip, piece_frames(clip, target.limits(clip))))
        for clip in clips(graph)
        if Fraction(min(longest_seconds(target.limits(clip)), _FOREVER)) < needed_seconds(clip)
    }
    if not split:
        return graph, ()
    frames = _frames_of_pieces(graph, split)
    jobs: list[Job] = []
    for job in graph:
        renamed = {name: frames[name].name for name in job.inputs if name in frames}
        renamed |= {name: split[name][-1].name for name in job.inputs if name in split}
        if job.name in split:
            shares = _shares(job, renamed)
            opened = next((frames[name] for name in job.inputs if name in frames), None)
            jobs += _joined(split[job.name], shares, opened, target)
        else:
            inputs = tuple(renamed.get(name, name) for name in job.inputs)
            jobs.append(replace(frames.get(job.name, job), inputs=inputs))
    return arrange(jobs), ()


@dataclass(frozen=True, slots=True)
class _Shares:
    """The inputs of a clip that is split: of its first piece, of its last, and of all."""

    opening: tuple[str, ...]
    closing: tuple[str, ...]
    common: tuple[str, ...]


def _shares(clip: Job, renamed: Mapping[str, str]) -> _Shares:
    shares: tuple[list[str], list[str], list[str]] = ([], [], [])
    for name in clip.inputs:
        share = 0 if begins(name, clip) else 1 if ends(name, clip) else 2
        shares[share].append(renamed.get(name, name))
    return _Shares(*map(tuple, shares))


def _frames_of_pieces(graph: Graph, split: dict[str, list[Job]]) -> dict[str, Job]:
    """The frames of split clips, by their names until now, as those of the first or last piece."""
    frames: dict[str, Job] = {}
    for clip, pieces in split.items():
        for which, piece in (("first", pieces[0]), ("last", pieces[-1])):
            old = frame(graph.jobs[clip], which, ()).name
            new = frame(piece, which, ())
            for name, job in graph.jobs.items():
                if role(name) == old:
                    frames[name] = replace(
                        job, name=new.name + name.removeprefix(old), brief=new.brief
                    )
    return frames


def piece_frames(clip: Job, limits: Limits) -> list[int]:
    """The frames of each piece, handles included: of even pieces and full ones, what asks less."""
    rate = clip_brief(clip).format.rate
    frames = needed_frames(clip)
    most = floor(Fraction(longest_seconds(limits)) * rate)
    count = ceil(frames / most)
    even = [frames * (k + 1) // count - frames * k // count for k in range(count)]
    rest = frames - most * (count - 1)
    if rest < PIECE_SECONDS_MIN * rate:
        return even
    full = [most] * (count - 1) + [rest]
    return min(even, full, key=lambda each: _asked(each, rate, limits))


def _asked(pieces: list[int], rate: Fraction, limits: Limits) -> float:
    return sum(legal_seconds(limits, frames / rate) or 0.0 for frames in pieces)


def _pieces(clip: Job, lengths: list[int]) -> Iterator[Job]:
    """A clip's parts in order: briefs and timings of their own, inputs not yet shared out."""
    brief, timing, count = clip_brief(clip), clip_timing(clip), len(lengths)
    start = -timing.head_frames
    for k, frames in enumerate(lengths):
        first, last = k == 0, k == count - 1
        body = range(max(0, start), min(start + frames, timing.body_frames))
        told = brief.actions[
            len(brief.actions) * k // count : len(brief.actions) * (k + 1) // count
        ]
        yield replace(
            clip,
            name=f"{clip.name}/{k + 1}",
            brief=brief.model_copy(
                update={
                    "shot": f"{brief.shot}.{k + 1}",
                    "actions": told if len(brief.actions) >= count else brief.actions,
                    "first": brief.first if first else "",
                    "last": brief.last if last else "",
                    "from_last": brief.from_last if first else True,
                }
            ),
            timing=timing.model_copy(
                update={
                    "body_frames": len(body),
                    "head_frames": timing.head_frames if first else 0,
                    "tail_frames": start + frames - body.stop if last else 0,
                    "speech": tuple(
                        each.model_copy(update={"start_frame": each.start_frame - body.start})
                        for each in timing.speech
                        if each.start_frame in body
                    ),
                }
            ),
        )
        start += frames


def _joined(
    pieces: list[Job], shares: _Shares, opened: Job | None, target: Target
) -> Iterator[Job]:
    """The pieces, each with its inputs, and the frames on which they meet.

    `opened` is a frame of the whole shot, if it has one: it says how these frames are made.
    """
    ability = target.ability(pieces[0])
    assert ability is not None, "only what a backend can make is bought"
    meets = opened is not None and ability.limits.last_frame
    for k, piece in enumerate(pieces):
        spoken = {each.voice for each in clip_timing(piece).speech}
        inputs = [name for name in shares.common if not name.startswith("voice/") or name in spoken]
        if k == 0:
            inputs += shares.opening
        elif meets and opened:
            met = frame(piece, "first", opened.inputs)
            yield replace(opened, name=met.name, brief=met.brief)
            inputs.append(met.name)
        elif JobKind.CLIP in ability.takes:
            inputs.append(pieces[k - 1].name)
        if k == len(pieces) - 1:
            inputs += shares.closing
        elif meets and opened:
            met = frame(pieces[k + 1], "first", opened.inputs)
            name = f"{met.name}~{clip_brief(piece).shot}"
            yield replace(opened, name=name, brief=met.brief)
            inputs.append(name)
        yield replace(piece, inputs=tuple(inputs))
