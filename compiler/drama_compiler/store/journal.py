"""What is about to be asked, and what came of it, go in; what is paid and under way comes out.

`.drama/journal.db` is written before every step that can cost money, so that whoever is killed
at any moment is told by it where to go on. Its transactions hold the caps over every process.
"""

from __future__ import annotations

import contextlib
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple
from pathlib import Path

from drama_compiler.store.attempt_rows import (
    COLUMNS,
    also_text,
    attempt_of,
    kept_text,
    new_row,
)
from drama_compiler.store.attempts import Attempt, AttemptState, Call, Kept, Wanted, lock_names
from drama_compiler.store.budget import Amount, Caps, passed_cap
from drama_compiler.store.elsewhere import bought_elsewhere
from drama_compiler.store.journal_file import open_journal
from drama_compiler.store.lock import Lock
from drama_compiler.store.processes import Holder, this_process

JOURNAL_FILE = "journal.db"

STAGED_MARGIN_SECONDS = 60.0
"""What a service keeps for us is not believed in for the last minute before it expires."""

_SPENT = """
select coalesce(sum(coalesce(paid_usd_micros, reserved_usd_micros)), 0),
       coalesce(sum(clip_milliseconds), 0), coalesce(sum(stills), 0),
       coalesce(sum(characters), 0), coalesce(sum(sound_milliseconds), 0)
from attempt where charged
"""
_SPENT_ELSEWHERE = """
select coalesce(sum(usd_micros), 0),
       coalesce(sum(clip_milliseconds), 0), coalesce(sum(stills), 0),
       coalesce(sum(characters), 0), coalesce(sum(sound_milliseconds), 0)
from elsewhere where not exists (
  select 1 from attempt
  where attempt.backend = elsewhere.backend and attempt.service_id = elsewhere.service_id)
"""
_OPEN = "('intent', 'submitted', 'succeeded')"


class CapReached(Exception):
    """The call would go past this cap (`usd`, `clip_seconds`, …); nothing was reserved."""

    def __init__(self, cap: str) -> None:
        super().__init__(f"it would go past the cap on {cap}")
        self.cap = cap


class Overtaken(Exception):
    """Another build has just asked the same; nothing was reserved."""


class Journal:
    """The project's memory of paid calls, a SQLite file; safe for several processes.

    `sole` says that no other build of the project runs: then every open attempt is ours. Raises
    JournalError.
    """

    def __init__(
        self, path: Path, *, sole: bool = False, clock: Callable[[], float] = time.time
    ) -> None:
        self._db = open_journal(path)
        self._sole = sole
        self._clock = clock

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def spent(self) -> Amount:
        """All that was paid in this project, and all that is reserved for what is under way.

        Lengths and counts are those that were asked for.
        """
        here = self._db.execute(_SPENT).fetchone()
        return Amount(*here) + Amount(*self._db.execute(_SPENT_ELSEWHERE).fetchone())

    def learn(self, lock: Lock) -> None:
        """Count what the lock says was bought and this journal knows nothing of.

        That is so for what others bought, and after the journal was lost.
        """
        rows = [(*key, *astuple(amount)) for key, amount in bought_elsewhere(lock).items()]
        with self._transaction():
            self._db.executemany("insert or replace into elsewhere values (?,?,?,?,?,?,?)", rows)

    def attempts(self, request: str) -> tuple[Attempt, ...]:
        """Every try at the call with this request digest, in order."""
        return self._select("request = ?", request)

    def all(self, *states: AttemptState) -> tuple[Attempt, ...]:
        """Every attempt in one of these states; without any, all of them."""
        marks = ", ".join("?" * len(states))
        return self._select(f"state in ({marks})" if states else "1", *states)

    def unfolded(self) -> tuple[Attempt, ...]:
        """Attempts that are done and whose takes are not known to be in the lock."""
        return self._select("state = 'done' and not folded")

    def mark_folded(self, attempts: Iterable[Attempt]) -> None:
        """Their takes, for all the jobs they name, are in a lock that is written."""
        with self._transaction():
            self._db.executemany(
                "update attempt set folded = 1 where request = ? and n = ? and also = ?",
                [(each.call.digest, each.n, also_text(each.also)) for each in attempts],
            )

    def unfold(self, attempt: Attempt) -> None:
        """Its takes are wanted in the lock, though they were there once."""
        self._update(attempt, folded=0)

    def serve_also(self, attempt: Attempt, wanted: tuple[Wanted, ...]) -> Attempt:
        """The takes of a call serve other jobs that ask exactly the same, or the same jobs though
        they are of something else by now. What is told last holds.
        """
        served = [
            each
            for each in (attempt.call.wanted, *attempt.also)
            if lock_names(each) == lock_names(wanted)
        ]
        if served and served[-1] == wanted:
            return attempt
        also = (*(each for each in attempt.also if each != wanted), wanted)
        return self._update(attempt, also=also_text(also), folded=0)

    def fits(self, amount: Amount, caps: Caps) -> str:
        """The cap that so much more would go past, or nothing; only `intend` makes it sure."""
        return passed_cap(self.spent() + amount, caps)

    def intend(self, call: Call, caps: Caps, tries: int) -> Attempt:
        """Reserve what the call can cost and note that it is about to be made.

        `tries` is how often it was tried as far as the caller knows. Raises CapReached, and
        Overtaken where somebody else has tried since.
        """
        with self._transaction():
            if tries != self._tries(call.digest):
                raise Overtaken
            cap = self.fits(call.reserve, caps)
            if cap:
                raise CapReached(cap)
            row = new_row(call, tries + 1, str(uuid.uuid4()), this_process(), self._clock())
            marks = ", ".join(f":{name}" for name in row)
            self._db.execute(f"insert into attempt ({', '.join(row)}) values ({marks})", row)
        return self.attempts(call.digest)[tries]

    def submitted(self, attempt: Attempt, id_: str) -> Attempt:
        """The service has it, under this id."""
        return self._update(attempt, state="submitted", service_id=id_)

    def succeeded(
        self, attempt: Attempt, id_: str, paid_micros: int | None, kept: tuple[Kept, ...] = ()
    ) -> Attempt:
        """The service is done. `kept` are files that have come with its answer."""
        return self._update(
            attempt,
            state="succeeded",
            service_id=id_,
            paid_usd_micros=paid_micros,
            kept=kept_text(kept),
        )

    def done(self, attempt: Attempt, kept: tuple[Kept, ...]) -> Attempt:
        """What it made is in the store."""
        return self._update(attempt, state="done", kept=kept_text(kept), trouble="", message="")

    def ended(
        self,
        attempt: Attempt,
        state: AttemptState,
        *,
        charged: bool,
        trouble: str = "",
        message: str = "",
        paid_micros: int | None = None,
    ) -> Attempt:
        """Nothing comes of it; what is not charged is reserved no more."""
        return self._update(
            attempt,
            state=str(state),
            charged=int(charged),
            trouble=trouble,
            message=message,
            paid_usd_micros=paid_micros if charged else None,
        )

    def fetch_again(self, attempt: Attempt) -> Attempt:
        """What it made is in the store no more."""
        return self._update(attempt, state="succeeded", kept="[]")

    def retry_unknown(self) -> tuple[Attempt, ...]:
        """Let what may have been paid be asked again; its price stays counted."""
        return tuple(
            self._update(each, state="failed", lifted=1) for each in self.all(AttemptState.UNKNOWN)
        )

    def forget_unknown(self) -> tuple[Attempt, ...]:
        """A person has seen that the service never did it: nothing was paid."""
        return tuple(
            self._update(each, state="cancelled", charged=0)
            for each in self.all(AttemptState.UNKNOWN)
        )

    def take_over(self, attempt: Attempt) -> bool:
        """Make an open attempt ours to go on with, unless a living process has it."""
        with self._transaction():
            row = self._db.execute(
                f"select owner_pid, owner_boot, heartbeat from attempt "
                f"where request = ? and n = ? and state in {_OPEN}",
                (attempt.call.digest, attempt.n),
            ).fetchone()
            now = self._clock()
            if row is None or (not self._sole and Holder(row[0], row[1]).alive(now - row[2])):
                return bool(row) and Holder(row[0], row[1]) == this_process()
            self._db.execute(
                "update attempt set owner_pid = ?, owner_boot = ?, heartbeat = ? "
                "where request = ? and n = ?",
                (this_process().pid, this_process().boot, now, attempt.call.digest, attempt.n),
            )
        return True

    def beat(self) -> None:
        """Tell other processes that ours is alive."""
        with self._transaction():
            self._db.execute(
                f"update attempt set heartbeat = ? "
                f"where owner_pid = ? and owner_boot = ? and state in {_OPEN}",
                (self._clock(), this_process().pid, this_process().boot),
            )

    def handle(self, backend: str, account: str, media: str) -> str | None:
        """What the account's service calls this media of ours, where it surely still has it.

        A clock that stands before the moment of staging tells nothing: then it is staged anew.
        """
        row = self._db.execute(
            "select handle, staged_at, expires_at from staged "
            "where backend = ? and account = ? and media = ?",
            (backend, account, media),
        ).fetchone()
        if row is None:
            return None
        handle, staged_at, expires_at = row
        now = self._clock()
        stale = expires_at is not None and not (
            staged_at <= now < expires_at - STAGED_MARGIN_SECONDS
        )
        return None if stale else str(handle)

    def keep_handle(
        self, backend: str, account: str, media: str, handle: str, expires_at: float | None
    ) -> None:
        """Remember what the service calls this media; `expires_at` as in the contract's Handle."""
        with self._transaction():
            self._db.execute(
                "insert or replace into staged values (?, ?, ?, ?, ?, ?)",
                (backend, account, media, handle, self._clock(), expires_at),
            )

    def forget_handle(self, backend: str, account: str, media: str) -> None:
        """The service does not know its own word any more."""
        with self._transaction():
            self._db.execute(
                "delete from staged where backend = ? and account = ? and media = ?",
                (backend, account, media),
            )

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("begin immediate")
        try:
            yield
            self._db.execute("commit")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("rollback")
            raise

    def _update(self, attempt: Attempt, **columns: object) -> Attempt:
        changes = ", ".join(f"{name} = ?" for name in columns)
        key = (attempt.call.digest, attempt.n)
        with self._transaction():
            self._db.execute(
                f"update attempt set {changes} where request = ? and n = ?",
                (*columns.values(), *key),
            )
        (changed,) = self._select("request = ? and n = ?", *key)
        return changed

    def _select(self, where: str, *values: object) -> tuple[Attempt, ...]:
        rows = self._db.execute(
            f"select {COLUMNS} from attempt where {where} order by request, n", values
        )
        return tuple(attempt_of(row) for row in rows)

    def _tries(self, request: str) -> int:
        row = self._db.execute("select count(*) from attempt where request = ?", (request,))
        return int(row.fetchone()[0])
