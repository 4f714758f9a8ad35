"""Mounts: a shot in which somebody rides comes in, rider and mount as one figure go out."""

from __future__ import annotations

from dataclasses import replace

from drama_backends.animatic.figures import Pose, read_look, read_pose
from drama_backends.animatic.stage import Box, FigureDrawing, Point
from drama_compiler.contract import Facing, briefs

# What can be ridden, and where on its drawing one sits: x and y in units of one as tall as usual.
SADDLES = {"horse": (-34.0, -820.0), "beast": (-20.0, -480.0), "bird": (-40.0, -420.0)}
DRAGON_SADDLES = {"fly": (300.0, -1265.0), "stand": (330.0, -575.0)}
# Where a rider's seat is, from the lowest foot of one drawn riding.
SEAT_X, SEAT_Y = -150.0, -345.0
HORSE = "horse"


def mount_up(brief: briefs.ClipBrief) -> tuple[briefs.ClipBrief, dict[str, briefs.FigureBrief]]:
    """The shot without the animals that are ridden in it, and each by its rider's id.

    A rider of nothing that is in the shot rides a horse.
    """
    animals = [each for each in brief.figures if read_look(each, ()).kind in _RIDDEN]
    mounts: dict[str, briefs.FigureBrief] = {}
    for figure in brief.figures:
        action = read_pose(figure).action
        if figure in animals or figure.back or action not in ("ride", "fly"):
            continue
        words = figure.doing.lower()
        taken = {each.id for each in mounts.values()}
        free = [each for each in animals if each.id not in taken]
        mount = next((each for each in free if each.name.lower() in words), None)
        if mount is None and action == "ride" and "bicycle" not in words:
            mount = briefs.FigureBrief(id=f"{figure.id}/mount", name=HORSE)
        if mount is not None:
            mounts[figure.id] = mount
    if not mounts:
        return brief, mounts
    ridden = {each.id for each in mounts.values()}
    figures = tuple(
        _with_mount(each, mounts.get(each.id)) for each in brief.figures if each.id not in ridden
    )
    return brief.model_copy(update={"figures": figures}), mounts


def _with_mount(rider: briefs.FigureBrief, mount: briefs.FigureBrief | None) -> briefs.FigureBrief:
    """A rider stands for both: what the frame is on, and where they go."""
    if mount is None or not mount.subject or rider.subject:
        return rider
    update = {"subject": True, "facing": mount.facing or rider.facing, "place": mount.place}
    return rider.model_copy(update=update)


def mount_pose(mount: briefs.FigureBrief, rider: Pose, words: str) -> Pose:
    """What a mount does under its rider: it goes where the rider looks."""
    if read_look(mount, ()).kind in ("dragon", "bird"):
        return Pose("fly", rider.facing)
    slowly = any(each in words.lower() for each in ("slowly", "walks", "缓", "慢"))
    return Pose("walk" if slowly else "run", rider.facing)


def astride(
    rider: FigureDrawing,
    rider_height: float,
    mount: FigureDrawing,
    mount_brief: briefs.FigureBrief,
    pose: Pose,
) -> FigureDrawing:
    """A rider on a mount, as one drawing with the rider's face."""
    look = read_look(mount_brief, ())
    if look.kind == "dragon":
        x, y = DRAGON_SADDLES["fly" if pose.action in ("fly", "run") else "stand"]
    else:
        x, y = SADDLES.get(look.kind, SADDLES["beast"])
    side = -1.0 if pose.facing is Facing.LEFT else 1.0
    dx = side * (x * look.height - SEAT_X * rider_height)
    dy = y * look.height - SEAT_Y * rider_height
    seated = _moved(rider, dx, dy)
    animal = mount.body + mount.eyes.get("open", "") + mount.mouths.get("rest", "")
    one, two = mount.bounds, seated.bounds
    return replace(
        seated,
        body=animal + seated.body,
        defs=mount.defs + seated.defs,
        bounds=Box(
            min(one.left, two.left),
            min(one.top, two.top),
            max(one.right, two.right),
            max(one.bottom, two.bottom),
        ),
    )


_RIDDEN = frozenset({"horse", "beast", "dragon", "bird"})


def _moved(drawing: FigureDrawing, dx: float, dy: float) -> FigureDrawing:
    """A drawing at another place."""

    def wrap(svg: str) -> str:
        return f'<g transform="translate({dx:.1f} {dy:.1f})">{svg}</g>' if svg else svg

    def box(part: Box) -> Box:
        return Box(part.left + dx, part.top + dy, part.right + dx, part.bottom + dy)

    def point(at: Point) -> Point:
        return Point(at.x + dx, at.y + dy)

    return replace(
        drawing,
        body=wrap(drawing.body),
        bounds=box(drawing.bounds),
        head=box(drawing.head),
        eyes_at=point(drawing.eyes_at),
        hand_left=point(drawing.hand_left),
        hand_right=point(drawing.hand_right),
        mouths={name: wrap(part) for name, part in drawing.mouths.items()},
        eyes={name: wrap(part) for name, part in drawing.eyes.items()},
    )
