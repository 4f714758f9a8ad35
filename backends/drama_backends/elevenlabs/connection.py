"""Calls of ours come in; the sounds that ElevenLabs answers with come out as files."""

from __future__ import annotations

import asyncio
import base64
import binascii
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from drama_backends.elevenlabs.speech import words_of
from drama_backends.services.adapter import Answers, bound
from drama_backends.services.wire import Answer, laid, told
from drama_compiler.contract import (
    Handle,
    Json,
    LostAnswer,
    Media,
    NotKept,
    Output,
    Request,
    ServiceError,
    Submitted,
    Trouble,
)

_TROUBLES = {
    "invalid_api_key": Trouble.AUTH,
    "missing_permissions": Trouble.AUTH,
    "quota_exceeded": Trouble.FUNDS,
    "too_many_concurrent_requests": Trouble.BUSY,
    "system_busy": Trouble.BUSY,
    "voice_not_found": Trouble.INVALID,
    "content_against_policy": Trouble.MODERATED,
    "bad_prompt": Trouble.MODERATED,
}
_WAIT_SECONDS = {"too_many_concurrent_requests": 1.0, "system_busy": 5.0}
"""How long to wait where it does not say: for a place in its queue, or until it is less busy."""


class ElevenlabsConnection(Answers):
    """An open account; see `drama_compiler.contract.Connection`."""

    async def submit(
        self, request: Request, handles: Mapping[str, str], ticket: str, folder: Path
    ) -> Submitted:
        """Make the paid call; its answer is what it was paid for."""
        call = bound(request.body["call"], handles)
        path = call["path"].format(call.get("voice", ""))
        answer = await self.wire.submit("POST", path, params=call["params"], json=call["json"])
        if not answer.is_success:
            raise self._refusal(answer)
        outputs = request.body["outputs"]
        if "voice_name" in call:
            made = await self._kept_voice(call, outputs[0]["job"], answer, folder)
        else:
            made = await asyncio.to_thread(_outputs, path, outputs, answer, folder)
        return Submitted(answer.headers.get("request-id", ticket), made)

    async def stage(self, media: Media) -> Handle:
        """Of a voice that was made here the word for it, if it is still kept: that is asked anew
        in every build.
        """
        voice = media.facts.get("voice")
        if not isinstance(voice, str):
            return await Answers.stage(self, media)
        answer = await self.wire.ask("GET", f"/v1/voices/{quote(voice, safe='')}")
        if answer.is_success:
            return Handle(voice, expires_at=time.time())
        failure = self._refusal(answer)
        if answer.status in (400, 404, 422):
            raise NotKept(f"{failure} (voice {voice})")
        raise failure

    async def _kept_voice(
        self, call: Mapping[str, Any], job: str, answer: Answer, folder: Path
    ) -> tuple[Output, ...]:
        """Keep the first preview of a design as a voice of the account.

        The previews are paid for by now: whatever goes wrong here is put to the person.
        """
        previews = told(answer.body, "previews", list)
        first = previews[0] if previews else {}
        path, type_, facts = await asyncio.to_thread(_preview, first, folder)
        body = {
            "voice_name": call["voice_name"],
            "voice_description": call["json"]["voice_description"],
            "generated_voice_id": told(first, "generated_voice_id", str),
        }
        kept = await self.wire.ask("POST", "/v1/text-to-voice", json=body)
        if not kept.is_success:
            raise LostAnswer(f"a voice was designed and is not kept: {self._refusal(kept)}")
        facts["voice"] = told(kept.body, "voice_id", str)
        return (Output(job, path, type_, facts),)

    def _refusal(self, answer: Answer) -> ServiceError | LostAnswer:
        detail = (answer.body_or_nothing or {}).get("detail")
        said: Mapping[str, Json] = detail if isinstance(detail, dict) else {}
        code = str(said.get("status") or said.get("code") or "")
        found = self.wire.refusal(answer, code, str(said.get("message") or ""), _TROUBLES)
        if isinstance(found, ServiceError) and found.trouble is Trouble.BUSY:
            found.retry_after_seconds = found.retry_after_seconds or _WAIT_SECONDS.get(code, 5.0)
        return found


def _outputs(
    path: str, told_: Sequence[Mapping[str, Json]], answer: Answer, folder: Path
) -> tuple[Output, ...]:
    if not path.endswith("/with-timestamps"):
        file, type_, facts = laid(answer.data, folder, "sound")
        if "looped_seconds" in told_[0]:
            return (_looped(told_[0]["job"], file, told_[0]["looped_seconds"], folder),)
        return (Output(told_[0]["job"], file, type_, facts),)
    body = answer.body
    try:
        data = base64.b64decode(told(body, "audio_base64", str), validate=True)
    except binascii.Error:
        raise LostAnswer("the service's answer has no sound in it") from None
    file, type_, facts = laid(data, folder, "speech")
    if len(told_) == 1:
        facts["words"] = _words(body)
        return (Output(told_[0]["job"], file, type_, facts),)
    return _lines(told_, body, file, folder)


def _preview(preview: Mapping[str, Json], folder: Path) -> tuple[Path, str, dict[str, Any]]:
    try:
        data = base64.b64decode(told(preview, "audio_base_64", str), validate=True)
    except binascii.Error:
        raise LostAnswer("the service's answer has no sound in it") from None
    return laid(data, folder, "voice")


def _words(body: Mapping[str, Json]) -> list[list[Json]]:
    """The times of the words; a line is good without them."""
    alignment = body.get("alignment")
    try:
        return words_of(alignment) if isinstance(alignment, dict) else []
    except (KeyError, TypeError, ValueError):
        return []


def _looped(job: str, file: Path, seconds: float, folder: Path) -> Output:
    """A sound that joins its own end, laid end to end until it is long enough."""
    import numpy as np

    from drama_backends.media.audio import RATE, read_sound, write_flac

    loop = np.concatenate(list(read_sound(file)))
    count = round(seconds * RATE)
    path = folder / "place.flac"
    write_flac(path, [np.resize(loop, (count, 2))])
    file.unlink()
    return Output(job, path, "audio/flac", {"seconds": count / RATE})


def _lines(
    told_: Sequence[Mapping[str, Json]], body: Mapping[str, Any], file: Path, folder: Path
) -> tuple[Output, ...]:
    """A dialogue cut into its lines, a file each."""
    import numpy as np

    from drama_backends.media.audio import RATE, read_sound, write_wav

    whole = np.concatenate(list(read_sound(file, channels=1)))
    outputs = []
    for index, line in enumerate(told_):
        mine = [
            each
            for each in told(body, "voice_segments", list)
            if each["dialogue_input_index"] == index
        ]
        if not mine:
            raise LostAnswer("the service's answer does not tell whose a line is")
        start = round(min(each["start_time_seconds"] for each in mine) * RATE)
        end = round(max(each["end_time_seconds"] for each in mine) * RATE)
        path = folder / f"line-{index + 1}.wav"
        count = write_wav(path, whole[start:end])
        outputs.append(Output(line["job"], path, "audio/wav", {"seconds": count / RATE}))
    file.unlink()
    return tuple(outputs)
