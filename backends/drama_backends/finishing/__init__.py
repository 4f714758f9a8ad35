"""The post house as a backend: clips and sounds go in, pictures, segments, stems, the film out.

Nothing heavy is imported here; the work modules are, inside a job.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from drama_backends.media.versions import absent, code_version
from drama_compiler.contract import (
    Ability,
    Capabilities,
    Cost,
    Job,
    JobKind,
    Json,
    Media,
    Output,
    Request,
    Tier,
)
from drama_dsl.diagnostic import Diagnostic

NAME = "finishing"
PIXELS = 1280 * 720


@dataclass(frozen=True, slots=True)
class Department:
    """Who does one kind of job: the module with its `make`, and what else its bytes rest on.

    `parts` are modules of this room and of `media`, `packages` are distributions.
    """

    module: str
    parts: tuple[str, ...]
    packages: tuple[str, ...]

    @property
    def version(self) -> str:
        """What changes when the same input could give other bytes."""
        files = (f"{part}.py" for part in (f"finishing/{self.module}", *self.parts))
        return code_version(tuple(files), self.packages)


_SOUNDS = ("finishing/pieces", "media/audio", "media/loudness", "media/ffmpeg", "media/kept")
_VIDEO = ("media/ffmpeg", "media/footage", "media/planar")
_JOINED = ("media/stretches", "media/kept", "media/footage", "media/ffmpeg")
_PIXELS = ("imageio-ffmpeg", "numpy", "opencv-python-headless")
_TYPE = (*_PIXELS, "pillow", "pylopdf-fonts-zh-cn", "resvg")
_SOUND = ("imageio-ffmpeg", "numpy", "opencv-python-headless")

DEPARTMENTS: Mapping[JobKind, Department] = {
    JobKind.PICTURE: Department("picture", ("finishing/conform", *_VIDEO), (*_PIXELS, "moviepy")),
    JobKind.SEGMENT: Department(
        "segment",
        ("finishing/lettering", "finishing/wrapping", *_VIDEO, *_JOINED, "media/raster"),
        _TYPE,
    ),
    JobKind.TRANSITION: Department(
        "transition",
        (
            "finishing/segment",
            "finishing/lettering",
            "finishing/wrapping",
            *_VIDEO,
            "media/raster",
        ),
        (*_TYPE, "moviepy"),
    ),
    JobKind.STEM: Department("stem", _SOUNDS, _SOUND),
    JobKind.MIX: Department(
        "mix",
        ("finishing/ducking", "finishing/measured", "finishing/coded_sound", *_SOUNDS),
        _SOUND,
    ),
    JobKind.MASTER: Department(
        "master", ("media/subtitles", "media/audio", *_JOINED), ("imageio-ffmpeg",)
    ),
}


class Finishing:
    """Conform, titles, transitions, mix and master: local, free, deterministic."""

    def describe(self) -> Capabilities:
        """What it does; a version changes with the code and the packages that a kind rests on."""
        return _capabilities()

    def check(self, job: Job) -> tuple[Diagnostic, ...]:
        """Nothing of a post house's job is beyond it."""
        return ()

    def lower(self, batch: Sequence[Job]) -> Request:
        """The batch as data: each job's brief and exact timing, its inputs by name."""
        jobs = [
            {
                "name": job.name,
                "kind": job.kind.value,
                "brief": job.brief.model_dump(mode="json"),
                "timing": job.timing.model_dump(mode="json") if job.timing else None,
                "inputs": list(job.inputs),
            }
            for job in batch
        ]
        kinds = sorted({job.kind for job in batch})
        versions = {ability.kind: ability.version for ability in self.describe().abilities}
        return Request(
            backend=NAME,
            version="+".join(versions[kind] for kind in kinds),
            jobs=tuple(job.name for job in batch),
            inputs=tuple(dict.fromkeys(name for job in batch for name in job.inputs)),
            body={"jobs": jobs},
        )

    def estimate(self, request: Request) -> Cost:
        """CPU seconds, from frames and pixels, as measured on one core of a small server."""
        return Cost(work_seconds=sum(_work_seconds(job) for job in request.body["jobs"]))

    def inspect(self, path: Path) -> tuple[str, Mapping[str, Json]]:
        """What a file is that a person brings in, and its facts; raises `MakeError`."""
        work: Any = importlib.import_module(f"{__name__}.inspect")
        found: tuple[str, Mapping[str, Json]] = work.inspect(path)
        return found

    def warmed(self) -> Sequence[str]:
        """What titles, mixes and joins."""
        return [f"{__name__}.{each}" for each in ("segment", "stem", "mix", "master")]

    def make(
        self,
        request: Request,
        inputs: Mapping[str, Media],
        folder: Path,
        progress: Callable[[float], None],
    ) -> tuple[Output, ...]:
        """Make every job of the request, one after the other; raises `MakeError`."""
        outputs = []
        jobs = request.body["jobs"]
        for index, job in enumerate(jobs):
            department = DEPARTMENTS[JobKind(job["kind"])]
            work: Any = importlib.import_module(f"{__name__}.{department.module}")
            own = {name: inputs[name] for name in job["inputs"] if name in inputs}

            def told(share: float, done: int = index) -> None:
                progress((done + min(1.0, share)) / len(jobs))

            outputs.append(work.make(job, own, folder, told))
            told(1.0)
        return tuple(outputs)


@functools.cache
def _capabilities() -> Capabilities:
    abilities = []
    for kind, department in DEPARTMENTS.items():
        abilities.append(Ability(kind=kind, version=department.version, tier=Tier.FINAL))
    needed = (package for department in DEPARTMENTS.values() for package in department.packages)
    return Capabilities(name=NAME, abilities=tuple(abilities), missing=absent(*needed))


def _work_seconds(job: Json) -> float:
    timing, brief = job["timing"] or {}, job["brief"]
    frame = brief.get("format")
    scale = frame["width"] * frame["height"] / PIXELS if frame else 1.0
    frames = float(timing.get("frames", 0))
    seconds = frames / float(Fraction(timing["rate"])) if "rate" in timing else frames / 24
    match JobKind(job["kind"]):
        case JobKind.PICTURE:
            return 0.1
        case JobKind.SEGMENT:
            return 0.3 + frames * scale * 0.018
        case JobKind.TRANSITION:
            return 0.4 + frames * scale * 0.060
        case JobKind.STEM:
            return 0.2 + seconds * 0.012 + 0.01 * len(timing["sounds"])
        case JobKind.MIX:
            return 0.3 + seconds * 0.032
        case _:
            return 0.5 + seconds * 0.004
