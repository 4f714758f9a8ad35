"""Vidu: clips from words, frames, or references that have names.

It knows no ids of ours that could be asked for, and so a call whose answer was lost is put to the
person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drama_backends.services.adapter import Adapter, Lowered
from drama_backends.services.keys import Address, Key
from drama_backends.services.models import Model
from drama_backends.services.wire import Wire
from drama_backends.vidu.connection import ViduConnection
from drama_backends.vidu.lowering import lower_clip
from drama_compiler.contract import Connection, Job


class Vidu(Adapter):
    """The adapter; see `drama_backends.services.adapter.Adapter`."""

    name = "vidu"
    key = Key("VIDU_API_KEY")
    address = Address("VIDU_BASE_URL", "https://api.vidu.com/ent/v2")
    packages = ("httpx", "jinja2", "imageio-ffmpeg", "numpy", "opencv-python-headless")

    def lowered(self, model: Model, batch: Sequence[Job]) -> Lowered:
        """See `lowering`."""
        return lower_clip(model, batch, self.templates)

    def headers(self, key: str) -> Mapping[str, str]:
        """The key."""
        return {"Authorization": f"Token {key}"}

    def connection(self, wire: Wire) -> Connection:
        """Tasks."""
        return ViduConnection(wire)
