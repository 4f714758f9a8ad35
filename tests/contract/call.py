"""A paid call as the compiler drives it, and whether what came of it can be seen and heard."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import pytest

from drama_backends.media.audio import read_sound
from drama_backends.media.footage import probe, read_video
from drama_compiler.contract import (
    Connection,
    Job,
    JobKind,
    Output,
    Preparer,
    Request,
    Service,
    Standing,
    Status,
)
from tests.contract.specimens import given

POLLS_MAX = 500
DOUBLE_POLL_SECONDS = 0.02
"""A double is ready sooner than its service, and minds no question."""


@dataclass
class Call:
    """A call as the compiler drives it, step by step, in a folder of its own."""

    service: Service
    jobs: list[Job]
    folder: Path
    ticket: str = "ticket-1"
    handles: dict[str, str] = field(default_factory=dict)
    outputs: tuple[Output, ...] = ()

    @property
    def request(self) -> Request:
        """Exactly what is asked."""
        return self.service.lower(self.jobs)

    async def stage(self, connection: Connection) -> None:
        """Give the service every input."""
        media = {name: given(self.folder, name) for name in self.request.inputs}
        if isinstance(connection, Preparer):
            media = dict(connection.prepare(self.request, media, self.folder))
        for name, each in media.items():
            self.handles[name] = (await connection.stage(each)).value

    async def submit(self, connection: Connection) -> str:
        """Make the paid call."""
        await self.stage(connection)
        submitted = await connection.submit(self.request, self.handles, self.ticket, self.results)
        self.outputs = submitted.outputs
        return submitted.id

    async def settle(self, connection: Connection, id_: str) -> Standing:
        """Poll until it stands still."""
        for _ in range(POLLS_MAX):
            standing = await connection.poll(id_)
            if standing.status.settled:
                return standing
            await asyncio.sleep(min(self.service.manners().poll_seconds, DOUBLE_POLL_SECONDS))
        raise AssertionError(f"not settled after {POLLS_MAX} polls")

    async def through(self, connection: Connection) -> tuple[Standing, tuple[Output, ...]]:
        """All of it; the results lie in `results`."""
        id_ = await self.submit(connection)
        if self.outputs:
            return Standing(Status.SUCCEEDED), self.outputs
        standing = await self.settle(connection, id_)
        return standing, await connection.fetch(id_, self.request, self.results)

    @property
    def results(self) -> Path:
        """Where downloads go: nothing else is written there."""
        path = self.folder / "results"
        path.mkdir(exist_ok=True)
        return path


def decodes(output: Output, kind: JobKind, clip_seconds: float) -> None:
    """The file holds from end to end what its type and its facts say."""
    if kind in (JobKind.CLIP, JobKind.SYNC):
        assert output.type == "video/mp4"
        facts = probe(output.path)
        assert facts.constant_rate
        assert output.facts["frames"] == facts.frames
        assert output.facts["rate"] == str(facts.rate)
        assert float(facts.seconds) == pytest.approx(clip_seconds, abs=1 / float(facts.rate))
        assert sum(1 for _ in read_video(output.path, 0, facts.frames, facts)) == facts.frames
    elif output.type.startswith("audio/"):
        blocks = list(read_sound(output.path, channels=1))
        seconds = sum(len(block) for block in blocks) / 48_000
        assert seconds == pytest.approx(output.facts["seconds"], abs=0.01)
        assert max(float(np.abs(block).max()) for block in blocks) > 0.01
    else:
        assert output.type.startswith("image/")
        pixels = np.frombuffer(output.path.read_bytes(), np.uint8)
        picture = cv2.imdecode(pixels, cv2.IMREAD_COLOR)
        assert picture is not None
        assert picture.shape[:2] == (output.facts["height"], output.facts["width"])
