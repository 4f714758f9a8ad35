"""Kling's API, the first family of its routes, as its reference and its error table describe it."""

from __future__ import annotations

import re
from typing import Any

from drama_compiler.contract import Trouble
from tests.doubles.fields import Rule, is_picture, text, whole, wrong
from tests.doubles.server import Call, Question, Refused, Reply
from tests.doubles.tasks import FakeTasks, Order

USD_A_SECOND = {
    ("kling-v3-omni", "std", "off"): 0.084,
    ("kling-v3-omni", "pro", "off"): 0.112,
    ("kling-v3", "std", "off"): 0.084,
    ("kling-v3", "std", "on"): 0.126,
    ("kling-v3", "pro", "off"): 0.112,
    ("kling-v3", "pro", "on"): 0.168,
    ("kling-v3", "4k", "off"): 0.42,
    ("kling-v2-6", "std", "off"): 0.042,
    ("kling-v2-6", "pro", "off"): 0.07,
    ("kling-v1-6", "std", "off"): 0.05,
}
USD_A_STILL = {"1k": 0.028, "2k": 0.028, "4k": 0.056}
ASPECTS = {"16:9", "9:16", "1:1"}

_LENGTHS = {str(each) for each in range(3, 16)}
_COMMON: dict[str, Rule] = {
    "model_name": str,
    "mode": {"std", "pro", "4k"},
    "duration": _LENGTHS,
    "sound": {"on", "off"},
    "prompt": text(2500),
    "multi_shot": bool,
    "shot_type": {"customize", "intelligence"},
    "multi_prompt": list,
    "external_task_id": str,
    "aspect_ratio": ASPECTS,
}
_VIDEO = _COMMON | {"negative_prompt": text(2500, 0), "camera_control": dict}
_AXES = {"horizontal", "vertical", "pan", "tilt", "roll", "zoom"}
_FIELDS: dict[str, dict[str, Rule]] = {
    "/v1/videos/text2video": _VIDEO,
    "/v1/videos/image2video": {
        **{name: rule for name, rule in _VIDEO.items() if name != "aspect_ratio"},
        "image": is_picture,
        "image_tail": is_picture,
    },
    "/v1/videos/omni-video": _COMMON | {"image_list": list},
    "/v1/images/omni-image": {
        "model_name": {"kling-image-o1", "kling-v3-omni"},
        "prompt": text(2500),
        "image_list": list,
        "resolution": {"1k", "2k", "4k"},
        "aspect_ratio": {*ASPECTS, "4:3", "3:4", "3:2", "2:3", "21:9", "auto"},
        "n": whole(1, 9),
        "external_task_id": str,
    },
}
_MODELS = {
    "/v1/videos/text2video": {"kling-v3", "kling-v2-6", "kling-v1-6"},
    "/v1/videos/image2video": {"kling-v3", "kling-v2-6", "kling-v1-6"},
    "/v1/videos/omni-video": {"kling-v3-omni"},
}
_STATES = {
    "waiting": "submitted",
    "working": "processing",
    "done": "succeed",
    "fail": "failed",
    "moderated": "failed",
}


class FakeKling(FakeTasks):
    """A call that fails is not charged; one id of ours is never given to two calls."""

    def order(self, question: Question) -> Order | None:
        """See `FakeTasks`."""
        body, path = question.json, question.path
        if path not in _FIELDS:
            return None
        _refuse(wrong(body, {}, _FIELDS[path]))
        if body.get("external_task_id") in {call.ticket for call in self.calls}:
            _refuse("external_task_id must be unique")
        if path.startswith("/v1/images/"):
            _refuse(wrong(body, {"prompt": str}, _FIELDS[path]))
            _images(body, "image", 10)
            usd = USD_A_STILL[body.get("resolution", "1k")] * body.get("n", 1)
            return Order(usd, body["prompt"], aspect=body["aspect_ratio"])
        if body.get("model_name") not in _MODELS[path]:
            _refuse("model_name is not supported", 1203)
        if path.endswith("image2video") and "image" not in body:
            _refuse("image is missing")
        if path.endswith("omni-video"):
            _frames(body)
        seconds = int(body.get("duration", "5"))
        _old(body, seconds)
        quality = (body["model_name"], body.get("mode", "std"), body.get("sound", "off"))
        if quality not in USD_A_SECOND:
            _refuse("mode is not supported")
        words = _words(body, seconds)
        usd = USD_A_SECOND[quality] * seconds
        return Order(usd, words, seconds, body.get("aspect_ratio", "16:9"))

    def ticket(self, question: Question) -> str:
        """See `FakeTasks`."""
        return str(question.json.get("external_task_id", ""))

    def asked(self, question: Question) -> str | None:
        """A call is known where it was made, by its id or by ours."""
        found = re.fullmatch(r"(/v1/(?:videos|images)/[\w-]+)/([\w-]+)", question.path)
        if not found or found[1] not in _FIELDS:
            return None
        if self.find(found[2]).path != found[1]:
            raise Refused(self.missing())
        return found[2]

    def begun(self, call: Call) -> Reply:
        """See `FakeTasks`."""
        return _ok(self._task(call, "submitted"))

    def stands(self, call: Call, state: str) -> Reply:
        """See `FakeTasks`."""
        data = self._task(call, _STATES[state])
        if state == "done":
            kind = "images" if call.path.startswith("/v1/images/") else "videos"
            one = {"index": 0} if kind == "images" else {"id": "v1", "duration": "5.1"}
            data["task_result"] = {kind: [{**one, "url": self.link(call)}]}
        if state in ("fail", "moderated"):
            risk = "Failure to pass the risk control system"
            data["task_status_msg"] = risk if state == "moderated" else "Generation failed"
        return _ok(data)

    def missing(self) -> Reply:
        """See `FakeTasks`."""
        return _error(404, 1203, "the requested resource does not exist")

    def trouble(self, trouble: Trouble) -> Reply:
        """429 is for an account in arrears as well."""
        match trouble:
            case Trouble.BUSY:
                return _error(429, 1303, "parallel task over resource pack limit")
            case Trouble.FUNDS:
                return _error(429, 1101, "account in arrears")
            case Trouble.AUTH:
                return _error(401, 1002, f"the key {self.key} is not valid")
            case Trouble.GONE:
                return Reply(403, b"<Error/>", "application/xml")
            case Trouble.MODERATED:
                return _error(400, 1301, "triggers the content security policy")
            case Trouble.BROKEN:
                return _error(503, 5001, "server temporarily unavailable, under maintenance")
        return _error(400, 1201, "invalid parameter")

    def _task(self, call: Call, status: str) -> dict[str, Any]:
        return {
            "task_id": call.id,
            "task_status": status,
            "task_info": {"external_task_id": call.ticket},
            "created_at": 1722769557708,
            "updated_at": 1722769557708,
        }


def _old(body: Any, seconds: int) -> None:
    """What models before the third have, and have not."""
    model = body["model_name"]
    if model in ("kling-v2-6", "kling-v1-6") and seconds not in (5, 10):
        _refuse(f"duration of {model} is 5 or 10")
    if model == "kling-v1-6" and "sound" in body:
        _refuse("sound is not supported")
    if "camera_control" in body:
        camera = body["camera_control"]
        _refuse(wrong(camera, {"type": {"simple"}, "config": dict}, {}))
        _refuse(wrong(camera["config"], {}, dict.fromkeys(_AXES, whole(-10, 10))))
        if model != "kling-v1-6" or len(camera["config"]) != 1:
            _refuse("camera_control is not supported")


def _words(body: Any, seconds: int) -> str:
    """The prompts of a call; those of an array have lengths that add up."""
    if not body.get("multi_shot"):
        if "multi_prompt" in body or "shot_type" in body or "prompt" not in body:
            _refuse("prompt is missing, or shots without multi_shot")
        _marks(body, body["prompt"])
        return str(body["prompt"])
    shots = body.get("multi_prompt", [])
    if body["model_name"] not in ("kling-v3", "kling-v3-omni") or not 1 <= len(shots) <= 6:
        _refuse("multi_prompt has 1 to 6 shots")
    if body.get("shot_type") != "customize" or "prompt" in body:
        _refuse("shot_type is customize, and there is no prompt")
    for place, shot in enumerate(shots, 1):
        _refuse(wrong(shot, {"index": {place}, "prompt": text(512), "duration": str}, {}))
        if int(shot["duration"]) < 1:
            _refuse("a shot has a second at least")
        _marks(body, shot["prompt"])
    if sum(int(shot["duration"]) for shot in shots) != seconds:
        _refuse("the durations of the shots do not add up")
    return " ".join(shot["prompt"] for shot in shots)


def _marks(body: Any, prompt: str) -> None:
    """No prompt may speak of an image that is not there."""
    for place in re.findall(r"<<<image_(\d+)>>>", prompt):
        if not 1 <= int(place) <= len(body.get("image_list", ())):
            _refuse(f"there is no image_{place}")


def _images(body: Any, field: str, most: int) -> None:
    images = body.get("image_list", [])
    if len(images) > most:
        _refuse(f"image_list has {most} at most")
    for image in images:
        _refuse(wrong(image, {field: is_picture}, {"type": {"first_frame", "end_frame"}}))
    _marks(body, body.get("prompt", ""))


def _frames(body: Any) -> None:
    _images(body, "image_url", 7)
    types = [image["type"] for image in body.get("image_list", []) if "type" in image]
    if types not in ([], ["first_frame"], ["first_frame", "end_frame"]):
        _refuse("only the end frame is not supported")
    if not types and "aspect_ratio" not in body:
        _refuse("aspect_ratio is missing")


def _refuse(complaint: str, code: int = 1201) -> None:
    if complaint:
        raise Refused(_error(400, code, complaint))


def _ok(data: Any) -> Reply:
    return Reply.of({"code": 0, "message": "SUCCEED", "request_id": "r", "data": data})


def _error(status: int, code: int, message: str) -> Reply:
    return Reply.of({"code": code, "message": message, "request_id": "r"}, status)
