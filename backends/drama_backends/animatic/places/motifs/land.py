"""Distances and seeds in, land out: ridges, peaks, hills, open ground, rocks."""

from __future__ import annotations

import math

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.strokes import (
    Points,
    blob,
    curve,
    dense,
    foot,
    lens,
    noise,
    polygon,
    ridge,
)
from drama_backends.animatic.stage import HORIZON, PLATE


def draw_hills(
    sheet: Sheet,
    base: float,
    height: float,
    colour: str,
    *,
    wave: float = 1500,
    sharp: bool = False,
    fade: float = 0.75,
    low_middle: float = 0.0,
) -> None:
    """A chain of hills across the plate, paling into haze at its foot; `low_middle` 0..1 opens
    the middle of the picture."""
    points = []
    for x, y in ridge(sheet.random, PLATE.left - 100, PLATE.right + 100, 70, wave, sharp):
        share = 1 - low_middle * math.exp(-((x / 1100) ** 2))
        points.append((x, base + y * height * share))
    foot_colour = mix(colour, sheet.palette.haze, fade)
    outline = [*points, (PLATE.right + 100, base + 320), (PLATE.left - 100, base + 320)]
    if sheet.style == "flat":
        foot_colour = mix(colour, sheet.palette.haze, fade * 0.35)
    sheet.path(polygon(outline), sheet.fade(colour, foot_colour, 0.8))
    if sheet.style == "ink":
        sheet.stroke(points, 9, shaded(colour, -0.1), 0.55)
        _texture(sheet, points, height, shaded(colour, -0.09))
    if sheet.style == "pencil":
        sheet.line(polygon(points, closed=False), 5, sheet.palette.ink, 0.6)
        _slopes(sheet, points, height)


def draw_peak(
    sheet: Sheet,
    x: float,
    base: float,
    across: float,
    height: float,
    colour: str,
    lit_side: int,
    fade: float = 0.85,
    snow: bool = False,
) -> None:
    """One steep mountain rising out of haze, its side towards the light paler."""
    random = sheet.random
    line = noise(random, across * 0.22, 4, 0.55)
    bend = random.uniform(-0.12, 0.12)
    points: Points = []
    count = 46
    for index in range(count + 1):
        u = index / count * 2 - 1
        body = max(0.0, 1 - abs(u + bend * (1 - abs(u))) ** random.choice((1.15, 1.25)))
        shoulder = 0.16 * math.exp(-(((abs(u) - 0.55) / 0.16) ** 2))
        points.append(
            (
                x + u * across / 2,
                base - height * min(1.0, body + shoulder * body + 0.07 * line(u * across) * body),
            )
        )
    foot_colour = mix(colour, sheet.palette.haze, fade)
    top = min(points, key=lambda point: point[1])
    outline = [*points, (x + across / 2, base + 200), (x - across / 2, base + 200)]
    del foot_colour
    sheet.path(polygon(outline), sheet.sink(colour, 0.35 + 0.3 * (1 - fade)))
    half = [p for p in points if (p[0] - top[0]) * lit_side >= 0]
    spine = [
        (
            top[0] + random.uniform(-0.05, 0.05) * across + lit_side * across * 0.03 * s,
            top[1] + (base - top[1]) * s,
        )
        for s in (0.2, 0.42, 0.6, 0.8, 1.0)
    ]
    face = [*(half if lit_side > 0 else half[::-1]), *spine[::-1]]
    pale = mix(colour, sheet.palette.light, 0.3 if sheet.style == "flat" else 0.2)
    sheet.path(polygon(face), sheet.sink(pale, 0.2), 0.85)
    if snow:
        _snow_cap(sheet, points, top, height)
    if sheet.style == "ink":
        sheet.stroke(points[4:-4], 12, shaded(colour, -0.12), 0.6)
        _clefts(sheet, points, top, base, shaded(colour, -0.1))
    if sheet.style == "pencil":
        sheet.line(polygon(points, closed=False), 6, sheet.palette.ink, 0.65)
        dark = [p for p in points if (p[0] - top[0]) * lit_side <= 0]
        sheet.hatch([[*(dark[::-1] if lit_side > 0 else dark), *spine]], 1, 0.3)


def draw_ground(
    sheet: Sheet,
    *,
    top: float = HORIZON,
    colour: str = "",
    bumpy: float = 0.0,
    tufts: float = 0.0,
    patches: float = 0.5,
) -> None:
    """Open ground from the horizon to the foot of the plate, with a pool of light to stand in."""
    palette = sheet.palette
    near = colour or palette.ground
    far = mix(near, palette.haze, 0.42)
    line = noise(sheet.random, 1400, 3, 0.4)
    edge = [
        (x, top + bumpy * line(x))
        for x in range(int(PLATE.left) - 100, int(PLATE.right) + 201, 140)
    ]
    outline = [*edge, (PLATE.right + 100, PLATE.bottom), (PLATE.left - 100, PLATE.bottom)]
    sheet.path(
        polygon(outline),
        sheet.fade(far, mix(near, palette.shadow, 0.5), min(1.0, 1350 / (PLATE.bottom - top))),
    )
    if sheet.style == "pencil" and bumpy:
        sheet.line(polygon(edge, closed=False), 5, palette.ink, 0.5)
    sheet.veil(0, 20, 2000, 330, mix(near, palette.light, 0.5), 0.4)
    sheet.blots(
        -3600, top + 220, 3600, 900, mix(near, palette.shadow, 0.4), 0.3 * patches + 0.1, 12
    )
    _grain(sheet, top, near, patches)
    if tufts:
        draw_tufts(sheet, top + 60, mix(near, palette.near, 0.45), tufts)


def draw_tufts(sheet: Sheet, top: float, colour: str, amount: float) -> None:
    """Grass in perspective, thin where figures stand."""
    near: list[str] = []
    far: list[str] = []
    for _ in range(int(430 * amount)):
        scale = 0.12 + 1.65 * sheet.random.random() ** 1.5
        y = foot(scale)
        x = sheet.random.uniform(-4600, 4600)
        if y < top or (abs(x) < 700 and -60 < y < 60 and sheet.random.random() < 0.7):
            continue
        tall = 95 * scale * sheet.random.uniform(0.5, 1.3)
        for lean in (-0.5, -0.1, 0.35):
            bend = lean * tall + sheet.random.uniform(-8, 8)
            blade = (
                f"M{x - 5 * scale:.0f} {y:.0f}q{bend * 0.2:.0f} {-tall * 0.6:.0f} {bend:.0f} "
                f"{-tall:.0f}q{-bend * 0.4:.0f} {tall * 0.5:.0f}"
                f" {-bend + 10 * scale:.0f} {tall:.0f}z"
            )
            (near if scale > 0.8 else far).append(blade)
    sheet.path("".join(far), mix(colour, sheet.palette.haze, 0.3), 0.75)
    sheet.path("".join(near), colour, 0.85)


def draw_rock(
    sheet: Sheet, x: float, base: float, across: float, height: float, colour: str, lit_side: int
) -> None:
    """A boulder sitting on the ground, with a lit face and cracks."""
    random = sheet.random
    points = [(x - across / 2, base)]
    for index in range(9):
        u = (index + 0.5) / 9
        rise = math.sin(math.pi * u) ** 0.6 * height * random.uniform(0.78, 1.05)
        points.append((x - across / 2 + across * u, base - rise))
    points += [
        (x + across / 2, base),
        (x + across * 0.2, base + height * 0.08),
        (x - across * 0.25, base + height * 0.07),
    ]
    sheet.shape(points, colour, line=max(5.0, height * 0.03), foot=shaded(colour, -0.08))
    lit = [p for p in points[1:10] if (p[0] - x) * lit_side > -across * 0.12]
    if len(lit) > 2:
        inner = [(px - lit_side * across * 0.14, py + height * 0.3) for px, py in reversed(lit)]
        sheet.path(polygon([*lit, *inner]), mix(colour, sheet.palette.light, 0.34), 0.6)
    for _ in range(3):
        px, py = random.choice(points[2:9])
        crack = [
            (px, py + height * 0.1),
            (px + random.uniform(-30, 30), py + height * 0.3),
            (px + random.uniform(-40, 40), py + height * 0.5),
        ]
        sheet.stroke(crack, max(3.0, height * 0.018), shaded(colour, -0.14), 0.6)


def draw_path(
    sheet: Sheet, top: float, colour: str, *, width: float = 900, bend: float = 260
) -> None:
    """A way from the foot of the picture to the distance."""
    left, right = [], []
    for index in range(22):
        # On to below the plate: a low camera in a tall frame sees its foot.
        scale = 0.06 + 3.3 * (index / 21) ** 1.7
        y = foot(scale)
        if y < top:
            continue
        middle = bend * math.sin(2.3 / (0.35 + scale)) * (1 - min(1, scale))
        wobble = sheet.random.uniform(-18, 18) * scale
        left.append((middle - width / 2 * scale + wobble, y))
        right.append((middle + width / 2 * scale + wobble, y))
    outline = [*left, *reversed(right)]
    sheet.path(polygon(outline), sheet.vanish(colour, 0.05, 0.8), 0.8)
    if sheet.style != "flat":
        for side in (left, right):
            sheet.stroke(side, 9, mix(colour, sheet.palette.shadow, 0.35), 0.2)


def _texture(sheet: Sheet, points: Points, height: float, colour: str) -> None:
    """Brush marks running down a slope, as in a scroll painting."""
    for index in range(3, len(points) - 3, 4):
        x, y = points[index]
        slope = points[index + 1][1] - points[index - 1][1]
        lean = -0.5 if slope > 0 else 0.5
        long = height * sheet.random.uniform(0.1, 0.28)
        mark = [
            (x, y + 8),
            (x - lean * long * 0.5, y + long * 0.5),
            (x - lean * long * 0.7, y + long),
        ]
        sheet.stroke(mark, 10, colour, 0.3)


def _slopes(sheet: Sheet, points: Points, height: float) -> None:
    marks = []
    for x, y in points[::2]:
        long = height * sheet.random.uniform(0.08, 0.22)
        marks.append(f"M{x:.0f} {y + 10:.0f}l{-long * 0.6:.0f} {long:.0f}")
    sheet.line("".join(marks), 4, sheet.palette.ink, 0.3)


def _clefts(
    sheet: Sheet, points: Points, top: tuple[float, float], base: float, colour: str
) -> None:
    for index in range(5, len(points) - 5, 2):
        x, y = points[index]
        long = (base - y) * sheet.random.uniform(0.12, 0.4)
        lean = (x - top[0]) * 0.12
        mark = dense(
            [
                (x, y + 12),
                (x + lean, y + long * 0.5),
                (x + lean * 1.2 + sheet.random.uniform(-20, 20), y + long),
            ],
            90,
        )
        sheet.stroke(mark, sheet.random.uniform(6, 15), colour, 0.26)


def _snow_cap(sheet: Sheet, points: Points, top: tuple[float, float], height: float) -> None:
    line = top[1] + height * 0.3
    cap = [p for p in points if p[1] < line]
    if len(cap) < 3:
        return
    teeth = []
    for index, (x, y) in enumerate(reversed(cap)):
        drop = height * (0.06 if index % 2 else 0.16) * sheet.random.uniform(0.6, 1.2)
        teeth.append((x, min(line + height * 0.05, y + drop)))
    sheet.path(polygon([*cap, *teeth]), mix(sheet.palette.haze, "#ffffff", 0.5), 0.9)


def _grain(sheet: Sheet, top: float, near: str, amount: float) -> None:
    """Flat marks lying on the ground, larger towards us, so that it reads as a plane."""
    dark: list[str] = []
    pale: list[str] = []
    for _ in range(int(130 * amount + 20)):
        scale = 0.1 + 1.9 * sheet.random.random() ** 1.4
        y = foot(scale)
        if y < top + 12:
            continue
        mark = lens(
            sheet.random.uniform(-4400, 4400),
            y,
            420 * scale * sheet.random.uniform(0.3, 1),
            12 * scale + 2,
        )
        (dark if sheet.random.random() < 0.55 else pale).append(mark)
    sheet.path("".join(dark), mix(near, sheet.palette.shadow, 0.5), 0.25)
    sheet.path("".join(pale), mix(near, sheet.palette.light, 0.6), 0.25)


def draw_pebbles(sheet: Sheet, colour: str, count: int = 60) -> None:
    """Stones strewn over near ground."""
    stones = []
    for _ in range(count):
        scale = 0.5 + 1.2 * sheet.random.random()
        x, y = sheet.random.uniform(-3600, 3600), foot(scale)
        size = 20 * scale * sheet.random.uniform(0.4, 1.4)
        stones.append(curve(blob(sheet.random, x, y, size, size * 0.5, 7, 0.2)))
    sheet.path("".join(stones), colour, 0.6)
