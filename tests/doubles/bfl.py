"""Black Forest Labs as its own reference describes it: tasks that live in a region."""

from __future__ import annotations

import base64
from math import ceil
from typing import Any

import cv2
import numpy as np

from drama_compiler.contract import Trouble
from tests.doubles.fields import Rule, is_picture, text, whole, wrong
from tests.doubles.server import Call, Question, Refused, Reply
from tests.doubles.tasks import FakeTasks, Order

CENTS = {
    "/v1/flux-2-pro": (3.0, 1.5),
    "/v1/flux-2-max": (7.0, 3.0),
    "/v1/flux-2-flex": (6.0, 6.0),
    "/v1/flux-2-klein-9b": (1.5, 0.2),
    "/v1/flux-2-klein-4b": (1.4, 0.1),
}
CENTS_KONTEXT = {"/v1/flux-kontext-pro": 4.0, "/v1/flux-kontext-max": 8.0}
CENTS_A_SECOND = {"hd": 17.0, "fhd": 29.0}
CENTS_A_DRAFT_SECOND = 6.0
VIDEO = "/v1/flux-3-video"
REGION = "/eu1/get_result"
"""Not where one would look: an address that is put together leads nowhere."""
VIDEO_ASPECTS = {"auto", "21:9", "2:1", "16:9", "4:3", "1:1", "3:4", "9:16"}

_STATES = {
    "waiting": "Pending",
    "working": "Generating",
    "done": "Ready",
    "fail": "Error",
    "moderated": "Content Moderated",
}


class FakeBfl(FakeTasks):
    """What it will not show costs nothing; what fails is nowhere said to be free."""

    charges_failures = True
    troubles = frozenset(Trouble) - {Trouble.BROKEN, Trouble.MODERATED}

    def is_known(self, question: Question) -> bool:
        """See `FakeTasks`."""
        return question.headers.get("x-key") == self.key

    def order(self, question: Question) -> Order | None:
        """See `FakeTasks`."""
        path, body = question.path, question.json
        if path in CENTS:
            return _flux_2(path, body)
        if path in CENTS_KONTEXT:
            return _kontext(path, body)
        return _video(body) if path == VIDEO else None

    def asked(self, question: Question) -> str | None:
        """See `FakeTasks`."""
        return question.query.get("id") if question.path == REGION else None

    def begun(self, call: Call) -> Reply:
        """An id, what it costs, and where to ask."""
        cents = call.usd * 100
        if call.fate == "moderated":
            call.usd = 0.0
        polling = f"{self.url}{REGION}?id={call.id}"
        body = {"id": call.id, "polling_url": polling, "cost": cents, "input_mp": 0.0}
        return Reply.of({**body, "output_mp": 1.0})

    def stands(self, call: Call, state: str) -> Reply:
        """See `FakeTasks`."""
        body: dict[str, Any] = {"id": call.id, "status": _STATES[state], "result": None}
        body |= {"progress": None, "details": None, "preview": None}
        if state == "done":
            body |= {"result": {"sample": self.link(call), "prompt": call.body["prompt"]}}
            body |= {"cost": call.usd * 100, "progress": 1.0}
        if state == "moderated":
            if self.input_word in call.body["prompt"]:
                body["status"] = "Request Moderated"
            body["details"] = {"Moderation Reasons": ["Safety Filter"]}
        return Reply.of(body)

    def missing(self) -> Reply:
        """See `FakeTasks`."""
        return Reply.of({"id": "", "status": "Task not found", "result": None}, 404)

    def trouble(self, trouble: Trouble) -> Reply:
        """By the status of HTTP."""
        match trouble:
            case Trouble.BUSY:
                return Reply.of({"detail": "Too many active tasks"}, 429)
            case Trouble.AUTH:
                return Reply.of({"detail": f"Not authenticated - {self.key} is no key"}, 403)
            case Trouble.FUNDS:
                return Reply.of({"detail": "Insufficient credits"}, 402)
            case Trouble.GONE:
                return Reply(403, b"<Error><Code>AuthenticationFailed</Code></Error>", "text/xml")
        return _unprocessable("invalid")


def _flux_2(path: str, body: Any) -> Order:
    most = 4 if "klein" in path else 8
    optional: dict[str, Rule] = {
        **dict.fromkeys(_images(most), is_picture),
        "seed": int,
        "width": whole(64, 2048),
        "height": whole(64, 2048),
        "safety_tolerance": whole(0, 5),
        "output_format": {"jpeg", "png"},
    }
    if "flex" in path:
        optional |= {"prompt_upsampling": bool, "steps": whole(1, 50), "guidance": float}
    _refuse(wrong(body, {"prompt": text(32_000)}, optional))
    width, height = body.get("width", 1024), body.get("height", 1024)
    if width % 16 or height % 16:
        _refuse("width and height are multiples of 16")
    given = [body[name] for name in _images(most) if name in body]
    first, more = CENTS[path]
    outputs, inputs = _megapixels(width * height), sum(map(_pixels, given))
    cents = first + more * (outputs - 1) + more * _megapixels(inputs)
    return Order(cents / 100, body["prompt"], aspect=f"{width}:{height}")


def _kontext(path: str, body: Any) -> Order:
    optional: dict[str, Rule] = {
        **dict.fromkeys(_images(4), is_picture),
        "aspect_ratio": _is_kontext_shape,
        "seed": int,
        "safety_tolerance": whole(0, 6),
        "output_format": {"jpeg", "png", "webp"},
        "prompt_upsampling": bool,
    }
    _refuse(wrong(body, {"prompt": text(32_000)}, optional))
    return Order(CENTS_KONTEXT[path] / 100, body["prompt"], aspect=body["aspect_ratio"])


def _video(body: Any) -> Order:
    required: dict[str, Rule] = {"mode": {"t2v", "i2v"}, "prompt": text(32_000)}
    optional: dict[str, Rule] = {
        "keyframes": lambda it: isinstance(it, list) and all(map(is_picture, it)),
        "duration": whole(5, 20),
        "resolution": set(CENTS_A_SECOND),
        "aspect_ratio": VIDEO_ASPECTS,
        "generate_audio": bool,
        "draft": bool,
        "safety_tolerance": whole(0, 4),
        "version": str,
    }
    _refuse(wrong(body, required, optional))
    frames = body.get("keyframes")
    if (body["mode"] == "i2v") is (frames is None) or not 1 <= len(frames or [0]) <= 10:
        _refuse("keyframes are for i2v, from one to ten")
    drafted = body.get("draft", False)
    cents = CENTS_A_DRAFT_SECOND if drafted else CENTS_A_SECOND[body["resolution"]]
    seconds = body["duration"]
    return Order(cents * seconds / 100, body["prompt"], seconds, body["aspect_ratio"])


def _images(most: int) -> list[str]:
    return ["input_image", *(f"input_image_{place}" for place in range(2, most + 1))]


def _pixels(picture: str) -> int:
    image = cv2.imdecode(np.frombuffer(base64.b64decode(picture), np.uint8), cv2.IMREAD_COLOR)
    assert image is not None, "it was looked at before"
    return int(image.shape[0]) * int(image.shape[1])


def _megapixels(pixels: int) -> int:
    return ceil(pixels / (1024 * 1024))


def _is_kontext_shape(value: Any) -> bool:
    wide, _, high = str(value).partition(":")
    return 9 / 21 - 0.01 <= int(wide) / int(high) <= 21 / 9 + 0.01


def _refuse(complaint: str) -> None:
    if complaint:
        raise Refused(_unprocessable(complaint))


def _unprocessable(message: str) -> Reply:
    return Reply.of({"detail": [{"loc": ["body"], "msg": message, "type": "value_error"}]}, 422)
