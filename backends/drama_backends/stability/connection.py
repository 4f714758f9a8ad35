"""Forms come in; the images and sounds that Stability AI answers with come out as files."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Mapping
from pathlib import Path

from drama_backends.services.adapter import Answers
from drama_backends.services.wire import Answer, laid, told
from drama_compiler.contract import (
    LostAnswer,
    Output,
    Request,
    ServiceError,
    Submitted,
    Trouble,
)

_TROUBLES = {
    "content_moderation": Trouble.MODERATED,
    "unauthorized": Trouble.AUTH,
    "payment_required": Trouble.FUNDS,
    "rate_limit_exceeded": Trouble.BUSY,
}
_WAIT_SECONDS = 10.0
"""Its bound is of so many questions in ten seconds."""
_FILTERED = "CONTENT_FILTERED"


class StabilityConnection(Answers):
    """An open account; see `drama_compiler.contract.Connection`."""

    async def submit(
        self, request: Request, handles: Mapping[str, str], ticket: str, folder: Path
    ) -> Submitted:
        """Make the paid call; its answer is what it was paid for."""
        call = request.body["call"]
        # A form of several parts, though none of them is a file: nothing else is read there.
        form = {name: (None, str(value)) for name, value in call["form"].items()}
        answer = await self.wire.submit("POST", call["path"], files=form)
        if not answer.is_success:
            raise self._refusal(answer)
        body = answer.body
        if body.get("finish_reason") == _FILTERED:
            raise ServiceError(Trouble.MODERATED, "it was made, and is not given out")
        what = "audio" if "audio" in body else "image"
        try:
            data = base64.b64decode(told(body, what, str), validate=True)
        except binascii.Error:
            raise LostAnswer(f"the service's answer has no {what} in it") from None
        file, type_, facts = await asyncio.to_thread(laid, data, folder, what)
        job = request.body["outputs"][0]["job"]
        return Submitted(ticket, (Output(job, file, type_, facts),))

    def _refusal(self, answer: Answer) -> ServiceError | LostAnswer:
        said = answer.body_or_nothing or {}
        errors = said.get("errors")
        message = "; ".join(map(str, errors)) if isinstance(errors, list) else ""
        found = self.wire.refusal(answer, said.get("name"), message, _TROUBLES)
        if isinstance(found, ServiceError) and found.trouble is Trouble.BUSY:
            found.retry_after_seconds = found.retry_after_seconds or _WAIT_SECONDS
        return found
