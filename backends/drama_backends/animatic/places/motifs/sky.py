"""The hour and the weather in, the sky out: gradient, sun or moon, stars, clouds."""

from __future__ import annotations

import math

from drama_backends.animatic.places.colour import lightness, mix, shaded
from drama_backends.animatic.places.look import PlaceLook
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.strokes import blob, curve, polygon
from drama_backends.animatic.stage import HORIZON, PLATE, Point
from drama_compiler.contract import Daytime


def light_at(look: PlaceLook, seed_side: int) -> Point:
    """Where the sun or moon stands: seen in a wide of every format, clear of a head at x = 0."""
    heights = {
        Daytime.DAWN: -985, Daytime.MORNING: -1290, Daytime.DAY: -1900, Daytime.AFTERNOON: -1420,
        Daytime.DUSK: -985, Daytime.EVENING: -1180, Daytime.NIGHT: -1290,
    }  # fmt: skip
    return Point(seed_side * 560.0, float(heights[look.time]))


def draw_sky(sheet: Sheet, look: PlaceLook, side: int, *, horizon: float = HORIZON) -> None:
    """A whole plate of sky, opaque, with its sun or moon."""
    palette = sheet.palette
    top, low = palette.sky_top, palette.sky_low
    height = horizon - PLATE.top
    paint = sheet.fade(top, low, 0.93)
    sheet.path(
        f"M{PLATE.left:.0f} {PLATE.top:.0f}H{PLATE.right:.0f}V{horizon + 40:.0f}H{PLATE.left:.0f}z",
        shaded(top, 0),
    )
    start = max(PLATE.top, horizon - 1350)
    sheet.path(
        f"M{PLATE.left:.0f} {start:.0f}H{PLATE.right:.0f}V{horizon + 60:.0f}H{PLATE.left:.0f}z",
        paint,
    )
    below = mix(low, palette.haze, 0.5)
    sheet.path(
        (
            f"M{PLATE.left:.0f} {horizon + 30:.0f}H{PLATE.right:.0f}"
            f"V{PLATE.bottom:.0f}H{PLATE.left:.0f}z"
        ),
        below,
    )
    sheet.blots(
        -4200, horizon - height * 0.5, 4200, horizon - 60, mix(low, palette.haze, 0.6), 0.35, 8
    )
    sheet.blots(-4200, horizon - height * 0.6, 4200, horizon - 700, shaded(top, -0.05), 0.3, 7)
    covered = (
        look.weather.kind in ("storm", "rain", "snow", "fog", "dust")
        and look.weather.strength > 0.3
    )
    night = look.time in (Daytime.NIGHT, Daytime.EVENING)
    if night and (not covered or look.has("stars")):
        _stars(sheet, horizon, 190 if look.time is Daytime.NIGHT else 70)
    if look.time is Daytime.NIGHT and (not covered or look.has("moon")):
        _moon(sheet, light_at(look, side), 0.8 if covered else 1.0)
    elif look.time is Daytime.EVENING and look.has("moon"):
        _moon(sheet, light_at(look, side), 0.9)
    elif not covered or look.has("sun"):
        _sun(sheet, look, light_at(look, side), horizon)


def draw_clouds(sheet: Sheet, look: PlaceLook, light_x: float, *, horizon: float = HORIZON) -> None:
    """Clouds in the manner: brushed bands, flat capsules, or the masses of a storm."""
    kind = look.weather.kind
    if sheet.style == "ink":
        _sky_strokes(sheet, horizon)
    if kind in ("storm", "rain"):
        gap = light_x if look.has("moon", "sun") else 1e6
        _storm_clouds(sheet, horizon, 1.0 if kind == "storm" else 0.6, gap)
        return
    palette = sheet.palette
    warm = look.time in (Daytime.DAWN, Daytime.DUSK, Daytime.EVENING)
    lit = mix(palette.haze, palette.light, 0.65 if warm else 0.5)
    if lightness(palette.sky_low) < 0.55:
        lit = mix(palette.haze, palette.sky_low, 0.35)
    count = 18
    for index in range(count):
        x = -4300 + 8600 * (index + sheet.random.uniform(0.1, 0.9)) / count
        rise = (170, 420, 260, 560, 1100, 340, 1700, 480)[index % 8] + sheet.random.uniform(0, 110)
        y = horizon - rise
        size = min(1.9, 0.42 + rise / 900) * sheet.random.uniform(0.75, 1.3)
        near_light = abs(x - light_x) < 330 + 330 * size and rise > 200
        if near_light and look.time in (Daytime.NIGHT, Daytime.EVENING):
            continue
        if sheet.style == "flat":
            _capsules(sheet, x, y, 620 * size, lit)
        elif warm or index % 3 == 0:
            _streaks(sheet, x, y, 900 * size, lit, palette.sky_top)
        else:
            _billow(sheet, x, y, 760 * size, lit)


def _sun(sheet: Sheet, look: PlaceLook, at: Point, horizon: float) -> None:
    palette = sheet.palette
    low = look.time in (Daytime.DAWN, Daytime.DUSK)
    core = mix(
        mix(palette.light, palette.accent, 0.12 if low else 0.0), "#fff6d8", 0.55 if low else 0.5
    )
    radius = 150 if low else 105
    if sheet.style == "flat":
        for share, alpha in ((6.0, 0.1), (4.2, 0.13), (2.8, 0.16), (1.75, 0.25)):
            sheet.ellipse(at.x, at.y, radius * share, radius * share, palette.light, alpha)
    else:
        sheet.glow(at.x, at.y, 1700, 1100, palette.light, 0.55)
        sheet.glow(at.x, at.y, 520, 520, palette.light, 0.8)
    sheet.ellipse(at.x, at.y, radius, radius, core)
    if low:
        sheet.mist(horizon - 90, 420, mix(palette.sky_low, palette.light, 0.35), 0.6)
    if sheet.style == "pencil":
        rays = "".join(
            f"M{at.x + math.cos(a) * 190:.0f} {at.y + math.sin(a) * 190:.0f}"
            f"L{at.x + math.cos(a) * 270:.0f} {at.y + math.sin(a) * 270:.0f}"
            for a in (math.tau * i / 14 for i in range(14))
        )
        sheet.line(rays, 5, palette.ink, 0.45)


def _moon(sheet: Sheet, at: Point, strength: float) -> None:
    palette = sheet.palette
    radius = 158
    if sheet.style == "flat":
        for share, alpha in ((4.6, 0.07), (3.2, 0.09), (2.0, 0.13)):
            sheet.ellipse(at.x, at.y, radius * share, radius * share, palette.light, alpha)
    else:
        sheet.glow(at.x, at.y, 1500, 1150, palette.haze, 0.6 * strength)
        sheet.glow(at.x, at.y, 430, 430, palette.light, 0.6 * strength)
    disc = mix(palette.light, "#ffffff", 0.25)
    sheet.ellipse(at.x, at.y, radius, radius, disc)
    for dx, dy, across, down in (
        (-48, -30, 46, 34),
        (34, 14, 58, 40),
        (-12, 66, 40, 24),
        (54, -62, 24, 18),
        (-84, 36, 24, 30),
    ):
        spot = blob(sheet.random, at.x + dx, at.y + dy, across, down, 9, 0.25)
        sheet.path(curve(spot), mix(disc, palette.haze, 0.5), 0.34)
    if sheet.style == "pencil":
        sheet.line(
            polygon(blob(sheet.random, at.x, at.y, radius, radius, 40, 0.012)), 5, palette.ink, 0.6
        )


def _stars(sheet: Sheet, horizon: float, count: int) -> None:
    colour = mix(sheet.palette.light, "#ffffff", 0.5)
    faint: list[str] = []
    bright: list[str] = []
    for _ in range(count):
        x = sheet.random.uniform(PLATE.left, PLATE.right)
        y = horizon - 180 - (horizon - PLATE.top - 200) * sheet.random.random() ** 1.7
        radius = sheet.random.uniform(2.2, 5.2)
        dot = (
            f"M{x - radius:.0f} {y:.0f}a{radius:.1f} {radius:.1f} 0 1 0 "
            f"{2 * radius:.1f} 0a{radius:.1f} {radius:.1f} 0 1 0 {-2 * radius:.1f} 0z"
        )
        (bright if sheet.random.random() < 0.3 else faint).append(dot)
    sheet.path("".join(faint), colour, 0.5)
    sheet.path("".join(bright), colour, 0.95)
    if sheet.style == "ink":
        for index in range(5):
            x = -2400 + index * 1100 + sheet.random.uniform(-200, 200)
            sheet.veil(x, horizon - 900 - index * 190, 900, 260, sheet.palette.haze, 0.2)


def _capsules(sheet: Sheet, x: float, y: float, across: float, colour: str) -> None:
    """A flat cloud: three overlapping pills on one line."""
    tall = across * 0.13
    for shift, long, rise in ((0.0, 1.0, 0.0), (0.14, 0.56, 0.8), (-0.2, 0.34, 1.5)):
        left, width = x - across * long / 2 + shift * across, across * long
        top = y - tall * rise - tall / 2
        sheet.raw(
            f'<rect x="{left:.0f}" y="{top:.0f}" width="{width:.0f}" height="{tall:.0f}"'
            f' rx="{tall / 2:.0f}" fill="{colour}" fill-opacity="0.62"/>'
        )


def _sky_strokes(sheet: Sheet, horizon: float) -> None:
    """Broad dry strokes of the brush that laid the sky."""
    palette = sheet.palette
    for index in range(14):
        x = -4400 + index * 640 + sheet.random.uniform(-200, 200)
        y = horizon - sheet.random.uniform(160, 1500)
        long = sheet.random.uniform(700, 1900)
        stroke = [(x, y), (x + long * 0.5, y - sheet.random.uniform(-40, 60)), (x + long, y + 10)]
        tone = palette.haze if index % 2 else shaded(palette.sky_top, -0.03)
        sheet.stroke(stroke, sheet.random.uniform(40, 120), tone, 0.1)


def _streaks(sheet: Sheet, x: float, y: float, across: float, lit: str, dark: str) -> None:
    """Long thin clouds, dark above and lit from below."""
    for row in range(3):
        shift = sheet.random.uniform(-0.3, 0.3) * across
        long, down = (
            across * sheet.random.uniform(0.5, 1.0),
            across * sheet.random.uniform(0.018, 0.04),
        )
        level = y + row * across * 0.055
        data = curve(blob(sheet.random, x + shift, level, long / 2, down, 16, 0.22))
        sheet.path(data, mix(dark, lit, 0.35), 0.22)
        low = curve(
            blob(
                sheet.random, x + shift * 0.9, level + down * 0.8, long * 0.42, down * 0.6, 14, 0.25
            )
        )
        sheet.path(low, lit, 0.5)


def _billow(sheet: Sheet, x: float, y: float, across: float, colour: str) -> None:
    """A heaped cloud: a wash of soft heads on a flat foot."""
    shade = mix(colour, sheet.palette.sky_top, 0.22)
    heads = []
    count = 5
    for index in range(count):
        share = (index + 0.5) / count
        rise = math.sin(math.pi * share) * across * 0.26 * sheet.random.uniform(0.6, 1.1)
        heads.append(
            (x + (share - 0.5) * across, y - rise, across * sheet.random.uniform(0.14, 0.2))
        )
    sheet.path(
        curve(blob(sheet.random, x, y - across * 0.03, across * 0.56, across * 0.05, 14, 0.15)),
        shade,
        0.5,
    )
    sheet.veil(x, y - across * 0.09, across * 0.55, across * 0.17, colour, 0.8)
    for cx, cy, radius in heads:
        sheet.veil(cx, cy, radius * 1.7, radius * 1.25, colour, 0.75)
    if sheet.style == "pencil":
        for cx, cy, radius in heads[::2]:
            sheet.line(
                f"M{cx - radius:.0f} {cy:.0f}q{radius:.0f} {-radius * 1.6:.0f} {2 * radius:.0f} 0",
                5,
                sheet.palette.ink,
                0.4,
            )


def _storm_clouds(sheet: Sheet, horizon: float, weight: float, gap: float) -> None:
    """Heavy masses rolling over each other, their feet lit."""
    palette = sheet.palette
    deep = mix(palette.sky_top, palette.shadow, 0.45)
    for row in range(5):
        base = horizon - 230 - (4 - row) * 330
        colour = mix(deep, palette.sky_low, 0.12 + row * 0.1)
        for index in range(8):
            x = -4700 + index * 1250 + (row % 2) * 600 + sheet.random.uniform(-250, 250)
            across, down = sheet.random.uniform(650, 1100), sheet.random.uniform(130, 250)
            if abs(x - gap) < across and abs(base + 1290) < 260:
                x += (across - abs(x - gap) + 60) * (1 if x > gap else -1)
            outline = blob(sheet.random, x, base, across, down, 14, 0.24)
            mass = curve(outline)
            if sheet.style == "flat":
                sheet.path(mass, colour, 0.5 * weight)
                continue
            sheet.path(mass, sheet.vanish(colour, 0.78 * weight, 0.02))
            rim = [
                (x + across * 0.8 * math.cos(a), base + down * 0.8 * math.sin(a))
                for a in (2.7, 2.1, 1.5, 0.9, 0.4)
            ]
            sheet.stroke(rim, 26, mix(palette.haze, palette.light, 0.2), 0.14)
            if sheet.style == "pencil":
                sheet.hatch([outline], 1, 0.25)
