"""A site with a great lamp in, its layers out: the lamp room of a lighthouse."""

from __future__ import annotations

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.motifs.perspective import draw_floor
from drama_backends.animatic.places.motifs.sky import draw_clouds, draw_sky
from drama_backends.animatic.places.motifs.water import draw_water
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.site import Site
from drama_backends.animatic.places.strokes import foot
from drama_backends.animatic.stage import HORIZON, PLATE, PlaceLayer

FLOOR = 0.74
SILL = -430.0
LINTEL = -1720.0
BRASS = "#b98a3e"


def draw_lamp_room(site: Site) -> list[PlaceLayer]:
    """A round room of glass over the sea; the lens on its pedestal, a rail, a stove's stairs."""
    palette = site.palette
    sky = site.sheet("sky")
    draw_sky(sky, site.look, site.side)
    draw_clouds(sky, site.look, site.light.x)
    layers = [sky.layer(0.0, opaque=True)]
    sea = site.sheet("sea")
    stormy = site.look.weather.kind in ("storm", "rain", "wind")
    draw_water(sea, top=HORIZON + 120, rough=0.8 if stormy else 0.25)
    layers.append(sea.layer(0.1, "water"))
    wall = site.sheet("wall")
    _glass(wall)
    layers.append(wall.layer(0.6))
    lamp = site.sheet("lamp")
    draw_lens(lamp, 620.0 * site.side, foot(0.8), 1.0)
    layers.append(lamp.layer(0.8))
    floor = site.sheet("room")
    draw_floor(floor, foot(FLOOR), palette.ground, half=3000, kind="boards")
    _rail(floor)
    if floor.dark:
        floor.glow(620.0 * site.side, 0, 1900, 480, palette.light, 0.22)
    layers.append(floor.layer(1.0))
    front = site.sheet("front")
    dark = mix(palette.near, palette.ink, 0.3)
    front.rect(-1950 * site.side - 130, -4700, 260, 6700, dark, hatch=False)
    layers.append(front.layer(1.3))
    return layers


def draw_lens(sheet: Sheet, x: float, base: float, scale: float) -> None:
    """A beehive of glass rings around a flame, on an iron pedestal."""
    brass, iron = sheet.tone(BRASS), sheet.tone("#3c4147")
    palette = sheet.palette
    glass = mix(sheet.tone("#cfe3e6"), palette.light, 0.3)
    top, wide = base - 1330 * scale, 300 * scale
    sheet.shape(
        [
            (x - 150 * scale, base - 520 * scale),
            (x + 150 * scale, base - 520 * scale),
            (x + 230 * scale, base),
            (x - 230 * scale, base),
        ],
        iron,
        line=6,
    )
    sheet.rect(x - 320 * scale, base - 560 * scale, 640 * scale, 60 * scale, brass, line=6)
    sheet.glow(x, base - 950 * scale, 1500 * scale, 1200 * scale, palette.light, 0.7)
    body = [
        (x - wide * 0.8, base - 560 * scale),
        (x - wide * 1.06, base - 800 * scale),
        (x - wide * 1.04, base - 1000 * scale),
        (x - wide * 0.62, top + 60 * scale),
        (x + wide * 0.62, top + 60 * scale),
        (x + wide * 1.04, base - 1000 * scale),
        (x + wide * 1.06, base - 800 * scale),
        (x + wide * 0.8, base - 560 * scale),
    ]
    sheet.shape(body, glass, line=6, smooth=True, hatch=False)
    for share in (0.12, 0.26, 0.42, 0.58, 0.74, 0.88):
        y = base - (560 + 740 * share) * scale
        half = wide * (0.8 + 0.9 * share * (1 - share) - 0.2 * share * share)
        sheet.line(f"M{x - half:.0f} {y:.0f}q{half:.0f} {46 * scale:.0f} {2 * half:.0f} 0",
                   11 * scale, shaded(glass, -0.16), 0.9)  # fmt: skip
    for at in (-0.36, 0.36):
        sheet.rect(x + wide * at - 9 * scale, top + 60 * scale, 18 * scale, 720 * scale, brass)
    flame = "#ffdf8a"
    sheet.ellipse(x, base - 880 * scale, 46 * scale, 110 * scale, flame, 0.95)
    sheet.ellipse(x, base - 850 * scale, 22 * scale, 60 * scale, "#fff6d8", 0.95)
    sheet.rect(x - 230 * scale, top - 10 * scale, 460 * scale, 80 * scale, brass, line=6)


def draw_lighthouse(sheet: Sheet, x: float, base: float, tall: float) -> None:
    """A lighthouse on its rock: a striped tower, a gallery, its lamp lit where it is dark."""
    wide = tall * 0.13
    white, red = sheet.tone("#efe9dc", 0.2), sheet.tone("#b5453a", 0.2)
    rock = sheet.tone("#5d5f63", 0.3)
    sheet.shape(
        [
            (x - tall * 0.42, base + 20),
            (x - tall * 0.26, base - tall * 0.09),
            (x + tall * 0.24, base - tall * 0.1),
            (x + tall * 0.46, base + 20),
        ],
        rock,
        line=4,
    )
    bottom, top = base - tall * 0.07, base - tall * 0.82
    for index in range(5):
        a, b = index / 5, (index + 1) / 5
        low, high = bottom + (top - bottom) * a, bottom + (top - bottom) * b
        half_low, half_high = wide * (1 - 0.38 * a), wide * (1 - 0.38 * b)
        ring = [(x - half_low, low), (x - half_high, high), (x + half_high, high),
                (x + half_low, low)]  # fmt: skip
        sheet.shape(ring, red if index % 2 else white, line=3, hatch=False)
    iron = sheet.tone("#34383d", 0.15)
    sheet.rect(x - wide * 0.92, top - tall * 0.02, wide * 1.84, tall * 0.025, iron)
    lit = "#ffe9a8" if sheet.dark else sheet.tone("#9fb4bd", 0.2)
    if sheet.dark:
        sheet.glow(x, top - tall * 0.08, tall * 0.75, tall * 0.6, "#ffd67a", 0.75)
        beam = [(x, top - tall * 0.08), (x + tall * 3.2, top - tall * 0.62),
                (x + tall * 3.2, top + tall * 0.2)]  # fmt: skip
        sheet.shape(beam, "#ffe9a8", alpha=0.16, hatch=False)
    sheet.rect(x - wide * 0.5, top - tall * 0.14, wide, tall * 0.12, lit, line=3, hatch=False)
    cap = [(x - wide * 0.66, top - tall * 0.14), (x, top - tall * 0.23),
           (x + wide * 0.66, top - tall * 0.14)]  # fmt: skip
    sheet.shape(cap, red, line=3, hatch=False)


def _glass(sheet: Sheet) -> None:
    """Panes between iron bars all round, a low wall beneath, a ceiling that meets in a ring."""
    palette = sheet.palette
    iron = sheet.tone("#454b50", 0.1)
    sheet.rect(PLATE.left, SILL, 10_000, PLATE.bottom - SILL, mix(palette.far, iron, 0.25))
    sheet.rect(PLATE.left, SILL - 40, 10_000, 70, sheet.tone(BRASS, 0.1), line=5)
    sheet.rect(PLATE.left, PLATE.top, 10_000, LINTEL - PLATE.top, mix(palette.near, iron, 0.4))
    sheet.rect(PLATE.left, LINTEL - 30, 10_000, 60, iron, line=5)
    shine = sheet.vanish(palette.light, 0.18, 0.0)
    for index, x in enumerate((-2900, -2250, -1500, -720, 0, 720, 1500, 2250, 2900)):
        sheet.rect(x - 22, LINTEL, 44, SILL - LINTEL, iron, line=4)
        if index % 2:
            sheet.path(f"M{x + 90:.0f} {LINTEL:.0f}h170l-150 {SILL - LINTEL:.0f}h-90z", shine, 0.7)
    sheet.rect(PLATE.left, (SILL + LINTEL) / 2 - 14, 10_000, 28, iron)


def _rail(sheet: Sheet) -> None:
    """The hand rail of the hatch where the stairs come up."""
    brass = sheet.tone(BRASS)
    for x in (-1900.0, -1500.0, -1100.0):
        sheet.rect(x - 16, foot(0.9) - 480, 32, 480, brass, line=4)
    sheet.rect(-1930, foot(0.9) - 500, 860, 36, brass, line=4)
