"""Orders of one stage come in; takes come out, paid once, in the store and in the journal.

Each order waits for those of the others that it is made of. What is refused, capped, unknown or
under way stops only what is made of it: the film shows a stand-in for it.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from graphlib import TopologicalSorter
from typing import Any

from drama_compiler.contract.backend import Request
from drama_compiler.contract.service import Service, ServiceError, Trouble
from drama_compiler.graph.jobs import Job
from drama_compiler.graph.keys import basis, canonical, digest
from drama_compiler.make.attempt import carry_on, resume
from drama_compiler.make.bought import (
    Bought,
    Order,
    Result,
    Unbought,
    count,
    left_out,
    told_of,
)
from drama_compiler.make.desk import Closed, Desk, Gone, Held, Shop, selling, stage_inputs
from drama_compiler.plan.decide import Batch
from drama_compiler.store.attempts import Attempt, AttemptState, Call, Given, Kept, Wanted
from drama_compiler.store.budget import Caps, amount_of
from drama_compiler.store.journal import CapReached, Overtaken
from drama_compiler.store.media import check_writable
from drama_compiler.store.state import Take

Finished = Callable[[Batch, str], None]
"""Told of every order that is at its end, with its Result, as `make` tells of a batch."""


async def buy(
    orders: Iterable[Order],
    known: Mapping[str, Take],
    services: Mapping[str, Service],
    shop: Shop,
    caps: Caps,
    on_finished: Finished = lambda batch, status: None,
) -> Bought:
    """Have every order filled whose inputs are there, within `caps` over all that was ever spent.

    `known` are takes by job: what stands there is used, whatever is bought for that job. Raises
    OSError where the store cannot be written, before anything is paid, and ValueError where a job
    is, over others, made of itself. Cancelled, it asks for nothing more; the journal knows the
    rest. Every service's own trouble is in what comes out.
    """
    orders = tuple(orders)
    made_of = {job.name: _inputs(each.batch) for each in orders for job in each.batch.jobs}
    TopologicalSorter(made_of).prepare()
    if not orders:
        return Bought()
    check_writable(shop.media.folder)
    async with selling({each.batch.request.backend for each in orders}, services, shop) as desks:
        buyer = _Buyer(shop, desks, caps, on_finished, dict(known), set(made_of))
        async with asyncio.TaskGroup() as group:
            for order in orders:
                group.create_task(buyer.fill(order))
    return buyer.bought


class _Buyer:
    """One stage under way."""

    def __init__(
        self,
        shop: Shop,
        desks: Mapping[str, Desk | Closed],
        caps: Caps,
        on_finished: Finished,
        known: dict[str, Take],
        ordered: set[str],
    ) -> None:
        self.bought = Bought()
        self._shop = shop
        self._desks = desks
        self._caps = caps
        self._on_finished = on_finished
        self._known = known
        self._finished = {name: asyncio.Event() for name in ordered}
        self._asked: dict[str, asyncio.Lock] = {}
        self._tries: dict[str, int] = {}

    async def fill(self, order: Order) -> None:
        """Fill an order, and let those know that wait for it."""
        for name in _inputs(order.batch):
            if name in self._finished:
                await self._finished[name].wait()
        result = await self._filled(order)
        self._on_finished(order.batch, str(result))
        for job in order.batch.jobs:
            self._finished[job.name].set()

    async def _filled(self, order: Order) -> Result:
        request = order.batch.request
        absent = [name for name in request.inputs if name not in self._takes]
        if absent:
            return self._without(order, Result.SKIPPED, f"{absent[0]} is not there")
        desk = self._desks[request.backend]
        try:
            call = self._call(order, desk.manners.account if isinstance(desk, Desk) else "")
            # Two jobs that ask exactly the same are served by one take.
            async with self._asked.setdefault(call.digest, asyncio.Lock()):
                return await self._have(order, call, desk)
        except (OSError, sqlite3.Error) as failure:
            self.bought.halted = failure
            return self._without(order, Result.PENDING, str(failure))

    @property
    def _takes(self) -> Mapping[str, Take]:
        return {**self.bought.takes, **self._known}

    def _call(self, order: Order, account: str) -> Call:
        request, takes = order.batch.request, self._takes
        inputs = {name: takes[name] for name in request.inputs}
        return Call(
            digest=request.digest({name: take.media for name, take in inputs.items()}),
            backend=request.backend,
            model=order.batch.jobs[0].model,
            account=account,
            request=request_data(request),
            inputs={name: Given(t.media, t.type, t.facts) for name, t in inputs.items()},
            wanted=tuple(self._wanted(job, order) for job in order.batch.jobs),
            reserve=amount_of(order.batch.cost),
        )

    def _wanted(self, job: Job, order: Order) -> Wanted:
        """The job with its basis, which is kept in the store."""
        inputs = {name: self._takes[name].media for name in job.inputs if name in self._takes}
        data = canonical(basis(job, inputs))
        of = digest(data)
        if not self._shop.media.has(of, "application/json"):
            self._shop.arriving.mkdir(parents=True, exist_ok=True)
            path = self._shop.arriving / f"{of}.json"
            path.write_bytes(data)
            self._shop.media.adopt(path, of, "application/json")
        return Wanted(
            job.name,
            order.lock_names[job.name],
            of,
            job.tier,
            getattr(job.brief, "seed", None),
            job.origin,
        )

    async def _have(self, order: Order, call: Call, desk: Desk | Closed) -> Result:
        tries = self._shop.journal.attempts(call.digest)
        done = [each for each in tries if each.state is AttemptState.DONE]
        had = []
        for attempt in done:
            attempt = self._shop.journal.serve_also(attempt, call.wanted)
            here = await self._still_here(attempt, desk)
            if here is not None:
                had.append(here)
        self._reuse(had, call)
        if not order.redo:
            if len(had) >= order.takes:
                return Result.REUSED
            # Anew: one whose media is gone may have come to another end by now.
            stopped = self._stopped(self._shop.journal.attempts(call.digest))
            if stopped:
                return self._told(stopped, order)
        if isinstance(desk, Closed):
            return self._without(order, Result.FAILED, desk.why)
        more = order.takes if order.redo else order.takes - len(had)
        # What was decided on is what is bought: nobody may have tried since.
        self._tries[call.digest] = len(tries)
        results = await asyncio.gather(*(self._try(order, call, desk) for _ in range(more)))
        self._keep(self._shop.journal.attempts(call.digest), call)
        return Result.BOUGHT if Result.BOUGHT in results else results[0]

    def _stopped(self, tries: Iterable[Attempt]) -> Unbought | None:
        """Why a call is not made again unasked, if it is not."""
        for each in tries:
            if each.state.open:
                return told_of(each, Result.PENDING, "it is under way since an earlier build")
            if each.blocks:
                unknown = each.state is AttemptState.UNKNOWN
                return told_of(each, Result.UNKNOWN if unknown else Result.REFUSED, each.message)
        return None

    def _told(self, why: Unbought, order: Order) -> Result:
        known = {(each.ticket, each.result) for each in self.bought.unbought}
        if (why.ticket, why.result) not in known:
            job = order.batch.jobs[0]
            self.bought.unbought.append(replace(why, job=job.name, origin=job.origin))
        return why.result

    def _without(
        self, order: Order, result: Result, message: str, trouble: str = "", gone: str = ""
    ) -> Result:
        job, backend = order.batch.jobs[0], order.batch.request.backend
        self.bought.unbought.append(
            Unbought(result, job.name, backend, message, job.origin, trouble=trouble, gone=gone)
        )
        return result

    async def _still_here(self, attempt: Attempt, desk: Desk | Closed) -> Attempt | None:
        """A done attempt with its media; where that is gone from the store, fetched once more."""
        has = self._shop.media.has
        if all(has(each.media, each.type) for each in attempt.kept):
            return attempt
        if isinstance(desk, Closed) or desk.manners.account != attempt.call.account:
            return None
        try:
            async with desk.turns:
                attempt = await resume(self._shop.journal.fetch_again(attempt), desk, self._shop)
        except Held:
            return None
        return attempt if attempt.state is AttemptState.DONE else None

    def _reuse(self, had: Iterable[Attempt], call: Call) -> None:
        for attempt in had:
            self._shop.journal.unfold(attempt)
            self.bought.reused.append(attempt)
            self.bought.unbought += left_out(attempt)
        self._keep(had, call)

    def _keep(self, attempts: Iterable[Attempt], call: Call) -> None:
        """The takes of the last attempt that is done are those of the jobs."""
        for attempt in attempts:
            if attempt.state is not AttemptState.DONE:
                continue
            places = {wanted.job: index for index, wanted in enumerate(attempt.call.wanted)}
            for kept in attempt.kept:
                job = call.wanted[places[kept.job]].job
                self.bought.takes[job] = _as_take(kept)

    async def _try(self, order: Order, call: Call, desk: Desk) -> Result:
        """One more attempt at a call."""
        async with desk.turns:
            if self.bought.halted is not None or desk.closed:
                why = desk.closed or str(self.bought.halted)
                return self._without(order, Result.FAILED, why)
            journal = self._shop.journal
            cap = journal.fits(call.reserve, self._caps)
            if cap:
                return self._without(order, Result.CAPPED, str(CapReached(cap)), cap)
            try:
                handles = await stage_inputs(call, desk, self._shop)
                if self.bought.halted is not None or desk.closed:
                    why = desk.closed or str(self.bought.halted)
                    return self._without(order, Result.FAILED, why)
                attempt = journal.intend(call, self._caps, self._tries[call.digest])
                self._tries[call.digest] = attempt.n
            except CapReached as reached:
                return self._without(order, Result.CAPPED, str(reached), reached.cap)
            except Overtaken:
                return self._without(order, Result.PENDING, "another build is asking for it")
            except Gone as gone:
                return self._without(order, Result.FAILED, str(gone), gone=gone.input)
            except ServiceError as refusal:
                if refusal.trouble in (Trouble.AUTH, Trouble.FUNDS):
                    desk.closed = str(refusal)
                return self._without(order, Result.FAILED, str(refusal), str(refusal.trouble))
            except Held as held:
                return self._without(order, Result.FAILED, str(held))
            return await self._carried(attempt, desk, handles)

    async def _carried(self, attempt: Attempt, desk: Desk, handles: dict[str, str]) -> Result:
        try:
            attempt = await carry_on(attempt, desk, self._shop, handles)
        except Held as held:
            self.bought.unbought.append(told_of(attempt, Result.PENDING, str(held)))
            return Result.PENDING
        except (OSError, sqlite3.Error) as failure:
            self.bought.halted = failure
            self.bought.unbought.append(told_of(attempt, Result.PENDING, str(failure)))
            return Result.PENDING
        count(attempt, self.bought)
        if attempt.state is AttemptState.DONE:
            return Result.BOUGHT
        return self.bought.unbought[-1].result


def request_data(request: Request) -> dict[str, Any]:
    """A request as JSON data."""
    return {
        "backend": request.backend,
        "version": request.version,
        "jobs": list(request.jobs),
        "inputs": list(request.inputs),
        "body": request.body,
    }


def _inputs(batch: Batch) -> set[str]:
    """Whatever the jobs of a call are made of, or are of, apart from each other."""
    inputs = {name for job in batch.jobs for name in job.inputs}
    return inputs.union(batch.request.inputs).difference(batch.request.jobs)


def _as_take(kept: Kept) -> Take:
    return Take(kept.media, kept.type, dict(kept.facts))
