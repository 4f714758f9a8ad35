"""Every backend that is installed, every model of it, and the double of every service."""

from __future__ import annotations

import json
import re

import pytest

from drama_compiler.contract import Backend, Service
from drama_compiler.make.executor import find_backends
from tests.contract.concerns import is_concerned
from tests.contract.doubles import DOUBLES, Double
from tests.contract.examples import example_backends
from tests.contract.table import BEHAVIOURS, RECORD, recorded

BACKENDS = {**find_backends(), **example_backends()}
SERVICES = sorted(name for name, each in BACKENDS.items() if isinstance(each, Service))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that takes a `backend` over all, one that takes an `ability` over all of all."""
    if "ability" in metafunc.fixturenames:
        of_services = "double" in metafunc.fixturenames
        rows = [
            (name, each)
            for name, backend in sorted(BACKENDS.items())
            if name in SERVICES or not of_services
            for each in backend.describe().abilities
            if is_concerned(metafunc.function, each)
        ]
        if of_services:
            # What is not sold any more is not bought, and a call of one quality goes as one of
            # another: what is lowered is tested of each.
            alike = {
                (name, each.kind, each.takes, each.limits): (name, each)
                for name, each in rows
                if not each.retired
            }
            rows = list(alike.values())
        ids = ["/".join(filter(None, (name, each.kind, each.model))) for name, each in rows]
        metafunc.parametrize(("backend_name", "ability"), rows, ids=ids)
    elif "double" in metafunc.fixturenames:
        metafunc.parametrize("backend_name", SERVICES)
    elif "backend" in metafunc.fixturenames:
        metafunc.parametrize("backend_name", sorted(BACKENDS))


_held: dict[str, set[str]] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note which laws were held by which service."""
    _, _, test = report.nodeid.rpartition("::")
    law, _, case = test.partition("[")
    name = re.split(r"[/\-\]]", case, maxsplit=1)[0]
    if law in BEHAVIOURS and name in SERVICES and report.when == "call" and report.passed:
        _held.setdefault(name, set()).add(law)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write them down where that is asked for, beside those of services that were not tested."""
    is_worker = hasattr(session.config, "workerinput")
    if not session.config.getoption("--update") or is_worker:
        return
    known = {name: set(laws) for name, laws in recorded().items() if name in SERVICES}
    for name, laws in _held.items():
        known.setdefault(name, set()).update(laws)
    held = {name: sorted(laws & BEHAVIOURS.keys()) for name, laws in sorted(known.items())}
    RECORD.write_text(json.dumps(held, indent=1) + "\n", "utf-8")


@pytest.fixture
def backend(backend_name: str) -> Backend:
    """The backend that the test is run over."""
    return BACKENDS[backend_name]


@pytest.fixture
def double(backend_name: str, request: pytest.FixtureRequest) -> Double:
    """The double of the service that the test is run over; a service without one fails."""
    return DOUBLES[backend_name](request)
