"""Files come in; when one of them is another than it was, the watching comes back."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from drama_compiler.store.files import Disk, Entry

LOOK_EVERY_SECONDS = 0.05
"""How often files are looked at: an edit is told of before a finger has left the key."""

SETTLE_SECONDS = 0.025
"""What stays as it is for so long is written: an editor may write in several strokes, or put a new
file in the place of the old one.
"""

FileStamp = tuple[int, int] | None
"""When a file was written last, and how long it is; None for one that is not there."""

Stamps = dict[Path, FileStamp]


def file_stamp(file: Path) -> FileStamp:
    """How a file is now."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def stamp(files: Iterable[Path]) -> Stamps:
    """How files are now."""
    return {file: file_stamp(file) for file in files}


class Watch:
    """Files, and how they were when they were last read.

    Whoever reads them says so before (`begin`), and tells afterwards what else was read, and how
    it was then (`add`).
    """

    def __init__(self, files: Iterable[Path]) -> None:
        self._was: Stamps = dict.fromkeys(files)

    def begin(self) -> None:
        """All files are read from now on."""
        self._was = stamp(self._was)

    def add(self, read: Stamps) -> None:
        """These were read, too."""
        self._was = read | self._was

    def changed(self) -> bool:
        """Whether one of the files is another than it was."""
        return any(file_stamp(file) != was for file, was in self._was.items())

    def wait(self) -> None:
        """Wait until one of the files is another than it was, and all have stopped changing."""
        while not self.changed():
            time.sleep(LOOK_EVERY_SECONDS)
        now = stamp(self._was)
        time.sleep(SETTLE_SECONDS)
        while (later := stamp(self._was)) != now:
            now = later
            time.sleep(LOOK_EVERY_SECONDS)


class SeenDisk(Disk):
    """The disk, and all that was looked for on it, there or not, as it was before it was read."""

    def __init__(self) -> None:
        self.looked_for: Stamps = {}

    def entry(self, path: Path) -> Entry:
        """What stands at `path`."""
        self.looked_for[path] = file_stamp(path)
        return super().entry(path)
