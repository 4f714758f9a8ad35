"""Buying: paid once, kept, told; what fails stops only what is made of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from drama_compiler.contract import Once, Standing, Status, Trouble
from drama_compiler.make.bought import Bought, Result
from drama_compiler.make.buy import buy
from drama_compiler.make.tell_bought import tell_bought
from drama_compiler.store.attempts import AttemptState
from drama_compiler.store.budget import Caps
from drama_compiler.store.state import Take
from tests.make.buying import Project, order
from tests.make.fake_service import FAKE, FakeService, lost, refused

pytestmark = pytest.mark.usefixtures("unsynced")


def _codes(bought: Bought) -> list[str]:
    return [found.code for found in tell_bought(bought.unbought, {})]


def _states(project: Project) -> list[str]:
    shop = project.shop()
    states = [str(each.state) for each in shop.journal.all()]
    shop.journal.close()
    return states


def test_what_is_bought_is_in_the_lock_and_is_not_bought_again(tmp_path: Path) -> None:
    project = Project(tmp_path)
    orders = [order("effect/a"), order("effect/b", inputs=("effect/a",))]
    bought = project.build(orders)
    assert bought.usd_micros == 1_000_000 and not bought.unbought
    assert project.texts() == {
        "effect film/a": ["made effect/a"],
        "effect film/b": ["made effect/b"],
    }
    (take,) = project.lock.entries["effect film/b"].takes
    assert (take.backend, take.model, take.call, take.usd_micros) == ("fake", "m1", "id-2", 500_000)
    assert project.shop().media.has(take.basis, "application/json")
    before = project.lock
    again = project.build(orders)
    assert len(again.reused) == 2 and not again.attempts and project.lock == before
    assert set(again.takes) == {"effect/a", "effect/b"}
    assert len(project.service.paid) == 2


def test_a_frame_waits_for_what_it_is_made_of_whatever_the_order(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.build([order("effect/b", inputs=("effect/a",)), order("effect/a")])
    assert project.service.paid == [("effect/a",), ("effect/b",)]


def test_what_is_made_of_something_missing_is_left_and_not_paid(tmp_path: Path) -> None:
    service = FakeService(moderated=frozenset({"effect/a"}))
    project = Project(tmp_path, service)
    orders = [order("effect/a"), order("effect/b", inputs=("effect/a",)), order("effect/c")]
    bought = project.build(orders)
    assert project.results(bought) == ["refused", "skipped"]
    assert service.paid == [("effect/c",)]
    assert dict(project.finished) == {
        "effect/a": "refused",
        "effect/b": "skipped",
        "effect/c": "bought",
    }


def test_jobs_made_of_each_other_are_found_out_before_anything_is_paid(tmp_path: Path) -> None:
    project = Project(tmp_path)
    with pytest.raises(ValueError):
        project.build(
            [order("effect/a", inputs=("effect/b",)), order("effect/b", inputs=("effect/a",))]
        )
    assert not project.service.paid


def test_a_take_that_is_known_is_used_and_staged_once(tmp_path: Path) -> None:
    project = Project(tmp_path)
    portrait = project.build([order("effect/a")]).takes["effect/a"]
    orders = [order(f"effect/{name}", inputs=("portrait/x",)) for name in "bcd"]
    project.build(orders, {"portrait/x": portrait})
    project.build([order("effect/e", inputs=("portrait/x",))], {"portrait/x": portrait})
    assert project.service.asked["stage"] == 1 and len(project.service.paid) == 5


def test_two_jobs_that_ask_exactly_the_same_are_paid_once(tmp_path: Path) -> None:
    project = Project(tmp_path)
    first, second = order("effect/a", text="bang"), order("effect/b", text="bang")
    bought = project.build([first, second])
    assert len(project.service.paid) == 1 and set(bought.takes) == {"effect/a", "effect/b"}
    (one,) = project.lock.entries["effect film/a"].takes
    (other,) = project.lock.entries["effect film/b"].takes
    assert one.media == other.media and (one.usd_micros, other.usd_micros) == (500_000, 0)


def test_one_call_serves_several_jobs_and_they_share_its_price(tmp_path: Path) -> None:
    project = Project(tmp_path, FakeService(usd=0.333333))
    bought = project.build([order("effect/a", "effect/b")])
    takes = [entry.takes[0] for entry in project.lock.entries.values()]
    assert sorted(take.usd_micros for take in takes) == [166_666, 166_667]
    assert bought.usd_micros == 333_333 and len(project.service.paid) == 1


def test_what_a_paid_call_leaves_out_is_told_and_the_rest_is_kept(tmp_path: Path) -> None:
    project = Project(tmp_path, FakeService(left_out=frozenset({"effect/b"})))
    for _ in range(2):
        bought = project.build([order("effect/a", "effect/b")])
        assert list(project.texts()) == ["effect film/a"]
        assert [each.job for each in bought.unbought] == ["effect/b"]
    assert len(project.service.paid) == 1


def test_several_takes_are_so_many_in_all_and_the_last_is_shown(tmp_path: Path) -> None:
    numbers = iter(range(9))
    service = FakeService(content=lambda job: f"{job} {next(numbers)}".encode())
    project = Project(tmp_path, service)
    project.build([order("effect/a", takes=2)])
    bought = project.build([order("effect/a", takes=3)])
    assert len(service.paid) == 3 and len(project.lock.entries["effect film/a"].takes) == 3
    assert bought.takes["effect/a"].media == project.lock.entries["effect film/a"].takes[-1].media


def test_a_redo_buys_one_more_of_the_same(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.build([order("effect/a")])
    project.build([order("effect/a", redo=True)])
    assert len(project.service.paid) == 2


def test_a_refusal_is_not_asked_again_until_it_changes_or_a_person_says_so(tmp_path: Path) -> None:
    service = FakeService(moderated=frozenset({"effect/a"}))
    project = Project(tmp_path, service)
    assert _codes(project.build([order("effect/a")])) == ["service-refused"]
    assert _codes(project.build([order("effect/a")])) == ["service-refused"]
    assert service.asked["submit"] == 1
    project.build([order("effect/a", redo=True)])
    assert service.asked["submit"] == 2
    service.moderated = frozenset()
    project.build([order("effect/a", text="something decent")])
    assert len(service.paid) == 1


def test_a_failure_that_cost_nothing_is_asked_again_by_the_next_build(tmp_path: Path) -> None:
    service = FakeService(
        standing={"effect/a": Standing(Status.FAILED, message="no gpu", charged=False)}
    )
    project = Project(tmp_path, service, caps=Caps(usd=0.5))
    assert _codes(project.build([order("effect/a")])) == ["service-failed"]
    service.standing.clear()
    assert not project.build([order("effect/a")]).unbought
    assert len(service.paid) == 2


def test_a_failure_that_was_paid_is_not_paid_again_unasked(tmp_path: Path) -> None:
    service = FakeService(standing={"effect/a": Standing(Status.FAILED, usd=0.4)})
    project = Project(tmp_path, service)
    for _ in range(2):
        assert _codes(project.build([order("effect/a")])) == ["service-refused"]
    assert len(service.paid) == 1
    shop = project.shop()
    assert shop.journal.spent().usd_micros == 400_000


@pytest.mark.parametrize("once", [Once.KEY, Once.LOOKUP])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_answer_is_made_good_and_paid_once(tmp_path: Path, once: Once, when: str) -> None:
    service = FakeService(once=once)
    getattr(service, when)["submit", 0] = lost
    project = Project(tmp_path, service)
    assert not project.build([order("effect/a")]).unbought
    assert service.paid == [("effect/a",)]


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_answer_of_a_service_without_memory_is_put_to_a_person(
    tmp_path: Path, when: str
) -> None:
    service = FakeService(once=Once.NOTHING)
    getattr(service, when)["submit", 0] = lost
    project = Project(tmp_path, service)
    bought = project.build([order("effect/a")])
    (told,) = tell_bought(bought.unbought, {})
    assert told.code == "payment-unknown" and bought.unbought[0].ticket in told.notes[1]
    assert _codes(project.build([order("effect/a")])) == ["payment-unknown"]
    assert _codes(project.build([])) == ["payment-unknown"], "though the script changed"
    assert service.asked["submit"] == 1
    shop = project.shop()
    assert shop.journal.spent().usd_micros == 500_000


def test_a_person_answers_for_what_nobody_knows(tmp_path: Path) -> None:
    for answer, spent in (("forget_unknown", 500_000), ("retry_unknown", 1_000_000)):
        service = FakeService(once=Once.NOTHING, before={("submit", 0): lost})
        project = Project(tmp_path / answer, service)
        project.build([order("effect/a")])
        shop = project.shop()
        assert len(getattr(shop.journal, answer)()) == 1
        shop.journal.close()
        assert not project.build([order("effect/a")]).unbought
        assert project.shop().journal.spent().usd_micros == spent


def test_a_busy_service_is_asked_later_and_a_closed_account_only_once(tmp_path: Path) -> None:
    service = FakeService(before={("submit", n): refused(Trouble.BUSY) for n in range(6)})
    project = Project(tmp_path / "busy", service)
    assert not project.build([order("effect/a"), order("effect/b")]).unbought
    service = FakeService(before={("submit", 0): refused(Trouble.FUNDS)}, concurrent_max=1)
    project = Project(tmp_path / "funds", service)
    bought = project.build([order(f"effect/{name}") for name in "abcdef"])
    assert service.asked["submit"] == 1 and project.results(bought) == ["failed"] * 6
    assert _codes(bought) == ["service-failed"], "one cause is told once"
    assert project.shop().journal.spent().usd_micros == 0


def test_polls_and_downloads_are_asked_again(tmp_path: Path) -> None:
    service = FakeService(
        before={
            ("poll", 0): lost,
            ("poll", 1): refused(Trouble.BUSY),
            ("fetch", 0): lost,
            ("fetch", 1): refused(Trouble.GONE),
            ("fetch", 2): lambda: KeyError("a bug of the adapter"),
        }
    )
    project = Project(tmp_path, service)
    assert not project.build([order("effect/a")]).unbought and len(service.paid) == 1


def test_what_the_service_does_not_give_now_is_fetched_by_a_later_build(tmp_path: Path) -> None:
    service = FakeService(before={("fetch", n): lost for n in range(4)})
    project = Project(tmp_path, service)
    assert _codes(project.build([order("effect/a")])) == ["still-under-way"]
    # The script has changed: what was paid comes home all the same.
    project.build([])
    assert project.texts() == {"effect film/a": ["made effect/a"]} and len(service.paid) == 1


def test_what_the_service_lost_was_paid_and_is_told(tmp_path: Path) -> None:
    service = FakeService(before={("fetch", n): refused(Trouble.GONE) for n in range(4)})
    project = Project(tmp_path, service)
    for _ in range(2):
        assert _codes(project.build([order("effect/a")])) == ["service-refused"]
    assert len(service.paid) == 1 and project.shop().journal.spent().usd_micros == 500_000


def test_a_broken_download_is_not_kept(tmp_path: Path) -> None:
    came = iter([b"", b"\xff\xfe\x00", b"whole"])
    project = Project(tmp_path, FakeService(content=lambda job: next(came)))
    assert not project.build([order("effect/a")]).unbought
    assert project.texts() == {"effect film/a": ["whole"]}
    assert project.service.asked["fetch"] == 3


def test_a_download_is_no_larger_than_it_may_be(tmp_path: Path) -> None:
    project = Project(tmp_path, FakeService(content=lambda job: b"x" * 5000))
    project.patience = replace(project.patience, fetch_bytes_max=4000)
    bought = project.build([order("effect/a")])
    assert project.results(bought) == ["pending"] and not project.texts()
    project.patience = replace(project.patience, fetch_bytes_max=6000)
    assert not project.build([order("effect/a")]).unbought and len(project.service.paid) == 1


def test_a_service_that_answers_at_once_is_paid_once_too(tmp_path: Path) -> None:
    project = Project(tmp_path, FakeService(once=Once.NOTHING, answers_at_once=True))
    assert not project.build([order("effect/a")]).unbought
    assert "fetch" not in project.service.asked and len(project.service.paid) == 1


def test_no_more_calls_run_at_once_than_the_service_wants(tmp_path: Path) -> None:
    project = Project(tmp_path, FakeService(concurrent_max=3, polls=5))
    project.build([order(f"effect/{number}") for number in range(20)])
    assert project.service.most_running == 3


def test_a_call_of_another_account_is_left_alone(tmp_path: Path) -> None:
    service = FakeService(before={("poll", n): lost for n in range(4)})
    project = Project(tmp_path, service)
    project.build([order("effect/a")])
    service.account = "another"
    polls = service.asked["poll"]
    assert project.results(project.build([])) == ["pending"] and service.asked["poll"] == polls


def test_a_missing_service_leaves_a_film_without_it(tmp_path: Path) -> None:
    project = Project(tmp_path)
    service, project.service = project.service, None  # type: ignore[assignment]
    bought = project.build([order("effect/a")])
    assert project.results(bought) == ["failed"] and not service.paid


def test_an_interrupt_asks_for_nothing_more_and_loses_nothing(tmp_path: Path) -> None:
    service = FakeService(once=Once.NOTHING, concurrent_max=2, polls=50)
    project = Project(tmp_path, service)
    orders = [order(f"effect/{number}") for number in range(10)]

    async def interrupted() -> None:
        building = asyncio.create_task(project.building(orders))
        while not service.paid:
            await asyncio.sleep(0)
        building.cancel()
        with pytest.raises(asyncio.CancelledError):
            await building

    asyncio.run(interrupted())
    paid = len(service.paid)
    assert 1 <= paid <= 2 and set(_states(project)) == {"submitted"}
    project.build(orders)
    assert sorted(service.paid) == sorted((f"effect/{number}",) for number in range(10))


def test_media_that_is_lost_is_fetched_again_and_not_paid(tmp_path: Path) -> None:
    project = Project(tmp_path)
    take = project.build([order("effect/a")]).takes["effect/a"]
    project.shop().media.path(take.media, take.type).unlink()
    assert project.build([order("effect/a")]).takes["effect/a"] == take
    assert len(project.service.paid) == 1 and project.service.asked["fetch"] == 2


def test_the_same_request_for_another_script_brings_its_basis_up_to_date(tmp_path: Path) -> None:
    project = Project(tmp_path)
    portrait = Take("0" * 64, "text/plain")
    first = order("effect/a")
    job = replace(first.batch.jobs[0], inputs=("portrait/x",))
    second = replace(first, batch=replace(first.batch, jobs=(job,)))
    bases = []
    for each in (first, second, first):
        project.build([each], {"portrait/x": portrait})
        (take,) = project.lock.entries["effect film/a"].takes
        bases.append(take.basis)
    assert bases[0] == bases[2] != bases[1] and len(project.service.paid) == 1


def test_states_of_the_journal_are_those_that_were_reached(tmp_path: Path) -> None:
    service = FakeService(
        moderated=frozenset({"effect/b"}),
        standing={"effect/c": Standing(Status.CANCELLED, charged=False)},
    )
    project = Project(tmp_path, service)
    project.build([order(f"effect/{name}") for name in "abc"])
    assert sorted(_states(project)) == [
        AttemptState.DONE,
        AttemptState.FAILED,
        AttemptState.REFUSED,
    ]


def test_two_builds_that_no_lock_keeps_apart_pay_every_call_once(tmp_path: Path) -> None:
    service = FakeService(once=Once.NOTHING, polls=3)
    orders = [order(f"effect/{number}") for number in range(8)]
    shops = [Project(tmp_path, service).shop(sole=False) for _ in range(2)]

    async def both() -> list[Bought]:
        builds = (buy(orders, {}, {FAKE: service}, shop, Caps()) for shop in shops)
        return await asyncio.gather(*builds)

    one, other = asyncio.run(both())
    assert len(service.paid) == 8
    assert len(one.takes) + len(other.takes) >= 8
    assert {each.result for each in (*one.unbought, *other.unbought)} == {Result.PENDING}
