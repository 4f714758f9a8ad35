"""A service to rehearse with: jobs of nine kinds come in, paid in play money; their media come out.

It is what services of the trade are like, on this machine: it has accounts, prices, queues,
limits, refusals and bad days. `drama backends rehearse` starts it; what a film would cost and how
a build fares is then seen for free. `service` is the far end, the rest is our end of the wire.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

from drama_backends.rehearsal.connection import RehearsalConnection
from drama_backends.rehearsal.lowering import lower_batch
from drama_backends.services.adapter import Adapter, Lowered
from drama_backends.services.keys import Address, Key
from drama_backends.services.models import Model
from drama_backends.services.wire import Wire
from drama_compiler.contract import Connection, Job, Manners, Once, ServiceError, Trouble

URL_VARIABLE = "DRAMA_REHEARSAL_URL"
KEY_VARIABLE = "DRAMA_REHEARSAL_KEY"
ONCE_VARIABLE = "DRAMA_REHEARSAL_ONCE"
"""`key`, `lookup` or `nothing`: what the service that runs at the URL was told to be."""


class Rehearsal(Adapter):
    """The adapter of the service; it is no service of the world, and its data do not age."""

    name = "rehearsal"
    key = Key(KEY_VARIABLE)
    address = Address(URL_VARIABLE, "")
    packages = ("httpx", "imageio-ffmpeg", "jinja2", "numpy", "opencv-python-headless")
    once = Once.KEY
    # It is all on this machine: it can be asked after often.
    poll_seconds = 0.05
    poll_seconds_max = 1.0

    def lowered(self, model: Model, batch: Sequence[Job]) -> Lowered:
        """The call, and what of its answer is whose; see `lowering`."""
        return lower_batch(model, batch, self.templates)

    def headers(self, key: str) -> Mapping[str, str]:
        """The key."""
        return {"Authorization": f"Bearer {key}"}

    def connection(self, wire: Wire) -> Connection:
        """The service as it speaks."""
        return RehearsalConnection(wire)

    def account(self) -> tuple[str, str]:
        """Both are said by the rehearsal itself when it begins."""
        url, key = os.environ.get(URL_VARIABLE, ""), os.environ.get(KEY_VARIABLE, "")
        if not url or not key:
            missing = URL_VARIABLE if not url else KEY_VARIABLE
            raise ServiceError(
                Trouble.AUTH, f"{missing} is not set; `drama backends rehearse` says what to set"
            )
        return url, key

    def manners(self) -> Manners:
        """As the service that runs was told to be."""
        word = os.environ.get(ONCE_VARIABLE) or Once.KEY
        once = next((each for each in Once if each == word), None)
        if once is None:
            raise ServiceError(Trouble.INVALID, f"{ONCE_VARIABLE} is none of {', '.join(Once)}")
        return replace(super().manners(), once=once)

    def rehearse(
        self, settings: Mapping[str, Any], folder: Path, port: int = 0
    ) -> AbstractContextManager[Any]:
        """Run the service on this machine while the block lasts; see `service.Service`."""
        from drama_backends.rehearsal.service import running

        return running(settings, folder, port)
