"""Jobs of images and sounds come in; the form that Stability AI is sent for them comes out."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import Any

from drama_backends.services.adapter import Lowered
from drama_backends.services.calls import still_call
from drama_backends.services.clips import refuse_prompt, refused
from drama_backends.services.models import Model
from drama_backends.services.prompts import render
from drama_backends.services.stills import sound_seconds
from drama_compiler.contract import Cost, Job

STILLS = "/v2beta/stable-image/generate/"
SOUNDS = "/v2beta/audio/stable-audio-2/text-to-audio"


def lower_still(model: Model, batch: Sequence[Job], templates: Sequence[Path]) -> Lowered:
    """The form for one image."""
    call = still_call(model, batch, templates, lambda place, name: name)
    form: dict[str, Any] = {
        "prompt": call.prompt,
        "aspect_ratio": call.aspect,
        "output_format": "png",
    }
    if "model" in model.wire:
        form |= {"model": model.wire["model"], "mode": "text-to-image"}
    if call.avoid:
        form["negative_prompt"] = call.avoid
    if call.seed is not None:
        form["seed"] = call.seed
    sent = {"path": STILLS + model.wire["path"], "form": form}
    return Lowered(sent, Cost(stills=1), [{"job": batch[0].name}], call.lost)


def lower_sound(model: Model, batch: Sequence[Job], templates: Sequence[Path]) -> Lowered:
    """The form for a piece of score, for the sound of a place, or for one that happens once."""
    if len(batch) > 1:
        raise refused(f"one call makes one {batch[0].kind}")
    seconds = ceil(sound_seconds(batch[0], model))
    prompt = render(batch[0], {}, templates)
    refuse_prompt(model, prompt)
    form = {
        "prompt": prompt,
        "duration": seconds,
        "model": model.wire["model"],
        "output_format": "wav",
    }
    outputs = [{"job": batch[0].name}]
    return Lowered({"path": SOUNDS, "form": form}, Cost(sound_seconds=seconds), outputs)
