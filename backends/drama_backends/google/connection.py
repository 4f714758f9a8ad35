"""Calls come in; Google's interactions, and the images that it answers with, come out."""

from __future__ import annotations

import asyncio
import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from drama_backends.google.lowering import INTERACTIONS
from drama_backends.services.clips import ranged
from drama_backends.services.tasks import Task, Tasks
from drama_backends.services.wire import Answer, laid, told
from drama_compiler.contract import (
    Json,
    LostAnswer,
    Output,
    Request,
    ServiceError,
    Standing,
    Status,
    Submitted,
    Trouble,
)

_TROUBLES = {
    "RESOURCE_EXHAUSTED": Trouble.BUSY,
    "UNAUTHENTICATED": Trouble.AUTH,
    "PERMISSION_DENIED": Trouble.AUTH,
    "INVALID_ARGUMENT": Trouble.INVALID,
    "NOT_FOUND": Trouble.GONE,
}
_STATUS = {
    "queued": Status.QUEUED,
    "in_progress": Status.RUNNING,
    "completed": Status.SUCCEEDED,
    "failed": Status.FAILED,
    "incomplete": Status.FAILED,
    "requires_action": Status.FAILED,
    "budget_exceeded": Status.FAILED,
    "cancelled": Status.CANCELLED,
}
_FILE = re.compile(r"/files/([A-Za-z0-9_-]+)(?:[:?].*)?$")
_GONE = (403, 404, 410)
_MODERATED = {"SAFETY", "IMAGE_SAFETY", "PROHIBITED_CONTENT", "RECITATION", "BLOCKLIST"}
_MODERATED_WORDS = ("safety", "policy", "prohibited")


class GoogleConnection(Tasks):
    """An open account; see `drama_compiler.contract.Connection`."""

    wait_seconds = 5.0

    def read(self, answer: Answer) -> Mapping[str, Any]:
        """The answer; an error is `{error: {code, status, message}}`."""
        if answer.is_success:
            return answer.body
        error = (answer.body_or_nothing or {}).get("error")
        said: Mapping[str, Any] = error if isinstance(error, dict) else {}
        message = str(said.get("message") or "")
        raise self.refusal(answer, said.get("status"), message, _TROUBLES)

    def begun(self, path: str, said: Mapping[str, Any]) -> str:
        """Its id."""
        return str(told(dict(said), "id", str))

    def asked_at(self, id_: str) -> tuple[str, Mapping[str, str]]:
        """Every interaction is asked after at one place."""
        return f"{INTERACTIONS}/{id_}", {}

    def task(self, said: Mapping[str, Any]) -> Task:
        """What was made stands in the steps of the model; `links` are addresses of files."""
        status = _STATUS.get(told(dict(said), "status", str), Status.RUNNING)
        error = said.get("error")
        told_ = error if isinstance(error, dict) else {}
        message = str(told_.get("message") or f"it is {said['status']}")
        if status is Status.FAILED and any(word in message.casefold() for word in _MODERATED_WORDS):
            status = Status.MODERATED
        links = tuple(
            str(content["uri"])
            for step in said.get("steps") or ()
            if step.get("type") == "model_output"
            for content in step.get("content") or ()
            if content.get("type") == "video" and content.get("uri")
        )
        if status is Status.SUCCEEDED and not links:
            # A video that is withheld is a success without one.
            status, message = Status.MODERATED, "it was made, and is not given out"
        failed = status.settled and status is not Status.SUCCEEDED
        return Task(Standing(status, message=message if failed else ""), links)

    def inlined(self, path: str, type_: str, text: str) -> Json:
        """An image is an object of its type and data, by two spellings."""
        if path == INTERACTIONS:
            return {"type": "image", "mime_type": type_, "data": text}
        return {"mimeType": type_, "data": text}

    async def submit(
        self, request: Request, handles: Mapping[str, str], ticket: str, folder: Path
    ) -> Submitted:
        """Make the paid call; an image comes with its answer."""
        if request.body["call"]["path"] == INTERACTIONS:
            return await super().submit(request, handles, ticket, folder)
        body = self.read(await self.sent(request, handles, ticket))
        outputs = request.body["outputs"]
        return Submitted(ticket, await asyncio.to_thread(_image, body, outputs, folder))

    async def fetch(self, id_: str, request: Request, folder: Path) -> tuple[Output, ...]:
        """Download the file from the service's own address: it asks for the key."""
        links = (await self.asked(id_)).links
        found = _FILE.search(links[0]) if links else None
        if not found:
            raise ServiceError(Trouble.GONE, "the service names no file of what it made")
        path = f"/v1beta/files/{found[1]}:download"
        answer = await self.wire.ask("GET", path, params={"alt": "media"})
        if answer.status in _GONE:
            raise ServiceError(Trouble.GONE, "the file of the result has expired")
        if not answer.is_success:
            raise self.refusal(answer, None, "", {})
        file, type_, facts = await asyncio.to_thread(laid, answer.data, folder, "take")
        return tuple(ranged(each, file, type_, facts) for each in request.body["outputs"])

    async def cancel(self, id_: str) -> None:
        """Ask it to stop; what is over cannot be."""
        if not (await self.asked(id_)).standing.status.settled:
            self.read(await self.wire.ask("POST", f"{INTERACTIONS}/{id_}/cancel"))


def _image(
    body: Mapping[str, Any], outputs: Sequence[Mapping[str, Any]], folder: Path
) -> tuple[Output, ...]:
    """The first image of an answer; raises `ServiceError` (MODERATED) where it is withheld."""
    blocked = (body.get("promptFeedback") or {}).get("blockReason")
    candidate: Mapping[str, Any] = next(iter(body.get("candidates") or ()), {})
    for part in (candidate.get("content") or {}).get("parts") or ():
        if "inlineData" in part:
            try:
                data = base64.b64decode(part["inlineData"]["data"], validate=True)
            except (binascii.Error, KeyError, TypeError, ValueError):
                break
            path, type_, facts = laid(data, folder, "still")
            return tuple(ranged(each, path, type_, facts) for each in outputs)
    reason = str(blocked or candidate.get("finishReason") or "")
    if blocked or reason in _MODERATED:
        raise ServiceError(Trouble.MODERATED, f"the service withholds it ({reason})")
    raise LostAnswer("the service's answer has no image in it")
