"""A character's name and `theme:` words in, a leitmotif out: the same in every cue and film."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from drama_backends.animatic.score.chance import Chance
from drama_backends.animatic.score.cue import read_wish

BARS = 2
"""How long a statement is, in bars."""

RHYTHMS: tuple[tuple[tuple[float, ...], tuple[float, ...], str], ...] = (
    ((1.5, 0.5, 2, 1, 1, 2), (1, 0.5, 1.5, 1, 1, 1), "noble"),
    ((2, 1, 1, 3, 1), (2, 0.5, 0.5, 2, 1), "noble"),
    ((1.5, 0.5, 1, 1, 3, 1), (1.5, 0.5, 1, 1, 1, 1), "noble"),
    ((0.5, 0.5, 1, 2, 0.5, 0.5, 3), (0.5, 0.5, 1, 1, 0.5, 0.5, 2), "noble"),
    ((3, 1, 2, 2), (2, 1, 2, 1), "slow"),
    ((2, 2, 1, 1, 2), (2, 1, 1, 1, 1), "slow"),
    ((4, 1, 1, 2), (3, 1, 1, 1), "slow"),
    ((3, 0.5, 0.5, 3, 1), (2, 0.5, 0.5, 2, 1), "slow"),
    ((1, 1, 1, 0.5, 0.5, 2, 2), (1, 0.5, 0.5, 1, 1, 1, 1), "sung"),
    ((1, 1.5, 0.5, 1, 2, 2), (1, 1, 1, 0.5, 1.5, 1), "sung"),
    ((2, 1, 0.5, 0.5, 2, 1, 1), (1, 1, 0.5, 0.5, 1, 1, 1), "sung"),
    ((1, 1, 2, 1, 1, 2), (1, 1, 1, 0.5, 0.5, 2), "sung"),
    ((0.5, 0.5, 0.5, 0.5, 1, 1, 2, 2), (0.5, 0.5, 0.5, 0.5, 1, 1, 1, 1), "quick"),
    ((0.5, 0.5, 1, 0.5, 0.5, 1, 2, 2), (0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 1, 2), "quick"),
    ((0.75, 0.25, 1, 0.75, 0.25, 1, 3, 1), (0.75, 0.25, 0.5, 0.75, 0.25, 0.5, 2, 1), "quick"),
)
"""Two bars of four quarters, the same in bars of three, and what kind of motion it is."""

CHARACTERS: dict[str, tuple[str, tuple[int, ...]]] = {
    "heroic": ("noble", (3, 4, 4)),
    "triumph": ("noble", (2, 4, 4)),
    "epic": ("noble", (4, 3, 5)),
    "battle": ("quick", (-1, 3, 4)),
    "chase": ("quick", (2, 3)),
    "playful": ("quick", (4, 2, -3)),
    "upbeat": ("quick", (2, 4)),
    "festive": ("quick", (2, 4)),
    "sad": ("slow", (-1, -2)),
    "lonely": ("slow", (4, -3)),
    "dread": ("slow", (1, -1)),
    "tense": ("quick", (1, -1)),
    "mystery": ("slow", (3, -1)),
    "calm": ("slow", (2, 4)),
    "dream": ("slow", (4, 3)),
    "tender": ("sung", (2, 5)),
    "warm": ("sung", (2, 4)),
    "hope": ("sung", (3, 4)),
    "romantic": ("sung", (5, 4)),
    "melancholy": ("sung", (2, -2)),
    "nostalgic": ("sung", (2, -3)),
    "wonder": ("sung", (4, 6)),
}
"""Mood words of a theme: the motion they ask for, and the leaps (in degrees) that suit them."""

LEAPS = (2, 3, 4, 5, -2, -3, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Motif:
    """A leitmotif: the contour in degrees of whatever mode plays, from 0, and its rhythm.

    `fours` and `threes` are the lengths in quarters in bars of four and of three; `instrument`
    is the one that the theme's words name, or None.
    """

    name: str
    contour: tuple[int, ...]
    fours: tuple[float, ...]
    threes: tuple[float, ...]
    instrument: str | None = None

    def lengths(self, bar_quarters: float) -> tuple[float, ...]:
        """Its rhythm over two bars of this length."""
        return self.threes if bar_quarters == 3 else self.fours


def motif_of(name: str, theme: str = "") -> Motif:
    """The leitmotif of a name; `theme` says in the writer's words what it should be like.

    One leap gives it its face, the steps after it turn back, as singers have it; the range stays
    within a ninth. A theme that is said to rise or to fall does so from its first note to its last.
    """
    chance = Chance("motif", name.strip().casefold(), theme.strip().casefold())
    wish = read_wish(theme)
    kind, leaps = CHARACTERS.get(wish.moods[0] if wish.moods else "", ("", LEAPS))
    kind = kind or paced(wish.pace_bpm)
    rhythms = [row for row in RHYTHMS if kind in ("", row[2])]
    fours, threes, _ = chance.pick(rhythms)
    count = len(fours)
    leap_at = chance.pick(range(1, min(count, 4)))
    contour = [0]
    direction = chance.pick((1, -1))
    for index in range(1, count):
        if index == leap_at:
            step = chance.pick(leaps)
            direction = -1 if step > 0 else 1  # what follows a leap turns back
        else:
            step = direction * chance.weighted([(1, 6), (0, 1.2), (2, 1.5), (-1, 2)])
        contour.append(contour[-1] + step)
    kept = folded(contour)
    if wish.directions:
        kept = directed(kept, rising=wish.directions[0] == "rising")
    return Motif(name, kept, fours, threes, wish.instruments[0] if wish.instruments else None)


def paced(bpm: float | None) -> str:
    """The kind of motion that a theme's tempo word asks for, if it has one."""
    return "" if bpm is None else "slow" if bpm < 80 else "quick" if bpm > 110 else ""


def folded(contour: list[int]) -> tuple[int, ...]:
    """The contour with what goes beyond a ninth turned back into it."""
    kept = []
    for step in contour:
        while step > 6:
            step -= 2
        while step < -4:
            step += 2
        kept.append(step)
    return tuple(kept)


def directed(contour: tuple[int, ...], *, rising: bool) -> tuple[int, ...]:
    """Its notes in order of height, by steps and skips up to a seventh, upwards or downwards."""
    climbed = [0]
    for low, high in pairwise(sorted(contour)):
        climbed.append(min(6, climbed[-1] + min(2, max(1, high - low))))
    return tuple(step if rising else -step for step in climbed)
