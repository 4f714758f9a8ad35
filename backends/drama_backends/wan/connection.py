"""Calls come in; Model Studio's tasks, and the links of its images, come out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drama_backends.services.mapped import link_in
from drama_backends.services.tasks import LINK, Task, Tasks
from drama_backends.services.wire import Answer, told
from drama_backends.wan.lowering import IMAGES
from drama_compiler.contract import LostAnswer, Standing, Status, Trouble

_TROUBLES = {
    "DataInspectionFailed": Trouble.MODERATED,
    "Arrearage": Trouble.FUNDS,
    "InvalidApiKey": Trouble.AUTH,
}
_BUSY = "Throttling"
"""How the codes of all that is too much at once begin."""

_STATUS = {
    "PENDING": Status.QUEUED,
    "RUNNING": Status.RUNNING,
    "SUCCEEDED": Status.SUCCEEDED,
    "FAILED": Status.FAILED,
    "CANCELED": Status.CANCELLED,
    # A day later nobody knows it any more.
    "UNKNOWN": Status.EXPIRED,
}


class WanConnection(Tasks):
    """An open account; see `drama_compiler.contract.Connection`."""

    wait_seconds = 5.0

    def read(self, answer: Answer) -> Mapping[str, Any]:
        """The answer; an error is `{code, message}`."""
        if answer.is_success:
            return answer.body
        said = answer.body_or_nothing or {}
        code = str(said.get("code") or "")
        troubles = {code: Trouble.BUSY} if code.startswith(_BUSY) else _TROUBLES
        raise self.refusal(answer, code, f"{said.get('message') or ''} ({code})", troubles)

    def headers(self, path: str) -> Mapping[str, str]:
        """A clip is made while nobody waits for the answer."""
        return {} if path == IMAGES else {"X-DashScope-Async": "enable"}

    def begun(self, path: str, said: Mapping[str, Any]) -> str:
        """The id of a task; of an image its link, which holds for a day."""
        if path != IMAGES:
            return str(told(said, "output.task_id", str))
        link = link_in(said, "output.choices.0.message.content.0.image")
        if not link:
            raise LostAnswer("the service's answer has no image in it")
        return LINK + link

    def asked_at(self, id_: str) -> tuple[str, Mapping[str, str]]:
        """Every task is asked after at one place."""
        return f"/tasks/{id_}", {}

    def task(self, said: Mapping[str, Any]) -> Task:
        """What comes to nothing is not charged: that is documented."""
        output = told(said, "output", dict)
        status = _STATUS.get(told(output, "task_status", str), Status.RUNNING)
        code = str(output.get("code") or "")
        if status is Status.FAILED and _TROUBLES.get(code) is Trouble.MODERATED:
            status = Status.MODERATED
        link = output.get("video_url")
        links = (str(link),) if link else ()
        if not status.settled or status is Status.SUCCEEDED:
            return Task(Standing(status), links)
        message = str(output.get("message") or code or f"it is {status}")
        return Task(Standing(status, message=message, charged=status is Status.EXPIRED), links)
