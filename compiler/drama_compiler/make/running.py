"""Work that waits for services and processes is run to its end, or until the person stops it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """What the work gives. Ctrl-C cancels it; a second one ends it wherever it is.

    Raises
    ------
    KeyboardInterrupt
        At either. `asyncio.run` alone raises a RuntimeError at a second one that comes just as
        the work ends: the loop is then told to stop while it waits for what is still cancelled
        (seen with CPython 3.11).
    """
    try:
        return asyncio.run(work)
    except RuntimeError as stumbled:
        if isinstance(stumbled.__context__, KeyboardInterrupt):
            raise stumbled.__context__ from None
        raise
