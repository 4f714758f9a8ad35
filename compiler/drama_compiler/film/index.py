"""A film comes in; what it holds by id comes out, so that nobody searches for it."""

from __future__ import annotations

from dataclasses import dataclass

from drama_compiler.film.film import (
    AmbienceStart,
    Effect,
    Film,
    Line,
    MusicStart,
    Scene,
    Shot,
)

Identified = Line | Effect | MusicStart | AmbienceStart


@dataclass(frozen=True, slots=True)
class FilmIndex:
    """A film with what it holds by id; `scene_of` gives a shot's scene, `users` who shows a shot's
    picture: itself and every shot that reuses it.
    """

    film: Film
    scenes: dict[str, Scene]
    shots: dict[str, Shot]
    scene_of: dict[str, Scene]
    events: dict[str, Identified]
    users: dict[str, tuple[str, ...]]

    @property
    def lines(self) -> list[Line]:
        """Every spoken line in story order."""
        return [event for event in self.events.values() if isinstance(event, Line)]


def index_film(film: Film) -> FilmIndex:
    """The index of a film; ids are unique, so nothing hides anything."""
    shots = {shot.id: shot for scene in film.scenes for shot in scene.shots}
    users: dict[str, tuple[str, ...]] = {}
    for shot in shots.values():
        source = shot.reuse or shot.id
        users[source] = (*users.get(source, ()), shot.id)
    return FilmIndex(
        film=film,
        scenes={scene.id: scene for scene in film.scenes},
        shots=shots,
        scene_of={shot.id: scene for scene in film.scenes for shot in scene.shots},
        events={
            event.id: event
            for shot in shots.values()
            for event in shot.events
            if isinstance(event, Identified)
        },
        users=users,
    )
