"""The run of a build's asynchronous work, and what a person's Ctrl-C does to it."""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
import threading
import time

import pytest

from drama_compiler.make.running import run


def test_what_the_work_gives_is_given() -> None:
    async def work() -> int:
        await asyncio.sleep(0)
        return 3

    assert run(work()) == 3


def test_an_error_of_the_work_stays_what_it_was() -> None:
    async def work() -> None:
        raise RuntimeError("no such place")

    with pytest.raises(RuntimeError, match="no such place"):
        run(work())


def test_an_interrupted_work_ends_what_it_is_at() -> None:
    ended = []

    async def work() -> None:
        signal.raise_signal(signal.SIGINT)
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.01)
            ended.append("what it was at")

    with pytest.raises(KeyboardInterrupt):
        run(work())
    assert ended
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_second_interrupt_leaves_work_that_will_not_end() -> None:
    async def work() -> None:
        signal.raise_signal(signal.SIGINT)
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(60)
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(60)

    with pytest.raises(KeyboardInterrupt):
        run(work())


def test_an_interrupt_just_as_the_work_ends_is_an_interrupt() -> None:
    async def slow_to_go() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.01)

    async def work() -> None:
        tasks.add(asyncio.create_task(slow_to_go()))
        await asyncio.sleep(0)
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)

    tasks: set[asyncio.Task[None]] = set()
    with pytest.raises(KeyboardInterrupt):
        run(work())
    assert all(each.cancelled() for each in tasks)


# The loop closes its pipe before it lets go of the signal: what comes between is told only.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_interrupted_twice_at_any_moment_it_comes_to_an_end() -> None:
    async def step(pause: float) -> None:
        while True:
            await asyncio.to_thread(time.sleep, pause)

    async def work() -> None:
        begun.set()
        try:
            await asyncio.gather(*(step(chance.uniform(0, 0.001)) for _ in range(4)))
        finally:
            await asyncio.sleep(0.002)

    def blow(moments: tuple[float, float]) -> None:
        begun.wait()
        for moment in moments:
            time.sleep(moment)
            signal.pthread_kill(me, signal.SIGINT)

    chance, me = random.Random(3), threading.main_thread().ident or 0
    for _ in range(60):
        moments = (chance.uniform(0.003, 0.01), chance.uniform(0, 0.003))
        begun = threading.Event()
        person = threading.Thread(target=blow, args=(moments,))
        person.start()
        with pytest.raises(KeyboardInterrupt):
            try:
                run(work())
            finally:
                person.join()  # The second one may come when the work has ended already.
