"""A composed cue in; a standard MIDI file out, written with music21."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from music21 import instrument as players
from music21 import midi, note, stream, tempo
from music21.midi import translate

from drama_backends.animatic.score.composition import Composition, Part
from drama_backends.animatic.score.tables import Instrument, instruments

TICKS = 10080
"""Ticks a quarter, as music21 writes them."""

DRUM_CHANNEL, SECOND_DRUM_CHANNEL = 9, 15

VOLUME, PAN, EXPRESSION, REVERB, CHORUS = 7, 10, 11, 91, 93
LAST_DIMINUENDO_SECONDS = 2.5
SENDS = {"sustained": (78, 18), "struck": (64, 0), "drums": (52, 0)}
"""How much of a part goes to the room and to the chorus, 0 to 127."""


@dataclass(frozen=True, slots=True)
class Written:
    """A MIDI file, and the channels (from 0) that are drum kits beside the tenth."""

    content: bytes
    drum_channels: tuple[int, ...]


def write_midi(composition: Composition) -> Written:
    """The cue as a MIDI file: a track a part, with volume, seat, room and swells."""
    channels = seat_channels(composition.parts)
    file = midi.MidiFile()
    file.format = 1
    file.ticksPerQuarterNote = TICKS
    file.tracks = [conductor(composition)]
    for index, part in enumerate(composition.parts):
        row = instruments()[part.instrument]
        channel = channels[part.instrument]
        events = [
            *settings(row, channel),
            *swells(composition, part, row, channel),
            *sounding(part, channel),
        ]
        file.tracks.append(track(index + 1, events))
    second = tuple(sorted(set(channels.values()) & {SECOND_DRUM_CHANNEL}))
    return Written(file.writestr(), second if uses_two_kits(composition.parts) else ())


def uses_two_kits(parts: tuple[Part, ...]) -> bool:
    """Whether two drum kits play."""
    return sum(instruments()[part.instrument].kit for part in parts) > 1


def seat_channels(parts: tuple[Part, ...]) -> dict[str, int]:
    """A channel (from 0) for each instrument: kits on the tenth, then the last."""
    free = [each for each in range(15) if each != DRUM_CHANNEL]
    kits = [DRUM_CHANNEL, SECOND_DRUM_CHANNEL]
    return {
        part.instrument: (kits if instruments()[part.instrument].kit else free).pop(0)
        for part in parts
    }


def conductor(composition: Composition) -> midi.MidiTrack:
    """The first track, which holds the tempo."""
    events = midi.MidiTrack(0)
    mark = tempo.MetronomeMark(number=composition.plan.bpm)
    events.events = [
        midi.DeltaTime(events, time=0),
        *(translate.tempoToMidiEvents(mark, False) or []),
        *translate.getEndEvents(events),
    ]
    return events


def settings(row: Instrument, channel: int) -> Iterator[tuple[int, midi.MidiEvent]]:
    """Program, volume, seat and room of a part, at its start."""
    program = midi.MidiEvent(
        None, type=midi.ChannelVoiceMessages.PROGRAM_CHANGE, channel=channel + 1
    )
    program.data = row.program
    yield 0, program
    room, chorus = SENDS["drums" if row.drum else "sustained" if row.sustained else "struck"]
    for number, value in ((VOLUME, row.level), (PAN, row.pan), (REVERB, room), (CHORUS, chorus)):
        yield 0, control(number, value, channel)


def control(number: int, value: int, channel: int) -> midi.MidiEvent:
    """A controller change."""
    event = midi.MidiEvent(
        None, type=midi.ChannelVoiceMessages.CONTROLLER_CHANGE, channel=channel + 1
    )
    event.parameter1, event.parameter2 = number, max(0, min(127, value))
    return event


def swells(
    composition: Composition, part: Part, row: Instrument, channel: int
) -> Iterator[tuple[int, midi.MidiEvent]]:
    """Expression over time: sustained players breathe with each phrase and with the arc."""
    if not row.sustained:
        yield 0, control(EXPRESSION, 118, channel)
        return
    plan = composition.plan
    last = None
    for index in range(math.ceil(plan.quarters * 2)):
        at = index / 2
        phrase = plan.phrase_at(at)
        inside = (at - phrase.start_bar * plan.bar) / (phrase.bars * plan.bar)
        breath = math.sin(math.pi * min(1.0, max(0.0, inside))) ** 2
        leaving = min(1.0, (plan.quarters - at) / plan.quarter(LAST_DIMINUENDO_SECONDS))
        value = round((72 + 26 * breath + 26 * plan.strength(at)) * (0.6 + 0.4 * leaving))
        if value != last:
            yield round(at * TICKS), control(EXPRESSION, value, channel)
            last = value


def sounding(part: Part, channel: int) -> Iterator[tuple[int, midi.MidiEvent]]:
    """Note-on and note-off events with their ticks, by way of a music21 part."""
    score: stream.Part = stream.Part()  # type: ignore[no-untyped-call]
    score.insert(0, players.Instrument(part.instrument))
    for each in part.notes:
        written = note.Note(each.pitch)
        written.quarterLength = round(each.length, 4)
        written.volume.velocity = each.velocity
        score.coreInsert(round(each.start, 4), written)
    score.coreElementsChanged()
    for packet in translate.streamToPackets(score):
        event = packet["midiEvent"]
        if event.type in (midi.ChannelVoiceMessages.NOTE_ON, midi.ChannelVoiceMessages.NOTE_OFF):
            event.channel = channel + 1
            yield packet["offset"], event


def track(index: int, events: list[tuple[int, midi.MidiEvent]]) -> midi.MidiTrack:
    """A track of events at ticks; where several fall together, note-offs come first."""
    made = midi.MidiTrack(index)
    off = midi.ChannelVoiceMessages.NOTE_OFF
    on = midi.ChannelVoiceMessages.NOTE_ON

    def rank(item: tuple[int, midi.MidiEvent]) -> tuple[int, int]:
        kind = item[1].type
        return item[0], 0 if kind == off else 2 if kind == on else 1

    now = 0
    for at, event in sorted(events, key=rank):
        event.track = made
        made.events += [midi.DeltaTime(made, time=at - now), event]
        now = at
    made.events += translate.getEndEvents(made)
    return made
