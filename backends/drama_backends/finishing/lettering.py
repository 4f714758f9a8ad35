"""Texts of a shot go in, drawn layers with their place in the frame come out.

Four voices: a subtitle and its translation at the foot, a super that tells where or when, a
title. Sizes follow the frame; a vertical frame keeps its foot free for the platform's buttons.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

import cv2
import numpy as np
from numpy.typing import NDArray

from drama_backends.finishing.wrapping import is_wide, wrap
from drama_backends.media.raster import SANS, SERIF, rasterise, text_width
from drama_compiler.contract import briefs, timings

FADE_FRAMES = 4
# Under this no Chinese can be read; but a tenth of the frame is never exceeded for it.
SIZE_MIN = 11.0
SHRINK = 0.94
SHRINK_STEPS = 22
ONE_LINE_STEPS = 6
LETTERS_MAX = 80
HANGING = "，。、；：！？"
# Between a glyph's em box and the baseline, in Noto CJK.
ASCENT = 0.88


@dataclass(frozen=True, slots=True)
class Layer:
    """Pixels to lay over a frame, upper left corner at (x, y): BGRA, premultiplied.

    Seen in the frames `[start, end)` of its part; it comes and goes in `FADE_FRAMES`, but stands
    at once where it is seen from the first frame on, and to the last one.
    """

    x: int
    y: int
    pixels: NDArray[np.uint8]
    start: int
    end: int

    def strength(self, frame: int, frames: int) -> float:
        """How much of it is seen in a frame of a part of `frames` frames, 0 to 1."""
        if not self.start <= frame < self.end:
            return 0.0
        # At a cut a text appears with the picture; one that goes on from part to part stays.
        since = FADE_FRAMES if self.start <= 0 else frame - self.start
        left = FADE_FRAMES if self.end >= frames else self.end - 1 - frame
        return min(1.0, (since + 1) / (FADE_FRAMES + 1), (left + 1) / (FADE_FRAMES + 1))


@dataclass(frozen=True, slots=True)
class Voice:
    """How a role is set; `size` in pixels, `width` a share of the frame's, the rest in ems."""

    family: str
    size: float
    width: float
    lines_max: int
    tracking: float = 0.0
    tracking_wide: float = 0.0
    leading: float = 1.3
    outline: float = 0.0
    weight: float = 0.0
    shadow: float = 0.6
    fill: str = "#ffffff"
    anchor: str = "middle"
    rule: bool = False
    one_line: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Lines set in one voice, and the drawing of them with `pad` pixels around."""

    lines: tuple[str, ...]
    voice: Voice
    pixels: NDArray[np.uint8]
    pad: int

    @property
    def height(self) -> float:
        """The height of the lines, without the padding."""
        return len(self.lines) * self.voice.leading * self.voice.size


def letter(
    texts: Sequence[briefs.TextBrief], times: Sequence[timings.TextAt], width: int, height: int
) -> list[Layer]:
    """Draw every text of a part for a frame of `width` by `height` pixels."""
    voices = _voices(width, height)
    foot = _foot(texts, voices, height, tall=height > width)
    layers: list[Layer] = []
    heads: list[tuple[timings.TextAt, float]] = []
    for brief, time in zip(texts, times, strict=True):
        blocks = _blocks(brief, voices, width)
        if not blocks:
            continue
        match brief.role:
            case "translation":
                top = foot
            case "subtitle":
                # Two who speak at once: the second stands above the first.
                below = [top for other, top in heads if _overlap(other, time)]
                top = min([foot, *below]) - blocks[0].height
                heads.append((time, top))
            case "title":
                # In a vertical frame the middle is where faces are.
                middle = height * (0.31 if height > width else 0.46)
                top = middle - sum(block.height for block in blocks) / 2
            case _ if height > width:
                top = height * 0.14
            case _:
                top = height * 0.735 - sum(block.height for block in blocks)
        layers += _placed(blocks, top, time, width, height)
    return layers


def _voices(width: int, height: int) -> dict[str, Voice]:
    tall = height > width
    base = min(width, height)
    least = min(SIZE_MIN, base / 10)
    size = max(least, base * (0.058 if tall else 0.052))
    subtitle = Voice(
        SANS, size, 0.84, 2, tracking_wide=0.02, leading=1.28, outline=0.13, weight=0.022
    )
    translation = replace(
        subtitle, size=max(least * 0.85, size * 0.72), leading=1.26, fill="#f4f0e6", weight=0.012
    )
    screen = Voice(
        SERIF,
        max(least, base * 0.064),
        0.80 if tall else 0.66,
        3,
        tracking=0.06,
        tracking_wide=0.16,
        leading=1.42,
        weight=0.03,
        shadow=1.8,
        fill="#fdfaf2",
        anchor="middle" if tall else "start",
        rule=not tall,
    )
    return {"subtitle": subtitle, "translation": translation, "super": screen} | _titles(
        base, least, tall=tall
    )


def _titles(base: int, least: float, *, tall: bool) -> dict[str, Voice]:
    title = Voice(
        SERIF,
        max(least * 1.6, base * (0.150 if tall else 0.130)),
        0.82,
        2,
        tracking=0.10,
        tracking_wide=0.26,
        leading=1.34,
        weight=0.016,
        shadow=1.3,
        fill="#fdfaf2",
        one_line=True,
    )
    byline = replace(
        title, size=max(least, title.size * 0.30), tracking=0.26, tracking_wide=0.4, leading=2.0
    )
    return {"title": title, "byline": byline}


def _foot(
    texts: Sequence[briefs.TextBrief], voices: dict[str, Voice], height: int, *, tall: bool
) -> float:
    """The line on which subtitles stand and under which translations hang."""
    # Buttons and captions of vertical platforms cover the lowest part of the screen.
    lowest = height * (0.85 if tall else 0.945)
    if not any(text.role == "translation" for text in texts):
        return lowest
    voice = voices["translation"]
    return lowest - 2 * voice.leading * voice.size


def _blocks(brief: briefs.TextBrief, voices: dict[str, Voice], width: int) -> list[Block]:
    text = re.sub(r"[^\S\n]+", " ", "".join(c for c in brief.text if c == "\n" or c.isprintable()))
    if not text.strip():
        return []
    if brief.role != "title":
        voice = voices.get(brief.role, voices["super"])
        return [_block(text.strip(), voice, width)]
    main, small = _main_and_byline(text.strip())
    blocks = [_block(main, voices["title"], width)]
    if small:
        blocks.append(_block(small, voices["byline"], width))
    return blocks


def _main_and_byline(text: str) -> tuple[str, str]:
    """A title's first line and what is set small beneath it: further lines, or its other script."""
    main, _, small = text.partition("\n")
    if small:
        return main.strip(), small.strip()
    wide = [index for index, character in enumerate(text) if is_wide(character)]
    if not wide or wide[0] > 0:
        return text, ""
    rest = text[wide[-1] + 1 :].lstrip(" /|｜·—-:：")
    return (text[: wide[-1] + 1], rest) if len(rest) > 1 else (text, "")


def _block(text: str, voice: Voice, width: int) -> Block:
    """Lines that fit: smaller where they must be, and more of them where smaller leaves room."""
    room = width * voice.width
    if voice.one_line:
        for step in range(ONE_LINE_STEPS):
            fitted = replace(voice, size=voice.size * SHRINK**step)
            if "\n" not in text and _width(text, fitted) <= room:
                return _drawn((text,), fitted)
    # The second round is for a word longer than the frame is wide.
    for anywhere in (False, True):
        for step in range(SHRINK_STEPS):
            size = voice.size * SHRINK**step
            lines_max = int(voice.lines_max * voice.size / size + 1e-6)
            fitted = replace(voice, size=size)
            measure = functools.partial(_width, voice=fitted)
            lines = wrap(text, room, measure, lines_max, anywhere=anywhere)
            if lines:
                return _drawn(tuple(lines), fitted)
    return _drawn((text[:LETTERS_MAX],), replace(voice, size=room / LETTERS_MAX))


def _width(line: str, voice: Voice) -> float:
    return text_width(line, voice.family, voice.size) + _tracking(line, voice) * (len(line) - 1)


def _tracking(line: str, voice: Voice) -> float:
    """Space added after each letter, in pixels; Chinese bears more than Latin."""
    wide = sum(map(is_wide, line)) * 2 > len(line)
    return (voice.tracking_wide if wide else voice.tracking) * voice.size


def _drawn(lines: tuple[str, ...], voice: Voice) -> Block:
    size = voice.size
    pad = math.ceil(size * 0.7)
    width = math.ceil(max(_width(line, voice) for line in lines)) + 2 * pad
    height = math.ceil(len(lines) * voice.leading * size) + 2 * pad
    body = []
    for index, line in enumerate(lines):
        space = _tracking(line, voice)
        # SVG counts the space after the last letter; half of it is taken back when centred.
        # A Chinese stop is half empty, and hangs over by that.
        hang = size / 4 if line[-1] in HANGING else 0.0
        x = pad if voice.anchor == "start" else (width + space) / 2 + hang
        y = pad + size * ((voice.leading - 1) / 2 + ASCENT + index * voice.leading)
        body.append(
            f'<text x="{x:.2f}" y="{y:.2f}" letter-spacing="{space:.3f}">{escape(line)}</text>'
        )
    text = "".join(body)
    common = f'font-family="{voice.family}" font-size="{size:.3f}" text-anchor="{voice.anchor}"'
    under = (
        f'<g {common} fill="none" stroke="#0b0b0d" stroke-opacity="0.82" stroke-linejoin="round" '
        f'stroke-width="{voice.outline * size:.3f}">{text}</g>'
        if voice.outline
        else ""
    )
    over = (
        f'<g {common} fill="{voice.fill}" stroke="{voice.fill}" stroke-linejoin="round" '
        f'stroke-width="{voice.weight * size:.3f}">{text}</g>'
    )
    rule = (
        f'<rect x="{pad}" y="{pad - size * 0.26:.2f}" width="{size * 1.5:.2f}" '
        f'height="{max(1.0, size * 0.05):.2f}" fill="{voice.fill}" fill-opacity="0.85"/>'
        if voice.rule
        else ""
    )
    start = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
    layer = rasterise(f"{start}{under}{rule}{over}</svg>", width, height)
    return Block(lines, voice, _shadowed(layer, voice), pad)


def _shadowed(layer: NDArray[np.uint8], voice: Voice) -> NDArray[np.uint8]:
    """The layer with a soft dark shadow under it, a little lower."""
    size = voice.size
    drop = max(1, round(size * 0.04))
    alpha = layer[:, :, 3].astype(np.float32)
    soft = cv2.GaussianBlur(alpha, (0, 0), max(0.8, size * 0.12))
    tight = cv2.GaussianBlur(alpha, (0, 0), max(0.6, size * 0.04))
    shade = np.minimum(255.0, soft * 1.4 * voice.shadow + tight * 0.35 * voice.shadow)
    shade = np.roll(shade, drop, axis=0)
    shade[:drop] = 0
    shown = layer.astype(np.float32)
    shown[:, :, 3] += shade * (255.0 - alpha) / 255.0
    return np.asarray(np.clip(np.rint(shown), 0, 255), np.uint8)


def _overlap(one: timings.TextAt, other: timings.TextAt) -> bool:
    return one.start_frame < other.end_frame and other.start_frame < one.end_frame


def _placed(
    blocks: list[Block], top: float, time: timings.TextAt, width: int, height: int
) -> list[Layer]:
    layers = []
    for block in blocks:
        y = round(top) - block.pad
        wide = block.pixels.shape[1]
        left = round(width * 0.07) - block.pad
        x = left if block.voice.anchor == "start" else round((width - wide) / 2)
        clipped = _inside(x, y, block.pixels, width, height)
        layers.append(Layer(*clipped, start=time.start_frame, end=time.end_frame))
        top += block.height
    return layers


def _inside(
    x: int, y: int, pixels: NDArray[np.uint8], width: int, height: int
) -> tuple[int, int, NDArray[np.uint8]]:
    """The part of a drawing that lies in the frame, and where."""
    left, top = max(0, -x), max(0, -y)
    right = min(pixels.shape[1], width - x)
    bottom = min(pixels.shape[0], height - y)
    return x + left, y + top, np.ascontiguousarray(pixels[top:bottom, left:right])
