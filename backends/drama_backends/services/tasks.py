"""A call and files of ours come in; the task that a service makes of them, and its end, come out.

Most services of clips work alike: a call in JSON, with images in it as text; an id; the id is asked
after until there is a link; the link is downloaded. An adapter says how its service writes that.
"""

from __future__ import annotations

import asyncio
import base64
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drama_backends.services.adapter import bound
from drama_backends.services.clips import ranged
from drama_backends.services.content import type_of_file
from drama_backends.services.wire import Answer, Wire
from drama_compiler.contract import (
    Handle,
    Json,
    LostAnswer,
    Media,
    Output,
    Request,
    ServiceError,
    Standing,
    Status,
    Submitted,
    Trouble,
)

LINK = "link:"
"""How the id begins of a call that was answered with a link at once: the link is the id."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a service says of a call: where it stands, and where its results lie once it is made."""

    standing: Standing
    links: tuple[str, ...] = ()


class Tasks:
    """A connection to such a service; what is its own stands in the first five methods."""

    input_bytes_max = 10_000_000
    wait_seconds = 2.0
    """How long to wait where a service is busy and does not say until when."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    # What an adapter writes itself.

    def read(self, answer: Answer) -> Mapping[str, Any]:
        """What an answer says; raises `ServiceError` or `LostAnswer` where it is an error."""
        raise NotImplementedError

    def begun(self, path: str, said: Mapping[str, Any]) -> str:
        """The id of what has begun at a path."""
        raise NotImplementedError

    def asked_at(self, id_: str) -> tuple[str, Mapping[str, str]]:
        """Where it is asked after: a path and parameters."""
        raise NotImplementedError

    def task(self, said: Mapping[str, Any]) -> Task:
        """How far it is, by the answer to that."""
        raise NotImplementedError

    def inlined(self, path: str, type_: str, text: str) -> Json:
        """How a file stands in a call at a path; `text` is its bytes in base 64."""
        return f"data:{type_};base64,{text}"

    def headers(self, path: str) -> Mapping[str, str]:
        """What a call at a path carries besides the key."""
        return {}

    def ticketed(self, body: Json, ticket: str) -> Json:
        """The call with our ticket in it, where the service takes one."""
        return body

    # What they have in common.

    def refusal(
        self, answer: Answer, code: object, message: str, troubles: Mapping[str, Trouble]
    ) -> ServiceError | LostAnswer:
        """What an error means, by the service's own code or by HTTP; to be raised.

        A code in an answer of status 200 that is in no table is an error nevertheless.
        """
        known = dict(troubles)
        if answer.is_success and code is not None:
            known.setdefault(str(code), Trouble.BROKEN)
        found = self.wire.refusal(answer, code, message, known)
        if isinstance(found, ServiceError) and found.trouble is Trouble.BUSY:
            found.retry_after_seconds = found.retry_after_seconds or self.wait_seconds
        return found

    async def stage(self, media: Media) -> Handle:
        """Nothing is kept there: a file goes with the call, which is told where it lies."""
        if media.path.stat().st_size > self.input_bytes_max:
            most = self.input_bytes_max // 10**6
            raise ServiceError(Trouble.INVALID, f"it takes files of {most} MB at most")
        return Handle(str(media.path), expires_at=time.time())

    async def submit(
        self, request: Request, handles: Mapping[str, str], ticket: str, folder: Path
    ) -> Submitted:
        """Make the paid call."""
        answer = await self.sent(request, handles, ticket)
        return Submitted(self.begun(request.body["call"]["path"], self.read(answer)))

    async def sent(self, request: Request, handles: Mapping[str, str], ticket: str) -> Answer:
        """The answer to a call with all files in it."""
        call = request.body["call"]
        files = await asyncio.to_thread(self._files, call["path"], handles)
        body = self.ticketed(bound(call["json"], files), ticket)
        headers = dict(self.headers(call["path"]))
        return await self.wire.submit("POST", call["path"], json=body, headers=headers)

    async def find(self, ticket: str) -> str | None:
        """It knows no tickets."""
        return None

    async def poll(self, id_: str) -> Standing:
        """How far the call is."""
        return (await self.asked(id_)).standing

    async def fetch(self, id_: str, request: Request, folder: Path) -> tuple[Output, ...]:
        """Ask for the link once more and download what it leads to."""
        links = (await self.asked(id_)).links
        if not links:
            raise ServiceError(Trouble.GONE, "the service gives no link to what it made")
        path, type_, facts = await self.wire.download(links[0], folder, "take")
        return tuple(ranged(each, path, type_, facts) for each in request.body["outputs"])

    async def cancel(self, id_: str) -> None:
        """It cannot be stopped."""

    async def asked(self, id_: str) -> Task:
        """Ask after a call."""
        if id_.startswith(LINK):
            return Task(Standing(Status.SUCCEEDED), (id_.removeprefix(LINK),))
        path, parameters = self.asked_at(id_)
        return self.task(self.read(await self.wire.ask("GET", path, params=dict(parameters))))

    def _files(self, path: str, handles: Mapping[str, str]) -> dict[str, Json]:
        return {name: self._file(path, Path(handle)) for name, handle in handles.items()}

    def _file(self, path: str, file: Path) -> Json:
        text = base64.b64encode(file.read_bytes()).decode()
        return self.inlined(path, type_of_file(file), text)
