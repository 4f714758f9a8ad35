"""What a service is: a backend whose work is done elsewhere, for money, and takes its time.

The life of a paid call: `stage` its media, `submit` it under a ticket of ours, `poll` until it
stands still, `fetch` at once what it made. Whoever drives it has the ticket on disk before
`submit` is called, and the service's id before the first `poll`.

The status words and the kinds of trouble are what twenty services have in common.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol, runtime_checkable

from drama_compiler.contract.backend import Backend, Media, Output, Request


class Once(StrEnum):
    """What keeps a call whose answer was lost from being paid for twice."""

    KEY = "key"
    """A second `submit` under the same ticket starts nothing and gives the first one's id."""
    LOOKUP = "lookup"
    """`find` tells whether a ticket has arrived."""
    NOTHING = "nothing"
    """Nothing does: such a call is put to the person, and never made again unasked."""


class Status(StrEnum):
    """Where a call stands."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    MODERATED = "moderated"
    CANCELLED = "cancelled"
    EXPIRED = "expired"

    @property
    def settled(self) -> bool:
        """Whether it will not change any more."""
        return self not in (Status.QUEUED, Status.RUNNING)


class Trouble(StrEnum):
    """Why a service does not do what it is asked."""

    INVALID = "invalid"
    """It does not understand the request, or refuses its form."""
    AUTH = "auth"
    """No key, a wrong one, or one that may not do this."""
    FUNDS = "funds"
    """The account is empty or closed."""
    BUSY = "busy"
    """Too much at once: the same call may be made later."""
    MODERATED = "moderated"
    """It refuses what the request says or shows; unchanged, it always will."""
    GONE = "gone"
    """What was made is no longer kept there, or the model is not any more."""
    BROKEN = "broken"
    """It fails in a way of its own."""


class ServiceError(Exception):
    """A definite answer that something will not be done: nothing was started by this call.

    The message is for the person and holds no key. `retry_after_seconds` is what the service
    asks to be waited, where it is BUSY.
    """

    def __init__(
        self, trouble: Trouble, message: str, retry_after_seconds: float | None = None
    ) -> None:
        super().__init__(message)
        self.trouble = trouble
        self.retry_after_seconds = retry_after_seconds


class NotKept(ServiceError):
    """A service does not keep (any more) what it once made for us, such as a voice.

    Nothing takes its place unasked: another would be another.
    """

    def __init__(self, message: str) -> None:
        super().__init__(Trouble.GONE, message)


class LostAnswer(Exception):
    """Nobody knows whether the service heard: the connection broke, or it answered nonsense.

    Of `submit` it means that the call may have been paid. Of anything else: ask again.
    """


@dataclass(frozen=True, slots=True)
class Handle:
    """Something of ours that a service keeps: its own word for it, and until when it does.

    `expires_at` is in seconds since 1970; None: for good.
    """

    value: str
    expires_at: float | None = None


@dataclass(frozen=True, slots=True)
class Submitted:
    """The service's id of a call. One that answers at once gives `outputs` with it."""

    id: str
    outputs: tuple[Output, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a call is: `share` of the work, 0 to 1, and `usd` paid, where they are told.

    `message` is the service's own word on what went wrong. `charged` is false where it says that
    a call that failed costs nothing.
    """

    status: Status
    share: float | None = None
    usd: float | None = None
    message: str = ""
    charged: bool = True


class Connection(Protocol):
    """An account of a service, opened. Every method may raise `ServiceError` and `LostAnswer`.

    No method calls twice what costs money.
    """

    async def stage(self, media: Media) -> Handle:
        """Give the service a file; free. Of an identity the handle is the voice that it keeps:
        raises `NotKept` where it does not.
        """
        ...

    async def submit(
        self, request: Request, handles: Mapping[str, str], ticket: str, folder: Path
    ) -> Submitted:
        """Make the paid call, under `ticket` (letters, digits, hyphens; 36 at most).

        `handles` are what `stage` gave, by the name of the input; `folder` takes the files of a
        service that answers at once.
        """
        ...

    async def find(self, ticket: str) -> str | None:
        """The id of the call under `ticket`; None where it never arrived. Only with a LOOKUP."""
        ...

    async def poll(self, id_: str) -> Standing:
        """How far the call is."""
        ...

    async def fetch(self, id_: str, request: Request, folder: Path) -> tuple[Output, ...]:
        """Download what was made, an output for every job of the request, into `folder`."""
        ...

    async def cancel(self, id_: str) -> None:
        """Ask the service to stop."""
        ...


@runtime_checkable
class Preparer(Protocol):
    """A connection that gives a service something else than our media: what it makes of it here.

    A voice has to begin where its clip wants it; of a long take only a part may be meant.
    """

    def prepare(
        self, request: Request, inputs: Mapping[str, Media], folder: Path
    ) -> Mapping[str, Media]:
        """What is staged in place of the inputs, by their names; made in `folder`.

        Pure: the same inputs give the same bytes. An input's fact `range`, where it has one, is
        the part `[start, end)` of its frames that is meant. Raises `MakeError`.
        """
        ...


@dataclass(frozen=True, slots=True)
class Manners:
    """How a service wants to be spoken to.

    `account` names whose money it is without giving it away (a digest of the key), so that what
    is staged with one account is not asked of another.
    """

    once: Once
    account: str
    concurrent_max: int = 4
    poll_seconds: float = 5.0
    poll_seconds_max: float = 30.0


@runtime_checkable
class Service(Backend, Protocol):
    """A backend that is paid."""

    def manners(self) -> Manners:
        """How to speak to it; raises `ServiceError` (AUTH) where there is no key."""
        ...

    def connect(self) -> AbstractAsyncContextManager[Connection]:
        """Open the account; raises `ServiceError` (AUTH) where there is no key."""
        ...
