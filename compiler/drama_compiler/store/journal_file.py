"""A path comes in; the journal's database there comes out, open, in a mode that the disk keeps.

SQLite's write-ahead log is the quick mode, and the wrong one where a folder is shared between
machines or its file system has no shared memory: there the rollback journal is used.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import uuid
from pathlib import Path

SCHEMA_VERSION = 1
BUSY_SECONDS_MAX = 30

SYNCHRONOUS = "full"
"""A commit is on the disk when it returns."""

SCHEMA = """
create table attempt (
  request text not null, n integer not null,
  state text not null, ticket text not null unique, service_id text not null default '',
  backend text not null, model text not null, account text not null,
  call text not null, wanted text not null,
  reserved_usd_micros integer not null, paid_usd_micros integer, charged integer not null default 1,
  clip_milliseconds integer not null, stills integer not null,
  characters integer not null, sound_milliseconds integer not null,
  kept text not null default '[]', also text not null default '[]',
  trouble text not null default '', message text not null default '',
  folded integer not null default 0, lifted integer not null default 0,
  owner_pid integer not null, owner_boot text not null, heartbeat real not null,
  primary key (request, n)
);
create index attempt_state on attempt (state);
create table staged (
  backend text not null, account text not null, media text not null,
  handle text not null, staged_at real not null, expires_at real,
  primary key (backend, account, media)
) without rowid;
create table elsewhere (
  backend text not null, service_id text not null,
  usd_micros integer not null, clip_milliseconds integer not null, stills integer not null,
  characters integer not null, sound_milliseconds integer not null,
  primary key (backend, service_id)
) without rowid;
"""
"""`elsewhere` are calls that the lock tells of and that were not made from this journal. `lifted`
marks what a person freed to be asked again.
"""

_SHARED_FILE_SYSTEMS = ("nfs", "cifs", "smb", "9p", "afs", "fuse.sshfs", "glusterfs", "ceph")
"""Beginnings of the names of file systems that several machines can write at once."""


class JournalError(Exception):
    """The journal cannot be used; the message is for the person."""


def open_journal(path: Path) -> sqlite3.Connection:
    """Open the journal, or begin one. Every commit survives a loss of power.

    Raises JournalError where the file is damaged, of a newer version or cannot be opened: it is
    never set aside unasked, for it may be all that is known of a paid call.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _opened(path)
    except OSError as failure:
        raise JournalError(f"`{failure.filename}`: {failure.strerror}") from None
    except sqlite3.OperationalError as failure:
        raise JournalError(f"`{path.name}` cannot be opened: {failure}") from None
    except sqlite3.DatabaseError as failure:
        raise JournalError(
            f"`{path.name}` is damaged ({failure}); it knows which paid calls are under way: "
            "bring it back from a copy, or move it away to begin a new one"
        ) from None


def _opened(path: Path) -> sqlite3.Connection:
    wal = not _is_shared(path.parent) and (path.exists() or _wal_works(path.parent))
    db = sqlite3.connect(path, timeout=BUSY_SECONDS_MAX, isolation_level=None)
    try:
        db.execute(f"pragma synchronous={SYNCHRONOUS}")
        _set_mode(db, wal)
        version = _version(db)
        if version > SCHEMA_VERSION:
            raise JournalError(f"`{path.name}` was written by a newer version of drama")
        if version != SCHEMA_VERSION:
            _begin(db)
    except BaseException:
        db.close()
        raise
    return db


def _set_mode(db: sqlite3.Connection, wal: bool) -> None:
    if not wal:
        # Alone with the file, no shared memory is needed to leave the write-ahead log.
        db.execute("pragma locking_mode=exclusive")
        db.execute("pragma journal_mode=delete").fetchone()
        db.execute("pragma locking_mode=normal")
        return
    with contextlib.suppress(sqlite3.OperationalError):
        if db.execute("pragma journal_mode=wal").fetchone()[0] == "wal":
            return
    _set_mode(db, False)


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("pragma user_version").fetchone()[0])


def _begin(db: sqlite3.Connection) -> None:
    db.execute("begin immediate")
    # Another process may have been quicker.
    if _version(db) != SCHEMA_VERSION:
        for statement in SCHEMA.split(";"):
            db.execute(statement)
        db.execute(f"pragma user_version={SCHEMA_VERSION}")
    db.execute("commit")


def _wal_works(folder: Path) -> bool:
    """Whether a throw-away database in WAL mode can really be written, and read from beside.

    Some file systems accept the mode and fail at the first write.
    """
    path = folder / f".probe-{uuid.uuid4().hex}.db"
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as db:
            if db.execute("pragma journal_mode=wal").fetchone()[0] != "wal":
                return False
            db.execute("create table probe (x)")
            db.execute("insert into probe values (1)")
            with contextlib.closing(sqlite3.connect(path, timeout=1)) as other:
                return bool(other.execute("select x from probe").fetchall() == [(1,)])
    except sqlite3.OperationalError:
        return False
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def _is_shared(folder: Path) -> bool:
    """Whether the folder lies on a file system of the network, as far as the system tells."""
    try:
        mounts = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape")
    except OSError:
        return False
    here, longest, kind = os.path.realpath(folder), 0, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        at = fields[4].replace("\\040", " ")
        inside = here == at or here.startswith(at.rstrip("/") + "/")
        if inside and len(at) >= longest and "-" in fields:
            longest, kind = len(at), fields[fields.index("-") + 1]
    return kind.startswith(_SHARED_FILE_SYSTEMS)
