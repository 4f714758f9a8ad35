"""Runway: clips from words, frames or references; images with references that have names.

It sells the models of many others under one form; those that we know prices and limits of are in
the table. It knows no ids of ours, and so a call whose answer was lost is put to the person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drama_backends.runway.connection import RunwayConnection
from drama_backends.runway.lowering import lower_clip, lower_still
from drama_backends.services.adapter import Adapter, Lowered
from drama_backends.services.keys import Address, Key
from drama_backends.services.models import Model
from drama_backends.services.wire import Wire
from drama_compiler.contract import Connection, Job, JobKind


class Runway(Adapter):
    """The adapter; see `drama_backends.services.adapter.Adapter`."""

    name = "runway"
    key = Key("RUNWAYML_API_SECRET")
    address = Address("RUNWAYML_BASE_URL", "https://api.dev.runwayml.com")
    packages = ("httpx", "jinja2", "imageio-ffmpeg", "numpy", "opencv-python-headless")
    concurrent_max = 2

    def lowered(self, model: Model, batch: Sequence[Job]) -> Lowered:
        """See `lowering`."""
        lower = lower_clip if batch[0].kind is JobKind.CLIP else lower_still
        return lower(model, batch, self.templates)

    def headers(self, key: str) -> Mapping[str, str]:
        """The key, and the day whose form of the service we speak."""
        return {"Authorization": f"Bearer {key}", "X-Runway-Version": "2024-11-06"}

    def connection(self, wire: Wire) -> Connection:
        """Tasks."""
        return RunwayConnection(wire)
