"""Afloat: people at sea and a drawn boat come in, the same people in the boat go out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from drama_backends.animatic.camera.figure import Figure
from drama_backends.animatic.camera.props import Prop
from drama_backends.animatic.camera.staging import Role
from drama_backends.animatic.stage import Box, Palette

# How much of the hull stands above its floor, in units: what hides the feet.
FREEBOARD = 66.0
# A boat's half length reaches so far beyond those in it, in units.
ROOM = 640.0
BEHIND = 0.94
# How far apart two sit in a boat, in units.
THWART = 640.0
# How much higher than the floor one sits, in units.
BENCH = 70.0
IN_THE_WATER = ("swim", "fly", "fall", "lie")


def boarded(
    figures: Sequence[Figure],
    people: Sequence[bool],
    actions: Sequence[str],
    boat: Prop,
    palette: Palette,
) -> tuple[Figure, ...]:
    """The figures with one boat under the people among them, its hull before their feet.

    `people` tells who is one; who swims, flies or falls has left the boat.
    """
    # Creatures rise out of the sea behind the boat.
    figures = [
        replace(figure, afloat=True)
        if people[index] or figure.mark.role is Role.BACK
        else replace(
            figure, mark=replace(figure.mark, depth=BEHIND * figure.mark.depth), afloat=True
        )
        for index, figure in enumerate(figures)
    ]
    crew = [
        index
        for index, figure in enumerate(figures)
        if people[index]
        and figure.mark.role is not Role.BACK
        and actions[index] not in IN_THE_WATER
    ]
    if not crew:
        return tuple(figures)
    aboard = list(figures)
    xs = [figures[index].mark.x for index in crew]
    middle = (min(xs) + max(xs)) / 2.0
    depth = figures[crew[0]].mark.depth
    # In one boat one sits close, however wide the frame is.
    closer = min(1.0, THWART * depth * (len(crew) - 1) / max(1.0, max(xs) - min(xs)))
    for index in crew:
        mark = aboard[index].mark
        lift = mark.lift + (BENCH * depth if actions[index] in ("row", "sit") else 0.0)
        x = middle + closer * (mark.x - middle)
        aboard[index] = replace(aboard[index], mark=replace(mark, x=x, lift=lift))
    xs = [aboard[index].mark.x for index in crew]
    half = (boat.bounds.right - boat.bounds.left) / 2.0
    long = max(1.0, ((max(xs) - min(xs)) / (2.0 * depth) + ROOM) / half)
    last = max(crew)
    figure = aboard[last]
    shift = (middle - figure.mark.x) / depth
    drawing = figure.drawing
    hull = (
        f'<g transform="translate({shift:.1f} {-FREEBOARD:.1f}) scale({long:.3f} 1)">'
        f"{boat.body}{_wash(boat.bounds, palette)}</g>"
    )
    around = Box(
        min(drawing.bounds.left, shift + 1.06 * long * boat.bounds.left),
        drawing.bounds.top,
        max(drawing.bounds.right, shift + 1.06 * long * boat.bounds.right),
        max(drawing.bounds.bottom, boat.bounds.bottom + 60.0),
    )
    aboard[last] = replace(
        figure,
        drawing=replace(
            drawing, body=drawing.body + hull, defs=drawing.defs + boat.defs, bounds=around
        ),
    )
    return tuple(aboard)


def _wash(bounds: Box, palette: Palette) -> str:
    """The water at the hull's foot, and the foam along it."""
    left, right, low = bounds.left * 0.86, bounds.right * 0.86, bounds.bottom
    wide = right - left
    water = (
        f"M{left - 60:.0f} {low + 16:.0f}"
        f"C{left + 0.2 * wide:.0f} {low - 44:.0f} {left + 0.34 * wide:.0f} {low - 6:.0f} "
        f"{left + 0.5 * wide:.0f} {low - 26:.0f}"
        f"S{right - 0.2 * wide:.0f} {low - 4:.0f} {right + 70:.0f} {low + 8:.0f}"
        f"L{right:.0f} {low + 60:.0f}H{left:.0f}z"
    )
    crest = water.split("L", maxsplit=1)[0]
    return (
        f'<path d="{water}" fill="{palette.middle}" fill-opacity="0.9"/>'
        f'<path d="{crest}" fill="none" stroke="{palette.haze}" stroke-width="11" '
        'stroke-linecap="round" stroke-opacity="0.75"/>'
    )
