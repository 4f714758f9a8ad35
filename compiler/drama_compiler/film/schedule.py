"""A film and what was measured of its lines come in; every frame of it, as a `Schedule`, comes out.

The bodies of the shots tile the film: each begins on the frame where the one before ends, and
their sum is the film. A transition lies over a cut and lives on handles, so it moves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

from drama_compiler.film.clock import speech_seconds
from drama_compiler.film.cutting import Cut, cut
from drama_compiler.film.film import Film, Line, Shot
from drama_compiler.film.pacing import Pace, pace
from drama_compiler.film.sounding import sound
from drama_compiler.film.times import (
    LineTime,
    SceneTime,
    Schedule,
    ShotTime,
    SuperTime,
)
from drama_compiler.film.titling import title
from drama_dsl.diagnostic import Diagnostic, Help, warning
from drama_dsl.source import Span

HANDLE_FRAMES = 6
"""Picture beyond each end of a shot's body, so that an editor can move a cut."""


def schedule(
    film: Film,
    measures: Mapping[str, Fraction] | None = None,
    origins: Mapping[str, Span] | None = None,
) -> tuple[Schedule, tuple[Diagnostic, ...]]:
    """Fix every frame of the film at its exact rate.

    `measures` are the spoken lengths of lines by id, in seconds; a line without one is estimated.
    `origins` say where a shot stands in the script, for the diagnostics.
    """
    rate, measures, origins = film.format.rate, measures or {}, origins or {}
    shots = [shot for scene in film.scenes for shot in scene.shots]
    paces = {shot.id: pace(shot, rate, _speech(shot, measures)) for shot in shots}
    outrun = [
        _outrun(shot, paces[shot.id], rate, origins.get(shot.id))
        for shot in shots
        if paces[shot.id].outruns
    ]
    bodies = {key: laid.frames for key, laid in paces.items()}
    cuts, fade_out = cut(film, bodies)
    times, scenes = _tile(film, bodies, cuts)
    starts = {time.shot: time.film_frame for time in times}
    frames = sum(bodies.values())
    sounds = sound(film, paces, starts, frames)
    value = Schedule(
        rate=rate,
        frames=frames,
        shots=tuple(times),
        scenes=tuple(scenes),
        lines=_lines(paces, starts, measures),
        supers=_supers(shots, paces, starts, rate),
        effects=sounds.effects,
        cues=sounds.cues,
        ambiences=sounds.ambiences,
        fade_out_frames=fade_out,
    )
    return value, tuple(outrun)


def _speech(shot: Shot, measures: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """How long each line of a shot is, measured or estimated."""
    lines = [event for event in shot.events if isinstance(event, Line)]
    return {
        line.id: Fraction(measures[line.id])
        if _measured(line.id, measures)
        else speech_seconds(line.text)
        for line in lines
    }


def _measured(line: str, measures: Mapping[str, Fraction]) -> bool:
    return line in measures and measures[line] > 0


def _tile(
    film: Film, bodies: Mapping[str, int], cuts: Mapping[str, Cut]
) -> tuple[list[ShotTime], list[SceneTime]]:
    """Shots one after the other, with handles long enough for what mixes at both ends."""
    shots: list[ShotTime] = []
    scenes: list[SceneTime] = []
    ids = [shot.id for scene in film.scenes for shot in scene.shots]
    leaving = dict(pairwise(ids))
    start = 0
    for scene in film.scenes:
        first = start
        for shot in scene.shots:
            entered, left = cuts[shot.id], cuts.get(leaving.get(shot.id, ""), Cut())
            shots.append(
                ShotTime(
                    shot=shot.id,
                    scene=scene.id,
                    film_frame=start,
                    body_frames=bodies[shot.id],
                    head_frames=max(HANDLE_FRAMES, entered.mixed_before),
                    tail_frames=max(HANDLE_FRAMES, left.mixed_after),
                    transition=entered.kind,
                    transition_frames=entered.frames,
                )
            )
            start += bodies[shot.id]
        scenes.append(SceneTime(scene=scene.id, film_frame=first, frames=start - first))
    return shots, scenes


def _lines(
    paces: Mapping[str, Pace], starts: Mapping[str, int], measures: Mapping[str, Fraction]
) -> tuple[LineTime, ...]:
    return tuple(
        LineTime(
            line=line,
            shot=shot,
            start_frame=start,
            film_frame=starts[shot] + start,
            frames=frames,
            measured=_measured(line, measures),
        )
        for shot, laid in paces.items()
        for line, (start, frames) in laid.lines.items()
    )


def _supers(
    shots: list[Shot], paces: Mapping[str, Pace], starts: Mapping[str, int], rate: Fraction
) -> tuple[SuperTime, ...]:
    return tuple(
        SuperTime(shot=shot.id, index=index, film_frame=starts[shot.id] + start, frames=frames)
        for shot in shots
        for index, start, frames in title(shot, paces[shot.id], rate)
    )


def _outrun(shot: Shot, laid: Pace, rate: Fraction, span: Span | None) -> Diagnostic:
    tenths = -(-laid.frames * 10 * rate.denominator // rate.numerator)
    needed, said = f"{tenths / 10:g}s", f"{float(shot.seconds or 0):g}s"
    return warning(
        "speech-outruns-shot",
        f"what is said in shot {shot.number} takes {needed}, and the shot is {said} long",
        span,
        f"{said} is too short for its lines",
        notes=(f"the shot is made {needed} long, so that no word is cut",),
        helps=(Help(f"give it `{needed}`, or move a line to another shot"),),
    )
