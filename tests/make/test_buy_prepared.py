"""Buying from services that are given something else than our media, or keep things of ours."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from drama_compiler.contract import (
    Connection,
    Handle,
    MakeError,
    Media,
    NotKept,
    Request,
    Submitted,
    Trouble,
    digest,
)
from drama_compiler.make.bought import Result
from drama_compiler.make.tell_bought import tell_bought
from tests.make.buying import Project, order
from tests.make.fake_service import FakeService, _FakeConnection, refused

pytestmark = pytest.mark.usefixtures("unsynced")

ORDERS = [order("effect/a"), order("effect/b", inputs=("effect/a",))]
PREPARED = digest(b"MADE EFFECT/A")


@dataclass
class Preparing(FakeService):
    """It is given our texts in capitals; what it does not keep, or cannot prepare, is said."""

    gone: bool = False
    unable: bool = False
    given: list[Mapping[str, str]] = field(default_factory=list)

    def connect(self) -> AbstractAsyncContextManager[Connection]:
        return _open(self)


@dataclass
class _Prepares(_FakeConnection):
    service: Preparing

    def prepare(
        self, request: Request, inputs: Mapping[str, Media], folder: Path
    ) -> Mapping[str, Media]:
        if self.service.unable:
            raise MakeError("it has no capitals")
        made = {}
        for name, each in inputs.items():
            path = folder / "large.txt"
            path.write_bytes(each.path.read_bytes().upper())
            made[name] = Media(digest(path.read_bytes()), path, each.type)
        return made

    async def stage(self, media: Media) -> Handle:
        if self.service.gone:
            raise NotKept("nobody of that name")
        return await super().stage(media)

    async def submit(
        self, request: Request, handles: Mapping[str, str], ticket: str, folder: Path
    ) -> Submitted:
        self.service.given.append(dict(handles))
        return await super().submit(request, handles, ticket, folder)


@asynccontextmanager
async def _open(service: Preparing) -> AsyncIterator[Connection]:
    yield _Prepares(service)


def test_what_was_prepared_is_staged_once_and_anew_where_it_is_gone(tmp_path: Path) -> None:
    service = Preparing(before={("submit", 1): refused(Trouble.GONE)})
    project = Project(tmp_path, service)
    project.build([*ORDERS, order("effect/c", inputs=("effect/a",))])
    handle = {"effect/a": f"kept-{PREPARED[:8]}"}
    assert service.given[0] == {} and all(each == handle for each in service.given[1:])
    assert service.asked["stage"] == 2, "once, and once more when it was gone"
    assert sorted(service.paid) == [("effect/a",), ("effect/b",), ("effect/c",)]
    assert not list((tmp_path / "arriving").glob("tmp*")), "nothing is left lying about"


def test_what_a_service_keeps_no_more_is_told_and_nothing_is_paid(tmp_path: Path) -> None:
    service = Preparing(gone=True)
    project = Project(tmp_path, service)
    bought = project.build(ORDERS)
    assert service.paid == [("effect/a",)]
    (unbought,) = bought.unbought
    assert (unbought.result, unbought.gone) == (Result.FAILED, "effect/a")
    (told,) = tell_bought(bought.unbought, {})
    assert told.code == "voice-gone" and "effect/a" in told.message
    service.gone = False
    assert len(project.build(ORDERS).attempts) == 1, "when it is back, so is the call"


def test_what_cannot_be_prepared_is_not_paid_for(tmp_path: Path) -> None:
    service = Preparing(unable=True)
    bought = Project(tmp_path, service).build(ORDERS)
    assert not service.paid
    told = [each.message for each in bought.unbought]
    assert told and "no capitals" in told[0]
