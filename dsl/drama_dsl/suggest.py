"""A word that nobody knows and the words in scope come in; the one that was meant goes out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from drama_grammar import fold


def suggest(word: str, choices: Iterable[str]) -> str | None:
    """The choice that `word` most likely stands for, or None if none is near.

    Near is fewer than three slips (a letter too many, too few, wrong, or two swapped), and
    fewer than the word has room for: one in a word of up to four letters. The first choice wins
    among equals, so put the declared names first.
    """
    folded = fold(word)
    letters = _letters(folded)
    best: str | None = None
    best_distance = 2 if len(folded) <= 4 else 3
    if len(folded) < 2 or len(folded) > 60:
        return None
    for choice in choices:
        other = _folded(choice)
        if abs(len(other) - len(folded)) >= best_distance:
            continue
        # A slip takes one letter away and brings one at most: most words are too far at a glance.
        if (letters & ~_letters(other)).bit_count() >= best_distance:
            continue
        distance = slips(folded, other, best_distance)
        if distance < best_distance and distance < max(len(folded), len(other)):
            best, best_distance = choice, distance
            if distance == 0:
                break
    return best


@lru_cache(maxsize=4096)
def _folded(choice: str) -> str:
    """The vocabulary and the names in scope are asked for at every slip."""
    return fold(choice)


@lru_cache(maxsize=4096)
def _letters(word: str) -> int:
    """Which letters a word has, as bits; some letters share one."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


def slips(left: str, right: str, stop: int) -> int:
    """The Damerau distance (optimal string alignment) of two words; `stop` if not below it."""
    before: list[int] = []
    previous = list(range(len(right) + 1))
    for row, one in enumerate(left, 1):
        current = [row]
        for column, other in enumerate(right, 1):
            cost = min(
                previous[column] + 1,
                current[column - 1] + 1,
                previous[column - 1] + (one != other),
            )
            if row > 1 and column > 1 and one == right[column - 2] and left[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) >= stop:
            return stop
        before, previous = previous, current
    return min(previous[-1], stop)
