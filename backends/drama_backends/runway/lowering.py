"""Jobs of clips and images come in; the call of Runway that makes them comes out.

words                   /v1/text_to_video
frames or references    /v1/image_to_video: Seedance calls references `image 1`, by their order
an image                /v1/text_to_image: a reference is `@tag`
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from drama_backends.services.adapter import Lowered, media
from drama_backends.services.calls import clip_call, still_call
from drama_backends.services.clips import inputs_of, outputs_of
from drama_backends.services.models import Model
from drama_compiler.contract import Cost, Job


def lower_clip(model: Model, batch: Sequence[Job], templates: Sequence[Path]) -> Lowered:
    """The call for one take."""
    texts = model.wire.get("text_aspects")
    if texts and not inputs_of(batch[0], model).first:
        model = replace(model, aspects=tuple(texts))
    template = model.wire.get("template", "")
    call = clip_call(model, batch, templates, _placed, template=template)
    images: list[dict[str, Any]] = [{"uri": media(each)} for each in call.inputs.images]
    for position, frame in (("first", call.inputs.first), ("last", call.inputs.last)):
        if frame:
            images.append({"uri": media(frame), "position": position})
    body: dict[str, Any] = {
        **model.wire["body"],
        "promptText": call.prompt,
        "ratio": model.wire["ratios"][call.aspect],
        "duration": int(call.seconds),
        **({} if call.seed is None else {"seed": call.seed}),
        **({"promptImage": images} if images else {}),
    }
    path = "/v1/image_to_video" if images else "/v1/text_to_video"
    return Lowered(
        {"path": path, "json": body},
        Cost(clip_seconds=call.seconds),
        outputs_of(call.takes, call.lengths),
        call.lost,
    )


def lower_still(model: Model, batch: Sequence[Job], templates: Sequence[Path]) -> Lowered:
    """The call for one image."""
    call = still_call(model, batch, templates, lambda place, name: f"@{_tag(place, name)}")
    tags = [_tag(place, call.names[image]) for place, image in enumerate(call.images, 1)]
    references = [
        {"uri": media(image), "tag": tag} for image, tag in zip(call.images, tags, strict=True)
    ]
    body: dict[str, Any] = {
        **model.wire["body"],
        "promptText": call.prompt,
        "ratio": model.wire["ratios"][call.aspect],
        **({} if call.seed is None else {"seed": call.seed}),
        **({"referenceImages": references} if references else {}),
    }
    outputs = [{"job": batch[0].name}]
    return Lowered({"path": "/v1/text_to_image", "json": body}, Cost(stills=1), outputs, call.lost)


def _placed(place: int, name: str) -> str:
    return f"image {place}"


def _tag(place: int, name: str) -> str:
    """3 to 16 letters, digits and `_`, a letter first; each once, for it ends in its place."""
    begun = name if name[0].isalpha() else f"r{name}"
    return f"{begun[:12]}_{place}"
