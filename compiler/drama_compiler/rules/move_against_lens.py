"""The moves and the lens of a shot come in; a warning comes out where no camera does both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from drama_compiler.film.film import Shot
from drama_compiler.film.words import MoveKind, Size
from drama_compiler.rules.sheet import Sheet
from drama_dsl import clauses as say
from drama_dsl.clauses import Clause
from drama_dsl.diagnostic import Diagnostic, Help, Page, warning

CODE = "move-against-lens"
PAGE = Page(
    "What a shot says of its lens contradicts its move or its size: a zoom with a macro or a "
    "fisheye, a rack in deep focus, a macro lens for a wide.",
    "Macro and fisheye lenses have one focal length and cannot zoom; where all is sharp no focus "
    "can be racked. The picture would be neither.",
    "EXT. SEA - DAY\n\nshot: close, zoom in, macro\n\nA shell.\n",
    "EXT. SEA - DAY\n\nshot: close, dolly in, macro\n\nA shell.\n",
)

HANDHELD_MILLIMETRES_MAX = 135
"""With a longer lens a hand shakes the picture beyond seeing."""

ZOOMS = frozenset({MoveKind.ZOOM, MoveKind.DOLLY_ZOOM})
WIDES = frozenset({Size.AERIAL, Size.ESTABLISHING, Size.EXTREME_WIDE, Size.WIDE, Size.FULL})


class _Clash(NamedTuple):
    """What does not go together, at which clause, and what to do."""

    message: str
    kind: type[Clause]
    help: str


def check(sheet: Sheet) -> Iterator[Diagnostic]:
    """Blame the first such clash of each written shot."""
    for scene in sheet.film.scenes:
        for shot in sheet.said_shots(scene):
            if not shot.optics and not shot.lens_millimetres:
                continue
            clash = _clash(shot)
            if clash:
                yield warning(
                    CODE,
                    f"{clash.message} (shot {shot.number})",
                    sheet.clause(shot, clash.kind),
                    helps=(Help(clash.help),),
                )


def _clash(shot: Shot) -> _Clash | None:
    kinds = {move.kind for move in shot.moves}
    prime = next((each for each in ("macro", "fisheye") if each in shot.optics), None)
    if prime and kinds & ZOOMS:
        return _Clash(f"a {prime} lens does not zoom", say.Moves, "move the camera: `dolly in`")
    if MoveKind.RACK in kinds and "deep-focus" in shot.optics:
        message = "in deep focus all is sharp, and nothing can be racked to"
        return _Clash(message, say.Moves, "leave `deep focus` out")
    if "macro" in shot.optics and shot.size in WIDES:
        message = f"a macro lens does not hold a shot that is {shot.size.replace('-', ' ')}"
        return _Clash(message, say.Size, "make it an insert, or leave `macro` out")
    if {"shallow-focus", "deep-focus"} <= set(shot.optics):
        return _Clash("focus is either shallow or deep", say.Optics, "leave one of them out")
    if MoveKind.HANDHELD in kinds and (shot.lens_millimetres or 0) > HANDHELD_MILLIMETRES_MAX:
        message = f"nobody holds a {shot.lens_millimetres:g} mm lens still by hand"
        return _Clash(message, say.Lens, "take a shorter lens, or a tripod: `static`")
    return None
