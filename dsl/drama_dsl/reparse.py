"""A tree and its script after an edit come in; the tree of the edited script comes out, equal to
that of a full parse, with all that the edit does not touch taken over.

What stands before a scene heading has no say in what stands behind it, and sees no further than
the heading's own line. So reading begins again at the last heading before the edit, and ends at
the first one behind it that was a heading before. A comment that the edit opens or closes shows
as a difference of lines, wherever it is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Sequence
from dataclasses import fields, replace
from functools import cache
from operator import attrgetter
from typing import Any, cast

from drama_dsl.diagnostic import Diagnostic, Fix, Help, Label
from drama_dsl.lexer import Comment, Lines, lex
from drama_dsl.parser import Dialect, begin, finish, read_element, read_title_page
from drama_dsl.reading import Reading
from drama_dsl.source import Source, Span
from drama_dsl.tree import Annotation, Kind, Node, Tree

UNCLOSED = frozenset({"unclosed-boneyard", "unclosed-note"})
"""What is told of the lines themselves, and so told anew."""


def reparse(tree: Tree, source: Source, *, dialect: Dialect | None = None) -> Tree:
    """The tree of `source`, an edited state of the script of `tree`; equal to `parse`.

    `dialect` is the one that the tree was read in, by default what the source's name says.
    """
    reading = begin(source, dialect)
    if source.name != tree.source.name:
        tree = Tree(Source(source.name, ""), ())
    old, new = tree.lines or lex(tree.source.text), reading.lines
    before = _same_before(tree.source.text, source.text, old, new)
    index, line = _restart(tree.nodes, new, before)
    reading.nodes += tree.nodes[:index]
    reading.diagnostics += [
        each for each in tree.diagnostics if _told_before(each, new.starts[line])
    ]
    if not index:
        line = read_title_page(reading)
    behind = _same_behind(tree.source.text, source.text, old, new)
    first = old.starts[len(old.texts) - behind]
    headings = {
        node.start: place
        for place, node in enumerate(tree.nodes)
        if node.kind is Kind.SCENE_HEADING and node.start >= first and place > index
    }
    by = len(source.text) - len(tree.source.text)
    while line < len(new.texts):
        place = headings.get(new.starts[line] - by, 0) if line else 0
        if place:
            _take_over(tree, place, by, reading)
            break
        line = read_element(reading, line)
    return finish(reading)


def _same_before(was: str, text: str, old: Lines, new: Lines) -> int:
    """How many lines at the start are the same, with the comments in them."""
    until = _equal(was, text)
    count = min(bisect_right(new.starts, until), _equal(old.starts, new.starts)) - 1
    changed = [
        line
        for line in old.comments.keys() | new.comments.keys()
        if line < count and old.comments.get(line) != new.comments.get(line)
    ]
    return min(changed, default=max(0, count))


def _same_behind(was: str, text: str, old: Lines, new: Lines) -> int:
    """How many lines at the end are the same, with the comments in them, but for their place."""
    by, lines = len(text) - len(was), len(new.texts) - len(old.texts)
    first = len(was) - _equal(was[::-1], text[::-1])
    count = len(old.starts) - bisect_left(old.starts, first)
    moved = [start + by for start in old.starts[len(old.starts) - count :]]
    count = max(0, _equal(moved[::-1], new.starts[::-1]) - 1)
    last = len(old.texts) - count
    changed = [
        line
        for line in {*old.comments, *(line - lines for line in new.comments)}
        if line >= last and _moved_comments(old, line, by) != new.comments.get(line + lines)
    ]
    return len(old.texts) - 1 - max(changed, default=last - 1)


def _moved_comments(lines: Lines, line: int, by: int) -> tuple[Comment, ...] | None:
    comments = lines.comments.get(line)
    if comments is None:
        return None
    return tuple(Comment(each.start + by, each.end + by, each.boneyard) for each in comments)


def _equal(one: Sequence[object], other: Sequence[object]) -> int:
    """How many items at the start of both are equal, found by halves."""
    low, high = 0, min(len(one), len(other))
    if one[:high] == other[:high]:
        return high
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _restart(nodes: Sequence[Node], new: Lines, same: int) -> tuple[int, int]:
    """The last heading before the last of the `same` lines: its place among the nodes, its line."""
    limit = new.starts[same - 1] if same > 1 else 0
    place = bisect_left(nodes, limit, key=lambda node: node.start) - 1
    while place > 0 and nodes[place].kind is not Kind.SCENE_HEADING:
        place -= 1
    if place <= 0:
        return 0, 0
    return place, bisect_left(new.starts, nodes[place].start)


def _told_before(found: Diagnostic, limit: int) -> bool:
    return found.code not in UNCLOSED and (
        found.primary is None or found.primary.span.start < limit
    )


def _take_over(tree: Tree, place: int, by: int, reading: Reading) -> None:
    """Adds the nodes from `place` on, and what was told of them, moved by `by`."""
    start = tree.nodes[place].start
    nodes = tree.nodes[place:]
    reading.nodes += [_moved(node, by) for node in nodes] if by else nodes
    reading.diagnostics += [
        _told_elsewhere(each, by)
        for each in tree.diagnostics
        if each.code not in UNCLOSED and each.primary and each.primary.span.start >= start
    ]


def _moved(node: Any, by: int) -> Any:
    """A node or a property, and all in it, `by` characters further on."""
    kind = type(node)
    if kind is Node and not node.inner:
        text_start = node.text_start + by if node.kind is not Kind.BLANK else 0
        return Node(node.kind, node.start + by, node.end + by, node.text, text_start)
    read, places = _shape(cast(Hashable, kind))
    values = list(read(node))
    for place in places:
        values[place] += by
    moved = kind(*values)
    if isinstance(moved, Node) and moved.inner:
        moved.inner = tuple(_moved(each, by) for each in moved.inner)
    if isinstance(moved, Annotation) and moved.properties:
        moved.properties = tuple(_moved(each, by) for each in moved.properties)
    return moved


@cache
def _shape(kind: Hashable) -> tuple[Callable[[Any], tuple[Any, ...]], tuple[int, ...]]:
    """How all fields of a class are read, and which of them are places in the text."""
    names = [each.name for each in fields(cast(Any, kind))]
    places = [
        place
        for place, name in enumerate(names)
        if name in ("start", "end") or name.endswith(("_start", "_end"))
    ]
    return attrgetter(*names), tuple(places)


def _told_elsewhere(found: Diagnostic, by: int) -> Diagnostic:
    """What was told of a text that stands `by` characters further on now."""
    if not by or found.primary is None:
        return found

    def at(label: Label) -> Label:
        return replace(label, span=moved(label.span))

    def moved(span: Span) -> Span:
        return Span(span.file, span.start + by, span.end + by)

    def helped(help_: Help) -> Help:
        if help_.fix is None:
            return help_
        edits = tuple(replace(edit, span=moved(edit.span)) for edit in help_.fix.edits)
        return replace(help_, fix=Fix(edits, help_.fix.safe))

    return replace(
        found,
        primary=at(found.primary),
        secondary=tuple(map(at, found.secondary)),
        helps=tuple(map(helped, found.helps)),
    )
