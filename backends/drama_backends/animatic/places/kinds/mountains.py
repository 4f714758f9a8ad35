"""A bare and open site in, its layers out: mountain, desert, heaven."""

from __future__ import annotations

from drama_backends.animatic.places.colour import mix
from drama_backends.animatic.places.motifs.land import (
    draw_ground,
    draw_peak,
    draw_pebbles,
    draw_rock,
    draw_tufts,
)
from drama_backends.animatic.places.motifs.plants import draw_branch
from drama_backends.animatic.places.motifs.temples import draw_hall_front, draw_pagoda
from drama_backends.animatic.places.motifs.trees import draw_tree
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.site import Site
from drama_backends.animatic.places.strokes import Points, arc, blob, curve, foot, noise, polygon
from drama_backends.animatic.stage import HORIZON, PLATE, PlaceLayer


def draw_mountain(site: Site) -> list[PlaceLayer]:
    """Peaks behind peaks in mist, a ledge with a pine, the valley below."""
    layers = site.sky()
    palette = site.palette
    snow = site.look.has("snow") or site.look.weather.kind == "snow"
    for index, (base, parallax) in enumerate(
        ((HORIZON - 40, 0.08), (HORIZON + 120, 0.18), (HORIZON + 330, 0.34))
    ):
        sheet = site.sheet(f"peaks{index}")
        colour = mix(mix(palette.far, palette.sky_low, 0.2), palette.near, (0.0, 0.36, 0.74)[index])
        spots = (
            (-3600, 1500),
            (-2150, 1250),
            (-900, 1000),
            (420, 900),
            (1500, 1300),
            (2900, 1500),
            (4200, 1300),
        )
        for x, tall in spots:
            if index == 2 and abs(x) < 1000:
                continue
            u = x * (0.72 if index < 2 else 0.86) + sheet.random.uniform(-200, 200) + index * 230
            high = tall * (0.95 - 0.2 * index) * sheet.random.uniform(0.7, 1.15)
            draw_peak(
                sheet,
                u,
                base + 160 * (index == 2),
                high * sheet.random.uniform(0.85, 1.4) * (1 + 0.5 * (index == 2)),
                high,
                colour,
                site.side,
                snow=snow and index < 2,
            )
        sheet.mist(base + 60, 420, palette.haze, 0.7)
        if index == 1 and site.look.era == "ancient":
            draw_pagoda(sheet, -site.side * 700, base - 60, 360, 0.45)
        layers.append(sheet.layer(parallax, "mist" if index == 1 else ""))
    layers.append(_ledge(site, snow))
    front = site.sheet("bough")
    draw_branch(front, -2050, -1640, 1, 1050, front.palette.near)
    for x, tall in ((-1900, 620), (1750, 760), (2600, 1300)):
        draw_rock(front, x, 900, tall * 1.5, tall, front.palette.near, -site.side)
    layers.append(front.layer(1.3, "foliage"))
    return layers


def _ledge(site: Site, snow: bool) -> PlaceLayer:
    sheet = site.sheet("ledge")
    palette = sheet.palette
    line = noise(sheet.random, 520, 4, 0.5)
    top: Points = []
    for x in range(-5100, 5101, 90):
        rise = max(0.0, abs(x + 300 * site.side) - 1250) / 1000
        top.append(
            (
                float(x),
                foot(0.86) - 240 * min(rise, 2.4) ** 1.3 * (0.8 + 0.3 * line(x)) + 22 * line(x * 2),
            )
        )
    ground = palette.ground if not snow else mix(palette.haze, "#ffffff", 0.3)
    sheet.path(
        polygon([*((x, y - 16) for x, y in top), (5100, 200), (-5100, 200)]),
        mix(palette.near, palette.shadow, 0.2),
    )
    sheet.path(
        polygon([*top, (5100, PLATE.bottom), (-5100, PLATE.bottom)]),
        sheet.fade(mix(ground, palette.haze, 0.1), mix(ground, palette.shadow, 0.45), 0.7),
    )
    sheet.veil(0, 20, 1700, 260, mix(ground, palette.light, 0.5), 0.45)
    sheet.blots(-3600, -100, 3600, 900, mix(ground, palette.near, 0.5), 0.35, 12)
    draw_tufts(sheet, foot(0.9), mix(palette.near, ground, 0.3), 0.45)
    stone = mix(palette.near, sheet.tone("#85827a"), 0.55)
    for x, tall in ((-1250, 230), (-1560, 420), (1500, 300), (-2400, 640), (2300, 520)):
        draw_rock(sheet, x * site.side, foot(0.92), tall * 1.5, tall, stone, site.side)
    draw_tree(sheet, -1330 * site.side, foot(0.87), 1500, "pine")
    draw_pebbles(sheet, mix(ground, palette.shadow, 0.5), 50)
    return sheet.layer(1.0)


def draw_desert(site: Site) -> list[PlaceLayer]:
    """Dunes with knife-edged crests, one side in shadow; a dead tree, bones of rock."""
    layers = site.sky(clouds=site.look.weather.kind != "clear")
    palette = site.palette
    far = site.sheet("mesas")
    for x, wide, tall in (
        (-2500, 900, 420),
        (-1050, 420, 300),
        (1450, 760, 430),
        (3300, 900, 460),
        (640, 200, 210),
        (-1500, 260, 190),
    ):
        colour = mix(palette.far, palette.sky_low, 0.4)
        mesa = [
            (x - wide * 0.62, HORIZON + 40),
            (x - wide * 0.46, HORIZON - tall * 0.55),
            (x - wide * 0.4, HORIZON - tall),
            (x + wide * 0.36, HORIZON - tall * 1.02),
            (x + wide * 0.44, HORIZON - tall * 0.5),
            (x + wide * 0.64, HORIZON + 40),
        ]
        far.shape(mesa, colour, line=5, foot=mix(colour, palette.haze, 0.6))
    far.mist(HORIZON, 260, palette.haze, 0.7)
    layers.append(far.layer(0.1))
    dunes = site.sheet("dunes")
    for index, (base, tall) in enumerate(
        ((HORIZON + 70, 170), (HORIZON + 230, 250), (HORIZON + 430, 330))
    ):
        _dunes(dunes, base, tall, mix(palette.middle, palette.haze, 0.5 - 0.18 * index), site.side)
    layers.append(dunes.layer(0.35))
    ground = site.sheet("sand")
    draw_ground(ground, top=foot(0.66), bumpy=46, patches=0.3)
    line = noise(ground.random, 500, 3)
    for row in range(15):
        scale = 0.72 + row * 0.1
        wave = [
            (float(x), foot(scale) + 14 * line(x + row * 130) * scale)
            for x in range(-4300, 4301, 190)
        ]
        ground.line(
            curve(wave, closed=False), 7 * scale, mix(palette.ground, palette.shadow, 0.35), 0.28
        )
    draw_rock(ground, -1230 * site.side, foot(0.9), 620, 300, ground.tone("#a8774e"), site.side)
    draw_tree(ground, 1250 * site.side, foot(0.9), 1050, "bare")
    draw_pebbles(ground, mix(palette.ground, palette.shadow, 0.5), 40)
    layers.append(ground.layer(1.0))
    return layers


def _dunes(sheet: Sheet, base: float, tall: float, colour: str, side: int) -> None:
    """A row of dunes, each with a lit flank, a knife of a crest and a flank in shadow."""
    lit = mix(colour, sheet.palette.light, 0.24)
    shade = mix(colour, sheet.palette.shadow, 0.4)
    foot_colour = mix(colour, sheet.palette.haze, 0.2)
    sheet.path(
        (
            f"M{PLATE.left:.0f} {base - tall * 0.1:.0f}"
            f"H{PLATE.right:.0f}V{base + 800:.0f}H{PLATE.left:.0f}z"
        ),
        foot_colour,
    )
    x = PLATE.left - sheet.random.uniform(0, 600)
    while x < PLATE.right + 600:
        half, high = tall * sheet.random.uniform(3.2, 5.2), tall * sheet.random.uniform(0.6, 1.25)
        top = (x + side * half * 0.12, base - high)
        left = arc((x - half, base + 20), (x - half * 0.4, base - high * 0.22), top, 9)
        right = arc(top, (x + half * 0.45, base - high * 0.3), (x + half, base + 20), 9)
        low = [(x + half * 0.8, base + tall * 0.7), (x - half * 0.8, base + tall * 0.7)]
        sheet.path(polygon([*left, *right[1:], *low]), sheet.fade(lit, foot_colour, 0.85))
        flank = left[::-1] if side > 0 else right
        knife = arc(
            top,
            (top[0] + side * half * 0.2, base - high * 0.45),
            (top[0] - side * half * 0.1, base + tall * 0.1),
            6,
        )
        tail = arc(
            knife[-1], (x - side * half * 0.4, base + tall * 0.22), (x - side * half, base + 20), 6
        )
        sheet.path(
            polygon([*flank, *reversed(tail), *reversed(knife)]),
            sheet.fade(shade, mix(shade, foot_colour, 0.6)),
            0.9,
        )
        if sheet.style != "flat":
            sheet.stroke(
                [*left, *right[1:]],
                6,
                sheet.palette.ink if sheet.style == "pencil" else mix(lit, "#ffffff", 0.3),
                0.5,
            )
        x += half * sheet.random.uniform(1.1, 1.6)


def draw_heaven(site: Site) -> list[PlaceLayer]:
    """Above the clouds: seas of cloud, a floating hall or peak, a cloud to stand on."""
    layers = site.sky()
    palette = site.palette
    far = site.sheet("far")
    white = mix(palette.haze, palette.light, 0.45)
    for x, wide, tall in (
        (-1150, 620, 520),
        (1250, 760, 640),
        (420, 300, 240),
        (3000, 600, 420),
        (-2700, 800, 500),
    ):
        draw_peak(
            far, x, HORIZON + 140, wide, tall, mix(palette.far, palette.sky_low, 0.4), site.side
        )
    if site.look.era == "ancient":
        draw_hall_front(far, -site.side * 620, HORIZON + 10, 640, storeys=3, depth=0.35)
    _cloud_sea(far, HORIZON + 90, 150, mix(white, palette.sky_low, 0.35), palette)
    layers.append(far.layer(0.12))
    for index, (scale, parallax) in enumerate(((0.3, 0.3), (0.55, 0.55))):
        sheet = site.sheet(f"clouds{index + 1}")
        _cloud_sea(
            sheet,
            foot(scale),
            170 + 150 * index,
            mix(white, palette.sky_low, 0.22 - 0.1 * index),
            palette,
        )
        layers.append(sheet.layer(parallax, "clouds"))
    near = site.sheet("stand")
    _cloud_sea(near, foot(0.9), 190, white, palette, flat_middle=True)
    near.veil(0, 20, 1700, 200, mix(white, palette.light, 0.6), 0.5)
    layers.append(near.layer(1.0))
    front = site.sheet("wisps")
    for x in (-2500, 2500):
        for index in range(5):
            front.veil(x + front.random.uniform(-500, 500), 500 + index * 120, 900, 230, white, 0.6)
    layers.append(front.layer(1.4, "mist"))
    return layers


def _cloud_sea(
    sheet: Sheet, y: float, size: float, colour: str, palette: object, flat_middle: bool = False
) -> None:
    """Heaped cloud across the plate, lit on top, washing down into itself."""
    shade = mix(colour, mix(sheet.palette.sky_top, sheet.palette.shadow, 0.35), 0.42)
    sheet.path(
        f"M{PLATE.left:.0f} {y:.0f}H{PLATE.right:.0f}V{PLATE.bottom:.0f}H{PLATE.left:.0f}z",
        sheet.fade(mix(colour, shade, 0.4), mix(colour, shade, 0.8), 0.5),
    )
    for row in range(2):
        count = int(10400 / (size * 1.15))
        for index in range(count):
            x = -5100 + index * size * 1.15 + sheet.random.uniform(-0.4, 0.4) * size
            low = 0.35 if flat_middle and abs(x) < 1100 else 1.0
            rise = size * sheet.random.uniform(0.4, 0.95) * low
            level = y + row * size * 0.9 + sheet.random.uniform(-0.2, 0.2) * size
            outline = curve(
                blob(sheet.random, x, level, size * sheet.random.uniform(0.8, 1.2), rise, 14, 0.12)
            )
            sheet.path(
                outline,
                sheet.fade(
                    mix(colour, sheet.palette.light, 0.25), mix(colour, shade, 0.35 + 0.3 * row)
                ),
                0.9,
            )
            if sheet.style == "pencil" and index % 2 == 0:
                sheet.line(outline, 4, sheet.palette.ink, 0.3)
    if sheet.style == "ink":
        for _ in range(26):
            x, v = sheet.random.uniform(-4600, 4600), y + sheet.random.uniform(-0.4, 1.6) * size
            curl = arc((x, v), (x + size * 0.5, v - size * 0.7), (x + size, v), 7) + arc(
                (x + size, v),
                (x + size * 0.95, v + size * 0.3),
                (x + size * 0.6, v + size * 0.1),
                4,
            )
            sheet.stroke(curl, size * 0.045 + 3, shade, 0.5)
