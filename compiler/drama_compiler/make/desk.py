"""Services come in; their accounts come out, opened, and what they keep of our media."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import functools
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from drama_compiler.contract.backend import MakeError, Media, Request
from drama_compiler.contract.service import (
    Connection,
    LostAnswer,
    Manners,
    NotKept,
    Preparer,
    Service,
    ServiceError,
    Trouble,
)
from drama_compiler.make.patience import Patience, waits
from drama_compiler.store.attempts import Call
from drama_compiler.store.journal import Journal
from drama_compiler.store.media import MediaStore
from drama_compiler.store.processes import HEARTBEAT_SECONDS

_Answer = TypeVar("_Answer")

_OF_THE_DISK = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO}
)


class Held(Exception):
    """A call cannot be brought further now, and is not at an end: a later build goes on with it.

    The message is for the person.
    """


class Gone(NotKept):
    """A service does not keep what a call is to be made of: the job `input`."""

    def __init__(self, message: str, input_: str) -> None:
        super().__init__(message)
        self.input = input_


@dataclass(frozen=True, slots=True)
class Shop:
    """Where a build buys: its memory, its store, the folder of what arrives, its patience.

    `arriving` must lie on the file system of the store, and outlive the build.
    """

    journal: Journal
    media: MediaStore
    arriving: Path
    patience: Patience = field(default_factory=Patience)
    progressed: Callable[[str, float], None] = lambda job, share: None


@dataclass(slots=True)
class Desk:
    """An account of a service. `closed` says why nothing more is asked of it in this build."""

    manners: Manners
    connection: Connection
    turns: asyncio.Semaphore
    downloads: asyncio.Semaphore
    staging: dict[str, asyncio.Lock] = field(default_factory=dict)
    staged: dict[str, set[str]] = field(default_factory=dict)
    """The digests of what the service was given for a call, by the call's."""
    closed: str = ""


@dataclass(frozen=True, slots=True)
class Closed:
    """A service that cannot be spoken to, and why."""

    why: str


@contextlib.asynccontextmanager
async def selling(
    names: Iterable[str], services: Mapping[str, Service], shop: Shop
) -> AsyncIterator[dict[str, Desk | Closed]]:
    """The services' accounts, open; other builds are told that this one lives."""

    async def beat() -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            with contextlib.suppress(sqlite3.Error):
                shop.journal.beat()

    async with contextlib.AsyncExitStack() as stack:
        beating = asyncio.create_task(beat())
        stack.callback(beating.cancel)
        yield await _open_desks(names, services, stack)


async def _open_desks(
    names: Iterable[str], services: Mapping[str, Service], stack: contextlib.AsyncExitStack
) -> dict[str, Desk | Closed]:
    """Open the account of every named service, for as long as the stack is."""
    desks: dict[str, Desk | Closed] = {}
    for name in sorted(set(names)):
        if name not in services:
            desks[name] = Closed(f"there is no service `{name}` here")
            continue
        try:
            manners = services[name].manners()
            connection = await stack.enter_async_context(services[name].connect())
        except Exception as failure:
            # Whatever an adapter raises, the film is made without it.
            desks[name] = Closed(told(failure))
            continue
        most = max(1, manners.concurrent_max)
        desks[name] = Desk(
            manners, connection, asyncio.Semaphore(most), asyncio.Semaphore(min(4, most))
        )
    return desks


async def stage_inputs(call: Call, desk: Desk, shop: Shop) -> dict[str, str]:
    """Give the service the media of a call, as far as it has not got them: its words for each.

    Raises ServiceError where it refuses one, Held where it does not answer.
    """
    media = {}
    for name, given in call.inputs.items():
        path = shop.media.path(given.media, given.type)
        media[name] = Media(given.media, path, given.type, given.facts)
    if not isinstance(desk.connection, Preparer):
        return await _staged(media, call, desk, shop)
    for name in media:
        _check_here(name, media[name], shop)
    shop.arriving.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=shop.arriving) as folder:
        prepare = desk.connection.prepare
        try:
            made = await asyncio.to_thread(prepare, request_of(call), media, Path(folder))
        except MakeError as failure:
            raise Held(str(failure)) from None
        return await _staged(made, call, desk, shop)


async def _staged(media: Mapping[str, Media], call: Call, desk: Desk, shop: Shop) -> dict[str, str]:
    handles = {}
    desk.staged[call.digest] = {each.digest for each in media.values()}
    for name, each in media.items():
        async with desk.staging.setdefault(each.digest, asyncio.Lock()):
            known = shop.journal.handle(call.backend, desk.manners.account, each.digest)
            if known is None:
                _check_here(name, each, shop)
                ask = functools.partial(desk.connection.stage, each)
                try:
                    handle = await patiently(ask, shop.patience, each.digest)
                except NotKept as failure:
                    raise Gone(str(failure), name) from None
                known = handle.value
                shop.journal.keep_handle(
                    call.backend, desk.manners.account, each.digest, known, handle.expires_at
                )
        handles[name] = known
    return handles


def _check_here(name: str, media: Media, shop: Shop) -> None:
    ours = media.path == shop.media.path(media.digest, media.type)
    if ours and not shop.media.has(media.digest, media.type):
        raise Held(f"the media of {name} is not in the store")


def request_of(call: Call) -> Request:
    """The request as it was made, though the script may be another by now."""
    asked: dict[str, Any] = dict(call.request)
    return Request(
        backend=asked["backend"],
        version=asked["version"],
        jobs=tuple(asked["jobs"]),
        inputs=tuple(asked["inputs"]),
        body=asked["body"],
    )


def forget_handles(call: Call, desk: Desk, shop: Shop) -> None:
    """The service says that it does not have the media any more."""
    for digest in desk.staged.get(call.digest, ()):
        shop.journal.forget_handle(call.backend, desk.manners.account, digest)


async def patiently(
    ask: Callable[[], Awaitable[_Answer]], patience: Patience, seed: str
) -> _Answer:
    """Ask what costs nothing, again where no answer comes or the service is busy.

    Raises ServiceError for every other refusal, Held where patience is at its end, and OSError
    where the disk of this machine fails.
    """
    pauses = waits(patience, seed)
    tries = 0
    while True:
        tries += 1
        pause, why = 0.0, Exception()
        try:
            async with asyncio.timeout(patience.answer_seconds_max):
                return await ask()
        except ServiceError as refusal:
            if refusal.trouble not in (Trouble.BUSY, Trouble.BROKEN):
                raise
            pause, why = refusal.retry_after_seconds or 0.0, refusal
        except Held:
            raise
        except Exception as failure:
            if is_of_the_disk(failure):
                raise
            why = failure
        if tries >= patience.tries_max:
            raise Held(told(why))
        await asyncio.sleep(max(pause, next(pauses)))


def is_of_the_disk(failure: Exception) -> bool:
    """Whether this machine's own disk failed, and no connection."""
    return isinstance(failure, OSError) and failure.errno in _OF_THE_DISK


def told(failure: Exception) -> str:
    """What to say of a failure; an exception that no contract names is told by its kind."""
    if isinstance(failure, ServiceError | Held):
        return str(failure)
    if isinstance(failure, LostAnswer | TimeoutError):
        return str(failure) or "the service does not answer"
    return f"{type(failure).__name__}: {failure}"
