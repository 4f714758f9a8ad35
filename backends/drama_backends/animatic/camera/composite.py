"""From planes to frames: planes, a camera path and weather come in, BGRA frames go out.

The model of the camera, for a layer of parallax p: a point q of the framed picture goes to
C + pan + R(roll) (z (q - C) + truck p) / (1 - dolly p), C being what the camera aims at. A
ground has, for what goes up and down, a parallax for every row: its horizon stays where it is,
and what stands on it stays on it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import cv2
import numpy as np

from drama_backends.animatic.camera.covering import (
    Covering,
    Rect,
    common,
    covering_of,
    on_screen,
    without,
)
from drama_backends.animatic.camera.motion import Matrix
from drama_backends.animatic.camera.moves import CameraPath, CameraState
from drama_backends.animatic.camera.planes import Plane, PlaneSpec, show_face
from drama_backends.animatic.camera.raster import Pixels
from drama_backends.animatic.stage import Box

SAMPLES = 25


@dataclass(frozen=True, slots=True)
class Screen:
    """The size of the frame in pixels, the roll of its angle in radians, and what it aims at.

    `aim_x` and `aim_y`, in pixels from the middle, stay where they are when the camera comes
    closer or rolls.
    """

    width: int
    height: int
    roll: float = 0.0
    aim_x: float = 0.0
    aim_y: float = 0.0


@dataclass(frozen=True, slots=True)
class Tile:
    """Weather that scrolls: an image, pixels of the frame a second, parallax.

    It repeats after `wide` and `tall` of its own pixels, and goes on beyond them for as much as a
    frame shows; each of them is `step` pixels of the frame across and down.
    """

    image: Pixels
    wide: int
    tall: int
    speed_x: float
    speed_y: float
    parallax: float
    step: int = 1


@dataclass(slots=True)
class Picture:
    """All that a shot's frames are made of, far to near.

    `mouth` and `eyes` tell what a figure's face does at a second. `flash` is the strength of
    lightning then, 0 to 1. `finish` is multiplied over every frame: vignette and grain.
    """

    screen: Screen
    path: CameraPath
    planes: Sequence[Plane]
    tiles: Sequence[Tile] = ()
    finish: Pixels | None = None
    mouth: Callable[[str, float], str] = field(default=lambda figure, seconds: "rest")
    closed: Callable[[str, float], bool] = field(default=lambda figure, seconds: False)
    flash: Callable[[float], float] = field(default=lambda seconds: 0.0)


def frames(picture: Picture, seconds: Sequence[float]) -> Iterator[Pixels]:
    """A frame for every second asked for; the array is used again for the next one."""
    screen = picture.screen
    canvas = np.zeros((screen.height, screen.width, 4), np.uint8)
    coverings = [covering_of(plane, screen.width, screen.height) for plane in picture.planes]
    easel = _Easel(canvas, np.empty_like(canvas), np.empty_like(canvas))
    for second in seconds:
        state = picture.path.at(second)
        _paint(easel, _layers(picture, coverings, state, second))
        for tile in picture.tiles:
            _scroll(tile, state, second, canvas)
        _develop(picture, state, second, canvas)
        yield canvas


def camera_matrix(spec: PlaneSpec, state: CameraState, screen: Screen) -> Matrix:
    """From the framed picture to the frame, for a plane at a state of the camera."""
    cx = (screen.width - 1) / 2.0 + screen.aim_x
    cy = (screen.height - 1) / 2.0 + screen.aim_y
    zoom = math.exp(state.zoom) * (1.0 - state.vertigo)
    dolly = state.dolly + state.vertigo
    roll = state.roll + screen.roll
    near = 1.0 / (1.0 - dolly * spec.parallax)
    cos, sin = math.cos(roll), math.sin(roll)
    # Parallax of what goes up and down, over the rows of the framed picture.
    slope, level = 0.0, spec.parallax
    if spec.ground and spec.foot_y - spec.horizon_y > 1.0:
        slope = 1.0 / (spec.foot_y - spec.horizon_y)
        level = -slope * spec.horizon_y
    across = state.truck_x * screen.width * spec.parallax - zoom * cx
    down = state.truck_y * screen.width * level - zoom * cy
    tall = zoom + state.truck_y * screen.width * slope
    to_x = cx + (state.pan_x + state.whip_x) * screen.width
    to_y = cy + (state.pan_y + state.whip_y) * screen.width
    return np.array(
        [
            [near * cos * zoom, -near * sin * tall, to_x + near * (cos * across - sin * down)],
            [near * sin * zoom, near * cos * tall, to_y + near * (sin * across + cos * down)],
            [0.0, 0.0, 1.0],
        ]
    )


def needed_box(spec: PlaneSpec, path: CameraPath, screen: Screen, span: tuple[float, float]) -> Box:
    """The part of the framed picture that a plane shows at some time between two seconds."""
    seconds = np.linspace(*span, SAMPLES).tolist()
    to_frame = np.array([camera_matrix(spec, path.at(second), screen) for second in seconds])
    left, top, right, bottom = -1.0, -1.0, float(screen.width), float(screen.height)
    corners = np.array([[left, right, left, right], [top, top, bottom, bottom], [1.0] * 4])
    xs, ys, _ = np.linalg.inv(to_frame).transpose(1, 0, 2) @ corners
    reach_x, reach_y = spec.motion.reach() if spec.motion else (0.0, 0.0)
    pad = 2.0 + 0.004 * screen.width
    return Box(
        float(xs.min()) - reach_x - pad,
        float(ys.min()) - reach_y - pad,
        float(xs.max()) + reach_x + pad,
        float(ys.max()) + reach_y + pad,
    )


class _Layer(NamedTuple):
    """A plane as a frame shows it: drawn in `rects`, and where it is `solid` not blended.

    `looks` is all else by which its pixels go: the focus, and what its face does.
    """

    plane: Plane
    matrix: Matrix
    rects: list[Rect]
    solid: list[Rect]
    looks: tuple[float, tuple[str, str]]

    def is_as(self, other: _Layer) -> bool:
        """Whether it leaves the same pixels as one of another frame."""
        return (
            self.plane is other.plane
            and self.looks == other.looks
            and self.rects == other.rects
            and bool((self.matrix == other.matrix).all())
        )


@dataclass(slots=True)
class _Easel:
    """What is used again: `standing` is the canvas as the first layers left it, which stood."""

    canvas: Pixels
    scratch: Pixels
    standing: Pixels
    stood: int = 0
    layers: list[_Layer] = field(default_factory=list)


def _layers(
    picture: Picture, coverings: Sequence[Covering], state: CameraState, second: float
) -> list[_Layer]:
    """The planes that are seen, each where no nearer one hides it; faces as they are now."""
    screen = picture.screen
    frame = Rect(0, 0, screen.width, screen.height)
    seen = [
        (plane, covering, _plane_matrix(plane, state, screen, second))
        for plane, covering in zip(picture.planes, coverings, strict=True)
        if plane.spec.turn is None or plane.spec.turn.shows(second)
    ]
    solid = [_solid(plane, covering, matrix, screen) for plane, covering, matrix in seen]
    if picture.planes and picture.planes[0].spec.opaque:
        solid[0] = [frame]
    layers = []
    for index, (plane, covering, matrix) in enumerate(seen):
        face = ("", "")
        if plane.face is not None:
            figure = plane.face.spec.figure
            eyes = "closed" if picture.closed(figure, second) else "open"
            show_face(plane, picture.mouth(figure, second), eyes)
            face = plane.face.shown
        extent = common(_extent(plane, matrix, screen), frame)
        needless = itertools.chain(*solid[index + 1 :], on_screen(covering.clear, matrix))
        rects = without([extent] if extent else [], needless)
        focus = state.focus if len(plane.levels) > 1 else 0.0
        layers.append(_Layer(plane, matrix, rects, solid[index], (focus, face)))
    return layers


def _paint(easel: _Easel, layers: list[_Layer]) -> None:
    """Lay them over each other, but for the first ones that are as in the last frame."""
    pairs = zip(layers, easel.layers, strict=False)
    still = sum(1 for _ in itertools.takewhile(lambda pair: pair[0].is_as(pair[1]), pairs))
    if still < easel.stood:
        easel.stood = 0
    if easel.stood:
        easel.canvas[:] = easel.standing
    elif not layers or not layers[0].plane.spec.opaque:
        easel.canvas[:] = 0
    for count, layer in enumerate(layers[easel.stood :], easel.stood + 1):
        _lay(layer, easel.canvas, easel.scratch)
        if count == still:
            easel.standing[:] = easel.canvas
            easel.stood = still
    easel.layers = layers


def _plane_matrix(plane: Plane, state: CameraState, screen: Screen, second: float) -> Matrix:
    matrix = camera_matrix(plane.spec, state, screen)
    if plane.spec.motion is not None:
        matrix = matrix @ plane.spec.motion.at(second)
    return matrix @ plane.grid.to_screen()


def _solid(plane: Plane, covering: Covering, matrix: Matrix, screen: Screen) -> list[Rect]:
    """Where a plane hides all behind it: from a row of the frame on, or in rectangles."""
    if plane.solid_row is None:
        return on_screen(covering.solid, matrix)
    row = plane.solid_row + 1
    (a, b, c), (d, e, f) = matrix[:2].tolist()
    wide = plane.grid.width
    x0, y0 = b * row + c, e * row + f
    x1, y1 = x0 + a * wide, y0 + d * wide
    # The line through both ends, over the whole frame.
    slope = (y1 - y0) / (x1 - x0) if x1 != x0 else 0.0
    lowest = max(y0 + slope * (x - x0) for x in (0.0, float(screen.width)))
    line = max(0, math.ceil(lowest) + 2)
    return [Rect(0, line, screen.width, screen.height)] if line < screen.height else []


def _focused(plane: Plane, focus: float) -> Pixels:
    """The plane's image at a focus: between two levels of blur where the focus is on its way."""
    levels = plane.levels
    if len(levels) == 1:
        return levels[0][1]
    wanted = min(1.0, abs(1.0 + focus - plane.spec.parallax)) * levels[-1][0]
    for (low, sharp), (high, soft) in itertools.pairwise(levels):
        if wanted <= high:
            share = (wanted - low) / (high - low)
            if share < 0.02:
                return sharp
            return np.asarray(cv2.addWeighted(sharp, 1.0 - share, soft, share, 0.0), np.uint8)
    return levels[-1][1]


def _extent(plane: Plane, matrix: Matrix, screen: Screen) -> Rect:
    """Where in the frame a plane can be seen; a ground goes on to the sides and below."""
    if plane.spec.opaque:
        return Rect(0, 0, screen.width, screen.height)
    # In plain numbers: for four corners numpy takes ten times as long.
    height, width = plane.grid.height, plane.grid.width
    (a, b, c), (d, e, f) = matrix[:2].tolist()
    across, down = (-a, width * a), (-b, height * b)
    right, below = (-d, width * d), (-e, height * e)
    top = math.floor(min(right) + min(below) + f)
    if plane.spec.ground:
        return Rect(0, top, screen.width, screen.height)
    return Rect(
        math.floor(min(across) + min(down) + c),
        top,
        math.ceil(max(across) + max(down) + c) + 1,
        math.ceil(max(right) + max(below) + f) + 1,
    )


def _area(rect: Rect) -> tuple[slice, slice]:
    return slice(rect.top, rect.bottom), slice(rect.left, rect.right)


def _lay(layer: _Layer, canvas: Pixels, scratch: Pixels) -> None:
    """Lay a plane over what is there: copied where it is solid, else blended."""
    plane, matrix, rects, solid, (focus, _) = layer
    image = _focused(plane, focus)
    for inside in (common(rect, own) for rect in rects for own in solid):
        if inside:
            _warp(plane, image, matrix, canvas[_area(inside)], inside)
    for rect in without(rects, solid):
        below = canvas[_area(rect)]
        above = scratch.reshape(-1)[: below.size].reshape(below.shape)
        _warp(plane, image, matrix, above, rect)
        cover = cv2.cvtColor(cv2.bitwise_not(cv2.extractChannel(above, 3)), cv2.COLOR_GRAY2BGRA)
        cv2.multiply(below, cover, dst=below, scale=1.0 / 255.0)
        cv2.add(below, above, dst=below)


def _warp(plane: Plane, image: Pixels, matrix: Matrix, into: Pixels, rect: Rect) -> None:
    """Draw a part of the frame, of the size of `into`, as a plane shows it."""
    shifted = matrix[:2].copy()
    shifted[:, 2] -= rect[:2]
    goes_on = plane.spec.ground or plane.spec.opaque
    cv2.warpAffine(
        image,
        shifted,
        (into.shape[1], into.shape[0]),
        dst=into,
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE if goes_on else cv2.BORDER_CONSTANT,
    )


def _scroll(tile: Tile, state: CameraState, second: float, canvas: Pixels) -> None:
    height, width = canvas.shape[:2]
    shift_x = (state.pan_x + state.whip_x + state.truck_x * tile.parallax) * width
    shift_y = (state.pan_y + state.whip_y + state.truck_y * tile.parallax) * width
    x = -(shift_x + tile.speed_x * second) % (tile.wide * tile.step)
    y = -(shift_y + tile.speed_y * second) % (tile.tall * tile.step)
    if tile.step > 1 or abs(tile.speed_x) + abs(tile.speed_y) < 120.0:
        # What is slow would be seen to jump from pixel to pixel.
        share = 1.0 / tile.step
        at = np.array(
            [
                [share, 0.0, share * (x + 0.5) - 0.5],
                [0.0, share, share * (y + 0.5) - 0.5],
            ]
        )
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        size, border = (width, height), cv2.BORDER_REPLICATE
        warped = cv2.warpAffine(tile.image, at, size, flags=flags, borderMode=border)
        layer = np.asarray(warped, np.uint8)
    else:
        column, row = int(x), int(y)
        layer = tile.image[row : row + height, column : column + width]
    cover = cv2.cvtColor(cv2.bitwise_not(cv2.extractChannel(layer, 3)), cv2.COLOR_GRAY2BGRA)
    cv2.multiply(canvas, cover, dst=canvas, scale=1.0 / 255.0)
    cv2.add(canvas, layer, dst=canvas)


def _develop(picture: Picture, state: CameraState, second: float, canvas: Pixels) -> None:
    """Motion blur, lightning, vignette and grain."""
    width = canvas.shape[1]
    blur_x, blur_y = round(state.blur_x * width), round(state.blur_y * width)
    if blur_x > 1 or blur_y > 1:
        cv2.blur(
            canvas, (max(1, blur_x), max(1, blur_y)), dst=canvas, borderType=cv2.BORDER_REPLICATE
        )
    flash = picture.flash(second)
    if flash > 0.01:
        cv2.convertScaleAbs(canvas, dst=canvas, alpha=1.0 + 0.9 * flash, beta=46.0 * flash)
    if picture.finish is not None:
        cv2.multiply(canvas, picture.finish, dst=canvas, scale=1.0 / 255.0)
