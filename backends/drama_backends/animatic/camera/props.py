"""Props: drawn things and figures come in, things in hand or on the ground go out."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from drama_backends.animatic.camera.figure import Figure
from drama_backends.animatic.camera.staging import Mark, Role
from drama_backends.animatic.stage import Box, FigureDrawing, Point
from drama_compiler.contract import Facing, Size, briefs

# How high a thing is shown that lies in no hand we see, in units.
SHOWN_HEIGHT = 480.0
BESIDE = 260.0
# What is done with the hands.
HANDLING = ("reach", "hold", "fight", "drink", "point")
# Words between somebody and what they have with them.
_CARRIED = re.compile(
    r"\b(?:with|holds?|holding|carr(?:y|ies|ying)|brings?|bringing|clutch\w*|hands?|lifts?|raises?"
    r"|swings?|waves?)\b[^.;,]*$|[拿提抱捧带举握端背挥]着?[^。；，]*$"
)
# Words between somebody and what they do not have yet.
_WANTED = re.compile(
    r"\b(?:reach\w*|points?|pointing)\s+(?:out\s+)?(?:for|to|at|towards?)\b[^.;,]*$|指[着向]?[^。；，]*$"
)
# What reaches no lower than this below its origin rests on its foot, in units.
FOOT_MAX = 12.0
# How far before its far edge a thing stands on a table, in units.
TABLE_EDGE = 18.0
# How many times as long as wide a thing is that lies, and how it is turned then.
SLENDER = 2.6
LYING_DEGREES = 81.0


@dataclass(frozen=True, slots=True)
class Prop:
    """A thing and its drawing at the origin.

    `held` where such a thing lies in a hand; `portable` where it stands but can be carried, then
    `hung` units beneath the hand. `solid` is what a frame on it must hold.
    """

    thing: briefs.ThingBrief
    body: str
    defs: str
    bounds: Box
    held: bool
    portable: bool = False
    hung: float = 0.0
    solid: Box | None = None


def place_props(
    brief: briefs.ClipBrief,
    props: Sequence[Prop],
    figures: Sequence[Figure],
    table: Prop | None = None,
    actions: Sequence[str] = (),
) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """The figures with what they hold, and the things that stand for themselves.

    An insert has one thing, the first that the frame is on: in its holder's hand, or alone; on
    the ground, or indoors, where there is a `table`, on that.
    """
    if brief.size is Size.INSERT and props:
        shown = _shown(_hero(props), figures, table)
        return tuple(figures), shown
    handed = list(figures)
    lying: list[Figure] = []
    for prop in props:
        holder = _holder(prop, handed, actions)
        guide = _guide(prop, handed)
        if holder is not None and (prop.held or prop.portable):
            handed[holder] = _holding(handed[holder], prop)
        elif not prop.held and guide is not None:
            lying.append(_led(prop, handed[guide]))
        elif not prop.held or (prop.thing.subject and not figures):
            lying.append(_on_ground(prop, figures, len(lying)))
    return tuple(handed), tuple(lying)


def _holder(prop: Prop, figures: Sequence[Figure], actions: Sequence[str]) -> int | None:
    """Who has a thing: as told, else whose hands are busy with what they are said to do to it."""
    ids = [each.mark.figure.id for each in figures]
    if prop.thing.held_by in ids:
        return ids.index(prop.thing.held_by)
    for index, (figure, action) in enumerate(zip(figures, actions, strict=False)):
        if has_in_hand(prop.thing, figure.mark.figure, action):
            return index
    return None


def has_in_hand(thing: briefs.ThingBrief, figure: briefs.FigureBrief, action: str) -> bool:
    """Whether somebody has a thing: told so, or their hands are busy with it, or they carry it."""
    if thing.held_by:
        return thing.held_by == figure.id
    name, doing = thing.name.lower(), figure.doing.lower()
    if not name or name not in doing:
        return False
    if _WANTED.search(doing.split(name, maxsplit=1)[0]):
        return False
    return action in HANDLING or _CARRIED.search(doing.split(name, maxsplit=1)[0]) is not None


def _guide(prop: Prop, figures: Sequence[Figure]) -> int | None:
    """Who is said to do something with a thing that stands: they are at its side."""
    name = prop.thing.name.lower()
    named = (name and name in each.mark.figure.doing.lower() for each in figures)
    return next((index for index, each in enumerate(named) if each), None)


def _led(prop: Prop, figure: Figure) -> Figure:
    """A thing at the far side of a figure, a little ahead, turned as the figure is."""
    left = figure.mark.figure.facing is Facing.LEFT
    body = f'<g transform="scale(-1 1)">{prop.body}</g>' if left else prop.body
    bounds = prop.bounds
    if left:
        bounds = Box(-bounds.right, bounds.top, -bounds.left, bounds.bottom)
    turned = replace(prop, body=body, bounds=bounds, solid=None)
    ahead = 0.24 * (bounds.right - bounds.left) * (-1.0 if left else 1.0)
    staged = _staged(turned, figure.mark.x + figure.mark.depth * ahead, 0.0)
    depth = 0.985 * figure.mark.depth
    return replace(staged, mark=replace(staged.mark, depth=depth, lift=figure.mark.lift))


def _hero(props: Sequence[Prop]) -> Prop:
    return next((prop for prop in props if prop.thing.subject), props[0])


def _shown(prop: Prop, figures: Sequence[Figure], table: Prop | None) -> tuple[Figure, ...]:
    """The thing, then what it lies on."""
    holder = next((e for e in figures if e.mark.figure.id == prop.thing.held_by), None)
    if holder is not None:
        hand = _hand(holder, holder.drawing)
        return (_staged(prop, holder.mark.x + hand.x, -hand.y),)
    if not prop.held and not (prop.portable and table is not None):
        return (_staged(prop, 0.0, 0.0),)
    rests = (prop.solid or prop.bounds).bottom < FOOT_MAX
    if table is None:
        # It lies on the ground.
        return (_staged(prop, 0.0, 40.0 if rests else 40.0 + (prop.solid or prop.bounds).bottom),)
    if not rests and _is_slender(prop):
        prop, rests = _laid_down(prop), True
    if not rests:
        return (_staged(prop, 0.0, SHOWN_HEIGHT),)
    top = -table.bounds.top
    lying = _staged(table, 0.0, 0.0)
    behind = replace(lying, mark=replace(lying.mark, depth=0.999))
    return (_staged(prop, 0.0, top - TABLE_EDGE), behind)


def _is_slender(prop: Prop) -> bool:
    """Whether a thing is so long that it cannot but lie: a sword, a staff."""
    box = prop.solid or prop.bounds
    return box.bottom - box.top > SLENDER * (box.right - box.left)


def _laid_down(prop: Prop) -> Prop:
    """A long thing on its side, resting on its lowest point, a little askew."""
    box = prop.solid or prop.bounds
    x, y = (box.left + box.right) / 2.0, (box.top + box.bottom) / 2.0
    half = (box.bottom - box.top) / 2.0
    thick = 0.5 * (box.right - box.left)
    lean = math.radians(LYING_DEGREES)
    wide, tall = half * math.sin(lean) + thick, half * math.cos(lean) + thick
    body = (
        f'<g transform="translate(0 {-tall:.1f}) rotate({LYING_DEGREES:.0f})'
        f' translate({-x:.1f} {-y:.1f})">{prop.body}</g>'
    )
    lying = Box(-wide, -2.0 * tall, wide, 0.0)
    return replace(prop, body=body, bounds=lying, solid=lying)


def _holding(figure: Figure, prop: Prop) -> Figure:
    """The figure with the thing in its hand; who carries it by their look has it already."""
    told = f"{figure.mark.figure.look} {figure.mark.figure.wardrobe}".lower()
    if prop.thing.name.lower() in told or figure.mark.figure.facing is Facing.AWAY:
        return figure
    strides = tuple(_in_hand(each, figure, prop) for each in figure.strides)
    return replace(figure, drawing=_in_hand(figure.drawing, figure, prop), strides=strides)


def _in_hand(drawing: FigureDrawing, figure: Figure, prop: Prop) -> FigureDrawing:
    hand, bounds = _hand(figure, drawing), prop.bounds
    y = hand.y + prop.hung
    body = f'{drawing.body}<g transform="translate({hand.x:.1f} {y:.1f})">{prop.body}</g>'
    around = Box(
        min(drawing.bounds.left, hand.x + bounds.left),
        min(drawing.bounds.top, y + bounds.top),
        max(drawing.bounds.right, hand.x + bounds.right),
        max(drawing.bounds.bottom, y + bounds.bottom),
    )
    return replace(drawing, body=body, defs=drawing.defs + prop.defs, bounds=around)


def _hand(figure: Figure, drawing: FigureDrawing) -> Point:
    """The hand in front, where the figure looks."""
    return drawing.hand_left if figure.mark.figure.facing is Facing.LEFT else drawing.hand_right


def _on_ground(prop: Prop, figures: Sequence[Figure], index: int) -> Figure:
    if not figures:
        return _staged(prop, 0.0, 0.0)
    side = 1.0 if index % 2 == 0 else -1.0
    reach = max(abs(each.mark.x) for each in figures)
    half = (prop.bounds.right - prop.bounds.left) / 2.0
    return _staged(prop, side * (reach + BESIDE + half + 320.0 * (index // 2)), 0.0)


def _staged(prop: Prop, x: float, lift: float) -> Figure:
    thing, bounds = prop.thing, prop.bounds
    brief = briefs.FigureBrief(id=thing.id, name=thing.name, subject=thing.subject)
    middle = Point((bounds.left + bounds.right) / 2.0, (bounds.top + bounds.bottom) / 2.0)
    solid = prop.solid or bounds
    drawing = FigureDrawing(prop.body, prop.defs, bounds, solid, middle, middle, middle)
    return Figure(Mark(brief, Role.EXTRA, 1.0, 0.0, x=x, lift=lift), drawing)
