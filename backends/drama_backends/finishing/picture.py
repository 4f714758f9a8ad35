"""A clip goes in, the shot's picture comes out: the film's size and rate, clean, silent, handled.

A clip that is so already is its own picture, byte for byte. Any other is conformed.
"""

from __future__ import annotations

import functools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from drama_backends.finishing.segment import only, told
from drama_backends.media.ffmpeg import Frame, VideoFacts, probe, read_video, write_video
from drama_compiler.contract import Format, Json, MakeError, Media, Output, briefs, timings

# A picture of nearly the film's shape is cut to it; any other is shown whole, between bars.
CROP_MAX = 0.12


def make(
    job: Json, inputs: Mapping[str, Media], folder: Path, progress: Callable[[float], None]
) -> Output:
    """Conform a clip to the film; raises `MakeError` where there is nothing to conform."""
    brief = briefs.PictureBrief.model_validate(job["brief"])
    timing = timings.PictureTiming.model_validate(job["timing"])
    clip = only(inputs, job)
    facts = probe(clip.path)
    frames = timing.head_frames + timing.body_frames + timing.tail_frames
    # The clip's handle may be longer than this picture's, where several shots share a clip.
    head = int(clip.facts.get("head_frames", 0))
    start = head - timing.head_frames
    path = folder / f"{brief.base}.mp4"
    measured = {
        "frames": frames,
        "head_frames": timing.head_frames,
        "body_frames": timing.body_frames,
        "rate": str(brief.format.rate),
    }
    if (start, frames) == (0, facts.frames) and _is_conform(clip.path, facts, brief.format):
        _link(clip.path, path)
        return Output(job["name"], path, "video/mp4", measured)
    have = int(facts.seconds * brief.format.rate)
    if have < 1:
        raise MakeError(f"{clip.path.name} is shorter than a frame.")
    cuts = (timing.head_frames, timing.head_frames + timing.body_frames)
    conformed = told(_conformed(clip.path, facts, brief.format, start, frames), frames, progress)
    size = brief.format
    write_video(path, size.width, size.height, size.rate, conformed, keyframes=cuts)
    held = max(0, -start) + max(0, start + frames - have)
    if held and start + timing.head_frames + timing.body_frames > have:
        short = start + timing.head_frames + timing.body_frames - have
        measured["warning"] = f"The clip is {short} frames too short; its last frame is held."
    return Output(job["name"], path, "video/mp4", measured)


def _is_conform(path: Path, facts: VideoFacts, format_: Format) -> bool:
    """Whether the file is as this program's own writer would have written it."""
    return (
        (facts.width, facts.height, facts.rate) == (format_.width, format_.height, format_.rate)
        and facts.constant_rate
        and facts.signature == _signature(format_.width, format_.height, format_.rate)
        and facts.streams == 2
    )


@functools.cache
def _signature(width: int, height: int, rate: Fraction) -> str:
    """The headers that our encoder writes for this size and rate."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reference.mp4"
        write_video(path, width, height, rate, [np.zeros((height, width, 3), np.uint8)])
        return probe(path).signature


def _link(source: Path, path: Path) -> None:
    try:
        os.link(source, path)
    except OSError:
        shutil.copyfile(source, path)


def _conformed(
    path: Path, facts: VideoFacts, format_: Format, start: int, count: int
) -> Iterator[Frame]:
    """`count` frames from the film's frame `start` of the clip on; its ends are held."""
    have = int(facts.seconds * format_.rate)
    wanted = [min(max(index, 0), have - 1) for index in range(start, start + count)]
    same_rate = facts.constant_rate and facts.rate == format_.rate
    source = _own_rate(path, facts, wanted) if same_rate else _other_rate(path, format_, wanted)
    for frame in source:
        yield _fitted(frame, format_.width, format_.height)


def _own_rate(path: Path, facts: VideoFacts, wanted: list[int]) -> Iterator[Frame]:
    first, last = wanted[0], min(wanted[-1], facts.frames - 1)
    at = first - 1
    frame: Frame | None = None
    frames = read_video(path, first, last - first + 1, facts)
    for index in wanted:
        while at < min(index, last):
            frame = next(frames)
            at += 1
        assert frame is not None
        yield frame


def _other_rate(path: Path, format_: Format, wanted: list[int]) -> Iterator[Frame]:
    from moviepy import VideoFileClip

    clip = VideoFileClip(str(path), audio=False)
    try:
        for index in wanted:
            # The middle of the film's frame decides which of the clip's frames is seen.
            time = float((index + Fraction(1, 2)) / format_.rate)
            frame = clip.get_frame(min(time, max(0.0, clip.duration - 0.5 / clip.fps)))
            yield np.ascontiguousarray(frame[:, :, ::-1])
    finally:
        clip.close()


def _fitted(frame: Frame, width: int, height: int) -> Frame:
    """The frame scaled into the size: cut where little is lost, else whole between black bars."""
    have_height, have_width = frame.shape[:2]
    if (have_width, have_height) == (width, height):
        return frame
    filling = max(width / have_width, height / have_height)
    fitting = min(width / have_width, height / have_height)
    scale = filling if 1 - fitting / filling <= CROP_MAX else fitting
    size = (max(1, round(have_width * scale)), max(1, round(have_height * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    scaled = np.asarray(cv2.resize(frame, size, interpolation=method), np.uint8)
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    cut = scaled[max(0, top) : max(0, top) + height, max(0, left) : max(0, left) + width]
    canvas = np.zeros((height, width, 3), np.uint8)
    y, x = (height - cut.shape[0]) // 2, (width - cut.shape[1]) // 2
    canvas[y : y + cut.shape[0], x : x + cut.shape[1]] = cut
    return canvas
