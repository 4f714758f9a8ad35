"""A room's measures in, its planes in one-point perspective out: floors, walls, ceilings.

All lines meet at (0, HORIZON); a plane at scale s stands s times as large as the acting plane.
"""

from __future__ import annotations

import itertools

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.strokes import foot, lens, polygon
from drama_backends.animatic.stage import HORIZON, PLATE


def seen(x: float, y: float, scale: float) -> tuple[float, float]:
    """A point given in acting-plane units (y up is negative), seen at depth `scale`."""
    return (x * scale, HORIZON + (y - HORIZON) * scale)


def draw_floor(sheet: Sheet, top: float, colour: str, *, half: float, kind: str = "boards") -> None:
    """A floor from `top` to the plate's foot between walls `half` units from the middle.

    `kind` is `boards`, `tiles`, `checks`, `stones`, `asphalt` or `plain`.
    """
    palette = sheet.palette
    back = (top - HORIZON) / -HORIZON
    near = (PLATE.bottom - HORIZON) / -HORIZON
    outline = [
        (-half * back, top),
        (half * back, top),
        (half * near, PLATE.bottom),
        (-half * near, PLATE.bottom),
    ]
    far = mix(colour, palette.haze, 0.3)
    sheet.path(polygon(outline), sheet.fade(far, mix(colour, palette.shadow, 0.34), 0.8))
    wide = min(half, 4800.0)
    line = mix(colour, palette.ink, 0.5)
    if kind == "boards":
        _boards(sheet, top, near, wide, colour, line)
    elif kind in ("tiles", "checks"):
        _tiles(sheet, back, near, wide, colour, line, kind == "checks")
    elif kind == "stones":
        _stones(sheet, back, near, wide, colour)
    elif kind == "asphalt":
        marks = "".join(
            lens(
                sheet.random.uniform(-4000, 4000),
                foot(back + (2.2 - back) * sheet.random.random()),
                sheet.random.uniform(80, 420),
                7,
            )
            for _ in range(90)
        )
        sheet.path(marks, shaded(colour, -0.06), 0.35)
        for scale in (0.66, 0.86, 1.25, 1.8):
            quad = [
                seen(-60, 0, scale),
                seen(60, 0, scale),
                seen(60, 0, scale * 1.16),
                seen(-60, 0, scale * 1.16),
            ]
            sheet.path(polygon(quad), mix(colour, "#ffffff", 0.5), 0.3)
    sheet.blots(-wide, top, wide, 900, mix(colour, palette.shadow, 0.4), 0.25, 8)
    sheet.veil(0, 20, 1700, 240, mix(colour, palette.light, 0.55), 0.42)


def draw_side_wall(
    sheet: Sheet,
    side: int,
    half: float,
    far: float,
    near: float,
    height: float,
    colour: str,
    *,
    bricks: bool = False,
) -> None:
    """A wall running away from us on one side (-1 left, 1 right), from scale `far` to `near`."""
    x = side * half
    quad = [seen(x, 0, far), seen(x, -height, far), seen(x, -height, near), seen(x, 0, near)]
    run = (quad[0], quad[1])
    dark = mix(colour, sheet.palette.shadow, 0.3)
    sheet.path(polygon(quad), _across(sheet, mix(colour, sheet.palette.haze, 0.35), dark, side))
    sheet.line(polygon(run, closed=False), 6, sheet.palette.ink, 0.4)
    if sheet.style == "pencil":
        sheet.hatch([quad], 1, 0.28)
    if bricks:
        courses = []
        for row in range(1, int(height / 150)):
            a, b = seen(x, -row * 150, far), seen(x, -row * 150, near)
            courses.append(f"M{a[0]:.0f} {a[1]:.0f}L{b[0]:.0f} {b[1]:.0f}")
        sheet.line("".join(courses), 4, sheet.palette.ink, 0.16)
        patches = []
        for _ in range(70):
            scale = far + (min(near, 2.0) - far) * sheet.random.random()
            low = -150 * sheet.random.randrange(0, int(height / 150))
            patches.append(
                polygon(
                    [
                        seen(x, low, scale),
                        seen(x, low - 150, scale),
                        seen(x, low - 150, scale * 1.07),
                        seen(x, low, scale * 1.07),
                    ]
                )
            )
        sheet.path("".join(patches), shaded(colour, -0.06), 0.4)


def _across(sheet: Sheet, far: str, near: str, side: int) -> str:
    left, right = (near, far) if side < 0 else (far, near)
    return sheet.define(
        f"x{left}{right}",
        (
            f'<linearGradient id="ID"><stop offset="0" stop-color="{left}'
            f'"/><stop offset="1" stop-color="{right}"/></linearGradient>'
        ),
    )


def _boards(sheet: Sheet, top: float, near: float, wide: float, colour: str, line: str) -> None:
    back = (top - HORIZON) / -HORIZON
    lines, pale = [], []
    step = 230
    count = int(wide / step)
    for index in range(-count, count + 1):
        a, b = seen(index * step, 0, back), seen(index * step, 0, near)
        lines.append(f"M{a[0]:.0f} {a[1]:.0f}L{b[0]:.0f} {b[1]:.0f}")
        if index < count and sheet.random.random() < 0.35:
            c, d = seen((index + 1) * step, 0, back), seen((index + 1) * step, 0, near)
            pale.append(polygon([a, c, d, b]))
    sheet.path("".join(pale), shaded(colour, sheet.random.choice((-0.05, 0.04))), 0.35)
    sheet.line("".join(lines), 4.5, line, 0.4)
    joints = []
    for _ in range(70):
        scale = back + (2.2 - back) * sheet.random.random()
        index = sheet.random.randrange(-count, count)
        a, b = seen(index * step, 0, scale), seen((index + 1) * step, 0, scale)
        joints.append(f"M{a[0]:.0f} {a[1]:.0f}H{b[0]:.0f}")
    sheet.line("".join(joints), 4.5, line, 0.38)


def _tiles(
    sheet: Sheet, back: float, near: float, wide: float, colour: str, line: str, checks: bool
) -> None:
    step = 420
    count = int(wide / step)
    rows = [back]
    while rows[-1] < near:
        rows.append(1 / max(0.02, 1 / rows[-1] - 0.16))
        if len(rows) > 18:
            break
    rows[-1] = min(rows[-1], near)
    dark, lines = [], []
    for row, (a, b) in enumerate(itertools.pairwise(rows)):
        lines.append(f"M{-wide * a:.0f} {foot(a):.0f}H{wide * a:.0f}")
        for index in range(-count, count):
            if (index + row) % 2 == 0:
                dark.append(
                    polygon(
                        [
                            seen(index * step, 0, a),
                            seen((index + 1) * step, 0, a),
                            seen((index + 1) * step, 0, b),
                            seen(index * step, 0, b),
                        ]
                    )
                )
    for index in range(-count, count + 1):
        c, d = seen(index * step, 0, back), seen(index * step, 0, near)
        lines.append(f"M{c[0]:.0f} {c[1]:.0f}L{d[0]:.0f} {d[1]:.0f}")
    sheet.path("".join(dark), shaded(colour, -0.16 if checks else -0.045), 0.55 if checks else 0.4)
    sheet.line("".join(lines), 4, line, 0.28)


def _stones(sheet: Sheet, back: float, near: float, wide: float, colour: str) -> None:
    """Cobbles: rows of rounded stones, every one its own tone."""
    groups: dict[int, list[str]] = {0: [], 1: [], 2: []}
    scale = back
    row = 0
    while scale < min(near, 2.1):
        step = 300
        bound = min(wide, 3600 / scale) if scale > 0.5 else wide
        x = -bound + (row % 2) * step / 2
        high = 0.055 * scale
        while x < bound:
            span = step * sheet.random.uniform(0.8, 1.15)
            a, b = seen(x + 12, 0, scale + 0.005), seen(x + span - 12, 0, scale + 0.005)
            y = foot(scale + high)
            cut = (b[0] - a[0]) * 0.12
            groups[sheet.random.randrange(3)].append(
                f"M{a[0] + cut:.0f} {a[1]:.0f}H{b[0] - cut:.0f}L{b[0]:.0f} {(a[1] + y) / 2:.0f}"
                f"L{b[0] - cut:.0f} {y:.0f}H{a[0] + cut:.0f}L{a[0]:.0f} {(a[1] + y) / 2:.0f}z"
            )
            x += span
        scale += high * 1.08
        row += 1
    for index, stones in groups.items():
        sheet.path("".join(stones), shaded(colour, (-0.035, 0.02, 0.05)[index]), 0.5)


def draw_room_shell(
    sheet: Sheet,
    half: float,
    height: float,
    back: float,
    wall: str,
    ceiling: str,
    *,
    holes: str = "",
) -> None:
    """Back wall, side walls and ceiling of a room; `holes` is path data of window openings.

    The back wall stands at scale `back`; the walls reach below the floor's edge so that nothing
    opens when layers move apart.
    """
    left, top = seen(-half, -height, back)
    right, floor = seen(half, 0, back)
    near = (PLATE.right + 400) / half
    palette = sheet.palette
    below = f"M{PLATE.left:.0f} {floor:.0f}H{PLATE.right:.0f}V{PLATE.bottom:.0f}H{PLATE.left:.0f}z"
    sheet.path(below, mix(wall, palette.shadow, 0.5))
    back_wall = f"M{left:.0f} {top:.0f}H{right:.0f}V{floor + 60:.0f}H{left:.0f}z"
    paint = sheet.fade(mix(wall, palette.shadow, 0.16), mix(wall, palette.light, 0.14))
    sheet.path(back_wall + holes, paint, extra=' fill-rule="evenodd"')
    for side in (-1, 1):
        quad = [
            seen(side * half, 0, back),
            seen(side * half, -height, back),
            seen(side * half, -height, near),
            seen(side * half, 0, near),
        ]
        quad = [*quad, (quad[-1][0], PLATE.bottom + 100), (quad[0][0], PLATE.bottom + 100)]
        sheet.path(
            polygon(quad),
            _across(sheet, mix(wall, palette.shadow, 0.14), mix(wall, palette.shadow, 0.5), side),
        )
        if sheet.style == "pencil":
            sheet.hatch([quad], 0, 0.3)
    roof = [
        seen(-half, -height, back),
        seen(half, -height, back),
        seen(half, -height, near),
        (PLATE.right, PLATE.top),
        (PLATE.left, PLATE.top),
        seen(-half, -height, near),
    ]
    sheet.path(polygon(roof), sheet.fade(mix(ceiling, palette.shadow, 0.4), ceiling))
    far_top = mix(ceiling, palette.shadow, 0.45)
    sheet.path(
        (
            f"M{PLATE.left - 400:.0f} {PLATE.top - 200:.0f}H{PLATE.right + 400:.0f}"
            f"V{seen(0, -height, near)[1]:.0f}H{PLATE.left - 400:.0f}z"
        ),
        far_top,
    )
    edges = [
        polygon([seen(side * half, -height, back), seen(side * half, -height, near)], closed=False)
        + polygon([seen(side * half, 0, back), seen(side * half, -height, back)], closed=False)
        for side in (-1, 1)
    ]
    sheet.line("".join(edges), 6, palette.ink, 0.4)
    sheet.line(f"M{left:.0f} {top:.0f}H{right:.0f}", 6, palette.ink, 0.4)
    sheet.blots(left, top, right, floor, mix(wall, palette.shadow, 0.35), 0.22, 9)


def draw_beams(
    sheet: Sheet, half: float, height: float, back: float, colour: str, count: int = 4
) -> None:
    """Beams across the ceiling, nearer ones larger."""
    scale = back * 1.04
    for _ in range(count):
        a, b = seen(-half, -height, scale), seen(half, -height, scale)
        deep = 120 * scale
        sheet.rect(a[0], a[1], b[0] - a[0], deep, colour, line=6, foot=shaded(colour, -0.06))
        scale *= 1.42
