"""How long and how often a service is asked, and how much is taken from it, as plain data."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """Waits and bounds for one paid call.

    `wait_seconds` is the first pause after trouble; each next one is twice as long, up to
    `wait_seconds_max`. `tries_max` bounds questions that get no answer, in a row. A call whose
    answer was lost is looked for `arrive_seconds` long before it is believed that it never
    arrived. `last_words_seconds` is what a call that is being made gets when a person interrupts.
    """

    wait_seconds: float = 1.0
    wait_seconds_max: float = 60.0
    tries_max: int = 6
    busy_seconds_max: float = 900.0
    arrive_seconds: float = 20.0
    answer_seconds_max: float = 300.0
    settle_seconds_max: float = 3600.0
    fetch_seconds_max: float = 900.0
    fetch_bytes_max: int = 4 * 1024**3
    last_words_seconds: float = 20.0


def waits(patience: Patience, seed: str) -> Iterator[float]:
    """Ever longer pauses in seconds, spread by half so that many callers do not come back at once.

    The same `seed` gives the same pauses.
    """
    chance = random.Random(seed)
    pause = patience.wait_seconds
    while True:
        yield pause * chance.uniform(0.5, 1.0)
        pause = min(pause * 2, patience.wait_seconds_max)
