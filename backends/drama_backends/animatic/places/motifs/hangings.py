"""A spot on a wall in, what hangs there out: pictures, scrolls, curtains."""

from __future__ import annotations

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.strokes import curve


def draw_frame(
    sheet: Sheet, x: float, y: float, across: float, height: float, *, scroll: bool = False
) -> None:
    """A picture on the wall: a framed landscape, or a hanging scroll."""
    palette = sheet.palette
    if scroll:
        sheet.rect(
            x - across / 2, y - height / 2, across, height, sheet.tone("#e9dfc6", 0.15), line=4
        )
        sheet.rect(
            x - across * 0.58, y - height / 2 - 14, across * 1.16, 26, sheet.tone("#6b4630"), line=4
        )
        sheet.rect(
            x - across * 0.58, y + height / 2 - 12, across * 1.16, 26, sheet.tone("#6b4630"), line=4
        )
    else:
        sheet.rect(
            x - across / 2 - 22,
            y - height / 2 - 22,
            across + 44,
            height + 44,
            sheet.tone("#7a5a3c"),
            line=5,
        )
        sheet.rect(
            x - across / 2,
            y - height / 2,
            across,
            height,
            mix(palette.sky_low, palette.haze, 0.5),
            hatch=False,
        )
    hill = mix(palette.middle, palette.haze, 0.35)
    sheet.path(
        curve(
            [
                (x - across * 0.42, y + height * 0.22),
                (x - across * 0.18, y - height * 0.16),
                (x + across * 0.02, y + height * 0.08),
                (x + across * 0.22, y - height * 0.05),
                (x + across * 0.42, y + height * 0.22),
            ]
        ),
        hill,
        0.8,
    )
    sheet.ellipse(
        x + across * 0.2, y - height * 0.25, across * 0.08, across * 0.08, palette.accent, 0.75
    )


def draw_curtains(
    sheet: Sheet,
    left: float,
    right: float,
    top: float,
    foot_y: float,
    colour: str,
    share: float = 0.16,
) -> None:
    """Two curtains drawn aside, in folds."""
    wide = (right - left) * share
    for edge, way in ((left, 1), (right, -1)):
        folds = 5
        for index in range(folds):
            a, b = edge + way * wide * index / folds, edge + way * wide * (index + 1) / folds
            pull = way * wide * 0.12 * index
            quad = [
                (a, top),
                (b, top),
                (b - pull * 0.8, (top + foot_y) / 2),
                (b - pull * 0.3, foot_y),
                (a - pull * 0.3, foot_y),
                (a - pull * 0.8, (top + foot_y) / 2),
            ]
            sheet.shape(
                quad,
                shaded(colour, -0.045 if index % 2 else 0.03),
                hatch=index % 2 == 1,
                line=3 if sheet.style == "pencil" else 0,
            )
    sheet.rect(left - 70, top - 34, right - left + 140, 30, sheet.tone("#5b4030"), line=4)
