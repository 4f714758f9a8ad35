"""Files come in; when one of them is another than it was, the watching comes back."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

LOOK_EVERY_SECONDS = 0.1
"""How often files are looked at: an edit is told of before a finger has left the key."""

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


def wait_for_change(before: Stamps) -> None:
    """Wait until a file is another than it was `before`, and has stopped changing."""
    now = before
    while now == before:
        time.sleep(LOOK_EVERY_SECONDS)
        now = stamp(before)
    # An editor may write in several strokes, or put a new file in the place of the old one.
    time.sleep(LOOK_EVERY_SECONDS / 4)
    while (later := stamp(before)) != now:
        now = later
        time.sleep(LOOK_EVERY_SECONDS)
