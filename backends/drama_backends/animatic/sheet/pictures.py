"""The pictures of a sheet: one figure, place or shot comes in, its pixels go out, BGR."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from drama_backends.animatic.camera.printing import print_matrix, printed
from drama_backends.animatic.camera.raster import Pixels, Rasteriser
from drama_backends.animatic.camera.shoot import still
from drama_backends.animatic.camera.wash import wash_of, washed
from drama_backends.animatic.clip import drawing_style
from drama_backends.animatic.figures import Pose, draw_figure, read_look
from drama_backends.animatic.places import palette_of
from drama_backends.animatic.sheet.page import on_paper
from drama_backends.animatic.stage import Box
from drama_backends.animatic.theme.theme import PLAIN, Theme
from drama_compiler.contract import (
    Angle,
    Composition,
    Facing,
    Format,
    Size,
    briefs,
    timings,
)

SHOT_SHARE = 0.5
"""Where in a shot its picture is taken."""

SHEET_UNIT = 720.0
"""A picture as high as this is washed as coarsely as a film of that height."""

STUDIO = briefs.PlaceBrief(id="studio", name="studio", look="bright", interior=True)


@dataclass(frozen=True, slots=True)
class FigurePicture:
    """One drawing of a character, `close` for its face, in pixels."""

    figure: briefs.FigureBrief
    style: briefs.StyleBrief
    action: str
    facing: Facing
    mood: str
    close: bool
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PlacePicture:
    """A place with nobody in it."""

    place: briefs.PlaceBrief
    style: briefs.StyleBrief
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ShotPicture:
    """A shot in its middle."""

    clip: briefs.ClipBrief
    timing: timings.ClipTiming
    width: int
    height: int


Picture = FigurePicture | PlacePicture | ShotPicture


def draw_picture(picture: Picture, cache: Path | None = None, theme: Theme = PLAIN) -> Pixels:
    """Shape (height, width, 3)."""
    cv2.setNumThreads(1)
    match picture:
        case FigurePicture():
            return _figure(picture, cache, theme)
        case PlacePicture():
            return _place(picture, cache, theme)
        case ShotPicture():
            return _shot(picture, cache, theme)


def _figure(asked: FigurePicture, cache: Path | None, theme: Theme) -> Pixels:
    look = read_look(asked.figure, ())
    pose = Pose(asked.action, asked.facing, mood=asked.mood)
    style = theme.style or drawing_style(asked.style)
    palette = theme.coloured(palette_of(STUDIO, asked.style))
    drawing = draw_figure(
        look,
        pose,
        palette,
        style=style,
        detail="face" if asked.close else "full",
        theme=theme,
    )
    svg = drawing.body + drawing.eyes.get("open", "") + drawing.mouths.get("rest", "")
    if asked.close:
        window = _face_window(drawing.head, drawing.bounds.top if look.hat else drawing.head.top)
    else:
        window = _whole_window(drawing.bounds)
    window = _shaped(window, asked.width / asked.height, stands=not asked.close)
    layer = Rasteriser(cache).draw(svg, drawing.defs, window, asked.width, asked.height)
    if style == "ink":
        layer = washed(layer, wash_of(layer, asked.height / SHEET_UNIT))
    if not theme.printing.plain:
        layer = printed(layer, print_matrix(theme.printing))
    return on_paper(layer)


def _face_window(head: Box, crown: float) -> Box:
    """The head with its hat, as far as that is one, and the shoulders."""
    tall = head.bottom - head.top
    top = max(min(crown - 0.06 * tall, head.top - 0.2 * tall), head.top - 0.85 * tall)
    return Box(head.left - 0.3 * tall, top, head.right + 0.3 * tall, head.bottom + 0.4 * tall)


def _whole_window(bounds: Box) -> Box:
    """Everything, people to one scale so that one sees who is tall."""
    return Box(
        min(bounds.left - 20.0, -190.0),
        min(bounds.top - 30.0, -1120.0),
        max(bounds.right + 20.0, 190.0),
        max(bounds.bottom, 20.0) + 20.0,
    )


def _shaped(window: Box, aspect: float, *, stands: bool) -> Box:
    """The window grown to a shape; who stands keeps the foot of it."""
    wide, tall = window.right - window.left, window.bottom - window.top
    if wide / tall < aspect:
        grow = (tall * aspect - wide) / 2.0
        return Box(window.left - grow, window.top, window.right + grow, window.bottom)
    grow = wide / aspect - tall
    below = 0.12 * grow if stands else 0.5 * grow
    return Box(window.left, window.top - (grow - below), window.right, window.bottom + below)


def _place(asked: PlacePicture, cache: Path | None, theme: Theme) -> Pixels:
    format_ = Format(width=asked.width, height=asked.height)
    clip = briefs.ClipBrief(
        shot="sheet",
        format=format_,
        aspect="16:9",
        size=Size.WIDE,
        composition=Composition.SINGLE,
        angle=Angle.EYE_LEVEL,
        place=asked.place,
        style=asked.style,
    )
    timing = timings.ClipTiming(body_frames=24, head_frames=0, tail_frames=0)
    style = theme.style or drawing_style(asked.style, asked.place)
    return np.ascontiguousarray(still(clip, timing, style, 0.5, cache, theme)[..., :3])


def _shot(asked: ShotPicture, cache: Path | None, theme: Theme) -> Pixels:
    clip = asked.clip
    style = theme.style or drawing_style(clip.style, clip.place)
    picture = still(clip, asked.timing, style, SHOT_SHARE, cache, theme)[..., :3]
    size = (asked.width, asked.height)
    if picture.shape[1::-1] == size:
        return np.ascontiguousarray(picture)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
