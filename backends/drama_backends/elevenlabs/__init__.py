"""ElevenLabs: spoken lines with the times of their words, dialogues, music, places and effects.

The service answers at once, with the sound itself; it knows no tickets, and so a call whose answer
was lost is put to the person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drama_backends.elevenlabs.connection import ElevenlabsConnection
from drama_backends.elevenlabs.lowering import (
    lower_identity,
    lower_music,
    lower_sound,
    lower_speech,
)
from drama_backends.services.adapter import Adapter, Lowered
from drama_backends.services.clips import refused
from drama_backends.services.keys import Address, Key
from drama_backends.services.models import Model
from drama_backends.services.wire import Wire
from drama_compiler.contract import Connection, Job, JobKind, Once


class Elevenlabs(Adapter):
    """The adapter; see `drama_backends.services.adapter.Adapter`."""

    name = "elevenlabs"
    key = Key("ELEVENLABS_API_KEY")
    address = Address("ELEVENLABS_BASE_URL", "https://api.elevenlabs.io")
    packages = ("httpx", "jinja2", "imageio-ffmpeg", "numpy")
    once = Once.NOTHING

    def lowered(self, model: Model, batch: Sequence[Job]) -> Lowered:
        """See `lowering`."""
        kind = batch[0].kind
        if kind is JobKind.VOICE:
            return lower_speech(model, batch)
        if len(batch) > 1:
            raise refused(f"one call makes one {kind}")
        if kind is JobKind.IDENTITY:
            return lower_identity(model, batch[0])
        if kind is JobKind.CUE:
            return lower_music(model, batch[0], self.templates)
        return lower_sound(model, batch[0], self.templates)

    def headers(self, key: str) -> Mapping[str, str]:
        """The key."""
        return {"xi-api-key": key}

    def connection(self, wire: Wire) -> Connection:
        """One question for each thing."""
        return ElevenlabsConnection(wire)
