"""Text with Fountain's emphasis marks comes in; runs of styled text go out."""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(r"\\(?:[^\w\s]|_)|\*+|_|\n")
_SPAN = re.compile(
    r"(?<!\*)(\*{1,3})(?![*\s])([^\\*_\n]*[^\\*_\s])\1(?!\*)"
    r"|(?<!\w)_(?!\s)([^\\*_\n]*[^\\*_\s])_(?!\w)"
)


_new = tuple.__new__
"""Makes a `Run` in half the time that its own constructor takes: a script has thousands."""


class Run(NamedTuple):
    """Text of one style."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False


def emphasis(text: str) -> tuple[Run, ...]:
    """The runs of `text`, its marks and escapes taken out; in linear time.

    `*i*`, `**b**`, `***both***`, `_u_`, in each other at will. An opening mark has no blank
    behind it, a closing one none before it, and no mark reaches over a line end. What is not
    closed is text.
    """
    if "_" not in text and "\\" not in text:
        if "*" not in text:
            return (_new(Run, (text, False, False, False)),) if text else ()
        if text.count("*") == 2:
            return _italic_runs(text)
    simple = _simple_runs(text)
    if simple is not None:
        return simple
    pieces: list[str] = []
    # For each piece that is a mark: where its pair is, by style.
    opens: dict[str, int] = {}
    switches: dict[int, list[tuple[str, bool]]] = {}
    cursor = 0
    for match in _TOKEN.finditer(text):
        if match.start() > cursor:
            pieces.append(text[cursor : match.start()])
        cursor = match.end()
        token = match[0]
        if token[0] == "\\":
            pieces.append(token[1])
        elif token == "\n":
            opens.clear()
            pieces.append(token)
        else:
            _pair(text, match.start(), token, len(pieces), opens, switches)
            pieces.append(token)
    pieces.append(text[cursor:])
    return _runs(pieces, switches)


def _italic_runs(text: str) -> tuple[Run, ...]:
    """The runs of a text with two stars and no other mark."""
    first = text.find("*")
    last = text.rfind("*")
    inside = text[first + 1 : last]
    if not inside or inside[0].isspace() or inside[-1].isspace() or "\n" in inside:
        # Two beside each other open what nothing closes.
        return (_new(Run, (text, False, False, False)),)
    runs = [_new(Run, (inside, False, True, False))]
    if first:
        runs.insert(0, _new(Run, (text[:first], False, False, False)))
    if last + 1 < len(text):
        runs.append(_new(Run, (text[last + 1 :], False, False, False)))
    return tuple(runs)


def _simple_runs(text: str) -> tuple[Run, ...] | None:
    """The runs of a text in which every mark is of a span without marks in it; else None.

    This is how nearly all emphasis is written, and takes a tenth of the time.
    """
    runs: list[Run] = []
    # What is split off is, in turn, the text before a span, its stars, and what stands in it.
    pieces = _SPAN.split(text)
    for place in range(0, len(pieces) - 1, 4):
        before, stars, starred, underlined = pieces[place : place + 4]
        if before:
            if "*" in before or "_" in before or "\\" in before:
                return None
            runs.append(_new(Run, (before, False, False, False)))
        if stars:
            runs.append(_new(Run, (starred, stars != "*", stars != "**", False)))
        else:
            runs.append(_new(Run, (underlined, False, False, True)))
    rest = pieces[-1]
    if rest:
        if "*" in rest or "_" in rest or "\\" in rest:
            return None
        runs.append(_new(Run, (rest, False, False, False)))
    return tuple(runs)


def plain(text: str) -> str:
    """`text` without its emphasis marks and escapes."""
    return "".join(run.text for run in emphasis(text))


def _pair(
    text: str,
    start: int,
    token: str,
    piece: int,
    opens: dict[str, int],
    switches: dict[int, list[tuple[str, bool]]],
) -> None:
    """Notes what the mark `token` opens or closes; a run of more than three stars is text."""
    styles = {"_": "u", "*": "i", "**": "b", "***": "bi"}.get(token, "")
    end = start + len(token)
    can_open = end < len(text) and not text[end].isspace()
    can_close = start > 0 and not text[start - 1].isspace()
    if token == "_" and can_open and can_close:
        # An underscore inside a word (`LI_WEI`) is a letter.
        inside = text[end].isalnum() and text[start - 1].isalnum()
        can_open = can_open and not inside
        can_close = can_close and not inside
    closing = can_close and all(style in opens for style in styles)
    if styles and closing and all(opens[style] < piece - 1 for style in styles):
        for style in styles:
            switches.setdefault(opens.pop(style), []).append((style, True))
            switches.setdefault(piece, []).append((style, False))
    elif styles and can_open and not any(style in opens for style in styles):
        for style in styles:
            opens[style] = piece


def _runs(pieces: list[str], switches: dict[int, list[tuple[str, bool]]]) -> tuple[Run, ...]:
    """The pieces as runs: a mark is dropped where all that it says was paired."""
    runs: list[Run] = []
    on = {"b": False, "i": False, "u": False}
    for index, piece in enumerate(pieces):
        switched = switches.get(index, ())
        for style, state in switched:
            on[style] = state
        weight = sum(2 if style == "b" else 1 for style, _ in switched)
        rest = piece[: len(piece) - weight] if switched else piece
        if not rest:
            continue
        run = Run(rest, on["b"], on["i"], on["u"])
        if runs and runs[-1][1:] == run[1:]:
            run = run._replace(text=runs.pop().text + rest)
        runs.append(run)
    return tuple(runs)
