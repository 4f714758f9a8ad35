"""A plant's place in, its drawing out: bamboo, reeds, shrubs, branches, clumps of leaves."""

from __future__ import annotations

import math

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.strokes import Points, arc, blob, brush, curve, dense, polygon


def draw_bamboo(
    sheet: Sheet, x: float, base: float, tall: float, width: float, colour: str, leafy: float = 1.0
) -> None:
    """One bamboo stem with joints and sprays of narrow leaves."""
    lean = sheet.random.uniform(-0.05, 0.05) * tall
    joints = max(5, int(tall / (width * 7.5)))
    dark = shaded(colour, -0.1)
    pale = mix(colour, sheet.palette.light, 0.4)
    stems, rings, shine = [], [], []
    places: Points = []
    for index in range(joints):
        a, b = index / joints, (index + 1) / joints
        xa, ya = x + lean * a * a, base - tall * a
        xb, yb = x + lean * b * b, base - tall * b
        half = width / 2 * (1 - 0.45 * a)
        gap = width * 0.12
        stems.append(
            polygon(
                [
                    (xa - half, ya - gap),
                    (xa - half * 0.9, (ya + yb) / 2),
                    (xb - half, yb + gap),
                    (xb + half, yb + gap),
                    (xa + half * 0.9, (ya + yb) / 2),
                    (xa + half, ya - gap),
                ]
            )
        )
        rings.append(f"M{xa - half * 1.15:.0f} {ya:.0f}h{half * 2.3:.0f}")
        shine.append(
            f"M{xa - half * 0.4:.0f} {ya - gap * 2:.0f}L{xb - half * 0.4:.0f} {yb + gap * 2:.0f}"
        )
        places.append((xb, yb))
    sheet.path("".join(stems), colour)
    sheet.line("".join(shine), width * 0.16, pale, 0.55)
    sheet.line("".join(rings), max(3.0, width * 0.16), dark)
    if sheet.style == "pencil":
        sheet.line("".join(stems), 4, sheet.palette.ink, 0.5)
    leaves = []
    for px, py in places[joints // 6 :]:
        if sheet.random.random() > 0.75 * leafy:
            continue
        side = sheet.random.choice((-1, 1))
        leaves += _spray(sheet, px, py, side, min(330.0, width * sheet.random.uniform(3.6, 6.0)))
    if leaves:
        sheet.path(
            "".join(leaves), sheet.random.choice((colour, dark, mix(colour, pale, 0.3))), 0.92
        )


def _spray(sheet: Sheet, x: float, y: float, side: int, size: float) -> list[str]:
    return [
        draw_leaf(
            x + side * size * 0.3 * i,
            y + size * 0.08 * i,
            (0.25 + 0.3 * i) if side > 0 else math.pi - 0.25 - 0.3 * i,
            size * sheet.random.uniform(0.7, 1.15),
        )
        for i in range(4)
    ]


def draw_reeds(sheet: Sheet, x: float, base: float, tall: float, colour: str) -> None:
    """A clump of tall reeds with plumes, for the side of the picture."""
    stalks, plumes = [], []
    for _ in range(17):
        foot_x = x + sheet.random.gauss(0, 190)
        high = tall * sheet.random.uniform(0.5, 1.1)
        tip = (foot_x + sheet.random.uniform(-0.2, 0.3) * high, base - high)
        spine = arc(
            (foot_x, base + 200), (foot_x + (tip[0] - foot_x) * 0.15, base - high * 0.6), tip, 7
        )
        stalks.append(curve(brush(spine, 17, sheet.random)))
        if sheet.random.random() < 0.45:
            plume = [
                (tip[0], tip[1] - 110),
                (tip[0] + 26, tip[1] - 20),
                (tip[0] + 10, tip[1] + 90),
                (tip[0] - 16, tip[1] + 10),
            ]
            plumes.append(curve(plume))
        for share in (0.35, 0.55):
            px, py = spine[int(share * 7)]
            side = sheet.random.choice((-1, 1))
            stalks.append(
                curve(
                    [
                        (px, py),
                        (px + side * 110, py - 190),
                        (px + side * 260, py - 150),
                        (px + side * 100, py - 150),
                    ]
                )
            )
    sheet.path("".join(stalks), colour)
    sheet.path("".join(plumes), mix(colour, sheet.palette.ground, 0.35))


def draw_shrub(
    sheet: Sheet, x: float, base: float, across: float, colour: str, bloom: str = ""
) -> None:
    """A round bush, with flowers of colour `bloom` if given."""
    draw_leafage(
        sheet,
        [
            (x - across * 0.28, base - across * 0.22, across * 0.3),
            (x + across * 0.25, base - across * 0.25, across * 0.32),
            (x, base - across * 0.36, across * 0.34),
        ],
        colour,
        0.75,
    )
    if bloom:
        dots = "".join(
            curve(
                blob(
                    sheet.random,
                    x + sheet.random.uniform(-0.48, 0.48) * across,
                    base - sheet.random.uniform(0.05, 0.62) * across,
                    13,
                    12,
                    6,
                )
            )
            for _ in range(16)
        )
        sheet.path(dots, bloom)


def draw_leafage(
    sheet: Sheet, heads: list[tuple[float, float, float]], colour: str, flat: float
) -> None:
    """Clumps of leaves: dark mass, lit tops, and loose leaf marks on the rim."""
    random = sheet.random
    rough = 0.06 if sheet.style == "flat" else 0.16
    mass = "".join(curve(blob(random, x, y, r, r * 0.86 * flat, 16, rough)) for x, y, r in heads)
    sheet.path(mass, shaded(colour, -0.055))
    lit = "".join(
        curve(blob(random, x - r * 0.12, y - r * 0.2, r * 0.72, r * 0.55 * flat, 14, rough))
        for x, y, r in heads
    )
    sheet.path(lit, mix(colour, sheet.palette.light, 0.14), 0.75)
    if sheet.style == "flat":
        return
    marks: list[str] = []
    pale: list[str] = []
    for x, y, r in heads:
        for _ in range(22 if r > 60 else 10):
            angle, reach = random.uniform(0, math.tau), r * random.uniform(0.5, 1.12)
            mark = draw_leaf(
                x + math.cos(angle) * reach,
                y + math.sin(angle) * reach * 0.86 * flat,
                random.uniform(0, math.tau),
                max(9.0, r * 0.13),
            )
            (marks if math.sin(angle) > -0.3 else pale).append(mark)
    sheet.path("".join(marks), shaded(colour, -0.09), 0.8)
    sheet.path("".join(pale), mix(colour, sheet.palette.light, 0.22), 0.8)
    if sheet.style == "pencil":
        loops = "".join(
            curve(blob(random, x, y, r * 0.98, r * 0.84 * flat, 16, 0.12)) for x, y, r in heads
        )
        sheet.line(loops, 4.5, sheet.palette.ink, 0.5)
        for x, y, r in heads:
            low = blob(random, x + r * 0.1, y + r * 0.3, r * 0.8, r * 0.55 * flat, 12, 0.1)
            sheet.hatch([low], 1, 0.35)


def draw_branch(
    sheet: Sheet, x: float, y: float, toward: int, long: float, colour: str, bloom: str = ""
) -> None:
    """A bough hanging into the picture from its side, leafy or in blossom."""
    spine = dense(
        arc(
            (x, y),
            (x + toward * long * 0.5, y + long * 0.02),
            (x + toward * long, y + long * 0.3),
            7,
        ),
        120,
    )
    bough = arc((x - toward * 3400, y - 1500), (x - toward * 1500, y - 260), spine[2], 12)
    sheet.line(curve(bough, closed=False), long * 0.034, colour)
    sheet.path(curve(brush(spine, long * 0.04, sheet.random)), colour)
    leaves: list[str] = []
    blooms: list[str] = []
    for index in range(2, len(spine)):
        px, py = spine[index]
        for side in (-1, 1):
            reach = long * sheet.random.uniform(0.1, 0.24)
            end = (px + toward * reach * 0.75, py + side * reach * 0.6 + reach * 0.2)
            sheet.path(
                curve(
                    brush(
                        arc((px, py), ((px + end[0]) / 2, py), end, 4), long * 0.012, sheet.random
                    )
                ),
                colour,
            )
            for _ in range(7):
                u = end[0] + sheet.random.uniform(-0.09, 0.09) * long
                v = end[1] + sheet.random.uniform(-0.07, 0.07) * long
                if bloom:
                    blooms.append(
                        curve(blob(sheet.random, u, v, long * 0.017, long * 0.016, 6, 0.25))
                    )
                else:
                    leaves.append(draw_leaf(u, v, sheet.random.uniform(0, 6.28), long * 0.05))
    if leaves:
        sheet.path("".join(leaves), colour)
    if blooms:
        sheet.path("".join(blooms), bloom)


def draw_leaf(x: float, y: float, angle: float, long: float) -> str:
    """A pointed leaf from its stalk."""
    c, s = math.cos(angle), math.sin(angle)
    tip = (x + c * long, y + s * long)
    half = long * 0.15
    mx, my = x + c * long * 0.42, y + s * long * 0.42
    return (
        f"M{x:.0f} {y:.0f}Q{mx - s * half:.0f} {my + c * half:.0f} {tip[0]:.0f}"
        f" {tip[1]:.0f}Q{mx + s * half:.0f} {my - c * half:.0f} {x:.0f} {y:.0f}z"
    )
