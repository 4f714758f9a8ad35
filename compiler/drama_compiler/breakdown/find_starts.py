"""A script's tree and the shots of its scenes come in; where in the text each shot begins comes
out.

Events hold no offsets, and coverage parts paragraphs and speeches, so the text is read along
with the events, letter by letter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from drama_compiler.film.film import Action, Line, Shot
from drama_dsl.tree import Annotation, Cue, Kind, Node, Tree

MARKS = frozenset("*_\\~～!！△♪")
"""What stands in a script's text, or in an event's, and not in the other."""

_ASIDE = frozenset({Kind.BLANK, Kind.NOTE, Kind.BONEYARD, Kind.ANNOTATION})
_SPOKEN = frozenset({Kind.DIALOGUE, Kind.PARENTHETICAL, Kind.LYRICS}) | _ASIDE - {Kind.BLANK}


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text that is seen or said: a paragraph of action, or a speech up to a break.

    `lead` is where a line put before it would stand: at its cue or parenthetical, if it has one;
    `opens` tells whether nothing of its speech stands before that.
    `letters` are its characters other than blanks and comments, with their offsets.
    """

    node: Node
    lead: int
    speech: bool
    opens: bool
    letters: tuple[tuple[str, int], ...]


class Start(NamedTuple):
    """Where a shot begins: at `offset` in `passage`, or where `whole` before all of it.

    For a shot in which nothing is seen or said (`empty`), where the one before ends; with no
    passage where there is none before.
    """

    shot: Shot
    passage: Passage | None
    offset: int
    whole: bool
    empty: bool


def passages(tree: Tree, decided: frozenset[int], starts: Sequence[int]) -> list[list[Passage]]:
    """The passages of each scene; `starts` are the offsets of scenes, `decided` those of the
    cues that only may have been some, and are.
    """
    scenes: list[list[Passage]] = [[] for _ in starts]
    nodes, index, scene = tree.nodes, 0, 0
    while index < len(nodes):
        node = nodes[index]
        while scene + 1 < len(starts) and starts[scene + 1] < node.end:
            scene += 1
        end = index + 1
        if isinstance(node, Cue):
            while end < len(nodes) and nodes[end].kind in _SPOKEN:
                end += 1
            group = nodes[index:end]
            spoken = bool(node.name) and (not node.maybe or node.start in decided)
            found = _speech(tree, group) if spoken else [_paragraph(tree, group)]
        else:
            plain = node.kind in (Kind.ACTION, Kind.LYRICS)
            found = [_paragraph(tree, (node,))] if plain else []
        if scenes:
            scenes[scene] += [each for each in found if each.letters]
        index = end
    return scenes


def find_starts(
    shots: Sequence[Shot], told: Sequence[Passage], heading_end: int, heard: Mapping[str, Node]
) -> list[Start] | None:
    """Where each shot of a scene begins; None where text and events do not go together.

    A shot that is in `heard`, by id, begins before that node instead.
    """
    starts: list[Start] = []
    place = at = 0
    last: Passage | None = None
    end = heading_end
    for shot in shots:
        begun = False
        for event in shot.events:
            if not isinstance(event, Action | Line):
                continue
            while place < len(told) and _rest_is_marks(told[place], at):
                place, at = place + 1, 0
            found = _match(event.text, told[place], at) if place < len(told) else None
            if found is None:
                return None
            first, after = found
            passage = told[place]
            if not begun:
                before = heard.get(shot.id)
                starts.append(
                    _start(shot, passage, first, at) if before is None else _before(shot, before)
                )
                begun = True
            last, at, end = passage, after, passage.letters[after - 1][1] + 1
        if not begun:
            starts.append(Start(shot, last, end, whole=False, empty=True))
    return starts


def _speech(tree: Tree, group: Sequence[Node]) -> list[Passage]:
    """What a cue's nodes say; the first passage begins at the cue, unless something is told to
    begin in between.
    """
    found: list[Passage] = []
    lead: int | None = group[0].start
    for node in group[1:]:
        if node.kind in (Kind.DIALOGUE, Kind.LYRICS):
            begin = node.start if lead is None else lead
            letters = _letters(tree, node.text_start, node.end, node.inner)
            found.append(Passage(node, begin, True, lead == group[0].start, letters))
            lead = None
        elif node.kind is Kind.PARENTHETICAL:
            lead = node.start if lead is None else lead
        elif isinstance(node, Annotation):
            lead = None
    return found


def _paragraph(tree: Tree, nodes: Sequence[Node]) -> Passage:
    first = nodes[0]
    letters = [
        letter
        for node in nodes
        if node.kind not in _ASIDE
        for letter in _letters(tree, node.start, node.end, node.inner)
    ]
    return Passage(first, first.start, False, True, tuple(letters))


def _letters(
    tree: Tree, start: int, end: int, inner: Sequence[Node]
) -> tuple[tuple[str, int], ...]:
    text = tree.source.text
    found: list[tuple[str, int]] = []
    for comment in sorted(inner, key=lambda node: node.start):
        found += _visible(text, start, comment.start)
        start = max(start, comment.end)
    return (*found, *_visible(text, start, end))


def _visible(text: str, start: int, end: int) -> list[tuple[str, int]]:
    return [
        (sign, offset)
        for offset, sign in enumerate(text[start:end], start)
        if not sign.isspace() and sign != "\ufeff"
    ]


def _rest_is_marks(passage: Passage, at: int) -> bool:
    return all(sign in MARKS for sign, _ in passage.letters[at:])


def _match(text: str, passage: Passage, at: int) -> tuple[int, int] | None:
    """The indices of the first letter of `text` and of what is behind its last one."""
    letters, first = passage.letters, -1
    for sign in text:
        if sign.isspace():
            continue
        if sign == "♪" and (at >= len(letters) or letters[at][0] != "♪"):
            continue
        while at < len(letters) and letters[at][0] != sign:
            if letters[at][0] not in MARKS:
                return None
            at += 1
        if at >= len(letters):
            return None
        first = at if first < 0 else first
        at += 1
    return (first, at) if first >= 0 else None


def _before(shot: Shot, node: Node) -> Start:
    passage = Passage(node, node.start, False, False, ())
    return Start(shot, passage, node.start, whole=True, empty=False)


def _start(shot: Shot, passage: Passage, first: int, before: int) -> Start:
    """A start at letter `first`, with the marks of emphasis that open right before it."""
    whole = all(sign in MARKS for sign, _ in passage.letters[:first])
    index = first
    while index > before:
        sign, offset = passage.letters[index - 1]
        follows = offset + 1 == passage.letters[index][1]
        if sign not in MARKS or not follows:
            break
        index -= 1
    if index == before and before and first > before:
        # Marks with a letter on both sides close what is before them.
        index = first
    return Start(shot, passage, passage.letters[index][1], whole, empty=False)
