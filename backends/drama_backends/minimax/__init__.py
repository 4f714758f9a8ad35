"""MiniMax: Hailuo's clips from words and frames, H3's from references as well.

It knows no ids of ours, and so a call whose answer was lost is put to the person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drama_backends.minimax.connection import MinimaxConnection
from drama_backends.minimax.lowering import lower_clip
from drama_backends.services.adapter import Adapter, Lowered
from drama_backends.services.keys import Address, Key
from drama_backends.services.models import Model
from drama_backends.services.wire import Wire
from drama_compiler.contract import Connection, Job


class Minimax(Adapter):
    """The adapter; see `drama_backends.services.adapter.Adapter`."""

    name = "minimax"
    key = Key("MINIMAX_API_KEY")
    # Keys of the one do not open the other, https://api.minimaxi.com.
    address = Address("MINIMAX_API_HOST", "https://api.minimax.io")
    packages = ("httpx", "jinja2", "imageio-ffmpeg", "numpy", "opencv-python-headless")

    def lowered(self, model: Model, batch: Sequence[Job]) -> Lowered:
        """See `lowering`."""
        return lower_clip(model, batch, self.templates)

    def headers(self, key: str) -> Mapping[str, str]:
        """The key."""
        return {"Authorization": f"Bearer {key}"}

    def connection(self, wire: Wire) -> Connection:
        """Tasks of two interfaces."""
        return MinimaxConnection(wire)
