"""ffmpeg as a process: frames go in and a video comes out, or a video goes in and frames come out.

The binary is the one that imageio-ffmpeg carries. It is GPL and so stays out of our process.
"""

from __future__ import annotations

import contextlib
import itertools
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import IO, Any, Literal

import numpy as np
from numpy.typing import NDArray

from drama_backends.media.planar import Planes
from drama_compiler.contract import MakeError

Frame = NDArray[np.uint8]
Quality = Literal["picture", "segment"]

# The framecrc form prints the exact time of every packet; there is no ffprobe at hand.
PACKETS = ("-c", "copy", "-f", "framecrc", "pipe:1")

KEYFRAME_SECONDS_MAX = 2
STDERR_LINES = 6
PIPE_BYTES = 1 << 20
"""What Linux lets anybody ask for."""

# One preset for all: the stream's headers must be equal, or parts cannot be joined by copying.
# No B-frames: a part then has no delay between decoding and showing, whatever its length, no
# edit list that an editing program could overlook, and coding takes a third less time.
PRESET = "veryfast"
CRF: dict[Quality, int] = {"picture": 17, "segment": 19}
# Motion is searched less far than the preset would, for a third of the time and a sixth more bytes:
# what moves here moves slowly and evenly.
X264 = "stitchable=1:open-gop=0:scenecut=0:force-cfr=1:subme=1:me=dia:partitions=i8x8,i4x4"

TAGS = "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"
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
    all streams of the file, sound and timecode among them.
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


def write_video(
    path: Path,
    width: int,
    height: int,
    rate: Fraction,
    frames: Iterable[Frame],
    *,
    keyframes: Sequence[int] = (),
    timecode: str | None = "00:00:00:00",
    quality: Quality = "picture",
) -> int:
    """Write frames of shape (height, width, 3) BGR or (height, width, 4) BGRA as H.264 in MP4.

    8 bits a channel, sRGB values; alpha is ignored. High profile, yuv420p, BT.709 converted and
    tagged, closed groups of pictures. A keyframe stands at 0, at every frame of `keyframes` and
    at least every two seconds. The same frames give the same bytes, and files of one size and
    rate join by stream copy. `timecode` is the start of a tmcd track (`HH:MM:SS:FF`), None for
    no such track. Returns the number of frames; raises `MakeError`, and leaves no file then.
    """
    source = iter(frames)
    first = next(source, None)
    if first is None:
        raise MakeError(f"There is no frame to write into {path.name}.")
    coding_it = coding(
        path, width, height, rate, keyframes=keyframes, timecode=timecode, quality=quality
    )
    with coding_it as coder:
        coder.put(first)
        for frame in source:
            coder.put(frame)
    return coder.frames


class Coder:
    """Takes the frames of one video, all of one shape; `frames` counts them."""

    def __init__(self, pipe: IO[bytes], width: int, height: int, name: str) -> None:
        self.frames = 0
        self._pipe, self._name = pipe, name
        self._shape: tuple[int, ...] = (height, width)
        self._planes = Planes(width, height)

    def put(self, frame: Frame) -> None:
        """One more frame; raises `MakeError` where it is not as those before it."""
        if not self.frames:
            self._shape = (*self._shape, 4 if frame.shape[2] == 4 else 3)
        if frame.shape != self._shape or frame.dtype != np.uint8:
            raise MakeError(
                f"Frame {self.frames} of {self._name} is {frame.dtype} {frame.shape}, "
                f"not uint8 {self._shape}."
            )
        self._pipe.write(self._planes.fill(frame).data)
        self.frames += 1

    def end(self) -> None:
        """No more frames come: the last ones are coded while the caller goes on."""
        self._pipe.close()


@contextlib.contextmanager
def coding(
    path: Path,
    width: int,
    height: int,
    rate: Fraction,
    *,
    keyframes: Sequence[int] = (),
    timecode: str | None = None,
    quality: Quality = "picture",
) -> Iterator[Coder]:
    """Write a video frame by frame, as `write_video` does; it is whole when the block is left."""
    if width % 2 or height % 2:
        raise MakeError(f"A video needs an even width and height, not {width}x{height}.")
    arguments = [
        *("-f", "rawvideo", "-pix_fmt", "yuv420p"),
        *("-video_size", f"{width}x{height}", "-framerate", str(rate), "-i", "pipe:0"),
        *("-vf", TAGS, *encoder(rate, quality, keyframes), *timecoded(timecode), str(path)),
    ]
    try:
        with _process(arguments, stdin=True) as (writer, _):
            yield Coder(writer, width, height, path.name)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def encoder(rate: Fraction, quality: Quality, keyframes: Sequence[int] = ()) -> list[str]:
    """The output options that every video of a film shares, so that parts can be joined."""
    interval = max(1, round(rate * KEYFRAME_SECONDS_MAX))
    options = [
        *("-c:v", "libx264", "-preset", PRESET, "-crf", str(CRF[quality]), "-bf", "0"),
        *("-profile:v", "high", "-g", str(interval), "-x264-params", X264, "-forced-idr", "1"),
        *("-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709"),
        *("-color_range", "tv", "-fps_mode", "passthrough", "-threads", "1"),
        *clock(rate),
    ]
    wanted = sorted({frame for frame in keyframes if frame > 0})
    if wanted:
        # As an expression on the frame's number: times would be rounded.
        tests = "+".join(f"eq(n,{frame})" for frame in wanted)
        options += ["-force_key_frames", f"expr:{tests}"]
    return options


def clock(rate: Fraction) -> list[str]:
    """The output options by which no time of a film at `rate` is rounded.

    The movie's own scale counts too: it is that of edit lists, from which joining takes lengths.
    """
    scale = str(timescale(rate))
    return ["-video_track_timescale", scale, "-movie_timescale", scale]


def timescale(rate: Fraction) -> int:
    """Ticks a second of a video track in which every frame of `rate` lasts a whole number."""
    return rate.numerator if rate.numerator >= 10_000 else rate.numerator * 1000


def timecoded(start: str | None) -> tuple[str, str]:
    """The output options for a tmcd track from `start` on, or for none."""
    return ("-timecode", start) if start else ("-write_tmcd", "0")


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


def probe(path: Path) -> VideoFacts:
    """Measure the first video stream of a file, from its packets; nothing is decoded."""
    if not path.is_file():
        raise MakeError(f"{path} is not there.")
    streams = ("-map", "0:v:0?", "-map", "0:a?", "-map", "0:d?", "-map", "0:s?")
    return _measured(path.name, ["-i", str(path), *streams, "-ignore_unknown", *PACKETS])


def copied(path: Path, source: Sequence[str], options: Sequence[str]) -> VideoFacts:
    """Copy the first video that `source` opens into a file, and measure it on the way."""
    stream = ("-map", "0:v:0")
    written = (*stream, "-c", "copy", "-map_metadata", "-1", *options, str(path))
    return _measured(path.name, [*source, *stream, *PACKETS, *written])


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
    )


def sound_seconds(path: Path) -> Fraction:
    """How long the first sound stream lasts, by its packets, as an edit list leaves them."""
    arguments = ["-i", str(path), "-map", "0:a:0", *PACKETS]
    time_base, ticks = Fraction(1), 0
    with _process(arguments, stdout=True) as (_, reader):
        for raw in reader:
            line = raw.decode("ascii", "replace")
            if line.startswith("#tb 0:"):
                time_base = Fraction(line.split(":")[1].strip())
            elif line.startswith("0,"):
                cells = line.split(",")
                ticks = max(ticks, int(cells[2]) + int(cells[3]))
    return ticks * time_base


def run(arguments: Sequence[str]) -> str:
    """Run ffmpeg to its end and return what it printed; raises `MakeError` when it fails."""
    with _process(arguments, stdout=True) as (_, reader):
        text: bytes = reader.read()
    return text.decode("utf-8", "replace")


@contextlib.contextmanager
def decoding(arguments: Sequence[str]) -> Iterator[IO[bytes]]:
    """Run ffmpeg and read what it writes to `pipe:1`; the process ends with the block."""
    with _process(arguments, stdout=True) as (_, reader):
        yield reader


@contextlib.contextmanager
def encoding(arguments: Sequence[str]) -> Iterator[IO[bytes]]:
    """Run ffmpeg and write what it reads from `pipe:0`; done when the block is left."""
    with _process(arguments, stdin=True) as (writer, _):
        yield writer


def executable() -> str:
    """The path of the ffmpeg binary."""
    import imageio_ffmpeg

    return str(imageio_ffmpeg.get_ffmpeg_exe())


def _decoded(path: Path, facts: VideoFacts, start_frame: int, frames: int) -> Iterator[Frame]:
    # Half a frame early: no rounding of the time can then reach a neighbour.
    seek = max(Fraction(0), (start_frame - Fraction(1, 2)) / facts.rate)
    arguments = [
        *("-threads", "1", "-ss", f"{float(seek):.6f}", "-i", str(path), "-map", "0:v:0"),
        *("-frames:v", str(frames), "-vf", FROM_BT709, "-fps_mode", "passthrough"),
        *("-f", "rawvideo", "pipe:1"),
    ]
    size = facts.width * facts.height * 3
    with _process(arguments, stdout=True) as (_, reader):
        for index in range(frames):
            data = reader.read(size)
            if len(data) != size:
                raise MakeError(f"Frame {start_frame + index} of {path.name} cannot be read.")
            yield np.frombuffer(data, np.uint8).reshape(facts.height, facts.width, 3)


@dataclass(slots=True)
class _Packets:
    """Rows of (time, duration, is a keyframe), in units of `time_base`, in decoding order."""

    width: int
    height: int
    time_base: Fraction
    rows: list[tuple[int, int, bool]]
    signature: str = ""
    streams: int = 0


def _packets(arguments: Sequence[str]) -> _Packets:
    found = _Packets(0, 0, Fraction(1), [])
    with _process(arguments, stdout=True) as (_, reader):
        for raw in reader:
            line = raw.decode("ascii", "replace").strip()
            if line.startswith("#tb 0:"):
                found.time_base = Fraction(line.split(":")[1].strip())
            elif line.startswith("#dimensions 0:"):
                width, _, height = line.split(":")[1].strip().partition("x")
                found.width, found.height = int(width), int(height)
            elif line.startswith("#extradata 0:"):
                found.signature = line.split(":")[1].strip()
            elif line.startswith("#media_type"):
                found.streams += 1
            elif line.startswith("0,"):
                cells = [cell.strip() for cell in line.split(",")]
                # Flags are printed only where they are not just "keyframe".
                flags = next((cell for cell in cells[6:] if cell.startswith("F=")), "F=0x1")
                key = bool(int(flags[2:], 16) & 1)
                found.rows.append((int(cells[2]), int(cells[3]), key))
    return found


def _widen(pipe: IO[bytes] | None) -> None:
    """Have a pipe hold most of a frame, where the system lets it: a tenth of the waiting."""
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import fcntl

        if pipe:
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, PIPE_BYTES)


@contextlib.contextmanager
def _process(
    arguments: Sequence[str], *, stdin: bool = False, stdout: bool = False
) -> Iterator[tuple[Any, Any]]:
    """Start ffmpeg; on leaving, close its pipes, wait for it, and raise if it failed.

    A block left by an exception (a consumer that stops early among them) kills it.
    """
    command = [executable(), "-hide_banner", "-nostdin", "-loglevel", "error", "-y"]
    # Before the output's name, the last argument: no dates, no versions, in any file.
    exact = ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"]
    command += [*arguments[:-1], *exact, arguments[-1]]
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE if stdout else subprocess.DEVNULL,
            stderr=errors,
        )
        for pipe in (process.stdin, process.stdout):
            _widen(pipe)
        try:
            yield process.stdin, process.stdout
            if process.stdin:
                process.stdin.close()
            code = process.wait()
        except BrokenPipeError:
            code = process.wait() or 1
        except BaseException:
            process.kill()
            raise
        finally:
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    with contextlib.suppress(OSError):
                        pipe.close()
            process.wait()
        if code:
            errors.seek(0)
            lines = errors.read().decode("utf-8", "replace").strip().splitlines()
            raise MakeError("\n".join(["ffmpeg failed:", *lines[-STDERR_LINES:]]))
