"""A tree comes in; where its notes allow what would be warned of comes out.

`[[allow: jump-cut]]` holds for the shot it stands in, or right above; in or under a heading for
the scene; on the line above a declaration for it; elsewhere before the first heading for the
whole script.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from drama_dsl.diagnostic import Diagnostic, Edit, Fix, Help, Severity, warning
from drama_dsl.source import Source, Span
from drama_dsl.suggest import suggest
from drama_dsl.tree import Annotation, Kind, Node, SceneHeading, Tree

_ALLOW = re.compile(r"(?:allow|允许)\s*[:：]", re.IGNORECASE)
_NAME = re.compile(r"[^\s,，、;；|]+")
_DECLARES = frozenset({"character", "location", "prop", "style", "preset"})
_HEADING = Kind.SCENE_HEADING
_LAYOUT = frozenset({Kind.BLANK, Kind.NOTE, Kind.BONEYARD})


@dataclass(frozen=True, slots=True)
class Allowance:
    """A rule that is allowed to be broken between two characters of a file.

    `place` is where its name is written.
    """

    code: str
    where: Span
    place: Span


def read_allowances(trees: Sequence[Tree]) -> list[Allowance]:
    """The allowances of all files."""
    return [each for tree in trees if _speaks(tree.source) for each in _of_tree(tree)]


def without_allowed(
    found: Iterable[Diagnostic], allowances: Sequence[Allowance]
) -> Iterator[Diagnostic]:
    """What is left of `found`; an error is never allowed."""
    reach = _reach(allowances)
    for each in found:
        if each.severity is not Severity.ERROR and each.primary is not None:
            span = each.primary.span
            parts = reach.get((each.code, span.file), [])
            place = bisect_right(parts, span.start, key=lambda part: part[0]) - 1
            if place >= 0 and span.start < parts[place][1]:
                continue
        yield each


def unknown_rules(allowances: Sequence[Allowance], known: Collection[str]) -> Iterator[Diagnostic]:
    """A warning for each name that no diagnostic has."""
    for each in allowances:
        if each.code in known:
            continue
        meant = suggest(each.code, sorted(known))
        helps = (
            (Help(f"did you mean `{meant}`?", Fix((Edit(each.place, meant),))),) if meant else ()
        )
        message = f"no rule is called `{each.code}`"
        yield warning("unknown-rule", message, each.place, "allows nothing", helps=helps)


def _reach(allowances: Sequence[Allowance]) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """Where each code is allowed in each file: parts in order that do not overlap."""
    reach: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for each in sorted(allowances, key=lambda one: one.where):
        parts = reach.setdefault((each.code, each.where.file), [])
        if parts and each.where.start <= parts[-1][1]:
            parts[-1] = (parts[-1][0], max(parts[-1][1], each.where.end))
        else:
            parts.append((each.where.start, each.where.end))
    return reach


def _speaks(source: Source) -> bool:
    """Whether a file has anything that looks like an allowance: most have none."""
    text = source.text
    return "[[" in text and ("allow" in text.lower() or "允许" in text)


def _of_tree(tree: Tree) -> Iterator[Allowance]:
    regions = _Regions(tree)
    for index, node in enumerate(tree.nodes):
        for note in (node, *node.inner):
            match = _ALLOW.match(note.text) if note.kind is Kind.NOTE else None
            if match is None:
                continue
            where = regions.of(index)
            names = note.text[match.end() :].partition("|")[0]
            for name in _NAME.finditer(names):
                start = note.text_start + match.end() + name.start()
                place = tree.source.span(start, start + len(name[0]))
                yield Allowance(name[0].lower(), where, place)


class _Regions:
    """A file cut where something begins that a note can be about."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._end = len(tree.source.text)
        nodes = list(tree.nodes)
        self._starts = [0, *(each.start for each in nodes if _begins(each)), self._end]
        self._before, self._after = _neighbours(nodes)
        self._scenes = [each.start for each in nodes if isinstance(each, SceneHeading)]

    def of(self, index: int) -> Span:
        """What the note that is, or is in, the node at `index` is about."""
        nodes = self._tree.nodes
        node = nodes[index]
        before, after = self._before[index], self._after[index]
        if node.kind is not Kind.NOTE:
            return self._scene(node.start) if isinstance(node, SceneHeading) else self._at(node)
        if before >= 0 and isinstance(nodes[before], SceneHeading):
            return self._scene(nodes[before].start)
        follows = nodes[after] if after < len(nodes) else None
        close = after == index + 1 or not _declares(follows)
        if follows is not None and close and _begins(follows) and follows.kind is not _HEADING:
            return self._at(follows)._replace(start=node.start)
        if not self._scenes or node.start < self._scenes[0]:
            return self._tree.source.span(0, self._end)
        return self._at(node)

    def _at(self, node: Node) -> Span:
        """The region that a node stands in; a declaration is one of its own."""
        if _declares(node):
            return self._tree.source.span(node.start, node.end)
        place = bisect_right(self._starts, node.start)
        end = self._starts[place] if place < len(self._starts) else self._end
        return self._tree.source.span(self._starts[place - 1], end)

    def _scene(self, start: int) -> Span:
        place = bisect_right(self._scenes, start)
        end = self._scenes[place] if place < len(self._scenes) else self._end
        return self._tree.source.span(start, end)


def _neighbours(nodes: Sequence[Node]) -> tuple[list[int], list[int]]:
    """The nodes before and behind each that are no layout, by place; -1 and the end for none."""
    before, after = [-1] * len(nodes), [len(nodes)] * len(nodes)
    for place in range(1, len(nodes)):
        layout = nodes[place - 1].kind in _LAYOUT
        before[place] = before[place - 1] if layout else place - 1
    for place in range(len(nodes) - 2, -1, -1):
        layout = nodes[place + 1].kind in _LAYOUT
        after[place] = after[place + 1] if layout else place + 1
    return before, after


def _begins(node: Node) -> bool:
    """Whether a node begins a scene, a shot or a declaration."""
    if isinstance(node, Annotation):
        return node.word == "shot" or node.word in _DECLARES
    return isinstance(node, SceneHeading) or node.kind is Kind.TRANSITION


def _declares(node: Node | None) -> bool:
    return isinstance(node, Annotation) and node.word in _DECLARES
