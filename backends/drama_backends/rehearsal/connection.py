"""Requests, tickets and files of ours come in; the service's answers come out in the contract's
words. Only this file knows the wire.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NoReturn

import httpx

from drama_backends.rehearsal.downloads import SUFFIXES, facts_of
from drama_compiler.contract import (
    Handle,
    Json,
    LostAnswer,
    MakeError,
    Media,
    Output,
    Request,
    ServiceError,
    Standing,
    Status,
    Submitted,
    Trouble,
)

CONNECT_SECONDS_MAX = 5.0
ANSWER_SECONDS_MAX = 30.0
DOWNLOAD_SECONDS_MAX = 300.0
DOWNLOAD_BYTES_MAX = 2 << 30

_TROUBLES = {
    "invalid_request": Trouble.INVALID,
    "ticket_reused": Trouble.INVALID,
    "unauthorized": Trouble.AUTH,
    "insufficient_funds": Trouble.FUNDS,
    "rate_limited": Trouble.BUSY,
    "queue_full": Trouble.BUSY,
    "content_moderated": Trouble.MODERATED,
    "media_gone": Trouble.GONE,
    "gone": Trouble.GONE,
    "unknown_call": Trouble.GONE,
    "unavailable": Trouble.BROKEN,
}


@asynccontextmanager
async def opened(url: str, key: str) -> AsyncIterator[RehearsalConnection]:
    """A connection to the service at `url` while the block lasts."""
    # No proxy and no redirect: what is said to this machine stays on it.
    async with httpx.AsyncClient(
        base_url=url,
        headers={"Authorization": f"Bearer {key}"},
        timeout=httpx.Timeout(ANSWER_SECONDS_MAX, connect=CONNECT_SECONDS_MAX),
        limits=httpx.Limits(max_connections=32),
        follow_redirects=False,
        trust_env=False,
        # To read all certificates of the world takes longer than a call on this machine.
        verify=url.startswith("https:"),
    ) as client:
        yield RehearsalConnection(client, key)


class RehearsalConnection:
    """An open account; see `drama_compiler.contract.Connection`."""

    def __init__(self, client: httpx.AsyncClient, key: str) -> None:
        self._client = client
        self._key = key

    async def stage(self, media: Media) -> Handle:
        """Upload a file."""
        data = await asyncio.to_thread(media.path.read_bytes)
        answer = await self._ask(
            "POST", "/v1/media", content=data, headers={"Content-Type": media.type}
        )
        return Handle(_field(answer, "id", str), _field(answer, "expires_at", float))

    async def submit(
        self, request: Request, handles: Mapping[str, str], ticket: str, folder: Path
    ) -> Submitted:
        """Make the paid call, once."""
        call = _bound(request.body["call"], handles)
        try:
            answer = await self._ask("POST", "/v1/calls", json=call, headers={"Ticket": ticket})
        except _Unreached as unreached:
            raise ServiceError(Trouble.BROKEN, str(unreached)) from None
        return Submitted(_field(answer, "id", str))

    async def find(self, ticket: str) -> str | None:
        """The id of the call under a ticket."""
        answer = await self._ask(
            "GET", "/v1/calls", params={"ticket": ticket}, absent="unknown_ticket"
        )
        return None if answer is None else _field(answer, "id", str)

    async def poll(self, id_: str) -> Standing:
        """How far the call is."""
        answer = await self._call(id_)
        try:
            status = Status(_field(answer, "status", str))
        except ValueError:
            raise LostAnswer("the service answered with a status that nobody knows") from None
        return Standing(
            status=status,
            share=_field(answer, "share", float),
            usd=_field(answer, "usd", float),
            message=str(answer.get("message", "")),
            charged=_field(answer, "charged", bool),
        )

    async def fetch(self, id_: str, request: Request, folder: Path) -> tuple[Output, ...]:
        """Ask for a new link and download what it leads to; the file is whole, or there is none."""
        answer = await self._call(id_)
        result = answer.get("result")
        if not isinstance(result, dict):
            raise ServiceError(Trouble.GONE, f"the service has no result of {id_}")
        url, type_ = _field(result, "url", str), _field(result, "type", str)
        if not url.startswith("/v1/results/") or type_ not in SUFFIXES:
            raise LostAnswer("the service gave a link that leads elsewhere")
        path = folder / f"{request.body['call']['kind']}.{SUFFIXES[type_]}"
        part = path.with_suffix(".part")
        try:
            async with asyncio.timeout(DOWNLOAD_SECONDS_MAX):
                await self._download(url, part)
            facts = await asyncio.to_thread(facts_of, part, type_)
            part.replace(path)
        except TimeoutError:
            raise LostAnswer("the download took too long") from None
        except MakeError as error:
            raise LostAnswer(f"what was downloaded cannot be read: {error}") from None
        finally:
            part.unlink(missing_ok=True)
        outputs = request.body["outputs"]
        return tuple(_output(each, path, type_, facts) for each in outputs)

    async def cancel(self, id_: str) -> None:
        """Ask the service to stop."""
        await self._ask("DELETE", f"/v1/calls/{id_}")

    async def _call(self, id_: str) -> dict[str, Json]:
        answer = await self._ask("GET", f"/v1/calls/{id_}")
        assert answer is not None
        return answer

    async def _ask(
        self, method: str, path: str, *, absent: str = "", **more: Any
    ) -> dict[str, Json] | None:
        """The answer as an object; None for the error `absent`."""
        try:
            response = await self._client.request(method, path, **more)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            self._lost(error)
        answer = _as_object(response)
        if response.is_success:
            return answer
        if absent and _error(answer).get("type") == absent:
            return None
        return self._refused(response, answer)

    async def _download(self, url: str, path: Path) -> None:
        try:
            async with self._client.stream("GET", url) as response:
                if not response.is_success:
                    await response.aread()
                    self._refused(response, _as_object(response))
                have = 0
                with path.open("wb") as file:
                    async for data in response.aiter_bytes(1 << 18):
                        have += len(data)
                        if have > DOWNLOAD_BYTES_MAX:
                            raise ServiceError(Trouble.BROKEN, "the result is far too large")
                        file.write(data)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            self._lost(error)

    def _lost(self, error: Exception) -> NoReturn:
        """What a broken connection means; not chained, for it holds the request, key and all."""
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.InvalidURL):
            raise _Unreached("nothing answers at the address of the service") from None
        raise LostAnswer(f"the connection broke ({type(error).__name__})") from None

    def _refused(self, response: httpx.Response, answer: Mapping[str, Json]) -> NoReturn:
        error = _error(answer)
        trouble = _TROUBLES.get(str(error.get("type")))
        if trouble is None:
            raise LostAnswer(f"the service answered {response.status_code}, and not why")
        message = str(error.get("message", "")).replace(self._key, "…")
        raise ServiceError(trouble, message, _retry_after(response))


class _Unreached(LostAnswer):
    """The service was not even reached: nothing was heard there."""


def _bound(value: Json, handles: Mapping[str, str]) -> Json:
    """The call with the service's handles in place of the names of jobs."""
    if isinstance(value, dict):
        return {
            key: handles[each] if key in ("media", "first", "last") else _bound(each, handles)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [_bound(each, handles) for each in value]
    return value


def _output(told: Mapping[str, Json], path: Path, type_: str, facts: Mapping[str, Json]) -> Output:
    """One job's part of what was made."""
    if "start_frame" in told:
        range_ = (int(told["start_frame"]), min(int(told["end_frame"]), int(facts["frames"])))
        return Output(told["job"], path, type_, facts, range_)
    head = {"head_frames": told["head_frames"]} if "head_frames" in told else {}
    return Output(told["job"], path, type_, {**facts, **head})


def _as_object(response: httpx.Response) -> dict[str, Json]:
    try:
        answer = response.json()
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise LostAnswer(f"the service answered nonsense ({response.status_code})")
    return answer


def _error(answer: Mapping[str, Json]) -> Mapping[str, Json]:
    error = answer.get("error")
    return error if isinstance(error, dict) else {}


def _retry_after(response: httpx.Response) -> float | None:
    try:
        return max(0.0, float(response.headers["Retry-After"]))
    except (KeyError, ValueError):
        return None


def _field(answer: Mapping[str, Json] | None, name: str, type_: type[Any]) -> Any:
    value = (answer or {}).get(name)
    if type_ is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if not isinstance(value, type_):
        raise LostAnswer(f"the service's answer has no `{name}`")
    return value
