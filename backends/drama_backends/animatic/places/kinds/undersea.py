"""A site under the sea in, its layers out: the dragon king's palace."""

from __future__ import annotations

import math

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.motifs.land import draw_ground, draw_hills
from drama_backends.animatic.places.motifs.temples import draw_hall_front
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.site import Site
from drama_backends.animatic.places.strokes import arc, curve, foot, lens, polygon
from drama_backends.animatic.stage import HORIZON, PLATE, PlaceLayer


def draw_undersea(site: Site) -> list[PlaceLayer]:
    """The dragon king's palace: light falling through water, halls of coral and pearl, weed."""
    back = site.sheet("deep")
    palette = back.palette
    back.path(
        f"M{PLATE.left:.0f} {PLATE.top:.0f}H{PLATE.right:.0f}V{PLATE.bottom:.0f}H{PLATE.left:.0f}z",
        back.fade(palette.sky_top, palette.sky_low, 0.62),
    )
    back.blots(-4000, -2800, 4000, -400, palette.sky_low, 0.4, 12)
    _shafts(back, palette.light)
    layers = [back.layer(0.0, opaque=True)]
    far = site.sheet("far")
    draw_hills(
        far,
        HORIZON + 90,
        900,
        mix(palette.far, palette.sky_low, 0.45),
        wave=1100,
        sharp=True,
        low_middle=0.5,
    )
    _palace(far, site, 0, foot(0.2), 1.0)
    far.mist(HORIZON + 60, 380, palette.haze, 0.7)
    layers.append(far.layer(0.15))
    middle = site.sheet("pillars")
    for x in (-2350, -1420, -610, 640, 1420, 2350):
        _dragon_pillar(middle, x, foot(0.62), 2500, 150)
    _fish(middle, -700, -1330, 1)
    _fish(middle, 1000, -1560, -1)
    _fish(middle, -1900, -1750, 1)
    layers.append(middle.layer(0.55))
    floor = site.sheet("floor")
    draw_ground(floor, top=foot(0.5), bumpy=30, patches=0.7)
    _caustics(floor)
    for x, scale, tall in (
        (-330, 0.56, 240),
        (420, 0.58, 270),
        (-560, 0.66, 420),
        (620, 0.7, 460),
        (-980, 0.7, 420),
        (1040, 0.74, 460),
        (-1300, 0.86, 820),
        (1420, 0.9, 900),
        (-1950, 1.0, 1000),
        (2080, 1.05, 980),
        (-2900, 1, 900),
        (2950, 1, 820),
    ):
        _coral(floor, x, foot(scale), tall)
    _treasure(floor, 1120, 30)
    _pearl_lights(floor)
    layers.append(floor.layer(1.0, "water"))
    front = site.sheet("weed")
    for x in (-1960, -1760, -1600, 1680, 1860, 2050, -2500, 2500):
        _weed(front, x, 900, 1900 + front.random.uniform(-500, 500), front.palette.near)
    layers.append(front.layer(1.35, "foliage"))
    return layers


def _shafts(sheet: Sheet, colour: str) -> None:
    """Sunlight falling through the water, fanning out."""
    for index in range(9):
        x = -2600 + index * 640 + sheet.random.uniform(-160, 160)
        lean = (x * 0.32) + 260
        wide = sheet.random.uniform(70, 230)
        data = (
            f"M{x:.0f} {PLATE.top:.0f}h{wide:.0f}L{x + lean + wide * 3:.0f} 200h{-wide * 3.4:.0f}z"
        )
        sheet.path(data, sheet.vanish(colour, 0.34, 0.0), sheet.random.uniform(0.45, 1.0))


def _palace(sheet: Sheet, site: Site, x: float, base: float, size: float) -> None:
    """Roofs over roofs, pale in the deep, windows glowing like pearls."""
    for shift, wide, storeys in (
        (-1180, 560, 2),
        (1180, 560, 2),
        (-620, 660, 3),
        (620, 660, 3),
        (0, 1000, 4),
    ):
        draw_hall_front(
            sheet,
            x + shift * size,
            base,
            wide * size,
            storeys=storeys,
            depth=0.42,
            lit=True,
            wall="#c75f4d",
            roof="#1f8f8b",
        )
    sheet.glow(x, base - 620, 1300, 900, sheet.palette.light, 0.3)


def _dragon_pillar(sheet: Sheet, x: float, base: float, tall: float, wide: float) -> None:
    jade = sheet.tone("#3f8f8d", 0.25)
    gold = sheet.tone("#e2b04e", 0.12)
    sheet.rect(x - wide / 2, base - tall, wide, tall, jade, line=8)
    sheet.path(
        f"M{x - wide * 0.3:.0f} {base - tall:.0f}h{wide * 0.18:.0f}v{tall:.0f}h{-wide * 0.18:.0f}z",
        mix(jade, sheet.palette.light, 0.4),
        0.6,
    )
    for row in range(9):
        y = base - 170 - row * 290
        band = arc((x - wide * 0.62, y), (x, y - 50), (x + wide * 0.62, y - 170), 8)
        sheet.stroke(band, 62, gold, 0.95)
        scales = "".join(f"M{px:.0f} {py - 14:.0f}q14 14 0 28" for px, py in band[1:-1])
        sheet.line(scales, 5, shaded(gold, -0.16), 0.8)
        sheet.stroke([(px, py - 34) for px, py in band[2:6]], 14, sheet.tone("#d2543c", 0.1), 0.9)
    for y, across in ((base, 1.7), (base - 70, 1.35), (base - tall, 1.5)):
        sheet.rect(x - wide * across / 2, y - 70, wide * across, 70, shaded(jade, -0.05), line=7)


def _fish(sheet: Sheet, x: float, y: float, toward: int) -> None:
    colour = sheet.tone("#f08a4f", 0.3)
    for index in range(7):
        cx, cy = x + sheet.random.uniform(-260, 260), y + sheet.random.uniform(-120, 120)
        long = sheet.random.uniform(34, 66)
        body = [
            (cx - toward * long, cy),
            (cx, cy - long * 0.36),
            (cx + toward * long, cy),
            (cx, cy + long * 0.36),
        ]
        tail = [
            (cx - toward * long * 0.8, cy),
            (cx - toward * long * 1.5, cy - long * 0.4),
            (cx - toward * long * 1.3, cy),
            (cx - toward * long * 1.5, cy + long * 0.4),
        ]
        sheet.path(curve(body) + polygon(tail), shaded(colour, 0.04 * (index % 3)), 0.85)


def _caustics(sheet: Sheet) -> None:
    parts = "".join(
        lens(
            sheet.random.uniform(-3800, 3800),
            foot(0.55 + 1.3 * sheet.random.random() ** 1.2),
            sheet.random.uniform(150, 520),
            sheet.random.uniform(10, 30),
        )
        for _ in range(110)
    )
    sheet.path(parts, mix(sheet.palette.light, sheet.palette.sky_low, 0.3), 0.26)


def _coral(sheet: Sheet, x: float, base: float, tall: float) -> None:
    colour = sheet.tone(sheet.random.choice(("#e8705a", "#f0a04e", "#e58aa6", "#c95b74")), 0.06)

    def branch(px: float, py: float, angle: float, long: float, width: float, level: int) -> None:
        qx, qy = px + math.cos(angle) * long, py + math.sin(angle) * long
        bend = ((px + qx) / 2 + sheet.random.uniform(-0.12, 0.12) * long, (py + qy) / 2)
        sheet.line(
            f"M{px:.0f} {py:.0f}Q{bend[0]:.0f} {bend[1]:.0f} {qx:.0f} {qy:.0f}",
            width,
            shaded(colour, 0.02 * level),
        )
        if level < 4:
            for turn in (-0.5, 0.42) if level else (-0.75, 0.0, 0.7):
                branch(
                    qx,
                    qy,
                    angle + turn * sheet.random.uniform(0.7, 1.2),
                    long * 0.68,
                    width * 0.66,
                    level + 1,
                )

    branch(x, base, -math.pi / 2, tall * 0.34, tall * 0.085, 0)


def _treasure(sheet: Sheet, x: float, base: float) -> None:
    """A giant shell, open, its pearl shining."""
    shell = sheet.tone("#e7c7c9")
    fan = [
        (x - 190, base),
        (x - 210, base - 150),
        (x - 110, base - 260),
        (x, base - 290),
        (x + 110, base - 260),
        (x + 210, base - 150),
        (x + 190, base),
    ]
    sheet.shape(fan, shell, line=7, smooth=True)
    for px in (-140, -70, 0, 70, 140):
        sheet.stroke(
            [(x, base - 20), (x + px * 0.7, base - 140), (x + px, base - 235)],
            7,
            shaded(shell, -0.12),
            0.7,
        )
    sheet.glow(x, base - 70, 300, 240, sheet.palette.light, 0.7)
    sheet.ellipse(x, base - 62, 58, 58, mix(sheet.palette.light, "#ffffff", 0.5))
    lip = [
        (x - 210, base - 20),
        (x, base - 60),
        (x + 210, base - 20),
        (x + 150, base + 46),
        (x - 150, base + 46),
    ]
    sheet.shape(lip, shaded(shell, -0.08), line=7, smooth=True)


def _pearl_lights(sheet: Sheet) -> None:
    """Pearls on the sea bed that shine in the night."""
    for x, scale, radius in ((-480, 0.6, 20), (510, 0.63, 22), (-760, 0.8, 30), (800, 0.84, 30)):
        y = foot(scale) - radius
        sheet.glow(x, y, 330, 270, sheet.palette.light, 0.75)
        sheet.ellipse(x, y, radius, radius, mix(sheet.palette.light, "#ffffff", 0.55))


def _weed(sheet: Sheet, x: float, base: float, tall: float, colour: str) -> None:
    turn = sheet.random.uniform(0, 6)
    spine = [(x + math.sin(turn + i * 0.75) * 75, base - tall * i / 14) for i in range(15)]
    sheet.stroke(spine, 30, colour)
    leaves = []
    for index, (px, py) in enumerate(spine[1:-1]):
        side = 1 if index % 2 else -1
        long = 250 * (1 - index / 17)
        leaves.append(
            curve(
                [
                    (px, py + 20),
                    (px + side * long * 0.5, py - 70),
                    (px + side * long, py - 150),
                    (px + side * long * 0.35, py - 130),
                ]
            )
        )
    sheet.path("".join(leaves), colour)
