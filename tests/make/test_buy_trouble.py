"""A full disk, a store that cannot be written, an adapter with bugs: nothing paid is lost."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from drama_compiler.contract import Once
from drama_compiler.make.check_media import check_media
from drama_compiler.store.journal import Journal
from drama_compiler.store.media import MediaStore
from tests.make.buying import Project, order
from tests.make.fake_service import FakeService, lost

pytestmark = pytest.mark.usefixtures("unsynced")


def _failing(method: Callable[..., Any], times: int) -> Callable[..., Any]:
    left = [times]

    def step(*args: Any, **more: Any) -> Any:
        if left[0]:
            left[0] -= 1
            raise OSError(errno.ENOSPC, "No space left on device", str(args[0]))
        return method(*args, **more)

    return step


def test_on_a_full_disk_nothing_more_is_bought_and_what_was_paid_comes_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = FakeService(concurrent_max=1)
    project = Project(tmp_path, service)
    orders = [order(f"effect/{name}") for name in "abcd"]
    project.build(orders[:1])
    # The first thing that is taken in is the basis, then what was bought.
    with monkeypatch.context() as patched:
        adopt = MediaStore.adopt

        def full(store: MediaStore, made: Path, digest: str, type_: str) -> Path:
            if type_ == "text/plain":
                raise OSError(errno.ENOSPC, "No space left on device", str(made))
            return adopt(store, made, digest, type_)

        patched.setattr(MediaStore, "adopt", full)
        bought = project.build(orders)
    assert isinstance(bought.halted, OSError) and bought.halted.errno == errno.ENOSPC
    assert len(service.paid) == 2 and sorted(project.results(bought)) == [
        "failed",
        "failed",
        "pending",
    ]
    assert not project.build(orders).unbought
    assert sorted(service.paid) == [(f"effect/{name}",) for name in "abcd"]
    assert len(project.texts()) == 4


def test_a_full_disk_in_the_middle_of_a_download_is_no_lost_film(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> BaseException:
        return OSError(errno.ENOSPC, "No space left on device", "out")

    service = FakeService(before={("fetch", 0): full})
    project = Project(tmp_path, service)
    bought = project.build([order("effect/a")])
    assert project.results(bought) == ["pending"] and bought.halted
    assert not project.build([]).unbought and len(service.paid) == 1


@pytest.mark.parametrize("once", list(Once))
def test_a_journal_that_cannot_be_written_after_a_call_forgets_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, once: Once
) -> None:
    service = FakeService(once=once)
    project = Project(tmp_path, service)

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(Journal, "submitted", full)
        bought = project.build([order("effect/a")])
    assert isinstance(bought.halted, sqlite3.OperationalError)
    assert project.results(bought) == ["pending"] and len(service.paid) == 1
    results = set(project.results(project.build([order("effect/a")])))
    assert results == ({"unknown"} if once is Once.NOTHING else set()) and len(service.paid) == 1


def test_a_journal_without_room_lets_nothing_be_paid(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Project(tmp_path)

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Journal, "intend", full)
    bought = project.build([order("effect/a")])
    assert bought.halted and not project.service.paid


def test_where_the_store_cannot_be_written_nothing_is_paid(tmp_path: Path) -> None:
    project = Project(tmp_path)
    (tmp_path / "media").write_text("a file where the store should be")
    with pytest.raises(OSError):
        project.build([order("effect/a")])
    assert not project.service.paid


def test_where_nothing_can_arrive_nothing_is_paid(tmp_path: Path) -> None:
    project = Project(tmp_path)
    (tmp_path / "arriving").write_text("a file where the folder should be")
    bought = project.build([order("effect/a")])
    assert bought.halted and not project.service.paid
    (tmp_path / "arriving").unlink()
    assert not project.build([order("effect/a")]).unbought


def test_a_full_disk_before_the_call_reserves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Project(tmp_path, FakeService(once=Once.NOTHING))
    monkeypatch.setattr(
        "drama_compiler.make.attempt.emptied", _failing(lambda folder: folder, times=1)
    )
    bought = project.build([order("effect/a", "effect/b")])
    assert bought.halted and not project.service.paid
    shop = project.shop()
    assert shop.journal.spent().usd_micros == 0


def test_an_adapter_with_a_bug_costs_a_take_and_not_the_build(tmp_path: Path) -> None:
    def bug() -> BaseException:
        return KeyError("id")

    service = FakeService(once=Once.NOTHING, after={("submit", 0): bug}, concurrent_max=1)
    project = Project(tmp_path, service)
    bought = project.build([order("effect/a"), order("effect/b")])
    assert project.results(bought) == ["unknown"] and list(bought.takes) == ["effect/b"]
    assert "KeyError" in bought.unbought[0].message


def test_files_that_came_with_the_answer_survive_a_full_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = FakeService(
        once=Once.NOTHING,
        answers_at_once=True,
        before={("fetch", n): lost for n in range(9)},
    )
    project = Project(tmp_path, service)
    with monkeypatch.context() as patched:
        patched.setattr("drama_compiler.make.attempt.take_in", _failing(lambda *_: None, times=1))
        assert project.build([order("effect/a")]).halted
    assert not project.build([]).unbought
    assert project.texts() == {"effect film/a": ["made effect/a"]} and len(service.paid) == 1


def _wav(frames: int, told: int) -> bytes:
    data = b"\0" * (2 * frames)
    return b"RIFF" + (32 + 2 * told).to_bytes(4, "little") + b"WAVEfmt " + b"\0" * 24 + data


GOOD = {
    "image/png": b"\x89PNG\r\n\x1a\n" + b"\0" * 20 + b"IEND\xaeB`\x82",
    "image/jpeg": b"\xff\xd8\xff\xe0" + b"\0" * 20 + b"\xff\xd9",
    "audio/wav": _wav(100, 100),
    "video/mp4": b"\0\0\0\x10ftypisom\0\0\0\0" + b"\0\0\0\x10moov" + b"\0" * 8,
    "application/json": b'{"a": 1}',
    "text/plain": "走".encode(),
}


@pytest.mark.parametrize("type_", GOOD)
def test_a_download_that_broke_off_is_told_from_a_whole_one(tmp_path: Path, type_: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(GOOD[type_])
    assert check_media(path, type_) == ""
    path.write_bytes(GOOD[type_][:-1])
    assert check_media(path, type_)
    path.write_bytes(b"<html>\xff an error page</html>")
    assert check_media(path, type_)
    path.write_bytes(b"")
    assert check_media(path, type_) == "the file is empty"
    assert check_media(tmp_path / "absent", type_) == "there is no file"
