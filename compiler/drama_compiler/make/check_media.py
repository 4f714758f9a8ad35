"""A file and the type it is said to be come in; what is wrong with it comes out, in a phrase.

A download that broke off, or an error page in place of a film, is told by its first bytes and by
the lengths that the formats carry. Whether it plays is not tried here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO


def check_media(path: Path, type_: str) -> str:
    """What is wrong, or nothing. Of a type that is not known here only emptiness is."""
    if not path.is_file():
        return "there is no file"
    size = path.stat().st_size
    if not size:
        return "the file is empty"
    check = _CHECKS.get(type_)
    if check is None:
        return ""
    with path.open("rb") as file:
        return "" if check(file, size) else f"it is no whole {type_}"


def _png(file: BinaryIO, size: int) -> bool:
    if file.read(8) != b"\x89PNG\r\n\x1a\n":
        return False
    file.seek(max(0, size - 8))
    return file.read(4) == b"IEND"


def _jpeg(file: BinaryIO, size: int) -> bool:
    if file.read(3) != b"\xff\xd8\xff":
        return False
    # Some writers put zeros behind the end mark.
    file.seek(max(0, size - 4096))
    return b"\xff\xd9" in file.read()


def _riff(form: bytes) -> Callable[[BinaryIO, int], bool]:
    def check(file: BinaryIO, size: int) -> bool:
        head = file.read(12)
        told = int.from_bytes(head[4:8], "little")
        # Of a WAV that is written as a stream the length is not known: all ones.
        whole = told == 0xFFFFFFFF or told + 8 <= size
        return head[:4] == b"RIFF" and head[8:12] == form and whole

    return check


def _iso(file: BinaryIO, size: int) -> bool:
    """MP4 and its kin: boxes that fill the file, one of them telling what is in it."""
    at, kinds = 0, []
    while at < size:
        file.seek(at)
        head = file.read(16)
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        elif length == 0:
            length = size - at
        kinds.append(head[4:8])
        if length < 8 or at + length > size:
            return False
        at += length
    return kinds[0] in (b"ftyp", b"wide", b"mdat", b"moov") and b"moov" in kinds


def _begins(*marks: bytes) -> Callable[[BinaryIO, int], bool]:
    return lambda file, size: file.read(16).startswith(marks)


def _json(file: BinaryIO, size: int) -> bool:
    try:
        json.load(file)
    except ValueError:
        return False
    return True


def _text(file: BinaryIO, size: int) -> bool:
    try:
        file.read().decode("utf-8")
    except ValueError:
        return False
    return True


_CHECKS: dict[str, Callable[[BinaryIO, int], bool]] = {
    "image/png": _png,
    "image/jpeg": _jpeg,
    "image/webp": _riff(b"WEBP"),
    "audio/wav": _riff(b"WAVE"),
    "audio/flac": _begins(b"fLaC"),
    "audio/ogg": _begins(b"OggS"),
    "audio/mpeg": _begins(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa"),
    "audio/mp4": _iso,
    "video/mp4": _iso,
    "video/quicktime": _iso,
    "video/webm": _begins(b"\x1a\x45\xdf\xa3"),
    "video/x-matroska": _begins(b"\x1a\x45\xdf\xa3"),
    "application/json": _json,
    "text/plain": _text,
}
