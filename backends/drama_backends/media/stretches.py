"""A video in stretches comes in, some of them kept from before; the others are coded, all joined.

A stretch is coded by a process of its own whatever lies beside it: what a coder has seen before
would show in its frames.
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from drama_backends.media.ffmpeg import Frame, clock, coding, timecoded, write_video
from drama_backends.media.footage import VideoFacts, copied
from drama_backends.media.kept import brought, keep, kept
from drama_compiler.contract import Format

KIND = "stretches"
TIMECODE = "00:00:00:00"
ENDING_MAX = 8
"""So many processes may be at their last frames while the next one gets its first."""

# Of our own files the headers say all: else ffmpeg decodes a picture of each, to be sure.
_HEADERS_ONLY = "codec_whitelist none"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Frames `[start, end)` of a video; under `name`, where there is one, it is kept.

    Beside its first frame those of `keyframes` are such, by their numbers in the video.
    """

    start: int
    end: int
    keyframes: tuple[int, ...] = ()
    name: str = ""


def write_stretches(
    path: Path,
    format_: Format,
    stretches: Sequence[Stretch],
    filmed: Callable[[Sequence[int]], Iterator[Frame]],
) -> int:
    """Write a picture, as `write_video` does, of stretches that tile it.

    `filmed` gives the frames of rising numbers: it is asked once, for all that is not kept, and
    never where everything is. A single stretch is written and not kept. Returns the number of
    frames; raises `MakeError`.
    """
    if len(stretches) == 1:
        (whole,) = stretches
        frames, size = filmed(range(whole.end)), (format_.width, format_.height)
        return write_video(path, *size, format_.rate, frames, keyframes=whole.keyframes)
    parts = {each: path.with_name(f"stretch{each.start}.mp4") for each in stretches}
    try:
        missing = {each: part for each, part in parts.items() if not brought(_place(each), part)}
        if missing:
            frames = filmed([at for each in missing for at in range(each.start, each.end)])
            _code(missing, format_, frames)
        return join(path, [Part(part) for part in parts.values()], format_.rate, TIMECODE).frames
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


class Part(NamedTuple):
    """Frames `[start, end)` of a video, in whole groups of pictures; without an end, all of it."""

    path: Path
    start: int = 0
    end: int | None = None


def join(
    path: Path, parts: Sequence[Part], rate: Fraction, timecode: str | None = None
) -> VideoFacts:
    """Write parts of videos, of one signature and `rate`, one after the other, as they are.

    Returns the facts of the whole.
    """
    listing = path.with_name("parts.ffconcat")
    try:
        source = opened(parts, listing, rate)
        options = ["-map_metadata", "-1", *timecoded(timecode), *clock(rate)]
        return copied(path, source, options)
    finally:
        listing.unlink(missing_ok=True)


def opened(parts: Sequence[Part], listing: Path, rate: Fraction) -> list[str]:
    """The options by which ffmpeg takes parts of videos for one; `listing` is left for it."""
    lines = ["ffconcat version 1.0", *(line for part in parts for line in _listed(part, rate))]
    listing.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [*f"-{_HEADERS_ONLY}".split(), "-f", "concat", "-safe", "0", "-i", str(listing)]


def _listed(part: Part, rate: Fraction) -> Iterator[str]:
    name = part.path.resolve().as_posix().replace("'", "'\\''")
    yield f"file '{name}'"
    yield f"option {_HEADERS_ONLY}"
    # No `duration`: with it, times are rounded to microseconds.
    if part.end is not None:
        # The microsecond after the first frame, or the group before it would be taken; the one
        # before the end, or the frame there would be.
        yield f"inpoint {math.ceil(part.start * 1_000_000 / rate)}us"
        yield f"outpoint {math.floor(part.end * 1_000_000 / rate)}us"


def _code(missing: Mapping[Stretch, Path], format_: Format, frames: Iterator[Frame]) -> None:
    """Code each stretch into its file, and keep it."""
    waiting = list(missing.items())
    while waiting:
        together, waiting = waiting[:ENDING_MAX], waiting[ENDING_MAX:]
        with ExitStack() as ending:
            for stretch, part in together:
                inside = [at - stretch.start for at in stretch.keyframes]
                coder = ending.enter_context(
                    coding(part, format_.width, format_.height, format_.rate, keyframes=inside)
                )
                for frame in islice(frames, stretch.end - stretch.start):
                    coder.put(frame)
                coder.end()
        for stretch, part in together:
            keep(_place(stretch), partial(shutil.copyfile, part))


def _place(stretch: Stretch) -> Path | None:
    return kept(KIND, f"{stretch.name}.mp4") if stretch.name else None
