"""Replicate: calls passed on to models of many makers, each by a mapping of its own.

`models` has mappings for some; a project adds its own in `prompts/replicate`. It knows no ids of
ours, and so a call whose answer was lost is put to the person.
"""

from __future__ import annotations

from collections.abc import Mapping

from drama_backends.replicate.connection import ReplicateConnection
from drama_backends.services.keys import Address, Key
from drama_backends.services.mapped import PassThrough
from drama_backends.services.wire import Wire
from drama_compiler.contract import Connection, Json


class Replicate(PassThrough):
    """The adapter; see `drama_backends.services.mapped.PassThrough`."""

    name = "replicate"
    key = Key("REPLICATE_API_TOKEN")
    address = Address("REPLICATE_BASE_URL", "https://api.replicate.com")

    def call(self, endpoint: str, body: Mapping[str, Json]) -> Mapping[str, Json]:
        """`owner/name` is the model as it is now, `owner/name:version` one that stays as it is."""
        model, _, version = endpoint.partition(":")
        if version:
            return {"path": "/v1/predictions", "json": {"version": version, "input": body}}
        return {"path": f"/v1/models/{model}/predictions", "json": {"input": body}}

    def headers(self, key: str) -> Mapping[str, str]:
        """The key."""
        return {"Authorization": f"Bearer {key}"}

    def connection(self, wire: Wire) -> Connection:
        """Predictions."""
        return ReplicateConnection(wire)
