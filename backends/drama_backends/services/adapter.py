"""What all adapters of services share: a table, a key and a lowering make a backend.

An adapter says its name, its key, its address and its manners, and writes two things: `lowered`
(jobs to a call) and `connection` (a call over the wire). See `docs/backends.md`.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

from drama_backends.media.versions import absent
from drama_backends.services.keys import Address, Key, account_of
from drama_backends.services.listed import Listed
from drama_backends.services.models import Model, model_for, priced
from drama_backends.services.wire import Server, Wire, opened
from drama_compiler.contract import (
    Ability,
    Capabilities,
    Connection,
    Cost,
    Handle,
    Job,
    JobKind,
    Json,
    Manners,
    Media,
    Once,
    Output,
    Request,
    ServiceError,
    Standing,
    Status,
    Trouble,
)
from drama_dsl.diagnostic import Diagnostic, error, hint

_COUNTS = ("clip_seconds", "stills", "characters", "sound_seconds")


@dataclass(frozen=True, slots=True)
class Lowered:
    """A call as an adapter asks for it.

    `call` is what is sent, with `media(name)` where the service's word for an input is to stand.
    `amount` is what is paid for, without a price, or with one where the price list is no matter
    of so much a unit. `outputs` tell whose the answer is, as `outputs_of` makes them; an input
    that stands only there is one all the same. `lost` are
    phrases for what the call cannot say of the jobs: `the seed`, `the frame it ends on`.
    """

    call: Mapping[str, Json]
    amount: Cost
    outputs: Sequence[Mapping[str, Json]]
    lost: tuple[str, ...] = ()


class Tabled(Listed):
    """What a table and a lowering make, whoever makes what comes of it."""

    packages: ClassVar[tuple[str, ...]] = ("httpx", "jinja2")

    def lowered(self, model: Model, batch: Sequence[Job]) -> Lowered:
        """The call for jobs of one kind and one model; raises `ServiceError` (INVALID)."""
        raise NotImplementedError

    def describe(self) -> Capabilities:
        """The table, as the compiler knows it."""
        abilities = tuple(
            model.ability(kind, self.version) for model in self.models for kind in model.kinds
        )
        named = self._named if any(model.by_name for model in self.models) else None
        return Capabilities(self.name, abilities, absent(*self.packages), named)

    def check(self, job: Job) -> tuple[Diagnostic, ...]:
        """Why the service would refuse this job, or what of it cannot be said to it."""
        try:
            lowered = self._lowered([job])
        except ServiceError as refusal:
            return (error("service-refuses", f"{self.name}: {refusal}", None),)
        who = f"{self.name}/{self._model(job).name}"
        return tuple(
            hint("not-carried", f"`{who}` cannot be told {lost}", None) for lost in lowered.lost
        )

    def lower(self, batch: Sequence[Job]) -> Request:
        """The call, what of its answer is whose, and what is paid for.

        Raises `ServiceError` (INVALID) for what `check` reports.
        """
        lowered = self._lowered(batch)
        model = self._model(batch[0])
        paid = {name: getattr(lowered.amount, name) for name in _COUNTS}
        body: dict[str, Json] = {
            "kind": str(batch[0].kind),
            "model": model.name,
            "call": lowered.call,
            "outputs": [dict(each) for each in lowered.outputs],
            "paid_for": {name: count for name, count in paid.items() if count},
        }
        if lowered.amount.usd_max:
            body["usd"] = [lowered.amount.usd_min, lowered.amount.usd_max]
        used = tuple(dict.fromkeys(media_in([lowered.call, *lowered.outputs])))
        return Request(self.name, self.version, tuple(job.name for job in batch), used, body)

    def estimate(self, request: Request) -> Cost:
        """What the call costs by the price list."""
        body = request.body
        model = model_for(self.models, JobKind(body["kind"]), body["model"])
        amount = Cost(**body["paid_for"])
        if "usd" in body:
            return replace(amount, usd_min=body["usd"][0], usd_max=body["usd"][1])
        return priced(model.price if model else None, amount)

    def _named(self, kind: JobKind, name: str) -> Ability | None:
        model = model_for(self.models, kind, name)
        return model.ability(kind, self.version) if model else None

    def _lowered(self, batch: Sequence[Job]) -> Lowered:
        model = self._model(batch[0])
        if any((job.kind, job.model) != (batch[0].kind, batch[0].model) for job in batch):
            raise ServiceError(Trouble.INVALID, "one call is of one kind and one model")
        return self.lowered(model, batch)

    def _model(self, job: Job) -> Model:
        model = model_for(self.models, job.kind, job.model)
        if model is None:
            message = f"the service has no model `{job.model}` for a {job.kind}"
            raise ServiceError(Trouble.INVALID, message)
        return model


class Adapter(Tabled):
    """A backend of a service; see `drama_compiler.contract.Service`.

    `once` is what the service's own documentation promises, and no more.
    """

    key: ClassVar[Key | None]
    address: ClassVar[Address]
    once: ClassVar[Once] = Once.NOTHING
    concurrent_max: ClassVar[int] = 4
    poll_seconds: ClassVar[float] = 5.0
    poll_seconds_max: ClassVar[float] = 30.0

    # What an adapter writes itself, besides `lowered`.

    def headers(self, key: str) -> Mapping[str, str]:
        """What every question carries, the key among it."""
        raise NotImplementedError

    def connection(self, wire: Wire) -> Connection:
        """The service spoken to over an open wire."""
        raise NotImplementedError

    # What they have in common.

    def account(self) -> tuple[str, str]:
        """The address and the key; raises `ServiceError` (AUTH) where there is none."""
        return self.address.find(), self.key.find() if self.key else ""

    def manners(self) -> Manners:
        """How to speak to it; raises `ServiceError` (AUTH) where there is no key."""
        return Manners(
            once=self.once,
            account=account_of(self.name, *self.account()),
            concurrent_max=self.concurrent_max,
            poll_seconds=self.poll_seconds,
            poll_seconds_max=self.poll_seconds_max,
        )

    def connect(self) -> AbstractAsyncContextManager[Connection]:
        """Open the account that the environment names."""
        url, key = self.account()
        return self._opened(Server(url, key, lambda: self.headers(key)))

    @asynccontextmanager
    async def _opened(self, server: Server) -> AsyncIterator[Connection]:
        async with opened(server) as wire:
            yield self.connection(wire)


@dataclass(frozen=True, slots=True)
class Answers:
    """A connection to a service that answers at once: `submit` is all that it does.

    What came with an answer that was lost cannot be had again.
    """

    wire: Wire = field(repr=False)

    async def stage(self, media: Media) -> Handle:
        """Nothing is kept there: a file goes with the call, which is told where it lies."""
        return Handle(str(media.path), expires_at=time.time())

    async def find(self, ticket: str) -> str | None:
        """It knows no tickets."""
        return None

    async def poll(self, id_: str) -> Standing:
        """What was answered is over."""
        return Standing(Status.EXPIRED, message="the service answers once, and that is over")

    async def fetch(self, id_: str, request: Request, folder: Path) -> tuple[Output, ...]:
        """It is not kept there."""
        raise ServiceError(Trouble.GONE, "the service answers once, and that is over")

    async def cancel(self, id_: str) -> None:
        """There is nothing to stop."""


def media(name: str) -> dict[str, str]:
    """In a call, the place where the service's word for what was staged is to stand."""
    return {"media": name}


def media_in(value: Json) -> list[str]:
    """The names of all inputs that a call is made of, in order."""
    if isinstance(value, Mapping):
        if value.keys() == {"media"} and isinstance(value["media"], str):
            return [value["media"]]
        return [name for each in value.values() for name in media_in(each)]
    if isinstance(value, list | tuple):
        return [name for each in value for name in media_in(each)]
    return []


def bound(value: Any, handles: Mapping[str, Any]) -> Any:
    """A call with the service's own words for what was staged in place of the names of jobs."""
    if isinstance(value, Mapping):
        if value.keys() == {"media"} and isinstance(value["media"], str):
            return handles[value["media"]]
        return {key: bound(each, handles) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [bound(each, handles) for each in value]
    return value
