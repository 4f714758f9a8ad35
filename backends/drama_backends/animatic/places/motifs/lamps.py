"""A spot in, a light that hangs or stands there out: lanterns, lamps, candles, fires."""

from __future__ import annotations

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.strokes import curve

LAMP = "#ffcf7d"


def draw_lantern(sheet: Sheet, x: float, y: float, size: float, colour: str = "#d8402c") -> None:
    """A paper lantern hanging from `y`, glowing in the dark; `size` is its width."""
    paper = mix(sheet.tone(colour), LAMP, 0.35) if sheet.dark else sheet.tone(colour)
    middle = y + size * 0.85
    sheet.line(f"M{x:.0f} {y:.0f}v{size * 0.4:.0f}", max(2.5, size * 0.03), sheet.palette.ink, 0.8)
    if sheet.dark:
        sheet.glow(x, middle, size * 2.6, size * 2.4, "#ffb35a", 0.55)
    sheet.ellipse(x, middle, size * 0.5, size * 0.44, paper)
    if sheet.dark:
        sheet.ellipse(x, middle, size * 0.26, size * 0.34, mix(paper, "#fff3c9", 0.7), 0.8)
    ribs = "".join(
        f"M{x:.0f} {middle - size * 0.43:.0f}q{size * u:.0f} {size * 0.43:.0f} 0 {size * 0.86:.0f}"
        for u in (-0.9, -0.45, 0.45, 0.9)
    )
    sheet.line(ribs, max(2.0, size * 0.02), shaded(paper, -0.14), 0.7)
    gold = sheet.tone("#d9a441")
    for dy in (-0.46, 0.4):
        sheet.rect(x - size * 0.2, middle + size * dy, size * 0.4, size * 0.08, gold)
    sheet.line(
        f"M{x:.0f} {middle + size * 0.46:.0f}v{size * 0.42:.0f}", size * 0.07, sheet.tone("#b5402f")
    )


def draw_pendant(sheet: Sheet, x: float, top: float, y: float, size: float, colour: str) -> None:
    """A lamp on a cord, its cone of light below."""
    sheet.line(f"M{x:.0f} {top:.0f}V{y:.0f}", 6, sheet.palette.ink, 0.7)
    if sheet.dark:
        sheet.glow(x, y + size * 0.5, size * 3.4, size * 3, LAMP, 0.5)
    sheet.ellipse(
        x,
        y + size * 0.48,
        size * 0.2,
        size * 0.18,
        mix(LAMP, "#ffffff", 0.4) if sheet.style != "pencil" else "#f7f5ee",
    )
    shade = [
        (x - size * 0.14, y),
        (x + size * 0.14, y),
        (x + size * 0.5, y + size * 0.5),
        (x - size * 0.5, y + size * 0.5),
    ]
    sheet.shape(shade, colour, line=6)


def draw_candles(sheet: Sheet, x: float, base: float, count: int = 3) -> None:
    """Candles on a stand, burning."""
    for index in range(count):
        px, high = x + (index - (count - 1) / 2) * 74, 120 + 50 * (index % 2)
        sheet.rect(px - 16, base - high, 32, high, sheet.tone("#e9d9bd"), line=3)
        sheet.glow(px, base - high - 34, 280, 260, "#ffb45c", 0.6 if sheet.dark else 0.3)
        flame = [
            (px, base - high - 76),
            (px + 17, base - high - 28),
            (px, base - high - 4),
            (px - 17, base - high - 28),
        ]
        sheet.path(curve(flame), "#ffdd8a")


def draw_fire(sheet: Sheet, x: float, base: float, size: float) -> None:
    """A fire of logs with its glow."""
    sheet.glow(x, base - size * 0.4, size * 3.2, size * 2.2, "#ff8a33", 0.75)
    wood = sheet.tone("#4d3526")
    for lean in (-1, 1):
        sheet.stroke(
            [
                (x - lean * size * 0.6, base),
                (x, base - size * 0.1),
                (x + lean * size * 0.5, base - size * 0.26),
            ],
            size * 0.17,
            wood,
        )
    for share, colour in ((1.0, "#f0642c"), (0.7, "#ff9e3d"), (0.4, "#ffe08a")):
        flame = [
            (x, base - size * 1.25 * share),
            (x + size * 0.22 * share, base - size * 0.62 * share),
            (x + size * 0.46 * share, base - size * 0.7 * share),
            (x + size * 0.4 * share, base - size * 0.15),
            (x, base),
            (x - size * 0.4 * share, base - size * 0.15),
            (x - size * 0.36 * share, base - size * 0.6 * share),
            (x - size * 0.16 * share, base - size * 0.5 * share),
        ]
        sheet.path(
            curve(flame),
            colour if sheet.style != "pencil" else mix(colour, sheet.palette.haze, 0.3),
            0.92,
        )
