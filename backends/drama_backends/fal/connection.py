"""Calls come in; what becomes of them in fal's queue comes out in the contract's words.

A call that is over says so whether it came to something or not: what it came to stands at the
address of its result, and so does the error. That address is told with the answer to the call, and
is no extension of the model's: it is the id.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from drama_backends.services.clips import ranged
from drama_backends.services.mapped import result_in
from drama_backends.services.tasks import Task, Tasks
from drama_backends.services.wire import Answer, told
from drama_compiler.contract import (
    LostAnswer,
    Output,
    Request,
    ServiceError,
    Standing,
    Status,
    Trouble,
)

_STATUS = {
    "IN_QUEUE": Status.QUEUED,
    "IN_PROGRESS": Status.RUNNING,
    "COMPLETED": Status.SUCCEEDED,
}
_RESULT = re.compile(r"[\w./-]+/requests/[\w-]+")
_MODERATED = "content_policy_violation"
_FUNDS_WORDS = "exhausted balance"
"""An account without money is forbidden everything, and is told from a wrong key by its words."""
_OURS = (401, 403, 429)
"""A refusal of us who ask, and nothing of what was asked for."""


class FalConnection(Tasks):
    """An open account; see `drama_compiler.contract.Connection`."""

    wait_seconds = 5.0

    def read(self, answer: Answer) -> Mapping[str, Any]:
        """The answer; an error is `{detail}`, a text or a list of `{loc, msg, type}`."""
        if answer.is_success:
            return answer.body
        type_, message = _complaint(answer)
        troubles = {_MODERATED: Trouble.MODERATED}
        if _FUNDS_WORDS in message.casefold():
            type_, troubles = _FUNDS_WORDS, {_FUNDS_WORDS: Trouble.FUNDS}
        raise self.refusal(answer, type_, message, troubles)

    def begun(self, path: str, said: Mapping[str, Any]) -> str:
        """Where its result will stand."""
        found = str(urlsplit(told(said, "response_url", str)).path.strip("/"))
        if not _RESULT.fullmatch(found):
            raise LostAnswer("the service's answer says not where the result will stand")
        return found

    async def asked(self, id_: str) -> Task:
        """Ask after a call; of one that is over, whether there is a result."""
        said = self.read(await self.wire.ask("GET", f"/{id_}/status"))
        status = _STATUS.get(told(said, "status", str), Status.RUNNING)
        if status is not Status.SUCCEEDED:
            return Task(Standing(status))
        answer = await self.wire.ask("GET", f"/{id_}")
        if answer.is_success:
            return Task(Standing(status))
        type_, message = _complaint(answer)
        if answer.status in _OURS or not message:
            self.read(answer)
        failed = Status.MODERATED if type_ == _MODERATED else Status.FAILED
        # Only what came out well is paid: that is documented.
        return Task(Standing(failed, message=message, charged=False))

    async def fetch(self, id_: str, request: Request, folder: Path) -> tuple[Output, ...]:
        """Ask for the result once more and download what its link leads to."""
        said = self.read(await self.wire.ask("GET", f"/{id_}"))
        link = result_in(said, request.body["call"]["output"])
        if not link:
            raise ServiceError(Trouble.GONE, "the service gives no link to what it made")
        path, type_, facts = await self.wire.download(link, folder, "take")
        return tuple(ranged(each, path, type_, facts) for each in request.body["outputs"])

    async def cancel(self, id_: str) -> None:
        """Ask it to stop; one that is over cannot be."""
        answer = await self.wire.ask("PUT", f"/{id_}/cancel")
        if answer.status in _OURS:
            self.read(answer)


def _complaint(answer: Answer) -> tuple[str, str]:
    """The type of an error and its words; both empty where the answer is no error of fal's."""
    said = answer.body_or_nothing or {}
    detail = said.get("detail") or said.get("error")
    if isinstance(detail, list) and detail and isinstance(detail[0], dict):
        return str(detail[0].get("type") or ""), str(detail[0].get("msg") or "it failed")
    return str(said.get("error_type") or ""), detail if isinstance(detail, str) else ""
