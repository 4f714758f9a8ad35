"""ModelArk's tasks and images as the types of its own client and its error codes describe them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from drama_compiler.contract import JobKind, Trouble
from tests.doubles.fields import Rule, is_picture_uri, text, whole, wrong
from tests.doubles.server import Call, Question, Refused, Reply
from tests.doubles.tasks import FakeTasks, Order

TASKS = "/contents/generations/tasks"
USD_A_SECOND = {
    "dreamina-seedance-2-5-260628": {"480p": 0.103, "720p": 0.231},
    "dreamina-seedance-2-0-260128": {"480p": 0.07, "720p": 0.15, "1080p": 0.37, "4k": 0.78},
    "dreamina-seedance-2-0-fast-260128": {"720p": 0.12},
    "dreamina-seedance-2-0-mini-260615": {"720p": 0.08},
    "seedance-1-5-pro-251215": {"720p": 0.052},
}
SECONDS_MAX = {"dreamina-seedance-2-5-260628": 30, "seedance-1-5-pro-251215": 12}
REFERENCES_MAX = {"dreamina-seedance-2-5-260628": 30, "seedance-1-5-pro-251215": 0}
USD_A_STILL = {
    "seedream-5-0-260128": 0.035,
    "dola-seedream-5-0-pro-260628": 0.09,
    "seedream-4-5-251128": 0.04,
    "seedream-4-0-250828": 0.03,
}
PIXELS_MIN = {"dola-seedream-5-0-pro-260628": 1024 * 1024, "seedream-4-0-250828": 1280 * 720}
PIXELS_MAX = {"dola-seedream-5-0-pro-260628": 2048 * 2048}

_TASK: dict[str, Rule] = {"model": set(USD_A_SECOND), "content": list}
_TASK_MORE: dict[str, Rule] = {
    "resolution": {"480p", "720p", "1080p", "4k"},
    "ratio": {"16:9", "4:3", "1:1", "3:4", "9:16", "21:9", "adaptive"},
    "duration": whole(4, 30),
    "generate_audio": bool,
    "watermark": bool,
    "return_last_frame": bool,
}
_OLDER: dict[str, Rule] = {"seed": whole(-1, 2**32 - 1), "camera_fixed": bool}
_IMAGE: dict[str, Rule] = {
    "model": set(USD_A_STILL),
    "prompt": text(4000),
    "size": lambda it: bool(re.fullmatch(r"\d{3,4}x\d{3,4}", str(it))),
}
_IMAGE_MORE: dict[str, Rule] = {
    "image": list,
    "response_format": {"url", "b64_json"},
    "watermark": bool,
}
_STATES = {
    "waiting": "queued",
    "working": "running",
    "done": "succeeded",
    "fail": "failed",
    "moderated": "failed",
    "cancelled": "cancelled",
}


class FakeArk(FakeTasks):
    """Nothing says that what comes to nothing is free."""

    charges_failures = True
    troubles = frozenset(Trouble) - {Trouble.BROKEN}
    at_once = (JobKind.PORTRAIT, JobKind.PLATE, JobKind.OBJECT, JobKind.FRAME)

    def id_of(self, number: int) -> str:
        """See `FakeTasks`."""
        return f"cgt-20261123-{number:05d}"

    def order(self, question: Question) -> Order | None:
        """See `FakeTasks`."""
        ways = {TASKS: _clip, "/images/generations": _still}
        way = ways.get(question.path)
        return way(question.json) if way else None

    def asked(self, question: Question) -> str | None:
        """See `FakeTasks`."""
        found = re.fullmatch(rf"{TASKS}/([\w-]+)", question.path)
        return found[1] if found else None

    def begun(self, call: Call) -> Reply:
        """An image is a link that is there at once, unless it is withheld."""
        if call.path == TASKS:
            return Reply.of({"id": call.id})
        if call.fate == "moderated":
            error = {"code": "OutputImageSensitiveContentDetected", "message": "it is withheld"}
            return Reply.of({"model": call.body["model"], "data": [{"error": error}]})
        made = [{"url": self.link(call), "size": call.body["size"]}]
        return Reply.of({"model": call.body["model"], "created": 1764000000, "data": made})

    def stands(self, call: Call, state: str) -> Reply:
        """See `FakeTasks`."""
        body: dict[str, Any] = {
            "id": call.id,
            "model": call.body["model"],
            "status": _STATES[state],
            "created_at": 1764000000,
        }
        if state == "done":
            body["content"] = {"video_url": self.link(call)}
            body["usage"] = {"completion_tokens": 108900, "total_tokens": 108900}
        codes = {"fail": "InternalServiceError", "moderated": "OutputVideoSensitiveContentDetected"}
        if state in codes:
            body["error"] = {"code": codes[state], "message": "it came to nothing"}
        return Reply.of(body)

    def other(self, question: Question) -> Reply:
        """A task that waits can be stopped; of another the record is deleted."""
        id_ = self.asked(question)
        if question.method != "DELETE" or not id_:
            return self.missing()
        call = self.find(id_)
        if call.polls > self.polls_before:
            raise AssertionError("the record of what was made is deleted")
        call.fate, call.usd = "cancelled", 0.0
        return Reply.of({})

    def missing(self) -> Reply:
        """See `FakeTasks`."""
        return _error(404, "ResourceNotFound", "The specified task is not found.")

    def corrupted(self, reply: Reply) -> Reply:
        """An answer without its link."""
        if reply.type != "application/json":
            return super().corrupted(reply)
        return replace(reply, data=json.dumps({**json.loads(reply.data), "data": []}).encode())

    def trouble(self, trouble: Trouble) -> Reply:
        """By a code beside the status of HTTP."""
        match trouble:
            case Trouble.BUSY:
                return _error(429, "ModelAccountRpmRateLimitExceeded", "too many requests")
            case Trouble.FUNDS:
                return _error(403, "AccountOverdueError", "the account is overdue")
            case Trouble.AUTH:
                return _error(401, "AuthenticationError", f"the key {self.key} is not valid")
            case Trouble.GONE:
                return Reply(403, b"<Error/>", "application/xml")
            case Trouble.MODERATED:
                return _error(400, "InputTextSensitiveContentDetected", "not with us")
        return _error(400, "InvalidParameter", "invalid parameter")


def _clip(body: Any) -> Order:
    model = body.get("model", "")
    more = {**_TASK_MORE, **(_OLDER if model.startswith("seedance-1-") else {})}
    _refuse(wrong(body, _TASK, more))
    words = [each for each in body["content"] if each.get("type") == "text"]
    images = [each for each in body["content"] if each.get("type") != "text"]
    if len(words) != 1 or wrong(words[0], {"type": str, "text": text(4096)}, {}):
        _refuse("content has exactly one text of 4096 characters at most")
    for each in images:
        required: dict[str, Rule] = {
            "type": {"image_url"},
            "role": {"first_frame", "last_frame", "reference_image"},
            "image_url": lambda it: not wrong(it, {"url": is_picture_uri}, {}),
        }
        _refuse(wrong(each, required, {}))
    roles = sorted(each["role"] for each in images)
    if "reference_image" in roles:
        if set(roles) != {"reference_image"}:
            _refuse("frames and references exclude each other")
        if len(roles) > REFERENCES_MAX.get(model, 9):
            _refuse("too many references")
    elif roles not in ([], ["first_frame"], ["first_frame", "last_frame"]):
        _refuse("frames are a first one, or a first and a last")
    for place in re.findall(r"\bimage (\d+)\b", words[0]["text"]):
        if int(place) > len(images):
            _refuse(f"there is no image {place}")
    usd = USD_A_SECOND[model].get(body.get("resolution", "720p"))
    if usd is None or body["duration"] > SECONDS_MAX.get(model, 15):
        raise Refused(_error(400, "InvalidParameter", "not with this model"))
    ratio = body.get("ratio", "adaptive")
    aspect = "16:9" if ratio == "adaptive" else ratio
    return Order(usd * body["duration"], words[0]["text"], body["duration"], aspect)


def _still(body: Any) -> Order:
    model = body.get("model", "")
    more = dict(_IMAGE_MORE)
    if "-5-0-" in model:
        more["output_format"] = {"png", "jpeg"}
    if "-pro-" not in model:
        more["sequential_image_generation"] = {"auto", "disabled"}
    _refuse(wrong(body, _IMAGE, more))
    images = body.get("image", [])
    if len(images) > (14 if "-4-" in model else 10) or not all(map(is_picture_uri, images)):
        _refuse("image is too many, or no picture")
    wide, _, high = body["size"].partition("x")
    pixels = int(wide) * int(high)
    if not PIXELS_MIN.get(model, 2560 * 1440) <= pixels <= PIXELS_MAX.get(model, 4096 * 4096):
        _refuse("size is out of range")
    return Order(USD_A_STILL[model], body["prompt"], aspect=f"{wide}:{high}")


def _refuse(complaint: str) -> None:
    if complaint:
        raise Refused(_error(400, "InvalidParameter", complaint))


def _error(status: int, code: str, message: str) -> Reply:
    return Reply.of({"error": {"code": code, "message": message, "type": "BadRequest"}}, status)
