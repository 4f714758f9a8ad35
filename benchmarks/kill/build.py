"""A project's folder comes in; everything of the film is bought, its lock written after a stage.

Run as a module it is a nursery: for each folder that it reads it forks a build, and tells its
process and its end. A build that is killed costs no start of an interpreter.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path

from benchmarks.kill.film import jobs_of, stages
from drama_backends.rehearsal import Rehearsal
from drama_compiler.make.bought import Unbought
from drama_compiler.make.buy import buy
from drama_compiler.make.desk import Shop
from drama_compiler.make.patience import Patience
from drama_compiler.make.running import run
from drama_compiler.make.settle import settle
from drama_compiler.store.budget import Caps
from drama_compiler.store.claim import claim_project
from drama_compiler.store.fold import fold
from drama_compiler.store.journal import JOURNAL_FILE, Journal
from drama_compiler.store.lock import lock_name
from drama_compiler.store.lock_text import load_lock, write_lock
from drama_compiler.store.media import MediaStore
from drama_compiler.store.state import Take

HASTE = Patience(wait_seconds=0.02, wait_seconds_max=0.2, tries_max=10, arrive_seconds=0.3)
LOCK_FILE = "drama.lock"
RESULT_FILE = "result.json"
INTERRUPTED = 130


def build(folder: Path) -> None:
    """Buy the film, as often as it takes; what is not bought is told in `result.json`."""
    state = folder / ".drama"
    with claim_project(state, wait=True) as claim:
        journal = Journal(state / JOURNAL_FILE, sole=claim.sole)
        shop = Shop(journal, MediaStore(state / "media"), state / "arriving", HASTE)
        unbought = run(_build(folder, shop))
        (folder / RESULT_FILE).write_text(json.dumps([str(each.result) for each in unbought]))


async def _build(folder: Path, shop: Shop) -> list[Unbought]:
    services = {"rehearsal": Rehearsal()}
    unbought = list((await settle(services, shop)).unbought)
    _fold(folder, shop)
    known: dict[str, Take] = {}
    for stage in stages():
        lock, _, _ = load_lock(folder / LOCK_FILE)
        # What the lock has is not asked for: the journal could be lost.
        for job in jobs_of(stage):
            entry = lock.entries.get(lock_name(job.name, "kill"))
            if entry is not None:
                take = entry.takes[-1]
                known[job.name] = Take(take.media, take.type, dict(take.facts))
        orders = [order for order in stage if order.batch.jobs[0].name not in known]
        bought = await buy(orders, known, services, shop, Caps())
        _fold(folder, shop)
        known |= bought.takes
        unbought += bought.unbought
    return unbought


def _fold(folder: Path, shop: Shop) -> None:
    done = shop.journal.unfolded()
    lock, _, _ = load_lock(folder / LOCK_FILE)
    write_lock(folder / LOCK_FILE, fold(lock, done))
    shop.journal.mark_folded(done)


def nurse(lines: Iterable[str]) -> None:
    """Fork a build of every folder that is read; `pid N`, then `end STATUS`."""
    # What a build imports and reads late is there before it is forked.
    importlib.import_module("drama_backends.rehearsal.connection")
    stages()
    for line in lines:
        asked = json.loads(line)
        os.environ |= asked["environment"]
        pid = os.fork()
        if not pid:
            _child(Path(asked["folder"]))
        print(f"pid {pid}", flush=True)
        _, status = os.waitpid(pid, 0)
        print(f"end {os.waitstatus_to_exitcode(status)}", flush=True)


def _child(folder: Path) -> None:
    try:
        build(folder)
    except KeyboardInterrupt:
        os._exit(INTERRUPTED)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    nurse(sys.stdin)
