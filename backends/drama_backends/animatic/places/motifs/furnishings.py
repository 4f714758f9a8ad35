"""A spot in a room in, a thing that stands or hangs there out."""

from __future__ import annotations

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.strokes import arc, curve


def draw_table(
    sheet: Sheet,
    x: float,
    base: float,
    across: float,
    height: float,
    colour: str,
    *,
    round_: bool = False,
) -> None:
    """A table seen a little from above."""
    top = base - height
    leg = shaded(colour, -0.09)
    if round_:
        sheet.rect(x - across * 0.035, top, across * 0.07, height, leg, line=5)
        sheet.ellipse(x, base, across * 0.24, across * 0.05, leg)
        sheet.ellipse(x, top + across * 0.035, across / 2, across * 0.1, shaded(colour, -0.07))
        sheet.ellipse(x, top, across / 2, across * 0.1, colour)
        sheet.ellipse(
            x - across * 0.05,
            top - across * 0.01,
            across * 0.36,
            across * 0.06,
            mix(colour, sheet.palette.light, 0.3),
            0.5,
        )
        if sheet.style == "pencil":
            sheet.line(
                (
                    f"M{x - across / 2:.0f} {top:.0f}a{across / 2:.0f} {across * 0.1:.0f} 0 1 "
                    f"0 {across:.0f} 0a{across / 2:.0f} {across * 0.1:.0f} 0 1 0 {-across:.0f} 0"
                ),
                5,
                sheet.palette.ink,
                0.6,
            )
        return
    for share in (-0.46, 0.42):
        sheet.rect(x + across * share, top + 20, across * 0.045, height - 20, leg, line=5)
    slab = [
        (x - across * 0.46, top - across * 0.11),
        (x + across * 0.46, top - across * 0.11),
        (x + across / 2, top),
        (x - across / 2, top),
    ]
    sheet.shape(slab, mix(colour, sheet.palette.light, 0.14), line=6)
    sheet.rect(x - across / 2, top, across, across * 0.06, shaded(colour, -0.04), line=6)


def draw_chair(
    sheet: Sheet, x: float, base: float, height: float, colour: str, toward: int = 1
) -> None:
    """A chair turned `toward` -1 left or 1 right."""
    seat, deep = base - height * 0.48, height * 0.4
    dark = shaded(colour, -0.1)
    back = x - toward * deep / 2
    for px in (x - deep / 2, x + deep / 2):
        sheet.rect(px - 13, seat, 26, base - seat, dark, line=4)
    sheet.rect(back - 15, base - height, 30, height * 0.55, dark, line=4)
    for row in range(3):
        sheet.stroke(
            [
                (back, base - height * (0.95 - 0.13 * row)),
                (back + toward * deep * 0.3, base - height * (0.93 - 0.13 * row)),
            ],
            20,
            colour,
        )
    sheet.shape(
        [
            (x - deep * 0.56, seat),
            (x - deep * 0.4, seat - 46),
            (x + deep * 0.56, seat - 46),
            (x + deep * 0.6, seat),
            (x + deep * 0.58, seat + 30),
            (x - deep * 0.56, seat + 30),
        ],
        colour,
        line=5,
    )


def draw_shelf(
    sheet: Sheet,
    x: float,
    base: float,
    across: float,
    height: float,
    colour: str,
    *,
    rows: int = 5,
    goods: str = "books",
) -> None:
    """A case of shelves filled with `books`, `jars`, `cups` or `boxes`."""
    sheet.rect(x - across / 2, base - height, across, height, shaded(colour, -0.11), line=7)
    step = (height - 40) / rows
    palette = ("#b5543f", "#4a6b7a", "#c79b4f", "#6d7f52", "#8a5a6b", "#d8c8a4", "#3f5564")
    for row in range(rows):
        floor = base - 26 - row * step
        px = x - across / 2 + 34
        while px < x + across / 2 - 50:
            wide = (
                sheet.random.uniform(18, 44) if goods == "books" else sheet.random.uniform(50, 92)
            )
            high = step * sheet.random.uniform(0.5, 0.8)
            item = sheet.tone(sheet.random.choice(palette), 0.22)
            if sheet.random.random() > 0.1 and px + wide < x + across / 2 - 30:
                _good(sheet, px, floor, wide, high, item, goods)
            px += wide + (3 if goods == "books" else 22)
        sheet.rect(x - across / 2, floor, across, 24, colour, line=4)
    for px in (x - across / 2, x + across / 2 - 28):
        sheet.rect(px, base - height, 28, height, colour, line=5)


def draw_counter(
    sheet: Sheet,
    left: float,
    right: float,
    base: float,
    height: float,
    colour: str,
    top_colour: str,
) -> None:
    """A counter or run of cupboards, its face panelled."""
    sheet.rect(
        left, base - height, right - left, height, colour, line=7, foot=shaded(colour, -0.08)
    )
    count = max(1, round((right - left) / 330))
    step = (right - left) / count
    for index in range(count):
        sheet.rect(
            left + step * index + 26,
            base - height + 80,
            step - 52,
            height - 130,
            shaded(colour, 0.03),
            line=4,
        )
        sheet.rect(
            left + step * (index + 0.5) - 34, base - height + 110, 68, 14, sheet.tone("#c7a765")
        )
    sheet.shape(
        [
            (left - 30, base - height),
            (left + 20, base - height - 62),
            (right - 20, base - height - 62),
            (right + 30, base - height),
        ],
        mix(top_colour, sheet.palette.light, 0.2),
        line=6,
    )
    sheet.rect(left - 30, base - height, right - left + 60, 40, top_colour, line=6)


def _good(
    sheet: Sheet, x: float, floor: float, wide: float, high: float, colour: str, goods: str
) -> None:
    if goods == "books":
        sheet.rect(
            x,
            floor - high,
            wide,
            high,
            colour,
            line=2.5 if sheet.style == "pencil" else 0,
            hatch=False,
        )
    elif goods == "boxes":
        sheet.rect(x, floor - high * 0.8, wide, high * 0.8, colour, line=4)
    else:
        round_ = [
            (x + wide * 0.3, floor - high * 0.9),
            (x + wide * 0.7, floor - high * 0.9),
            (x + wide, floor - high * 0.6),
            (x + wide * 0.8, floor),
            (x + wide * 0.2, floor),
            (x, floor - high * 0.6),
        ]
        sheet.shape(round_, colour, line=4, hatch=False)


def draw_bed(
    sheet: Sheet,
    x: float,
    base: float,
    long: float,
    *,
    frame: str,
    cloth: str,
    toward: int,
    canopy: bool = False,
) -> None:
    """A bed along the wall, its head at the far side from `toward`."""
    high = long * 0.26
    head = x - toward * long / 2
    wood, sheets = sheet.tone(frame), sheet.tone("#efe8dc")
    if canopy:
        for px in (x - long / 2, x + long / 2):
            sheet.rect(px - 24, base - long * 0.95, 48, long * 0.95, wood, line=6)
        sheet.rect(x - long * 0.55, base - long, long * 1.1, long * 0.09, wood, line=6)
        veil = sheet.tone(cloth, 0.2)
        for px, way in ((x - long / 2, 1), (x + long / 2, -1)):
            sheet.shape(
                [
                    (px, base - long * 0.92),
                    (px + way * long * 0.2, base - long * 0.92),
                    (px + way * long * 0.05, base - long * 0.45),
                    (px + way * long * 0.12, base - 20),
                    (px, base - 20),
                ],
                veil,
                line=4,
                smooth=False,
            )
    else:
        sheet.rect(min(head, head + toward * 50), base - high * 1.9, 60, high * 1.9, wood, line=6)
    sheet.rect(x - long / 2, base - high * 0.55, long, high * 0.4, wood, line=6)
    mattress = [
        (x - long / 2, base - high * 0.5),
        (x - long * 0.47, base - high),
        (x + long * 0.47, base - high),
        (x + long / 2, base - high * 0.5),
    ]
    sheet.shape(mattress, sheets, line=6)
    quilt = sheet.tone(cloth)
    a = head + toward * long * 0.34
    b = head + toward * long * 1.01
    sheet.shape(
        [
            (a, base - high * 1.04),
            (b - toward * long * 0.04, base - high * 1.06),
            (b, base - high * 0.3),
            (a - toward * long * 0.03, base - high * 0.34),
        ],
        quilt,
        line=6,
        foot=shaded(quilt, -0.08),
    )
    pillow = arc(
        (head + toward * long * 0.06, base - high),
        (head + toward * long * 0.16, base - high * 1.6),
        (head + toward * long * 0.29, base - high),
        6,
    )
    sheet.shape(pillow, shaded(sheets, 0.02), line=5)


def draw_sofa(sheet: Sheet, x: float, base: float, across: float, colour: str) -> None:
    """A sofa facing us."""
    high = across * 0.4
    sheet.shape(
        [
            (x - across * 0.44, base - high * 0.4),
            (x - across * 0.42, base - high),
            (x, base - high * 1.06),
            (x + across * 0.42, base - high),
            (x + across * 0.44, base - high * 0.4),
        ],
        colour,
        line=7,
    )
    for side in (-1, 1):
        sheet.rect(
            x + side * across * 0.215 - across * 0.21,
            base - high * 0.56,
            across * 0.42,
            high * 0.26,
            shaded(colour, 0.05),
            line=5,
        )
        arm = x + side * across * 0.46
        sheet.rect(
            arm - across * 0.06,
            base - high * 0.66,
            across * 0.12,
            high * 0.56,
            shaded(colour, -0.04),
            line=6,
        )
    sheet.rect(
        x - across * 0.42,
        base - high * 0.32,
        across * 0.84,
        high * 0.24,
        shaded(colour, -0.05),
        line=6,
    )
    cushion = sheet.palette.accent
    sheet.shape(
        [
            (x - across * 0.34, base - high * 0.52),
            (x - across * 0.3, base - high * 0.9),
            (x - across * 0.15, base - high * 0.86),
            (x - across * 0.17, base - high * 0.5),
        ],
        mix(cushion, colour, 0.25),
        line=5,
    )


def draw_plant(sheet: Sheet, x: float, base: float, height: float) -> None:
    """A house plant in a pot."""
    leaf = sheet.tone("#4f8a55")
    for index in range(9):
        lean = (index - 4) / 4
        tip = (x + lean * height * 0.42, base - height * (1.0 - 0.32 * abs(lean)))
        root = (x, base - height * 0.3)
        bend = (x + lean * height * 0.1, tip[1] - height * 0.03)
        spine = arc(root, bend, tip, 6)
        left = [(px - height * 0.05 * (1 - abs(i / 3 - 1)), py) for i, (px, py) in enumerate(spine)]
        right = [
            (px + height * 0.05 * (1 - abs(i / 3 - 1)), py + height * 0.02)
            for i, (px, py) in enumerate(spine)
        ]
        sheet.path(curve([*left, *reversed(right)]), shaded(leaf, -0.08 + 0.03 * (index % 4)))
    pot = sheet.tone("#b9714f")
    sheet.shape(
        [
            (x - height * 0.15, base - height * 0.34),
            (x + height * 0.15, base - height * 0.34),
            (x + height * 0.11, base),
            (x - height * 0.11, base),
        ],
        pot,
        line=6,
        foot=shaded(pot, -0.1),
    )
