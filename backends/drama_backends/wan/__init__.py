"""Alibaba's Wan, by Model Studio (DashScope): clips from words, frames and references; images.

Clips are asked after, images come as a link with the answer. It knows no ids of ours, and so a call
whose answer was lost is put to the person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drama_backends.services.adapter import Adapter, Lowered
from drama_backends.services.keys import Address, Key
from drama_backends.services.models import Model
from drama_backends.services.wire import Wire
from drama_backends.wan.connection import WanConnection
from drama_backends.wan.lowering import lower_clip, lower_still
from drama_compiler.contract import Connection, Job, JobKind


class Wan(Adapter):
    """The adapter; see `drama_backends.services.adapter.Adapter`."""

    name = "wan"
    key = Key("DASHSCOPE_API_KEY")
    # A key opens its own region: https://dashscope.aliyuncs.com/api/v1 is Beijing.
    address = Address("DASHSCOPE_HTTP_BASE_URL", "https://dashscope-intl.aliyuncs.com/api/v1")
    packages = ("httpx", "jinja2", "imageio-ffmpeg", "numpy", "opencv-python-headless")
    # Two calls at once, and a question every 15 s, are what its pages speak of.
    concurrent_max = 2
    poll_seconds = 15.0

    def lowered(self, model: Model, batch: Sequence[Job]) -> Lowered:
        """See `lowering`."""
        lower = lower_clip if batch[0].kind is JobKind.CLIP else lower_still
        return lower(model, batch, self.templates)

    def headers(self, key: str) -> Mapping[str, str]:
        """The key."""
        return {"Authorization": f"Bearer {key}"}

    def connection(self, wire: Wire) -> Connection:
        """Tasks, and images at once."""
        return WanConnection(wire)
