"""A file that a person brings in comes in; what it is, by its content, and its facts come out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np

from drama_backends.media.footage import probe, sound_seconds
from drama_compiler.contract import Json, MakeError

STILLS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
"""How the files begin, by the formats' own specifications."""

VIDEOS = {
    ".mov": "video/quicktime",
    ".webm": "video/webm",
    ".mkv": "video/x-matroska",
}
SOUNDS = {
    ".flac": "audio/flac",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
}


def inspect(path: Path) -> tuple[str, Mapping[str, Json]]:
    """The media type and the facts (`frames`, `rate`, `seconds`, `width`, `height`) of a file.

    Raises `MakeError` where it is neither still, moving picture nor sound.
    """
    with path.open("rb") as file:
        head = file.read(16)
    still = next((type_ for magic, type_ in STILLS.items() if head.startswith(magic)), None)
    if still is None and head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        still = "image/webp"
    if still:
        return still, _still(path)
    suffix = path.suffix.casefold()
    try:
        facts = probe(path)
    except MakeError:
        return SOUNDS.get(suffix, "audio/wav"), _sound(path)
    measured: dict[str, Json] = {
        "frames": facts.frames,
        "rate": str(facts.rate),
        "seconds": float(facts.seconds),
        "width": facts.width,
        "height": facts.height,
    }
    return VIDEOS.get(suffix, "video/mp4"), measured


def _still(path: Path) -> Mapping[str, Json]:
    image = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise MakeError(f"{path.name} is a damaged picture.")
    height, width = image.shape[:2]
    return {"width": width, "height": height}


def _sound(path: Path) -> Mapping[str, Json]:
    try:
        seconds = sound_seconds(path)
    except MakeError:
        seconds = None
    if not seconds:
        raise MakeError(f"{path.name} is neither a picture nor a film nor a sound.")
    return {"seconds": float(seconds)}
