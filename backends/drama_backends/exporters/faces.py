"""Characters come in; typefaces that a PDF can carry come out: Courier, and Noto for the rest.

Courier Prime is what screenplays are set in today; where its package is absent the PDF's own
Courier stands in. Noto Serif SC has cubic outlines, which reportlab cannot embed: the characters
that a script needs are redrawn with quadratic ones by fontTools, within 0.5/1000 of an em.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.resources
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

SIZE_POINTS = 12

_STYLES = {
    (False, False): ("Regular", "Courier Prime.ttf", "Courier"),
    (True, False): ("Bold", "Courier Prime Bold.ttf", "Courier-Bold"),
    (False, True): ("Italic", "Courier Prime Italic.ttf", "Courier-Oblique"),
    (True, True): ("BoldItalic", "Courier Prime Bold Italic.ttf", "Courier-BoldOblique"),
}
_ERROR_UNITS_MAX = 0.5


@dataclass(frozen=True, slots=True)
class Faces:
    """The faces of one document: Courier's name by (bold, italic), and the fallback's, if any.

    `knows` says whether Courier has a character.
    """

    courier: dict[tuple[bool, bool], str]
    fallback: str
    knows: Callable[[str], bool]


def load_faces(letters: Iterable[str], wide: Iterable[str] = ()) -> Faces:
    """The faces that a text needs, registered with reportlab under names of their own.

    `wide` are characters to be drawn full-width, even if Courier has them too, as quotes are.
    """
    courier, knows = _courier()
    missing = sorted({letter for letter in letters if not knows(letter)} | set(wide))
    return Faces(courier, _fallback(missing) if missing else "", knows)


def _courier() -> tuple[dict[tuple[bool, bool], str], Callable[[str], bool]]:
    folder = None
    with contextlib.suppress(ModuleNotFoundError):
        # screenplain's wheel carries Courier Prime, which no package has alone.
        folder = importlib.resources.files("screenplain") / "export" / "courier_prime"
    if folder is None or not (folder / "Courier Prime.ttf").is_file():
        return {style: base for style, (_, _, base) in _STYLES.items()}, _in_latin_1
    names = {}
    for style, (name, file, _) in _STYLES.items():
        names[style] = f"CourierPrime-{name}"
        if names[style] in pdfmetrics.getRegisteredFontNames():
            continue
        with importlib.resources.as_file(folder / file) as path:
            pdfmetrics.registerFont(TTFont(names[style], str(path)))
    covered = pdfmetrics.getFont(names[False, False]).face.charToGlyph
    return names, lambda letter: ord(letter) in covered


def _in_latin_1(letter: str) -> bool:
    try:
        letter.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _fallback(letters: list[str]) -> str:
    """A face with the characters of `letters` that Noto Serif SC has; empty without its package."""
    try:
        from pylopdf_fonts_zh_cn import serif_path
    except ModuleNotFoundError:
        return ""
    # reportlab keeps the first face of a name for as long as it runs: each text has its own.
    name = f"ScriptFallback-{hashlib.sha256(''.join(letters).encode()).hexdigest()[:16]}"
    if name not in pdfmetrics.getRegisteredFontNames():
        drawn = _redrawn(serif_path(), letters, name)
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(drawn)))
    return name


def _redrawn(path: Path, letters: list[str], called: str) -> bytes:
    """A TrueType font of `letters`, with the outlines of the OpenType font at `path`."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import TTFont as Font

    source = Font(path, lazy=True)
    mapping = source.getBestCmap()
    drawn = source.getGlyphSet()
    used = {ord(letter): mapping[ord(letter)] for letter in letters if ord(letter) in mapping}
    order = [".notdef", *sorted(set(used.values()))]
    glyphs: dict[str, Any] = {}
    for name in order:
        pen = TTGlyphPen(None)
        drawn[name].draw(Cu2QuPen(pen, _ERROR_UNITS_MAX, reverse_direction=True))
        glyphs[name] = pen.glyph()
    builder = FontBuilder(source["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(used)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({name: source["hmtx"][name] for name in order})
    vertical = source["hhea"]
    builder.setupHorizontalHeader(ascent=vertical.ascent, descent=vertical.descent)
    # A changed font must not bear the name that its licence reserves.
    names = {"familyName": called, "styleName": "Regular", "psName": called}
    builder.setupNameTable(names)
    builder.setupOS2(sTypoAscender=vertical.ascent, sTypoDescender=vertical.descent)
    builder.setupPost()
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    buffer = io.BytesIO()
    builder.save(buffer)
    return buffer.getvalue()
