"""Jobs of clips and images come in; the call of Kling that makes them comes out.

v3-omni           /v1/videos/omni-video: references and frames in one list of images
v3, v2-6          /v1/videos/image2video with frames, /v1/videos/text2video without
several shots     `multi_prompt`, each with its own prompt and whole seconds
an image          /v1/images/omni-image
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from drama_backends.services.adapter import Lowered, media
from drama_backends.services.calls import ClipCall, clip_call, still_call
from drama_backends.services.camera import camera_commands
from drama_backends.services.clips import outputs_of, refused
from drama_backends.services.models import Model
from drama_compiler.contract import Cost, Job

IMAGES_MAX = 7
"""Frames and references of one call together."""
SHOT_CHARS_MAX = 512


def lower_clips(model: Model, batch: Sequence[Job], templates: Sequence[Path]) -> Lowered:
    """The call for one shot, or for as many as an array holds."""
    arrayed = len(batch) > 1 and model.limits.shots_max > 1
    template = "shot.j2" if arrayed else ""
    call = clip_call(model, batch, templates, _mark, room=IMAGES_MAX, template=template)
    wire = dict(model.wire)
    path = wire.pop("path", "")
    body: dict[str, Any] = wire | {"duration": f"{call.seconds:g}"}
    body |= _shots(model, call) if arrayed else {"prompt": call.prompt}
    body |= _camera(model, call)
    if call.avoid:
        body["negative_prompt"] = call.avoid
    if not call.inputs.first:
        body["aspect_ratio"] = call.aspect
    if path:
        body |= _listed(call)
    elif call.inputs.first:
        path = "/v1/videos/image2video"
        body["image"] = media(call.inputs.first)
        if call.inputs.last:
            body["image_tail"] = media(call.inputs.last)
    else:
        path = "/v1/videos/text2video"
    return Lowered(
        {"path": path, "json": body},
        Cost(clip_seconds=call.seconds),
        outputs_of(call.takes, call.lengths),
        call.lost,
    )


def lower_still(model: Model, batch: Sequence[Job], templates: Sequence[Path]) -> Lowered:
    """The call for one image."""
    call = still_call(model, batch, templates, _mark)
    wire = dict(model.wire)
    path = wire.pop("path")
    body: dict[str, Any] = wire | {"prompt": call.prompt, "aspect_ratio": call.aspect, "n": 1}
    if call.images:
        body["image_list"] = [{"image": media(image)} for image in call.images]
    outputs = [{"job": batch[0].name}]
    return Lowered({"path": path, "json": body}, Cost(stills=1), outputs, call.lost)


def _shots(model: Model, call: ClipCall) -> dict[str, Any]:
    """Several shots, each with its prompt; their lengths add up to that of the call."""
    longest = max(map(len, call.prompts))
    if longest > SHOT_CHARS_MAX:
        raise refused(
            f"`{model.name}` reads {SHOT_CHARS_MAX} characters a shot, and one has {longest}"
        )
    shots = [
        {"index": index, "prompt": prompt, "duration": f"{float(seconds):g}"}
        for index, (prompt, seconds) in enumerate(zip(call.prompts, call.lengths, strict=True), 1)
    ]
    return {"multi_shot": True, "shot_type": "customize", "multi_prompt": shots}


def _camera(model: Model, call: ClipCall) -> dict[str, Any]:
    """The field for a camera that moves along one axis, beside the words for it."""
    moves = call.takes[0].brief.moves
    commands, _ = camera_commands(moves, model.commands)
    if model.camera != "field" or len(call.takes) > 1 or not len(moves) == len(commands) == 1:
        return {}
    axis, _, amount = commands[0].partition(" ")
    return {"camera_control": {"type": "simple", "config": {axis: int(amount)}}}


def _listed(call: ClipCall) -> dict[str, Any]:
    """The images of a call: references first, so that the prompt counts them from 1."""
    images: list[dict[str, Any]] = [{"image_url": media(each)} for each in call.inputs.images]
    for type_, frame in (("first_frame", call.inputs.first), ("end_frame", call.inputs.last)):
        if frame:
            images.append({"image_url": media(frame), "type": type_})
    return {"image_list": images} if images else {}


def _mark(place: int, name: str) -> str:
    return f"<<<image_{place}>>>"
