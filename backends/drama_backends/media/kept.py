"""A name comes in; the place where what can be made again lies under it, between builds too.

The folder is the one that the contract gives a worker; without it nothing is kept. Anything in it
may be gone the next time, and is then made again, to the same bytes.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from drama_compiler.contract import CACHE_VARIABLE

_CHUNK_BYTES = 1 << 20


def kept(kind: str, name: str) -> Path | None:
    """Where a thing of a kind is kept by its name, whether it is there or not; None for nowhere."""
    folder = os.environ.get(CACHE_VARIABLE)
    return Path(folder) / kind / name if folder else None


def keep(place: Path | None, write: Callable[[Path], object]) -> None:
    """Have `write` make the file that `place` is to hold; another worker sees all of it or none."""
    if place is None or place.is_file():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f"{os.getpid()}.part.{place.name}")
    try:
        write(part)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)


def named(path: Path) -> str:
    """32 hexadecimal characters that stand for the bytes of a file."""
    state = hashlib.blake2b(digest_size=16)
    with path.open("rb") as file:
        while data := file.read(_CHUNK_BYTES):
            state.update(data)
    return state.hexdigest()
