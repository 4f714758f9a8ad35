"""Jobs and a model come in; what one call says of them comes out, before a service's own fields.

It is what adapters of clips and stills have in common: how long, of what, in which words, which
reference is called what, and what the model has no place for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from drama_backends.services.camera import camera_commands, camera_words
from drama_backends.services.clips import (
    Inputs,
    Take,
    id_of,
    inputs_of,
    joined_prompt,
    nearest_aspect,
    reference_names,
    refuse_prompt,
    refuse_references,
    refused,
    shot_lengths,
    take_lengths,
    takes_of,
)
from drama_backends.services.models import Model
from drama_backends.services.prompts import avoided, called, render
from drama_backends.services.stills import still_of
from drama_compiler.contract import Job

SEEDS = 2**31
"""A seed is sent below this: no service that we know of takes fewer."""

Naming = Callable[[int, str], str]
"""What a prompt calls a reference: given its place, from 1, and a plain name for it (`li_wei`)."""


@dataclass(frozen=True, slots=True)
class ClipCall:
    """One call for a shot, or for several.

    `inputs.images` are those that the call can show; `names` are their plain names. `prompts` has
    one for each job; `avoid` is what a negative prompt says, empty where it stands in the prompts.
    `misshaped` is what of `lost` is about the shape of the picture, empty where it is right.
    """

    takes: tuple[Take, ...]
    lengths: tuple[Fraction, ...]
    inputs: Inputs
    names: dict[str, str]
    prompts: tuple[str, ...]
    avoid: str
    aspect: str
    seed: int | None
    lost: tuple[str, ...]
    misshaped: str

    @property
    def lost_if_framed(self) -> tuple[str, ...]:
        """As `lost`, for a call in which a first frame gives the shape: nothing is to be told."""
        return tuple(each for each in self.lost if not self.inputs.first or each != self.misshaped)

    @property
    def seconds(self) -> float:
        """How long it is asked to be, all shots together."""
        return float(sum(self.lengths, Fraction(0)))

    @property
    def prompt(self) -> str:
        """One prompt for all, as one continuous take."""
        return joined_prompt(self.prompts, self.lengths)


@dataclass(frozen=True, slots=True)
class StillCall:
    """One call for an image; fields as of `ClipCall`."""

    images: tuple[str, ...]
    names: dict[str, str]
    prompt: str
    avoid: str
    aspect: str
    seed: int | None
    lost: tuple[str, ...]
    misshaped: str


def clip_call(
    model: Model,
    batch: Sequence[Job],
    templates: Sequence[Path],
    naming: Naming,
    *,
    room: int = 0,
    template: str = "",
) -> ClipCall:
    """What is asked of a clip, or of several in one take or in an array of shots.

    `room` is for how many images a call has place where frames and references go together; where
    there is none, frames leave no room for references. A clip that only ends on a frame is told
    it by no service that we know of. `template` stands for that of clips.
    """
    takes = takes_of(batch)
    arrayed = len(batch) > 1 and model.limits.shots_max > 1
    lengths = (shot_lengths if arrayed else take_lengths)(model, takes)
    of = [inputs_of(job, model) for job in batch]
    images = tuple(dict.fromkeys(image for each in of for image in each.images))
    refuse_references(model, images)
    first, last = of[0].first, of[-1].last if of[0].first else ""
    frames = sum(map(bool, (first, last)))
    shown = images if not frames or len(images) + frames <= room else ()
    names = reference_names(shown)
    words = {image: naming(place, names[image]) for place, image in enumerate(shown, 1)}
    prompts = []
    for take, its in zip(takes, of, strict=True):
        own = {id_of(image): words[image] for image in its.images if image in words}
        prompts.append(_clip_prompt(model, take, own, templates, template))
    call = ClipCall(
        takes=tuple(takes),
        lengths=tuple(lengths),
        inputs=Inputs(first, last, "", (), shown),
        names=names,
        prompts=tuple(prompts),
        avoid=_negative(model, takes),
        aspect=nearest_aspect(model, takes[0].brief.aspect),
        seed=_seed(model, [take.brief.seed for take in takes]),
        lost=(
            *_unshown(of, first, last, set(images) - set(shown)),
            *_unsaid(model, takes[0].brief.aspect, [take.brief.seed for take in takes]),
        ),
        misshaped=_misshaped(model, takes[0].brief.aspect),
    )
    for prompt in call.prompts if arrayed else (call.prompt,):
        refuse_prompt(model, prompt)
    refuse_prompt(model, call.avoid)
    return call


def still_call(
    model: Model, batch: Sequence[Job], templates: Sequence[Path], naming: Naming
) -> StillCall:
    """What is asked of an image; raises `ServiceError` (INVALID) for more than one."""
    if len(batch) > 1:
        raise refused(f"one call makes one {batch[0].kind}")
    (job,) = batch
    still = still_of(job, model)
    names = reference_names(still.images)
    words = {id_of(image): naming(place, names[image]) for place, image in enumerate(names, 1)}
    prompt = render(job, words, templates, avoid="" if model.negative else still.avoid)
    refuse_prompt(model, prompt)
    return StillCall(
        images=still.images,
        names=names,
        prompt=prompt,
        avoid=still.avoid if model.negative else "",
        aspect=nearest_aspect(model, still.aspect),
        seed=_seed(model, [still.seed]),
        lost=_unsaid(model, still.aspect, [still.seed]),
        misshaped=_misshaped(model, still.aspect),
    )


def _clip_prompt(
    model: Model, take: Take, own: dict[str, str], templates: Sequence[Path], template: str
) -> str:
    moves = take.brief.moves
    camera = camera_words(moves, {**called(take.job), **own})
    if model.camera == "commands":
        commands, _ = camera_commands(moves, model.commands)
        # The words stay: a command has no pace, and not every move has a command.
        camera = " ".join((camera, *commands))
    avoid = "" if model.negative else avoided(take.brief.style, take.brief.avoid)
    return render(take.job, own, templates, template, avoid=avoid, camera=camera)


def _unshown(of: Sequence[Inputs], first: str, last: str, images: set[str]) -> tuple[str, ...]:
    """What of the inputs has no place in the call."""
    lost = []
    if images:
        lost.append("by images who is seen where it is told frames: words have to do")
    if of[-1].last and not last:
        lost.append("on which frame the clip ends, unless it begins on one too")
    if any(each.first for each in of[1:]) or any(each.last for each in of[:-1]):
        lost.append("on which frames shots begin and end inside a call of several")
    return tuple(lost)


def _negative(model: Model, takes: Sequence[Take]) -> str:
    if not model.negative:
        return ""
    said = [avoided(take.brief.style, take.brief.avoid) for take in takes]
    return "; ".join(dict.fromkeys(each for each in said if each))


def _seed(model: Model, seeds: Sequence[int | None]) -> int | None:
    told = [seed for seed in seeds if seed is not None]
    return told[0] % SEEDS if told and model.seed else None


def _unsaid(model: Model, aspect: str, seeds: Sequence[int | None]) -> tuple[str, ...]:
    misshaped = _misshaped(model, aspect)
    lost = [misshaped] if misshaped else []
    if not model.seed and any(seed is not None for seed in seeds):
        lost.append("its seed")
    return tuple(lost)


def _misshaped(model: Model, aspect: str) -> str:
    nearest = nearest_aspect(model, aspect)
    return "" if nearest == aspect else f"to make {aspect}: {nearest} is nearest"
