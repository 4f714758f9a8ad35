"""Orders, a shop and builds for tests of buying."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from drama_compiler.contract import Cost, Job, JobKind, Request, Tier
from drama_compiler.graph.briefs import EffectBrief
from drama_compiler.make.bought import Bought, Order
from drama_compiler.make.buy import buy
from drama_compiler.make.desk import Shop
from drama_compiler.make.patience import Patience
from drama_compiler.make.settle import settle
from drama_compiler.plan.decide import Batch
from drama_compiler.store.budget import Caps
from drama_compiler.store.fold import fold
from drama_compiler.store.journal import Journal
from drama_compiler.store.lock import Lock, lock_name
from drama_compiler.store.media import MediaStore
from drama_compiler.store.state import Take
from tests.make.fake_service import FAKE, FakeService

HASTE = Patience(
    wait_seconds=0.001,
    wait_seconds_max=0.002,
    tries_max=4,
    busy_seconds_max=5,
    arrive_seconds=0.005,
    last_words_seconds=2,
)


def order(
    *jobs: str, inputs: tuple[str, ...] = (), text: str = "", takes: int = 1, redo: bool = False
) -> Order:
    """A call for effects that asks for `text` (the first job's name), made of `inputs`."""
    text = text or jobs[0]
    batch = tuple(
        Job(
            job,
            JobKind.EFFECT,
            EffectBrief(text=text),
            inputs=inputs,
            origin=job,
            backend=FAKE,
            model="m1",
            tier=Tier.FINAL,
        )
        for job in jobs
    )
    request = Request(FAKE, "1", jobs, inputs, {"text": text})
    cost = Cost(usd_min=0.1, usd_max=0.5, clip_seconds=2.0, stills=1)
    names = {job: lock_name(job, "film") for job in jobs}
    return Order(Batch(batch, request, cost), names, takes, redo)


@dataclass
class Project:
    """A project's folder, its lock in memory, and a service."""

    folder: Path
    service: FakeService = field(default_factory=FakeService)
    lock: Lock = field(default_factory=Lock)
    caps: Caps = field(default_factory=Caps)
    patience: Patience = HASTE
    finished: list[tuple[str, str]] = field(default_factory=list)

    def shop(self, sole: bool = True) -> Shop:
        journal = Journal(self.folder / "journal.db", sole=sole)
        media = MediaStore(self.folder / "media")
        return Shop(journal, media, self.folder / "arriving", self.patience)

    def build(self, orders: Iterable[Order], known: Mapping[str, Take] | None = None) -> Bought:
        """Settle, fold, buy, fold: what a build does; what was settled is in what comes out."""
        return asyncio.run(self.building(orders, known))

    async def building(
        self, orders: Iterable[Order], known: Mapping[str, Take] | None = None
    ) -> Bought:
        shop = self.shop()
        try:
            settled = await settle({FAKE: self.service}, shop)
            self.fold(shop.journal)
            bought = await buy(
                orders,
                known or {},
                {FAKE: self.service},
                shop,
                self.caps,
                lambda batch, status: self.finished.append((batch.jobs[0].name, status)),
            )
            self.fold(shop.journal)
        finally:
            shop.journal.close()
        bought.attempts = [*settled.attempts, *bought.attempts]
        bought.unbought = [*settled.unbought, *bought.unbought]
        return bought

    def fold(self, journal: Journal) -> None:
        done = journal.unfolded()
        self.lock = fold(self.lock, done)
        journal.mark_folded(done)

    def results(self, bought: Bought) -> list[str]:
        return [str(each.result) for each in bought.unbought]

    def texts(self) -> dict[str, list[str]]:
        """What the takes in the lock hold, by lock name."""
        media = MediaStore(self.folder / "media")
        return {
            name: [media.path(take.media, take.type).read_text() for take in entry.takes]
            for name, entry in self.lock.entries.items()
        }
