"""A path comes in; what stands there, on the disk or in another state of a project, comes out."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import NamedTuple, Protocol


class Entry(NamedTuple):
    """What stands at a path: a file of so many bytes, a folder, or neither (a pipe, a device)."""

    is_file: bool
    is_folder: bool = False
    bytes: int = 0


class Files(Protocol):
    """Where scripts are read from: the disk, or another state of the project.

    Paths are absolute. What is not there raises FileNotFoundError, other trouble OSError.
    """

    def entry(self, path: Path) -> Entry:
        """What stands at `path`, links followed."""

    def read(self, path: Path) -> bytes:
        """The bytes of the file at `path`."""

    def names(self, folder: Path) -> list[str]:
        """The names of what lies in `folder`."""


class Disk:
    """The files as they lie on the disk now."""

    def entry(self, path: Path) -> Entry:
        """What stands at `path`."""
        if path.is_dir():
            return Entry(False, is_folder=True)
        status = path.stat()
        return Entry(stat.S_ISREG(status.st_mode), bytes=status.st_size)

    def read(self, path: Path) -> bytes:
        """The file's bytes."""
        return path.read_bytes()

    def names(self, folder: Path) -> list[str]:
        """The names in a folder."""
        return [each.name for each in folder.iterdir()]


DISK = Disk()
