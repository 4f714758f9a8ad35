"""A store comes in; every file in it is digested anew; what is damaged or absent comes out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from drama_compiler.graph.keys import digest_file
from drama_compiler.store.lock import Lock
from drama_compiler.store.media import MediaStore, StoredFile

BASIS_TYPE = "application/json"
"""The type of the media that say what paid takes are of."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A file whose bytes are not those that its name promises, where it was set aside, and whose
    take it is; no jobs where that is not on record.
    """

    digest: str
    path: Path
    jobs: tuple[str, ...]
    locked: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many files and bytes are whole, what is damaged, and what of the lock is not here."""

    files: int
    bytes: int
    damaged: tuple[Damage, ...] = ()
    absent: tuple[str, ...] = ()


def verify(store: MediaStore, lock: Lock, jobs: Mapping[str, Iterable[str]]) -> Verdict:
    """Digest every file anew and set aside what is damaged; nothing is deleted.

    `jobs` are the names of the jobs that local takes were made for, by digest. Raises OSError.
    """
    owners = owners_of(lock)
    files = list(store.files())
    # Digesting lets other threads go on.
    with ThreadPoolExecutor(min(8, os.cpu_count() or 1)) as pool:
        whole = list(pool.map(_is_whole, files))
    damaged = []
    for file, good in zip(files, whole, strict=True):
        if not good:
            of = (*sorted(owners.get(file.digest, ())), *sorted(jobs.get(file.digest, ())))
            aside = store.set_aside(file.path)
            damaged.append(Damage(file.digest, aside, of, file.digest in owners))
    absent = (digest for digest, type_ in wanted(lock).items() if not store.has(digest, type_))
    return Verdict(
        files=sum(whole),
        bytes=sum(file.bytes for file, good in zip(files, whole, strict=True) if good),
        damaged=tuple(damaged),
        absent=tuple(sorted(absent)),
    )


def wanted(lock: Lock) -> dict[str, str]:
    """The digest and type of every media that a lock names: takes, and what they are of."""
    found: dict[str, str] = {}
    for entry in lock.entries.values():
        for take in entry.takes:
            found[take.media] = take.type
            if take.basis:
                found[take.basis] = BASIS_TYPE
    return found


def owners_of(lock: Lock) -> dict[str, set[str]]:
    """The lock's names of the jobs that each of its media belongs to."""
    found: dict[str, set[str]] = {}
    for name, entry in lock.entries.items():
        for take in entry.takes:
            for digest in (take.media, take.basis):
                if digest:
                    found.setdefault(digest, set()).add(name)
    return found


def _is_whole(file: StoredFile) -> bool:
    return digest_file(file.path) == file.digest
