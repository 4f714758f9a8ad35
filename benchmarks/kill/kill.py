"""Builds against the rehearsal service, killed at random moments until they are through; what was
paid is asked of the service's own books.

For each way in which a service can keep a call from being paid twice: a film of forty calls is
built and killed, again and again, until a build comes to its end. Then every take has to be in the
lock and in the store, and every call paid exactly once; of a service that honours nothing, never
twice unasked, and what nobody knows about is shown.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import select
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.kill.build import INTERRUPTED, LOCK_FILE, RESULT_FILE
from benchmarks.kill.film import jobs_of, stages
from drama_backends.rehearsal import KEY_VARIABLE, ONCE_VARIABLE, URL_VARIABLE
from drama_backends.rehearsal.service import Service, running
from drama_compiler.contract import Once
from drama_compiler.store.attempts import AttemptState
from drama_compiler.store.journal import JOURNAL_FILE, Journal
from drama_compiler.store.lock import lock_name
from drama_compiler.store.lock_text import load_lock
from drama_compiler.store.media import MediaStore

KILLS = 500
KEY = "a-key"
SETTINGS = {
    "accounts": {KEY: 1000.0},
    "short_side": 36,
    "concurrent_max": 8,
    "latency_seconds": 0.08,
    "faults": [{"at": "submit", "what": "slow", "seconds": 0.03, "times": -1, "share": 0.5}],
}
BUILD_SECONDS_MAX = 60.0
BLOW_SECONDS = 0.02


@dataclass
class Tally:
    """What came of the kills of one kind of service; `moments` are states of open attempts."""

    kills: int = 0
    films: int = 0
    calls: int = 0
    paid: int = 0
    twice: int = 0
    unknown: int = 0
    torn: int = 0
    moments: Counter[str] = field(default_factory=Counter)


def main() -> None:
    """Kill 500 builds, and print what it cost."""
    print(f"{KILLS} builds killed with -9, each film of {len(_names())} calls built to its end")
    print(f"  {'service':8} {'kills':>5} {'films':>5} {'calls':>5} {'paid':>5} {'twice':>5} "
          f"{'unknown':>7} {'torn':>4}  under way when killed")  # fmt: skip
    for once, share in ((Once.KEY, 0.4), (Once.LOOKUP, 0.4), (Once.NOTHING, 0.2)):
        tally = kill_builds(once, round(KILLS * share), seed=str(once))
        moments = ", ".join(f"{count} {state}" for state, count in tally.moments.most_common())
        print(
            f"  {once:8} {tally.kills:5} {tally.films:5} {tally.calls:5} {tally.paid:5} "
            f"{tally.twice:5} {tally.unknown:7} {tally.torn:4}  {moments}"
        )


def kill_builds(
    once: Once,
    kills: int,
    seed: str,
    cache: Path | None = None,
    seconds: float = 0.0,
    blows: tuple[signal.Signals, ...] = (signal.SIGKILL,),
) -> Tally:
    """Kill so many builds, and see every film through; raises where one is wrong in the end.

    Builds are killed at any moment of the first half of the `seconds` that one takes: where that
    is not said, the first film is left alone and tells it. What the service makes is kept in
    `cache`. `blows` are the signals that each is sent, one soon after the other.
    """
    chance, tally = random.Random(seed), Tally()
    with tempfile.TemporaryDirectory() as folder, _Nursery(blows) as nursery:
        cache = cache or Path(folder) / "made"
        while tally.kills < kills:
            project = Path(folder) / f"film{tally.films}"
            with running({**SETTINGS, "once": str(once)}, project / "far", cache=cache) as service:
                left = kills - tally.kills if seconds else 0
                moments = (chance.uniform(0.0, seconds / 2) for _ in range(left))
                began = time.monotonic()
                _one_film(project, service, once, moments, nursery, tally)
                seconds = seconds or time.monotonic() - began
                assert not service.bugs, service.bugs[0]
    return tally


def build_twice_at_once(cache: Path) -> Tally:
    """Start two builds of one film at once, and look at it when both are through."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder, _Nursery() as one, _Nursery() as other:
        project = Path(folder) / "film"
        with running({**SETTINGS, "once": "nothing"}, project / "far", cache=cache) as service:
            environment = _environment(service, Once.NOTHING)
            for nursery in (one, other):
                nursery.begin(project, environment)
            assert not any(nursery.end(BUILD_SECONDS_MAX) for nursery in (one, other))
            _look(project, service, Once.NOTHING, tally)
    return tally


def _one_film(
    project: Path,
    service: Service,
    once: Once,
    moments: Iterator[float],
    nursery: _Nursery,
    tally: Tally,
) -> None:
    """Kill builds of one film at these moments, until one comes through; then look at it."""
    environment = _environment(service, once)
    while True:
        moment = next(moments, BUILD_SECONDS_MAX)
        if not nursery.build(project, environment, moment):
            break
        tally.kills += 1
        assert moment < BUILD_SECONDS_MAX, "the build hangs"
        tally.torn += _torn(project, tally.moments)
    _look(project, service, once, tally)
    if once is Once.NOTHING:
        _answer(project, service, environment, nursery, tally)
    tally.films += 1


def _environment(service: Service, once: Once) -> dict[str, str]:
    return {URL_VARIABLE: service.url, KEY_VARIABLE: KEY, ONCE_VARIABLE: str(once)}


def _look(project: Path, service: Service, once: Once, tally: Tally) -> None:
    """Compare the lock, the store and the journal with the service's books."""
    results = json.loads((project / RESULT_FILE).read_text())
    lock, problems, _ = load_lock(project / LOCK_FILE)
    assert not problems, problems
    media = MediaStore(project / ".drama" / "media")
    for name, entry in lock.entries.items():
        assert len(entry.takes) == 1, name
        assert media.verify(entry.takes[0].media, entry.takes[0].type), name
    paid = [call for call in service.ledger.calls() if call.charged]
    calls = Counter(call.digest for call in paid)
    tally.calls += len(_names())
    tally.paid += len(paid)
    tally.twice += sum(count - 1 for count in calls.values()) + len(service.ledger.paid_twice())
    with contextlib.closing(Journal(project / ".drama" / JOURNAL_FILE, sole=True)) as journal:
        spent = journal.spent().usd_micros
        unknown = len(journal.all(AttemptState.UNKNOWN))
    absent = set(_names()) - set(lock.entries)
    if once is Once.NOTHING:
        tally.unknown += unknown
        assert set(results) <= {"unknown", "skipped"} and bool(absent) == bool(results), results
        assert spent >= service.ledger.paid_micros(), "a reserve was let go"
        return
    assert not absent and not results, (absent, results)
    assert len(paid) == len(_names()) and not service.ledger.paid_twice()
    assert spent == service.ledger.paid_micros()


def _answer(
    project: Path, service: Service, environment: dict[str, str], nursery: _Nursery, tally: Tally
) -> None:
    """A person says what to do with what nobody knows; then the film is whole."""
    with contextlib.closing(Journal(project / ".drama" / JOURNAL_FILE, sole=True)) as journal:
        asked = len(journal.retry_unknown())
    assert not nursery.build(project, environment, BUILD_SECONDS_MAX)
    lock, _, _ = load_lock(project / LOCK_FILE)
    assert set(lock.entries) == set(_names())
    paid = sum(call.charged for call in service.ledger.calls())
    assert len(_names()) <= paid <= len(_names()) + asked


def _torn(project: Path, moments: Counter[str]) -> int:
    """How many files a kill left torn: the lock, the journal."""
    torn = 0
    path = project / ".drama" / JOURNAL_FILE
    if path.exists():
        with contextlib.closing(sqlite3.connect(path)) as db:
            torn += db.execute("pragma integrity_check").fetchone() != ("ok",)
            with contextlib.suppress(sqlite3.OperationalError):
                moments.update(
                    state
                    for (state,) in db.execute(
                        "select case when state = 'done' then 'unfolded' else state end "
                        "from attempt where state in ('intent', 'submitted', 'succeeded') "
                        "or (state = 'done' and not folded)"
                    )
                )
    if (project / LOCK_FILE).exists():
        torn += bool(load_lock(project / LOCK_FILE)[1])
    return torn


def _names() -> list[str]:
    return [lock_name(job.name, "kill") for stage in stages() for job in jobs_of(stage)]


class _Nursery:
    """A process that forks builds for us; each that takes too long is sent the `blows`."""

    def __init__(self, blows: tuple[signal.Signals, ...] = (signal.SIGKILL,)) -> None:
        self._blows = blows

    def __enter__(self) -> _Nursery:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.kill.build"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()

    def build(self, project: Path, environment: dict[str, str], seconds: float) -> bool:
        """Build, and kill it after so many seconds; whether it had to be killed."""
        self.begin(project, environment)
        return self.end(seconds)

    def begin(self, project: Path, environment: dict[str, str]) -> None:
        """Start a build."""
        assert self._process.stdin and self._process.stdout
        asked: dict[str, Any] = {"folder": str(project), "environment": environment}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        self._pid = int(self._process.stdout.readline().split()[1])

    def end(self, seconds: float) -> bool:
        """Wait for the end of the build, and kill it after so many seconds; whether it was."""
        assert self._process.stdout
        ended, _, _ = select.select([self._process.stdout], [], [], seconds)
        if not ended:
            for blow in self._blows:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self._pid, blow)
                time.sleep(BLOW_SECONDS if blow is not signal.SIGKILL else 0)
        end = int(self._process.stdout.readline().split()[1])
        assert end in (0, -signal.SIGKILL, -signal.SIGINT, INTERRUPTED), f"it ended with {end}"
        return end != 0
