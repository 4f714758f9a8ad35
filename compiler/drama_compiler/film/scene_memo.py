"""What a step made of a scene is kept here, so that it need not make it again of the same scene."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from drama_compiler.film.film import Scene

_Value = TypeVar("_Value")


class SceneMemo:
    """What each step made of each scene of a film the last time, by the scene's identity.

    Scenes never change, so that the same object is the same scene; what no scene of the film was
    asked for this time is forgotten.
    """

    def __init__(self) -> None:
        self._made: dict[str, tuple[object, dict[int, tuple[Scene, Any]]]] = {}

    def each(
        self, step: str, scenes: Sequence[Scene], key: object, make: Callable[[Scene], _Value]
    ) -> list[_Value]:
        """What a step makes of each scene by itself; `key` is what all of it depends on besides."""
        made_for, known = self._made.get(step, (key, {}))
        if made_for != key:
            known = {}
        made: list[tuple[Scene, _Value]] = [
            known.get(id(scene)) or (scene, make(scene)) for scene in scenes
        ]
        # Each entry holds its scene, so that no other one can have its identity.
        self._made[step] = key, {id(entry[0]): entry for entry in made}
        return [value for _, value in made]
