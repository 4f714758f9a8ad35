"""A film and what was measured of its lines come in; every frame of it, as a `Schedule`, comes out.

The bodies of the shots tile the film: each begins on the frame where the one before ends, and
their sum is the film. A transition lies over a cut and lives on handles, so it moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, chain
from typing import TypeVar

from drama_compiler.film.cutting import Cut, fade_out_frames
from drama_compiler.film.film import Film, Shot, Transition
from drama_compiler.film.pacing import Pace
from drama_compiler.film.scene_memo import SceneMemo
from drama_compiler.film.scene_times import HANDLE_FRAMES as HANDLE_FRAMES
from drama_compiler.film.scene_times import Placed, SceneTimes
from drama_compiler.film.sounding import music
from drama_compiler.film.times import Schedule
from drama_dsl.diagnostic import Diagnostic, Help, warning
from drama_dsl.source import Span

_Time = TypeVar("_Time")


@dataclass(frozen=True, slots=True)
class Layout:
    """The times of every scene by itself; the film's, when they are asked for."""

    rate: Fraction
    scenes: Sequence[SceneTimes]
    ending: Transition

    def schedule(self) -> Schedule:
        """Every frame of the film."""
        cuts, room = _cuts(self.scenes)
        starts = list(accumulate((each.frames for each in self.scenes), initial=0))
        placed = _placed(self.scenes, starts, cuts)
        sounding = [
            (each.scene, each.music, start)
            for each, start in zip(self.scenes, starts, strict=False)
            if each.music
        ]
        return Schedule(
            rate=self.rate,
            frames=starts[-1],
            shots=_chain(each.shots for each in placed),
            scenes=tuple(each.scene for each in placed),
            lines=_chain(each.lines for each in placed),
            supers=_chain(each.supers for each in placed),
            effects=_chain(each.effects for each in placed),
            cues=tuple(music(sounding, starts[-1])),
            ambiences=_chain(each.ambiences for each in placed),
            fade_out_frames=fade_out_frames(self.ending, self.rate, room),
        )


def schedule(
    film: Film,
    measures: Mapping[str, Fraction] | None = None,
    origins: Mapping[str, Span] | None = None,
    memo: SceneMemo | None = None,
) -> tuple[Schedule, tuple[Diagnostic, ...]]:
    """Fix every frame of the film at its exact rate; as `lay_out`, for the whole film."""
    layout, outrun = lay_out(film, measures, origins, memo)
    return layout.schedule(), outrun


def lay_out(
    film: Film,
    measures: Mapping[str, Fraction] | None = None,
    origins: Mapping[str, Span] | None = None,
    memo: SceneMemo | None = None,
) -> tuple[Layout, tuple[Diagnostic, ...]]:
    """The times in every scene, and where speech takes longer than is said of a shot.

    `measures` are the spoken lengths of lines by id, in seconds; a line without one is estimated.
    `origins` say where a shot stands in the script, for the diagnostics. `memo` holds the times
    of scenes from the last time without measures, and saves working them out again.
    """
    rate, measures = film.format.rate, measures or {}
    origins = {} if origins is None else origins
    memo = SceneMemo() if memo is None or measures else memo
    scenes = memo.each("times", film.scenes, rate, lambda scene: SceneTimes(scene, rate, measures))
    outrun = [
        _outrun(shot, laid, rate, origins.get(shot.id))
        for each in scenes
        for shot, laid in each.outrun
    ]
    return Layout(rate, scenes, film.ending), tuple(outrun)


def _cuts(scenes: Sequence[SceneTimes]) -> tuple[list[list[Cut]], int]:
    """The transitions into the shots of each scene, and the room for the film's ending."""
    cuts: list[list[Cut]] = []
    room = 0
    for each in scenes:
        entered, room = each.cut(room)
        cuts.append(entered)
    return cuts, room


def _placed(
    scenes: Sequence[SceneTimes], starts: Sequence[int], cuts: Sequence[list[Cut]]
) -> list[Placed]:
    """Scenes one after the other; the last shot of each is left by the next one's transition."""
    placed: list[Placed] = []
    left = Cut()
    for place in range(len(scenes) - 1, -1, -1):
        entered = cuts[place]
        placed.append(scenes[place].placed(entered, left, starts[place]))
        left = entered[0] if entered else left
    return placed[::-1]


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
