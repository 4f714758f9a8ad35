"""Work that waits for services and processes is run to its end, or until the person stops it."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """What the work gives. Ctrl-C cancels it, and it may end what it is at; a second one leaves it.

    Both are heard between two steps of the loop. `asyncio.run` raises the second one wherever the
    loop is just then: what the loop had in hand is lost, and it waits for it without end, or says
    that it was stopped before its time (both seen with CPython 3.11).

    Raises
    ------
    KeyboardInterrupt
        Once the work is over, or left, after a Ctrl-C.
    """
    interrupted = False
    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        task, left = loop.create_task(work), loop.create_future()

        def interrupt() -> None:
            nonlocal interrupted
            if interrupted:
                left.set_result(None)
                # What is still cancelled then may hang: a third one is raised wherever it comes.
                loop.remove_signal_handler(signal.SIGINT)
            interrupted = True
            task.cancel()

        mine = threading.current_thread() is threading.main_thread()
        if mine and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            loop.add_signal_handler(signal.SIGINT, interrupt)  # Until the loop is closed.
        loop.run_until_complete(asyncio.wait((task, left), return_when=asyncio.FIRST_COMPLETED))
    if interrupted:
        raise KeyboardInterrupt
    return task.result()
