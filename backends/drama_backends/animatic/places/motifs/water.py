"""A shore line and a weather in, water out: ripples, swell, breakers, glitter, foam."""

from __future__ import annotations

import itertools
import math

from drama_backends.animatic.places.colour import lightness, mix, shaded
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.strokes import (
    Points,
    arc,
    blob,
    curve,
    foot,
    lens,
    noise,
    polygon,
)
from drama_backends.animatic.stage import HORIZON, PLATE


def draw_water(
    sheet: Sheet,
    top: float = HORIZON,
    bottom: float = PLATE.bottom,
    *,
    rough: float = 0.25,
    near: str = "",
) -> None:
    """Water from `top` to `bottom` with ripples that grow towards us; `rough` 0 calm to 1."""
    palette = sheet.palette
    deep = near or mix(palette.middle, palette.shadow, 0.35)
    far = mix(palette.middle, palette.sky_low, 0.55)
    sheet.path(
        f"M{PLATE.left:.0f} {top:.0f}H{PLATE.right:.0f}V{bottom:.0f}H{PLATE.left:.0f}z",
        sheet.fade(far, deep, min(1.0, 1500 / (bottom - top))),
    )
    sheet.blots(-3800, top + 60, 3800, min(bottom, 700), mix(deep, palette.middle, 0.5), 0.5, 12)
    sheet.mist(top + 30, 150, mix(palette.haze, palette.sky_low, 0.5), 0.75)
    _ripples(sheet, top, bottom, rough, deep)


def draw_glitter(
    sheet: Sheet, x: float, top: float, bottom: float, colour: str, strength: float = 1.0
) -> None:
    """The light's path on the water under a sun or moon at `x`."""
    parts = []
    y, step = top + 10, 11.0
    while y < bottom:
        depth = (y - top) / 900
        spread = 60 + 330 * depth
        for _ in range(3):
            width = sheet.random.uniform(0.25, 1.0) * (50 + 210 * depth)
            parts.append(lens(x + sheet.random.gauss(0, spread * 0.55), y, width, 5 + 16 * depth))
        y += step
        step *= 1.085
    sheet.path("".join(parts), colour, 0.62 * strength)
    if sheet.style != "flat":
        sheet.veil(x, top + 160, 520, 200, colour, 0.3 * strength)


def draw_swell(sheet: Sheet, scale: float, height: float, colour: str, foam: str) -> None:
    """One rolling sea ridge across the plate at a depth, with foam along its crests."""
    base = foot(scale)
    line = noise(sheet.random, 950 * scale + 160, 3, 0.45)
    step = max(46.0, 95 * scale)
    crest: Points = []
    x = PLATE.left - 100
    while x < PLATE.right + 100:
        calm = 1 - 0.62 * math.exp(-((x / 900) ** 2)) if scale > 0.45 else 1.0
        crest.append((x, base - height * calm * (0.55 + 0.75 * line(x))))
        x += step
    depth = 760 * scale + 260
    outline = [*crest, (PLATE.right + 100, base + depth), (PLATE.left - 100, base + depth)]
    sheet.path(polygon(outline), sheet.fade(colour, shaded(colour, -0.1), 0.8))
    if sheet.style == "pencil":
        sheet.line(curve(crest, closed=False), 5, sheet.palette.ink, 0.55)
    _crest_foam(sheet, crest, scale, foam)
    _hollows(sheet, crest, scale, shaded(colour, -0.05), shaded(colour, 0.07))


def draw_breaker(
    sheet: Sheet, x: float, base: float, height: float, toward: int, colour: str, foam: str
) -> None:
    """A great wave curling `toward` (-1 left, 1 right), ribs up its back, claws of foam."""

    def at(u: float, v: float) -> tuple[float, float]:
        return (x + toward * u * height, base - v * height)

    back = [
        at(-2.3, -0.1),
        at(-1.6, 0.08),
        at(-1.0, 0.3),
        at(-0.55, 0.62),
        at(-0.2, 0.9),
        at(0.12, 1.02),
    ]
    lip = [at(0.36, 1.0), at(0.55, 0.9), at(0.66, 0.74)]
    hollow = [
        at(0.5, 0.76),
        at(0.32, 0.76),
        at(0.14, 0.64),
        at(0.06, 0.44),
        at(0.16, 0.22),
        at(0.5, 0.06),
        at(1.3, -0.1),
    ]
    sheet.path(
        polygon([*_round([*back, *lip]), *_round(hollow), at(1.3, -0.6), at(-2.3, -0.6)]),
        sheet.fade(shaded(colour, 0.07), shaded(colour, -0.06)),
    )
    face = [
        at(0.6, 0.82),
        at(0.34, 0.86),
        at(0.02, 0.72),
        at(-0.12, 0.44),
        at(0.0, 0.14),
        at(0.3, 0.0),
        at(0.5, 0.06),
        at(0.16, 0.22),
        at(0.06, 0.44),
        at(0.14, 0.64),
        at(0.32, 0.76),
        at(0.5, 0.76),
    ]
    sheet.path(curve(face), shaded(colour, -0.1), 0.9)
    for index in range(8):
        rise = index / 7
        rib = arc(
            at(-1.75 + rise * 1.5, -0.02 + rise * 0.12),
            at(-0.9 + rise * 0.95, 0.16 + rise * 0.5),
            at(-0.28 + rise * 0.62, 0.74 + rise * 0.2),
            8,
        )
        sheet.stroke(rib, height * 0.026, mix(foam, colour, 0.4), 0.6)
    for index in range(4):
        streak = arc(
            at(0.44 - 0.05 * index, 0.8),
            at(0.02 - 0.05 * index, 0.6),
            at(0.08 + 0.1 * index, 0.1),
            7,
        )
        sheet.stroke(streak, height * 0.014, mix(foam, colour, 0.55), 0.55)
    _foam_claws(sheet, _round([*back[3:], *lip]), height, foam, toward)


def _round(points: Points) -> Points:
    """The points with their corners cut twice, which bends a line smoothly."""
    for _ in range(2):
        cut: Points = [points[0]]
        for (a, b), (c, d) in itertools.pairwise(points):
            cut += [
                (a * 0.75 + c * 0.25, b * 0.75 + d * 0.25),
                (a * 0.25 + c * 0.75, b * 0.25 + d * 0.75),
            ]
        points = [*cut, points[-1]]
    return points


def _ripples(sheet: Sheet, top: float, bottom: float, rough: float, deep: str) -> None:
    palette = sheet.palette
    pale = mix(palette.haze, palette.sky_low, 0.45)
    bright: list[str] = []
    dark: list[str] = []
    y, step = top + 14, 13.0
    while y < min(bottom, 1500):
        depth = (y - top) / 860
        count = int(30 / (0.25 + depth)) if depth < 1 else 16
        for _ in range(min(44, count)):
            x = (
                sheet.random.uniform(PLATE.left, PLATE.right)
                if depth < 1.2
                else sheet.random.uniform(-4200, 4200)
            )
            width = (60 + 330 * depth) * sheet.random.uniform(0.35, 1.15)
            mark = lens(
                x,
                y + sheet.random.uniform(-step, step) * 0.4,
                width,
                (3 + 14 * depth) * (0.7 + rough),
            )
            (bright if sheet.random.random() < 0.55 else dark).append(mark)
        y += step
        step *= 1.16
    sheet.path("".join(dark), shaded(deep, -0.06), 0.4)
    sheet.path("".join(bright), pale, 0.3 if sheet.style != "flat" else 0.42)
    if sheet.style == "pencil":
        sheet.line("".join(bright[::4]), 3.5, palette.ink, 0.3)


def _crest_foam(sheet: Sheet, crest: Points, scale: float, foam: str) -> None:
    """Foam where the swell is highest: a ragged cap and flecks behind it."""
    caps: list[str] = []
    flecks: list[str] = []
    high = sorted(y for _, y in crest)[len(crest) // 4]
    run: Points = []
    for x, y in [*crest, (1e6, 1e6)]:
        if y <= high and abs(x) < 4900:
            run.append((x, y))
            continue
        if len(run) > 2:
            thick = 16 * scale + 5
            low = [(u, v + thick * sheet.random.uniform(0.4, 2.6)) for u, v in run[1:-1]]
            caps.append(curve([*run, *reversed(low)]))
            for u, v in run:
                for _ in range(2):
                    radius = sheet.random.uniform(2, 6) * (0.6 + scale)
                    dx, dy = (
                        sheet.random.uniform(-60, 60) * scale,
                        -sheet.random.uniform(8, 70) * scale,
                    )
                    flecks.append(
                        f"M{u + dx:.0f} {v + dy:.0f}h{radius:.0f}v{radius:.0f}h{-radius:.0f}z"
                    )
        run = []
    sheet.path("".join(caps), foam, 0.85)
    sheet.path("".join(flecks), foam, 0.6)


def _hollows(sheet: Sheet, crest: Points, scale: float, dark: str, bright: str) -> None:
    lows: list[str] = []
    highs: list[str] = []
    for index in range(0, len(crest) - 4, 3):
        x, y = crest[index]
        if abs(x) > 4600:
            continue
        for row in range(3):
            drop = (55 + 75 * row) * scale + 14
            long = (170 + 90 * row) * scale + 30
            mark = lens(
                x + sheet.random.uniform(-90, 90) * scale,
                y + drop,
                long,
                (10 + 9 * row) * scale + 3,
            )
            (lows if sheet.random.random() < 0.5 else highs).append(mark)
    sheet.path("".join(lows), dark, 0.5)
    sheet.path("".join(highs), bright, 0.5)


def _foam_claws(sheet: Sheet, edge: Points, height: float, foam: str, toward: int) -> None:
    """Foam growing towards the lip, where it breaks into fingers and spray."""
    caps, shade, spray = [], [], []
    count = len(edge)
    for index, (x, y) in enumerate(edge):
        share = index / (count - 1)
        size = height * (0.012 + 0.045 * share**1.3)
        caps.append(curve(blob(sheet.random, x, y, size * 1.3, size, 9, 0.25)))
        shade.append(
            curve(
                blob(
                    sheet.random,
                    x - toward * size * 0.2,
                    y + size * 0.9,
                    size * 1.2,
                    size * 0.6,
                    9,
                    0.25,
                )
            )
        )
        if share > 0.45 and index % 2 == 0:
            reach = height * 0.13 * share
            for turn in (0.15, 0.65):
                tip = (x + toward * reach * (0.9 - turn * 0.4), y + reach * (0.2 + turn))
                caps.append(
                    curve(
                        [
                            (x - toward * size * 0.4, y - size * 0.5),
                            (x + toward * reach * 0.6, y - reach * 0.12),
                            tip,
                            (x + toward * reach * 0.35, y + reach * 0.3),
                            (x - toward * size * 0.3, y + size * 0.7),
                        ]
                    )
                )
        for _ in range(round(2 + 4 * share)):
            radius = sheet.random.uniform(0.003, 0.009) * height
            u, v = (
                x + toward * sheet.random.uniform(-0.1, 0.3) * height * share,
                y - sheet.random.uniform(-0.05, 0.22) * height,
            )
            spray.append(curve(blob(sheet.random, u, v, radius, radius, 6, 0.2)))
    sheet.path("".join(shade), mix(foam, sheet.palette.middle, 0.45))
    sheet.path("".join(caps), foam)
    sheet.path("".join(spray), foam, 0.85)
    if sheet.style == "pencil":
        sheet.line("".join(caps[::3]), 3, sheet.palette.ink, 0.4)


def foam_colour(sheet: Sheet) -> str:
    """Foam in this light: near white by day, moon grey by night."""
    palette = sheet.palette
    share = 0.6 if lightness(palette.haze) > 0.6 else 0.35
    return mix(palette.haze, "#ffffff" if sheet.style != "pencil" else "#f4f2ee", share)
