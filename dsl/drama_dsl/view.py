"""A tree comes in; its elements go out as plain data, as `drama ir --tree` prints them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from drama_dsl.source import Source
from drama_dsl.tree import (
    Annotation,
    Cue,
    Kind,
    Node,
    Property,
    SceneHeading,
    Section,
    TitleEntry,
    Tree,
)

_SPEECH = frozenset({Kind.CHARACTER, Kind.PARENTHETICAL, Kind.DIALOGUE, Kind.LYRICS})
_SAID = frozenset({Kind.PARENTHETICAL, Kind.DIALOGUE, Kind.LYRICS})
_COMMENTS = frozenset({Kind.NOTE, Kind.BONEYARD, Kind.ANNOTATION})


def elements(tree: Tree, decided: Collection[int] | None = None) -> list[dict[str, Any]]:
    """The elements of a screenplay in source order, JSON-ready.

    `{"kind", "text", "start", "end"}` of each, `[start, end)` in characters, and what its kind
    has besides. `decided` holds the starts of the `maybe` cues that are cues; the others are
    action (None: all are). Layout is left out, and so are notes within a line, and those between
    the lines of one speech.
    """
    found: list[dict[str, Any]] = []
    nodes = tree.nodes
    index = 0
    while index < len(nodes):
        node = nodes[index]
        if isinstance(node, Cue) and node.maybe and not (decided is None or node.start in decided):
            end = speech_end(nodes, index)
            found.append(_element(as_action(tree.source, nodes[index:end])))
            index = end
            continue
        index += 1
        if node.kind is Kind.BLANK or _is_inside_speech(nodes, index - 1):
            continue
        found.append(_element(node))
    return found


def speech_end(nodes: Sequence[Node], cue: int) -> int:
    """The index behind the last node that the cue at index `cue` makes speech of.

    Annotations and notes between the lines of a speech belong to it; those behind it do not.
    """
    end = index = cue + 1
    while index < len(nodes):
        kind = nodes[index].kind
        if kind in _SAID:
            end = index + 1
        elif kind not in _COMMENTS:
            break
        index += 1
    return end


def as_action(source: Source, nodes: Sequence[Node]) -> Node:
    """The nodes of a `maybe` cue and its speech, read as one paragraph of action."""
    start, end = nodes[0].start, nodes[-1].end
    comments = [node for node in nodes if node.kind in _COMMENTS]
    inner = [child for node in nodes for child in node.inner] + comments
    inner.sort(key=lambda node: node.start)
    pieces: list[str] = []
    cursor = start + source.text.startswith("\ufeff", start)
    for child in inner:
        pieces.append(source.text[cursor : child.start])
        cursor = max(cursor, child.end)
    pieces.append(source.text[cursor:end])
    lines = [line.strip() for line in "".join(pieces).replace("\r", "\n").split("\n")]
    text = "\n".join(line for line in lines if line)
    return Node(Kind.ACTION, start, end, text, nodes[0].text_start, tuple(inner))


def _is_inside_speech(nodes: Sequence[Node], index: int) -> bool:
    """Whether a note or boneyard stands between the lines of one speech."""
    if nodes[index].kind not in (Kind.NOTE, Kind.BONEYARD):
        return False
    before, after = index - 1, index + 1
    while before >= 0 and nodes[before].kind in _COMMENTS:
        before -= 1
    while after < len(nodes) and nodes[after].kind in _COMMENTS:
        after += 1
    if before < 0 or after >= len(nodes):
        return False
    return nodes[before].kind in _SPEECH and nodes[after].kind in _SAID


def _element(node: Node) -> dict[str, Any]:
    """One node as data."""
    element: dict[str, Any] = {
        "kind": str(node.kind),
        "text": node.text,
        "start": node.start,
        "end": node.end,
    }
    element.update(_parts(node))
    if node.inner:
        element["inner"] = [_element(child) for child in node.inner]
    return element


def _parts(node: Node) -> Iterator[tuple[str, Any]]:
    """What a node has besides its text."""
    if isinstance(node, TitleEntry):
        yield "key", node.key
    elif isinstance(node, SceneHeading):
        yield "setting", str(node.setting) if node.setting else None
        yield "place", node.place
        yield "time", node.time
        yield "number", node.number
        yield "forced", node.forced
    elif isinstance(node, Cue):
        yield "name", node.name
        yield "extension", node.extension
        yield "forced", node.forced
        if node.dual:
            yield "dual", True
    elif isinstance(node, Section):
        yield "depth", node.depth
    elif isinstance(node, Annotation):
        yield "word", node.word
        yield "argument", node.argument
        yield "form", str(node.form)
        yield "properties", [_property(found) for found in node.properties]


def _property(found: Property) -> dict[str, Any]:
    return {
        "key": found.key,
        "written": found.written,
        "argument": found.argument,
        "value": found.value,
        "start": found.start,
        "end": found.end,
    }
