"""A script that is watched is checked again when it changes."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from drama_compiler.remembering import Known
from drama_compiler.session import check
from tests.faces.run import run

SCRIPT = "use: cast.drama\n\nINT. HALL - DAY\n\nshot: close on SAM\n\nSam waits.\n"


@contextmanager
def watching(script: Path) -> Iterator[queue.Queue[str]]:
    """`drama check --watch` on a script: its lines, as they come; ended as by Ctrl-C."""
    command = [sys.executable, "-c", "from drama_compiler.cli.main import main; main()"]
    process = subprocess.Popen(
        [*command, "check", "--watch", "--line", script.name],
        cwd=script.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    told: queue.Queue[str] = queue.Queue()
    assert process.stdout is not None
    threading.Thread(target=_tell, args=(process.stdout, told), daemon=True).start()
    try:
        yield told
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(30) in (0, 1)


def _tell(lines: Iterable[str], told: queue.Queue[str]) -> None:
    for each in lines:
        told.put(each)


def until_checked(told: queue.Queue[str]) -> str:
    """What is told up to the end of the next check."""
    found = ""
    while "checked in" not in found:
        found += told.get(timeout=60)
    return found


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is no signal to one process there")
def test_a_change_of_a_script_or_of_what_it_uses_is_checked_at_once(tmp_path: Path) -> None:
    script, cast = tmp_path / "film.drama", tmp_path / "cast.drama"
    script.write_text(SCRIPT, "utf-8")
    cast.write_text("character: SAM\n  look: tall\n", "utf-8")
    with watching(script) as told:
        assert "unknown" not in until_checked(told)
        script.write_text(SCRIPT.replace("SAM\n", "SAM, wobble\n"), "utf-8")
        assert "wobble" in until_checked(told)
        script.write_text(SCRIPT, "utf-8")
        assert "wobble" not in until_checked(told)
        cast.write_text("charcter: SAM\n", "utf-8")
        assert "charcter" in until_checked(told)


def test_watching_mends_nothing() -> None:
    done = run("check", "--watch", "--fix", "film.drama")
    assert done.code == 2
    assert "--watch" in done.err


def test_what_was_read_before_changes_nothing_that_is_told(tmp_path: Path) -> None:
    script = tmp_path / "film.drama"
    known = Known()
    for text in (SCRIPT, SCRIPT.replace("SAM", "SMA"), f"Title: A\n\n{SCRIPT}", "", SCRIPT):
        script.write_text(text, "utf-8")
        again, sources = check(script, known=known)
        assert (again, sources) == check(script)
        assert known.trees[script.resolve()].source.text == text
