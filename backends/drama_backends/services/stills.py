"""A job of an image, or of a sound, comes in; what every service has to know of it comes out."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from drama_backends.services.clips import (
    IMAGES,
    kind_of,
    refuse_references,
    refused,
)
from drama_backends.services.models import Model, legal_seconds
from drama_backends.services.prompts import avoided
from drama_compiler.contract import Job, JobKind, briefs, timings

STILLS = frozenset({JobKind.PORTRAIT, JobKind.PLATE, JobKind.OBJECT, JobKind.FRAME})
"""Kinds that are one image."""

SOUNDS = frozenset({JobKind.CUE, JobKind.AMBIENCE, JobKind.EFFECT})
"""Kinds that are heard and not spoken."""

EFFECT_SECONDS = 3.0
"""How long a sound that happens once is asked to be: no brief says."""


@dataclass(frozen=True, slots=True)
class Still:
    """What is asked of an image beside its prompt; `images` are names of jobs."""

    aspect: str
    images: tuple[str, ...] = ()
    avoid: str = ""
    seed: int | None = None


def still_of(job: Job, model: Model) -> Still:
    """The shape, references, negative prompt and seed of an image.

    A sheet or a thing is square; a place and a frame have the film's shape. Raises `ServiceError`
    (INVALID) for more references than the model takes.
    """
    taken = (name for name in job.inputs if kind_of(name) in IMAGES & model.takes)
    images = tuple(dict.fromkeys(taken))
    refuse_references(model, images)
    match job.brief:
        case briefs.FrameBrief(of=shot):
            return Still(shot.aspect, images, avoided(shot.style, shot.avoid), shot.seed)
        case briefs.PlateBrief(aspect=aspect, style=style):
            return Still(aspect, images, avoided(style))
        case briefs.PortraitBrief(style=style) | briefs.ObjectBrief(style=style):
            return Still("1:1", images, avoided(style))
    raise refused(f"the brief of {job.name} is not that of a {job.kind}")


def sound_seconds(job: Job, model: Model) -> float:
    """How long a sound is asked to be; raises `ServiceError` (INVALID) where it cannot be.

    One that is asked for too short is made longer: whoever mixes it takes what is needed.
    """
    seconds = max(_wanted_seconds(job), model.limits.seconds_min)
    if not legal_seconds(model.limits, seconds):
        raise refused(f"`{model.name}` makes no sound of {seconds:g} s")
    return seconds


def _wanted_seconds(job: Job) -> float:
    if isinstance(job.brief, briefs.EffectBrief):
        return EFFECT_SECONDS
    if not isinstance(job.timing, timings.CueTiming | timings.SoundTiming):
        raise refused(f"{job.name} has no length yet")
    # Up to a whole millisecond: a service counts no further.
    return ceil(round(job.timing.seconds * 1000, 3)) / 1000
