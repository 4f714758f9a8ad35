"""A name comes in; the place where what can be made again lies under it, between builds too.

The folder is the one that the contract gives a worker; without it nothing is kept. Anything in it
may be gone the next time, and is then made again, to the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from drama_compiler.contract import CACHE_VARIABLE, Json


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


def brought(place: Path | None, path: Path) -> bool:
    """Whether what `place` holds now lies at `path` too, linked or copied: to be read only."""
    if place is None:
        return False
    for bring in (os.link, shutil.copyfile):
        with suppress(OSError):
            bring(place, path)
            return True
    return False


def name_of(*told: Json) -> str:
    """32 hexadecimal characters that stand for values that JSON can hold."""
    text = json.dumps(told, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
