"""A video comes in; what its packets tell, a copy of it, or its frames come out."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import numpy as np

from drama_backends.media.ffmpeg import Frame, decoding
from drama_compiler.contract import MakeError

COPY = ("-c", "copy")

# The framecrc form prints the exact time of every packet; there is no ffprobe at hand.
PACKETS = (*COPY, "-f", "framecrc", "pipe:1")

# libswscale converts with BT.601 unless it is told.
FROM_BT709 = (
    "scale=in_color_matrix=bt709:in_range=tv:out_range=pc"
    ":flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp+bitexact,format=bgr24"
)


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """What is measured on a video's packets: `keyframes` are frame numbers, from 0.

    `rate` is exact where every frame lasts equally long (`constant_rate`), else the mean.
    `seconds` is the time from the first frame's start to the last one's end. `signature` stands
    for the stream's headers: videos of an equal one can be joined by copying. `streams` counts
    all streams of the file, sound and timecode among them; the first sound ends after
    `sound_seconds`, 0 where there is none.
    """

    width: int
    height: int
    rate: Fraction
    frames: int
    keyframes: tuple[int, ...]
    constant_rate: bool
    seconds: Fraction
    signature: str
    streams: int
    sound_seconds: Fraction


def probe(path: Path) -> VideoFacts:
    """Measure the first video stream of a file, from its packets; nothing is decoded."""
    if not path.is_file():
        raise MakeError(f"{path} is not there.")
    streams = ("-map", "0:v:0?", "-map", "0:a?", "-map", "0:d?", "-map", "0:s?")
    return _measured(path.name, ["-i", str(path), *streams, "-ignore_unknown", *PACKETS])


def copied(
    path: Path,
    source: Sequence[str],
    options: Sequence[str],
    streams: Sequence[str] = ("-map", "0:v:0"),
) -> VideoFacts:
    """Copy `streams` of what `source` opens into a file, and measure them on the way."""
    return _measured(path.name, [*source, *streams, *PACKETS, *streams, *COPY, *options, str(path)])


def _measured(name: str, arguments: Sequence[str]) -> VideoFacts:
    packets = _packets(arguments)
    if not packets.rows:
        raise MakeError(f"{name} has no picture.")
    rows = sorted(packets.rows)
    times = [row[0] for row in rows]
    steps = Counter(later - earlier for earlier, later in itertools.pairwise(times))
    if not steps:
        steps[rows[-1][1]] = 1
    span = times[-1] - times[0] + (rows[-1][1] or steps.most_common(1)[0][0])
    if span <= 0:
        raise MakeError(f"{name} says nothing of how long its frames last.")
    step = next(iter(steps)) if len(steps) == 1 else Fraction(span, len(rows))
    return VideoFacts(
        width=packets.width,
        height=packets.height,
        rate=1 / (step * packets.time_base),
        frames=len(rows),
        keyframes=tuple(index for index, row in enumerate(rows) if row[2]),
        constant_rate=len(steps) == 1,
        seconds=span * packets.time_base,
        signature=packets.signature,
        streams=packets.streams,
        sound_seconds=packets.sound_seconds,
    )


def sound_seconds(path: Path) -> Fraction:
    """How long the first sound stream lasts, by its packets, as an edit list leaves them."""
    return _packets(["-i", str(path), "-map", "0:a:0", *PACKETS]).sound_seconds


def read_video(
    path: Path, start_frame: int, frames: int, facts: VideoFacts | None = None
) -> Iterator[Frame]:
    """Yield `frames` frames of shape (height, width, 3) BGR, from `start_frame` (0 the first) on.

    For videos of a constant rate; `facts` of `probe` spare measuring them again. The frames
    cannot be written to. Raises `MakeError` when the video holds fewer.
    """
    facts = facts or probe(path)
    if start_frame < 0 or start_frame + frames > facts.frames:
        raise MakeError(
            f"{path.name} holds {facts.frames} frames; "
            f"{start_frame} to {start_frame + frames} were asked for."
        )
    return _decoded(path, facts, start_frame, frames)


def _decoded(path: Path, facts: VideoFacts, start_frame: int, frames: int) -> Iterator[Frame]:
    # Half a frame early: no rounding of the time can then reach a neighbour.
    seek = max(Fraction(0), (start_frame - Fraction(1, 2)) / facts.rate)
    arguments = [
        *("-threads", "1", "-ss", f"{float(seek):.6f}", "-i", str(path), "-map", "0:v:0"),
        *("-frames:v", str(frames), "-vf", FROM_BT709, "-fps_mode", "passthrough"),
        *("-f", "rawvideo", "pipe:1"),
    ]
    size = facts.width * facts.height * 3
    with decoding(arguments) as reader:
        for index in range(frames):
            data = reader.read(size)
            if len(data) != size:
                raise MakeError(f"Frame {start_frame + index} of {path.name} cannot be read.")
            yield np.frombuffer(data, np.uint8).reshape(facts.height, facts.width, 3)


@dataclass(slots=True)
class _Packets:
    """Rows of (time, duration, is a keyframe), in units of `time_base`, in decoding order.

    They are of the first stream; of the first sound only where it ends is known.
    """

    width: int = 0
    height: int = 0
    time_base: Fraction = Fraction(1)
    rows: list[tuple[int, int, bool]] = field(default_factory=list)
    signature: str = ""
    streams: int = 0
    sound_seconds: Fraction = Fraction(0)


def _packets(arguments: Sequence[str]) -> _Packets:
    found = _Packets()
    bases: dict[str, Fraction] = {}
    sound, sound_ticks = "", 0
    with decoding(arguments) as reader:
        for raw in reader:
            line = raw.decode("ascii", "replace").strip()
            if not line.startswith("#"):
                stream, _, time, duration, *rest = line.split(",")
                if stream == "0":
                    # Flags are printed only where they are not just "keyframe".
                    flags = next((each.strip() for each in rest[2:] if "F=" in each), "F=0x1")
                    key = bool(int(flags[2:], 16) & 1)
                    found.rows.append((int(time), int(duration), key))
                if stream == sound:
                    sound_ticks = max(sound_ticks, int(time) + int(duration))
                continue
            what, _, value = line[1:].partition(": ")
            what, _, stream = what.partition(" ")
            match what, stream:
                case "tb", _:
                    bases[stream] = Fraction(value)
                case "media_type", _:
                    found.streams += 1
                    sound = sound or (stream if value == "audio" else "")
                case "dimensions", "0":
                    found.width, found.height = (int(each) for each in value.split("x"))
                case "extradata", "0":
                    found.signature = value.strip()
    found.time_base = bases.get("0", found.time_base)
    found.sound_seconds = sound_ticks * bases.get(sound, Fraction(0))
    return found
