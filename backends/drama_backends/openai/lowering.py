"""Jobs of images and spoken lines come in; the calls of OpenAI's interface for them come out.

an image                /images/generations
one with references     /images/edits: a form, with a file for each
a line                  /audio/speech
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from drama_backends.services.adapter import Lowered, media
from drama_backends.services.calls import still_call
from drama_backends.services.clips import refuse_prompt, refused
from drama_backends.services.models import MICROS, Model, micros
from drama_backends.services.prompts import render
from drama_backends.services.sizes import size_of
from drama_backends.services.voices import most_like, read_stocks
from drama_compiler.contract import Cost, Job, briefs

GENERATIONS, EDITS, SPEECH = "/images/generations", "/images/edits", "/audio/speech"

SQUARE_PIXELS = 1024 * 1024
OTHER_PIXELS = 1536 * 1024
STEPS_BY_NAME = 64
"""What most models of one's own count in."""
USD_A_CHARACTER = 0.000005
"""A prompt is paid by the token, of which a character is one at most."""

_VOICES = Path(__file__).with_name("voices.toml")
_NEW_VOICES = {"ballad", "cedar", "marin", "verse"}
_NAMED = re.compile(r"openai:([A-Za-z0-9][\w.+-]{0,63})")


def lower_still(model: Model, batch: Sequence[Job], templates: Sequence[Path]) -> Lowered:
    """The call for one image; a reference is `image 1` in its words, by its order."""
    call = still_call(model, batch, templates, lambda place, name: f"image {place}")
    body: dict[str, Any] = {
        "model": model.wire.get("model", model.name),
        "prompt": call.prompt,
        "size": _size(model, call.aspect),
        "n": 1,
    }
    if not model.by_name:
        body |= {"quality": model.wire["quality"], "output_format": "png"}
    sent: dict[str, Any] = {"path": GENERATIONS, "json": body}
    if call.images:
        images = [media(image) for image in call.images]
        sent = {"path": EDITS, "form": body, "images": images}
    amount = _paid(model, call.aspect, len(call.images), len(call.prompt))
    return Lowered(sent, amount, [{"job": batch[0].name}], call.lost)


def lower_speech(model: Model, batch: Sequence[Job], templates: Sequence[Path]) -> Lowered:
    """The call for a line; how it is said goes into its instructions, where the model has them."""
    if len(batch) > 1:
        raise refused("one call speaks one line")
    (job,) = batch
    if not isinstance(job.brief, briefs.VoiceBrief):
        raise refused(f"the brief of {job.name} is not that of a {job.kind}")
    line = job.brief
    refuse_prompt(model, line.text)
    body: dict[str, Any] = {
        "model": model.wire.get("model", model.name),
        "input": line.text,
        "voice": _voice(model, line),
        "response_format": "mp3",
    }
    lost: tuple[str, ...] = ()
    if model.wire.get("instructions"):
        said = render(job, {}, templates)
        body |= {"instructions": said} if said else {}
    elif line.mood or line.lyric:
        lost = ("how a line is said",)
    amount = Cost(characters=len(line.text))
    return Lowered({"path": SPEECH, "json": body}, amount, [{"job": job.name}], lost)


def _size(model: Model, aspect: str) -> str:
    if model.by_name:
        width, height = size_of(aspect, SQUARE_PIXELS, STEPS_BY_NAME)
    else:
        square = len(set(aspect.split(":"))) == 1
        width, height = size_of(aspect, SQUARE_PIXELS if square else OTHER_PIXELS)
    return f"{width}x{height}"


def _paid(model: Model, aspect: str, images: int, characters: int) -> Cost:
    if "usd" not in model.wire:
        return Cost(stills=1)
    square = len(set(aspect.split(":"))) == 1
    least, most = [model.wire["usd"]] * 2 if square else model.wire["usd_other"]
    most += images * model.wire["usd_reference"] + characters * USD_A_CHARACTER
    return Cost(stills=1, usd_min=least, usd_max=micros(most, 1) / MICROS)


def _voice(model: Model, line: briefs.VoiceBrief) -> Any:
    """The voice that the script names (`voice: openai:coral`), or the built-in one most like it.

    One that was made in the account is an object with its id.
    """
    named = _NAMED.search(line.voice)
    if named:
        return {"id": named[1]} if named[1].startswith("voice_") else named[1]
    stocks = read_stocks(_VOICES)
    if model.wire.get("classic"):
        stocks = tuple(each for each in stocks if each.id not in _NEW_VOICES)
    return most_like(stocks, line).id
