"""Calls of ours come in; the sounds that ElevenLabs answers with come out as files."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from drama_backends.elevenlabs.speech import words_of
from drama_backends.services.adapter import Answers
from drama_backends.services.wire import Answer, laid, told
from drama_compiler.contract import (
    Json,
    LostAnswer,
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
        call = request.body["call"]
        answer = await self.wire.submit(
            "POST", call["path"], params=call["params"], json=call["json"]
        )
        if not answer.is_success:
            raise self._refusal(answer)
        outputs = request.body["outputs"]
        made = await asyncio.to_thread(_outputs, call["path"], outputs, answer, folder)
        return Submitted(answer.headers.get("request-id", ticket), made)

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
