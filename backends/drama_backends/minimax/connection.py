"""Calls come in; the tasks of MiniMax's two interfaces come out in the contract's words.

The first tells errors in answers of status 200, and a result by the id of a file that has to be
asked after; the second tells errors by HTTP, and gives a link.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from drama_backends.services.tasks import Task, Tasks
from drama_backends.services.wire import Answer, told
from drama_compiler.contract import (
    LostAnswer,
    Standing,
    Status,
    Trouble,
)

V2 = "/v2/video_generation"

_TROUBLES = {
    "1002": Trouble.BUSY,
    "1004": Trouble.AUTH,
    "1008": Trouble.FUNDS,
    "1026": Trouble.MODERATED,
    "1027": Trouble.MODERATED,
    "1039": Trouble.BUSY,
    "1041": Trouble.BUSY,
    "1042": Trouble.INVALID,
    "2013": Trouble.INVALID,
    "2037": Trouble.INVALID,
    "2038": Trouble.AUTH,
}
_UNKNOWN = ("1000", "1001", "1024", "1033")
"""A failure or a timeout inside says nothing of what became of a call."""

_STATUS = {
    "Queueing": Status.QUEUED,
    "Preparing": Status.QUEUED,
    "Processing": Status.RUNNING,
    "Success": Status.SUCCEEDED,
    "Fail": Status.FAILED,
    "queued": Status.QUEUED,
    "running": Status.RUNNING,
    "succeeded": Status.SUCCEEDED,
    "failed": Status.FAILED,
    "cancelled": Status.CANCELLED,
    "expired": Status.EXPIRED,
}
_MODERATED = ("1026", "1027")


class MinimaxConnection(Tasks):
    """An open account; see `drama_compiler.contract.Connection`."""

    wait_seconds = 5.0

    def read(self, answer: Answer) -> Mapping[str, Any]:
        """The answer of either interface; raises what an error of either means."""
        body = answer.body_or_nothing or {}
        base = body.get("base_resp")
        code = base.get("status_code") if isinstance(base, dict) else None
        # A task that came to nothing is told as one, with why in the same place as an error.
        if answer.is_success and (not code or "status" in body):
            return answer.body
        error = body.get("error")
        said = base if isinstance(base, dict) else error if isinstance(error, dict) else {}
        message = str(said.get("status_msg") or said.get("message") or "")
        if str(code) in _UNKNOWN:
            raise LostAnswer(f"the service failed inside, and not how (code {code})")
        raise self.refusal(answer, code, f"{message} (code {code})" if code else message, _TROUBLES)

    def begun(self, path: str, said: Mapping[str, Any]) -> str:
        """The interface and the id."""
        return f"{'v2' if path == V2 else 'v1'}/{told(said, 'task_id', str)}"

    def asked_at(self, id_: str) -> tuple[str, Mapping[str, str]]:
        """At the first interface the id is a parameter, at the second a part of the path."""
        version, _, task = id_.partition("/")
        if version == "v2":
            return f"/v2/query/video_generation/{task}", {}
        return "/v1/query/video_generation", {"task_id": task}

    def task(self, said: Mapping[str, Any]) -> Task:
        """Of the first interface, `links` has the id of a file, until `asked` has asked for it."""
        task = said.get("task")
        its: Mapping[str, Any] = task if isinstance(task, dict) else said
        status = _STATUS.get(told(dict(its), "status", str), Status.RUNNING)
        error = its.get("error") or {}
        code = str(error.get("code") or (its.get("base_resp") or {}).get("status_code") or "")
        if status is Status.FAILED and code in _MODERATED:
            status = Status.MODERATED
        failed = status.settled and status is not Status.SUCCEEDED
        message = str(error.get("message") or f"it is {status}") if failed else ""
        link = its.get("file_id") or (its.get("content") or {}).get("url")
        return Task(Standing(status, message=message), (str(link),) if link else ())

    async def asked(self, id_: str) -> Task:
        """Ask after a call; a file of the first interface is asked for its link."""
        task = await super().asked(id_)
        if id_.startswith("v2/") or not task.links:
            return task
        answer = await self.wire.ask("GET", "/v1/files/retrieve", params={"file_id": task.links[0]})
        return replace(task, links=(str(told(self.read(answer), "file.download_url", str)),))
