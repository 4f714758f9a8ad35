"""Luma: clips from words and frames, images from references.

It knows no ids of ours, and so a call whose answer was lost is put to the person. Links live an
hour; to ask again gives a fresh one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drama_backends.luma.connection import LumaConnection
from drama_backends.luma.lowering import lower_clip, lower_still
from drama_backends.services.adapter import Adapter, Lowered
from drama_backends.services.keys import Address, Key
from drama_backends.services.models import Model
from drama_backends.services.wire import Wire
from drama_compiler.contract import Connection, Job, JobKind


class Luma(Adapter):
    """The adapter; see `drama_backends.services.adapter.Adapter`."""

    name = "luma"
    key = Key("LUMA_AGENTS_API_KEY")
    address = Address("LUMA_BASE_URL", "https://agents.lumalabs.ai/v1")
    packages = ("httpx", "jinja2", "imageio-ffmpeg", "numpy", "opencv-python-headless")

    def lowered(self, model: Model, batch: Sequence[Job]) -> Lowered:
        """See `lowering`."""
        lower = lower_clip if batch[0].kind is JobKind.CLIP else lower_still
        return lower(model, batch, self.templates)

    def headers(self, key: str) -> Mapping[str, str]:
        """The key."""
        return {"Authorization": f"Bearer {key}"}

    def connection(self, wire: Wire) -> Connection:
        """Tasks."""
        return LumaConnection(wire)
