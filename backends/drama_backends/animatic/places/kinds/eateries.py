"""A site where people cook, eat or buy in, its layers out: kitchen, café, shop."""

from __future__ import annotations

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.motifs.chambers import FLOOR, Chamber, assemble
from drama_backends.animatic.places.motifs.furnishings import (
    draw_chair,
    draw_counter,
    draw_plant,
    draw_shelf,
    draw_table,
)
from drama_backends.animatic.places.motifs.lamps import draw_lantern, draw_pendant
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.site import Site
from drama_backends.animatic.places.strokes import arc, curve, foot
from drama_backends.animatic.stage import Box, PlaceLayer


def draw_kitchen(site: Site) -> list[PlaceLayer]:
    """A kitchen: counter with sink and stove along the wall, shelves, window, pans."""
    old = site.look.era == "ancient"
    window = Box(-480 - 300 * site.side, -1400, 480 - 300 * site.side, -760)
    plan = Chamber(
        (window,),
        floor="checks" if not old else "stones",
        frame="#f0e8d8" if not old else "#5f4029",
        lattice=old,
        beams=old,
        ceiling="#e6dcc6" if not old else "#7a5a3e",
    )

    def furnish(wall: Sheet, floor: Sheet) -> None:
        if old:
            _clay_stove(floor, site.side * 1380, foot(0.88))
            _jars(floor, -site.side * 1300, foot(0.88))
            draw_table(floor, -site.side * 2300, foot(0.95), 800, 430, floor.tone("#7c5435"))
            for index in range(6):
                x = site.side * (900 + index * 150)
                wall.line(f"M{x:.0f} -1560v{90 + 30 * (index % 2)}", 6, wall.palette.ink, 0.6)
                wall.ellipse(
                    x,
                    -1400 + 30 * (index % 2),
                    44,
                    66,
                    wall.tone(("#c0462f", "#d8b35a", "#8f9a4f")[index % 3]),
                )
            return
        tiles = "".join(f"M-2300 {y}H2300" for y in range(-720, -500, 60)) + "".join(
            f"M{x} -720V-500" for x in range(-2300, 2301, 90)
        )
        wall.line(tiles, 4, shaded(wall.palette.far, -0.1), 0.5)
        draw_counter(
            wall,
            -2250,
            2250,
            FLOOR + 30,
            330,
            wall.tone("#86a293", 0.12),
            wall.tone("#e8dcc6", 0.05),
        )
        _stove(wall, site.side * 820)
        _wall_shelf(wall, site.side * 1180)
        _fridge(floor, -site.side * 1450, foot(0.82))
        draw_table(floor, site.side * 1500, foot(0.95), 950, 470, floor.tone("#a87a50"))
        draw_chair(floor, site.side * 1010, foot(0.96), 640, floor.tone("#b88a5c"), site.side)
        _fruit_bowl(floor, site.side * 1440, foot(0.95) - 520)
        for x in (-380, 380):
            draw_pendant(wall, x - 260 * site.side, -2600, -1480, 170, wall.tone("#d9a441"))

    return assemble(site, plan, furnish)


def _stove(sheet: Sheet, x: float) -> None:
    top = FLOOR + 30 - 390
    sheet.rect(x - 190, top + 20, 380, 360, sheet.tone("#4b5257", 0.1), line=6)
    sheet.rect(x - 140, top + 130, 280, 180, sheet.tone("#23272a", 0.1), line=5)
    pot = sheet.tone("#b5563f", 0.05)
    sheet.rect(x - 120, top - 110, 190, 120, pot, line=5)
    sheet.rect(x - 135, top - 130, 220, 28, shaded(pot, 0.06), line=4)
    for index in range(3):
        y = top - 190 - index * 90
        steam = arc((x - 40, y), (x - 90 + 90 * (index % 2), y - 50), (x - 30, y - 90), 6)
        sheet.stroke(steam, 18, mix(sheet.palette.haze, "#ffffff", 0.5), 0.35)
    sheet.rect(x - 110, -2300, 220, 1010, sheet.tone("#a9b1b2", 0.1), line=6)
    sheet.shape(
        [
            (x - 300, -1060),
            (x - 130, -1300),
            (x + 130, -1300),
            (x + 300, -1060),
            (x + 300, -1010),
            (x - 300, -1010),
        ],
        sheet.tone("#a9b1b2", 0.1),
        line=6,
    )


def _wall_shelf(sheet: Sheet, x: float) -> None:
    left = x + 160 if x > 0 else x - 1060
    for y in (-860, -1160):
        sheet.rect(left, y, 900, 26, sheet.tone("#9a7048", 0.05), line=4)
        _bottles(sheet, left + 20, left + 880, y, jars=True)


def _fridge(sheet: Sheet, x: float, base: float) -> None:
    body = sheet.tone("#d9dedb")
    sheet.rect(x - 330, base - 1420, 660, 1420, body, line=8, foot=shaded(body, -0.08))
    sheet.line(f"M{x - 330:.0f} {base - 920:.0f}h660", 8, shaded(body, -0.2))
    for y, long in ((base - 1200, 190), (base - 780, 260)):
        sheet.rect(x + 230, y, 32, long, sheet.tone("#8f989a"), line=4)
    sheet.rect(x - 190, base - 1270, 110, 130, sheet.palette.accent, line=4, alpha=0.9)
    sheet.rect(x - 40, base - 1240, 130, 100, sheet.tone("#f2dc9a"), line=4)


def _fruit_bowl(sheet: Sheet, x: float, y: float) -> None:
    for dx, dy, colour in (
        (-70, -50, "#d9573f"),
        (0, -72, "#e8b04a"),
        (66, -48, "#8fae55"),
        (-20, -30, "#e0803f"),
    ):
        sheet.ellipse(x + dx, y + dy, 48, 46, sheet.tone(colour))
    bowl = [(x - 150, y - 40), (x + 150, y - 40), (x + 80, y + 50), (x - 80, y + 50)]
    sheet.shape(bowl, sheet.tone("#7fa0a8"), line=6)


def _clay_stove(sheet: Sheet, x: float, base: float) -> None:
    clay = sheet.tone("#b59a78")
    sheet.shape(
        [(x - 650, base), (x - 620, base - 470), (x + 620, base - 470), (x + 650, base)],
        clay,
        line=9,
        foot=shaded(clay, -0.1),
    )
    for dx in (-300, 300):
        sheet.ellipse(x + dx, base - 475, 210, 44, sheet.tone("#35302c"))
        mouth = arc((x + dx - 110, base - 40), (x + dx, base - 400), (x + dx + 110, base - 40), 8)
        sheet.shape(mouth, sheet.tone("#2b1f1a"), line=6)
        sheet.glow(x + dx, base - 110, 330, 260, "#ff9440", 0.8)
        flame = [
            (x + dx - 60, base - 44),
            (x + dx - 26, base - 150),
            (x + dx, base - 100),
            (x + dx + 24, base - 170),
            (x + dx + 60, base - 44),
        ]
        sheet.path(curve(flame), "#ffb454")
    for dx in (-300, 300):
        steam = arc((x + dx, base - 520), (x + dx - 130, base - 800), (x + dx + 60, base - 1150), 8)
        sheet.stroke(steam, 70, mix(sheet.palette.haze, "#ffffff", 0.4), 0.22)


def _jars(sheet: Sheet, x: float, base: float) -> None:
    for dx, size, local in ((-260, 1.0, "#6f4a35"), (60, 1.25, "#7d5a40"), (380, 0.85, "#5f4634")):
        wide, high = 300 * size, 460 * size
        colour = sheet.tone(local)
        jar = [
            (x + dx - wide * 0.3, base),
            (x + dx - wide * 0.55, base - high * 0.5),
            (x + dx - wide * 0.3, base - high),
            (x + dx + wide * 0.3, base - high),
            (x + dx + wide * 0.55, base - high * 0.5),
            (x + dx + wide * 0.3, base),
        ]
        sheet.shape(jar, colour, line=7, smooth=True)
        sheet.ellipse(x + dx, base - high * 0.93, wide * 0.3, wide * 0.08, sheet.tone("#b5402f"))


def draw_cafe(site: Site) -> list[PlaceLayer]:
    """A café, bar or tea house: bar with shelves, tables, pendants, a big window."""
    old = site.look.era == "ancient"
    window = Box(-1750, -1430, -300, -520) if site.side < 0 else Box(300, -1430, 1750, -520)
    plan = Chamber(
        (window,),
        frame="#3f4a48" if not old else "#5a3826",
        panes=(3, 1) if not old else (3, 2),
        lattice=old,
        beams=old,
        ceiling="#8a6f56",
    )

    def furnish(wall: Sheet, floor: Sheet) -> None:
        bar = -site.side
        wood = floor.tone("#80573a")
        left, right = sorted((bar * 420, bar * 2000))
        for row in range(2):
            y = -1180 + row * 300
            wall.rect(left + 120, y, right - left - 200, 26, wall.tone("#6b4a32"), line=4)
            _bottles(wall, left + 160, right - 130, y)
        if not old:
            _chalk_board(wall, bar * 1250, -1440)
        draw_counter(
            wall,
            left,
            right,
            FLOOR + 60,
            470,
            wall.tone("#5f7468" if not old else "#7d4a33", 0.08),
            wall.tone("#b98c5c", 0.04),
        )
        if not old:
            _coffee_machine(wall, bar * 900, FLOOR + 60 - 510)
        for x, scale in ((site.side * 1330, 0.93), (site.side * 2300, 0.98), (bar * 2100, 1.02)):
            base = foot(scale)
            if old:
                draw_table(floor, x, base, 760, 450, wood)
            else:
                draw_table(floor, x, base, 560, 470, floor.tone("#a9794d"), round_=True)
                _cup(floor, x - 60, base - 480)
            draw_chair(floor, x - 430, base + 20, 640, wood, 1)
            draw_chair(floor, x + 430, base + 20, 640, wood, -1)
        draw_plant(floor, site.side * 760, foot(0.78), 520)
        for x in (-1150, -560, 560, 1150):
            if old:
                draw_lantern(wall, x, -1640, 190)
            else:
                draw_pendant(wall, x, -2600, -1470, 190, wall.tone("#3f4744"))

    return assemble(site, plan, furnish)


def _bottles(sheet: Sheet, left: float, right: float, y: float, jars: bool = False) -> None:
    x = left
    while x < right - 60:
        wide = sheet.random.uniform(44, 74)
        high = wide * (sheet.random.uniform(1.1, 1.6) if jars else sheet.random.uniform(2.0, 3.0))
        colour = sheet.tone(
            sheet.random.choice(("#b5673f", "#7f9a6a", "#d7b25c", "#8aa3ad", "#e6dcc8", "#6b4a55")),
            0.2,
        )
        if jars:
            outline = [
                (x, y),
                (x, y - high * 0.8),
                (x + wide * 0.14, y - high),
                (x + wide * 0.86, y - high),
                (x + wide, y - high * 0.8),
                (x + wide, y),
            ]
        else:
            outline = [
                (x, y),
                (x, y - high * 0.55),
                (x + wide * 0.34, y - high * 0.72),
                (x + wide * 0.34, y - high),
                (x + wide * 0.66, y - high),
                (x + wide * 0.66, y - high * 0.72),
                (x + wide, y - high * 0.55),
                (x + wide, y),
            ]
        sheet.shape(outline, colour, line=3, hatch=False)
        x += wide + sheet.random.uniform(16, 46)


def _chalk_board(sheet: Sheet, x: float, top: float) -> None:
    sheet.rect(x - 330, top, 660, 150, sheet.tone("#3a3f3c", 0.1), line=6)
    lines = "".join(
        f"M{x - 270 + 190 * c:.0f} {top + 36 + 34 * r:.0f}h{110 + 20 * ((r + c) % 3)}"
        for r in range(3)
        for c in range(3)
    )
    sheet.line(lines, 9, mix(sheet.palette.light, "#ffffff", 0.3), 0.7)


def _coffee_machine(sheet: Sheet, x: float, base: float) -> None:
    steel = sheet.tone("#b9bfc1", 0.05)
    sheet.rect(x - 190, base - 230, 380, 230, steel, line=6)
    sheet.rect(x - 150, base - 130, 300, 90, sheet.tone("#3a3f42", 0.1), line=4)
    sheet.rect(x - 210, base - 270, 420, 50, shaded(steel, 0.05), line=5)
    for dx in (-90, 60):
        sheet.rect(x + dx, base - 60, 46, 56, sheet.tone("#f2ede2"), line=3)


def _cup(sheet: Sheet, x: float, y: float) -> None:
    sheet.ellipse(x, y, 58, 12, sheet.tone("#e7e0d2"))
    sheet.shape(
        [(x - 34, y - 56), (x + 34, y - 56), (x + 22, y), (x - 22, y)],
        sheet.tone("#f6f1e6"),
        line=4,
        hatch=False,
    )
    steam = arc((x, y - 66), (x - 26, y - 120), (x + 8, y - 170), 6)
    sheet.stroke(steam, 10, mix(sheet.palette.haze, "#ffffff", 0.5), 0.4)


def draw_shop(site: Site) -> list[PlaceLayer]:
    """A shop: shelves of goods to both sides, counter, door of glass, sign."""
    old = site.look.era == "ancient"
    door = Box(-330, -1330, 330, FLOOR)
    plan = Chamber(
        (door,),
        floor="tiles" if not old else "boards",
        frame="#6a4a34",
        panes=(2, 3),
        lattice=old,
        beams=old,
        ceiling="#cfc4ac" if not old else "#6f5038",
    )

    def furnish(wall: Sheet, floor: Sheet) -> None:
        goods = "jars" if old else "books" if site.look.has("table") else "boxes"
        for x in (-1750, -1130, 1130, 1750):
            draw_shelf(
                wall,
                x,
                FLOOR + 30,
                590,
                1220,
                wall.tone("#8a6342", 0.1),
                rows=5,
                goods=goods if x < 0 else ("jars" if goods != "jars" else "boxes"),
            )
        left, right = sorted((site.side * 1250, site.side * 2600))
        draw_counter(
            floor,
            left,
            right,
            foot(0.94),
            500,
            floor.tone("#87593a"),
            floor.tone("#b78a5a"),
        )
        draw_shelf(
            floor,
            -site.side * 2250,
            foot(0.92),
            760,
            1750,
            floor.tone("#7d5839"),
            rows=6,
            goods=goods,
        )
        for x in (-900, 900):
            (
                draw_lantern(wall, x, -1640, 190)
                if old
                else draw_pendant(wall, x, -2600, -1500, 190, wall.tone("#c9a24f"))
            )

    return assemble(site, plan, furnish)
