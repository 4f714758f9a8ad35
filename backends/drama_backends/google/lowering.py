"""Jobs of clips and images come in; the call of Google that makes them comes out.

a clip      /v1beta/interactions: images, then words; a task by what the images are
an image    /v1beta/models/{model}:generateContent: images, then words
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from drama_backends.services.adapter import Lowered, media
from drama_backends.services.calls import clip_call, still_call
from drama_backends.services.clips import outputs_of
from drama_backends.services.models import Model
from drama_compiler.contract import Cost, Job

INTERACTIONS = "/v1beta/interactions"


def lower_clip(model: Model, batch: Sequence[Job], templates: Sequence[Path]) -> Lowered:
    """The call for one take; a reference is `<IMAGE_REF_0>` in its words, counted from 0."""
    call = clip_call(model, batch, templates, lambda place, name: f"<IMAGE_REF_{place - 1}>")
    images = (call.inputs.first,) if call.inputs.first else call.inputs.images
    by_images = "image_to_video" if call.inputs.first else "reference_to_video"
    task = by_images if images else "text_to_video"
    body = {
        "model": model.wire["model"],
        "input": [*map(media, images), {"type": "text", "text": call.prompt}],
        "background": True,
        "store": True,
        "response_format": {
            "type": "video",
            "aspect_ratio": call.aspect,
            "duration": f"{call.seconds:g}s",
            "resolution": model.wire["resolution"],
            "delivery": "uri",
        },
        "generation_config": {"video_config": {"task": task}},
    }
    return Lowered(
        {"path": INTERACTIONS, "json": body},
        Cost(clip_seconds=call.seconds),
        outputs_of(call.takes, call.lengths),
        call.lost,
    )


def lower_still(model: Model, batch: Sequence[Job], templates: Sequence[Path]) -> Lowered:
    """The call for one image; a reference is `image 1` in its words, by its order."""
    call = still_call(model, batch, templates, lambda place, name: f"image {place}")
    parts: list[dict[str, Any]] = [{"inlineData": media(image)} for image in call.images]
    body = {
        "contents": [{"role": "user", "parts": [*parts, {"text": call.prompt}]}],
        "generationConfig": {
            "responseModalities": ["IMAGE"],
            "imageConfig": {"aspectRatio": call.aspect, "imageSize": model.wire["size"]},
        },
    }
    path = f"/v1beta/models/{model.wire['model']}:generateContent"
    outputs = [{"job": batch[0].name}]
    return Lowered({"path": path, "json": body}, Cost(stills=1), outputs, call.lost)
