"""A script's parts and what is known of them come in; each one's scenes, read and covered, come
out, taken over where nothing that they depend on has changed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from drama_compiler.film.cover_scenes import cover_scene
from drama_compiler.film.memo import PartMemo, PartRead, SceneRead
from drama_compiler.film.name_drafts import SceneWords
from drama_compiler.film.reading import Reading
from drama_compiler.film.resolve_scenes import Carried, read_scenes
from drama_compiler.film.scope import Log, Scope
from drama_dsl.diagnostic import Diagnostic
from drama_dsl.source import Span
from drama_dsl.tree import Cue, Part, Tree

Parts = Sequence[tuple[Part, PartMemo]]


class Stale(Exception):
    """What is known turns out to be of no use when half of it has been used."""


def read_parts(
    script: Tree,
    parts: Parts,
    speakers: Sequence[tuple[str | None, ...]],
    reading: Reading,
    declared: Collection[Span],
) -> tuple[list[PartRead], Carried]:
    """Every part, in order, as `reading` has it, and what is pending behind the last one.

    `speakers` are those of each part's cues. `declared` are places that are where they were when
    the parts were read. First all scenes are read, then all are covered. Raises `Stale`.
    """
    reads: list[PartRead] = []
    fresh: list[bool] = []
    entered = Carried()
    for (part, memo), ids in zip(parts, speakers, strict=True):
        read = memo.read
        holds = read is not None and _holds(read, part, ids, entered, reading.scope)
        if read is None or not holds:
            read = memo.read = _read(script, part, ids, entered, reading, last=len(parts) == 1)
        fresh.append(not holds)
        reads.append(read)
        entered = read.left
    for read, new in zip(reads, fresh, strict=True):
        if new:
            _cover(read, reading, declared)
        elif read.coverage.asked and not _answers(read, read.coverage, reading.scope):
            raise Stale
    return reads, entered


def _holds(
    read: PartRead, part: Part, speakers: tuple[str | None, ...], entered: Carried, scope: Scope
) -> bool:
    """Whether a part would be read now as it was then; if so, it is where it is now."""
    if (
        read.again
        or (read.speakers is not speakers and read.speakers != speakers)
        or (read.entered is not entered and read.entered != entered)
    ):
        return False
    read.by = part.start - read.start
    return _answers(read, read.reading, scope)


def _answers(read: PartRead, log: Log, scope: Scope) -> bool:
    """Whether a scope gives the answers of a log; what is used is declared by it again."""
    if log.asked_all and log.by_use != scope.by_use:
        return False
    known = scope.spellings
    for spelling, answer, use in log.asked:
        if known.get(spelling) != answer and (
            use is None or scope.use(use.kind, use.name, read.now(use.span)) != answer
        ):
            return False
    return True


def _read(
    script: Tree,
    part: Part,
    speakers: tuple[str | None, ...],
    entered: Carried,
    reading: Reading,
    *,
    last: bool,
) -> PartRead:
    scope = reading.scope
    cues = [node for node in part.nodes if isinstance(node, Cue) and node.name]
    reading.speakers = {
        cue.start: id for cue, id in zip(cues, speakers, strict=True) if id is not None
    }
    used, scope.used, reading.found = scope.used, set(), []
    log = scope.log = Log(list(scope.by_use))
    drafts, left = read_scenes(script, part.nodes, reading, entered, last=last)
    read = PartRead(part.start, part.end, entered, left, speakers, drafts, log)
    read.found, read.used = reading.found, scope.used
    scope.used, scope.log = used, None
    return read


def _cover(read: PartRead, reading: Reading, declared: Collection[Span]) -> None:
    scope = reading.scope
    used, scope.used, reading.found = scope.used, set(), []
    read.coverage = scope.log = Log(list(scope.by_use))
    for draft in read.drafts:
        cover_scene(draft, reading)
        read.scenes.append(SceneRead(draft, SceneWords(draft)))
    read.found = [*read.found, *reading.found]
    read.used |= scope.used
    if read.found:
        first_uses = set(scope.spans.values()).difference(declared)
        read.again = any(_looks_elsewhere(each, read, declared, first_uses) for each in read.found)
    scope.used, scope.log = used, None


def _looks_elsewhere(
    found: Diagnostic, read: PartRead, declared: Collection[Span], first_uses: Collection[Span]
) -> bool:
    """Whether what was told of a part points at a place that can become another without it: one
    outside it, or that of a first use.
    """
    file = found.primary.span.file if found.primary else ""
    labels = [*([found.primary] if found.primary else []), *found.secondary]
    edits = [edit for help_ in found.helps if help_.fix for edit in help_.fix.edits]
    spans = [*(each.span for each in labels), *(edit.span for edit in edits)]
    return any(
        span in first_uses
        or not (
            span in declared
            or (span.file == file and read.start <= span.start <= span.end <= read.end)
        )
        for span in spans
    )
