"""Vidu's API as its reference and its table of error codes describe it."""

from __future__ import annotations

import re
from typing import Any

from drama_compiler.contract import Trouble
from tests.doubles.fields import Rule, is_picture_uri, text, whole, wrong
from tests.doubles.server import Call, Question, Refused, Reply
from tests.doubles.tasks import FakeTasks, Order

CREDITS = {
    "viduq3-pro": {"540p": 9, "720p": 20, "1080p": 24},
    "viduq3": {"540p": 7, "720p": 12, "1080p": 15},
}
"""A second; a credit is half a cent."""

_COMMON: dict[str, Rule] = {
    "model": {"viduq3-pro"},
    "prompt": text(2000),
    "duration": whole(1, 16),
    "resolution": {"540p", "720p", "1080p"},
}
_ASPECT: dict[str, Rule] = {"aspect_ratio": {"16:9", "9:16", "1:1"}}
_REQUIRED: dict[str, dict[str, Rule]] = {
    "/text2video": _COMMON | _ASPECT,
    "/img2video": _COMMON | {"images": list},
    "/start-end2video": _COMMON | {"images": list},
    "/reference2video": _COMMON | _ASPECT | {"model": {"viduq3"}, "subjects": list},
}
_IMAGES = {"/img2video": 1, "/start-end2video": 2}
_STATES = {
    "waiting": "queueing",
    "working": "processing",
    "done": "success",
    "fail": "failed",
    "moderated": "failed",
    "cancelled": "failed",
}


class FakeVidu(FakeTasks):
    """It tells the credits; those of what came to nothing are given back."""

    def is_known(self, question: Question) -> bool:
        """See `FakeTasks`."""
        return question.headers.get("authorization") == f"Token {self.key}"

    def order(self, question: Question) -> Order | None:
        """See `FakeTasks`."""
        body, path = question.json, question.path
        if path not in _REQUIRED:
            return None
        optional: dict[str, Rule] = {"seed": whole(0, 2**31 - 1), "audio": bool}
        _refuse(wrong(body, _REQUIRED[path], optional))
        if path in _IMAGES:
            images = body["images"]
            if len(images) != _IMAGES[path] or not all(map(is_picture_uri, images)):
                _refuse("images are too many, too few, or none", "FieldItemCountOutOfRange")
        _subjects(body.get("subjects", []), body["prompt"])
        credits_ = CREDITS[body["model"]][body["resolution"]] * body["duration"]
        aspect = body.get("aspect_ratio", "16:9")
        return Order(credits_ / 200, body["prompt"], body["duration"], aspect)

    def asked(self, question: Question) -> str | None:
        """See `FakeTasks`."""
        found = re.fullmatch(r"/tasks/([\w-]+)/creations", question.path)
        return found[1] if found else None

    def begun(self, call: Call) -> Reply:
        """See `FakeTasks`."""
        return Reply.of({"task_id": call.id, "state": "created", "credits": _credits(call)})

    def stands(self, call: Call, state: str) -> Reply:
        """See `FakeTasks`."""
        codes = {
            "fail": "CreationFailed",
            "moderated": "CreationPolicyViolation",
            "cancelled": "UserCancelled",
        }
        made = [{"id": "c1", "url": self.link(call), "cover_url": f"{self.url}/cover"}]
        return Reply.of(
            {
                "id": call.id,
                "state": _STATES[state],
                "err_code": codes.get(state, ""),
                "credits": _credits(call),
                "creations": made if state == "done" else [],
            }
        )

    def other(self, question: Question) -> Reply:
        """A task can be stopped."""
        found = re.fullmatch(r"/tasks/([\w-]+)/cancel", question.path)
        if question.method == "POST" and found:
            call = self.find(found[1])
            call.fate, call.usd = "cancelled", 0.0
            return Reply.of({})
        return self.missing()

    def missing(self) -> Reply:
        """See `FakeTasks`."""
        return _error(404, "TaskNotFound")

    def trouble(self, trouble: Trouble) -> Reply:
        """By a word beside the status of HTTP: an empty account is a bad request too."""
        match trouble:
            case Trouble.BUSY:
                return _error(429, "QuotaExceeded")
            case Trouble.FUNDS:
                return _error(400, "CreditInsufficient")
            case Trouble.AUTH:
                return _error(401, "Unauthorized", f"the key {self.key} is not valid")
            case Trouble.GONE:
                return Reply(403, b"", "text/plain")
            case Trouble.MODERATED:
                return _error(400, "TaskPromptPolicyViolation")
        return _error(400, "BadRequest")

    troubles = frozenset(Trouble) - {Trouble.BROKEN}


def _subjects(subjects: list[Any], prompt: str) -> None:
    if len(subjects) > 7:
        _refuse("subjects are 7 at most", "FieldItemCountOutOfRange")
    for each in subjects:
        _refuse(wrong(each, {"name": str, "images": list}, {"voice_id": str}))
        if not 1 <= len(each["images"]) <= 3 or not all(map(is_picture_uri, each["images"])):
            _refuse("a subject has 1 to 3 images", "FieldItemCountOutOfRange")
        if not re.search(rf"@{re.escape(each['name'])}(?!\w)", prompt):
            _refuse(f"the subject {each['name']} is not used")


def _credits(call: Call) -> int:
    return round(call.usd * 200)


def _refuse(complaint: str, code: str = "FieldInvalid") -> None:
    if complaint:
        raise Refused(_error(400, code, complaint))


def _error(status: int, code: str, message: str = "") -> Reply:
    return Reply.of({"code": status, "reason": code, "message": message or code}, status)
