"""A server's websocket comes in; how much is done of each call, by its id, comes out as it goes.

Without it a call is only known to run: where the socket stays shut, it is made all the same.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

MESSAGE_BYTES_MAX = 64 << 20
"""Previews come by the same way; they are not looked at."""
OPEN_SECONDS_MAX = 5.0


@dataclass(slots=True)
class Shares:
    """The share done of each call, 0 to 1, as far as it was told; `nodes` are to be set by call."""

    nodes: dict[str, int] = field(default_factory=dict)
    done: dict[str, float] = field(default_factory=dict)

    def take_in(self, message: str | bytes) -> None:
        """Note what a message tells; one that is none of ours tells nothing."""
        try:
            told = json.loads(message) if isinstance(message, str) else None
        except ValueError:
            return
        if not isinstance(told, Mapping) or told.get("type") != "progress_state":
            return
        data = told.get("data")
        if not isinstance(data, Mapping):
            return
        id_, nodes = data.get("prompt_id"), data.get("nodes")
        if isinstance(id_, str) and isinstance(nodes, Mapping) and self.nodes.get(id_):
            share = sum(_share(node) for node in nodes.values()) / self.nodes[id_]
            self.done[id_] = max(self.done.get(id_, 0.0), min(share, 1.0))


@asynccontextmanager
async def listening(url: str, client: str) -> AsyncIterator[Shares]:
    """What the server at `url` tells its client of that name while the block lasts."""
    shares = Shares()
    address = f"ws{url.removeprefix('http')}/ws?clientId={client}"
    task = asyncio.create_task(_listen(address, shares))
    try:
        yield shares
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _listen(url: str, shares: Shares) -> None:
    try:
        from websockets.asyncio.client import connect
        from websockets.exceptions import WebSocketException
    except ImportError:
        return
    with contextlib.suppress(OSError, TimeoutError, WebSocketException):
        # No proxy of the environment, as for every other question.
        opening = connect(
            url, max_size=MESSAGE_BYTES_MAX, open_timeout=OPEN_SECONDS_MAX, proxy=None
        )
        async with opening as socket:
            async for message in socket:
                shares.take_in(message)


def _share(node: Any) -> float:
    """How much of a node is done."""
    if not isinstance(node, Mapping):
        return 0.0
    if node.get("state") == "finished":
        return 1.0
    value, most = node.get("value"), node.get("max")
    if isinstance(value, int | float) and isinstance(most, int | float) and most > 0:
        return max(0.0, min(value / most, 1.0))
    return 0.0
