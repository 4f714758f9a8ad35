"""Jobs of clips and images come in; the call of Ark that makes them comes out.

a clip      /contents/generations/tasks: a list of words and images, each with its role
an image    /images/generations: words, and images in their order
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from drama_backends.services.adapter import Lowered, media
from drama_backends.services.calls import ClipCall, clip_call, still_call
from drama_backends.services.camera import camera_commands
from drama_backends.services.clips import outputs_of
from drama_backends.services.models import Model
from drama_compiler.contract import Cost, Job

TASKS = "/contents/generations/tasks"
IMAGES = "/images/generations"
SIZES: Mapping[str, str] = {
    "1:1": "2048x2048",
    "4:3": "2304x1728",
    "3:4": "1728x2304",
    "16:9": "2560x1440",
    "9:16": "1440x2560",
    "3:2": "2496x1664",
    "2:3": "1664x2496",
    "21:9": "3024x1296",
}
"""What 2K is in each shape."""


def lower_clip(model: Model, batch: Sequence[Job], templates: Sequence[Path]) -> Lowered:
    """The call for one take."""
    call = clip_call(model, batch, templates, _placed)
    framed = bool(call.inputs.first)
    body: dict[str, Any] = {
        **model.wire,
        "content": _content(call),
        "duration": int(call.seconds),
        "generate_audio": False,
        "watermark": False,
        **({} if framed else {"ratio": call.aspect}),
        **({} if call.seed is None else {"seed": call.seed}),
        **({"camera_fixed": True} if _is_still(model, call) else {}),
    }
    amount, outputs = Cost(clip_seconds=call.seconds), outputs_of(call.takes, call.lengths)
    return Lowered({"path": TASKS, "json": body}, amount, outputs, call.lost_if_framed)


def lower_still(model: Model, batch: Sequence[Job], templates: Sequence[Path]) -> Lowered:
    """The call for one image."""
    call = still_call(model, batch, templates, _placed)
    body: dict[str, Any] = {
        **model.wire,
        "prompt": call.prompt,
        "size": SIZES[call.aspect],
        "response_format": "url",
        "watermark": False,
    }
    if call.images:
        body["image"] = [media(image) for image in call.images]
    outputs = [{"job": batch[0].name}]
    return Lowered({"path": IMAGES, "json": body}, Cost(stills=1), outputs, call.lost)


def _content(call: ClipCall) -> list[dict[str, Any]]:
    frames = (("first_frame", call.inputs.first), ("last_frame", call.inputs.last))
    roles = [("reference_image", image) for image in call.inputs.images]
    roles += [(role, frame) for role, frame in frames if frame]
    images = [
        {"type": "image_url", "image_url": {"url": media(image)}, "role": role}
        for role, image in roles
    ]
    return [{"type": "text", "text": call.prompt}, *images]


def _is_still(model: Model, call: ClipCall) -> bool:
    """Whether the camera stands still in every shot, and there is a field for that."""
    told = [camera_commands(take.brief.moves, model.commands) for take in call.takes]
    return all(commands and not rest for commands, rest in told)


def _placed(place: int, name: str) -> str:
    return f"image {place}"
