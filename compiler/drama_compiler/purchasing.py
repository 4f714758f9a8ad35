"""A film and a profile come in; what the profile has made by services is bought, stage by stage,
and the lock comes out with it.

Voices first, for their lengths fix the schedule; then stills, so that they can be looked at before
motion is paid for; then clips; then music and sounds. Every stage is planned anew on what the one
before has brought, and nothing is paid before the whole of it fits the caps.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from drama_compiler.contract.backend import Backend
from drama_compiler.contract.service import Service
from drama_compiler.film.times import Schedule
from drama_compiler.graph.jobs import Graph, Job, JobKind
from drama_compiler.make.bought import Bought, Order, Unbought
from drama_compiler.make.buy import buy
from drama_compiler.make.desk import Shop
from drama_compiler.make.homemade import services_of
from drama_compiler.make.running import run
from drama_compiler.make.settle import settle
from drama_compiler.make.tell_bought import tell_bought
from drama_compiler.plan.admit import admit
from drama_compiler.plan.decide import Batch
from drama_compiler.plan.losses import losses
from drama_compiler.plan.paid_graph import paid_graph, target_of
from drama_compiler.plan.paid_plan import PaidPlan, decide_paid
from drama_compiler.plan.save import moved
from drama_compiler.plan.states import Condition, entry_of
from drama_compiler.planning import known_of
from drama_compiler.references import bring_in
from drama_compiler.session import Analysis
from drama_compiler.spending import STAGES, Spending
from drama_compiler.store.attempts import AttemptState
from drama_compiler.store.fold import fold
from drama_compiler.store.journal import JOURNAL_FILE, Journal
from drama_compiler.store.lock import Entry, Lock, lock_name
from drama_compiler.store.lock_names import wants_names, with_names
from drama_compiler.store.lock_text import write_lock
from drama_compiler.store.media import MediaStore
from drama_compiler.store.state import Take
from drama_dsl.diagnostic import Diagnostic

VOICES = ("voices",)
AFTER_VOICES = tuple(STAGES)[1:]


class Counter(Protocol):
    """Who is told how buying goes on."""

    def warned(self, words: str) -> None:
        """What a person should know before money is spent."""

    def ordered(self, stage: str, orders: tuple[Order, ...]) -> None:
        """A stage begins, with these calls to make."""

    def finished(self, batch: Batch, status: str) -> None:
        """A call is at its end; see `Result`."""

    def progressed(self, job: str, share: float) -> None:
        """How much of a call is done, 0 to 1."""


@dataclass(slots=True)
class Purchases:
    """Buying for one film, under way. `lock` is what it has come to.

    `diagnostics` tell what was not bought and what cannot be carried; `bought` are the jobs that
    were paid for in this build, and `usd_micros` what that cost.
    """

    analysis: Analysis
    backends: Mapping[str, Backend]
    shop: Shop
    spending: Spending
    counter: Counter
    lock: Lock
    bought: list[str] = field(default_factory=list)
    usd_micros: int = 0
    diagnostics: list[Diagnostic] = field(default_factory=list)
    _unbought: list[Unbought] = field(default_factory=list)
    _refused: bool = False
    _warned: bool = False
    _saved: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        self._saved = self.spending.saved

    def settle(self) -> None:
        """Bring to an end what earlier builds left open, whatever is asked for now."""
        left_open = self.shop.journal.all(*(each for each in AttemptState if each.open))
        # To load every service takes long, and mostly none is waited for.
        services = self._services if left_open else {}
        self._take_in(run(settle(services, self.shop)))

    def buy(self, schedule: Schedule, stages: tuple[str, ...]) -> None:
        """Buy what these stages lack; nothing where the whole film does not fit the caps."""
        spending = self.spending
        for stage in stages:
            if self._refused or stage not in spending.stages or not spending.profile.buys:
                return
            plan, graph = self._plan(schedule)
            spent = self.shop.journal.spent()
            refusals = (
                *self._moved(plan),
                *admit(
                    until(plan, spending.stages),
                    spent,
                    spending.caps,
                    allow_unpriced=spending.unpriced,
                ),
            )
            if refusals:
                self._refused = True
                self.diagnostics += refusals
                return
            orders = self._orders(plan, STAGES[stage])
            if orders and not self._warned and losses(plan):
                self._warned = True
                self.counter.warned(losses(plan))
            if orders:
                self.counter.ordered(stage, orders)
                known = self._known(graph, plan, orders)
                self._buy(orders, known)

    def _plan(self, schedule: Schedule) -> tuple[PaidPlan, Graph]:
        """What is bought, kept and left as things stand, and the graph it is about."""
        analysis, spending = self.analysis, self.spending
        origins = analysis.resolution.origins
        level = min(spending.wishes.level, 1)
        graph, found = paid_graph(
            analysis.film,
            schedule,
            spending.profile,
            self.backends,
            level,
            origins,
            analysis.references.images.keys(),
        )
        found = (*found, *analysis.references.wrong)
        self.diagnostics += [each for each in found if each not in self.diagnostics]
        known = known_of(analysis, self.lock, self.shop.media)
        target = target_of(analysis.film, spending.profile, self.backends, origins)
        return decide_paid(graph, known, self.backends, target, spending.wishes), graph

    def _moved(self, plan: PaidPlan) -> tuple[Diagnostic, ...]:
        """Why a saved plan cannot be carried out; what it brings itself moves nothing."""
        saved, self._saved = self._saved, None
        return moved(saved, plan, self.spending.wishes.level) if saved else ()

    def close(self) -> None:
        """Write the lock, if anything came into it, and tell what was not bought."""
        unfolded = self.shop.journal.unfolded()
        self.lock = fold(self.lock, unfolded)
        project, names = self.analysis.project, self.analysis.resolution.names
        if project.lock_file.is_file() or wants_names(self.lock, project.key):
            self.lock = with_names(self.lock, project.key, names)
            write_lock(project.lock_file, self.lock)
            self.shop.journal.mark_folded(unfolded)
        self.diagnostics += tell_bought(self._unbought, self.analysis.resolution.origins)
        self._unbought.clear()

    def _buy(self, orders: tuple[Order, ...], known: Mapping[str, Take]) -> None:
        spending = self.spending
        self._take_in(
            run(
                buy(
                    orders,
                    known,
                    self._services,
                    self.shop,
                    spending.caps,
                    self.counter.finished,
                )
            )
        )

    def _take_in(self, bought: Bought) -> None:
        self.bought += [wanted.job for each in bought.attempts for wanted in each.call.wanted]
        self.usd_micros += bought.usd_micros
        self._unbought += bought.unbought
        self.lock = fold(self.lock, self.shop.journal.unfolded())
        if bought.halted is not None:
            raise bought.halted

    def _orders(self, plan: PaidPlan, kinds: frozenset[JobKind]) -> tuple[Order, ...]:
        film = self.analysis.project.key
        return tuple(
            Order(
                each.batch,
                {job.name: lock_name(job.name, film) for job in each.batch.jobs},
                each.takes,
                each.redo,
            )
            for each in plan.purchases
            if each.batch.jobs[0].kind in kinds
        )

    def _known(self, graph: Graph, plan: PaidPlan, orders: tuple[Order, ...]) -> dict[str, Take]:
        """The takes that are in the film, of all jobs but those that get another one now.

        What a person chose stays what others are made of, whatever is bought besides.
        """
        ordered = {job.name for order in orders for job in order.batch.jobs}
        conditions = {step.job.name: step.condition for step in plan.steps}
        found = {}
        for job in graph:
            take = self._shown(job, conditions[job.name])
            if take and (job.name not in ordered or self._entry(job).chosen):
                found[job.name] = take
        return found

    def _shown(self, job: Job, condition: Condition) -> Take | None:
        entry = self._entry(job)
        take = entry.take(condition.cuts[0].take) if condition.cuts else None
        if take is None:
            return self._declared(job, condition)
        part = {"range": list(take.range)} if take.range else {}
        return Take(take.media, take.type, {**take.facts, **part})

    def _declared(self, job: Job, condition: Condition) -> Take | None:
        """The image that the writer declares, as a take of what it shows, in the store."""
        image = self.analysis.references.images.get((job.kind, job.origin))
        if image is None or not image.digest or image.digest != condition.content:
            return None
        bring_in(image, self.shop.media, self.shop.arriving)
        return Take(image.digest, image.type)

    def _entry(self, job: Job) -> Entry:
        return entry_of(job.name, self.lock, self.analysis.project.key)

    @property
    def _services(self) -> dict[str, Service]:
        return services_of(self.backends, self.analysis.project.state_folder / "cache")


@contextlib.contextmanager
def opened_purchases(
    analysis: Analysis,
    backends: Mapping[str, Backend],
    media: MediaStore,
    spending: Spending | None,
    counter: Counter,
    lock: Lock,
    sole: bool,
) -> Iterator[Purchases]:
    """Buying for a film; what was left open is brought to an end first, if that is asked for, and
    the lock is written at the end, however that comes. Raises JournalError, LockError and OSError.
    """
    folder = analysis.project.state_folder
    journal = Journal(folder / JOURNAL_FILE, sole=sole)
    try:
        journal.learn(lock)
        if spending and spending.answer:
            journal.retry_unknown() if spending.answer == "retry" else journal.forget_unknown()
        shop = Shop(journal, media, folder / "arriving", progressed=counter.progressed)
        purchases = Purchases(analysis, backends, shop, spending or Spending(), counter, lock)
        try:
            if purchases.spending.settle:
                purchases.settle()
            yield purchases
        finally:
            purchases.close()
    finally:
        journal.close()


def until(plan: PaidPlan, stages: tuple[str, ...]) -> PaidPlan:
    """The plan with the purchases of these stages alone."""
    kinds = frozenset[JobKind]().union(*(STAGES[stage] for stage in stages))
    kept = (each for each in plan.purchases if each.batch.jobs[0].kind in kinds)
    return replace(plan, purchases=tuple(kept))
