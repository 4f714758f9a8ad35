"""A film and what was measured of its lines come in; every frame of it, as a `Schedule`, comes out.

The bodies of the shots tile the film: each begins on the frame where the one before ends, and
their sum is the film. A transition lies over a cut and lives on handles, so it moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, chain
from typing import TypeVar

from drama_compiler.film.cutting import Cut, fade_out_frames
from drama_compiler.film.film import Film, Shot
from drama_compiler.film.pacing import Pace
from drama_compiler.film.scene_memo import SceneMemo
from drama_compiler.film.scene_times import HANDLE_FRAMES as HANDLE_FRAMES
from drama_compiler.film.scene_times import SceneTimes
from drama_compiler.film.sounding import music
from drama_compiler.film.times import SceneTime, Schedule, ShotTime
from drama_dsl.diagnostic import Diagnostic, Help, warning
from drama_dsl.source import Span

_Time = TypeVar("_Time")


def schedule(
    film: Film,
    measures: Mapping[str, Fraction] | None = None,
    origins: Mapping[str, Span] | None = None,
    memo: SceneMemo | None = None,
) -> tuple[Schedule, tuple[Diagnostic, ...]]:
    """Fix every frame of the film at its exact rate.

    `measures` are the spoken lengths of lines by id, in seconds; a line without one is estimated.
    `origins` say where a shot stands in the script, for the diagnostics. `memo` holds the times
    of scenes from the last time without measures, and saves working them out again.
    """
    rate, measures, origins = film.format.rate, measures or {}, origins or {}
    memo = SceneMemo() if memo is None or measures else memo
    scenes = memo.each("times", film.scenes, rate, lambda scene: SceneTimes(scene, rate, measures))
    outrun = [
        _outrun(shot, laid, rate, origins.get(shot.id))
        for each in scenes
        for shot, laid in each.outrun
    ]
    cuts, room = _cuts(scenes)
    starts = list(accumulate((each.frames for each in scenes), initial=0))
    placed = list(zip(scenes, starts, strict=False))
    value = Schedule(
        rate=rate,
        frames=starts[-1],
        shots=_shots(placed, cuts),
        scenes=tuple(
            SceneTime(scene=each.scene.id, film_frame=start, frames=each.frames)
            for each, start in placed
        ),
        lines=_chain(each.placed("lines", each.lines, start) for each, start in placed),
        supers=_chain(each.placed("supers", each.supers, start) for each, start in placed),
        effects=_chain(each.placed("effects", each.effects, start) for each, start in placed),
        cues=tuple(music([(each.scene, each.music, at) for each, at in placed], starts[-1])),
        ambiences=_chain(each.placed("ambiences", each.ambiences, start) for each, start in placed),
        fade_out_frames=fade_out_frames(film.ending, rate, room),
    )
    return value, tuple(outrun)


def _cuts(scenes: Sequence[SceneTimes]) -> tuple[list[list[Cut]], int]:
    """The transitions into the shots of each scene, and the room for the film's ending."""
    cuts: list[list[Cut]] = []
    room = 0
    for each in scenes:
        entered, room = each.cut(room)
        cuts.append(entered)
    return cuts, room


def _shots(
    placed: Sequence[tuple[SceneTimes, int]], cuts: Sequence[list[Cut]]
) -> tuple[ShotTime, ...]:
    """Shots one after the other; the last one of a scene is left by the next scene's transition."""
    shots: list[list[ShotTime]] = []
    left = Cut()
    for (each, start), entered in zip(reversed(placed), reversed(cuts), strict=True):
        shots.append(each.shots(entered, left, start))
        left = entered[0] if entered else left
    return _chain(reversed(shots))


def _chain(times: Iterable[Sequence[_Time]]) -> tuple[_Time, ...]:
    return tuple(chain.from_iterable(times))


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
