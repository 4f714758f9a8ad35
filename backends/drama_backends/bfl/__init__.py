"""Black Forest Labs: FLUX stills from words and references by their order, clips from frames.

It knows no ids of ours, and so a call whose answer was lost is put to the person. Every call is
asked after where its own answer says. Links live ten minutes. A refusal costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drama_backends.bfl.connection import BflConnection
from drama_backends.bfl.lowering import lower_clip, lower_still
from drama_backends.services.adapter import Adapter, Lowered
from drama_backends.services.keys import Address, Key
from drama_backends.services.models import Model
from drama_backends.services.wire import Wire
from drama_compiler.contract import Connection, Job, JobKind


class Bfl(Adapter):
    """The adapter; see `drama_backends.services.adapter.Adapter`."""

    name = "bfl"
    key = Key("BFL_API_KEY")
    address = Address("BFL_BASE_URL", "https://api.bfl.ai")
    packages = ("httpx", "jinja2", "imageio-ffmpeg", "numpy", "opencv-python-headless")
    poll_seconds = 1.0
    poll_seconds_max = 10.0

    def lowered(self, model: Model, batch: Sequence[Job]) -> Lowered:
        """See `lowering`."""
        lower = lower_clip if batch[0].kind is JobKind.CLIP else lower_still
        return lower(model, batch, self.templates)

    def headers(self, key: str) -> Mapping[str, str]:
        """The key."""
        return {"x-key": key}

    def connection(self, wire: Wire) -> Connection:
        """Tasks, each at its own address."""
        return BflConnection(wire)
