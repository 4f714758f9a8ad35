"""Stability AI as mirrors of its reference describe it: forms, and media as text in JSON."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from drama_compiler.contract import Trouble
from tests.doubles import studio
from tests.doubles.server import Call, Fake, Question, Refused, Reply

CREDITS = {
    "ultra": 8.0,
    "core": 3.0,
    "sd3.5-large": 6.5,
    "sd3.5-large-turbo": 4.0,
    "sd3.5-medium": 3.5,
}
CREDITS_A_SOUND = 20.0
ASPECTS = {"16:9", "1:1", "21:9", "2:3", "3:2", "4:5", "5:4", "9:16", "9:21"}
SEED_MAX = 4_294_967_294
AUDIO = "/v2beta/audio/stable-audio-2/text-to-audio"

Rule = Callable[[str], bool]

_COMMON: dict[str, Rule] = {
    "prompt": lambda it: 1 <= len(it) <= 10_000,
    "negative_prompt": lambda it: len(it) <= 10_000,
    "aspect_ratio": ASPECTS.__contains__,
    "seed": lambda it: it.isdigit() and int(it) <= SEED_MAX,
    "output_format": {"png", "jpeg", "webp"}.__contains__,
    "style_preset": lambda it: it in ("cinematic", "photographic", "analog-film"),
}
_SD3: dict[str, Rule] = {
    **{name: rule for name, rule in _COMMON.items() if name != "style_preset"},
    "model": {"sd3.5-large", "sd3.5-large-turbo", "sd3.5-medium"}.__contains__,
    "mode": {"text-to-image"}.__contains__,
    "output_format": {"png", "jpeg"}.__contains__,
}
_AUDIO: dict[str, Rule] = {
    "prompt": _COMMON["prompt"],
    "duration": lambda it: it.isdigit() and 1 <= int(it) <= 190,
    "model": {"stable-audio-2.5", "stable-audio-2"}.__contains__,
    "seed": _COMMON["seed"],
    "steps": lambda it: it.isdigit() and 4 <= int(it) <= 8,
    "output_format": {"mp3", "wav"}.__contains__,
}


class FakeStability(Fake):
    """It is never told a ticket; what it refuses is not charged."""

    troubles = frozenset(Trouble) - {Trouble.BROKEN, Trouble.GONE}

    def answer(self, question: Question) -> Reply:
        """See `Fake`."""
        if question.headers.get("authorization") != f"Bearer {self.key}":
            return self.trouble(Trouble.AUTH)
        kind = re.fullmatch(r"/v2beta/stable-image/generate/(core|ultra|sd3)", question.path)
        if question.method != "POST" or not (kind or question.path == AUDIO):
            return _error(404, "not_found", "there is no such path")
        if not question.headers.get("content-type", "").startswith("multipart/form-data"):
            return _error(400, "bad_request", "content-type: must be multipart/form-data")
        if question.headers.get("accept") != "application/json":
            return _error(400, "bad_request", "accept: application/json is what is played here")
        form = {name: value.decode() for name, value in question.files.items()}
        if kind:
            return self.at("submit", question, lambda _: self._still(kind[1], form))
        return self.at("submit", question, lambda _: self._sound(form))

    def trouble(self, trouble: Trouble) -> Reply:
        """By `name`, and by the status of HTTP."""
        match trouble:
            case Trouble.BUSY:
                return _error(429, "rate_limit_exceeded", "more than 150 requests in 10 s")
            case Trouble.FUNDS:
                return _error(402, "payment_required", "You lack sufficient credits")
            case Trouble.AUTH:
                return _error(401, "unauthorized", f"the key {self.key} is not known")
            case Trouble.MODERATED:
                said = "flagged by our content moderation system; you were not charged"
                return _error(403, "content_moderation", said)
        return _error(422, "invalid", "it is not understood")

    def corrupted(self, reply: Reply) -> Reply:
        """Other bytes in the same envelope."""
        body = json.loads(reply.data)
        name = "audio" if "audio" in body else "image"
        body[name] = base64.b64encode(b"nothing to be seen or heard").decode()
        return replace(reply, data=json.dumps(body).encode())

    def _still(self, kind: str, form: dict[str, str]) -> Reply:
        _check(form, _SD3 if kind == "sd3" else _COMMON, {"model"} if kind == "sd3" else set())
        model = form.get("model", kind)
        if "turbo" in model and "negative_prompt" in form:
            raise Refused(_error(400, "bad_request", "negative_prompt: not with this model"))
        media = studio.image(*studio.size_of(form["aspect_ratio"]), len(self.calls))
        return self._given("image", media, form, CREDITS[model])

    def _sound(self, form: dict[str, str]) -> Reply:
        _check(form, _AUDIO, set())
        media = studio.sound(float(form["duration"]), suffix=f".{form['output_format']}")
        return self._given("audio", media, form, CREDITS_A_SOUND)

    def _given(self, name: str, media: bytes, form: dict[str, str], credits: float) -> Reply:
        words = set(re.findall(r"\w+", form["prompt"].casefold()))
        if self.input_word in words:
            raise Refused(self.trouble(Trouble.MODERATED))
        filtered = self.output_word in words
        self.calls.append(Call(str(len(self.calls)), "", credits / 100, form))
        body: dict[str, Any] = {name: base64.b64encode(media).decode(), "seed": 1}
        return Reply.of({**body, "finish_reason": "CONTENT_FILTERED" if filtered else "SUCCESS"})


def _check(form: dict[str, str], rules: dict[str, Rule], required: set[str]) -> None:
    for name in sorted({"prompt", *required} - form.keys()):
        raise Refused(_error(400, "bad_request", f"{name}: is required"))
    for name, value in form.items():
        if name not in rules or not rules[name](value):
            raise Refused(_error(400, "bad_request", f"{name}: cannot be {value[:40]!r}"))


def _error(status: int, name: str, message: str) -> Reply:
    return Reply.of({"id": "9f1c0d", "name": name, "errors": [message]}, status)
