"""Luma's current interface as the types of its own client describe it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from drama_compiler.contract import Trouble
from tests.doubles.fields import Rule, is_picture, text, wrong
from tests.doubles.server import Call, Question, Refused, Reply
from tests.doubles.tasks import FakeTasks, Order

VIDEO_ASPECTS = {"9:16", "3:4", "1:1", "4:3", "16:9", "21:9"}
STILL_ASPECTS = VIDEO_ASPECTS | {"3:1", "2:1", "3:2", "2:3", "1:2", "1:3"}
USD_A_STILL = {"uni-1": 0.0404, "uni-1-max": 0.1}
USD_A_REFERENCE = 0.003
USD_A_CLIP = 0.5
"""No list of these prices was found: what a reseller takes."""

_STATES = {
    "waiting": "queued",
    "working": "processing",
    "done": "completed",
    "fail": "failed",
    "moderated": "failed",
}


class FakeLuma(FakeTasks):
    """What it will not show it says after the work, and nothing says that this is free."""

    charges_failures = True
    troubles = frozenset({Trouble.INVALID, Trouble.AUTH, Trouble.BUSY, Trouble.GONE})

    def order(self, question: Question) -> Order | None:
        """See `FakeTasks`."""
        if question.path != "/generations":
            return None
        body = question.json
        is_video = isinstance(body, dict) and body.get("type") == "video"
        return _video(body) if is_video else _still(body)

    def asked(self, question: Question) -> str | None:
        """See `FakeTasks`."""
        found = re.fullmatch(r"/generations/([\w-]+)", question.path)
        return found[1] if found else None

    def begun(self, call: Call) -> Reply:
        """See `FakeTasks`."""
        return self._task(call, "waiting")

    def stands(self, call: Call, state: str) -> Reply:
        """See `FakeTasks`."""
        more: dict[str, Any] = {}
        if state == "done":
            more["output"] = [{"type": call.body["type"], "url": self.link(call)}]
        if state == "fail":
            more |= {"failure_code": "generation_failed", "failure_reason": None}
        if state == "moderated":
            more |= {"failure_code": "content_moderated", "failure_reason": "it is not allowed"}
        return self._task(call, state, **more)

    def missing(self) -> Reply:
        """See `FakeTasks`."""
        return Reply.of({"detail": "Not found"}, 404)

    def trouble(self, trouble: Trouble) -> Reply:
        """By the status of HTTP."""
        match trouble:
            case Trouble.BUSY:
                return Reply.of({"detail": "Too many requests"}, 429)
            case Trouble.AUTH:
                return Reply.of({"detail": f"the key {self.key} is not valid"}, 401)
            case Trouble.GONE:
                return Reply(403, b"<Error><Code>AccessDenied</Code></Error>", "application/xml")
        return Reply.of({"detail": "invalid request"}, 400)

    def _task(self, call: Call, state: str, **more: Any) -> Reply:
        body = {
            "id": call.id,
            "type": call.body["type"],
            "model": call.body["model"],
            "state": _STATES[state],
            "created_at": "2026-11-22T10:00:00Z",
            "output": [],
            "failure_code": None,
        }
        return Reply.of({**body, **more})


def _video(body: Any) -> Order:
    required: dict[str, Rule] = {
        "model": {"ray-3.2"},
        "type": {"video"},
        "prompt": text(6000),
        "video": dict,
    }
    _refuse(wrong(body, required, {"aspect_ratio": VIDEO_ASPECTS}))
    video = body["video"]
    optional: dict[str, Rule] = {
        "resolution": {"360p", "540p", "720p", "1080p"},
        "duration": {"5s", "10s"},
        "start_frame": _is_reference,
        "end_frame": _is_reference,
        "keyframes": lambda it: isinstance(it, list) and all(map(_is_reference, it)),
        "keyframe_indexes": list,
    }
    _refuse(wrong(video, {}, optional))
    long = video.get("duration") == "10s"
    framed = {"start_frame", "end_frame"} & video.keys()
    keys, indexes = video.get("keyframes", []), video.get("keyframe_indexes", [])
    if framed and (long or keys):
        _refuse("frames cannot be combined with 10s, or with keyframes")
    last = 240 if long else 120
    rising = all(one < next_ for one, next_ in pairwise(indexes))
    if len(keys) != len(indexes) or not rising or any(not 0 <= each <= last for each in indexes):
        _refuse("keyframe_indexes do not fit")
    seconds = 10 if long else 5
    return Order(USD_A_CLIP * seconds / 5, body["prompt"], seconds, body["aspect_ratio"])


def _still(body: Any) -> Order:
    required: dict[str, Rule] = {
        "model": set(USD_A_STILL),
        "type": {"image"},
        "prompt": text(6000),
    }
    optional: dict[str, Rule] = {
        "aspect_ratio": STILL_ASPECTS,
        "output_format": {"png", "jpeg"},
        "image_ref": lambda it: isinstance(it, list) and all(map(_is_reference, it)),
    }
    _refuse(wrong(body, required, optional))
    references = len(body.get("image_ref", ()))
    if references > 9:
        _refuse("image_ref has 9 at most")
    usd = USD_A_STILL[body["model"]] + USD_A_REFERENCE * references
    return Order(usd, body["prompt"], aspect=body["aspect_ratio"])


def _is_reference(value: Any) -> bool:
    types = {"image/png", "image/jpeg", "image/webp"}
    return not wrong(value, {"data": is_picture, "media_type": types}, {})


def _refuse(complaint: str) -> None:
    if complaint:
        raise Refused(Reply.of({"detail": complaint}, 422))
