"""What is remembered of builds: safe for several processes, and nothing that can stop a build."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from drama_compiler.store.state import State, StateError, Take, recall_names


def _remember(path: Path, names: str) -> None:
    state = State(path)
    state.keep_names("film", names)
    state.close()


def test_names_are_read_without_writing_anything(tmp_path: Path) -> None:
    path = tmp_path / "a # 1%" / "state.db"
    _remember(path, "{}")
    before = {file: file.read_bytes() for file in path.parent.iterdir()}
    assert recall_names(path, "film") == "{}" and recall_names(path, "other") is None
    assert before[path] == path.read_bytes()
    assert recall_names(tmp_path / "none.db", "film") is None
    assert not (tmp_path / "none.db").exists()


def test_a_damaged_state_is_set_aside_and_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    path.write_bytes(b"not a database at all" * 100)
    assert recall_names(path, "film") is None
    state = State(path)
    assert state.names("film") is None
    state.keep_names("film", "{}")
    state.close()
    assert recall_names(path, "film") == "{}"
    assert (tmp_path / "state.db.damaged").read_bytes().startswith(b"not a database")


def test_a_state_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    _remember(path, "{}")
    db = sqlite3.connect(path)
    db.execute("pragma user_version=99")
    db.close()
    with pytest.raises(StateError, match="newer version"):
        State(path)
    db = sqlite3.connect(path)
    assert db.execute("pragma user_version").fetchone() == (99,)
    db.close()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / ".drama").touch()
    with pytest.raises(StateError, match=r"\.drama"):
        State(tmp_path / ".drama" / "state.db")


def test_builds_that_start_at_once_all_find_a_state(tmp_path: Path) -> None:
    def build(number: int) -> str | None:
        state = State(tmp_path / "state.db")
        with state.transaction():
            state.record(f"request {number}", "job", Take("digest", "text/plain"))
        state.keep_names("film", "{}")
        state.close()
        return recall_names(tmp_path / "state.db", "film")

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(build, range(16))) == ["{}"] * 16
    state = State(tmp_path / "state.db")
    assert all(state.take(f"request {number}", "job") for number in range(16))
    state.close()
