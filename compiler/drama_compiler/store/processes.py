"""Who holds something goes in; whether that process can still be running comes out."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HEARTBEAT_SECONDS = 10.0
"""How often a holder tells that it is alive."""
SILENCE_SECONDS_MAX = 120.0
"""A holder on another machine that was not heard of for so long is taken for dead."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A process: its number, and the machine and start of the machine that it is of."""

    pid: int
    boot: str

    def alive(self, silence_seconds: float) -> bool:
        """Whether it may still run; `silence_seconds` have passed since it was last heard of.

        The clock of another machine, or one that was set back, can make them negative.
        """
        if self == this_process():
            return True
        if abs(silence_seconds) > SILENCE_SECONDS_MAX:
            return False
        return self.boot != this_process().boot or _runs(self.pid)


def this_process() -> Holder:
    """The process that runs this."""
    return Holder(os.getpid(), _boot())


@cache
def _boot() -> str:
    """The machine's name, and where it is told the id of this start of it."""
    try:
        started = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        started = ""
    return f"{socket.gethostname()} {started}".strip()


def _runs(pid: int) -> bool:
    if os.name == "nt":
        # There asking a process is ending it: its heartbeat has to tell.
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
