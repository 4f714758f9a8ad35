"""Who stands where: a shot's brief comes in, marks on the stage go out, one for every figure.

A mark is what a stage manager tapes to the floor. Staging goes in two steps, as facing must be
known before a figure is drawn and widths only after: `block_figures` gives role, depth and
facing, `spread_marks` gives x.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from drama_backends.animatic.stage import FigureDrawing
from drama_compiler.contract import (
    Composition,
    Depth,
    Facing,
    MoveKind,
    ScreenPlace,
    Size,
    briefs,
)

DEPTHS = {Depth.FOREGROUND: 1.5, Depth.MIDDLE: 1.0, Depth.BACKGROUND: 0.72}
# Not farther: on a shore the water begins there.
FAR_DEPTHS = {Size.EXTREME_WIDE: 0.9, Size.ESTABLISHING: 0.86, Size.AERIAL: 0.82}
BACK_DEPTH = 1.45
# Those behind stand a little higher, in units, as on a slope: else nobody would see them.
ROW_RISE = 85.0
EXTRA_DEPTH = 0.86
CROWD_ROW_DEPTH = 0.84
# A longer body than any person's, in units.
LONG_WIDTH_MIN = 1500.0
LONG_HEAD_MIN = 240.0
# Taller than any person and their hat, in units.
TOWERING_HEIGHT_MIN = 1900.0

# From the closest to the widest.
TIGHTNESS = (
    Size.INSERT,
    Size.EXTREME_CLOSE,
    Size.CLOSE,
    Size.MEDIUM_CLOSE,
    Size.MEDIUM,
    Size.MEDIUM_WIDE,
    Size.FULL,
    Size.WIDE,
    Size.EXTREME_WIDE,
    Size.ESTABLISHING,
    Size.AERIAL,
)


class Role(StrEnum):
    """Why a figure is on the stage."""

    SUBJECT = "subject"
    BACK = "back"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a figure stands.

    `depth` is both scale and parallax: 1 in the acting plane, under 1 behind it. `side` is -1 on
    the left of the screen, 1 on the right, 0 in the middle. `row` counts from the front. `lift`
    in units is how much higher the figure is shown than its depth says.
    """

    figure: briefs.FigureBrief
    role: Role
    depth: float
    side: float
    row: int = 0
    x: float = 0.0
    lift: float = 0.0

    def ground(self, camera_height: float) -> float:
        """y of the ground that the figure stands on, seen from a camera of this height."""
        return -camera_height * (1.0 - self.depth) - self.lift


def block_figures(
    brief: briefs.ClipBrief, statures: Mapping[str, float] | None = None
) -> tuple[Mark, ...]:
    """Role, depth, side and facing of every figure that can be seen, in screen order.

    `statures` by id, 1 for an adult: in a crowd the small ones stand in front.
    """
    subjects, backs, extras = _parts(brief)
    if statures and len(subjects) > _row_capacity(brief):
        subjects = sorted(subjects, key=lambda each: statures.get(each.id, 1.0) > 0.8)
    marks = _subject_marks(brief, subjects, backs)
    for figure in backs:
        side = -_side_of_subject(marks)
        turned = figure.model_copy(update={"facing": Facing.AWAY})
        marks.append(Mark(turned, Role.BACK, BACK_DEPTH, side))
    for index, figure in enumerate(extras):
        side = _free_side(figure, index)
        marks.append(Mark(_facing_in(figure, side), Role.EXTRA, _extra_depth(brief), side))
    return tuple(marks)


def spread_marks(
    marks: Sequence[Mark], drawings: Sequence[FigureDrawing], reference_width: float
) -> tuple[Mark, ...]:
    """Give every mark its x, in units; `reference_width` is the width that the size asks for.

    Backs get their x from the framing, which knows where the frame's edge is.
    """
    halves = [
        half_width(drawing) * mark.depth for mark, drawing in zip(marks, drawings, strict=True)
    ]
    spread = list(marks)
    rows = sorted({mark.row for mark in marks if mark.role is Role.SUBJECT})
    front: list[float] = []
    for row in rows:
        own = [i for i, mark in enumerate(marks) if mark.role is Role.SUBJECT and mark.row == row]
        xs = _row_xs(own, marks, halves, reference_width)
        if row and len(front) > 1:
            xs = _in_gaps(len(own), front)
        front = xs  # of whom the next row is to be seen behind
        for index, x in zip(own, xs, strict=True):
            # A beast's head is far from its middle; the head is what takes the place.
            off = head_offset(drawings[index]) * marks[index].depth if len(own) > 1 else 0.0
            spread[index] = replace(marks[index], x=x - off)
    reach = max(
        (
            abs(mark.x) + half
            for mark, half in zip(spread, halves, strict=True)
            if mark.role is Role.SUBJECT
        ),
        default=0.0,
    )
    placed = {-1.0: 0, 1.0: 0}
    for index, mark in enumerate(marks):
        if mark.role is Role.EXTRA:
            side = 1.0 if mark.side >= 0 else -1.0
            step = placed[side] * 2.0 * halves[index]
            placed[side] += 1
            spread[index] = replace(mark, x=side * (reach + 1.5 * halves[index] + step))
    return tuple(spread)


def racked_to(brief: briefs.ClipBrief, figure: str) -> bool:
    """Whether the focus goes to this figure."""
    return any(move.kind is MoveKind.RACK and move.target == figure for move in brief.moves)


def half_width(drawing: FigureDrawing) -> float:
    """Half the room that a figure takes beside others, in units: shoulders, or a beast's head."""
    bounds, head = drawing.bounds, drawing.head
    half_head = (head.right - head.left) / 2.0
    wide, tall = bounds.right - bounds.left, bounds.bottom - bounds.top
    if is_long(drawing):
        return 1.25 * half_head
    # Somebody who lies takes their whole length, whoever stands with a spread arm does not.
    return wide / 2.0 if wide > 1.15 * tall else min(wide / 2.0, 3.2 * half_head)


def is_long(drawing: FigureDrawing) -> bool:
    """Whether a body is a large beast's, longer than it is tall."""
    bounds = drawing.bounds
    wide = bounds.right - bounds.left
    head = drawing.head.right - drawing.head.left
    # A person in a boat is drawn with it, and has a person's head.
    long = wide > LONG_WIDTH_MIN and wide > 1.15 * (bounds.bottom - bounds.top)
    return long and head > LONG_HEAD_MIN


def is_broad(drawing: FigureDrawing) -> bool:
    """Whether a body stands on four feet, by its shape: broad, its head at one end."""
    bounds, head = drawing.bounds, drawing.head
    wide, middle = bounds.right - bounds.left, (bounds.left + bounds.right) / 2.0
    off = abs((head.left + head.right) / 2.0 - middle)
    return wide > 0.85 * (bounds.bottom - bounds.top) and off > 0.2 * wide


def head_offset(drawing: FigureDrawing) -> float:
    """How far, in units, the head of a long or a towering body is from its origin."""
    large = is_long(drawing) or -drawing.bounds.top > TOWERING_HEIGHT_MIN
    return (drawing.head.left + drawing.head.right) / 2.0 if large else 0.0


def is_tighter(size: Size, than: Size) -> bool:
    """Whether `size` is closer to the subject than `than`."""
    return TIGHTNESS.index(size) < TIGHTNESS.index(than)


def _parts(
    brief: briefs.ClipBrief,
) -> tuple[list[briefs.FigureBrief], list[briefs.FigureBrief], list[briefs.FigureBrief]]:
    """Subjects, backs and extras; those whom a close frame cannot hold are left out."""
    over = brief.composition is Composition.OVER
    backs = [each for each in brief.figures if each.back and over][:1]
    rest = [each for each in brief.figures if each not in backs]
    subjects = [each for each in rest if each.subject]
    extras = [each for each in rest if not each.subject]
    if brief.size is Size.INSERT and brief.things:
        hero = next((each for each in brief.things if each.subject), brief.things[0])
        return [], [], [each for each in brief.figures if each.id == hero.held_by]
    if not subjects and extras and brief.composition is not Composition.POV:
        wide = not is_tighter(brief.size, Size.FULL)
        subjects, extras = ([], extras) if wide else (extras[:1], extras[1:])
    if over and not backs and len(subjects) == 2:
        subjects, backs = subjects[1:], subjects[:1]
    if is_tighter(brief.size, Size.MEDIUM_WIDE) or over:
        extras = [each for each in extras if racked_to(brief, each.id)]
    return subjects, backs, extras


def _subject_marks(
    brief: briefs.ClipBrief,
    subjects: list[briefs.FigureBrief],
    backs: list[briefs.FigureBrief],
) -> list[Mark]:
    if not subjects:
        return []
    if len(subjects) == 1:
        return [_single(brief, subjects[0], backs)]
    ordered = sorted(subjects, key=lambda each: (_screen_order(each), each.id))
    if len(subjects) <= _row_capacity(brief):
        return _one_row(brief, ordered)
    return _crowd(brief, subjects)


def _single(
    brief: briefs.ClipBrief, figure: briefs.FigureBrief, backs: list[briefs.FigureBrief]
) -> Mark:
    side = _place_side(figure)
    partner = next((each for each in (*backs, *brief.figures) if each.id != figure.id), None)
    if side is None and figure.facing in (Facing.LEFT, Facing.RIGHT):
        side = -1.0 if figure.facing is Facing.RIGHT else 1.0
    if side is None and partner is not None:
        # The lower id stands left in every shot of the pair, which keeps the line of action.
        side = -1.0 if figure.id < partner.id else 1.0
    if brief.composition is Composition.POV and figure.facing is None:
        figure = figure.model_copy(update={"facing": Facing.CAMERA})
        side = side if figure.place else 0.0
    if side is None and any(move.kind is MoveKind.FOLLOW for move in brief.moves):
        # Whom the camera follows goes somewhere.
        side = -1.0
    if side is None:
        side = _own_side(figure)
    turned = _facing_in(figure, side)
    return Mark(turned, Role.SUBJECT, _depth(brief, figure, alone=True), side)


def _one_row(brief: briefs.ClipBrief, ordered: list[briefs.FigureBrief]) -> list[Mark]:
    count = len(ordered)
    marks = []
    together = any(move.kind is MoveKind.FOLLOW for move in brief.moves)
    for index, figure in enumerate(ordered):
        side = 2.0 * index / (count - 1) - 1.0
        if together and figure.facing is None:
            # Whom the camera follows go one way.
            figure = figure.model_copy(update={"facing": Facing.RIGHT})
        depth = _depth(brief, figure, alone=all(e.depth is figure.depth for e in ordered))
        marks.append(Mark(_facing_in(figure, side), Role.SUBJECT, depth, side))
    return marks


def _crowd(brief: briefs.ClipBrief, subjects: list[briefs.FigureBrief]) -> list[Mark]:
    capacity = _row_capacity(brief)
    base = FAR_DEPTHS.get(brief.size, 1.0)
    marks = []
    for start in range(0, len(subjects), capacity):
        row = start // capacity
        members = subjects[start : start + capacity]
        for index, figure in enumerate(members):
            side = 0.0 if len(members) == 1 else 2.0 * index / (len(members) - 1) - 1.0
            depth = max(0.3, base * CROWD_ROW_DEPTH**row)
            lift = ROW_RISE * row * depth
            turned = _facing_in(figure, side)
            marks.append(Mark(turned, Role.SUBJECT, depth, side, row, lift=lift))
    return marks


def _row_capacity(brief: briefs.ClipBrief) -> int:
    aspect = brief.format.width / brief.format.height
    many = len(brief.figures) > 12
    if aspect < 0.8:
        return 5 if many else 3
    if aspect < 1.4:
        return 7 if many else 4
    return 10 if many else 5


def _depth(brief: briefs.ClipBrief, figure: briefs.FigureBrief, *, alone: bool) -> float:
    if is_tighter(brief.size, Size.FULL):
        return DEPTHS[figure.depth] if figure.depth is Depth.BACKGROUND and not alone else 1.0
    return DEPTHS[figure.depth] * FAR_DEPTHS.get(brief.size, 1.0)


def _extra_depth(brief: briefs.ClipBrief) -> float:
    return EXTRA_DEPTH * FAR_DEPTHS.get(brief.size, 1.0)


def _row_xs(
    own: list[int], marks: Sequence[Mark], halves: list[float], reference_width: float
) -> list[float]:
    """x of the marks of one row, centred on 0, as far apart as the size of the shot asks."""
    if len(own) == 1:
        return [0.0]
    wanted = 0.36 * reference_width if len(own) == 2 else 0.8 * reference_width / len(own)
    xs = [0.0]
    for left, right in itertools.pairwise(own):
        room = halves[left] + halves[right]
        if marks[left].depth != marks[right].depth:
            room *= 0.8
        placed = marks[left].figure.place and marks[right].figure.place
        step = max(wanted, 0.66 * room)
        step = step if placed else min(step, 2.4 * room)
        xs.append(xs[-1] + step)
    middle = (xs[0] + xs[-1]) / 2.0
    return [x - middle for x in xs]


def _in_gaps(count: int, before: Sequence[float]) -> list[float]:
    """x of a row of `count` that is to be seen between the heads of the row before it."""
    front = sorted(before)
    step = (front[-1] - front[0]) / (len(front) - 1)
    gaps = [(left + right) / 2.0 for left, right in itertools.pairwise(front)]
    while len(gaps) < count:
        gaps = [gaps[0] - step, *gaps] if len(gaps) % 2 else [*gaps, gaps[-1] + step]
    if count == 1:
        return [min(gaps, key=abs)]
    # Spread over all the gaps there are.
    chosen = [round(index * (len(gaps) - 1) / (count - 1)) for index in range(count)]
    return [gaps[index] for index in chosen]


def _side_of_subject(marks: list[Mark]) -> float:
    side = next((mark.side for mark in marks if mark.role is Role.SUBJECT), 1.0)
    return 1.0 if side >= 0 else -1.0


def _place_side(figure: briefs.FigureBrief) -> float | None:
    if figure.place is None:
        return None
    return {ScreenPlace.LEFT: -1.0, ScreenPlace.CENTER: 0.0, ScreenPlace.RIGHT: 1.0}[figure.place]


def _screen_order(figure: briefs.FigureBrief) -> float:
    side = _place_side(figure)
    if side is not None:
        return side
    # Who looks right stands left of whom they look at.
    return {Facing.RIGHT: -0.5, Facing.LEFT: 0.5}.get(figure.facing or Facing.CAMERA, 0.0)


def _own_side(figure: briefs.FigureBrief) -> float:
    """The side that a figure alone in its shot always stands on, looking across the frame."""
    if figure.facing is not None:
        return 0.0
    return -1.0 if hashlib.blake2b(figure.id.encode(), digest_size=1).digest()[0] % 2 else 1.0


def _free_side(figure: briefs.FigureBrief, index: int) -> float:
    side = _place_side(figure)
    return side if side else (1.0 if index % 2 == 0 else -1.0)


def _facing_in(figure: briefs.FigureBrief, side: float) -> briefs.FigureBrief:
    """The figure turned to the middle of the frame, unless the brief says otherwise."""
    if figure.facing is not None:
        return figure
    if abs(side) < 0.2:
        return figure.model_copy(update={"facing": Facing.CAMERA})
    facing = Facing.RIGHT if side < 0 else Facing.LEFT
    return figure.model_copy(update={"facing": facing})
