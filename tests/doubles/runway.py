"""Runway's API as the types of its own client and its pages describe it."""

from __future__ import annotations

import re
from typing import Any

from drama_compiler.contract import Trouble
from tests.doubles.fields import Rule, is_picture_uri, text, whole, wrong
from tests.doubles.server import Call, Question, Refused, Reply
from tests.doubles.tasks import FakeTasks, Order

VERSION = "2024-11-06"
TEXT_RATIOS = {"1280:720", "720:1280"}
IMAGE_RATIOS = TEXT_RATIOS | {"1104:832", "960:960", "832:1104", "1584:672"}
SEEDANCE_USD = {
    **dict.fromkeys(("992:432", "854:480", "752:560", "640:640", "560:752", "480:854"), 0.2),
    **dict.fromkeys(("1470:630", "1280:720", "1112:834", "960:960", "834:1112", "720:1280"), 0.3),
    **dict.fromkeys(
        ("2206:946", "1920:1080", "1664:1248", "1440:1440", "1248:1664", "1080:1920"), 0.68
    ),
}
STILL_USD = {
    **dict.fromkeys(("1280:720", "720:1280", "720:720", "960:720", "720:960", "1680:720"), 0.05),
    **dict.fromkeys(
        ("1920:1080", "1080:1920", "1080:1080", "1440:1080", "1080:1440", "2112:912"), 0.08
    ),
}

_SEED = whole(0, 2**32 - 1)
_GEN: dict[str, Rule] = {"model": {"gen4.5"}, "promptText": text(1000), "duration": whole(2, 10)}
_SEEDANCE: dict[str, Rule] = {
    "promptText": text(15000),
    "duration": whole(4, 30),
    "ratio": set(SEEDANCE_USD),
    "audio": bool,
    "seed": _SEED,
}
_STATES = {
    "waiting": "PENDING",
    "working": "RUNNING",
    "done": "SUCCEEDED",
    "fail": "FAILED",
    "moderated": "FAILED",
    "cancelled": "CANCELLED",
}


class FakeRunway(FakeTasks):
    """What it will not show it says after the work, and nothing says that this is free."""

    charges_failures = True
    troubles = frozenset({Trouble.INVALID, Trouble.AUTH, Trouble.BUSY, Trouble.GONE})

    def is_known(self, question: Question) -> bool:
        """See `FakeTasks`."""
        return super().is_known(question) and question.headers.get("x-runway-version") == VERSION

    def id_of(self, number: int) -> str:
        """See `FakeTasks`."""
        return f"17f20503-6c24-4c16-946b-{number:012x}"

    def order(self, question: Question) -> Order | None:
        """See `FakeTasks`."""
        ways = {
            "/v1/text_to_video": _video,
            "/v1/image_to_video": _video,
            "/v1/text_to_image": _still,
        }
        way = ways.get(question.path)
        if way is None:
            return None
        if not isinstance(question.json, dict):
            _refuse("the body is no object")
        return way(question.json, question.path == "/v1/image_to_video")

    def asked(self, question: Question) -> str | None:
        """See `FakeTasks`."""
        found = re.fullmatch(r"/v1/tasks/([\w-]+)", question.path)
        return found[1] if found else None

    def begun(self, call: Call) -> Reply:
        """See `FakeTasks`."""
        return Reply.of({"id": call.id})

    def stands(self, call: Call, state: str) -> Reply:
        """See `FakeTasks`."""
        body: dict[str, Any] = {
            "id": call.id,
            "status": "THROTTLED" if state == "working" else _STATES[state],
            "createdAt": "2026-11-22T10:00:00Z",
        }
        if state == "done":
            body["output"] = [self.link(call)]
        if state == "fail":
            body |= {"failure": "it went wrong", "failureCode": "INTERNAL.BAD_OUTPUT.CODE01"}
        if state == "moderated":
            body |= {"failure": "it cannot be shown", "failureCode": "SAFETY.OUTPUT.VIDEO"}
        return Reply.of(body)

    def other(self, question: Question) -> Reply:
        """A task can be stopped; one that is over is deleted."""
        id_ = self.asked(question)
        if question.method == "DELETE" and id_:
            self.find(id_).fate = "cancelled"
            return Reply(204, b"")
        return self.missing()

    def missing(self) -> Reply:
        """See `FakeTasks`."""
        return Reply.of({"error": "Not found"}, 404)

    def trouble(self, trouble: Trouble) -> Reply:
        """By the status of HTTP."""
        match trouble:
            case Trouble.BUSY:
                return Reply.of({"error": "Too many requests"}, 429)
            case Trouble.AUTH:
                return Reply.of({"error": f"the key {self.key} is not valid"}, 401)
            case Trouble.GONE:
                return Reply(403, b"", "text/plain")
        return Reply.of({"error": "Validation of body failed"}, 400)


def _video(body: Any, from_images: bool) -> Order:
    if body.get("model") == "gen4.5":
        ratios = IMAGE_RATIOS if from_images else TEXT_RATIOS
        required = {**_GEN, "ratio": ratios}
        if from_images:
            required["promptImage"] = list
        _refuse(wrong(body, required, {"seed": _SEED}))
        usd = 0.12 * body["duration"]
    else:
        images: dict[str, Rule] = {"promptImage": list} if from_images else {}
        _refuse(wrong(body, {"model": {"seedance2_5"}, **images}, _SEEDANCE))
        usd = SEEDANCE_USD[body["ratio"]] * body["duration"]
    _images(body)
    return Order(usd, body["promptText"], body["duration"], body["ratio"])


def _images(body: Any) -> None:
    images = body.get("promptImage", [])
    for image in images:
        _refuse(wrong(image, {"uri": is_picture_uri}, {"position": {"first", "last"}}))
    positions = [image.get("position", "") for image in images]
    if body["model"] == "gen4.5":
        if positions not in ([], ["first"]):
            _refuse("promptImage has the first frame, and no other")
    elif positions not in (["first"], ["first", "last"]) and any(positions):
        _refuse("frames and references cannot be mixed")
    if len(images) > 30:
        _refuse("promptImage has 30 at most")


def _still(body: Any, _: bool) -> Order:
    required: dict[str, Rule] = {
        "model": {"gen4_image"},
        "promptText": text(1000),
        "ratio": set(STILL_USD),
    }
    _refuse(wrong(body, required, {"referenceImages": list, "seed": _SEED}))
    references = body.get("referenceImages", [])
    if len(references) > 3:
        _refuse("referenceImages has 3 at most")
    tag = re.compile(r"[A-Za-z]\w{2,15}", re.ASCII)
    for each in references:
        _refuse(wrong(each, {"uri": is_picture_uri, "tag": lambda it: bool(tag.fullmatch(it))}, {}))
        if not re.search(rf"@{each['tag']}(?!\w)", body["promptText"]):
            _refuse(f"the reference {each['tag']} is not used")
    if len({each["tag"] for each in references}) < len(references):
        _refuse("two references have one tag")
    return Order(STILL_USD[body["ratio"]], body["promptText"], aspect=body["ratio"])


def _refuse(complaint: str) -> None:
    if complaint:
        raise Refused(Reply.of({"error": f"Validation of body failed: {complaint}"}, 400))
