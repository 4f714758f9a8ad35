"""A downloaded file and what it is said to be come in; facts measured on it come out, if it is."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

from drama_backends.media import ffmpeg
from drama_backends.media.audio import wav_facts
from drama_compiler.contract import Json, MakeError

SUFFIXES = {"image/png": "png", "video/mp4": "mp4", "audio/wav": "wav"}
"""What the service gives out, and how such files end."""

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_END = b"IEND\xaeB`\x82"


def facts_of(path: Path, type_: str) -> Mapping[str, Json]:
    """What is measured on a file; raises `MakeError` where its content is not of its type."""
    if type_ == "image/png":
        return _picture(path)
    if type_ == "audio/wav":
        sound = wav_facts(path)
        if path.stat().st_size < sound.frames * sound.channels * 2:
            raise MakeError("the sound ends early")
        return {"seconds": sound.seconds}
    video = ffmpeg.probe(path)
    return {
        "frames": video.frames,
        "rate": str(video.rate),
        "seconds": float(video.seconds),
        "width": video.width,
        "height": video.height,
    }


def _picture(path: Path) -> Mapping[str, Json]:
    data = path.read_bytes()
    if not data.startswith(_PNG) or not data.endswith(_PNG_END):
        raise MakeError("the picture is no whole PNG")
    width, height = struct.unpack(">II", data[16:24])
    return {"width": width, "height": height}
