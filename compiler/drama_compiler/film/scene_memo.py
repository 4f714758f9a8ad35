"""What a step made of a scene is kept here, so that it need not make it again of the same scene."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from drama_compiler.film.film import Scene

_Value = TypeVar("_Value")


class SceneMemo:
    """What each step made of each scene of a film the last time, by the scene's identity.

    Scenes never change, so that the same object is the same scene; what no scene of the film was
    asked for this time is forgotten.
    """

    def __init__(self) -> None:
        self._made: dict[str, dict[int, tuple[Scene, object, Any]]] = {}

    def each(
        self, step: str, scenes: Sequence[Scene], key: object, make: Callable[[Scene], _Value]
    ) -> list[_Value]:
        """What a step makes of each scene by itself; `key` is what that depends on besides."""
        known = self._made.get(step, {})
        made: dict[int, tuple[Scene, object, Any]] = {}
        for scene in scenes:
            entry = known.get(id(scene))
            if entry is None or (entry[1] is not key and entry[1] != key):
                entry = (scene, key, make(scene))
            made[id(scene)] = entry
        self._made[step] = made
        return [cast(_Value, made[id(scene)][2]) for scene in scenes]
