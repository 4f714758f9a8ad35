"""An era and a place in, a small house out."""

from __future__ import annotations

from drama_backends.animatic.places.colour import shaded
from drama_backends.animatic.places.motifs.lamps import LAMP
from drama_backends.animatic.places.motifs.roofs import draw_roof
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.strokes import Points


def draw_house(
    sheet: Sheet,
    x: float,
    base: float,
    across: float,
    *,
    depth: float = 0.2,
    era: str = "generic",
    thatch: bool = False,
) -> None:
    """A small house: wall, door, window, pitched or thatched roof."""
    wall = sheet.tone(
        "#e6dcc6" if era != "ancient" else "#cbb594", depth, sheet.random.uniform(-0.04, 0.03)
    )
    line = max(3.0, across * 0.005)
    high = across * 0.44
    sheet.rect(x - across / 2, base - high, across, high, wall, line=line, foot=shaded(wall, -0.06))
    beam = sheet.tone("#6b4d35", depth)
    for share in (-0.5, -0.17, 0.17, 0.47):
        sheet.rect(x + across * share, base - high, across * 0.03, high, beam)
    lamp = sheet.tone(LAMP, 0.0) if sheet.dark else sheet.tone("#5c5a58", depth)
    door = x + sheet.random.choice((-1, 1)) * across * 0.02
    sheet.rect(
        door - across * 0.09,
        base - high * 0.76,
        across * 0.18,
        high * 0.76,
        sheet.tone("#7a5236", depth),
        line=line * 0.7,
    )
    for side in (-1, 1):
        left = x + side * across * 0.31 - across * 0.075
        _lit_window(sheet, left, base, across, high, lamp, beam)
    if thatch:
        _thatch(
            sheet, x, base - high, across * 1.24, across * 0.36, sheet.tone("#b0904f", depth), line
        )
    elif era == "ancient":
        draw_roof(
            sheet,
            x,
            base - high + across * 0.02,
            across * 1.26,
            across * 0.3,
            sheet.tone("#58626a", depth),
            curl=0.55,
            line=line,
        )
    else:
        _pitched_roof(sheet, x, base - high, across, depth, line)


def _lit_window(
    sheet: Sheet, left: float, base: float, across: float, high: float, lamp: str, beam: str
) -> None:
    """A window, glowing when it is dark."""
    line = max(3.0, across * 0.005)
    sheet.rect(
        left, base - high * 0.72, across * 0.15, high * 0.36, lamp, line=line * 0.8, hatch=False
    )
    sheet.line(
        (
            f"M{left + across * 0.075:.0f} {base - high * 0.72:.0f}v{high * 0.36:.0f}"
            f"M{left:.0f} {base - high * 0.54:.0f}h{across * 0.15:.0f}"
        ),
        line * 0.9,
        beam,
    )
    if sheet.dark:
        sheet.glow(
            left + across * 0.075, base - high * 0.5, across * 0.34, across * 0.26, LAMP, 0.4
        )


def _pitched_roof(
    sheet: Sheet, x: float, eave: float, across: float, depth: float, line: float
) -> None:
    roof = sheet.tone(sheet.random.choice(("#a8563f", "#7c6a62", "#8a4c44")), depth)
    sheet.shape(
        [
            (x - across * 0.6, eave + 8),
            (x - across * 0.42, eave - across * 0.34),
            (x + across * 0.42, eave - across * 0.34),
            (x + across * 0.6, eave + 8),
        ],
        roof,
        line=line,
    )
    rows = "".join(
        (
            f"M{x - across * (0.56 - 0.045 * i):.0f} "
            f"{eave - across * 0.075 * (i + 0.3):.0f}"
            f"H{x + across * (0.56 - 0.045 * i):.0f}"
        )
        for i in range(4)
    )
    sheet.line(rows, line * 0.8, shaded(roof, -0.09), 0.8)


def _thatch(
    sheet: Sheet, x: float, eave: float, across: float, height: float, colour: str, line: float
) -> None:
    half = across / 2
    top: Points = [
        (x - half * 0.55, eave - height),
        (x, eave - height * 1.08),
        (x + half * 0.55, eave - height),
    ]
    low = [
        (x + half - across * i / 22, eave + 16 + sheet.random.uniform(-14, 20)) for i in range(23)
    ]
    sheet.shape([*top, *low], colour, line=line, foot=shaded(colour, -0.1))
    straws = "".join(
        (
            f"M{x + u * half * 0.5:.0f} {eave - height * sheet.random.uniform(0.5, 0.98):.0f}"
            f"L{x + u * half * 0.9:.0f} {eave - height * sheet.random.uniform(-0.02, 0.4):.0f}"
        )
        for u in (sheet.random.uniform(-1, 1) for _ in range(60))
    )
    sheet.line(straws, max(2.0, across * 0.004), shaded(colour, -0.13), 0.5)
