"""A film with its schedule: one side of a comparison, and what it holds by id."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from drama_compiler.film.film import Film, Line, Scene, Shot
from drama_compiler.film.index import FilmIndex, index_film
from drama_compiler.film.times import Schedule


@dataclass(frozen=True)
class Version:
    """A film at one time."""

    film: Film
    schedule: Schedule

    @cached_property
    def index(self) -> FilmIndex:
        """Scenes, shots and lines by id."""
        return index_film(self.film)

    @cached_property
    def shots(self) -> list[Shot]:
        """Every shot in the order of the film."""
        return [shot for scene in self.film.scenes for shot in scene.shots]

    @cached_property
    def lines(self) -> dict[str, tuple[Line, Shot]]:
        """Every line and the shot that it begins in, by id."""
        return {
            event.id: (event, shot)
            for shot in self.shots
            for event in shot.events
            if isinstance(event, Line)
        }

    def number(self, shot: str) -> str:
        """A shot's number; its id where the film has no such shot."""
        return self.index.shots[shot].number if shot in self.index.shots else shot

    @cached_property
    def _frames(self) -> dict[str, int]:
        found = {time.shot: time.body_frames for time in self.schedule.shots}
        return found | {f"scene {time.scene}": time.frames for time in self.schedule.scenes}

    def shot_seconds(self, shot: Shot) -> float:
        """How long a shot is, to the millisecond."""
        return self.seconds(self._frames[shot.id])

    def scene_seconds(self, scene: Scene) -> float:
        """How long a scene is, to the millisecond."""
        return self.seconds(self._frames[f"scene {scene.id}"])

    def seconds(self, frames: int) -> float:
        """Frames as seconds, to the millisecond."""
        return round(float(Fraction(frames) / self.schedule.rate), 3)
