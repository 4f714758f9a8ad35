"""A script's text with a name comes in; lines, columns and spans come out."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n|\n|\r")


class Span(NamedTuple):
    """A half-open range of characters, `[start, end)`, in the source called `file`."""

    file: str
    start: int
    end: int


class Position(NamedTuple):
    """A place as people count it: line and column from 1, columns in characters."""

    line: int
    column: int


@dataclass(frozen=True)
class Source:
    """One script: its name as diagnostics print it, and every character of it.

    A byte order mark and every line end (`\\n`, `\\r\\n`, `\\r`) are part of `text`.
    """

    name: str
    text: str

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset of the first character of every line, ascending, never empty."""
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def span(self, start: int, end: int) -> Span:
        """The span of this source's characters from `start` up to `end`."""
        return Span(self.name, start, end)

    def position(self, offset: int) -> Position:
        """The line and column, both from 1, of the character at `offset`."""
        line = bisect_right(self.line_starts, offset) - 1
        return Position(line + 1, offset - self.line_starts[line] + 1)

    def line_text(self, line: int) -> str:
        """The text of line `line` (from 1), its line end left out."""
        start = self.line_starts[line - 1]
        end = self.line_starts[line] if line < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")
