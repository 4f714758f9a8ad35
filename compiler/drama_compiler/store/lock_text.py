"""The text of `drama.lock` comes in and a Lock comes out, with what is wrong with it; and back.

Equal locks have equal text: entries by name, keys sorted, what is as usual left out, no totals
and no dates. What cannot be read is told, kept as it is, and written back.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from drama_compiler.store import LOCK_FILE
from drama_compiler.store.lock import Entry, Lock
from drama_compiler.store.lock_data import entry_data, read_entry
from drama_compiler.store.lock_lines import (
    FIRST_LINE,
    LAST_LINE,
    join_record,
    later_record,
    parse_data,
    spell_data,
    spell_name,
    split_lock,
    split_record,
)
from drama_compiler.store.lock_merge import merge_entries, normal_entry, sort_lines
from drama_compiler.store.lock_problems import find_problems, find_refusal
from drama_compiler.store.media import write_bytes
from drama_dsl.diagnostic import Diagnostic, Severity
from drama_dsl.source import Source


class LockError(Exception):
    """The lock on disk must not be written over; the message is for the person."""


def read_lock(text: str, name: str = LOCK_FILE) -> tuple[Lock, tuple[Diagnostic, ...]]:
    """The lock that any text holds, merged where it has conflict markers, and what is wrong.

    `name` is what diagnostics call the file. Errors among them (a lock of a newer release, a
    file that is no lock) say that nothing was read and that it will not be written over;
    warnings tell of single lines, and of choices that somebody must decide about.
    """
    source = Source(name, text)
    lines = split_lock(text)
    refused = find_refusal(lines, source)
    if refused:
        return Lock(), (refused,)
    entries: dict[str, Entry] = {}
    names: dict[str, dict[str, dict[str, Any]]] = {}
    for key, data in lines.data.items():
        record = split_record(key)
        for number, line in data:
            value = parse_data(line)
            entry = read_entry(value) if value is not None and record is None else None
            if entry is not None:
                entries[key] = merge_entries(entries[key], entry) if key in entries else entry
            elif value is not None and record is not None:
                film, table, id_ = record
                records = names.setdefault(film, {}).setdefault(table, {})
                records[id_] = later_record([*([records[id_]] if id_ in records else []), value])
            else:
                lines.strange.setdefault(key, []).append((number, line))
    unread = {key: sort_lines(line for _, line in odd) for key, odd in lines.strange.items()}
    if lines.orphans:
        unread[""] = sort_lines("\n".join(chunk) for _, chunk in lines.orphans)
    for key, entry in entries.items():
        if len(entry.takes) > 1 or entry.rivals:
            entries[key] = normal_entry(entry)
    lock = Lock(entries, names, unread, cut_short=not lines.ended)
    return lock, find_problems(lock, lines, source)


def spell_lock(lock: Lock) -> str:
    """The lock as text: equal locks, equal text."""
    data = {
        name: spell_data(entry_data(normal_entry(entry))) for name, entry in lock.entries.items()
    }
    for film, tables in lock.names.items():
        for table, records in tables.items():
            for id_, record in records.items():
                data[join_record(film, table, id_)] = spell_data(record)
    parts = [FIRST_LINE, *sort_lines(lock.unread.get("", ())), ""]
    for name in sorted(data.keys() | (lock.unread.keys() - {""})):
        # The empty line parts what is put in here from a change to the entry above.
        parts += [spell_name(name), *([data[name]] if name in data else [])]
        parts += [*lock.unread.get(name, ()), ""]
    return "\n".join((*parts, "") if lock.cut_short else (*parts, LAST_LINE, ""))


def load_lock(path: Path) -> tuple[Lock, tuple[Diagnostic, ...], dict[str, Source]]:
    """The lock in a file, what is wrong with it, and its text as a source; empty where none is.

    Raises OSError where there is a file that cannot be read.
    """
    text = _read(path)
    if text is None:
        return Lock(), (), {}
    lock, problems = read_lock(text, path.name)
    return lock, problems, {path.name: Source(path.name, text)}


def write_lock(path: Path, lock: Lock, *, whole: bool = False) -> bool:
    """Write the lock so that the file is always whole; whether anything had to be written.

    No take and no line that could not be read goes from the file, whatever `lock` holds. A file
    that ended too early is marked so until it is written as `whole`. Raises LockError where the
    file is of a newer release or is no lock, and OSError where it may not be written or the disk
    is full; the file is then as it was.
    """
    path = path.resolve()
    old = _read(path)
    if old is not None:
        held, problems = read_lock(old, path.name)
        refused = [each.message for each in problems if each.severity is Severity.ERROR]
        if refused:
            raise LockError(refused[0])
        lock = _with_all_of(lock, held)
        if not path.stat().st_mode & 0o222:
            raise PermissionError(13, "it may not be written", str(path))
    text = spell_lock(replace(lock, cut_short=False) if whole else lock)
    if text == old:
        return False
    write_bytes(path, _encode(text), synced=True)
    return True


def _read(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return None


def _encode(text: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def _with_all_of(lock: Lock, held: Lock) -> Lock:
    """The lock with the takes and the unread lines that only the file has; choices are its own."""
    entries = dict(lock.entries)
    for name, entry in held.entries.items():
        mine = entries.get(name)
        if mine is None:
            entries[name] = entry
            continue
        keys = {take.key for take in mine.takes}
        missing = tuple(take for take in entry.takes if take.key not in keys)
        if missing:
            entries[name] = normal_entry(replace(mine, takes=(*mine.takes, *missing)))
    unread = dict(lock.unread)
    for name, lines in held.unread.items():
        unread[name] = sort_lines((*unread.get(name, ()), *lines))
    cut_short = lock.cut_short or held.cut_short
    return replace(lock, entries=entries, unread=unread, cut_short=cut_short)
