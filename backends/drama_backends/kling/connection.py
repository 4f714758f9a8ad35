"""Calls come in; Kling's tasks come out in the contract's words.

Every answer is `{code, message, data}`. A status of 429 means that it is busy, or that the account
is in arrears: the code tells which.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drama_backends.services.tasks import Task, Tasks
from drama_backends.services.wire import Answer, told
from drama_compiler.contract import Json, ServiceError, Standing, Status, Trouble

PREFIX = "/v1/"
ROUTES = ("videos/omni-video", "videos/image2video", "videos/text2video", "images/omni-image")
"""Where a call of ours can have been made; an id of ours is unique among all of them."""

_TROUBLES = {
    **dict.fromkeys(("1000", "1001", "1002", "1003", "1004"), Trouble.AUTH),
    **dict.fromkeys(("1100", "1101", "1102"), Trouble.FUNDS),
    **dict.fromkeys(("1200", "1201", "1202"), Trouble.INVALID),
    "1203": Trouble.GONE,
    "1301": Trouble.MODERATED,
    **dict.fromkeys(("1302", "1303"), Trouble.BUSY),
    "5001": Trouble.BROKEN,
}
"""5000 and 5002, its own failure and its own timeout, say nothing of what became of a call."""

_STATUS = {
    "submitted": Status.QUEUED,
    "processing": Status.RUNNING,
    "succeed": Status.SUCCEEDED,
    "failed": Status.FAILED,
}
_MODERATED_WORDS = ("risk control", "content policy", "sensitive")


class KlingConnection(Tasks):
    """An open account; see `drama_compiler.contract.Connection`."""

    def read(self, answer: Answer) -> Mapping[str, Any]:
        """What stands under `data`; raises what a code means."""
        body = answer.body_or_nothing or {}
        code = body.get("code")
        if answer.is_success and code == 0:
            found: dict[str, Any] = told(body, "data", dict)
            return found
        raise self.refusal(answer, code, f"{body.get('message') or ''} (code {code})", _TROUBLES)

    def begun(self, path: str, said: Mapping[str, Any]) -> str:
        """The route and the id: it is asked after where it was made."""
        return f"{path.removeprefix(PREFIX)}/{told(said, 'task_id', str)}"

    def asked_at(self, id_: str) -> tuple[str, Mapping[str, str]]:
        """Its route."""
        return PREFIX + id_, {}

    def task(self, said: Mapping[str, Any]) -> Task:
        """A call that fails is not charged: that is documented."""
        status = _STATUS.get(told(said, "task_status", str), Status.RUNNING)
        message = str(said.get("task_status_msg") or "")
        if status is Status.FAILED:
            if any(word in message.casefold() for word in _MODERATED_WORDS):
                status = Status.MODERATED
            return Task(Standing(status, message=message or "it failed", charged=False))
        result = said.get("task_result") or {}
        made = result.get("videos") or result.get("images") or ()
        return Task(Standing(status), tuple(str(each["url"]) for each in made if each.get("url")))

    def inlined(self, path: str, type_: str, text: str) -> Json:
        """Base 64 without a head."""
        return text

    def ticketed(self, body: Json, ticket: str) -> Json:
        """The ticket is the id of ours."""
        return {**body, "external_task_id": ticket}

    async def find(self, ticket: str) -> str | None:
        """The call under a ticket, wherever it was made."""
        for route in ROUTES:
            try:
                said = self.read(await self.wire.ask("GET", f"{PREFIX}{route}/{ticket}"))
            except ServiceError as refusal:
                if refusal.trouble is Trouble.GONE:
                    continue
                raise
            return self.begun(PREFIX + route, said)
        return None
