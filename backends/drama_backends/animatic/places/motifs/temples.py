"""A place and a width in, an old front out: halls of many roofs, pagodas."""

from __future__ import annotations

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.motifs.lamps import LAMP
from drama_backends.animatic.places.motifs.roofs import draw_roof
from drama_backends.animatic.places.sheet import Sheet


def draw_hall_front(
    sheet: Sheet,
    x: float,
    base: float,
    across: float,
    *,
    storeys: int = 2,
    depth: float = 0.25,
    lit: bool | None = None,
    wall: str = "#b5523f",
    roof: str = "#4d5a60",
) -> None:
    """A temple or palace front: steps, red columns, lattice doors, roofs one over the other."""
    glow = sheet.dark if lit is None else lit
    red, tiles, stone = (
        sheet.tone(wall, depth),
        sheet.tone(roof, depth),
        sheet.tone("#bdb3a2", depth),
    )
    line = max(2.5, across * 0.0045)
    for step in range(3):
        wide = across * (1.16 - 0.05 * step)
        sheet.rect(
            x - wide / 2,
            base - across * 0.03 * (step + 1),
            wide,
            across * 0.032,
            shaded(stone, 0.03 * step),
            line=line * 0.6,
        )
    floor, wide = base - across * 0.09, across * 0.92
    for storey in range(storeys):
        high = across * (0.3 if storey == 0 else 0.17)
        sheet.rect(
            x - wide / 2, floor - high, wide, high, mix(red, sheet.palette.shadow, 0.3), line=line
        )
        bays = 7 if storey == 0 else 5
        draw_bays(sheet, x, floor, wide, high, bays, glow, red, depth)
        eave = floor - high + across * 0.02
        draw_roof(
            sheet, x, eave, wide * 1.3, across * (0.2 if storey == 0 else 0.17), tiles, line=line
        )
        floor, wide = eave - across * (0.135 if storey == 0 else 0.11), wide * 0.72


def draw_bays(
    sheet: Sheet,
    x: float,
    floor: float,
    wide: float,
    high: float,
    bays: int,
    glow: bool,
    red: str,
    depth: float,
) -> None:
    """Draw the lattice doors between a hall's columns, `bays` of them across `wide` units."""
    lamp = sheet.tone(LAMP, depth * 0.25) if glow else sheet.tone("#8a5a42", depth)
    lattice: list[str] = []
    step = wide / bays
    for bay in range(bays):
        left = x - wide / 2 + bay * step
        sheet.rect(
            left + step * 0.2, floor - high * 0.82, step * 0.68, high * 0.78, lamp, hatch=False
        )
        for row in range(1, 5):
            lattice.append(
                f"M{left + step * 0.2:.0f} "
                f"{floor - high * (0.82 - 0.12 * row):.0f}h{step * 0.68:.0f}"
            )
        for row in range(1, 4):
            lattice.append(
                f"M{left + step * (0.2 + 0.17 * row):.0f} "
                f"{floor - high * 0.82:.0f}v{high * 0.5:.0f}"
            )
    sheet.line("".join(lattice), max(1.8, step * 0.035), mix(red, sheet.palette.ink, 0.35), 0.9)
    if glow:
        sheet.glow(x, floor - high * 0.4, wide * 0.62, high * 1.1, LAMP, 0.35)
    for post in range(bays + 1):
        left = x - wide / 2 + post * step
        sheet.rect(
            left - step * 0.07, floor - high, step * 0.15, high, red, line=max(1.5, step * 0.02)
        )
    sheet.rect(
        x - wide / 2,
        floor - high,
        wide,
        high * 0.13,
        sheet.tone("#2f6f78", depth),
        line=max(1.5, step * 0.02),
    )


def draw_pagoda(sheet: Sheet, x: float, base: float, tall: float, depth: float = 0.4) -> None:
    """A tower of seven roofs."""
    wall, tiles = sheet.tone("#b88a6a", depth), sheet.tone("#4a5560", depth)
    step, wide, y = tall / 7.6, tall * 0.24, base
    for _ in range(7):
        sheet.rect(x - wide / 2, y - step, wide, step, wall, line=3)
        sheet.rect(
            x - wide * 0.12,
            y - step * 0.62,
            wide * 0.24,
            step * 0.5,
            sheet.tone(LAMP, 0.1) if sheet.dark else shaded(wall, -0.2),
        )
        draw_roof(sheet, x, y - step * 0.86, wide * 1.62, step * 0.36, tiles, line=3)
        y, wide = y - step, wide * 0.88
    sheet.stroke([(x, y), (x, y - step * 0.9)], 9, tiles)
