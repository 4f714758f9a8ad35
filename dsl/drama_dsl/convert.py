"""A tree of one dialect comes in; a script of the other that tells the same film goes out.

What is written is read again and compared, element by element; an element that would read
otherwise is written in its next way, and one that has no other way is told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest

from drama_dsl.convert_elements import Writer, drama_writer, fountain_writer
from drama_dsl.diagnostic import Diagnostic, warning
from drama_dsl.format import (
    BLANK_LINES_MAX,
    blank_line_between,
    format_tree,
    in_speech,
    is_crlf,
    tied_to_sub,
)
from drama_dsl.meaning import Said, declared_names, sure_names, told
from drama_dsl.parser import Dialect, parse
from drama_dsl.source import Source
from drama_dsl.tree import Cue, Form, Kind, Node, Tree
from drama_dsl.view import speech_end
from drama_grammar import fold

_PASSES_MAX = 5


@dataclass(frozen=True, slots=True)
class Converted:
    """A script in the other dialect, and what in it could not be said in the same way."""

    text: str
    diagnostics: tuple[Diagnostic, ...]


def to_fountain(tree: Tree, speakers: Collection[str] = ()) -> Converted:
    """A `.drama` script as plain Fountain: annotations as notes, Chinese forms as forced ones.

    `speakers` are the names of characters declared in the files that it uses.
    """
    return _convert(tree, Dialect.DRAMA, Dialect.FOUNTAIN, speakers, fountain_writer)


def to_drama(tree: Tree, speakers: Collection[str] = (), *, careful: bool = False) -> Converted:
    """A Fountain script as `.drama`: notes as annotation lines, Chinese forms without marks.

    `speakers` are the names of characters declared in the files that it uses. A shot in a note
    may hold free text; to be `careful` is to leave each that holds more than clauses a note.
    """
    writer = partial(drama_writer, careful=careful)
    return _convert(tree, Dialect.FOUNTAIN, Dialect.DRAMA, speakers, writer)


def _convert(
    tree: Tree, dialect: Dialect, target: Dialect, speakers: Collection[str], writer: Writer
) -> Converted:
    given = tree.source
    mark = "\ufeff" if given.text.startswith("\ufeff") else ""
    text = given.text.removeprefix(mark).replace("\r\n", "\n").replace("\r", "\n")
    if text != given.text:
        tree = parse(Source(given.name, text), dialect=dialect)
    known = frozenset(map(fold, speakers)) | declared_names(tree.nodes)
    units = _units(tree, writer, known)
    written, wrong = _settle(units, known, lambda text: parse(Source("", text), dialect=target))
    converted = mark + format_tree(written, dialect=target)
    if is_crlf(given.text):
        converted = converted.replace("\n", "\r\n")
    lines = [tree.source.position(unit.start).line for unit in wrong]
    return Converted(converted, tuple(_reads_otherwise(given, line, target) for line in lines))


@dataclass(slots=True)
class _Unit:
    """One element, or a paragraph: where it stands, the ways to write it, and what it says.

    `gap` is what stands before it: blank lines, or on the same line nothing but a blank.
    """

    start: int
    gap: str
    ways: tuple[str, ...]
    told: Said
    way: int = 0


def _units(tree: Tree, writer: Writer, known: frozenset[str]) -> list[_Unit]:
    """The elements of a script as they can be written, in order."""
    nodes, source = tree.nodes, tree.source
    inside, tied = in_speech(nodes), tied_to_sub(nodes)
    sure = known | sure_names(nodes)
    says = {start: said for start, _, said in told(tree, known)}
    seen = set(known)
    units: list[_Unit] = []
    blank, before, index = "", None, 0
    while index < len(nodes):
        node, end = nodes[index], index + 1
        if node.kind is Kind.BLANK:
            lines = min(source.text.count("\n", node.start, node.end), BLANK_LINES_MAX)
            blank, before, index = "\n" * lines, None, end
            continue
        group = isinstance(node, Cue) and node.maybe and fold(node.name) not in sure
        if group:
            end = speech_end(nodes, index)
        gap = blank
        if before is not None and not _ended(source, before):
            gap = "" if before.kind is Kind.CHARACTER else " "
        elif before is not None and isinstance(node, Cue) and not group:
            gap = "\n"  # Some scripts have no blank line between speeches in Chinese form.
        elif before is not None and not inside[index] and index not in tied:
            gap = "\n" if _parted(before, inside[index - 1], node) else ""
        ways = writer(source, nodes[index:end], seen)
        units.append(_Unit(node.start, gap, ways, says[node.start]))
        if isinstance(node, Cue) and not group:
            seen.add(fold(node.name))
        blank, before, index = "", nodes[end - 1], end
    return units


def _ended(source: Source, node: Node) -> bool:
    return source.text[node.end - 1] == "\n" or node.end == len(source.text)


def _parted(before: Node, speech: Cue | None, node: Node) -> bool:
    """Whether a blank line parts two elements: as in any script, and around notes that annotate.

    Other readers of Fountain hide a note best in a paragraph of its own.
    """
    annotations = (before.kind is Kind.ANNOTATION, node.kind is Kind.ANNOTATION)
    if any(annotations) and Form.NOTE not in (
        getattr(before, "form", None), getattr(node, "form", None),
    ):  # fmt: skip
        return True
    return blank_line_between(before, speech, node)


def _settle(
    units: Sequence[_Unit], known: frozenset[str], read: Callable[[str], Tree]
) -> tuple[Tree, list[_Unit]]:
    """The script that says most nearly the same, and the elements that it says otherwise."""
    for _ in range(_PASSES_MAX):
        written, ends = _write(units)
        tree = read(written)
        wrong = _otherwise(units, ends, told(tree, known))
        again = [unit for unit in wrong if unit.way + 1 < len(unit.ways)]
        if not again:
            break
        for unit in again:
            unit.way += 1
    return tree, wrong


def _write(units: Sequence[_Unit]) -> tuple[str, list[int]]:
    """The script as the units are to be written now, and where each unit ends in it."""
    parts: list[str] = []
    ends: list[int] = []
    length = 0
    for unit, after in zip_longest(units, units[1:]):
        text = unit.ways[unit.way]
        joined = after is not None and after.gap == " "
        before = "" if unit.gap == " " else unit.gap
        parts.append(before + text + (" " if joined else "\n"))
        length += len(parts[-1])
        ends.append(length)
    return "".join(parts), ends


def _otherwise(
    units: Sequence[_Unit], ends: Sequence[int], found: Iterator[tuple[int, int, Said]]
) -> list[_Unit]:
    """The units that say something else where they were written."""
    wrong: list[_Unit] = []
    next_ = next(found, None)
    for unit, end in zip(units, ends, strict=True):
        here: list[Said] = []
        while next_ is not None and next_[0] < end:
            here.append(next_[2])
            next_ = next(found, None)
        if here != [unit.told]:
            wrong.append(unit)
    return wrong


def _reads_otherwise(source: Source, line: int, target: Dialect) -> Diagnostic:
    start = source.line_starts[line - 1]
    span = source.span(start, start + len(source.line_text(line)))
    kind = "Fountain" if target is Dialect.FOUNTAIN else "drama"
    return warning(
        "reads-otherwise", f"this reads otherwise in a .{kind.lower()} file", span,
        f"{kind} has no way to say just this",
    )  # fmt: skip
