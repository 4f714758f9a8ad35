"""A folder of what can be made again comes in; it goes out no larger than it may be."""

from __future__ import annotations

import contextlib
from pathlib import Path


def prune(folder: Path, bytes_max: int) -> None:
    """Delete the files that were written longest ago until at most `bytes_max` are left."""
    files = []
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            if path.is_file():
                status = path.stat()
                files.append((status.st_mtime_ns, status.st_size, path))
    total = sum(size for _, size, _ in files)
    for _, size, path in sorted(files):
        if total <= bytes_max:
            return
        with contextlib.suppress(OSError):
            path.unlink()
        total -= size
