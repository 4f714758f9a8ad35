"""The layout of a shot: framing, place and figures come in, what is to be rastered goes out.

Layers behind the acting plane are seen through a window that shrinks less than the frame's own
when the camera comes close: the feel of a lens. All hang on the horizon, whose row follows from
the camera's height, so that crane and angle agree with the ground.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from drama_backends.animatic.camera.angles import foreshortening
from drama_backends.animatic.camera.figure import Figure, box_around
from drama_backends.animatic.camera.fragments import Fragment
from drama_backends.animatic.camera.framing import Framing
from drama_backends.animatic.camera.gait import Gait
from drama_backends.animatic.camera.motion import Body, Matrix, Turn, drift_of, phase_of
from drama_backends.animatic.camera.moves import CameraPath
from drama_backends.animatic.camera.planes import FaceSpec, PlaneSpec
from drama_backends.animatic.camera.staging import Role, is_broad, is_long, is_tighter
from drama_backends.animatic.stage import HORIZON, PLATE, Box, PlaceLayer
from drama_compiler.contract import Size

# Layers that run from the horizon towards the camera; that of the acting plane always does.
# How near to the ground, in units, a drawing ends that stands on it.
FOOT_ROOM = 45.0
GROUND_NAMES = ("ground", "floor", "sea", "water", "road")
# The window's height, in units, from which on backgrounds shrink less than the frame.
LENS_HEIGHT = 1500.0
LENS_POWER = 0.55
CROWD_MIN = 9


@dataclass(frozen=True, slots=True)
class Shot:
    """What the layout of every layer depends on."""

    framing: Framing
    width: int
    height: int
    path: CameraPath
    size: Size
    middle_seconds: float
    span_seconds: float
    tempo: float = 1.0

    @property
    def scale(self) -> float:
        """Pixels a unit, in the acting plane."""
        return self.width / self.framing.width

    def row(self, y: float) -> float:
        """The row of a height of the acting plane."""
        return (self.height - 1) / 2.0 + (y - self.framing.y) * self.scale

    @property
    def horizon_row(self) -> float:
        """The row of the horizon."""
        return self.row(-self.framing.camera_height)

    def magnified(self, parallax: float) -> float:
        """Pixels a unit for a layer: less than in the acting plane, when the frame is close."""
        closeness = min(1.0, self.framing.height / LENS_HEIGHT)
        power = LENS_POWER * (1.0 - min(1.0, parallax))
        return self.scale / float(closeness**power)

    def blurs(self, parallax: float) -> tuple[float, ...]:
        """The blurs, in pixels, that a plane of this parallax needs."""
        most = self.framing.background_blur * self.height
        if self.path.racks:
            most = max(most, 0.011 * self.height)
            return tuple(most * level / 3.0 for level in range(4))
        # In steps, so that far layers stay alike and can be one plane.
        return (most * min(1.0, round(abs(1.0 - parallax) / 0.35) * 0.35),)


def lay_out(
    shot: Shot,
    layers: Sequence[PlaceLayer],
    figures: Sequence[Figure],
    things: Sequence[Figure],
    bodies: dict[str, Body],
) -> list[PlaneSpec]:
    """The planes of a shot, far to near. `bodies` are the motions of figures by id."""
    behind = [layer for layer in layers if layer.parallax <= 1.0]
    before = [layer for layer in layers if layer.parallax > 1.0 and _fits(shot, layer)]
    specs: list[tuple[float, PlaneSpec]] = []
    for index, layer in enumerate(behind):
        specs.append((-1000.0 + index, place_plane(shot, layer, first=index == 0)))
    still = len(figures) >= CROWD_MIN
    for figure in [*things, *figures]:
        body = None if still else bodies.get(figure.mark.figure.id)
        # Where people and a beast stand side by side, they stand before its body.
        behind_people = 0.01 if is_long(figure.drawing) else 0.0
        for spec in figure_planes(shot, figure, body):
            specs.append((figure.mark.depth - behind_people, spec))
    for layer in before:
        specs.append((layer.parallax + 0.01, place_plane(shot, layer)))
    specs.sort(key=lambda pair: pair[0])
    return [spec for _, spec in specs]


def place_plane(shot: Shot, layer: PlaceLayer, first: bool = False) -> PlaneSpec:
    """A layer of the place as a plane."""
    ground = layer.parallax == 1.0 or layer.name in GROUND_NAMES
    projection = place_projection(shot, layer.parallax, ground)
    # Above its horizon a ground is air without end, however much it is squashed.
    bounds = PLATE._replace(top=-1e6) if ground and not first else PLATE
    foot = shot.row(0.0)
    motion = drift_of(
        layer.drift if not _too_soft(shot, layer) else "",
        layer.name,
        shot.magnified(layer.parallax),
        float(projection[1, 1] * HORIZON * (1.0 - layer.parallax) + projection[1, 2]),
        shot.middle_seconds,
        shot.span_seconds,
        shot.tempo,
    )
    drawing = Fragment(
        layer.svg,
        layer.defs,
        projection,
        bounds,
        covers=first or ground,
        sparse=not first,
    )
    return PlaneSpec(
        (drawing,),
        layer.parallax,
        ground=ground,
        horizon_y=shot.horizon_row,
        foot_y=foot,
        motion=motion,
        opaque=first,
        blurs=shot.blurs(0.75 if ground else layer.parallax),
    )


def place_projection(shot: Shot, parallax: float, ground: bool) -> Matrix:
    """From a layer's units to the framed picture."""
    framing = shot.framing
    centre = (shot.width - 1) / 2.0
    if ground:
        # Squashed or stretched so that the horizon is the camera's and y = 0 the acting plane's.
        across = shot.magnified(0.8)
        down = shot.scale * framing.camera_height / -HORIZON
        left = framing.x * parallax + 0.4 * framing.yaw
        return np.array(
            [
                [across, 0.0, centre - across * left],
                [0.0, down, shot.horizon_row - down * HORIZON],
                [0.0, 0.0, 1.0],
            ]
        )
    scale = shot.magnified(parallax)
    seen_x = framing.x * parallax + framing.yaw * (1.0 - min(1.0, parallax))
    # What stands at this parallax meets the ground where the ground has it.
    lowered = parallax * (framing.camera_height + HORIZON)
    return np.array(
        [
            [scale, 0.0, centre - scale * seen_x],
            [0.0, scale, shot.horizon_row + scale * (lowered - HORIZON)],
            [0.0, 0.0, 1.0],
        ]
    )


def figure_planes(shot: Shot, figure: Figure, body: Body | None) -> list[PlaneSpec]:
    """A figure, or a thing, as a plane; somebody who goes as one for every drawing of a stride."""
    shadow = contact_shadow(shot, figure)
    if not figure.strides or body is None or not body.steps_per_second:
        return [figure_plane(shot, figure, body, shadow)]
    count = len(figure.strides)
    return [
        replace(
            figure_plane(shot, replace(figure, drawing=drawing), body, shadow),
            turn=Turn(body, index, count),
        )
        for index, drawing in enumerate(figure.strides)
    ]


def contact_shadow(shot: Shot, figure: Figure) -> Box | None:
    """Where a figure or a thing darkens what it stands on, in its own units; None where it flies,
    floats, or its foot is not seen.
    """
    drawing, size = figure.drawing, shot.size
    thing = not drawing.mouths and not drawing.eyes and figure.mark.role is Role.EXTRA
    solid = drawing.head if thing else drawing.bounds
    if figure.afloat or not -FOOT_ROOM < solid.bottom < FOOT_ROOM:
        return None
    # What hangs in the air about its middle, as in a hand, does not rest unless it lies flat.
    flat = solid.right - solid.left > 3.0 * (solid.bottom - solid.top)
    if thing and solid.bottom > 0.3 * FOOT_ROOM and not flat:
        return None
    if figure.mark.role is Role.BACK or (is_tighter(size, Size.MEDIUM_WIDE) and not thing):
        return None
    middle = (solid.left + solid.right) / 2.0 if thing or is_broad(drawing) else 0.0
    half = 0.5 * (solid.right - solid.left)
    if not thing:
        half = 0.8 * half if is_broad(drawing) else 0.95 * (drawing.head.bottom - drawing.head.top)
    return Box(middle - half, -0.16 * half, middle + half, 0.16 * half)


def figure_plane(
    shot: Shot, figure: Figure, body: Body | None, shadow: Box | None = None
) -> PlaneSpec:
    """A figure, or a thing, as a plane with its face, on its shadow."""
    drawing, mark = figure.drawing, figure.mark
    projection = figure_projection(shot, figure)
    bounds = drawing.bounds
    faces = None
    seen = drawing.head.bottom - drawing.head.top
    if body is not None and drawing.mouths and seen * shot.scale * mark.depth > 7.0:

        def part(svg: str) -> Fragment:
            return Fragment(svg, drawing.defs, projection, _face_box(figure), sparse=True)

        faces = FaceSpec(
            mark.figure.id,
            {name: part(svg) for name, svg in drawing.mouths.items()},
            {name: part(svg) for name, svg in drawing.eyes.items()},
            _face_box(figure),
        )
    whole = drawing.body
    if shadow is not None:
        whole = _darkened(shadow) + whole
        bounds = box_around([bounds, shadow])
    if faces is None:
        whole += drawing.eyes.get("open", "") + drawing.mouths.get("rest", "")
    return PlaneSpec(
        (Fragment(whole, drawing.defs, projection, bounds),),
        mark.depth,
        motion=body,
        blurs=shot.blurs(mark.depth),
        face=faces,
        resolution=1.15 if is_tighter(shot.size, Size.FULL) else 1.0,
    )


def _darkened(shadow: Box) -> str:
    """A soft dark oval, in two steps: no gradient is cheaper."""
    x, y = (shadow.left + shadow.right) / 2.0, (shadow.top + shadow.bottom) / 2.0
    wide, tall = (shadow.right - shadow.left) / 2.0, (shadow.bottom - shadow.top) / 2.0
    return "".join(
        f'<ellipse cx="{x:.0f}" cy="{y:.0f}" rx="{wide * share:.0f}" ry="{tall * share:.0f}"'
        f' fill="#0c0a14" fill-opacity="0.13"/>'
        for share in (1.0, 0.78)
    )


def figure_projection(shot: Shot, figure: Figure) -> Matrix:
    """From a drawing's units to the framed picture, foreshortened as the angle asks."""
    framing, depth = shot.framing, figure.mark.depth
    scale = shot.scale * depth
    x = (shot.width - 1) / 2.0 + (figure.mark.x - framing.x) * shot.scale
    stand = np.array(
        [
            [scale, 0.0, x],
            [0.0, scale, shot.row(figure.mark.ground(framing.camera_height))],
            [0.0, 0.0, 1.0],
        ]
    )
    return np.asarray(stand @ foreshortening(figure.drawing, framing.stance), np.float64)


def body_of(shot: Shot, figure: Figure, gait: Gait, units_per_second: float) -> Body:
    """The motion of a figure: it breathes, and goes as its gait says, at this speed."""
    depth = figure.mark.depth
    height = -figure.drawing.bounds.top * depth * shot.scale
    # Slower than it likes to, it takes slower steps, so that no foot slides.
    pace = min(1.0, max(0.6, units_per_second / (gait.units_per_second or 1.0)))
    lift = gait.lift
    if figure.strides:
        # Legs that bend raise and lower the body by themselves.
        lift = 0.0
    return Body(
        feet_x=(shot.width - 1) / 2.0 + (figure.mark.x - shot.framing.x) * shot.scale,
        feet_y=shot.row(figure.mark.ground(shot.framing.camera_height)),
        height=height,
        phase=phase_of(figure.mark.figure.id),
        breath=0.0035 if figure.mark.role is not Role.BACK else 0.002,
        speed_x=gait.forward * units_per_second * depth * shot.scale * shot.tempo,
        step_height=lift * height,
        steps_per_second=gait.steps_per_second * (pace if units_per_second else 1.0),
        middle_seconds=shot.middle_seconds,
        span_seconds=shot.span_seconds,
        tempo=shot.tempo,
    )


def _too_soft(shot: Shot, layer: PlaceLayer) -> bool:
    """Whether a layer is so far out of focus that nobody sees it drift."""
    return layer.parallax < 0.3 and max(shot.blurs(layer.parallax)) > 0.005 * shot.height


def _fits(shot: Shot, layer: PlaceLayer) -> bool:
    """Whether a foreground layer is in its place: not before a face."""
    return not is_tighter(shot.size, Size.MEDIUM)


def _face_box(figure: Figure) -> Box:
    head = figure.drawing.head
    room_x, room_y = 0.15 * (head.right - head.left), 0.1 * (head.bottom - head.top)
    return Box(head.left - room_x, head.top - room_y, head.right + room_x, head.bottom + room_y)
