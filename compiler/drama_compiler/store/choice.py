"""An entry of the lock comes in; what of it is in the film comes out, as cuts.

A person's choice holds as long as its media can be had. Where nobody chose, the best take is
shown: the better tier, then what a person brought in, then what is of the script as it now
stands, then the one that came last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from drama_compiler.store.lock import Cut, Entry, LockTake, Origin

CLIP = "clip"
"""The fact of a take with moved lips that holds the key of the clip's take it was made of."""

Has = Callable[[LockTake], bool]
"""Whether the media of a take can be had."""


def shown(entry: Entry, has: Has, basis: str = "") -> tuple[Cut, ...]:
    """The cuts of `entry` that are in the film; none where nothing of it can be had.

    `basis` is the digest of what the job is of now, where that is known.
    """
    chosen = [entry.take(cut.take) for cut in entry.chosen]
    if chosen and all(take is not None and has(take) for take in chosen):
        return entry.chosen
    usable = [
        (take.tier.rank, take.origin is Origin.ADDED, take.basis == basis, index, take)
        for index, take in enumerate(entry.takes)
        if not take.dropped and has(take)
    ]
    # No two have the same index, so takes themselves are never compared.
    return (Cut(max(usable)[-1].key),) if usable else ()


def of_clip(entry: Entry, clip: str) -> Entry:
    """The entry of moved lips with those takes alone that were moved in the clip take `clip`.

    What a person brought in is of every clip, by their word.
    """
    takes = tuple(
        take for take in entry.takes if take.origin is Origin.ADDED or take.facts.get(CLIP) == clip
    )
    keys = {take.key for take in takes}
    chosen = entry.chosen if all(cut.take in keys for cut in entry.chosen) else ()
    return replace(entry, takes=takes, chosen=chosen)


def whole_take(cuts: tuple[Cut, ...]) -> str:
    """The key of the one take that is shown from its first frame to its last; else empty."""
    return cuts[0].take if len(cuts) == 1 and cuts[0] == Cut(cuts[0].take) else ""


def absent(entry: Entry, has: Has) -> tuple[LockTake, ...]:
    """The takes that a person chose and that cannot be had."""
    chosen = (entry.take(cut.take) for cut in entry.chosen)
    return tuple(take for take in chosen if take is not None and not has(take))
