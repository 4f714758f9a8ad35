"""PixVerse, open platform v2: clips from words, an image, two frames, references, or another clip.

The service is asked at `/openapi/v2/video/…/generate`, gives a number, and is asked after it until
the clip stands at a link. Its errors come in answers of status 200.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drama_backends.pixverse.connection import PixverseConnection
from drama_backends.pixverse.lowering import lower_clip, lower_lips
from drama_backends.services.adapter import Adapter, Lowered
from drama_backends.services.keys import Address, Key
from drama_backends.services.models import Model
from drama_backends.services.wire import Wire
from drama_compiler.contract import Connection, Job, JobKind, Once


class Pixverse(Adapter):
    """The adapter; see `drama_backends.services.adapter.Adapter`."""

    name = "pixverse"
    key = Key("PIXVERSE_API_KEY")
    address = Address("PIXVERSE_BASE_URL", "https://app-api.pixverse.ai")
    packages = ("httpx", "jinja2", "imageio-ffmpeg", "numpy", "opencv-python-headless")
    # An `Ai-trace-id` that comes again makes no new video: that is documented. What it is answered
    # with is not, nor for how long it holds: a refusal then counts as "nobody knows".
    once = Once.KEY
    poll_seconds = 2.0
    poll_seconds_max = 10.0

    def lowered(self, model: Model, batch: Sequence[Job]) -> Lowered:
        """See `lowering`."""
        if batch[0].kind is JobKind.SYNC:
            return lower_lips(model, batch)
        return lower_clip(model, batch, self.templates)

    def headers(self, key: str) -> Mapping[str, str]:
        """The key; the trace id is of each question."""
        return {"API-KEY": key}

    def connection(self, wire: Wire) -> Connection:
        """The five questions that are asked of it."""
        return PixverseConnection(wire)
