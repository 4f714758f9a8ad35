"""Lines and notes come in; annotations with their properties, and what is wrong, go out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from drama_dsl.complaints import (
    check_annotation,
    note_near_miss,
    property_twice,
    property_without_colon,
    unknown_property,
)
from drama_dsl.diagnostic import Diagnostic
from drama_dsl.lexer import Comment, Lines
from drama_dsl.source import Source
from drama_dsl.tree import Annotation, Form, Kind, Node, Property
from drama_grammar import fold, vocabulary

_HEAD_MAX = 40
_ESCAPE = re.compile(r"\\([|\]])")
_FIELD_END = re.compile(r"(?<!\\)\||\r\n|\n|\r")
_NOTE_WORD = re.compile(r"([^\W\d_]{3,12})\s*:(?!//)")
_TAB = 4
MANY = frozenset({"refs", "wardrobe", "variant", "alias"})
"""The properties that may be said more than once."""


class Head(NamedTuple):
    """How an annotation begins: its canonical word, argument, and where its value begins."""

    word: str
    argument: str
    value: int


def annotation_head(text: str) -> Head | None:
    """The head of an annotation line (`sub en: …` gives `sub`, `en`), or None.

    An English word is in lower case, and nothing stands before it.
    """
    if text[:1] not in _first_letters():
        return None
    head = _read_head(text, 0)
    if head is None:
        return None
    written = text[: head.value]
    word = written.split(":")[0].split(" ")[0]
    return None if word.isascii() and not word.islower() else head


def read_annotation(
    source: Source, lines: Lines, first: int, head: Head, form: Form
) -> tuple[Annotation, int, list[Diagnostic]]:
    """The annotation whose head is on line `first`, the line behind it, and what is wrong.

    Indented lines up to the first blank one are its properties. A line deeper than its property
    goes on with the property's value; one that holds no key, with the annotation's own.
    """
    end = first + 1
    while end < len(lines.texts) and _indented(lines.texts[end]):
        end += 1
    node = Annotation(
        Kind.ANNOTATION, lines.starts[first], lines.starts[end], word=head.word,
        argument=head.argument, form=form,
    )  # fmt: skip
    value = lines.texts[first][head.value :]
    node.text = value.strip()
    index = head.value + len(value) - len(value.lstrip())
    node.value_start = node.text_start = lines.offset(first, index)
    node.value_end = _end(lines, first, index, node.text)
    diagnostics = _read_properties(source, lines, first + 1, end, node)
    return node, end, diagnostics + check_annotation(source, node)


def read_note(source: Source, comment: Comment) -> tuple[Node, list[Diagnostic]]:
    """A note as an annotation if a known word begins it (`[[SHOT: close]]`), else as a note."""
    start, end = comment.start + 2, comment.end - 2
    text = source.text[start:end]
    stripped = text.strip()
    kind = Kind.BONEYARD if comment.boneyard else Kind.NOTE
    if not comment.boneyard and stripped[:1].lower() in _first_letters():
        lead = len(text) - len(text.lstrip())
        head = _read_head(text, lead)
        if head is not None:
            return _note_annotation(source, comment, head)
    node = Node(kind, comment.start, comment.end, stripped, start + text.find(stripped))
    if comment.boneyard or not (match := _NOTE_WORD.match(stripped)):
        return node, []
    return node, note_near_miss(source, match[1], node.text_start)


def raw_value(source: Source, node: Annotation | Property, inner: tuple[Node, ...] = ()) -> str:
    """The value of `node` as it stands in the source, so that offsets count from `value_start`.

    Notes and boneyards inside it are blanked out, and line ends are blanks.
    """
    text = source.text[node.value_start : node.value_end]
    if isinstance(node, Annotation) and node.form is not Form.NOTE:
        inner = node.inner
    for comment in inner:
        start, end = comment.start - node.value_start, comment.end - node.value_start
        if start >= 0 and end <= len(text):
            text = text[:start] + " " * (end - start) + text[end:]
    return text.replace("\n", " ").replace("\r", " ")


@cache
def _first_letters() -> frozenset[str]:
    return frozenset(word[0] for word in vocabulary().tables["annotation"])


def _read_head(text: str, start: int) -> Head | None:
    """The head that begins at `text[start]`, whatever its case."""
    colon = text.find(":", start, start + _HEAD_MAX)
    wide = text.find("：", start, colon if colon >= 0 else start + _HEAD_MAX)
    colon = wide if wide >= 0 else colon
    if colon < 0:
        return None
    words = vocabulary().tables["annotation"]
    written = text[start:colon].rstrip().lower()
    if written in words:
        return Head(words[written], "", colon + 1)
    first, _, argument = written.partition(" ")
    if not argument and not written.isascii():
        first, argument = written[:2], written[2:]
    if words.get(first) != "sub" or not argument.strip() or len(argument) > 12:
        return None
    language = fold(argument.strip("()（） "))
    return Head("sub", vocabulary().tables["language"].get(language, argument.strip()), colon + 1)


def _indented(text: str) -> bool:
    return text[:1] in (" ", "\t", "　") and bool(text.strip())


def _indent(text: str) -> int:
    """The width of a line's indent; a tab is four blanks wide, a full-width blank two."""
    width = 0
    for letter in text:
        if letter == "\t":
            width += _TAB
        elif letter == "　":
            width += 2
        elif letter == " ":
            width += 1
        else:
            break
    return width


def _read_properties(
    source: Source, lines: Lines, first: int, end: int, node: Annotation
) -> list[Diagnostic]:
    """Reads the indented lines `[first, end)` into `node`."""
    keys = vocabulary().properties(node.word)
    found: list[Property] = []
    diagnostics: list[Diagnostic] = []
    depth = 0
    for line in range(first, end):
        text = lines.texts[line]
        stripped = text.strip()
        index = text.find(stripped)
        indent = _indent(text)
        deeper = bool(found) and indent > depth
        read = None if deeper or not keys else _read_key(keys, stripped)
        if read is None and (deeper or not found):
            _go_on(found[-1] if found else node, lines, line, index, stripped)
            continue
        depth = indent
        key, argument, colon = read or ("", "", 0)
        written = stripped[:colon].rstrip()
        value = stripped[colon + 1 :].strip() if read else stripped
        at = index + (stripped.find(value, colon + 1) if read and value else 0)
        if read and not value:
            at = index + len(stripped)
        found.append(
            Property(
                key, written, argument, value, lines.starts[line], lines.starts[line + 1],
                lines.offset(line, index), lines.offset(line, at),
                _end(lines, line, at, value),
            )
        )  # fmt: skip
        if read is None:
            diagnostics += property_without_colon(source, node.word, found[-1], keys)
        elif not key:
            diagnostics += unknown_property(source, node.word, found[-1], keys)
        elif key not in MANY and any(other.key == key for other in found[:-1]):
            diagnostics += property_twice(source, found[-1], found)
    node.properties = tuple(found)
    return diagnostics


def _read_key(keys: Mapping[str, str], text: str) -> tuple[str, str, int] | None:
    """The canonical key (empty if unknown), the argument and the colon of `key: value`."""
    colon = text.find(":", 0, _HEAD_MAX)
    wide = text.find("：", 0, colon if colon >= 0 else _HEAD_MAX)
    colon = wide if wide >= 0 else colon
    if colon <= 0:
        return None
    written = text[:colon].strip()
    folded = fold(written)
    if folded in keys:
        return keys[folded], "", colon
    first, _, argument = written.partition(" ")
    if argument and keys.get(fold(first)) in ("wardrobe", "variant"):
        return keys[fold(first)], argument.strip(), colon
    if not written.isascii():
        for length in (3, 2):
            if keys.get(written[:length]) in ("wardrobe", "variant"):
                return keys[written[:length]], written[length:].strip(), colon
    return "", "", colon


def _go_on(node: Annotation | Property, lines: Lines, line: int, index: int, text: str) -> None:
    """Adds a further line to a value."""
    if isinstance(node, Annotation):
        node.text = join(node.text, text)
    else:
        node.value = join(node.value, text)
        node.end = lines.starts[line + 1]
    if node.value_start == node.value_end:
        node.value_start = lines.offset(line, index)
        if isinstance(node, Annotation):
            node.text_start = node.value_start
    node.value_end = _end(lines, line, index, text)


def _end(lines: Lines, line: int, index: int, text: str) -> int:
    """Where `text`, which begins at `index` of a line, ends in the source."""
    return lines.offset(line, index + len(text) - 1) + 1 if text else lines.offset(line, index)


def join(left: str, right: str) -> str:
    """Two lines as one text: a blank between them, but none between Chinese characters."""
    wide = left[-1:] >= "\u2e80" and right[:1] >= "\u2e80"
    return left + right if wide or not left or not right else f"{left} {right}"


def _note_annotation(
    source: Source, comment: Comment, head: Head
) -> tuple[Annotation, list[Diagnostic]]:
    """The annotation that a note holds; its properties stand behind `|`, or on further lines."""
    text = source.text[comment.start + 2 : comment.end - 2]
    value = text[head.value :].strip()
    if value and not _FIELD_END.search(text) and "\\" not in value:
        at = comment.start + 2 + text.index(value, head.value)
        node = Annotation(
            Kind.ANNOTATION, comment.start, comment.end, value, at, (), head.word, head.argument,
            at, at + len(value), Form.NOTE,
        )  # fmt: skip
        return node, check_annotation(source, node)
    node = Annotation(
        Kind.ANNOTATION, comment.start, comment.end, word=head.word, argument=head.argument,
        form=Form.NOTE,
    )  # fmt: skip
    keys = vocabulary().properties(node.word)
    found: list[Property] = []
    for start, end in _fields(text, head.value):
        part = text[start:end]
        value = part.strip()
        index = start + (part.find(value) if value else 0)
        offset = comment.start + 2 + index
        if start == head.value:
            node.text = _ESCAPE.sub(r"\1", value)
            node.value_start = node.text_start = offset
            node.value_end = offset + len(value)
            continue
        key, argument, colon = _read_key(keys, value) or ("", "", -1)
        if not key and text[start - 1] != "|":
            target: Annotation | Property = found[-1] if found else node
            more = _ESCAPE.sub(r"\1", value)
            if target.value_start == target.value_end:
                target.value_start = offset
            if isinstance(target, Annotation):
                target.text = join(target.text, more)
                target.text_start = target.value_start
            else:
                target.value = join(target.value, more)
            target.value_end = offset + len(value)
            continue
        inside = value[colon + 1 :].strip()
        at = offset + (value.find(inside, colon + 1) if inside else len(value))
        found.append(
            Property(
                key, value[: max(colon, 0)].rstrip(), argument, _ESCAPE.sub(r"\1", inside),
                comment.start + 2 + start, comment.start + 2 + end, offset, at, at + len(inside),
            )
        )  # fmt: skip
    node.properties = tuple(found)
    return node, check_annotation(source, node)


def _fields(text: str, start: int) -> list[tuple[int, int]]:
    """The parts of a note between `|`s and line ends, `[start, end)`."""
    fields: list[tuple[int, int]] = []
    for match in _FIELD_END.finditer(text, start):
        fields.append((start, match.start()))
        start = match.end()
    fields.append((start, len(text)))
    return fields
