"""A script's text comes in; its lines go out, with notes and boneyards cut out of them.

A comment (note `[[ ]]` or boneyard `/* */`) may run over line ends; the lines that it joins are
one line here, so that `Harbor [[a\\nb]] light` reads as `Harbor  light`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_NOTE_END = re.compile(r"\]\]+")
# A line with nothing but blanks in it; two spaces and no more carry a paragraph on.
_EMPTY_LINE = re.compile(r"(?:\r\n|\n|\r(?!\n))(?!  (?:[\r\n]|\Z))[^\S\r\n]*(?=[\r\n]|\Z)")


class Comment(NamedTuple):
    """A note or a boneyard, `[start, end)` with its marks."""

    start: int
    end: int
    boneyard: bool


@dataclass(slots=True)
class Lines:
    """The lines of a script.

    `texts[i]` is what stands in line i, without its line end and comments; `starts[i]` where it
    begins (`starts` has one more, the end of the text). `comments[i]` are those cut out of line
    i; `unclosed` the offsets of comments that never end, which so are text.
    """

    starts: list[int]
    texts: list[str]
    comments: dict[int, tuple[Comment, ...]]
    unclosed: tuple[Comment, ...]
    mark: int = 0

    def offset(self, line: int, index: int) -> int:
        """Where the character `texts[line][index]` stands in the source."""
        offset = self.starts[line] + index
        if line == 0:
            offset += self.mark
        if line in self.comments:
            for comment in self.comments[line]:
                if comment.start > offset:
                    break
                offset += comment.end - comment.start
        return offset


def lex(text: str) -> Lines:
    """Cuts a script into lines. Every text is cut, in linear time."""
    lengths: Iterable[int]
    if "\r" in text:
        raw = _LINE.findall(text)
        if len(raw) > 1 and raw[-1] == "" and raw[-2][-1:] not in "\r\n":
            raw.pop()
        lengths = map(len, raw)
        texts = [line.rstrip("\r\n") for line in raw]
    else:
        texts = text.split("\n")
        lengths = map((1).__add__, map(len, texts))
    starts = list(accumulate(lengths, initial=0))
    starts[-1] = len(text)
    if starts[-1] == starts[-2]:
        starts.pop()
        texts.pop()
    comments, unclosed = _find_comments(text)
    lines = Lines(starts, texts, {}, tuple(unclosed))
    if comments:
        lines = _cut(text, lines, comments)
    if text.startswith("\ufeff"):
        lines.texts[0] = lines.texts[0][1:]
        lines.mark = 1
    return lines


def _find_comments(text: str) -> tuple[list[Comment], list[Comment]]:
    """All comments, in order, none inside another; and the openings that nothing closes.

    What is found once is kept, so that thousands of openings cost one search each way.
    """
    found: list[Comment] = []
    unclosed: list[Comment] = []
    note_end = note_end_start = empty = told_until = -1
    position = 0
    # Two searches for a text each are many times faster than one for either.
    note, boneyard = text.find("[["), text.find("/*")
    while note >= 0 or boneyard >= 0:
        if note < 0 or 0 <= boneyard < note:
            start, position = boneyard, boneyard + 2
            end = text.find("*/", position)
            if end < 0:
                unclosed.append(Comment(start, position, True))
                boneyard = -1
                continue
            position = end + 2
            found.append(Comment(start, position, True))
            note, boneyard = _next(text, "[[", note, position), text.find("/*", position)
            continue
        start, position = note, note + 2
        if note_end_start < position:
            note_end_start, note_end = _note_end(text, position)
        if empty < position:
            blank = _EMPTY_LINE.search(text, position)
            empty = blank.start() if blank else len(text)
        if note_end_start < empty:
            position = note_end
            found.append(Comment(start, position, False))
        elif start >= told_until:
            unclosed.append(Comment(start, position, False))
            told_until = empty
        note, boneyard = text.find("[[", position), _next(text, "/*", boneyard, position)
    return found, unclosed


def _next(text: str, mark: str, known: int, position: int) -> int:
    """Where `mark` stands next from `position` on; `known` is where it stood next before."""
    return text.find(mark, position) if 0 <= known < position else known


def _note_end(text: str, position: int) -> tuple[int, int]:
    """Where the next closing `]]` begins and ends; an escaped `\\]` closes nothing."""
    while match := _NOTE_END.search(text, position):
        start, end = match.span()
        if text[start - 1] != "\\":
            return start, end
        if end - start > 2:
            return start + 1, end
        position = end
    return len(text), len(text)


def _cut(text: str, lines: Lines, comments: list[Comment]) -> Lines:
    """The lines with `comments` cut out of them; lines that a comment joins become one."""
    starts, texts = lines.starts, lines.texts
    into = Lines([], [], {}, lines.unclosed)
    line = index = 0
    while index < len(comments):
        first = bisect_right(starts, comments[index].start) - 1
        into.starts += starts[line : first + 1]
        into.texts += texts[line:first]
        pieces: list[str] = []
        here: list[Comment] = []
        cursor = starts[first]
        line = first + 1
        while index < len(comments) and comments[index].start < starts[line]:
            comment = comments[index]
            pieces.append(text[cursor : comment.start])
            here.append(comment)
            cursor = comment.end
            if starts[line] < cursor:
                line = bisect_left(starts, cursor, line)
            index += 1
        pieces.append(text[cursor : starts[line - 1] + len(texts[line - 1])])
        into.comments[len(into.texts)] = tuple(here)
        into.texts.append("".join(pieces))
    into.starts += starts[line:]
    into.texts += texts[line:]
    return into
