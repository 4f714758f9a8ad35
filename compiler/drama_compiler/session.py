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
from drama_compiler.passes import run_passes
from drama_compiler.project import Project, open_project
from drama_compiler.reading import read_source
from drama_compiler.store.state import State
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
    _read_into(project, project.script, None, (), sources, trees, diagnostics)
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


def check(path: Path) -> tuple[tuple[Diagnostic, ...], Mapping[str, Source]]:
    """All diagnostics of a script in the order of its text, and its sources."""
    analysis, reading = analyse(path)
    if analysis is None:
        return reading.diagnostics, reading.sources
    _, from_schedule = analysis.scheduled({})
    found = (*analysis.diagnostics, *from_schedule)
    return tuple(sorted(dict.fromkeys(found), key=_text_order)), reading.sources


def _text_order(diagnostic: Diagnostic) -> tuple[str, int]:
    if diagnostic.primary is None:
        return "", 0
    return diagnostic.primary.span.file, diagnostic.primary.span.start


def _names(project: Project) -> Names:
    path = project.state_folder / "state.db"
    if not path.is_file():
        return Names()
    state = State(path)
    try:
        kept = state.names(project.key)
    finally:
        state.close()
    return Names.model_validate_json(kept) if kept else Names()


def _read_into(
    project: Project,
    path: Path,
    cause: Span | None,
    chain: tuple[tuple[str, Span], ...],
    sources: dict[str, Source],
    trees: list[Tree],
    diagnostics: list[Diagnostic],
) -> None:
    label = project.label(path)
    source, found = read_source(path, label, cause)
    diagnostics.extend(found)
    if source is None:
        return
    sources[label] = source
    tree = parse(source, dialect=dialect_of(path.name))
    trees.append(tree)
    for written, span in _uses(tree):
        used = (path.parent / written).resolve()
        refusal = _refuse(project, used, written, span, label, chain)
        if refusal:
            diagnostics.append(refusal)
        elif project.label(used) not in sources:
            _read_into(project, used, span, (*chain, (label, span)), sources, trees, diagnostics)


def _uses(tree: Tree) -> list[tuple[str, Span]]:
    """The paths that a file uses, with their places: `use:` lines and the title page's `Use`."""
    uses = []
    for node in tree:
        if isinstance(node, Annotation) and node.word == "use" and node.text.strip():
            start = node.value_start
        elif isinstance(node, TitleEntry) and node.key.casefold() in ("use", "引用") and node.text:
            start = node.text_start
        else:
            continue
        uses.append((node.text.strip(), tree.source.span(start, start + len(node.text.strip()))))
    return uses


def _refuse(
    project: Project,
    used: Path,
    written: str,
    span: Span,
    label: str,
    chain: tuple[tuple[str, Span], ...],
) -> Diagnostic | None:
    if not used.is_relative_to(project.root):
        return error(
            "use-outside-project",
            f"`{written}` lies outside the project",
            span,
            "not inside the project's folder",
            notes=(f"the project is the folder of `{project.root.name}`",),
        )
    target = project.label(used)
    if target == label:
        return error("circular-use", f"`{written}` uses itself", span, "this very file")
    earlier = next((place for name, place in chain if name == target), None)
    if earlier:
        return error(
            "circular-use",
            f"`{written}` is used in a circle",
            span,
            "leads back to where it began",
            secondary=(Label(earlier, "the circle begins here"),),
        )
    return None
