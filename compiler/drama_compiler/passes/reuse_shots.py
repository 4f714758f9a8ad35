"""A shot that reuses another gets its picture; one that matches another gets its camera.

before: shot 3C, `reuse 1A`, a bare wide of its own length
after:  shot 3C, framed, staged and lit as 1A, `reuse` naming the shot that owns the picture

before: shot 3D, `match 1A`, nothing said of size or angle
after:  shot 3D, in 1A's size, angle, lens and optics; what 3D said itself stays
"""

from __future__ import annotations

from collections.abc import Mapping

from drama_compiler.film.film import Film, Scene, Shot
from drama_compiler.film.scene_memo import SceneMemo
from drama_dsl.diagnostic import Diagnostic

PICTURE = (
    "size",
    "composition",
    "angle",
    "moves",
    "subjects",
    "over",
    "pov",
    "cast",
    "props",
    "lens_millimetres",
    "aperture",
    "optics",
    "speed",
    "from_last",
    "time",
    "weather",
    "light",
    "words",
    "first",
    "last",
    "performance",
    "blocking",
    "prompt",
    "avoid",
    "via",
    "takes",
    "seed",
)
"""The fields that make a shot's picture; its name, length, events and transition are its own."""

CAMERA = ("size", "composition", "angle", "lens_millimetres", "aperture", "optics")
"""The fields that a matching shot takes where it says nothing itself."""


def reuse_shots(film: Film, memo: SceneMemo | None = None) -> tuple[Film, tuple[Diagnostic, ...]]:
    """Fill in every shot that names another by `reuse` or `match`."""
    if not any((memo or SceneMemo()).each("refers", film.scenes, None, _refers)):
        return film, ()
    shots = {shot.id: shot for scene in film.scenes for shot in scene.shots}
    scenes = tuple(
        scene.model_copy(update={"shots": tuple(_filled(shot, shots) for shot in scene.shots)})
        for scene in film.scenes
    )
    return film.model_copy(update={"scenes": scenes}), ()


def _refers(scene: Scene) -> bool:
    return any(shot.reuse or shot.match for shot in scene.shots)


def _filled(shot: Shot, shots: Mapping[str, Shot]) -> Shot:
    owner = _owner(shot, shots)
    if owner is not None:
        picture = {field: getattr(owner, field) for field in PICTURE}
        return shot.model_copy(update={**picture, "reuse": owner.id})
    model = shots.get(shot.match or "")
    if model is None:
        return shot
    unsaid = [field for field in CAMERA if field not in shot.model_fields_set]
    return shot.model_copy(update={field: getattr(model, field) for field in unsaid})


def _owner(shot: Shot, shots: Mapping[str, Shot]) -> Shot | None:
    """The shot at the end of a chain of reuse: the one whose picture it is."""
    seen = {shot.id}
    owner = shots.get(shot.reuse or "")
    while owner is not None and owner.reuse and owner.id not in seen:
        seen.add(owner.id)
        owner = shots.get(owner.reuse)
    return owner if owner is not None and owner.id != shot.id else None
