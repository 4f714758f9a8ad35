"""A paid call from end to end, over every service's double: made, counted, and on bad days."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Mapping
from pathlib import Path

import pytest

from drama_backends.media.footage import probe
from drama_compiler.contract import (
    Ability,
    Capabilities,
    Job,
    JobKind,
    LostAnswer,
    Once,
    Output,
    ServiceError,
    Standing,
    Status,
    Trouble,
)
from tests.contract.call import Call, decodes
from tests.contract.concerns import concerns
from tests.contract.doubles import Double
from tests.contract.specimens import clip, image, specimen


def test_what_is_asked_for_comes_whole(double: Double, ability: Ability, tmp_path: Path) -> None:
    call = Call(double.backend, [specimen(ability)], tmp_path)

    async def run() -> None:
        async with double.backend.connect() as connection:
            standing, outputs = await call.through(connection)
            assert standing.status is Status.SUCCEEDED
            assert standing.charged
            assert [output.job for output in outputs] == list(call.request.jobs)
            cost = double.backend.estimate(call.request)
            if cost.priced:
                assert cost.usd_min <= double.paid_usd() <= cost.usd_max + 1e-9
            decodes(outputs[0], ability.kind, cost.clip_seconds)
            assert double.tickets() in ([call.ticket], [""])

    asyncio.run(run())


@concerns(lambda it: it.kind is JobKind.CLIP and it.limits.seconds_max >= 10)
def test_several_shots_of_one_call_are_told_apart_by_their_ranges(
    double: Double, ability: Ability, tmp_path: Path
) -> None:
    jobs = [clip(ability, shot, frames) for shot, frames in (("a", 50), ("b", 30), ("c", 61))]
    call = Call(double.backend, jobs, tmp_path)

    async def run() -> tuple[Output, ...]:
        async with double.backend.connect() as connection:
            return (await call.through(connection))[1]

    outputs = asyncio.run(run())
    assert [output.job for output in outputs] == ["clip/a", "clip/b", "clip/c"]
    assert len({output.path for output in outputs}) == 1
    facts, end = probe(outputs[0].path), 0
    for output, frames in zip(outputs, (50, 30, 61), strict=True):
        assert output.range is not None
        assert output.range[0] == end
        end = output.range[1]
        assert (end - output.range[0]) / facts.rate + 1 / facts.rate >= frames / 24
    assert end <= facts.frames


def test_a_ticket_that_comes_twice_is_paid_once_where_the_service_honours_it(
    double: Double, tmp_path: Path
) -> None:
    if Once.KEY not in double.onces:
        pytest.skip("this service honours no key")
    double.promise(Once.KEY)
    call = _cheapest(double, tmp_path)

    async def run() -> None:
        async with double.backend.connect() as connection:
            assert await call.submit(connection) == await call.submit(connection)

    asyncio.run(run())
    assert double.tickets() == [call.ticket]
    assert double.backend.manners().once is Once.KEY


def test_a_call_whose_answer_was_lost_is_found_by_its_ticket(
    double: Double, tmp_path: Path
) -> None:
    if Once.LOOKUP not in double.onces:
        pytest.skip("this service looks nothing up")
    double.promise(Once.LOOKUP)
    call = _cheapest(double, tmp_path)

    async def run() -> None:
        async with double.backend.connect() as connection:
            double.spoil("submit", "lost-before")
            with pytest.raises(LostAnswer):
                await call.submit(connection)
            assert await connection.find(call.ticket) is None
            double.spoil("submit", "lost-after")
            with pytest.raises(LostAnswer):
                await call.submit(connection)
            id_ = await connection.find(call.ticket)
            assert id_ is not None
            assert (await call.settle(connection, id_)).status is Status.SUCCEEDED

    asyncio.run(run())
    assert double.tickets() == [call.ticket]
    assert double.backend.manners().once is Once.LOOKUP


@pytest.mark.parametrize("once", Once)
@pytest.mark.parametrize(("what", "paid"), [("lost-before", 0), ("lost-after", 1)])
def test_a_lost_answer_is_told_from_a_refusal_and_never_asked_again(
    double: Double, tmp_path: Path, once: Once, what: str, paid: int
) -> None:
    if once not in double.onces:
        pytest.skip("the service makes no such promise")
    double.promise(once)
    double.spoil("submit", what)
    assert isinstance(_failure(double, _cheapest(double, tmp_path)), LostAnswer)
    assert len(double.tickets()) == paid


@pytest.mark.parametrize("what", ["nonsense", "error"])
@pytest.mark.parametrize("step", ["submit", "poll"])
def test_nonsense_for_an_answer_is_as_good_as_none(
    double: Double, tmp_path: Path, step: str, what: str
) -> None:
    _spoil(double, step, what)
    assert isinstance(_failure(double, _cheapest(double, tmp_path)), LostAnswer)


def test_too_much_at_once_says_how_long_to_wait(double: Double, tmp_path: Path) -> None:
    if Trouble.BUSY not in double.troubles:
        pytest.skip("it queues whatever comes")
    double.spoil("submit", Trouble.BUSY)
    failure = _refusal(double, _cheapest(double, tmp_path))
    assert failure.trouble is Trouble.BUSY
    assert failure.retry_after_seconds is not None
    assert failure.retry_after_seconds > 0
    assert not double.tickets()


def test_an_empty_account_and_a_broken_service_are_told_apart(
    double: Double, tmp_path: Path
) -> None:
    for trouble in {Trouble.FUNDS, Trouble.BROKEN} & set(double.troubles):
        double.spoil("submit", trouble)
        assert _refusal(double, _cheapest(double, tmp_path)).trouble is trouble
    assert not double.tickets()


def test_a_wrong_key_opens_nothing(double: Double, tmp_path: Path) -> None:
    _needs_key(double)
    double.forget_key("not-the-key")
    assert _refusal(double, _cheapest(double, tmp_path)).trouble is Trouble.AUTH


def test_without_a_key_nothing_is_opened(double: Double) -> None:
    _needs_key(double)
    if double.keyless:
        pytest.skip("a server of one's own may need no key")
    double.forget_key(None)
    for open_ in (double.backend.manners, double.backend.connect):
        with pytest.raises(ServiceError) as refusal:
            open_()
        assert refusal.value.trouble is Trouble.AUTH


def test_two_keys_are_two_accounts_and_neither_is_given_away(double: Double) -> None:
    _needs_key(double)
    account = double.backend.manners().account
    assert double.key not in account
    assert double.backend.manners().account == account
    double.forget_key("another")
    assert double.backend.manners().account != account


def test_words_that_it_refuses_are_refused_at_once_or_afterwards(
    double: Double, tmp_path: Path
) -> None:
    if not double.output_word:
        pytest.skip("it refuses no words")
    if Trouble.MODERATED in double.troubles:
        refusal = _refusal(double, _cheapest(double, tmp_path, double.input_word))
        assert refusal.trouble is Trouble.MODERATED
        assert not double.tickets()
    if "poll" not in double.steps:
        return
    call = _cheapest(double, tmp_path, double.output_word)
    standing = asyncio.run(_standing(double, call))
    assert standing.status is Status.MODERATED
    assert standing.message
    assert standing.charged is (double.paid_usd() > 0)


def test_a_call_can_come_to_nothing(double: Double, tmp_path: Path) -> None:
    if "poll" not in double.steps:
        pytest.skip("what it accepts it has made")
    double.spoil("submit", "fail")
    standing = asyncio.run(_standing(double, _cheapest(double, tmp_path)))
    assert standing.status is Status.FAILED
    assert standing.message
    assert standing.charged is (double.paid_usd() > 0)


def test_a_link_that_has_expired_is_gone(double: Double, tmp_path: Path) -> None:
    _spoil(double, "download", Trouble.GONE)
    assert _refusal(double, _cheapest(double, tmp_path)).trouble is Trouble.GONE


def test_what_came_incomplete_is_not_taken_and_can_be_asked_for_again(
    double: Double, ability: Ability, tmp_path: Path
) -> None:
    if ability.kind in double.at_once:
        pytest.skip("it comes with the answer")
    call = Call(double.backend, [specimen(ability)], tmp_path)

    async def run() -> None:
        async with double.backend.connect() as connection:
            id_ = await call.submit(connection)
            await call.settle(connection, id_)
            for what in ("drop", "corrupt", "lost-before"):
                _spoil(double, "download", what)
                with pytest.raises(LostAnswer):
                    await connection.fetch(id_, call.request, call.results)
                assert not list(call.results.iterdir())
            assert await connection.fetch(id_, call.request, call.results)

    asyncio.run(run())
    assert len(double.tickets()) == 1


@pytest.mark.parametrize("what", ["drop", "corrupt"])
def test_an_answer_that_came_incomplete_is_lost_and_leaves_nothing(
    double: Double, ability: Ability, tmp_path: Path, what: str
) -> None:
    if "download" in double.steps and ability.kind not in double.at_once:
        pytest.skip("what is paid for comes later")
    double.spoil("submit", what)
    call = Call(double.backend, [specimen(ability)], tmp_path)
    assert isinstance(_failure(double, call), LostAnswer)
    assert not list(call.results.iterdir())
    assert len(double.tickets()) == 1


def test_a_call_can_be_stopped(double: Double, tmp_path: Path) -> None:
    call = _cheapest(double, tmp_path)

    async def run() -> Standing:
        async with double.backend.connect() as connection:
            id_ = await call.submit(connection)
            await connection.cancel(id_)
            return await call.settle(connection, id_)

    status = asyncio.run(run()).status
    assert call.outputs or status in (Status.CANCELLED, Status.SUCCEEDED)


def test_what_is_staged_has_a_handle_that_is_the_same_for_the_same_file(
    double: Double, tmp_path: Path
) -> None:
    async def run() -> None:
        async with double.backend.connect() as connection:
            one = await connection.stage(image(tmp_path, "one"))
            assert one.value
            assert one.expires_at is None or one.expires_at > 0
            assert (await connection.stage(image(tmp_path, "two"))).value != one.value

    asyncio.run(run())
    assert not double.tickets()


@pytest.mark.parametrize(
    "mishap",
    [
        {"submit": "lost-after"},
        {"submit": "nonsense"},
        {"submit": Trouble.BUSY},
        {"submit": Trouble.AUTH},
        {"stage": "lost-before"},
        {"poll": "lost-before"},
        {"download": "drop"},
        {"download": Trouble.GONE},
    ],
    ids=lambda mishap: "-".join(next(iter(mishap.items()))),
)
def test_no_failure_says_the_key(double: Double, tmp_path: Path, mishap: Mapping[str, str]) -> None:
    _needs_key(double)
    for step, what in mishap.items():
        _spoil(double, step, what)
    failure = _failure(double, _with_inputs(double, tmp_path))
    told = "".join(traceback.format_exception(failure)) + repr(failure) + repr(failure.args)
    assert double.key not in told


def _needs_key(double: Double) -> None:
    if not double.key:
        pytest.skip("it needs no key")


def _spoil(double: Double, step: str, what: str) -> None:
    if step not in double.steps:
        pytest.skip(f"this service has no {step}")
    double.spoil(step, what)


def _cheapest(double: Double, folder: Path, words: str = "a boat") -> Call:
    """A call of the kind that is made fastest, saying `words`."""
    abilities = [each for each in _of(double).abilities if each.kind not in double.at_once]
    ability = next((each for each in abilities if each.kind is JobKind.OBJECT), abilities[0])
    job = specimen(ability)
    field_ = "prompt" if ability.kind is JobKind.CLIP else "text"
    field_ = "look" if ability.kind is JobKind.OBJECT else field_
    brief = job.brief.model_copy(update={field_: words})
    return Call(double.backend, [Job(job.name, job.kind, brief, job.timing)], folder)


def _with_inputs(double: Double, folder: Path) -> Call:
    """A call that something is staged for, where the service takes anything."""
    abilities = _of(double).abilities
    ability = next((each for each in abilities if each.takes), abilities[0])
    return Call(double.backend, [specimen(ability)], folder)


def _of(double: Double) -> Capabilities:
    return double.backend.describe()


async def _standing(double: Double, call: Call) -> Standing:
    async with double.backend.connect() as connection:
        return await call.settle(connection, await call.submit(connection))


def _refusal(double: Double, call: Call) -> ServiceError:
    failure = _failure(double, call)
    assert isinstance(failure, ServiceError)
    assert str(failure)
    return failure


def _failure(double: Double, call: Call) -> ServiceError | LostAnswer:
    async def run() -> None:
        async with double.backend.connect() as connection:
            await call.through(connection)

    try:
        asyncio.run(run())
    except (ServiceError, LostAnswer) as failure:
        return failure
    raise AssertionError("nothing went wrong")
