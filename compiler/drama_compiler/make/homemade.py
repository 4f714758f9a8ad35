"""A maker on this machine comes in; a service comes out whose calls cost nothing.

So what a profile gives to a model of one's own is planned, bought, kept and told like all else
that is no stand-in. A worker makes one call after the other; one that a build leaves behind is made
anew.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from drama_compiler.contract.backend import (
    Backend,
    Capabilities,
    Maker,
    Media,
    Output,
    Request,
)
from drama_compiler.contract.service import (
    Connection,
    Handle,
    Manners,
    Once,
    Service,
    ServiceError,
    Standing,
    Status,
    Submitted,
    Trouble,
)
from drama_compiler.graph.jobs import Job
from drama_compiler.graph.limits import Cost
from drama_compiler.make.executor import Answer, LocalProcesses
from drama_dsl.diagnostic import Diagnostic

ACCOUNT = "this machine"


def services_of(backends: Mapping[str, Backend], cache: Path) -> dict[str, Service]:
    """All that calls can be given to: services, and makers of more than stand-ins."""
    found: dict[str, Service] = {}
    for name, backend in backends.items():
        if isinstance(backend, Service):
            found[name] = backend
        elif _makes_takes(backend):
            found[name] = Homemade(backend, cache)
    return found


def _makes_takes(backend: Backend) -> bool:
    makes = callable(getattr(backend, "make", None))
    return makes and any(not each.free for each in backend.describe().abilities)


class Homemade:
    """A maker as a service; see `drama_compiler.contract.Service`."""

    def __init__(self, maker: Backend, cache: Path) -> None:
        self._maker = maker
        self._cache = cache

    def describe(self) -> Capabilities:
        """As the maker says."""
        return self._maker.describe()

    def check(self, job: Job) -> tuple[Diagnostic, ...]:
        """As the maker says."""
        return self._maker.check(job)

    def lower(self, batch: Sequence[Job]) -> Request:
        """As the maker says."""
        return self._maker.lower(batch)

    def estimate(self, request: Request) -> Cost:
        """As the maker says."""
        return self._maker.estimate(request)

    def manners(self) -> Manners:
        """One at a time; what is not heard of was never begun, and may be asked for again.

        Raises `ServiceError` where packages of the maker are not installed.
        """
        described = self._maker.describe()
        if described.missing:
            extra = f"pip install 'drama-lang[{described.name}]'"
            what = ", ".join(described.missing)
            raise ServiceError(Trouble.BROKEN, f"not installed: {what} ({extra})")
        return Manners(Once.LOOKUP, ACCOUNT, 1, poll_seconds=0.1, poll_seconds_max=2.0)

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[Connection]:
        """A bench to work at, until the block ends; what is unfinished then is left."""
        name = self._maker.describe().name
        shares: dict[str, float] = {}
        makers: dict[str, Maker] = {name: self._maker}  # type: ignore[dict-item]
        with tempfile.TemporaryDirectory(prefix="drama-") as folder:
            executor = LocalProcesses(1, self._cache, shares.__setitem__, makers)
            bench = _Bench(executor, Path(folder), shares)
            try:
                yield bench
            finally:
                unfinished = [work for work in bench.works.values() if not work.done()]
                for work in unfinished:
                    work.cancel()
                executor.close(at_once=bool(unfinished))


@dataclass(slots=True)
class _Bench:
    """Calls under way, by their tickets; `shares` says how far each job is."""

    executor: LocalProcesses
    folder: Path
    shares: Mapping[str, float]
    works: dict[str, asyncio.Task[Answer]] = field(default_factory=dict)
    jobs: dict[str, str] = field(default_factory=dict)
    staged: dict[str, Media] = field(default_factory=dict)

    async def stage(self, media: Media) -> Handle:
        """A file is taken from where it lies."""
        self.staged[str(media.path)] = media
        return Handle(str(media.path), expires_at=time.time())

    async def submit(
        self, request: Request, handles: Mapping[str, str], ticket: str, folder: Path
    ) -> Submitted:
        """Begin; the ticket is the chance that tells takes of one request apart."""
        inputs = {name: self.staged[handle] for name, handle in handles.items()}
        chanced = replace(request, body={**request.body, "chance": ticket})
        making = self.executor.run(chanced, inputs, self.folder / ticket)
        self.works[ticket] = asyncio.ensure_future(making)
        self.jobs[ticket] = request.jobs[0]
        return Submitted(ticket)

    async def find(self, ticket: str) -> str | None:
        """What is under way here; what an earlier build began is not."""
        return ticket if ticket in self.works else None

    async def poll(self, id_: str) -> Standing:
        """How far it is."""
        work = self.works.get(id_)
        if work is None:
            message = "the build that was making it has ended"
            return Standing(Status.CANCELLED, message=message, usd=0.0, charged=False)
        if not work.done():
            return Standing(Status.RUNNING, share=self.shares.get(self.jobs[id_]))
        error = work.result().error
        if error:
            return Standing(Status.FAILED, message=error, usd=0.0, charged=False)
        return Standing(Status.SUCCEEDED, usd=0.0)

    async def fetch(self, id_: str, request: Request, folder: Path) -> tuple[Output, ...]:
        """Move what was made to where it is wanted."""
        if id_ not in self.works:
            raise ServiceError(Trouble.GONE, "the build that was making it has ended")
        outputs = [output for output, _ in self.works[id_].result().outputs]
        places = {output.path: folder / output.path.name for output in outputs}
        for here, there in places.items():
            await asyncio.to_thread(shutil.copyfile, here, there)
        return tuple(replace(output, path=places[output.path]) for output in outputs)

    async def cancel(self, id_: str) -> None:
        """What has begun is ended with the bench."""
