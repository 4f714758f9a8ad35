"""One build a project: a second one waits or is told who is at it; the dead hold nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from drama_compiler.store.claim import ProjectBusy, claim_project

_HOLD = """
import sys, time
from pathlib import Path
from drama_compiler.store.claim import claim_project
with claim_project(Path(sys.argv[1]), wait=True):
    print("held", flush=True)
    time.sleep(60)
"""


def _holder(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _HOLD, str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout and process.stdout.readline() == "held\n"
    return process


def test_a_second_build_is_told_whose_the_project_is(tmp_path: Path) -> None:
    process = _holder(tmp_path)
    try:
        with (
            pytest.raises(ProjectBusy, match=str(process.pid)) as busy,
            claim_project(tmp_path, wait=False),
        ):
            pass
        assert busy.value.pid == process.pid
    finally:
        process.kill()
        process.communicate()
    with claim_project(tmp_path, wait=False) as claimed:
        assert claimed.sole, "a build that was killed holds nothing"


def test_a_second_build_waits_for_the_first(tmp_path: Path) -> None:
    process = _holder(tmp_path)
    waited: list[int] = []

    def on_wait(pid: int) -> None:
        waited.append(pid)
        threading.Timer(0.3, process.send_signal, [signal.SIGKILL]).start()

    with claim_project(tmp_path, wait=True, on_wait=on_wait) as claimed:
        assert claimed.sole and waited == [process.pid]
    process.communicate()


def test_the_project_is_free_again_after_a_build(tmp_path: Path) -> None:
    for _ in range(2):
        with claim_project(tmp_path / ".drama", wait=False):
            pass


@pytest.mark.skipif(os.name == "nt", reason="there it is another call")
def test_where_the_file_system_knows_no_locks_builds_are_not_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    def no_locks(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with claim_project(tmp_path, wait=False) as claimed:
        assert not claimed.sole
