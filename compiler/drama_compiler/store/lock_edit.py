"""A lock, or an entry of it, and a change come in; what it then is comes out.

All changes go through here: they keep the numbers of takes and the past of choices, by which a
merge later knows who knew of what.
"""

from __future__ import annotations

from dataclasses import replace

from drama_compiler.store.lock import Cut, Entry, Lock, LockTake
from drama_compiler.store.lock_merge import choices, merge_entries, normal_entry


def with_entry(lock: Lock, name: str, entry: Entry) -> Lock:
    """The lock with this entry in place of the one of that name."""
    return replace(lock, entries={**lock.entries, name: entry})


def add_take(entry: Entry, take: LockTake) -> Entry:
    """The entry with one take more, numbered after all others; a take it has stays as it is."""
    if take.number <= 0 and entry.take(take.key) is None:
        number = 1 + max((each.number for each in entry.takes), default=0)
        take = replace(take, number=number)
    return merge_entries(entry, Entry(takes=(take,)))


def change_take(entry: Entry, take: LockTake) -> Entry:
    """The entry with `take` in place of the one with its key: a note on it, or it is dropped."""
    takes = tuple(take if each.key == take.key else each for each in entry.takes)
    return normal_entry(replace(entry, takes=takes))


def choose(entry: Entry, cuts: tuple[Cut, ...], by: str = "") -> Entry:
    """The entry with these cuts chosen, over all that was chosen before; a dispute ends by it.

    Choosing what is chosen already, and undisputed, changes nothing.
    """
    if cuts == entry.chosen and not entry.disputed:
        return entry
    earlier = choices(entry)
    over = {id_ for choice in earlier for id_ in (choice.id, *choice.over)}
    return replace(entry, chosen=cuts, by=by, over=tuple(sorted(over)), rivals=())
