"""ByteDance's Ark: Seedance's clips from words, frames and references; Seedream's images.

Clips are asked after, images come as a link with the answer. It knows no ids of ours, and so a call
whose answer was lost is put to the person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drama_backends.ark.connection import ArkConnection
from drama_backends.ark.lowering import lower_clip, lower_still
from drama_backends.services.adapter import Adapter, Lowered
from drama_backends.services.keys import Address, Key
from drama_backends.services.models import Model
from drama_backends.services.wire import Wire
from drama_compiler.contract import Connection, Job, JobKind


class Ark(Adapter):
    """The adapter; see `drama_backends.services.adapter.Adapter`."""

    name = "ark"
    key = Key("ARK_API_KEY")
    # ModelArk; at https://ark.cn-beijing.volces.com/api/v3 keys and the ids of models are others.
    address = Address("ARK_BASE_URL", "https://ark.ap-southeast.bytepluses.com/api/v3")
    packages = ("httpx", "jinja2", "imageio-ffmpeg", "numpy", "opencv-python-headless")

    def lowered(self, model: Model, batch: Sequence[Job]) -> Lowered:
        """See `lowering`."""
        lower = lower_clip if batch[0].kind is JobKind.CLIP else lower_still
        return lower(model, batch, self.templates)

    def headers(self, key: str) -> Mapping[str, str]:
        """The key."""
        return {"Authorization": f"Bearer {key}"}

    def connection(self, wire: Wire) -> Connection:
        """Tasks, and images at once."""
        return ArkConnection(wire)
