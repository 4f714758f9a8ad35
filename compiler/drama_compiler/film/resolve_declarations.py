"""Declarations come in, the script's first; a scope of everything that they declare comes out.

What the script declares beats what a used file declares. One name twice in one file, or in two
used files, is one diagnostic with both places, and the first holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from drama_compiler.film.film import Character, Location, Prop, Style
from drama_compiler.film.prose import flow
from drama_compiler.film.scope import Preset, Scope
from drama_dsl.annotations import raw_value
from drama_dsl.diagnostic import Diagnostic, Help, Label, error
from drama_dsl.emphasis import plain
from drama_dsl.shot import parse_shot
from drama_dsl.source import Source, Span
from drama_dsl.tree import Annotation, Node, Property
from drama_grammar import fold, vocabulary

DECLARED = ("character", "location", "prop", "style")
"""The annotation words that declare a thing with a name."""

_LIST = re.compile(r"[,，、;；\n]+")
_PRESET = re.compile(r"\s*([^=＝]+?)\s*[=＝]\s*")


def all_annotations(nodes: Sequence[Node]) -> Iterator[Annotation]:
    """Every annotation in story order, notes within other elements too."""
    for node in nodes:
        if isinstance(node, Annotation):
            yield node
        elif node.inner:
            yield from all_annotations(node.inner)


def declarations(nodes: Sequence[Node]) -> list[Annotation]:
    """The annotations that declare something, in story order."""
    return [each for each in all_annotations(nodes) if each.word in (*DECLARED, "preset")]


def declare(
    script: str, declared: Iterable[tuple[Annotation, Source]]
) -> tuple[Scope, list[Diagnostic]]:
    """Everything declared in the script's file (first) and the files that it uses."""
    scope = Scope(script=script)
    found: list[Diagnostic] = []
    for annotation, source in declared:
        if annotation.word == "preset":
            found += _declare_preset(scope, annotation, source)
        else:
            found += _declare(scope, annotation, source)
    return scope, found


def _declare(scope: Scope, annotation: Annotation, source: Source) -> list[Diagnostic]:
    name = " ".join(plain(annotation.text).strip(" \t　`").split())
    span = name_span(annotation, source)
    kind = annotation.word
    if not name:
        return []  # The parser has said so.
    known = scope.find(kind, name)
    if known is not None:
        return _duplicate(scope, kind, known, name, span)
    id = scope.new_id(kind, name)
    fields, found = _fields(annotation, source)
    if kind == "character":
        scope.characters[id] = Character(id=id, name=name, declared=True, **fields)
        for alias in fields.get("aliases", ()):
            other = scope.find(kind, alias)
            if other is not None:
                found += _duplicate(scope, kind, other, alias, span)
    elif kind == "location":
        scope.locations[id] = Location(id=id, name=name, declared=True, **fields)
    elif kind == "prop":
        scope.props[id] = Prop(id=id, name=name, declared=True, **fields)
    else:
        scope.styles[id] = Style(id=id, name=name, **fields)
    scope.spans[kind, id] = span
    scope.spell(kind, id, (name, *fields.get("aliases", ())))
    return list(found)


def name_span(annotation: Annotation, source: Source) -> Span:
    """Where an annotation's value stands, without the blanks at its ends; its word if empty."""
    text = source.text[annotation.value_start : annotation.value_end]
    start = annotation.value_start + len(text) - len(text.lstrip())
    end = annotation.value_start + len(text.rstrip())
    if start < end:
        return source.span(start, end)
    return source.span(annotation.start, max(annotation.start + 1, annotation.value_start))


def _fields(annotation: Annotation, source: Source) -> tuple[dict[str, Any], list[Diagnostic]]:
    """The properties of a declaration as fields of its value; said twice, the last one holds."""
    fields: dict[str, Any] = {}
    found: list[Diagnostic] = []
    tables = {"wardrobe": "wardrobes", "variant": "variants"}
    for each in annotation.properties:
        value = flow(each.value)
        if not each.key:
            continue
        if each.key in tables:
            if not each.argument.strip():
                found.append(_no_argument(each, source))
                continue
            fields.setdefault(tables[each.key], {})[fold(each.argument)] = value
        elif each.key in ("alias", "refs"):
            parts = tuple(part.strip() for part in _LIST.split(plain(each.value)) if part.strip())
            key = "aliases" if each.key == "alias" else "refs"
            fields[key] = (*fields.get(key, ()), *parts)
        else:
            fields[each.key] = value
    return fields, found


def _declare_preset(scope: Scope, annotation: Annotation, source: Source) -> list[Diagnostic]:
    match = _PRESET.match(raw_value(source, annotation))
    if not match or fold(match[1]) in vocabulary().shot_words:
        return []  # The parser has said so.
    key = fold(match[1])
    start = annotation.value_start + match.start(1)
    name_at = source.span(start, start + len(match[1]))
    if key in scope.presets:
        first = scope.presets[key].span
        return [] if _beats(scope, first, name_at) else [_twice("preset", match[1], name_at, first)]
    text = raw_value(source, annotation)[match.end() :]
    start = annotation.value_start + match.end()
    clauses, found = parse_shot(text, start, source, lenient=False)
    scope.presets[key] = Preset(match[1], clauses, name_at)
    return list(found)


def _duplicate(scope: Scope, kind: str, id: str, name: str, span: Span) -> list[Diagnostic]:
    first = scope.spans[kind, id]
    return [] if _beats(scope, first, span) else [_twice(kind, name, span, first)]


def _beats(scope: Scope, first: Span, second: Span) -> bool:
    """Whether the second is silently beaten: the first is the script's own, it a used file's."""
    return first.file == scope.script != second.file


def _twice(kind: str, name: str, span: Span, first: Span) -> Diagnostic:
    return error(
        "duplicate-declaration",
        f"`{name}` is declared twice",
        span,
        f"a second {kind} of this name",
        secondary=(Label(first, "first declared here"),),
        helps=(Help("keep one of the two, or give one another name"),),
    )


def _no_argument(each: Property, source: Source) -> Diagnostic:
    return error(
        "property-without-name",
        f"a {each.key} needs a name before its colon",
        source.span(each.key_start, each.value_start),
        "no name here",
        helps=(Help(f"write it as `{each.written} storm: …`"),),
    )
