"""Stability AI: stills from words, with what is not to be seen in a field of its own, and sound.

The service answers at once; it knows no tickets, and so a call whose answer was lost is put to the
person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drama_backends.services.adapter import Adapter, Lowered
from drama_backends.services.keys import Address, Key
from drama_backends.services.models import Model
from drama_backends.services.stills import SOUNDS
from drama_backends.services.wire import Wire
from drama_backends.stability.connection import StabilityConnection
from drama_backends.stability.lowering import lower_sound, lower_still
from drama_compiler.contract import Connection, Job


class Stability(Adapter):
    """The adapter; see `drama_backends.services.adapter.Adapter`."""

    name = "stability"
    key = Key("STABILITY_API_KEY")
    address = Address("STABILITY_BASE_URL", "https://api.stability.ai")
    packages = ("httpx", "jinja2", "imageio-ffmpeg", "numpy", "opencv-python-headless")

    def lowered(self, model: Model, batch: Sequence[Job]) -> Lowered:
        """See `lowering`."""
        lower = lower_sound if batch[0].kind in SOUNDS else lower_still
        return lower(model, batch, self.templates)

    def headers(self, key: str) -> Mapping[str, str]:
        """The key, and that media come as text in JSON: so it is told why there are none."""
        return {"Authorization": f"Bearer {key}", "Accept": "application/json"}

    def connection(self, wire: Wire) -> Connection:
        """One question for each thing."""
        return StabilityConnection(wire)
