"""ElevenLabs as the types of its own client describe it: speech, dialogues, music, sounds."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace
from typing import Any

from drama_compiler.contract import Trouble
from tests.doubles import studio
from tests.doubles.server import Call, Fake, Question, Refused, Reply

USD_A_CHARACTER = {
    **dict.fromkeys(("eleven_v3", "eleven_v4", "eleven_multilingual_v2"), 0.00008),
    **dict.fromkeys(("eleven_v4_turbo", "eleven_flash_v2_5"), 0.00004),
}
DESIGN_MODELS = {"eleven_multilingual_ttv_v2", "eleven_ttv_v3"}
DIALOGUE_MODELS = {"eleven_v3", "eleven_v4", "eleven_v4_turbo"}
MUSIC_MODELS = {"music_v1", "music_v2", "music_v2_5"}
SOUND_MODELS = {"eleven_text_to_sound_v2", "eleven_text_to_sound_v3"}
USD_A_MUSIC_SECOND = 0.005
USD_A_SOUND = 0.12

_FORMATS = {"mp3_44100_128"}


class FakeElevenlabs(Fake):
    """It speaks in every voice whose id has the right form, and keeps those that were designed.

    It is never told a ticket. A `full` account keeps no more voices.
    """

    full = False

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.designed: set[str] = set()
        self.kept: list[str] = []

    troubles = frozenset(Trouble) - {Trouble.BROKEN, Trouble.GONE}

    def answer(self, question: Question) -> Reply:
        """See `Fake`."""
        if question.headers.get("xi-api-key") != self.key:
            return _error(401, "invalid_api_key", "Invalid API key")
        voice = re.fullmatch(r"/v1/voices/(\w+)", question.path)
        if voice and question.method == "GET":
            return self._voice(voice[1])
        if question.path == "/v1/text-to-voice":
            return self._keep(question.json)
        speech = re.fullmatch(r"/v1/text-to-speech/(\w{20})/with-timestamps", question.path)
        ways = {
            "/v1/text-to-dialogue/with-timestamps": self._dialogue,
            "/v1/text-to-voice/design": self._design,
            "/v1/music": self._music,
            "/v1/sound-generation": self._sound,
        }
        way = self._speech if speech else ways.get(question.path)
        if way is None or question.method != "POST":
            return _error(404, "not_found", "there is no such path")
        if question.query.get("output_format") not in _FORMATS:
            return _error(422, "invalid_output_format", "no such output format")
        return self.at("submit", question, lambda _: way(question.json))

    def trouble(self, trouble: Trouble) -> Reply:
        """By `detail.status`."""
        match trouble:
            case Trouble.BUSY:
                return _error(429, "too_many_concurrent_requests", "too many at once")
            case Trouble.FUNDS:
                return _error(401, "quota_exceeded", "This request exceeds your quota")
            case Trouble.AUTH:
                return _error(401, "invalid_api_key", f"the key {self.key} is not known")
            case Trouble.MODERATED:
                return _error(400, "content_against_policy", "against the policy")
        return _error(422, "unprocessable", "unprocessable")

    def corrupted(self, reply: Reply) -> Reply:
        """Other sound in the same envelope."""
        if reply.type != "application/json":
            return super().corrupted(reply)
        body = json.loads(reply.data)
        spoilt = base64.b64encode(b"no sound at all").decode()
        body |= {"audio_base64": spoilt} if "audio_base64" in body else {}
        for preview in body.get("previews", ()):
            preview["audio_base_64"] = spoilt
        return replace(reply, data=json.dumps(body).encode())

    def _speech(self, body: Any) -> Reply:
        _fields(body, {"text", "model_id"}, {"seed", "language_code", "voice_settings"})
        if body["model_id"] not in USD_A_CHARACTER or not body["text"].strip():
            raise Refused(_error(422, "invalid_text", "no text, or no such model"))
        self._accept(body, body["text"], len(body["text"]) * USD_A_CHARACTER[body["model_id"]])
        seconds, alignment = _alignment(body["text"])
        sound = base64.b64encode(studio.sound(seconds)).decode()
        answer = {"audio_base64": sound, "alignment": alignment, "normalized_alignment": alignment}
        return Reply.of(answer, request_id=f"req-{len(self.calls)}")

    def _design(self, body: Any) -> Reply:
        _fields(body, {"voice_description", "model_id", "text"}, {"seed"})
        described, text = body["voice_description"], body["text"]
        if not 20 <= len(described) <= 1000 or not 100 <= len(text) <= 1000:
            raise Refused(_error(422, "invalid_description", "too short, or too long"))
        if body["model_id"] not in DESIGN_MODELS:
            raise Refused(_error(422, "invalid_model", "no such model"))
        self._accept(body, described, len(text) * USD_A_CHARACTER["eleven_v3"])
        previews = [
            {
                "audio_base_64": base64.b64encode(studio.sound(1.0 + index)).decode(),
                "generated_voice_id": f"designed-{len(self.calls)}-{index}",
                "media_type": "audio/mpeg",
                "duration_secs": 1.0 + index,
                "language": "en",
            }
            for index in range(3)
        ]
        self.designed |= {str(each["generated_voice_id"]) for each in previews}
        return Reply.of({"previews": previews, "text": text})

    def _keep(self, body: Any) -> Reply:
        _fields(body, {"voice_name", "voice_description", "generated_voice_id"}, {"labels"})
        if body["generated_voice_id"] not in self.designed or self.full:
            return _error(400, "voice_limit_reached", "You have reached your limit of voices")
        self.kept.append(f"{len(self.kept):020}")
        return Reply.of({"voice_id": self.kept[-1], "name": body["voice_name"]})

    def _voice(self, id_: str) -> Reply:
        if id_ in self.kept:
            return Reply.of({"voice_id": id_})
        return _error(400, "voice_not_found", f"A voice with voice_id {id_} was not found.")

    def _dialogue(self, body: Any) -> Reply:
        _fields(body, {"inputs", "model_id"}, {"seed", "settings"})
        texts = [each["text"] for each in body["inputs"]]
        for each in body["inputs"]:
            _fields(each, {"text", "voice_id"}, set())
        voices = {each["voice_id"] for each in body["inputs"]}
        count = sum(map(len, texts))
        if body["model_id"] not in DIALOGUE_MODELS or len(voices) > 10 or count > 2000:
            raise Refused(_error(422, "invalid_dialogue", "too much, or no such model"))
        self._accept(body, " ".join(texts), count * USD_A_CHARACTER[body["model_id"]])
        segments, at = [], 0.0
        for index, each in enumerate(body["inputs"]):
            seconds, _ = _alignment(each["text"])
            segments.append(
                {
                    "voice_id": each["voice_id"],
                    "start_time_seconds": at,
                    "end_time_seconds": at + seconds,
                    "dialogue_input_index": index,
                }
            )
            at += seconds
        sound = base64.b64encode(studio.sound(at)).decode()
        return Reply.of({"audio_base64": sound, "voice_segments": segments})

    def _music(self, body: Any) -> Reply:
        _fields(body, {"prompt", "music_length_ms"}, {"model_id", "force_instrumental", "seed"})
        length = body["music_length_ms"]
        if type(length) is not int or not 3000 <= length <= 600_000:
            raise Refused(_error(422, "invalid_length", "3000 to 600000 ms"))
        if body.get("model_id", "music_v1") not in MUSIC_MODELS:
            raise Refused(_error(422, "invalid_model", "no such model"))
        self._accept(body, body["prompt"], length / 1000 * USD_A_MUSIC_SECOND)
        return Reply(200, studio.sound(length / 1000), "audio/mpeg")

    def _sound(self, body: Any) -> Reply:
        _fields(body, {"text"}, {"duration_seconds", "prompt_influence", "loop", "model_id"})
        seconds = body.get("duration_seconds", 3.0)
        if not 0.5 <= seconds <= 30 or body.get("model_id") not in SOUND_MODELS:
            raise Refused(_error(422, "invalid_duration", "0.5 to 30 s"))
        self._accept(body, body["text"], USD_A_SOUND)
        return Reply(200, studio.sound(seconds), "audio/mpeg")

    def _accept(self, body: Any, words: str, usd: float) -> None:
        if {self.input_word, self.output_word} & set(re.findall(r"\w+", words.casefold())):
            raise Refused(self.trouble(Trouble.MODERATED))
        self.calls.append(Call(str(len(self.calls)), "", usd, body))


def _fields(body: Any, required: set[str], optional: set[str]) -> None:
    if not isinstance(body, dict) or required - body.keys():
        raise Refused(_error(422, "missing", f"required: {sorted(required)}"))
    if body.keys() - required - optional:
        extra = sorted(body.keys() - required - optional)
        raise Refused(_error(422, "extra_forbidden", f"unknown: {extra}"))


def _alignment(text: str) -> tuple[float, dict[str, Any]]:
    """How long a text is spoken, and when each of its characters is; tags take no time."""
    at, starts, ends, tagged = 0.1, [], [], 0
    for each in text:
        tagged += each == "["
        step = 0.0 if tagged or not each.isalnum() else 0.2 if ord(each) > 0x2E80 else 0.07
        tagged -= each == "]"
        starts.append(round(at, 3))
        at += step
        ends.append(round(at, 3))
    return round(at + 0.2, 3), {
        "characters": list(text),
        "character_start_times_seconds": starts,
        "character_end_times_seconds": ends,
    }


def _error(status: int, code: str, message: str) -> Reply:
    return Reply.of({"detail": {"status": code, "message": message}}, status)
