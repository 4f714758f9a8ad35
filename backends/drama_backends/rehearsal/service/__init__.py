"""The far end of a rehearsal: settings come in; a service on this machine answers while it lasts.

with running({"accounts": {"my-key": 20.0}}, folder) as service:
    service.url                                       # http://127.0.0.1:PORT
    service.change(faults=[{"at": "submit", "what": "lost-after"}])
    service.ledger.paid_usd(), service.ledger.paid_twice()
"""

from __future__ import annotations

import hashlib
import secrets
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from drama_backends.rehearsal.service.desk import Desk
from drama_backends.rehearsal.service.ledger import Call, Ledger
from drama_backends.rehearsal.service.settings import Fault, Settings
from drama_backends.rehearsal.service.studio import Studio
from drama_backends.rehearsal.service.tricks import Tricks
from drama_backends.rehearsal.service.wire import Wire, as_line

__all__ = ["Call", "Fault", "Ledger", "Service", "Settings", "running"]

HOST = "127.0.0.1"


class Service:
    """A service that runs; what it is like can be changed, what it was paid can be read.

    `bugs` are the traces of what went wrong unasked.
    """

    def __init__(self, settings: Settings, folder: Path, cache: Path | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.ledger = Ledger(folder / "ledger.db")
        self.desk = Desk(settings, self.ledger, folder)
        self.tricks = Tricks()
        self.url = ""
        self.bugs: list[str] = []
        self._studio = Studio(cache or folder / "made", self.desk.upload_kept)
        self._secret = _secret(folder)

    @property
    def settings(self) -> Settings:
        """What the service is like now."""
        return self.desk.settings

    def change(self, **changes: Any) -> None:
        """Make it be like something else from now on; raises `ValueError` for what is unknown."""
        self.desk.settings = Settings.model_validate(
            {**self.settings.model_dump(mode="json"), **_plain(changes)}
        )

    def made(self, call: Call) -> tuple[Path, str]:
        """The file that a call paid for, and its media type."""
        return self._studio.make(call, self.settings.short_side)

    def seal(self, id_: str, expires: str) -> str:
        """What a link must bear to be good until then."""
        return hashlib.sha256(f"{self._secret}/{id_}/{expires}".encode()).hexdigest()[:32]

    def report(self) -> dict[str, Any]:
        """The ledger as JSON: totals, tickets paid twice, every call."""
        calls = self.ledger.calls()
        return {
            "usd": self.ledger.paid_usd(),
            "count": sum(call.charged for call in calls),
            "twice": self.ledger.paid_twice(),
            "calls": [as_line(call) for call in calls],
        }


@contextmanager
def running(
    settings: Mapping[str, Any], folder: Path, port: int = 0, cache: Path | None = None
) -> Iterator[Service]:
    """A service that answers on this machine alone while the block lasts.

    `folder` keeps its ledger and uploads: opened again, it knows what it was paid. `port` 0 takes
    a free one. What it makes is kept in `cache`, which several services may share. Raises
    `ValueError` for settings that are none, `OSError` where the port is taken.
    """
    service = Service(Settings.model_validate(_plain(settings)), folder, cache)
    try:
        with _Server((HOST, port), Wire) as server:
            server.service = service
            service.url = f"http://{HOST}:{server.server_address[1]}"
            thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
            thread.start()
            try:
                yield service
            finally:
                server.shutdown()
                thread.join()
    finally:
        service.ledger.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    service: Service

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news; anything else is a bug of ours."""
        error = sys.exception()
        if not isinstance(error, OSError):
            self.service.bugs.append("".join(traceback.format_exception(error)))


def _secret(folder: Path) -> str:
    path = folder / "secret"
    if not path.exists():
        path.write_text(secrets.token_hex(16))
    return path.read_text()


def _plain(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as given, faults as objects or as data."""
    plain = dict(changes)
    if "faults" in plain:
        plain["faults"] = [
            each.model_dump() if isinstance(each, Fault) else each for each in plain["faults"]
        ]
    return plain
