"""ComfyUI, a server of one's own: stills and clips by workflows that a project brings along.

A workflow in API format is a template with named slots, see `workflow`. A project's own lie in
`prompts/comfyui` with a table that says what each makes; without one there are workflows that need
no checkpoint. What the server lacks is told before anything is queued.
"""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from drama_backends.comfyui.connection import ComfyuiConnection
from drama_backends.comfyui.lowering import lower_clip, lower_still
from drama_backends.comfyui.progress import listening
from drama_backends.services.adapter import Adapter, Lowered
from drama_backends.services.keys import Address
from drama_backends.services.models import FILE, Model, read_models
from drama_backends.services.wire import Server, opened
from drama_compiler.contract import Connection, Job, JobKind, Once

WORKFLOWS = "workflows"


class Comfyui(Adapter):
    """The adapter; see `drama_backends.services.adapter.Adapter`."""

    name = "comfyui"
    key = None
    address = Address("COMFYUI_BASE_URL", "http://127.0.0.1:8188")
    packages = ("httpx", "jinja2", "imageio-ffmpeg", "numpy", "opencv-python-headless")
    once = Once.LOOKUP
    concurrent_max = 2
    poll_seconds = 0.5
    poll_seconds_max = 5.0

    @property
    def models(self) -> tuple[Model, ...]:
        """The rows of the project's table; where it has none, of ours."""
        own = self._folders[0] / FILE
        return read_models(own if own.is_file() else self.folder / FILE)

    def lowered(self, model: Model, batch: Sequence[Job]) -> Lowered:
        """See `lowering`."""
        if batch[0].kind is JobKind.CLIP:
            return lower_clip(model, batch, self.templates, self._folders)
        return lower_still(model, batch[0], self.templates, self._folders)

    def headers(self, key: str) -> Mapping[str, str]:
        """It asks for none."""
        return {}

    @asynccontextmanager
    async def _opened(self, server: Server) -> AsyncIterator[Connection]:
        client = str(uuid.uuid4())
        async with opened(server) as wire, listening(server.url, client) as shares:
            yield ComfyuiConnection(wire, client, shares)

    @property
    def _folders(self) -> tuple[Path, ...]:
        """Where workflows are looked for: the project's, then ours."""
        return (self.templates[0], self.folder / WORKFLOWS)
