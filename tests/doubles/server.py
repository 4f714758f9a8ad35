"""A double's answers to plain questions come in; they go out over HTTP, with mishaps as ordered."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from drama_compiler.contract import JobKind, Trouble

_OTHER = bytes(each ^ 0x5A for each in range(256))
"""Another byte for every byte."""


@dataclass(frozen=True)
class Question:
    """A request as it came."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    data: bytes

    @property
    def json(self) -> Any:
        """The body; None where it is no JSON."""
        try:
            return json.loads(self.data)
        except ValueError:
            return None

    @property
    def files(self) -> dict[str, bytes]:
        """The parts of a form, by their names."""
        return dict(self.parts)

    @property
    def parts(self) -> list[tuple[str, bytes]]:
        """The parts of a form in order, with their names, which several may share."""
        head = f"Content-Type: {self.headers.get('content-type', '')}\r\n\r\n".encode()
        parts = BytesParser(policy=HTTP).parsebytes(head + self.data)
        found = []
        for part in parts.iter_parts():
            name = part.get_param("name", header="content-disposition")
            payload = part.get_payload(decode=True)
            found.append((str(name), payload if isinstance(payload, bytes) else b""))
        return found


@dataclass(frozen=True)
class Reply:
    """What is answered; `drop` breaks off half way."""

    status: int
    data: bytes
    type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    drop: bool = False

    @classmethod
    def of(cls, value: Any, status: int = 200, **headers: str) -> Reply:
        """An answer of JSON."""
        named = {name.replace("_", "-"): each for name, each in headers.items()}
        return cls(status, json.dumps(value, ensure_ascii=False).encode(), headers=named)


class Refused(Exception):
    """The double says no, in the words of its service."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.data.decode("utf-8", "replace"))
        self.reply = reply


@dataclass
class Call:
    """A call that was accepted: its ticket, its price, what becomes of it, what it was asked."""

    id: str
    ticket: str
    usd: float
    body: Any
    path: str = ""
    fate: str = ""
    polls: int = 0
    media: bytes = b""


class Fake:
    """What doubles have in common: accounts, calls, mishaps. One is a subclass with `answer`.

    `questions` are all that were asked, `calls` those that were accepted, `troubles` those that it
    has words for. `keyless`: at an address of one's own it may be asked without a key.
    """

    input_word = "unfilmable"
    output_word = "unshowable"
    retry_after_seconds = 0.02
    troubles: Collection[Trouble] = frozenset(Trouble)
    at_once: Collection[JobKind] = ()
    keyless = False

    def __init__(self, key: str) -> None:
        self.key = key
        self.url = ""
        self.calls: list[Call] = []
        self.questions: list[Question] = []
        self.bugs: list[str] = []
        self.lock = threading.RLock()
        self._faults: list[tuple[str, str | Reply, str]] = []

    def answer(self, question: Question) -> Reply:
        """What is answered; raises `Refused`."""
        raise NotImplementedError

    def trouble(self, trouble: Trouble) -> Reply:
        """How this service says that."""
        raise NotImplementedError

    def spoil(self, step: str, what: str | Reply, words: str = "") -> None:
        """Let something go wrong at the next `step`, once, at one whose question has `words`.

        What can be a word as in `tests.contract.doubles.Double`, or an answer in place of the real.
        """
        self._faults.append((step, what, words))

    def at(
        self, step: str, question: Question, do: Callable[[str], Reply], words: str = ""
    ) -> Reply:
        """Answer a step by `do`, which is told `fail` of a call that is to come to nothing."""
        what = self._next(step, _text(question) + words)
        if isinstance(what, Reply):
            return what
        if what == "lost-before":
            raise _Hangup
        if what in list(Trouble):
            return self.trouble(Trouble(what))
        if what == "error":
            return Reply(500, b"Internal Server Error", "text/plain")
        if what == "nonsense":
            return Reply(200, b"<html>Something went wrong.</html>", "text/html")
        reply = do("fail" if what == "fail" else "")
        if what == "lost-after":
            raise _Hangup
        if what == "drop":
            return replace(reply, drop=True)
        if what == "corrupt":
            return self.corrupted(reply)
        return reply

    def corrupted(self, reply: Reply) -> Reply:
        """The same answer with other bytes in it."""
        return replace(reply, data=reply.data.translate(_OTHER))

    def paid_usd(self) -> float:
        """What all calls together were paid."""
        return round(sum(call.usd for call in self.calls), 6)

    def _next(self, step: str, words: str) -> str | Reply:
        for fault in self._faults:
            if fault[0] == step and fault[2] in words:
                self._faults.remove(fault)
                return fault[1]
        return ""


def _text(question: Question) -> str:
    """The words of a question; of one in JSON, with the signs that JSON spells by their codes."""
    return json.dumps(question.json, ensure_ascii=False) if question.json else ""


@contextmanager
def running(fake: Fake) -> Iterator[Fake]:
    """A double that answers on loopback while the block lasts; an exception of its own is a bug."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that hangs up is none of ours."""

    server = Server(("127.0.0.1", 0), _handler(fake))
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.002,), daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
    assert not fake.bugs, fake.bugs[0]


class _Hangup(Exception):
    """The connection is closed without an answer."""


def _handler(fake: Fake) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1
        disable_nagle_algorithm = True
        timeout = 60

        def do_GET(self) -> None:
            self._answer()

        do_POST = do_PUT = do_DELETE = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """`questions` are the log."""

        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            split = urlsplit(self.path)
            question = Question(
                method=self.command,
                path=split.path,
                query={name: each[0] for name, each in parse_qs(split.query).items()},
                headers={name.lower(): each for name, each in self.headers.items()},
                data=self.rfile.read(length),
            )
            try:
                with fake.lock:
                    fake.questions.append(question)
                    reply = fake.answer(question)
            except Refused as refused:
                reply = refused.reply
            except _Hangup:
                self.close_connection = True
                return
            except Exception as error:
                fake.bugs.append(f"{type(error).__name__}: {error}")
                reply = Reply(500, b"")
            self._send(reply)

        def _send(self, reply: Reply) -> None:
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.type)
            self.send_header("Content-Length", str(len(reply.data)))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            half = len(reply.data) // 2 if reply.drop else len(reply.data)
            self.wfile.write(reply.data[:half])
            self.wfile.flush()
            self.close_connection = self.close_connection or reply.drop

    return Handler
