"""One script opened: its files are read, and each phase's value with its diagnostics comes out.

This is the only room that reads scripts and the project's state; the phases it calls do no I/O.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from drama_compiler.film.film import Film
from drama_compiler.film.index import FilmIndex, index_film
from drama_compiler.film.memo import Memo
from drama_compiler.film.names import Names
from drama_compiler.film.resolve import Resolution, resolve
from drama_compiler.film.resolve_title import to_language
from drama_compiler.film.scene_memo import SceneMemo
from drama_compiler.film.schedule import Layout, lay_out, schedule
from drama_compiler.film.times import Schedule
from drama_compiler.film.translations import translate
from drama_compiler.pages import all_pages
from drama_compiler.passes import run_passes
from drama_compiler.project import Project, open_project, read_switches, real_path
from drama_compiler.reading import read_source
from drama_compiler.remembering import Known
from drama_compiler.rules import allowed, lint
from drama_compiler.store.files import DISK, Files
from drama_dsl.diagnostic import Diagnostic, Label, error
from drama_dsl.parser import dialect_of, parse
from drama_dsl.reparse import reparse
from drama_dsl.source import Source, Span
from drama_dsl.tree import Annotation, TitleEntry, Tree

if TYPE_CHECKING:
    from drama_compiler.references import DeclaredImages


@dataclass(frozen=True, slots=True)
class Reading:
    """A script and everything it uses, parsed: the script's tree first. Empty when unreadable.

    `translations` are the texts of the files beside it (`film.en.toml`), by language.
    """

    trees: tuple[Tree, ...]
    sources: Mapping[str, Source]
    diagnostics: tuple[Diagnostic, ...]
    translations: Mapping[str, Source] = field(default_factory=dict)


@dataclass(frozen=True)
class Analysis:
    """A film as understood, with everything that is wrong with its script.

    `film` has gone through the film passes; `resolution` is what it was before them.
    """

    project: Project
    film: Film
    resolution: Resolution
    sources: Mapping[str, Source]
    diagnostics: tuple[Diagnostic, ...]
    memo: SceneMemo | None = field(default=None, repr=False, compare=False)

    @cached_property
    def index(self) -> FilmIndex:
        """What the film holds, by id."""
        return index_film(self.film)

    @cached_property
    def references(self) -> DeclaredImages:
        """The images that the writer declares by `refs:`, as they lie on the disk now."""
        from drama_compiler.plan.story import Story
        from drama_compiler.references import declared_images

        return declared_images(
            self.project, Story(self.film, self.resolution.origins, self.sources)
        )

    def scheduled(
        self, measures: Mapping[str, Fraction]
    ) -> tuple[Schedule, tuple[Diagnostic, ...]]:
        """The film in frames, from the spoken lengths known so far."""
        return schedule(self.film, measures, self.resolution.origins, self.memo)

    def laid_out(self) -> tuple[Layout, tuple[Diagnostic, ...]]:
        """The times in every scene, nothing measured, and what is wrong with them."""
        return lay_out(self.film, {}, self.resolution.origins, self.memo)

    @property
    def empty(self) -> bool:
        """Whether the script has nothing to show and nothing to hear."""
        shots = (shot for scene in self.resolution.film.scenes for shot in scene.shots)
        return not any(shot.events or shot.seconds for shot in shots)

    def place(self, id_: str) -> str:
        """Where in the script an id stands, as `file:line`; empty where it stands nowhere."""
        span = self.resolution.origins.get(id_)
        if span is None or span.file not in self.sources:
            return ""
        return f"{span.file}:{self.sources[span.file].position(span.start).line}"


def read_film(project: Project, files: Files = DISK, known: Known | None = None) -> Reading:
    """Read the script and, transitively, the files that it uses.

    The trees in `known` are of use where a file has changed little, and are replaced.
    """
    known = Known() if known is None else known
    sources: dict[str, Source] = {}
    trees: list[Tree] = []
    diagnostics: list[Diagnostic] = []
    pending = [_Use(project.script)]
    while pending:
        use = pending.pop()
        label = project.label(use.path)
        refusal = _refuse(project, use)
        if refusal:
            diagnostics.append(refusal)
        elif label not in sources:
            source, found = read_source(use.path, label, use.place, files)
            diagnostics.extend(found)
            if source:
                sources[label] = source
                trees.append(_parse(source, use.path, known))
                pending += reversed(_uses(trees[-1], use, known))
    beside, found = _translations(project, files) if trees else ({}, ())
    sources |= {each.name: each for each in beside.values()}
    return Reading(tuple(trees), sources, (*diagnostics, *found), beside)


def analyse(
    path: Path, known: Known | None = None, files: Files = DISK
) -> tuple[Analysis | None, Reading]:
    """Everything that can be known of a script without making anything.

    There is no analysis where the script itself could not be read. `known` is kept by who asks
    again, as for `read_film`.
    """
    project = open_project(path)
    reading = read_film(project, files, known)
    if known is None:
        return understand(project, reading, known_names(project)), reading
    state = project.state_folder / "state.db"
    kept = (project.lock_file, state, state.with_name("state.db-wal"))
    names = known.names(project.script, kept, lambda: known_names(project))
    return understand(project, reading, names, known.of(project.script).film), reading


def understand(
    project: Project, reading: Reading, names: Names, memo: Memo | None = None
) -> Analysis | None:
    """What a script that was read tells, its parts known again by `names`.

    `memo` is that of the script's last time, where there was one.
    """
    if not reading.trees:
        return None
    memo = Memo() if memo is None else memo
    resolution = resolve(reading.trees, names, memo)
    translated, from_beside = translate(resolution.film, reading.translations)
    resolution = replace(resolution, film=translated)
    film, from_passes = run_passes(resolution.film, memo=memo.scenes)
    parsing = tuple(each for tree in reading.trees for each in tree.diagnostics)
    return Analysis(
        project=project,
        film=film,
        resolution=resolution,
        sources=reading.sources,
        diagnostics=(
            *reading.diagnostics,
            *parsing,
            *resolution.diagnostics,
            *from_beside,
            *from_passes,
        ),
        memo=memo.scenes,
    )


def check(
    path: Path, *, linted: bool = True, known: Known | None = None, files: Files = DISK
) -> tuple[tuple[Diagnostic, ...], Mapping[str, Source]]:
    """All diagnostics of a script in the order of its text, and its sources.

    Without `linted` the rules of continuity are not asked. What the project or a note allows is
    left out. `known` is kept by who asks again, as for `read_film`.
    """
    analysis, reading = analyse(path, known, files)
    if analysis is None:
        return reading.diagnostics, reading.sources
    codes = all_pages().keys()
    off, found, project_file = read_switches(analysis.project, codes)
    _, from_schedule = analysis.laid_out()
    all_ = [*analysis.diagnostics, *from_schedule, *analysis.references.wrong]
    if linted:
        resolution = analysis.resolution
        memo = known.of(analysis.project.script).lint if known else None
        all_ += lint(resolution.film, resolution.origins, reading.trees, off, memo)
    kept = [*found, *allowed(all_, reading.trees, codes, off)]
    sources = {**(project_file if found else {}), **reading.sources}
    return tuple(sorted(dict.fromkeys(kept), key=_text_order)), sources


def _translations(
    project: Project, files: Files
) -> tuple[dict[str, Source], tuple[Diagnostic, ...]]:
    """The files of translations beside the script, by language: `film.en.toml` of `film.drama`."""
    folder, stem = project.script.parent, project.script.stem + "."
    beside: dict[str, Source] = {}
    diagnostics: list[Diagnostic] = []
    try:
        names = sorted(files.names(folder))
    except OSError:
        return {}, ()  # A folder that may be entered but not listed; the script itself was read.
    for name in names:
        language = name.removeprefix(stem).removesuffix(".toml")
        if name != f"{stem}{language}.toml" or not language or "." in language:
            continue
        source, found = read_source(folder / name, project.label(folder / name), None, files)
        diagnostics += found
        if source:
            beside[to_language(language)] = source
    return beside, tuple(diagnostics)


def _parse(source: Source, path: Path, known: Known) -> Tree:
    dialect = dialect_of(path.name)
    before = known.trees.get(path)
    tree = reparse(before, source, dialect=dialect) if before else parse(source, dialect=dialect)
    known.trees[path] = tree
    return tree


def _text_order(diagnostic: Diagnostic) -> tuple[str, int]:
    if diagnostic.primary is None:
        return "", 0
    return diagnostic.primary.span.file, diagnostic.primary.span.start


def known_names(project: Project) -> Names:
    """The names that the project keeps of its film, empty where there are none yet.

    Those in the lock hold before those of the last build here: they come with the checkout.
    """
    if project.lock_file.is_file():
        from drama_compiler.store.lock_names import recall_lock_names

        locked = recall_lock_names(project.lock_file, project.key)
        if locked is not None:
            return locked
    path = project.state_folder / "state.db"
    if not path.is_file():
        return Names()
    from drama_compiler.store.state import recall_names  # SQLite: only where there is a state

    kept = recall_names(path, project.key)
    try:
        return Names.model_validate_json(kept) if kept else Names()
    except ValueError:
        return Names()


@dataclass(frozen=True, slots=True)
class _Use:
    """A file that is to be read, as written and where; `by` is the use of the file it stands in."""

    path: Path
    written: str = ""
    place: Span | None = None
    by: _Use | None = None


def _uses(tree: Tree, by: _Use, known: Known) -> list[_Use]:
    """What a file uses: `use:` lines and the title page's `Use`."""
    uses = []
    for node in known.uses(by.path, tree):
        if isinstance(node, Annotation) and node.text.strip():
            start = node.value_start
        elif isinstance(node, TitleEntry) and node.key.casefold() in ("use", "引用") and node.text:
            start = node.text_start
        else:
            continue
        written = node.text.strip()
        place = tree.source.span(start, start + len(written))
        uses.append(_Use(real_path(by.path.parent / written), written, place, by))
    return uses


def _refuse(project: Project, use: _Use) -> Diagnostic | None:
    if use.place is None or use.by is None:
        return None
    if not use.path.is_relative_to(project.root):
        return error(
            "use-outside-project",
            f"`{use.written}` lies outside the project",
            use.place,
            "not inside the project's folder",
            notes=(f"the project is the folder of `{project.root.name}`",),
        )
    if use.path == use.by.path:
        return error("circular-use", f"`{use.written}` uses itself", use.place, "this very file")
    earlier = use.by
    while earlier.by and earlier.by.path != use.path:
        earlier = earlier.by
    if earlier.by and earlier.place:
        return error(
            "circular-use",
            f"`{use.written}` is used in a circle",
            use.place,
            "leads back to where it began",
            secondary=(Label(earlier.place, "the circle begins here"),),
        )
    return None
