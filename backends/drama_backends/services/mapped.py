"""Jobs and a model's mapping come in; the one call for them, in the model's own fields, comes out.

It is what adapters share whose service passes calls on: they say where a call goes and how it is
wrapped, and speak to the service.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drama_backends.services.adapter import Adapter, Lowered, media
from drama_backends.services.calls import clip_call, still_call
from drama_backends.services.clips import outputs_of, refuse_prompt, refused
from drama_backends.services.mapping import (
    InputMap,
    Way,
    mapping_of,
    read_mappings,
    why_broken,
)
from drama_backends.services.models import Model
from drama_backends.services.prompts import FOLDER, render
from drama_backends.services.stills import SOUNDS, STILLS, sound_seconds
from drama_backends.services.voices import most_like
from drama_compiler.contract import Cost, Job, JobKind, Json, briefs

MODELS = "models"
"""The folder beside an adapter with the mappings that come along."""

_MADE_OF: Mapping[Way, str] = {
    "words": "words alone",
    "frames": "a first frame",
    "references": "reference images",
}


class PassThrough(Adapter):
    """An adapter whose models are mapping files: a project's own, in `prompts/NAME`, and ours."""

    packages = ("httpx", "jinja2", "imageio-ffmpeg", "numpy", "opencv-python-headless")

    def call(self, endpoint: str, body: Mapping[str, Json]) -> Mapping[str, Json]:
        """Where a call goes that is for a model, and what is sent: `path` and `json`."""
        raise NotImplementedError

    @property
    def models(self) -> tuple[Model, ...]:
        """A model a file; a project's own come first."""
        own = (self._project / FOLDER / self.name,) if self._project else ()
        return read_mappings((*own, self.folder / MODELS))

    def lowered(self, model: Model, batch: Sequence[Job]) -> Lowered:
        """The call for a take, an image, a line or a sound; raises `ServiceError` (INVALID)."""
        mapped = mapping_of(model)
        if mapped is None:
            raise refused(why_broken(model))
        kind = batch[0].kind
        if kind is not JobKind.CLIP and len(batch) > 1:
            raise refused(f"one call makes one {kind}")
        if kind is JobKind.CLIP:
            asked = _clip(model, mapped, batch, self.templates)
        elif kind in STILLS:
            asked = _still(model, mapped, batch, self.templates)
        elif kind in SOUNDS:
            asked = _sound(model, mapped, batch[0], self.templates)
        else:
            asked = _line(self.name, model, mapped, batch[0])
        endpoint = mapped.way(asked.way).model
        if not endpoint:
            raise refused(f"`{model.name}` makes no {kind} of {_MADE_OF[asked.way]}")
        call = {**self.call(endpoint, asked.body(mapped)), "output": mapped.output}
        return Lowered(call, asked.amount, asked.outputs, asked.lost(mapped))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a call says, by what it is of, before the model's own names for it."""

    way: Way
    amount: Cost
    values: Mapping[str, Json]
    outputs: Sequence[Mapping[str, Json]]
    unsaid: tuple[str, ...] = ()
    misshaped: str = ""

    def body(self, mapped: InputMap) -> dict[str, Json]:
        """The model's input: what is fixed, and every value that it has a field for."""
        body: dict[str, Json] = _copied(mapped.fixed)
        for name, path in self._fields(mapped).items():
            if name in self.values:
                _put(body, path, self.values[name])
        return body

    def lost(self, mapped: InputMap) -> tuple[str, ...]:
        """What the call cannot say: `unsaid`, and what has no field where there might be one."""
        lost, fields = [*self.unsaid, *mapped.cannot], self._fields(mapped)
        if not fields.keys() & {"aspect", "width"}:
            # Who gives a frame gives its shape, and a sound has none.
            lost = [each for each in lost if each != self.misshaped]
            if self.way != "frames" and "aspect" in self.values:
                lost.append("its shape")
        if "seed" in self.values and "seed" not in fields:
            lost.append("its seed")
        return tuple(lost)

    def _fields(self, mapped: InputMap) -> dict[str, str]:
        without = mapped.way(self.way).without
        return {name: path for name, path in mapped.fields.told().items() if name not in without}


def _clip(
    model: Model, mapped: InputMap, batch: Sequence[Job], templates: Sequence[Path]
) -> _Asked:
    call = clip_call(model, batch, templates, _naming(mapped))
    inputs = call.inputs
    way: Way = "frames" if inputs.first else "references" if inputs.images else "words"
    frames = {"first": inputs.first, "last": inputs.last}
    values = {
        **_pictured(mapped, call.prompt, call.aspect, call.avoid, call.seed, inputs.images),
        **_length(mapped, call.seconds),
        **{name: media(frame) for name, frame in frames.items() if frame},
    }
    outputs = outputs_of(call.takes, call.lengths)
    return _Asked(way, Cost(clip_seconds=call.seconds), values, outputs, call.lost, call.misshaped)


def _still(
    model: Model, mapped: InputMap, batch: Sequence[Job], templates: Sequence[Path]
) -> _Asked:
    call = still_call(model, batch, templates, _naming(mapped))
    values = _pictured(mapped, call.prompt, call.aspect, call.avoid, call.seed, call.images)
    way: Way = "references" if call.images else "words"
    outputs = [{"job": batch[0].name}]
    return _Asked(way, Cost(stills=1), values, outputs, call.lost, call.misshaped)


def _sound(model: Model, mapped: InputMap, job: Job, templates: Sequence[Path]) -> _Asked:
    seconds = sound_seconds(job, model)
    prompt = render(job, {}, templates)
    refuse_prompt(model, prompt)
    values = {"prompt": prompt, **_length(mapped, seconds)}
    timed = mapped.fields.seconds or mapped.fields.milliseconds
    lost = () if timed else ("how long it is to be",)
    return _Asked("words", Cost(sound_seconds=seconds), values, [{"job": job.name}], lost)


def _line(service: str, model: Model, mapped: InputMap, job: Job) -> _Asked:
    line = job.brief
    if not isinstance(line, briefs.VoiceBrief):
        raise refused(f"`{model.name}` makes no {job.kind}")
    refuse_prompt(model, line.text)
    values = {"prompt": line.text, "voice": _voice(service, mapped, line)}
    language = line.language.partition("-")[0]
    if language in mapped.values.language:
        values["language"] = mapped.values.language[language]
    if line.mood in mapped.values.mood:
        values["mood"] = mapped.values.mood[line.mood]
    lost = (
        *(("how a line is said",) if line.mood and "mood" not in values else ()),
        *(("that a line is sung",) if line.lyric else ()),
    )
    characters = Cost(characters=len(line.text))
    return _Asked("words", characters, values, [{"job": job.name}], lost)


def _voice(service: str, mapped: InputMap, line: briefs.VoiceBrief) -> str:
    """The voice that `voice: fal:Wise_Woman` names; else the mapping's that is most like it."""
    named = re.search(rf"\b{service}:([\w()-]+)", line.voice)
    if named:
        return named[1]
    if not mapped.voices:
        raise refused(f"{line.name} has no voice: say `voice: {service}:…`")
    return most_like((each.stock for each in mapped.voices), line).id


def _length(mapped: InputMap, seconds: float) -> dict[str, Json]:
    written: Json = int(seconds) if seconds == int(seconds) else seconds
    if mapped.values.seconds:
        written = mapped.values.seconds.replace("{}", f"{seconds:g}")
    return {"seconds": written, "milliseconds": round(seconds * 1000)}


def _shape(mapped: InputMap, aspect: str) -> dict[str, Json]:
    """A shape in the model's own word; where that is a table, its sides as well."""
    written = mapped.values.aspect.get(aspect, aspect)
    sides = written if isinstance(written, dict) else {}
    return {"aspect": written, **{side: sides[side] for side in ("width", "height") & sides.keys()}}


def _pictured(
    mapped: InputMap, prompt: str, aspect: str, avoid: str, seed: int | None, images: Sequence[str]
) -> dict[str, Json]:
    """What is told of a take and of an image alike."""
    values: dict[str, Json] = {"prompt": prompt, **_shape(mapped, aspect)}
    if images:
        values["reference"] = media(images[0])
        values["references"] = [media(image) for image in images]
    if avoid:
        values["negative"] = avoid
    if seed is not None:
        values["seed"] = seed
    return values


def _naming(mapped: InputMap) -> Callable[[int, str], str]:
    return lambda place, name: mapped.reference.replace("{}", str(place))


def _put(body: dict[str, Json], path: str, value: Json) -> None:
    *above, name = path.split(".")
    for each in above:
        body = body.setdefault(each, {})
    body[name] = value


def _copied(value: Any) -> Any:
    """Tables and lists anew, for they are written into."""
    if isinstance(value, Mapping):
        return {key: _copied(each) for key, each in value.items()}
    return [_copied(each) for each in value] if isinstance(value, list) else value


def result_in(said: Json, path: str) -> str:
    """The link to a result: at its path, else the first that there is, for it has been paid."""
    return link_in(said, path) or next(_links(said), "")


def link_in(said: Json, path: str) -> str:
    """The link at a path (`images.0.url`) of an answer, empty where there is none.

    Of a list the first stands for all, and of a file its `url`.
    """
    for name in filter(None, path.split(".")):
        if isinstance(said, list):
            said = said[int(name)] if name.isdecimal() and int(name) < len(said) else None
        else:
            said = said.get(name) if isinstance(said, Mapping) else None
    while isinstance(said, list):
        said = said[0] if said else None
    if isinstance(said, Mapping):
        said = said.get("url")
    return said if isinstance(said, str) else ""


def _links(said: Json) -> Iterator[str]:
    """Every link of the web in an answer."""
    if isinstance(said, str) and said.startswith(("https://", "http://")):
        yield said
    elif isinstance(said, Mapping | list):
        for each in said.values() if isinstance(said, Mapping) else said:
            yield from _links(each)
