"""A name in, a stream of choices out that is the same on every machine and every day."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

Thing = TypeVar("Thing")


class Chance:
    """Choices drawn from the BLAKE2b digest of some words, one after another."""

    def __init__(self, *words: object) -> None:
        self.words = "\0".join(str(word) for word in words)
        self.drawn = 0

    def number(self) -> float:
        """A number in [0, 1)."""
        digest = blake2b(f"{self.words}\0{self.drawn}".encode(), digest_size=7).digest()
        self.drawn += 1
        return int.from_bytes(digest, "big") / 2**56

    def between(self, low: float, high: float) -> float:
        """A number in [low, high)."""
        return low + (high - low) * self.number()

    def pick(self, things: Sequence[Thing]) -> Thing:
        """One of the things, each as likely."""
        return things[int(self.number() * len(things))]

    def weighted(self, things: Sequence[tuple[Thing, float]]) -> Thing:
        """One of the things, as likely as its weight."""
        at = self.number() * sum(weight for _, weight in things)
        for thing, weight in things:
            at -= weight
            if at < 0:
                return thing
        return things[-1][0]
