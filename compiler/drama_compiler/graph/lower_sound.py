"""A film and its schedule come in; the jobs of its sound come out: cues, ambiences, effects,
stems, the mix. Spoken lines are lowered apart, since the schedule waits for them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from math import ceil

from drama_compiler.film.film import (
    AmbienceStart,
    Effect,
    Line,
    MusicStart,
    Scene,
    Shot,
)
from drama_compiler.film.index import FilmIndex
from drama_compiler.film.times import LineTime, Schedule, ShotTime, SpanTime
from drama_compiler.film.words import ScreenPlace
from drama_compiler.graph.brief_clip import brief_place
from drama_compiler.graph.briefs import (
    AmbienceBrief,
    CueBrief,
    EffectBrief,
    MixBrief,
    StemBrief,
    ThemeBrief,
)
from drama_compiler.graph.jobs import Job, JobKind
from drama_compiler.graph.timings import (
    CueTiming,
    MixTiming,
    SoundAt,
    SoundTiming,
    StemTiming,
    ThemeAt,
)

LOUDNESS_TALL_LUFS = -14.0
"""What vertical platforms play at, by the accounts of mixers; none publishes a number."""

LOUDNESS_WIDE_LUFS = -23.0
"""EBU R 128."""

PIECE_SECONDS = 8
"""About so long are the pieces in which the film's sound is mixed."""

PIECE_SECONDS_MIN = 2

PANS = {ScreenPlace.LEFT: -0.25, ScreenPlace.CENTER: 0.0, ScreenPlace.RIGHT: 0.25}


def lower_sound(index: FilmIndex, schedule: Schedule) -> list[Job]:
    """All sound but the voices, each input before its users."""
    cues = [_cue(index, schedule, span) for span in schedule.cues if span.frames > 0]
    starts = {time.shot: time.film_frame for time in schedule.shots}
    ambiences = [
        _ambience(index, schedule, starts, span) for span in schedule.ambiences if span.frames > 0
    ]
    effects = [_effect(index, each.effect) for each in schedule.effects]
    pieces = _pieces(schedule)
    buses = {
        "dialogue": _dialogue(index, schedule),
        "music": _placed(cues, schedule.cues),
        "effects": _effects(schedule),
        "ambience": _placed(ambiences, schedule.ambiences),
    }
    stems = [_stem(bus, schedule, sounds, pieces) for bus, sounds in buses.items() if sounds]
    film = index.film
    tall = film.format.height > film.format.width
    mix = Job(
        "mix/film",
        JobKind.MIX,
        MixBrief(loudness_lufs=LOUDNESS_TALL_LUFS if tall else LOUDNESS_WIDE_LUFS),
        MixTiming(frames=schedule.frames, rate=schedule.rate, pieces=pieces),
        tuple(stem.name for stem in stems),
    )
    return [*cues, *ambiences, *effects, *stems, mix]


def _cue(index: FilmIndex, schedule: Schedule, span: SpanTime) -> Job:
    start = index.events[span.id]
    assert isinstance(start, MusicStart)
    film = index.film
    entries = _entries(index, schedule, span)
    themes = tuple(
        ThemeBrief(id=each.id, name=each.name, theme=each.theme)
        for each in (film.characters[character] for character in entries)
    )
    rate = schedule.rate
    timing = CueTiming(
        seconds=float(span.frames / rate),
        themes=tuple(
            ThemeAt(character=character, start_seconds=float((frame - span.film_frame) / rate))
            for character, frame in entries.items()
        ),
        cuts_seconds=tuple(
            float((shot.film_frame - span.film_frame) / rate)
            for shot in _shots_in(schedule, span)
            if span.film_frame < shot.film_frame
        ),
    )
    brief = CueBrief(text=start.text, film=film.title, themes=themes)
    return Job(f"cue/{span.id}", JobKind.CUE, brief, timing, origin=span.id)


def _entries(index: FilmIndex, schedule: Schedule, span: SpanTime) -> dict[str, int]:
    """Who enters while the cue plays, and on which frame of the film they are first seen."""
    entries: dict[str, int] = {}
    for time in _shots_in(schedule, span):
        for seen in index.shots[time.shot].cast:
            entries.setdefault(seen.character, max(time.film_frame, span.film_frame))
    return entries


def _shots_in(schedule: Schedule, span: SpanTime) -> tuple[ShotTime, ...]:
    """The shots of which some is seen while a cue plays."""
    shots, end = schedule.shots, span.film_frame + span.frames
    first = bisect_right(
        shots, span.film_frame, key=lambda each: each.film_frame + each.body_frames
    )
    last = bisect_left(shots, end, key=lambda each: each.film_frame)
    return shots[first:last]


def _ambience(
    index: FilmIndex, schedule: Schedule, starts: Mapping[str, int], span: SpanTime
) -> Job:
    start = index.events.get(span.id)
    text = start.text if isinstance(start, AmbienceStart) else ""
    scene, shot = _scene_and_shot_at(index, starts, span)
    place = brief_place(index.film, scene, shot)
    sound = text or index.film.locations[scene.location].sound
    brief = AmbienceBrief(text=sound, place=place)
    timing = SoundTiming(seconds=float(span.frames / schedule.rate))
    name = f"ambience/{span.id}" + (f"/{scene.id}" if span.id != scene.id else "")
    return Job(name, JobKind.AMBIENCE, brief, timing, origin=span.id)


def _scene_and_shot_at(
    index: FilmIndex, starts: Mapping[str, int], span: SpanTime
) -> tuple[Scene, Shot]:
    scene = index.scenes[span.scene]
    for shot in reversed(scene.shots):
        if starts[shot.id] <= span.film_frame:
            return scene, shot
    return scene, scene.shots[0]


def _effect(index: FilmIndex, id_: str) -> Job:
    event = index.events[id_]
    assert isinstance(event, Effect)
    return Job(f"effect/{id_}", JobKind.EFFECT, EffectBrief(text=event.text), origin=id_)


def _dialogue(index: FilmIndex, schedule: Schedule) -> list[SoundAt]:
    return [
        SoundAt(
            job=f"voice/{time.line}",
            start_frame=time.film_frame,
            pan=_pan(index, time),
        )
        for time in schedule.lines
    ]


def _pan(index: FilmIndex, time: LineTime) -> float:
    line = index.events[time.line]
    assert isinstance(line, Line)
    if line.off_screen:
        return 0.0
    cast = index.shots[time.shot].cast
    seen = next((each for each in cast if each.character == line.character), None)
    return PANS[seen.place] if seen and seen.place else 0.0


def _placed(jobs: list[Job], spans: tuple[SpanTime, ...]) -> list[SoundAt]:
    heard = [span for span in spans if span.frames > 0]
    return [
        SoundAt(
            job=job.name,
            start_frame=span.film_frame,
            end_frame=span.film_frame + span.frames,
        )
        for job, span in zip(jobs, heard, strict=True)
    ]


def _effects(schedule: Schedule) -> list[SoundAt]:
    return [
        SoundAt(job=f"effect/{each.effect}", start_frame=each.film_frame)
        for each in schedule.effects
    ]


def _pieces(schedule: Schedule) -> tuple[int, ...]:
    """Where the sound is cut to be mixed: at scenes, within them at shots, and in long shots.

    Counted from where a scene or a shot begins: what an edit only shifts in time is cut as before.
    """
    least, length = (ceil(each * schedule.rate) for each in (PIECE_SECONDS_MIN, PIECE_SECONDS))
    scenes = {scene.film_frame for scene in schedule.scenes}
    pieces = [0]
    for time in schedule.shots:
        start, end = time.film_frame, time.film_frame + time.body_frames
        if start - pieces[-1] >= (least if start in scenes else length):
            pieces.append(start)
        while end - pieces[-1] >= 2 * length:
            pieces.append(max(start, pieces[-1]) + length)
    return tuple(pieces)


def _stem(bus: str, schedule: Schedule, sounds: list[SoundAt], pieces: tuple[int, ...]) -> Job:
    timing = StemTiming(
        frames=schedule.frames, rate=schedule.rate, sounds=tuple(sounds), pieces=pieces
    )
    inputs = tuple(dict.fromkeys(sound.job for sound in sounds))
    return Job(f"stem/{bus}", JobKind.STEM, StemBrief(bus=bus), timing, inputs)
