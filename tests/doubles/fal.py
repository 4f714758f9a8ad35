"""fal's queue as its documentation describes it, with the input schemas of a few models."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from drama_compiler.contract import Trouble
from tests.doubles.fields import Rule, is_picture_uri, text, whole, wrong
from tests.doubles.server import Call, Question, Refused, Reply
from tests.doubles.tasks import FakeTasks, Order

Schema = Mapping[str, Rule]

TOKEN_USD = 0.014 / 1000
SIDES = {
    "480p": {"16:9": (864, 496), "4:3": (752, 560), "1:1": (640, 640), "21:9": (992, 432)},
    "720p": {"16:9": (1280, 720), "4:3": (1112, 834), "1:1": (960, 960), "21:9": (1470, 630)},
    "1080p": {"16:9": (1920, 1080), "4:3": (1664, 1248), "1:1": (1440, 1440), "21:9": (2206, 946)},
}
UPRIGHT = {"9:16": "16:9", "3:4": "4:3"}
VOICES = {"Wise_Woman", "Deep_Voice_Man", "Calm_Woman", "Casual_Guy", "Patient_Man", "Abbess"} | {
    *("Lively_Girl", "Lovely_Girl", "Exuberant_Girl", "Inspirational_girl", "Young_Knight"),
    *("Determined_Man", "Elegant_Man", "Decent_Boy", "Friendly_Person", "Imposing_Manner"),
}
EMOTIONS = {"happy", "sad", "angry", "fearful", "disgusted", "surprised", "neutral"}


def _pictures(most: int) -> Rule:
    return lambda it: isinstance(it, list) and 0 < len(it) <= most and all(map(is_picture_uri, it))


def _sized(least: int, most: int) -> Rule:
    """Width and height, each between two."""
    side = whole(least, most)
    return lambda it: not wrong(it, {"width": side, "height": side}, {})


def _voice(value: Any) -> bool:
    more: Schema = {"emotion": EMOTIONS, "speed": float, "vol": float, "pitch": int}
    return not wrong(value, {"voice_id": VOICES}, more)


_ANY = text(10**5)
_SEED = whole(0, 2**32 - 1)
_PNG: Schema = {"num_images": whole(1, 4), "output_format": {"jpeg", "png", "webp"}, "seed": _SEED}
_SEEDANCE: Schema = {
    "aspect_ratio": {"auto", "21:9", "16:9", "4:3", "1:1", "3:4", "9:16"},
    "duration": {"auto", *(str(each) for each in range(4, 16))},
    "generate_audio": bool,
    "resolution": {"480p", "720p", "1080p", "4k"},
}
_KLING: Schema = {
    "negative_prompt": str,
    "duration": {str(each) for each in range(3, 16)},
    "generate_audio": bool,
}
_H3: Schema = {"resolution": {"480P", "768P"}, "seed": _SEED, "duration": whole(5, 15)}
_SHAPES = {"21:9", "16:9", "4:3", "1:1", "3:4", "9:16"}
_BANANA: Schema = {
    **_PNG,
    "aspect_ratio": {
        "auto",
        "21:9",
        "16:9",
        "3:2",
        "4:3",
        "5:4",
        "1:1",
        "4:5",
        "3:4",
        "2:3",
        "9:16",
    },
    "resolution": {"0.5K", "1K", "2K", "4K"},
}
_DREAM: Schema = {"image_size": _sized(1080, 4096), "num_images": whole(1, 6), "seed": _SEED}
_WORDS: Schema = {"prompt": _ANY}
_H3_WORDS: Schema = {**_WORDS, "prompt_expansion_mode": {"balanced", "quality"}}


@dataclass(frozen=True)
class Model:
    """What a model takes, what it answers with, and what that costs: a unit, or nothing known."""

    needs: Schema
    may: Schema = field(default_factory=dict)
    gives: str = "video"
    usd: float = 0.0


MODELS: Mapping[str, Model] = {
    "bytedance/seedance-2.0/text-to-video": Model(_WORDS, _SEEDANCE),
    "bytedance/seedance-2.0/image-to-video": Model(
        {**_WORDS, "image_url": is_picture_uri}, {**_SEEDANCE, "end_image_url": is_picture_uri}
    ),
    "bytedance/seedance-2.0/reference-to-video": Model(
        {**_WORDS, "image_urls": _pictures(9)}, _SEEDANCE
    ),
    "fal-ai/kling-video/v3/pro/text-to-video": Model(
        _WORDS, {**_KLING, "aspect_ratio": {"16:9", "9:16", "1:1"}}
    ),
    "fal-ai/kling-video/v3/pro/image-to-video": Model(
        {**_WORDS, "start_image_url": is_picture_uri}, {**_KLING, "end_image_url": is_picture_uri}
    ),
    "minimax/h3-max/text-to-video": Model(_H3_WORDS, {**_H3, "aspect_ratio": _SHAPES}, usd=0.08),
    "minimax/h3-max/image-to-video": Model(
        {**_H3_WORDS, "image_url": is_picture_uri},
        {**_H3, "end_image_url": is_picture_uri},
        usd=0.08,
    ),
    "minimax/h3-max/reference-to-video": Model(
        {**_H3_WORDS, "reference_image_urls": _pictures(9)},
        {**_H3, "aspect_ratio": _SHAPES | {"adaptive"}},
        usd=0.08,
    ),
    "fal-ai/flux-2/turbo": Model(
        _WORDS,
        {**_PNG, "image_size": _sized(512, 2048), "enable_prompt_expansion": bool},
        "images",
        0.008,
    ),
    "fal-ai/bytedance/seedream/v4.5/text-to-image": Model(
        _WORDS, {**_DREAM, "max_images": whole(1, 6)}, "images", 0.04
    ),
    "fal-ai/bytedance/seedream/v4.5/edit": Model(
        {**_WORDS, "image_urls": _pictures(10)},
        {**_DREAM, "max_images": whole(1, 6)},
        "images",
        0.04,
    ),
    "fal-ai/nano-banana-2": Model(_WORDS, _BANANA, "images"),
    "fal-ai/nano-banana-2/edit": Model({**_WORDS, "image_urls": _pictures(14)}, _BANANA, "images"),
    "fal-ai/minimax/speech-2.8-hd": Model(
        _WORDS,
        {"voice_setting": _voice, "language_boost": str, "output_format": {"url", "hex"}},
        "audio",
    ),
    "fal-ai/elevenlabs/music": Model(
        _WORDS, {"music_length_ms": whole(3000, 600_000), "force_instrumental": bool}, "audio"
    ),
    "fal-ai/elevenlabs/sound-effects/v2": Model(
        {"text": _ANY},
        {"duration_seconds": lambda it: isinstance(it, float | int) and 0.5 <= it <= 22},
        "audio",
    ),
}


class FakeFal(FakeTasks):
    """Whatever comes is queued, and what is wrong with it is told with the result.

    Here a form that no model takes is refused at once, so that nothing of that kind is overlooked.
    """

    troubles = frozenset({Trouble.INVALID, Trouble.AUTH, Trouble.FUNDS, Trouble.BUSY, Trouble.GONE})

    def is_known(self, question: Question) -> bool:
        """See `FakeTasks`."""
        return question.headers.get("authorization") == f"Key {self.key}"

    def id_of(self, number: int) -> str:
        """See `FakeTasks`."""
        return f"764cabcf-b745-4b3e-ae38-{number:012x}"

    def order(self, question: Question) -> Order | None:
        """See `FakeTasks`."""
        model = MODELS.get(question.path.strip("/"))
        if model is None:
            return None
        body = question.json
        complaint = wrong(body, model.needs, model.may)
        if complaint:
            raise Refused(_invalid(complaint))
        words = body.get("prompt") or body["text"]
        if model.gives == "images":
            return Order(_still_usd(model, body), words, aspect=_aspect(body))
        if model.gives == "audio":
            milliseconds = body.get("music_length_ms", 1000)
            seconds = float(body.get("duration_seconds", milliseconds / 1000))
            return Order(0.0, words, seconds, heard=True)
        seconds = int(body["duration"])
        usd = model.usd * (0.625 if body["resolution"] == "480P" else 1) if model.usd else 0.0
        if "seedance" in question.path:
            usd = _seedance_usd(body["resolution"], body["aspect_ratio"])
        return Order(usd * seconds, words, seconds, _aspect(body))

    def asked(self, question: Question) -> str | None:
        """See `FakeTasks`."""
        found = re.fullmatch(r"/[\w.-]+/[\w.-]+/requests/([\w-]+)/status", question.path)
        return found[1] if found else None

    def begun(self, call: Call) -> Reply:
        """An address of the result without the model's own path."""
        owner, app = call.path.strip("/").split("/")[:2]
        place = f"{self.url}/{owner}/{app}/requests/{call.id}"
        urls = {"response_url": place, "status_url": f"{place}/status"}
        more = {"status": "IN_QUEUE", "queue_position": 0, "cancel_url": f"{place}/cancel"}
        return Reply.of({"request_id": call.id, **urls, **more})

    def stands(self, call: Call, state: str) -> Reply:
        """See `FakeTasks`."""
        states = {"waiting": "IN_QUEUE", "working": "IN_PROGRESS"}
        body: dict[str, Any] = {"status": states.get(state, "COMPLETED"), "request_id": call.id}
        if state in ("fail", "moderated"):
            body |= {"error": "the request failed", "error_type": "unprocessable_entity"}
        return Reply.of(body, 202 if state in states else 200)

    def other(self, question: Question) -> Reply:
        """A result, or stopping: that is asked for, and what is under way is made all the same."""
        found = re.fullmatch(r"/[\w.-]+/[\w.-]+/requests/([\w-]+)(/cancel)?", question.path)
        if not found:
            return self.missing()
        call = self.find(found[1])
        if found[2]:
            return Reply.of({"status": "CANCELLATION_REQUESTED"}, 202)
        if call.fate == "fail":
            return Reply.of({"detail": "the runner died", "error_type": "internal_error"}, 500)
        if call.fate == "moderated":
            return _invalid("the content could not be processed", "content_policy_violation")
        if call.polls <= self.polls_before:
            return Reply.of({"detail": "Request is still in progress"}, 400)
        return Reply.of(self._result(call))

    def missing(self) -> Reply:
        """See `FakeTasks`."""
        return Reply.of({"detail": "Not Found"}, 404)

    def trouble(self, trouble: Trouble) -> Reply:
        """By the status of HTTP; an empty account is locked."""
        match trouble:
            case Trouble.BUSY:
                return Reply.of({"detail": "Too many requests"}, 429)
            case Trouble.FUNDS:
                return Reply.of({"detail": "User is locked. Reason: Exhausted balance."}, 403)
            case Trouble.AUTH:
                return Reply.of({"detail": f"the key {self.key} is not valid"}, 401)
            case Trouble.GONE:
                return Reply(403, b"", "text/plain")
        return _invalid("field required")

    def _result(self, call: Call) -> Any:
        gives = MODELS[call.path.strip("/")].gives
        file = {"url": self.link(call), "content_type": "application/octet-stream"}
        if gives == "images":
            return {"images": [file], "prompt": call.body["prompt"], "seed": 1}
        return {gives: file, "seed": 1}


def _still_usd(model: Model, body: Any) -> float:
    if model.usd == 0.008:
        return model.usd * int(body["image_size"]["width"] * body["image_size"]["height"]) / 1e6
    return model.usd


def _seedance_usd(resolution: str, aspect: str) -> float:
    wide, high = SIDES[resolution][UPRIGHT.get(aspect, aspect)]
    return TOKEN_USD * wide * high * 24 / 1024


def _aspect(body: Any) -> str:
    if "image_size" in body:
        return f"{body['image_size']['width']}:{body['image_size']['height']}"
    return str(body.get("aspect_ratio", "16:9"))


def _invalid(message: str, type_: str = "value_error") -> Reply:
    return Reply.of({"detail": [{"loc": ["body"], "msg": message, "type": type_}]}, 422)
