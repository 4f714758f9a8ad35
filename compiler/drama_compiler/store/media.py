"""Files come in, named by the digest of their bytes; paths that always hold those bytes come out.

A file appears whole or not at all: it is written beside its place, synced, and renamed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from drama_compiler.graph.keys import digest_file

SUFFIXES = {
    "video/mp4": ".mp4",
    "audio/wav": ".wav",
    "audio/flac": ".flac",
    "audio/mp4": ".m4a",
    "image/png": ".png",
    "application/json": ".json",
    "text/plain": ".txt",
}


class MediaStore:
    """The content-addressed folder `media/` of a project's `.drama`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, digest: str, type_: str) -> Path:
        """Where the media with this digest lies, or would lie."""
        return self.folder / digest[:2] / (digest + SUFFIXES.get(type_, ""))

    def has(self, digest: str, type_: str) -> bool:
        """Whether the media is here."""
        return self.path(digest, type_).is_file()

    def adopt(self, made: Path, digest: str, type_: str) -> Path:
        """Take the file `made` in by renaming it, if it is not here yet; its path in the store.

        `made` must lie on the same file system, as everything under `.drama` does.
        """
        place = self.path(digest, type_)
        if place.is_file():
            made.unlink(missing_ok=True)
            return place
        place.parent.mkdir(parents=True, exist_ok=True)
        _sync(made)
        made.chmod(0o444)
        try:
            made.replace(place)
        except PermissionError:
            # Windows: another build has just put the same bytes there.
            if not place.is_file():
                raise
        _sync(place.parent)
        return place

    def verify(self, digest: str, type_: str) -> bool:
        """Whether the bytes in the store are those that the digest names."""
        path = self.path(digest, type_)
        return path.is_file() and digest_file(path) == digest


def publish(source: Path, target: Path) -> None:
    """Let `target` be the bytes of `source`: a hard link where that works, else a copy.

    The target appears whole: a film that is being watched is never half written over.
    """
    if target.is_file() and target.samefile(source):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=target.suffix, dir=target.parent)
    os.close(handle)
    beside = Path(name)
    try:
        beside.unlink()
        if not _linked(source, beside):
            shutil.copyfile(source, beside)
        beside.replace(target)
    finally:
        # POSIX: renaming one hard link over another of the same file does nothing.
        beside.unlink(missing_ok=True)


def _linked(source: Path, target: Path) -> bool:
    """Make `target` a hard link of `source`; whether that works here."""
    if os.name == "nt":
        # There a file that is read-only, as those of the store are, cannot be replaced later.
        return False
    try:
        os.link(source, target)
    except OSError:
        return False
    return True


def check_writable(folder: Path) -> None:
    """Raises OSError where nothing can be written in `folder`, which is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder):
        pass


def write_text(target: Path, text: str) -> None:
    """Write `text` as UTF-8 so that `target` is always either the old file or the new one."""
    write_bytes(target, text.encode("utf-8"))


def write_bytes(target: Path, data: bytes) -> None:
    """Write `data` so that `target` is always either the old file or the new one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=target.suffix, dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        beside.chmod(0o644)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Let what was written survive a loss of power."""
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
