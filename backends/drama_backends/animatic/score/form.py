"""A wish and a timing in; tempo, key, phrases and their chords out: the plan of a cue."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

from drama_backends.animatic.score.chance import Chance
from drama_backends.animatic.score.cue import Wish
from drama_backends.animatic.score.harmony import MODES, Key
from drama_backends.animatic.score.tables import Mood, moods

STRETCH = 0.06
"""How far the tempo may leave the one asked for, so that bars fill the cue exactly."""

LONG_SECONDS = 110.0
"""From this length on a cue goes through other keys and comes back."""

LAST_CHORD_SECONDS = 3.4
"""How long the last chord is held at least, its dying away included."""

CHINESE = frozenset({"erhu", "dizi", "xiao", "guzheng", "pipa"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some bars that belong together: `kind` is `intro`, `body` or `coda`.

    `chords` has one token a bar; `section` counts from 0, `variant` says how often the section's
    music has been heard before.
    """

    kind: str
    start_bar: int
    chords: tuple[str, ...]
    mood: Mood
    key: Key
    section: int = 0
    variant: int = 0

    @property
    def bars(self) -> int:
        """How many bars it has."""
        return len(self.chords)


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole cue: `bar` is a bar's length and `quarters` the cue's, both in quarters."""

    seconds: float
    bpm: float
    bar: int
    quarters: float
    phrases: tuple[Phrase, ...]
    shapes: tuple[str, ...] = ()

    def quarter(self, seconds: float) -> float:
        """Where a second of the cue falls, in quarters."""
        return seconds * self.bpm / 60

    def second(self, quarter: float) -> float:
        """When a quarter falls, in seconds."""
        return quarter * 60 / self.bpm

    def strength(self, quarter: float) -> float:
        """How strong the music is at a place, 0 to 1, by the mood's arc and the cue's words."""
        place = min(1.0, max(0.0, quarter / self.quarters))
        phrase = self.phrase_at(quarter)
        value = along(phrase.mood.arc, place)
        if self.seconds > LONG_SECONDS and phrase.kind == "body":
            value += 0.16 * math.sin(math.pi * (phrase.section * 0.7 - 0.35)) - 0.04
        if "building" in self.shapes:
            value = 0.25 + 0.75 * place
        if "fading" in self.shapes:
            value = value * (1 - place) + 0.15 * place
        value += 0.15 * (("strong" in self.shapes) - ("weak" in self.shapes))
        return min(1.0, max(0.05, value))

    def phrase_at(self, quarter: float) -> Phrase:
        """The phrase that plays at a place."""
        bar = int(quarter // self.bar)
        return next(
            (each for each in reversed(self.phrases) if each.start_bar <= bar), self.phrases[0]
        )


def along(points: tuple[tuple[float, float], ...], place: float) -> float:
    """The value of a line through (place, value) points."""
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        if place <= x1:
            return y0 + (y1 - y0) * (place - x0) / max(1e-9, x1 - x0)
    return points[-1][1]


def plan_cue(wish: Wish, film: str, text: str, seconds: float, cuts: tuple[float, ...]) -> Plan:
    """Plan a cue of exactly `seconds`. What the wish leaves open follows from film and text."""
    chance = Chance("cue", film, text.strip().casefold())
    chosen = [moods()[name] for name in wish.moods if name in moods()] or [moods()["neutral"]]
    mood = chosen[0]
    bar = choose_bar(mood, wish, chance)
    wanted = choose_bpm(chosen, wish, chance)
    hits = cuts if max(each.accents for each in chosen) > 0.5 else ()
    bpm = fit_bpm(wanted, seconds, bar, hits)
    tonic = wish.tonic if wish.tonic is not None else chance.pick((0, 2, 3, 5, 7, 9, 10))
    quarters = seconds * bpm / 60
    count = max(1, int(quarters / bar + 0.01))
    turn = chosen[-1] if wish.turns and count >= 6 else None
    phrases = write_phrases(mood, turn, tonic, wish, count, seconds, chance)
    return Plan(seconds, bpm, bar, quarters, phrases, tuple(wish.shapes))


def choose_bar(mood: Mood, wish: Wish, chance: Chance) -> int:
    """Quarters a bar; a flavour with a beat of its own keeps four."""
    if "electronic" in wish.flavours or "drum_kit" in wish.instruments:
        return 4
    return chance.weighted(
        [(metre, 2.0 if at == 0 else 1.0) for at, metre in enumerate(mood.metres)]
    )


def choose_bpm(chosen: list[Mood], wish: Wish, chance: Chance) -> float:
    """The tempo asked for, or one in the mood's range, drawn towards the second mood's."""
    if wish.bpm is not None:
        return wish.bpm
    share = chance.number()
    values = [low + (high - low) * share for low, high in (mood.bpm for mood in chosen[:2])]
    own = values[0] if len(values) == 1 else 0.65 * values[0] + 0.35 * values[1]
    return own if wish.pace_bpm is None else 0.25 * own + 0.75 * wish.pace_bpm


def fit_bpm(wanted: float, seconds: float, bar: int, cuts: tuple[float, ...]) -> float:
    """A tempo within `STRETCH` of the wanted one at which whole bars fill the cue.

    Where no count of bars does, whole quarters do; in a cue too short for that the last note is
    held. With `cuts`, among the counts of bars that fit, the one with most cuts near a beat.
    """
    exact = seconds * wanted / 60
    lowest, highest = exact * (1 - STRETCH), exact * (1 + STRETCH)
    counts = [float(bar * n) for n in range(math.ceil(lowest / bar), int(highest / bar) + 1) if n]
    counts = counts or [float(n) for n in range(math.ceil(lowest), int(highest) + 1) if n]
    if not counts:
        return wanted

    def badness(count: float) -> float:
        bpm = count * 60 / seconds
        off = sum(abs(cut * bpm / 60 - round(cut * bpm / 60)) for cut in cuts[:40])
        return off + abs(count - exact) / exact * (10 if cuts else 1)

    return min(counts, key=badness) * 60 / seconds


def write_phrases(
    mood: Mood,
    turn: Mood | None,
    tonic: int,
    wish: Wish,
    count: int,
    seconds: float,
    chance: Chance,
) -> tuple[Phrase, ...]:
    """Introduction, phrases of four and eight bars in sections, and a coda with the cadence."""
    intro = 0 if count < 8 else 1 if count < 14 else 2 if count < 40 else 4
    last = turn or mood
    held = math.ceil(LAST_CHORD_SECONDS * count / seconds) - 1 if count >= 6 else 0
    coda = min(count, len(last.close) if count >= 4 else 1)
    phrases: list[Phrase] = []
    at = 0
    home = key_of(mood, tonic, wish, chance)
    if intro:
        phrases.append(Phrase("intro", 0, (mood.progressions[0][0],) * intro, mood, home))
        at = intro
    lengths = split_bars(count - intro - coda - max(0, held))
    halfway = at + sum(lengths) // 2
    heard: dict[int, int] = {}
    for index, bars in enumerate(lengths):
        section = section_of(index, len(lengths))
        now = turn if turn is not None and at >= halfway else mood
        key = home if now is mood else key_of(now, tonic, wish, chance)
        if seconds >= LONG_SECONDS and section % 3 == 1:
            key = Key((key.tonic + (5, 3, 8, 10)[section // 3 % 4]) % 12, key.mode)
        chords = phrase_chords(now, bars, section, heard.get(section, 0))
        phrases.append(Phrase("body", at, chords, now, key, section, heard.get(section, 0)))
        heard[section] = heard.get(section, 0) + 1
        at += bars
    key = home if last is mood else key_of(last, tonic, wish, chance)
    phrases.append(Phrase("coda", at, last.close[-coda:], last, key, 99))
    return tuple(phrases)


def key_of(mood: Mood, tonic: int, wish: Wish, chance: Chance) -> Key:
    """The mood's mode on the tonic; Chinese flavour or instruments take the pentatonic one."""
    if wish.mode in MODES:
        return Key(tonic, str(wish.mode))
    if "chinese" in wish.flavours or CHINESE.intersection(wish.instruments):
        return Key(tonic, mood.pentatonic)
    draw = Chance(chance.words, "mode", mood.name)
    return Key(tonic, draw.weighted([(mode, 3.0 / (1 + at)) for at, mode in enumerate(mood.modes)]))


def split_bars(count: int) -> list[int]:
    """Lengths of phrases: eights and fours, what is left over lengthening the last."""
    lengths: list[int] = []
    while count >= 12:
        lengths.append(8)
        count -= 8
    if count >= 8:
        lengths += [4, count - 4]
    elif count > 0:
        lengths.append(count)
    return lengths


def section_of(index: int, count: int) -> int:
    """Which music a phrase has: A A B A in short cues, ever new sections between in long ones."""
    if count <= 2:
        return 0
    if index == count - 1:
        return 0
    block, place = divmod(index, 4)
    return (
        (0, 0, 1 + block % 3, 0)[place]
        if block == 0
        else (2 + block % 4, 0, 1 + block % 3, 3 + block % 2)[place]
    )


def phrase_chords(mood: Mood, bars: int, section: int, variant: int) -> tuple[str, ...]:
    """Chords of a phrase, one a bar: the section's progression, opened or closed at its end."""
    rows = mood.progressions
    first = rows[section % len(rows)]
    second = rows[(section + 1 + variant) % len(rows)]
    chords = [(*first, *second)[index % 8] for index in range(bars)]
    if bars >= 8 and bars % 4 == 0:
        chords[-4:] = second[:4]
    return tuple(chords)
