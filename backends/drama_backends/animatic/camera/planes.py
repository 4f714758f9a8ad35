"""From drawings to planes: what is laid out comes in, rasters that the camera can move go out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from drama_backends.animatic.camera.fragments import (
    Fragment,
    Grid,
    bounding,
    intersection,
    lay,
    mapped,
)
from drama_backends.animatic.camera.motion import Matrix, Motion, Turn
from drama_backends.animatic.camera.printing import printed
from drama_backends.animatic.camera.raster import PIXELS_MAX, Pixels, Rasteriser
from drama_backends.animatic.camera.wash import Wash, calm_edges, wash_of, washed
from drama_backends.animatic.stage import Box

BLUR_LEVELS = 4


@dataclass(frozen=True, slots=True)
class FaceSpec:
    """The changing parts of a face: fragments by viseme and by `open`/`closed`, in `bounds`."""

    figure: str
    mouths: dict[str, Fragment]
    eyes: dict[str, Fragment]
    bounds: Box


@dataclass(frozen=True, slots=True)
class PlaneSpec:
    """What moves as one.

    `ground` is a floor that runs from the horizon (screen row `horizon_y`) to the acting plane
    (row `foot_y`) and on towards the camera. With a `turn` it is seen only then. `blurs` are all
    the blurs it will need, in pixels.
    """

    fragments: tuple[Fragment, ...]
    parallax: float
    ground: bool = False
    horizon_y: float = 0.0
    foot_y: float = 0.0
    motion: Motion | None = None
    turn: Turn | None = None
    opaque: bool = False
    blurs: tuple[float, ...] = (0.0,)
    face: FaceSpec | None = None
    resolution: float = 1.0


@dataclass(slots=True)
class Face:
    """A face on a plane: patches by viseme and eyes, made when first seen."""

    spec: FaceSpec
    left: int
    top: int
    bare: Pixels
    grid: Grid
    rasteriser: Rasteriser
    blurs: tuple[float, ...]
    wash: Wash | None = None
    inks: Matrix | None = None
    patches: dict[tuple[str, str, int], Pixels] = field(default_factory=dict)
    shown: tuple[str, str] = ("", "")


@dataclass(slots=True)
class Plane:
    """A raster that moves; `levels` are its images by rising blur, in screen pixels.

    `solid_row` is the raster row from which on all is opaque, or None.
    """

    spec: PlaneSpec
    grid: Grid
    levels: list[tuple[float, Pixels]]
    solid_row: int | None
    face: Face | None = None


def merged(specs: Sequence[PlaneSpec], only_turns: bool) -> list[PlaneSpec]:
    """Neighbours that always move alike as one plane; cheaper by a layer each."""
    result: list[PlaneSpec] = []
    for spec in specs:
        last = result[-1] if result else None
        if last and _alike(last, spec, only_turns):
            result[-1] = replace(
                last,
                fragments=last.fragments + spec.fragments,
                opaque=last.opaque or spec.opaque,
                resolution=max(last.resolution, spec.resolution),
            )
        else:
            result.append(spec)
    return result


def realised(
    spec: PlaneSpec,
    needed: Box,
    rasteriser: Rasteriser,
    wash_unit: float = 0.0,
    inks: Matrix | None = None,
) -> Plane | None:
    """The plane of a spec, as far as the frame will ever see it; None where that is nothing.

    `needed` is the part of the screen that the camera's moves uncover. With a `wash_unit`, in
    screen pixels, it is painted in washes of that fineness; `inks` is a theme's print.
    """
    box = _clipped(spec, needed)
    if box.right - box.left < 1.0 or box.bottom - box.top < 1.0:
        return None
    grid = _grid(box, _scale(spec))
    image = np.zeros((grid.height, grid.width, 4), np.uint8)
    for index, fragment in enumerate(spec.fragments):
        lay(image, fragment, grid, rasteriser, bare=index == 0)
    if not spec.opaque:
        found = _filled(image, int(3.0 * max(spec.blurs) * grid.scale) + 3)
        if found is None:
            return None
        left, top, right, bottom = found
        if spec.ground:
            # Only the air above: to the sides and below a ground goes on as it ends.
            left, right, bottom = 0, grid.width, grid.height
        image = np.ascontiguousarray(image[top:bottom, left:right])
        grid = grid.part(left, top, right, bottom)
    bare, wash = image, wash_of(image, wash_unit * grid.scale) if wash_unit else None
    if wash is not None:
        image = washed(image, wash)
        if spec.opaque or spec.ground:
            calm_edges(image)
    if inks is not None:
        image = printed(image, inks)
    plane = Plane(spec, grid, _levels(image, spec, grid.scale), _solid_row(image, spec))
    if spec.face is not None and len(spec.fragments) == 1:
        plane.face = _face(spec.face, bare, grid, spec, rasteriser)
        if plane.face is not None:
            plane.face.wash, plane.face.inks = wash, inks
    return plane


def show_face(plane: Plane, viseme: str, eyes: str) -> None:
    """Put a mouth and eyes on a plane's images, where they changed."""
    face = plane.face
    if face is None or face.shown == (viseme, eyes):
        return
    for index, (sigma, image) in enumerate(plane.levels):
        key = (viseme, eyes, index)
        if key not in face.patches:
            face.patches[key] = _patch(face, viseme, eyes, sigma)
        patch = face.patches[key]
        image[face.top : face.top + patch.shape[0], face.left : face.left + patch.shape[1]] = patch
    face.shown = (viseme, eyes)


def _alike(one: PlaneSpec, other: PlaneSpec, only_turns: bool) -> bool:
    if one.motion or other.motion or one.face or other.face or one.blurs != other.blurs:
        return False
    if only_turns:
        return True
    return one.parallax == other.parallax and not one.ground and not other.ground


def _scale(spec: PlaneSpec) -> float:
    """Raster pixels a screen pixel: fewer for what is always out of focus."""
    blur = min(spec.blurs)
    return spec.resolution if blur < 2.0 else min(spec.resolution, max(0.25, 2.4 / blur))


def _clipped(spec: PlaneSpec, needed: Box) -> Box:
    """The needed part, as far as there is a drawing.

    What covers the frame ends where the first of its drawings does, and its last row or column
    goes on from there; of anything else all drawings are kept, with room for their blur.
    """
    boxes = []
    for fragment in spec.fragments:
        if fragment.bounds is None:
            return needed
        bounds = fragment.bounds
        corners = [
            (bounds.left, bounds.top),
            (bounds.right, bounds.top),
            (bounds.right, bounds.bottom),
            (bounds.left, bounds.bottom),
        ]
        boxes.append(bounding(mapped(fragment.projection, corners)))
    if spec.opaque or spec.ground:
        box = needed
        for fragment, own in zip(spec.fragments, boxes, strict=True):
            box = intersection(box, own) if fragment.covers else box
        # Where the camera looks past the end of everything, what there is must do.
        empty = box.right - box.left < 1.0 or box.bottom - box.top < 1.0
        return needed if empty and spec.opaque else box
    pad = 3.0 * max(spec.blurs) + 3.0
    whole = Box(
        min(b.left for b in boxes) - pad,
        min(b.top for b in boxes) - pad,
        max(b.right for b in boxes) + pad,
        max(b.bottom for b in boxes) + pad,
    )
    return intersection(whole, needed)


def _grid(box: Box, scale: float) -> Grid:
    wide, tall = box.right - box.left, box.bottom - box.top
    scale = min(scale, PIXELS_MAX / max(wide, tall))
    width, height = max(1, round(wide * scale + 0.5)), max(1, round(tall * scale + 0.5))
    return Grid(box.left, box.top, width, height, scale)


def _levels(image: Pixels, spec: PlaneSpec, scale: float) -> list[tuple[float, Pixels]]:
    levels = []
    for sigma in sorted(set(spec.blurs)):
        if sigma * scale < 0.3:
            levels.append((sigma, image))
            continue
        # What the raster cuts off goes on: else layers would fade at the frame's edge.
        blurred = cv2.GaussianBlur(image, (0, 0), sigma * scale, borderType=cv2.BORDER_REPLICATE)
        levels.append((sigma, np.asarray(blurred, np.uint8)))
    return levels


def _filled(image: Pixels, pad: int) -> tuple[int, int, int, int] | None:
    """The part of an image that is not empty, with some air around it."""
    x, y, width, height = cv2.boundingRect(cv2.extractChannel(image, 3))
    if not width or not height:
        return None
    return (
        max(0, x - pad),
        max(0, y - pad),
        min(image.shape[1], x + width + pad),
        min(image.shape[0], y + height + pad),
    )


def _solid_row(image: Pixels, spec: PlaneSpec) -> int | None:
    if not (spec.opaque or spec.ground):
        return None
    solid = np.asarray(image[..., 3].min(axis=1) >= 254)
    open_rows = np.flatnonzero(~solid)
    first = int(open_rows[-1]) + 1 if open_rows.size else 0
    first += int(3.0 * max(spec.blurs)) if first else 0
    return first if first < image.shape[0] - 8 else None


def _face(
    spec: FaceSpec, image: Pixels, grid: Grid, plane: PlaneSpec, rasteriser: Rasteriser
) -> Face | None:
    """The face's own part of the raster, or None when the frame does not hold it."""
    fragment = next(iter((*spec.mouths.values(), *spec.eyes.values())), None)
    if fragment is None:
        return None
    to_grid = np.linalg.inv(grid.to_screen()) @ fragment.projection
    bounds = spec.bounds
    box = bounding(
        mapped(
            to_grid,
            [
                (bounds.left, bounds.top),
                (bounds.right, bounds.top),
                (bounds.right, bounds.bottom),
                (bounds.left, bounds.bottom),
            ],
        )
    )
    left, top = max(0, int(box.left) - 1), max(0, int(box.top) - 1)
    right, bottom = min(grid.width, int(box.right) + 2), min(grid.height, int(box.bottom) + 2)
    if right - left < 2 or bottom - top < 2:
        return None
    bare = image[top:bottom, left:right].copy()
    return Face(spec, left, top, bare, grid.part(left, top, right, bottom), rasteriser, plane.blurs)


def _patch(face: Face, viseme: str, eyes: str, sigma: float) -> Pixels:
    patch = face.bare.copy()
    for fragments, name, other in (
        (face.spec.mouths, viseme, "rest"),
        (face.spec.eyes, eyes, "open"),
    ):
        fragment = fragments.get(name) or fragments.get(other)
        if fragment is not None and fragment.svg:
            lay(patch, fragment, face.grid, face.rasteriser)
    if face.wash is not None:
        patch = washed(patch, face.wash, face.left, face.top)
    if face.inks is not None:
        patch = printed(patch, face.inks)
    if sigma * face.grid.scale >= 0.3:
        blurred = cv2.GaussianBlur(
            patch, (0, 0), sigma * face.grid.scale, borderType=cv2.BORDER_REPLICATE
        )
        patch = np.asarray(blurred, np.uint8)
    return patch
