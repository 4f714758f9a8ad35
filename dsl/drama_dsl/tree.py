"""A script as nodes that tile its text: every character is in exactly one node, in order.

The tree of one file knows no other file. What only declarations can decide (is this Chinese
line a cue?) is left as `maybe_cue` with both readings, and resolving decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

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


@dataclass(slots=True)
class Tree:
    """A file's nodes in source order, which tile its text, and what was found wrong.

    `lines` are those that it was read from, so that reading it again after an edit need not cut
    the text that was; they say nothing that the text does not.
    """

    source: Source
    nodes: tuple[Node, ...]
    diagnostics: tuple[Diagnostic, ...] = field(default=())
    lines: Lines | None = field(default=None, repr=False, compare=False)

    @property
    def text(self) -> str:
        """The file's text, put together again from the nodes."""
        return "".join(self.source.text[node.start : node.end] for node in self.nodes)

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes)
