"""A project's state folder comes in; the only build of the project comes out, or who is at it.

The system frees the lock when its holder ends, however it ends; the file itself stays.
"""

from __future__ import annotations

import contextlib
import errno
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from drama_compiler.store.processes import this_process

LOCK_FILE = "build.lock"
LOOK_SECONDS = 0.2

_NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL)
_LOCKED_BYTE = 1 << 30
"""On Windows a byte that is locked cannot be read: one far behind the text is taken."""


class ProjectBusy(Exception):
    """Another build is at work in the project; `pid` is its process, 0 where it does not say."""

    def __init__(self, pid: int) -> None:
        who = f"process {pid}" if pid else "another process"
        super().__init__(f"{who} is building this project")
        self.pid = pid


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to build. `sole` is false where the file system knows no locks: then only the
    journal's own claims keep two builds apart.
    """

    sole: bool


@contextlib.contextmanager
def claim_project(
    folder: Path, *, wait: bool, on_wait: Callable[[int], None] = lambda pid: None
) -> Iterator[Claim]:
    """Be the only build of the project whose state lies in `folder`, while the block lasts.

    Where another is at it, `on_wait` is told its process once and it is waited for; with `wait`
    false ProjectBusy is raised. Raises OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK_FILE).open("a+b", buffering=0) as file:
        try:
            _take(file, wait, on_wait)
        except OSError as failure:
            if failure.errno not in _NO_LOCKS:
                raise
            yield Claim(sole=False)
            return
        try:
            _sign(file)
            yield Claim(sole=True)
        finally:
            _free(file)


def _take(file: FileIO, wait: bool, on_wait: Callable[[int], None]) -> None:
    told = False
    while not _taken(file):
        pid = _signed(file)
        if not wait:
            raise ProjectBusy(pid)
        if not told:
            on_wait(pid)
            told = True
        time.sleep(LOOK_SECONDS)


def _sign(file: FileIO) -> None:
    """Say who has it. What cannot be said, as on a full disk, does not keep anybody out."""
    holder = this_process()
    with contextlib.suppress(OSError):
        file.truncate(0)
        file.write(json.dumps({"pid": holder.pid, "machine": holder.boot}).encode())


def _signed(file: FileIO) -> int:
    try:
        file.seek(0)
        return int(json.loads(file.readall())["pid"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


if sys.platform == "win32":
    import msvcrt

    def _taken(file: FileIO) -> bool:
        file.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError as failure:
            if failure.errno in (errno.EACCES, errno.EDEADLK):
                return False
            raise
        return True

    def _free(file: FileIO) -> None:
        file.seek(_LOCKED_BYTE)
        with contextlib.suppress(OSError):
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _taken(file: FileIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _free(file: FileIO) -> None:
        with contextlib.suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_UN)
