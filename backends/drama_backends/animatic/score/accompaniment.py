"""A phrase and a seat in; the notes of its pattern out: figures, basses, pads, bells, drums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from drama_backends.animatic.score.ensemble import Seat
from drama_backends.animatic.score.form import Phrase, Plan
from drama_backends.animatic.score.harmony import Chord, lead, nearest, read_chord
from drama_backends.animatic.score.melody import Note, level
from drama_backends.animatic.score.tables import Instrument, instruments, patterns

STROKES = {"X": 18, "x": 4, "o": -16}
"""How much harder or softer than plain a stroke of a drum pattern is, in velocity."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a phrase: where it is, what sounds, and whether it closes the phrase."""

    start: float
    quarters: float
    chord: Chord
    bass: int
    tonic: int
    number: int
    last: bool
    strength: float
    final: bool = False


def write_seat(
    plan: Plan,
    phrase: Phrase,
    seat: Seat,
    voices: dict[Seat, tuple[int, ...]],
) -> list[Note]:
    """The notes of one seat in one phrase; `voices` remembers each pad's last voicing."""
    row = instruments()[seat.instrument]
    pattern = patterns()[seat.role][seat.pattern]
    notes: list[Note] = []
    for bar in bars(plan, phrase):
        quiet = plan.strength(bar.start - bar.start % (2 * plan.bar)) < seat.start
        if quiet and not (bar.final and seat.role in ("pad", "bass")):
            voices.pop(seat, None)
            continue
        if seat.role == "drums":
            notes += strike(bar, seat, pattern, row, plan)
        elif seat.role == "pad":
            notes += hold(bar, seat, pattern, row, voices)
        elif seat.role == "bass":
            notes += tread(bar, seat, pattern, row, plan)
        else:
            notes += figure(bar, seat, pattern, row, plan)
    return notes


def bars(plan: Plan, phrase: Phrase) -> Iterator[Bar]:
    """The bars of a phrase; the cue's last one lasts to its end."""
    end_bar = max(each.start_bar + each.bars for each in plan.phrases)
    for index, token in enumerate(phrase.chords):
        number = phrase.start_bar + index
        start = float(number * plan.bar)
        final = number == end_bar - 1
        chord = read_chord(phrase.key, token)
        yield Bar(
            start,
            plan.quarters - start if final else float(plan.bar),
            chord,
            chord.bass,
            phrase.key.tonic,
            number,
            index == phrase.bars - 1,
            plan.strength(start),
            final,
        )


def hold(
    bar: Bar,
    seat: Seat,
    pattern: dict[str, Any],
    row: Instrument,
    voices: dict[Seat, tuple[int, ...]],
) -> list[Note]:
    """Sustained voices, led from the ones before; a voice that stays is struck anew softly."""
    low, high = max(row.low, pattern["low"]), min(row.high, pattern["high"])
    if high - low < 14:
        low, high = row.low, row.high
    bass = nearest(43, (bar.bass,), 36, 50)
    found = lead(voices.get(seat, ()), bar.chord, low, high, pattern["voices"], bass)
    voices[seat] = (bass, *found)
    strength = level(seat.loudness, bar.strength)
    return [
        Note(bar.start, bar.quarters, pitch, strength - 3 * index)
        for index, pitch in enumerate(dict.fromkeys(found))
    ]


def tread(bar: Bar, seat: Seat, pattern: dict[str, Any], row: Instrument, plan: Plan) -> list[Note]:
    """A bass: the chord's bass note, its fifth and octave; drones stay on the tonic."""
    root = bar.tonic if pattern.get("tonic") else bar.bass
    low = nearest(max(row.low, 33) + 5, (root,), row.low, row.low + 17)
    fifth = low + 7 if (root + 7) % 12 in bar.chord.classes else low + 12
    names = {"r": low, "f": fifth, "o": low + 12}
    notes = []
    for at, length, token, accent in steps(bar, pattern, plan):
        for name in token.split("+"):
            pitch = names[name]
            pitch -= 12 if pitch > row.high else 0
            notes.append(
                Note(bar.start + at, length, pitch, level(seat.loudness, bar.strength, accent))
            )
    return notes


def figure(
    bar: Bar, seat: Seat, pattern: dict[str, Any], row: Instrument, plan: Plan
) -> list[Note]:
    """A figure over the ladder of the chord's notes."""
    lowest = max(row.low, pattern["low"])
    ladder = [pitch for pitch in range(lowest, row.high + 1) if pitch % 12 in bar.chord.classes]
    notes = []
    for at, length, token, accent in steps(bar, pattern, plan):
        for index, name in enumerate(token.split("+")):
            pitch = ladder[min(int(name), len(ladder) - 1)]
            late = index * pattern.get("rolled", 0.0)
            notes.append(
                Note(
                    bar.start + at + late,
                    max(0.1, length - late),
                    pitch,
                    level(seat.loudness, bar.strength, accent - 2 * index),
                )
            )
    return list({(note.start, note.pitch): note for note in notes}.values())


def steps(
    bar: Bar, pattern: dict[str, Any], plan: Plan
) -> Iterator[tuple[float, float, str, float]]:
    """A bar's steps as (start, length, token, more velocity); the final bar has only its first."""
    rows = pattern["fours" if plan.bar == 4 else "threes"]
    grid = pattern["grid"]
    tokens = rows[-1 if bar.last and len(rows) > 1 else bar.number % max(1, len(rows) - 1)].split()
    for index, token in enumerate(tokens):
        at = index * grid
        if token == "." or at >= bar.quarters - 0.01:
            continue
        rings = not pattern["length"]
        if bar.final and (index if not rings else at > plan.bar / 2):
            break
        length = pattern["length"] * grid or bar.quarters - at
        if bar.final and index == 0:
            length = bar.quarters
        accent = 9.0 if token.endswith("!") else 3.0 if at % 1 == 0 else -3.0
        yield at, min(length, bar.quarters - at), token.rstrip("!"), accent


def strike(
    bar: Bar, seat: Seat, pattern: dict[str, Any], row: Instrument, plan: Plan
) -> list[Note]:
    """A bar of drums; the last bar of a phrase has its fill, the cue's last one stroke."""
    notes = []
    for name, lines in pattern.items():
        pitch = nearest(43, (bar.bass,), row.low, row.high) if name == "root" else int(name)
        line = lines["fours" if plan.bar == 4 else "threes"]
        if plan.bar == 4 and bar.number % 2:
            line = lines.get("odd", line)
        if bar.last and len(line) * 4 == plan.bar * 16:
            line = lines["fill"][-len(line) :] if bar.strength > 0.4 else line
        if bar.final:
            line = lines["fours"][:1].replace(".", "o" if bar.strength > 0.5 else ".")
        for index, sign in enumerate(line):
            at = index / 4
            if sign in STROKES and at < bar.quarters:
                notes.append(
                    Note(
                        bar.start + at,
                        0.25,
                        pitch,
                        level(seat.loudness, bar.strength, STROKES[sign]),
                    )
                )
    return notes
