"""What the frame holds: a brief and its marks with their drawings come in, a framing goes out.

A framing is the window of the acting plane that fills the frame, how high the camera stands,
how the horizon leans, and how strongly the figures are foreshortened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from drama_backends.animatic.camera.angles import (
    EYE_HEIGHT,
    STANCES,
    Stance,
    softened,
)
from drama_backends.animatic.camera.figure import (
    Figure,
    box_around,
    crown_of,
    eyes_of,
    ground_of,
    kept_box,
    together_height,
)
from drama_backends.animatic.camera.sizes import (
    EMPTY_HEIGHT,
    EYES_AT,
    FEET_AT,
    WINDOW_HEIGHT_MAX,
    WINDOW_WIDTH_MAX,
    window_height,
)
from drama_backends.animatic.camera.staging import (
    Mark,
    Role,
    is_broad,
    is_long,
    is_tighter,
    racked_to,
)
from drama_backends.animatic.stage import PLATE, Box
from drama_compiler.contract import (
    Angle,
    Composition,
    Facing,
    Format,
    ScreenPlace,
    Size,
    briefs,
)

BACK_HEAD_SHARE = 0.34
# Where across the frame somebody stands whom the focus goes to, from its middle.
RACK_SIDE_SHARE = 0.26


@dataclass(frozen=True, slots=True)
class Framing:
    """The window of the acting plane, in units, and the camera that looks through it.

    `background_blur` is how far out of focus the farthest layer is, as a share of the frame's
    height; `stance` is how the angle foreshortens figures. `yaw` turns the background, in units.
    """

    x: float
    y: float
    width: float
    height: float
    camera_height: float
    stance: Stance
    roll_degrees: float = 0.0
    background_blur: float = 0.0
    yaw: float = 0.0

    @property
    def left(self) -> float:
        """The left edge of the window."""
        return self.x - self.width / 2.0

    @property
    def top(self) -> float:
        """The upper edge of the window."""
        return self.y - self.height / 2.0


def reference_width(brief: briefs.ClipBrief) -> float:
    """The width, in units, that an adult alone would be given at this size."""
    aspect = _aspect(brief.format)
    heads, stature = 155.0, 1000.0
    return min(window_height(brief.size, heads, stature, aspect) * aspect, WINDOW_WIDTH_MAX)


def frame_shot(
    brief: briefs.ClipBrief, figures: Sequence[Figure], things: Sequence[Figure] = ()
) -> tuple[Framing, tuple[Figure, ...]]:
    """The framing of a shot, and its figures with final marks.

    `things` are framed in place of figures in an insert.
    """
    aspect = _aspect(brief.format)
    brief = _loosened(brief, figures)
    stance = _stance(brief, aspect)
    subjects = [each for each in figures if each.mark.role is Role.SUBJECT]
    shows = brief.size is Size.INSERT and bool(things)
    if not subjects and not shows:
        subjects = [each for each in figures if each.mark.role is Role.EXTRA]
    if shows:
        framing = _on_thing(things[0], aspect, stance)
    elif brief.size is Size.INSERT and subjects:
        framing = _on_hands(subjects[0], aspect, stance)
    elif subjects:
        framing = _on_figures(brief, subjects, aspect, stance)
    else:
        framing = _on_place(brief, aspect, stance)
    # Of a place alone nothing is out of focus.
    blur = _background_blur(brief) if figures or shows else 0.0
    framing = replace(framing, background_blur=blur, yaw=_yaw(brief, subjects))
    framing = _inside_plate(framing)
    placed = (_back_placed(each, framing, subjects, aspect) for each in figures)
    return framing, tuple(_rack_placed(each, brief, framing, subjects) for each in placed)


def _loosened(brief: briefs.ClipBrief, figures: Sequence[Figure]) -> briefs.ClipBrief:
    """Over a shoulder no closer than a close-up: the back would hide all."""
    has_back = any(each.mark.role is Role.BACK for each in figures)
    if has_back and is_tighter(brief.size, Size.CLOSE):
        return brief.model_copy(update={"size": Size.CLOSE})
    return brief


def _stance(brief: briefs.ClipBrief, aspect: float) -> Stance:
    """Where the angle puts the camera; an aerial looks down in any case."""
    stance = softened(STANCES[brief.angle], brief.size)
    if brief.angle in (Angle.OVERHEAD, Angle.BIRDS_EYE):
        return replace(stance, camera_height=_height_above(brief.size, stance, aspect))
    if brief.size is Size.AERIAL and brief.angle is Angle.EYE_LEVEL:
        return replace(STANCES[Angle.HIGH], camera_height=2400.0)
    return stance


def _height_above(size: Size, stance: Stance, aspect: float) -> float:
    """A camera's height that just keeps the horizon out of the frame: the ground fills it."""
    if is_tighter(size, Size.FULL):
        return 1700.0
    tall = window_height(size, 155.0, 1000.0 * stance.tall, aspect)
    return max(1500.0, 1.4 * tall * FEET_AT[size])


def _aspect(format: Format) -> float:
    return format.width / format.height


def _on_figures(
    brief: briefs.ClipBrief, subjects: Sequence[Figure], aspect: float, stance: Stance
) -> Framing:
    lead = min(subjects, key=lambda each: abs(each.mark.depth - 1.0))
    head, bounds = lead.drawing.head, lead.drawing.bounds
    scale = lead.mark.depth if is_tighter(brief.size, Size.FULL) else 1.0
    stature = -bounds.top if not is_tighter(brief.size, Size.FULL) else -head.top
    stature *= stance.tall if not is_tighter(brief.size, Size.MEDIUM_WIDE) else 1.0
    height = scale * window_height(brief.size, head.bottom - head.top, stature, aspect)
    widest = max(each.drawing.head.right - each.drawing.head.left for each in subjects)
    height = max(height, 1.15 * widest / aspect) if brief.size is not Size.EXTREME_CLOSE else height
    around = box_around([kept_box(each, brief.size, stance) for each in subjects])
    if around.right - around.left > min(WINDOW_WIDTH_MAX, WINDOW_HEIGHT_MAX * aspect):
        # No frame of this shape holds the whole beast: its head and what is near it.
        around = box_around([kept_box(each, brief.size, stance, whole=False) for each in subjects])
    fit = 0.94 if len(subjects) > 1 else 1.0
    four_footed = brief.size is Size.MEDIUM_WIDE and is_broad(lead.drawing)
    if len(subjects) > 1 or four_footed or not is_tighter(brief.size, Size.FULL):
        height = max(height, (around.right - around.left) / (fit * aspect))
        height = max(height, (around.bottom - around.top) / 0.94)
    if len(subjects) > 1 and is_tighter(brief.size, Size.FULL):
        height = max(height, together_height(subjects, stance))
    if stance.roll_degrees and (len(subjects) > 1 or not is_tighter(brief.size, Size.FULL)):
        # Leaning, a row of people needs room at the corners.
        height *= 1.16
    height = max(60.0, min(height, WINDOW_HEIGHT_MAX, WINDOW_WIDTH_MAX / aspect))
    width = height * aspect
    x = (around.left + around.right) / 2.0
    if len(subjects) == 1:
        tight = is_tighter(brief.size, Size.FULL)
        centre = (around.left + around.right) / 2.0
        if not tight and not is_long(lead.drawing):
            centre = lead.mark.x
        if four_footed:
            centre = (around.left + around.right) / 2.0
        across = _screen_x(brief, lead.mark, aspect)
        if tight and not four_footed and brief.size not in (Size.EXTREME_CLOSE, Size.INSERT):
            across = min(0.8, max(0.2, across + _body_room(lead)))
        x = centre + (0.5 - across) * width
        if not is_tighter(brief.size, Size.FULL):
            slack = max(0.0, (width - (around.right - around.left)) / 2.0)
            middle = (around.left + around.right) / 2.0
            x = min(max(x, middle - slack), middle + slack)
    y = _vertical(brief, subjects, lead, height, aspect, stance)
    return Framing(x, y, width, height, stance.camera_height, stance, stance.roll_degrees)


def _vertical(
    brief: briefs.ClipBrief,
    subjects: Sequence[Figure],
    lead: Figure,
    height: float,
    aspect: float,
    stance: Stance,
) -> float:
    """y of the window's middle."""
    tall = 0.04 if aspect < 0.8 else 0.0
    size = brief.size
    if size in EYES_AT:
        eyes = [eyes_of(each, stance) for each in subjects if each.mark.depth >= lead.mark.depth]
        at = EYES_AT[size] + tall + stance.lift
        y = sum(eyes) / len(eyes) + (0.5 - at) * height
        heads = [each.box(each.drawing.head, ground_of(each, stance), stance) for each in subjects]
        lowest = max(head.bottom for head in heads)
        whole = size is not Size.EXTREME_CLOSE or len(subjects) > 1
        # All hats, or where those cannot be held all heads with air, or just the heads.
        tops = (
            min(crown_of(each, stance) for each in subjects),
            min(head.top - 0.12 * (head.bottom - head.top) for head in heads),
            min(head.top for head in heads) - 1.0,
        )
        highest = next((top for top in tops if lowest - top < height), None)
        if whole and highest is not None:
            y = max(min(y, highest + height / 2.0), lowest - height / 2.0)
        return y
    feet = max(ground_of(each, stance) for each in subjects)
    y = feet + (0.5 - (FEET_AT[size] - tall)) * height
    top = min(
        each.box(each.drawing.bounds, ground_of(each, stance), stance).top for each in subjects
    )
    return min(y, max(top - 0.05 * height + height / 2.0, feet - 0.47 * height))


def _screen_x(brief: briefs.ClipBrief, mark: Mark, aspect: float) -> float:
    """Where a lone subject stands across the frame, 0 to 1: lead room in front of the eyes."""
    if brief.size in (Size.EXTREME_CLOSE, Size.INSERT):
        return 0.5 + 0.03 * mark.side
    if brief.composition is Composition.OVER:
        return 0.5 + (0.1 if aspect < 0.8 else 0.14) * mark.side
    if mark.figure.place in (ScreenPlace.LEFT, ScreenPlace.RIGHT):
        reach = 0.13 if aspect < 0.8 else (0.21 if aspect > 2.0 else 0.18)
        return 0.5 + reach * mark.side
    reach = 0.04 if aspect < 0.8 else (0.12 if aspect > 2.0 else 0.08)
    return 0.5 + reach * mark.side


def _body_room(figure: Figure) -> float:
    """How far across the frame the head of an animal on four feet is moved to show its body."""
    looks = {Facing.LEFT: -1.0, Facing.RIGHT: 1.0}.get(figure.mark.figure.facing or Facing.CAMERA)
    return 0.0 if looks is None or not is_broad(figure.drawing) else 0.22 * looks


def _on_hands(figure: Figure, aspect: float, stance: Stance) -> Framing:
    """An insert with no thing to show: what the hands do."""
    left, right, head = figure.drawing.hand_left, figure.drawing.hand_right, figure.drawing.head
    room = 0.7 * (head.bottom - head.top)
    box = figure.box(
        Box(
            min(left.x, right.x) - room,
            min(left.y, right.y) - room,
            max(left.x, right.x) + room,
            max(left.y, right.y) + room,
        ),
        ground_of(figure, stance),
        stance,
    )
    tall = max(0.8 * (box.bottom - box.top), 0.8 * (box.right - box.left) / aspect)
    return Framing(
        (box.left + box.right) / 2.0,
        (box.top + box.bottom) / 2.0,
        tall * aspect,
        tall,
        stance.camera_height,
        stance,
        stance.roll_degrees,
    )


def _on_thing(thing: Figure, aspect: float, stance: Stance) -> Framing:
    box = thing.box(thing.drawing.head, ground_of(thing, stance), stance)
    width, height = box.right - box.left, box.bottom - box.top
    tall = max(1.55 * height, 1.4 * width / aspect, 110.0)
    return Framing(
        (box.left + box.right) / 2.0,
        (box.top + box.bottom) / 2.0,
        tall * aspect,
        tall,
        stance.camera_height,
        stance,
        stance.roll_degrees,
    )


def _on_place(brief: briefs.ClipBrief, aspect: float, stance: Stance) -> Framing:
    height = min(EMPTY_HEIGHT[brief.size], WINDOW_WIDTH_MAX / aspect)
    # The horizon on the lower third, or the upper one when the camera looks down.
    share = 0.6 if stance.camera_height <= EYE_HEIGHT else 0.3
    y = -stance.camera_height + (0.5 - share) * height
    if stance.camera_height > EYE_HEIGHT:
        y = max(y, -0.3 * height)
    return Framing(
        0.0, y, height * aspect, height, stance.camera_height, stance, stance.roll_degrees
    )


def _background_blur(brief: briefs.ClipBrief) -> float:
    blur = {
        Size.INSERT: 0.012,
        Size.EXTREME_CLOSE: 0.014,
        Size.CLOSE: 0.009,
        Size.MEDIUM_CLOSE: 0.006,
    }.get(brief.size, 0.0)
    if brief.composition is Composition.OVER:
        blur = max(blur, 0.004)
    if brief.lens_millimetres is not None and brief.figures:
        # Against 50 mm: a long lens has a shallower field, a wide one a deeper.
        blur *= min(2.0, max(0.3, brief.lens_millimetres / 50.0))
    if brief.shallow_focus:
        blur = max(2.0 * blur, 0.008)
    return blur


def _yaw(brief: briefs.ClipBrief, subjects: Sequence[Figure]) -> float:
    """Opposite singles look at opposite parts of the place."""
    if not is_tighter(brief.size, Size.FULL) or len(subjects) != 1:
        return 0.0
    return 700.0 * subjects[0].mark.side


def _inside_plate(framing: Framing) -> Framing:
    """The framing moved so that the window lies on the plate, as seen from the camera's height."""
    half_x, half_y = framing.width / 2.0, framing.height / 2.0
    top = PLATE.top + EYE_HEIGHT - framing.camera_height
    x = min(max(framing.x, PLATE.left + half_x), PLATE.right - half_x)
    return replace(framing, x=x, y=max(framing.y, top + half_y))


def _back_placed(
    figure: Figure, framing: Framing, subjects: Sequence[Figure], aspect: float
) -> Figure:
    """The back in the foreground moved to its edge of the frame, clear of the subject's face."""
    if figure.mark.role is not Role.BACK:
        return figure
    side = figure.mark.side
    head = figure.drawing.head
    # Nearer in a wide shot, so that it is still a shoulder that one looks over.
    share = BACK_HEAD_SHARE * (0.8 if aspect < 0.8 else 1.0)
    depth = share * framing.height / max(1.0, head.bottom - head.top)
    depth = min(3.4, max(1.1, depth))
    half_head = depth * (head.right - head.left) / 2.0
    x = framing.x + side * framing.width * (0.42 if aspect < 0.8 else 0.36)
    for subject in subjects:
        box = subject.box(subject.drawing.head, ground_of(subject, framing.stance), framing.stance)
        room = 0.25 * (box.right - box.left) + half_head
        x = min(x, box.left - room) if side < 0 else max(x, box.right + room)
    # Where the head would leave the frame, the back comes in as far as half a head.
    edge = framing.x + side * (framing.width / 2.0 + 0.1 * half_head)
    x = max(x, edge) if side < 0 else min(x, edge)
    moved = replace(figure, mark=replace(figure.mark, x=x, depth=depth))
    # A camera at eye level would cut off the head of somebody so near: they stoop.
    top = moved.box(figure.drawing.head, ground_of(moved, framing.stance), framing.stance).top
    stoop = max(0.0, framing.top + 0.07 * framing.height - top)
    return replace(moved, mark=replace(moved.mark, lift=-stoop))


def _rack_placed(
    figure: Figure, brief: briefs.ClipBrief, framing: Framing, subjects: Sequence[Figure]
) -> Figure:
    """Whom the focus goes to is in the frame from the first, on its free side."""
    near = is_tighter(brief.size, Size.MEDIUM_WIDE) and figure.mark.role is Role.EXTRA
    if not near or not subjects or not racked_to(brief, figure.mark.figure.id):
        return figure
    lead = subjects[0].mark
    side = -1.0 if lead.x > framing.x else 1.0
    facing = Facing.RIGHT if side < 0 else Facing.LEFT
    turned = figure.mark.figure.model_copy(update={"facing": figure.mark.figure.facing or facing})
    x = framing.x + side * RACK_SIDE_SHARE * framing.width
    return replace(figure, mark=replace(figure.mark, figure=turned, x=x))
