"""A tree and its script after an edit come in; the tree of the edited script comes out, equal to
that of a full parse, with all that the edit does not touch taken over.

What stands before a scene heading has no say in what stands behind it, and sees no further than
the heading's own line. So reading begins again at the last heading before the edit, and ends at
the first one behind it that was a heading before. A comment that the edit opens or closes shows
as a difference of lines, wherever it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from drama_dsl.diagnostic import Diagnostic, Edit, Fix, Help, Label
from drama_dsl.lexer import Comment, Lines, lex
from drama_dsl.parser import Dialect, begin, finish, read_element, read_title_page
from drama_dsl.source import Source, Span
from drama_dsl.tree import Kind, Part, Tree, cut_at_headings

_MARKED = re.compile(r"\[\[|\]\]|/\*|\*/|[\r\n]")
"""What a comment begins or ends with, and what ends a line."""

UNCLOSED = frozenset({"unclosed-boneyard", "unclosed-note"})
"""What is told of the lines themselves, and so told anew."""


def reparse(tree: Tree, source: Source, *, dialect: Dialect | None = None) -> Tree:
    """The tree of `source`, an edited state of the script of `tree`; equal to `parse`.

    `dialect` is the one that the tree was read in, by default what the source's name says. The
    parts that the edit does not touch are those of `tree`, moved where the edit moves them.
    """
    if source.name != tree.source.name:
        tree = Tree(Source(source.name, ""), ())
    old, parts = tree.lines or lex(tree.source.text), tree.parts
    edited = _one_line(tree.source.text, source.text, old)
    reading = begin(source, dialect, edited[0] if edited else None)
    new = reading.lines
    if edited is not None:
        before, behind = edited[1], len(new.texts) - edited[1] - 1
    else:
        before = _same_before(tree.source.text, source.text, old, new)
        behind = _same_behind(tree.source.text, source.text, old, new)
    kept, line = _restart(parts, new, before)
    told = [each for each in tree.diagnostics if _told_before(each, new.starts[line])]
    reading.diagnostics += told
    if not kept:
        line = read_title_page(reading)
    first = old.starts[len(old.texts) - behind]
    headings = {
        part.start: place
        for place, part in enumerate(parts)
        if place > kept and part.start >= first
    }
    by = len(source.text) - len(tree.source.text)
    taken: tuple[Part, ...] = ()
    while line < len(new.texts):
        place = headings.get(new.starts[line] - by, 0) if line else 0
        # The first part has a heading in it too.
        if place and (kept or any(node.kind is Kind.SCENE_HEADING for node in reading.nodes)):
            taken = parts[place:]
            reading.diagnostics += _told_behind(tree, taken[0].start, by)
            break
        line = read_element(reading, line)
    read = cut_at_headings(reading.nodes)
    found = finish(reading).diagnostics
    moved = tuple(part.moved(by) for part in taken)
    return Tree(source, None, found, new, parts=(*parts[:kept], *read, *moved))


def _one_line(was: str, text: str, old: Lines) -> tuple[Lines, int] | None:
    """The lines after an edit inside one line, and which it is; None for all other edits.

    It is one that says something before and after, in which no comment is, begins or ends.
    """
    if old.unclosed or old.mark or not old.texts:
        return None
    until = _equal(was, text)
    line = min(bisect_right(old.starts, until), len(old.texts)) - 1
    start, end = old.starts[line], old.starts[line] + len(old.texts[line])
    by = len(text) - len(was)
    now = text[start : end + by] if end + by >= start else ""
    if until > end or was[end:] != text[max(0, end + by) :] or line in old.comments:
        return None
    if (
        not now.strip()
        or not old.texts[line].strip()
        or _MARKED.search(now + " " + old.texts[line])
    ):
        return None
    texts = [*old.texts[:line], now, *old.texts[line + 1 :]]
    starts = [*old.starts[: line + 1], *[start + by for start in old.starts[line + 1 :]]]
    comments = {
        place: some if place < line else _moved_comments(some, by)
        for place, some in old.comments.items()
    }
    return Lines(starts, texts, comments, ()), line


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
        if line >= last
        and _moved_comments(old.comments.get(line, ()), by) != new.comments.get(line + lines, ())
    ]
    return len(old.texts) - 1 - max(changed, default=last - 1)


def _moved_comments(comments: tuple[Comment, ...], by: int) -> tuple[Comment, ...]:
    return tuple([Comment(each.start + by, each.end + by, each.boneyard) for each in comments])


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


def _restart(parts: Sequence[Part], new: Lines, same: int) -> tuple[int, int]:
    """The last heading before the last of the `same` lines: its part's place, and its line."""
    limit = new.starts[same - 1] if same > 1 else 0
    place = bisect_left(parts, limit, key=lambda part: part.start) - 1
    if place <= 0:
        return 0, 0
    return place, bisect_left(new.starts, parts[place].start)


def _told_before(found: Diagnostic, limit: int) -> bool:
    return found.code not in UNCLOSED and (
        found.primary is None or found.primary.span.start < limit
    )


def _told_behind(tree: Tree, start: int, by: int) -> list[Diagnostic]:
    """What was told of the nodes from `start` on, where they stand now."""
    return [
        told_elsewhere(each, by)
        for each in tree.diagnostics
        if each.code not in UNCLOSED and each.primary and each.primary.span.start >= start
    ]


def told_elsewhere(
    found: Diagnostic, by: int, start: int = 0, end: int | None = None
) -> Diagnostic:
    """What was told of a text that stands `by` characters further on now.

    Of the places that it names, those in `[start, end]` of its file have moved.
    """
    if not by or found.primary is None:
        return found
    file = found.primary.span.file

    def now(span: Span) -> Span:
        if span.file != file or span.start < start or (end is not None and span.start > end):
            return span
        return Span(span.file, span.start + by, span.end + by)

    def helped(help_: Help) -> Help:
        if help_.fix is None:
            return help_
        edits = tuple(Edit(now(edit.span), edit.text) for edit in help_.fix.edits)
        return Help(help_.text, Fix(edits, help_.fix.safe))

    return Diagnostic(
        found.code,
        found.severity,
        found.message,
        Label(now(found.primary.span), found.primary.text),
        tuple([Label(now(each.span), each.text) for each in found.secondary]),
        found.notes,
        tuple([helped(each) for each in found.helps]),
    )
