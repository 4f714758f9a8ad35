"""Requests, tickets and files of ours come in; the service's answers come out in the contract's
words. Only this file knows the wire.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from drama_backends.services.adapter import bound
from drama_backends.services.clips import ranged
from drama_backends.services.lips import Prepares
from drama_backends.services.wire import Answer, told
from drama_compiler.contract import (
    Handle,
    Json,
    LostAnswer,
    Media,
    NotKept,
    Output,
    Request,
    ServiceError,
    Standing,
    Status,
    Submitted,
    Trouble,
)

_TROUBLES = {
    "invalid_request": Trouble.INVALID,
    "ticket_reused": Trouble.INVALID,
    "unauthorized": Trouble.AUTH,
    "insufficient_funds": Trouble.FUNDS,
    "rate_limited": Trouble.BUSY,
    "queue_full": Trouble.BUSY,
    "content_moderated": Trouble.MODERATED,
    "media_gone": Trouble.GONE,
    "voice_gone": Trouble.GONE,
    "gone": Trouble.GONE,
    "unknown_call": Trouble.GONE,
    "unavailable": Trouble.BROKEN,
}


class RehearsalConnection(Prepares):
    """An open account; see `drama_compiler.contract.Connection`."""

    async def stage(self, media: Media) -> Handle:
        """Upload a file; of a voice that is kept there, see whether it still is."""
        voice = media.facts.get("voice")
        if isinstance(voice, str):
            kept = await self.wire.ask("GET", f"/v1/voices/{quote(voice, safe='')}")
            if _error(kept).get("type") == "voice_gone":
                raise NotKept(str(_error(kept).get("message", "")))
            return Handle(told(self._read(kept), "id", str), time.time())
        data = await asyncio.to_thread(media.path.read_bytes)
        answer = self._read(
            await self.wire.ask(
                "POST", "/v1/media", content=data, headers={"Content-Type": media.type}
            )
        )
        return Handle(told(answer, "id", str), told(answer, "expires_at", float))

    async def submit(
        self, request: Request, handles: Mapping[str, str], ticket: str, folder: Path
    ) -> Submitted:
        """Make the paid call, once."""
        call = bound(request.body["call"], handles)
        answer = await self.wire.submit("POST", "/v1/calls", json=call, headers={"Ticket": ticket})
        return Submitted(told(self._read(answer), "id", str))

    async def find(self, ticket: str) -> str | None:
        """The id of the call under a ticket."""
        answer = await self.wire.ask("GET", "/v1/calls", params={"ticket": ticket})
        if _error(answer).get("type") == "unknown_ticket":
            return None
        return str(told(self._read(answer), "id", str))

    async def poll(self, id_: str) -> Standing:
        """How far the call is."""
        answer = await self._call(id_)
        try:
            status = Status(told(answer, "status", str))
        except ValueError:
            raise LostAnswer("the service answered with a status that nobody knows") from None
        return Standing(
            status=status,
            share=told(answer, "share", float),
            usd=told(answer, "usd", float),
            message=str(answer.get("message", "")),
            charged=told(answer, "charged", bool),
        )

    async def fetch(self, id_: str, request: Request, folder: Path) -> tuple[Output, ...]:
        """Ask for a new link and download what it leads to; the file is whole, or there is none."""
        answer = await self._call(id_)
        if not isinstance(answer.get("result"), dict):
            raise ServiceError(Trouble.GONE, f"the service has no result of {id_}")
        link = told(answer, "result.url", str)
        if not link.startswith("/v1/results/"):
            raise LostAnswer("the service gave a link that leads elsewhere")
        name = str(request.body["kind"])
        path, type_, facts = await self.wire.download(self.wire.url + link, folder, name)
        if "voice" in answer["result"]:
            facts["voice"] = told(answer, "result.voice", str)
        return tuple(ranged(each, path, type_, facts) for each in request.body["outputs"])

    async def cancel(self, id_: str) -> None:
        """Ask the service to stop."""
        self._read(await self.wire.ask("DELETE", f"/v1/calls/{id_}"))

    async def _call(self, id_: str) -> dict[str, Json]:
        return self._read(await self.wire.ask("GET", f"/v1/calls/{id_}"))

    def _read(self, answer: Answer) -> dict[str, Json]:
        """The answer of a success; raises what any other means."""
        if answer.is_success:
            return answer.body
        # Of its errors the type tells all: without one, nobody knows what became of a call.
        said = _error(answer)
        if str(said.get("type")) not in _TROUBLES:
            raise LostAnswer(f"the service answered {answer.status}, and not why")
        message = str(said.get("message", ""))
        raise self.wire.refusal(answer, said["type"], message, _TROUBLES)


def _error(answer: Answer) -> Mapping[str, Any]:
    found = (answer.body_or_nothing or {}).get("error")
    return found if isinstance(found, dict) else {}
