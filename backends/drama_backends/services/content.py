"""A file comes in; what it is by its bytes comes out, and the facts that are measured on it.

No name and no header is believed: a page of HTML that calls itself a film is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from drama_compiler.contract import Json, MakeError

SUFFIXES: Mapping[str, str] = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "audio/wav": "wav",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/flac": "flac",
    "audio/mp4": "m4a",
}
"""The types of media that a service may give out, and how such files end."""

_HEAD_BYTES = 64
_TAIL_BYTES = 4096
_PNG_END = b"IEND\xaeB`\x82"


def type_of(head: bytes) -> str:
    """The media type by the first 64 bytes; empty for none of `SUFFIXES`."""
    marks = (
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"\x1a\x45\xdf\xa3", "video/webm"),
        (b"OggS", "audio/ogg"),
        (b"fLaC", "audio/flac"),
        (b"ID3", "audio/mpeg"),
    )
    for mark, type_ in marks:
        if head.startswith(mark):
            return type_
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return "audio/mp4" if head[8:12] in (b"M4A ", b"M4B ") else "video/mp4"
    # A bare MPEG frame of layer III: eleven bits of sync, then version and layer.
    if len(head) > 2 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2:
        return "audio/mpeg"
    return ""


def type_of_file(path: Path) -> str:
    """The media type of a file by its bytes; raises `MakeError` where it is no medium."""
    with path.open("rb") as file:
        found = type_of(file.read(_HEAD_BYTES))
    if not found:
        raise MakeError("it is neither picture nor sound")
    return found


def facts_of(path: Path, type_: str) -> Mapping[str, Json]:
    """What is measured on a file of that type; raises `MakeError` where it is not whole.

    Pictures: `width`, `height`. Videos also `frames`, `rate`, `seconds`. Sounds: `seconds`.
    """
    if type_.startswith("image/"):
        return _picture(path, type_)
    if type_.startswith("audio/"):
        return {"seconds": _sound_seconds(path)}
    from drama_backends.media import footage

    video = footage.probe(path)
    return {
        "frames": video.frames,
        "rate": str(video.rate),
        "seconds": float(video.seconds),
        "width": video.width,
        "height": video.height,
    }


def _picture(path: Path, type_: str) -> Mapping[str, Json]:
    import cv2
    import numpy as np

    data = path.read_bytes()
    whole = {
        "image/png": data.endswith(_PNG_END),
        "image/jpeg": b"\xff\xd9" in data[-_TAIL_BYTES:],
        "image/webp": int.from_bytes(data[4:8], "little") + 8 <= len(data),
    }
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if image is None or not whole.get(type_, True):
        raise MakeError(f"the picture is no whole {type_}")
    return {"width": int(image.shape[1]), "height": int(image.shape[0])}


def _sound_seconds(path: Path) -> float:
    """How long a sound lasts once it is decoded: what is said in its head is not believed."""
    from drama_backends.media.audio import RATE, read_sound, wav_facts

    if type_of_file(path) == "audio/wav":
        told = wav_facts(path)
        if path.stat().st_size < told.frames * told.channels * 2:
            raise MakeError("the sound ends early")
    samples = sum(len(block) for block in read_sound(path, channels=1))
    if not samples:
        raise MakeError("there is no sound in it")
    return samples / RATE
