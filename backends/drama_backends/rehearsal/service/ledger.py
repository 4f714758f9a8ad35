"""Calls that were accepted come in; what each was paid, by whom, under which ticket, stays on disk.

The ledger is what claims about money are proved against: it outlives the service's process.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS calls (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT UNIQUE NOT NULL,
    account TEXT NOT NULL,
    ticket TEXT NOT NULL,
    kind TEXT NOT NULL,
    model TEXT NOT NULL,
    body TEXT NOT NULL,
    digest TEXT NOT NULL,
    take INTEGER NOT NULL,
    micros INTEGER NOT NULL,
    stills INTEGER NOT NULL,
    clip_seconds REAL NOT NULL,
    characters INTEGER NOT NULL,
    sound_seconds REAL NOT NULL,
    submitted_at REAL NOT NULL,
    start_at REAL NOT NULL,
    end_at REAL NOT NULL,
    fate TEXT NOT NULL,
    charged INTEGER NOT NULL,
    downloads INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS calls_ticket ON calls (account, ticket);
CREATE INDEX IF NOT EXISTS calls_digest ON calls (digest);
CREATE INDEX IF NOT EXISTS calls_end ON calls (account, end_at);
"""


@dataclass(frozen=True, slots=True)
class Call:
    """A call that was accepted, and so paid, unless `charged` says otherwise.

    `ticket` is what the caller called it, whether the service looks at that or not. `take`
    counts calls for the very same thing, from 1. `micros` are micro-dollars. `fate` is the status
    that it has from `end_at` on; times are seconds since 1970.
    """

    number: int
    id: str
    account: str
    ticket: str
    kind: str
    model: str
    body: Mapping[str, Any]
    digest: str
    take: int
    micros: int
    stills: int
    clip_seconds: float
    characters: int
    sound_seconds: float
    submitted_at: float
    start_at: float
    end_at: float
    fate: str
    charged: bool
    downloads: int

    @property
    def paid_micros(self) -> int:
        """What was paid for it in the end."""
        return self.micros if self.charged else 0


class Ledger:
    """All calls, in a file; may be used from several threads."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._database.row_factory = sqlite3.Row
        # The service's process may be killed; the machine's power is not what is rehearsed.
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other thread writes while the block lasts."""
        with self._lock:
            yield

    def enter(self, **values: Any) -> Call:
        """Write a call down; `values` are all fields of `Call` but its number and downloads."""
        values["body"] = json.dumps(values["body"], sort_keys=True, ensure_ascii=False)
        names = ", ".join(values)
        marks = ", ".join("?" * len(values))
        with self._lock:
            row = self._database.execute(
                f"INSERT INTO calls ({names}) VALUES ({marks}) RETURNING *", [*values.values()]
            ).fetchone()
        return _call(row)

    def calls(self, **wanted: Any) -> tuple[Call, ...]:
        """Every call whose fields have these values, in the order in which they came."""
        tests = " AND ".join(f"{name} = ?" for name in wanted) or "1"
        with self._lock:
            rows = self._database.execute(
                f"SELECT * FROM calls WHERE {tests} ORDER BY number", [*wanted.values()]
            ).fetchall()
        return tuple(_call(row) for row in rows)

    def takes(self, digest: str) -> int:
        """How many calls for the very same thing there were."""
        with self._lock:
            row = self._database.execute(
                "SELECT COUNT(*) AS times FROM calls WHERE digest = ?", [digest]
            ).fetchone()
        return int(row["times"])

    def ends(self, account: str, after: float) -> list[float]:
        """When the calls of an account that are not settled at `after` will be, earliest first."""
        with self._lock:
            rows = self._database.execute(
                "SELECT end_at FROM calls WHERE account = ? AND end_at > ? ORDER BY end_at",
                [account, after],
            ).fetchall()
        return [row["end_at"] for row in rows]

    def submitted_since(self, account: str, since: float) -> list[float]:
        """When an account's calls since then were made, earliest first."""
        with self._lock:
            rows = self._database.execute(
                "SELECT submitted_at FROM calls WHERE account = ? AND submitted_at > ?"
                " ORDER BY number",
                [account, since],
            ).fetchall()
        return [row["submitted_at"] for row in rows]

    def settle(self, id_: str, *, fate: str, end_at: float, charged: bool) -> None:
        """Write down how a call ends after all."""
        with self._lock:
            self._database.execute(
                "UPDATE calls SET fate = ?, end_at = ?, charged = ? WHERE id = ?",
                [fate, end_at, charged, id_],
            )

    def count_download(self, id_: str) -> None:
        """Write down that what a call made was given out."""
        with self._lock:
            self._database.execute("UPDATE calls SET downloads = downloads + 1 WHERE id = ?", [id_])

    def paid_micros(self, account: str | None = None) -> int:
        """What was paid in all, in micro-dollars, by one account or by all."""
        test = "" if account is None else " AND account = ?"
        with self._lock:
            row = self._database.execute(
                f"SELECT COALESCE(SUM(micros), 0) AS paid FROM calls WHERE charged{test}",
                [] if account is None else [account],
            ).fetchone()
        return int(row["paid"])

    def paid_usd(self) -> float:
        """What was paid in all, in dollars."""
        return self.paid_micros() / 1e6

    def paid_twice(self) -> dict[str, int]:
        """Tickets under which more than one call was paid, and how many."""
        with self._lock:
            rows = self._database.execute(
                "SELECT ticket, COUNT(*) AS times FROM calls WHERE charged AND ticket != ''"
                " GROUP BY account, ticket HAVING times > 1"
            ).fetchall()
        return {row["ticket"]: row["times"] for row in rows}


def _call(row: sqlite3.Row) -> Call:
    values = dict(row)
    values["body"] = json.loads(values["body"])
    values["charged"] = bool(values["charged"])
    return Call(**values)
