"""A tree comes in; its script, set in the one way, goes out: same elements, same film.

What is set is read again and compared, element by element. Where it would read otherwise, the
writer's own characters stay, so that any text can be formatted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from drama_dsl.format_elements import set_element
from drama_dsl.meaning import Said, declared_names, said, sure_names
from drama_dsl.parser import Dialect, dialect_of, parse
from drama_dsl.source import Source
from drama_dsl.tree import Annotation, Cue, Kind, Node, Tree
from drama_dsl.view import speech_end
from drama_grammar import fold

BLANK_LINES_MAX = 2
"""More blank lines than this between two elements become this many."""

_PASSES_MAX = 8
_SETTLES_MAX = 4
_BOM = "\ufeff"


def format_tree(tree: Tree, *, dialect: Dialect | None = None) -> str:
    """The script of `tree` in the one way; formatting it again changes nothing.

    Only blanks and line ends differ, and both scripts say the same. `dialect` is the one that
    the tree was read in, by default what its source's name says.
    """
    dialect = dialect or dialect_of(tree.source.name)

    def read(text: str) -> Tree:
        return parse(Source(tree.source.name, text), dialect=dialect)

    given = tree.source.text
    line_end = "\r\n" if is_crlf(given) else "\n"
    if "\r" in given:
        plain = read(given.replace("\r\n", "\n").replace("\r", "\n"))
        if _all_said(plain) != _all_said(tree):
            return given
        tree = plain
    for _ in range(_SETTLES_MAX):
        formatted = _format(tree, read)
        if formatted.source.text == tree.source.text:
            return formatted.source.text.replace("\n", line_end)
        tree = formatted
    return given


def is_crlf(text: str) -> bool:
    """Whether every line ends in `\\r\\n`."""
    ends = text.count("\r\n")
    return ends > 0 and ends == text.count("\n") == text.count("\r")


def _all_said(tree: Tree) -> list[Said]:
    return [said(node, tree.source) for node in tree.nodes if node.kind is not Kind.BLANK]


def _format(tree: Tree, read: Callable[[str], Tree]) -> Tree:
    """One formatting: what is read otherwise once it is set, and what is near it, is kept.

    The nearness doubles from pass to pass, so that there are few.
    """
    kept: set[int] = set()
    for step in range(_PASSES_MAX):
        chunks = _set_all(tree, kept)
        text = "".join(chunks)
        if text == tree.source.text:
            return tree
        formatted = read(text)
        wrong = _read_otherwise(tree, chunks, formatted)
        if not wrong:
            same = "".join(text.split()) == "".join(tree.source.text.split())
            return formatted if same else tree
        for index in wrong:
            kept.update(range(index - (1 << step), index + (1 << step) + 1))
    return tree


def _set_all(tree: Tree, kept: set[int]) -> list[str]:
    """What stands for each node in the formatted script; nodes in `kept` stay as they are."""
    nodes, source = tree.nodes, tree.source.text
    inside = in_speech(nodes)
    known = sure_names(nodes) | declared_names(nodes)
    tied = tied_to_sub(nodes)
    last = len(nodes) - 1
    chunks: list[str] = []
    before: Node | None = None
    for index, node in enumerate(nodes):
        text = source[node.start : node.end]
        mark = _BOM if index == 0 and text.startswith(_BOM) else ""
        if index in kept:
            chunks.append(text)
        elif node.kind is Kind.BLANK:
            edge = index in (0, last)
            lines = 0 if edge else min(text.count("\n"), BLANK_LINES_MAX)
            chunks.append(mark + "\n" * lines)
        else:
            ended = text.endswith("\n")
            body = text[len(mark) : len(text) - ended]
            open_ = not ended and index < last
            cue = node if isinstance(node, Cue) else inside[index]
            unsure = cue is not None and cue.maybe and fold(cue.name) not in known
            if not (mark and node.inner):  # Its offsets count from the byte order mark.
                body = set_element(node, body, open_=open_, unsure=unsure)
            gap = ""
            if before and index - 1 not in kept and not inside[index] and index not in tied:
                gap = "\n" if blank_line_between(before, inside[index - 1], node) else ""
            chunks.append(mark + gap + body + ("" if open_ else "\n"))
        before = None if node.kind is Kind.BLANK or not text.endswith("\n") else node
    return chunks


def in_speech(nodes: Sequence[Node]) -> list[Cue | None]:
    """For each node the cue whose speech it stands in, behind the cue itself."""
    found: list[Cue | None] = [None] * len(nodes)
    index = 0
    while index < len(nodes):
        node = nodes[index]
        end = index + 1
        if isinstance(node, Cue):
            end = speech_end(nodes, index)
            found[index + 1 : end] = [node] * (end - index - 1)
        index = end
    return found


def tied_to_sub(nodes: Sequence[Node]) -> frozenset[int]:
    """The nodes before a `sub:` that no blank line parts from it: it may be of a line above."""
    found: set[int] = set()
    ahead = said = False
    for index in range(len(nodes) - 1, -1, -1):
        node = nodes[index]
        if node.kind is Kind.BLANK:
            ahead = said = False
        elif isinstance(node, Cue) and not node.maybe and said:
            ahead = said = False  # It is of a line of this speech.
        elif ahead:
            said |= node.kind in _SAID and bool(node.text.strip())
        elif isinstance(node, Annotation) or node.inner:
            parts = (node, *node.inner)
            ahead = any(isinstance(part, Annotation) and part.word == "sub" for part in parts)
        if ahead:
            found.add(index)
    return frozenset(found)


_COMMENTS = frozenset({Kind.NOTE, Kind.BONEYARD})
_LOOSE = _COMMENTS | {Kind.ANNOTATION}
_SAID = frozenset({Kind.DIALOGUE, Kind.LYRICS})
_OUTLINE = frozenset({Kind.SECTION, Kind.SYNOPSIS})
_ALONE = frozenset({Kind.TRANSITION, Kind.PAGE_BREAK})


def blank_line_between(before: Node, speech: Cue | None, node: Node) -> bool:
    """Whether a blank line belongs between two elements that stand on lines beneath each other.

    Annotations and comments stand as near as the writer put them, and so does what only may be
    a cue.
    """
    first, second = before.kind, node.kind
    if first is Kind.TITLE_PAGE:
        return second is not Kind.TITLE_PAGE
    if second is Kind.SCENE_HEADING:
        return True
    if first is Kind.SCENE_HEADING:
        return second not in _COMMENTS and second is not Kind.SYNOPSIS
    if first in _LOOSE or second in _LOOSE or second is Kind.SYNOPSIS:
        return False
    if first in _OUTLINE or second is Kind.SECTION:
        return first is not Kind.SECTION or second is not Kind.SECTION
    if first in _ALONE or second in _ALONE:
        return True
    if isinstance(node, Cue) and node.maybe:
        return False
    return isinstance(node, Cue) or (speech is not None and not speech.maybe)


def _read_otherwise(tree: Tree, chunks: Sequence[str], formatted: Tree) -> list[int]:
    """The indices of nodes that say something else where they stand in the formatted script."""
    wrong: list[int] = []
    found = iter([node for node in formatted.nodes if node.kind is not Kind.BLANK])
    node = next(found, None)
    end = 0
    for index, (was, chunk) in enumerate(zip(tree.nodes, chunks, strict=True)):
        end += len(chunk)
        here: list[Node] = []
        while node is not None and node.start < end:
            here.append(node)
            node = next(found, None)
        if not _says(was, tree.source, here, formatted.source):
            wrong.append(index)
    return wrong


def _says(was: Node, source: Source, here: Iterable[Node], formatted: Source) -> bool:
    """Whether the nodes `here` say just what the node `was` says."""
    expected = [] if was.kind is Kind.BLANK else [said(was, source)]
    return [said(node, formatted) for node in here] == expected
