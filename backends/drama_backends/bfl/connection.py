"""Calls come in; the tasks of Black Forest Labs come out in the contract's words.

The id of a call is the address that its answer gives to ask after it: tasks live in one region, and
no address is put together here.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from drama_backends.bfl.lowering import MEGAPIXEL, VIDEO
from drama_backends.services.tasks import Task, Tasks
from drama_backends.services.wire import Answer, told
from drama_compiler.contract import (
    Json,
    LostAnswer,
    Request,
    ServiceError,
    Standing,
    Status,
    Submitted,
    Trouble,
)

DOMAIN = ".bfl.ai"
USD_A_CREDIT = 0.01

_STATUS = {
    "Pending": Status.QUEUED,
    "Reasoning": Status.RUNNING,
    "Generating": Status.RUNNING,
    "Ready": Status.SUCCEEDED,
    "Request Moderated": Status.MODERATED,
    "Content Moderated": Status.MODERATED,
    "Error": Status.FAILED,
    "Task not found": Status.EXPIRED,
}


class BflConnection(Tasks):
    """An open account; see `drama_compiler.contract.Connection`."""

    wait_seconds = 5.0

    def read(self, answer: Answer) -> Mapping[str, Any]:
        """The answer; an error is one by its status of HTTP, its reason is in `detail`."""
        if answer.is_success:
            return answer.body
        detail = (answer.body_or_nothing or {}).get("detail")
        if isinstance(detail, list):
            detail = "; ".join(str(each.get("msg")) for each in detail if isinstance(each, dict))
        raise self.refusal(answer, None, detail if isinstance(detail, str) else "", {})

    def begun(self, path: str, said: Mapping[str, Any]) -> str:
        """Where it is asked after."""
        return str(told(dict(said), "polling_url", str))

    def task(self, said: Mapping[str, Any]) -> Task:
        """What is moderated is not paid for; what is, is told in credits, where it is told."""
        word = told(dict(said), "status", str)
        status = _STATUS.get(word, Status.RUNNING)
        share, result = said.get("progress"), said.get("result")
        made: Mapping[str, Any] = result if isinstance(result, dict) else {}
        cost = said.get("cost")
        failed = status.settled and status is not Status.SUCCEEDED
        standing = Standing(
            status,
            share=float(share) if isinstance(share, int | float) else None,
            usd=cost * USD_A_CREDIT if isinstance(cost, int | float) and not failed else None,
            message=_reason(word, said) if failed else "",
            charged=status is not Status.MODERATED,
        )
        link = made.get("sample")
        return Task(standing, (str(link),) if link else ())

    def inlined(self, path: str, type_: str, text: str) -> Json:
        """The bytes in base 64, with nothing before them."""
        return text

    async def submit(
        self, request: Request, handles: Mapping[str, str], ticket: str, folder: Path
    ) -> Submitted:
        """Make the paid call; refuses to be led away from the service with its key."""
        submitted = await super().submit(request, handles, ticket, folder)
        self._split(submitted.id)
        return submitted

    async def asked(self, id_: str) -> Task:
        """Ask after a call, in the region where it lives."""
        url, path = self._split(id_)
        answer = await self.wire.at(url).ask("GET", path)
        said = answer.body_or_nothing or {}
        if answer.status == 404 and said.get("status") == "Task not found":
            raise ServiceError(Trouble.GONE, "the service knows the task no more")
        return self.task(self.read(answer))

    def _split(self, id_: str) -> tuple[str, str]:
        """The server and the path of an address that is one of the service's own."""
        parts, own = urlsplit(id_), urlsplit(self.wire.url)
        is_ours = (parts.scheme, parts.netloc) == (own.scheme, own.netloc)
        is_its = parts.scheme == "https" and f".{own.hostname}".endswith(DOMAIN)
        if not is_ours and not (is_its and f".{parts.hostname}".endswith(DOMAIN)):
            raise LostAnswer("the service's answer leads to a place that is not the service")
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        return f"{parts.scheme}://{parts.netloc}", path

    def _file(self, path: str, file: Path) -> Json:
        # A key frame is shown as it is; of a reference no more goes out than is reckoned with.
        data = file.read_bytes() if path == VIDEO else _small(file.read_bytes())
        return self.inlined(path, "", base64.b64encode(data).decode())


def _reason(word: str, said: Mapping[str, Any]) -> str:
    """Why it came to nothing, in the service's words."""
    details = said.get("details")
    reasons = details.get("Moderation Reasons") if isinstance(details, dict) else None
    if isinstance(reasons, list) and reasons:
        return f"{word}: {', '.join(map(str, reasons))}"
    return f"{word}: {details}" if isinstance(details, str) and details else word


def _small(data: bytes) -> bytes:
    """A picture as it is, or made smaller where it has more pixels than are paid for as one."""
    import cv2
    import numpy as np

    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if image is None or image.shape[0] * image.shape[1] <= MEGAPIXEL:
        return data
    scale = (MEGAPIXEL / (image.shape[0] * image.shape[1])) ** 0.5
    size = (int(image.shape[1] * scale), int(image.shape[0] * scale))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return bytes(cv2.imencode(".png", small)[1].tobytes())
