"""Jobs of clips and what a model can do come in; what one call for them asks for comes out.

Before: two briefs of one set-up. After: one take that holds both, how long it is asked to be, and
from which second to which it is whose.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from drama_backends.services.models import Model, legal_seconds, snapped_seconds
from drama_compiler.contract import (
    Job,
    JobKind,
    Json,
    Output,
    ServiceError,
    Trouble,
    briefs,
    role,
    timings,
)

IMAGES = frozenset({JobKind.PORTRAIT, JobKind.PLATE, JobKind.OBJECT})
"""Kinds of inputs that show who or what is seen, and where."""


@dataclass(frozen=True, slots=True)
class Take:
    """A job in a call: how long it needs to be, how long it is asked to be, its head handle."""

    job: Job
    brief: briefs.ClipBrief
    needed: Fraction
    asked: float | None
    head: Fraction


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a clip is made of, by the names of jobs: the frames it begins and ends on, the clip it
    goes on from, the voices that are heard in it, and the images of who and what is seen.
    """

    first: str = ""
    last: str = ""
    before: str = ""
    voices: tuple[str, ...] = ()
    images: tuple[str, ...] = ()


def takes_of(batch: Sequence[Job]) -> list[Take]:
    """The clips of a call; raises `ServiceError` (INVALID) where they do not go together."""
    takes = [_take(job) for job in batch]
    if len({take.brief.aspect for take in takes}) > 1:
        raise refused("the clips of one call have one shape")
    return takes


def inputs_of(job: Job, model: Model) -> Inputs:
    """What a clip is made of, as far as the model takes it.

    A frame of a neighbour is shared with it: its last is our first, its first is our last.
    """
    taken = [name for name in job.inputs if kind_of(name) in model.takes]
    of_kind: dict[JobKind | None, list[str]] = {}
    for name in taken:
        of_kind.setdefault(kind_of(name), []).append(name)
    ends: dict[str, str] = {}
    for name in of_kind.get(JobKind.FRAME, ()):
        owner, _, which = role(name).partition("/")[2].rpartition("/")
        own = isinstance(job.brief, briefs.ClipBrief) and owner == job.brief.shot
        end = which if own else {"first": "last", "last": "first"}[which]
        ends.setdefault(end, name)
    if "last" in ends and not model.limits.last_frame:
        raise refused(f"`{model.name}` cannot be told where a clip ends")
    images = tuple(name for name in taken if kind_of(name) in IMAGES)
    refuse_references(model, images)
    return Inputs(
        first=ends.get("first", ""),
        last=ends.get("last", ""),
        before=next(iter(of_kind.get(JobKind.CLIP, ())), ""),
        voices=tuple(of_kind.get(JobKind.VOICE, ())),
        images=images,
    )


def take_lengths(model: Model, takes: Sequence[Take]) -> list[Fraction]:
    """How the length of one take is shared: each has what it needs, the last has the rest.

    Their sum is what the model is asked for.
    """
    asked = [take.asked for take in takes if take.asked is not None]
    if len(asked) == len(takes):
        lengths = [Fraction(each).limit_denominator(1000) for each in asked]
        total = _legal(model, sum(lengths, Fraction(0)))
    else:
        needed = sum((take.needed for take in takes), Fraction(0))
        snapped = snapped_seconds(model.limits, needed)
        if snapped is None:
            raise refused(f"`{model.name}` makes no take of {float(needed):g} s or more")
        total = Fraction(snapped).limit_denominator(1000)
        lengths = [take.needed for take in takes]
    lengths[-1] = total - sum(lengths[:-1], Fraction(0))
    return lengths


def shot_lengths(model: Model, takes: Sequence[Take]) -> list[Fraction]:
    """The length of every shot of an array: whole steps, and a legal length together."""
    if len(takes) > model.limits.shots_max:
        raise refused(f"`{model.name}` takes {model.limits.shots_max} shots, not {len(takes)}")
    step = Fraction(model.limits.seconds_step or 1).limit_denominator(1000)
    lengths = []
    for take in takes:
        asked = take.needed if take.asked is None else Fraction(take.asked).limit_denominator(1000)
        if take.asked is not None and asked % step:
            raise refused(f"`{model.name}` makes no shot of {take.asked:g} s")
        lengths.append(max(step, ceil(asked / step) * step))
    if all(take.asked is None for take in takes):
        lengths[-1] += max(Fraction(0), Fraction(model.limits.seconds_min) - sum(lengths))
    _legal(model, sum(lengths, Fraction(0)))
    return lengths


def joined_prompt(prompts: Sequence[str], lengths: Sequence[Fraction]) -> str:
    """Several shots of one set-up as one long take, told what happens from which second on."""
    if len(prompts) == 1:
        return prompts[0]
    told, at = ["One continuous take, without a cut."], Fraction(0)
    for prompt, length in zip(prompts, lengths, strict=True):
        told.append(f"From {float(at):.2f} s:\n{prompt}")
        at += length
    return "\n".join(told)


def outputs_of(takes: Sequence[Take], lengths: Sequence[Fraction]) -> list[dict[str, Json]]:
    """Whose the seconds of a take are; one job alone has them all. See `ranged`."""
    outputs: list[dict[str, Json]] = []
    at = Fraction(0)
    for take, length in zip(takes, lengths, strict=True):
        output: dict[str, Json] = {"job": take.job.name}
        if take.head:
            output["head_seconds"] = _rounded(take.head)
        if len(takes) > 1:
            output["start_seconds"] = _rounded(at)
            output["end_seconds"] = _rounded(at + length)
        outputs.append(output)
        at += length
    return outputs


def ranged(told: Mapping[str, Json], path: Any, type_: str, facts: Mapping[str, Json]) -> Output:
    """One job's part of a file, by what `outputs_of` says and what was measured on the file."""
    facts = dict(facts)
    rate = Fraction(str(facts.get("rate", 0)))
    if "head_seconds" in told:
        facts["head_frames"] = round(Fraction(told["head_seconds"]) * rate)
    if "start_seconds" not in told:
        return Output(told["job"], path, type_, facts)
    start, end = (round(Fraction(told[f"{edge}_seconds"]) * rate) for edge in ("start", "end"))
    frames = int(facts["frames"])
    return Output(told["job"], path, type_, facts, (min(start, frames - 1), min(end, frames)))


def reference_names(names: Iterable[str], chars_max: int = 30) -> dict[str, str]:
    """A word for every image that any service can read: ASCII, each once, by the job's name.

    `portrait/li-wei/storm~k7` is `li_wei`; what has no letters of ASCII is `ref1`, `ref2`.
    """
    words: dict[str, str] = {}
    for name in names:
        id_ = id_of(name)
        plain = "".join(each if each.isascii() and each.isalnum() else "_" for each in id_)
        word = plain.strip("_")[:chars_max].rstrip("_") or f"ref{len(words) + 1}"
        if word in words.values():
            word = f"{word[: chars_max - 3]}_{len(words) + 1}"
        words[name] = word
    return words


def id_of(name: str) -> str:
    """The id of whom or what an input shows: `li-wei` of `portrait/li-wei/storm~k7f2q`."""
    return role(name).split("/")[1]


def kind_of(name: str) -> JobKind | None:
    """The kind of the job with that name."""
    try:
        return JobKind(name.partition("/")[0])
    except ValueError:
        return None


def nearest_aspect(model: Model, aspect: str) -> str:
    """The shape that the model makes which is nearest to a film's; the same where it has it."""
    if not model.aspects or aspect in model.aspects:
        return aspect
    return min(model.aspects, key=lambda each: abs(_ratio(each) / _ratio(aspect) - 1))


def refuse_prompt(model: Model, prompt: str) -> None:
    """Raise `ServiceError` (INVALID) for a prompt that is too long for the model."""
    most = model.limits.prompt_chars_max
    # Services differ in what a character is; units of UTF-16 are the most that any counts.
    count = len(prompt.encode("utf-16-le")) // 2
    if most and count > most:
        raise refused(f"`{model.name}` reads {most} characters, and its prompt has {count}")


def refuse_references(model: Model, images: Iterable[str]) -> None:
    """Raise `ServiceError` (INVALID) for more images than the model takes."""
    used = len(set(images))
    if used > model.limits.references_max:
        raise refused(
            f"`{model.name}` takes {model.limits.references_max} reference images, not {used}"
        )


def refused(message: str) -> ServiceError:
    """A refusal of the form of what is asked; the message is for the person."""
    return ServiceError(Trouble.INVALID, message)


def _take(job: Job) -> Take:
    brief, timing = job.brief, job.timing
    if not isinstance(brief, briefs.ClipBrief) or not isinstance(timing, timings.ClipTiming):
        raise refused(f"{job.name} has no length yet")
    rate = Fraction(brief.format.rate)
    frames = timing.head_frames + timing.body_frames + timing.tail_frames
    return Take(job, brief, frames / rate, timing.asked_seconds, timing.head_frames / rate)


def _legal(model: Model, seconds: Fraction) -> Fraction:
    if not legal_seconds(model.limits, float(seconds)):
        raise refused(f"`{model.name}` makes no clip of {float(seconds):g} s")
    return seconds


def _ratio(aspect: str) -> float:
    wide, _, high = aspect.partition(":")
    return float(wide) / float(high)


def _rounded(seconds: Fraction) -> float:
    return round(float(seconds), 6)
