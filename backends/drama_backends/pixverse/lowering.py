"""Jobs of clips come in; the call of PixVerse that makes them comes out, by what they are made of.

    another clip        /video/extend/generate
    two frames          /video/transition/generate
    a first frame       /video/img/generate
    references          /video/fusion/generate, each bound by its name: `@li_wei`
    words               /video/text/generate

Only one of them can be asked for at once; what the others would have said is told in words, and
reported as lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from drama_backends.services.adapter import Lowered, media
from drama_backends.services.clips import (
    Inputs,
    id_of,
    inputs_of,
    joined_prompt,
    kind_of,
    nearest_aspect,
    outputs_of,
    reference_names,
    refuse_prompt,
    refused,
    take_lengths,
    takes_of,
)
from drama_backends.services.lips import lips_of, lowered
from drama_backends.services.models import Model
from drama_backends.services.prompts import avoided, render
from drama_compiler.contract import Cost, Job, JobKind

GENERATE = "/openapi/v2/video/{}/generate"
NAME_CHARS_MAX = 30


def lower_clip(model: Model, batch: Sequence[Job], templates: Sequence[Path]) -> Lowered:
    """The call for one shot, or for several of one set-up in one take."""
    takes = takes_of(batch)
    lengths = take_lengths(model, takes)
    of = [inputs_of(job, model) for job in batch]
    inputs = _together(of, model)
    mode = _mode(inputs)
    names = reference_names(inputs.images, NAME_CHARS_MAX) if mode == "fusion" else {}
    at = {id_of(image): f"@{name}" for image, name in names.items()}
    prompts = []
    for job, take, its in zip(batch, takes, of, strict=True):
        own = {id_of(image): at[id_of(image)] for image in its.images if id_of(image) in at}
        avoid = avoided(take.brief.style, take.brief.avoid)
        prompts.append(render(job, own, templates, avoid=avoid))
    prompt = joined_prompt(prompts, lengths)
    refuse_prompt(model, prompt)
    seconds = int(sum(lengths))
    body: dict[str, Any] = {**model.wire, "prompt": prompt, "duration": seconds}
    lost = _lost(mode, inputs)
    match mode:
        case "extend":
            body["video_media_id"] = media(inputs.before)
        case "transition":
            body |= {"first_frame_img": media(inputs.first), "last_frame_img": media(inputs.last)}
        case "img":
            body["img_id"] = media(inputs.first)
        case "fusion":
            body["image_references"] = [_reference(image, names[image]) for image in names]
    if mode in ("text", "fusion"):
        body["aspect_ratio"] = nearest_aspect(model, takes[0].brief.aspect)
        if body["aspect_ratio"] != takes[0].brief.aspect:
            lost = (*lost, f"to make {takes[0].brief.aspect}: {body['aspect_ratio']} is nearest")
    seeds = [take.brief.seed for take in takes if take.brief.seed is not None]
    if seeds:
        body["seed"] = seeds[0] % 2**31
    call = {"path": GENERATE.format(mode), "json": body}
    return Lowered(call, Cost(clip_seconds=seconds), outputs_of(takes, lengths), lost)


def lower_lips(model: Model, batch: Sequence[Job]) -> Lowered:
    """The call that moves the lips of a clip to a voice; it reads nothing else."""
    lips = lips_of(model, batch)
    call = {
        "path": GENERATE.format("lip_sync"),
        "json": {"video_media_id": media(lips.clip), "audio_media_id": media(lips.sound)},
    }
    return lowered(model, lips, call)


def _together(of: Sequence[Inputs], model: Model) -> Inputs:
    """What one take for several shots is made of: it begins as the first, ends as the last."""
    images = tuple(dict.fromkeys(image for each in of for image in each.images))
    if len(images) > model.limits.references_max:
        most = model.limits.references_max
        raise refused(f"`{model.name}` takes {most} reference images, not {len(images)}")
    return Inputs(of[0].first, of[-1].last, of[0].before, (), images)


def _mode(inputs: Inputs) -> str:
    if inputs.before:
        return "extend"
    if inputs.first and inputs.last:
        return "transition"
    if inputs.first:
        return "img"
    return "fusion" if inputs.images else "text"


def _lost(mode: str, inputs: Inputs) -> tuple[str, ...]:
    """What a mode has no field for; of the frames that it has, references are part already."""
    lost = []
    if inputs.last and mode != "transition":
        lost.append("on which frame the clip ends, unless it begins on one too")
    if inputs.images and mode == "extend":
        lost.append("by images who is seen, where a clip goes on from another: words have to do")
    return tuple(lost)


def _reference(image: str, name: str) -> Mapping[str, Any]:
    type_ = "background" if kind_of(image) is JobKind.PLATE else "subject"
    return {"type": type_, "img_id": media(image), "ref_name": name}
