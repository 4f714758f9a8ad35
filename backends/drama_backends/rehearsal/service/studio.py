"""A call comes in; the file that it paid for comes out: real media, cheap, and always the same.

Pictures show what they were asked for: a colour by the call, its label, the reference images that
it was given, and in a clip a marker that crosses the frame once while it lasts.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from drama_backends.media.audio import read_sound, write_wav
from drama_backends.media.ffmpeg import write_video
from drama_backends.media.footage import probe, read_video
from drama_backends.rehearsal.models import model_for
from drama_backends.rehearsal.service.desk import voice_of
from drama_backends.rehearsal.service.ledger import Call
from drama_backends.services.stills import STILLS
from drama_compiler.contract import JobKind

Image = NDArray[np.uint8]

RATE = 48_000
SYLLABLES_A_SECOND = 4.5
_WIDE_FROM = 0x2E80
_LAST_BEGINS = 0.6

LOUD = 0.02
"""From which amplitude on a mouth is open."""


class Studio:
    """Makes what calls ask for, once each; `upload` tells where a staged file lies."""

    def __init__(self, folder: Path, upload: Callable[[str], Path]) -> None:
        self._folder = folder
        self._folder.mkdir(parents=True, exist_ok=True)
        self._upload = upload
        self._locks: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    def make(self, call: Call, short_side: int) -> tuple[Path, str]:
        """The file that a call makes and its media type."""
        kind = JobKind(call.kind)
        suffix, type_ = (
            ("png", "image/png")
            if kind in STILLS
            else ("mp4", "video/mp4")
            if kind in (JobKind.CLIP, JobKind.SYNC)
            else ("wav", "audio/wav")
        )
        path = self._folder / f"{call.digest[:32]}-{call.take}-{short_side}.{suffix}"
        with self._turn(path.name):
            if not path.exists():
                part = path.with_name(f"part-{path.name}")
                self._write(part, kind, call, short_side)
                part.replace(path)
        return path, type_

    def _turn(self, name: str) -> threading.Lock:
        with self._guard:
            return self._locks.setdefault(name, threading.Lock())

    def _write(self, path: Path, kind: JobKind, call: Call, short_side: int) -> None:
        seed = int(call.digest[:8], 16) + call.take * 7919
        if kind in STILLS:
            size = _size(call.body["aspect"], short_side)
            image = self._still(call.body, size, seed)
            _label(image, _told(call, call.body.get("label", "")), 0.6)
            path.write_bytes(cv2.imencode(".png", image)[1].tobytes())
        elif kind is JobKind.CLIP:
            self._clip(path, call, short_side, seed)
        elif kind is JobKind.SYNC:
            self._lips(path, self._upload(call.body["clip"]), self._upload(call.body["sound"]))
        elif kind in (JobKind.VOICE, JobKind.IDENTITY):
            write_wav(path, _speech(call.body["text"], _speaker(call)), RATE, 16)
        else:
            write_wav(path, _sound(kind, call.body["seconds"], seed), RATE, 16)

    def _still(self, body: Mapping[str, Any], size: tuple[int, int], seed: int) -> Image:
        image = _ground(size, seed)
        self._paste(image, [each["media"] for each in body.get("references", ())])
        return image

    def _clip(self, path: Path, call: Call, short_side: int, seed: int) -> None:
        model = model_for(JobKind.CLIP, call.model)
        assert model is not None
        rate = Fraction(model.wire["rate"])
        width, height = _size(call.body["aspect"], short_side)

        def frames() -> Iterator[Image]:
            at, done = Fraction(0), 0
            for index, shot in enumerate(call.body["shots"]):
                at += Fraction(shot["seconds"]).limit_denominator(1000)
                until = round(at * rate)
                yield from self._shot(shot, call, (width, height), seed + 101 * index, until - done)
                done = until

        write_video(path, width, height, rate, frames(), timecode=None)

    def _shot(
        self, shot: Mapping[str, Any], call: Call, size: tuple[int, int], seed: int, count: int
    ) -> Iterator[Image]:
        """From the frame it begins on to the one it ends on, or a plain ground."""
        first = self._seen(shot["first"], size) if "first" in shot else _ground(size, seed)
        last = self._seen(shot["last"], size) if "last" in shot else None
        self._paste(first, [each["media"] for each in shot.get("references", ())])
        _label(first, _told(call, shot.get("label", "")), 0.8)
        width, height = size
        side = max(3, height // 12)
        for index in range(count):
            share = index / max(1, count - 1)
            image = first.copy()
            if last is not None and share > _LAST_BEGINS:
                mixed = (share - _LAST_BEGINS) / (1 - _LAST_BEGINS)
                image = np.asarray(cv2.addWeighted(first, 1 - mixed, last, mixed, 0), np.uint8)
            left = round(share * (width - side))
            image[height - side :, left : left + side] = 255
            yield image

    def _lips(self, path: Path, clip: Path, sound: Path) -> None:
        """The clip with a mouth: a dark square that is there while something is heard."""
        facts = probe(clip)
        heard = np.abs(np.concatenate([block[:, 0] for block in read_sound(sound, channels=1)]))
        width, height = facts.width, facts.height
        side = height // 6

        def frames() -> Iterator[Image]:
            for index, seen in enumerate(read_video(clip, 0, facts.frames, facts)):
                image = np.array(seen)
                start, end = (round((index + each) * RATE / facts.rate) for each in (0, 1))
                if heard[start:end].max(initial=0.0) > LOUD:
                    left = (width - side) // 2
                    image[height // 2 : height // 2 + side, left : left + side] = 0
                yield image

        write_video(path, width, height, facts.rate, frames(), timecode=None)

    def _seen(self, handle: str, size: tuple[int, int]) -> Image:
        """A staged picture, or the first frame of a staged video, in the size asked for."""
        path = self._upload(handle)
        image: Any = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
        if image is None:
            image = next(read_video(path, 0, 1))
        return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)

    def _paste(self, image: Image, handles: Sequence[str]) -> None:
        """Lay reference images as small pictures in a row at the top."""
        height, width = image.shape[:2]
        side = min(height // 4, width // max(1, len(handles)))
        for index, handle in enumerate(dict.fromkeys(handles)):
            image[:side, index * side : (index + 1) * side] = self._seen(handle, (side, side))


def _size(aspect: str, short_side: int) -> tuple[int, int]:
    """Width and height in even pixels."""
    wide, high = (int(part) for part in aspect.split(":"))
    scale = short_side / min(wide, high)
    return max(2, round(wide * scale / 2) * 2), max(2, round(high * scale / 2) * 2)


def _ground(size: tuple[int, int], seed: int) -> Image:
    """A colour by the seed, brighter at the top."""
    width, height = size
    hue = seed * 47 % 180
    light = np.linspace(190, 90, height, dtype=np.float32).astype(np.uint8)
    hsv = np.empty((height, width, 3), np.uint8)
    hsv[..., 0], hsv[..., 1], hsv[..., 2] = hue, 110, light[:, np.newaxis]
    return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2BGR), np.uint8)


def _told(call: Call, label: str) -> str:
    return f"{call.kind} {label} #{call.take}"


def _label(image: Image, text: str, height_share: float) -> None:
    # The drawn letters of OpenCV are ASCII: what they lack is spelt by its code.
    plain = text.encode("ascii", "backslashreplace").decode("ascii")
    height, width = image.shape[:2]
    (wide, high), _ = cv2.getTextSize(plain, cv2.FONT_HERSHEY_SIMPLEX, 1.0, 2)
    scale = min(0.9 * width / max(1, wide), 0.12 * height / max(1, high))
    at = (round(0.05 * width), round(height_share * height))
    cv2.putText(image, plain, at, cv2.FONT_HERSHEY_SIMPLEX, scale, (255, 255, 255), 1, cv2.LINE_AA)


def _speaker(call: Call) -> int:
    """A number for whoever speaks: one voice has one pitch in all its lines."""
    voice = str(call.body.get("voice") or voice_of(call))
    return int(hashlib.sha256(voice.encode()).hexdigest()[:8], 16)


def _speech(text: str, seed: int) -> NDArray[np.float32]:
    """A hum in syllables: as long as a person would speak, not what they would say."""
    signs = [each for each in text if each.isalnum()]
    syllables = sum(1.0 if ord(each) >= _WIDE_FROM else 0.36 for each in signs)
    pauses = sum(each in ",.;:!?，。；：！？…—" for each in text)
    seconds = 0.25 + syllables / SYLLABLES_A_SECOND + 0.22 * pauses
    time = np.arange(round(seconds * RATE), dtype=np.float32) / RATE
    pitch = 110 + seed % 110
    envelope = np.abs(np.sin(np.pi * SYLLABLES_A_SECOND * time))
    tone = np.sin(2 * np.pi * pitch * time) + 0.4 * np.sin(4 * np.pi * pitch * time)
    fade = np.minimum(1, np.minimum(time, time[-1] - time) * 40)
    return np.asarray(0.2 * envelope * tone * fade, np.float32)


def _sound(kind: JobKind, seconds: float, seed: int) -> NDArray[np.float32]:
    """Two chords in turn for music, rushing for a place, a decaying knock for an effect."""
    time = np.arange(round(seconds * RATE), dtype=np.float32) / RATE
    if kind is JobKind.CUE:
        root = 110 * 2 ** (seed % 12 / 12)
        turns = (time % 4 < 2)[:, np.newaxis]
        steps = np.where(turns, [0, 4, 7], [5, 9, 12]).astype(np.float32)
        waves = np.sin(2 * np.pi * root * 2 ** (steps / 12) * time[:, np.newaxis])
        samples = 0.08 * waves.sum(axis=1)
    else:
        noise = np.random.default_rng(seed).standard_normal(len(time)).astype(np.float32)
        samples = 0.04 * noise if kind is JobKind.AMBIENCE else 0.3 * noise * np.exp(-time * 12)
    fade = np.minimum(1, np.minimum(time, time[-1] - time) * 100)
    return np.asarray(samples * fade, np.float32)
