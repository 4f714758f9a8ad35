"""The tables of `docs/backends.md` are those of the data, and of the tests that ran."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from drama_compiler.contract import Service
from tests.contract.conftest import BACKENDS, SERVICES
from tests.contract.table import BEHAVIOURS, PAGE, recorded, tables, written


def test_the_tables_are_current(pytestconfig: pytest.Config) -> None:
    page = PAGE.read_text("utf-8")
    current = written(page, tables(BACKENDS, recorded()))
    if pytestconfig.getoption("--update"):
        PAGE.write_text(current, "utf-8")
    assert PAGE.read_text("utf-8") == current, "run `pytest tests/contract --update` twice"


def test_every_service_is_recorded_and_every_law_is_a_test() -> None:
    assert sorted(recorded()) == sorted(SERVICES)
    assert all(isinstance(BACKENDS[name], Service) for name in recorded())
    module = ast.parse(Path(__file__).with_name("test_calls.py").read_text("utf-8"))
    laws = {each.name for each in module.body if isinstance(each, ast.FunctionDef)}
    assert BEHAVIOURS.keys() <= laws
    for name, held in recorded().items():
        assert "test_what_is_asked_for_comes_whole" in held, name
