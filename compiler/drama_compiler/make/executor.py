"""Requests come in; they are answered by backends in worker processes; outputs come out.

The executor is a protocol so that a cluster can take the place of this machine's processes.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import importlib.metadata
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from drama_compiler.contract.backend import (
    CACHE_VARIABLE,
    Backend,
    MakeError,
    Media,
    Output,
    Request,
)
from drama_compiler.graph.keys import digest_file

BACKEND_GROUP = "drama.backends"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker gives back: outputs with the digests of their files, or what went wrong.

    `error` is for the person; `trace` is set only where the failure is a bug.
    """

    outputs: tuple[tuple[Output, str], ...] = ()
    error: str = ""
    trace: str = ""


class Executor(Protocol):
    """Where local work is done."""

    async def run(self, request: Request, inputs: Mapping[str, Media], folder: Path) -> Answer:
        """Answer the request, leaving files in `folder`."""
        ...


def find_backends() -> dict[str, Backend]:
    """Every backend that is installed, by its name; one that cannot be loaded is left out."""
    backends: dict[str, Backend] = {}
    for entry in importlib.metadata.entry_points(group=BACKEND_GROUP):
        with contextlib.suppress(ImportError):
            backends[entry.name] = entry.load()()
    return backends


class LocalProcesses:
    """An executor over processes of this machine, one thread each.

    Use as a context manager. `cache` is the folder that workers may keep things in.
    `on_progress` is told the first job of a request and its share done, 0 to 1, from a thread
    of its own.
    """

    def __init__(
        self, workers: int, cache: Path, on_progress: Callable[[str, float], None]
    ) -> None:
        # A worker that is forked from a process with threads can inherit a lock that is held.
        context = multiprocessing.get_context("spawn")
        self._queue: Any = context.SimpleQueue()
        self._pool = ProcessPoolExecutor(
            workers, mp_context=context, initializer=_start_worker, initargs=(self._queue, cache)
        )
        self._listener = threading.Thread(target=self._listen, args=(on_progress,), daemon=True)

    def __enter__(self) -> LocalProcesses:
        self._listener.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is not None:
            for process in list((self._pool._processes or {}).values()):
                process.kill()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._queue.put(None)
        self._listener.join(timeout=5)

    async def run(self, request: Request, inputs: Mapping[str, Media], folder: Path) -> Answer:
        """See `Executor.run`; a worker that dies is an error of the request, not of the build."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._pool, _answer, request, dict(inputs), folder)
        except BrokenProcessPool:
            return Answer(error="a worker process died (out of memory?)")

    def _listen(self, on_progress: Callable[[str, float], None]) -> None:
        while (message := self._queue.get()) is not None:
            on_progress(*message)


_progress_queue: Any = None


def _start_worker(queue: Any, cache: Path) -> None:
    global _progress_queue
    _progress_queue = queue
    os.environ[CACHE_VARIABLE] = str(cache)
    # Ctrl-C reaches the whole process group; the coordinator decides what becomes of workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"


@functools.cache
def _backend(name: str) -> Backend:
    return find_backends()[name]


def _answer(request: Request, inputs: dict[str, Media], folder: Path) -> Answer:
    told = 0.0

    def progress(share: float) -> None:
        nonlocal told
        if share - told >= 0.02:
            told = share
            _progress_queue.put((request.jobs[0], share))

    folder.mkdir(parents=True, exist_ok=True)
    try:
        outputs = _backend(request.backend).make(request, inputs, folder, progress)
        return Answer(tuple((output, digest_file(output.path)) for output in outputs))
    except MakeError as error:
        return Answer(error=str(error))
    except OSError as error:
        return Answer(error=f"{error.strerror or error} ({error.filename or folder.name})")
    except Exception as error:
        return Answer(error=f"{type(error).__name__}: {error}", trace=traceback.format_exc())
