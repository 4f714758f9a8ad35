"""The service of the example in `examples/backend`, which exists nowhere else."""

from __future__ import annotations

import re
from typing import Any

from drama_compiler.contract import Trouble
from tests.doubles import studio
from tests.doubles.server import Call, Fake, Question, Refused, Reply

USD = {"ink-2": 0.03, "ink-2-draft": 0.004}


class FakeSlate(Fake):
    """An image from words and images, by id and by client id."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.uploads: set[str] = set()

    def answer(self, question: Question) -> Reply:
        """See `Fake`."""
        link = re.fullmatch(r"/links/(\d+)", question.path)
        if link:
            made = self._call(link[1]).media
            return self.at("download", question, lambda _: Reply(200, made, "image/png"))
        if question.headers.get("authorization") != f"Bearer {self.key}":
            return _error(401, "key", "no such key")
        asked = re.fullmatch(r"/v1/images/(\d+)", question.path)
        if asked:
            return self.at("poll", question, lambda _: self._state(question, asked[1]))
        match question.method, question.path:
            case "POST", "/v1/uploads":
                return self.at("stage", question, lambda _: self._upload())
            case "POST", "/v1/images":
                return self.at("submit", question, lambda fate: self._make(question.json, fate))
            case "GET", "/v1/images":
                return self.at("find", question, lambda _: self._find(question.query))
        return _error(404, "path", "there is no such path")

    def trouble(self, trouble: Trouble) -> Reply:
        """By status, and by code where that is not enough."""
        match trouble:
            case Trouble.BUSY:
                return Reply.of({}, 429, Retry_After=f"{self.retry_after_seconds:g}")
            case Trouble.MODERATED:
                return _error(400, "blocked", "not with us")
            case Trouble.BROKEN:
                return _error(503, "down", "down for an hour")
        status = {Trouble.AUTH: 401, Trouble.FUNDS: 402, Trouble.GONE: 410}.get(trouble, 400)
        return _error(status, "", f"no: {self.key}")

    def _upload(self) -> Reply:
        self.uploads.add(f"up-{len(self.uploads)}")
        return Reply.of({"id": f"up-{len(self.uploads) - 1}"})

    def _make(self, body: Any, fate: str) -> Reply:
        needed = {"model", "prompt", "aspect", "images", "client_id"}
        fields = needed <= body.keys() <= needed | {"seed"}
        known = set(body["images"]) <= self.uploads
        if not fields or not known or body["model"] not in USD or len(body["prompt"]) > 1500:
            return _error(400, "form", "not in that form")
        if self.input_word in body["prompt"]:
            return self.trouble(Trouble.MODERATED)
        if self.output_word in body["prompt"]:
            fate = "blocked"
        usd = 0.0 if fate else USD[body["model"]]
        media = studio.image(*studio.size_of(body["aspect"]), len(self.calls))
        id_ = str(len(self.calls))
        self.calls.append(Call(id_, body["client_id"], usd, body, fate=fate, media=media))
        return Reply.of({"id": id_}, 201)

    def _state(self, question: Question, id_: str) -> Reply:
        call = self._call(id_)
        if question.method == "DELETE":
            return Reply.of({})
        if call.fate:
            state = "blocked" if call.fate == "blocked" else "failed"
            return Reply.of({"state": state, "usd": 0.0, "reason": "it was not to be"})
        return Reply.of({"state": "done", "usd": call.usd, "url": f"{self.url}/links/{id_}"})

    def _find(self, query: Any) -> Reply:
        found = [call.id for call in self.calls if call.ticket == query.get("client_id")]
        return Reply.of({"id": found[0]}) if found else _error(404, "unknown", "never heard of it")

    def _call(self, id_: str) -> Call:
        if int(id_) >= len(self.calls):
            raise Refused(_error(404, "unknown", "never heard of it"))
        return self.calls[int(id_)]


def _error(status: int, code: str, message: str) -> Reply:
    return Reply.of({"error": {"code": code, "message": message}}, status)
