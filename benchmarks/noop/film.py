"""A number of shots comes in; a script with so many, and what drama has of it, comes out.

The script is read, lowered, planned, kept on record and laid out by the code that users run. Only
the files that it is made of are tiny: to draw and to speak them is not what is measured.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from drama_compiler import building
from drama_compiler.cli.main import main
from drama_compiler.contract.backend import Media, Output, Request
from drama_compiler.graph.keys import digest_file
from drama_compiler.make.executor import Answer
from drama_compiler.store import media

SHOTS_A_SCENE = 10
TYPES = {"video/mp4": ("clip", "picture", "segment", "transition", "master")}
FACTS: dict[str, Any] = {
    "seconds": 1.5,
    "frames": 100_000,
    "head_frames": 6,
    "body_frames": 48,
    "rate": "24",
    "subtitles": {"en": ""},
}
"""What is measured on any of them, the same for all."""


def script(shots: int) -> str:
    """A screenplay with a line in every shot."""
    parts = ["Title: No Operation\nFormat: 16:9 640x360 24fps\n"]
    for number in range(shots):
        scene, place = divmod(number, SHOTS_A_SCENE)
        if not place:
            parts.append(f"INT. ROOM {scene + 1} - DAY\n")
        name = "ANN" if number % 2 else "BEN"
        parts.append(f"shot: medium on {name}, 2s\n")
        parts.append(f"{name} opens box number {number + 1}.\n")
        parts.append(f"{name}\nThis is box number {number + 1}.\n")
    return "\n".join(parts)


class TinyFiles:
    """Takes the place of the processes that draw and speak: a line of text for every job."""

    graph: dict[str, list[str]] = {}
    """What was asked for, and what it is made of, by job."""

    def __init__(
        self, workers: int, cache: Path, on_progress: Callable[[str, float], None]
    ) -> None:
        """As of `LocalProcesses`."""

    def __enter__(self) -> TinyFiles:
        return self

    def __exit__(self, *rest: object) -> None:
        """Nothing runs that would have to end."""

    def serve(self, *whom: object) -> None:
        """All the same to whom."""

    async def run(
        self, request: Request, inputs: Mapping[str, Media], folder: Path, urgency: float = 0.0
    ) -> Answer:
        """A file for each job, of its name and of what it is made of."""
        outputs = []
        for job in request.jobs:
            kind = job.partition("/")[0]
            path = folder / "made"
            path.write_text("\n".join((job, *(each.digest for each in inputs.values()))))
            type_ = "video/mp4" if kind in TYPES["video/mp4"] else "audio/wav"
            outputs.append((Output(job, path, type_, FACTS), digest_file(path)))
            self.graph[job] = list(inputs)
        return Answer(tuple(outputs))


def fill(path: Path) -> None:
    """Build the film at `path` with tiny files; what it is made of lies beside it as JSON."""
    building.LocalProcesses = TinyFiles  # type: ignore[assignment, attr-defined]
    # Whether these files outlive a loss of power is all one.
    media._sync = lambda path: None
    try:
        main(["build", str(path), "--json"])
    finally:
        path.with_suffix(".json").write_text(json.dumps(TinyFiles.graph))


if __name__ == "__main__":
    fill(Path(sys.argv[1]))
