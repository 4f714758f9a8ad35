"""The journal: what it was told survives; handles expire; what others bought counts."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from drama_compiler.store import journal_file
from drama_compiler.store.attempts import Attempt, AttemptState, Call, Given, Kept, Wanted
from drama_compiler.store.budget import Amount, Caps
from drama_compiler.store.fold import fold
from drama_compiler.store.journal import Journal, Overtaken
from drama_compiler.store.journal_file import JournalError
from drama_compiler.store.lock import Cut, Entry, Lock, LockTake, Origin

CALL = Call(
    digest="d1",
    backend="fake",
    model="m1",
    account="mine",
    request={"backend": "fake", "version": "1", "jobs": ["clip/a"], "inputs": [], "body": "走"},
    inputs={"frame/a/first": Given("m" * 64, "image/png", {"width": 3})},
    wanted=(Wanted("clip/a", "clip film/a", "b1", seed=7, origin="a"),),
    reserve=Amount(500_000, 2000, 0, 0, 0),
)
KEPT = (Kept("clip/a", "video/mp4", {"frames": 48, "rate": "24"}, (0, 24), media="x" * 64),)


def _done(journal: Journal, call: Call = CALL, paid: int | None = 400_000) -> Attempt:
    attempt = journal.intend(call, Caps(), len(journal.attempts(call.digest)))
    attempt = journal.succeeded(attempt, f"id-{call.digest}{attempt.n}", paid)
    return journal.done(attempt, KEPT)


def test_an_attempt_is_read_as_it_was_written(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    done = journal.serve_also(_done(journal), (replace(CALL.wanted[0], lock_name="clip film/b"),))
    journal.close()
    (read,) = Journal(tmp_path / "journal.db").attempts("d1")
    assert read == done and read.call == CALL and read.kept == KEPT
    assert len(read.ticket) <= 36 and read.spent_micros == 400_000


def test_a_try_that_somebody_else_has_made_is_seen(tmp_path: Path) -> None:
    one, other = Journal(tmp_path / "journal.db"), Journal(tmp_path / "journal.db")
    one.intend(CALL, Caps(), 0)
    with pytest.raises(Overtaken):
        other.intend(CALL, Caps(), 0)
    assert other.intend(CALL, Caps(), 1).n == 2


def test_handles_are_believed_until_a_minute_before_they_expire(tmp_path: Path) -> None:
    now = [1000.0]
    journal = Journal(tmp_path / "journal.db", clock=lambda: now[0])
    journal.keep_handle("fake", "mine", "m", "h", 2000.0)
    journal.keep_handle("fake", "mine", "ever", "e", None)
    assert journal.handle("fake", "mine", "m") == "h"
    assert journal.handle("fake", "yours", "m") is None
    now[0] = 1939.0
    assert journal.handle("fake", "mine", "m") == "h"
    now[0] = 1941.0
    assert journal.handle("fake", "mine", "m") is None
    now[0] = 999.0  # the clock was set back: nobody knows how long ago that was
    assert journal.handle("fake", "mine", "m") is None
    assert journal.handle("fake", "mine", "ever") == "e"
    journal.forget_handle("fake", "mine", "ever")
    assert journal.handle("fake", "mine", "ever") is None


def test_open_attempts_of_the_living_are_left_to_them(tmp_path: Path) -> None:
    now = [1000.0]
    path = tmp_path / "journal.db"
    journal = Journal(path, clock=lambda: now[0])
    attempt = journal.intend(CALL, Caps(), 0)
    assert journal.take_over(attempt), "it is our own"
    with sqlite3.connect(path) as db:
        db.execute("update attempt set owner_pid = ?", (os.getppid(),))
    assert not journal.take_over(attempt)
    now[0] += 1000  # it has not been heard of since
    assert journal.take_over(attempt)
    with sqlite3.connect(path) as db:
        db.execute("update attempt set owner_pid = ?, owner_boot = 'elsewhere'", (os.getppid(),))
    assert not journal.take_over(attempt), "another machine"
    now[0] -= 5000  # the clock was set back: its heartbeat lies in the future
    assert journal.take_over(attempt)
    with sqlite3.connect(path) as db:
        db.execute("update attempt set owner_pid = ?", (2**22 + 5,))
    assert journal.take_over(attempt), "no such process"


def test_who_is_alone_takes_everything_over(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    attempt = Journal(path).intend(CALL, Caps(), 0)
    with sqlite3.connect(path) as db:
        db.execute("update attempt set owner_pid = ?", (os.getppid(),))
    assert not Journal(path).take_over(attempt)
    assert Journal(path, sole=True).take_over(attempt)


def test_a_lost_journal_is_made_good_from_the_lock(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "one.db")
    wanted = (replace(CALL.wanted[0], lock_name="clip film/b"),)
    done = [_done(journal), _done(journal, replace(CALL, digest="d2", wanted=wanted))]
    lock = fold(Lock(), done)
    journal.learn(lock)
    assert journal.spent() == Amount(800_000, 4000), "what it knows itself does not count twice"
    anew = Journal(tmp_path / "two.db")
    anew.learn(lock)
    anew.learn(lock)
    # The lock knows what is used: one second of each clip.
    assert anew.spent() == Amount(800_000, 2000)


def test_what_was_brought_in_or_bought_elsewhere_is_told_apart(tmp_path: Path) -> None:
    bought = LockTake("a" * 64, "image/png", backend="bfl", call="c1", usd_micros=30_000)
    added = LockTake("b" * 64, "image/png", origin=Origin.ADDED)
    journal = Journal(tmp_path / "journal.db")
    journal.learn(Lock({"portrait anna": Entry((bought, added))}))
    assert journal.spent() == Amount(usd_micros=30_000, stills=1)


def test_folding_leaves_a_persons_choice_and_adds_each_take_once(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    done = _done(journal)
    old = LockTake("o" * 64, "video/mp4", number=1)
    chosen = Entry(takes=(old,), chosen=(Cut(old.key),), by="anna")
    lock = fold(Lock({"clip film/a": chosen}), journal.unfolded())
    entry = lock.entries["clip film/a"]
    assert entry.chosen == (Cut(old.key),) and entry.by == "anna" and len(entry.takes) == 2
    take = entry.takes[1]
    assert (take.range, take.seed, take.basis, take.number) == ((0, 24), 7, "b1", 2)
    assert fold(lock, [done]) == lock
    journal.mark_folded([done])
    assert not journal.unfolded()
    journal.unfold(done)
    assert journal.unfolded() == (done,)


def test_a_job_served_after_the_lock_was_written_is_folded_too(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    written = journal.unfolded() or (_done(journal),)
    other = (replace(CALL.wanted[0], job="clip/b", lock_name="clip film/b"),)
    journal.serve_also(written[0], other)
    journal.mark_folded(written)
    assert len(journal.unfolded()) == 1
    assert set(fold(Lock(), journal.unfolded()).entries) == {"clip film/a", "clip film/b"}


def test_unknown_calls_stay_counted_until_a_person_forgets_them(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    attempt = journal.intend(CALL, Caps(), 0)
    journal.ended(attempt, AttemptState.UNKNOWN, charged=True, message="lost")
    assert journal.spent().usd_micros == 500_000 and journal.attempts("d1")[0].blocks
    (retried,) = journal.retry_unknown()
    assert journal.spent().usd_micros == 500_000 and not retried.blocks
    assert not journal.forget_unknown()


def test_a_damaged_journal_is_never_set_aside_unasked(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(JournalError, match="damaged"):
        Journal(path)
    assert path.read_bytes().startswith(b"not a database")


def test_a_journal_of_a_newer_version_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    Journal(path).close()
    with sqlite3.connect(path) as db:
        db.execute("pragma user_version = 99")
    with pytest.raises(JournalError, match="newer version"):
        Journal(path)


def test_where_the_write_ahead_log_does_not_work_the_rollback_journal_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Journal(tmp_path / "here.db").close()
    assert _mode(tmp_path / "here.db") == "wal"
    assert not list(tmp_path.glob(".probe*"))
    # One that was begun on a disk of this machine, and was moved to a shared one.
    monkeypatch.setattr(journal_file, "_is_shared", lambda folder: True)
    for name in ("here.db", "there.db"):
        journal = Journal(tmp_path / name)
        _done(journal)
        journal.close()
        assert _mode(tmp_path / name) == "delete"
        journal = Journal(tmp_path / name)
        assert len(journal.attempts("d1")) == 1
        journal.close()


def test_the_journal_says_why_it_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(JournalError, match="file"):
        Journal(tmp_path / "file" / "journal.db")


def _mode(path: Path) -> str:
    with contextlib.closing(sqlite3.connect(path)) as db:
        return str(db.execute("pragma journal_mode").fetchone()[0])
