"""A batch of jobs comes in; the call that the service is asked to make comes out, as plain data.

Before: two briefs of one set-up. After: one call for a take that holds both, and which seconds of
it are whose. The same batch gives the same data; media stand in it by the names of their jobs.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from drama_backends.rehearsal.models import quantities
from drama_backends.services.adapter import Lowered, media
from drama_backends.services.clips import (
    Take,
    id_of,
    inputs_of,
    joined_prompt,
    outputs_of,
    refuse_prompt,
    refuse_references,
    refused,
    shot_lengths,
    take_lengths,
    takes_of,
)
from drama_backends.services.lips import lips_of, lowered
from drama_backends.services.models import Model
from drama_backends.services.prompts import avoided, render
from drama_backends.services.stills import STILLS, sound_seconds, still_of
from drama_compiler.contract import Job, JobKind, briefs

PREVIEW = "This is how I speak, and how I shall speak from now on."


def lower_batch(model: Model, batch: Sequence[Job], templates: Sequence[Path]) -> Lowered:
    """The call for jobs of one kind and model.

    Raises `ServiceError` (INVALID) where the model cannot do what is asked.
    """
    kind = batch[0].kind
    if kind is JobKind.CLIP:
        return _clips(model, batch, templates)
    if kind is JobKind.SYNC:
        return _lips(model, batch)
    if len(batch) > 1:
        raise refused(f"one call makes one {kind}")
    (job,) = batch
    if kind is JobKind.IDENTITY:
        return _identity(model, job)
    call = (_still if kind in STILLS else _sound)(model, job, templates)
    return Lowered(call, quantities(kind, call), [{"job": job.name}])


def _still(model: Model, job: Job, templates: Sequence[Path]) -> dict[str, Any]:
    still = still_of(job, model)
    return {
        "kind": str(job.kind),
        "model": model.name,
        "label": _label(job),
        "aspect": still.aspect,
        "prompt": _prompt(model, job, still.images, templates),
        "avoid": still.avoid,
        "references": _references(still.images),
        **({} if still.seed is None else {"seed": still.seed}),
    }


def _identity(model: Model, job: Job) -> Lowered:
    brief = job.brief
    if not isinstance(brief, briefs.IdentityBrief):
        raise refused(f"the brief of {job.name} is not that of a voice")
    refuse_prompt(model, brief.voice)
    call = {
        "kind": "identity",
        "model": model.name,
        "label": _label(job),
        "description": brief.voice,
        "text": PREVIEW,
    }
    return Lowered(call, quantities(JobKind.IDENTITY, call), [{"job": job.name}])


def _sound(model: Model, job: Job, templates: Sequence[Path]) -> dict[str, Any]:
    call: dict[str, Any] = {"kind": str(job.kind), "model": model.name, "label": _label(job)}
    prompt = _prompt(model, job, (), templates)
    if not isinstance(job.brief, briefs.VoiceBrief):
        return call | {"prompt": prompt, "seconds": sound_seconds(job, model)}
    voice = job.brief
    most = model.limits.prompt_chars_max
    if most and len(voice.text) > most:
        raise refused(f"`{model.name}` speaks {most} characters, not {len(voice.text)}")
    made = [name for name in job.inputs if name.startswith(f"{JobKind.IDENTITY}/")]
    return call | {
        **({"voice": media(made[0])} if made else {}),
        "text": voice.text,
        "language": voice.language,
        "speaker": voice.character,
        "direction": prompt,
    }


def _clips(model: Model, batch: Sequence[Job], templates: Sequence[Path]) -> Lowered:
    takes = takes_of(batch)
    arrayed = model.limits.shots_max > 1
    lengths = (shot_lengths if arrayed else take_lengths)(model, takes)
    shots = [_shot(model, take, templates) for take in takes]
    if arrayed:
        for shot, length in zip(shots, lengths, strict=True):
            shot["seconds"] = float(length)
    else:
        shots = [_joined(model, shots, lengths)]
    refuse_references(model, (each["media"]["media"] for s in shots for each in s["references"]))
    seeds = [take.brief.seed for take in takes if take.brief.seed is not None]
    call = {
        "kind": "clip",
        "model": model.name,
        "aspect": takes[0].brief.aspect,
        "shots": shots,
        **({"seed": seeds[0]} if seeds else {}),
    }
    return Lowered(call, quantities(JobKind.CLIP, call), outputs_of(takes, lengths))


def _lips(model: Model, batch: Sequence[Job]) -> Lowered:
    lips = lips_of(model, batch)
    call = {
        "kind": "sync",
        "model": model.name,
        "label": _label(batch[0]),
        "clip": media(lips.clip),
        "sound": media(lips.sound),
    }
    return lowered(model, lips, call)


def _shot(model: Model, take: Take, templates: Sequence[Path]) -> dict[str, Any]:
    inputs = inputs_of(take.job, model)
    ends = {"first": inputs.first, "last": inputs.last}
    return {
        "label": take.brief.shot,
        "prompt": _prompt(model, take.job, inputs.images, templates),
        "avoid": avoided(take.brief.style, take.brief.avoid),
        "references": _references(inputs.images),
        **{end: media(name) for end, name in ends.items() if name},
    }


def _joined(
    model: Model, shots: Sequence[dict[str, Any]], lengths: Sequence[Fraction]
) -> dict[str, Any]:
    """Several shots of one set-up as one long take."""
    seconds = float(sum(lengths, Fraction(0)))
    if len(shots) == 1:
        return shots[0] | {"seconds": seconds}
    prompt = joined_prompt([shot["prompt"] for shot in shots], lengths)
    refuse_prompt(model, prompt)
    references = {each["media"]["media"]: each for shot in shots for each in shot["references"]}
    return {
        "label": " ".join(shot["label"] for shot in shots),
        "prompt": prompt,
        "avoid": "; ".join(dict.fromkeys(shot["avoid"] for shot in shots if shot["avoid"])),
        "references": list(references.values()),
        **({"first": shots[0]["first"]} if "first" in shots[0] else {}),
        **({"last": shots[-1]["last"]} if "last" in shots[-1] else {}),
        "seconds": seconds,
    }


def _references(images: Sequence[str]) -> list[dict[str, Any]]:
    """Reference images by the name that the prompt calls them."""
    return [{"name": id_of(name), "media": media(name)} for name in images]


def _prompt(model: Model, job: Job, images: Sequence[str], templates: Sequence[Path]) -> str:
    bound = {id_of(name): f"@{id_of(name)}" for name in images}
    prompt = render(job, bound, templates)
    refuse_prompt(model, prompt)
    return prompt


def _label(job: Job) -> str:
    return job.origin or job.name.partition("~")[0].partition("/")[2]
