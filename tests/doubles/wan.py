"""Model Studio's clips and images of Wan as its pages and its error codes describe them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from drama_compiler.contract import JobKind, Trouble
from tests.doubles.fields import Rule, is_picture_uri, text, whole, wrong
from tests.doubles.server import Call, Question, Refused, Reply
from tests.doubles.tasks import FakeTasks, Order

TASKS = "/services/aigc/video-generation/video-synthesis"
IMAGES = "/services/aigc/multimodal-generation/generation"
USD_A_SECOND = {
    "wan3.0-video": {"480P": 0.05, "720P": 0.1, "1080P": 0.2},
    "wan3.0-video-prime": {"480P": 0.068, "720P": 0.14, "1080P": 0.28},
    "wan2.7-t2v": {"720P": 0.1, "1080P": 0.15},
    "wan2.7-i2v": {"720P": 0.1, "1080P": 0.15},
}
USD_A_STILL = {"wan2.7-image": 0.03, "wan2.7-image-pro": 0.075}

_SEED = whole(0, 2**31 - 1)
_RATIOS = {"16:9", "9:16", "1:1", "4:3", "3:4"}
_BODY: dict[str, Rule] = {"model": set(USD_A_SECOND), "input": dict, "parameters": dict}
_PARAMETERS: dict[str, Rule] = {"prompt_extend": bool, "watermark": bool, "seed": _SEED}
_NEWEST: dict[str, Rule] = {"audio": bool, "ratio": _RATIOS | {"adaptive"}}
_INPUT: dict[str, dict[str, Rule]] = {
    "wan3.0": {"media": list},
    "wan2.7-t2v": {"negative_prompt": text(500), "audio_url": str},
    "wan2.7-i2v": {"negative_prompt": text(500), "media": list},
}
_MEDIA = {
    "wan3.0": {"first_frame", "last_frame", "reference_image"},
    "wan2.7-i2v": {"first_frame", "last_frame", "first_clip", "driving_audio"},
}
_STATES = {
    "waiting": "PENDING",
    "working": "RUNNING",
    "done": "SUCCEEDED",
    "fail": "FAILED",
    "moderated": "FAILED",
    "cancelled": "CANCELED",
}


class FakeWan(FakeTasks):
    """Only what comes to something is paid."""

    troubles = frozenset(Trouble) - {Trouble.BROKEN}
    at_once = (JobKind.PORTRAIT, JobKind.PLATE, JobKind.OBJECT, JobKind.FRAME)

    def id_of(self, number: int) -> str:
        """See `FakeTasks`."""
        return f"0385dc79-5ff8-4d82-bcb6-{number:012x}"

    def order(self, question: Question) -> Order | None:
        """See `FakeTasks`."""
        if question.path == TASKS:
            if question.headers.get("x-dashscope-async") != "enable":
                message = "current user api does not support synchronous calls"
                raise Refused(_error(403, "AccessDenied", message))
            return _clip(question.json)
        return _still(question.json) if question.path == IMAGES else None

    def asked(self, question: Question) -> str | None:
        """See `FakeTasks`."""
        found = re.fullmatch(r"/tasks/([\w-]+)", question.path)
        return found[1] if found else None

    def begun(self, call: Call) -> Reply:
        """An image is a link that is there at once."""
        if call.path == TASKS:
            return _ok({"task_id": call.id, "task_status": "PENDING"})
        if call.fate == "moderated":
            return self.trouble(Trouble.MODERATED)
        content = [{"image": self.link(call), "type": "image"}]
        message = {"role": "assistant", "content": content}
        return _ok({"choices": [{"finish_reason": "stop", "message": message}]})

    def stands(self, call: Call, state: str) -> Reply:
        """See `FakeTasks`."""
        output: dict[str, Any] = {"task_id": call.id, "task_status": _STATES[state]}
        if state == "done":
            output["video_url"] = self.link(call)
        codes = {"fail": "InternalError.Timeout", "moderated": "DataInspectionFailed"}
        if state in codes:
            output |= {"code": codes[state], "message": "it came to nothing"}
        return _ok(output)

    def other(self, question: Question) -> Reply:
        """See `FakeTasks`."""
        return _error(404, "InvalidURL", "no such path")

    def missing(self) -> Reply:
        """A task that it does not know is unknown."""
        return _ok({"task_id": "", "task_status": "UNKNOWN"})

    def corrupted(self, reply: Reply) -> Reply:
        """An answer without its link."""
        if reply.type != "application/json":
            return super().corrupted(reply)
        return replace(reply, data=json.dumps({"output": {"choices": []}}).encode())

    def trouble(self, trouble: Trouble) -> Reply:
        """By a code beside the status of HTTP."""
        match trouble:
            case Trouble.BUSY:
                return _error(429, "Throttling.RateQuota", "Requests rate limit exceeded")
            case Trouble.FUNDS:
                return _error(400, "Arrearage", "the account is in arrears")
            case Trouble.AUTH:
                return _error(401, "InvalidApiKey", f"the key {self.key} is not valid")
            case Trouble.GONE:
                return Reply(403, b"<Error/>", "application/xml")
            case Trouble.MODERATED:
                return _error(400, "DataInspectionFailed", "input may be inappropriate")
        return _error(400, "InvalidParameter", "invalid parameter")


def _clip(body: Any) -> Order:
    _refuse(wrong(body, _BODY, {}))
    model, given, parameters = body["model"], body["input"], body["parameters"]
    newest = model.startswith("wan3.0")
    family = "wan3.0" if newest else model
    _refuse(wrong(given, {"prompt": text(20000 if newest else 5000)}, _INPUT[family]))
    required: dict[str, Rule] = {
        "resolution": set(USD_A_SECOND[model]),
        "duration": whole(2, 30 if newest else 15),
    }
    ratio = {"ratio": _RATIOS} if model == "wan2.7-t2v" else {}
    _refuse(wrong(parameters, required, {**_PARAMETERS, **(_NEWEST if newest else ratio)}))
    images = given.get("media", [])
    for each in images:
        _refuse(wrong(each, {"type": _MEDIA[family], "url": is_picture_uri}, {}))
    types = sorted(each["type"] for each in images)
    frames = [type_ for type_ in types if type_ != "reference_image"]
    if frames not in ([], ["first_frame"], ["first_frame", "last_frame"]):
        _refuse("frames are a first one, or a first and a last")
    if len(types) - len(frames) > 10 or (model == "wan2.7-i2v" and not frames):
        _refuse("media are too many, or none")
    usd = USD_A_SECOND[model][parameters["resolution"]] * parameters["duration"]
    aspect = parameters.get("ratio", "16:9")
    return Order(usd, given["prompt"], parameters["duration"], aspect)


def _still(body: Any) -> Order:
    form: dict[str, Rule] = {"model": set(USD_A_STILL), "input": dict, "parameters": dict}
    _refuse(wrong(body, form, {}))
    _refuse(wrong(body["input"], {"messages": list}, {}))
    size = re.compile(r"(\d{3,4})\*(\d{3,4})")
    parameters: dict[str, Rule] = {
        "size": lambda it: bool(size.fullmatch(str(it))),
        "n": whole(1, 4),
        "watermark": bool,
    }
    _refuse(wrong(body["parameters"], parameters, {"seed": _SEED, "thinking_mode": bool}))
    (message,) = body["input"]["messages"]
    _refuse(wrong(message, {"role": {"user"}, "content": list}, {}))
    words = [each["text"] for each in message["content"] if "text" in each]
    images = [each["image"] for each in message["content"] if "image" in each]
    if len(words) != 1 or len(words[0]) > 5000:
        _refuse("content has one text of 5000 characters at most")
    if len(images) > 9 or not all(map(is_picture_uri, images)):
        _refuse("content has 9 images at most")
    found = size.fullmatch(body["parameters"]["size"])
    assert found
    wide, high = map(int, found.groups())
    if not 768 * 768 <= wide * high <= 2048 * 2048:
        _refuse("size is out of range")
    return Order(USD_A_STILL[body["model"]], words[0], aspect=f"{wide}:{high}")


def _refuse(complaint: str) -> None:
    if complaint:
        raise Refused(_error(400, "InvalidParameter", complaint))


def _ok(output: Any) -> Reply:
    return Reply.of({"request_id": "c1209113-8437-424f-a386-654321098765", "output": output})


def _error(status: int, code: str, message: str) -> Reply:
    return Reply.of({"code": code, "message": message, "request_id": "c1209113"}, status)
