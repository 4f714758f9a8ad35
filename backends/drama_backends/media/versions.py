"""Folders of code and names of packages come in; a version that changes when they do comes out."""

from __future__ import annotations

import importlib.metadata
from functools import cache
from hashlib import blake2b
from pathlib import Path

_ROOM = Path(__file__).parent.parent


@cache
def code_version(parts: tuple[str, ...], packages: tuple[str, ...]) -> str:
    """12 hexadecimal characters over the code and data of `parts` and the packages' versions.

    `parts` are files or folders below `drama_backends`. What is made by other code, or by other
    releases of a package, may be other bytes, and is asked for as another thing.
    """
    state = blake2b(digest_size=6)
    for part in parts:
        place = _ROOM / part
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                state.update(file.relative_to(_ROOM).as_posix().encode() + b"\0")
                state.update(file.read_bytes())
    for package in packages:
        state.update(f"{package}={_version(package)}\0".encode())
    return state.hexdigest()


def absent(*packages: str) -> tuple[str, ...]:
    """Those of the packages that are not installed, each once."""
    return tuple(name for name in dict.fromkeys(packages) if _version(name) == "absent")


@cache
def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "absent"
