"""Google: Omni's clips from words, a first frame or references; Gemini's images from references.

Clips are asked after, images come with the answer. It knows no ids of ours, and so a call whose
answer was lost is put to the person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drama_backends.google.connection import GoogleConnection
from drama_backends.google.lowering import lower_clip, lower_still
from drama_backends.services.adapter import Adapter, Lowered
from drama_backends.services.keys import Address, Key
from drama_backends.services.models import Model
from drama_backends.services.wire import Wire
from drama_compiler.contract import Connection, Job, JobKind


class Google(Adapter):
    """The adapter; see `drama_backends.services.adapter.Adapter`."""

    name = "google"
    key = Key("GOOGLE_API_KEY")
    address = Address("GOOGLE_GENAI_BASE_URL", "https://generativelanguage.googleapis.com")
    packages = ("httpx", "jinja2", "imageio-ffmpeg", "numpy", "opencv-python-headless")

    def lowered(self, model: Model, batch: Sequence[Job]) -> Lowered:
        """See `lowering`."""
        lower = lower_clip if batch[0].kind is JobKind.CLIP else lower_still
        return lower(model, batch, self.templates)

    def headers(self, key: str) -> Mapping[str, str]:
        """The key; never in an address, where it would be written down."""
        return {"x-goog-api-key": key}

    def connection(self, wire: Wire) -> Connection:
        """Interactions, and images at once."""
        return GoogleConnection(wire)
