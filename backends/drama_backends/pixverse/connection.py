"""Calls and files of ours come in; PixVerse's answers come out in the contract's words.

Every answer is `{ErrCode, ErrMsg, Resp}`; a code other than 0 is an error, whatever HTTP says.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from drama_backends.services.adapter import bound
from drama_backends.services.clips import ranged
from drama_backends.services.lips import Prepares
from drama_backends.services.wire import Answer, told
from drama_compiler.contract import (
    Handle,
    Json,
    Media,
    Output,
    Request,
    ServiceError,
    Standing,
    Status,
    Submitted,
    Trouble,
)

PREFIX = "/openapi/v2"
IMAGE_BYTES_MAX = 20_000_000
MEDIA_BYTES_MAX = 50_000_000
USD_A_CREDIT = 0.01

_TROUBLES = {
    **dict.fromkeys(("10001", "10002", "10003", "10004", "10005", "400012"), Trouble.AUTH),
    **dict.fromkeys(("400011", "400013", "400017", "400018", "400019"), Trouble.INVALID),
    # An image that it does not know: it was kept for a while, and is not any more.
    "400032": Trouble.GONE,
    "500008": Trouble.GONE,
    "500020": Trouble.AUTH,
    **dict.fromkeys(("500030", "500031", "500032", "500033"), Trouble.INVALID),
    **dict.fromkeys(("500041", "500042"), Trouble.BROKEN),
    "500044": Trouble.BUSY,
    "500054": Trouble.MODERATED,
    "500060": Trouble.FUNDS,
    "500063": Trouble.MODERATED,
}
"""By the table of error codes; that of an empty account is in none, and is told by its words."""

_FUNDS_WORDS = ("credit", "balance", "余额", "积分")

_STATUS = {
    1: Status.SUCCEEDED,
    2: Status.FAILED,
    6: Status.EXPIRED,
    7: Status.MODERATED,
    8: Status.FAILED,
    9: Status.QUEUED,
}
"""5 is under way; so is whatever else it says, until somebody's patience ends."""

_WORDS = {
    Status.FAILED: "the service failed to make it",
    Status.MODERATED: "what was made did not pass the service's moderation",
    Status.EXPIRED: "the service has deleted it",
}


class PixverseConnection(Prepares):
    """An open account; see `drama_compiler.contract.Connection`."""

    async def stage(self, media: Media) -> Handle:
        """Upload an image, a video or a sound. How long it is kept is not documented."""
        is_image = media.type.startswith("image/")
        most = IMAGE_BYTES_MAX if is_image else MEDIA_BYTES_MAX
        data = media.path.read_bytes()
        if len(data) > most:
            raise ServiceError(Trouble.INVALID, f"it takes files of {most // 10**6} MB at most")
        name = f"{media.type.partition('/')[0]}.{media.path.suffix[1:] or 'bin'}"
        field, path = ("image", "/image/upload") if is_image else ("file", "/media/upload")
        answer = self._read(
            await self.wire.ask(
                "POST",
                PREFIX + path,
                files={field: (name, data, media.type)},
                headers=_trace(),
            )
        )
        return Handle(str(told(answer, "img_id" if is_image else "media_id", int)))

    async def submit(
        self, request: Request, handles: Mapping[str, str], ticket: str, folder: Path
    ) -> Submitted:
        """Make the paid call, under the ticket as its trace id."""
        call = request.body["call"]
        body = bound(call["json"], {name: int(handle) for name, handle in handles.items()})
        answer = await self.wire.submit("POST", call["path"], json=body, headers=_trace(ticket))
        return Submitted(str(told(self._read(answer), "video_id", int)))

    async def find(self, ticket: str) -> str | None:
        """It cannot be asked for a trace id."""
        return None

    async def poll(self, id_: str) -> Standing:
        """How far the clip is."""
        answer = await self._result(id_)
        status = _STATUS.get(told(answer, "status", int), Status.RUNNING)
        usd = told(answer, "credits", float) * USD_A_CREDIT if "credits" in answer else None
        return Standing(
            status=status,
            usd=usd if status.settled else None,
            message=_WORDS.get(status, ""),
            charged=usd is None or usd > 0,
        )

    async def fetch(self, id_: str, request: Request, folder: Path) -> tuple[Output, ...]:
        """Ask for the link once more and download what it leads to."""
        url = (await self._result(id_)).get("url")
        if not isinstance(url, str) or not url:
            raise ServiceError(Trouble.GONE, "the service gives no link to the clip")
        path, type_, facts = await self.wire.download(url, folder, "clip")
        return tuple(ranged(each, path, type_, facts) for each in request.body["outputs"])

    async def cancel(self, id_: str) -> None:
        """It cannot be stopped."""

    async def _result(self, id_: str) -> dict[str, Json]:
        path = f"{PREFIX}/video/result/{int(id_)}"
        return self._read(await self.wire.ask("GET", path, headers=_trace()))

    def _read(self, answer: Answer) -> dict[str, Any]:
        """What stands under `Resp`; raises what an error means."""
        body = answer.body_or_nothing or {}
        code = body.get("ErrCode")
        if answer.is_success and code == 0:
            found: dict[str, Any] = told(body, "Resp", dict)
            return found
        message = str(body.get("ErrMsg") or "")
        troubles = dict(_TROUBLES)
        if answer.is_success and isinstance(code, int):
            poor = any(word in message.casefold() for word in _FUNDS_WORDS)
            # An error that is in no table is still one: nothing was begun.
            troubles.setdefault(str(code), Trouble.FUNDS if poor else Trouble.BROKEN)
        raise self.wire.refusal(answer, code, f"{message} (ErrCode {code})", troubles)


def _trace(ticket: str = "") -> dict[str, str]:
    """The id that every question has to carry: a fresh one, where it costs nothing."""
    return {"Ai-trace-id": ticket or str(uuid.uuid4())}
