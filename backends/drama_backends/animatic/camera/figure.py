"""A figure on its mark: a drawing and a mark come in; where on the stage its parts are goes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drama_backends.animatic.camera.angles import Stance, foreshortened
from drama_backends.animatic.camera.staging import (
    Mark,
    half_width,
    is_broad,
    is_long,
    is_tighter,
)
from drama_backends.animatic.stage import Box, FigureDrawing
from drama_compiler.contract import Size


@dataclass(frozen=True, slots=True)
class Figure:
    """A mark and its drawing; x of the mark is final once the frame is chosen.

    `strides` are the drawings of somebody who goes, through a cycle of two steps. Who is
    `afloat` stands on no ground.
    """

    mark: Mark
    drawing: FigureDrawing
    strides: tuple[FigureDrawing, ...] = ()
    afloat: bool = False

    def box(self, part: Box, framing_ground: float, stance: Stance) -> Box:
        """A part of the drawing as it stands on the stage, foreshortened."""
        depth = self.mark.depth
        corners = [
            foreshortened(self.drawing, stance, x, y)
            for x in (part.left, part.right)
            for y in (part.top, part.bottom)
        ]
        xs = [self.mark.x + depth * x for x, _ in corners]
        ys = [framing_ground + depth * y for _, y in corners]
        return Box(min(xs), min(ys), max(xs), max(ys))


def ground_of(figure: Figure, stance: Stance) -> float:
    """y of the ground that a figure stands on."""
    return figure.mark.ground(stance.camera_height)


def eyes_of(figure: Figure, stance: Stance) -> float:
    """y of the eyes."""
    at = figure.drawing.eyes_at
    _, y = foreshortened(figure.drawing, stance, at.x, at.y)
    return ground_of(figure, stance) + figure.mark.depth * y


def crown_of(figure: Figure, stance: Stance) -> float:
    """y of what a head needs above it: air, and a hat as far as it is one."""
    head, top = figure.drawing.head, figure.drawing.bounds.top
    tall = head.bottom - head.top
    hat = min(max(0.0, head.top - top), 0.55 * tall)
    above = Box(head.left, head.top - hat, head.right, head.bottom)
    box = figure.box(above, ground_of(figure, stance), stance)
    return box.top - 0.12 * tall * figure.mark.depth


def kept_box(figure: Figure, size: Size, stance: Stance, whole: bool = True) -> Box:
    """The part of a figure that must be inside the frame; of a long body, if not `whole`, less."""
    head, bounds, ground = figure.drawing.head, figure.drawing.bounds, ground_of(figure, stance)
    if size is Size.MEDIUM_WIDE and is_broad(figure.drawing) and not is_long(figure.drawing):
        return figure.box(bounds, ground, stance)
    if is_tighter(size, Size.FULL):
        room = 0.3 * (head.right - head.left)
        return figure.box(
            Box(head.left - room, head.top, head.right + room, head.bottom), ground, stance
        )
    if is_long(figure.drawing):
        if whole:
            return figure.box(bounds, ground, stance)
        room = 0.6 * (head.right - head.left)
        return figure.box(
            Box(head.left - room, bounds.top, head.right + room, bounds.bottom), ground, stance
        )
    half = half_width(figure.drawing)
    left, right = max(bounds.left, -1.5 * half), min(bounds.right, 1.5 * half)
    return figure.box(Box(left, bounds.top, right, bounds.bottom), ground, stance)


def box_around(boxes: Sequence[Box]) -> Box:
    """The box around all boxes."""
    return Box(
        min(b.left for b in boxes),
        min(b.top for b in boxes),
        max(b.right for b in boxes),
        max(b.bottom for b in boxes),
    )


def together_height(subjects: Sequence[Figure], stance: Stance) -> float:
    """What a close frame needs to hold people of very different heights: hats, chins, collars."""
    people = [each for each in subjects if not is_broad(each.drawing)]
    if len(people) < 2:
        return 0.0
    heads = [each.box(each.drawing.head, ground_of(each, stance), stance) for each in people]
    lowest = max(head.bottom + 0.75 * (head.bottom - head.top) for head in heads)
    return lowest - min(crown_of(each, stance) for each in people)
