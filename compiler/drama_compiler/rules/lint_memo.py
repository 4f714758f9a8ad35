"""A film and its script come in; runs of scenes that the rules look at together come out, each with
what was found in it the last time, where nothing in it has changed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from drama_compiler.film.film import Film, Scene
from drama_compiler.film.scene_memo import SceneMemo
from drama_compiler.rules.sheet import goes_on
from drama_dsl.diagnostic import Diagnostic
from drama_dsl.reparse import told_elsewhere
from drama_dsl.tree import Annotation, Node, Part, SceneHeading, Tree

Found = Sequence[tuple[int, Sequence[Diagnostic]]]
"""What was found, by the places of the rules."""


class Run(NamedTuple):
    """Scenes of which each goes on from the one before, with the parts of the script they are in.

    No rule but those of the whole film sees beyond a run.
    """

    scenes: tuple[Scene, ...]
    parts: tuple[Part, ...]

    @property
    def key(self) -> tuple[int, ...]:
        """By which the run is known again, as long as it is kept: the identities of its parts."""
        return tuple([id(part.written) for part in self.parts])


@dataclass(slots=True)
class _Linted:
    """A run as it was when it was looked at, where it stood, and what was found."""

    run: Run
    start: int
    found: Found


class _Read(NamedTuple):
    """What of a part decides how it is looked at: whether its scene goes on from the one before,
    and its presets.
    """

    written: tuple[Node, ...]
    goes_on: bool
    presets: tuple[Annotation, ...]


class LintMemo:
    """What was found in each run the last time, and of which declarations that holds."""

    def __init__(self) -> None:
        self.scenes = SceneMemo()
        self._holds_for: object = None
        self._linted: dict[tuple[int, ...], _Linted] = {}
        self._told: dict[tuple[int, ...], _Linted] = {}
        self._parts: dict[int, _Read] = {}

    def begin(self, film: Film, trees: Sequence[Tree], switched_off: Collection[str]) -> list[Run]:
        """The runs of a film; none where its scenes are not those of its script."""
        parts = trees[0].parts if trees else ()
        known = self._parts
        self._parts = {}
        read: list[_Read] = []
        for part in parts:
            key = id(part.written)
            each = self._parts[key] = known.get(key) or _read(part)
            read.append(each)
        presets = tuple([preset.text for each in read for preset in each.presets])
        holds_for = (
            *(film.model_copy(update={"scenes": ()}), presets, frozenset(switched_off)),
            *(tree.source for tree in trees[1:]),
        )
        if holds_for != self._holds_for:
            self._holds_for, self._linted = holds_for, {}
        self._told = {}
        return _runs(film.scenes, parts, read)

    def presets(self) -> tuple[Node, ...]:
        """The presets of the script."""
        return tuple(each for read in self._parts.values() for each in read.presets)

    def recall(self, run: Run) -> Found | None:
        """What was found in a run, at the places where it stands now; None where it is another."""
        key = run.key
        known = self._linted.get(key)
        # The very same scenes, mostly: a tuple looks at its items' identity first.
        if known is None or known.run.scenes != run.scenes:
            return None
        self._told[key] = known
        by = run.parts[0].start - known.start
        if not by or not known.found:
            return known.found
        return [(rule, [told_elsewhere(each, by) for each in some]) for rule, some in known.found]

    def keep(self, run: Run, found: Found) -> None:
        """Keep what was found in a run."""
        self._told[run.key] = _Linted(run, run.parts[0].start, found)

    def end(self) -> None:
        """Forget the runs that the film has no more."""
        self._linted = self._told


def _read(part: Part) -> _Read:
    heading = part.written[0] if part.written else None
    going_on = isinstance(heading, SceneHeading) and goes_on(heading)
    annotations = (each for each in part.written if isinstance(each, Annotation))
    presets = tuple(each for each in annotations if each.word == "preset")
    return _Read(part.written, going_on, presets)


def _runs(scenes: Sequence[Scene], parts: Sequence[Part], read: Sequence[_Read]) -> list[Run]:
    """Every part but the first has one scene, and begins a run unless it goes on."""
    first = len(scenes) - len(parts) + 1
    if not parts or first < 1:
        return []
    runs: list[Run] = []
    begins = [place for place, each in enumerate(read) if not place or not each.goes_on]
    for begin, end in pairwise([*begins, len(parts)]):
        told = tuple(scenes[begin + first - 1 if begin else 0 : end + first - 1])
        runs.append(Run(told, tuple(parts[begin:end])))
    return runs
