"""An era and a place in, a street house with a shop below out."""

from __future__ import annotations

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.motifs.lamps import LAMP
from drama_backends.animatic.places.motifs.roofs import draw_roof
from drama_backends.animatic.places.motifs.temples import draw_bays
from drama_backends.animatic.places.sheet import Sheet


def draw_shop_front(
    sheet: Sheet,
    x: float,
    base: float,
    across: float,
    tall: float,
    *,
    depth: float = 0.15,
    era: str = "modern",
    neon: bool = False,
    script: str = "han",
) -> None:
    """A street house: shop below with awning and sign, floors of windows above."""
    if era == "ancient":
        _old_shop(sheet, x, base, across, tall, depth)
        return
    local = sheet.random.choice(("#b98a6a", "#9aa0a4", "#c7b79a", "#8c7b86", "#a9644e", "#7f8f93"))
    wall = sheet.tone(local, depth)
    line = max(3.0, across * 0.006)
    sheet.rect(x - across / 2, base - tall, across, tall, wall, line=line, foot=shaded(wall, -0.05))
    sheet.rect(
        x - across * 0.53,
        base - tall - across * 0.05,
        across * 1.06,
        across * 0.07,
        shaded(wall, -0.08),
        line=line * 0.6,
    )
    shop = across * 0.46
    warm = (
        sheet.tone(LAMP, 0.0)
        if sheet.dark
        else mix(sheet.tone("#56646c", depth), sheet.palette.sky_low, 0.25)
    )
    sheet.rect(
        x - across * 0.42,
        base - shop * 0.86,
        across * 0.52,
        shop * 0.66,
        warm,
        line=line,
        hatch=False,
    )
    sheet.rect(
        x + across * 0.17,
        base - shop * 0.86,
        across * 0.22,
        shop * 0.86,
        shaded(warm, -0.12),
        line=line,
        hatch=False,
    )
    if sheet.dark:
        sheet.glow(x - across * 0.14, base - shop * 0.4, across * 0.6, across * 0.45, LAMP, 0.4)
    stripe = sheet.tone(sheet.random.choice(("#c8503f", "#3f7f7a", "#d19a3d", "#4a5f96")), depth)
    _awning(sheet, x, base - shop * 0.92, across * 0.94, across * 0.15, stripe)
    sign = sheet.palette.accent if neon else stripe
    _sign_board(sheet, x, base, across, stripe, sign, script)
    _upper_windows(sheet, x, base - shop * 1.35, across, tall - shop * 1.4, wall, line)


def _sign_board(
    sheet: Sheet, x: float, base: float, across: float, stripe: str, sign: str, script: str
) -> None:
    shop, line = across * 0.46, max(3.0, across * 0.006)
    sheet.rect(
        x - across * 0.4,
        base - shop * 1.22,
        across * 0.8,
        shop * 0.2,
        shaded(stripe, -0.12),
        line=line * 0.7,
    )
    if script == "latin":
        _lettering(sheet, x, base - shop * 1.12, across, mix(sign, "#ffffff", 0.6))
        return
    glyphs = "".join(
        (
            f"M{x - across * 0.28 + i * across * 0.11:.0f} {base - shop * 1.17:.0f}"
            f"v{shop * 0.1:.0f}m{across * 0.02:.0f} {-shop * 0.1:.0f}h{across * 0.05:.0f}"
        )
        for i in range(6)
    )
    sheet.line(glyphs, across * 0.014, mix(sign, "#ffffff", 0.6), 0.9)


_LETTERS = {
    "A": "m0 0l.3-1l.3 1m-.1-.35h-.4", "C": "m.6-.85a.33 .5 0 1 0 0 .7",
    "D": "m0 0v-1h.2a.42 .5 0 0 1 0 1z", "E": "m.55-1h-.5v1h.5m-.5-.5h.4",
    "F": "m.05 0v-1h.5m-.5 .5h.4", "H": "m0 0v-1m.6 0v1m0-.5h-.6", "I": "m.3 0v-1",
    "L": "m.05-1v1h.5", "N": "m0 0v-1l.6 1v-1", "O": "m.3-1a.33 .5 0 1 0 .01 0",
    "P": "m.05 0v-1h.25a.27 .27 0 0 1 0 .54h-.25",
    "R": "m.05 0v-1h.25a.27 .27 0 0 1 0 .54h-.25l.5 .46",
    "T": "m0-1h.6m-.3 0v1",
}  # fmt: skip
_SHOPS = ("CAFE", "HOTEL", "PIANO", "FOTO", "RADIO", "ATELIER", "DELI", "OPTIC", "FLORA", "PRINT")
"""Names that are read in many languages."""


def _lettering(sheet: Sheet, x: float, y: float, across: float, colour: str) -> None:
    """A shop's name, in even capitals."""
    size = across * 0.052
    word = sheet.random.choice(_SHOPS)
    data = "".join(
        f"M{(index - len(word) / 2) * 1.15 + 0.27:.2f} .5{_LETTERS[each]}"
        for index, each in enumerate(word)
    )
    sheet.raw(
        f'<path transform="translate({x:.0f} {y:.0f}) scale({size:.1f})" d="{data}"'
        f' fill="none" stroke="{colour}" stroke-width="0.17" stroke-linecap="round"'
        f' stroke-linejoin="round"/>'
    )


def _awning(sheet: Sheet, x: float, y: float, across: float, drop: float, colour: str) -> None:
    stripes = 9
    pale = mix(colour, sheet.palette.haze, 0.75)
    for index in range(stripes):
        a, b = index / stripes, (index + 1) / stripes
        top, low = x - across * 0.46, x - across * 0.54
        quad = [
            (top + across * 0.92 * a, y - drop),
            (top + across * 0.92 * b, y - drop),
            (low + across * 1.08 * b, y),
            (low + across * 1.08 * (a + b) / 2, y + drop * 0.22),
            (low + across * 1.08 * a, y),
        ]
        sheet.shape(
            quad,
            colour if index % 2 == 0 else pale,
            hatch=False,
            line=2.5 if sheet.style == "pencil" else 0,
        )


def _upper_windows(
    sheet: Sheet, x: float, foot_y: float, across: float, tall: float, wall: str, line: float
) -> None:
    floors = max(1, int(tall / (across * 0.46)))
    step = tall / floors
    for floor in range(floors):
        for share in (-0.29, 0.0, 0.29):
            left, top = x + across * share - across * 0.085, foot_y - step * floor - step * 0.84
            lit = sheet.dark and sheet.random.random() < 0.45
            glass = (
                sheet.tone(LAMP, 0) if lit else mix(shaded(wall, -0.2), sheet.palette.sky_top, 0.35)
            )
            sheet.rect(left, top, across * 0.17, step * 0.56, glass, line=line * 0.7, hatch=False)
            sheet.line(
                f"M{left + across * 0.085:.0f} {top:.0f}v{step * 0.56:.0f}",
                line * 0.7,
                shaded(wall, 0.05),
            )
            sheet.rect(
                left - across * 0.015,
                top + step * 0.56,
                across * 0.2,
                step * 0.05,
                shaded(wall, 0.05),
                line=line * 0.4,
            )


def _old_shop(
    sheet: Sheet, x: float, base: float, across: float, tall: float, depth: float
) -> None:
    wood, wall = sheet.tone("#7d5438", depth), sheet.tone("#d8c6a4", depth)
    line = max(3.0, across * 0.006)
    lamp = sheet.tone(LAMP, 0.0) if sheet.dark else sheet.tone("#4f3d32", depth)
    shop = across * 0.5
    storeys = max(1, int((tall - shop) / (across * 0.4)))
    sheet.rect(x - across / 2, base - shop, across, shop, wall, line=line)
    sheet.rect(
        x - across * 0.4,
        base - shop * 0.78,
        across * 0.8,
        shop * 0.78,
        lamp,
        line=line,
        hatch=False,
    )
    slats = "".join(
        f"M{x - across * 0.4 + across * 0.1 * i:.0f} {base - shop * 0.78:.0f}v{shop * 0.78:.0f}"
        for i in range(1, 8)
    )
    sheet.line(slats, across * 0.016, wood)
    sheet.rect(x - across * 0.42, base - shop * 0.28, across * 0.84, shop * 0.28, wood, line=line)
    if sheet.dark:
        sheet.glow(x, base - shop * 0.4, across * 0.6, across * 0.5, LAMP, 0.4)
    floor = base - shop
    tiles = sheet.tone("#566068", depth)
    for _ in range(storeys):
        draw_roof(
            sheet,
            x,
            floor + across * 0.04,
            across * 1.22,
            across * 0.13,
            tiles,
            curl=0.8,
            line=line,
        )
        high = across * 0.34
        sheet.rect(
            x - across * 0.45, floor - high - across * 0.06, across * 0.9, high, wall, line=line
        )
        draw_bays(
            sheet,
            x,
            floor - across * 0.06,
            across * 0.84,
            high * 0.9,
            5,
            sheet.dark and sheet.random.random() < 0.7,
            wood,
            depth,
        )
        floor -= high + across * 0.06
    draw_roof(sheet, x, floor + across * 0.05, across * 1.3, across * 0.28, tiles, line=line)
    toward = sheet.random.choice((-1, 1))
    flag = x + toward * across * 0.48
    sheet.rect(
        flag - across * 0.07,
        base - shop * 1.9,
        across * 0.14,
        shop * 0.85,
        sheet.tone("#b5402f", depth * 0.5),
        line=line,
    )
    sheet.ellipse(
        flag, base - shop * 1.5, across * 0.045, across * 0.045, sheet.tone("#f0d9a0", depth * 0.5)
    )
