"""What one analysis of a script finds, scene by scene, is kept here; the next one takes from it
what an edit left as it was.

A memo holds values and what they hold for, and decides nothing about films: without one every
phase finds the same, only later. It is of one script, and used by one analysis at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from drama_compiler.film.clock import CASELESS
from drama_compiler.film.drafts import SceneDraft
from drama_compiler.film.film import Scene
from drama_compiler.film.matching_scenes import KnownTable
from drama_compiler.film.name_drafts import SceneWords
from drama_compiler.film.names import Names
from drama_compiler.film.resolve_declarations import declarations
from drama_compiler.film.resolve_scenes import Carried
from drama_compiler.film.resolve_speakers import Heard, Speakers, hear
from drama_compiler.film.scene_memo import SceneMemo
from drama_compiler.film.scope import Log
from drama_dsl.diagnostic import Diagnostic
from drama_dsl.source import Span
from drama_dsl.tree import Annotation, Cue, Kind, Node, Part, Tree


@dataclass(slots=True)
class SceneRead:
    """A scene as read and covered, with the places of then; `words` are what it is named by.

    `built` is the scene made of it, what it was made for (ids and numbers), and where its things
    stand.
    """

    draft: SceneDraft
    words: SceneWords
    built: tuple[object, Scene, dict[str, tuple[PartRead, Span]]] | None = None


@dataclass(slots=True, eq=False)
class PartRead:
    """What reading a part gave, and what it was given: where the latter is the same, so is the
    former.

    `[start, end)` is where the part stood, and `by` how much further on it stands now. `logs` are
    what reading and coverage asked of the scope, `found` and `used` what they left in it.
    `again` says that it must be read again in any case.
    """

    start: int
    end: int
    entered: Carried
    left: Carried
    speakers: tuple[str | None, ...]
    drafts: list[SceneDraft]
    reading: Log
    coverage: Log = field(default_factory=Log)
    used: set[tuple[str, str]] = field(default_factory=set)
    found: list[Diagnostic] = field(default_factory=list)
    scenes: list[SceneRead] = field(default_factory=list)
    by: int = 0
    again: bool = False

    def now(self, span: Span) -> Span:
        """Where a place in the part as it was read is now; other places stay."""
        if not self.by or not self.start <= span.start <= self.end:
            return span
        return Span(span.file, span.start + self.by, span.end + self.by)


class PartMemo:
    """What the nodes of a part say by themselves, with the places at which they were written."""

    __slots__ = ("annotations", "cues", "heard", "read", "says", "unsure", "written")

    def __init__(self, written: tuple[Node, ...]) -> None:
        self.written = written
        self.cues = tuple(node for node in written if isinstance(node, Cue) and node.name)
        self.heard = hear(self.cues)
        self.unsure = any(cue.maybe for cue in self.cues)
        self.annotations: tuple[Annotation, ...] = tuple(declarations(written))
        self.says = "".join(node.text for node in written if _tells_language(node))
        self.read: PartRead | None = None


def _tells_language(node: Node) -> bool:
    """Whether a node counts: a Chinese cue does, for it may turn out to be action."""
    if node.kind is Kind.CHARACTER:
        return bool(CASELESS.search(node.text))
    return node.kind in (Kind.ACTION, Kind.DIALOGUE)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who speaks by what was declared and what was heard, and at the cues of each part."""

    declared: object
    heard: Sequence[Heard]
    speakers: Speakers
    cast: list[tuple[str | None, ...]]


class Memo:
    """What is known of a script from its last analysis; empty before the first one.

    `scenes` is what later phases made of its scenes.
    """

    def __init__(self) -> None:
        self.scope: object = None
        self.cast: Cast | None = None
        self.scenes = SceneMemo()
        self._parts: dict[int, PartMemo] = {}
        self._names: tuple[Names, Mapping[str, KnownTable]] | None = None

    def parts(self, tree: Tree) -> list[tuple[Part, PartMemo]]:
        """The parts of a script with what is known of each; all others are forgotten."""
        known = self._parts
        found = [
            (part, known.get(id(part.written)) or PartMemo(part.written))
            for part in tree.parts or (Part(()),)
        ]
        self._parts = {id(memo.written): memo for _, memo in found}
        return found

    def forget(self) -> None:
        """Forget all that is known of the script."""
        self.scope = self.cast = None
        self._parts = {}

    def forget_reading(self) -> None:
        """Forget how parts were read, but not what they say by themselves."""
        for part in self._parts.values():
            part.read = None

    def known(self, names: Names) -> Mapping[str, KnownTable]:
        """The tables of last time's names, by kind, as the matching sees them."""
        if self._names is None or (self._names[0] is not names and self._names[0] != names):
            self._names = names, names.tables()
        return self._names[1]
