"""Jobs of clips come in; the call of MiniMax that makes them comes out.

Hailuo    /v1/video_generation: fields; the camera in brackets; the prompt is left as it is
H3        /v2/video_generation: a list of words and images, each with its role
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from drama_backends.services.adapter import Lowered, media
from drama_backends.services.calls import ClipCall, clip_call
from drama_backends.services.clips import outputs_of
from drama_backends.services.models import Model
from drama_compiler.contract import Cost, Job

FIELDS = "/v1/video_generation"
CONTENT = "/v2/video_generation"


def lower_clip(model: Model, batch: Sequence[Job], templates: Sequence[Path]) -> Lowered:
    """The call for one take."""
    call = clip_call(model, batch, templates, lambda place, name: f"image {place}")
    by_content = model.wire["model"] == "MiniMax-H3"
    body = {**model.wire, "duration": int(call.seconds)}
    body |= _content(call) if by_content else _fields(call)
    return Lowered(
        {"path": CONTENT if by_content else FIELDS, "json": body},
        Cost(clip_seconds=call.seconds),
        outputs_of(call.takes, call.lengths),
        call.lost_if_framed,
    )


def _fields(call: ClipCall) -> dict[str, Any]:
    frames = {"first_frame_image": call.inputs.first, "last_frame_image": call.inputs.last}
    return {
        "prompt": call.prompt,
        "prompt_optimizer": False,
        **{name: media(frame) for name, frame in frames.items() if frame},
    }


def _content(call: ClipCall) -> dict[str, Any]:
    roles = [("reference_image", image) for image in call.inputs.images]
    frames = (("first_frame", call.inputs.first), ("last_frame", call.inputs.last))
    roles += [(role, frame) for role, frame in frames if frame]
    content: list[dict[str, Any]] = [{"type": "text", "text": call.prompt}]
    content += [
        {"type": "image_url", "role": role, "image_url": {"url": media(image)}}
        for role, image in roles
    ]
    return {
        "content": content,
        **({} if call.inputs.first else {"ratio": call.aspect}),
        **({} if call.seed is None else {"seed": call.seed}),
    }
