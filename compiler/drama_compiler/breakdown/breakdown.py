"""A script and what was resolved from it come in; edits that write its implied coverage into it,
as `shot:` lines that the writer can change, come out.

before: INT. ROOM - DAY, then action and dialogue that the compiler covers by itself
after:  the same with `shot: wide`, `shot: medium on LI WEI`, … where each of those shots begins

The film stays as it was: what would come of the edits is resolved and compared, scene by scene;
a scene that would change is written more carefully, and if that does not help, left as it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from drama_compiler.breakdown.find_starts import Start, find_starts, passages
from drama_compiler.breakdown.place_shots import place_shots
from drama_compiler.film.film import Action, Line, Scene, Shot
from drama_compiler.film.resolve import Resolution, resolve
from drama_dsl.diagnostic import Diagnostic, Edit, warning
from drama_dsl.parser import Dialect, parse
from drama_dsl.source import Source
from drama_dsl.tree import Annotation, Kind, Node, SceneHeading, Tree

_BESIDE = {"id", "number", "pinned", "implied"}
"""What is of a shot's name, and not of what is seen and heard."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Edits in the order of the text, and the ids of the scenes and shots that they write."""

    edits: tuple[Edit, ...]
    scenes: tuple[str, ...]
    shots: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def break_down(
    trees: Sequence[Tree],
    resolution: Resolution,
    dialect: Dialect,
    scenes: Collection[str] | None = None,
) -> Breakdown:
    """Write the implied shots of `scenes` (ids; None for all) into the first of `trees`.

    In Fountain they are notes, `[[SHOT: …]]`. `resolution` is that of `trees`.
    """
    attempt = _Attempt(trees, resolution, dialect)
    care = {
        index: 0
        for index, scene in enumerate(resolution.film.scenes)
        if (scenes is None or scene.id in scenes)
        and any(shot.implied for shot in scene.shots)
        and _is_written(scene, resolution)
    }
    left: list[int] = []
    while care:
        changed = attempt.changed(care)
        if not changed:
            break
        left += [index for index in changed if care[index]]
        care = {index: level + (index in changed) for index, level in care.items()}
        care = {index: level for index, level in care.items() if level < 2}
    told = [resolution.film.scenes[index] for index in care]
    return Breakdown(
        attempt.edits(care),
        tuple(scene.id for scene in told),
        tuple(shot.id for scene in told for shot in scene.shots if shot.implied),
        tuple(_left(resolution, index) for index in sorted(left)),
    )


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """`text` with every edit in it; none of them overlap."""
    for edit in sorted(edits, key=lambda each: each.span.start, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


class _Attempt:
    """One script's edits, scene by scene, and what would come of them."""

    def __init__(self, trees: Sequence[Tree], resolution: Resolution, dialect: Dialect) -> None:
        self._trees, self._resolution, self._dialect = trees, resolution, dialect
        starts = [resolution.origins[scene.id].start for scene in resolution.film.scenes]
        source = trees[0].source.name
        decided = frozenset(start for file, start in resolution.cues if file == source)
        self._told = passages(trees[0], decided, starts)
        self._ends = [_heading_end(trees[0], start) for start in starts]

    def edits(self, care: dict[int, int]) -> tuple[Edit, ...]:
        """The edits of some scenes, each written as carefully as `care` says."""
        return tuple(edit for index in sorted(care) for edit in self._scene(index, care[index]))

    def changed(self, care: dict[int, int]) -> set[int]:
        """The scenes among `care` of which the edits would make something else."""
        lost = {index for index in care if self._starts(index, care[index]) is None}
        if lost:
            return lost
        source = self._trees[0].source
        after = Source(source.name, apply_edits(source.text, self.edits(care)))
        tree = parse(after, dialect=self._dialect)
        new = resolve([tree, *self._trees[1:]], self._resolution.names).film.scenes
        old = self._resolution.film.scenes
        if len(new) != len(old):
            return set(care)
        differ = {index for index in range(len(old)) if seen(old[index]) != seen(new[index])}
        return differ & set(care) or (set(care) if differ else set())

    def _starts(self, index: int, level: int) -> list[Start] | None:
        shots = self._resolution.film.scenes[index].shots
        heard = self._heard(shots[1:]) if level else {}
        return find_starts(shots, self._told[index], self._ends[index], heard)

    def _heard(self, shots: Sequence[Shot]) -> dict[str, Node]:
        """The annotation with which a shot begins in which something is heard or read first."""
        nodes = self._trees[0].nodes
        found: dict[str, Node] = {}
        for shot in shots:
            if shot.events and not isinstance(shot.events[0], Action | Line):
                at = self._resolution.origins[shot.id].start
                node = nodes[bisect_right(nodes, at, key=lambda each: each.start) - 1]
                if isinstance(node, Annotation):
                    found[shot.id] = node
        return found

    def _scene(self, index: int, level: int) -> list[Edit]:
        starts = self._starts(index, level) or []
        film = self._resolution.film
        return place_shots(starts, self._trees[0], film, self._dialect, careful=level > 0)


def seen(scene: Scene) -> object:
    """What of a scene is seen and heard: all but names and numbers."""
    shots = [_seen(shot) for shot in scene.shots]
    return scene.model_dump(exclude={"id", "number", "shots"}), shots


def _seen(shot: Shot) -> object:
    events = [
        (
            event.model_dump(exclude={"id", "dual"}),
            isinstance(event, Line) and event.dual is not None,
        )
        for event in shot.events
    ]
    return shot.model_dump(exclude={*_BESIDE, "events"}), events


def _heading_end(tree: Tree, start: int) -> int:
    """Where the line of the heading at `start` ends; `start` where there is none."""
    for node in tree.nodes:
        if isinstance(node, SceneHeading) and node.start <= start < node.end:
            return node.end
    first = next((node for node in tree.nodes if node.kind is not Kind.TITLE_PAGE), None)
    return first.start if first else start


def _is_written(scene: Scene, resolution: Resolution) -> bool:
    """Whether the script has a heading or a happening of `scene`; a title page has not."""
    origin = resolution.origins.get(scene.id)
    headed = origin is not None and origin.end > origin.start
    return headed or any(shot.events for shot in scene.shots)


def _left(resolution: Resolution, index: int) -> Diagnostic:
    scene = resolution.film.scenes[index]
    return warning(
        "breakdown-would-change-scene",
        f"scene {scene.number} cannot be broken down without changing it, and is left as it is",
        resolution.origins.get(scene.id),
        "still covered by the compiler",
        notes=(
            "emphasis that reaches over a cut, a change of wardrobe in it, or indented text,"
            " which would read as a shot's own, does this",
        ),
    )
