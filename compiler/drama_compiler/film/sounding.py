"""What begins and ends in scenes comes in; how long music and ambiences are heard comes out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from drama_compiler.film.film import AmbienceEnd, AmbienceStart, MusicEnd, MusicStart, Scene
from drama_compiler.film.pacing import Pace
from drama_compiler.film.times import SpanTime


def music(
    scenes: Iterable[tuple[Scene, Sequence[tuple[MusicStart | MusicEnd, int]], int]], frames: int
) -> list[SpanTime]:
    """Cues of a film `frames` long, from what begins and ends in each scene, in frames from its
    start, and where the scene starts. Music plays on through scenes until it is ended.
    """
    found: list[SpanTime] = []
    playing: tuple[str, str, int] | None = None

    def until(end: int) -> None:
        if playing is not None and playing[2] < end:
            id, scene, start = playing
            found.append(SpanTime(id=id, scene=scene, film_frame=start, frames=end - start))

    for scene, events, start in scenes:
        for event, frame in events:
            until(start + frame)
            playing = None
            if isinstance(event, MusicStart):
                playing = event.id, scene.id, start + frame
    until(frames)
    return found


def ambiences_of(scene: Scene, paces: Sequence[Pace]) -> list[SpanTime]:
    """What is heard around a scene that begins at frame 0, up to its end: the place's own sound
    until another begins or it is ended.
    """
    if not scene.shots:
        return []
    spans: list[SpanTime] = []
    playing: SpanTime | None = SpanTime(id=scene.id, scene=scene.id, film_frame=0, frames=0)
    first = 0
    for shot, laid in zip(scene.shots, paces, strict=True):
        for event, start in zip(shot.events, laid.starts, strict=True):
            if isinstance(event, AmbienceStart | AmbienceEnd):
                spans += _until(playing, first + start)
                playing = None
            if isinstance(event, AmbienceStart):
                at = first + start
                playing = SpanTime(id=event.id, scene=scene.id, film_frame=at, frames=0)
        first += laid.frames
    return [*spans, *_until(playing, first)]


def _until(playing: SpanTime | None, end: int) -> list[SpanTime]:
    """What has been playing, as a span that ends at `end`, if it is heard at all."""
    if playing is None or playing.film_frame >= end:
        return []
    return [playing.model_copy(update={"frames": end - playing.film_frame})]
