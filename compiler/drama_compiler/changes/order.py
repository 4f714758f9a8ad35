"""An order before and after comes in; the fewest that must be said to have moved come out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def moved(before: Sequence[str], after: Sequence[str]) -> frozenset[str]:
    """Of what is in both orders, the fewest without which the rest stands as it did.

    >>> sorted(moved("abcd", "acdb"))
    ['b']
    """
    place = {key: index for index, key in enumerate(before)}
    keys = [key for key in after if key in place]
    return frozenset(keys) - _longest_rising(keys, [place[key] for key in keys])


def _longest_rising(keys: Sequence[str], places: Sequence[int]) -> frozenset[str]:
    """The keys of one longest rising run of `places`, by patience sorting."""
    tops: list[int] = []
    at: list[int] = []
    behind: list[int] = []
    for index, place in enumerate(places):
        pile = bisect_left(tops, place)
        behind.append(at[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(place)
            at.append(index)
        else:
            tops[pile], at[pile] = place, index
    kept = set()
    index = at[-1] if at else -1
    while index >= 0:
        kept.add(keys[index])
        index = behind[index]
    return frozenset(kept)
