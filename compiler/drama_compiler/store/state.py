"""What was made, for which request, and what each job last was: `.drama/state.db`.

It holds what can be made again for nothing. What was paid for or chosen by a person belongs in
the lock, which is kept in git.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SCHEMA = """
create table if not exists take (
  request text not null, job text not null,
  media text not null, type text not null, facts text not null,
  primary key (request, job)
) without rowid;
create table if not exists made (
  film text not null, job text not null,
  request text not null, basis text not null, timing text not null, version text not null,
  primary key (film, job)
) without rowid;
create table if not exists film (
  name text primary key, names text not null
) without rowid;
"""
SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Take:
    """One thing made: the digest and type of its media, and the facts measured on it."""

    media: str
    type: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """What a job was when it was last made: canonical JSON of basis and timing, and the request."""

    request: str
    basis: str
    timing: str
    version: str


class StateError(Exception):
    """The state cannot be used; the message is for the person."""


class State:
    """The project's own memory, a SQLite file; safe for several processes.

    A file that is no database is set aside and begun anew. Raises StateError where the file is
    of a newer version, or cannot be opened for writing.
    """

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._db = _open(path)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                _set_aside(path)
                self._db = _open(path)
        except OSError as failure:
            raise StateError(f"`{failure.filename}`: {failure.strerror}") from None
        except sqlite3.Error as failure:
            raise StateError(f"`{path.name}` cannot be opened: {failure}") from None

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes inside happen together or not at all."""
        self._db.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._db.execute("rollback")
            raise
        self._db.execute("commit")

    def take(self, request: str, job: str) -> Take | None:
        """What was made for `job` by this very request, or None."""
        row = self._db.execute(
            "select media, type, facts from take where request = ? and job = ?", (request, job)
        ).fetchone()
        return Take(row[0], row[1], json.loads(row[2])) if row else None

    def record(self, request: str, job: str, take: Take) -> None:
        """Keep what was made for `job` by this request."""
        self._db.execute(
            "insert or replace into take values (?, ?, ?, ?, ?)",
            (request, job, take.media, take.type, json.dumps(take.facts, sort_keys=True)),
        )

    def made(self, film: str) -> dict[str, Made]:
        """What every job of the film was in its last build, by name."""
        rows = self._db.execute(
            "select job, request, basis, timing, version from made where film = ?", (film,)
        )
        return {row[0]: Made(*row[1:]) for row in rows}

    def remember(self, film: str, made: dict[str, Made]) -> None:
        """Let the last build of the film be this one: jobs that are gone are forgotten."""
        with self.transaction():
            self._db.execute("delete from made where film = ?", (film,))
            self._db.executemany(
                "insert into made values (?, ?, ?, ?, ?, ?)",
                [
                    (film, job, each.request, each.basis, each.timing, each.version)
                    for job, each in made.items()
                ],
            )

    def last_media(self) -> dict[str, set[str]]:
        """The digests of everything that the last build of each film is made of, by film."""
        found: dict[str, set[str]] = {}
        for film, media in self._db.execute(
            "select distinct made.film, take.media from made join take using (request, job)"
        ):
            found.setdefault(film, set()).add(media)
        return found

    def jobs_by_media(self) -> dict[str, set[str]]:
        """The names of the jobs that each media on record was made for."""
        found: dict[str, set[str]] = {}
        for media, job in self._db.execute("select distinct media, job from take"):
            found.setdefault(media, set()).add(job)
        return found

    def forget(self, media: Iterable[str]) -> None:
        """Strike what was made off the record, because its media is in the store no more."""
        with self.transaction():
            rows = ((each,) for each in media)
            self._db.executemany("delete from take where media = ?", rows)

    def names(self, film: str) -> str | None:
        """The name records of the film as JSON, or None where it was never resolved."""
        row = self._db.execute("select names from film where name = ?", (film,)).fetchone()
        return str(row[0]) if row else None

    def keep_names(self, film: str, names: str) -> None:
        """Keep the name records of the film."""
        self._db.execute("insert or replace into film values (?, ?)", (film, names))


def recall_names(path: Path, film: str) -> str | None:
    """The name records of the film as JSON, where they can be had without writing anything."""
    # A file that lies where nothing may be written can be read only as one that never changes.
    for mode in ("mode=ro", "mode=ro&immutable=1"):
        with contextlib.suppress(sqlite3.Error):
            db = sqlite3.connect(f"{path.as_uri()}?{mode}", uri=True, timeout=30)
            with contextlib.closing(db):
                row = db.execute("select names from film where name = ?", (film,)).fetchone()
                return str(row[0]) if row else None
    return None


def _open(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=30, isolation_level=None)
    try:
        version = db.execute("pragma user_version").fetchone()[0]
        if version > SCHEMA_VERSION:
            raise StateError(f"`{path.name}` was written by a newer version of drama")
        try:
            db.execute("pragma journal_mode=wal").fetchone()
        except sqlite3.OperationalError:
            # Network file systems have no shared memory: the rollback journal works there.
            db.execute("pragma journal_mode=delete").fetchone()
        db.execute("pragma synchronous=normal")
        if version != SCHEMA_VERSION:
            db.executescript(SCHEMA + f"pragma user_version={SCHEMA_VERSION};")
    except BaseException:
        db.close()
        raise
    return db


def _set_aside(path: Path) -> None:
    """Keep a damaged state for whoever wants to look at it, and out of the way."""
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.replace(path.with_name(path.name + ".damaged"))
