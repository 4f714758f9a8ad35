"""PixVerse's open platform v2 as its pages, its error table and its own client describe it."""

from __future__ import annotations

import re
from typing import Any

import cv2
import numpy as np

from drama_compiler.contract import Trouble
from tests.doubles import studio
from tests.doubles.server import Call, Fake, Question, Refused, Reply

CREDITS = {
    "v6": {"360p": (5, 7), "540p": (7, 9), "720p": (9, 12), "1080p": (18, 23)},
    "c1": {"360p": (6, 8), "540p": (8, 10), "720p": (10, 13), "1080p": (19, 24)},
}
"""A second, without and with sound."""
ASPECTS = {"16:9", "4:3", "1:1", "3:4", "9:16", "2:3", "3:2", "21:9"}
REFERENCES_MAX = {"v6": 10, "c1": 7}
PROMPT_CHARS_MAX = 2048
LIP_CREDITS_A_SECOND = 4

_BASE = {"model", "prompt", "duration", "quality"}
_REQUIRED = {
    "text": _BASE | {"aspect_ratio"},
    "img": _BASE | {"img_id"},
    "transition": _BASE | {"first_frame_img", "last_frame_img"},
    "fusion": _BASE | {"image_references", "aspect_ratio"},
    "extend": _BASE | {"video_media_id"},
    "lip_sync": {"video_media_id", "audio_media_id"},
}
_OPTIONAL = {mode: {"seed", "generate_audio_switch"} for mode in _REQUIRED}
_OPTIONAL |= {"extend": {"seed"}, "lip_sync": set()}
_TYPES: dict[str, type] = {
    **dict.fromkeys(("model", "prompt", "quality", "aspect_ratio"), str),
    **dict.fromkeys(("duration", "img_id", "first_frame_img", "last_frame_img", "seed"), int),
    **dict.fromkeys(("video_media_id", "audio_media_id"), int),
    "generate_audio_switch": bool,
    "image_references": list,
}


class FakePixverse(Fake):
    """`refuses_traces`: a trace id that comes again is an error, and not the first one's answer."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.uploads: dict[int, bytes] = {}
        self.refuses_traces = False
        self.polls_before = 1

    def answer(self, question: Question) -> Reply:
        """See `Fake`."""
        link = re.fullmatch(r"/media/(\d+)\.mp4", question.path)
        if link:
            call = self._call(link[1])
            return self.at("download", question, lambda _: Reply(200, call.media, "video/mp4"))
        if question.headers.get("api-key") != self.key:
            return error(10005, "your API key is not known")
        if not question.headers.get("ai-trace-id"):
            return error(400011, "Ai-trace-id is empty")
        path = question.path.removeprefix("/openapi/v2")
        if path in ("/image/upload", "/media/upload") and question.method == "POST":
            return self.at("stage", question, lambda _: self._upload(question, path))
        made = re.fullmatch(r"/video/(\w+)/generate", path)
        if made and made[1] in _REQUIRED and question.method == "POST":
            return self.at("submit", question, lambda fate: self._make(question, made[1], fate))
        asked = re.fullmatch(r"/video/result/(\d+)", path)
        if asked and question.method == "GET":
            return self.at("poll", question, lambda _: self._result(asked[1]))
        return Reply(404, b"404 page not found", "text/plain")

    def trouble(self, trouble: Trouble) -> Reply:
        """Most of it in an answer of status 200."""
        match trouble:
            case Trouble.BUSY:
                wait = f"{self.retry_after_seconds:g}"
                return Reply(429, b"Too Many Requests", "text/plain", {"Retry-After": wait})
            case Trouble.FUNDS:
                return error(500090, "Insufficient balance: your credits are used up")
            case Trouble.AUTH:
                return error(10005, f"the key {self.key} is not known")
            case Trouble.GONE:
                return Reply(403, b"<Error><Code>AccessDenied</Code></Error>", "application/xml")
            case Trouble.MODERATED:
                return error(500063, "the input did not pass moderation")
            case Trouble.BROKEN:
                return error(99999, "system error")
        return error(400017, "invalid parameter")

    def _upload(self, question: Question, path: str) -> Reply:
        field = "image" if path == "/image/upload" else "file"
        data = question.files.get(field)
        if data is None or set(question.files) != {field}:
            return error(400011, f"{field} is empty")
        number = 1000 + len(self.uploads)
        if field == "image":
            image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
            if image is None:
                return error(500032, "image format")
            if len(data) > 20_000_000 or max(image.shape[:2]) > 4000:
                return error(500030, "image too large")
            self.uploads[number] = data
            return _ok({"img_id": number, "img_url": f"{self.url}/uploads/{number}"})
        self.uploads[number] = data
        type_ = "video" if data[4:8] == b"ftyp" else "audio"
        return _ok({"media_id": number, "media_type": type_, "url": f"{self.url}/uploads/{number}"})

    def _make(self, question: Question, mode: str, fate: str) -> Reply:
        body, trace = question.json, question.headers["ai-trace-id"]
        known = next((call for call in self.calls if call.ticket == trace), None)
        if known:
            if self.refuses_traces:
                return error(400017, "Ai-trace-id was used before")
            return _ok({"video_id": int(known.id), "credits": 0})
        self._check(body, mode)
        credits = self._credits(body, mode)
        prompt = body.get("prompt", "").casefold()
        if self.input_word in prompt:
            return error(500063, "the text did not pass moderation")
        withheld = self.output_word in prompt
        comes_to_nothing = fate == "fail" or withheld
        call = Call(
            id=str(318_633_193_768_896 + len(self.calls)),
            ticket=trace,
            usd=0.0 if comes_to_nothing else credits / 100,
            body=body,
            path=mode,
            fate="moderated" if withheld else fate,
        )
        if not comes_to_nothing:
            call.media = self._film(body, mode, len(self.calls))
        self.calls.append(call)
        return _ok({"video_id": int(call.id), "credits": credits})

    def _result(self, id_: str) -> Reply:
        call = self._call(id_)
        call.polls += 1
        if call.polls <= self.polls_before:
            return _ok({"id": int(id_), "status": 5 if call.polls > 1 else 9})
        if call.fate in ("fail", "moderated"):
            status = 7 if call.fate == "moderated" else 8
            return _ok({"id": int(id_), "status": status, "credits": 0})
        return _ok(
            {
                "id": int(id_),
                "status": 1,
                "url": f"{self.url}/media/{id_}.mp4",
                "size": len(call.media),
                "has_audio": bool(call.body.get("generate_audio_switch")),
                "credits": round(call.usd * 100),
            }
        )

    def _call(self, id_: str) -> Call:
        found = next((call for call in self.calls if call.id == id_), None)
        if found is None:
            raise Refused(error(500008, "not found"))
        return found

    def _check(self, body: Any, mode: str) -> None:
        """Refuse whatever the reference does not list."""
        if not isinstance(body, dict):
            raise Refused(error(400013, "the body is no object"))
        for name in sorted(_REQUIRED[mode] - body.keys()):
            raise Refused(error(400011, f"{name} is empty"))
        for name in sorted(body.keys() - _REQUIRED[mode] - _OPTIONAL[mode]):
            raise Refused(error(400017, f"unknown parameter {name}"))
        for name, value in body.items():
            if type(value) is not _TYPES[name]:
                raise Refused(error(400013, f"{name} has the wrong type"))
        for name in body.keys() & {"img_id", "first_frame_img", "last_frame_img"}:
            self._known(body[name])
        if mode == "lip_sync":
            return
        wrong = (
            body["model"] not in CREDITS
            or not 1 <= body["duration"] <= 15
            or body["quality"] not in CREDITS[body["model"]]
            or body.get("aspect_ratio", "1:1") not in ASPECTS
            or not 0 <= body.get("seed", 0) < 2**31
            or (mode == "extend" and body["model"] != "v6")
        )
        if wrong:
            raise Refused(error(400017, "invalid parameter"))
        if not body["prompt"] or len(body["prompt"]) > PROMPT_CHARS_MAX:
            raise Refused(error(400018, "the prompt has more than 2048 characters, or none"))
        self._check_references(body)

    def _check_references(self, body: Any) -> None:
        references = body.get("image_references", [])
        if len(references) > REFERENCES_MAX[body["model"]]:
            raise Refused(error(400017, "too many references"))
        names = set()
        for each in references:
            if each.keys() != {"type", "img_id", "ref_name"}:
                raise Refused(error(400017, "a reference has type, img_id, ref_name"))
            name = each["ref_name"]
            said = re.search(rf"@{re.escape(name)}(?!\w)", body["prompt"])
            if each["type"] not in ("subject", "background") or len(name) > 30 or not said:
                raise Refused(error(400017, f"the reference {name} is not used, or is none"))
            names.add(name)
            self._known(each["img_id"])
        if len(names) != len(references):
            raise Refused(error(400017, "two references have one name"))

    def _known(self, number: int) -> bytes:
        if number not in self.uploads:
            raise Refused(error(400032, f"invalid image id {number}"))
        return self.uploads[number]

    def _credits(self, body: Any, mode: str) -> int:
        if mode == "lip_sync":
            return LIP_CREDITS_A_SECOND * round(_seconds(self._known(body["video_media_id"])))
        silent, audio = CREDITS[body["model"]][body["quality"]]
        return (audio if body.get("generate_audio_switch") else silent) * int(body["duration"])

    def _film(self, body: Any, mode: str, seed: int) -> bytes:
        if mode == "lip_sync":
            self._known(body["audio_media_id"])
            return self._known(body["video_media_id"])
        image = body.get("img_id") or body.get("first_frame_img")
        if image:
            picture = cv2.imdecode(np.frombuffer(self._known(image), np.uint8), cv2.IMREAD_COLOR)
            assert picture is not None
            width, height = studio.size_of(f"{picture.shape[1]}:{picture.shape[0]}")
        else:
            self._known(body["video_media_id"]) if mode == "extend" else None
            width, height = studio.size_of(body.get("aspect_ratio", "16:9"))
        return studio.clip(width, height, body["duration"], seed)


def _seconds(video: bytes) -> float:
    import tempfile
    from pathlib import Path

    from drama_backends.media.footage import probe

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "v.mp4"
        path.write_bytes(video)
        return float(probe(path).seconds)


def _ok(value: Any) -> Reply:
    return Reply.of({"ErrCode": 0, "ErrMsg": "success", "Resp": value})


def error(code: int, message: str) -> Reply:
    """An error, in an answer of status 200."""
    return Reply.of({"ErrCode": code, "ErrMsg": message, "Resp": None})
