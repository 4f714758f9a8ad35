"""Options of the test run, and the cases: files that hold their input and what must come of it."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from tests.backends.rehearsing import rehearsal as rehearsal


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write what comes of every case into it")
    parser.addoption("--fuzz", action="store_true", help="run the laws for minutes, not seconds")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.File | None:
    if file_path.suffix == ".drama" and "cases" in file_path.parts:
        from tests.cases.case import CaseFile

        return CaseFile.from_parent(parent, path=file_path)
    return None


def pytest_collection_finish() -> None:
    """Ten thousand tests are no rubbish: the collector of it need not look at them ever again."""
    gc.freeze()
