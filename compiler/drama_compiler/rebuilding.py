"""A script comes in; it is built, and built again whenever one of its files has changed; what each
round came to comes out.

Between two rounds everything stays that takes long to come by: what was understood of the script,
the workers, and what they have loaded. Nothing stays that another command could change: the state,
the lock and the store are opened anew, and the claim on the project is held only while it is built.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from drama_compiler.building import Built, Listener, Options, build, nothing_to_film
from drama_compiler.contract.backend import Fed, Request
from drama_compiler.graph.briefs import VoiceBrief
from drama_compiler.graph.lower import lower_voices
from drama_compiler.graph.route import route
from drama_compiler.make import warm
from drama_compiler.make.executor import LocalProcesses, find_backends
from drama_compiler.profiles import read_profiles
from drama_compiler.project import PROJECT_FILE, Project, open_project
from drama_compiler.remembering import Known
from drama_compiler.session import Analysis, analyse
from drama_compiler.spending import Spending
from drama_compiler.watching import SeenDisk, Watch, stamp
from drama_dsl.diagnostic import Diagnostic, Severity
from drama_dsl.source import Source

NOTHING_BOUGHT = Spending(settle=False)
"""Who builds at every change is never asked: nothing is bought, and no service spoken to."""


@dataclass(frozen=True, slots=True)
class Round:
    """One time that a script was read and, without errors in it, built.

    `built` is None where there were errors: the film that there is stays. `diagnostics` are those
    of the script and of the project's file; those of the build are its own.
    """

    analysis: Analysis | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]
    built: Built | None
    seconds: float

    @property
    def good(self) -> bool:
        """Whether there is a film of the script as it is now."""
        found = self.built.diagnostics if self.built else self.diagnostics
        return bool(self.built and self.built.film) and not _errors(found)


def rebuild(
    script: Path, options: Options, listening: Callable[[], AbstractContextManager[Listener]]
) -> Generator[Round, None, None]:
    """Build now, and at every change, for ever; who takes no further round ends it.

    `listening` is entered for each build. A change ends the build that is under way: what has
    begun is brought to its end and kept, and the next round follows at once. The workers end with
    the iterator, which is to be closed.
    """
    project = open_project(script)
    cache = project.state_folder / "cache"
    watch = Watch((project.script, project.root / PROJECT_FILE, project.lock_file))
    known, files = Known(), SeenDisk()
    options = replace(options, spending=NOTHING_BOUGHT, wanted=lambda: not watch.changed())
    with LocalProcesses(options.workers, cache, lambda job, share: None) as executor:
        while True:
            watch.begin()
            began = time.perf_counter()
            analysis, found, sources = _read(project, known, files)
            watch.add(files.looked_for | stamp(_files_of_backends(project.root)))
            built = None
            if analysis and not _errors(found):
                with listening() as listener:
                    built = build(analysis, options, listener, executor)
            seconds = time.perf_counter() - began
            yield Round(analysis, found, sources, built, seconds)
            executor.stand_ready(_asked_first(analysis))
            watch.wait()


def _read(
    project: Project, known: Known, files: SeenDisk
) -> tuple[Analysis | None, tuple[Diagnostic, ...], Mapping[str, Source]]:
    analysis, reading = analyse(project.script, known, files)
    _, found, sources = read_profiles(project)
    if analysis is None:
        return None, (*reading.diagnostics, *found), {**sources, **reading.sources}
    found = (*analysis.diagnostics, *found)
    found = (*found, nothing_to_film(analysis)) if analysis.empty else found
    return analysis, found, {**sources, **analysis.sources}


def _asked_first(analysis: Analysis | None) -> list[Request]:
    """What an edit of a line asks for first: a voice of each language."""
    jobs = route(lower_voices(analysis.film)) if analysis else ()
    spoken = {job.brief.language: job for job in jobs if isinstance(job.brief, VoiceBrief)}
    backends = find_backends()
    return [
        backends[job.backend].lower([job]) for job in spoken.values() if job.backend in backends
    ]


def _files_of_backends(root: Path) -> Iterator[Path]:
    """What is read of a project besides its scripts by those who make a film here: its themes."""
    backends = find_backends()
    for name in warm.makers():
        backend = backends.get(name)
        if isinstance(backend, Fed):
            yield from backend.reads(root)


def _errors(found: Iterable[Diagnostic]) -> bool:
    return any(each.severity is Severity.ERROR for each in found)
