"""A script and one or two revisions come in; what changed between the two films comes out."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from drama_compiler.changes.compare_films import compare_films
from drama_compiler.changes.film_changes import FilmChanges
from drama_compiler.changes.version import Version
from drama_compiler.film.film import Film
from drama_compiler.film.names import Fingerprint, Names
from drama_compiler.film.times import Schedule
from drama_compiler.project import Project, open_project, real_path
from drama_compiler.roots import PROJECT_FILE
from drama_compiler.session import Analysis, Reading, known_names, read_film, understand
from drama_compiler.store import LOCK_FILE
from drama_compiler.store.files import DISK, Files
from drama_compiler.store.git import GitError, Repository, Revision, open_repository
from drama_compiler.store.lock_names import read_lock_names
from drama_dsl.diagnostic import Diagnostic, Help, Severity, error
from drama_dsl.source import Source

WORK_TREE = "working tree"
"""What the files on the disk are called beside revisions."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side: what it is called, and its film as understood; None where it had no script."""

    name: str
    script: str
    analysis: Analysis | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two films and what changed; without `changes`, `diagnostics` tell what was in the way."""

    before: Side | None = None
    after: Side | None = None
    changes: FilmChanges | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    sources: Mapping[str, Source] | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one side is read: a revision, or without one the disk."""

    revision: Revision | None
    name: str

    @property
    def files(self) -> Files:
        return self.revision or DISK

    def holds(self, path: Path) -> bool:
        return self.revision.holds(path) if self.revision else path.is_file()


def compare(script: Path, old: str, new: str | None = None) -> Comparison:
    """Compare a script's film at the revision `old` with that at `new`, or on the disk.

    `A...` before a revision in `old` asks for where the two parted. A script that is in one of
    both alone is a film that is all new, or gone; one that was renamed is found.
    """
    path = real_path(script)
    try:
        repository = open_repository(path.parent)
        before, after = _places(repository, old, new)
        paths = _paths(repository, path, before, after)
        if paths is None:
            where = f"`{before.name}` or in the {after.name}" if not new else "either revision"
            message = f"there is no script `{script}` in {where}"
            return Comparison(diagnostics=(error("no-such-file", message, None),))
        return _compared(_project(paths[0], before), before, _project(paths[1], after), after)
    except GitError as failure:
        helps = tuple(Help(text) for text in failure.helps)
        told = Diagnostic(failure.code, Severity.ERROR, str(failure), helps=helps)
        return Comparison(diagnostics=(told,))


def _places(repository: Repository, old: str, new: str | None) -> tuple[_Place, _Place]:
    for dots in ("...", ".."):
        one, found, other = old.partition(dots)
        if found and new is None:
            one, other = one or "HEAD", other or "HEAD"
            first = repository.fork(one, other) if dots == "..." else repository.revision(one)
            second = repository.revision(other)
            return _Place(first, first.label), _Place(second, second.label)
    first = repository.revision(old)
    second_or_disk = repository.revision(new) if new else None
    name = second_or_disk.label if second_or_disk else WORK_TREE
    return _Place(first, first.label), _Place(second_or_disk, name)


def _paths(
    repository: Repository, path: Path, before: _Place, after: _Place
) -> tuple[Path, Path] | None:
    """Where the script is on each side; None where it is on neither."""
    in_old, in_new = before.holds(path), after.holds(path)
    if not in_old and not in_new:
        return None
    if (in_old and in_new) or before.revision is None:
        return path, path
    other = repository.renamed(path, before.revision, after.revision, back=in_new)
    return (other, path) if in_new else (path, other)


def _project(path: Path, place: _Place) -> Project:
    """The project as it was: its root is where its project file lay then."""
    if place.revision is None:
        return open_project(path)
    top = place.revision.repository.top
    folders = [each for each in path.parents if each.is_relative_to(top)]
    marked = (each for each in folders if place.revision.holds(each / PROJECT_FILE))
    return Project(next(marked, top), path)


def _compared(old: Project, before: _Place, new: Project, after: _Place) -> Comparison:
    """Resolve both, the later one with the names of the earlier, and compare."""
    found: list[Diagnostic] = []
    sources: dict[str, Source] = {}
    analyses: list[Analysis | None] = []
    names = Names()
    for project, place in ((old, before), (new, after)):
        analysis = None
        if place.holds(project.script):
            reading = read_film(project, place.files)
            kept = _kept_names(project, place)
            analysis = _known_again(project, reading, kept, names)
            sources |= reading.sources
            found += reading.diagnostics if analysis is None else ()
            names = analysis.resolution.names if analysis else names
        analyses.append(analysis)
    if found:
        return Comparison(diagnostics=tuple(found), sources=sources)
    first, second = (_version(analysis) for analysis in analyses)
    return Comparison(
        before=Side(before.name, old.label(old.script), analyses[0]),
        after=Side(after.name, new.label(new.script), analyses[1]),
        changes=compare_films(first, second),
    )


def _kept_names(project: Project, place: _Place) -> Names:
    """The names in the lock of that side; on the disk else those of the last build."""
    with contextlib.suppress(OSError):
        text = place.files.read(project.root / LOCK_FILE).decode("utf-8", "surrogateescape")
        names = read_lock_names(text, project.key)
        if names is not None:
            return names
    return Names() if place.revision else known_names(project)


def _known_again(
    project: Project, reading: Reading, kept: Names, earlier: Names
) -> Analysis | None:
    """The film with the ids it has, and the earlier film's for what is not known by its own.

    What is in both locks is known across any number of edits between them; the rest is matched
    with what the earlier film has left over.
    """
    if not kept.ids:
        return understand(project, reading, earlier)
    analysis = understand(project, reading, kept)
    if analysis is None or not earlier.ids:
        return analysis
    own = analysis.resolution.names
    tables = {
        kind: _carried(getattr(own, kind), getattr(earlier, kind)) for kind in Names.model_fields
    }
    return understand(project, reading, Names(**tables))


def _carried(
    own: Mapping[str, Fingerprint], earlier: Mapping[str, Fingerprint]
) -> dict[str, Fingerprint]:
    """Every id of the earlier film, with the fingerprint that it has by now."""
    return {id_: own.get(id_, print_) for id_, print_ in earlier.items()}


def _version(analysis: Analysis | None) -> Version:
    if analysis is None:
        empty = Film()
        return Version(empty, Schedule(rate=empty.format.rate, frames=0, shots=(), scenes=()))
    return Version(analysis.film, analysis.scheduled({})[0])
