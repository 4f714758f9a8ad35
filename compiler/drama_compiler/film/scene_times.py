"""A scene comes in; when everything in it happens comes out, in frames from the scene's start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from drama_compiler.film.clock import speech_seconds
from drama_compiler.film.cutting import Cut, Entering
from drama_compiler.film.film import Effect, Line, MusicEnd, MusicStart, Scene, Shot
from drama_compiler.film.pacing import pace
from drama_compiler.film.sounding import ambiences_of
from drama_compiler.film.times import (
    EffectTime,
    LineTime,
    SceneTime,
    ShotTime,
    SpanTime,
    SuperTime,
    later,
)
from drama_compiler.film.titling import title

HANDLE_FRAMES = 6
"""Picture beyond each end of a shot's body, so that an editor can move a cut."""


class Placed(NamedTuple):
    """The times of a scene in a film."""

    scene: SceneTime
    shots: list[ShotTime]
    lines: list[LineTime]
    supers: list[SuperTime]
    effects: list[EffectTime]
    ambiences: list[SpanTime]


class SceneTimes:
    """The times of one scene at `rate` frames a second, laid out from frame 0 on.

    `measures` are the spoken lengths of lines by id, in seconds. What depends on the scenes beside
    it, transitions and the place in the film, is worked out when it is asked for, and again only
    when they are others.
    """

    def __init__(self, scene: Scene, rate: Fraction, measures: Mapping[str, Fraction]) -> None:
        self.scene = scene
        self.paces = [pace(shot, rate, _speech(shot, measures)) for shot in scene.shots]
        self.bodies = [laid.frames for laid in self.paces]
        self.frames = sum(self.bodies)
        self.outrun = [
            (shot, laid) for shot, laid in zip(scene.shots, self.paces, strict=True) if laid.outruns
        ]
        self._entering = [Entering(shot.transition, rate) for shot in scene.shots]
        self._cuts: tuple[int, list[Cut], int] | None = None
        self._shots: tuple[list[Cut], Cut, list[ShotTime]] | None = None
        self._lay(rate, measures)
        self._placed: tuple[list[Cut], Cut, int, Placed] | None = None

    def _lay(self, rate: Fraction, measures: Mapping[str, Fraction]) -> None:
        self.lines: list[LineTime] = []
        self.supers: list[SuperTime] = []
        self.effects: list[EffectTime] = []
        self.music: list[tuple[MusicStart | MusicEnd, int]] = []
        start = 0
        for shot, laid in zip(self.scene.shots, self.paces, strict=True):
            for line, (first, frames) in laid.lines.items():
                self.lines.append(
                    LineTime(
                        line=line,
                        shot=shot.id,
                        start_frame=first,
                        film_frame=start + first,
                        frames=frames,
                        measured=_measured(line, measures),
                    )
                )
            self.supers += [
                SuperTime(shot=shot.id, index=index, film_frame=start + first, frames=frames)
                for index, first, frames in title(shot, laid, rate)
            ]
            for event, first in zip(shot.events, laid.starts, strict=True):
                if isinstance(event, Effect):
                    self.effects.append(EffectTime(effect=event.id, film_frame=start + first))
                elif isinstance(event, MusicStart | MusicEnd):
                    self.music.append((event, start + first))
            start += laid.frames
        self.ambiences = ambiences_of(self.scene, self.paces)

    def cut(self, room: int) -> tuple[list[Cut], int]:
        """The transition into each shot, where the shot before has `room` frames for the first;
        and the room that the last shot has.
        """
        if not self._entering:
            return [], room
        room = room if self._entering[0].frames else 0
        if self._cuts is None or self._cuts[0] != room:
            cuts: list[Cut] = []
            left = room
            for entering, body in zip(self._entering, self.bodies, strict=True):
                cuts.append(entering.clamped(left, body // 2))
                left = body - cuts[-1].after - 1
            self._cuts = room, cuts, left
        return self._cuts[1], self._cuts[2]

    def placed(self, cuts: list[Cut], left: Cut, start: int) -> Placed:
        """All times in a film in which the scene begins at `start`.

        `cuts` are those into its shots; `left` is the one by which its last shot is left.
        """
        known = self._placed
        if known and known[0] is cuts and known[1] == left and known[2] == start:
            return known[3]
        if self._shots is None or self._shots[0] is not cuts or self._shots[1] != left:
            self._shots = cuts, left, self._tiled(cuts, left)
        placed = Placed(
            SceneTime(scene=self.scene.id, film_frame=start, frames=self.frames),
            later(self._shots[2], start),
            later(self.lines, start),
            later(self.supers, start),
            later(self.effects, start),
            later(self.ambiences, start),
        )
        self._placed = cuts, left, start, placed
        return placed

    def _tiled(self, cuts: Sequence[Cut], left: Cut) -> list[ShotTime]:
        """The shots one after the other, with handles for what mixes at both ends."""
        shots: list[ShotTime] = []
        start = 0
        for shot, body, entered, leaving in zip(
            self.scene.shots, self.bodies, cuts, [*cuts, left][1:], strict=True
        ):
            shots.append(
                ShotTime(
                    shot=shot.id,
                    scene=self.scene.id,
                    film_frame=start,
                    body_frames=body,
                    head_frames=max(HANDLE_FRAMES, entered.mixed_before),
                    tail_frames=max(HANDLE_FRAMES, leaving.mixed_after),
                    transition=entered.kind,
                    transition_frames=entered.frames,
                )
            )
            start += body
        return shots


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
