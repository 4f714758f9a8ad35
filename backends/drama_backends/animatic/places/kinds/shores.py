"""A site at the water's edge in, its layers out: shore, harbour, ship."""

from __future__ import annotations

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.kinds.lighthouses import draw_lighthouse
from drama_backends.animatic.places.kinds.seas import far_coast, glitter
from drama_backends.animatic.places.motifs.houses import draw_house
from drama_backends.animatic.places.motifs.lamps import draw_lantern
from drama_backends.animatic.places.motifs.land import draw_pebbles, draw_rock
from drama_backends.animatic.places.motifs.plants import draw_reeds
from drama_backends.animatic.places.motifs.vessels import (
    draw_boat,
    draw_deck,
    draw_nets,
    draw_posts,
)
from drama_backends.animatic.places.motifs.water import draw_swell, draw_water, foam_colour
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.site import Site
from drama_backends.animatic.places.strokes import foot, lens, noise, polygon
from drama_backends.animatic.stage import PLATE, PlaceLayer


def draw_shore(site: Site) -> list[PlaceLayer]:
    """A beach: headland, surf, wet sand, rocks, a boat drawn up, reeds at the side."""
    layers = [*site.sky(), far_coast(site, 420)]
    water = site.sheet("water")
    rough = 0.8 if site.look.weather.kind == "storm" else 0.25
    draw_water(water, rough=rough)
    glitter(site, water, foot(0.62))
    if site.look.has("boat"):
        draw_boat(water, -site.side * 900, foot(0.16), 360, sail=True)
        draw_boat(water, site.side * 1700, foot(0.24), 420, sail=False)
    if rough > 0.5:
        for scale in (0.2, 0.36):
            draw_swell(
                water,
                scale,
                150 * scale + 30,
                mix(water.palette.middle, water.palette.shadow, 0.3),
                foam_colour(water),
            )
    layers.append(water.layer(0.4, "water"))
    layers += _beacon(site)
    layers.append(_beach(site))
    front = site.sheet("reeds")
    draw_reeds(front, -1560, 430, 760, front.palette.near)
    draw_reeds(front, 1660, 480, 620, front.palette.near)
    draw_reeds(front, -2300, 460, 1100, front.palette.near)
    layers.append(front.layer(1.35, "foliage"))
    return layers


def _beacon(site: Site, parallax: float = 0.45) -> list[PlaceLayer]:
    """A lighthouse off the coast, where one is named."""
    if not site.look.has("lighthouse"):
        return []
    sheet = site.sheet("beacon")
    draw_lighthouse(sheet, -site.side * 1150, foot(0.3), 1180)
    return [sheet.layer(parallax)]


def _beach(site: Site) -> PlaceLayer:
    sheet = site.sheet("beach")
    palette = sheet.palette
    sand = palette.ground
    line = noise(sheet.random, 1300, 3, 0.4)
    edge = [(float(x), foot(0.7) + 60 * line(x) - abs(x) * 0.02) for x in range(-5100, 5101, 130)]
    foam = foam_colour(sheet)
    for rise, alpha in ((-74, 0.35), (-38, 0.55)):
        wash = [(x, y + rise + 16 * line(x * 3 + rise)) for x, y in edge]
        sheet.path(polygon([*wash, (5100, 0), (-5100, 0)]), foam, alpha)
        sheet.path(
            polygon([*((x, y + 22) for x, y in wash), (5100, 0), (-5100, 0)]),
            mix(palette.middle, palette.haze, 0.35),
            0.75,
        )
    sheet.path(polygon([*((x, y - 10) for x, y in edge), (5100, 0), (-5100, 0)]), foam, 0.9)
    wet = mix(sand, palette.shadow, 0.3)
    outline = [*edge, (5100, PLATE.bottom), (-5100, PLATE.bottom)]
    sheet.path(polygon(outline), sheet.fade(wet, mix(sand, palette.shadow, 0.22), 0.55))
    dry = [(x, y + 110 + 30 * line(x * 1.7 + 500)) for x, y in edge]
    sheet.path(
        polygon([*dry, (5100, PLATE.bottom), (-5100, PLATE.bottom)]),
        sheet.fade(sand, mix(sand, palette.shadow, 0.3), 0.7),
    )
    sheet.veil(0, 20, 1900, 280, mix(sand, palette.light, 0.55), 0.5)
    sheet.blots(-3600, -100, 3600, 900, mix(sand, palette.shadow, 0.4), 0.3, 10)
    marks = "".join(
        lens(
            sheet.random.uniform(-3600, 3600),
            foot(0.85 + sheet.random.random()),
            sheet.random.uniform(120, 460),
            12,
        )
        for _ in range(70)
    )
    sheet.path(marks, mix(sand, palette.shadow, 0.5), 0.2)
    draw_pebbles(sheet, mix(sand, palette.shadow, 0.55), 46)
    stone = sheet.tone("#6d6a68")
    for x, scale, tall in (
        (-1500, 0.8, 240),
        (-1830, 0.86, 420),
        (-2500, 0.9, 620),
        (1820, 0.84, 200),
    ):
        draw_rock(sheet, x * site.side, foot(scale), tall * 1.6, tall, stone, site.side)
    draw_boat(sheet, 1300 * site.side, foot(0.9), 980, sail=False)
    if site.look.has("village"):
        _huts(sheet, site)
    draw_nets(sheet, -1090 * site.side, foot(0.92))
    if site.look.has("fire"):
        sheet.glow(-900, 0, 700, 420, "#ff9a3c", 0.7)
    return sheet.layer(1.0)


def _huts(sheet: Sheet, site: Site) -> None:
    """Fishers' houses above the beach, nets drying on poles."""
    for x, scale in ((-1330, 0.66), (-2050, 0.72), (2000, 0.7), (-2800, 0.74)):
        draw_house(
            sheet,
            x * site.side,
            foot(scale) + 20,
            980 * scale,
            depth=0.14,
            era=site.look.era,
            thatch=True,
        )
    for x in (1330, 1640):
        sheet.stroke(
            [(x * site.side, foot(0.76)), (x * site.side + 12, foot(0.76) - 520)],
            20,
            sheet.tone("#6b5138"),
        )
    mesh = "".join(
        (
            f"M{1330 * site.side:.0f} {foot(0.76) - 480 + 45 * i:.0f}"
            f"q{155 * site.side} {60 + 9 * i} {310 * site.side} 0"
        )
        for i in range(8)
    )
    sheet.line(mesh, 4, sheet.tone("#8b7a5c"), 0.7)


def draw_harbour(site: Site) -> list[PlaceLayer]:
    """A quay with boats moored, masts, lamps, and planks underfoot."""
    layers = [*site.sky(), far_coast(site, 360)]
    water = site.sheet("water")
    draw_water(water)
    glitter(site, water, foot(0.5))
    layers.append(water.layer(0.35, "water"))
    boats = site.sheet("boats")
    modern = site.look.era == "modern"
    for x, scale, sail in (
        (-560, 0.2, True),
        (-1250, 0.5, True),
        (640, 0.26, False),
        (1180, 0.46, True),
        (2150, 0.55, False),
        (-2400, 0.5, True),
        (3200, 0.46, True),
    ):
        draw_boat(boats, x, foot(scale), 1500 * scale, sail=sail, furled=True, modern=modern)
    layers.append(boats.layer(0.55, "water"))
    layers += _beacon(site, 0.56)
    quay = site.sheet("quay")
    draw_deck(quay, foot(0.72), quay.tone("#9a7450"), posts=True)
    if site.look.has("lantern") or quay.dark:
        for x in (-1500, 1500):
            _lantern_post(quay, x, foot(0.86))
    draw_nets(quay, -1250, 60)
    layers.append(quay.layer(1.0))
    front = site.sheet("posts")
    draw_posts(front, (-2350, 2250), 700, front.palette.near)
    layers.append(front.layer(1.4))
    return layers


def _lantern_post(sheet: Sheet, x: float, base: float) -> None:
    wood = sheet.tone("#4b3a2c")
    sheet.rect(x - 20, base - 1150, 40, 1150, wood, line=7)
    toward = -1 if x > 0 else 1
    sheet.stroke(
        [(x, base - 1120), (x + toward * 90, base - 1130), (x + toward * 170, base - 1110)],
        24,
        wood,
    )
    _hung_lamp(sheet, x + toward * 165, base - 1100)


def _hung_lamp(sheet: Sheet, x: float, y: float) -> None:
    draw_lantern(sheet, x, y, 130)


def draw_ship(site: Site) -> list[PlaceLayer]:
    """A deck at sea: rail, mast and rigging, sail, the sea rolling beyond."""
    layers = [*site.sky(), far_coast(site, 200)]
    water = site.sheet("water")
    stormy = site.look.weather.kind == "storm"
    draw_water(water, rough=0.9 if stormy else 0.35)
    glitter(site, water)
    if stormy:
        foam = foam_colour(water)
        for scale, high in ((0.16, 70), (0.34, 150)):
            draw_swell(
                water,
                scale,
                high,
                mix(water.palette.middle, water.palette.shadow, 0.25 + scale),
                foam,
            )
    layers.append(water.layer(0.35, "water"))
    deck = site.sheet("deck")
    draw_deck(deck, foot(0.7), deck.tone("#a87b4f"), rail=True)
    _mast(deck, -1280 * site.side, site.look.era)
    draw_nets(deck, 1300 * site.side, 40)
    if deck.dark or site.look.has("lantern", "lamp"):
        _hung_lamp(deck, -1280 * site.side + 190, -1060)
    layers.append(deck.layer(1.0))
    front = site.sheet("rigging")
    for x, lean in ((-2500, 900), (-2150, 820), (2550, -900)):
        front.stroke(
            [(x, 900), (x + lean * 0.4, -1300), (x + lean * 0.85, -3600)], 26, front.palette.near
        )
    for rung in range(9):
        y = 500 - rung * 330
        shift = (900 - y) / 4500
        front.stroke(
            [(-2500 + shift * 900 * 0.85, y), (-2150 + shift * 820 * 0.85, y + 12)],
            16,
            front.palette.near,
        )
    layers.append(front.layer(1.3))
    return layers


def _mast(sheet: Sheet, x: float, era: str) -> None:
    wood = sheet.tone("#6d4a2d")
    sheet.rect(x - 55, -4600, 110, 4660 - 200, wood, line=9)
    toward = -1 if x > 0 else 1
    cloth = sheet.tone("#c9a878" if era == "ancient" else "#e8e0cd", 0.05)
    left, right = (x - 900, x + 120) if toward < 0 else (x - 120, x + 900)
    sail = [(left, -1290), (left + 60, -2900), (right - 60, -3300), (right, -1180)]
    sheet.shape(sail, cloth, line=9, foot=shaded(cloth, -0.07))
    for row in range(5):
        y = -1430 - row * 360
        sheet.stroke([(left + 10, y), ((left + right) / 2, y + 26), (right - 6, y - 18)], 18, wood)
    sheet.stroke(
        [(x, -1480), (x + toward * 900, -600), (x + toward * 1500, -260)],
        10,
        sheet.palette.near,
        0.8,
    )
