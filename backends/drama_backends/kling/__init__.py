"""Kling: clips from words, frames and references, several shots a call; images from references.

A call carries an id of ours, by which it is found again when its answer was lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drama_backends.kling.connection import KlingConnection
from drama_backends.kling.lowering import lower_clips, lower_still
from drama_backends.services.adapter import Adapter, Lowered
from drama_backends.services.keys import Address, Key
from drama_backends.services.models import Model
from drama_backends.services.wire import Wire
from drama_compiler.contract import Connection, Job, JobKind, Once


class Kling(Adapter):
    """The adapter; see `drama_backends.services.adapter.Adapter`."""

    name = "kling"
    key = Key("KLINGAI_API_KEY")
    address = Address("KLINGAI_BASE_URL", "https://api-singapore.klingai.com")
    packages = ("httpx", "jinja2", "imageio-ffmpeg", "numpy", "opencv-python-headless")
    # An `external_task_id` is unique in an account and can be asked for; what becomes of a second
    # call under it is not documented.
    once = Once.LOOKUP

    def lowered(self, model: Model, batch: Sequence[Job]) -> Lowered:
        """See `lowering`."""
        lower = lower_clips if batch[0].kind is JobKind.CLIP else lower_still
        return lower(model, batch, self.templates)

    def headers(self, key: str) -> Mapping[str, str]:
        """The key."""
        return {"Authorization": f"Bearer {key}"}

    def connection(self, wire: Wire) -> Connection:
        """Tasks under our own ids."""
        return KlingConnection(wire)
