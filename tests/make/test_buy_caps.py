"""Caps: no interleaving of makers, in one process or in several, goes past one by one request."""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drama_compiler.contract import Standing, Status
from drama_compiler.graph.limits import Cost
from drama_compiler.make.tell_bought import tell_bought
from drama_compiler.store.attempts import AttemptState, Call
from drama_compiler.store.budget import Amount, Caps, amount_of, passed_cap
from drama_compiler.store.journal import CapReached, Journal
from tests.make.buying import Project, order
from tests.make.fake_service import FakeService

pytestmark = pytest.mark.usefixtures("unsynced")


def _call(name: str, reserve: Amount) -> Call:
    return Call(name, "fake", "m1", "mine", {}, {}, (), reserve)


@pytest.mark.parametrize(
    "caps", [Caps(usd=3.2), Caps(clip_seconds=13.9), Caps(stills=6), Caps(usd=3.2, stills=90)]
)
def test_sixteen_makers_at_once_stop_at_the_cap(tmp_path: Path, caps: Caps) -> None:
    project = Project(tmp_path, FakeService(concurrent_max=16), caps=caps)
    bought = project.build([order(f"effect/{number}") for number in range(16)])
    # Each is 0.5 USD, 2 seconds, 1 still.
    assert len(project.service.paid) == 6 and project.results(bought) == ["capped"] * 10
    assert [found.code for found in tell_bought(bought.unbought, {})] == ["over-budget"]
    again = project.build([order("effect/another")])
    assert project.results(again) == ["capped"], "the cap holds over builds"


def test_what_failed_free_of_charge_makes_room_again(tmp_path: Path) -> None:
    service = FakeService(
        concurrent_max=1, standing={"effect/a": Standing(Status.FAILED, charged=False)}
    )
    project = Project(tmp_path, service, caps=Caps(usd=0.5))
    project.build([order("effect/a"), order("effect/b")])
    assert [str(each.state) for each in project.shop().journal.all()].count("done") == 1


def test_what_costs_less_than_was_reserved_makes_room_again(tmp_path: Path) -> None:
    project = Project(tmp_path, FakeService(concurrent_max=1, usd=0.1), caps=Caps(usd=1.0))
    project.build([order(f"effect/{number}") for number in range(9)])
    # The sixth is made at a time when 0.5 are spent and 0.5 can be reserved.
    assert len(project.service.paid) == 6


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    costs=st.lists(
        st.tuples(st.integers(1, 900), st.integers(0, 5), st.booleans()), min_size=16, max_size=16
    ),
    cap=st.integers(0, 5000),
    stills=st.integers(0, 30),
    seed=st.integers(0, 10**6),
)
def test_reserving_and_settling_in_any_order_never_passes_a_cap(
    tmp_path_factory: pytest.TempPathFactory,
    costs: list[tuple[int, int, bool]],
    cap: int,
    stills: int,
    seed: int,
) -> None:
    path = tmp_path_factory.mktemp("caps") / "journal.db"
    journals = [Journal(path) for _ in range(2)]
    caps = Caps(usd=cap / 1000, stills=stills)
    chance = random.Random(seed)
    most = Amount()

    async def maker(number: int, price: int, images: int, fails: bool) -> None:
        nonlocal most
        journal = journals[number % 2]
        for _ in range(chance.randrange(5)):
            await asyncio.sleep(0)
        try:
            attempt = journal.intend(
                _call(str(number), Amount(usd_micros=price * 1000, stills=images)), caps, 0
            )
        except CapReached:
            return
        assert not passed_cap(journal.spent(), caps)
        for _ in range(chance.randrange(5)):
            await asyncio.sleep(0)
        if fails:
            journal.ended(attempt, AttemptState.FAILED, charged=False)
        else:
            journal.succeeded(attempt, f"id{number}", chance.randrange(price * 1000))
        assert not passed_cap(journal.spent(), caps)

    async def all_makers() -> None:
        makers = (maker(number, *cost) for number, cost in enumerate(costs))
        await asyncio.gather(*makers)

    asyncio.run(all_makers())
    for journal in journals:
        journal.close()


def _reserve_many(path: Path, name: str, caps: Caps) -> None:
    journal = Journal(path)
    chance = random.Random(name)
    for number in range(60):
        reserve = Amount(usd_micros=chance.randrange(1, 400_000), clip_milliseconds=500)
        try:
            attempt = journal.intend(_call(f"{name}{number}", reserve), caps, 0)
        except CapReached:
            continue
        if chance.random() < 0.3:
            journal.ended(attempt, AttemptState.FAILED, charged=False)
    journal.close()


def test_four_processes_at_once_never_pass_a_cap(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    Journal(path).close()
    # Whatever is done at any moment is watched from inside: the sum may never be too large.
    with sqlite3.connect(path) as db:
        db.executescript(
            """
            create table broken (sum integer);
            create trigger watch after insert on attempt begin
              insert into broken select sum(reserved_usd_micros) from attempt where charged
                having sum(reserved_usd_micros) > 5000000 or sum(clip_milliseconds) > 20000;
            end;
            """
        )
    caps = Caps(usd=5.0, clip_seconds=20.0)
    context = multiprocessing.get_context("fork")
    crew = [context.Process(target=_reserve_many, args=(path, name, caps)) for name in "abcd"]
    for process in crew:
        process.start()
    for process in crew:
        process.join()
    assert [process.exitcode for process in crew] == [0] * 4
    with sqlite3.connect(path) as db:
        assert db.execute("select count(*) from broken").fetchone() == (0,)
        attempts, charged = db.execute("select count(*), sum(charged) from attempt").fetchone()
    assert attempts > charged >= 20, "the cap was reached"


def test_a_cap_is_not_passed_by_what_floats_add_up_to() -> None:
    tenth = amount_of(Cost(usd_max=0.1, clip_seconds=0.1))
    three = tenth + tenth + tenth
    assert three == amount_of(Cost(usd_max=0.1 * 3, clip_seconds=0.1 * 3))
    assert not passed_cap(three, Caps(usd=0.3, clip_seconds=0.3))
    assert passed_cap(three + Amount(usd_micros=1), Caps(usd=0.3)) == "usd"
    assert amount_of(Cost(usd_max=0.0000001)).usd_micros == 1, "rounded up"
