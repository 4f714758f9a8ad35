"""A site by still or running water in, its layers out: river, lake."""

from __future__ import annotations

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.kinds.seas import glitter
from drama_backends.animatic.places.motifs.land import (
    draw_hills,
    draw_pebbles,
    draw_rock,
    draw_tufts,
)
from drama_backends.animatic.places.motifs.plants import draw_reeds
from drama_backends.animatic.places.motifs.temples import draw_hall_front
from drama_backends.animatic.places.motifs.trees import draw_tree
from drama_backends.animatic.places.motifs.vessels import draw_boat
from drama_backends.animatic.places.motifs.water import draw_water
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.site import Site
from drama_backends.animatic.places.strokes import arc, blob, curve, foot, lens, noise, polygon
from drama_backends.animatic.stage import HORIZON, PLATE, PlaceLayer


def draw_river(site: Site) -> list[PlaceLayer]:
    """A river winding from the hills; a bank to stand on; a bridge or a fall where named."""
    layers = site.sky()
    hills = site.sheet("hills")
    palette = hills.palette
    draw_hills(hills, HORIZON + 20, 620, palette.far, wave=1500, sharp=True, low_middle=0.45)
    hills.mist(HORIZON - 60, 340, palette.haze, 0.6)
    draw_hills(
        hills, HORIZON + 40, 250, mix(palette.far, palette.middle, 0.6), wave=900, low_middle=0.3
    )
    layers.append(hills.layer(0.14))
    water = site.sheet("water")
    draw_water(water, top=HORIZON + 20, rough=0.15)
    glitter(site, water, foot(0.7))
    _reflected_hills(water)
    layers.append(water.layer(0.3, "water"))
    banks = site.sheet("banks")
    _side_banks(banks)
    for x, scale in (
        (-1180, 0.46),
        (-1900, 0.62),
        (1120, 0.4),
        (1950, 0.6),
        (-620, 0.2),
        (560, 0.16),
    ):
        draw_tree(
            banks,
            x,
            foot(scale),
            1500 * scale,
            "willow" if site.look.era != "modern" else "broad",
            depth=0.3,
        )
    if site.look.has("bridge"):
        _arched_bridge(banks)
    layers.append(banks.layer(0.55))
    layers.append(_bank(site))
    front = site.sheet("reeds")
    draw_reeds(front, -1580, 440, 860, front.palette.near)
    draw_reeds(front, 1680, 480, 700, front.palette.near)
    layers.append(front.layer(1.35, "foliage"))
    return layers


def draw_lake(site: Site) -> list[PlaceLayer]:
    """Still water, hills upside down in it, a pavilion or a boat, lotus and reeds."""
    layers = site.sky()
    hills = site.sheet("hills")
    palette = hills.palette
    draw_hills(hills, HORIZON + 30, 460, palette.far, wave=2100, low_middle=0.2)
    hills.mist(HORIZON - 30, 220, palette.haze, 0.65)
    draw_hills(hills, HORIZON + 40, 150, mix(palette.far, palette.middle, 0.7), wave=1000)
    layers.append(hills.layer(0.14))
    water = site.sheet("water")
    draw_water(water, top=HORIZON + 25, rough=0.08)
    _reflected_hills(water)
    glitter(site, water, foot(0.7))
    if site.look.era == "ancient":
        draw_hall_front(water, -site.side * 880, foot(0.22), 520, storeys=1)
    draw_boat(water, site.side * 980, foot(0.3), 460, sail=False)
    layers.append(water.layer(0.32, "water"))
    layers.append(_bank(site, lotus=True))
    front = site.sheet("leaves")
    draw_reeds(front, -1620, 460, 820, front.palette.near)
    draw_tree(front, 2050, 700, 2700, "willow", colour=front.palette.near)
    layers.append(front.layer(1.35, "foliage"))
    return layers


def _reflected_hills(sheet: Sheet) -> None:
    palette = sheet.palette
    line = noise(sheet.random, 800, 3, 0.5)
    points = [
        (float(x), HORIZON + 40 + 130 * (0.6 + 0.6 * line(x))) for x in range(-5000, 5001, 125)
    ]
    sheet.path(
        polygon([(-5000, HORIZON + 20), *points, (5000, HORIZON + 20)]),
        sheet.vanish(mix(palette.far, palette.middle, 0.5), 0.55, 0.05),
    )


def _side_banks(sheet: Sheet) -> None:
    palette = sheet.palette
    grass = mix(palette.ground, palette.middle, 0.5)
    for side in (-1, 1):
        edge = [
            (side * 330, foot(0.06)),
            (side * 560, foot(0.16)),
            (side * 700, foot(0.3)),
            (side * 1250, foot(0.5)),
            (side * 1500, foot(0.75)),
            (side * 2600, foot(1.1)),
            (side * 5100, foot(1.3)),
            (side * 5100, foot(0.05)),
        ]
        sheet.path(curve(edge), sheet.fade(mix(grass, palette.haze, 0.55), grass, 0.9))
        marks = "".join(
            lens(
                side * sheet.random.uniform(900, 4200),
                foot(sheet.random.uniform(0.12, 0.55)),
                sheet.random.uniform(80, 300),
                9,
            )
            for _ in range(40)
        )
        sheet.path(marks, mix(grass, palette.near, 0.4), 0.4)


def _bank(site: Site, lotus: bool = False) -> PlaceLayer:
    sheet = site.sheet("bank")
    palette = sheet.palette
    line = noise(sheet.random, 700, 4, 0.5)
    edge = [(float(x), foot(0.84) + 34 * line(x) - abs(x) * 0.012) for x in range(-5100, 5101, 100)]
    ground = palette.ground
    sheet.path(
        polygon([*((x, y - 12) for x, y in edge), (5100, 300), (-5100, 300)]),
        mix(palette.near, ground, 0.3),
    )
    outline = [*edge, (5100, PLATE.bottom), (-5100, PLATE.bottom)]
    sheet.path(polygon(outline), sheet.fade(ground, mix(ground, palette.shadow, 0.35), 0.6))
    sheet.veil(0, 20, 1800, 240, mix(ground, palette.light, 0.5), 0.4)
    sheet.blots(-3600, -40, 3600, 900, mix(ground, palette.near, 0.4), 0.35, 10)
    draw_tufts(sheet, foot(0.86), mix(ground, palette.near, 0.5), 0.7)
    draw_pebbles(sheet, mix(ground, palette.shadow, 0.5), 30)
    stone = sheet.tone("#7a7a74")
    for x, tall in ((-1350, 190), (-1600, 300), (1700, 240)):
        draw_rock(sheet, x * site.side, foot(0.9), tall * 1.7, tall, stone, site.side)
    if lotus:
        _lotus(sheet)
    return sheet.layer(1.0)


def _lotus(sheet: Sheet) -> None:
    leaf = mix(sheet.tone("#4f8f5c"), sheet.palette.middle, 0.3)
    pads = "".join(
        curve(
            blob(
                sheet.random,
                sheet.random.choice((-1, 1)) * sheet.random.uniform(650, 3200),
                foot(sheet.random.uniform(0.55, 0.8)),
                sheet.random.uniform(60, 130),
                sheet.random.uniform(16, 26),
                12,
                0.1,
            )
        )
        for _ in range(46)
    )
    sheet.path(pads, leaf, 0.9)
    for _ in range(11):
        x, y = (
            sheet.random.choice((-1, 1)) * sheet.random.uniform(800, 2600),
            foot(sheet.random.uniform(0.6, 0.8)),
        )
        pink = sheet.tone("#f2a9b8")
        for lean in (-34, -14, 14, 34):
            sheet.path(
                curve(
                    [
                        (x, y),
                        (x + lean - 10, y - 40),
                        (x + lean * 1.2, y - 82),
                        (x + lean + 12, y - 36),
                    ]
                ),
                pink,
            )


def _arched_bridge(sheet: Sheet) -> None:
    stone = sheet.tone("#b5aa98", 0.25)
    y, half, rise = foot(0.34), 1150, 330
    over = arc((-half, y), (0, y - rise * 2), (half, y), 18)
    under = arc((half * 0.62, y + 10), (0, y - rise * 1.25), (-half * 0.62, y + 10), 16)
    sheet.shape([*over, (half, y + 40), *under, (-half, y + 40)], stone, line=7)
    rail = [(x, py - 62) for x, py in over]
    sheet.stroke(rail, 16, shaded(stone, -0.08))
    for x, py in over[::2]:
        sheet.rect(x - 10, py - 84, 20, 84, shaded(stone, 0.03), line=3)
