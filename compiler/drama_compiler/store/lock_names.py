"""A lock's name records of one film come in and Names come out; Names come in, and a lock's text.

The lock is where names live in git: with them another checkout calls a shot as this one does.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from drama_compiler.film.names import Fingerprint, Names
from drama_compiler.store.lock_lines import name_records

if TYPE_CHECKING:
    from drama_compiler.store.lock import Lock


_FIELDS = frozenset(Fingerprint.model_fields)


def lock_names(lock: Lock, film: str) -> Names:
    """What the lock knows of the film's names; empty where it knows nothing."""
    return _names(lock.names.get(film, {}))


def read_lock_names(text: str, film: str) -> Names | None:
    """The names of one film in a lock's text, or None where it has none; no take is looked at."""
    records = name_records(text, film)
    return _names(records) if records else None


def recall_lock_names(path: Path, film: str) -> Names | None:
    """The names of one film in a lock's file, or None where there are none to be had."""
    try:
        text = path.read_bytes().decode("utf-8", "surrogateescape")
    except OSError:
        return None
    return read_lock_names(text, film)


def with_names(lock: Lock, film: str, names: Names) -> Lock:
    """The lock with these names of the film in place of those it had.

    Tables of another release's, and what it keeps of a thing beside its fingerprint, stay.
    """
    tables: dict[str, Mapping[str, Mapping[str, Any]]] = dict(lock.names.get(film, {}))
    for table, records in _tables(names).items():
        old = tables.pop(table, {})
        if records:
            tables[table] = {id_: {**_unknown(old, id_), **kept} for id_, kept in records.items()}
    films = {key: each for key, each in lock.names.items() if key != film}
    return replace(lock, names={**films, film: tables} if tables else films)


def wants_names(lock: Lock, film: str) -> bool:
    """Whether the film's names belong in the lock: something of it was bought, added or chosen.

    A film that costs nothing and of which nobody chose anything needs no lock.
    """
    from drama_compiler.store.lock import PROJECT_WIDE

    owners = (name.partition(" ") for name in lock.entries)
    return film in lock.names or any(
        kind not in PROJECT_WIDE and owner.startswith(f"{film}/") for kind, _, owner in owners
    )


def _tables(names: Names) -> dict[str, dict[str, dict[str, Any]]]:
    """The records of each table, what is empty left out.

    Who comes after a thing is said by who comes before the other, and left out where that is so:
    what is put in between two then changes the record of one of them only, and two people who
    work before and behind a shot do not meet in it.
    """
    tables = {}
    for table in Names.model_fields:
        prints: Mapping[str, Fingerprint] = getattr(names, table)
        followers = _followers({id_: print_.before for id_, print_ in prints.items()})
        tables[table] = {id_: _record(id_, each, followers) for id_, each in prints.items()}
    return tables


def _record(id_: str, print_: Fingerprint, followers: Mapping[str, str]) -> dict[str, Any]:
    record = {key: value for key, value in print_.__dict__.items() if value}
    record["content"] = print_.content
    if print_.after == followers.get(id_, ""):
        record.pop("after", None)
    else:
        record["after"] = print_.after
    return record


def _followers(befores: Mapping[str, str]) -> dict[str, str]:
    """Who comes after each, from who comes before whom; the first by id where two claim it."""
    followers: dict[str, str] = {}
    for id_ in sorted(befores):
        followers.setdefault(befores[id_], id_)
    followers.pop("", None)
    return followers


def _unknown(old: Mapping[str, Mapping[str, Any]], id_: str) -> dict[str, Any]:
    return {key: value for key, value in old.get(id_, {}).items() if key not in _FIELDS}


def _names(tables: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Names:
    read: dict[str, dict[str, dict[str, Any]]] = {}
    for table in Names.model_fields:
        records = tables.get(table, {})
        followers = _followers({id_: str(each.get("before", "")) for id_, each in records.items()})
        read[table] = {
            id_: {"after": followers.get(id_, ""), **_known(record)}
            for id_, record in records.items()
        }
    try:
        return Names.model_validate(read)
    except ValidationError:
        return Names.model_validate({table: _valid(records) for table, records in read.items()})


def _known(record: Mapping[str, Any]) -> Mapping[str, Any]:
    if record.keys() <= _FIELDS:
        return record
    return {key: value for key, value in record.items() if key in _FIELDS}


def _valid(records: Mapping[str, Any]) -> dict[str, Fingerprint]:
    """The records that are fingerprints; the others are left out."""
    valid = {}
    for id_, record in records.items():
        with contextlib.suppress(ValidationError):
            valid[id_] = Fingerprint.model_validate(record)
    return valid
