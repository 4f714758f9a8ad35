"""Clips go in, the shot's picture comes out: the film's size and rate, clean, silent, handled.

A clip that is so already is its own picture, byte for byte. Any other is conformed, and what was
chosen of several is joined.
"""

from __future__ import annotations

import functools
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, groupby
from pathlib import Path

import numpy as np

from drama_backends.finishing.conform import conformed, length_frames
from drama_backends.finishing.segment import only, told
from drama_backends.media.ffmpeg import Frame, write_video
from drama_backends.media.footage import VideoFacts, probe
from drama_backends.media.kept import brought, keep, kept
from drama_backends.media.versions import code_version
from drama_compiler.contract import Format, Json, MakeError, Media, Output, briefs, timings


@dataclass(frozen=True, slots=True)
class _Part:
    """A range of a clip in the film's frames: `[start, end)`, of a clip that is `have` long."""

    path: Path
    facts: VideoFacts
    start: int
    end: int
    have: int


def make(
    job: Json, inputs: Mapping[str, Media], folder: Path, progress: Callable[[float], None]
) -> Output:
    """Conform clips to the film; raises `MakeError` where there is nothing to conform."""
    brief = briefs.PictureBrief.model_validate(job["brief"])
    timing = timings.PictureTiming.model_validate(job["timing"])
    frames = timing.head_frames + timing.body_frames + timing.tail_frames
    path = folder / f"{brief.base}.mp4"
    measured: dict[str, Json] = {
        "frames": frames,
        "head_frames": timing.head_frames,
        "body_frames": timing.body_frames,
        "rate": str(brief.format.rate),
    }
    parts = _parts(timing, job, inputs, brief.format.rate)
    if _is_picture(parts, timing, brief.format):
        if not brought(parts[0].path, path):
            raise MakeError(f"{parts[0].path.name} cannot be copied.")
        return Output(job["name"], path, "video/mp4", measured)
    wanted = _wanted(parts, timing)
    shown = told(_joined(parts, wanted, brief.format), frames, progress)
    cuts = (timing.head_frames, timing.head_frames + timing.body_frames)
    size = brief.format
    write_video(path, size.width, size.height, size.rate, shown, keyframes=cuts)
    short = timing.body_frames - sum(part.end - part.start for part in parts)
    if short > 0:
        measured["warning"] = f"The clip is {short} frames too short; its last frame is held."
    return Output(job["name"], path, "video/mp4", measured)


def _parts(
    timing: timings.PictureTiming, job: Json, inputs: Mapping[str, Media], rate: Fraction
) -> list[_Part]:
    """What the body is of. Of a whole clip it begins behind the clip's own head handle."""
    if not timing.parts:
        clip = only(inputs, job)
        facts = probe(clip.path)
        have = _have(clip, facts, rate)
        return [_Part(clip.path, facts, int(clip.facts.get("head_frames", 0)), have, have)]
    parts = []
    for at in timing.parts:
        clip = inputs[at.clip]
        facts = probe(clip.path)
        have = _have(clip, facts, rate)
        end = have if at.end_frame is None else min(have, round(at.end_frame / facts.rate * rate))
        start = min(round(at.start_frame / facts.rate * rate), end - 1)
        parts.append(_Part(clip.path, facts, max(0, start), max(end, 1), have))
    return parts


def _have(clip: Media, facts: VideoFacts, rate: Fraction) -> int:
    have = length_frames(facts, rate)
    if have < 1:
        raise MakeError(f"{clip.path.name} is shorter than a frame.")
    return have


def _wanted(parts: Sequence[_Part], timing: timings.PictureTiming) -> list[tuple[int, int]]:
    """For every frame of the picture, the part it is of and its frame in that part's clip.

    Handles are what the clips hold before the first part and behind the body; where they hold
    nothing more, the nearest frame is held. A body that is too short holds its last frame.
    """
    ends = list(accumulate(part.end - part.start for part in parts))
    wanted = []
    for at in range(-timing.head_frames, timing.body_frames + timing.tail_frames):
        within = min(at, ends[-1] - 1) if at < timing.body_frames else at
        index = min(bisect_right(ends, max(0, within)), len(parts) - 1)
        part = parts[index]
        before = ends[index] - (part.end - part.start)
        frame = part.start + within - before
        if at >= timing.body_frames > ends[-1]:
            frame = part.end - 1
        wanted.append((index, min(max(frame, 0), part.have - 1)))
    return wanted


def _joined(
    parts: Sequence[_Part], wanted: Sequence[tuple[int, int]], format_: Format
) -> Iterator[Frame]:
    for index, run in groupby(wanted, key=lambda each: each[0]):
        part = parts[index]
        yield from conformed(part.path, part.facts, format_, [frame for _, frame in run])


def _is_picture(parts: Sequence[_Part], timing: timings.PictureTiming, format_: Format) -> bool:
    """Whether the file is as this program's own writer would have written the picture."""
    (part, *more) = parts
    facts = part.facts
    return (
        not more
        and part.start == timing.head_frames
        and timing.head_frames + timing.body_frames + timing.tail_frames == facts.frames
        and (facts.width, facts.height, facts.rate) == (format_.width, format_.height, format_.rate)
        and facts.constant_rate
        and facts.signature == _signature(format_.width, format_.height, format_.rate)
        and facts.streams == 2
    )


@functools.cache
def _signature(width: int, height: int, rate: Fraction) -> str:
    """The headers that our encoder writes for this size and rate."""
    version = code_version(("media/ffmpeg.py",), ("imageio-ffmpeg",))
    place = kept("signatures", f"{width}x{height}-{rate.numerator}-{rate.denominator}-{version}")
    if place and place.is_file():
        return place.read_text("ascii")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reference.mp4"
        write_video(path, width, height, rate, [np.zeros((height, width, 3), np.uint8)])
        signature = probe(path).signature
    keep(place, lambda file: file.write_text(signature, "ascii"))
    return signature
