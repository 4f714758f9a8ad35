"""A source comes in; its tree goes out: nodes that tile the text, and what was found wrong.

One pass over the lines, by Fountain 1.1 with the decisions of docs/language.md. Every text is
parsed, in linear time. `.drama` files have annotation lines and Chinese forms besides.
"""

from __future__ import annotations

import re
from enum import StrEnum
from string import ascii_uppercase, digits

from drama_dsl.annotations import Head, annotation_head
from drama_dsl.complaints import stray_property, unknown_annotation
from drama_dsl.cues import spoken_cue
from drama_dsl.headings import ENGLISH, chinese_heading, english_heading, forced_heading
from drama_dsl.lexer import Lines
from drama_dsl.reading import Reading
from drama_dsl.source import Source
from drama_dsl.speech import (
    read_chinese_cue,
    read_cue,
    read_forced_cue,
    read_lyrics,
    read_usual_speech,
)
from drama_dsl.titles import read_title_entries
from drama_dsl.tree import Annotation, Cue, Form, Kind, Node, SceneHeading, Section, Tree
from drama_grammar import fold, vocabulary


class Dialect(StrEnum):
    """How a file is read: plain Fountain, or Fountain with annotation lines and Chinese forms."""

    FOUNTAIN = "fountain"
    DRAMA = "drama"


def dialect_of(name: str) -> Dialect:
    """The dialect of a file by its suffix: `.drama` is drama, all else Fountain."""
    return Dialect.DRAMA if name.lower().endswith(".drama") else Dialect.FOUNTAIN


def parse(source: Source, *, dialect: Dialect | None = None) -> Tree:
    """The tree of a script; by default in the dialect that its name says. Never raises."""
    reading = begin(source, dialect)
    line = read_title_page(reading)
    last = len(reading.lines.texts)
    while line < last:
        line = _read_usual(reading, line)
        if line < last:
            line = read_element(reading, line)
    return finish(reading)


def begin(source: Source, dialect: Dialect | None = None, lines: Lines | None = None) -> Reading:
    """A script cut into lines, of which nothing has been read yet; `lines` where it is cut."""
    wide = (dialect or dialect_of(source.name)) is Dialect.DRAMA
    return Reading(source, wide=wide, lines=lines)


def finish(reading: Reading) -> Tree:
    """The tree of what was read, its diagnostics in the order of the text."""
    reading.diagnostics.sort(key=lambda found: found.primary.span.start if found.primary else 0)
    nodes, diagnostics = tuple(reading.nodes), tuple(reading.diagnostics)
    return Tree(reading.source, nodes, diagnostics, reading.lines)


_BLANK, _ACTION = Kind.BLANK, Kind.ACTION
_CHARACTER, _DIALOGUE = Kind.CHARACTER, Kind.DIALOGUE
_CAPITALS = frozenset(ascii_uppercase)
_NAME_ENDS = _CAPITALS | frozenset(digits)
_HEADING_LETTERS = frozenset("iIeE")
_TRANSITION_ENDS = frozenset(":.。：")
_TRANSITION_LENGTH_MAX = 24
_NEAR_WORD = re.compile(r"([a-z]{3,12}):[ \t]*(?!//)(?=\S)")


def read_title_page(reading: Reading) -> int:
    """Reads the title page, if there is one; gives the line behind it."""
    lines = reading.lines
    first = 0
    while first < len(lines.texts) and not lines.texts[first].strip():
        if first in lines.comments:
            return 0
        first += 1
    if first < len(lines.texts) and reading.wide and annotation_head(lines.texts[first]):
        return 0
    entries = read_title_entries(lines, first, wide=reading.wide)
    if entries and first:
        reading.nodes.append(Node(Kind.BLANK, 0, lines.starts[first]))
    line = first if entries else 0
    for entry in entries:
        begin = line
        while lines.starts[line] < entry.end:
            line += 1
        reading.push(entry, begin, line)
    return line


def _read_usual(reading: Reading, line: int) -> int:
    """Reads the usual at once, as `read_element` would in three times the time; gives the first
    line that is not.

    Usual are empty lines, plain paragraphs of one line, and a bare name over its speech, as long
    as they are in ASCII, begin with a capital, and hold no comment: nine tenths of a screenplay.
    """
    lines, add = reading.lines, reading.nodes.append
    texts, starts, comments = lines.texts, lines.starts, lines.comments
    last, plain = len(texts) - 1, not reading.wide
    while 0 < line < last and line not in comments:
        raw, end = texts[line], line + 1
        if not raw:
            if not texts[end].strip():
                return line
            add(Node(_BLANK, starts[line], starts[end]))
            line = end
            continue
        first = raw[0]
        if first not in _CAPITALS or not raw.isascii():
            return line
        if first in _HEADING_LETTERS and ENGLISH.match(raw):
            return line
        if raw.isupper():
            said = texts[end]
            # The simplest of all: a name in letters, one line beneath it, and a blank one.
            if (
                plain
                and said[:1].isalnum()
                and end < last
                and not texts[end + 1]
                and end not in comments
                and end + 1 not in comments
                and raw.replace(" ", "").isalnum()
                and raw[-1] in _NAME_ENDS
            ):
                start, below, line = starts[line], starts[end], end + 1
                add(Cue(_CHARACTER, start, below, raw, start, (), raw, start))
                add(Node(_DIALOGUE, below, starts[line], said.rstrip(), below))
                continue
            end = read_usual_speech(reading, line, raw) if raw[-1] in _NAME_ENDS else 0
            if not end:
                return line
            line = end
            continue
        if texts[end] or "(" in raw:
            return line
        start, line = starts[line], end
        add(Node(_ACTION, start, starts[end], raw.rstrip(), start))
    return line


def read_element(reading: Reading, line: int) -> int:
    """Reads the element that begins on `line`; gives the line behind it.

    A blank line stands before, or what is as good as one: the start of the script, a comment,
    an annotation, a heading, or another element that is no paragraph.
    """
    raw = reading.lines.texts[line]
    text = raw.strip()
    if not text:
        return reading.add_empty(line)
    end = 0
    if reading.wide:
        end = _read_drama(reading, line, raw, text)
    if not end and text[0] in reading.marks:
        end = _read_marked(reading, line, text)
    if end:
        return end
    if text[0] in _HEADING_LETTERS and (heading := english_heading(text)):
        return _read_heading(reading, line, heading)
    if text.isupper() or not text.isascii() or "(" in text:
        if _is_transition(reading, line, raw, text):
            return reading.add(line, line + 1, Kind.TRANSITION, text)
        if end := read_cue(reading, line, text):
            return end
    return _read_action(reading, line, text)


def _read_drama(reading: Reading, line: int, raw: str, text: str) -> int:
    """Reads an annotation, a Chinese heading or a Chinese cue; 0 if the line is none of them."""
    head = annotation_head(raw)
    if head is not None:
        return reading.add_annotation(line, head, Form.LINE)
    if not text.isascii():
        if text[0] in reading.marks:
            return 0
        heading = chinese_heading(text)
        if heading is not None:
            return _read_heading(reading, line, heading)
        if _is_transition(reading, line, raw, text):
            return 0
        if end := read_chinese_cue(reading, line, text):
            return end
    _complain_of_near_miss(reading, line, raw)
    return 0


def _read_marked(reading: Reading, line: int, text: str) -> int:
    """Reads an element that its first character tells; 0 if it is none after all."""
    mark = reading.narrow(text[0])
    if mark == ".":
        if not _forces_heading(text):
            return 0
        body = text[1:].lstrip()
        return _read_heading(reading, line, forced_heading(body), len(text) - len(body))
    if mark == "@":
        return read_forced_cue(reading, line, text)
    if not reading.breaks(text):
        return 0
    if mark in "!△":
        return _read_forced_action(reading, line, text)
    if mark == "~":
        return read_lyrics(reading, line)
    if mark == "#":
        return _read_section(reading, line, text)
    if mark == ">":
        body = text[1:]
        if reading.narrow(body[-1:]) == "<":
            return reading.add(line, line + 1, Kind.CENTERED, body[:-1].strip(), whole=text)
        return reading.add(line, line + 1, Kind.TRANSITION, body.strip(), whole=text)
    if not reading.narrow(text).strip("="):
        return reading.add(line, line + 1, Kind.PAGE_BREAK, "")
    return reading.add(line, line + 1, Kind.SYNOPSIS, text[1:].strip(), whole=text)


def _forces_heading(text: str) -> bool:
    """Whether the dot before a line forces a heading: a letter or digit follows, or emphasis."""
    body = text[1:].lstrip("*_")
    return bool(body) and body[0].isalnum()


def _read_forced_action(reading: Reading, line: int, text: str) -> int:
    """Reads `!` as action; in a `.drama` file `!!` is a shot."""
    if reading.wide and text[0] in "!！" and text[1:2] in ("!", "！"):
        raw = reading.lines.texts[line]
        value = len(raw) - len(raw.lstrip()) + 2
        return reading.add_annotation(line, Head("shot", "", value), Form.BANG)
    body = text[1:].lstrip()
    return _read_action(reading, line, body, skip=len(text) - len(body))


def _read_section(reading: Reading, line: int, text: str) -> int:
    body = text.lstrip("#＃" if reading.wide else "#")
    reading.add(line, line + 1, Kind.SECTION, body.strip(), whole=text)
    node = reading.nodes[-1]
    reading.nodes[-1] = Section(
        Kind.SECTION,
        node.start,
        node.end,
        node.text,
        node.text_start,
        node.inner,
        depth=len(text) - len(body),
    )
    return line + 1


def _read_heading(reading: Reading, line: int, heading: SceneHeading, skip: int = 0) -> int:
    """Places a heading whose offsets count from `skip` behind the indent of its line."""
    lines = reading.lines
    raw = lines.texts[line]
    index = len(raw) - len(raw.lstrip()) + skip
    heading.start, heading.end = lines.starts[line], lines.starts[line + 1]
    heading.text_start = lines.offset(line, index)
    heading.place_start = lines.offset(line, index + heading.place_start)
    heading.time_start = lines.offset(line, index + heading.time_start)
    reading.push(heading, line, line + 1)
    return line + 1


def _is_transition(reading: Reading, line: int, raw: str, text: str) -> bool:
    """Whether a line is a transition by its words: capitals that end in `TO:`, or a known one.

    Nothing but another element stands beneath it; a blank behind the colon defeats it.
    """
    if not (raw.endswith("TO:") and text.isupper()):
        chinese = reading.wide and not text.isascii()
        known = text[-1] in _TRANSITION_ENDS or (chinese and len(text) <= 3)
        if not known or len(text) > _TRANSITION_LENGTH_MAX or not (chinese or text.isupper()):
            return False
        if fold(text) not in vocabulary().tables["transition-line"]:
            return False
    return _ends_paragraph(reading, line + 1)


def _ends_paragraph(reading: Reading, line: int) -> bool:
    """Whether `line` is as good as blank: blank, past the end, or of another element."""
    if line >= len(reading.lines.texts):
        return True
    raw = reading.lines.texts[line]
    text = raw.strip()
    if not text or text[0] in "#>=" or english_heading(text):
        return True
    return reading.wide and bool(annotation_head(raw) or chinese_heading(text))


def _read_action(reading: Reading, line: int, first: str, skip: int = 0) -> int:
    """Reads a paragraph of action, up to the next line that is something else."""
    texts, marks, wide = reading.lines.texts, reading.marks, reading.wide
    end = line + 1
    if end == len(texts) or not texts[end]:
        return reading.add(line, end, Kind.ACTION, first, skip=skip)
    found = [first]
    while end < len(texts):
        raw = texts[end]
        text = raw.strip()
        if not text or (text[0] in marks and reading.breaks(text)):
            break
        if wide and (annotation_head(raw) or spoken_cue(text)):
            break
        found.append(text)
        end += 1
    return reading.add(line, end, Kind.ACTION, "\n".join(found), skip=skip)


def _complain_of_near_miss(reading: Reading, line: int, raw: str) -> None:
    """Complains of a line that is nearly an annotation, or nearly a property."""
    if raw[0] not in " \t　":
        match = _NEAR_WORD.match(raw)
        if match:
            start = reading.lines.offset(line, 0)
            reading.diagnostics += unknown_annotation(reading.source, match[1], start)
        return
    above = reading.nodes[-2] if len(reading.nodes) > 1 else None
    if reading.nodes and reading.nodes[-1].kind is Kind.SCENE_HEADING:
        return
    if not isinstance(above, Annotation) or above.form is not Form.LINE:
        return
    key = raw.strip().replace("：", ":").partition(":")[0]
    known = vocabulary().properties(above.word)
    if key != raw.strip() and key.islower() and fold(key.split(" ")[0]) in known:
        start = reading.lines.offset(line, len(raw) - len(raw.lstrip()))
        reading.diagnostics.append(stray_property(reading.source, key, start, above))
