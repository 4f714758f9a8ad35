"""Replicate's predictions and files as its documentation describes them, with a few models."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from drama_compiler.contract import Trouble
from tests.doubles.fields import Rule, text, whole, wrong
from tests.doubles.server import Call, Question, Refused, Reply
from tests.doubles.tasks import FakeTasks, Order

USD = {
    "bytedance/seedream-4.5": 0.045,
    "minimax/speech-2.6-turbo": 0.00006,
    # What these cost is nowhere to be read: a price they have all the same.
    "black-forest-labs/flux-2-pro": 0.03,
    "bytedance/seedance-2.0": 0.3,
}
VOICES = {"Wise_Woman", "Deep_Voice_Man", "Calm_Woman", "Casual_Guy", "Patient_Man", "Abbess"} | {
    *("Lively_Girl", "Lovely_Girl", "Exuberant_Girl", "Inspirational_girl", "Young_Knight"),
    *("Determined_Man", "Elegant_Man", "Decent_Boy", "Friendly_Person", "Imposing_Manner"),
}


class FakeReplicate(FakeTasks):
    """Files lie there first; nothing says that what fails is free."""

    charges_failures = True
    troubles = frozenset({Trouble.INVALID, Trouble.AUTH, Trouble.FUNDS, Trouble.BUSY, Trouble.GONE})

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.files: set[str] = set()

    def id_of(self, number: int) -> str:
        """See `FakeTasks`."""
        return f"ufawqhfynnddngldkgtslld{number:03d}"

    def order(self, question: Question) -> Order | None:
        """See `FakeTasks`."""
        found = re.fullmatch(r"/v1/models/([\w.-]+/[\w.-]+)/predictions", question.path)
        if not found or found[1] not in self._models():
            return None
        _refuse(wrong(question.json, {"input": dict}, {"webhook": str, "stream": bool}))
        needs, may = self._models()[found[1]]
        given = question.json["input"]
        _refuse(wrong(given, needs, may))
        if "reference_images" in given and "image" in given:
            _refuse("reference_images cannot be used together with image")
        if "last_frame_image" in given and "image" not in given:
            _refuse("last_frame_image needs image")
        usd = USD[found[1]]
        if "text" in given:
            return Order(usd * len(given["text"]), given["text"], 1.0, heard=True)
        seconds = float(given.get("duration", 0))
        aspect = given.get("aspect_ratio", "16:9")
        return Order(usd * (seconds or 1), given["prompt"], seconds, aspect)

    def asked(self, question: Question) -> str | None:
        """See `FakeTasks`."""
        found = re.fullmatch(r"/v1/predictions/(\w+)", question.path)
        return found[1] if found else None

    def begun(self, call: Call) -> Reply:
        """See `FakeTasks`."""
        return Reply.of(self._record(call, "starting"), 201)

    def stands(self, call: Call, state: str) -> Reply:
        """See `FakeTasks`."""
        states = {"waiting": "starting", "working": "processing", "done": "succeeded"}
        record = self._record(call, states.get(state, "failed"))
        if state == "cancelled":
            record["status"] = "canceled"
        if state == "done":
            link = self.link(call)
            record["output"] = [link] if "seedream" in call.path else link
        if state == "fail":
            record["error"] = "CUDA out of memory"
        if state == "moderated":
            record["error"] = "The input or output was flagged as sensitive. (E005)"
        return Reply.of(record)

    def other(self, question: Question) -> Reply:
        """Files, and stopping."""
        if question.method == "POST" and question.path == "/v1/files":
            return self.at("stage", question, lambda _: self._upload(question))
        found = re.fullmatch(r"/v1/predictions/(\w+)/cancel", question.path)
        if question.method == "POST" and found:
            call = self.find(found[1])
            call.fate = "cancelled"
            return Reply.of(self._record(call, "canceled"))
        return self.missing()

    def missing(self) -> Reply:
        """See `FakeTasks`."""
        return _error(404, "Not found", "The requested resource could not be found.")

    def trouble(self, trouble: Trouble) -> Reply:
        """By the status of HTTP, and how long to wait in words."""
        match trouble:
            case Trouble.BUSY:
                words = "Request was throttled. Your rate limit resets in ~3s."
                return Reply.of({"detail": words}, 429)
            case Trouble.FUNDS:
                return _error(402, "Insufficient credit", "You have insufficient credit.")
            case Trouble.AUTH:
                return _error(401, "Unauthenticated", f"the token {self.key} is not valid")
            case Trouble.GONE:
                return Reply(404, b"", "text/plain")
        return _error(422, "Input validation failed", "- input: prompt is required")

    def _upload(self, question: Question) -> Reply:
        if set(question.files) != {"content"} or not question.files["content"]:
            _refuse("content is required")
        url = f"{self.url}/v1/files/f{len(self.files)}"
        self.files.add(url)
        times = {"created_at": "2026-11-23T10:00:00Z", "expires_at": "2126-11-24T10:00:00Z"}
        return Reply.of({"id": url.rpartition("/")[2], "urls": {"get": url}, **times}, 201)

    def _record(self, call: Call, status: str) -> dict[str, Any]:
        get = f"{self.url}/v1/predictions/{call.id}"
        record = {"id": call.id, "status": status, "input": call.body["input"], "output": None}
        return {**record, "error": None, "urls": {"get": get, "cancel": f"{get}/cancel"}}

    def _models(self) -> Mapping[str, tuple[Mapping[str, Rule], Mapping[str, Rule]]]:
        """What each model needs, and what it may be told."""
        file: Rule = lambda it: it in self.files  # noqa: E731
        words: dict[str, Rule] = {"prompt": text(10**5)}
        shape: Rule = {"1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3", "21:9", "4:5", "5:4"}

        def files(most: int) -> Rule:
            return lambda it: isinstance(it, list) and len(it) <= most and self.files >= set(it)

        return {
            "bytedance/seedance-2.0": (
                words,
                {
                    "image": file,
                    "last_frame_image": file,
                    "reference_images": files(9),
                    "duration": whole(4, 15),
                    "resolution": {"480p", "720p"},
                    "aspect_ratio": shape,
                    "generate_audio": bool,
                },
            ),
            "black-forest-labs/flux-2-pro": (
                words,
                {
                    "input_images": files(8),
                    "aspect_ratio": shape,
                    "resolution": {"0.5 MP", "1 MP", "2 MP", "4 MP"},
                    "output_format": {"webp", "jpg", "png"},
                    "seed": int,
                },
            ),
            "bytedance/seedream-4.5": (
                {"prompt": text(4000)},
                {
                    "image_input": files(14),
                    "size": {"2K", "4K"},
                    "aspect_ratio": shape,
                    "sequential_image_generation": {"disabled", "auto"},
                },
            ),
            "minimax/speech-2.6-turbo": (
                {"text": text(10000), "voice_id": VOICES},
                {"emotion": str, "language_boost": str},
            ),
        }


def _refuse(complaint: str) -> None:
    if complaint:
        raise Refused(_error(422, "Input validation failed", f"- input: {complaint}"))


def _error(status: int, title: str, detail: str) -> Reply:
    return Reply.of({"title": title, "detail": detail, "status": status}, status)
