"""OpenAI's images and speech as the types of its own client say, and a model of one's own."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace
from typing import Any

import cv2
import numpy as np

from drama_compiler.contract import Trouble
from tests.doubles import studio
from tests.doubles.fields import Rule, text, whole, wrong
from tests.doubles.server import Call, Fake, Question, Refused, Reply

IMAGE_MODELS = {"gpt-image-2", "gpt-image-2.5-sunburst", "gpt-image-2.5-flare"}
ENDED = {"gpt-image-1", "dall-e-2", "dall-e-3"}
USD = {"low": (0.006, 0.005), "medium": (0.053, 0.041), "high": (0.211, 0.165)}
USD_A_REFERENCE = 0.03
QUALITIES = {*USD, "auto"}
SPEECH_USD_A_CHARACTER = {"tts-1": 0.000015, "tts-1-hd": 0.00003, "gpt-4o-mini-tts": 0.00002}
CLASSIC = {"alloy", "ash", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer"}
VOICES = CLASSIC | {"ballad", "verse", "marin", "cedar"}
OWN_IMAGE, OWN_SPEECH = "image-by-name", "speech-by-name"
"""What a server of one's own might call its models; it sends links, and knows few fields."""


class FakeOpenai(Fake):
    """It is never told a ticket, and what it refuses costs nothing."""

    troubles = frozenset(Trouble) - {Trouble.BROKEN, Trouble.GONE}
    keyless = True

    def answer(self, question: Question) -> Reply:
        """See `Fake`."""
        made = re.fullmatch(r"/files/(\d+)\.png", question.path)
        if made and question.method == "GET":
            return Reply(200, self.calls[int(made[1])].media, "image/png")
        asked = question.headers.get("authorization", "")
        if asked != (f"Bearer {self.key}" if self.key else ""):
            return self.trouble(Trouble.AUTH)
        match question.method, question.path:
            case "POST", "/images/generations":
                return self.at("submit", question, lambda _: self._image(question.json, []))
            case "POST", "/images/edits":
                return self.at("submit", question, lambda _: self._edit(question.parts))
            case "POST", "/audio/speech":
                return self.at("submit", question, lambda _: self._speech(question.json))
        return _error(404, "unknown_url", f"Unknown request URL: {question.path}")

    def trouble(self, trouble: Trouble) -> Reply:
        """By `error.code`."""
        match trouble:
            case Trouble.BUSY:
                return _error(429, "rate_limit_exceeded", "Rate limit reached for images per min")
            case Trouble.FUNDS:
                return _error(429, "insufficient_quota", "You exceeded your current quota")
            case Trouble.AUTH:
                return _error(401, "invalid_api_key", f"Incorrect API key provided: {self.key}")
            case Trouble.MODERATED:
                return _error(400, "moderation_blocked", "rejected by the safety system")
        return _error(400, "invalid_value", "Invalid value")

    def corrupted(self, reply: Reply) -> Reply:
        """Other bytes in the same envelope; where it sends a link, behind that."""
        if reply.type != "application/json":
            return super().corrupted(reply)
        body = json.loads(reply.data)
        if "url" in body["data"][0]:
            self.calls[-1].media = b"no picture at all"
            return reply
        body["data"][0]["b64_json"] = base64.b64encode(b"no picture at all").decode()
        return replace(reply, data=json.dumps(body).encode())

    def _edit(self, parts: list[tuple[str, bytes]]) -> Reply:
        images = [data for name, data in parts if name in ("image", "image[]")]
        names = [name for name, _ in parts if name not in ("image", "image[]")]
        if not 1 <= len(images) <= 16 or len(names) != len(set(names)):
            raise Refused(_error(400, "invalid_value", "from 1 to 16 images"))
        for image in images:
            if cv2.imdecode(np.frombuffer(image, np.uint8), cv2.IMREAD_COLOR) is None:
                raise Refused(_error(400, "invalid_image", "not an image"))
        body: dict[str, Any] = {name: dict(parts)[name].decode() for name in names}
        return self._image({**body, "n": int(body.get("n", 1))}, images)

    def _image(self, body: Any, images: list[bytes]) -> Reply:
        model = body.get("model") if isinstance(body, dict) else None
        if model in ENDED or model not in {*IMAGE_MODELS, OWN_IMAGE}:
            raise Refused(_error(404, "model_not_found", f"The model {model!r} does not exist"))
        required: dict[str, Rule] = {"model": str, "prompt": text(32_000)}
        optional: dict[str, Rule] = {"n": whole(1, 10), "size": _is_size}
        if model in IMAGE_MODELS:
            optional |= {
                "quality": QUALITIES | ({"xhigh", "max"} if "2.5" in str(model) else set()),
                "background": {"transparent", "opaque", "auto"},
                "moderation": {"low", "auto"},
                "output_format": {"png", "webp", "jpeg"},
                "output_compression": whole(0, 100),
            }
        complaint = wrong(body, required, optional)
        if complaint:
            raise Refused(_error(400, "unknown_parameter", complaint))
        width, height = map(int, body["size"].split("x"))
        usd = USD[body.get("quality", "medium")][width != height] + USD_A_REFERENCE * len(images)
        media = studio.image(*studio.size_of(f"{width}:{height}"), len(self.calls))
        self._accept(body, body["prompt"], usd, media)
        if model == OWN_IMAGE:
            return Reply.of({"data": [{"url": f"{self.url}/files/{len(self.calls) - 1}.png"}]})
        given = {"b64_json": base64.b64encode(media).decode()}
        return Reply.of({"created": 1764000000, "data": [given]}, x_request_id="req_1")

    def _speech(self, body: Any) -> Reply:
        model = body.get("model") if isinstance(body, dict) else None
        if model not in {*SPEECH_USD_A_CHARACTER, OWN_SPEECH}:
            raise Refused(_error(404, "model_not_found", f"The model {model!r} does not exist"))
        classic = model != "gpt-4o-mini-tts"
        required: dict[str, Rule] = {
            "model": str,
            "input": text(4096),
            "voice": (CLASSIC if classic else VOICES).__contains__,
        }
        optional: dict[str, Rule] = {
            "response_format": {"mp3", "opus", "aac", "flac", "wav", "pcm"},
            "speed": float,
        }
        if not classic:
            optional["instructions"] = text(4096)
        complaint = wrong(body, required, optional)
        if complaint:
            raise Refused(_error(400, "invalid_value", complaint))
        usd = len(body["input"]) * SPEECH_USD_A_CHARACTER.get(str(model), 0.0)
        sound = studio.sound(max(0.3, 0.07 * len(body["input"])))
        self._accept(body, body["input"], usd, sound)
        return Reply(200, sound, "audio/mpeg")

    def _accept(self, body: Any, words: str, usd: float, media: bytes) -> None:
        if {self.input_word, self.output_word} & set(re.findall(r"\w+", words.casefold())):
            raise Refused(self.trouble(Trouble.MODERATED))
        self.calls.append(Call(str(len(self.calls)), "", usd, body, media=media))


def _is_size(value: Any) -> bool:
    found = re.fullmatch(r"(\d+)x(\d+)", str(value))
    if not found:
        return False
    width, height = int(found[1]), int(found[2])
    stepped = width % 16 == 0 and height % 16 == 0 and max(width, height) <= 3840
    within = 655_360 <= width * height <= 8_294_400
    return stepped and within and 1 / 3 <= width / height <= 3


def _error(status: int, code: str, message: str) -> Reply:
    error = {"message": message, "type": "invalid_request_error", "param": None, "code": code}
    return Reply.of({"error": error}, status)
