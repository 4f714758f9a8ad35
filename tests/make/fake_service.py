"""A service in this process, for tests: it counts what it is paid, and fails at exact points."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from drama_compiler.contract import (
    Ability,
    Capabilities,
    Connection,
    Cost,
    Handle,
    Job,
    JobKind,
    LostAnswer,
    Manners,
    Media,
    Once,
    Output,
    Request,
    ServiceError,
    Standing,
    Status,
    Submitted,
    Tier,
    Trouble,
)
from drama_compiler.contract.service import Service
from drama_dsl.diagnostic import Diagnostic

FAKE = "fake"
Fault = Callable[[], BaseException]


@dataclass
class FakeService:
    """Charges when a call is submitted. `before` and `after` hold what is raised at the n-th
    (from 0) `submit`, `poll`, …, ahead of its effect or behind it; `crash` is called at each.
    """

    once: Once = Once.KEY
    usd: float = 0.5
    concurrent_max: int = 4
    account: str = "mine"
    polls: int = 1
    answers_at_once: bool = False
    moderated: frozenset[str] = frozenset()
    standing: dict[str, Standing] = field(default_factory=dict)
    content: Callable[[str], bytes] = lambda job: f"made {job}".encode()
    left_out: frozenset[str] = frozenset()
    before: dict[tuple[str, int], Fault] = field(default_factory=dict)
    after: dict[tuple[str, int], Fault] = field(default_factory=dict)
    crash: Callable[[str], None] = lambda where: None
    handle_expires_at: float | None = None
    asked: dict[str, int] = field(default_factory=dict)
    paid: list[tuple[str, ...]] = field(default_factory=list)
    calls: dict[str, tuple[str, Request]] = field(default_factory=dict)
    polled: dict[str, int] = field(default_factory=dict)
    running: int = 0
    most_running: int = 0

    def describe(self) -> Capabilities:
        ability = Ability(JobKind.EFFECT, "1", Tier.FINAL, free=False)
        return Capabilities(FAKE, (ability,))

    def check(self, job: Job) -> tuple[Diagnostic, ...]:
        return ()

    def lower(self, batch: Sequence[Job]) -> Request:
        raise NotImplementedError

    def estimate(self, request: Request) -> Cost:
        raise NotImplementedError

    def manners(self) -> Manners:
        return Manners(self.once, self.account, self.concurrent_max, 0.0, 0.0)

    def connect(self) -> AbstractAsyncContextManager[Connection]:
        return _open(self)

    async def step(self, name: str, effect: Callable[[], None] = lambda: None) -> None:
        number = self.asked.get(name, 0)
        self.asked[name] = number + 1
        self.crash(f"before {name}")
        await asyncio.sleep(0)
        if (name, number) in self.before:
            raise self.before[name, number]()
        effect()
        self.crash(f"after {name}")
        if (name, number) in self.after:
            raise self.after[name, number]()


@asynccontextmanager
async def _open(service: FakeService) -> AsyncIterator[Connection]:
    yield _FakeConnection(service)


@dataclass
class _FakeConnection:
    service: FakeService

    async def stage(self, media: Media) -> Handle:
        await self.service.step("stage")
        return Handle(f"kept-{media.digest[:8]}", self.service.handle_expires_at)

    async def submit(
        self, request: Request, handles: Mapping[str, str], ticket: str, folder: Path
    ) -> Submitted:
        service = self.service

        def effect() -> None:
            if service.moderated & set(request.jobs):
                raise ServiceError(Trouble.MODERATED, "it is not decent")
            if service.once is Once.KEY and ticket in service.calls:
                return
            service.calls[ticket] = (f"id-{len(service.calls) + 1}", request)
            service.paid.append(request.jobs)

        await service.step("submit", effect)
        service.running += 1
        service.most_running = max(service.running, service.most_running)
        outputs = self._write(request, folder) if service.answers_at_once else ()
        return Submitted(service.calls[ticket][0], outputs)

    async def find(self, ticket: str) -> str | None:
        await self.service.step("find")
        return self.service.calls[ticket][0] if ticket in self.service.calls else None

    async def poll(self, id_: str) -> Standing:
        service = self.service
        await service.step("poll")
        service.polled[id_] = service.polled.get(id_, 0) + 1
        request = next(request for each, request in service.calls.values() if each == id_)
        if service.polled[id_] <= service.polls:
            return Standing(Status.RUNNING, 0.5)
        service.running -= 1
        return service.standing.get(request.jobs[0], Standing(Status.SUCCEEDED, 1.0, service.usd))

    async def fetch(self, id_: str, request: Request, folder: Path) -> tuple[Output, ...]:
        await self.service.step("fetch")
        return self._write(request, folder)

    async def cancel(self, id_: str) -> None:
        await self.service.step("cancel")

    def _write(self, request: Request, folder: Path) -> tuple[Output, ...]:
        outputs = []
        for number, job in enumerate(request.jobs):
            if job not in self.service.left_out:
                path = folder / f"{number}.txt"
                path.write_bytes(self.service.content(job))
                outputs.append(Output(job, path, "text/plain", {"seconds": 1}))
        return tuple(outputs)


def lost() -> BaseException:
    """An answer that never came."""
    return LostAnswer("the line went dead")


def refused(trouble: Trouble) -> Fault:
    """A definite no."""
    return lambda: ServiceError(trouble, f"no: {trouble}", 0.0)


def _is_a_service(fake: FakeService) -> Service:
    """Checked by mypy: the fake keeps to the contract."""
    return fake
