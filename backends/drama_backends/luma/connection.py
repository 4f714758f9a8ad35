"""Calls come in; Luma's generations come out in the contract's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drama_backends.services.tasks import Task, Tasks
from drama_backends.services.wire import Answer, told
from drama_compiler.contract import Json, Standing, Status

_STATUS = {
    "queued": Status.QUEUED,
    "processing": Status.RUNNING,
    "completed": Status.SUCCEEDED,
    "failed": Status.FAILED,
}


class LumaConnection(Tasks):
    """An open account; see `drama_compiler.contract.Connection`."""

    def read(self, answer: Answer) -> Mapping[str, Any]:
        """The answer; an error is one by its status of HTTP."""
        if answer.is_success:
            return answer.body
        detail = (answer.body_or_nothing or {}).get("detail")
        raise self.refusal(answer, None, detail if isinstance(detail, str) else "", {})

    def begun(self, path: str, said: Mapping[str, Any]) -> str:
        """Its id."""
        return str(told(said, "id", str))

    def asked_at(self, id_: str) -> tuple[str, Mapping[str, str]]:
        """Every generation is asked after at one place."""
        return f"/generations/{id_}", {}

    def task(self, said: Mapping[str, Any]) -> Task:
        """A failure has a code, and sometimes a reason."""
        status = _STATUS.get(told(said, "state", str), Status.RUNNING)
        code = str(said.get("failure_code") or "")
        message = str(said.get("failure_reason") or code)
        if status is Status.FAILED and code == "content_moderated":
            status = Status.MODERATED
        links = tuple(str(each["url"]) for each in said.get("output") or () if each.get("url"))
        return Task(Standing(status, message=message), links)

    def inlined(self, path: str, type_: str, text: str) -> Json:
        """An image is an object of data and type."""
        return {"data": text, "media_type": type_}
