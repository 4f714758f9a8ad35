"""Calls come in; Vidu's tasks come out in the contract's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drama_backends.services.tasks import Task, Tasks
from drama_backends.services.wire import Answer, told
from drama_compiler.contract import Standing, Status, Trouble

USD_A_CREDIT = 0.005

_MODERATED = ("TaskPromptPolicyViolation", "AuditSubmitIllegal", "CreationPolicyViolation")
_TROUBLES = {
    **dict.fromkeys(_MODERATED, Trouble.MODERATED),
    **dict.fromkeys(("QuotaExceeded", "TooManyRequests", "SystemThrottling"), Trouble.BUSY),
    **dict.fromkeys(("TaskNotFound", "CreationNotFound", "ModelUnavailable"), Trouble.GONE),
    "CreditInsufficient": Trouble.FUNDS,
    "Unauthorized": Trouble.AUTH,
}
_STATUS = {
    "created": Status.QUEUED,
    "queueing": Status.QUEUED,
    "processing": Status.RUNNING,
    "success": Status.SUCCEEDED,
    "failed": Status.FAILED,
}


class ViduConnection(Tasks):
    """An open account; see `drama_compiler.contract.Connection`."""

    def read(self, answer: Answer) -> Mapping[str, Any]:
        """The answer; an error has a word of its own beside the status of HTTP."""
        if answer.is_success:
            return answer.body
        said = answer.body_or_nothing or {}
        words = [said[name] for name in ("reason", "err_code", "code") if name in said]
        code = next((word for word in words if isinstance(word, str)), "")
        raise self.refusal(answer, code, f"{said.get('message') or ''} ({code})", _TROUBLES)

    def begun(self, path: str, said: Mapping[str, Any]) -> str:
        """Its id."""
        return str(told(said, "task_id", str))

    def asked_at(self, id_: str) -> tuple[str, Mapping[str, str]]:
        """Every task is asked after at one place."""
        return f"/tasks/{id_}/creations", {}

    def task(self, said: Mapping[str, Any]) -> Task:
        """A failure is named as an error is."""
        status = _STATUS.get(told(said, "state", str), Status.RUNNING)
        code = str(said.get("err_code") or "")
        if status is Status.FAILED:
            moderated = Status.MODERATED if code in _MODERATED else status
            status = Status.CANCELLED if code == "UserCancelled" else moderated
        credits_ = said.get("credits")
        paid = isinstance(credits_, int) and status.settled
        usd = credits_ * USD_A_CREDIT if paid and isinstance(credits_, int) else None
        links = tuple(str(each["url"]) for each in said.get("creations") or () if each.get("url"))
        message = "" if status is Status.SUCCEEDED else code
        return Task(Standing(status, usd=usd, message=message, charged=usd != 0), links)

    async def cancel(self, id_: str) -> None:
        """Ask it to stop."""
        self.read(await self.wire.ask("POST", f"/tasks/{id_}/cancel", json={"id": id_}))
