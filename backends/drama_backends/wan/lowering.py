"""Jobs of clips and images come in; the call of Model Studio that makes them comes out.

a clip      /services/aigc/video-generation/video-synthesis: words, and media by their types
an image    /services/aigc/multimodal-generation/generation: one message of images and words
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from drama_backends.services.adapter import Lowered, media
from drama_backends.services.calls import ClipCall, clip_call, still_call
from drama_backends.services.clips import outputs_of, refused
from drama_backends.services.models import Model
from drama_compiler.contract import Cost, Job

TASKS = "/services/aigc/video-generation/video-synthesis"
IMAGES = "/services/aigc/multimodal-generation/generation"
SIZES: Mapping[str, str] = {
    "1:1": "1536*1536",
    "16:9": "2048*1152",
    "9:16": "1152*2048",
    "4:3": "1728*1296",
    "3:4": "1296*1728",
    "3:2": "1872*1248",
    "2:3": "1248*1872",
    "21:9": "2352*1008",
}
"""Two megapixels and a half at most, well within what 2K allows: an image costs what it costs."""
NEGATIVE_CHARS_MAX = 500


def lower_clip(model: Model, batch: Sequence[Job], templates: Sequence[Path]) -> Lowered:
    """The call for one take; a clip of frames has their shape."""
    call = clip_call(model, batch, templates, _placed)
    if len(call.avoid) > NEGATIVE_CHARS_MAX:
        raise refused(
            f"`{model.name}` avoids {NEGATIVE_CHARS_MAX} characters, not {len(call.avoid)}"
        )
    framed = bool(call.inputs.first)
    pictures = _media(call)
    body: dict[str, Any] = {
        "model": (framed and model.wire.get("framed")) or model.wire["model"],
        "input": {
            "prompt": call.prompt,
            **({"negative_prompt": call.avoid} if call.avoid else {}),
            **({"media": pictures} if pictures else {}),
        },
        "parameters": {
            **model.wire["parameters"],
            **({} if framed else {"ratio": call.aspect}),
            "duration": int(call.seconds),
            "prompt_extend": False,
            "watermark": False,
            **({} if call.seed is None else {"seed": call.seed}),
        },
    }
    amount, outputs = Cost(clip_seconds=call.seconds), outputs_of(call.takes, call.lengths)
    return Lowered({"path": TASKS, "json": body}, amount, outputs, call.lost_if_framed)


def lower_still(model: Model, batch: Sequence[Job], templates: Sequence[Path]) -> Lowered:
    """The call for one image."""
    call = still_call(model, batch, templates, _placed)
    content: list[dict[str, Any]] = [{"image": media(image)} for image in call.images]
    body = {
        "model": model.wire["model"],
        "input": {"messages": [{"role": "user", "content": [*content, {"text": call.prompt}]}]},
        "parameters": {
            "size": SIZES[call.aspect],
            "n": 1,
            "watermark": False,
            **({} if call.seed is None else {"seed": call.seed}),
        },
    }
    outputs = [{"job": batch[0].name}]
    return Lowered({"path": IMAGES, "json": body}, Cost(stills=1), outputs, call.lost)


def _media(call: ClipCall) -> list[dict[str, Any]]:
    frames = (("first_frame", call.inputs.first), ("last_frame", call.inputs.last))
    types = [("reference_image", image) for image in call.inputs.images]
    types += [(type_, frame) for type_, frame in frames if frame]
    return [{"type": type_, "url": media(image)} for type_, image in types]


def _placed(place: int, name: str) -> str:
    return f"Image {place}"
