"""A film and its script come in; runs of scenes that the rules look at together come out, each with
what was found in it the last time, where nothing in it has changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from drama_compiler.film.film import Film, Scene
from drama_compiler.film.scene_memo import SceneMemo
from drama_compiler.rules.sheet import goes_on
from drama_dsl.diagnostic import Diagnostic
from drama_dsl.reparse import told_elsewhere
from drama_dsl.tree import Annotation, Node, Part, SceneHeading, Tree

Found = Sequence[tuple[int, Sequence[Diagnostic]]]
"""What was found, by the places of the rules."""


@dataclass(frozen=True, slots=True)
class Run:
    """Scenes of which each goes on from the one before, with the parts of the script they are in.

    No rule but those of the whole film sees beyond a run.
    """

    scenes: tuple[Scene, ...]
    parts: tuple[Part, ...]


@dataclass(slots=True)
class _Linted:
    """A run as it was when it was looked at, where it stood, and what was found."""

    run: Run
    start: int
    found: Found


class LintMemo:
    """What was found in each run the last time, and of which declarations that holds."""

    def __init__(self) -> None:
        self.scenes = SceneMemo()
        self._holds_for: object = None
        self._linted: dict[int, _Linted] = {}
        self._told: dict[int, _Linted] = {}
        self._parts: dict[int, tuple[Part, bool, tuple[Annotation, ...]]] = {}

    def begin(self, film: Film, trees: Sequence[Tree], switched_off: Collection[str]) -> list[Run]:
        """The runs of a film; none where its scenes are not those of its script."""
        parts = trees[0].parts if trees else ()
        known = self._parts
        read = [
            (part, *known[id(part.written)][1:])
            if id(part.written) in known
            else (part, *_read(part))
            for part in parts
        ]
        self._parts = {id(part.written): entry for entry in read for part in entry[:1]}
        presets = tuple(each.text for _, _, some in read for each in some)
        holds_for = (
            *(film.model_copy(update={"scenes": ()}), presets, frozenset(switched_off)),
            *(tree.source for tree in trees[1:]),
        )
        if holds_for != self._holds_for:
            self._holds_for, self._linted = holds_for, {}
        self._told = {}
        return _runs(film.scenes, read)

    def presets(self) -> tuple[Node, ...]:
        """The presets of the script."""
        return tuple(each for _, _, some in self._parts.values() for each in some)

    def recall(self, run: Run) -> Found | None:
        """What was found in a run, at the places where it stands now; None where it is another."""
        known = self._linted.get(id(run.parts[0].written))
        if known is None or not _same(known.run, run):
            return None
        self._told[id(run.parts[0].written)] = known
        by = run.parts[0].start - known.start
        return [(rule, [told_elsewhere(each, by) for each in some]) for rule, some in known.found]

    def keep(self, run: Run, found: Found) -> None:
        """Keep what was found in a run."""
        self._told[id(run.parts[0].written)] = _Linted(run, run.parts[0].start, found)

    def end(self) -> None:
        """Forget the runs that the film has no more."""
        self._linted = self._told


def _same(one: Run, other: Run) -> bool:
    """Whether the very same scenes stand in the same parts of the script, as written."""
    return (
        len(one.scenes) == len(other.scenes)
        and all(a is b for a, b in zip(one.scenes, other.scenes, strict=True))
        and len(one.parts) == len(other.parts)
        and all(a.written is b.written for a, b in zip(one.parts, other.parts, strict=True))
    )


def _read(part: Part) -> tuple[bool, tuple[Annotation, ...]]:
    """Whether the scene of a part goes on from the one before; and the presets in the part."""
    heading = part.written[0] if part.written else None
    going_on = isinstance(heading, SceneHeading) and goes_on(heading)
    presets = (each for each in part.written if isinstance(each, Annotation))
    return going_on, tuple(each for each in presets if each.word == "preset")


def _runs(
    scenes: Sequence[Scene], parts: Sequence[tuple[Part, bool, tuple[Annotation, ...]]]
) -> list[Run]:
    """Every part but the first has one scene, and begins a run unless it goes on."""
    first = len(scenes) - len(parts) + 1
    if not parts or first < 1:
        return []
    return list(_cut(scenes, first, parts))


def _cut(
    scenes: Sequence[Scene],
    first: int,
    parts: Sequence[tuple[Part, bool, tuple[Annotation, ...]]],
) -> Iterator[Run]:
    begins = [0, *(place for place in range(1, len(parts)) if not parts[place][1]), len(parts)]
    for begin, end in pairwise(begins):
        of_first = begin + first - 1 if begin else 0
        yield Run(
            tuple(scenes[of_first : end + first - 1]),
            tuple(part for part, _, _ in parts[begin:end]),
        )
