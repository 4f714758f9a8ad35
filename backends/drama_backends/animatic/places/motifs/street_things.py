"""A spot in a street in, a thing that stands there out: stalls, lamps, signs, cars."""

from __future__ import annotations

import itertools

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.motifs.lamps import LAMP, draw_lantern
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.strokes import Points, arc, polygon


def draw_hanging_sign(
    sheet: Sheet, side: int, x: float, y: float, wide: float, old: bool, script: str = "han"
) -> None:
    """Draw a shop's sign that hangs out over the street, plain where the street is `old`.

    In a `latin` street it shows what there is to buy.
    """
    colour = (
        sheet.tone("#2c3a55")
        if old
        else mix(
            sheet.palette.accent,
            sheet.random.choice(("#39c1d0", "#ff5fa8", "#ffc24f")),
            0.5 * sheet.random.random(),
        )
    )
    if sheet.dark and not old:
        sheet.glow(x, y, wide * 2.6, wide * 3.2, colour, 0.5)
    if script == "latin":
        _emblem(sheet, side, x, y, wide, colour)
        return
    sheet.rect(x - wide / 2, y - wide * 1.4, wide, wide * 2.8, colour, line=4, hatch=False)
    pale = "#fff6e0" if sheet.dark else mix(colour, "#ffffff", 0.75)
    glyphs = "".join(
        (
            f"M{x - wide * 0.26:.0f} {y - wide * 1.05 + i * wide * 0.82:.0f}"
            f"h{wide * 0.52:.0f}m{-wide * 0.26:.0f}"
            f" {-wide * 0.12:.0f}v{wide * 0.5:.0f}m{-wide * 0.24:.0f}"
            f" {-wide * 0.12:.0f}h{wide * 0.48:.0f}"
        )
        for i in range(3)
    )
    sheet.line(glyphs, max(3.0, wide * 0.07), pale, 0.95)


_EMBLEMS = (
    # A cup, a fish, a key, a boot, a loaf: line by line, in shares of the board's half width.
    "M-.5-.35h.8v.45q0 .35-.4 .35t-.4-.35zM.3-.2q.35 0 .3 .2t-.35 .2",
    "M-.6 0q.4-.5 .8-.1l.35-.3v.8l-.35-.3q-.4 .4-.8-.1zM-.3-.06h.02",
    "M-.1 0a.24 .24 0 1 0-.01 .02zM-.1 0h.65v.25M.35 0v.2",
    "M-.25-.55h.4v.6q.4 .05 .4 .35h-.8z",
    "M-.6 .15q0-.5 .6-.5t.6 .5q0 .2-.6 .2t-.6-.2zM-.25-.15l.1 .3M.1-.2l.1 .32",
)


def _emblem(sheet: Sheet, side: int, x: float, y: float, wide: float, colour: str) -> None:
    """A round board on an iron arm, with the picture of a trade."""
    half = wide * 0.78
    iron = sheet.tone("#33363a")
    sheet.line(
        f"M{x + side * half * 1.5:.0f} {y - half * 1.25:.0f}H{x:.0f}v{half * 0.3:.0f}",
        max(3.0, wide * 0.07),
        iron,
    )
    sheet.ellipse(x, y, half, half, shaded(colour, -0.2))
    sheet.ellipse(x, y, half * 0.9, half * 0.9, colour)
    pale = "#fff6e0" if sheet.dark else mix(colour, "#ffffff", 0.8)
    data = sheet.random.choice(_EMBLEMS)
    sheet.raw(
        f'<path transform="translate({x:.0f} {y:.0f}) scale({half:.1f})" d="{data}" fill="none"'
        f' stroke="{pale}" stroke-width="0.11" stroke-linecap="round" stroke-linejoin="round"/>'
    )


def draw_stall(sheet: Sheet, x: float, base: float, across: float) -> None:
    """Draw a market stall `across` units wide, its posts standing on `base`."""
    wood = sheet.tone("#7a5639", 0.1)
    tint = sheet.tone(sheet.random.choice(("#c44f3c", "#3f7d78", "#cf9a3e", "#5a6aa0")), 0.08)
    for share in (-0.5, 0.46):
        sheet.rect(
            x + across * share, base - across * 1.15, across * 0.045, across * 1.15, wood, line=4
        )
    sheet.rect(x - across * 0.54, base - across * 0.46, across * 1.08, across * 0.4, wood, line=5)
    sheet.rect(
        x - across * 0.58,
        base - across * 0.52,
        across * 1.16,
        across * 0.07,
        shaded(wood, 0.06),
        line=5,
    )
    colours = ("#d9623f", "#e2b04a", "#7fa04e", "#c9453f", "#e8d6a6", "#8a5a86")
    for crate in range(4):
        left = x - across * 0.5 + crate * across * 0.26
        fruit = sheet.tone(sheet.random.choice(colours), 0.08)
        heap = "".join(
            (
                f"M{left + across * (0.03 + 0.05 * i + 0.025 * (row % 2)):.0f} "
                f"{base - across * (0.55 + 0.04 * row):.0f}"
                f"a{across * 0.028:.1f} {across * 0.028:.1f} 0 1 0 .1 0z"
            )
            for row in range(3)
            for i in range(4 - row)
        )
        sheet.line(heap, across * 0.028, fruit)
        sheet.path(heap, fruit)
    roof = [
        (x - across * 0.52, base - across * 1.32),
        (x + across * 0.52, base - across * 1.32),
        (x + across * 0.66, base - across * 1.0),
        (x - across * 0.66, base - across * 1.0),
    ]
    sheet.shape(roof, tint, line=5)
    pale = mix(tint, sheet.palette.haze, 0.75)
    for i in range(0, 8, 2):
        a, b = i / 8, (i + 1) / 8
        sheet.path(
            polygon(
                [
                    (x - across * 0.52 + across * 1.04 * a, base - across * 1.32),
                    (x - across * 0.52 + across * 1.04 * b, base - across * 1.32),
                    (x - across * 0.66 + across * 1.32 * b, base - across),
                    (x - across * 0.66 + across * 1.32 * a, base - across),
                ]
            ),
            pale,
            0.85,
        )
    if sheet.dark:
        sheet.glow(x, base - across * 0.75, across * 0.8, across * 0.6, LAMP, 0.5)
    draw_lantern(sheet, x - across * 0.4, base - across * 0.99, across * 0.13)


def draw_street_lamp(
    sheet: Sheet, x: float, base: float, tall: float, toward: int, colour: str
) -> None:
    """Draw a street lamp `tall` units high whose arm reaches to the side `toward` (-1 or 1)."""
    reach = tall * 0.16
    sheet.stroke([(x, base), (x, base - tall * 0.5), (x, base - tall * 0.93)], tall * 0.022, colour)
    sheet.rect(x - tall * 0.022, base - tall * 0.12, tall * 0.044, tall * 0.12, colour)
    sheet.stroke(
        arc((x, base - tall * 0.92), (x, base - tall), (x + toward * reach, base - tall), 6),
        tall * 0.016,
        colour,
    )
    head = x + toward * reach
    if sheet.dark:
        sheet.glow(head, base - tall * 0.98, tall * 0.3, tall * 0.26, LAMP, 0.7)
    sheet.shape(
        [
            (head - tall * 0.05, base - tall * 0.985),
            (head - tall * 0.03, base - tall * 1.01),
            (head + tall * 0.03, base - tall * 1.01),
            (head + tall * 0.05, base - tall * 0.985),
        ],
        colour,
        line=3,
    )
    sheet.ellipse(
        head,
        base - tall * 0.98,
        tall * 0.035,
        tall * 0.012,
        "#fff1c4" if sheet.dark else mix(colour, "#ffffff", 0.7),
    )


def draw_car(sheet: Sheet, x: float, base: float, long: float, colour: str) -> None:
    """Draw a parked car seen from the side, `long` units, its wheels on `base`."""
    half = long / 2
    body = [
        (x - half, base - long * 0.08),
        (x - half * 0.98, base - long * 0.2),
        (x - half * 0.62, base - long * 0.24),
        (x - half * 0.38, base - long * 0.38),
        (x + half * 0.3, base - long * 0.39),
        (x + half * 0.6, base - long * 0.25),
        (x + half * 0.97, base - long * 0.21),
        (x + half, base - long * 0.07),
    ]
    sheet.shape(body, colour, line=8, foot=shaded(colour, -0.1))
    glass = mix(sheet.tone("#5b6b76"), sheet.palette.sky_low, 0.35)
    sheet.shape(
        [
            (x - half * 0.52, base - long * 0.245),
            (x - half * 0.34, base - long * 0.355),
            (x - half * 0.06, base - long * 0.36),
            (x - half * 0.06, base - long * 0.245),
        ],
        glass,
        line=5,
        hatch=False,
    )
    sheet.shape(
        [
            (x + half * 0.02, base - long * 0.245),
            (x + half * 0.02, base - long * 0.36),
            (x + half * 0.27, base - long * 0.365),
            (x + half * 0.48, base - long * 0.25),
        ],
        glass,
        line=5,
        hatch=False,
    )
    for px in (x - half * 0.58, x + half * 0.58):
        sheet.ellipse(px, base - long * 0.06, long * 0.085, long * 0.085, sheet.tone("#26282c"))
        sheet.ellipse(px, base - long * 0.06, long * 0.045, long * 0.045, sheet.tone("#9aa0a4"))


def draw_bunting(sheet: Sheet, cord: Points) -> None:
    """Small flags on a cord, four to each of its parts."""
    colours = [sheet.tone(each) for each in ("#d5593f", "#f0e2c0", "#3f8f8c", "#e0a53c")]
    for index, ((x, y), (u, v)) in enumerate(itertools.pairwise(cord)):
        for step in range(4):
            a, b = step / 4 + 0.03, (step + 1) / 4 - 0.03
            left, right = (x + (u - x) * a, y + (v - y) * a), (x + (u - x) * b, y + (v - y) * b)
            tip = ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2 + 150)
            sheet.shape([left, right, tip], colours[(index * 4 + step) % 4], line=4, hatch=False)
