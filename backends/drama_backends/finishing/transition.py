"""Two neighbouring pictures go in, the frames in which both are seen come out, mixed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from drama_backends.finishing.lettering import Layer, letter
from drama_backends.finishing.segment import told
from drama_backends.media.ffmpeg import Frame, write_video
from drama_backends.media.footage import read_video
from drama_compiler.contract import (
    Json,
    MakeError,
    Media,
    Output,
    TransitionKind,
    briefs,
    timings,
)

# The edge of a wipe is this share of the frame's width soft.
WIPE_SOFTNESS = 0.06

DIPS = {
    TransitionKind.FADE_IN: 0,
    TransitionKind.FADE_OUT: 0,
    TransitionKind.CUT_TO_BLACK: 0,
    TransitionKind.FADE_TO_WHITE: 255,
}


def make(
    job: Json, inputs: Mapping[str, Media], folder: Path, progress: Callable[[float], None]
) -> Output:
    """Mix the end of the first input with the start of the second."""
    brief = briefs.TransitionBrief.model_validate(job["brief"])
    timing = timings.TransitionTiming.model_validate(job["timing"])
    missing = [name for name in job["inputs"] if name not in inputs]
    if missing or len(job["inputs"]) != 2:
        raise MakeError(f"{job['name']} mixes two pictures; there is no {', '.join(missing)}.")
    earlier, later = (inputs[name].path for name in job["inputs"])
    size = brief.format
    layers = letter(brief.texts, timing.texts, size.width, size.height)
    frames = _burnt(_mixed(earlier, later, brief, timing), layers, timing.frames)
    path = folder / "transition.mp4"
    write_video(
        path,
        size.width,
        size.height,
        size.rate,
        told(frames, timing.frames, progress),
        timecode=None,
        quality="segment",
    )
    return Output(job["name"], path, "video/mp4", {"frames": timing.frames})


def mix(kind: TransitionKind, earlier: Frame, later: Frame, share: float) -> Frame:
    """One frame of a transition; `share` is how far it has come, 0 to 1."""
    if kind is TransitionKind.DISSOLVE:
        return np.asarray(cv2.addWeighted(earlier, 1 - share, later, share, 0), np.uint8)
    if kind is TransitionKind.WIPE:
        return _wiped(earlier, later, share)
    if kind in DIPS:
        seen = earlier if share < 0.5 else later
        blank = np.full_like(seen, DIPS[kind])
        strength = abs(2 * share - 1)
        return np.asarray(cv2.addWeighted(seen, strength, blank, 1 - strength, 0), np.uint8)
    return earlier if share < 0.5 else later


def _mixed(
    earlier: Path, later: Path, brief: briefs.TransitionBrief, timing: timings.TransitionTiming
) -> Iterator[Frame]:
    from moviepy import VideoClip

    outgoing = read_video(earlier, timing.from_start_frame, timing.frames)
    incoming = read_video(later, timing.to_start_frame, timing.frames)
    pairs = zip(outgoing, incoming, strict=True)
    count = timing.frames
    rate = float(brief.format.rate)
    latest: tuple[int, Frame] | None = None

    def frame_function(time: float) -> NDArray[np.uint8]:
        nonlocal latest
        index = round(time * rate)
        # The clip asks for its first frame twice: once to learn its size.
        if latest is None or latest[0] != index:
            one, other = next(pairs)
            # In the middle of each frame: the mix is then the same from both ends.
            latest = index, mix(brief.kind, one, other, (index + 0.5) / count)
        return latest[1]

    clip = VideoClip(frame_function, duration=count / rate)
    for index in range(count):
        yield clip.get_frame(index / rate)


def _wiped(earlier: Frame, later: Frame, share: float) -> Frame:
    """The later picture comes in from the left behind a soft edge."""
    width = earlier.shape[1]
    places = (np.arange(width) + 0.5) / width
    edge = share * (1 + WIPE_SOFTNESS) - WIPE_SOFTNESS / 2
    weights = np.clip((edge - places) / WIPE_SOFTNESS + 0.5, 0, 1)[np.newaxis, :, np.newaxis]
    mixed = earlier * (1 - weights) + later * weights
    return np.asarray(np.rint(mixed), np.uint8)


def _burnt(frames: Iterable[Frame], layers: list[Layer], count: int) -> Iterator[Frame]:
    """The frames with every layer laid over at its strength."""
    for index, frame in enumerate(frames):
        shown = [(layer, layer.strength(index, count)) for layer in layers]
        shown = [(layer, strength) for layer, strength in shown if strength > 0]
        if shown:
            frame = frame.copy()
            for layer, strength in shown:
                _lay(frame, layer, strength)
        yield frame


def _lay(frame: Frame, layer: Layer, strength: float) -> None:
    height, width = layer.pixels.shape[:2]
    under = frame[layer.y : layer.y + height, layer.x : layer.x + width]
    pixels = layer.pixels
    if strength < 1:
        pixels = np.asarray(cv2.convertScaleAbs(pixels, alpha=strength), np.uint8)
    inverse = cv2.merge([255 - pixels[:, :, 3]] * 3)
    shaded = cv2.multiply(under, inverse, scale=1 / 255)
    under[:] = cv2.add(shaded, np.ascontiguousarray(pixels[:, :, :3]))
