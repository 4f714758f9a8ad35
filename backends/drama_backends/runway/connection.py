"""Calls come in; Runway's tasks come out in the contract's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drama_backends.services.tasks import Task, Tasks
from drama_backends.services.wire import Answer, told
from drama_compiler.contract import Standing, Status

_STATUS = {
    "PENDING": Status.QUEUED,
    # Accepted, and waiting for a place among those of the account.
    "THROTTLED": Status.QUEUED,
    "RUNNING": Status.RUNNING,
    "SUCCEEDED": Status.SUCCEEDED,
    "FAILED": Status.FAILED,
    "CANCELLED": Status.CANCELLED,
}


class RunwayConnection(Tasks):
    """An open account; see `drama_compiler.contract.Connection`."""

    # A picture may have 5 MB as a data URI, and base 64 is a third longer.
    input_bytes_max = 3_700_000
    wait_seconds = 5.0

    def read(self, answer: Answer) -> Mapping[str, Any]:
        """The answer; an error is one by its status of HTTP."""
        if answer.is_success:
            return answer.body
        error = (answer.body_or_nothing or {}).get("error")
        raise self.refusal(answer, None, error if isinstance(error, str) else "", {})

    def begun(self, path: str, said: Mapping[str, Any]) -> str:
        """Its id."""
        return str(told(said, "id", str))

    def asked_at(self, id_: str) -> tuple[str, Mapping[str, str]]:
        """Every task is asked after at one place."""
        return f"/v1/tasks/{id_}", {}

    def task(self, said: Mapping[str, Any]) -> Task:
        """What failed for safety is moderated, whether by what came in or by what came out."""
        status = _STATUS.get(told(said, "status", str), Status.RUNNING)
        code = str(said.get("failureCode") or "")
        if status is Status.FAILED and code.startswith("SAFETY."):
            status = Status.MODERATED
        message = str(said.get("failure") or code) if status is not Status.SUCCEEDED else ""
        progress = said.get("progress")
        share = float(progress) if isinstance(progress, int | float) else None
        links = tuple(str(each) for each in said.get("output") or ())
        return Task(Standing(status, share=share, message=message), links)

    async def cancel(self, id_: str) -> None:
        """Stop it; one that is over would be deleted, and is left."""
        if not (await self.asked(id_)).standing.status.settled:
            answer = await self.wire.ask("DELETE", f"/v1/tasks/{id_}")
            if not answer.is_success:
                self.read(answer)
