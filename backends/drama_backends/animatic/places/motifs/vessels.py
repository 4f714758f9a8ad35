"""A place on the water in, boats, decks, posts and nets out."""

from __future__ import annotations

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.strokes import arc, curve, foot, lens, polygon
from drama_backends.animatic.stage import HORIZON, PLATE


def draw_boat(
    sheet: Sheet,
    x: float,
    base: float,
    long: float,
    *,
    sail: bool,
    furled: bool = False,
    modern: bool = False,
) -> None:
    """A fishing boat, seen from its side, `long` from bow to stern."""
    scale = max(0.0, min(1.0, (base - HORIZON) / -HORIZON))
    depth = 0.42 * (1 - scale)
    hull = sheet.tone("#e3e1da" if modern else "#6e4a30", depth)
    half, high = long / 2, long * 0.15
    side = 1 if x < 0 else -1
    keel = arc(
        (x - half, base - high * 1.45),
        (x, base - high * 0.35),
        (x + half * 0.96, base - high * 1.2),
        10,
    )
    low = [(x + half * 0.74, base), (x - half * 0.7, base)]
    line = max(3.0, long * 0.006)
    if sail and not modern:
        _junk_sail(sheet, x - side * long * 0.04, base - high, long, side, depth, furled)
    if modern:
        _cabin(sheet, x, base, long, depth)
    sheet.shape([*keel, *low], hull, line=line, foot=shaded(hull, -0.08))
    rim = [(px, py + high * 0.1) for px, py in keel]
    sheet.stroke(rim, long * 0.018, shaded(hull, 0.09))
    planks = "".join(
        curve([(px, py + high * drop) for px, py in keel[1:-1]], closed=False)
        for drop in (0.36, 0.62)
    )
    sheet.line(planks, max(2.0, long * 0.004), shaded(hull, -0.1), 0.7)
    if not modern and not sail:
        _hood(sheet, x, base, long, depth)
    shade = "".join(
        lens(x + long * u, base + 5 + long * 0.02 * i, long * w, long * 0.012)
        for i, (u, w) in enumerate(((0, 0.9), (0.06, 0.7), (-0.05, 0.5)))
    )
    sheet.path(shade, mix(sheet.palette.shadow, hull, 0.3), 0.4)


def _cabin(sheet: Sheet, x: float, base: float, long: float, depth: float) -> None:
    high, line = long * 0.15, max(3.0, long * 0.006)
    cabin = sheet.tone("#c9d3d6", depth)
    sheet.rect(x - long * 0.16, base - high * 2.4, long * 0.34, high * 1.6, cabin, line=line)
    sheet.rect(
        x - long * 0.12,
        base - high * 2.1,
        long * 0.26,
        high * 0.6,
        sheet.tone("#425564", depth),
        hatch=False,
    )
    sheet.stroke(
        [(x, base - high * 2), (x, base - high * 6.2)],
        long * 0.014,
        sheet.tone("#7c7f82", depth),
    )


def _hood(sheet: Sheet, x: float, base: float, long: float, depth: float) -> None:
    """A cover of matting over the middle of a small boat."""
    high, line = long * 0.15, max(3.0, long * 0.006)
    hood = sheet.tone("#a8895a", depth)
    cover = arc(
        (x - long * 0.2, base - high * 0.7),
        (x, base - high * 3.0),
        (x + long * 0.2, base - high * 0.7),
        9,
    )
    sheet.shape(cover, hood, line=line)
    ribs = "".join(
        (
            f"M{x + long * u:.0f} {base - high * 0.8:.0f}q{-long * u * 0.2:.0f} "
            f"{-high * 0.7:.0f} {-long * u * 0.3:.0f} {-high * (1.0 - abs(u)):.0f}"
        )
        for u in (-0.14, -0.07, 0.0, 0.07, 0.14)
    )
    sheet.line(ribs, max(2.0, long * 0.005), shaded(hood, -0.12), 0.8)


def draw_deck(
    sheet: Sheet, top: float, colour: str, *, rail: bool = False, posts: bool = False
) -> None:
    """Planks in perspective from `top` to the foot of the plate, with a rail or mooring posts."""
    palette = sheet.palette
    slope = (HORIZON - top) / HORIZON if HORIZON else 1
    sheet.path(
        f"M{PLATE.left:.0f} {top:.0f}H{PLATE.right:.0f}V{PLATE.bottom:.0f}H{PLATE.left:.0f}z",
        sheet.fade(mix(colour, palette.haze, 0.22), mix(colour, palette.shadow, 0.4), 0.85),
    )
    boards, pale = [], []
    for index in range(-42, 43):
        x = index * 250
        far, near = x * (top - HORIZON) / -HORIZON, x * (PLATE.bottom - HORIZON) / -HORIZON
        if abs(far) < 5300:
            boards.append(f"M{far:.0f} {top:.0f}L{near:.0f} {PLATE.bottom:.0f}")
        if index % 3 == 0:
            wide = 250
            far2, near2 = (
                (x + wide) * (top - HORIZON) / -HORIZON,
                (x + wide) * (PLATE.bottom - HORIZON) / -HORIZON,
            )
            pale.append(
                f"M{far:.0f} {top:.0f}L{far2:.0f} {top:.0f}L{near2:.0f}"
                f" {PLATE.bottom:.0f}L{near:.0f} {PLATE.bottom:.0f}z"
            )
    sheet.path("".join(pale), mix(colour, palette.light, 0.3), 0.18)
    sheet.line("".join(boards), 6, mix(colour, palette.ink, 0.5), 0.5)
    joints = []
    for _ in range(90):
        scale = 0.75 + sheet.random.random() * 1.4
        left, y = 250 * sheet.random.randrange(-14, 14) * scale, foot(scale)
        joints.append(f"M{left:.0f} {y:.0f}h{250 * scale:.0f}")
    sheet.line("".join(joints), 5, mix(colour, palette.ink, 0.5), 0.45)
    sheet.veil(0, 20, 1700, 240, mix(colour, palette.light, 0.5), 0.38)
    edge = shaded(colour, -0.1)
    sheet.rect(PLATE.left, top - 10, PLATE.right - PLATE.left, 42, edge, line=5)
    if rail:
        _rail(sheet, top, shaded(colour, -0.07), slope)
    if posts:
        draw_posts(
            sheet,
            (-3300, -2100, -1150, 1150, 2100, 3300),
            top + 60,
            shaded(colour, -0.16),
            tall=260,
        )


def draw_posts(
    sheet: Sheet, at: tuple[int, ...], base: float, colour: str, tall: float = 1100
) -> None:
    """Mooring posts with rope wound about them."""
    for x in at:
        wide = tall * 0.2
        sheet.rect(x - wide / 2, base - tall, wide, tall, colour, line=max(5.0, tall * 0.012))
        sheet.ellipse(x, base - tall, wide / 2, wide * 0.16, shaded(colour, 0.07))
        for row in range(3):
            y = base - tall * (0.62 + row * 0.06)
            sheet.stroke(
                [(x - wide * 0.58, y), (x, y + wide * 0.12), (x + wide * 0.58, y - wide * 0.05)],
                wide * 0.2,
                mix(colour, sheet.tone("#c9ad7a"), 0.75),
            )


def draw_nets(sheet: Sheet, x: float, base: float) -> None:
    """A coil of rope, a basket and a heap of net."""
    straw = sheet.tone("#b8955a")
    for row in range(4):
        sheet.line(
            f"M{x - 150:.0f} {base - row * 32:.0f}a150 44 0 1 0 300 0a150 44 0 1 0 -300 0",
            26,
            shaded(straw, -0.05 + 0.03 * (row % 2)),
        )
    bx = x + 360 if x < 0 else x - 360
    sheet.shape(
        [
            (bx - 120, base - 190),
            (bx + 120, base - 190),
            (bx + 92, base + 16),
            (bx - 92, base + 16),
        ],
        sheet.tone("#9a7340"),
        line=7,
    )
    weave = "".join(f"M{bx - 112:.0f} {base - 160 + i * 42:.0f}q112 26 224 0" for i in range(4))
    sheet.line(weave, 7, sheet.tone("#6d4d2a"), 0.7)


def _junk_sail(
    sheet: Sheet, x: float, base: float, long: float, side: int, depth: float, furled: bool
) -> None:
    wood, cloth = sheet.tone("#5c4029", depth), sheet.tone("#b5683c", depth)
    tall = long * 0.82
    sheet.stroke([(x, base + 10), (x, base - tall * 1.08)], long * 0.026, wood)
    if furled:
        sheet.shape(
            [
                (x - side * long * 0.1, base - tall * 0.3),
                (x + side * long * 0.36, base - tall * 0.36),
                (x + side * long * 0.36, base - tall * 0.28),
                (x - side * long * 0.1, base - tall * 0.22),
            ],
            cloth,
            line=long * 0.006,
        )
        sheet.stroke(
            [(x, base - tall), (x + side * long * 0.36, base - tall * 0.34)], long * 0.006, wood
        )
        sheet.stroke(
            [(x, base - tall), (x - side * long * 0.42, base - tall * 0.04)], long * 0.006, wood
        )
        return
    near, far = x - side * long * 0.1, x + side * long * 0.4
    edge = [
        (near, base - tall * 0.16),
        (near + side * long * 0.02, base - tall * 0.92),
        (x + side * long * 0.1, base - tall * 1.06),
        (far * 0.92 + x * 0.08, base - tall * 0.8),
        (far, base - tall * 0.45),
        (far * 0.97 + x * 0.03, base - tall * 0.14),
    ]
    sheet.shape(edge, cloth, line=max(3.0, long * 0.007), foot=shaded(cloth, -0.06))
    light = [edge[1], edge[2], (x + side * long * 0.12, base - tall * 0.15), edge[0]]
    sheet.path(polygon(light), mix(cloth, sheet.palette.light, 0.35), 0.5)
    battens = "".join(
        (
            f"M{near:.0f} {base - tall * (0.28 + 0.16 * i):.0f}"
            f"L{x + side * long * (0.38 - 0.03 * i):.0f} {base - tall * (0.24 + 0.15 * i):.0f}"
        )
        for i in range(5)
    )
    sheet.line(battens, max(2.5, long * 0.009), wood)


def _rail(sheet: Sheet, top: float, colour: str, slope: float) -> None:
    scale = max(0.4, (top - HORIZON) / -HORIZON)
    high = 420 * scale
    for x in range(-4800, 4801, 240):
        neck = [
            (x - 16, top),
            (x - 26, top - high * 0.35),
            (x - 12, top - high * 0.6),
            (x - 22, top - high),
            (x + 22, top - high),
            (x + 12, top - high * 0.6),
            (x + 26, top - high * 0.35),
            (x + 16, top),
        ]
        sheet.path(polygon(neck), colour)
    for x in range(-4800, 4801, 1200):
        sheet.rect(x - 42, top - high * 1.22, 84, high * 1.22, shaded(colour, -0.03), line=6)
    sheet.rect(
        PLATE.left, top - high - 30, PLATE.right - PLATE.left, 52, shaded(colour, 0.03), line=6
    )
