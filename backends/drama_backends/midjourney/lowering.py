"""A job of a still or a clip comes in; the prompt line that a person pastes comes out.

    a woman on a pier, close shot … --ar 9:16 --seed 4242 --raw --stylize 150 --ow 100 --v 7

A still takes one omni reference, the first of who or what is seen, and one image prompt. A clip
begins on a still, and may end on one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from drama_backends.midjourney.parameters import Parted, part
from drama_backends.services.by_hand import Handed
from drama_backends.services.clips import (
    id_of,
    inputs_of,
    kind_of,
    refused,
    take_lengths,
    takes_of,
)
from drama_backends.services.models import Model
from drama_backends.services.prompts import avoided, called, render
from drama_backends.services.stills import Still, still_of
from drama_compiler.contract import Attachment, Cost, Job, JobKind, MoveKind

SEED_MAX = 4294967295
FIRST_SECONDS = 5
EXTENSION_SECONDS = 4
OMNI_WEIGHT = "100"


def hand_still(model: Model, job: Job, templates: Sequence[Path]) -> Handed:
    """The sheet of a portrait, a place, a thing or a frame."""
    still = still_of(job, model)
    avoid = "" if model.negative else still.avoid
    parted = _parted(model, job, templates, avoid)
    attachments, lost = _references(job, still.images)
    omni = attachments[:1] if attachments and attachments[0].role == "Omni Reference" else ()
    parameters = [f"--ar {still.aspect}"]
    if still.seed is not None:
        parameters.append(f"--seed {still.seed % (SEED_MAX + 1)}")
    parameters += _said(model, parted, {"ow": OMNI_WEIGHT} if omni else {})
    parameters += _negative(model, still, parted)
    parameters.append(f"--v {model.wire['version']}")
    return Handed(parted.words, Cost(stills=1), tuple(parameters), attachments, lost=lost)


def hand_clip(model: Model, job: Job, templates: Sequence[Path]) -> Handed:
    """The sheet of a clip: the still that it begins on, how it moves, how often it is extended."""
    takes = takes_of([job])
    brief = takes[0].brief
    inputs = inputs_of(job, model)
    if not inputs.first:
        raise refused("a clip begins on a still: let frames be made too")
    seconds = float(take_lengths(model, takes)[0])
    parted = _parted(model, job, templates, avoided(brief.style, brief.avoid))
    still = all(move.kind is MoveKind.STATIC for move in brief.moves)
    motion = {} if "motion" in parted.values else {"motion": "low" if still else "high"}
    attachments = [Attachment(inputs.first, "Starting Frame")]
    if inputs.last:
        attachments.append(Attachment(inputs.last, "Ending Frame"))
    times = round((seconds - FIRST_SECONDS) / EXTENSION_SECONDS)
    steps = ["animate the starting frame by hand, with this prompt"]
    if times:
        steps.append(f"extend it {times} time{'s' * (times > 1)}, to {seconds:g} s")
    return Handed(
        parted.words,
        Cost(clip_seconds=seconds),
        tuple(_said(model, parted, motion)),
        tuple(attachments),
        tuple(steps),
        ("the seed of a clip",) if brief.seed is not None else (),
    )


def _parted(model: Model, job: Job, templates: Sequence[Path], avoid: str) -> Parted:
    text = render(job, {}, templates, avoid=avoid)
    return part(text.splitlines(), model)


def _references(job: Job, images: Sequence[str]) -> tuple[tuple[Attachment, ...], tuple[str, ...]]:
    """Which image is attached as what: the first that is no place is the omni reference."""
    shown = [name for name in images if kind_of(name) is not JobKind.PLATE]
    omni = shown[:1]
    others = [name for name in images if name not in omni]
    names = called(job)
    lost = [names.get(id_of(name), id_of(name)) for name in others if name in shown]
    attachments = [
        *(Attachment(name, "Omni Reference") for name in omni),
        *(Attachment(name, "Image Prompt") for name in others),
    ]
    phrases = (f"who or what {name} is but loosely: it takes one omni reference" for name in lost)
    return tuple(attachments), tuple(phrases)


def _said(model: Model, parted: Parted, more: dict[str, str]) -> Iterator[str]:
    """The parameters of the table, of the job, and of the writer, who has the last word."""
    values = {**dict.fromkeys(model.wire["usual"], ""), **more, **parted.values}
    for name, value in values.items():
        yield f"--{name} {value}".strip()


def _negative(model: Model, still: Still, parted: Parted) -> list[str]:
    if not model.negative:
        return []
    parts = still.avoid.replace("，", ",").replace("；", ",").replace(";", ",").split(",")
    words = [each.strip() for each in (*parts, *parted.avoid) if each.strip()]
    plain = ", ".join(dict.fromkeys(words)).replace("--", "\u2014")
    return [f"--no {plain}"] if plain else []
