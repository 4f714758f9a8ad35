"""A script's nodes come in; its scenes come out as drafts, cut into segments, with every event.

A segment runs to the next `shot:`, transition, or change of light; one without a shot is left
to the coverage.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from drama_compiler.film.drafts import Placed, SceneDraft, Segment
from drama_compiler.film.film import Action, Event, Line, Super, Transition
from drama_compiler.film.prose import flow
from drama_compiler.film.read_place import read_place
from drama_compiler.film.reading import Reading
from drama_compiler.film.resolve_annotations import apply
from drama_compiler.film.resolve_speech import Speech
from drama_compiler.film.words import Daytime, TransitionKind
from drama_dsl.emphasis import plain
from drama_dsl.headings import daytime
from drama_dsl.source import Span
from drama_dsl.tree import Annotation, Cue, Kind, Node, SceneHeading, Section, Setting, Tree
from drama_dsl.view import as_action, speech_end
from drama_grammar import fold, vocabulary

_INTERIOR = {Setting.INTERIOR: True, Setting.EXTERIOR: False}
_LEAVES = (TransitionKind.FADE_OUT, TransitionKind.CUT_TO_BLACK, TransitionKind.FADE_TO_WHITE)
_LAID_ASIDE = frozenset({Kind.BLANK, Kind.TITLE_PAGE, Kind.NOTE, Kind.BONEYARD, Kind.PAGE_BREAK})


CUT = Transition()


@dataclass(frozen=True, slots=True)
class Carried:
    """What one scene hands to the next: the transition and sections so far, its time, its place."""

    transition: Transition = CUT
    section: Mapping[int, str] = field(default_factory=dict)
    time: Daytime | None = None
    location: str = ""


def read_scenes(
    tree: Tree, nodes: Sequence[Node], reading: Reading, entered: Carried, *, last: bool = False
) -> tuple[list[SceneDraft], Carried]:
    """The scenes of a part of a script, never without a segment, and what they hand on.

    Only the part that begins a script can have no scene; where it is the `last` too, it has one.
    """
    reader = _Reader(tree, reading, entered)
    reader.read(nodes)
    if last and not reader.scenes:
        _ = reader.scene
    time, location = entered.time, entered.location
    if reader.scenes:
        time, location = reader.scenes[-1].time, reader.scenes[-1].location
    left = Carried(reader.transition, reader.section, time, location)
    return _headed(reader.scenes), left


def _headed(scenes: list[SceneDraft]) -> list[SceneDraft]:
    """Scenes without the one before the first heading, if nothing is seen in it.

    What sounds there, and the transition, belong to the first scene.
    """
    if len(scenes) < 2 or scenes[0].heading:
        return scenes
    first, second = scenes[0].segments, scenes[1].segments[0]
    events = [each for segment in first for each in segment.events]
    shown = any(isinstance(each.event, Action | Line) for each in events)
    if shown or any(segment.shot for segment in first):
        return scenes
    second.events = [*events, *second.events]
    if second.transition.kind is TransitionKind.CUT:
        second.transition = first[0].transition
    return scenes[1:]


class _Reader:
    """The reading of a part of a script: the scene and segment that it is in, and what is pending.

    `waiting` holds what is heard behind a transition until the next shot is known; None where
    no transition is pending.
    """

    def __init__(self, tree: Tree, reading: Reading, entered: Carried) -> None:
        self.tree, self.reading, self.entered = tree, reading, entered
        self.scenes: list[SceneDraft] = []
        self.transition = entered.transition
        self.waiting: list[Placed] | None = None
        self.section = entered.section
        self.light = self.weather = ""
        self.line: Placed | None = None

    def read(self, nodes: Sequence[Node]) -> None:
        index = 0
        while index < len(nodes):
            node = nodes[index]
            if isinstance(node, Cue):
                index += self._speech(nodes, index)
                continue
            if isinstance(node, SceneHeading):
                self._heading(node)
            elif isinstance(node, Annotation):
                apply(node, self)
            elif node.kind is Kind.BLANK:
                self.line = None
            elif node.kind not in _LAID_ASIDE:
                self._element(node)
            index += 1
        self.settle()

    # -- what a node is ------------------------------------------------------------------

    def _element(self, node: Node) -> None:
        if isinstance(node, Section):
            kept = {depth: text for depth, text in self.section.items() if depth < node.depth}
            self.section = {**kept, node.depth: plain(node.text).strip()}
        elif node.kind is Kind.SYNOPSIS:
            self._synopsis(node)
        elif node.kind is Kind.TRANSITION:
            self._transition(node)
        elif node.kind is Kind.CENTERED:
            if node.text.strip():
                self.place(Super(text=plain(node.text).strip()), self._span(node))
            self._inner(node)
        else:
            self._action(node)

    def _heading(self, node: SceneHeading) -> None:
        place = read_place(node, self.reading)
        before = self.scenes[-1] if self.scenes else self.entered
        self.settle()
        self.light = self.weather = ""
        self.line = None
        self.scenes.append(
            SceneDraft(
                span=self._span(node),
                heading=flow(node.text),
                location=place,
                interior=_INTERIOR.get(node.setting) if node.setting else None,
                time=_time(node, before, place),
                pin=node.number.strip(),
                section=tuple(self.section[depth] for depth in sorted(self.section)),
            )
        )
        self.open(opening=True)
        self._inner(node)

    def _synopsis(self, node: Node) -> None:
        if self.scenes:
            scene = self.scenes[-1]
            scene.synopsis = f"{scene.synopsis} {plain(node.text).strip()}".strip()

    def _transition(self, node: Node) -> None:
        written = fold(node.text).rstrip(" .:。")
        kind = vocabulary().tables["transition"].get(written)
        if kind is None:
            kind = next(
                (
                    vocabulary().tables["transition"][spelling]
                    for spelling in sorted(vocabulary().tables["transition"], key=len, reverse=True)
                    if written.startswith(spelling) or written.endswith(spelling)
                ),
                "cut",
            )
        found = TransitionKind(kind)
        arrives = found in (TransitionKind.CUT, TransitionKind.FADE_IN)
        if not (arrives and self.transition.kind in _LEAVES):
            self.transition = Transition(kind=found)
        self.line = None
        if self.waiting is None:
            self.waiting = []
        self._inner(node)

    def _action(self, node: Node) -> None:
        """A paragraph, in parts where a note inside it begins something."""
        done = 0
        for inner, until in _annotations(node, self.tree.source.text):
            self._paragraph(node.text[done:until], node)
            done = until
            apply(inner, self)
        self._paragraph(node.text[done:], node)

    def _paragraph(self, written: str, node: Node) -> None:
        text = flow(written)
        if node.kind is Kind.LYRICS and text:
            text = f"♪ {text}"
        if text:
            self.action(text, self._span(node))

    def _speech(self, nodes: Sequence[Node], index: int) -> int:
        """A cue with what is said beneath it; how many nodes that were."""
        cue = nodes[index]
        assert isinstance(cue, Cue)
        end = index + 1
        while end < len(nodes) and nodes[end].kind in _SPOKEN:
            end += 1
        if cue.start not in self.reading.speakers:
            end = speech_end(nodes, index)
            self._action(as_action(self.tree.source, nodes[index:end]))
            return end - index
        self._inner(cue)
        speech = Speech(cue, self.reading.speakers[cue.start], self.reading)
        for node in nodes[index + 1 : end]:
            if isinstance(node, Annotation):
                apply(node, self)
                continue
            event = speech.say(node)
            if event is not None:
                self.line = Placed(event, self._span(node))
                self.segment.events.append(self.line)
            self._inner(node)
        return end - index

    def _inner(self, node: Node) -> None:
        for inner in node.inner:
            if isinstance(inner, Annotation):
                apply(inner, self)

    # -- what the annotations need -------------------------------------------------------

    def action(self, text: str, span: Span) -> None:
        """Place a paragraph of action with whom and what it names."""
        named = self.reading.mentions.find(text)
        people = dict.fromkeys(each.entry.id for each in named if each.entry.kind == "character")
        props = dict.fromkeys(each.entry.id for each in named if each.entry.kind == "prop")
        self.reading.scope.used |= {(each.entry.kind, each.entry.id) for each in named}
        event = Action(text=text, characters=tuple(people), props=tuple(props))
        self.segment.events.append(Placed(event, span))

    def place(self, event: Event, span: Span) -> None:
        """Place something heard, or read over the picture, where the reading stands."""
        if self.waiting is not None:
            self.waiting.append(Placed(event, span))
        else:
            self.segment.events.append(Placed(event, span))

    def translate(self, language: str, text: str) -> bool:
        """Give the line above its translation; False where there is no line above."""
        if self.line is None or not isinstance(self.line.event, Line):
            return False
        said = self.line.event.translations
        text = f"{said[language]} {text}" if language in said else text
        translations = {**said, language: text}
        self.line.event = self.line.event.model_copy(update={"translations": translations})
        return True

    def open(self, *, opening: bool = False) -> Segment:
        """Begin a new segment, entered by the transition that is pending."""
        waiting, self.waiting = self.waiting or [], None
        before = self.scenes[-1].segments[-1] if self.scenes[-1].segments else None
        segment = Segment(
            self.light,
            self.weather,
            self.transition,
            events=waiting,
            opening=opening,
            worn=dict(before.worn) if before else {},
        )
        self.transition = CUT
        self.scenes[-1].segments.append(segment)
        return segment

    def settle(self) -> None:
        """End a scene: what waits for a shot that never came belongs to its last one."""
        if self.waiting and self.scenes:
            self.scenes[-1].segments[-1].events += self.waiting
            self.waiting = None

    @property
    def scene(self) -> SceneDraft:
        """The scene that the reading is in; one without a heading where none has begun."""
        if not self.scenes:
            place = self.reading.nowhere()
            span = self.tree.source.span(0, 0)
            self.scenes.append(SceneDraft(span=span, heading="", location=place))
            self.open(opening=True)
        if self.waiting is not None:
            self.open()
        return self.scenes[-1]

    @property
    def segment(self) -> Segment:
        """The segment that the next event falls in."""
        return self.scene.segments[-1]

    def _span(self, node: Node) -> Span:
        text = self.tree.source.text[node.start : node.end]
        start = max(node.start, node.text_start)
        return self.tree.source.span(start, max(start, node.start + len(text.rstrip())))


_SPOKEN = frozenset(
    {Kind.DIALOGUE, Kind.PARENTHETICAL, Kind.LYRICS, Kind.ANNOTATION, Kind.NOTE, Kind.BONEYARD}
)


def _annotations(node: Node, source: str) -> Iterator[tuple[Annotation, int]]:
    """The annotations in a paragraph, each with the place in the node's text where it stood.

    Text and source have the same signs in the same order, blanks and comments apart.
    """
    cursor, place = node.text_start, 0
    for inner in node.inner:
        letters = sum(not sign.isspace() for sign in source[cursor : inner.start])
        while letters and place < len(node.text):
            letters -= not node.text[place].isspace()
            place += 1
        cursor = max(cursor, inner.end)
        if isinstance(inner, Annotation):
            yield inner, place


def _time(node: SceneHeading, before: SceneDraft | Carried, place: str) -> Daytime:
    """The time of day that a heading says; CONTINUOUS and the like take it from the scene before.

    So does a heading without a time at the place of the scene before.
    """
    said = daytime(node.time) if node.time else None
    if said is not None:
        return Daytime(said)
    if before.time is not None and (node.time or before.location == place):
        return before.time
    return Daytime.DAY
