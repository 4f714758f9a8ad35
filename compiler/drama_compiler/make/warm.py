"""A build begins; the process that its workers will part from comes to be, and loads for all of
them, once, what most jobs need.

That process imports this file, too, and finds by the environment that it is the one. Nothing
heavy is imported before that is known: the sooner it begins, the sooner the first job is done.
"""

from __future__ import annotations

import contextlib
import importlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence

START_METHOD = "forkserver" if sys.platform == "linux" else "spawn"
"""A worker that is forked from a process with threads can inherit a lock that is held: they part
from one that has none, or begin anew where libraries of the system bear no fork.
"""

WARM_VARIABLE = "DRAMA_WARM"
"""In the environment of the process that workers part from: the process of the build."""

LOOK_EVERY_SECONDS = 0.05
"""How often that process looks, while it loads, whether the build is still there."""

THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OPENCV_FOR_THREADS_NUM",
)
"""How libraries are told of how many threads they may take: workers have one each."""


def begin() -> None:
    """Let the process that workers part from begin to load, where the system has such a one.

    It goes on beside the caller. Of several calls the first one counts.
    """
    if START_METHOD != "forkserver":
        return
    from multiprocessing import forkserver

    given = {WARM_VARIABLE: str(os.getpid()), **dict.fromkeys(THREADS, "1")}
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    try:
        multiprocessing.set_forkserver_preload([__name__])
        with interrupts_held():
            forkserver.ensure_running()
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextlib.contextmanager
def interrupts_held() -> Iterator[None]:
    """Processes that start in here do not hear Ctrl-C before they can say what they do with it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def makers() -> list[str]:
    """The backends that no film is without."""
    from drama_compiler.graph.route import ANIMATIC, POST

    return sorted({POST, *(route.backend for route in ANIMATIC.values())})


def load() -> None:
    """Import what workers run, and all that the backends of every animatic name as slow to load.

    What cannot be imported is left out: the job that needs it tells of it better.
    """
    from drama_compiler.contract.backend import Warmed
    from drama_compiler.make.executor import find_backends

    backends = find_backends()
    for name in makers():
        backend = backends.get(name)
        modules: Sequence[str] = backend.warmed() if isinstance(backend, Warmed) else ()
        for module in modules:
            with contextlib.suppress(Exception):
                importlib.import_module(module)


@contextlib.contextmanager
def _ending_with(build: int) -> Iterator[None]:
    """While the block lasts, end this process when the build is no more: it needs no workers, and
    whoever reads what it says waits for the last process that could say something.
    """
    done = threading.Event()

    def look() -> None:
        while not done.wait(LOOK_EVERY_SECONDS):
            if os.getppid() != build:
                os._exit(0)

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield
    finally:
        done.set()
        # No thread may be left: workers are forked from here.
        looking.join()


if os.environ.get(WARM_VARIABLE):
    with contextlib.suppress(Exception), _ending_with(int(os.environ[WARM_VARIABLE])):
        load()
