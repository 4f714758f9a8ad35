"""A project's store comes in; what each file in it is for, and what may go, comes out.

Nothing that was paid for, brought in or chosen goes unasked: what any lock names stays for good,
what the journal of paid calls names stays, and what nobody can account for counts as paid.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from drama_compiler.store.lock import Lock
from drama_compiler.store.media import MediaStore, StoredFile
from drama_compiler.store.revisions import locked_digests
from drama_compiler.store.state import State
from drama_compiler.store.verify import owners_of

JOURNAL_FILE = "journal.db"

AGE_SECONDS_MIN = 24 * 3600
"""A younger file may be of a build that is still going on."""

_ENDED = ("done", "failed", "refused", "cancelled")
"""States of a paid call of which nothing more comes; `unknown` waits for a person."""

_STAGED = "staged"
"""The journal's table of what services were given; it can be given again."""

_DIGEST = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


class Need(StrEnum):
    """Why a file is in the store."""

    LOCKED = "locked"
    """A lock names it: the present one, or one in git's history."""

    JOURNAL = "journal"
    """A paid call that is still open names it, or brought it and no lock ever held it yet."""

    FILM = "film"
    """The last build of a film is made of it."""

    FREE = "free"
    """It was made here for nothing, and no film's last build is made of it."""

    PAID = "paid"
    """It was paid for, and no lock names it any more; or nobody can account for it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of the store, why it is there, and the films and jobs that it belongs to."""

    file: StoredFile
    need: Need
    films: frozenset[str] = frozenset()
    jobs: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        """The kind of job it was made for; empty where that is not on record."""
        return min((re.split("[ /]", job)[0] for job in self.jobs), default="")


@dataclass(frozen=True, slots=True)
class Sweeping:
    """What a sweep frees, and what it leaves although nothing needs it, because it is too young."""

    freed: tuple[Kept, ...] = ()
    young: tuple[Kept, ...] = ()


@dataclass(slots=True)
class _Claims:
    """Who needs which digest."""

    locked: frozenset[str]
    journal: frozenset[str]
    paid: frozenset[str]
    films: Mapping[str, set[str]] = field(default_factory=dict)
    jobs: Mapping[str, set[str]] = field(default_factory=dict)


def survey(root: Path, state_folder: Path, lock: Lock, stands: Callable[[str], bool]) -> list[Kept]:
    """Every file of the store with the reason it is there, in the order of digests.

    `stands` tells whether the script of a film is still there; a film without one needs nothing.
    Raises HistoryError where git's history cannot be read, StateError and OSError.
    """
    claims = _claims(root, state_folder, stands)
    built: dict[str, set[str]] = {}
    for film, media in claims.films.items():
        for each in media:
            built.setdefault(each, set()).add(film)
    owners = owners_of(lock)
    known = {*claims.films, *lock.names}
    kept = []
    for file in MediaStore(state_folder / "media").files():
        names = owners.get(file.digest, set())
        films = built.get(file.digest, set()) | {_film(name, known) for name in names}
        jobs = claims.jobs.get(file.digest, set()) | names
        need = _need(file.digest, claims, built)
        kept.append(Kept(file, need, frozenset(films), frozenset(jobs)))
    return kept


def sweep(
    kept: Iterable[Kept], *, age_seconds_min: float = AGE_SECONDS_MIN, paid: bool = False
) -> Sweeping:
    """What may go: free media that no film is made of; with `paid` also what no lock names.

    What a lock names never goes, nor what the journal still needs. A file from the future, as
    where the clock was set back, is young.
    """
    goes = {Need.FREE, Need.PAID} if paid else {Need.FREE}
    candidates = [each for each in kept if each.need in goes]
    old = [each for each in candidates if each.file.age_seconds >= age_seconds_min]
    young = [each for each in candidates if each.file.age_seconds < age_seconds_min]
    return Sweeping(tuple(old), tuple(young))


def free(sweeping: Sweeping, state_folder: Path) -> int:
    """Delete what the sweep frees; how many bytes that were. Raises StateError and OSError."""
    state = State(state_folder / "state.db")
    try:
        # First the record, then the bytes: a build never finds one that leads to nothing.
        state.forget(each.file.digest for each in sweeping.freed)
    finally:
        state.close()
    for each in sweeping.freed:
        # Windows deletes nothing that is read-only.
        with contextlib.suppress(FileNotFoundError):
            each.file.path.chmod(0o644)
            each.file.path.unlink()
        with contextlib.suppress(OSError):
            each.file.path.parent.rmdir()
    return sum(each.file.bytes for each in sweeping.freed)


def journal_digests(state_folder: Path) -> tuple[frozenset[str], frozenset[str]]:
    """Every digest that the journal of paid calls names: of calls that are open or whose takes
    were in no lock yet, and of all the others.
    """
    path = state_folder / JOURNAL_FILE
    if not path.is_file():
        return frozenset(), frozenset()
    settled: set[str] = set()
    pending: set[str] = set()
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        db.row_factory = sqlite3.Row
        tables = db.execute("select name from sqlite_master where type = 'table'").fetchall()
        for (table,) in tables:
            if table == _STAGED:
                continue
            for row in db.execute('select * from "{}"'.format(table.replace('"', '""'))):
                columns = dict(row)
                # What is not known to be settled counts as pending, whatever table it stands in.
                state = columns.get("state")
                ended = state in _ENDED and (state != "done" or columns.get("folded"))
                texts = (value for value in columns.values() if isinstance(value, str))
                (settled if ended else pending).update(
                    each for text in texts for each in _DIGEST.findall(text)
                )
    return frozenset(pending), frozenset(settled - pending)


def _claims(root: Path, state_folder: Path, stands: Callable[[str], bool]) -> _Claims:
    claims = _Claims(locked_digests(root), *journal_digests(state_folder))
    path = state_folder / "state.db"
    if path.is_file():
        state = State(path)
        try:
            films = state.last_media()
            claims.films = {film: films[film] for film in films if stands(film)}
            claims.jobs = state.jobs_by_media()
        finally:
            state.close()
    return claims


def _film(lock_name: str, known: Iterable[str]) -> str:
    """The film of an entry of the lock: `ep03` of `clip ep03/k7f2q`; none where all share it."""
    owner = lock_name.partition(" ")[2]
    return max((film for film in known if owner.startswith(f"{film}/")), key=len, default="")


def _need(digest: str, claims: _Claims, of_films: Mapping[str, set[str]]) -> Need:
    if digest in claims.locked:
        return Need.LOCKED
    if digest in claims.journal:
        return Need.JOURNAL
    if digest in of_films:
        return Need.FILM
    known_free = digest in claims.jobs and digest not in claims.paid
    return Need.FREE if known_free else Need.PAID
