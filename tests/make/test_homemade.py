"""A maker on this machine is asked as a service is, and costs nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from drama_compiler.contract import (
    Ability,
    Backend,
    Capabilities,
    Connection,
    Cost,
    Job,
    JobKind,
    MakeError,
    Media,
    Once,
    Output,
    Price,
    Request,
    ServiceError,
    Standing,
    Status,
    Tier,
    Trouble,
)
from drama_compiler.make.homemade import Homemade, services_of
from drama_dsl.diagnostic import Diagnostic
from tests.make.fake_service import FakeService


class Potter:
    """A maker of files with the words of its request in them; `missing` are packages it lacks."""

    def __init__(self, missing: tuple[str, ...] = (), free: bool = False) -> None:
        self.missing, self.free = missing, free

    def describe(self) -> Capabilities:
        """One kind."""
        price = None if self.free else Price(0, 0, "call")
        ability = Ability(JobKind.PLATE, "1", Tier.FINAL, free=self.free, model="pot", price=price)
        return Capabilities("potter", (ability,), self.missing)

    def check(self, job: Job) -> tuple[Diagnostic, ...]:
        """All is well."""
        return ()

    def lower(self, batch: Sequence[Job]) -> Request:
        """The name of the job."""
        (job,) = batch
        return Request("potter", "1", (job.name,), job.inputs, {"words": job.name})

    def estimate(self, request: Request) -> Cost:
        """A still."""
        return Cost(stills=1)

    def make(
        self,
        request: Request,
        inputs: Mapping[str, Media],
        folder: Path,
        progress: Callable[[float], None],
    ) -> tuple[Output, ...]:
        """A file; nothing of what is cracked."""
        if "cracked" in request.body["words"]:
            raise MakeError("it fell apart")
        progress(0.5)
        path = folder / "pot.txt"
        path.write_text(f"{request.body['chance']} {[str(each.path) for each in inputs.values()]}")
        return (Output(request.jobs[0], path, "text/plain"),)


def request(name: str = "plate/bay", inputs: tuple[str, ...] = ()) -> Request:
    """What is asked of the potter."""
    return Request("potter", "1", (name,), inputs, {"words": name})


def test_services_are_found_and_makers_of_more_than_stand_ins(tmp_path: Path) -> None:
    backends: dict[str, Backend] = {
        "fake": FakeService(),
        "potter": Potter(),
        "free": Potter(free=True),
    }
    assert sorted(services_of(backends, tmp_path)) == ["fake", "potter"]


def test_what_is_asked_for_is_made_by_a_worker_and_moved_to_its_folder(tmp_path: Path) -> None:
    given = tmp_path / "given.png"
    given.write_bytes(b"png")

    async def run() -> tuple[list[Standing], str]:
        async with Homemade(Potter(), tmp_path / "cache").connect() as bench:
            handle = await bench.stage(Media("0" * 64, given, "image/png"))
            handles = {"plate/sea": handle.value}
            asked = request(inputs=("plate/sea",))
            id_ = (await bench.submit(asked, handles, "ticket-1", tmp_path)).id
            assert await bench.find("ticket-1") == id_
            standings = [await settled(bench, id_)]
            (output,) = await bench.fetch(id_, asked, tmp_path)
            assert output.path.parent == tmp_path
            return standings, output.path.read_text()

    standings, text = asyncio.run(run())
    assert standings == [Standing(Status.SUCCEEDED, usd=0.0)]
    assert text == f"ticket-1 ['{given}']", "the ticket tells takes of one request apart"


def test_what_cannot_be_made_fails_with_its_reason_and_costs_nothing(tmp_path: Path) -> None:
    async def run() -> Standing:
        async with Homemade(Potter(), tmp_path / "cache").connect() as bench:
            id_ = (await bench.submit(request("plate/cracked"), {}, "t", tmp_path)).id
            return await settled(bench, id_)

    standing = asyncio.run(run())
    assert (standing.status, standing.message) == (Status.FAILED, "it fell apart")
    assert not standing.charged


def test_what_an_earlier_build_left_is_given_up_and_may_be_asked_for_again(tmp_path: Path) -> None:
    async def run() -> tuple[Standing, str | None]:
        async with Homemade(Potter(), tmp_path / "cache").connect() as bench:
            return await bench.poll("of yesterday"), await bench.find("of yesterday")

    standing, found = asyncio.run(run())
    assert (standing.status, standing.charged, found) == (Status.CANCELLED, False, None)
    assert Homemade(Potter(), tmp_path).manners().once is Once.LOOKUP


def test_packages_that_are_not_installed_are_told_before_anything_is_asked(tmp_path: Path) -> None:
    with pytest.raises(ServiceError, match="not installed: clay") as refusal:
        Homemade(Potter(missing=("clay",)), tmp_path).manners()
    assert refusal.value.trouble is Trouble.BROKEN


async def settled(bench: Connection, id_: str) -> Standing:
    """How it ends."""
    while True:
        standing = await bench.poll(id_)
        if standing.status.settled:
            return standing
        await asyncio.sleep(0.01)
