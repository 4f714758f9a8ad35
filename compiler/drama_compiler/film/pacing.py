"""A shot with the lengths of its lines comes in; the frame of everything in it comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from drama_compiler.film.clock import (
    ACTION_SECONDS_MIN,
    AIR_AFTER,
    AIR_BEFORE,
    AIR_BETWEEN,
    LEAD_SECONDS_MAX,
    action_seconds,
    super_seconds,
)
from drama_compiler.film.film import Action, Event, Line, Shot, Super

SPEAKING_SHOT_SECONDS_MIN = Fraction(3, 2)
"""A shot for one short word still needs so long to be taken in."""

EMPTY_SHOT_SECONDS = Fraction(2)
"""A shot in which nothing is written to happen."""

MOVING_SHOT_SECONDS_MIN = Fraction(5, 2)
"""A camera move needs so long to be seen as one."""

AIR_SECONDS_MIN = Fraction(1, 12)
"""Silence that remains around a line where a said length leaves no room."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The inside of a shot in frames from the start of its body.

    `frames` is the body's length and `said_frames` the said one, if any. `lines` gives start and
    length by line id; `starts` the frame of every event, in the order of the shot's events.
    """

    frames: int
    said_frames: int | None
    lines: dict[str, tuple[int, int]]
    starts: tuple[int, ...]

    @property
    def outruns(self) -> bool:
        """Whether the lines did not fit into the said length."""
        return self.said_frames is not None and self.frames > self.said_frames


@dataclass(slots=True)
class _Stretch:
    """Time between two lines: the events in it, each with the reading time before it."""

    least: Fraction
    reading: Fraction = Fraction(0)
    events: list[tuple[int, Fraction]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    seconds: Fraction = Fraction(0)


def pace(shot: Shot, rate: Fraction, speech: Mapping[str, Fraction]) -> Pace:
    """Lay out a shot at `rate` frames a second; `speech` is the length of each of its lines."""
    said = None if shot.seconds is None else max(1, to_frames(shot.seconds, rate))
    stretches = _stretches(shot.events)
    for stretch in stretches:
        lead = min(LEAD_SECONDS_MAX, stretch.reading / 2)
        stretch.seconds = max(stretch.least, lead)
    spoken = sum((_spoken(each, shot.events, speech) for each in stretches), Fraction(0))
    if len(stretches) == 1:
        stretches[0].seconds = _silent_seconds(shot)
    if said is not None:
        _fit(stretches, said / rate - spoken)
    elif len(stretches) > 1:
        silence = sum((each.seconds for each in stretches), Fraction(0))
        stretches[-1].seconds += max(Fraction(0), SPEAKING_SHOT_SECONDS_MIN - spoken - silence)
    return _to_pace(shot, rate, speech, stretches, said)


def to_frames(seconds: Fraction, rate: Fraction) -> int:
    """The nearest whole number of frames, halves upward."""
    # In whole numbers: it is asked for everything in a film, and fractions take four times as long.
    frames = seconds.numerator * rate.numerator
    parts = seconds.denominator * rate.denominator
    return (2 * frames + parts) // (2 * parts)


def _stretches(events: Sequence[Event]) -> list[_Stretch]:
    """The events cut at every line; lines said at once close one stretch together."""
    stretches = [_Stretch(AIR_BEFORE)]
    last_line: str | None = None
    for index, event in enumerate(events):
        if isinstance(event, Line):
            if event.dual is not None and event.dual == last_line:
                stretches[-2].lines.append(index)
                continue
            stretches[-1].lines.append(index)
            stretches.append(_Stretch(AIR_BETWEEN))
            last_line = event.id
            continue
        current = stretches[-1]
        current.events.append((index, current.reading))
        if isinstance(event, Action):
            current.reading += action_seconds(event.text)
    stretches[-1].least = AIR_AFTER
    return stretches


def _spoken(stretch: _Stretch, events: Sequence[Event], speech: Mapping[str, Fraction]) -> Fraction:
    return max((_seconds(events[index], speech) for index in stretch.lines), default=Fraction(0))


def _seconds(event: Event, speech: Mapping[str, Fraction]) -> Fraction:
    return speech[event.id] if isinstance(event, Line) else Fraction(0)


def _silent_seconds(shot: Shot) -> Fraction:
    """How long a shot without a line is: its action, its blocking or its titles as read."""
    reading = sum(
        (action_seconds(event.text) for event in shot.events if isinstance(event, Action)),
        Fraction(0),
    ) or sum((action_seconds(beat.words) for beat in shot.blocking), Fraction(0))
    titles = sum(
        (super_seconds(event.text) for event in shot.events if isinstance(event, Super)),
        Fraction(0),
    )
    least = MOVING_SHOT_SECONDS_MIN if shot.moves else ACTION_SECONDS_MIN
    return max(reading, titles, least) if reading or titles else max(EMPTY_SHOT_SECONDS, least)


def _fit(stretches: list[_Stretch], room: Fraction) -> None:
    """Make the silences fill `room`: the last one grows, or all shrink to the least there is."""
    if len(stretches) == 1:
        stretches[0].seconds = room
        return
    silence = sum((each.seconds for each in stretches), Fraction(0))
    if silence <= room:
        stretches[-1].seconds += room - silence
        return
    least = AIR_SECONDS_MIN * len(stretches)
    share = max(Fraction(0), room - least) / (silence - least) if silence > least else Fraction(0)
    for each in stretches:
        each.seconds = AIR_SECONDS_MIN + (each.seconds - AIR_SECONDS_MIN) * share


def _to_pace(
    shot: Shot,
    rate: Fraction,
    speech: Mapping[str, Fraction],
    stretches: list[_Stretch],
    said: int | None,
) -> Pace:
    lines: dict[str, tuple[int, int]] = {}
    starts = [0] * len(shot.events)
    frame = 0
    for stretch in stretches:
        silence = to_frames(stretch.seconds, rate)
        for index, read in stretch.events:
            part = read / stretch.reading if stretch.reading else Fraction(0)
            starts[index] = frame + int(silence * part)
        frame += silence
        longest = 0
        for index in stretch.lines:
            event = shot.events[index]
            if isinstance(event, Line):
                frames = max(1, -int(-speech[event.id] * rate // 1))
                lines[event.id] = (frame, frames)
                starts[index] = frame
                longest = max(longest, frames)
        frame += longest
    spoken_end = max((start + length for start, length in lines.values()), default=0)
    frames = max(1, frame) if said is None else max(said, spoken_end)
    return Pace(frames, said, lines, tuple(min(start, frames - 1) for start in starts))
