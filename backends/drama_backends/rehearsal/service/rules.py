"""A call as it came over the wire comes in; why it cannot be done comes out, if it cannot.

What the adapter promises is not believed here: the service knows its own limits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from drama_backends.rehearsal.models import model_for
from drama_backends.services.models import Model, legal_seconds
from drama_backends.services.stills import SOUNDS, STILLS
from drama_compiler.contract import JobKind

_REQUIRED = {
    "still": {"kind", "model", "aspect", "prompt"},
    "clip": {"kind", "model", "aspect", "shots"},
    "sync": {"kind", "model", "clip", "sound"},
    "identity": {"kind", "model", "description", "text"},
    "voice": {"kind", "model", "text", "language", "speaker"},
    "sound": {"kind", "model", "prompt", "seconds"},
}
_OPTIONAL = {
    "still": {"label", "avoid", "references", "seed"},
    "clip": {"seed"},
    "sync": {"label"},
    "identity": {"label"},
    "voice": {"label", "direction", "voice"},
    "sound": {"label"},
}
_SHOT_REQUIRED = {"prompt", "seconds"}
_SHOT_OPTIONAL = {"label", "avoid", "references", "first", "last"}


class Refusal(Exception):
    """The call is not what the service does; the message says why."""


def read_call(body: Any) -> tuple[JobKind, Model]:
    """The kind and model of a call that can be done; raises `Refusal` for any other."""
    if not isinstance(body, dict):
        raise Refusal("a call is an object")
    word = body.get("kind")
    kind = next((each for each in JobKind if each == word), None)
    if kind is None or model_for(kind) is None:
        raise Refusal(f"no model makes a `{word}`")
    model = model_for(kind, str(body.get("model") or "?"))
    if model is None:
        raise Refusal(f"there is no model `{body.get('model')}` for a `{word}`")
    form = _form(kind)
    _fields(body, _REQUIRED[form], _OPTIONAL[form], "the call")
    match form:
        case "still":
            _still(body, model)
        case "clip":
            _clip(body, model)
        case "sync":
            pass
        case "identity":
            _long_enough(body["description"], model, "description", least=1)
        case "voice":
            _long_enough(body["text"], model, "text", least=1)
        case _:
            _long_enough(body["prompt"], model, "prompt")
            _lasting(body["seconds"], model)
    return kind, model


def media_of(body: Mapping[str, Any]) -> list[str]:
    """The uploads that a call is made of."""
    found = [each["media"] for each in body.get("references", ())]
    found += [body[name] for name in ("clip", "sound") if name in body]
    for shot in body.get("shots", ()):
        found += [shot[end] for end in ("first", "last") if end in shot]
        found += [each["media"] for each in shot.get("references", ())]
    return found


def words_of(body: Mapping[str, Any]) -> str:
    """Everything that a call says in words, for those who read along."""
    parts = [body.get(name, "") for name in ("prompt", "text", "direction", "description")]
    parts += [shot["prompt"] for shot in body.get("shots", ())]
    return "\n".join(parts).casefold()


def _form(kind: JobKind) -> str:
    if kind in STILLS:
        return "still"
    return "sound" if kind in SOUNDS else str(kind)


def _fields(body: Any, required: set[str], optional: set[str], what: str) -> None:
    if not isinstance(body, dict):
        raise Refusal(f"{what} is no object")
    for name in sorted(required - body.keys()):
        raise Refusal(f"{what} lacks `{name}`")
    for name in sorted(body.keys() - required - optional):
        raise Refusal(f"{what} has an unknown field `{name}`")
    for name in sorted(body.keys() & {"prompt", "avoid", "text", "label", "aspect", "direction"}):
        if not isinstance(body[name], str):
            raise Refusal(f"`{name}` of {what} is no text")


def _still(body: Mapping[str, Any], model: Model) -> None:
    _long_enough(body["prompt"], model, "prompt", least=1)
    _shape(body["aspect"])
    _referring([body], model)


def _clip(body: Mapping[str, Any], model: Model) -> None:
    shots = body["shots"]
    if not isinstance(shots, list) or not shots:
        raise Refusal("`shots` is an array of at least one")
    if len(shots) > model.limits.shots_max:
        raise Refusal(f"`{model.name}` takes {model.limits.shots_max} shots, not {len(shots)}")
    _shape(body["aspect"])
    for shot in shots:
        _fields(shot, _SHOT_REQUIRED, _SHOT_OPTIONAL, "a shot")
        _number(shot["seconds"])
        _long_enough(shot["prompt"], model, "prompt", least=1)
        if "last" in shot and not model.limits.last_frame:
            raise Refusal(f"`{model.name}` takes no last frame")
    _lasting(sum(shot["seconds"] for shot in shots), model)
    _referring(shots, model)


def _referring(shots: list[Mapping[str, Any]], model: Model) -> None:
    for shot in shots:
        for each in _references(shot):
            _fields(each, {"name", "media"}, set(), "a reference")
            if f"@{each['name']}" not in shot["prompt"]:
                raise Refusal(f"the prompt does not say where `@{each['name']}` is to be seen")
    used = {each["media"] for shot in shots for each in _references(shot)}
    if len(used) > model.limits.references_max:
        most = model.limits.references_max
        raise Refusal(f"`{model.name}` takes {most} reference images, not {len(used)}")


def _references(shot: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    found = shot.get("references", [])
    if not isinstance(found, list):
        raise Refusal("`references` is an array")
    yield from found


def _long_enough(text: str, model: Model, name: str, least: int = 0) -> None:
    most = model.limits.prompt_chars_max
    if len(text) < least or (most and len(text) > most):
        raise Refusal(f"`{name}` has {len(text)} characters; from {least} to {most} can be read")


def _lasting(seconds: Any, model: Model) -> None:
    _number(seconds)
    if not legal_seconds(model.limits, seconds):
        limits = model.limits
        legal = " or ".join(f"{each:g}" for each in limits.seconds)
        legal = legal or f"{limits.seconds_min:g} to {limits.seconds_max:g}"
        raise Refusal(f"`{model.name}` makes {legal} s, not {seconds:g} s")


def _number(value: Any) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool) or not value > 0:
        raise Refusal(f"`seconds` is a number over 0, not {value!r}")


def _shape(aspect: str) -> None:
    wide, _, high = aspect.partition(":")
    if not (wide.isdigit() and high.isdigit() and 0 < int(wide) < 100 and 0 < int(high) < 100):
        raise Refusal(f"`aspect` is as 16:9, not `{aspect}`")
