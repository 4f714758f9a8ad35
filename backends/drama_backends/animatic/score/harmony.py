"""A mode and chords by degree in; pitches and well-led voices out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product

MODES: dict[str, tuple[int, ...]] = {
    "ionian": (0, 2, 4, 5, 7, 9, 11),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "aeolian": (0, 2, 3, 5, 7, 8, 10),
    "harmonic_minor": (0, 2, 3, 5, 7, 8, 11),
    "phrygian_dominant": (0, 1, 4, 5, 7, 8, 10),
    "whole_tone": (0, 2, 4, 6, 8, 10),
    "gong": (0, 2, 4, 7, 9),
    "shang": (0, 2, 5, 7, 10),
    "jue": (0, 3, 5, 8, 10),
    "zhi": (0, 2, 5, 7, 9),
    "yu": (0, 3, 5, 7, 10),
}
"""Semitones over the tonic. The last five are the Chinese pentatonic modes (宫商角徵羽)."""


@dataclass(frozen=True, slots=True)
class Key:
    """A tonic (pitch class, 0 for C) and a mode by name."""

    tonic: int
    mode: str

    @property
    def steps(self) -> tuple[int, ...]:
        """Semitones of the mode over its tonic."""
        return MODES[self.mode]

    @property
    def classes(self) -> frozenset[int]:
        """The pitch classes of the mode."""
        return frozenset((self.tonic + step) % 12 for step in self.steps)

    def pitch(self, degree: int) -> int:
        """The MIDI key of a degree; 0 is the tonic in the octave of middle C, may be negative."""
        octave, step = divmod(degree, len(self.steps))
        return 60 + self.tonic + 12 * octave + self.steps[step]

    def degree(self, pitch: int) -> int:
        """The degree whose pitch is nearest, the lower of two."""
        size = len(self.steps)
        around = size * ((pitch - 60 - self.tonic) // 12)
        return min(
            range(around - 1, around + size + 2),
            key=lambda degree: (abs(self.pitch(degree) - pitch), degree),
        )


@dataclass(frozen=True, slots=True)
class Chord:
    """Pitch classes, the root's, the bass note's, and those the ear misses if left out."""

    root: int
    bass: int
    classes: tuple[int, ...]
    needed: tuple[int, ...]


@cache
def read_chord(key: Key, token: str) -> Chord:
    """A chord of `moods.toml`: a degree from 1, then `o`, `s`, `n`, `7`, `:7`, `/3`.

    All its notes lie in the mode. In a pentatonic mode it is stacked from what the mode has: the
    fifth where there is one, and the third or second above the root.
    """
    inverted = token.endswith("/3")
    body = token.removesuffix("/3")
    degree = int(body[0]) - 1
    kind = body[1:].lstrip(":")
    size = len(key.steps)
    if size < 7:
        # progressions are written for seven degrees; the nearest degree of the mode stands in
        wanted = (0, 2, 4, 5, 7, 9, 11)[degree]
        degree = min(range(size), key=lambda each: (abs(key.steps[each] - wanted), each))
    notes = stack(key, degree, kind)
    root = notes[0]
    needed = tuple(notes[1:3]) if len(notes) > 2 else tuple(notes[1:])
    third = notes[1] if len(notes) > 2 and kind in ("", "n", "7") else root
    return Chord(root, third if inverted else root, tuple(dict.fromkeys(notes)), needed)


def stack(key: Key, degree: int, kind: str) -> list[int]:
    """The chord's pitch classes from the root up, first those that make it what it is."""

    def at(step: int) -> int:
        return key.pitch(degree + step) % 12

    root = at(0)
    if len(key.steps) == 5:
        fifth = (root + 7) % 12
        others = [at(1), at(2), at(3)]
        color = next(note for note in (others[1], others[0]) if (note - root) % 12 in (3, 4, 5, 2))
        first = [root, color, fifth] if fifth in others else [root, color, others[2]]
        return (
            [root, first[2]]
            if kind == "o"
            else [*first, others[0]]
            if kind in ("n", "7")
            else first
        )
    if kind == "o":
        return [root, at(4)]
    if kind == "s":
        return [root, at(3), at(4)]
    triad = [root, at(2), at(4)]
    if kind == "n" and (at(1) - root) % 12 == 2:
        return [*triad, at(1)]
    return [*triad, at(6)] if kind == "7" and len(key.steps) == 7 else triad


@cache
def lead(
    before: tuple[int, ...], chord: Chord, low: int, high: int, voices: int, bass: int
) -> tuple[int, ...]:
    """The upper voices of `chord`, lowest first, as smoothly as can be from `before`.

    Cost of a voicing: semitones moved, needed notes missing, doubled unisons, gaps over an
    octave between neighbours, and fifths and octaves in parallel, also with the bass.
    """
    choices = [[pitch for pitch in range(low, high + 1) if pitch % 12 in chord.classes]] * voices
    best: tuple[float, tuple[int, ...]] | None = None
    for voicing in product(*choices):
        if any(a > b for a, b in pairwise(voicing)):
            continue
        cost = (voicing_cost(before, voicing, chord, bass, (low + high) / 2), voicing)
        if best is None or cost < best:
            best = cost
    return best[1] if best else ()


def voicing_cost(
    before: tuple[int, ...], voicing: tuple[int, ...], chord: Chord, bass: int, center: float
) -> float:
    """How bad a voicing is; 0 would be no motion and nothing wrong."""
    classes = {pitch % 12 for pitch in voicing}
    cost = 9.0 * sum(note not in classes for note in chord.needed)
    cost += 3.0 * sum(a == b for a, b in pairwise(voicing))
    cost += sum(max(0, b - a - 12) for a, b in pairwise(voicing))
    cost += sum(2.0 for a, b in pairwise(voicing) if 0 < b - a < 3 and b < 60)
    cost += 0.3 * abs(sum(voicing) / len(voicing) - center)
    if len(before) != len(voicing) + 1:
        return cost
    old_bass, old = before[0], before[1:]
    cost += sum(abs(a - b) for a, b in zip(old, voicing, strict=True))
    cost += 1.5 * max(0, abs(old[-1] - voicing[-1]) - 5)
    return cost + 4.0 * parallels((old_bass, *old), (bass, *voicing))


def parallels(old: tuple[int, ...], new: tuple[int, ...]) -> int:
    """How many pairs of voices move in parallel fifths or octaves."""
    count = 0
    for first in range(len(new)):
        for second in range(first + 1, len(new)):
            moved = old[first] != new[first]
            was, now = (old[second] - old[first]) % 12, (new[second] - new[first]) % 12
            count += moved and was == now and now in (0, 7) and old[first] != old[second]
    return count


def nearest(pitch: float, classes: frozenset[int] | tuple[int, ...], low: int, high: int) -> int:
    """The pitch of one of the classes that is nearest within [low, high]."""
    inside = [each for each in range(low, high + 1) if each % 12 in classes]
    return min(inside, key=lambda each: (abs(each - pitch), each)) if inside else int(pitch)
