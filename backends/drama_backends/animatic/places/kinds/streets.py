"""A site in a street in, its layers out: street, market, alley."""

from __future__ import annotations

from drama_backends.animatic.places.colour import mix
from drama_backends.animatic.places.motifs.lamps import LAMP, draw_lantern
from drama_backends.animatic.places.motifs.land import draw_hills
from drama_backends.animatic.places.motifs.perspective import draw_floor, draw_side_wall
from drama_backends.animatic.places.motifs.shops import draw_shop_front
from drama_backends.animatic.places.motifs.street_things import (
    draw_bunting,
    draw_car,
    draw_hanging_sign,
    draw_stall,
    draw_street_lamp,
)
from drama_backends.animatic.places.motifs.temples import draw_hall_front
from drama_backends.animatic.places.motifs.towers import draw_tower
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.site import Site
from drama_backends.animatic.places.strokes import arc, curve, foot, lens, polygon
from drama_backends.animatic.stage import HORIZON, PLATE, PlaceLayer


def draw_street(site: Site) -> list[PlaceLayer]:
    """A street running to the distance: house fronts, lamps or lanterns, signs, wet stones."""
    old = site.look.era == "ancient"
    layers = [*site.sky(), _street_end(site, old)]
    houses = site.sheet("houses")
    _rows(houses, site, old)
    layers.append(houses.layer(0.55))
    layers.append(_pavement(site, old))
    front = site.sheet("front")
    if old:
        for x in (-1750, 1850):
            _eave_corner(front, x)
    else:
        draw_street_lamp(front, -1530 * site.side, 520, 2700, site.side, front.palette.near)
    layers.append(front.layer(1.35))
    return layers


def draw_market(site: Site) -> list[PlaceLayer]:
    """Stalls with awnings and goods on both sides, lanterns or flags on cords overhead."""
    old = site.look.era != "modern" and site.look.script == "han"
    layers = [*site.sky(), _street_end(site, old)]
    houses = site.sheet("houses")
    _rows(houses, site, old)
    layers.append(houses.layer(0.5))
    stalls = site.sheet("stalls")
    stalls_at = ((-620, 0.36), (700, 0.4), (-1150, 0.58), (1250, 0.62))
    stalls.path(
        (
            f"M{PLATE.left:.0f} {foot(0.42):.0f}H{PLATE.right:.0f}"
            f"V{PLATE.bottom:.0f}H{PLATE.left:.0f}z"
        ),
        mix(site.palette.ground, site.palette.haze, 0.2),
    )
    for x, scale in stalls_at:
        draw_stall(stalls, x, foot(scale), 1000 * scale)
    layers.append(stalls.layer(0.7))
    ground = _pavement_sheet(site, old)
    for x, scale in ((-1900, 0.92), (2000, 0.95)):
        draw_stall(ground, x, foot(scale), 1150 * scale)
    layers.append(ground.layer(1.0))
    front = site.sheet("cords")
    for y, sag in ((-1750, 260), (-2150, 300)):
        cord = arc((-3200, y - 200), (0, y + sag), (3200, y - 260), 11)
        front.line(curve(cord, closed=False), 7, front.palette.ink, 0.7)
        if site.look.script == "han" or site.look.has("lantern"):
            for px, py in cord[1:-1]:
                draw_lantern(front, px, py, 150)
        else:
            draw_bunting(front, cord)
    layers.append(front.layer(1.1))
    return layers


def draw_alley(site: Site) -> list[PlaceLayer]:
    """A narrow way between walls, light at its end, pipes or lanterns, puddles."""
    layers = site.sky(clouds=False)
    old = site.look.era == "ancient"
    palette = site.palette
    walls = site.sheet("walls")
    end = 0.2
    bright = mix(palette.light, palette.sky_low, 0.5)
    walls.path(
        f"M-700 {foot(end) + 10:.0f}V-1900H700V{foot(end) + 10:.0f}z",
        walls.fade(mix(palette.far, palette.sky_low, 0.5), mix(bright, palette.haze, 0.4)),
    )
    for x, wide, tall in ((-130, 200, 420), (120, 240, 330), (20, 130, 520)):
        draw_tower(
            walls, x, foot(end) + 8, wide, tall, mix(palette.far, palette.haze, 0.35), lights=0.4
        )
    walls.glow(0, foot(end) - 130, 620, 620, LAMP if walls.dark else palette.light, 0.5)
    local = "#c9c0b0" if old else "#9c7f70"
    for side in (-1, 1):
        draw_side_wall(
            walls,
            side,
            1050,
            end,
            2.6,
            3300,
            walls.tone(local, 0.0, -0.03 if side == site.side else 0.03),
            bricks=not old,
        )
        _alley_things(walls, side, old, site.look.script)
    layers.append(walls.layer(0.6))
    ground = site.sheet("ground")
    draw_floor(
        ground, foot(end), mix(palette.ground, palette.shadow, 0.15), half=1050, kind="stones"
    )
    _puddles(ground, site)
    layers.append(ground.layer(1.0))
    front = site.sheet("wires")
    for y, sag in ((-2050, 200), (-1850, 320), (-2400, 140)):
        front.line(
            curve(arc((-3400, y), (0, y + sag), (3400, y - 200), 10), closed=False),
            8,
            palette.ink,
            0.8,
        )
    if old:
        for x in (-780, 780):
            draw_lantern(front, x, -1850, 190)
    layers.append(front.layer(1.15))
    return layers


def _street_end(site: Site, old: bool) -> PlaceLayer:
    sheet = site.sheet("end")
    palette = sheet.palette
    if old:
        draw_hills(sheet, HORIZON + 20, 420, palette.far, wave=1300, sharp=True)
        sheet.mist(HORIZON + 10, 360, palette.haze, 0.75)
        draw_hall_front(sheet, 0, HORIZON + 50, 420, storeys=3, depth=0.45)
    else:
        for index in range(24):
            x = -3000 + index * 260 + sheet.random.uniform(-60, 60)
            tall = sheet.random.uniform(260, 640) * (0.55 if abs(x) < 260 else 1)
            draw_tower(
                sheet,
                x,
                HORIZON + 50,
                sheet.random.uniform(130, 240),
                tall,
                mix(palette.far, palette.haze, sheet.random.uniform(0.1, 0.4)),
                lights=0.4 if sheet.dark else 0.12,
                crown=index % 3,
            )
    sheet.mist(HORIZON, 360, palette.haze, 0.55)
    sheet.glow(0, HORIZON - 60, 700, 420, LAMP if sheet.dark else palette.light, 0.4)
    return sheet.layer(0.16)


def _rows(sheet: Sheet, site: Site, old: bool) -> None:
    """House fronts in two rows, smaller and paler towards the end of the street."""
    palette = site.palette
    sheet.path(
        (
            f"M{PLATE.left:.0f} {foot(0.09):.0f}H{PLATE.right:.0f}"
            f"V{PLATE.bottom:.0f}H{PLATE.left:.0f}z"
        ),
        sheet.fade(mix(palette.ground, palette.haze, 0.5), palette.ground, 0.4),
    )
    neon = site.look.has("sign") or not old
    for index, scale in enumerate((0.12, 0.19, 0.29, 0.43, 0.6)):
        depth = 0.52 * (1 - scale) ** 1.3
        for side in (-1, 1):
            across = 1500 * scale
            x = side * (1330 * scale + across * 0.62 + 60)
            tall = (
                across * sheet.random.uniform(1.35, 2.3)
                if not old
                else across * sheet.random.choice((0.95, 1.4))
            )
            draw_shop_front(
                sheet,
                x,
                foot(scale),
                across,
                tall,
                depth=depth,
                era="ancient" if old else "modern",
                neon=neon,
                script=site.look.script,
            )
            if index in (2, 4):
                draw_hanging_sign(
                    sheet,
                    side,
                    x - side * across * 0.52,
                    foot(scale) - across * 0.9,
                    across * 0.16,
                    old,
                    site.look.script,
                )
        if index == 3:
            sheet.mist(foot(scale) - 120, 420, palette.haze, 0.3)
    for x in (-3300, 3300, -4500, 4500):
        draw_shop_front(
            sheet,
            x,
            foot(0.62),
            1050,
            1900,
            depth=0.12,
            era="ancient" if old else "modern",
            script=site.look.script,
        )
    sheet.veil(0, -430, 900, 560, palette.haze, 0.25)


def _pavement(site: Site, old: bool) -> PlaceLayer:
    return _pavement_sheet(site, old).layer(1.0)


def _pavement_sheet(site: Site, old: bool) -> Sheet:
    sheet = site.sheet("ground")
    palette = sheet.palette
    draw_floor(sheet, foot(0.6), palette.ground, half=5200, kind="stones" if old else "asphalt")
    if not old:
        kerb = sheet.tone("#bdb8b0")
        for side in (-1, 1):
            a, b = foot(0.6), PLATE.bottom
            near = (b - HORIZON) / -HORIZON
            quad = [
                (side * 1330 * 0.6, a),
                (side * 5200, a),
                (side * 5200, b),
                (side * 1330 * near, b),
            ]
            sheet.path(
                polygon(quad),
                sheet.fade(
                    mix(kerb, palette.ground, 0.55),
                    mix(mix(kerb, palette.ground, 0.5), palette.shadow, 0.4),
                    0.8,
                ),
            )
            edge = [
                (side * 1330 * 0.6, a),
                (side * 1330 * near, b),
                (side * (1330 * near - 90), b),
                (side * (1330 * 0.6 - 14), a),
            ]
            sheet.path(polygon(edge), mix(kerb, palette.shadow, 0.45))
    _puddles(sheet, site)
    if site.look.has("car") and not old:
        draw_car(sheet, 1700 * site.side, foot(0.92), 1300, sheet.tone("#b7493a"))
    if old and (sheet.dark or site.look.has("lantern")):
        for x in (-1300, 1300):
            sheet.rect(x - 22, foot(0.84) - 1250, 44, 1250, sheet.tone("#4e392a"), line=7)
            draw_lantern(sheet, x + (130 if x < 0 else -130), foot(0.84) - 1240, 190)
            sheet.stroke(
                [(x, foot(0.84) - 1230), (x + (150 if x < 0 else -150), foot(0.84) - 1250)],
                22,
                sheet.tone("#4e392a"),
            )
    if not old:
        draw_street_lamp(
            sheet, 1400 * site.side, foot(0.82), 1900, -site.side, sheet.tone("#3f474d")
        )
    return sheet


def _puddles(sheet: Sheet, site: Site) -> None:
    """Wet ground: streaks of reflected light under rain, a few glints otherwise."""
    palette = sheet.palette
    wet = site.look.weather.kind in ("rain", "storm")
    if not wet:
        return
    for _ in range(26):
        scale = sheet.random.uniform(0.66, 1.5)
        x, y = sheet.random.uniform(-2600, 2600), foot(scale)
        across = sheet.random.uniform(150, 460) * scale
        sheet.path(
            lens(x, y, across * 2, across * 0.16), mix(palette.sky_low, palette.haze, 0.4), 0.34
        )
    if sheet.dark and sheet.style != "pencil":
        for x in (-1500, -980, -420, 350, 900, 1400, 1900):
            tint = sheet.random.choice(
                (LAMP, palette.accent, mix(palette.accent, palette.sky_low, 0.6))
            )
            marks = "".join(
                lens(
                    x + sheet.random.uniform(-30, 30),
                    foot(0.64) + row * 30,
                    90 + row * 9 + sheet.random.uniform(-30, 40),
                    14,
                )
                for row in range(15)
            )
            sheet.path(marks, tint, 0.26)


def _alley_things(sheet: Sheet, side: int, old: bool, script: str) -> None:
    """Doors, windows, pipes and lamps along an alley wall, in its perspective."""
    for scale, tall in ((0.4, 1100), (0.85, 1150)):
        x = side * 1050 * scale
        y = foot(scale)
        quad = [
            (x, y),
            (x, y - tall * scale),
            (side * 1050 * scale * 1.2, foot(scale * 1.2) - tall * scale * 1.2),
            (side * 1050 * scale * 1.2, foot(scale * 1.2)),
        ]
        sheet.shape(quad, sheet.tone("#6b4636" if old else "#4f5f63", 0.2), line=6)
    for scale in (0.33, 0.6, 1.05):
        x = side * 1050
        low, high = 1500, 2150
        quad = [
            (x * scale, HORIZON + (-HORIZON - low) * scale),
            (x * scale, HORIZON + (-HORIZON - high) * scale),
            (x * scale * 1.22, HORIZON + (-HORIZON - high) * scale * 1.22),
            (x * scale * 1.22, HORIZON + (-HORIZON - low) * scale * 1.22),
        ]
        lit = sheet.dark and sheet.random.random() < 0.6
        sheet.shape(
            quad, sheet.tone(LAMP) if lit else sheet.tone("#4c545c", 0.15), line=6, hatch=False
        )
    for scale in (0.5, 0.78) if old else (0.7,):
        x, y = side * 1050 * scale * 0.9, HORIZON + (-HORIZON - 1500) * scale
        if old:
            draw_lantern(sheet, x, y, 210 * scale)
        else:
            draw_hanging_sign(sheet, side, x * 0.93, y, 170 * scale, old, script)
    if not old:
        pipe = sheet.tone("#7a7f82", 0.1)
        sheet.stroke([(side * 1050 * 0.72, foot(0.72)), (side * 1050 * 0.72, -2900)], 40, pipe)


def _eave_corner(sheet: Sheet, x: float) -> None:
    side = -1 if x < 0 else 1
    dark = mix(sheet.palette.near, sheet.palette.ink, 0.3)
    sheet.rect(x - 60 + side * 200, -2000, 120, 3900, dark, hatch=False)
    eave = arc((x + side * 3200, -2900), (x + side * 700, -2050), (x - side * 560, -2080), 10)
    low = arc((x - side * 560, -2080), (x + side * 500, -1820), (x + side * 3200, -1900), 10)
    sheet.shape([*eave, *low], dark, hatch=False, smooth=False)
    draw_lantern(sheet, x - side * 330, -1990, 230)
