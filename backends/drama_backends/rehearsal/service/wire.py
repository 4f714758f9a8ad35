"""HTTP requests come in; the desk's answers go out as JSON, results as files, mishaps as ordered.

`POST /v1/media`, `POST /v1/calls`, `GET /v1/calls?ticket=`, `GET /v1/calls/ID`, `DELETE
/v1/calls/ID`, `GET /v1/results/…`, `GET /v1/voices/ID`, `GET /v1/account`; for whoever holds the
rehearsal, `GET`/`PATCH /admin/settings` and `GET /admin/ledger`, which know no key.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qs, urlsplit

from pydantic import ValidationError

from drama_backends.rehearsal.service.desk import UPLOAD_BYTES_MAX, Refused, voice_of
from drama_backends.rehearsal.service.ledger import Call
from drama_backends.rehearsal.service.rules import words_of
from drama_backends.rehearsal.service.settings import Fault, Step
from drama_compiler.contract import JobKind, Status

if TYPE_CHECKING:
    from drama_backends.rehearsal.service import Service

_CALL_BYTES_MAX = 1 << 20


class _Hangup(Exception):
    """The connection is closed without an answer."""


class Wire(BaseHTTPRequestHandler):
    """One connection; `server.service` is what answers."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one packet an answer
    disable_nagle_algorithm = True
    timeout = 60

    def do_GET(self) -> None:
        """See the module."""
        self._answer("GET")

    def do_POST(self) -> None:
        """See the module."""
        self._answer("POST")

    def do_PATCH(self) -> None:
        """See the module."""
        self._answer("PATCH")

    def do_DELETE(self) -> None:
        """See the module."""
        self._answer("DELETE")

    def log_message(self, format: str, *args: object) -> None:
        """The ledger is the log."""

    @property
    def _service(self) -> Service:
        return cast("Service", self.server.service)  # type: ignore[attr-defined]

    def _answer(self, method: str) -> None:
        split = urlsplit(self.path)
        parts = [part for part in split.path.split("/") if part]
        query = {name: values[0] for name, values in parse_qs(split.query).items()}
        try:
            self._route(method, parts, query, self._body())
        except _Hangup:
            self.close_connection = True
        except Refused as refused:
            self._refuse(refused)

    def _route(self, method: str, parts: list[str], query: Mapping[str, str], body: bytes) -> None:
        match method, parts:
            case "GET" | "PATCH", ["admin", "settings"]:
                self._settings(method, body)
            case "GET", ["admin", "ledger"]:
                self._send(200, self._service.report())
            case "GET", ["v1", "results", id_, name]:
                self._download(id_, name, query)
            case "GET", ["v1", "account"]:
                account = self._account()
                paid = self._service.ledger.paid_micros(account) / 1e6
                self._send(200, {"usd": self._service.settings.accounts[account] - paid})
            case "GET", ["v1", "voices", voice]:
                self._service.desk.check_voice(self._account(), voice)
                self._send(200, {"id": voice})
            case "POST", ["v1", "media"]:
                self._stage(self._account(), body)
            case "POST", ["v1", "calls"]:
                self._submit(self._account(), body)
            case "GET", ["v1", "calls"]:
                self._find(self._account(), query.get("ticket", ""))
            case "GET", ["v1", "calls", id_]:
                self._poll(self._account(), id_)
            case "DELETE", ["v1", "calls", id_]:
                self._cancel(self._account(), id_)
            case _:
                raise Refused(404, "invalid_request", f"there is no {method} {self.path}")

    def _stage(self, account: str, body: bytes) -> None:
        fault = self._fault("stage", "", "")
        type_ = self.headers.get("Content-Type", "")
        handle, expires_at = self._service.desk.stage(account, body, type_)
        self._send(201, {"id": handle, "expires_at": expires_at}, fault)

    def _submit(self, account: str, body: bytes) -> None:
        try:
            data = json.loads(body)
        except ValueError:
            raise Refused(400, "invalid_request", "the body is no JSON") from None
        known = isinstance(data, dict)
        kind = str(data.get("kind", "")) if known else ""
        fault = self._fault("submit", kind, body.decode("utf-8", "replace").casefold())
        fate = {"fail": Status.FAILED, "moderate": Status.MODERATED}.get(
            fault.what if fault else ""
        )
        ticket = self.headers.get("Ticket", "")
        call = self._service.desk.submit(account, ticket, data, fate or Status.SUCCEEDED)
        self._send(201, {"id": call.id, "status": "queued"}, fault)

    def _find(self, account: str, ticket: str) -> None:
        fault = self._fault("find", "", "")
        self._send(200, {"id": self._service.desk.find(account, ticket).id}, fault)

    def _poll(self, account: str, id_: str) -> None:
        call = self._service.desk.call(account, id_)
        fault = self._fault("poll", call.kind, words_of(call.body))
        state = self._service.desk.state(call)
        answer: dict[str, Any] = {
            "id": id_,
            "status": str(state.status),
            "share": round(state.share, 3),
            "usd": call.paid_micros / 1e6,
            "charged": call.charged,
        }
        if state.status is Status.SUCCEEDED:
            answer["result"] = self._result(call)
        elif state.status is Status.FAILED:
            answer["message"] = "the model gave up"
        elif state.status is Status.MODERATED:
            answer["message"] = "what was made is withheld"
        self._send(200, answer, fault)

    def _result(self, call: Call) -> dict[str, Any]:
        """A link that is good for a while; asked for again, it is good for a while again."""
        path, type_ = self._service.made(call)
        expires = f"{time.time() + self._service.settings.link_seconds:.3f}"
        seal = self._service.seal(call.id, expires)
        url = f"/v1/results/{call.id}/{path.suffix[1:]}?expires={expires}&seal={seal}"
        voice = {"voice": voice_of(call)} if call.kind == JobKind.IDENTITY else {}
        return {"url": url, "type": type_, **voice}

    def _cancel(self, account: str, id_: str) -> None:
        call = self._service.desk.call(account, id_)
        fault = self._fault("cancel", call.kind, words_of(call.body))
        self._service.desk.cancel(call)
        self._send(200, {"id": id_}, fault)

    def _download(self, id_: str, name: str, query: Mapping[str, str]) -> None:
        """A link needs no key: its seal says that it was given out."""
        expires = query.get("expires", "")
        if query.get("seal") != self._service.seal(id_, expires):
            raise Refused(403, "unauthorized", "this link was not given out here")
        (call,) = self._service.ledger.calls(id=id_)
        fault = self._fault("download", call.kind, words_of(call.body))
        expired = fault is not None and fault.what == "expire"
        if expired or time.time() > float(expires):
            raise Refused(410, "gone", "this link has expired")
        path, type_ = self._service.made(call)
        data = path.read_bytes()
        self._service.ledger.count_download(id_)
        what = fault.what if fault else ""
        if what == "corrupt":
            data = hashlib.sha256(data).digest() * (len(data) // 32 + 1)
        self._head(200, type_, len(data))
        if what == "drop":
            self.wfile.write(data[: len(data) // 2])
            self.wfile.flush()
            raise _Hangup
        self.wfile.write(data)

    def _settings(self, method: str, body: bytes) -> None:
        if method == "PATCH":
            try:
                self._service.change(**json.loads(body))
            except (ValidationError, ValueError, TypeError) as error:
                raise Refused(422, "invalid_request", str(error)) from None
        self._send(200, self._service.settings.model_dump(mode="json"))

    def _account(self) -> str:
        word, _, key = self.headers.get("Authorization", "").partition(" ")
        if word != "Bearer":
            raise Refused(401, "unauthorized", "there is no key")
        return self._service.desk.admit(key)

    def _fault(self, step: Step, kind: str, words: str) -> Fault | None:
        """Do what goes wrong before the step is done; what goes wrong after it is returned."""
        service = self._service
        fault = service.tricks.next(service.settings, step, kind, words)
        if fault is None:
            return None
        if fault.seconds:
            time.sleep(fault.seconds)
        match fault.what:
            case "lost-before":
                raise _Hangup
            case "busy":
                wait = service.settings.retry_after_seconds
                raise Refused(429, "rate_limited", "too many requests", wait)
            case "broken":
                raise Refused(503, "unavailable", "the service is being mended")
            case "funds":
                raise Refused(402, "insufficient_funds", "the account is empty")
            case "auth":
                raise Refused(401, "unauthorized", "this key opens no account")
            case "error" | "nonsense":
                status = 500 if fault.what == "error" else 200
                self._plain(status, b"<html><body>Something went wrong.</body></html>", "text/html")
                raise _Hangup
        return fault

    def _send(self, status: int, value: Any, fault: Fault | None = None) -> None:
        if fault is not None and fault.what == "lost-after":
            raise _Hangup
        self._plain(status, json.dumps(value, ensure_ascii=False).encode(), "application/json")

    def _refuse(self, refused: Refused) -> None:
        data = json.dumps({"error": {"type": refused.type, "message": str(refused)}}).encode()
        wait = refused.retry_after_seconds
        headers = {} if wait is None else {"Retry-After": f"{wait:g}"}
        self._plain(refused.status, data, "application/json", headers)

    def _plain(
        self, status: int, data: bytes, type_: str, headers: Mapping[str, str] | None = None
    ) -> None:
        self._head(status, type_, len(data), headers)
        self.wfile.write(data)
        self.wfile.flush()

    def _head(
        self, status: int, type_: str, length: int, headers: Mapping[str, str] | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", type_)
        self.send_header("Content-Length", str(length))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()

    def _body(self) -> bytes:
        """All of the request's body, so that the connection can be used again."""
        length = int(self.headers.get("Content-Length") or 0)
        if length > UPLOAD_BYTES_MAX or ("calls" in self.path and length > _CALL_BYTES_MAX):
            self.close_connection = True
            raise Refused(413, "invalid_request", f"{length} bytes are too many")
        return self.rfile.read(length)


def as_line(call: Call) -> dict[str, Any]:
    """A call as the ledger's report has it: everything but the account, which is the key."""
    line = asdict(call)
    del line["account"], line["body"]
    return line
