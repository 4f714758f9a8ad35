"""Worker processes: one that dies takes nothing along but its own request, and none is left."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from drama_compiler.contract.backend import Media, Output, Request
from drama_compiler.graph.limits import Cost
from drama_compiler.make import executor
from drama_compiler.make.executor import Answer, LocalProcesses, Unwanted

posix = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


class Odd:
    """A backend of strange habits, for workers; what it does is the request's body."""

    def lower(self, batch: Sequence[Any]) -> Any:
        raise NotImplementedError

    def estimate(self, request: Request) -> Cost:
        return Cost()

    def make(
        self,
        request: Request,
        inputs: Mapping[str, Media],
        folder: Path,
        progress: Callable[[float], None],
    ) -> tuple[Output, ...]:
        for step in range(50):
            progress(step / 50)
        if request.body == "die":
            os._exit(9)
        if request.body == "sleep":
            time.sleep(600)
        path = folder / "out"
        path.write_text(request.body)
        return (Output(request.jobs[0], path, "text/plain"),)


def oddly(request: Request, inputs: dict[str, Media], folder: Path, maker: object = None) -> Answer:
    """Runs in a worker, in place of the answer of an installed backend."""
    executor._maker = lambda name: Odd()  # type: ignore[assignment, return-value]
    return ANSWER(request, inputs, folder)


ANSWER = executor._answer


def _requests(*bodies: str) -> list[Request]:
    # Long names, so that a pipe that nobody empties is soon full.
    return [
        Request("odd", "1", (f"{i} {body}".ljust(4000),), (), body) for i, body in enumerate(bodies)
    ]


def _run(
    tmp_path: Path,
    requests: list[Request],
    told: Callable[[str, float], None] = lambda job, share: None,
    times: int = 1,
) -> list[str]:
    async def everything(processes: LocalProcesses) -> list[Answer]:
        runs = [
            processes.run(request, {}, tmp_path / str(number))
            for number, request in enumerate(requests)
        ]
        return await asyncio.gather(*runs)

    with LocalProcesses(2, tmp_path / "cache", told) as processes:
        for _ in range(times):
            answers = asyncio.run(everything(processes))
    return [answer.error for answer in answers]


@pytest.fixture(autouse=True)
def _odd(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executor, "_answer", oddly)


def test_a_worker_that_dies_fails_only_its_own_request(tmp_path: Path) -> None:
    requests = _requests("a", "die", "b", "c", "d")
    errors = _run(tmp_path, requests)
    assert ["died" in error for error in errors] == [False, True, False, False, False]
    assert not any(error for error in errors if "died" not in error)


@pytest.mark.skipif(sys.platform != "linux", reason="only there do workers part from a server")
def test_a_server_of_workers_that_dies_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from multiprocessing import forkserver

    start = forkserver.connect_to_new_process
    died: list[int] = []

    def dying(files: Sequence[int]) -> tuple[int, int]:
        """The server is asked for a worker, and dies before it says anything."""
        if died:
            return start(files)
        forkserver.ensure_running()
        server: Any = forkserver._forkserver
        died.append(server._forkserver_pid)
        os.kill(died[0], signal.SIGSTOP)
        asked = start(files)
        os.kill(died[0], signal.SIGKILL)
        return asked

    monkeypatch.setattr(forkserver, "connect_to_new_process", dying)
    assert _run(tmp_path, _requests("a", "b", "c", "d")) == ["", "", "", ""]
    assert died


def test_a_listener_that_fails_stops_nobody(tmp_path: Path) -> None:
    def fail(job: str, share: float) -> None:
        raise BrokenPipeError

    assert _run(tmp_path, _requests("a", "b", "c", "d"), fail) == ["", "", "", ""]


def test_the_same_workers_serve_one_stage_of_a_build_after_the_other(tmp_path: Path) -> None:
    assert _run(tmp_path, _requests("a", "b", "c", "d"), times=2) == ["", "", "", ""]


@posix
def test_workers_that_die_between_two_builds_are_replaced(tmp_path: Path) -> None:
    with LocalProcesses(2, tmp_path / "cache", lambda job, share: None) as processes:
        processes.stand_ready()
        asyncio.run(processes.run(_requests("a")[0], {}, tmp_path / "0"))
        for worker in list(processes._crew._pool._processes.values()):
            worker.kill()
            worker.join()
        processes.stand_ready()
        for number, request in enumerate(_requests("b", "c", "d")):
            folder = tmp_path / f"again {number}"
            assert asyncio.run(processes.run(request, {}, folder)).error == ""


def test_what_is_wanted_no_more_is_not_begun(tmp_path: Path) -> None:
    told: list[str] = []
    with LocalProcesses(2, tmp_path / "cache", lambda job, share: None) as processes:
        processes.serve(lambda job, share: told.append(job), lambda: False)
        with pytest.raises(Unwanted):
            asyncio.run(processes.run(_requests("a")[0], {}, tmp_path / "0"))
        processes.serve(lambda job, share: told.append(job), lambda: True)
        assert asyncio.run(processes.run(_requests("a")[0], {}, tmp_path / "1")).error == ""
    assert told


@posix
@pytest.mark.parametrize("with_", [signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_a_build_that_is_killed(tmp_path: Path, with_: signal.Signals) -> None:
    code = (
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from tests.make import test_executor as test\n"
        "test.executor._answer = test.oddly\n"
        "def main():\n"
        "    with test.LocalProcesses(1, Path(sys.argv[1]), lambda *told: print('x', flush=True))"
        " as processes:\n"
        "        (request,) = test._requests('sleep')\n"
        "        asyncio.run(processes.run(request, {}, Path(sys.argv[1])))\n"
        "main()\n"
    )
    script = tmp_path / "main.py"
    script.write_text("if __name__ == '__main__':\n    exec(" + repr(code) + ")\n")
    root = Path(__file__).parents[2]
    build = subprocess.Popen(
        [sys.executable, script, tmp_path],
        stdout=subprocess.PIPE,
        env=dict(os.environ, PYTHONPATH=str(root)),
        start_new_session=True,
    )
    assert build.stdout is not None
    assert build.stdout.readline() == b"x\n"
    build.send_signal(with_)
    # The pipe ends when nobody is left who could write to it: the workers have it too.
    build.communicate(timeout=20)
