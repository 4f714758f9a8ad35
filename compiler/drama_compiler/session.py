"""One script opened: its files are read, and each phase's value with its diagnostics comes out.

This is the only room that reads scripts and the project's state; the phases it calls do no I/O.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from drama_compiler.film.film import Film
from drama_compiler.film.index import FilmIndex, index_film
from drama_compiler.film.names import Names
from drama_compiler.film.resolve import Resolution, resolve
from drama_compiler.film.schedule import schedule
from drama_compiler.film.times import Schedule
from drama_compiler.pages import all_pages
from drama_compiler.passes import run_passes
from drama_compiler.project import Project, open_project, read_switches, real_path
from drama_compiler.reading import read_source
from drama_compiler.rules import allowed, lint
from drama_dsl.diagnostic import Diagnostic, Label, error
from drama_dsl.parser import dialect_of, parse
from drama_dsl.source import Source, Span
from drama_dsl.tree import Annotation, TitleEntry, Tree


@dataclass(frozen=True, slots=True)
class Reading:
    """A script and everything it uses, parsed: the script's tree first. Empty when unreadable."""

    trees: tuple[Tree, ...]
    sources: Mapping[str, Source]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """A film as understood, with everything that is wrong with its script.

    `film` has gone through the film passes; `resolution` is what it was before them.
    """

    project: Project
    film: Film
    index: FilmIndex
    resolution: Resolution
    sources: Mapping[str, Source]
    diagnostics: tuple[Diagnostic, ...]

    def scheduled(
        self, measures: Mapping[str, Fraction]
    ) -> tuple[Schedule, tuple[Diagnostic, ...]]:
        """The film in frames, from the spoken lengths known so far."""
        return schedule(self.film, measures, self.resolution.origins)

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


def read_film(project: Project) -> Reading:
    """Read the script and, transitively, the files that it uses."""
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
            source, found = read_source(use.path, label, use.place)
            diagnostics.extend(found)
            if source:
                sources[label] = source
                trees.append(parse(source, dialect=dialect_of(use.path.name)))
                pending += reversed(_uses(trees[-1], use))
    return Reading(tuple(trees), sources, tuple(diagnostics))


def analyse(path: Path) -> tuple[Analysis | None, Reading]:
    """Everything that can be known of a script without making anything.

    There is no analysis where the script itself could not be read.
    """
    project = open_project(path)
    reading = read_film(project)
    if not reading.trees:
        return None, reading
    resolution = resolve(reading.trees, _names(project))
    film, from_passes = run_passes(resolution.film)
    parsing = tuple(each for tree in reading.trees for each in tree.diagnostics)
    analysis = Analysis(
        project=project,
        film=film,
        index=index_film(film),
        resolution=resolution,
        sources=reading.sources,
        diagnostics=(*reading.diagnostics, *parsing, *resolution.diagnostics, *from_passes),
    )
    return analysis, reading


def check(
    path: Path, *, linted: bool = True
) -> tuple[tuple[Diagnostic, ...], Mapping[str, Source]]:
    """All diagnostics of a script in the order of its text, and its sources.

    Without `linted` the rules of continuity are not asked. What the project or a note allows is
    left out.
    """
    analysis, reading = analyse(path)
    if analysis is None:
        return reading.diagnostics, reading.sources
    known = all_pages().keys()
    off, found, project_file = read_switches(analysis.project, known)
    times, from_schedule = analysis.scheduled({})
    all_ = [*analysis.diagnostics, *from_schedule]
    if linted:
        resolution = analysis.resolution
        all_ += lint(resolution.film, times, resolution.origins, reading.trees, off)
    kept = [*found, *allowed(all_, reading.trees, known, off)]
    sources = {**(project_file if found else {}), **reading.sources}
    return tuple(sorted(dict.fromkeys(kept), key=_text_order)), sources


def _text_order(diagnostic: Diagnostic) -> tuple[str, int]:
    if diagnostic.primary is None:
        return "", 0
    return diagnostic.primary.span.file, diagnostic.primary.span.start


def _names(project: Project) -> Names:
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


def _uses(tree: Tree, by: _Use) -> list[_Use]:
    """What a file uses: `use:` lines and the title page's `Use`."""
    uses = []
    for node in tree:
        if isinstance(node, Annotation) and node.word == "use" and node.text.strip():
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
