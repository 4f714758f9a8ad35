"""A shot and its pace come in; when each text over its picture is to be read comes out."""

from __future__ import annotations

from fractions import Fraction

from drama_compiler.film.clock import super_seconds
from drama_compiler.film.film import Shot, Super
from drama_compiler.film.pacing import Pace, to_frames


def title(shot: Shot, laid: Pace, rate: Fraction) -> list[tuple[int, int, int]]:
    """Each super's place among the events, its first frame in the shot's body, and its frames.

    It stands as long as it is read, at most until the next one or the shot's end. Several that
    begin at once share the shot.
    """
    places = [index for index, event in enumerate(shot.events) if isinstance(event, Super)]
    starts = [laid.starts[index] for index in places]
    if len(set(starts)) < len(starts):
        starts = [index * laid.frames // len(places) for index in range(len(places))]
    titles: list[tuple[int, int, int]] = []
    for index, start, end in zip(places, starts, [*starts[1:], laid.frames], strict=False):
        event = shot.events[index]
        text = event.text if isinstance(event, Super) else ""
        frames = min(end - start, to_frames(super_seconds(text), rate))
        titles.append((index, start, max(1, frames)))
    return titles
