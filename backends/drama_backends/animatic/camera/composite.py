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

import cv2
import numpy as np

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
    """Weather that scrolls: an image that repeats, pixels a second, parallax.

    `light` where it is so thin and bright that it may simply be added, which is far cheaper.
    """

    image: Pixels
    speed_x: float
    speed_y: float
    parallax: float
    light: bool = False


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
    scratch = np.empty_like(canvas)
    for second in seconds:
        state = picture.path.at(second)
        _paint(picture, state, second, canvas, scratch)
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
    xs: list[float] = []
    ys: list[float] = []
    for index in range(SAMPLES):
        second = span[0] + (span[1] - span[0]) * index / (SAMPLES - 1)
        inverse = np.linalg.inv(camera_matrix(spec, path.at(second), screen))
        for x, y in (
            (-1, -1),
            (screen.width, -1),
            (-1, screen.height),
            (screen.width, screen.height),
        ):
            u, v, _ = inverse @ np.array([x, y, 1.0])
            xs.append(float(u))
            ys.append(float(v))
    reach_x, reach_y = spec.motion.reach() if spec.motion else (0.0, 0.0)
    pad = 2.0 + 0.004 * screen.width
    return Box(
        min(xs) - reach_x - pad,
        min(ys) - reach_y - pad,
        max(xs) + reach_x + pad,
        max(ys) + reach_y + pad,
    )


def _paint(
    picture: Picture, state: CameraState, second: float, canvas: Pixels, scratch: Pixels
) -> None:
    matrices = [_plane_matrix(plane, state, picture.screen, second) for plane in picture.planes]
    solid = [
        _solid_line(plane, matrix, picture.screen)
        for plane, matrix in zip(picture.planes, matrices, strict=True)
    ]
    if not picture.planes or not picture.planes[0].spec.opaque:
        canvas[:] = 0
    for index, (plane, matrix) in enumerate(zip(picture.planes, matrices, strict=True)):
        if plane.spec.turn is not None and not plane.spec.turn.shows(second):
            continue
        if plane.face is not None:
            figure = plane.face.spec.figure
            eyes = "closed" if picture.closed(figure, second) else "open"
            show_face(plane, picture.mouth(figure, second), eyes)
        hidden = min(
            (line for line in solid[index + 1 :] if line is not None), default=picture.screen.height
        )
        image = _focused(plane, state.focus)
        if index == 0 and plane.spec.opaque:
            _warp(image, matrix, canvas[:hidden], 0, 0, replicate=True)
            continue
        _lay(plane, image, matrix, hidden, solid[index], canvas, scratch)


def _plane_matrix(plane: Plane, state: CameraState, screen: Screen, second: float) -> Matrix:
    matrix = camera_matrix(plane.spec, state, screen)
    if plane.spec.motion is not None:
        matrix = matrix @ plane.spec.motion.at(second)
    return matrix @ plane.grid.to_screen()


def _solid_line(plane: Plane, matrix: Matrix, screen: Screen) -> int | None:
    """The row of the frame from which on a plane hides all behind it."""
    if plane.solid_row is None:
        return None
    row = plane.solid_row + 1
    (a, b, c), (d, e, f) = matrix[:2].tolist()
    wide = plane.grid.width
    x0, y0 = b * row + c, e * row + f
    x1, y1 = x0 + a * wide, y0 + d * wide
    # The line through both ends, over the whole frame.
    slope = (y1 - y0) / (x1 - x0) if x1 != x0 else 0.0
    lowest = max(y0 + slope * (x - x0) for x in (0.0, float(screen.width)))
    line = math.ceil(lowest) + 2
    return line if line < screen.height else None


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


def _lay(
    plane: Plane,
    image: Pixels,
    matrix: Matrix,
    hidden: int,
    solid: int | None,
    canvas: Pixels,
    scratch: Pixels,
) -> None:
    """Lay a plane over the canvas: blended above its solid line, copied below it."""
    replicate = plane.spec.ground or plane.spec.opaque
    left, top, right, bottom = (0, 0, canvas.shape[1], canvas.shape[0])
    if not replicate:
        left, top, right, bottom = _extent(image, matrix, canvas)
    elif not plane.spec.opaque:
        top = max(0, _extent(image, matrix, canvas)[1])
    bottom = min(bottom, hidden)
    blend_bottom = min(bottom, solid) if solid is not None else bottom
    if blend_bottom > top and right > left:
        size = (blend_bottom - top, right - left)
        layer = scratch.reshape(-1)[: size[0] * size[1] * 4].reshape(*size, 4)
        _warp(image, matrix, layer, left, top, replicate)
        below = canvas[top:blend_bottom, left:right]
        cover = cv2.cvtColor(cv2.bitwise_not(cv2.extractChannel(layer, 3)), cv2.COLOR_GRAY2BGRA)
        cv2.multiply(below, cover, dst=below, scale=1.0 / 255.0)
        cv2.add(below, layer, dst=below)
    if solid is not None and bottom > max(solid, top):
        start = max(solid, top)
        _warp(image, matrix, canvas[start:bottom], 0, start, replicate)


def _extent(image: Pixels, matrix: Matrix, canvas: Pixels) -> tuple[int, int, int, int]:
    # In plain numbers: for four corners numpy takes ten times as long.
    height, width = image.shape[:2]
    (a, b, c), (d, e, f) = matrix[:2].tolist()
    across, down = (-a, width * a), (-b, height * b)
    right, below = (-d, width * d), (-e, height * e)
    return (
        max(0, math.floor(min(across) + min(down) + c)),
        max(0, math.floor(min(right) + min(below) + f)),
        min(canvas.shape[1], math.ceil(max(across) + max(down) + c) + 1),
        min(canvas.shape[0], math.ceil(max(right) + max(below) + f) + 1),
    )


def _warp(
    image: Pixels, matrix: Matrix, into: Pixels, left: int, top: int, replicate: bool
) -> None:
    shifted = matrix[:2].copy()
    shifted[:, 2] -= (left, top)
    border = cv2.BORDER_REPLICATE if replicate else cv2.BORDER_CONSTANT
    cv2.warpAffine(
        image,
        shifted,
        (into.shape[1], into.shape[0]),
        dst=into,
        flags=cv2.INTER_LINEAR,
        borderMode=border,
    )


def _scroll(tile: Tile, state: CameraState, second: float, canvas: Pixels) -> None:
    height, width = canvas.shape[:2]
    tall, wide = tile.image.shape[0] - height, tile.image.shape[1] - width
    shift_x = (state.pan_x + state.whip_x + state.truck_x * tile.parallax) * width
    shift_y = (state.pan_y + state.whip_y + state.truck_y * tile.parallax) * width
    x = -(shift_x + tile.speed_x * second) % wide
    y = -(shift_y + tile.speed_y * second) % tall
    column, row = int(x), int(y)
    layer: Pixels = tile.image[row : row + height, column : column + width]
    if abs(tile.speed_x) + abs(tile.speed_y) < 120.0:
        # What is slow would be seen to jump from pixel to pixel.
        part = np.array([[1.0, 0.0, column - x], [0.0, 1.0, row - y]])
        layer = np.asarray(
            cv2.warpAffine(layer, part, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8
        )
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
