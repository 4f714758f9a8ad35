"""ffmpeg as a process: frames go in and a video comes out, or bytes go in and bytes come out.

The binary is the one that imageio-ffmpeg carries. It is GPL and so stays out of our process.
"""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import IO, Any, Literal

import numpy as np
from numpy.typing import NDArray

from drama_backends.media.planar import Planes
from drama_compiler.contract import MakeError

Frame = NDArray[np.uint8]
Quality = Literal["picture", "segment"]

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

THREADS: dict[Quality, str] = {"picture": "1", "segment": "2"}
"""A picture is drawn on one core while it is coded on another; a segment has nothing beside it.

Given by number: x264 writes other bytes with other threads, whatever the machine has.
"""

TAGS = "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"


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
        *("-color_range", "tv", "-fps_mode", "passthrough", "-threads", THREADS[quality]),
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


def run(arguments: Sequence[str]) -> str:
    """Run ffmpeg to its end and return what it printed; raises `MakeError` when it fails."""
    with _process(arguments, stdout=True) as (_, reader):
        text: bytes = reader.read()
    return text.decode("utf-8", "replace")


def filtered(arguments: Sequence[str], data: bytes) -> bytes:
    """Give ffmpeg all of `pipe:0` and return all of `pipe:1`; raises `MakeError` when it fails."""
    done = subprocess.run(_command(arguments), input=data, capture_output=True, check=False)
    if done.returncode:
        raise _failed(done.stderr)
    return done.stdout


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
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            _command(arguments),
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
            raise _failed(errors.read())


def _command(arguments: Sequence[str]) -> list[str]:
    command = [executable(), "-hide_banner", "-nostdin", "-loglevel", "error", "-y"]
    # Before the output's name, the last argument: no dates, no versions, in any file.
    exact = ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"]
    return [*command, *arguments[:-1], *exact, arguments[-1]]


def _failed(told: bytes) -> MakeError:
    lines = told.decode("utf-8", "replace").strip().splitlines()
    return MakeError("\n".join(["ffmpeg failed:", *lines[-STDERR_LINES:]]))
