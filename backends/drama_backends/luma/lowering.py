"""Jobs of clips and images come in; the call of Luma that makes them comes out.

Both go to /generations. A clip of 5 s begins and ends on frames; one of 10 s may not, and is given
the same frames as key frames on a grid of 24 a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from drama_backends.services.adapter import Lowered, media
from drama_backends.services.calls import clip_call, still_call
from drama_backends.services.clips import Inputs, outputs_of
from drama_backends.services.models import Model
from drama_compiler.contract import Cost, Job

PATH = "/generations"
GRID_RATE = 24
FRAMED_SECONDS = 5


def lower_clip(model: Model, batch: Sequence[Job], templates: Sequence[Path]) -> Lowered:
    """The call for one take."""
    call = clip_call(model, batch, templates, _placed)
    seconds = int(call.seconds)
    body = {
        "model": "ray-3.2",
        "type": "video",
        "prompt": call.prompt,
        "aspect_ratio": call.aspect,
        "video": {**model.wire, "duration": f"{seconds}s", **_frames(call.inputs, seconds)},
    }
    return Lowered(
        {"path": PATH, "json": body},
        Cost(clip_seconds=call.seconds),
        outputs_of(call.takes, call.lengths),
        call.lost,
    )


def lower_still(model: Model, batch: Sequence[Job], templates: Sequence[Path]) -> Lowered:
    """The call for one image."""
    call = still_call(model, batch, templates, _placed)
    body: dict[str, Any] = {
        **model.wire,
        "type": "image",
        "prompt": call.prompt,
        "aspect_ratio": call.aspect,
        "output_format": "png",
    }
    if call.images:
        body["image_ref"] = [media(image) for image in call.images]
    outputs = [{"job": batch[0].name}]
    return Lowered({"path": PATH, "json": body}, Cost(stills=1), outputs, call.lost)


def _frames(inputs: Inputs, seconds: int) -> dict[str, Any]:
    given = {"start_frame": inputs.first, "end_frame": inputs.last}
    if seconds == FRAMED_SECONDS:
        return {name: media(frame) for name, frame in given.items() if frame}
    frames = [frame for frame in given.values() if frame]
    indexes = [0, seconds * GRID_RATE][: len(frames)]
    keys = {"keyframes": [media(frame) for frame in frames], "keyframe_indexes": indexes}
    return keys if frames else {}


def _placed(place: int, name: str) -> str:
    return f"image {place}"
