"""A job comes in; a workflow of ComfyUI with its slots filled comes out.

The slots are: prompt, negative, seed, width, height, frames, seconds, rate, first, last, image1 …
(references in their order), color (of solid images), name (how files begin).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

from drama_backends.comfyui.workflow import filled, read_workflow, slots
from drama_backends.services.adapter import Lowered, media
from drama_backends.services.clips import (
    Inputs,
    id_of,
    inputs_of,
    joined_prompt,
    outputs_of,
    take_lengths,
    takes_of,
)
from drama_backends.services.models import Model
from drama_backends.services.prompts import avoided, render
from drama_backends.services.stills import still_of
from drama_compiler.contract import Cost, Job, Json, digest

SIZE_STEP = 16
"""Models work in blocks of so many pixels."""
TICKET = {"ticket": "seed"}
"""Where no seed is asked for, every call has another."""
SEED_MAX = 2**63


def lower_still(
    model: Model, job: Job, templates: Sequence[Path], workflows: Sequence[Path]
) -> Lowered:
    """The workflow of one image."""
    workflow = read_workflow(model.wire["workflow"], workflows)
    has = slots(workflow)
    still = still_of(job, model)
    at = {id_of(name): f"image {index}" for index, name in enumerate(still.images, 1)}
    prompt = render(job, at, templates, avoid="" if "negative" in has else still.avoid)
    values = _values(model, prompt, still.avoid, still.seed, still.aspect)
    values |= _images(still.images)
    call = _call(job, workflow, values, prompt)
    outputs = [{"job": job.name}]
    return Lowered(call, Cost(stills=1), outputs, _lost(has, values, still.seed))


def lower_clip(
    model: Model, batch: Sequence[Job], templates: Sequence[Path], workflows: Sequence[Path]
) -> Lowered:
    """The workflow of one take, for one shot or several."""
    takes = takes_of(batch)
    lengths = take_lengths(model, takes)
    brief = takes[0].brief
    inputs = [inputs_of(job, model) for job in batch]
    workflow = read_workflow(_mode(model, inputs), workflows)
    has = slots(workflow)
    images = tuple(dict.fromkeys(name for each in inputs for name in each.images))
    at = {id_of(name): f"image {index}" for index, name in enumerate(images, 1)}
    avoid = avoided(brief.style, brief.avoid)
    folded = "" if "negative" in has else avoid
    prompts = [render(job, at, templates, avoid=folded) for job in batch]
    prompt = joined_prompt(prompts, lengths)
    rate = Fraction(brief.format.rate)
    frames = ceil(sum(lengths, Fraction(0)) * rate)
    values = _values(model, prompt, avoid, brief.seed, brief.aspect) | _images(images)
    values |= {"frames": frames, "rate": float(rate), "seconds": float(frames / rate)}
    for name, word in (("first", inputs[0].first), ("last", inputs[-1].last)):
        values |= {name: media(word)} if word else {}
    call = _call(batch[0], workflow, values, prompt)
    lost = _lost(has, values, brief.seed)
    amount = Cost(clip_seconds=float(frames / rate))
    return Lowered(call, amount, outputs_of(takes, lengths), lost)


def _mode(model: Model, inputs: Sequence[Inputs]) -> str:
    """The workflow for what a clip begins and ends on."""
    name: str = model.wire["workflow"]
    if inputs[0].first:
        name = model.wire.get("workflow_first", name)
    return model.wire.get("workflow_last", name) if inputs[-1].last else name


def _values(
    model: Model, prompt: str, avoid: str, seed: int | None, aspect: str
) -> dict[str, Json]:
    width, height = _size(aspect, model.wire["short_side"])
    return {
        "prompt": prompt,
        "negative": avoid,
        "seed": dict(TICKET) if seed is None else seed % SEED_MAX,
        "width": width,
        "height": height,
        "color": int(digest(prompt.encode())[:6], 16),
    }


def _images(names: Sequence[str]) -> dict[str, Json]:
    return {f"image{index}": media(name) for index, name in enumerate(names, 1)}


def _call(
    job: Job, workflow: Mapping[str, Json], values: dict[str, Json], prompt: str
) -> dict[str, Any]:
    """What is sent; the prompt goes along, for the server writes it into what it makes."""
    values["name"] = "drama/" + "-".join(job.name.replace("~", "/").split("/"))
    told = {"prompt": prompt, "avoid": values["negative"]}
    return {"workflow": filled(workflow, values), "told": told}


def _lost(has: frozenset[str], values: Mapping[str, Json], seed: int | None) -> tuple[str, ...]:
    """What the workflow has no slot for."""
    lost = [] if "prompt" in has else ["what is to be seen: its workflow has no slot `prompt`"]
    if seed is not None and "seed" not in has:
        lost.append("the seed: its workflow has no slot `seed`")
    given = [name for name in values if name in ("first", "last") or name.startswith("image")]
    for name in given:
        if name not in has:
            lost.append(f"an image: its workflow has no slot `{name}`")
    return tuple(lost)


def _size(aspect: str, short_side: int) -> tuple[int, int]:
    """Width and height in whole blocks, the shorter about `short_side`."""
    wide, _, high = aspect.partition(":")
    scale = short_side / min(float(wide), float(high))
    width, height = (
        max(1, round(float(each) * scale / SIZE_STEP)) * SIZE_STEP for each in (wide, high)
    )
    return width, height
