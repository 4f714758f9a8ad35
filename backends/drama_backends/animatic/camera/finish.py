"""The finish of a picture: vignette, grain and falling weather, made once and used every frame."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

import cv2
import numpy as np

from drama_backends.animatic.camera.composite import Tile
from drama_backends.animatic.camera.raster import Pixels, Rasteriser
from drama_backends.animatic.stage import Box

# How many times darker the corners are of a room at night.
LAMPLIT = 2.6
LAMPLIT_LEAST = 0.3
# Blue, green, red of the sheet under it all.
WHITE = (1.0, 1.0, 1.0)
SHEET = {"ink": (0.9, 0.965, 1.0)}
# How many pixels of a soft tile are drawn as one.
SOFT_STEP = 4
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
    y, x = np.mgrid[-1.0 : 1.0 : height * 1j, -1.0 : 1.0 : width * 1j]
    distance = np.sqrt(x * x + y * y) / np.sqrt(2.0)
    depth = {"ink": 0.14, "pencil": 0.08}.get(style, 0.04)
    depth *= vignette
    if lamplit:
        depth = max(depth * LAMPLIT, LAMPLIT_LEAST)
    light = 1.0 - depth * np.clip((distance - 0.42) / 0.58, 0.0, 1.0) ** 2
    random = np.random.Generator(np.random.PCG64(seed))
    fine = random.standard_normal((height, width)) * {"ink": 2.4, "pencil": 2.6}.get(style, 0.5)
    if style in ("ink", "pencil"):
        # The tooth of paper: noise a few pixels wide.
        tooth = random.standard_normal((height // 3 + 1, width // 3 + 1)).astype(np.float32)
        fine = fine + cv2.resize(tooth, (width, height), interpolation=cv2.INTER_CUBIC) * 2.4
    mask = np.clip(light * 253.0 + grain * fine, 0.0, 255.0).astype(np.uint8)
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
        wide, tall = max(8, round(tile.width * scale)), max(8, round(tile.height * scale))
        image = _drawn_tile(tile, rasteriser, wide, tall)
        if image.shape[0] != tall:
            continue
        if tile.opacity < 1.0:
            image = np.asarray(cv2.convertScaleAbs(image, alpha=tile.opacity), np.uint8)
        # Many times as fast as numpy's own.
        image = np.asarray(
            cv2.copyMakeBorder(image, 0, height, 0, width, cv2.BORDER_WRAP), np.uint8
        )
        made.append(
            Tile(
                image,
                tile.speed_x * scale * tempo,
                tile.speed_y * scale * tempo,
                tile.parallax,
                _is_light(image),
            )
        )
    return made


def _drawn_tile(tile: TileLike, rasteriser: Rasteriser, wide: int, tall: int) -> Pixels:
    """A tile's picture; of what has no edges only every fourth pixel is drawn."""
    window = Box(0.0, 0.0, tile.width, tile.height)
    if not tile.soft or min(wide, tall) < 16 * SOFT_STEP:
        return rasteriser.draw(tile.svg, "", window, wide, tall)
    small = rasteriser.draw(tile.svg, "", window, wide // SOFT_STEP, tall // SOFT_STEP)
    # With what comes beyond its edges, so that it repeats without a seam.
    small = np.asarray(cv2.copyMakeBorder(small, 2, 2, 2, 2, cv2.BORDER_WRAP), np.uint8)
    x, y = 2.0 * wide / (wide // SOFT_STEP), 2.0 * tall / (tall // SOFT_STEP)
    scale_x, scale_y = (small.shape[1] - 4) / wide, (small.shape[0] - 4) / tall
    at = np.array(
        [
            [scale_x, 0.0, x * scale_x + 0.5 * scale_x - 0.5],
            [0.0, scale_y, y * scale_y + 0.5 * scale_y - 0.5],
        ]
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(small, at, (wide, tall), flags=flags), np.uint8)


def _is_light(image: Pixels) -> bool:
    """Thin and bright, as streaks of rain: laid over or added looks the same."""
    blue, green, red, alpha = cv2.mean(image)[:4]
    return alpha < 14.0 and min(blue, green, red) > 0.6 * alpha


def flash_at(times: Sequence[float], seconds: float) -> float:
    """How strong lightning is at a second, 0 to 1: it strikes at once and fades."""
    since = min((seconds - time for time in times if seconds >= time), default=FLASH_SECONDS)
    return float(max(0.0, 1.0 - since / FLASH_SECONDS) ** 1.5)
