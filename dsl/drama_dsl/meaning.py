"""A tree comes in; what each of its elements says goes out, its layout left out.

Two scripts that say the same make the same film. Formatting is checked against `said`, which
keeps every mark; changing a script's dialect against `told`, which knows elements only.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from drama_dsl.annotations import raw_value
from drama_dsl.source import Source
from drama_dsl.tree import (
    Annotation,
    Cue,
    Kind,
    Node,
    SceneHeading,
    Section,
    TitleEntry,
    Tree,
)
from drama_dsl.view import as_action, speech_end
from drama_grammar import fold

Said = tuple[Any, ...]
"""What one element says, to be compared with another's."""

_LIST = re.compile(r"\s*[,，、;；\n]+\s*")
_COMMENTS = frozenset({Kind.NOTE, Kind.BONEYARD})


def said(node: Node, source: Source) -> Said:
    """What a node says with every mark that it is written with; only blanks make no difference."""
    inner = tuple(said(child, source) for child in node.inner) if node.inner else ()
    kind = node.kind
    if kind is Kind.SCENE_HEADING:
        return kind, _single(node.text), _parts(node), inner
    if kind is Kind.CHARACTER:
        return kind, "".join(node.text.split()), _parts(node), inner
    if kind in _COMMENTS:
        return kind, _lines(node.text)
    if isinstance(node, Annotation):
        raw = "" if inner else _single(raw_value(source, node))
        return kind, node.form, node.word, node.argument, node.text, raw, _properties(node), inner
    return kind, node.text, _parts(node), inner


def told(tree: Tree, speakers: Collection[str]) -> Iterator[tuple[int, int, Said]]:
    """The elements of a script in either dialect: where each begins and ends, and what it says.

    `speakers` are the folded names of declared characters, by which cues are known that only
    may be some. Blank lines are left out, and with them how an element is forced.
    """
    nodes = tree.nodes
    sure = sure_names(nodes) | frozenset(speakers)
    index = 0
    while index < len(nodes):
        node = nodes[index]
        end = index + 1
        if isinstance(node, Cue) and node.maybe and fold(node.name) not in sure:
            end = speech_end(nodes, index)
            text = as_action(tree.source, nodes[index:end])
            yield node.start, nodes[end - 1].end, _neutral(text, tree.source)
        elif node.kind is not Kind.BLANK:
            yield node.start, node.end, _neutral(node, tree.source)
        index = end


def sure_names(nodes: Sequence[Node]) -> frozenset[str]:
    """The folded names of those whose cues are cues in any case."""
    return frozenset(fold(node.name) for node in nodes if isinstance(node, Cue) and not node.maybe)


def declared_names(nodes: Sequence[Node]) -> frozenset[str]:
    """The folded names and aliases of the characters that a script declares itself."""
    people = [node for node in nodes if isinstance(node, Annotation) and node.word == "character"]
    names = {fold(" ".join(node.text.split())) for node in people}
    for found in (each for node in people for each in node.properties if each.key == "alias"):
        names |= {fold(name) for name in _LIST.split(found.value)}
    return frozenset(names)


def _neutral(node: Node, source: Source) -> Said:
    """What a node says in any dialect: no marks, no form."""
    inner = tuple(_neutral(child, source) for child in node.inner) if node.inner else ()
    if isinstance(node, Annotation):
        return "annotation", node.word, node.argument, _clauses(node, source), _properties(node)
    if isinstance(node, Cue):
        name, extension = _single(node.name), _single(node.extension)
        return node.kind, name, extension, node.dual, inner
    if isinstance(node, SceneHeading):
        parts = (node.setting, _single(node.place), _single(node.time), node.number)
        return node.kind, _single(node.text), parts, inner
    if node.kind in _COMMENTS:
        return node.kind, _lines(node.text)
    return node.kind, node.text.strip(), _parts(node), inner


def _clauses(node: Annotation, source: Source) -> Any:
    """The value of an annotation: of a shot its clauses, for a note reads them leniently."""
    if node.word in ("cast", "preset"):
        return node.text, "".join(raw_value(source, node).split())
    if node.word != "shot":
        return node.text
    from drama_dsl.shot import shot_clauses

    clauses, _ = shot_clauses(node, source)
    return node.text, tuple(_placeless(clause) for clause in clauses)


def _placeless(value: Any) -> Any:
    """A clause without where it stands."""
    if is_dataclass(value):
        found = [field.name for field in fields(value) if field.name not in ("start", "end")]
        return type(value).__name__, *(_placeless(getattr(value, name)) for name in found)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        names = [name for name in value._fields if name not in ("start", "end")]
        return type(value).__name__, *(_placeless(getattr(value, name)) for name in names)
    if isinstance(value, tuple | list):
        return tuple(map(_placeless, value))
    return _single(value) if isinstance(value, str) else value


def _parts(node: Node) -> Said:
    """What a node of its kind has besides its text."""
    if isinstance(node, SceneHeading):
        place, time = _single(node.place), _single(node.time)
        return node.setting, place, time, node.number, node.forced
    if isinstance(node, Cue):
        return _single(node.name), _single(node.extension), node.dual, node.forced, node.maybe
    if isinstance(node, TitleEntry):
        return (node.key,)
    return (node.depth,) if isinstance(node, Section) else ()


def _properties(node: Annotation) -> Said:
    return tuple(
        (found.key, _single(found.written), found.argument, found.value)
        for found in node.properties
    )


def _lines(text: str) -> str:
    """A comment's text without the blanks at the ends of its lines."""
    return "\n".join(line.rstrip() for line in text.splitlines())


def _single(text: str) -> str:
    """A text with single blanks."""
    return " ".join(text.split())
