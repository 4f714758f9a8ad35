"""A site in a great interior in, its layers out: hall, corridor, stage."""

from __future__ import annotations

import math

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.motifs.lamps import draw_candles, draw_lantern
from drama_backends.animatic.places.motifs.perspective import (
    draw_floor,
    draw_room_shell,
    draw_side_wall,
    seen,
)
from drama_backends.animatic.places.motifs.windows import draw_window, hole, outside
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.site import Site
from drama_backends.animatic.places.strokes import arc, curve, foot, noise, polygon
from drama_backends.animatic.stage import PLATE, Box, PlaceLayer


def draw_hall(site: Site) -> list[PlaceLayer]:
    """A great hall: rows of columns to a throne, altar or tall window, banners, polished floor."""
    old = site.look.era != "modern"
    palette = site.palette
    back = 0.5
    windows = tuple(Box(x - 150, -1560, x + 150, -760) for x in (-900, -480, 480, 900))
    wall = site.sheet("wall")
    draw_room_shell(
        wall,
        3300,
        3300,
        back,
        palette.far,
        wall.tone("#6e4636" if old else "#c9c2b4"),
        holes="".join(map(hole, windows)),
    )
    for box in windows:
        draw_window(wall, box, wall.tone("#6b3b2a" if old else "#b5ad9c"), lattice=old)
    _dais(wall, site, old)
    wall.veil(0, -560, 800, 620, mix(palette.far, palette.light, 0.4), 0.3)
    floor = site.sheet("floor")
    draw_floor(floor, foot(back), palette.ground, half=3300, kind="checks" if not old else "tiles")
    carpet = [seen(-420, 0, back), seen(420, 0, back), seen(420, 0, 3.2), seen(-420, 0, 3.2)]
    rug = floor.tone("#a8352e", 0.04)
    floor.path(
        polygon(carpet),
        floor.fade(mix(rug, palette.haze, 0.25), mix(rug, palette.shadow, 0.25)),
        0.9,
    )
    for side in (-1, 1):
        floor.line(
            polygon([seen(side * 360, 0, back), seen(side * 360, 0, 3.2)], closed=False),
            14,
            floor.tone("#d6a94e"),
            0.8,
        )
    for scale in (0.56, 0.7, 0.92):
        for side in (-1, 1):
            _column(floor, side, scale, old)
    if floor.dark or site.look.has("candle", "lantern"):
        for side in (-1, 1):
            draw_candles(floor, side * 1180, foot(0.96) - 420, 3)
            floor.rect(side * 1180 - 120, foot(0.96) - 420, 240, 30, floor.tone("#8a6a3a"), line=5)
            floor.rect(side * 1180 - 16, foot(0.96) - 400, 32, 400, floor.tone("#8a6a3a"), line=5)
    front = site.sheet("banners")
    _banners(front)
    return [outside(site), wall.layer(0.5), floor.layer(1.0), front.layer(1.3)]


def _dais(sheet: Sheet, site: Site, old: bool) -> None:
    base = foot(0.5) + 40
    stone = sheet.tone("#b8ab98", 0.15)
    for step in range(4):
        wide = 1300 - step * 170
        sheet.rect(-wide / 2, base - 62 * (step + 1), wide, 64, shaded(stone, 0.025 * step), line=5)
    y = base - 250
    gold, red = sheet.tone("#d0a04a", 0.12), sheet.tone("#9c3a30", 0.15)
    screen = [(-330, y), (-330, y - 560), (-200, y - 640), (200, y - 640), (330, y - 560), (330, y)]
    sheet.shape(screen, mix(gold, red, 0.35) if old else mix(stone, gold, 0.2), line=6)
    if site.look.has("statue"):
        body = [
            (-190, y),
            (-210, y - 190),
            (-120, y - 350),
            (-70, y - 380),
            (-90, y - 480),
            (0, y - 560),
            (90, y - 480),
            (70, y - 380),
            (120, y - 350),
            (210, y - 190),
            (190, y),
        ]
        sheet.glow(0, y - 380, 420, 420, sheet.palette.light, 0.5)
        sheet.shape(body, gold, line=6, smooth=True)
        return
    swirls = "".join(
        f"M{x} {y - 300 - 90 * abs(math.sin(x)):.0f}a60 60 0 1 1 60 60"
        for x in (-230, -90, 60, 190)
    )
    sheet.line(swirls, 9, gold, 0.8)
    sheet.rect(-170, y - 330, 340, 330, red, line=6)
    for x in (-210, 150):
        sheet.rect(x, y - 190, 60, 190, gold, line=5)
    sheet.rect(-190, y - 130, 380, 60, gold, line=5)


def _column(sheet: Sheet, side: int, scale: float, old: bool) -> None:
    x, base = side * 1850 * scale, foot(scale)
    wide, tall = 300 * scale, 3300 * scale
    red = sheet.tone("#ac3d31" if old else "#d6cdbc", 0.4 * (1 - scale))
    sheet.rect(x - wide / 2, base - tall, wide, tall, red, line=8 * scale)
    sheet.path(
        (
            f"M{x - wide * 0.32:.0f} {base - tall:.0f}"
            f"h{wide * 0.16:.0f}v{tall:.0f}h{-wide * 0.16:.0f}z"
        ),
        mix(red, sheet.palette.light, 0.4),
        0.55,
    )
    sheet.path(
        f"M{x + wide * 0.2:.0f} {base - tall:.0f}h{wide * 0.3:.0f}v{tall:.0f}h{-wide * 0.3:.0f}z",
        mix(red, sheet.palette.shadow, 0.4),
        0.5,
    )
    stone = sheet.tone("#aea392", 0.4 * (1 - scale))
    sheet.rect(x - wide * 0.75, base - 110 * scale, wide * 1.5, 110 * scale, stone, line=7 * scale)
    gold = sheet.tone("#d0a04a", 0.4 * (1 - scale))
    for y in (0.12, 0.62):
        sheet.rect(
            x - wide * 0.54,
            base - tall * y - 60 * scale,
            wide * 1.08,
            60 * scale,
            gold,
            line=4 * scale,
        )


def _banners(sheet: Sheet) -> None:
    for side in (-1, 1):
        x = side * 2050
        cloth = mix(sheet.palette.accent, sheet.palette.near, 0.62)
        strip = [(x - 210, -4700), (x + 210, -4700), (x + 200, -700), (x, -480), (x - 200, -700)]
        sheet.shape(strip, cloth, hatch=False)
        sheet.stroke(
            [(x - 150, -4700), (x - 150, -740)], 16, mix(cloth, sheet.palette.light, 0.35), 0.7
        )
        sheet.stroke(
            [(x + 150, -4700), (x + 150, -740)], 16, mix(cloth, sheet.palette.light, 0.35), 0.7
        )
        sheet.ellipse(x, -1350, 120, 120, mix(cloth, sheet.palette.light, 0.35), 0.6)


def draw_corridor(site: Site) -> list[PlaceLayer]:
    """A corridor: doors on both sides, lamps overhead, a bright window at its end."""
    palette = site.palette
    old = site.look.era == "ancient"
    half, height, end = 1250.0, 1900.0, 0.24
    wall = site.sheet("wall")
    a = seen(-half, -height, end)
    window = Box(-150, a[1] + 60, 150, foot(end) - 120)
    draw_room_shell(
        wall,
        half,
        height,
        end,
        palette.far,
        wall.tone("#6f4f38" if old else "#dcdedb"),
        holes=hole(window),
    )
    draw_window(wall, window, wall.tone("#6b452f" if old else "#c9cfd0"), panes=(2, 3), sill=False)
    for side in (-1, 1):
        draw_side_wall(
            wall, side, half, end, 4.2, height, shaded(palette.far, -0.02 if side > 0 else 0.02)
        )
        _doors(wall, side, half, old)
    for scale in (0.32, 0.48, 0.75, 1.15):
        lamp_a, lamp_b = seen(-260, -height, scale), seen(260, -height, scale * 1.12)
        if old:
            draw_lantern(wall, 0, lamp_a[1], 240 * scale)
        else:
            quad = [
                (lamp_a[0], lamp_a[1]),
                (-lamp_a[0], lamp_a[1]),
                (lamp_b[0], lamp_b[1]),
                (-lamp_b[0], lamp_b[1]),
            ]
            wall.path(polygon(quad), mix(palette.light, "#ffffff", 0.55))
            wall.glow(0, lamp_a[1], 700 * scale, 420 * scale, palette.light, 0.35)
    wall.veil(0, -640, 620, 620, palette.haze, 0.35)
    floor = site.sheet("floor")
    draw_floor(floor, foot(end), palette.ground, half=half, kind="boards" if old else "tiles")
    shine = [seen(-300, 0, end), seen(300, 0, end), seen(210, 0, 2.4), seen(-210, 0, 2.4)]
    floor.path(polygon(shine), floor.vanish(mix(palette.light, "#ffffff", 0.3), 0.5, 0.0), 0.6)
    return [outside(site), wall.layer(0.7), floor.layer(1.0)]


def _doors(sheet: Sheet, side: int, half: float, old: bool) -> None:
    wood = sheet.tone("#7d4a33" if old else "#9a7350", 0.12)
    for scale in (0.3, 0.44, 0.66, 1.0):
        wide = 1.2
        quad = [
            seen(side * half, 0, scale),
            seen(side * half, -1350, scale),
            seen(side * half, -1350, scale * wide),
            seen(side * half, 0, scale * wide),
        ]
        sheet.shape(quad, shaded(wood, -0.02 * scale), line=7)
        knob = seen(side * half, -650, scale * 1.17)
        sheet.ellipse(knob[0], knob[1], 20 * scale, 24 * scale, sheet.tone("#d6b45c"))
    for row in (90, 1560):
        a, b = seen(side * half, -row, 0.24), seen(side * half, -row, 4.0)
        sheet.line(f"M{a[0]:.0f} {a[1]:.0f}L{b[0]:.0f} {b[1]:.0f}", 12, sheet.palette.ink, 0.22)


def draw_stage(site: Site) -> list[PlaceLayer]:
    """A theatre stage: painted backcloth, wings, boards, beams of light, drawn curtain."""
    palette = site.palette
    back = site.sheet("cloth")
    back.path(
        f"M{PLATE.left:.0f} {PLATE.top:.0f}H{PLATE.right:.0f}V{PLATE.bottom:.0f}H{PLATE.left:.0f}z",
        back.fade(palette.sky_top, mix(palette.sky_low, palette.far, 0.3), 0.6),
    )
    back.ellipse(520 * site.side, -1290, 230, 230, mix(palette.light, palette.accent, 0.15), 0.85)
    for index in range(3):
        line = noise(back.random, 900 - 150 * index, 2)
        ridge = [(float(x), -900 + 130 * index - 190 * line(x)) for x in range(-5000, 5001, 120)]
        back.path(
            polygon([*ridge, (5000, 600), (-5000, 600)]),
            mix(palette.far, palette.sky_low, 0.55 - 0.2 * index),
        )
    layers = [back.layer(0.4, opaque=True)]
    wings = site.sheet("wings")
    for index, (x, scale) in enumerate(((1350, 0.66), (1900, 0.82))):
        cloth = mix(palette.middle, palette.shadow, 0.2 + 0.15 * index)
        for side in (-1, 1):
            _drape(wings, side * x, side * (x + 3300), -4700, foot(scale) + 60, cloth, side)
    layers.append(wings.layer(0.75))
    floor = site.sheet("boards")
    draw_floor(floor, foot(0.64), palette.ground, half=5200, kind="boards")
    for x, lean in ((-1500, 1250), (1500, -1250), (0, 0)):
        floor.path(
            f"M{x - 60} -4600h120L{x + lean + 620} 60h-1240z",
            floor.vanish(palette.light, 0.0, 0.36),
            0.7,
        )
    floor.ellipse(0, 20, 900, 130, palette.light, 0.32)
    layers.append(floor.layer(1.0))
    front = site.sheet("curtain")
    red = mix(palette.middle, palette.accent, 0.25)
    for side in (-1, 1):
        _drape(front, side * 1950, side * 5400, -4700, 1400, red, side)
    swags = []
    for index in range(-5, 6):
        x = index * 900
        swags.append(
            curve(
                [(x - 470, -4700), (x - 470, -2350), (x, -2010), (x + 470, -2350), (x + 470, -4700)]
            )
        )
    front.path("".join(swags), shaded(red, -0.03))
    for index in range(-5, 6):
        trim = arc((index * 900 - 440, -2330), (index * 900, -1930), (index * 900 + 440, -2330), 10)
        front.stroke(trim, 46, front.tone("#d9a94c"))
    layers.append(front.layer(1.25))
    return layers


def _drape(
    sheet: Sheet, inner: float, outer: float, top: float, low: float, colour: str, side: int
) -> None:
    folds = max(3, int(abs(outer - inner) / 260))
    for index in range(folds):
        a = inner + (outer - inner) * index / folds
        b = inner + (outer - inner) * (index + 1) / folds
        quad = [(a, top), (b, top), (b, low + 14), (a + side * 20, low - 16)]
        sheet.shape(
            quad,
            shaded(colour, (-0.05, 0.02, 0.05, -0.01)[index % 4]),
            hatch=False,
            line=4 if sheet.style == "pencil" else 0,
        )
    sheet.stroke(
        [(inner, top), (inner + side * 16, (top + low) / 2), (inner + side * 6, low)],
        22,
        mix(colour, sheet.palette.light, 0.35),
        0.5,
    )
