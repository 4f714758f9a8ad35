"""A title page comes in; the film's name, frame, language and credits come out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from drama_compiler.film.film import Format
from drama_dsl.diagnostic import Diagnostic, Help, error
from drama_dsl.emphasis import plain
from drama_dsl.source import Span
from drama_dsl.tree import Kind, Node, TitleEntry, Tree
from drama_grammar import fold, vocabulary

RATES = {
    "23.976": Fraction(24000, 1001),
    "23.98": Fraction(24000, 1001),
    "29.97": Fraction(30000, 1001),
    "47.952": Fraction(48000, 1001),
    "47.95": Fraction(48000, 1001),
    "59.94": Fraction(60000, 1001),
    "119.88": Fraction(120000, 1001),
}
"""Rates as the trade writes them, and what they are (SMPTE ST 12-1)."""

SIZES = {
    Fraction(16, 9): (1280, 720),
    Fraction(9, 16): (720, 1280),
    Fraction(1): (1080, 1080),
    Fraction(4, 5): (864, 1080),
    Fraction(4, 3): (960, 720),
    Fraction(3, 4): (720, 960),
    Fraction(21, 9): (1680, 720),
}
"""The frame of an aspect ratio where no size is said, in pixels."""

PIXELS_MAX = 8192
RATE_MAX = 240

_RATIO = re.compile(r"(\d{1,2}(?:\.\d{1,3})?):(\d{1,2})")
_PIXELS = re.compile(r"(\d{2,5})[x×*](\d{2,5})", re.IGNORECASE)
_RATE = re.compile(r"(\d{1,3}(?:\.\d{1,3})?|\d{4,6}/1001)(?:fps|p|帧|格)?", re.IGNORECASE)
_SEPARATOR = re.compile(r"[\s,，、;；]+")
_LIST = re.compile(r"[,，、;；/\n]+|\s+(?:and|&)\s+|\s*[和与]\s*")

LANGUAGES = {
    "english": "en", "chinese": "zh", "mandarin": "zh", "japanese": "ja", "korean": "ko",
    "french": "fr", "german": "de", "spanish": "es", "italian": "it", "russian": "ru",
    "portuguese": "pt", "英语": "en", "英文": "en", "中文": "zh", "汉语": "zh", "普通话": "zh",
    "国语": "zh", "日语": "ja", "日文": "ja", "韩语": "ko", "韩文": "ko", "none": "none",
    "无": "none", "off": "none",
}  # fmt: skip
"""Languages by the names that people write, and their codes; a code stands for itself."""

_MEANT = frozenset({"title", "format", "language", "style", "use", "subtitles"})


@dataclass(slots=True)
class TitlePage:
    """What a title page says. Empty where it says nothing; `styles` as written, with its span."""

    title: str = ""
    format: Format = field(default_factory=Format)
    language: str = ""
    subtitles: tuple[str, ...] = ()
    style: tuple[str, Span] | None = None
    credits: dict[str, str] = field(default_factory=dict)


def read_title_page(tree: Tree) -> tuple[TitlePage, list[Diagnostic]]:
    """The title page of a script; without one, the defaults."""
    page, found = TitlePage(), []
    # What stands before the first heading is in the first part.
    for entry in _entries(tree.parts[0].nodes if tree.parts else ()):
        key = vocabulary().tables["title"].get(fold(entry.key), "")
        value = plain(entry.text).strip()
        span = tree.source.span(entry.text_start, entry.text_start + len(entry.text.rstrip()))
        if key == "title":
            page.title = " ".join(value.split())
        elif key == "format":
            page.format, trouble = read_format(value, span)
            found += trouble
        elif key == "language":
            page.language = to_language(value)
        elif key == "subtitles":
            parts = [part for part in _LIST.split(value) if part.strip()]
            page.subtitles = tuple(dict.fromkeys(to_language(part) for part in parts))
        elif key == "style" and value:
            page.style = (" ".join(value.split()), span)
        if key not in _MEANT and value:
            page.credits[key or entry.key] = value
    return page, found


def _entries(nodes: tuple[Node, ...]) -> Iterator[TitleEntry]:
    for node in nodes:
        if isinstance(node, TitleEntry):
            yield node
        elif node.kind is Kind.TITLE_PAGE:
            yield from _entries(node.inner)


def to_language(written: str) -> str:
    """`English`, `en-US`, `中文` as `en`, `en-us`, `zh`."""
    name = written.strip().lower()
    return LANGUAGES.get(name, name.replace("_", "-"))


def read_format(value: str, span: Span) -> tuple[Format, list[Diagnostic]]:
    """`9:16 1080x1920 24fps`, in any order and in part.

    A ratio without a size takes the size of `SIZES`; a size without a ratio needs none.
    """
    found: list[Diagnostic] = []
    ratio: Fraction | None = None
    size: tuple[int, int] | None = None
    rate = Fraction(24)
    offset = 0
    for part in [piece for piece in _SEPARATOR.split(value.replace("：", ":")) if piece]:
        offset = max(0, value.replace("：", ":").find(part, offset))
        place = Span(span.file, span.start + offset, span.start + offset + len(part))
        offset += len(part)
        if (match := _RATIO.fullmatch(part)) and Fraction(match[1]) and int(match[2]):
            ratio = Fraction(match[1]) / int(match[2])
        elif match := _PIXELS.fullmatch(part):
            size = _even(int(match[1])), _even(int(match[2]))
            if max(size) > PIXELS_MAX or min(size) < 16:
                found.append(_bad_format(part, place))
                size = None
        elif match := _RATE.fullmatch(part):
            known = to_rate(match[1])
            rate = known or rate
            found += [] if known else [_bad_rate(part, place)]
        elif part.lower() not in ("fps", "p"):
            found.append(_bad_format(part, place))
    if size and ratio and abs(ratio / Fraction(*size) - 1) > Fraction(1, 20):
        found.append(_odd_ratio(ratio, size, span))
    width, height = size or _size_of(ratio)
    return Format(width=width, height=height, rate=rate), found


def to_rate(written: str) -> Fraction | None:
    """Frames a second as an exact number: `23.976` is 24000/1001; None for what is no rate."""
    if written in RATES:
        return RATES[written]
    rate = Fraction(written)
    if not 1 <= rate <= RATE_MAX:
        return None
    return rate if rate.denominator in (1, 2, 1001) else None


def _size_of(ratio: Fraction | None) -> tuple[int, int]:
    if ratio is None:
        return SIZES[Fraction(16, 9)]
    if ratio in SIZES:
        return SIZES[ratio]
    if ratio >= 1:
        return _even(min(PIXELS_MAX, int(720 * ratio))), 720
    return 720, _even(min(PIXELS_MAX, int(720 / ratio)))


def _even(pixels: int) -> int:
    """Video codecs want even sizes."""
    return pixels - pixels % 2


def _bad_format(part: str, span: Span) -> Diagnostic:
    return error(
        "bad-format",
        f"`{part}` is no part of a frame's format",
        span,
        "not a ratio, a size or a rate",
        helps=(Help("write it as `Format: 9:16 1080x1920 24fps`, any part may be left out"),),
    )


def _bad_rate(part: str, span: Span) -> Diagnostic:
    return error(
        "bad-rate",
        f"`{part}` is no frame rate",
        span,
        "no such rate",
        helps=(Help("the trade's rates are 23.976, 24, 25, 29.97, 30, 50, 59.94 and 60"),),
    )


def _odd_ratio(ratio: Fraction, size: tuple[int, int], span: Span) -> Diagnostic:
    width, height = size
    return error(
        "bad-format",
        f"a frame of {width}x{height} is not {float(ratio):.3g}:1",
        span,
        "ratio and size do not agree",
        helps=(Help("leave out the ratio or the size; the size is taken"),),
    )
