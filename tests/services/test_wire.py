"""The wire: what is asked, what an answer means, where a download may lead."""

from __future__ import annotations

import asyncio
import sys
import types
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from drama_backends.services.keys import Address, Key, account_of
from drama_backends.services.wire import Answer, Server, Wire, told
from drama_compiler.contract import LostAnswer, ServiceError, Trouble
from tests.doubles import studio

KEY = "key-of-a-canary-51c9"
URL = "http://127.0.0.1:9"
PNG = studio.image(8, 6)

Answering = Callable[[httpx.Request], httpx.Response]


def wire(answer: Answering, url: str = URL) -> Wire:
    """A wire to something that answers so."""
    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return Wire(client, Server(url, KEY, lambda: {"X-Key": KEY}))


def fetched(answer: Answering, link: str, folder: Path, name: str = "clip") -> Path:
    """What a link leads to, in a folder."""
    return asyncio.run(wire(answer).download(link, folder, name))[0]


def public(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Let every host have these addresses."""

    async def lookup(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(2, 1, 6, "", (each, 80)) for each in addresses]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", lookup)


@pytest.mark.parametrize(
    "link",
    [
        "http://127.0.0.1:8/x",
        "http://localhost:9/x",
        "http://10.0.0.1/x",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]:9/x",
        "http://[::ffff:127.0.0.1]/x",
        "http://0.0.0.0/x",
        "file:///etc/passwd",
        "ftp://example.com/x",
        "http:///x",
        "http://example.com:port/x",
        "//example.com/x",
    ],
)
def test_a_link_that_leads_to_this_machine_or_nowhere_is_not_followed(
    link: str, tmp_path: Path
) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, content=PNG)

    with pytest.raises(LostAnswer):
        fetched(answer, link, tmp_path)
    assert not asked
    assert not list(tmp_path.iterdir())


def test_a_redirect_to_a_private_address_is_not_followed_and_one_to_a_public_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert "x-key" not in request.headers
        if request.url.host == "media.example":
            return httpx.Response(200, content=PNG)
        to = "http://10.1.2.3/x" if request.url.path == "/in" else "http://media.example/x"
        return httpx.Response(302, headers={"Location": to})

    real = asyncio.BaseEventLoop.getaddrinfo

    async def lookup(self: asyncio.BaseEventLoop, host: str, port: int, **more: object) -> object:
        if host == "10.1.2.3":
            return await real(self, host, port, **more)  # type: ignore[arg-type]
        return [(2, 1, 6, "", ("93.184.216.34", port))]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", lookup)
    assert fetched(answer, "http://cdn.example/out", tmp_path).read_bytes() == PNG
    with pytest.raises(LostAnswer, match="private address"):
        fetched(answer, "http://cdn.example/in", tmp_path)
    monkeypatch.setenv("DRAMA_PRIVATE_HOSTS", "other.example, 10.1.2.3")
    with pytest.raises(LostAnswer, match="on and on"):
        fetched(lambda _: httpx.Response(302), "http://10.1.2.3/x", tmp_path)


def test_a_name_that_leads_to_a_private_address_as_well_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public(monkeypatch, "93.184.216.34", "192.168.0.1")
    with pytest.raises(LostAnswer, match="private"):
        fetched(lambda _: httpx.Response(200, content=PNG), "http://cdn.example/x", tmp_path)


def test_what_comes_is_named_by_us_and_typed_by_its_bytes(tmp_path: Path) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        head = {"Content-Type": "video/mp4", "Content-Disposition": "attachment; filename=../../x"}
        return httpx.Response(200, content=PNG, headers=head)

    path = fetched(answer, f"{URL}/../../etc/evil.mp4", tmp_path, "../../up/and away")
    assert path.parent == tmp_path
    assert path.name == "up-and-away.png"


@pytest.mark.parametrize(
    "data", [b"<html>no film</html>", b"", PNG[:-20], b"RIFF0000WAVE", b"\x00" * 64], ids=str
)
def test_what_is_no_whole_medium_is_not_taken(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(LostAnswer):
        fetched(lambda _: httpx.Response(200, content=data), f"{URL}/x", tmp_path)
    assert not list(tmp_path.iterdir())


def test_what_is_too_large_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drama_backends.services.wire.DOWNLOAD_BYTES_MAX", 50)
    with pytest.raises(ServiceError, match="too large"):
        fetched(lambda _: httpx.Response(200, content=PNG), f"{URL}/x", tmp_path)
    monkeypatch.setattr("drama_backends.services.wire.ANSWER_BYTES_MAX", 50)
    with pytest.raises(LostAnswer, match="too long"):
        asyncio.run(wire(lambda _: httpx.Response(200, content=PNG)).ask("GET", "/x"))
    assert not list(tmp_path.iterdir())


def test_what_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drama_backends.services.wire.DOWNLOAD_SECONDS_MAX", 0.05)

    async def slow(_: httpx.Request) -> httpx.Response:
        await asyncio.sleep(5)
        return httpx.Response(200)

    client = httpx.AsyncClient(transport=httpx.MockTransport(slow))
    with pytest.raises(LostAnswer, match="too long"):
        asyncio.run(Wire(client, Server(URL)).download(f"{URL}/x", tmp_path, "clip"))


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_link_that_has_expired_is_gone(status: int, tmp_path: Path) -> None:
    with pytest.raises(ServiceError) as gone:
        fetched(lambda _: httpx.Response(status), f"{URL}/x", tmp_path)
    assert gone.value.trouble is Trouble.GONE


@pytest.mark.parametrize(
    ("status", "trouble"),
    [(400, Trouble.INVALID), (401, Trouble.AUTH), (402, Trouble.FUNDS), (429, Trouble.BUSY)],
)
def test_a_refusal_is_told_by_the_code_of_the_service_and_else_by_that_of_http(
    status: int, trouble: Trouble
) -> None:
    line = wire(lambda _: httpx.Response(200))
    answer = Answer(status, {"retry-after": "7"}, b"")
    found = line.refusal(answer)
    assert isinstance(found, ServiceError)
    assert (found.trouble, found.retry_after_seconds) == (trouble, 7.0)
    said = line.refusal(answer, 9, f"the key {KEY} is bad", {"9": Trouble.GONE})
    assert isinstance(said, ServiceError)
    assert (said.trouble, str(said)) == (Trouble.GONE, "the key … is bad")
    assert isinstance(line.refusal(Answer(502, {}, b"")), LostAnswer)


@pytest.mark.parametrize(
    "error", [httpx.ReadTimeout("x"), httpx.RemoteProtocolError("x"), httpx.ConnectError("x")]
)
def test_a_broken_connection_says_no_key_and_where_nothing_was_reached_nothing_was_paid(
    error: httpx.TransportError,
) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        error.request = request
        raise error

    with pytest.raises((LostAnswer, ServiceError)) as failure:
        asyncio.run(wire(fail).submit("POST", "/x"))
    unreached = isinstance(error, httpx.ConnectError)
    assert isinstance(failure.value, ServiceError) is unreached
    assert failure.value.__cause__ is None and failure.value.__suppress_context__
    assert KEY not in repr(failure.value) + repr(Server(URL, KEY)) + repr(Answer(1, {}, b""))


def test_a_field_of_another_type_is_no_answer() -> None:
    body = {"a": {"b": 1, "c": True}}
    assert told(body, "a.b", int) == 1
    assert told(body, "a.b", float) == 1.0
    for path, type_ in (("a.c", int), ("a.b", str), ("a.d", int), ("a.b.c", int), ("x", dict)):
        with pytest.raises(LostAnswer, match=path):
            told(body, path, type_)


def test_a_key_is_in_the_environment_or_in_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOME_KEY", raising=False)
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(ServiceError, match="SOME_KEY") as refusal:
        Key("SOME_KEY").find()
    assert refusal.value.trouble is Trouble.AUTH
    ring = types.ModuleType("keyring")
    ring.get_password = lambda service, user: {("drama", "SOME_KEY"): KEY}[service, user]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", ring)
    assert Key("SOME_KEY").find() == KEY
    with pytest.raises(ServiceError):
        Key("OTHER_KEY").find()
    monkeypatch.setenv("SOME_KEY", " from-outside\n")
    assert Key("SOME_KEY").find() == "from-outside"
    assert KEY not in account_of("x", URL, KEY)


def test_an_address_is_the_usual_one_or_what_the_environment_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SOME_URL", raising=False)
    assert Address("SOME_URL", "https://a.example/").find() == "https://a.example"
    monkeypatch.setenv("SOME_URL", "http://b.example//")
    assert Address("SOME_URL", "https://a.example").find() == "http://b.example"
