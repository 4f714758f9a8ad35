"""The clips of a film come in; frames a second come out: of encoding alone, of composing and
encoding, of moviepy put together the plain way, of ffmpeg's zoompan.

All on one core, one after the other, of the same shots; in frames a second of the processor.
"""

from __future__ import annotations

import itertools
import resource
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from unittest import mock

import cv2
import numpy as np
from numpy.typing import NDArray

from drama_backends.animatic.camera import composite, shoot
from drama_backends.animatic.clip import drawing_style
from drama_backends.media import ffmpeg
from drama_compiler.graph.briefs import ClipBrief
from drama_compiler.graph.jobs import Job
from drama_compiler.graph.timings import ClipTiming

FRAMES = 60
MOVIEPY_FRAMES = 12

Frame = NDArray[np.uint8]


@dataclass(slots=True)
class Rates:
    """Frames a second of one core."""

    encoded: float = 0.0
    composed: float = 0.0
    moviepy: float = 0.0
    zoompan: float = 0.0


def measure(clips: list[Job], cache: Path) -> Rates:
    """The rates over some frames of each of the clips; drawings are made before the clock runs."""
    cv2.setNumThreads(1)
    seconds = dict.fromkeys(("encoded", "composed", "moviepy", "zoompan"), 0.0)
    counts = dict.fromkeys(seconds, 0)
    for job in clips:
        picture, times = _picture(job, cache)
        rate = job.brief.format.rate if isinstance(job.brief, ClipBrief) else Fraction(24)
        times = list(itertools.islice(times, FRAMES))
        ready = [frame.copy() for frame in composite.frames(picture, times)]
        # Once before the clock runs: memory, and the first of everything.
        _encode(ready[:4], rate)
        works = {
            "encoded": (len(ready), partial(_encode, ready, rate)),
            "composed": (len(times), partial(_compose, picture, times, rate)),
            "moviepy": (MOVIEPY_FRAMES, partial(_moviepy, picture, rate)),
            "zoompan": (len(ready), partial(_zoompan, ready, rate)),
        }
        for name, (count, work) in works.items():
            seconds[name] += _processor_seconds(work)
            counts[name] += count
    return Rates(**{name: counts[name] / seconds[name] for name in seconds})


def _picture(job: Job, cache: Path) -> tuple[composite.Picture, list[float]]:
    """The planes of a shot, drawn, and its seconds."""
    assert isinstance(job.brief, ClipBrief) and isinstance(job.timing, ClipTiming)
    kept: list[tuple[composite.Picture, list[float]]] = []

    def keep(picture: composite.Picture, seconds: list[float]) -> Iterator[Frame]:
        kept.append((picture, seconds))
        return iter(())

    style = drawing_style(job.brief.style, job.brief.place)
    silent = job.timing.model_copy(update={"speech": ()})
    # The planes are no part of a clip's face: they are taken where they are handed over.
    with mock.patch.object(shoot, "frames", keep):
        shoot.shoot(job.brief, silent, {}, style, cache)
    return kept[0]


def _compose(picture: composite.Picture, times: list[float], rate: Fraction) -> None:
    _encode(composite.frames(picture, times), rate)


def _encode(frames: Iterable[Frame], rate: Fraction) -> None:
    frames = iter(frames)
    first = next(frames)
    height, width = first.shape[:2]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        ffmpeg.write_video(path, width, height, rate, itertools.chain([first], frames))


def _moviepy(picture: composite.Picture, rate: Fraction) -> None:
    """Each plane an ImageClip that is resized and placed by functions of time, all composited."""
    from moviepy import CompositeVideoClip, ImageClip
    from moviepy.video.fx import Resize

    screen, seconds = picture.screen, MOVIEPY_FRAMES / float(rate)
    layers = []
    for plane in picture.planes:
        image = cv2.cvtColor(plane.levels[0][1], cv2.COLOR_BGRA2RGBA)
        zoom = 1.0 / plane.grid.scale
        clip = ImageClip(np.asarray(image), duration=seconds)
        clip = clip.with_effects(
            [Resize(lambda t, zoom=zoom, near=plane.spec.parallax: zoom * (1 + 0.01 * near * t))]
        )
        layers.append(
            clip.with_position(lambda t, x=plane.grid.x, y=plane.grid.y: (x - 4 * t, y - 4 * t))
        )
    film = CompositeVideoClip(layers, size=(screen.width, screen.height), bg_color=(0, 0, 0))
    with tempfile.TemporaryDirectory() as folder:
        film.write_videofile(
            str(Path(folder) / "film.mp4"),
            fps=float(rate),
            preset="veryfast",
            threads=1,
            logger=None,
        )


def _zoompan(frames: list[Frame], rate: Fraction) -> None:
    """One flat picture, zoomed by ffmpeg's filter: what many pipelines do with a still."""
    height, width = frames[0].shape[:2]
    zoom = f"zoompan=z='1+0.0008*on':d={len(frames)}:s={width}x{height}:fps={rate},format=yuv420p"
    with tempfile.TemporaryDirectory() as folder:
        still, film = Path(folder) / "still.png", Path(folder) / "film.mp4"
        cv2.imwrite(str(still), frames[0][:, :, :3])
        ffmpeg.run(["-i", str(still), "-vf", zoom, *ffmpeg.encoder(rate, "picture"), str(film)])


def _processor_seconds(work: Callable[[], object]) -> float:
    """What it takes of the processor, its child processes included."""
    before = _spent()
    work()
    return _spent() - before


def _spent() -> float:
    own, children = (
        resource.getrusage(each) for each in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
