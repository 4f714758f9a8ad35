"""A site above or before a modern city in, its layers out: skyline, rooftop."""

from __future__ import annotations

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.motifs.lamps import LAMP
from drama_backends.animatic.places.motifs.perspective import draw_floor
from drama_backends.animatic.places.motifs.plants import draw_branch
from drama_backends.animatic.places.motifs.street_things import draw_street_lamp
from drama_backends.animatic.places.motifs.towers import draw_tower
from drama_backends.animatic.places.motifs.water import draw_water
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.site import Site
from drama_backends.animatic.places.strokes import arc, curve, foot, lens
from drama_backends.animatic.stage import HORIZON, PLATE, PlaceLayer


def draw_skyline(site: Site) -> list[PlaceLayer]:
    """A modern city over water or roofs: towers in three depths, a railing to stand at."""
    layers = site.sky()
    palette = site.palette
    for index, (parallax, tall, count) in enumerate(((0.1, 620, 34), (0.18, 900, 22))):
        sheet = site.sheet(f"towers{index}")
        colour = mix(
            mix(palette.far, palette.middle, 0.25 + 0.6 * index), palette.haze, 0.3 - 0.15 * index
        )
        for step in range(count):
            x = -4700 + 9400 * (step + sheet.random.uniform(0.1, 0.9)) / count
            rise = (
                tall * sheet.random.uniform(0.35, 1.1) * (0.75 if index and abs(x) < 500 else 1.0)
            )
            draw_tower(
                sheet,
                x,
                HORIZON + 60,
                sheet.random.uniform(150, 300),
                rise,
                shaded(colour, sheet.random.uniform(-0.03, 0.03)),
                lights=0.45 if sheet.dark else 0.15,
                crown=step % 3,
            )
        sheet.mist(HORIZON + 30, 420, palette.haze, 0.55)
        if sheet.dark:
            sheet.glow(0, HORIZON, 3600, 420, mix(LAMP, palette.haze, 0.5), 0.35)
        layers.append(sheet.layer(parallax))
    water = site.sheet("river")
    draw_water(water, top=HORIZON + 50, rough=0.12)
    for _ in range(46):
        x = water.random.uniform(-4200, 4200)
        tint = LAMP if water.dark and water.style != "pencil" else palette.haze
        marks = "".join(
            lens(x + water.random.uniform(-30, 30), HORIZON + 70 + row * 26, 70 + row * 12, 5 + row)
            for row in range(water.random.randrange(3, 11))
        )
        water.path(marks, tint, 0.35 if water.dark else 0.25)
    layers.append(water.layer(0.3, "water"))
    walk = site.sheet("walk")
    draw_floor(
        walk, foot(0.72), mix(palette.ground, walk.tone("#b4b0aa"), 0.4), half=5200, kind="tiles"
    )
    _railing(walk, foot(0.72), walk.tone("#5a646c"))
    draw_street_lamp(walk, -1350 * site.side, foot(0.8), 1900, site.side, walk.tone("#3c454d"))
    layers.append(walk.layer(1.0))
    front = site.sheet("tree")
    draw_branch(
        front, 2050 * site.side, -1660, -site.side, 1050, mix(palette.near, palette.ink, 0.3)
    )
    layers.append(front.layer(1.3, "foliage"))
    return layers


def _railing(sheet: Sheet, base: float, colour: str) -> None:
    bars = "".join(f"M{x} {base + 10:.0f}v-300" for x in range(-4900, 4901, 90))
    sheet.line(bars, 12, colour)
    for y, wide in ((-310, 34), (-30, 18)):
        sheet.rect(PLATE.left, base + y - wide / 2, PLATE.right - PLATE.left, wide, colour, line=4)
    for x in range(-4900, 4901, 980):
        sheet.rect(x - 26, base - 350, 52, 360, shaded(colour, -0.03), line=5)


def draw_rooftop(site: Site) -> list[PlaceLayer]:
    """A flat roof over the city: parapet, water tank, vents, washing line, towers around."""
    layers = site.sky()
    palette = site.palette
    for index, (parallax, tall, count) in enumerate(((0.1, 520, 34), (0.28, 560, 17))):
        sheet = site.sheet(f"towers{index}")
        colour = mix(
            mix(palette.far, palette.middle, 0.2 + 0.7 * index), palette.haze, 0.3 - 0.2 * index
        )
        for step in range(count):
            x = -4700 + 9400 * (step + sheet.random.uniform(0.1, 0.9)) / count
            rise = tall * sheet.random.uniform(0.3, 1.1) + 300 * index
            draw_tower(
                sheet,
                x,
                HORIZON + 80 + 500 * index,
                sheet.random.uniform(180, 330) * (1 + index),
                rise,
                shaded(colour, sheet.random.uniform(-0.03, 0.03)),
                lights=0.45 if sheet.dark else 0.12,
                crown=step % 3,
            )
        sheet.mist(HORIZON + 120 + 200 * index, 520, palette.haze, 0.5)
        layers.append(sheet.layer(parallax))
    roof = site.sheet("roof")
    draw_floor(roof, foot(0.7), palette.ground, half=5200, kind="tiles")
    wall = roof.tone("#a59a90")
    roof.rect(
        PLATE.left,
        foot(0.7) - 300,
        PLATE.right - PLATE.left,
        310,
        wall,
        line=7,
        foot=shaded(wall, -0.08),
    )
    roof.rect(PLATE.left, foot(0.7) - 340, PLATE.right - PLATE.left, 60, shaded(wall, 0.06), line=6)
    _water_tank(roof, -1480 * site.side, foot(0.78))
    for x in (1250, 1650):
        roof.rect(x * site.side - 130, foot(0.9) - 330, 260, 330, roof.tone("#8f9aa0"), line=7)
        grille = "".join(
            f"M{x * site.side - 100:.0f} {foot(0.9) - 280 + 44 * i:.0f}h200" for i in range(6)
        )
        roof.line(grille, 9, roof.tone("#5d666b"), 0.8)
    _string_lights(roof, site)
    layers.append(roof.layer(1.0))
    return layers


def _water_tank(sheet: Sheet, x: float, base: float) -> None:
    wood, iron = sheet.tone("#8a6248"), sheet.tone("#3f474c")
    for px in (x - 250, x + 230):
        sheet.rect(px, base - 620, 26, 620, iron, line=5)
    sheet.line(
        (
            f"M{x - 240:.0f} {base:.0f}L{x + 240:.0f} {base - 600:.0f}"
            f"M{x + 240:.0f} {base:.0f}L{x - 240:.0f} {base - 600:.0f}"
        ),
        14,
        iron,
    )
    sheet.rect(x - 330, base - 1320, 660, 720, wood, line=8)
    slats = "".join(f"M{x - 330 + 66 * i:.0f} {base - 1320:.0f}v720" for i in range(1, 10))
    sheet.line(slats, 6, shaded(wood, -0.1), 0.8)
    for y in (1200, 960, 720):
        sheet.line(f"M{x - 335:.0f} {base - y:.0f}h670", 15, iron)
    sheet.shape(
        [(x - 380, base - 1310), (x, base - 1640), (x + 380, base - 1310)],
        shaded(wood, -0.09),
        line=8,
    )


def _string_lights(sheet: Sheet, site: Site) -> None:
    cord = arc((-2600, -1750), (-300, -1120), (2600, -1820), 26)
    sheet.line(curve(cord, closed=False), 6, sheet.palette.ink, 0.7)
    for px, py in cord[1:-1]:
        if sheet.dark:
            sheet.glow(px, py + 24, 110, 110, LAMP, 0.6)
        sheet.ellipse(px, py + 22, 15, 20, "#ffe9b0" if sheet.dark else sheet.tone("#e8dcc0"))
