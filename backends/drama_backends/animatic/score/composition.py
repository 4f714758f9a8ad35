"""A brief and a timing in; a composed cue out: every part's notes and what is known of them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from drama_backends.animatic.score.accompaniment import write_seat
from drama_backends.animatic.score.chance import Chance
from drama_backends.animatic.score.cue import Wish, read_wish
from drama_backends.animatic.score.ensemble import Ensemble, Seat, choose_ensemble
from drama_backends.animatic.score.form import Plan, plan_cue
from drama_backends.animatic.score.melody import (
    Entry,
    Note,
    Register,
    Statement,
    level,
    write_counter,
    write_tune,
)
from drama_backends.animatic.score.motifs import motif_of
from drama_backends.animatic.score.tables import Instrument, Mood, instruments, moods
from drama_compiler.contract import briefs, timings

HIT_GAP_SECONDS = 1.4
"""Cuts that follow one another faster are not all marked."""

HIT_PLAYERS = ("taiko", "orchestral_kit", "timpani", "low_strings", "piano", "spiccato")
"""Who strikes on a cut: the first of these that plays in the cue."""

NAMED_TUNE_SHARE = 0.75
"""How much of the time an instrument that the writer names for the tune plays it."""

HUMAN_QUARTERS = 0.012
"""How far a player is off the beat at most."""


@dataclass(frozen=True, slots=True)
class Part:
    """One player: an instrument's name and all its notes, in order."""

    instrument: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Composition:
    """A whole cue as written, before it sounds."""

    plan: Plan
    moods: tuple[str, ...]
    parts: tuple[Part, ...]
    statements: tuple[Statement, ...]
    hits_seconds: tuple[float, ...] = field(default=())


def compose(brief: briefs.CueBrief, timing: timings.CueTiming) -> Composition:
    """Write a cue: the plan, the players, the tune, what goes with it, and the marked cuts."""
    wish = read_wish(brief.text)
    seconds = max(0.05, timing.seconds)
    cuts = tuple(cut for cut in timing.cuts_seconds if 0.3 < cut < seconds - 0.3)
    plan = plan_cue(wish, brief.film, brief.text, seconds, cuts)
    chance = Chance("players", brief.film, brief.text.strip().casefold())
    mood = plan.phrases[0].mood
    ensemble = choose_ensemble(mood, wish, chance)
    notes: dict[str, list[Note]] = {}
    entries = read_entries(plan, brief, timing)
    main = motif_of(brief.film or "film", brief.text)
    statements: list[Statement] = []
    tune: list[Note] = []
    if ensemble.tune is not None:
        register = register_of(ensemble.tune, mood)
        named = ensemble.tune in wish.instruments
        register = replace(
            register, alone=not ensemble.seats, share_min=NAMED_TUNE_SHARE if named else 0.0
        )
        tune, statements = write_tune(plan, entries, main, register, chance)
        for name, part in shared_out(tune, statements, ensemble.tune, wish).items():
            notes.setdefault(name, []).extend(part)
    write_accompaniment(plan, ensemble, mood, wish, tune, notes)
    hits = mark_cuts(plan, cuts, notes, wish)
    parts = tuple(Part(name, finished(name, part, plan)) for name, part in notes.items() if part)
    names = tuple(dict.fromkeys(phrase.mood.name for phrase in plan.phrases))
    return Composition(plan, names, parts, tuple(statements), hits)


def read_entries(plan: Plan, brief: briefs.CueBrief, timing: timings.CueTiming) -> list[Entry]:
    """When whose motif enters, in order, on the next half beat; a theme is named by id or name."""
    themes = {theme.id: theme for theme in brief.themes}
    themes |= {theme.name: theme for theme in brief.themes if theme.name not in themes}
    entries: list[Entry] = []
    for at in sorted(timing.themes, key=lambda each: each.start_seconds):
        if at.start_seconds >= timing.seconds:
            continue
        theme = themes.get(at.character) or briefs.ThemeBrief(id=at.character, name=at.character)
        start = math.ceil(plan.quarter(max(0.0, at.start_seconds)) * 2 - 0.05) / 2
        start = min(start, max(0.0, math.floor(plan.quarters * 2 - 1) / 2))
        if entries and start - entries[-1].start < 0.5:
            start = entries[-1].start + max(0.5, plan.bar / 2)
        if start < plan.quarters:
            entries.append(Entry(start, motif_of(theme.name, theme.theme)))
    return entries


def register_of(name: str, mood: Mood) -> Register:
    """The mood's register for the tune, moved by octaves to where the instrument speaks."""
    row = instruments()[name]
    low, high = mood.tune.low, mood.tune.high
    while low < row.low and high + 12 <= row.high + 5:
        low, high = low + 12, high + 12
    while high > row.high and low - 12 >= row.low - 5:
        low, high = low - 12, high - 12
    low, high = max(low, row.low), min(high, row.high)
    if high - low < 10:
        low, high = row.low, row.high
    return Register(low, high, mood.tune.loudness, mood.tune.short and not row.sustained)


def shared_out(
    tune: list[Note], statements: list[Statement], name: str, wish: Wish
) -> dict[str, list[Note]]:
    """The tune by player: a theme whose words name an instrument is played by that one."""
    if wish.only or wish.instruments:
        return {name: tune}
    parts: dict[str, list[Note]] = {name: []}
    owners = {note: each.motif.instrument for each in statements for note in each.notes}
    table = instruments()
    for note in tune:
        owner = owners.get(note)
        row = table.get(owner or name)
        if owner is None or row is None or "melody" not in row.roles:
            parts[name].append(note)
        else:
            shift = 12 * (note.pitch < row.low) - 12 * (note.pitch > row.high)
            parts.setdefault(row.name, []).append(note._replace(pitch=note.pitch + shift))
    return parts


def write_accompaniment(
    plan: Plan,
    ensemble: Ensemble,
    mood: Mood,
    wish: Wish,
    tune: list[Note],
    notes: dict[str, list[Note]],
) -> None:
    """Add every seat's notes; a phrase of another mood has that mood's players."""
    voices: dict[Seat, tuple[int, ...]] = {}
    casts = {mood.name: ensemble}
    for phrase in plan.phrases:
        cast = casts.get(phrase.mood.name)
        if cast is None:
            cast = choose_ensemble(moods()[phrase.mood.name], wish, Chance(phrase.mood.name))
            casts[phrase.mood.name] = cast
        for seat in cast.seats:
            if seat.role == "counter":
                if plan.strength(phrase.start_bar * plan.bar) < seat.start or phrase.kind != "body":
                    continue
                row = instruments()[seat.instrument]
                found = write_counter(plan, phrase, row, seat.loudness, tune)
            else:
                found = write_seat(plan, phrase, seat, voices)
            notes.setdefault(seat.instrument, []).extend(found)


def mark_cuts(
    plan: Plan, cuts: tuple[float, ...], notes: dict[str, list[Note]], wish: Wish
) -> tuple[float, ...]:
    """Strike on the cuts where the mood marks them; returns the seconds that were marked."""
    marked: list[float] = []
    deep = next((name for name in HIT_PLAYERS if name in notes), None)
    if deep is None or "taiko" in wish.excluded:
        return ()
    for cut in cuts:
        at = plan.quarter(cut)
        hardness = plan.phrase_at(at).mood.accents
        if hardness < 0.3 or (marked and cut - marked[-1] < HIT_GAP_SECONDS):
            continue
        near = round(at * 4) / 4
        at = near if abs(plan.second(near) - cut) < 0.045 else at
        loud = level(0.5 + 0.45 * hardness, plan.strength(at), 10)
        notes[deep] += hit(deep, plan, at, loud)
        marked.append(cut)
    return tuple(marked)


def hit(name: str, plan: Plan, at: float, velocity: int) -> list[Note]:
    """One blow: a deep drum's two heads, or the tonic low and short."""
    if name == "taiko":
        return [Note(at, 1.0, 43, velocity), Note(at, 1.0, 48, max(1, velocity - 12))]
    if name == "orchestral_kit":
        return [Note(at, 1.0, 36, velocity), Note(at, 1.0, 59, max(1, velocity - 30))]
    tonic = plan.phrase_at(at).key.tonic
    row = instruments()[name]
    low = row.low + (tonic - row.low) % 12
    return [Note(at, 1.0, low, velocity), Note(at, 0.8, low + 12, max(1, velocity - 8))]


def finished(name: str, notes: list[Note], plan: Plan) -> tuple[Note, ...]:
    """A part ready to play: within the cue and the instrument, no key struck twice at once,
    players a little off the beat, and a breath after the last note."""
    row = instruments()[name]
    tail = plan.quarter(min(1.5, 0.14 * plan.seconds))
    stop = plan.quarters - tail
    kept: dict[tuple[float, int], Note] = {}
    for index, note in enumerate(ornamented(sorted(notes), row, plan)):
        if note.start >= stop - 0.05 and note.start > 0:
            continue
        late = 0.0 if note.start == 0 else HUMAN_QUARTERS * Chance(name, index).number()
        pitch = note.pitch
        while pitch > row.high + 2 and not row.kit:
            pitch -= 12
        while pitch < row.low - 2 and not row.kit:
            pitch += 12
        length = max(0.08, min(note.length, stop - note.start) - late)
        place = (round(note.start, 2), pitch)
        if place not in kept or kept[place].velocity < note.velocity:
            kept[place] = Note(note.start + late, length, pitch, note.velocity)
    return cut_overlaps(sorted(kept.values()))


def ornamented(notes: list[Note], row: Instrument, plan: Plan) -> list[Note]:
    """What players of some instruments add: grace notes from below, long notes rolled."""
    if row.slides:
        graces = [
            Note(note.start - 0.09, 0.08, below(note, plan), max(1, note.velocity - 14))
            for note in notes
            if note.start % 1 < 0.01 and note.length >= 0.9 and note.start >= 1
        ]
        return sorted([*notes, *graces])
    if row.rolls:
        return sorted(stroke for note in notes for stroke in rolled(note))
    return notes


def below(note: Note, plan: Plan) -> int:
    """The next note of the mode under a note."""
    key = plan.phrase_at(note.start).key
    return key.pitch(key.degree(note.pitch) - 1)


def rolled(note: Note) -> list[Note]:
    """A long plucked note as quick strokes, the first the strongest; a short one as it is."""
    if note.length < 0.9:
        return [note]
    count = int(note.length * 6)
    step = note.length / count
    return [
        Note(note.start + index * step, step, note.pitch, max(1, note.velocity - 12 * (index > 0)))
        for index in range(count)
    ]


def cut_overlaps(notes: list[Note]) -> tuple[Note, ...]:
    """The notes with each ending before its own key is struck again."""
    following: dict[int, float] = {}
    found: list[Note] = []
    for note in reversed(notes):
        limit = following.get(note.pitch, math.inf)
        found.append(note._replace(length=max(0.05, min(note.length, limit - note.start - 0.02))))
        following[note.pitch] = note.start
    return tuple(reversed(found))
