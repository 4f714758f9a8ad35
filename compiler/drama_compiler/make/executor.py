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
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

from drama_compiler.contract.backend import (
    CACHE_VARIABLE,
    Backend,
    MakeError,
    Maker,
    Media,
    Output,
    Request,
    Templated,
)
from drama_compiler.graph.keys import digest_file
from drama_compiler.make import warm
from drama_compiler.make.line import Line
from drama_compiler.make.warm import NAMES_VARIABLE

BACKEND_GROUP = "drama.backends"

WORKERS_MAX = 61
"""As many as Windows lets one process wait for."""


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

    async def run(
        self, request: Request, inputs: Mapping[str, Media], folder: Path, urgency: float = 0.0
    ) -> Answer:
        """Answer the request, leaving files in `folder`.

        Of requests that wait, that of the greatest `urgency` goes first: the seconds of work from
        here to the end of the film.
        """
        ...


def find_backends(project: Path | None = None) -> dict[str, Backend]:
    """Every backend that is installed, by its name; one that cannot be loaded is left out.

    Those that can be told of a `project` (its root) make their requests with its own prompts.
    """
    backends: dict[str, Backend] = {}
    for entry in importlib.metadata.entry_points(group=BACKEND_GROUP):
        # Somebody else's plug-in may fail as it likes: the film is made without it.
        with contextlib.suppress(Exception):
            backend = entry.load()()
            told = project is not None and isinstance(backend, Templated)
            backends[entry.name] = backend.with_project(project) if told else backend
    return backends


class LocalProcesses:
    """An executor over processes of this machine, one thread each.

    Use as a context manager. `cache` is the folder that workers may keep things in. `on_progress`
    is told the first job of a request and its share done, 0 to 1, from a thread of its own.
    `makers` are sent to the workers as they are, as those must be that know of a project; the
    others are found there. `modules` are those that are loaded once for all workers, where the
    system lets processes part from one that did.
    """

    def __init__(
        self,
        workers: int,
        cache: Path,
        on_progress: Callable[[str, float], None],
        makers: Mapping[str, Maker] | None = None,
        modules: Sequence[str] = (),
    ) -> None:
        _warm_up(modules)
        self._workers = min(workers, WORKERS_MAX)
        self._cache = cache
        self._on_progress = on_progress
        self._makers = makers or {}
        self._crew = self._new_crew(self._workers)
        self._turns: _Turns | None = None

    def __enter__(self) -> LocalProcesses:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        self.close(at_once=kind is not None)

    def close(self, *, at_once: bool) -> None:
        """End the workers, when they are done or in the middle of their work."""
        self._crew.dismiss(at_once=at_once)

    async def run(
        self, request: Request, inputs: Mapping[str, Media], folder: Path, urgency: float = 0.0
    ) -> Answer:
        """See `Executor.run`; a worker that dies is an error of the request, not of the build."""
        loop = asyncio.get_running_loop()
        if self._turns is None or self._turns.loop is not loop:
            # One more than there are workers, so that none waits for the next request.
            self._turns = _Turns(loop, Line(self._workers + 1), asyncio.Lock())
        async with self._turns.together.turn(urgency):
            crew = self._crew
            try:
                return await crew.run(request, inputs, folder, self._makers.get(request.backend))
            except BrokenProcessPool:
                if self._crew is crew:
                    self._crew = self._new_crew(self._workers)
                    crew.dismiss(at_once=True)
        # A worker that dies takes the work of its whole crew along, and nobody knows whose
        # request it died of: each is asked again, alone.
        async with self._turns.alone:
            single = self._new_crew(1)
            try:
                return await single.run(request, inputs, folder, self._makers.get(request.backend))
            except BrokenProcessPool:
                return Answer(error="a worker process died (out of memory?)")
            finally:
                single.dismiss(at_once=True)

    def _new_crew(self, workers: int) -> _Crew:
        return _Crew(workers, self._cache, self._on_progress)


@dataclass(frozen=True, slots=True)
class _Turns:
    """Who may ask a crew now, in one event loop."""

    loop: asyncio.AbstractEventLoop
    together: Line
    alone: asyncio.Lock


class _Crew:
    """Worker processes, and the pipe over which they tell how far they are."""

    def __init__(
        self, workers: int, cache: Path, on_progress: Callable[[str, float], None]
    ) -> None:
        context = multiprocessing.get_context(_START_METHOD)
        self._queue: Any = context.SimpleQueue()
        self._pool = ProcessPoolExecutor(
            workers,
            mp_context=context,
            initializer=_start_worker,
            initargs=(self._queue, cache, dict(os.environ)),
        )
        threading.Thread(target=self._listen, args=(on_progress,), daemon=True).start()

    async def run(
        self, request: Request, inputs: Mapping[str, Media], folder: Path, maker: Maker | None
    ) -> Answer:
        try:
            with _interrupts_held():
                answer = self._pool.submit(_answer, request, dict(inputs), folder, maker)
        except (EOFError, OSError) as failure:
            # The process that workers part from has died in this very moment.
            raise BrokenProcessPool(f"no worker could be started: {failure}") from failure
        return await asyncio.wrap_future(answer)

    def dismiss(self, *, at_once: bool) -> None:
        """End the workers, when they are done or in the middle of their work."""
        if at_once:
            for process in list((self._pool._processes or {}).values()):
                process.kill()
        self._pool.shutdown(wait=True, cancel_futures=True)
        # Not by a message: a worker that was killed may have held the lock of the pipe.
        self._queue._writer.close()

    def _listen(self, on_progress: Callable[[str, float], None]) -> None:
        # Whatever becomes of the listener, the pipe is emptied: full, it would stop the workers.
        with contextlib.suppress(EOFError, OSError):
            while True:
                message = self._queue.get()
                with contextlib.suppress(Exception):
                    on_progress(*message)


# A worker that is forked from a process with threads can inherit a lock that is held: they part
# from one that has none, or begin anew where libraries of the system bear no fork.
_START_METHOD = "forkserver" if sys.platform == "linux" else "spawn"


def _warm_up(modules: Sequence[str]) -> None:
    """Begin to load what workers need, in the process that they will part from.

    Of several calls the first one counts.
    """
    if _START_METHOD != "forkserver":
        return
    from multiprocessing import forkserver

    given = {NAMES_VARIABLE: ",".join((__name__, *modules)), **dict.fromkeys(THREADS, "1")}
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    try:
        multiprocessing.set_forkserver_preload([warm.__name__])
        with _interrupts_held():
            forkserver.ensure_running()
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Processes that start in here do not hear Ctrl-C before they can say what they do with it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OPENCV_FOR_THREADS_NUM",
)
"""How libraries are told of how many threads they may take: workers have one each."""

_progress_queue: Any = None


def _start_worker(queue: Any, cache: Path, environment: Mapping[str, str]) -> None:
    global _progress_queue
    _progress_queue = queue
    os.environ.clear()
    os.environ.update(environment)
    os.environ[CACHE_VARIABLE] = str(cache)
    # Ctrl-C reaches the whole process group; the coordinator decides what becomes of workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in THREADS:
        os.environ[name] = "1"
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A worker whose build was killed has nobody to work for, and would wait for ever."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


@functools.cache
def _maker(name: str) -> Maker:
    # Not `find_backends`: to load those of all services takes longer than most jobs.
    [entry] = importlib.metadata.entry_points(group=BACKEND_GROUP, name=name)
    return cast("Maker", entry.load()())


def _answer(
    request: Request, inputs: dict[str, Media], folder: Path, maker: Maker | None = None
) -> Answer:
    told = 0.0

    def progress(share: float) -> None:
        nonlocal told
        if share - told >= 0.02:
            told = share
            _progress_queue.put((request.jobs[0], share))

    try:
        folder.mkdir(parents=True, exist_ok=True)
        maker = maker or _maker(request.backend)
        outputs = maker.make(request, inputs, folder, progress)
        return Answer(tuple((output, digest_file(output.path)) for output in outputs))
    except MakeError as error:
        return Answer(error=str(error))
    except OSError as error:
        return Answer(error=f"{error.strerror or error} ({error.filename or folder.name})")
    except Exception as error:
        return Answer(error=f"{type(error).__name__}: {error}", trace=traceback.format_exc())
