"""A room's measures and furniture in, its layers out: what is outside, wall, room, near edge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.motifs.perspective import (
    draw_beams,
    draw_floor,
    draw_room_shell,
)
from drama_backends.animatic.places.motifs.windows import draw_sunbeam, draw_window, hole, outside
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.site import Site
from drama_backends.animatic.places.strokes import foot
from drama_backends.animatic.stage import Box, PlaceLayer

BACK = 0.72


FLOOR = foot(BACK)


@dataclass(frozen=True, slots=True)
class Chamber:
    """A room's measures: half its width, its height, its windows, floor and frame."""

    windows: tuple[Box, ...]
    floor: str = "boards"
    half: float = 3100
    height: float = 2000
    frame: str = "#7a563a"
    panes: tuple[int, int] = (2, 2)
    lattice: bool = False
    beams: bool = False
    ceiling: str = "#d9cfbb"


def assemble(
    site: Site, plan: Chamber, furnish: Callable[[Sheet, Sheet], None], view: str = ""
) -> list[PlaceLayer]:
    """Outside, wall and room in order; `furnish` fills wall and floor."""
    palette = site.palette
    wall = site.sheet("wall")
    floor = site.sheet("room")
    holes = "".join(hole(box) for box in plan.windows)
    draw_room_shell(
        wall, plan.half, plan.height, BACK, palette.far, wall.tone(plan.ceiling), holes=holes
    )
    if plan.beams:
        draw_beams(wall, plan.half, plan.height, BACK, wall.tone("#6b4a31"))
    skirting = shaded(palette.far, -0.12)
    wall.rect(-plan.half * BACK, FLOOR - 74, plan.half * 2 * BACK, 84, skirting, line=5)
    for box in plan.windows:
        draw_window(
            wall,
            box,
            wall.tone(plan.frame),
            panes=plan.panes,
            lattice=plan.lattice,
            sill=box.bottom < FLOOR - 50,
        )
    draw_floor(floor, FLOOR, palette.ground, half=plan.half, kind=plan.floor)
    for box in plan.windows[:2]:
        draw_sunbeam(floor, site, box, FLOOR)
    furnish(wall, floor)
    wall.veil(0, -620, 1150, 700, mix(palette.far, palette.light, 0.35), 0.28)
    _shade_corners(wall)
    if wall.dark:
        wall.glow(-600 * site.side, -1000, 2300, 1500, palette.light, 0.26)
        floor.glow(0, 0, 2000, 520, palette.light, 0.18)
    layers = [outside(site, view), wall.layer(0.62), floor.layer(1.0)]
    front = site.sheet("front")
    _near_edge(front, site)
    layers.append(front.layer(1.3))
    return layers


def _shade_corners(sheet: Sheet) -> None:
    """Shadow gathering in the room's corners and under its ceiling."""
    dark = mix(sheet.palette.shadow, sheet.palette.ink, 0.3)
    for x in (-2300, 2300):
        sheet.veil(x, -900, 1250, 1500, dark, 0.42 if sheet.dark else 0.2)
    sheet.mist(-1900, 1300, dark, 0.45 if sheet.dark else 0.22)


def _near_edge(sheet: Sheet, site: Site) -> None:
    """A door post or drape close to the camera, at one side."""
    dark = mix(sheet.palette.near, sheet.palette.ink, 0.3)
    x = 1820 * site.side
    if site.look.era == "ancient" or site.look.has("curtain"):
        for index in range(5):
            a = x + site.side * index * 170
            fold = [
                (a, -4700),
                (a + site.side * 190, -4700),
                (a + site.side * 150, 0),
                (a + site.side * 190, 1950),
                (a + site.side * 20, 1950),
                (a - site.side * 30, 100),
            ]
            sheet.shape(fold, shaded(dark, 0.03 if index % 2 else -0.02), hatch=False)
        return
    sheet.rect(min(x, x + site.side * 2900), -4700, 2900, 6700, dark, hatch=False)
    sheet.rect(min(x, x - site.side * 50), -4700, 50, 6700, shaded(dark, 0.07), hatch=False)
