"""A clip of any size and rate goes in; frames of the film's size and rate come out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from drama_backends.media.ffmpeg import Frame, run
from drama_backends.media.footage import VideoFacts, read_video
from drama_compiler.contract import Format

# A picture of nearly the film's shape is cut to it; any other is shown whole, between bars.
CROP_MAX = 0.12


def conformed(
    path: Path, facts: VideoFacts, format_: Format, wanted: Sequence[int]
) -> Iterator[Frame]:
    """The `wanted` frames of a clip, counted at the film's rate and in no falling order."""
    same_rate = facts.constant_rate and facts.rate == format_.rate
    source = _own_rate(path, facts, wanted) if same_rate else _other_rate(path, format_, wanted)
    for frame in source:
        yield _fitted(frame, format_.width, format_.height)


def length_frames(facts: VideoFacts, rate: Fraction) -> int:
    """How many whole frames of the film a clip holds."""
    return int(facts.seconds * rate)


def _own_rate(path: Path, facts: VideoFacts, wanted: Sequence[int]) -> Iterator[Frame]:
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


def _other_rate(path: Path, format_: Format, wanted: Sequence[int]) -> Iterator[Frame]:
    from moviepy import VideoFileClip

    with tempfile.TemporaryDirectory() as folder:
        # moviepy 2.2 fails on the timecode tracks that cameras write: it is given the picture.
        alone = Path(folder) / path.name
        run(["-i", str(path), "-map", "0:v:0", "-c", "copy", "-write_tmcd", "0", str(alone)])
        clip = VideoFileClip(str(alone), audio=False)
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
