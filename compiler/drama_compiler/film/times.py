"""When everything happens: the frames of every shot, line, text and sound of a film.

All frames are whole frames at `rate`. `film_frame` counts from the start of the film; other
starts count from the first frame of the shot's body. The bodies of all shots tile the film.
A `Schedule` does not know how its lengths were come by.
"""

from __future__ import annotations

from typing import TypeVar

from drama_compiler.film.film import Rational
from drama_compiler.film.frozen import Frozen
from drama_compiler.film.words import TransitionKind


class ShotTime(Frozen):
    """A shot in the film.

    `head_frames` and `tail_frames` are handles around the body, long enough for the transitions
    at both ends. `transition` is how the shot is entered; `transition_frames` of a mix lie
    around its first frame, half before it (rounded down), the rest after.
    """

    shot: str
    scene: str
    film_frame: int
    body_frames: int
    head_frames: int
    tail_frames: int
    transition: TransitionKind = TransitionKind.CUT
    transition_frames: int = 0


class LineTime(Frozen):
    """A spoken line: in which shot it begins and how long it sounds."""

    line: str
    shot: str
    start_frame: int
    film_frame: int
    frames: int
    measured: bool = False


class SuperTime(Frozen):
    """A text over the picture; `index` is its place among the shot's events."""

    shot: str
    index: int
    film_frame: int
    frames: int


class EffectTime(Frozen):
    """A sound that happens once."""

    effect: str
    film_frame: int


class SpanTime(Frozen):
    """A music cue (`id` of its `MusicStart`), or an ambience, over `[film_frame, +frames)`.

    An ambience has the id of its `AmbienceStart`, or the id of its scene where the place's own
    sound is heard; `scene` is the one it plays in (an ambience that goes on is a span a scene).
    """

    id: str
    scene: str
    film_frame: int
    frames: int


class SceneTime(Frozen):
    """A scene in the film."""

    scene: str
    film_frame: int
    frames: int


class Schedule(Frozen):
    """The whole film in time, in story order."""

    rate: Rational
    frames: int
    shots: tuple[ShotTime, ...]
    scenes: tuple[SceneTime, ...]
    lines: tuple[LineTime, ...] = ()
    supers: tuple[SuperTime, ...] = ()
    effects: tuple[EffectTime, ...] = ()
    cues: tuple[SpanTime, ...] = ()
    ambiences: tuple[SpanTime, ...] = ()
    fade_out_frames: int = 0


_Time = TypeVar("_Time", ShotTime, LineTime, SuperTime, EffectTime, SpanTime)
"""Something that begins at a frame of the film."""


def later(times: list[_Time], frames: int) -> list[_Time]:
    """The same, so many frames later in the film."""
    if not times or not frames:
        return times
    return [each.with_value("film_frame", each.film_frame + frames) for each in times]
