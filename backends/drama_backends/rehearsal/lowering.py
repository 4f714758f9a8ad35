"""A batch of jobs comes in; the call that the service is asked to make comes out, as plain data.

Before: two briefs of one set-up. After: one call for a take that holds both, and which frames of
it are whose. The same batch gives the same data; media stand in it by the names of their jobs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any, cast

from drama_backends.rehearsal.models import (
    STILLS,
    Model,
    legal_seconds,
    model_for,
    snapped_seconds,
)
from drama_backends.rehearsal.prompts import render
from drama_compiler.contract import Job, JobKind, ServiceError, Trouble, briefs, timings

TAKES: Mapping[JobKind, frozenset[JobKind]] = {
    JobKind.FRAME: frozenset({JobKind.PORTRAIT, JobKind.PLATE, JobKind.OBJECT}),
    JobKind.CLIP: frozenset({JobKind.PORTRAIT, JobKind.PLATE, JobKind.OBJECT, JobKind.FRAME}),
}
"""What each kind can be made of; other inputs of a job are not part of the call."""

EFFECT_SECONDS = 3.0
"""How long a sound that happens once is asked to be: no brief says."""


def lower_batch(batch: Sequence[Job]) -> dict[str, Any]:
    """The body of the request: `call` is what is sent, `outputs` says what of it is whose.

    Raises `ServiceError` (INVALID) where the model cannot do what is asked.
    """
    kind = batch[0].kind
    model = chosen(batch[0])
    if any((job.kind, job.model) != (kind, batch[0].model) for job in batch):
        raise _refused("one call is of one kind and one model")
    if kind is JobKind.CLIP:
        return _clips(model, batch)
    if len(batch) > 1:
        raise _refused(f"one call makes one {kind}")
    (job,) = batch
    call = _still(model, job) if kind in STILLS else _sound(model, job)
    return {"call": call, "outputs": [{"job": job.name}]}


def chosen(job: Job) -> Model:
    """The model that a job is routed to; raises `ServiceError` (INVALID) where there is none."""
    model = model_for(job.kind, job.model)
    if model is None:
        raise _refused(f"the service has no model `{job.model}` for a {job.kind}")
    return model


def used_inputs(batch: Iterable[Job]) -> tuple[str, ...]:
    """The inputs of the jobs that the call is made of, each once."""
    used = (
        name
        for job in batch
        for name in job.inputs
        if _kind(name) in TAKES.get(job.kind, frozenset())
    )
    return tuple(dict.fromkeys(used))


def _still(model: Model, job: Job) -> dict[str, Any]:
    references = _references(used_inputs([job]))
    _refuse_references(model, references)
    seed, avoid = None, ""
    match job.brief:
        case briefs.FrameBrief(of=shot):
            aspect, seed, avoid = shot.aspect, shot.seed, _avoid(shot.style, shot.avoid)
        case briefs.PlateBrief(aspect=aspect, style=style):
            avoid = _avoid(style)
        case briefs.PortraitBrief(style=style) | briefs.ObjectBrief(style=style):
            aspect, avoid = "1:1", _avoid(style)
        case _:
            raise _refused(f"the brief of {job.name} is not that of a {job.kind}")
    return {
        "kind": str(job.kind),
        "model": model.name,
        "label": _label(job),
        "aspect": aspect,
        "prompt": _prompt(model, job, references),
        "avoid": avoid,
        "references": references,
        **({} if seed is None else {"seed": seed}),
    }


def _sound(model: Model, job: Job) -> dict[str, Any]:
    call: dict[str, Any] = {"kind": str(job.kind), "model": model.name, "label": _label(job)}
    match job.brief:
        case briefs.VoiceBrief() as voice:
            most = model.limits.prompt_chars_max
            if most and len(voice.text) > most:
                raise _refused(f"`{model.name}` speaks {most} characters, not {len(voice.text)}")
            return call | {
                "text": voice.text,
                "language": voice.language,
                "speaker": voice.character,
                "direction": _prompt(model, job, []),
            }
        case briefs.EffectBrief():
            seconds = EFFECT_SECONDS
        case _:
            # One that is too long is cut by whoever mixes it.
            seconds = max(_sound_seconds(job), model.limits.seconds_min)
    if not legal_seconds(model.limits, seconds):
        raise _refused(f"`{model.name}` makes no sound of {seconds:g} s")
    return call | {"prompt": _prompt(model, job, []), "seconds": seconds}


def _sound_seconds(job: Job) -> float:
    timing = job.timing
    if not isinstance(timing, timings.CueTiming | timings.SoundTiming):
        raise _refused(f"{job.name} has no length yet")
    # Up to a whole millisecond: a service counts no further.
    return ceil(round(timing.seconds * 1000, 3)) / 1000


@dataclass(frozen=True, slots=True)
class _Take:
    """A job in a call: how long it needs to be, how long it is asked to be, its head handle."""

    job: Job
    brief: briefs.ClipBrief
    needed: Fraction
    asked: float | None
    head: Fraction


def _clips(model: Model, batch: Sequence[Job]) -> dict[str, Any]:
    takes = [_take(job) for job in batch]
    if len({take.brief.aspect for take in takes}) > 1:
        raise _refused("the clips of one call have one shape")
    arrayed = model.limits.shots_max > 1
    if arrayed and len(takes) > model.limits.shots_max:
        raise _refused(f"`{model.name}` takes {model.limits.shots_max} shots, not {len(takes)}")
    lengths = _shot_lengths(model, takes) if arrayed else _take_lengths(model, takes)
    shots = [_shot(model, take) for take in takes]
    if arrayed:
        for shot, length in zip(shots, lengths, strict=True):
            shot["seconds"] = float(length)
    else:
        shots = [_joined(model, shots, lengths)]
    used = [each for shot in shots for each in shot["references"]]
    _refuse_references(model, used)
    seeds = [take.brief.seed for take in takes if take.brief.seed is not None]
    call = {
        "kind": "clip",
        "model": model.name,
        "aspect": takes[0].brief.aspect,
        "shots": shots,
        **({"seed": seeds[0]} if seeds else {}),
    }
    return {"call": call, "outputs": _outputs(model, takes, lengths)}


def _take(job: Job) -> _Take:
    brief, timing = job.brief, job.timing
    if not isinstance(brief, briefs.ClipBrief) or not isinstance(timing, timings.ClipTiming):
        raise _refused(f"{job.name} has no length yet")
    rate = brief.format.rate
    frames = timing.head_frames + timing.body_frames + timing.tail_frames
    return _Take(
        job, brief, frames / rate, timing.asked_seconds, timing.head_frames / Fraction(rate)
    )


def _shot_lengths(model: Model, takes: Sequence[_Take]) -> list[Fraction]:
    """The length of every shot of an array: whole steps, and a legal length together."""
    step = Fraction(model.limits.seconds_step or 1).limit_denominator(1000)
    lengths = []
    for take in takes:
        asked = take.needed if take.asked is None else Fraction(take.asked).limit_denominator(1000)
        if take.asked is not None and asked % step:
            raise _refused(f"`{model.name}` makes no shot of {take.asked:g} s")
        lengths.append(max(step, ceil(asked / step) * step))
    if all(take.asked is None for take in takes):
        lengths[-1] += max(Fraction(0), Fraction(model.limits.seconds_min) - sum(lengths))
    _legal(model, sum(lengths, Fraction(0)))
    return lengths


def _take_lengths(model: Model, takes: Sequence[_Take]) -> list[Fraction]:
    """How the length of one take is shared: each has what it needs, the last has the rest."""
    asked = [take.asked for take in takes]
    if None not in asked:
        total = _legal(model, Fraction(sum(cast("list[float]", asked))).limit_denominator(1000))
        lengths = [Fraction(each).limit_denominator(1000) for each in cast("list[float]", asked)]
    else:
        needed = sum((take.needed for take in takes), Fraction(0))
        snapped = snapped_seconds(model.limits, needed)
        if snapped is None:
            raise _refused(f"`{model.name}` makes no take of {float(needed):g} s or more")
        total = Fraction(snapped).limit_denominator(1000)
        lengths = [take.needed for take in takes]
    lengths[-1] = total - sum(lengths[:-1], Fraction(0))
    return lengths


def _legal(model: Model, seconds: Fraction) -> Fraction:
    if not legal_seconds(model.limits, float(seconds)):
        raise _refused(f"`{model.name}` makes no clip of {float(seconds):g} s")
    return seconds


def _shot(model: Model, take: _Take) -> dict[str, Any]:
    inputs = used_inputs([take.job])
    frames = _ends(take.brief.shot, [name for name in inputs if _kind(name) is JobKind.FRAME])
    if "last" in frames and not model.limits.last_frame:
        raise _refused(f"`{model.name}` cannot be told where a clip ends")
    references = _references(name for name in inputs if _kind(name) is not JobKind.FRAME)
    return {
        "label": take.brief.shot,
        "prompt": _prompt(model, take.job, references),
        "avoid": _avoid(take.brief.style, take.brief.avoid),
        "references": references,
        **frames,
    }


def _joined(
    model: Model, shots: Sequence[dict[str, Any]], lengths: Sequence[Fraction]
) -> dict[str, Any]:
    """Several shots of one set-up as one long take, told what happens from which second on."""
    seconds = float(sum(lengths, Fraction(0)))
    if len(shots) == 1:
        return shots[0] | {"seconds": seconds}
    told, at = ["One continuous take, without a cut."], Fraction(0)
    for shot, length in zip(shots, lengths, strict=True):
        told.append(f"From {float(at):.2f} s:\n{shot['prompt']}")
        at += length
    prompt = "\n".join(told)
    _refuse_prompt(model, prompt)
    references = {each["media"]: each for shot in shots for each in shot["references"]}
    return {
        "label": " ".join(shot["label"] for shot in shots),
        "prompt": prompt,
        "avoid": "; ".join(dict.fromkeys(shot["avoid"] for shot in shots if shot["avoid"])),
        "references": list(references.values()),
        **({"first": shots[0]["first"]} if "first" in shots[0] else {}),
        **({"last": shots[-1]["last"]} if "last" in shots[-1] else {}),
        "seconds": seconds,
    }


def _outputs(
    model: Model, takes: Sequence[_Take], lengths: Sequence[Fraction]
) -> list[dict[str, Any]]:
    """Whose the frames are, in the model's own; one job alone has them all."""
    outputs: list[dict[str, Any]] = []
    at = Fraction(0)
    for take, length in zip(takes, lengths, strict=True):
        output: dict[str, Any] = {"job": take.job.name}
        if take.head:
            output["head_frames"] = round(take.head * model.rate)
        if len(takes) > 1:
            output["start_frame"] = round(at * model.rate)
            output["end_frame"] = round((at + length) * model.rate)
        outputs.append(output)
        at += length
    return outputs


def _ends(shot: str, frames: Iterable[str]) -> dict[str, str]:
    """Which frame a clip begins on and which it ends on.

    A frame of a neighbour is shared with it: its last is our first, its first is our last.
    """
    ends: dict[str, str] = {}
    for name in frames:
        _, owner, which = name.partition("~")[0].split("/")[:3]
        own = owner == shot
        end = which if own else {"first": "last", "last": "first"}[which]
        ends.setdefault(end, name)
    return ends


def _references(names: Iterable[str]) -> list[dict[str, str]]:
    """Reference images by the name that the prompt calls them."""
    return [{"name": name.partition("~")[0].split("/")[1], "media": name} for name in names]


def _prompt(model: Model, job: Job, references: Sequence[Mapping[str, str]]) -> str:
    bound = {each["name"]: f"@{each['name']}" for each in references}
    prompt = render(job, bound)
    _refuse_prompt(model, prompt)
    return prompt


def _refuse_prompt(model: Model, prompt: str) -> None:
    most = model.limits.prompt_chars_max
    if most and len(prompt) > most:
        raise _refused(f"`{model.name}` reads {most} characters, and its prompt has {len(prompt)}")


def _refuse_references(model: Model, references: Sequence[Mapping[str, str]]) -> None:
    used = len({each["media"] for each in references})
    if used > model.limits.references_max:
        raise _refused(
            f"`{model.name}` takes {model.limits.references_max} reference images, not {used}"
        )


def _avoid(style: briefs.StyleBrief, avoid: str = "") -> str:
    return "; ".join(part for part in (style.avoid, avoid) if part)


def _label(job: Job) -> str:
    return job.origin or job.name.partition("~")[0].partition("/")[2]


def _kind(name: str) -> JobKind | None:
    try:
        return JobKind(name.partition("/")[0])
    except ValueError:
        return None


def _refused(message: str) -> ServiceError:
    return ServiceError(Trouble.INVALID, message)
