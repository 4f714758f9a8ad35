"""The run of a build's asynchronous work, and what a person's Ctrl-C does to it."""

from __future__ import annotations

import asyncio
import contextlib

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


def test_an_interrupt_just_as_the_work_ends_is_an_interrupt() -> None:
    async def slow_to_go() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.sleep(0.01)

    def blow() -> None:
        raise KeyboardInterrupt

    async def work() -> None:
        tasks.add(asyncio.create_task(slow_to_go()))
        await asyncio.sleep(0)
        # It comes before the loop hears that the work is done.
        asyncio.get_running_loop().call_soon(blow)

    tasks: set[asyncio.Task[None]] = set()
    with pytest.raises(KeyboardInterrupt):
        run(work())
