"""A film comes in; the same film, with what the writer left to us filled in, comes out.

One pass a file. The order of `FILM_PASSES` is the order in which they run; none of them knows a
model, and none adds, drops or moves a shot.
"""

from __future__ import annotations

from collections.abc import Callable

from drama_compiler.film.film import Film
from drama_compiler.film.scene_memo import SceneMemo
from drama_compiler.passes.imply_effects import imply_effects
from drama_compiler.passes.imply_music import imply_music
from drama_compiler.passes.reuse_shots import reuse_shots
from drama_compiler.passes.stage_figures import stage_figures
from drama_dsl.diagnostic import Diagnostic

FilmPass = Callable[[Film, SceneMemo | None], tuple[Film, tuple[Diagnostic, ...]]]

FILM_PASSES: tuple[FilmPass, ...] = (
    stage_figures,
    reuse_shots,
    imply_music,
    imply_effects,
)


def run_passes(
    film: Film, passes: tuple[FilmPass, ...] = FILM_PASSES, memo: SceneMemo | None = None
) -> tuple[Film, tuple[Diagnostic, ...]]:
    """Run `passes` in order; the diagnostics of all of them.

    `memo` holds what they made of scenes the last time, and saves making it again.
    """
    memo = SceneMemo() if memo is None else memo
    found: list[Diagnostic] = []
    for each in passes:
        film, told = each(film, memo)
        found += told
    return film, tuple(found)
