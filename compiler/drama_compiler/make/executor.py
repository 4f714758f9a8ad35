"""Requests come in; they are answered by backends in worker processes; outputs come out.

The executor is a protocol so that a cluster can take the place of this machine's processes.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

from drama_compiler.contract.backend import (
    CACHE_VARIABLE,
    Backend,
    MakeError,
    Maker,
    Media,
    Output,
    Readied,
    Request,
)
from drama_compiler.graph.keys import digest_file
from drama_compiler.make import warm
from drama_compiler.make.installed import Installed
from drama_compiler.make.line import Line

Result = TypeVar("Result")

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


class Unwanted(Exception):
    """What is asked for is wanted no more, and was not begun."""


class Executor(Protocol):
    """Where local work is done."""

    async def run(
        self, request: Request, inputs: Mapping[str, Media], folder: Path, urgency: float = 0.0
    ) -> Answer:
        """Answer the request, leaving files in `folder`.

        Of requests that wait, that of the greatest `urgency` goes first: the seconds of work from
        here to the end of the film. Raises Unwanted.
        """
        ...


def find_backends(project: Path | None = None) -> Mapping[str, Backend]:
    """Every backend that is installed, by its name, loaded when it is asked for.

    Those that can be told of a `project` (its root) make their requests with its own files.
    """
    return Installed(project)


class LocalProcesses:
    """An executor over processes of this machine, one thread each.

    Use as a context manager, for one build or for many. `cache` is the folder that workers may keep
    things in. `on_progress` is told the first job of a request and its share done, 0 to 1, from a
    thread of its own. `makers` are sent to the workers as they are, as those must be that know of
    a project; the others are found there.
    """

    def __init__(
        self,
        workers: int,
        cache: Path,
        on_progress: Callable[[str, float], None],
        makers: Mapping[str, Maker] | None = None,
    ) -> None:
        warm.begin()
        self._workers = min(workers, WORKERS_MAX)
        self._cache = cache
        self._on_progress = on_progress
        self._wanted = _always
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

    def serve(self, on_progress: Callable[[str, float], None], wanted: Callable[[], bool]) -> None:
        """Work for another build from now on, as long as what it asks for is `wanted`."""
        self._on_progress, self._wanted = on_progress, wanted

    def stand_ready(self, requests: Sequence[Request] = ()) -> None:
        """Have every worker there, ready for such requests, before there is anything to do."""
        # What is broken shows when there is something to do.
        with contextlib.suppress(BrokenProcessPool):
            self._crew.call_up(self._workers, requests)

    async def run(
        self, request: Request, inputs: Mapping[str, Media], folder: Path, urgency: float = 0.0
    ) -> Answer:
        """See `Executor.run`; a worker that dies is an error of the request, not of the build."""
        loop = asyncio.get_running_loop()
        if self._turns is None or self._turns.loop is not loop:
            # One more than there are workers, so that none waits for the next request.
            self._turns = _Turns(loop, Line(self._workers + 1), asyncio.Lock())
        async with self._turns.together.turn(urgency):
            if not self._wanted():
                raise Unwanted
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
        # Whoever is served when the news comes is told.
        return _Crew(workers, self._cache, lambda job, share: self._on_progress(job, share))


def _always() -> bool:
    return True


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
        context = multiprocessing.get_context(warm.START_METHOD)
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
        answer = self._submit(_answer, request, dict(inputs), folder, maker)
        return await asyncio.wrap_future(answer)

    def call_up(self, workers: int, requests: Sequence[Request]) -> None:
        """Have workers start, and load what they need before they are asked for more."""
        for _ in range(workers):
            self._submit(_get_ready, tuple(requests))

    def _submit(self, work: Callable[..., Result], *what: object) -> Future[Result]:
        try:
            with warm.interrupts_held():
                return self._pool.submit(work, *what)
        except (EOFError, OSError) as failure:
            # The process that workers part from has died in this very moment.
            raise BrokenProcessPool(f"no worker could be started: {failure}") from failure

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


_progress_queue: Any = None
_installed = Installed()


def _start_worker(queue: Any, cache: Path, environment: Mapping[str, str]) -> None:
    global _progress_queue
    _progress_queue = queue
    os.environ.clear()
    os.environ.update(environment)
    os.environ[CACHE_VARIABLE] = str(cache)
    # Ctrl-C reaches the whole process group; the coordinator decides what becomes of workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in warm.THREADS:
        os.environ[name] = "1"
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A worker whose build was killed has nobody to work for, and would wait for ever."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _get_ready(requests: Sequence[Request]) -> None:
    """Runs in a worker: find those who make what no film is without, and let them load."""
    for name in warm.makers():
        _installed.get(name)
    for request in requests:
        with contextlib.suppress(Exception):
            maker = _maker(request.backend)
            if isinstance(maker, Readied):
                maker.get_ready(request)


def _maker(name: str) -> Maker:
    return cast("Maker", _installed[name])


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
