"""The rehearsal service as tests use it: started in this process, told what to be, counted.

The fixture `rehearsal` is known to every test. `rehearsal.change(once="lookup", faults=[…])`
makes it be otherwise; `rehearsal.ledger` is what it was paid; the environment leads to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from drama_backends.rehearsal.service import Ledger, Service

KEY = "key-of-a-canary-51c9"
"""The test account's key: a word that must never be read anywhere."""

BOOKS = "rehearsal"
CACHE = "rehearsal-made"


class Stage:
    """A service that runs, and the adapter that the environment points at it."""

    def __init__(self, service: Service, environment: pytest.MonkeyPatch) -> None:
        from drama_backends.rehearsal import Rehearsal

        self.service = service
        self.backend = Rehearsal()
        self._environment = environment

    @property
    def ledger(self) -> Ledger:
        """What the service was paid."""
        return self.service.ledger

    def change(self, **settings: Any) -> None:
        """Make the service be otherwise from now on; see `service.settings.Settings`."""
        from drama_backends.rehearsal import ONCE_VARIABLE

        self.service.change(**settings)
        self._environment.setenv(ONCE_VARIABLE, self.service.settings.once)


@contextmanager
def staged(folder: Path, cache: Path, environment: pytest.MonkeyPatch) -> Iterator[Stage]:
    """A service with its books in `folder`, one account of 1000 dollars and no latency.

    What it has made once is kept in `cache`, for others too.
    """
    from drama_backends.rehearsal import KEY_VARIABLE, ONCE_VARIABLE, URL_VARIABLE
    from drama_backends.rehearsal.service import running

    settings = {"accounts": {KEY: 1000.0}, "short_side": 36, "retry_after_seconds": 0.01}
    with running(settings, folder, cache=cache) as service:
        environment.setenv(URL_VARIABLE, service.url)
        environment.setenv(KEY_VARIABLE, KEY)
        environment.delenv(ONCE_VARIABLE, raising=False)
        yield Stage(service, environment)
        assert not service.bugs, service.bugs[0]


@pytest.fixture
def rehearsal(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stage]:
    """A service of its own for a test."""
    cache = tmp_path_factory.getbasetemp() / CACHE
    with staged(tmp_path / BOOKS, cache, monkeypatch) as stage:
        yield stage
