"""A site in a dwelling or workplace in, its layers out: room, office, ward, classroom, cabin."""

from __future__ import annotations

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.motifs.chambers import Chamber, assemble
from drama_backends.animatic.places.motifs.furnishings import (
    draw_bed,
    draw_chair,
    draw_plant,
    draw_shelf,
    draw_sofa,
    draw_table,
)
from drama_backends.animatic.places.motifs.hangings import draw_curtains, draw_frame
from drama_backends.animatic.places.motifs.lamps import draw_candles, draw_fire, draw_lantern
from drama_backends.animatic.places.motifs.perspective import seen
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.site import Site
from drama_backends.animatic.places.strokes import arc, curve, foot
from drama_backends.animatic.stage import Box, PlaceLayer


def draw_room(site: Site) -> list[PlaceLayer]:
    """A dwelling: bed or sofa, shelf, picture, window with curtains, lamp."""
    old = site.look.era == "ancient"
    tall = (
        Box(-640 + 820 * site.side, -1420, 640 + 620 * site.side, -640)
        if old
        else Box(-430 + 720 * site.side, -1400, 430 + 720 * site.side, -560)
    )
    plan = Chamber(
        (tall,),
        lattice=old,
        beams=old,
        frame="#5f3f2a" if old else "#e6ddcb",
        ceiling="#8a6a4c" if old else "#dcd2bf",
    )

    def furnish(wall: Sheet, floor: Sheet) -> None:
        if old:
            draw_frame(wall, -site.side * 900, -1080, 300, 640, scroll=True)
            draw_bed(
                floor,
                -site.side * 1480,
                foot(0.86),
                1300,
                frame="#6b3f2a",
                cloth="#a5433c",
                toward=site.side,
                canopy=True,
            )
            draw_table(floor, site.side * 1220, foot(0.92), 700, 430, floor.tone("#7a4a30"))
            draw_candles(floor, site.side * 1220, foot(0.92) - 470, 2)
            draw_chair(floor, site.side * 1760, foot(0.95), 620, floor.tone("#6d432c"), -site.side)
        else:
            draw_curtains(
                wall,
                tall.left - 130,
                tall.right + 130,
                tall.top - 60,
                tall.bottom + 330,
                wall.tone("#b98a72"),
            )
            draw_frame(wall, -site.side * 820, -1180, 460, 330)
            bedroom = site.look.has("bed")
            if bedroom:
                draw_bed(
                    floor,
                    -site.side * 1480,
                    foot(0.88),
                    1350,
                    frame="#7d5638",
                    cloth="#7f93ac",
                    toward=site.side,
                )
            else:
                draw_sofa(floor, -site.side * 1330, foot(0.88), 1150, floor.tone("#6f8790"))
            draw_shelf(floor, site.side * 1620, foot(0.78), 520, 1260, floor.tone("#8d6543"))
            draw_plant(floor, site.side * 1230, foot(0.9), 640)
            _floor_lamp(floor, -site.side * 700, foot(0.8), 1080)
        _fire_place(floor, site)

    return assemble(site, plan, furnish)


def _floor_lamp(sheet: Sheet, x: float, base: float, tall: float) -> None:
    iron = sheet.tone("#4d4640")
    sheet.rect(x - 10, base - tall, 20, tall, iron)
    sheet.ellipse(x, base, 110, 22, iron)
    if sheet.dark:
        sheet.glow(x, base - tall * 0.95, 900, 760, "#ffcf7d", 0.6)
    shade = [
        (x - 90, base - tall - 130),
        (x + 90, base - tall - 130),
        (x + 170, base - tall + 90),
        (x - 170, base - tall + 90),
    ]
    sheet.shape(
        shade,
        mix(sheet.tone("#f2e2bd"), "#ffe2a0", 0.5 if sheet.dark else 0.0),
        line=6,
        hatch=False,
    )


def _fire_place(sheet: Sheet, site: Site) -> None:
    if not site.look.has("fire"):
        return
    x, base = -site.side * 1050, foot(0.8)
    sheet.rect(x - 380, base - 900, 760, 900, sheet.tone("#9a6a55"), line=8)
    sheet.rect(x - 250, base - 560, 500, 560, sheet.tone("#2a201d"), line=7)
    sheet.rect(x - 440, base - 950, 880, 90, sheet.tone("#7d5238"), line=7)
    draw_fire(sheet, x, base - 20, 260)


def draw_office(site: Site) -> list[PlaceLayer]:
    """An office: a glass wall on the city, desks with screens, shelves, plants."""
    windows = (
        Box(-1900, -1450, -700, -520),
        Box(-620, -1450, 620, -520),
        Box(700, -1450, 1900, -520),
    )
    plan = Chamber(
        windows, floor="tiles", frame="#c3c9cd", panes=(2, 1), ceiling="#e4e6e6", height=1950
    )

    def furnish(wall: Sheet, floor: Sheet) -> None:
        for x in (-900, 0, 900):
            a, b = seen(x * 1.2, -1950, 0.8), seen(x * 1.2 + 420, -1950, 0.95)
            wall.path(
                f"M{a[0]:.0f} {a[1]:.0f}h330L{b[0]:.0f} {b[1]:.0f}h-410z",
                mix(wall.palette.light, "#ffffff", 0.4),
                0.85,
            )
        for side, x in ((1, -1420), (-1, 1460)):
            _desk(floor, x, foot(0.93), side)
        draw_plant(floor, 1050 * site.side, foot(0.8), 720)
        draw_shelf(floor, -2350 * site.side, foot(0.8), 560, 1400, floor.tone("#b9bec2"))

    return assemble(site, plan, furnish)


def _desk(sheet: Sheet, x: float, base: float, toward: int) -> None:
    draw_table(sheet, x, base, 1150, 440, sheet.tone("#c2a27c"))
    y = base - 500
    dark = sheet.tone("#33393f")
    sheet.rect(x - toward * 120 - 20, y - 60, 40, 110, dark)
    sheet.rect(x - toward * 120 - 240, y - 380, 480, 310, dark, line=6)
    glow = mix(sheet.palette.sky_low, "#dff1ff", 0.5)
    sheet.rect(x - toward * 120 - 220, y - 360, 440, 270, glow, hatch=False)
    chart = "".join(
        f"M{x - toward * 120 - 170 + 60 * i:.0f} {y - 130:.0f}v{-50 - 30 * ((i * 7) % 5)}"
        for i in range(6)
    )
    sheet.line(chart, 26, mix(glow, sheet.palette.accent, 0.6), 0.8)
    if sheet.dark:
        sheet.glow(x - toward * 120, y - 220, 620, 460, "#bfe0ff", 0.4)
    sheet.rect(x + toward * 260, y - 70, 150, 70, sheet.tone("#e9e4d8"), line=4)
    draw_chair(sheet, x + toward * 250, base + 60, 700, sheet.tone("#4f5a63"), -toward)


def draw_hospital(site: Site) -> list[PlaceLayer]:
    """A ward: bed with rails, monitor, drip, curtain on a track, window with blinds."""
    window = Box(-560 + 600 * site.side, -1420, 560 + 600 * site.side, -620)
    plan = Chamber((window,), floor="tiles", frame="#f2f5f4", panes=(2, 1), ceiling="#eef2f0")

    def furnish(wall: Sheet, floor: Sheet) -> None:
        blinds = "".join(
            f"M{window.left:.0f} {window.top + 26 * i:.0f}h{window.right - window.left:.0f}"
            for i in range(1, 11)
        )
        wall.line(blinds, 8, wall.tone("#eef3f1"), 0.85)
        wall.rect(-2240, -760, 4480, 60, wall.tone("#7fb0ac"), line=4)
        draw_bed(
            floor,
            -site.side * 1420,
            foot(0.9),
            1350,
            frame="#c9d2d4",
            cloth="#9cc4c4",
            toward=site.side,
        )
        _monitor(floor, -site.side * 780, foot(0.8))
        _drip(floor, -site.side * 1980, foot(0.84))
        cloth = floor.tone("#a9ccc6")
        left = 1230 * site.side
        for index in range(9):
            x = left + site.side * index * 120
            floor.shape(
                [
                    (x, -1750),
                    (x + site.side * 124, -1750),
                    (x + site.side * 118, foot(0.86)),
                    (x + site.side * 8, foot(0.86) + 20),
                ],
                shaded(cloth, -0.035 if index % 2 else 0.03),
                hatch=bool(index % 2),
            )
        floor.rect(
            min(left - 80, left + site.side * 2600), -1790, 2700, 30, floor.tone("#b9c4c6"), line=4
        )
        draw_chair(floor, site.side * 1000, foot(0.94), 620, floor.tone("#7fa6a8"), -site.side)

    return assemble(site, plan, furnish)


def _monitor(sheet: Sheet, x: float, base: float) -> None:
    sheet.rect(x - 14, base - 1000, 28, 1000, sheet.tone("#9aa4a8"))
    sheet.rect(x - 200, base - 1330, 400, 320, sheet.tone("#d9dfe0"), line=6)
    sheet.rect(x - 165, base - 1295, 330, 220, sheet.tone("#1f3a3d"), hatch=False)
    pulse = f"M{x - 160:.0f} {base - 1190:.0f}h90l22 -60 26 110 22 -70 18 20h110"
    sheet.line(pulse, 9, "#6fe0a8" if sheet.style != "pencil" else "#f2f2ee")


def _drip(sheet: Sheet, x: float, base: float) -> None:
    steel = sheet.tone("#aab4b8")
    sheet.rect(x - 9, base - 1350, 18, 1350, steel)
    sheet.line(f"M{x - 90:.0f} {base - 1340:.0f}h180M{x - 110:.0f} {base:.0f}h220", 14, steel)
    sheet.rect(
        x - 100,
        base - 1300,
        90,
        190,
        mix(sheet.palette.light, "#ffffff", 0.3),
        line=4,
        alpha=0.85,
        hatch=False,
    )


def draw_classroom(site: Site) -> list[PlaceLayer]:
    """A classroom: blackboard, desks in rows at the sides, windows, clock."""
    old = site.look.era == "ancient"
    window = Box(
        min(site.side * 1350, site.side * 2080),
        -1400,
        max(site.side * 1350, site.side * 2080),
        -560,
    )
    plan = Chamber(
        (window,),
        frame="#e8dfc8" if not old else "#5f4029",
        lattice=old,
        beams=old,
        ceiling="#e5dcc4",
    )

    def furnish(wall: Sheet, floor: Sheet) -> None:
        if old:
            for index, x in enumerate((-700, -230, 240)):
                draw_frame(wall, x - 200 * site.side, -1080, 260, 640, scroll=index != 1)
        else:
            left = -900 - 300 * site.side
            wall.rect(left - 40, -1440, 1880, 820, wall.tone("#8a6544"), line=6)
            wall.rect(left, -1400, 1800, 740, wall.tone("#3d5a4c", 0.12), line=5)
            chalk = mix(wall.palette.light, "#ffffff", 0.4)
            for row in range(4):
                scrawl = arc(
                    (left + 160, -1280 + row * 130),
                    (left + 500, -1310 + row * 130),
                    (left + 700 + 120 * (row % 3), -1275 + row * 130),
                    12,
                )
                wall.line(
                    curve([(x, y + wall.random.uniform(-22, 22)) for x, y in scrawl], closed=False),
                    8,
                    chalk,
                    0.55,
                )
            wall.line(
                f"M{left + 1250:.0f} -860a170 170 0 1 1 .1 0M{left + 1250:.0f} -1030l150 90",
                8,
                chalk,
                0.5,
            )
        for x, scale in (
            (-1080, 0.8),
            (1130, 0.8),
            (-1480, 0.96),
            (1540, 0.96),
            (-2300, 0.9),
            (2400, 0.9),
        ):
            draw_table(floor, x, foot(scale), 700 * scale, 440 * scale, floor.tone("#b88a58"))
            draw_chair(
                floor,
                x + (330 if x < 0 else -330) * scale,
                foot(scale) + 40,
                520 * scale,
                floor.tone("#8a653f"),
                1 if x < 0 else -1,
            )

    return assemble(site, plan, furnish)


def draw_cabin(site: Site) -> list[PlaceLayer]:
    """A ship's cabin: planked walls, portholes or shutters on the sea, hammock, lamp, chest."""
    windows = (Box(-1150, -1230, -560, -800), Box(560, -1230, 1150, -800))
    plan = Chamber(
        windows,
        half=2500,
        height=1750,
        frame="#5a3c26",
        beams=True,
        ceiling="#6f4d32",
        panes=(2, 1),
    )

    def furnish(wall: Sheet, floor: Sheet) -> None:
        planks = "".join(f"M-1800 {y}H1800" for y in range(-1400, -240, 130))
        wall.line(planks, 6, wall.palette.ink, 0.22)
        draw_lantern(wall, -330 * site.side, -1380, 170, "#d9a441")
        floor.rect(
            site.side * 1250 - 330, foot(0.92) - 380, 660, 380, floor.tone("#7a5230"), line=8
        )
        floor.rect(site.side * 1250 - 350, foot(0.92) - 430, 700, 90, floor.tone("#8d633c"), line=7)
        hang = arc(
            (-site.side * 760, -1000), (-site.side * 1300, -330), (-site.side * 1840, -1050), 12
        )
        low = arc(
            (-site.side * 1840, -1050), (-site.side * 1300, -60), (-site.side * 760, -1000), 12
        )
        floor.shape([*hang, *low], floor.tone("#b7a27a"), line=7)
        draw_shelf(
            floor,
            site.side * 1800,
            foot(0.84),
            480,
            1200,
            floor.tone("#6d4a2f"),
            rows=4,
            goods="jars",
        )

    return assemble(site, plan, furnish, view="sea")
