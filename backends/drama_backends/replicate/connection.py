"""Calls and files of ours come in; Replicate's predictions come out in the contract's words.

What was made is there for an hour, and so is the record of it.
"""

from __future__ import annotations

import datetime
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from drama_backends.services.adapter import bound
from drama_backends.services.clips import ranged
from drama_backends.services.content import SUFFIXES, type_of_file
from drama_backends.services.mapped import result_in
from drama_backends.services.tasks import Task, Tasks
from drama_backends.services.wire import Answer, told
from drama_compiler.contract import (
    Handle,
    Media,
    Output,
    Request,
    ServiceError,
    Standing,
    Status,
    Trouble,
)

FILE_SECONDS = 3600.0
"""How long a file of ours is taken to be kept where the answer does not say."""

_STATUS = {
    "starting": Status.QUEUED,
    "processing": Status.RUNNING,
    "succeeded": Status.SUCCEEDED,
    "failed": Status.FAILED,
    "canceled": Status.CANCELLED,
}
_MODERATED_WORDS = ("sensitive", "nsfw", "moderat", "content policy", "safety")
_RESETS = re.compile(r"resets in ~?(\d+)\s*s")


class ReplicateConnection(Tasks):
    """An open account; see `drama_compiler.contract.Connection`."""

    # The most that an upload takes.
    input_bytes_max = 100_000_000
    wait_seconds = 10.0

    def read(self, answer: Answer) -> Mapping[str, Any]:
        """The answer; an error is `{title, detail}`, and says in words how long to wait."""
        if answer.is_success:
            return answer.body
        said = answer.body_or_nothing or {}
        message = str(said.get("detail") or said.get("title") or "")
        error = self.refusal(answer, None, message, {})
        resets = _RESETS.search(message)
        if isinstance(error, ServiceError) and "retry-after" not in answer.headers and resets:
            error.retry_after_seconds = float(resets[1])
        raise error

    async def stage(self, media: Media) -> Handle:
        """Upload a file: a call has room for links only."""
        if media.path.stat().st_size > self.input_bytes_max:
            raise ServiceError(Trouble.INVALID, "it takes files of 100 MB at most")
        type_ = type_of_file(media.path)
        with media.path.open("rb") as file:
            part = (f"{media.digest[:16]}.{SUFFIXES[type_]}", file.read(), type_)
        said = self.read(await self.wire.ask("POST", "/v1/files", files={"content": part}))
        return Handle(told(said, "urls.get", str), expires_at=_expiry(said.get("expires_at")))

    async def sent(self, request: Request, handles: Mapping[str, str], ticket: str) -> Answer:
        """The answer to a call with all links in it."""
        call = request.body["call"]
        return await self.wire.submit("POST", call["path"], json=bound(call["json"], handles))

    def begun(self, path: str, said: Mapping[str, Any]) -> str:
        """Its id."""
        return str(told(said, "id", str))

    def asked_at(self, id_: str) -> tuple[str, Mapping[str, str]]:
        """Every prediction is asked after at one place."""
        return f"/v1/predictions/{id_}", {}

    def task(self, said: Mapping[str, Any]) -> Task:
        """What failed says why in words alone."""
        status = _STATUS.get(told(said, "status", str), Status.RUNNING)
        message = str(said.get("error") or "")
        if status is Status.FAILED:
            if any(word in message.casefold() for word in _MODERATED_WORDS):
                status = Status.MODERATED
            message = message or "it failed"
        return Task(Standing(status, message=message))

    async def fetch(self, id_: str, request: Request, folder: Path) -> tuple[Output, ...]:
        """Ask for the record once more and download what its link leads to."""
        path, _ = self.asked_at(id_)
        said = self.read(await self.wire.ask("GET", path))
        link = result_in(said.get("output"), request.body["call"]["output"])
        if not link:
            raise ServiceError(Trouble.GONE, "the service keeps no link to what it made")
        file, type_, facts = await self.wire.download(link, folder, "take")
        return tuple(ranged(each, file, type_, facts) for each in request.body["outputs"])

    async def cancel(self, id_: str) -> None:
        """Ask it to stop."""
        self.read(await self.wire.ask("POST", f"/v1/predictions/{id_}/cancel"))


def _expiry(said: object) -> float:
    """When a file of ours is gone, in seconds of the epoch."""
    try:
        return datetime.datetime.fromisoformat(str(said).replace("Z", "+00:00")).timestamp()
    except ValueError:
        return time.time() + FILE_SECONDS
