"""A script comes in; the takes of its film, with its lock and store, come out, to be looked at and
changed.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from drama_compiler.contract.backend import Inspector, MakeError
from drama_compiler.graph.keys import digest_file
from drama_compiler.make.executor import find_backends
from drama_compiler.session import Analysis
from drama_compiler.store.choice import shown
from drama_compiler.store.lock import (
    PROJECT_WIDE,
    Cut,
    Entry,
    Lock,
    LockTake,
    Origin,
    lock_name,
)
from drama_compiler.store.lock_names import with_names
from drama_compiler.store.lock_text import LockError, load_lock, write_lock
from drama_compiler.store.media import MediaStore
from drama_compiler.takes.edit import TakeError, check_fits, find_take, frames_of, job_of
from drama_dsl.diagnostic import Diagnostic
from drama_dsl.source import Source

Change = Callable[[Lock, str, str], Lock]
"""Makes a new lock of the lock, the film's key and the name of the job it is about."""


@dataclass(slots=True)
class TakeBook:
    """The takes of a film: what the lock holds of them, and what of that is in the store."""

    analysis: Analysis
    media: MediaStore
    lock: Lock
    problems: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]

    def job(self, what: str) -> str:
        """The job that a person means; raises TakeError."""
        return job_of(self.analysis.film, what)

    def entry(self, job: str) -> Entry:
        """What the lock has of a job."""
        return self.lock.entries.get(lock_name(job, self.analysis.project.key), Entry())

    def shown(self, job: str) -> tuple[Cut, ...]:
        """The cuts of a job that are in the film."""
        return shown(self.entry(job), self.has)

    def has(self, take: LockTake) -> bool:
        """Whether the media of a take is here."""
        return self.media.has(take.media, take.type)

    def change(self, what: str, change: Change) -> None:
        """Change the lock and write it, with the film's names: they let takes find their shots in
        any clone. Raises TakeError.
        """
        project = self.analysis.project
        lock = change(self.lock, project.key, self.job(what))
        self.lock = with_names(lock, project.key, self.analysis.resolution.names)
        try:
            write_lock(project.lock_file, self.lock)
        except LockError as failure:
            raise TakeError(str(failure)) from None
        except OSError as failure:
            raise TakeError(f"`{failure.filename}`: {failure.strerror}") from None

    def jobs(self) -> list[str]:
        """The names of all jobs of the film that have takes, and those that all films share."""
        film = f"{self.analysis.project.key}/"
        found = []
        for name in self.lock.entries:
            kind, _, owner = name.partition(" ")
            if kind in PROJECT_WIDE:
                found.append(f"{kind}/{owner}")
            elif owner.startswith(film):
                found.append(f"{kind}/{owner.removeprefix(film)}")
        return found

    def cut(self, job: str, words: str) -> Cut:
        """`3:12-60` as a cut of take 3 of a job; raises TakeError."""
        name, _, range_ = words.partition(":")
        if not range_:
            return Cut(name)
        start, _, end = range_.partition("-")
        rate = Fraction(str(find_take(self.entry(job), name).facts.get("rate", 24)))
        first = frames_of(start, rate) if start.strip() else 0
        return Cut(name, first, frames_of(end, rate) if end.strip() else None)

    def brought_in(self, file: Path, job: str, note: str) -> LockTake:
        """A take of a file of a person's, its bytes copied into the store; raises TakeError.

        Where no `job` is said it may be a take of anything.
        """
        backends = find_backends().values()
        inspector = next((each for each in backends if isinstance(each, Inspector)), None)
        if inspector is None:
            raise TakeError("to look into a file, install: pip install 'drama-lang[film]'")
        try:
            type_, facts = inspector.inspect(file)
        except MakeError as failure:
            raise TakeError(str(failure)) from None
        if job:
            check_fits(job, type_)
        folder = self.analysis.project.state_folder / "tmp"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=folder) as scratch:
                copy = Path(scratch) / file.name
                shutil.copyfile(file, copy)
                digest = digest_file(copy)
                self.media.adopt(copy, digest, type_)
        except OSError as failure:
            raise TakeError(f"`{failure.filename}`: {failure.strerror}") from None
        return LockTake(digest, type_, facts, origin=Origin.ADDED, note=note)

    def rows(self, jobs: Sequence[str]) -> list[dict[str, Any]]:
        """The takes of jobs as data."""
        return [self._row(job) for job in jobs]

    def _row(self, job: str) -> dict[str, Any]:
        in_film = {cut.take: [cut.start_frame, cut.end_frame] for cut in self.shown(job)}
        entry = self.entry(job)
        owner = job.split("/")[1]
        shot = self.analysis.index.shots.get(owner)
        chosen = {cut.take for cut in entry.chosen}
        return {
            "job": job,
            "shot": shot.number if shot else None,
            "place": self.analysis.place(owner),
            "chosen_by": entry.by or None,
            "takes": [
                {
                    "number": take.number,
                    "key": take.key,
                    "type": take.type,
                    "origin": str(take.origin),
                    "tier": str(take.tier),
                    "backend": "/".join(filter(None, (take.backend, take.model))),
                    "usd": take.usd_micros / 1e6,
                    "seconds": take.facts.get("seconds"),
                    "shown": in_film.get(take.key),
                    "chosen": take.key in chosen,
                    "dropped": take.dropped,
                    "here": self.has(take),
                    "note": take.note,
                }
                for take in entry.takes
            ],
        }


def open_takes(analysis: Analysis) -> TakeBook:
    """The takes of a film; raises OSError where its lock cannot be read."""
    project = analysis.project
    lock, problems, sources = load_lock(project.lock_file)
    media = MediaStore(project.state_folder / "media")
    return TakeBook(analysis, media, lock, problems, sources)


def who() -> str:
    """The name that git signs with here, which is in its history anyway; empty without one."""
    try:
        told = subprocess.run(
            ["git", "config", "user.name"], capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return told.stdout.strip()
