"""Calls come in; Ark's tasks, and the links of its images, come out in the contract's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drama_backends.ark.lowering import IMAGES, TASKS
from drama_backends.services.tasks import LINK, Task, Tasks
from drama_backends.services.wire import Answer, told
from drama_compiler.contract import LostAnswer, ServiceError, Standing, Status, Trouble

_STATUS = {
    "queued": Status.QUEUED,
    "running": Status.RUNNING,
    "succeeded": Status.SUCCEEDED,
    "failed": Status.FAILED,
    "cancelled": Status.CANCELLED,
    "expired": Status.EXPIRED,
}
_MODERATED_WORDS = ("SensitiveContentDetected", "RiskDetection", "PolicyViolation")
"""Parts of codes: before them stands whether text, picture or sound, behind them why."""
_TROUBLES = {"AccountOverdueError": Trouble.FUNDS}


class ArkConnection(Tasks):
    """An open account; see `drama_compiler.contract.Connection`."""

    wait_seconds = 5.0

    def read(self, answer: Answer) -> Mapping[str, Any]:
        """The answer; an error is `{error: {code, message}}`."""
        if answer.is_success:
            return answer.body
        said = _error(answer.body_or_nothing or {})
        code = str(said.get("code") or "")
        troubles = {code: Trouble.MODERATED} if _is_moderated(code) else _TROUBLES
        raise self.refusal(answer, code, f"{said.get('message') or ''} ({code})", troubles)

    def begun(self, path: str, said: Mapping[str, Any]) -> str:
        """The id of a task; of an image its link, which holds for a day."""
        if path != IMAGES:
            return str(told(said, "id", str))
        made: Mapping[str, Any] = next(iter(said.get("data") or ()), {})
        error = _error(made)
        if _is_moderated(str(error.get("code") or "")):
            raise ServiceError(Trouble.MODERATED, str(error.get("message") or error["code"]))
        if not isinstance(made.get("url"), str):
            raise LostAnswer("the service's answer has no image in it")
        return LINK + str(made["url"])

    def asked_at(self, id_: str) -> tuple[str, Mapping[str, str]]:
        """Every task is asked after at one place."""
        return f"{TASKS}/{id_}", {}

    def task(self, said: Mapping[str, Any]) -> Task:
        """A task that failed says why as an error does."""
        status = _STATUS.get(told(said, "status", str), Status.RUNNING)
        error = _error(said)
        code = str(error.get("code") or "")
        if status is Status.FAILED and _is_moderated(code):
            status = Status.MODERATED
        failed = status.settled and status is not Status.SUCCEEDED
        message = str(error.get("message") or code or f"it is {status}") if failed else ""
        content = said.get("content")
        link = content.get("video_url") if isinstance(content, dict) else None
        return Task(Standing(status, message=message), (str(link),) if link else ())

    async def cancel(self, id_: str) -> None:
        """Stop a task that waits; of any other, the record would be deleted."""
        if (await self.asked(id_)).standing.status is Status.QUEUED:
            answer = await self.wire.ask("DELETE", f"{TASKS}/{id_}")
            if not answer.is_success:
                self.read(answer)


def _error(said: Mapping[str, Any]) -> Mapping[str, Any]:
    found = said.get("error")
    return found if isinstance(found, dict) else {}


def _is_moderated(code: str) -> bool:
    return any(word in code for word in _MODERATED_WORDS)
