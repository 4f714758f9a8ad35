"""SVG text goes in, a layer of pixels comes out; with the fonts that a package carries.

A fresh machine has no fonts, so none of the system's is ever used: the same everywhere.
"""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from drama_compiler.contract import MakeError

SERIF = "Noto Serif SC"
SANS = "Noto Sans SC"

# Large, so that the advances are not rounded to whole pixels of a small face.
MEASURING_SIZE = 1000

_ROOT = re.compile(r"<svg\b[^>]*>")
_SIDE = re.compile(r"""\s(width|height)\s*=\s*["']([^"']*)["']""")
_here = threading.local()


def rasterise(svg: str, width: int, height: int) -> NDArray[np.uint8]:
    """Draw an SVG document `width` by `height` pixels large, whatever size it gives itself.

    Its `viewBox` is fitted into that (by `preserveAspectRatio`, as ever). Returns shape
    (height, width, 4), BGRA, premultiplied. Families to name are `SERIF` and `SANS`, both with
    Latin and Chinese; resvg leaves out a glyph of any other. Raises `MakeError` for a document
    that cannot be read.
    """
    import resvg
    from resvg import usvg

    try:
        tree = usvg.Tree.from_str(_sized(svg, width, height), _options())
        # The transform is row-major, unlike SVG's own matrix: a b c / d e f.
        png: bytes = resvg.render(tree, (1.0, 0.0, 0.0, 0.0, 1.0, 0.0))
    except BaseException as error:
        # A panic in Rust is no Exception; what it says of the document is all there is.
        if type(error).__name__ != "PanicException":
            raise
        raise MakeError(f"A drawing cannot be read: {error}") from error
    # A PNG is all that resvg hands out, with colours not multiplied by alpha. Which of them comes
    # first does not matter to the conversion.
    layer = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
    return np.asarray(cv2.cvtColor(np.asarray(layer), cv2.COLOR_RGBA2mRGBA), np.uint8)


def laid_over(frame: NDArray[np.uint8], layer: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A premultiplied BGRA layer over an opaque BGR frame of the same size: a new BGR frame."""
    inverse = cv2.merge([255 - layer[:, :, 3]] * 3)
    under = cv2.multiply(frame, inverse, scale=1 / 255)
    return np.asarray(cv2.add(under, np.ascontiguousarray(layer[:, :, :3])), np.uint8)


@functools.cache
def fonts() -> Mapping[str, Path]:
    """The font files by family name: `SERIF` and `SANS`, regular weight, SIL OFL 1.1."""
    import pylopdf_fonts_zh_cn as package

    return {SERIF: Path(package.serif_path()), SANS: Path(package.sans_path())}


def text_width(text: str, family: str, size: float) -> float:
    """The advance of one line of text, in pixels at a type size of `size` pixels."""
    return float(_face(family).getlength(text)) * size / MEASURING_SIZE


@functools.cache
def _face(family: str) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(
        str(fonts()[family]), MEASURING_SIZE, layout_engine=ImageFont.Layout.BASIC
    )


def _options() -> Any:
    # Options belong to the thread that made them; another thread's panic in Rust.
    if not hasattr(_here, "options"):
        from resvg import usvg

        options = usvg.Options.default()
        for path in fonts().values():
            options.load_font_file(str(path))
        options.font_family = SERIF
        _here.options = options
    return _here.options


def _sized(svg: str, width: int, height: int) -> str:
    root = _ROOT.search(svg)
    if root is None:
        raise MakeError("A drawing has no <svg> element.")
    tag = root.group()
    sides = {name: re.sub(r"[^0-9.]", "", value) for name, value in _SIDE.findall(tag)}
    box = ""
    if "viewBox" not in tag and sides.get("width") and sides.get("height"):
        box = f' viewBox="0 0 {sides["width"]} {sides["height"]}"'
    bare = _SIDE.sub("", tag)
    sized = f'<svg width="{width}" height="{height}"{box}{bare[4:]}'
    return svg[: root.start()] + sized + svg[root.end() :]
