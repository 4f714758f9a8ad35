"""What passes between the engines and the face of speech: sound with marks in its time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
RATE = 48000
"""Samples a second of everything that leaves an engine."""


class Phone(NamedTuple):
    """A mouth shape (`rest`, `a`, `e`, `o`, `m`) and when it is held, in seconds."""

    viseme: str
    start_seconds: float
    end_seconds: float


class Word(NamedTuple):
    """A word (a character or two in Chinese) and when it is said, in seconds."""

    text: str
    start_seconds: float
    end_seconds: float


@dataclass(slots=True)
class Passage:
    """A piece of speech: mono samples at `RATE`, its phones and words from its own start."""

    samples: Samples
    phones: list[Phone] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """Its length."""
        return len(self.samples) / RATE


BLANK_SECONDS_MAX = 0.09
"""What networks put between two words that are said without a pause."""


class Unspeakable(Exception):
    """An engine cannot say this; the message is a clause for the person."""


def silence(seconds: float) -> Passage:
    """Nothing, for so long."""
    return Passage(np.zeros(max(0, round(seconds * RATE)), np.float32))


def joined(passages: Sequence[Passage]) -> Passage:
    """The passages one after another, marks moved along."""
    whole = silence(0.0)
    start = 0.0
    for passage in passages:
        whole.phones += [Phone(viseme, a + start, b + start) for viseme, a, b in passage.phones]
        whole.words += [Word(text, a + start, b + start) for text, a, b in passage.words]
        start += passage.seconds
    if passages:
        whole.samples = np.concatenate([passage.samples for passage in passages])
    return whole


def part(passage: Passage, start_seconds: float, end_seconds: float) -> Passage:
    """What lies between two times; marks are moved and held inside."""
    first, last = round(start_seconds * RATE), round(end_seconds * RATE)
    samples = passage.samples[max(0, first) : last]
    length = len(samples) / RATE

    def inside(seconds: float) -> float:
        return min(max(seconds - max(0, first) / RATE, 0.0), length)

    return Passage(
        samples,
        [Phone(v, inside(a), inside(b)) for v, a, b in passage.phones if inside(b) > inside(a)],
        [Word(text, inside(a), inside(b)) for text, a, b in passage.words],
    )


def without_blanks(words: Sequence[Word]) -> list[Word]:
    """The words, those said in one breath meeting in the middle of the blank between them.

    Nothing is heard of a blank: an independent aligner puts the border inside it.
    """
    met = list(words)
    for index in range(1, len(met)):
        one, other = met[index - 1], met[index]
        blank = other.start_seconds - one.end_seconds
        if 0.0 < blank <= BLANK_SECONDS_MAX:
            middle = one.end_seconds + blank / 2.0
            met[index - 1] = one._replace(end_seconds=middle)
            met[index] = other._replace(start_seconds=middle)
    return met
