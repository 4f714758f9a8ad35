"""Files come in, named by the digest of their bytes; paths that always hold those bytes come out.

A file appears whole or not at all: it is written beside its place, synced, and renamed. It is
sealed: the microseconds of its time of change tell its digest. Whoever changes it later breaks the
seal, and it is digested anew before it is believed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from drama_compiler.graph.keys import digest_file

SUFFIXES = {
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
    "video/webm": ".webm",
    "video/x-matroska": ".mkv",
    "audio/wav": ".wav",
    "audio/flac": ".flac",
    "audio/mp4": ".m4a",
    "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "application/json": ".json",
    "text/plain": ".txt",
}


DAMAGED_FOLDER = "damaged"
"""Beside the store: files whose bytes are not those that their names promise."""

_DIGEST_LETTERS = 64


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of the store. `age_seconds` counts from its last change; negative where the clock
    has gone back since.
    """

    digest: str
    path: Path
    bytes: int
    age_seconds: float


class MediaStore:
    """The content-addressed folder `media/` of a project's `.drama`.

    `damaged` are the digests of files that were found to hold other bytes and were set aside.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.damaged: list[str] = []

    def path(self, digest: str, type_: str) -> Path:
        """Where the media with this digest lies, or would lie."""
        return self.folder / digest[:2] / (digest + SUFFIXES.get(type_, ""))

    def has(self, digest: str, type_: str) -> bool:
        """Whether the media is here and whole; what is not is set aside, for it to be made or
        fetched again.
        """
        path = self.path(digest, type_)
        with contextlib.suppress(FileNotFoundError):
            if _sealed(path, digest):
                return True
            if path.is_file():
                return self.check(path, digest)
        return False

    def check(self, path: Path, digest: str) -> bool:
        """Digest a file of the store anew: sealed again where it is whole, else set aside."""
        if digest_file(path) == digest:
            _seal(path, digest)
            return True
        self.set_aside(path)
        self.damaged.append(digest)
        return False

    def set_aside(self, path: Path) -> Path:
        """Move a damaged file out of the store, for whoever wants to look at it; its new place."""
        aside = self.folder.parent / DAMAGED_FOLDER / path.name
        aside.parent.mkdir(parents=True, exist_ok=True)
        path.replace(aside)
        return aside

    def files(self) -> Iterator[StoredFile]:
        """Every file of the store, in the order of their digests."""
        now = time.time()
        for path in sorted(self.folder.glob("??/*")):
            digest = path.name.partition(".")[0]
            if len(digest) == _DIGEST_LETTERS:
                # Another build may just have taken it away.
                with contextlib.suppress(FileNotFoundError):
                    status = path.stat()
                    yield StoredFile(digest, path, status.st_size, now - status.st_mtime)

    def adopt(self, made: Path, digest: str, type_: str) -> Path:
        """Take the file `made` in by renaming it, if it is not here yet; its path in the store.

        `made` must lie on the same file system, as everything under `.drama` does.
        """
        place = self.path(digest, type_)
        if self.has(digest, type_):
            made.unlink(missing_ok=True)
            return place
        place.parent.mkdir(parents=True, exist_ok=True)
        made.chmod(0o644)
        _seal(made, digest)
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


def _seal(path: Path, digest: str) -> None:
    """Let the file's time of change tell its digest; its seconds stay as they are.

    Where that is not allowed, or the file system counts coarser, the file is digested each time.
    """
    with contextlib.suppress(OSError):
        status = path.stat()
        seconds = status.st_mtime_ns // 1_000_000_000
        changed = seconds * 1_000_000_000 + _microseconds(digest) * 1000
        os.utime(path, ns=(status.st_atime_ns, changed))


def _sealed(path: Path, digest: str) -> bool:
    return path.stat().st_mtime_ns % 1_000_000_000 == _microseconds(digest) * 1000


def _microseconds(digest: str) -> int:
    return int(digest[:5], 16) % 1_000_000


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


def write_bytes(target: Path, data: bytes, *, synced: bool = False) -> None:
    """Write `data` so that `target` is always either the old file or the new one.

    `synced` where it must survive a loss of power, too.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=target.suffix, dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if synced:
                file.flush()
                os.fsync(file.fileno())
        beside.chmod(0o644)
        beside.replace(target)
        if synced:
            _sync(target.parent)
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
