"""A small post house for tests: numbered clips go in, every job of `Finishing` can be made."""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from drama_backends.finishing import Finishing
from drama_backends.media.audio import write_wav
from drama_backends.media.ffmpeg import executable, write_video
from drama_compiler.contract import Format, Job, JobKind, Media, Output, briefs, timings

WIDTH, HEIGHT = 96, 54
BITS = 12
GROUND = (40, 90, 160)


class House:
    """Makes footage, sounds and jobs in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.backend = Finishing()
        self._made = 0

    def numbered(
        self, start: int, count: int, size: tuple[int, int] = (WIDTH, HEIGHT)
    ) -> Iterator[NDArray[np.uint8]]:
        """Frames with their number as white and black bars in the upper half."""
        width, height = size
        for number in range(start, start + count):
            frame = np.full((height, width, 3), GROUND, np.uint8)
            for bit in range(BITS):
                left, right = bit * width // BITS, (bit + 1) * width // BITS
                frame[height // 6 : height // 2, left:right] = 255 if number >> bit & 1 else 0
            yield frame

    def number(self, frame: NDArray[np.uint8]) -> int:
        """The number that the bars of a frame show."""
        height, width = frame.shape[:2]
        places = [(2 * bit + 1) * width // (2 * BITS) for bit in range(BITS)]
        return sum(int(frame[height // 3, x, 1] > 128) << bit for bit, x in enumerate(places))

    def clip(
        self, count: int, *, head_frames: int = 0, rate: Fraction = Fraction(24), **more: Any
    ) -> Media:
        """A clip in the house's own coding."""
        path = self._path("clip.mp4")
        write_video(path, WIDTH, HEIGHT, rate, self.numbered(0, count), **more)
        facts = {"frames": count, "head_frames": head_frames, "rate": str(rate)}
        return Media(digest(path), path, "video/mp4", facts)

    def filmed(self, color: tuple[int, int, int], count: int, **more: Any) -> Media:
        """A clip of one colour (BGR)."""
        path = self._path("clip.mp4")
        frame = np.full((HEIGHT, WIDTH, 3), color, np.uint8)
        write_video(path, WIDTH, HEIGHT, Fraction(24), [frame] * count, **more)
        return Media(digest(path), path, "video/mp4", {"frames": count, "head_frames": 0})

    def sound(self, samples: NDArray[Any], **facts: Any) -> Media:
        """A sound as WAV."""
        path = self._path("sound.wav")
        write_wav(path, samples.astype(np.float32))
        return Media(digest(path), path, "audio/wav", facts)

    def make(
        self, kind: str, brief: Any, timing: Any, inputs: Mapping[str, Media], name: str = "x"
    ) -> Output:
        """Make one job by way of its request, as the compiler does."""
        job = Job(f"{kind}/{name}", JobKind(kind), brief, timing, tuple(inputs))
        self._made += 1
        folder = self.folder / f"job{self._made}"
        folder.mkdir()
        (output,) = self.backend.make(self.backend.lower([job]), inputs, folder, lambda _: None)
        assert output.job == job.name
        return output

    def media(self, output: Output) -> Media:
        """An output as the input of another job."""
        return Media(digest(output.path), output.path, output.type, output.facts)

    def segment(self, picture: Media, start: int, frames: int, **more: Any) -> Output:
        """A segment of a picture; `texts` as (role, text, start, end)."""
        texts = more.pop("texts", ())
        rate = more.pop("rate", Fraction(24))
        brief = briefs.SegmentBrief(
            shot="s",
            format=form(rate),
            texts=tuple(briefs.TextBrief(role=text[0], text=text[1]) for text in texts),
        )
        times = tuple(timings.TextAt(start_frame=text[2], end_frame=text[3]) for text in texts)
        timing = timings.SegmentTiming(start_frame=start, frames=frames, texts=times, **more)
        return self.make("segment", brief, timing, {"picture/s": picture})

    def transition(self, kind: str, one: Media, other: Media, timing: Any) -> Output:
        """Two pictures mixed."""
        brief = briefs.TransitionBrief(kind=kind, format=form())  # type: ignore[arg-type]
        return self.make("transition", brief, timing, {"picture/a": one, "picture/b": other})

    def ebur128(self, path: Path) -> tuple[float, float]:
        """Integrated loudness and true peak as ffmpeg measures them."""
        command = [executable(), "-nostats", "-i", str(path)]
        command += ["-af", "ebur128=peak=true", "-f", "null", "-"]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stderr
        loudness = re.findall(r"I:\s+(\S+) LUFS", text)[-1]
        return float(loudness), float(re.findall(r"Peak:\s+(\S+) dBFS", text)[-1])

    def _path(self, name: str) -> Path:
        self._made += 1
        return self.folder / f"{self._made}-{name}"


def form(rate: Fraction = Fraction(24)) -> Format:
    """The format of all footage here."""
    return Format(width=WIDTH, height=HEIGHT, rate=rate)


def digest(path: Path) -> str:
    """The digest of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A post house in a folder of its own."""
    return House(tmp_path)
