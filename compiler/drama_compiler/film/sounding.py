"""A film and the pace of its shots come in; when each effect, music and ambience is heard, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from drama_compiler.film.film import (
    AmbienceEnd,
    AmbienceStart,
    Effect,
    Event,
    Film,
    MusicEnd,
    MusicStart,
    Scene,
)
from drama_compiler.film.pacing import Pace
from drama_compiler.film.times import EffectTime, SpanTime


class Sounds(NamedTuple):
    """What is heard beside the lines, in story order."""

    effects: tuple[EffectTime, ...]
    cues: tuple[SpanTime, ...]
    ambiences: tuple[SpanTime, ...]


def sound(film: Film, paces: Mapping[str, Pace], starts: Mapping[str, int], frames: int) -> Sounds:
    """Effects, music and ambiences of a film `frames` long; `starts` are its shots' first frames.

    Music plays on through scenes until it is ended; an ambience ends with its scene.
    """
    effects: list[EffectTime] = []
    cues: list[SpanTime] = []
    ambiences: list[SpanTime] = []
    playing: SpanTime | None = None
    for scene in film.scenes:
        for event, frame in _events(scene, paces, starts):
            if isinstance(event, Effect):
                effects.append(EffectTime(effect=event.id, film_frame=frame))
            elif isinstance(event, MusicStart | MusicEnd):
                cues += _until(playing, frame)
                playing = None
                if isinstance(event, MusicStart):
                    playing = SpanTime(id=event.id, scene=scene.id, film_frame=frame, frames=0)
        ambiences += _ambiences(scene, paces, starts)
    return Sounds(tuple(effects), (*cues, *_until(playing, frames)), tuple(ambiences))


def _events(
    scene: Scene, paces: Mapping[str, Pace], starts: Mapping[str, int]
) -> Iterator[tuple[Event, int]]:
    """The events of a scene with their frames in the film."""
    for shot in scene.shots:
        for event, start in zip(shot.events, paces[shot.id].starts, strict=True):
            yield event, starts[shot.id] + start


def _until(playing: SpanTime | None, end: int) -> list[SpanTime]:
    """What has been playing, as a span that ends at `end`, if it is heard at all."""
    if playing is None or playing.film_frame >= end:
        return []
    return [playing.model_copy(update={"frames": end - playing.film_frame})]


def _ambiences(
    scene: Scene, paces: Mapping[str, Pace], starts: Mapping[str, int]
) -> list[SpanTime]:
    """What is heard around a scene: the place's own sound until another begins or it is ended."""
    if not scene.shots:
        return []
    spans: list[SpanTime] = []
    first, last = starts[scene.shots[0].id], scene.shots[-1].id
    playing: SpanTime | None = SpanTime(id=scene.id, scene=scene.id, film_frame=first, frames=0)
    for event, frame in _events(scene, paces, starts):
        if isinstance(event, AmbienceStart | AmbienceEnd):
            spans += _until(playing, frame)
            playing = None
        if isinstance(event, AmbienceStart):
            playing = SpanTime(id=event.id, scene=scene.id, film_frame=frame, frames=0)
    return [*spans, *_until(playing, starts[last] + paces[last].frames)]
