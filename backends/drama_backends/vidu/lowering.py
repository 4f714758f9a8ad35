"""Jobs of clips come in; the call of Vidu that makes them comes out, by what they are made of.

two frames      /start-end2video
a first frame   /img2video
references      /reference2video: subjects with names, `@li_wei` in the prompt
words           /text2video
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from drama_backends.services.adapter import Lowered, media
from drama_backends.services.calls import clip_call
from drama_backends.services.clips import outputs_of
from drama_backends.services.models import Model
from drama_compiler.contract import Cost, Job


def lower_clip(model: Model, batch: Sequence[Job], templates: Sequence[Path]) -> Lowered:
    """The call for one take."""
    call = clip_call(model, batch, templates, lambda place, name: f"@{name}")
    body: dict[str, Any] = {
        "model": "viduq3" if call.names else "viduq3-pro",
        "prompt": call.prompt,
        "duration": int(call.seconds),
        **model.wire,
        "audio": False,
        **({} if call.seed is None else {"seed": call.seed}),
    }
    frames = [frame for frame in (call.inputs.first, call.inputs.last) if frame]
    if frames:
        path = "/start-end2video" if len(frames) > 1 else "/img2video"
        body["images"] = [media(frame) for frame in frames]
    elif call.names:
        path = "/reference2video"
        body["subjects"] = [
            {"name": name, "images": [media(image)]} for image, name in call.names.items()
        ]
    else:
        path = "/text2video"
    if not frames:
        body["aspect_ratio"] = call.aspect
    return Lowered(
        {"path": path, "json": body},
        Cost(clip_seconds=call.seconds),
        outputs_of(call.takes, call.lengths),
        call.lost,
    )
