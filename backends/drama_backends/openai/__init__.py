"""OpenAI, and any server that speaks its interface: stills from words and references, speech.

`OPENAI_BASE_URL` leads to another server; one of one's own may need no key, and a profile can name
any model that it has. It answers at once and knows no tickets, and so a call whose answer was lost
is put to the person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drama_backends.openai.connection import OpenaiConnection
from drama_backends.openai.lowering import lower_speech, lower_still
from drama_backends.services.adapter import Adapter, Lowered
from drama_backends.services.keys import Address, Key
from drama_backends.services.models import Model
from drama_backends.services.wire import Wire
from drama_compiler.contract import Connection, Job, JobKind, ServiceError


class Openai(Adapter):
    """The adapter; see `drama_backends.services.adapter.Adapter`."""

    name = "openai"
    key = Key("OPENAI_API_KEY")
    address = Address("OPENAI_BASE_URL", "https://api.openai.com/v1")
    packages = ("httpx", "jinja2", "imageio-ffmpeg", "numpy", "opencv-python-headless")

    def lowered(self, model: Model, batch: Sequence[Job]) -> Lowered:
        """See `lowering`."""
        lower = lower_speech if batch[0].kind is JobKind.VOICE else lower_still
        return lower(model, batch, self.templates)

    def account(self) -> tuple[str, str]:
        """The address and the key, which a server of one's own may do without."""
        url = self.address.find()
        try:
            return super().account()
        except ServiceError:
            if url == self.address.usual:
                raise
            return url, ""

    def headers(self, key: str) -> Mapping[str, str]:
        """The key, where there is one."""
        return {"Authorization": f"Bearer {key}"} if key else {}

    def connection(self, wire: Wire) -> Connection:
        """One question for each thing."""
        return OpenaiConnection(wire)
