"""A site among low houses or temples in, its layers out: village, temple court."""

from __future__ import annotations

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.motifs.houses import draw_house
from drama_backends.animatic.places.motifs.lamps import LAMP, draw_fire, draw_lantern
from drama_backends.animatic.places.motifs.land import (
    draw_ground,
    draw_hills,
    draw_path,
    draw_pebbles,
    draw_tufts,
)
from drama_backends.animatic.places.motifs.perspective import draw_floor
from drama_backends.animatic.places.motifs.plants import draw_branch
from drama_backends.animatic.places.motifs.temples import draw_hall_front, draw_pagoda
from drama_backends.animatic.places.motifs.trees import draw_tree
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.site import Site
from drama_backends.animatic.places.strokes import arc, foot, polygon
from drama_backends.animatic.stage import HORIZON, PLATE, PlaceLayer


def draw_village(site: Site) -> list[PlaceLayer]:
    """Cottages on both sides of a lane, hills behind, a tree, fences, smoke."""
    layers = site.sky()
    palette = site.palette
    far = site.sheet("far")
    draw_hills(far, HORIZON + 20, 460, palette.far, wave=1700, sharp=site.look.era == "ancient")
    draw_hills(far, HORIZON + 40, 200, mix(palette.far, palette.middle, 0.6), wave=900)
    far.mist(HORIZON + 10, 260, palette.haze, 0.65)
    layers.append(far.layer(0.14))
    middle = site.sheet("houses")
    middle.path(
        f"M{PLATE.left:.0f} {foot(0.1):.0f}H{PLATE.right:.0f}V{PLATE.bottom:.0f}H{PLATE.left:.0f}z",
        middle.fade(mix(palette.ground, palette.haze, 0.5), palette.ground, 0.4),
    )
    era = site.look.era
    for x, scale, thatch in (
        (-330, 0.14, True),
        (430, 0.18, False),
        (-760, 0.28, True),
        (980, 0.36, False),
        (-2900, 0.42, False),
        (2900, 0.44, True),
        (-1330, 0.48, False),
        (1720, 0.56, True),
        (-2150, 0.6, True),
    ):
        draw_house(
            middle,
            x,
            foot(scale),
            1750 * scale,
            depth=0.5 - 0.5 * scale,
            era=era,
            thatch=thatch and era != "modern",
        )
    for x, scale in ((-1010, 0.36), (620, 0.24), (-2500, 0.5), (1330, 0.46), (-520, 0.16)):
        draw_tree(middle, x, foot(scale), 1500 * scale, "broad", depth=0.45 - 0.4 * scale)
    layers.append(middle.layer(0.5))
    ground = site.sheet("ground")
    draw_ground(ground, top=foot(0.6), bumpy=16)
    draw_path(ground, foot(0.6), mix(palette.ground, palette.light, 0.3), width=1000)
    draw_tufts(ground, foot(0.62), mix(palette.middle, palette.near, 0.4), 0.7)
    _fence(ground, -2900, -1080, foot(0.86))
    _fence(ground, 1180, 3000, foot(0.88))
    if site.look.has("fire"):
        draw_fire(ground, 900 * site.side, 60, 220)
    draw_pebbles(ground, mix(palette.ground, palette.shadow, 0.5), 36)
    layers.append(ground.layer(1.0))
    front = site.sheet("branch")
    bloom = front.tone("#f4b4c2") if site.look.has("blossom") else ""
    draw_branch(
        front,
        -2050 * site.side,
        -1640,
        site.side,
        1100,
        mix(front.palette.near, front.palette.ink, 0.3),
        bloom,
    )
    layers.append(front.layer(1.3, "foliage"))
    return layers


def _fence(sheet: Sheet, left: float, right: float, base: float) -> None:
    wood = sheet.tone("#8a6a48")
    for rail in (0.34, 0.72):
        sheet.stroke(
            [
                (left, base - 330 * rail),
                ((left + right) / 2, base - 330 * rail + 14),
                (right, base - 330 * rail),
            ],
            26,
            shaded(wood, -0.04),
        )
    x = left
    while x < right:
        tall = 330 + sheet.random.uniform(-26, 26)
        sheet.shape(
            [
                (x - 24, base),
                (x - 22, base - tall),
                (x, base - tall - 30),
                (x + 22, base - tall),
                (x + 24, base),
            ],
            wood,
            line=5,
        )
        x += 165


def draw_temple(site: Site) -> list[PlaceLayer]:
    """A court before a great hall: stairs, incense burner, gate towers, pines, hills behind."""
    layers = site.sky()
    palette = site.palette
    far = site.sheet("far")
    draw_hills(far, HORIZON + 30, 620, palette.far, wave=1500, sharp=True)
    far.mist(HORIZON - 60, 420, palette.haze, 0.75)
    draw_pagoda(far, -site.side * 1350, HORIZON + 30, 760, 0.45)
    layers.append(far.layer(0.14))
    hall = site.sheet("hall")
    hall.path(
        f"M{PLATE.left:.0f} {foot(0.3):.0f}H{PLATE.right:.0f}V{PLATE.bottom:.0f}H{PLATE.left:.0f}z",
        hall.fade(mix(palette.ground, palette.haze, 0.4), palette.ground, 0.3),
    )
    for x in (-2350, 2350):
        draw_hall_front(hall, x, foot(0.36), 1250, storeys=1, depth=0.3)
    hall.mist(foot(0.34), 240, palette.haze, 0.55)
    draw_hall_front(hall, 0, foot(0.4), 2050, storeys=2, depth=0.22)
    for x in (-1500, 1500):
        draw_tree(hall, x, foot(0.46), 1150, "pine", depth=0.2)
    hall.veil(0, -640, 1200, 560, palette.haze, 0.2)
    layers.append(hall.layer(0.5))
    court = site.sheet("court")
    draw_floor(
        court, foot(0.52), mix(palette.ground, court.tone("#c4bcae"), 0.4), half=5200, kind="tiles"
    )
    for x in (-1350, 1350):
        _stone_lion(court, x, foot(0.9), 1 if x < 0 else -1)
        draw_tree(court, x * 1.75, foot(0.86), 1900, "pine")
    if site.look.has("lantern") or court.dark:
        for x in (-1050, 1050):
            _stone_lamp(court, x, foot(0.74))
    layers.append(court.layer(1.0))
    front = site.sheet("eaves")
    _eaves_above(front)
    layers.append(front.layer(1.2))
    return layers


def _eaves_above(sheet: Sheet) -> None:
    """The edge of a gate's roof over the top of tall pictures."""
    dark = mix(sheet.palette.near, sheet.palette.ink, 0.2)
    low = arc((-5200, -2500), (0, -1950), (5200, -2500), 24)
    sheet.path(polygon([*low, (5200, -4700), (-5200, -4700)]), dark)
    tiles = "".join(
        f"M{x - 60:.0f} {y - 10:.0f}a60 52 0 0 0 120 0z"
        for x, y in arc((-5200, -2500), (0, -1950), (5200, -2500), 72)
    )
    sheet.path(tiles, shaded(dark, 0.05))
    for x in (-620, 620):
        draw_lantern(sheet, x, -2190, 230)


def _stone_lion(sheet: Sheet, x: float, base: float, toward: int) -> None:
    stone = sheet.tone("#a8a296")
    sheet.rect(x - 170, base - 300, 340, 300, shaded(stone, -0.03), line=7)
    sheet.rect(x - 195, base - 330, 390, 50, stone, line=6)
    body = [
        (x - toward * 130, base - 330),
        (x - toward * 150, base - 520),
        (x - toward * 60, base - 640),
        (x - toward * 40, base - 800),
        (x + toward * 60, base - 850),
        (x + toward * 150, base - 770),
        (x + toward * 140, base - 660),
        (x + toward * 90, base - 620),
        (x + toward * 120, base - 330),
    ]
    sheet.shape(body, stone, line=7, smooth=True)
    curls = "".join(
        (
            f"M{x - toward * 20 + (i % 3) * toward * 34:.0f} "
            f"{base - 800 + (i // 3) * 60:.0f}a24 24 0 1 1 .1 0"
        )
        for i in range(9)
    )
    sheet.line(curls, 8, shaded(stone, -0.13), 0.7)
    sheet.ellipse(x + toward * 84, base - 770, 12, 12, sheet.palette.ink, 0.8)


def _stone_lamp(sheet: Sheet, x: float, base: float) -> None:
    stone = sheet.tone("#9d978b")
    sheet.rect(x - 45, base - 430, 90, 430, stone, line=6)
    sheet.rect(x - 110, base - 470, 220, 50, stone, line=6)
    if sheet.dark:
        sheet.glow(x, base - 560, 420, 360, LAMP, 0.6)
    sheet.rect(
        x - 80,
        base - 640,
        160,
        170,
        sheet.tone(LAMP) if sheet.dark else shaded(stone, -0.15),
        line=6,
        hatch=False,
    )
    sheet.shape(
        [(x - 170, base - 630), (x - 60, base - 740), (x + 60, base - 740), (x + 170, base - 630)],
        shaded(stone, -0.06),
        line=6,
    )
