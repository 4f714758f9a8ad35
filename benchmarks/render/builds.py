"""A script comes in; how long `drama build` takes with it, what of the processor and of memory."""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import json
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MEMORY_STEP_SECONDS = 0.2
FILM_STEP_SECONDS = 0.002
"""How often it is looked for a new film: what a measured edit can be wrong by."""

SLEEP_SECONDS = 1.0
"""What a writer waits between two edits, at least."""

DRAMA = str(Path(sys.executable).parent / "drama")
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
"""An installation has its bytecode: to compile all modules anew takes longer than most jobs."""

ROOMS = ("drama_grammar", "drama_dsl", "drama_compiler", "drama_backends")

PR_SET_CHILD_SUBREAPER = 36
"""Of Linux: see prctl(2)."""


@dataclass(frozen=True, slots=True)
class Built:
    """One build: seconds of the clock and of the processor, the most memory, and what it told.

    `memory_bytes` is that of the build and all its processes together, shared pages counted once
    (PSS); 0 where the system does not tell.
    """

    wall_seconds: float
    processor_seconds: float
    memory_bytes: int
    result: Any

    @property
    def film_seconds(self) -> float:
        """How long the film plays."""
        return float(self.result["seconds"])


def prepare() -> None:
    """Have the bytecode of all rooms there before anything is measured."""
    specs = (importlib.util.find_spec(room) for room in ROOMS)
    folders = [place for spec in specs if spec for place in spec.submodule_search_locations or ()]
    subprocess.run([sys.executable, "-m", "compileall", "-q", *folders], env=ENVIRONMENT)


def build(script: Path, *words: str) -> Built:
    """Run `drama build` as a person would, in its own process."""
    command = [DRAMA, "build", str(script), "--json", *words]
    _adopt_orphans()
    before, began = _children(), time.perf_counter()
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=ENVIRONMENT)
    watch = _Watch(process.pid)
    watch.start()
    out, err = process.communicate()
    wall = time.perf_counter() - began
    if process.returncode:
        sys.exit(f"{script.name} cannot be built:\n{err}")
    watch.ended.set()
    watch.join()
    _wait_for_orphans()
    return Built(wall, _children() - before, watch.most, json.loads(out.splitlines()[-1]))


@contextlib.contextmanager
def watching(script: Path) -> Iterator[subprocess.Popen[str]]:
    """`drama build --watch`, as long as the block lasts, from when it waits for a first change."""
    command = [DRAMA, "build", "--watch", str(script)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stderr=pipe, text=True, env=ENVIRONMENT) as process:
        _wait_until_it_waits(process)
        try:
            yield process
        finally:
            process.terminate()


def edit(script: Path, text: str, film: Path, watch: subprocess.Popen[str]) -> float:
    """Save the script; seconds from then until the new film lies in the place of the old one."""
    time.sleep(SLEEP_SECONDS)
    before = film.stat()
    began = time.perf_counter()
    script.write_text(text, "utf-8")
    while os.path.samestat(film.stat(), before):
        time.sleep(FILM_STEP_SECONDS)
    seconds = time.perf_counter() - began
    _wait_until_it_waits(watch)
    return seconds


def _wait_until_it_waits(process: subprocess.Popen[str]) -> None:
    assert process.stderr
    told = ""
    for line in process.stderr:
        told += line
        if "Ctrl-C ends" in line:
            if "built in" not in line:
                break
            return
    sys.exit(f"the film cannot be built:\n{told}")


def _adopt_orphans() -> None:
    """Have processes whose parent is gone become ours, where that can be: their time counts."""
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _wait_for_orphans() -> None:
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)


def _children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


class _Watch(threading.Thread):
    """The most memory that a process and those it started take."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.most = 0
        self.ended = threading.Event()
        self._pid = pid

    def run(self) -> None:
        while not self.ended.wait(MEMORY_STEP_SECONDS):
            self.most = max(self.most, sum(map(_proportional_bytes, _family(self._pid))))


def _family(pid: int) -> list[int]:
    """A process and all that it started, and they."""
    found = [pid]
    for each in found:
        for task in Path(f"/proc/{each}/task").glob("*/children"):
            try:
                found += [int(child) for child in task.read_text().split()]
            except OSError:
                continue
    return found


def _proportional_bytes(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    lines = (line.split() for line in text.splitlines())
    return next((int(line[1]) * 1024 for line in lines if line[0] == "Pss:"), 0)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
