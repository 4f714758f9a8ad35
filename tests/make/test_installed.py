"""Backends that are installed: each is loaded when it is asked for, and may fail alone."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from drama_compiler.make import installed
from drama_compiler.make.installed import Installed


class Plain:
    """A backend, as far as it is asked here."""


class Told(Plain):
    """A backend that can be told of a project."""

    def with_project(self, folder: Path) -> Any:
        if folder.name == "bad":
            raise RuntimeError
        found = Told()
        found.folder = folder  # type: ignore[attr-defined]
        return found


class Broken:
    """A backend that cannot be had."""

    def __init__(self) -> None:
        raise RuntimeError


@pytest.fixture(autouse=True)
def _entries(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = {
        name: importlib.metadata.EntryPoint(name, value, installed.BACKEND_GROUP)
        for name, value in {
            "broken": f"{__name__}:Broken",
            "gone": "no_such_module:Backend",
            "plain": f"{__name__}:Plain",
            "told": f"{__name__}:Told",
        }.items()
    }
    monkeypatch.setattr(installed, "_entries", lambda: entries)
    installed._loaded.cache_clear()


def test_what_cannot_be_loaded_is_not_there() -> None:
    backends = Installed()
    assert list(backends) == ["plain", "told"] and len(backends) == 2
    assert "broken" not in backends and backends.get("gone") is None


def test_who_can_be_told_of_a_project_is(tmp_path: Path) -> None:
    backends = Installed(tmp_path)
    assert backends["told"].folder == tmp_path  # type: ignore[attr-defined]
    assert not hasattr(backends["plain"], "folder")
    assert "told" not in Installed(tmp_path / "bad")


def test_who_is_not_asked_for_is_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    code = (
        "import sys; from drama_compiler.make.executor import find_backends; "
        "find_backends()['animatic']; print('drama_backends.kling' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


def test_the_packages_of_all_are_known_without_loading_any() -> None:
    assert installed.packages() == sorted({__name__.partition(".")[0], "no_such_module"})
