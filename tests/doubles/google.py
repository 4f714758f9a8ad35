"""Google's interactions and images as the types of its own client describe them."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace
from typing import Any

from drama_compiler.contract import JobKind, Trouble
from tests.doubles.fields import Rule, is_picture, text, wrong
from tests.doubles.server import Call, Question, Refused, Reply
from tests.doubles.tasks import FakeTasks, Order

USD_A_SECOND = {
    ("gemini-omni-1.2-flash", "360p"): 0.0232,
    ("gemini-omni-1.2-flash", "720p"): 0.0695,
    ("gemini-omni-1.2-flash", "1080p"): 0.1043,
    ("gemini-omni-1.2-flash", "4k"): 0.2085,
    ("gemini-omni-1.1-flash", "720p"): 0.1,
    ("gemini-omni-1.1-flash", "360p"): 0.0334,
}
REFERENCES_MAX = {"gemini-omni-1.2-flash": 6, "gemini-omni-1.1-flash": 5}
USD_A_STILL = {
    "gemini-3.1-flash-image": 0.067,
    "gemini-3-pro-image": 0.134,
    "gemini-3.1-flash-lite-image": 0.034,
    "gemini-nano-banana-2.1": 0.034,
}
ASPECTS = {"1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9"}
TYPES = {"image/png", "image/jpeg", "image/webp"}

_BODY: dict[str, Rule] = {
    "model": set(REFERENCES_MAX),
    "input": list,
    "background": bool,
    "store": bool,
    "response_format": dict,
    "generation_config": dict,
}
_FORMAT: dict[str, Rule] = {
    "type": {"video"},
    "aspect_ratio": {"16:9", "9:16"},
    "duration": {f"{each}s" for each in range(3, 11)},
    "resolution": {"360p", "720p", "1080p", "4k"},
    "delivery": {"inline", "uri"},
}
_STATES = {
    "waiting": "queued",
    "working": "in_progress",
    "done": "completed",
    "fail": "failed",
    "moderated": "completed",
    "cancelled": "cancelled",
}


class FakeGoogle(FakeTasks):
    """A clip that it withholds is a success without one; its files ask for the key."""

    charges_failures = True
    troubles = frozenset(Trouble) - {Trouble.BROKEN, Trouble.FUNDS, Trouble.MODERATED}
    at_once = (JobKind.PORTRAIT, JobKind.PLATE, JobKind.OBJECT, JobKind.FRAME)

    def is_known(self, question: Question) -> bool:
        """See `FakeTasks`."""
        return question.headers.get("x-goog-api-key") == self.key

    def order(self, question: Question) -> Order | None:
        """See `FakeTasks`."""
        if question.path == "/v1beta/interactions":
            return _clip(question.json)
        found = re.fullmatch(r"/v1beta/models/([\w.-]+):generateContent", question.path)
        return _still(question.json, found[1]) if found else None

    def asked(self, question: Question) -> str | None:
        """See `FakeTasks`."""
        found = re.fullmatch(r"/v1beta/interactions/(\w+)", question.path)
        return found[1] if found else None

    def begun(self, call: Call) -> Reply:
        """An image comes at once, unless it is withheld."""
        if call.path == "/v1beta/interactions":
            return self._interaction(call, "in_progress")
        if call.fate == "moderated":
            return Reply.of({"candidates": [{"finishReason": "IMAGE_SAFETY"}]})
        data = base64.b64encode(call.media).decode()
        parts = [{"inlineData": {"mimeType": "image/png", "data": data}}]
        return Reply.of({"candidates": [{"content": {"parts": parts}, "finishReason": "STOP"}]})

    def stands(self, call: Call, state: str) -> Reply:
        """See `FakeTasks`."""
        more: dict[str, Any] = {}
        if state == "fail":
            more["error"] = {"message": "internal error"}
        if state == "done":
            uri = f"{self.url}/v1beta/files/{call.id}"
            content = [{"type": "video", "uri": uri, "mime_type": "video/mp4"}]
            more["steps"] = [{"type": "model_output", "content": content}]
        return self._interaction(call, _STATES[state], **more)

    def other(self, question: Question) -> Reply:
        """Files, and stopping."""
        file = re.fullmatch(r"/v1beta/files/(\w+):download", question.path)
        if file and question.query.get("alt") == "media":
            call = self.find(file[1])
            return self.at("download", question, lambda _: self.given(call))
        stopped = re.fullmatch(r"/v1beta/interactions/(\w+)/cancel", question.path)
        if stopped and question.method == "POST":
            self.find(stopped[1]).fate = "cancelled"
            return Reply.of({})
        return self.missing()

    def missing(self) -> Reply:
        """See `FakeTasks`."""
        return _error(404, "NOT_FOUND", "Requested entity was not found.")

    def corrupted(self, reply: Reply) -> Reply:
        """Another image in the same envelope."""
        if reply.type != "application/json":
            return super().corrupted(reply)
        body = json.loads(reply.data)
        data = base64.b64encode(b"no image at all").decode()
        body["candidates"][0]["content"]["parts"][0]["inlineData"]["data"] = data
        return replace(reply, data=json.dumps(body).encode())

    def trouble(self, trouble: Trouble) -> Reply:
        """By a word beside the status of HTTP."""
        match trouble:
            case Trouble.BUSY:
                return _error(429, "RESOURCE_EXHAUSTED", "quota exceeded")
            case Trouble.AUTH:
                return _error(403, "PERMISSION_DENIED", f"the key {self.key} is not valid")
            case Trouble.GONE:
                return self.missing()
        return _error(400, "INVALID_ARGUMENT", "invalid argument")

    def _interaction(self, call: Call, status: str, **more: Any) -> Reply:
        body = {"id": call.id, "object": "interaction", "model": call.body["model"]}
        return Reply.of({**body, "status": status, "steps": [], **more})


def _clip(body: Any) -> Order:
    _refuse(wrong(body, _BODY, {}))
    form, config = body["response_format"], body["generation_config"]
    _refuse(wrong(form, _FORMAT, {}))
    _refuse(wrong(config, {"video_config": dict}, {}))
    tasks = {"text_to_video", "image_to_video", "reference_to_video"}
    _refuse(wrong(config["video_config"], {"task": tasks}, {}))
    images = [each for each in body["input"] if each.get("type") == "image"]
    words = [each for each in body["input"] if each.get("type") == "text"]
    for each in images:
        _refuse(wrong(each, {"type": str, "mime_type": TYPES, "data": is_picture}, {}))
    if len(words) != 1 or wrong(words[0], {"type": str, "text": text(10**6)}, {}):
        _refuse("one text")
    most = REFERENCES_MAX[body["model"]]
    counts = {"text_to_video": (0, 0), "image_to_video": (1, 1), "reference_to_video": (1, most)}
    least, most = counts[config["video_config"]["task"]]
    if not least <= len(images) <= most:
        _refuse("the images do not fit the task")
    for place in re.findall(r"<IMAGE_REF_(\d+)>", words[0]["text"]):
        if int(place) >= len(images):
            _refuse(f"there is no image {place}")
    usd = USD_A_SECOND.get((body["model"], form["resolution"]))
    if usd is None:
        raise Refused(_error(400, "INVALID_ARGUMENT", "no such resolution"))
    seconds = int(form["duration"][:-1])
    return Order(usd * seconds, words[0]["text"], seconds, form["aspect_ratio"])


def _still(body: Any, model: str) -> Order:
    if model not in USD_A_STILL:
        raise Refused(_error(404, "NOT_FOUND", f"models/{model} is not found"))
    _refuse(wrong(body, {"contents": list, "generationConfig": dict}, {}))
    required: dict[str, Rule] = {"responseModalities": list, "imageConfig": dict}
    _refuse(wrong(body["generationConfig"], required, {}))
    sizes: dict[str, Rule] = {"aspectRatio": ASPECTS, "imageSize": {"512", "1K", "2K", "4K"}}
    image = body["generationConfig"]["imageConfig"]
    _refuse(wrong(image, sizes, {}))
    (content,) = body["contents"]
    _refuse(wrong(content, {"role": {"user"}, "parts": list}, {}))
    images = [part["inlineData"] for part in content["parts"] if "inlineData" in part]
    words = [part["text"] for part in content["parts"] if "text" in part]
    for each in images:
        _refuse(wrong(each, {"mimeType": TYPES, "data": is_picture}, {}))
    if len(images) > 14 or len(words) != 1:
        _refuse("14 images at most, and one text")
    return Order(USD_A_STILL[model], words[0], aspect=image["aspectRatio"])


def _refuse(complaint: str) -> None:
    if complaint:
        raise Refused(_error(400, "INVALID_ARGUMENT", complaint))


def _error(status: int, code: str, message: str) -> Reply:
    return Reply.of({"error": {"code": status, "status": code, "message": message}}, status)
