"""For tests that build a hundred times: what only a loss of power could harm is left out."""

from __future__ import annotations

import os

import pytest

from drama_compiler.store import journal_file


@pytest.fixture
def unsynced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is synced to the disk. A process that is killed loses nothing by it."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    monkeypatch.setattr(journal_file, "SYNCHRONOUS", "off")
    monkeypatch.setattr(journal_file, "_wal_works", lambda folder: True)
