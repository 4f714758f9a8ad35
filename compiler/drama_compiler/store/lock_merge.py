"""Two locks come in, of two branches; the one that holds everything of both comes out.

Merging is commutative, associative and idempotent, so that it matters to nobody who merged what
into what, or how often. Takes are only ever added; what is dropped in one is dropped. Of choices
the later one holds; where neither knew of the other both are kept, and somebody must decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from drama_compiler.store.lock import Choice, Entry, Lock, LockTake
from drama_compiler.store.lock_lines import later_record, spell_data


def merge_locks(one: Lock, other: Lock) -> Lock:
    """Everything that either lock holds, entry by entry."""
    names = {film: dict(tables) for film, tables in one.names.items()}
    for film, tables in other.names.items():
        mine = names.setdefault(film, {})
        for table, records in tables.items():
            mine[table] = _union(mine.get(table, {}), records, _later)
    return Lock(
        entries=_union(one.entries, other.entries, merge_entries),
        names=names,
        unread=_union(one.unread, other.unread, _all_lines),
        cut_short=one.cut_short or other.cut_short,
    )


def merge_entries(one: Entry, other: Entry) -> Entry:
    """The union of the takes of one job, and of its choices the latest."""
    if one == other:
        return normal_entry(one)
    return _entry(
        (*one.takes, *other.takes),
        (*choices(one), *choices(other)),
        _union(one.extra, other.extra, _greater),
    )


def normal_entry(entry: Entry) -> Entry:
    """The same entry with each take once, in the order of their numbers, and settled choices."""
    if len(entry.takes) < 2 and not entry.rivals:
        return entry
    return _entry(entry.takes, choices(entry), entry.extra)


def choices(entry: Entry) -> tuple[Choice, ...]:
    """The choices that stand: none where nobody chose, several where it is disputed."""
    every = (Choice(entry.chosen, entry.by, entry.over), *entry.rivals)
    return tuple(choice for choice in every if choice.cuts or choice.over)


def _entry(takes: Iterable[LockTake], chosen: Iterable[Choice], extra: Mapping[str, Any]) -> Entry:
    merged: dict[str, LockTake] = {}
    for take in takes:
        mine = merged.get(take.key)
        merged[take.key] = take if mine is None else _merge_takes(mine, take)
    first, *rivals = _latest(chosen) or [Choice()]
    return Entry(
        takes=tuple(sorted(merged.values(), key=lambda take: (take.number, take.key))),
        chosen=first.cuts,
        by=first.by,
        over=first.over,
        rivals=tuple(rivals),
        extra=extra,
    )


def _latest(chosen: Iterable[Choice]) -> list[Choice]:
    """The choices that no other was made over, the one with the longest past first."""
    by_id = {choice.id: choice for choice in chosen}
    past = {id_ for choice in by_id.values() for id_ in choice.over}
    standing = [choice for id_, choice in by_id.items() if id_ not in past]
    return sorted(standing, key=lambda choice: (len(choice.over), choice.id), reverse=True)


_MERGED_FIELDS = frozenset({"dropped", "note", "number", "usd_micros", "extra"})
"""Fields of a take that a merge takes one by one; all others are of one make and stay together."""

_MADE_FIELDS = tuple(each.name for each in fields(LockTake) if each.name not in _MERGED_FIELDS)


def _merge_takes(one: LockTake, other: LockTake) -> LockTake:
    """One take of two records of it."""
    if one == other:
        return one
    numbers = [take.number for take in (one, other) if take.number > 0]
    return replace(
        max(one, other, key=_make),
        dropped=one.dropped or other.dropped,
        note=_notes(one.note, other.note),
        number=min(numbers, default=0),
        usd_micros=max(one.usd_micros, other.usd_micros),
        extra=_union(one.extra, other.extra, _greater),
    )


def _make(take: LockTake) -> str:
    return spell_data([getattr(take, name) for name in _MADE_FIELDS])


def _notes(one: str, other: str) -> str:
    """Both notes where both say something, line by line and none twice."""
    if one == other or not other:
        return one
    if not one:
        return other
    return "\n".join(sorted({*one.split("\n"), *other.split("\n")}))


def _union(one: Mapping[str, Any], other: Mapping[str, Any], merge: Any) -> dict[str, Any]:
    merged = dict(one)
    for key, value in other.items():
        merged[key] = merge(merged[key], value) if key in merged else value
    return merged


def _later(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return later_record([one, other])


def _greater(one: Any, other: Any) -> Any:
    return one if one == other else max(one, other, key=spell_data)


def _all_lines(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return sort_lines((*one, *other))


def sort_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """Unread lines, each once; those that begin with a name stay apart from what follows them."""
    return tuple(sorted(set(lines), key=lambda line: (line.startswith("["), line)))
