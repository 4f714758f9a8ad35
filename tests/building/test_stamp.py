"""A build that has nothing to do is told again from its stamp; any change, and it is not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from drama_compiler.store import stamp
from drama_compiler.store.stamp import Told, before, keep, read_words, recall, void

SCRIPT = "INT. ROOM - DAY\n\nshot: wide, 1s, slwo push in\n\nA chair.\n"
DRAMA = Path(sys.executable).parent / "drama"
OPTIONS = ("--scale", "1/16")


@pytest.fixture(scope="module")
def stamped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A script that was built, with a warning, and whose build is stamped."""
    script = tmp_path_factory.mktemp("film") / "room.drama"
    script.write_text(SCRIPT)
    (script.parent / ".git").mkdir()
    assert _build(script).returncode == 0
    return script


@pytest.fixture
def script(stamped: Path) -> Iterator[Path]:
    """The same, whole again after each test."""
    kept = stamped.parent.parent / "kept"
    shutil.copytree(stamped.parent, kept, symlinks=True)
    yield stamped
    shutil.rmtree(stamped.parent)
    kept.rename(stamped.parent)


def _build(script: Path, *words: str, python: Sequence[str] = ()) -> CompletedProcess[str]:
    command = [str(DRAMA), "build", str(script), *OPTIONS, *words]
    if python:
        command = [sys.executable, *python, *command]
    return subprocess.run(command, capture_output=True, text=True, cwd=script.parent)


def _known(script: Path, *words: str) -> Told | None:
    asked = read_words(["build", str(script), *OPTIONS, *words], time.time_ns())
    return recall(asked) if asked else None


def test_it_tells_what_a_build_without_a_stamp_tells(script: Path) -> None:
    quick, quick_json = _build(script), _build(script, "--json")
    void(script.parent / ".drama")
    slow = _build(script)
    void(script.parent / ".drama")
    slow_json = _build(script, "--json")
    assert "nothing to do: all" in quick.stderr and "error[unknown-clause]" in quick.stderr
    assert quick.stdout == slow.stdout and quick.returncode == slow.returncode == 0
    assert quick.stderr.rpartition("took")[0] == slow.stderr.rpartition("took")[0]
    data, expected = (json.loads(each.stdout) for each in (quick_json, slow_json))
    assert list(data) == list(expected)
    for each in (data, expected):
        each.pop("elapsed_seconds")
        each["reused"].sort()
    assert data == expected and data["made"] == [] and data["diagnostics"]


def test_nothing_slow_is_imported_to_tell_it(script: Path) -> None:
    run = _build(script, python=("-X", "importtime"))
    imported = {line.rpartition("|")[2].strip() for line in run.stderr.splitlines()}
    assert "drama_compiler.store.stamp" in imported and "nothing to do" in run.stderr
    slow = {"click", "pydantic", "blake3", "json", "dataclasses", "pathlib", "sqlite3", "typing"}
    assert not imported & slow


def test_what_was_only_touched_has_not_changed(script: Path) -> None:
    os.utime(script, (1, 1))
    assert _known(script)
    os.utime(script, (4e9, 4e9))
    assert _known(script)


def test_it_is_known_from_any_folder_and_by_any_path(
    script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(script.parent)
    words = ["build", "room.drama", "--scale=1/16", "--json", "--jobs", "1"]
    asked = read_words(words, time.time_ns())
    assert asked and asked.as_json and recall(asked)


def test_a_changed_script_is_another_film_and_the_old_one_is_known_again(script: Path) -> None:
    script.write_text(SCRIPT.replace("chair", "stool"))
    assert _known(script) is None
    script.write_text(SCRIPT)
    assert _known(script)


@pytest.mark.parametrize(
    "name", ["drama.toml", "drama.lock", "room.fountain", "../drama.toml"], ids=lambda name: name
)
def test_a_file_that_appears_and_decides_is_seen(script: Path, name: str) -> None:
    file = script.parent / name
    file.write_text("")
    try:
        assert _known(script) is None
    finally:
        file.unlink()
    assert _known(script)


@pytest.mark.parametrize("name", ["room.mp4", "room.edl", "sound/MIX.m4a"])
def test_a_finished_file_that_is_gone_or_other_is_seen(script: Path, name: str) -> None:
    file = script.parent / "build" / "room" / name
    data = file.read_bytes()
    file.unlink()
    assert _known(script) is None
    file.write_bytes(data)
    assert _known(script) is None
    assert _build(script).returncode == 0 and _known(script)


def test_other_options_and_other_variables_are_another_build(
    script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _known(script, "--out", "elsewhere") is None
    assert _known(script, "--scale", "1/4") is None
    monkeypatch.setenv("DRAMA_THEME", "noir")
    assert _known(script) is None


def test_a_stamp_that_is_cut_short_or_of_another_release_is_none(script: Path) -> None:
    (path,) = (script.parent / ".drama" / "stamps").iterdir()
    whole = path.read_bytes()
    for other in (b"", whole[: len(whole) // 4], whole.replace(b"stamp 1", b"stamp 9"), b"\xff\0"):
        path.write_bytes(other)
        assert _known(script) is None
    assert _build(script).returncode == 0 and _known(script)


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("check", "room.drama"),
        ("build", "room.drama", "--redo"),
        ("build", "room.drama", "other.drama"),
        ("build", "room.drama", "--scale"),
        ("build", "room.drama", "--json=yes"),
        ("build", "--help"),
        ("build", "-h"),
        ("build", "--", "room.drama"),
        ("build", "a\0b"),
    ],
)
def test_only_plain_builds_can_be_stamped(words: tuple[str, ...]) -> None:
    assert read_words(words, 0) is None


def _stamp(folder: Path, script: bytes, *, code: Path | None = None) -> bool:
    """Stamp a build of `folder/a.drama` that read `script`."""
    asked = read_words(["build", str(folder / "a.drama")], time.time_ns())
    assert asked
    film = folder / "a.mp4"
    film.write_bytes(b"film")
    told = Told(plain="", colored="", length="1 s", reused=1, files=[str(film)], json="{")
    scripts = {str(folder / "a.drama"): script}
    return keep(asked, before(asked), scripts, [str(code)] if code else [], [str(film)], told)


def test_a_package_that_comes_or_goes_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = tmp_path / "site-packages"
    packages.mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(packages)])
    (tmp_path / "a.drama").write_bytes(b"text")
    asked = read_words(["build", str(tmp_path / "a.drama")], time.time_ns())
    assert asked and _stamp(tmp_path, b"text") and recall(asked)
    time.sleep(0.01)  # the clock of a file system ticks more coarsely than ours
    (packages / "another-1.0.dist-info").mkdir()
    assert recall(asked) is None


def test_a_script_that_changed_while_it_was_built_is_not_stamped(tmp_path: Path) -> None:
    (tmp_path / "a.drama").write_bytes(b"new")
    assert not _stamp(tmp_path, b"old") and not (tmp_path / ".drama").exists()
    assert _stamp(tmp_path, b"new")


def test_a_lock_that_changed_while_it_was_built_is_not_stamped(tmp_path: Path) -> None:
    (tmp_path / "a.drama").write_bytes(b"text")
    asked = read_words(["build", str(tmp_path / "a.drama")], time.time_ns())
    assert asked
    was = before(asked)
    (tmp_path / "drama.lock").write_text("more takes")
    told = Told(plain="", colored="", length="", reused=1, files=["a"], json="{")
    assert not keep(asked, was, {}, [], [], told) and keep(asked, before(asked), {}, [], [], told)


def test_code_that_changes_is_seen_and_code_from_the_future_is_not_believed(tmp_path: Path) -> None:
    film, code = tmp_path / "film", tmp_path / "code"
    film.mkdir()
    (code / "part").mkdir(parents=True)
    (code / "part" / "draw.py").write_text("1")
    (film / "a.drama").write_bytes(b"text")
    os.utime(code / "part" / "draw.py", (1e9, 1e9))
    asked = read_words(["build", str(film / "a.drama")], time.time_ns())
    assert asked
    assert _stamp(film, b"text", code=code) and recall(asked)
    (code / "part" / "new.py").write_text("2")
    assert recall(asked) is None
    os.utime(code / "part" / "new.py", (4e9, 4e9))
    assert not _stamp(film, b"text", code=code)


def test_a_project_that_cannot_be_written_is_built_without_a_stamp(tmp_path: Path) -> None:
    (tmp_path / "a.drama").write_bytes(b"text")
    (tmp_path / ".drama").write_text("in the way")
    assert not _stamp(tmp_path, b"text")


def test_old_stamps_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamp, "STAMPS_MAX", 2)
    (tmp_path / "a.drama").write_bytes(b"text")
    for scale in ("1", "1/2", "1/4"):
        asked = read_words(["build", str(tmp_path / "a.drama"), "--scale", scale], time.time_ns())
        assert asked
        told = Told(plain="", colored="", length="", reused=1, files=["a"], json="{")
        assert keep(asked, before(asked), {}, [], [], told)
    assert len(list((tmp_path / ".drama" / "stamps").iterdir())) == 2
