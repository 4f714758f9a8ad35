"""Phrases, chords and motifs in; the tune and the counter-line out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from drama_backends.animatic.score.chance import Chance
from drama_backends.animatic.score.form import Phrase, Plan
from drama_backends.animatic.score.harmony import Chord, Key, nearest, read_chord
from drama_backends.animatic.score.motifs import BARS, Motif
from drama_backends.animatic.score.tables import Instrument


class Note(NamedTuple):
    """A note: `start` and `length` in quarters, MIDI key and velocity."""

    start: float
    length: float
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A motif asked for from `start` on, in quarters."""

    start: float
    motif: Motif


@dataclass(frozen=True, slots=True)
class Statement:
    """A motif as it sounds whole: for the facts; from `start` to `end`, in quarters."""

    motif: Motif
    start: float
    end: float
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """Where a tune lies and how loud it is (0 to 1).

    `short` notes are detached; `alone` when nobody else plays; `share_min` is how much of the
    time the tune sounds at least.
    """

    low: int
    high: int
    loudness: float
    short: bool = False
    alone: bool = False
    share_min: float = 0.0

    @property
    def center(self) -> float:
        """The middle key."""
        return (self.low + self.high) / 2


def write_tune(
    plan: Plan, entries: list[Entry], main: Motif, register: Register, chance: Chance
) -> tuple[list[Note], list[Statement]]:
    """The tune of the whole cue: every entry's motif whole at its place, phrases between them.

    Where nobody else plays (`register.alone`) it never pauses.
    """
    forced = [
        statement(plan, entry.motif, entry.start, until, register)
        for entry, until in spaced(plan, entries)
    ]
    statements = [each for each in forced if each.notes]
    notes = [note for each in statements for note in each.notes]
    taken = [(each.start - 0.5, each.end + 0.01) for each in statements]
    for phrase in plan.phrases:
        for index, (start, kind) in enumerate(units(plan, phrase, chance, register)):
            end = min(start + BARS * plan.bar, (phrase.start_bar + phrase.bars) * plan.bar)
            end = min([end, *(a for a, _ in taken if start < a < end)])
            if end - start < 1.5 or any(a <= start < b for a, b in taken):
                continue
            motif = developed(current(entries, start, main, phrase), phrase)
            made = write_unit(plan, motif, kind, start, end, register, index)
            notes += made
            whole = end - start >= BARS * plan.bar - 0.01
            if kind == "statement" and made and whole and phrase.section % 4 == 0:
                statements.append(Statement(motif, made[0].start, end, tuple(made)))
    notes += write_close(plan, notes, taken, register)
    statements.sort(key=lambda each: each.start)
    if register.short:
        notes = [note._replace(length=note.length * 0.6) for note in notes]
    notes.sort()
    return joined(notes, plan.bar) if register.alone else notes, statements


def joined(notes: list[Note], bar: int) -> list[Note]:
    """Each note held up to the next one, two bars at most: a tune without company."""
    ends = [*(note.start for note in notes[1:]), notes[-1].start + notes[-1].length if notes else 0]
    return [
        note._replace(length=max(note.length, min(end - note.start, 2.0 * bar)))
        for note, end in zip(notes, ends, strict=False)
    ]


def write_close(
    plan: Plan, tune: list[Note], taken: list[tuple[float, float]], register: Register
) -> list[Note]:
    """The tune's last notes: one on each chord of the cadence, the tonic on the last."""
    phrase = plan.phrases[-1]
    if not register.alone and (phrase.mood.tune.share <= 0.3 or not tune):
        return []
    pitch = float(max(tune).pitch if tune else round(register.center))
    notes: list[Note] = []
    for index, token in enumerate(phrase.chords):
        start = float((phrase.start_bar + index) * plan.bar)
        final = index == phrase.bars - 1
        chord = read_chord(phrase.key, token)
        goal = (chord.root,) if final else chord.classes
        key = nearest(pitch - 0.6, goal, register.low, register.high)
        pitch = key
        if not any(start < b and a < start + 0.5 for a, b in taken):
            end = plan.quarters if final else start + plan.bar
            notes.append(Note(start, end - start, key, velocity(plan, start, register, 0)))
    return notes


def spaced(plan: Plan, entries: list[Entry]) -> list[tuple[Entry, float]]:
    """Each entry with the quarter up to which it has room: the next entry or the cue's end."""
    ends = [*(entry.start for entry in entries[1:]), plan.quarters]
    return [(entry, min(plan.quarters, end)) for entry, end in zip(entries, ends, strict=False)]


def current(entries: list[Entry], start: float, main: Motif, phrase: Phrase) -> Motif:
    """Whose motif the tune is made of at a place: the last who entered, in later sections also
    those before; the film's own until somebody has."""
    past = list(dict.fromkeys(entry.motif for entry in reversed(entries) if entry.start <= start))
    return past[phrase.section % len(past)] if past else main


def developed(motif: Motif, phrase: Phrase) -> Motif:
    """The motif as a section has it: as it is, turned upside down, backwards, or broadened."""
    way = phrase.section % 4 if phrase.kind == "body" else 0
    if way == 1:
        return replace(motif, contour=tuple(-step for step in motif.contour))
    if way == 2:
        last = motif.contour[-1]
        return replace(motif, contour=tuple(step - last for step in reversed(motif.contour)))
    if way == 3:
        half = (len(motif.contour) + 1) // 2
        fours, threes = motif.fours[:half], motif.threes[:half]
        return replace(
            motif,
            contour=motif.contour[:half],
            fours=tuple(length * 8 / sum(fours) for length in fours),
            threes=tuple(length * 6 / sum(threes) for length in threes),
        )
    return motif


def units(
    plan: Plan, phrase: Phrase, chance: Chance, register: Register
) -> list[tuple[float, str]]:
    """The two-bar units of a phrase as (start in quarters, kind); rests leave room for speech."""
    if phrase.kind == "intro" and not register.alone:
        return []
    draw = Chance(chance.words, "units", phrase.start_bar)
    share = max(phrase.mood.tune.share, register.share_min)
    strong = plan.strength(phrase.start_bar * plan.bar)
    if phrase.kind == "coda":
        return []
    shapes = (
        ["statement", "answer", "varied", "cadence"]
        if phrase.bars >= 7
        else ["statement", "cadence"]
    )
    found = []
    for index in range((phrase.bars + 1) // BARS):
        kind = shapes[min(index, len(shapes) - 1)]
        # long tunes rest in whole phrases; sparse moods keep only the heads of their phrases
        wish = share + 0.25 * (strong - 0.5) + (0.35 if index == 0 else 0.0)
        if phrase.variant % 3 == 2 and plan.seconds > 90 and index > 0:
            wish -= 0.5
        if register.alone or draw.number() < wish:
            found.append((float((phrase.start_bar + index * BARS) * plan.bar), kind))
    return found


def statement(
    plan: Plan, motif: Motif, start: float, until: float, register: Register
) -> Statement:
    """The whole motif from `start`; where there is less room than two bars it goes faster."""
    room = until - start
    lengths = motif.lengths(plan.bar)
    whole = sum(lengths)
    pace = next((p for p in (1.0, 0.5, 0.25) if whole * p <= room), 0.125)
    key = plan.phrase_at(start).key
    starts = [start + sum(lengths[:index]) * pace for index in range(len(lengths))]
    base = place(plan, key, motif, starts, register)
    notes = [
        Note(at, length * pace, key.pitch(base + step), velocity(plan, at, register, index))
        for index, (at, length, step) in enumerate(zip(starts, lengths, motif.contour, strict=True))
        if at < plan.quarters - 0.05
    ]
    return Statement(motif, start, start + whole * pace, tuple(notes))


def write_unit(
    plan: Plan, motif: Motif, kind: str, start: float, end: float, register: Register, index: int
) -> list[Note]:
    """Two bars of tune out of the motif, its last note on the chord."""
    key = plan.phrase_at(start).key
    lengths = list(motif.lengths(plan.bar))
    contour = list(motif.contour)
    if kind == "cadence":
        keep = max(2, len(lengths) // 2)
        rest = sum(lengths[keep:])
        lengths, contour = [*lengths[:keep], rest], [*contour[:keep], contour[keep - 1] - 1]
    elif kind == "answer":
        contour = [-step if at > len(contour) // 2 else step for at, step in enumerate(contour)]
    elif kind == "varied":
        contour = [step + (1 if at == len(contour) - 2 else 0) for at, step in enumerate(contour)]
    starts = [start + sum(lengths[:at]) for at in range(len(lengths))]
    base = place(plan, key, motif, starts, register, contour)
    pitches = [key.pitch(base + step) for step in contour]
    if kind != "statement":
        pitches[-1] = nearest(
            pitches[-1], chord_at(plan, starts[-1]).classes, register.low, register.high
        )
    if kind == "cadence":
        goal = (chord_at(plan, starts[-1]).root,)
        pitches[-1] = nearest(pitches[max(0, len(pitches) - 2)], goal, register.low, register.high)
    return [
        Note(at, min(length, end - at), pitch, velocity(plan, at, register, index + turn))
        for turn, (at, length, pitch) in enumerate(zip(starts, lengths, pitches, strict=True))
        if at < end - 0.05
    ]


def place(
    plan: Plan,
    key: Key,
    motif: Motif,
    starts: list[float],
    register: Register,
    contour: list[int] | None = None,
) -> int:
    """The degree to begin on: strong notes on the chords, the whole within the register."""
    steps = contour or list(motif.contour)
    middle = key.degree(round(register.center))

    def badness(base: int) -> tuple[float, int]:
        cost = 0.0
        for at, step in zip(starts, steps, strict=False):
            pitch = key.pitch(base + step)
            weight = 2.0 if at % plan.bar < 0.01 else 1.0 if at % 1 < 0.01 else 0.3
            cost += weight * (pitch % 12 not in chord_at(plan, at).classes)
            cost += 0.6 * max(0, pitch - register.high, register.low - pitch)
        return cost + 0.12 * abs(key.pitch(base) - register.center), base

    return min(range(middle - 8, middle + 9), key=badness)


def chord_at(plan: Plan, quarter: float) -> Chord:
    """The chord that sounds at a place."""
    phrase = plan.phrase_at(quarter)
    bar = min(phrase.bars - 1, max(0, int(quarter // plan.bar) - phrase.start_bar))
    return read_chord(phrase.key, phrase.chords[bar])


def velocity(plan: Plan, at: float, register: Register, index: int) -> int:
    """How hard a note of the tune is struck: with the arc, the beat and the line's own rise."""
    accent = 6 if at % plan.bar < 0.01 else 2 if at % 1 < 0.01 else -3
    rise = (0, 3, 5, 4, 2, 0)[index % 6]
    return level(register.loudness, plan.strength(at), accent + rise)


def level(loudness: float, strength: float, more: float = 0.0) -> int:
    """A MIDI velocity from loudness and strength (both 0 to 1) and some steps more."""
    return max(1, min(127, round(22 + 92 * loudness * (0.62 + 0.5 * strength) + more)))


def write_counter(
    plan: Plan, phrase: Phrase, row: Instrument, loudness: float, tune: list[Note]
) -> list[Note]:
    """A slow line under the tune: two notes a bar, moving where the tune rests, in steps."""
    low, high = max(row.low, 48), min(row.high, 67)
    pitch = (low + high) / 2
    notes: list[Note] = []
    for bar in range(phrase.bars):
        start = float((phrase.start_bar + bar) * plan.bar)
        chord = read_chord(phrase.key, phrase.chords[bar])
        busy = sum(start <= note.start < start + plan.bar for note in tune)
        first = nearest(pitch, chord.needed or chord.classes, low, high)
        middle = start + (plan.bar + 1) // 2
        notes.append(
            Note(
                start,
                (middle if busy < 3 else start + plan.bar) - start,
                first,
                level(loudness, plan.strength(start)),
            )
        )
        pitch = first
        if busy < 3:
            step = 1 if bar % 2 == 0 else -1
            passing = phrase.key.pitch(phrase.key.degree(first) + step)
            pitch = passing if low <= passing <= high else first
            notes.append(
                Note(
                    middle,
                    start + plan.bar - middle,
                    round(pitch),
                    level(loudness, plan.strength(middle), -4),
                )
            )
    return notes
