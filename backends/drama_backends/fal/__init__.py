"""fal: calls passed on to models of many makers, each by a mapping of its own.

`models` has mappings for some; a project adds its own in `prompts/fal`. It knows no ids of ours,
and so a call whose answer was lost is put to the person.
"""

from __future__ import annotations

from collections.abc import Mapping

from drama_backends.fal.connection import FalConnection
from drama_backends.services.keys import Address, Key
from drama_backends.services.mapped import PassThrough
from drama_backends.services.wire import Wire
from drama_compiler.contract import Connection, Json


class Fal(PassThrough):
    """The adapter; see `drama_backends.services.mapped.PassThrough`."""

    name = "fal"
    key = Key("FAL_KEY")
    address = Address("FAL_QUEUE_URL", "https://queue.fal.run")

    def call(self, endpoint: str, body: Mapping[str, Json]) -> Mapping[str, Json]:
        """A model's id is its path, and the body is its input."""
        return {"path": f"/{endpoint}", "json": body}

    def headers(self, key: str) -> Mapping[str, str]:
        """The key."""
        return {"Authorization": f"Key {key}"}

    def connection(self, wire: Wire) -> Connection:
        """The queue."""
        return FalConnection(wire)
