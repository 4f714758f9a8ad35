"""A height and a tone in, a tall modern block with its windows out."""

from __future__ import annotations

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.motifs.lamps import LAMP
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.strokes import polygon


def draw_tower(
    sheet: Sheet,
    x: float,
    base: float,
    across: float,
    tall: float,
    colour: str,
    *,
    lights: float = 0.35,
    crown: int = 0,
    line: float = 0.0,
) -> None:
    """A tall block with rows of windows; `lights` is the share of lit ones."""
    outline = [
        (x - across / 2, base),
        (x - across / 2, base - tall),
        (x + across / 2, base - tall),
        (x + across / 2, base),
    ]
    if crown == 1:
        outline[1:3] = [
            (x - across / 2, base - tall * 0.94),
            (x + across * 0.1, base - tall),
            (x + across / 2, base - tall * 0.97),
        ]
    elif crown == 2:
        outline[1:3] = [
            (x - across / 2, base - tall * 0.9),
            (x - across * 0.26, base - tall * 0.9),
            (x - across * 0.2, base - tall),
            (x + across * 0.2, base - tall),
            (x + across * 0.26, base - tall * 0.9),
            (x + across / 2, base - tall * 0.9),
        ]
    sheet.shape(
        outline, colour, line=line, foot=mix(colour, sheet.palette.haze, 0.45), hatch=tall > 400
    )
    side = [
        (x + across * 0.2, base),
        (x + across * 0.2, base - tall * 0.9),
        (x + across / 2, base - tall * 0.9),
        (x + across / 2, base),
    ]
    sheet.path(polygon(side), shaded(colour, -0.06), 0.55)
    if crown == 2:
        sheet.line(
            f"M{x:.0f} {base - tall:.0f}v{-tall * 0.13:.0f}", max(4.0, across * 0.03), colour
        )
    _grid(sheet, x, base, across, tall * (0.88 if crown else 0.95), colour, lights)


def _grid(
    sheet: Sheet, x: float, base: float, across: float, tall: float, colour: str, lights: float
) -> None:
    pitch = max(26.0, across / 8)
    rows, columns = int(tall / (pitch * 1.25)), int(across / pitch) - 1
    lit: list[str] = []
    dim: list[str] = []
    for row in range(1, min(rows, 26)):
        for column in range(columns):
            left = x - across / 2 + pitch * (column + 0.75)
            cell = (
                f"M{left:.0f} {base - tall + row * pitch * 1.25:.0f}"
                f"h{pitch * 0.52:.0f}v{pitch * 0.66:.0f}h{-pitch * 0.52:.0f}z"
            )
            (lit if sheet.random.random() < lights else dim).append(cell)
    sheet.path("".join(dim), shaded(colour, -0.05 if not sheet.dark else -0.04), 0.6)
    sheet.path(
        "".join(lit),
        LAMP if sheet.dark and sheet.style != "pencil" else mix(colour, sheet.palette.light, 0.55),
        0.85,
    )
