"""A script as nodes that tile its text: every character is in exactly one node, in order.

The tree of one file knows no other file. What only declarations can decide (is this Chinese
line a cue?) is left as `maybe_cue` with both readings, and resolving decides.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from itertools import pairwise
from operator import attrgetter
from typing import Any, cast

from drama_dsl.diagnostic import Diagnostic
from drama_dsl.lexer import Lines
from drama_dsl.source import Source


class Kind(StrEnum):
    """What a node is. `BLANK` holds layout; the others are the elements of a screenplay."""

    BLANK = "blank"
    TITLE_PAGE = "title_page"
    SCENE_HEADING = "scene_heading"
    ACTION = "action"
    CHARACTER = "character"
    PARENTHETICAL = "parenthetical"
    DIALOGUE = "dialogue"
    LYRICS = "lyrics"
    TRANSITION = "transition"
    CENTERED = "centered"
    SECTION = "section"
    SYNOPSIS = "synopsis"
    NOTE = "note"
    BONEYARD = "boneyard"
    PAGE_BREAK = "page_break"
    ANNOTATION = "annotation"


class Setting(StrEnum):
    """Where a heading says that a scene plays."""

    INTERIOR = "interior"
    EXTERIOR = "exterior"
    BOTH = "both"


@dataclass(slots=True)
class Node:
    """A run of characters `[start, end)` of one kind.

    `text` is what it says: marks, indent, line end, inline notes and boneyard left out.
    `text_start` is the offset of the first character that `text` comes from. Inline notes and
    boneyards are in `inner`, as nodes of their own whose spans lie inside this one's.
    """

    kind: Kind
    start: int
    end: int
    text: str = ""
    text_start: int = 0
    inner: tuple[Node, ...] = ()


@dataclass(slots=True)
class TitleEntry(Node):
    """One `Key: value` of the title page; `text` is the value, its lines joined by newlines."""

    key: str = ""


@dataclass(slots=True)
class SceneHeading(Node):
    """A heading in its parts: `INT. KITCHEN - NIGHT #12#` or `内景 厨房 夜`.

    `place` and `time` are as written (a time only where the last part is one of the
    vocabulary's); `number` is what stands between the `#`s.
    """

    setting: Setting | None = None
    place: str = ""
    place_start: int = 0
    time: str = ""
    time_start: int = 0
    number: str = ""
    forced: bool = False


@dataclass(slots=True)
class Cue(Node):
    """Who speaks; `text` is the line as it stands, `name` without extension and marks.

    `maybe` marks a cue only if the name turns out to be a character's (Chinese forms in `.drama`
    files); where it is not, this node and the dialogue after it are one paragraph of action.
    """

    name: str = ""
    name_start: int = 0
    extension: str = ""
    dual: bool = False
    forced: bool = False
    maybe: bool = False


@dataclass(slots=True)
class Section(Node):
    """A section heading of depth 1 and up."""

    depth: int = 1


@dataclass(slots=True)
class Property:
    """A property of an annotation: canonical `key` (empty if unknown), as written, and value.

    `argument` is what follows the key word (`storm` in `wardrobe storm: wet tunic`).
    """

    key: str
    written: str
    argument: str
    value: str
    start: int
    end: int
    key_start: int
    value_start: int
    value_end: int = 0


class Form(StrEnum):
    """How an annotation is written."""

    LINE = "line"
    NOTE = "note"
    BANG = "bang"


@dataclass(slots=True)
class Annotation(Node):
    """`word: value` with its properties. `word` is canonical (`shot` for 镜头).

    `text` is the value. `argument` is what follows the word before the colon (`en` in
    `sub en: …`). `[value_start, value_end)` is the value in the source, with the line ends and
    indents of a value that goes on over several lines.
    """

    word: str = ""
    argument: str = ""
    value_start: int = 0
    value_end: int = 0
    form: Form = Form.LINE
    properties: tuple[Property, ...] = ()


class Part:
    """A scene's run of nodes, from its heading up to the next; the first has all before it too.

    `written` are the nodes as they were first read, the same object however often an edit before
    them moves them, by which a part is known again; `by` is how many characters further on they
    stand now.
    """

    __slots__ = ("_nodes", "by", "written")

    def __init__(self, written: tuple[Node, ...], by: int = 0) -> None:
        self.written, self.by = written, by
        self._nodes = None if by else written

    @property
    def start(self) -> int:
        """Where the part begins."""
        return self.written[0].start + self.by if self.written else self.by

    @property
    def end(self) -> int:
        """Where the part ends."""
        return self.written[-1].end + self.by if self.written else self.by

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes where they stand now."""
        if self._nodes is None:
            self._nodes = tuple(moved(node, self.by) for node in self.written)
        return self._nodes

    def moved(self, by: int) -> Part:
        """The same part, `by` characters further on."""
        return Part(self.written, self.by + by) if by else self


def cut_at_headings(nodes: Sequence[Node]) -> tuple[Part, ...]:
    """The nodes scene by scene; what stands before the first heading is of the first scene."""
    heads = [place for place, node in enumerate(nodes) if node.kind is Kind.SCENE_HEADING]
    cuts = [0, *heads[1:], len(nodes)] if nodes else []
    return tuple(Part(tuple(nodes[first:last])) for first, last in pairwise(cuts))


class Tree:
    """A file's nodes in source order, which tile its text, and what was found wrong.

    `parts` are the nodes scene by scene. `lines` are those that it was read from, so that reading
    it again after an edit need not cut the text that was; they say nothing that the text does
    not. A tree made of `parts` moves its nodes only when it is asked for them.
    """

    __slots__ = ("_nodes", "_parts", "diagnostics", "lines", "source")

    def __init__(
        self,
        source: Source,
        nodes: tuple[Node, ...] | None = None,
        diagnostics: tuple[Diagnostic, ...] = (),
        lines: Lines | None = None,
        *,
        parts: tuple[Part, ...] | None = None,
    ) -> None:
        self.source, self.diagnostics, self.lines = source, diagnostics, lines
        self._nodes = () if nodes is None and parts is None else nodes
        self._parts = parts

    @property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes in source order."""
        if self._nodes is None:
            self._nodes = tuple(node for part in self._parts or () for node in part.nodes)
        return self._nodes

    @property
    def parts(self) -> tuple[Part, ...]:
        """All nodes in source order, scene by scene."""
        if self._parts is None:
            self._parts = cut_at_headings(self._nodes or ())
        return self._parts

    @property
    def text(self) -> str:
        """The file's text, put together again from the nodes."""
        return "".join(self.source.text[node.start : node.end] for node in self.nodes)

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Tree):
            return NotImplemented
        return (self.source, self.nodes, self.diagnostics) == (
            other.source,
            other.nodes,
            other.diagnostics,
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Tree({self.source!r}, {self.nodes!r}, {self.diagnostics!r})"


def moved(node: Any, by: int) -> Any:
    """A node or a property, and all in it, `by` characters further on."""
    kind = type(node)
    if kind is Node and not node.inner:
        text_start = node.text_start + by if node.kind is not Kind.BLANK else 0
        return Node(node.kind, node.start + by, node.end + by, node.text, text_start)
    read, places = _shape(cast(Hashable, kind))
    values = list(read(node))
    for place in places:
        values[place] += by
    again = kind(*values)
    if isinstance(again, Node) and again.inner:
        again.inner = tuple(moved(each, by) for each in again.inner)
    if isinstance(again, Annotation) and again.properties:
        again.properties = tuple(moved(each, by) for each in again.properties)
    return again


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
