"""Calls come in; the images and the speech that such a server answers with come out as files."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from drama_backends.openai.lowering import SPEECH
from drama_backends.services.adapter import Answers
from drama_backends.services.content import SUFFIXES, type_of_file
from drama_backends.services.wire import Answer, laid
from drama_compiler.contract import (
    Json,
    LostAnswer,
    Output,
    Request,
    ServiceError,
    Submitted,
    Trouble,
)

ANSWER_SECONDS_MAX = 280.0
"""A large image takes its minutes, and one's own machine more."""

_TROUBLES = {
    "invalid_api_key": Trouble.AUTH,
    "insufficient_quota": Trouble.FUNDS,
    "billing_hard_limit_reached": Trouble.FUNDS,
    "rate_limit_exceeded": Trouble.BUSY,
    "moderation_blocked": Trouble.MODERATED,
    "content_policy_violation": Trouble.MODERATED,
    "image_content_policy_violation": Trouble.MODERATED,
}
_WAIT_SECONDS = 5.0


class OpenaiConnection(Answers):
    """An open account; see `drama_compiler.contract.Connection`."""

    async def submit(
        self, request: Request, handles: Mapping[str, str], ticket: str, folder: Path
    ) -> Submitted:
        """Make the paid call; its answer is what it was paid for."""
        call = request.body["call"]
        if "images" in call:
            sent = await asyncio.to_thread(_form, call, handles)
        else:
            sent = {"json": call["json"]}
        answer = await self.wire.submit("POST", call["path"], timeout=ANSWER_SECONDS_MAX, **sent)
        if not answer.is_success:
            raise self._refusal(answer)
        job = request.body["outputs"][0]["job"]
        output = await self._output(call["path"], job, answer, folder)
        return Submitted(answer.headers.get("x-request-id", ticket), (output,))

    async def _output(self, path: str, job: str, answer: Answer, folder: Path) -> Output:
        if path == SPEECH:
            file, type_, facts = await asyncio.to_thread(laid, answer.data, folder, "speech")
            return Output(job, file, type_, facts)
        first = _first(answer.body)
        if isinstance(first.get("b64_json"), str):
            try:
                data = base64.b64decode(first["b64_json"], validate=True)
            except binascii.Error:
                raise LostAnswer("the service's answer has no image in it") from None
            file, type_, facts = await asyncio.to_thread(laid, data, folder, "still")
        elif isinstance(first.get("url"), str):
            # The service itself sends bytes; some servers that are like it send a link.
            file, type_, facts = await self.wire.download(first["url"], folder, "still")
        else:
            raise LostAnswer("the service's answer has no image in it")
        return Output(job, file, type_, facts)

    def _refusal(self, answer: Answer) -> ServiceError | LostAnswer:
        error = (answer.body_or_nothing or {}).get("error")
        said: Mapping[str, Json] = error if isinstance(error, dict) else {}
        message = said.get("message") if said else error
        code = said.get("code") or said.get("type") or ""
        found = self.wire.refusal(answer, code, str(message or ""), _TROUBLES)
        if isinstance(found, ServiceError) and found.trouble is Trouble.BUSY:
            found.retry_after_seconds = found.retry_after_seconds or _WAIT_SECONDS
        return found


def _first(body: Mapping[str, Any]) -> Mapping[str, Any]:
    data = body.get("data")
    if isinstance(data, list) and data and isinstance(data[0], dict):
        return data[0]
    return {}


def _form(call: Mapping[str, Any], handles: Mapping[str, str]) -> dict[str, Any]:
    """A form with a file for every reference, in their order, under names of ours."""
    field = "image[]" if len(call["images"]) > 1 else "image"
    files = []
    for place, image in enumerate(call["images"], 1):
        path = Path(handles[image["media"]])
        type_ = type_of_file(path)
        name = f"image-{place}.{SUFFIXES[type_]}"
        files.append((field, (name, path.read_bytes(), type_)))
    return {"data": {name: str(value) for name, value in call["form"].items()}, "files": files}
