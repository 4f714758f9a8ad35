"""A wooded site in, its layers out: forest, bamboo grove."""

from __future__ import annotations

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.motifs.lamps import draw_fire
from drama_backends.animatic.places.motifs.land import draw_ground, draw_path, draw_rock, draw_tufts
from drama_backends.animatic.places.motifs.plants import draw_bamboo, draw_branch, draw_shrub
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.site import Site
from drama_backends.animatic.places.strokes import arc, blob, curve, foot, polygon
from drama_backends.animatic.stage import HORIZON, PLATE, PlaceLayer


def draw_forest(site: Site) -> list[PlaceLayer]:
    """Trunks behind trunks fading into light, a path between, ferns at the foot."""
    layers = site.sky(clouds=False)
    palette = site.palette
    for index, (scale, parallax, count) in enumerate(
        ((0.22, 0.15, 34), (0.4, 0.32, 22), (0.68, 0.6, 13))
    ):
        sheet = site.sheet(f"trees{index}")
        colour = mix(
            mix(palette.far, palette.haze, 0.3 - 0.2 * index),
            palette.near,
            (0.12, 0.5, 0.82)[index],
        )
        ground = mix(mix(palette.ground, palette.middle, 0.4), palette.haze, 0.42 - 0.2 * index)
        sheet.path(
            (
                f"M{PLATE.left:.0f} {foot(scale) - 40:.0f}"
                f"H{PLATE.right:.0f}V{PLATE.bottom:.0f}H{PLATE.left:.0f}z"
            ),
            sheet.fade(mix(ground, palette.haze, 0.25), ground, 0.4),
        )
        if index < 2:
            _undergrowth(sheet, scale, colour)
        _trunks(sheet, scale, colour, count)
        if index < 2:
            _canopy(sheet, -1330 - 160 * index, colour)
        if index == 0:
            sheet.glow(site.light.x * 0.6, HORIZON - 350, 1500, 1300, palette.light, 0.45)
        sheet.mist(foot(scale) - 60, 380, palette.haze, 0.34 - 0.12 * index)
        if index == 1:
            _rays(sheet, site.side)
        layers.append(sheet.layer(parallax))
    floor = site.sheet("floor")
    draw_ground(floor, top=foot(0.62), bumpy=22, patches=0.8)
    draw_path(floor, foot(0.62), mix(palette.ground, palette.light, 0.2), width=800)
    draw_tufts(floor, foot(0.64), mix(palette.near, palette.ground, 0.35), 0.9)
    for x, tall in ((-1250, 170), (1420, 230), (-2400, 320)):
        draw_rock(floor, x, foot(0.92), tall * 1.7, tall, floor.tone("#777a70"), site.side)
    if site.look.has("fire"):
        draw_fire(floor, 820, 40, 230)
    layers.append(floor.layer(1.0))
    layers.append(_forest_front(site))
    return layers


def _trunks(sheet: Sheet, scale: float, colour: str, count: int) -> None:
    for index in range(count):
        x = -4700 + 9400 * (index + sheet.random.uniform(0.15, 0.85)) / count
        if scale > 0.6 and abs(x) < 900:
            continue
        wide = 230 * scale * sheet.random.uniform(0.5, 1.2)
        base = foot(scale) + sheet.random.uniform(-20, 70) * scale
        lean = sheet.random.uniform(-0.05, 0.05) * 3000
        tone = shaded(colour, sheet.random.uniform(-0.03, 0.03))
        root = [
            (x - wide * 1.25, base),
            (x - wide * 0.55, base - 190 * scale),
            (x - wide * 0.4 + lean * 0.5, base - 1700),
            (x - wide * 0.3 + lean, -3900),
            (x + wide * 0.3 + lean, -3900),
            (x + wide * 0.4 + lean * 0.5, base - 1700),
            (x + wide * 0.55, base - 190 * scale),
            (x + wide * 1.3, base),
            (x, base + 24 * scale),
        ]
        sheet.shape(
            root,
            tone,
            line=8 * scale if scale > 0.3 else 0,
            foot=mix(tone, sheet.palette.haze, 0.25),
        )
        light = [
            (x + wide * 0.25, base - 160 * scale),
            (x + wide * 0.2 + lean * 0.5, base - 1700),
            (x + wide * 0.1 + lean, -3900),
            (x + wide * 0.3 + lean, -3900),
            (x + wide * 0.4 + lean * 0.5, base - 1700),
            (x + wide * 0.52, base - 190 * scale),
        ]
        sheet.path(polygon(light), mix(tone, sheet.palette.light, 0.3), 0.5)
        if scale > 0.5 and sheet.style != "flat":
            marks = "".join(
                (
                    f"M{x + sheet.random.uniform(-0.4, 0.3) * wide:.0f}"
                    f" {base - 250 - row * 150:.0f}"
                    f"q{sheet.random.uniform(-16, 16):.0f} {-60}"
                    f" {sheet.random.uniform(-8, 8):.0f} {-110}"
                )
                for row in range(12)
            )
            sheet.line(marks, 7, shaded(tone, -0.08), 0.5)


def _undergrowth(sheet: Sheet, scale: float, colour: str) -> None:
    """Bushes between the trunks."""
    tone = mix(colour, sheet.palette.middle, 0.45)
    for index in range(26):
        x = -4500 + index * 360 + sheet.random.uniform(-150, 150)
        draw_shrub(
            sheet,
            x,
            foot(scale) + 10,
            sheet.random.uniform(420, 760) * scale,
            shaded(tone, sheet.random.uniform(-0.02, 0.04)),
        )


def _canopy(sheet: Sheet, y: float, colour: str) -> None:
    masses = "".join(
        curve(
            blob(
                sheet.random,
                -4700 + i * 520 + sheet.random.uniform(-150, 150),
                y - sheet.random.uniform(0, 420),
                520,
                sheet.random.uniform(190, 380),
                18,
                0.2,
            )
        )
        for i in range(19)
    )
    sheet.path(masses, shaded(colour, 0.02), 0.7)
    sheet.path(
        f"M{PLATE.left:.0f} {PLATE.top:.0f}H{PLATE.right:.0f}V{y - 380:.0f}H{PLATE.left:.0f}z",
        colour,
        0.7,
    )


def _rays(sheet: Sheet, side: int) -> None:
    """Light falling between leaves."""
    for index in range(6):
        x = side * (300 + index * 330) + sheet.random.uniform(-80, 80)
        wide = sheet.random.uniform(50, 150)
        data = (
            f"M{x:.0f} -3000h{wide:.0f}L{x - side * 1500 + wide * 2.4:.0f} -200h{-wide * 2.6:.0f}z"
        )
        sheet.path(
            data, sheet.vanish(sheet.palette.light, 0.34, 0.0), 0.7 if not sheet.dark else 0.3
        )


def _forest_front(site: Site) -> PlaceLayer:
    sheet = site.sheet("front")
    dark = mix(sheet.palette.near, sheet.palette.ink, 0.3)
    for x, wide, lean in ((-1720, 300, -130), (1850, 330, 150)):
        trunk = [
            (x - wide * 0.9, 1500),
            (x - wide * 0.5, 300),
            (x - wide * 0.4 + lean, -4600),
            (x + wide * 0.4 + lean, -4600),
            (x + wide * 0.5, 300),
            (x + wide, 1500),
        ]
        sheet.shape(trunk, dark, hatch=False)
        rim = [
            (x - wide * 0.4, 400),
            (x - wide * 0.36 + lean * 0.5, -2000),
            (x - wide * 0.3 + lean, -4400),
        ]
        sheet.stroke(
            rim if x > 0 else [(px + wide * 0.75, py) for px, py in rim],
            26,
            mix(dark, sheet.palette.light, 0.3),
            0.4,
        )
    for x in (-1900, -1520, 1560, 2000):
        for angle in range(7):
            lean = (angle - 3) * 150
            frond = arc(
                (x, 950),
                (x + lean * 0.4, 350),
                (x + lean * 1.6, 420 - 60 * (3 - abs(angle - 3))),
                8,
            )
            low = [(px + 24, py + 60 * (1 if i % 2 else 0.2)) for i, (px, py) in enumerate(frond)]
            sheet.path(polygon([*frond, *reversed(low)]), shaded(dark, 0.02))
    draw_branch(sheet, -1800, -1760, 1, 900, dark)
    return sheet.layer(1.4, "foliage")


def draw_bamboo_grove(site: Site) -> list[PlaceLayer]:
    """Bamboo in three depths, light between, a stone path."""
    layers = site.sky(clouds=False)
    palette = site.palette
    for index, (scale, parallax, count) in enumerate(
        ((0.25, 0.18, 44), (0.5, 0.42, 26), (0.78, 0.72, 10))
    ):
        sheet = site.sheet(f"stems{index}")
        ground = mix(mix(palette.ground, palette.middle, 0.5), palette.haze, 0.4 - 0.18 * index)
        sheet.path(
            (
                f"M{PLATE.left:.0f} {foot(scale) - 30:.0f}"
                f"H{PLATE.right:.0f}V{PLATE.bottom:.0f}H{PLATE.left:.0f}z"
            ),
            ground,
        )
        for step in range(count):
            x = -4600 + 9200 * (step + sheet.random.uniform(0.1, 0.9)) / count
            if index == 2 and abs(x) < 820:
                continue
            colour = mix(
                mix(palette.middle, palette.near, 0.25 + 0.3 * index),
                palette.haze,
                0.42 - 0.2 * index,
            )
            colour = shaded(colour, sheet.random.uniform(-0.03, 0.04))
            draw_bamboo(
                sheet,
                x,
                foot(scale) + sheet.random.uniform(-20, 60) * scale,
                3300 * (0.5 + scale * 0.6),
                105 * scale + 8,
                colour,
                0.95 if index else 0.6,
            )
        sheet.mist(foot(scale) - 60, 520, palette.haze, 0.5 - 0.12 * index)
        if index == 1:
            _rays(sheet, site.side)
        layers.append(sheet.layer(parallax, "foliage" if index else ""))
    floor = site.sheet("floor")
    draw_ground(floor, top=foot(0.74), bumpy=16)
    draw_path(floor, foot(0.74), mix(palette.ground, floor.tone("#c9c2b2"), 0.5), width=760)
    draw_tufts(floor, foot(0.76), mix(palette.near, palette.ground, 0.4), 0.4)
    stone = floor.tone("#87897f")
    for x, tall in ((-1200, 200), (1500, 280)):
        draw_rock(floor, x, foot(0.94), tall * 1.6, tall, stone, site.side)
    layers.append(floor.layer(1.0))
    front = site.sheet("front")
    for x in (-1850, -1520, 1580, 1980, -2500, 2500):
        draw_bamboo(front, x, 1300, 5600, 120, front.palette.near, 0.8)
    layers.append(front.layer(1.4, "foliage"))
    return layers
