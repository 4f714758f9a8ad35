"""MiniMax's two interfaces of clips as their reference and their error codes describe them."""

from __future__ import annotations

import re
from typing import Any

from drama_compiler.contract import Trouble
from tests.doubles.fields import Rule, is_picture_uri, text, whole, wrong
from tests.doubles.server import Call, Question, Refused, Reply
from tests.doubles.tasks import FakeTasks, Order

USD_A_CLIP = {
    ("MiniMax-Hailuo-2.3", "768P", 6): 0.28,
    ("MiniMax-Hailuo-2.3", "768P", 10): 0.56,
    ("MiniMax-Hailuo-2.3", "1080P", 6): 0.49,
    ("MiniMax-Hailuo-02", "512P", 6): 0.1,
    ("MiniMax-Hailuo-02", "512P", 10): 0.15,
}
USD_A_SECOND = {"768P": 0.08, "2K": 0.13}
IMAGES_FREE = 5
USD_AN_IMAGE = 0.04
COMMANDS = {
    *("Truck left", "Truck right", "Pan left", "Pan right", "Push in", "Pull out", "Shake"),
    *("Pedestal up", "Pedestal down", "Tilt up", "Tilt down", "Zoom in", "Zoom out"),
    *("Tracking shot", "Static shot"),
}

_V1: dict[str, Rule] = {
    "model": {"MiniMax-Hailuo-2.3", "MiniMax-Hailuo-02"},
    "prompt": text(2000),
    "duration": {6, 10},
    "resolution": {"512P", "768P", "1080P"},
}
_V1_MORE: dict[str, Rule] = {
    "prompt_optimizer": bool,
    "first_frame_image": is_picture_uri,
    "last_frame_image": is_picture_uri,
}
_V2: dict[str, Rule] = {
    "model": {"MiniMax-H3"},
    "content": list,
    "duration": whole(5, 15),
    "resolution": set(USD_A_SECOND),
}
_V2_MORE: dict[str, Rule] = {
    "ratio": {"adaptive", "21:9", "16:9", "4:3", "1:1", "3:4", "9:16"},
    "seed": whole(-1, 2**32 - 1),
}
_V1_STATES = {
    "waiting": "Queueing",
    "working": "Processing",
    "done": "Success",
    "fail": "Fail",
    "moderated": "Fail",
}
_V2_STATES = {
    "waiting": "queued",
    "working": "running",
    "done": "succeeded",
    "fail": "failed",
    "moderated": "failed",
}


class FakeMinimax(FakeTasks):
    """The first interface tells its errors with a status of 200."""

    charges_failures = True
    troubles = frozenset(Trouble) - {Trouble.BROKEN}

    def order(self, question: Question) -> Order | None:
        """See `FakeTasks`."""
        ways = {"/v1/video_generation": _fields, "/v2/video_generation": _content}
        way = ways.get(question.path)
        return way(question.json) if way else None

    def asked(self, question: Question) -> str | None:
        """See `FakeTasks`."""
        if question.path == "/v1/query/video_generation":
            return self._of(question.query.get("task_id", ""), "/v1")
        found = re.fullmatch(r"/v2/query/video_generation/(\w+)", question.path)
        return self._of(found[1], "/v2") if found else None

    def begun(self, call: Call) -> Reply:
        """See `FakeTasks`."""
        return _ok({"task_id": call.id}) if _is_v1(call) else Reply.of({"task_id": call.id})

    def stands(self, call: Call, state: str) -> Reply:
        """See `FakeTasks`."""
        if _is_v1(call):
            body = {"task_id": call.id, "status": _V1_STATES[state]}
            if state == "done":
                body["file_id"] = f"9{call.id}"
            return _error(1027, "output sensitive", **body) if state == "moderated" else _ok(body)
        task: dict[str, Any] = {"id": call.id, "status": _V2_STATES[state]}
        if state == "done":
            task["content"] = {"url": self.link(call)}
        if state in ("fail", "moderated"):
            code = "1027" if state == "moderated" else "1000"
            task["error"] = {"code": code, "message": "it came to nothing"}
        return Reply.of({"task": task})

    def other(self, question: Question) -> Reply:
        """A file has a link."""
        if question.path != "/v1/files/retrieve":
            return self.missing()
        call = self.find(question.query.get("file_id", "")[1:])
        file = {"file_id": int(f"9{call.id}"), "filename": "output.mp4"}
        return _ok({"file": {**file, "download_url": self.link(call)}})

    def missing(self) -> Reply:
        """See `FakeTasks`."""
        return _error(2013, "invalid params: there is no such thing")

    def trouble(self, trouble: Trouble) -> Reply:
        """Of the first interface."""
        match trouble:
            case Trouble.BUSY:
                return _error(1002, "rate limit")
            case Trouble.FUNDS:
                return _error(1008, "insufficient balance")
            case Trouble.AUTH:
                return _error(1004, f"the key {self.key} is not valid")
            case Trouble.GONE:
                return Reply(403, b"<Error/>", "application/xml")
            case Trouble.MODERATED:
                return _error(1026, "input sensitive")
        return _error(2013, "invalid params")

    def _of(self, id_: str, version: str) -> str:
        if not self.find(id_).path.startswith(version):
            raise Refused(self.missing())
        return id_


def _fields(body: Any) -> Order:
    _refuse(wrong(body, _V1, _V1_MORE))
    usd = USD_A_CLIP.get((body["model"], body["resolution"], body["duration"]))
    if usd is None:
        raise Refused(_error(2013, "invalid params: there is no such resolution and duration"))
    if "last_frame_image" in body and body["model"] != "MiniMax-Hailuo-02":
        _refuse("last_frame_image is not supported")
    for command in re.findall(r"\[([^\]]+)\]", body["prompt"]):
        if command not in COMMANDS:
            _refuse(f"[{command}] is no command")
    return Order(usd, body["prompt"], body["duration"])


def _content(body: Any) -> Order:
    _refuse(wrong(body, _V2, _V2_MORE))
    words = [each for each in body["content"] if each.get("type") == "text"]
    images = [each for each in body["content"] if each.get("type") != "text"]
    if len(words) != 1 or wrong(words[0], {"type": {"text"}, "text": text(7000)}, {}):
        _refuse("exactly one text of 7000 characters at most")
    for each in images:
        required: dict[str, Rule] = {
            "type": {"image_url"},
            "role": {"first_frame", "last_frame", "reference_image"},
            "image_url": lambda it: not wrong(it, {"url": is_picture_uri}, {}),
        }
        _refuse(wrong(each, required, {}))
    roles = [each["role"] for each in images]
    if "reference_image" in roles and set(roles) != {"reference_image"}:
        _refuse("frames and references exclude each other")
    if len(roles) > 9 or roles.count("first_frame") > 1 or roles.count("last_frame") > 1:
        _refuse("too many images")
    if not images and body.get("ratio", "adaptive") == "adaptive":
        _refuse("ratio is required")
    usd = USD_A_SECOND[body["resolution"]] * body["duration"]
    usd += USD_AN_IMAGE * max(0, len(images) - IMAGES_FREE)
    return Order(usd, words[0]["text"], body["duration"], body.get("ratio", "16:9"))


def _is_v1(call: Call) -> bool:
    return call.path.startswith("/v1/")


def _refuse(complaint: str) -> None:
    if complaint:
        raise Refused(_error(2013, f"invalid params: {complaint}"))


def _ok(body: Any) -> Reply:
    return Reply.of({**body, "base_resp": {"status_code": 0, "status_msg": "success"}})


def _error(code: int, message: str, **body: Any) -> Reply:
    return Reply.of({**body, "base_resp": {"status_code": code, "status_msg": message}})
