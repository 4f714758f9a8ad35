"""A page: cells of pictures and captions in rows come in, one picture goes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

import cv2
import numpy as np

from drama_backends.animatic.camera.raster import Pixels
from drama_backends.media.raster import SANS, rasterise

PAPER = (238, 244, 246)
"""The page's colour, as BGR."""

INK = "#2b2e33"
GREY = "#767c84"
WIDTH = 1920
MARGIN = 48
TITLE_SIZE = 40.0
CAPTION_SIZE = 16.0


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text: its baseline's left end, in pixels, its size, and how wide it may be."""

    x: float
    y: float
    words: str
    size: float = CAPTION_SIZE
    color: str = INK
    bold: bool = False
    wide: float = 0.0


@dataclass(slots=True)
class Page:
    """A page that grows downwards; pictures are BGR."""

    title: str
    parts: list[tuple[int, int, Pixels]] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    height: int = 0

    def __post_init__(self) -> None:
        self.texts.append(
            Text(MARGIN, MARGIN + TITLE_SIZE * 0.8, self.title, TITLE_SIZE, bold=True,
                 wide=WIDTH - 2 * MARGIN)
        )  # fmt: skip
        self.height = round(MARGIN + TITLE_SIZE * 1.6)

    def put(self, x: int, y: int, picture: Pixels) -> None:
        """Lay a picture on the page."""
        self.parts.append((x, y, picture))
        self.height = max(self.height, y + picture.shape[0])

    def say(self, text: Text) -> None:
        """Write a line."""
        self.texts.append(text)
        self.height = max(self.height, round(text.y + text.size * 0.4))

    def drawn(self) -> Pixels:
        """The page as pixels, BGR."""
        tall = self.height + MARGIN
        page = np.empty((tall, WIDTH, 3), np.uint8)
        page[:] = PAPER
        for x, y, picture in self.parts:
            page[y : y + picture.shape[0], x : x + picture.shape[1]] = picture
        layer = rasterise(_document(self.texts, tall), WIDTH, tall)
        cover = cv2.cvtColor(cv2.bitwise_not(layer[..., 3]), cv2.COLOR_GRAY2BGR)
        return np.asarray(
            cv2.add(cv2.multiply(page, cover, scale=1.0 / 255.0), layer[..., :3]), np.uint8
        )


def on_paper(layer: Pixels) -> Pixels:
    """Premultiplied BGRA laid on the page's colour."""
    cover = cv2.cvtColor(cv2.bitwise_not(layer[..., 3]), cv2.COLOR_GRAY2BGR)
    paper = np.empty_like(layer[..., :3])
    paper[:] = PAPER
    return np.asarray(
        cv2.add(cv2.multiply(paper, cover, scale=1.0 / 255.0), layer[..., :3]), np.uint8
    )


def shortened(words: str, size: float, wide: float) -> str:
    """As much of a text as fits, with an ellipsis where it does not."""
    shown = "".join(each if each.isprintable() else " " for each in words)
    if _width(shown, size) <= wide or not wide:
        return shown
    while shown and _width(f"{shown}…", size) > wide:
        shown = shown[:-1]
    return f"{shown.rstrip()}…"


def wrapped(words: str, size: float, wide: float, lines_max: int) -> list[str]:
    """A text in lines, the last one shortened."""
    lines: list[str] = [""]
    pieces = words.split(" ") if " " in words else [words]
    for piece in pieces:
        longer = f"{lines[-1]} {piece}".strip()
        if lines[-1] and _width(longer, size) > wide and len(lines) < lines_max:
            lines.append(piece)
        else:
            lines[-1] = longer
    return [shortened(line, size, wide) for line in lines]


def _width(text: str, size: float) -> float:
    """About how wide a text is set, in pixels."""
    return sum(
        size * (1.0 if ord(each) > 0x2E7F else 0.68 if each.isupper() else 0.54) for each in text
    )


def _document(texts: Sequence[Text], tall: int) -> str:
    lines = "".join(
        f'<text x="{each.x:.1f}" y="{each.y:.1f}" font-family="{SANS}" font-size="{each.size:g}"'
        f' fill="{each.color}"{" font-weight=" + chr(34) + "700" + chr(34) if each.bold else ""}>'
        f"{escape(shortened(each.words, each.size, each.wide))}</text>"
        for each in texts
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{tall}"'
        f' viewBox="0 0 {WIDTH} {tall}">{lines}</svg>'
    )
