"""A tree comes in; the screenplay's elements come out, every speech whole and the dual ones paired.

What only a compiler reads (declarations) and what the writer has struck out (boneyards) is left
behind; notes and the annotations of scenes stay, for those who print them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from drama_dsl.emphasis import Run, emphasis
from drama_dsl.source import Source
from drama_dsl.tree import (
    Annotation,
    Cue,
    Form,
    Kind,
    Node,
    SceneHeading,
    Section,
    TitleEntry,
    Tree,
)
from drama_dsl.view import as_action, speech_end
from drama_grammar import fold, vocabulary

DECLARATIONS = frozenset({"character", "location", "prop", "style", "preset", "use"})
"""Annotations that belong to no scene, and so to no printed page."""

_DOUBLED = re.compile(r"(?<=\S)[ \t]{2,}(?=\S)")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One element; `text` has Fountain's emphasis marks, its lines are parted by newlines.

    `number` is a heading's scene number, `depth` a section's. `notes` are the texts of the notes
    within it, without their brackets. `start` is where it begins in the source.
    """

    kind: Kind
    text: str
    start: int
    number: str = ""
    depth: int = 0
    notes: tuple[str, ...] = ()

    @property
    def runs(self) -> tuple[Run, ...]:
        """The text with its marks taken out, as runs of one style."""
        return emphasis(self.text)

    @property
    def plain(self) -> str:
        """The text without its marks."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Speech:
    """A cue (`NAME (EXTENSION)`) and what stands beneath it: words, parentheticals, notes."""

    cue: Paragraph
    said: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class DualSpeech:
    """Two speeches at the same time."""

    left: Speech
    right: Speech


Element = Paragraph | Speech | DualSpeech


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A screenplay to be printed.

    `title` holds the entries of the title page by canonical key (`author` for 编剧; a key without
    a meaning as it is written), in their order, with emphasis marks. `elements` are in the order
    of the script.
    """

    title: tuple[tuple[str, str], ...]
    elements: tuple[Element, ...]


def read_manuscript(tree: Tree, cues: Collection[int] | None = None) -> Manuscript:
    """The screenplay of a tree; `cues` holds the starts of the `maybe` cues that are cues.

    Without `cues`, all are.
    """
    title: list[tuple[str, str]] = []
    elements: list[Element] = []
    nodes = tree.nodes
    index = 0
    while index < len(nodes):
        node = nodes[index]
        index += 1
        if isinstance(node, TitleEntry):
            key = vocabulary().tables["title"].get(fold(node.key), node.key)
            title.append((key, node.text))
        elif isinstance(node, Cue):
            end = _with_translations(nodes, speech_end(nodes, index - 1))
            if node.maybe and cues is not None and node.start not in cues:
                action = as_action(tree.source, nodes[index - 1 : end])
                elements.append(_paragraph(action, tree.source))
            else:
                _add_speech(elements, node, nodes[index:end], tree.source)
            index = end
        elif node.kind not in (Kind.BLANK, Kind.BONEYARD) and not _declares(node):
            elements.append(_paragraph(node, tree.source))
    return Manuscript(tuple(title), tuple(elements))


def _with_translations(nodes: Sequence[Node], end: int) -> int:
    """The index behind the translations that stand right beneath a speech ending at `end`."""
    while end < len(nodes):
        node = nodes[end]
        if not isinstance(node, Annotation) or node.word != "sub":
            break
        end += 1
    return end


def _declares(node: Node) -> bool:
    return isinstance(node, Annotation) and node.word in DECLARATIONS


def _add_speech(elements: list[Element], cue: Cue, said: Sequence[Node], source: Source) -> None:
    """Adds a speech, or pairs it with the one before; notes between the two go before both."""
    kept = tuple(
        _paragraph(node, source)
        for node in said
        if node.kind is not Kind.BONEYARD and not _declares(node)
    )
    speech = Speech(_paragraph(cue, source), kept)
    if cue.dual:
        before = len(elements) - 1
        while before >= 0 and _is_comment(elements[before]):
            before -= 1
        left = elements[before] if before >= 0 else None
        if isinstance(left, Speech):
            del elements[before]
            elements.append(DualSpeech(left, speech))
            return
    elements.append(speech)


def _is_comment(element: Element) -> bool:
    return isinstance(element, Paragraph) and element.kind in (Kind.NOTE, Kind.ANNOTATION)


def _paragraph(node: Node, source: Source) -> Paragraph:
    notes = tuple(
        _comment(child, source) for child in node.inner if child.kind is not Kind.BONEYARD
    )
    # Where a note stood in a line, the blanks on both its sides are left.
    text = _DOUBLED.sub(" ", node.text) if node.inner else node.text
    found = Paragraph(node.kind, text, node.start, notes=notes)
    if isinstance(node, Annotation):
        return replace(found, text=_comment(node, source), notes=())
    if isinstance(node, Cue):
        return replace(found, text=text.rstrip("^＾ \t　"))
    if isinstance(node, SceneHeading):
        return replace(found, number=node.number)
    if isinstance(node, Section):
        return replace(found, depth=node.depth)
    return found


def _comment(node: Node, source: Source) -> str:
    """What stands between the brackets of a note, or would if an annotation were one."""
    if not isinstance(node, Annotation):
        return node.text
    if node.form is Form.NOTE:
        return source.text[node.start : node.end].strip()[2:-2].strip()
    word = " ".join(part for part in (node.word.upper(), node.argument) if part)
    parts = [f"{word}: {_escaped(node.text)}"]
    parts += [
        f"{' '.join(part for part in (each.written, each.argument) if part)}: "
        f"{_escaped(each.value)}"
        for each in node.properties
    ]
    return " | ".join(parts)


def _escaped(text: str) -> str:
    flat = " ".join(text.split())
    return flat.replace("|", "\\|").replace("]", "\\]")
