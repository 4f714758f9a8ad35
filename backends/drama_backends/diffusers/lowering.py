"""Jobs of images and clips come in; what a pipeline of diffusers is called with comes out."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import Any

from drama_backends.services.adapter import Lowered, media
from drama_backends.services.calls import clip_call, still_call
from drama_backends.services.clips import outputs_of, refused
from drama_backends.services.models import Model
from drama_backends.services.sizes import size_of
from drama_compiler.contract import Cost, Job

CHARS_A_TOKEN = 4
"""Of English; what is written without spaces is a token a sign."""


def lower_still(model: Model, batch: Sequence[Job], templates: Sequence[Path]) -> Lowered:
    """The call for one image; a reference is `image 1` in its words, by its order."""
    call = still_call(model, batch, templates, lambda place, name: f"image {place}")
    if model.wire.get("needs_image") and not call.images:
        raise refused(f"`{model.name}` makes nothing without an image to go by")
    said = _said(model, call.prompt, call.avoid, call.aspect, call.seed)
    if call.images:
        said["images"] = [media(image) for image in call.images]
    lost = (*call.lost, *_unread(model, call.prompt))
    if model.wire.get("painted_over"):
        lost = (*lost, "to show whom its image shows: that is painted over")
    return Lowered(said, Cost(stills=1), [{"job": batch[0].name}], lost)


def lower_clip(model: Model, batch: Sequence[Job], templates: Sequence[Path]) -> Lowered:
    """The call for one take."""
    call = clip_call(model, batch, templates, lambda place, name: f"image {place}")
    if model.wire.get("needs_image") and not call.inputs.first:
        raise refused(f"`{model.name}` begins on a frame, and this clip has none")
    said = _said(model, call.prompt, call.avoid, call.aspect, call.seed)
    step = model.wire["frames_step"]
    frames = ceil(round((call.seconds * model.wire["rate"] - 1) / step, 6)) * step + 1
    said |= {"frames": frames, "rate": model.wire["rate"]}
    if model.wire.get("told_rate"):
        said["told_rate"] = True
    for end, frame in (("first", call.inputs.first), ("last", call.inputs.last)):
        if frame:
            said[end] = media(frame)
    lost = (*call.lost, *_unread(model, call.prompt))
    amount = Cost(clip_seconds=call.seconds)
    return Lowered(said, amount, outputs_of(call.takes, call.lengths), lost)


def _said(model: Model, prompt: str, avoid: str, aspect: str, seed: int | None) -> dict[str, Any]:
    """What every pipeline is told; without a seed of the writer's, one is found when it is made."""
    wire = model.wire
    width, height = size_of(aspect, wire["pixels"], wire["step"], wire["step"] * 8)
    said: dict[str, Any] = {
        "pipeline": wire.get("pipeline", model.name),
        "weights": wire.get("weights", ""),
        "prompt": prompt,
        "width": width,
        "height": height,
    }
    if avoid:
        said["negative_prompt"] = avoid
    if seed is not None:
        said["seed"] = seed
    for name in ("one", "steps", "guidance"):
        if name in wire:
            said[name] = wire[name]
    return said


def _unread(model: Model, prompt: str) -> tuple[str, ...]:
    """A text encoder drops what is too long without a word."""
    most = model.wire["tokens"]
    count = sum(
        ceil(len(word) / CHARS_A_TOKEN) if word.isascii() else len(word) for word in prompt.split()
    )
    return (f"the end of its prompt: it reads about {most} tokens",) if count > most else ()
