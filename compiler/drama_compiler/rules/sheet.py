"""A film with its trees comes in; a continuity sheet comes out: what the writer said of each shot.

It is what a script supervisor keeps: the shots as written, where each stands, where time passes
between two of them, and what is told to happen. Implied coverage is on it only as a picture.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

from drama_compiler.film.clock import CASELESS
from drama_compiler.film.film import Film, Scene, Shot, Subject
from drama_compiler.film.index import FilmIndex, index_film
from drama_compiler.film.scene_memo import SceneMemo
from drama_dsl.clauses import Clause, ShotClauses, Words
from drama_dsl.clauses import Size as SaidSize
from drama_dsl.headings import daytime
from drama_dsl.shot import shot_clauses
from drama_dsl.source import Span
from drama_dsl.tree import Annotation, Kind, Node, SceneHeading, Tree
from drama_grammar import fold, vocabulary

_WORDS = re.compile(r"[^\w']+")
_Each = TypeVar("_Each", bound=Node)


@dataclass(frozen=True, slots=True)
class Listing:
    """A `cast:` line: its value's place and text, and whom it lists, by id."""

    span: Span
    text: str
    characters: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A film before its passes, with its places in the script, and its trees.

    `trees` has the script first. A rule asks it; it judges nothing. `memo` is for what a rule of
    the whole film finds in each scene.
    """

    film: Film
    origins: Mapping[str, Span]
    trees: Sequence[Tree]
    memo: SceneMemo = field(default_factory=SceneMemo)

    @cached_property
    def index(self) -> FilmIndex:
        """The film by id."""
        return index_film(self.film)

    @cached_property
    def headings(self) -> Mapping[str, SceneHeading]:
        """The heading of each scene that has one, by the scene's id."""
        at = {max(each.start, each.text_start): each for each in self._nodes(SceneHeading)}
        return {
            scene.id: at[self.origins[scene.id].start]
            for scene in self.film.scenes
            if scene.id in self.origins and self.origins[scene.id].start in at
        }

    def said_shots(self, scene: Scene) -> list[Shot]:
        """The shots of a scene that the writer wrote, without those that reuse a picture."""
        return [shot for shot in scene.shots if not shot.implied and shot.reuse is None]

    def cuts(self, scene: Scene) -> Iterator[tuple[Shot, Shot]]:
        """Every plain cut between two written shots that stand next to each other."""
        for before, after in pairwise(scene.shots):
            if before.implied or after.implied or self.time_passes(before, after):
                continue
            yield before, after

    def time_passes(self, before: Shot, after: Shot) -> bool:
        """Whether a transition is written between two shots: a cut alone needs no line."""
        first, second = self.origins.get(before.id), self.origins.get(after.id)
        if first is None or second is None:
            return True
        place = bisect_right(self._transitions, first.start)
        return place < len(self._transitions) and self._transitions[place] < second.start

    def clauses(self, shot: Shot) -> ShotClauses:
        """What a written shot says, clause by clause, with places; nothing for other shots."""
        node = (
            self._shot_lines.get(self.origins[shot.id].start) if shot.id in self.origins else None
        )
        return shot_clauses(node, self.trees[0].source)[0] if node else ()

    def clause(self, shot: Shot, kind: type[Clause]) -> Span:
        """The place of a shot's first clause of a kind; of the whole shot where it has none."""
        for each in self.clauses(shot):
            if isinstance(each, kind):
                return self.trees[0].source.span(each.start, each.end)
        return self.origins[shot.id]

    def says_size(self, shot: Shot) -> bool:
        """Whether the writer chose the size, in the shot or by a preset."""
        return any(
            isinstance(each, SaidSize)
            or (isinstance(each, Words) and fold(each.phrase.text).startswith(self._presets))
            for each in self.clauses(shot)
        )

    def goes_on(self, scene: Scene) -> bool:
        """Whether a heading says that the scene goes on from the one before: `CONTINUOUS`."""
        heading = self.headings.get(scene.id)
        return heading is not None and goes_on(heading)

    def says_time(self, scene: Scene) -> bool:
        """Whether a heading says a time of day itself."""
        heading = self.headings.get(scene.id)
        return heading is not None and bool(heading.time) and daytime(heading.time) is not None

    def states(self, scene: Scene, word: str) -> list[Annotation]:
        """The `light:` or `weather:` lines of a scene."""
        return [each for each in self._within(scene) if each.word == word]

    def listings(self, scene: Scene) -> list[Listing]:
        """The `cast:` lines of a scene."""
        source = self.trees[0].source
        return [
            Listing(
                source.span(each.value_start, max(each.value_start, each.value_end)),
                source.text[each.value_start : each.value_end],
                self._named(each.text),
            )
            for each in self.states(scene, "cast")
        ]

    def _within(self, scene: Scene) -> Sequence[Annotation]:
        """The annotations from a scene's heading to the next."""
        span = self.origins.get(scene.id)
        if span is None:
            return ()
        starts = self._annotation_starts
        first = bisect_left(starts, span.start)
        end = self._ends.get(scene.id)
        return self._annotations[first : bisect_left(starts, end) if end is not None else None]

    @cached_property
    def _ends(self) -> Mapping[str, int]:
        placed = [each.id for each in self.film.scenes if each.id in self.origins]
        return {one: self.origins[other].start for one, other in pairwise(placed)}

    @cached_property
    def _presets(self) -> tuple[str, ...]:
        """What presets are called, in all files."""
        return tuple(
            fold(each.text.replace("＝", "=").partition("=")[0])
            for tree in self.trees
            for each in tree.nodes
            if isinstance(each, Annotation) and each.word == "preset"
        )

    @cached_property
    def _transitions(self) -> list[int]:
        return [each.start for each in self.trees[0].nodes if each.kind is Kind.TRANSITION]

    @cached_property
    def _shot_lines(self) -> Mapping[int, Annotation]:
        return {each.value_start: each for each in self._annotations if each.word == "shot"}

    @cached_property
    def _annotations(self) -> list[Annotation]:
        return sorted(self._nodes(Annotation), key=lambda each: each.start)

    @cached_property
    def _annotation_starts(self) -> list[int]:
        return [each.start for each in self._annotations]

    def _named(self, text: str) -> tuple[str, ...]:
        """Whom a text names, by id; the longest name first."""
        folded = fold(text)
        begins = {*_WORDS.split(folded), *CASELESS.findall(folded)}
        names = [each for begin in sorted(begins) for each in self._names.get(begin, ())]
        found: list[str] = []
        for name, id in sorted(names, key=lambda each: -len(each[0])):
            if name in folded:
                found.append(id)
                folded = folded.replace(name, " ")
        return tuple(dict.fromkeys(found))

    @cached_property
    def _names(self) -> Mapping[str, list[tuple[str, str]]]:
        """What people are called, with their ids, by the first word or sign."""
        names: dict[str, list[tuple[str, str]]] = {}
        for person in self.film.characters.values():
            for name in map(fold, (person.name, *person.aliases)):
                sign = CASELESS.match(name)
                begin = sign[0] if sign else next(filter(None, _WORDS.split(name)), "")
                names.setdefault(begin, []).append((name, person.id))
        return names

    def _nodes(self, kind: type[_Each]) -> Iterator[_Each]:
        """Every node of a kind in the script, those in notes too."""
        for node in self.trees[0].nodes:
            if isinstance(node, kind):
                yield node
            for inner in node.inner:
                if isinstance(inner, kind):
                    yield inner


def goes_on(heading: SceneHeading) -> bool:
    """Whether a heading says that its scene goes on from the one before."""
    said = _WORDS.split(fold(heading.text))
    return any(
        word in said or (not word.isascii() and word in heading.time)
        for word, meaning in vocabulary().tables["relative-time"].items()
        if meaning == "continuous"
    )


def people(shot: Shot) -> list[Subject]:
    """Whom the frame of a shot is on, each once, with all that is said of their stance."""
    found: dict[str, Subject] = {}
    for each in shot.subjects:
        if each.kind != "character" or each.id is None:
            continue
        known = found.get(each.id)
        if known is not None:
            stance = {"place": each.place, "depth": each.depth, "facing": each.facing}
            said = {field: value for field, value in stance.items() if value is not None}
            each = known.model_copy(update=said)
        found[str(each.id)] = each
    return list(found.values())
