"""Jobs of images and clips come in; the call of Black Forest Labs that makes them comes out.

FLUX.2      width and height, and up to eight images in fields of their own
Kontext     a shape, and up to four
FLUX 3      a mode, and one or two key frames: the first, or the first and the last
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from drama_backends.services.adapter import Lowered, media
from drama_backends.services.calls import clip_call, still_call
from drama_backends.services.clips import outputs_of
from drama_backends.services.models import MICROS, Model, micros
from drama_backends.services.sizes import size_of
from drama_compiler.contract import Cost, Job

VIDEO = "/v1/flux-3-video"
MEGAPIXEL = 1024 * 1024
"""What is paid for as one; 1920 by 1080 are told as 1.98, and paid as two."""


def lower_still(model: Model, batch: Sequence[Job], templates: Sequence[Path]) -> Lowered:
    """The call for one image; a reference is `image 1` in its words, by its order."""
    call = still_call(model, batch, templates, _placed)
    body: dict[str, Any] = {"prompt": call.prompt, "output_format": "png"}
    if "megapixels" in model.wire:
        pixels = model.wire["megapixels"] * MEGAPIXEL
        body["width"], body["height"] = size_of(call.aspect, pixels)
    else:
        body["aspect_ratio"] = call.aspect
    if model.wire.get("rewrites"):
        body["prompt_upsampling"] = False
    if call.seed is not None:
        body["seed"] = call.seed
    for place, image in enumerate(call.images, 1):
        body["input_image" if place == 1 else f"input_image_{place}"] = media(image)
    outputs = [{"job": batch[0].name}]
    amount = _paid(model, len(call.images))
    return Lowered({"path": model.wire["path"], "json": body}, amount, outputs, call.lost)


def lower_clip(model: Model, batch: Sequence[Job], templates: Sequence[Path]) -> Lowered:
    """The call for one take."""
    call = clip_call(model, batch, templates, _placed)
    frames = [frame for frame in (call.inputs.first, call.inputs.last) if frame]
    body: dict[str, Any] = {
        "mode": "i2v" if frames else "t2v",
        "prompt": call.prompt,
        "duration": round(call.seconds),
        "resolution": model.wire["resolution"],
        "aspect_ratio": call.aspect,
        "generate_audio": False,
    }
    if frames:
        body["keyframes"] = [media(frame) for frame in frames]
    if model.wire.get("draft"):
        body["draft"] = True
    return Lowered(
        {"path": VIDEO, "json": body},
        Cost(clip_seconds=call.seconds),
        outputs_of(call.takes, call.lengths),
        call.lost,
    )


def _paid(model: Model, images: int) -> Cost:
    """What the image costs: where it is paid by the megapixel, with what it is given.

    How parts of a megapixel of several inputs are rounded is not said: from nothing to one each.
    """
    if "usd" not in model.wire:
        return Cost(stills=1)
    least, most = model.wire["usd"], model.wire.get("usd_max", model.wire["usd"])
    more = model.wire["megapixels"] - 1
    return Cost(
        stills=1,
        usd_min=micros(least[0] + least[1] * more, 1) / MICROS,
        usd_max=micros(most[0] + most[1] * (more + images), 1) / MICROS,
    )


def _placed(place: int, name: str) -> str:
    return f"image {place}"
