"""Questions of an adapter come in; answers of a service over HTTP come out, or why there are none.

It is a thin layer over httpx: one address, one set of headers, bounds of time and size. It never
asks twice, follows no redirect of a question, and follows one of a download only to where nobody
could be hurt by it.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import os
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urljoin, urlsplit

import httpx

from drama_backends.services.content import SUFFIXES, facts_of, type_of_file
from drama_backends.services.keys import without
from drama_compiler.contract import Json, LostAnswer, MakeError, ServiceError, Trouble

CONNECT_SECONDS_MAX = 10.0
ANSWER_SECONDS_MAX = 120.0
DOWNLOAD_SECONDS_MAX = 600.0
ANSWER_BYTES_MAX = 256 << 20
"""A service that answers at once sends its media as text in an answer."""
DOWNLOAD_BYTES_MAX = 2 << 30
REDIRECTS_MAX = 5

PRIVATE_VARIABLE = "DRAMA_PRIVATE_HOSTS"
"""Hosts, with commas between them, from which results may come though their address is private."""

_GONE = (403, 404, 410)
"""What a link that has expired is answered with: by stores of files, 403."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, the headers by their names in small letters, and the bytes."""

    status: int
    headers: Mapping[str, str]
    data: bytes = field(repr=False)

    @property
    def is_success(self) -> bool:
        """Whether HTTP says so; a service may say otherwise inside."""
        return 200 <= self.status < 300

    @property
    def body(self) -> dict[str, Json]:
        """The answer as an object of JSON; raises `LostAnswer` where it is none."""
        found = self.body_or_nothing
        if found is None:
            raise LostAnswer(f"the service answered nonsense ({self.status})")
        return found

    @property
    def body_or_nothing(self) -> dict[str, Json] | None:
        """The answer as an object of JSON, if it is one."""
        try:
            found = json.loads(self.data)
        except ValueError:
            return None
        return found if isinstance(found, dict) else None

    @property
    def retry_after_seconds(self) -> float | None:
        """What the service asks to be waited, where it does so in seconds."""
        try:
            return max(0.0, float(self.headers["retry-after"]))
        except (KeyError, ValueError):
            return None


def told(body: Json, path: str, type_: type[Any]) -> Any:
    """The value at `path` (`Resp.video_id`) of an answer; raises `LostAnswer` for another type."""
    value = body
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    if type_ is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if not isinstance(value, type_) or (type_ is int and isinstance(value, bool)):
        raise LostAnswer(f"the service's answer has no `{path}`")
    return value


@dataclass(frozen=True, slots=True)
class Server:
    """Who is spoken to: the address, the headers of every question, the key that is in them.

    `headers` is asked for each time, for headers that age. `path` stands before every path.
    """

    url: str
    key: str = field(default="", repr=False)
    headers: Callable[[], Mapping[str, str]] = field(default=dict, repr=False)


@asynccontextmanager
async def opened(server: Server) -> AsyncIterator[Wire]:
    """A wire to a server while the block lasts."""
    # No proxy of the environment: what is configured is where a key goes.
    settings: dict[str, Any] = {
        "timeout": httpx.Timeout(ANSWER_SECONDS_MAX, connect=CONNECT_SECONDS_MAX),
        "limits": httpx.Limits(max_connections=32),
        "follow_redirects": False,
        "trust_env": False,
    }
    # To read all certificates of the world takes longer than a call on this machine.
    settings["verify"] = server.url.startswith("https:")
    async with httpx.AsyncClient(**settings) as client:
        yield Wire(client, server)


class Wire:
    """An open line to a service."""

    def __init__(self, client: httpx.AsyncClient, server: Server) -> None:
        self._client = client
        self._server = server

    @property
    def url(self) -> str:
        """The address of the service, without a slash at its end."""
        return self._server.url

    def at(self, url: str) -> Wire:
        """The same line, key and all, to another address of the service; for adapters that know
        it to be one.
        """
        return Wire(self._client, replace(self._server, url=url))

    async def ask(self, method: str, path: str, **more: Any) -> Answer:
        """Ask once; `more` is what httpx takes: `json`, `files`, `data`, `content`, `params`.

        `headers` are added to the server's. Raises `LostAnswer` where no whole answer came.
        """
        headers = {**self._server.headers(), **more.pop("headers", {})}
        url = self._server.url + path
        try:
            async with self._client.stream(method, url, headers=headers, **more) as response:
                data = bytearray()
                async for chunk in response.aiter_bytes():
                    data += chunk
                    if len(data) > ANSWER_BYTES_MAX:
                        raise LostAnswer("the service's answer is far too long")
                return Answer(response.status_code, _lowered(response.headers), bytes(data))
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            self._lost(error)

    async def submit(self, method: str, path: str, **more: Any) -> Answer:
        """Ask for what costs money: where nothing was even reached, nothing was paid.

        Raises `ServiceError` (BROKEN) then, and `LostAnswer` where nobody knows.
        """
        try:
            return await self.ask(method, path, **more)
        except Unreached as unreached:
            raise ServiceError(Trouble.BROKEN, str(unreached)) from None

    def refusal(
        self,
        answer: Answer,
        code: object = "",
        message: str = "",
        troubles: Mapping[str, Trouble] | None = None,
    ) -> ServiceError | LostAnswer:
        """What an answer means that is no success; to be raised.

        By the service's own `code`, where `troubles` has it; else by the status of HTTP. What is
        neither is a `LostAnswer`: a gateway that breaks down says nothing of what became of a call.
        """
        trouble = (troubles or {}).get(str(code)) or _BY_STATUS.get(answer.status)
        if trouble is None:
            return LostAnswer(f"the service answered {answer.status}, and not why")
        words = without(self._server.key, message) or f"the service answered {answer.status}"
        return ServiceError(trouble, words, answer.retry_after_seconds)

    async def download(self, url: str, folder: Path, name: str) -> tuple[Path, str, dict[str, Any]]:
        """Fetch a result into `folder`: the file, its type by its bytes, its facts.

        The file is called `name` with the suffix of its type, whatever the service calls it. It
        is whole, or there is none. No header of ours goes along. Raises `ServiceError` (GONE) for
        a link that has expired, `LostAnswer` for what came broken or comes from where it must not.
        """
        part = folder / f"{_plain(name)}.part"
        try:
            async with asyncio.timeout(DOWNLOAD_SECONDS_MAX):
                await self._stream(url, part)
            return await asyncio.to_thread(_looked_at, part)
        except TimeoutError:
            raise LostAnswer("the download took too long") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            self._lost(error)
        finally:
            part.unlink(missing_ok=True)

    async def _stream(self, url: str, path: Path) -> None:
        """Follow a link to its end, looking at each place on the way."""
        for _ in range(REDIRECTS_MAX):
            await self._admit(url)
            async with self._client.stream("GET", url) as response:
                _check_peer(response, self._is_trusted(url))
                if response.is_redirect:
                    url = urljoin(url, response.headers.get("location", ""))
                    continue
                if response.status_code in _GONE:
                    raise ServiceError(Trouble.GONE, "the link to the result has expired")
                if not response.is_success:
                    raise LostAnswer(f"the download was answered with {response.status_code}")
                have = 0
                with path.open("wb") as file:
                    async for data in response.aiter_bytes(1 << 18):
                        have += len(data)
                        if have > DOWNLOAD_BYTES_MAX:
                            raise ServiceError(Trouble.BROKEN, "the result is far too large")
                        file.write(data)
                return
        raise LostAnswer("the link to the result leads on and on")

    async def _admit(self, url: str) -> None:
        """Raise `LostAnswer` for a place to which no service should send us."""
        try:
            parts = urlsplit(url)
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            raise LostAnswer("the link to the result is none") from None
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise LostAnswer("the link to the result is none of the web")
        if self._is_trusted(url):
            return
        try:
            found = await asyncio.get_running_loop().getaddrinfo(
                parts.hostname, port, type=socket.SOCK_STREAM
            )
        except OSError:
            raise LostAnswer("the host of the result is not known") from None
        if any(not _is_public(str(each[4][0])) for each in found):
            message = "the link to the result leads to a private address"
            raise LostAnswer(f"{message}; {PRIVATE_VARIABLE} can allow it")

    def _is_trusted(self, url: str) -> bool:
        """Whether a place was configured: the service's own, or one that a person allows."""
        parts, own = urlsplit(url), urlsplit(self._server.url)
        allowed = {host.strip() for host in os.environ.get(PRIVATE_VARIABLE, "").split(",")}
        return (parts.hostname, parts.port) == (own.hostname, own.port) or parts.hostname in allowed

    def _lost(self, error: Exception) -> NoReturn:
        """What a broken connection means; not chained, for it holds the request, key and all."""
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.InvalidURL):
            raise Unreached("nothing answers at the address of the service") from None
        raise LostAnswer(f"the connection broke ({type(error).__name__})") from None


def laid(data: bytes, folder: Path, name: str) -> tuple[Path, str, dict[str, Any]]:
    """Lay media that came with an answer into `folder`; as `Wire.download`."""
    part = folder / f"{_plain(name)}.part"
    try:
        part.write_bytes(data)
        return _looked_at(part)
    finally:
        part.unlink(missing_ok=True)


class Unreached(LostAnswer):
    """The service was not even reached: nothing was heard there."""


_BY_STATUS = {
    400: Trouble.INVALID,
    401: Trouble.AUTH,
    402: Trouble.FUNDS,
    403: Trouble.AUTH,
    404: Trouble.GONE,
    409: Trouble.INVALID,
    410: Trouble.GONE,
    413: Trouble.INVALID,
    415: Trouble.INVALID,
    422: Trouble.INVALID,
    429: Trouble.BUSY,
}


def _looked_at(part: Path) -> tuple[Path, str, dict[str, Any]]:
    """The file under its own name, if it is what its bytes say, from end to end."""
    try:
        type_ = type_of_file(part)
        facts = facts_of(part, type_)
    except MakeError as error:
        raise LostAnswer(f"what the service gave cannot be read: {error}") from None
    return part.replace(part.with_suffix(f".{SUFFIXES[type_]}")), type_, dict(facts)


def _lowered(headers: httpx.Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _plain(name: str) -> str:
    """A file name that stays in its folder: letters, digits, hyphens."""
    kept = "".join(each if each.isalnum() or each == "-" else "-" for each in name)
    return kept[:80].strip("-") or "result"


def _is_public(address: str) -> bool:
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global


def _check_peer(response: httpx.Response, trusted: bool) -> None:
    """Raise where the name was looked up again and led elsewhere."""
    stream = response.extensions.get("network_stream")
    address = stream.get_extra_info("server_addr") if stream else None
    if address and not trusted and not _is_public(str(address[0])):
        raise LostAnswer("the link to the result leads to a private address")
