"""A site at sea in, its layers out: the open sea, calm or in storm."""

from __future__ import annotations

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.motifs.land import draw_rock
from drama_backends.animatic.places.motifs.vessels import draw_boat
from drama_backends.animatic.places.motifs.water import (
    draw_breaker,
    draw_glitter,
    draw_swell,
    draw_water,
    foam_colour,
)
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.site import Site
from drama_backends.animatic.places.strokes import blob, curve, foot, lens, noise, polygon
from drama_backends.animatic.stage import HORIZON, PLATE, PlaceLayer
from drama_compiler.contract import Daytime


def draw_sea(site: Site) -> list[PlaceLayer]:
    """Open sea under a big sky; a reef to stand on, if named; storms raise swell and breakers."""
    layers = [*site.sky(), far_coast(site, 300)]
    stormy = site.look.weather.kind == "storm" or (
        site.look.weather.kind == "wind" and site.look.weather.strength > 0.8
    )
    water = site.sheet("water")
    draw_water(water, rough=0.9 if stormy else 0.3)
    glitter(site, water)
    _stacks(water, site)
    if not stormy and site.look.has("boat"):
        draw_boat(water, site.side * -560, foot(0.2), 420, sail=True)
        draw_boat(water, site.side * 940, foot(0.1), 210, sail=True)
    layers.append(water.layer(0.35, "water"))
    if stormy:
        layers += _storm_waves(site)
    layers.append(_reef(site, stormy) if site.look.has("rock") else _near_water(site, stormy))
    return layers


def _stacks(sheet: Sheet, site: Site) -> None:
    """Rocks standing in the sea, foam at their feet."""
    palette = sheet.palette
    foam = foam_colour(sheet)
    for x, scale, across, tall in (
        (-1130, 0.3, 330, 330),
        (-1390, 0.34, 420, 520),
        (-860, 0.24, 120, 110),
        (1290, 0.22, 260, 240),
        (2300, 0.36, 700, 620),
        (-2900, 0.4, 800, 520),
    ):
        colour = mix(mix(palette.near, palette.far, 0.35), palette.haze, 0.3 - 0.3 * scale)
        base = foot(scale)
        draw_rock(sheet, x * site.side, base, across, tall, colour, site.side)
        wash = "".join(
            lens(
                x * site.side + sheet.random.uniform(-0.5, 0.5) * across,
                base + 8 + 9 * i,
                across * sheet.random.uniform(0.5, 1.2),
                9,
            )
            for i in range(5)
        )
        sheet.path(wash, foam, 0.6)


def _storm_waves(site: Site) -> list[PlaceLayer]:
    """Swell behind swell, each a tone apart, and great breakers towering at the sides."""
    layers = []
    for index, (scale, height) in enumerate(((0.12, 60), (0.24, 120), (0.4, 190), (0.62, 250))):
        sheet = site.sheet(f"swell{index}")
        palette = sheet.palette
        light = mix(mix(palette.middle, palette.haze, 0.42), palette.sky_low, 0.25)
        colour = mix(
            light, mix(palette.middle, palette.shadow, 0.5), (0.15, 0.42, 0.68, 0.92)[index]
        )
        foam = mix(foam_colour(sheet), colour, 0.3 - 0.08 * index)
        side = site.side
        if index == 1:
            draw_breaker(sheet, -side * 720, foot(0.26), 460, side, shaded(colour, 0.02), foam)
        elif index == 2:
            draw_breaker(sheet, side * 1420, foot(0.42), 900, -side, shaded(colour, 0.02), foam)
        elif index == 3:
            draw_breaker(sheet, -side * 1800, foot(0.6), 1050, side, shaded(colour, 0.02), foam)
        draw_swell(sheet, scale, height, colour, foam)
        layers.append(sheet.layer(0.3 + scale * 0.7, "water"))
    return layers


def _near_water(site: Site, stormy: bool) -> PlaceLayer:
    """The sea around those who are on it: wave before wave, foam on the crests."""
    sheet = site.sheet("sea")
    palette = sheet.palette
    foam = foam_colour(sheet)
    water = mix(palette.middle, palette.shadow, 0.34)
    high = 74.0 if stormy else 26.0
    for index, base in enumerate((-150.0, 40.0, 290.0, 640.0, 1150.0)):
        line = noise(sheet.random, 900 + 260 * index, 5, 0.5)
        tall = high * (0.5 + 0.42 * index)
        crest = [
            (float(x), base - tall * line(x) - 0.5 * tall * abs(line(0.5 * x + 700)))
            for x in range(int(PLATE.left), int(PLATE.right) + 61, 60)
        ]
        shade = mix(mix(water, palette.middle, 0.55 - 0.13 * index), palette.shadow, 0.05 * index)
        outline = [*crest, (PLATE.right, PLATE.bottom), (PLATE.left, PLATE.bottom)]
        sheet.path(polygon(outline), sheet.fade(shade, shaded(shade, -0.05)))
        sheet.stroke(crest, 9 + 3 * index, mix(foam, shade, 0.35), 0.34 if stormy else 0.2)
        _surf(sheet, crest[2 + index :: 13], 0.5 + 0.4 * stormy)
    return sheet.layer(1.0, "water")


def _reef(site: Site, stormy: bool) -> PlaceLayer:
    """A dark wet rock to stand on, the sea washing round it."""
    sheet = site.sheet("reef")
    palette = sheet.palette
    rock = mix(palette.near, palette.middle, 0.22)
    line = noise(sheet.random, 330, 4, 0.5)
    top = []
    for x in range(-1750, 1751, 70):
        edge = max(0.0, abs(x) - 1050) / 700
        top.append((float(x), -46 + 26 * line(x) + 190 * edge**1.5))
    left_edge = [(x, y) for x, y in top]
    water = mix(palette.middle, palette.shadow, 0.34)
    sheet.path(
        f"M{PLATE.left:.0f} 60H{PLATE.right:.0f}V{PLATE.bottom:.0f}H{PLATE.left:.0f}z",
        sheet.fade(mix(water, palette.middle, 0.4), shaded(water, -0.05)),
    )
    sheet.mist(55, 200, mix(water, palette.middle, 0.5), 0.9)
    outline = [
        *left_edge,
        (2000, 420),
        (1300, 620),
        (300, 560),
        (-500, 640),
        (-1500, 560),
        (-2050, 400),
    ]
    sheet.shape(outline, rock, line=9, foot=shaded(rock, -0.05), hatch=True)
    sheet.veil(0, 10, 1300, 120, mix(rock, palette.light, 0.4), 0.5)
    for _ in range(16):
        u = sheet.random.uniform(-1500, 1500)
        y = sheet.random.uniform(30, 420)
        crack = [
            (u, y),
            (u + sheet.random.uniform(40, 160), y + sheet.random.uniform(-14, 22)),
            (u + sheet.random.uniform(170, 330), y + sheet.random.uniform(0, 60)),
        ]
        sheet.stroke(crack, 10, mix(rock, palette.light, 0.22), 0.4)
    _surf(sheet, [(x, y + 30) for x, y in outline[-6:]], 1.6 if stormy else 0.8)
    for x, tall in ((-1600, 260), (1650, 330), (-2500, 520), (2700, 420)):
        draw_rock(sheet, x, 210 + abs(x) * 0.04, tall * 1.7, tall, rock, site.side)
    _surf(sheet, [(-2900, 330), (-2300, 300), (-1500, 240), (-1750, 420)], 0.7)
    _surf(sheet, [(2900, 330), (2300, 310), (1500, 260), (1850, 430)], 0.7)
    return sheet.layer(1.0)


def _surf(sheet: Sheet, along: list[tuple[float, float]], strength: float) -> None:
    foam = foam_colour(sheet)
    parts = []
    for x, y in along:
        for _ in range(5):
            dx, dy = sheet.random.uniform(-330, 330), sheet.random.uniform(-26, 26)
            parts.append(
                curve(
                    blob(
                        sheet.random,
                        x + dx,
                        y + dy,
                        sheet.random.uniform(60, 190),
                        sheet.random.uniform(9, 22) * strength,
                        12,
                        0.3,
                    )
                )
            )
            if strength > 1:
                for _ in range(3):
                    radius = sheet.random.uniform(4, 13)
                    parts.append(
                        curve(
                            blob(
                                sheet.random,
                                x + dx,
                                y - sheet.random.uniform(10, 230),
                                radius,
                                radius,
                                6,
                            )
                        )
                    )
    sheet.path("".join(parts), foam, 0.55)


def glitter(site: Site, sheet: Sheet, bottom: float = -150) -> None:
    """Draw the light of a sun or a moon on water, stronger at low sun and under a clear sky."""
    bright = {Daytime.DAWN: 1.0, Daytime.DUSK: 1.0, Daytime.NIGHT: 0.95, Daytime.EVENING: 0.6}
    strength = bright.get(site.look.time, 0.35)
    if site.look.weather.kind in ("storm", "rain", "fog", "snow") and not site.look.has(
        "moon", "sun"
    ):
        strength *= 0.3
    draw_glitter(
        sheet, site.light.x, HORIZON, bottom, mix(sheet.palette.light, "#ffffff", 0.15), strength
    )


def far_coast(site: Site, height: float) -> PlaceLayer:
    """Headlands far off on both sides, the open horizon between."""
    sheet = site.sheet("coast")
    palette = sheet.palette
    for step, (share, high) in enumerate(((0.45, 1.35), (0.05, 0.62))):
        line = noise(sheet.random, 900 - 300 * step, 4, 0.5)
        points = []
        for x in range(int(PLATE.left), int(PLATE.right) + 1, 80):
            open_ = min(1.0, max(0.0, (abs(x + site.side * 330) - 480 - 420 * step) / 950))
            points.append((float(x), HORIZON + 12 - height * high * open_ * (0.62 + 0.5 * line(x))))
        colour = mix(palette.far, palette.sky_low, share)
        outline = [*points, (PLATE.right, HORIZON + 60), (PLATE.left, HORIZON + 60)]
        sheet.path(polygon(outline), sheet.fade(colour, mix(colour, palette.haze, 0.55)))
        if sheet.style == "ink":
            sheet.stroke(points, 8, shaded(colour, -0.06), 0.5)
        elif sheet.style == "pencil":
            sheet.line(polygon(points, closed=False), 4.5, palette.ink, 0.5)
    sheet.mist(HORIZON - 20, 160, palette.haze, 0.5)
    return sheet.layer(0.1)
