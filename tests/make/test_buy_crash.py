"""Killed at any step: what was paid comes home, nothing is paid twice, nothing goes unseen."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import pytest

from drama_compiler.contract import Once
from drama_compiler.store.fold import fold
from drama_compiler.store.journal import Journal
from drama_compiler.store.media import MediaStore
from tests.make.buying import Project, order
from tests.make.fake_service import FakeService

pytestmark = pytest.mark.usefixtures("unsynced")

ORDERS = (
    order("effect/a"),
    order("effect/b", "effect/c", inputs=("effect/a",)),
)
JOBS = {"effect film/a", "effect film/b", "effect film/c"}

_STEPS = {
    Journal: (
        "intend",
        "submitted",
        "succeeded",
        "done",
        "ended",
        "keep_handle",
        "mark_folded",
        "take_over",
    ),
    MediaStore: ("adopt",),
}


class Killed(BaseException):
    """The process is gone; nothing that comes after is carried out."""


class Death:
    """Comes at the n-th step, and then at every later one, as a dead process takes none."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.at: int | None = None

    def step(self, name: str) -> None:
        self.steps.append(name)
        if self.at is not None and len(self.steps) > self.at:
            raise Killed(name)

    def begin(self, at: int | None) -> None:
        self.steps, self.at = [], at


@pytest.fixture
def death(monkeypatch: pytest.MonkeyPatch) -> Death:
    found = Death()

    def watched(method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def step(*args: Any, **more: Any) -> Any:
            found.step(f"before {method.__name__}")
            result = method(*args, **more)
            found.step(f"after {method.__name__}")
            return result

        return step

    for owner, names in _STEPS.items():
        for name in names:
            monkeypatch.setattr(owner, name, watched(getattr(owner, name)))
    return found


def _build(project: Project, at: int | None, death: Death) -> Any:
    death.begin(at)
    project.service.crash = death.step
    with contextlib.suppress(Killed, BaseExceptionGroup):
        return project.build(ORDERS)
    return None


@pytest.mark.parametrize(
    ("once", "at_once"),
    [(Once.KEY, False), (Once.LOOKUP, False), (Once.NOTHING, False), (Once.NOTHING, True)],
)
def test_killed_at_any_step_every_job_is_paid_once_or_shown_as_unknown(
    tmp_path: Path, death: Death, once: Once, at_once: bool
) -> None:
    _build(Project(tmp_path / "whole", _service(once, at_once)), None, death)
    count = len(death.steps)
    assert count > 25
    unknown = 0
    for at in range(count):
        project = Project(tmp_path / str(at), _service(once, at_once))
        assert _build(project, at, death) is None, "it was not killed"
        where = death.steps[at]
        bought = _build(project, None, death)
        assert len(set(project.service.paid)) == len(project.service.paid), where
        results = set(project.results(bought))
        if once is Once.NOTHING and results:
            unknown += 1
            assert results <= {"unknown", "skipped"}, where
            shop = project.shop()
            shop.journal.retry_unknown()
            shop.journal.close()
            bought = _build(project, None, death)
            assert not bought.unbought
        else:
            assert not results, where
            assert len(project.service.paid) == len(ORDERS), where
        assert project.lock.entries.keys() == JOBS
        assert all(len(entry.takes) == 1 for entry in project.lock.entries.values()), where
        shop = project.shop()
        charged = [each for each in shop.journal.all() if each.charged]
        assert len(charged) >= len(project.service.paid), where
        assert shop.journal.spent().usd_micros == 500_000 * len(charged), where
        shop.journal.close()
    assert bool(unknown) == (once is Once.NOTHING)


def test_killed_twice_and_more_every_job_is_paid_once(tmp_path: Path, death: Death) -> None:
    for once in (Once.KEY, Once.LOOKUP):
        for stride in (1, 2, 3, 5, 8):
            project = Project(tmp_path / f"{once}{stride}", _service(once, False))
            kills = 0
            while _build(project, 3 + stride * (kills + 1), death) is None:
                kills += 1
            assert kills > 1
            assert sorted(project.service.paid) == [
                ("effect/a",),
                ("effect/b", "effect/c"),
            ]
            assert project.lock.entries.keys() == JOBS


def test_folding_again_after_a_crash_changes_nothing(tmp_path: Path, death: Death) -> None:
    project = Project(tmp_path)
    _build(project, None, death)
    shop = project.shop()
    assert fold(project.lock, shop.journal.all()) == project.lock


def _service(once: Once, at_once: bool) -> FakeService:
    return FakeService(once=once, answers_at_once=at_once)
