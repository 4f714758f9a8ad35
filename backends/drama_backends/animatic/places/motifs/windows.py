"""A wall's opening in, what is seen through it and its frame out."""

from __future__ import annotations

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.motifs.land import draw_hills
from drama_backends.animatic.places.motifs.sky import draw_clouds, draw_sky
from drama_backends.animatic.places.motifs.towers import draw_tower
from drama_backends.animatic.places.motifs.trees import draw_tree
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.site import Site
from drama_backends.animatic.stage import HORIZON, PLATE, Box, PlaceLayer
from drama_compiler.contract import Daytime


def outside(site: Site, view: str = "") -> PlaceLayer:
    """What the windows show, an opaque plate: a city, or trees and hills."""
    sheet = site.sheet("outside")
    draw_sky(sheet, site.look, site.side)
    if site.look.weather.kind in ("rain", "storm"):
        draw_clouds(sheet, site.look, site.light.x)
    palette = sheet.palette
    lower = mix(palette.sky_low, palette.shadow, 0.25)
    sheet.path(
        f"M{PLATE.left:.0f} {HORIZON:.0f}H{PLATE.right:.0f}V{PLATE.bottom:.0f}H{PLATE.left:.0f}z",
        lower,
    )
    if (view or site.look.era) == "modern":
        colour = mix(palette.sky_low, palette.shadow, 0.45)
        for index in range(30):
            x = -4000 + index * 270 + sheet.random.uniform(-60, 60)
            draw_tower(
                sheet,
                x,
                -300,
                sheet.random.uniform(150, 290),
                sheet.random.uniform(640, 1150),
                shaded(mix(colour, palette.sky_low, sheet.random.uniform(0.1, 0.5)), 0.02),
                lights=0.4 if _night(site) else 0.1,
                crown=index % 3,
            )
    else:
        draw_hills(sheet, HORIZON + 60, 360, mix(palette.sky_low, palette.shadow, 0.25), wave=1400)
        green = mix(mix(palette.sky_low, palette.shadow, 0.55), "#4f7a4c", 0.35)
        for index in range(16):
            x = -3800 + index * 500 + sheet.random.uniform(-150, 150)
            draw_tree(
                sheet,
                x,
                -500,
                sheet.random.uniform(420, 760),
                "broad",
                colour=mix(green, palette.sky_low, sheet.random.uniform(0.0, 0.35)),
            )
    return sheet.layer(0.12, opaque=True)


def hole(box: Box) -> str:
    """Path data of an opening, to be cut from a wall."""
    return f"M{box.left:.0f} {box.top:.0f}V{box.bottom:.0f}H{box.right:.0f}V{box.top:.0f}z"


def draw_window(
    sheet: Sheet,
    box: Box,
    frame: str,
    *,
    panes: tuple[int, int] = (2, 2),
    lattice: bool = False,
    sill: bool = True,
) -> None:
    """A window's frame, glazing bars or lattice, and a glint on the glass."""
    wide, high = box.right - box.left, box.bottom - box.top
    glass = sheet.vanish(sheet.palette.light, 0.22, 0.02)
    sheet.path(
        (
            f"M{box.left + wide * 0.1:.0f} {box.top:.0f}h{wide * 0.26:.0f}"
            f"l{-wide * 0.3:.0f} {high:.0f}h{-wide * 0.06:.0f}V{box.top + high * 0.3:.0f}z"
        ),
        glass,
        0.8,
    )
    bars = [
        f"M{box.left + wide * i / panes[0]:.0f} {box.top:.0f}v{high:.0f}"
        for i in range(1, panes[0])
    ]
    bars += [
        f"M{box.left:.0f} {box.top + high * i / panes[1]:.0f}h{wide:.0f}"
        for i in range(1, panes[1])
    ]
    sheet.line("".join(bars), 18, frame)
    if lattice:
        fine = [
            f"M{box.left + wide * i / 12:.0f} {box.top:.0f}v{high:.0f}"
            for i in range(1, 12)
            if i % 3
        ]
        fine += [f"M{box.left:.0f} {box.top + high * i / 10:.0f}h{wide:.0f}" for i in (1, 2, 8, 9)]
        sheet.line("".join(fine), 9, frame)
    for x, y, w, h in (
        (box.left - 30, box.top - 30, wide + 60, 34),
        (box.left - 30, box.bottom - 4, wide + 60, 34),
        (box.left - 30, box.top - 30, 34, high + 60),
        (box.right - 4, box.top - 30, 34, high + 60),
    ):
        sheet.rect(x, y, w, h, frame, line=5)
    if sill:
        sheet.rect(box.left - 60, box.bottom + 24, wide + 120, 30, shaded(frame, 0.05), line=5)


def draw_sunbeam(sheet: Sheet, site: Site, box: Box, floor: float) -> None:
    """Light from a window falling into the room and lying on the floor."""
    strength = {
        Daytime.MORNING: 0.5,
        Daytime.DAWN: 0.4,
        Daytime.AFTERNOON: 0.5,
        Daytime.DAY: 0.3,
        Daytime.DUSK: 0.42,
        Daytime.EVENING: 0.12,
        Daytime.NIGHT: 0.16,
    }[site.look.time]
    if site.look.weather.kind in ("rain", "storm", "snow", "fog"):
        strength *= 0.35
    tint = sheet.palette.light if not _night(site) else mix(sheet.palette.sky_low, "#ffffff", 0.3)
    lean = -site.side * 620 if box.left * site.side > 0 else site.side * 620
    wide = box.right - box.left
    beam = (
        f"M{box.left:.0f} {box.top:.0f}H{box.right:.0f}L{box.right + lean + 190:.0f}"
        f" {floor + 330:.0f}H{box.left + lean - 90:.0f}z"
    )
    sheet.path(beam, sheet.vanish(tint, 0.42, 0.05), strength)
    for share in (0.03, 0.53):
        left = box.left + lean + wide * share * 1.1
        patch = (
            f"M{left:.0f} {floor + 70:.0f}h{wide * 0.46:.0f}"
            f"l{lean * 0.3 + 60:.0f} 250h{-wide * 0.56:.0f}z"
        )
        sheet.path(patch, tint, strength * 0.75)


def _night(site: Site) -> bool:
    return site.look.time in (Daytime.NIGHT, Daytime.EVENING)
