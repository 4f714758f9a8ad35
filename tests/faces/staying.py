"""A verb that stays until Ctrl-C, run in a process of its own: its lines, as they come."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

posix = pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is no signal to one process there")


# Tests that run in the background of a shell are deaf to Ctrl-C, and so would be what they start.
MAIN = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from drama_compiler.cli.main import main; main()"
)


@dataclass(slots=True)
class Staying:
    """A verb that is running, and what it has told so far; `code` is that of its end."""

    process: subprocess.Popen[str]
    lines: queue.Queue[str] = field(default_factory=queue.Queue)
    code: int | None = None

    def until(self, mark: str) -> str:
        """What is told up to the line with `mark`."""
        found = ""
        while mark not in found:
            found += self.lines.get(timeout=60)
        return found

    def interrupt(self) -> None:
        """Ctrl-C; the pipe ends when nobody is left who could write to it."""
        self.process.send_signal(signal.SIGINT)
        self.code = self.process.wait(30)


@contextmanager
def staying(folder: Path, *words: str) -> Iterator[Staying]:
    """`drama WORDS` in a folder, as long as the block lasts."""
    process = subprocess.Popen(
        [sys.executable, "-c", MAIN, *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    found = Staying(process)
    assert process.stdout is not None
    listening = threading.Thread(target=_tell, args=(process.stdout, found.lines), daemon=True)
    listening.start()
    try:
        yield found
    finally:
        if found.code is None:
            found.interrupt()
        listening.join(30)
        assert not listening.is_alive(), "a process is left that holds the pipe"
        assert found.code in (0, 1)


def _tell(lines: Iterable[str], told: queue.Queue[str]) -> None:
    for each in lines:
        told.put(each)
