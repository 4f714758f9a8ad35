"""The text of a shot comes in; its clauses go out, each as units that the vocabulary knows.

A unit is a word of the vocabulary (in any language, as many words long as it gets), a number
with its unit, a quotation, a pin, or a word that nobody knows. What the units mean beside each
other is settled in `shot_phrases`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from drama_grammar import fold, vocabulary

_HAN = "\u2e80-\u2fff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_DIGITS = "一二两三四五六七八九十半"
_MEASURES = "毫米|秒钟|分钟|倍速|秒半|[秒帧格倍分]"
_RAW = re.compile(
    r"(?P<GAP>[\s　]+)"
    r"|(?P<COMMA>[,，、;；]+)"
    r"|(?P<QUOTED>\"[^\"]*\"?|“[^”]*”?|「[^」]*」?|『[^』]*』?)"
    r"|(?P<NAME>`[^`]*`?)"
    r"|(?P<PIN>[#＃][\w.\-]+[#＃])"
    r"|(?P<APERTURE>[fF][/／]\d{1,3}(?:\.\d{1,3})?(?![\w.])|[fF]\d{1,3}\.\d{1,3}(?![\w.]))"
    r"|(?P<NUMBER>\d{1,4}/[1-9]\d{0,3}|-?\d{1,9}(?:\.\d{1,9})?)[ \t]?"
    rf"(?P<UNIT>[A-Za-z]+(?![\w\-])|{_MEASURES})"
    rf"|(?P<NUMERAL>[{_DIGITS}]{{1,4}})(?P<MEASURE>{_MEASURES})"
    rf"|(?P<HAN>(?:(?![{_DIGITS}]{{1,4}}(?:{_MEASURES}))[{_HAN}])+)"
    r"|(?P<WORD>[^\s　,，、;；\"“「『`#＃" + _HAN + r"]+|.)",
    re.DOTALL,
)
_WORDS_MAX = 5
_HAN_MAX = 7


class Unit(NamedTuple):
    """Something in a clause: `[start, end)` in the text, its types (none: a word), its values.

    `types` maps what it can be (`SIZE`, `MOVE`, ...) to the canonical word that it then is.
    """

    start: int
    end: int
    text: str
    types: Mapping[str, str]
    han: bool = False


WORD: Mapping[str, str] = {}
"""The types of a word that nobody knows."""

_TABLES = {
    "size": "SIZE", "angle": "ANGLE", "move": "MOVE", "direction": "DIRECTION", "pace": "PACE",
    "place": "PLACE", "depth": "DEPTH", "facing": "FACING", "optics": "OPTICS",
    "speed": "SPEED_WORD",
}  # fmt: skip
_CONNECTIVES = {"on": "ON", "to": "TO", "then": "THEN"}
_CONTINUITY = {"from-last": "FROM_LAST", "reuse": "REUSE", "match": "REUSE"}
_UNITS = {"second": "LENGTH", "minute": "LENGTH", "frame": "LENGTH", "millimetre": "LENS",
          "times": "SPEED"}  # fmt: skip


def read_clauses(text: str) -> Iterator[list[Unit]]:
    """The clauses between the commas of a shot, each as its units; empty ones are left out."""
    units: list[Unit] = []
    run: list[tuple[int, int]] = []
    for match in _RAW.finditer(text):
        kind = match.lastgroup
        if kind == "WORD":
            run.append(match.span())
            continue
        if kind == "GAP":
            continue
        if kind == "UNIT" and not _measure(match["UNIT"]):
            # `3 men`, `2 shot`, `12A`: no length, so a word or two like others.
            run.append(match.span("NUMBER"))
            run.append(match.span("UNIT"))
            if match.end("NUMBER") == match.start("UNIT"):
                run[-2:] = [match.span()]
            continue
        units += _latin_units(text, run)
        run = []
        if kind == "COMMA":
            if units:
                yield units
            units = []
        elif kind == "HAN":
            units += _han_units(text, *match.span())
        else:
            units.append(_other_unit(match))
    units += _latin_units(text, run)
    if units:
        yield units


def _measure(unit: str) -> str | None:
    """The canonical unit of measure (`second`), if the word is one."""
    return vocabulary().tables["unit"].get(fold(unit))


def _other_unit(match: re.Match[str]) -> Unit:
    """A quotation, a pin, a quoted name, an aperture or a number with its unit."""
    kind = match.lastgroup or ""
    if kind in ("UNIT", "MEASURE"):
        number = match["NUMBER"] if kind == "UNIT" else _numeral(match["NUMERAL"])
        measure = _measure(match[kind].rstrip("半")) or ""
        if match[kind].endswith("半"):
            number = f"{number}.5"
        return Unit(match.start(), match.end(), match[0], {_UNITS[measure]: f"{number} {measure}"})
    types = WORD if kind == "NAME" else {kind: match[0]}
    return Unit(match.start(), match.end(), match[0], types)


def _numeral(written: str) -> str:
    """A Chinese numeral up to ninety-nine, or a half, in digits: 两 is 2, 十二 is 12."""
    if written == "半":
        return "0.5"
    half = written.endswith("半")
    tens, ten, ones = written.rstrip("半").rpartition("十")
    digits = {digit: value for value, digit in enumerate("一二三四五六七八九", 1)} | {"两": 2}
    value = digits.get(ones[-1:], 0)
    if ten:
        value += 10 * digits.get(tens[-1:], 1)
    return f"{value}.5" if half else str(value)


def _latin_units(text: str, run: list[tuple[int, int]]) -> list[Unit]:
    """The units of words that stand beside each other; the longest in the vocabulary wins."""
    words = _words()
    units: list[Unit] = []
    folded = [fold(text[start:end]) for start, end in run]
    index = 0
    while index < len(run):
        for count in range(min(_WORDS_MAX, len(run) - index), 0, -1):
            types = words.get(" ".join(folded[index : index + count]))
            if types:
                break
        start, end = run[index][0], run[index + count - 1][1]
        units.append(Unit(start, end, text[start:end], types or WORD))
        index += count
    return units


def _han_units(text: str, start: int, end: int) -> list[Unit]:
    """The units of Chinese characters that no blank parts; the longest word wins."""
    words = _words()
    units: list[Unit] = []
    unknown = index = start
    while index < end:
        for length in range(min(_HAN_MAX, end - index), 0, -1):
            types = words.get(text[index : index + length])
            if types:
                break
        if not types:
            index += 1
            continue
        if unknown < index:
            units.append(Unit(unknown, index, text[unknown:index], WORD, True))
        units.append(Unit(index, index + length, text[index : index + length], types, True))
        index += length
        unknown = index
    if unknown < end:
        units.append(Unit(unknown, end, text[unknown:end], WORD, True))
    return units


@cache
def _words() -> dict[str, dict[str, str]]:
    """Every word that a shot may hold, folded: what it can be, and the canonical word."""
    words: dict[str, dict[str, str]] = {}
    tables = vocabulary().tables
    for table, kind in _TABLES.items():
        for word, canonical in tables[table].items():
            words.setdefault(word, {})[kind] = canonical
    for word, canonical in tables["connective"].items():
        if canonical in _CONNECTIVES:
            words.setdefault(word, {})[_CONNECTIVES[canonical]] = canonical
    # `on` is said of moves too: `rack on MOTHER`.
    for word, types in words.items():
        if "ON" in types and word.isascii():
            types["TO"] = "to"
    for word, canonical in tables["continuity"].items():
        words.setdefault(word, {})[_CONTINUITY[canonical]] = canonical
    for word, canonical in tables["composition"].items():
        kind = "OVER" if canonical in ("over", "pov") else "GROUPING"
        words.setdefault(word, {})[kind] = canonical
    return words
