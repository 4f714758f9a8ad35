"""A film that is watched is made again when its script changes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faces.run import run
from tests.faces.staying import Staying, posix, staying

SCRIPT = """\
Title: The Lamp
Format: 16:9 320x180 12fps

character: SAM
  look: boy of nine, red cap

EXT. HARBOUR - DUSK

shot: wide, 0.5s

A small boat comes home.

shot: close on SAM, 1s

Sam waves.
"""
SMALL = ("--scale", "1/4", "--jobs", "2")
pytestmark = posix


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("watched")
    (found / "drama.toml").touch()
    (found / "lamp.drama").write_text(SCRIPT, "utf-8")
    return found


@pytest.fixture(scope="module")
def watch(folder: Path) -> Iterator[Staying]:
    """A watch that has built the film once."""
    with staying(folder, "build", "--watch", "lamp.drama", *SMALL) as found:
        assert " made: clip" in found.until("lamp.mp4")
        yield found


def save(folder: Path, was: str = "", is_: str = "") -> None:
    (folder / "lamp.drama").write_text(SCRIPT.replace(was, is_), "utf-8")


def film(folder: Path) -> bytes:
    return (folder / "build/lamp/lamp.mp4").read_bytes()


def test_an_edit_yields_a_new_film_and_undone_the_old_one(folder: Path, watch: Staying) -> None:
    before = film(folder)
    save(folder, "red cap", "red cap, striped shirt")
    told = watch.until("Ctrl-C ends")
    assert " made: clip, picture, segment, master; " in told and told.count("\n") == 1
    assert film(folder) != before
    save(folder)
    assert "nothing to make" in watch.until("Ctrl-C ends")
    assert film(folder) == before


def test_an_error_leaves_the_film_as_it_was(folder: Path, watch: Staying) -> None:
    before = film(folder)
    save(folder, "close on SAM", "close on SAM, wobble")
    assert "unknown shot clause `wobble`" in watch.until("the film stays as it was")
    assert film(folder) == before
    save(folder)
    assert "nothing to make" in watch.until("Ctrl-C ends")


def test_another_verb_works_meanwhile_and_its_film_is_the_same(
    folder: Path, watch: Staying, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    save(folder, "red cap", "green cap")
    watch.until("Ctrl-C ends")
    before = film(folder)
    done = run("build", folder / "lamp.drama", *SMALL, "--json", "--no-wait")
    assert done.code == 0 and not done.json["made"]
    assert film(folder) == before
    assert run("store", "gc").code == 0
    save(folder)
    assert "built in" in watch.until("Ctrl-C ends")


def test_a_theme_is_drawn_in_as_it_is_now(folder: Path, watch: Staying) -> None:
    theme = folder / "themes/plain"
    theme.mkdir(parents=True)
    (theme / "theme.toml").write_text('[palette]\npaper = "#ffffff"\n', "utf-8")
    (folder / "drama.toml").write_text('[film]\ntheme = "themes/plain"\n', "utf-8")
    assert "made: clip" in watch.until("Ctrl-C ends")
    (theme / "theme.toml").write_text('[palette]\npaper = "#ffeedd"\n', "utf-8")
    assert "made: clip" in watch.until("Ctrl-C ends")
    (folder / "drama.toml").write_text("", "utf-8")
    assert "built in" in watch.until("Ctrl-C ends")


def test_the_last_word_of_a_round_can_be_read_by_programs(folder: Path) -> None:
    with staying(folder, "build", "--watch", "--json", "lamp.drama", *SMALL) as found:
        data = json.loads(found.until("}\n").splitlines()[-1])
    assert data["film"].endswith("lamp.mp4") and found.code == 0


def test_who_is_interrupted_in_the_middle_of_a_build_leaves_no_worker(tmp_path: Path) -> None:
    (tmp_path / "drama.toml").touch()
    (tmp_path / "lamp.drama").write_text(SCRIPT.replace("1s", "60s"), "utf-8")
    with staying(tmp_path, "build", "--watch", "lamp.drama") as found:
        while not list((tmp_path / ".drama").glob("tmp/*/*")):
            assert found.process.poll() is None
            time.sleep(0.02)
        found.interrupt()
        assert found.code == 1
    # The same build again has nothing to wait for.
    again = [sys.executable, "-c", "from drama_compiler.cli.main import main; main()"]
    words = ["build", "lamp.drama", "--no-wait", *SMALL]
    save(tmp_path)
    assert subprocess.run([*again, *words], cwd=tmp_path, capture_output=True).returncode == 0


def test_watching_buys_nothing() -> None:
    done = run("build", "--watch", "--profile", "final", "--redo", "film.drama")
    assert done.code == 2
    assert "--watch buys nothing: it goes without --profile and --redo" in done.err
