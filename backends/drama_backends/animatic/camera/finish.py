"""The finish of a picture: vignette, grain and falling weather, made once and used every frame."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

import cv2
import numpy as np
from numpy.random import PCG64, Generator

from drama_backends.animatic.camera.composite import Tile
from drama_backends.animatic.camera.raster import Pixels, Rasteriser
from drama_backends.animatic.stage import Box

# How many times darker the corners are of a room at night.
LAMPLIT = 2.6
LAMPLIT_LEAST = 0.3
# Blue, green, red of the sheet under it all.
WHITE = (1.0, 1.0, 1.0)
SHEET = {"ink": (0.9, 0.965, 1.0)}
# Of a tile without edges at least so many pixels are drawn, across and down.
SOFT_SIDE = 256
FLASH_SECONDS = 0.16
# How many units of weather a frame shows: rain does not grow as fast as a face comes near.
WEATHER_WIDTH = 2600.0
WEATHER_POWER = 0.35


class TileLike(Protocol):
    """A weather tile, as the places department makes it."""

    @property
    def svg(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def speed_x(self) -> float: ...
    @property
    def speed_y(self) -> float: ...
    @property
    def parallax(self) -> float: ...
    @property
    def opacity(self) -> float: ...
    @property
    def soft(self) -> bool: ...


@lru_cache(maxsize=4)
def finish_mask(
    width: int,
    height: int,
    style: str,
    seed: int = 7,
    *,
    lamplit: bool = False,
    grain: float = 1.0,
    vignette: float = 1.0,
) -> Pixels:
    """What every frame is multiplied with: darker corners, a little grain; (height, width, 4).

    `grain` and `vignette` are times as much as the style has.
    """
    across, down = (np.linspace(-1.0, 1.0, size, dtype=np.float32) for size in (width, height))
    distance = np.sqrt((across * across + (down * down)[:, None]) / 2.0)
    depth = {"ink": 0.14, "pencil": 0.08}.get(style, 0.04)
    depth *= vignette
    if lamplit:
        depth = max(depth * LAMPLIT, LAMPLIT_LEAST)
    light = 1.0 - depth * (np.maximum(distance - 0.42, 0.0) / 0.58) ** 2
    random = Generator(PCG64(seed))
    fine = random.standard_normal((height, width)).astype(np.float32)
    fine *= grain * {"ink": 2.4, "pencil": 2.6}.get(style, 0.5)
    if style in ("ink", "pencil"):
        # The tooth of paper: noise a few pixels wide.
        tooth = random.standard_normal((height // 3 + 1, width // 3 + 1)).astype(np.float32)
        tooth *= grain * 2.4
        fine += cv2.resize(tooth, (width, height), interpolation=cv2.INTER_CUBIC)
    mask = np.clip(light * 253.0 + fine, 0.0, 255.0).astype(np.uint8)
    tinted = [cv2.convertScaleAbs(mask, alpha=each) for each in SHEET.get(style, WHITE)]
    return np.asarray(cv2.merge([*tinted, mask]), np.uint8)


def weather_tiles(
    tiles: Sequence[TileLike],
    rasteriser: Rasteriser,
    width: int,
    height: int,
    window_width: float,
    tempo: float = 1.0,
) -> list[Tile]:
    """Tiles of weather, ready to scroll over a frame of width x height pixels."""
    units = WEATHER_WIDTH * (window_width / WEATHER_WIDTH) ** WEATHER_POWER
    # By the longer side, so that a tall frame has no giant drops.
    scale = max(width, height) / units
    made = []
    for tile in tiles:
        sides = (tile.width * scale, tile.height * scale)
        step = max(1, int(min(sides) / SOFT_SIDE)) if tile.soft else 1
        wide, tall = (max(8, round(side / step)) for side in sides)
        window = Box(0.0, 0.0, tile.width, tile.height)
        image = rasteriser.draw(tile.svg, "", window, wide, tall)
        if tile.opacity < 1.0:
            image = np.asarray(cv2.convertScaleAbs(image, alpha=tile.opacity), np.uint8)
        # Many times as fast as numpy's own.
        more = (-(-height // step) + 1, -(-width // step) + 1)
        image = np.asarray(
            cv2.copyMakeBorder(image, 0, more[0], 0, more[1], cv2.BORDER_WRAP), np.uint8
        )
        speed_x, speed_y = tile.speed_x * scale * tempo, tile.speed_y * scale * tempo
        made.append(Tile(image, wide, tall, speed_x, speed_y, tile.parallax, step))
    return made


def flash_at(times: Sequence[float], seconds: float) -> float:
    """How strong lightning is at a second, 0 to 1: it strikes at once and fades."""
    since = min((seconds - time for time in times if seconds >= time), default=FLASH_SECONDS)
    return float(max(0.0, 1.0 - since / FLASH_SECONDS) ** 1.5)
