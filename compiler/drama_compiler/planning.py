"""A script opened and a profile come in; the plan of what is to be bought, and all it rests on,
comes out. Nothing is made, and nothing is written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from drama_compiler.contract.backend import Backend
from drama_compiler.film.times import Schedule
from drama_compiler.graph.jobs import Graph
from drama_compiler.graph.route import Profile
from drama_compiler.make.executor import find_backends
from drama_compiler.passes.target.target import Target
from drama_compiler.plan.paid_graph import paid_graph, target_of
from drama_compiler.plan.paid_plan import PaidPlan, Wishes, decide_paid
from drama_compiler.plan.states import Known
from drama_compiler.plan.story import Story
from drama_compiler.session import Analysis
from drama_compiler.spending import read_terms
from drama_compiler.store.budget import Amount, Caps
from drama_compiler.store.elsewhere import bought_elsewhere
from drama_compiler.store.journal import JOURNAL_FILE, Journal
from drama_compiler.store.journal_file import JournalError
from drama_compiler.store.lock import Lock
from drama_compiler.store.lock_text import LockError, load_lock
from drama_compiler.store.media import MediaStore
from drama_dsl.diagnostic import Diagnostic, error
from drama_dsl.source import Source


@dataclass(frozen=True)
class Prospect:
    """What a plan is made of: who makes what, what is there, what was spent, what may be."""

    analysis: Analysis
    schedule: Schedule
    profile: Profile
    backends: Mapping[str, Backend]
    lock: Lock
    caps: Caps
    spent: Amount
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]

    @property
    def story(self) -> Story:
        """The film as its writer sees it."""
        resolution = self.analysis.resolution
        return Story(self.analysis.film, resolution.origins, self.analysis.sources)

    @property
    def target(self) -> Target:
        """What the passes reckon with."""
        origins = self.analysis.resolution.origins
        return target_of(self.analysis.film, self.profile, self.backends, origins)

    def known(self) -> Known:
        """What states are judged by: the lock, and the bases in the store."""
        media = MediaStore(self.analysis.project.state_folder / "media")
        return known_of(self.analysis, self.lock, media)

    def graph(self, level: int) -> tuple[Graph, tuple[Diagnostic, ...]]:
        """Everything that the profile buys for the whole film."""
        film, origins = self.analysis.film, self.analysis.resolution.origins
        declared = self.analysis.references.images.keys()
        return paid_graph(
            film, self.schedule, self.profile, self.backends, level, origins, declared
        )

    def plan(self, wishes: Wishes) -> tuple[PaidPlan, tuple[Diagnostic, ...]]:
        """What is to be bought now."""
        graph, found = self.graph(min(wishes.level, 1))
        declared = self.analysis.references
        found = (*found, *declared.wrong, *declared.unused) if graph.jobs else found
        return decide_paid(graph, self.known(), self.backends, self.target, wishes), found


def look_ahead(
    analysis: Analysis,
    schedule: Schedule,
    profile: str = "",
    backends: Mapping[str, Backend] | None = None,
) -> Prospect:
    """All that a plan by the named profile rests on; without a name, by the project's own.

    That is its only one besides `preview`; where there are several or none, `preview`.
    """
    backends = find_backends(analysis.project.root) if backends is None else backends
    chosen, caps, found, sources = read_terms(analysis, profile, backends)
    lock, torn, lock_text = _lock(analysis)
    spent, unread = _spent(analysis, lock)
    return Prospect(
        analysis=analysis,
        schedule=schedule,
        profile=chosen,
        backends=backends,
        lock=lock,
        caps=caps,
        spent=spent,
        diagnostics=(*found, *torn, *unread),
        sources={**lock_text, **sources},
    )


def _lock(analysis: Analysis) -> tuple[Lock, tuple[Diagnostic, ...], Mapping[str, Source]]:
    try:
        return load_lock(analysis.project.lock_file)
    except LockError as failure:
        return Lock(), (error("not-written", str(failure), None),), {}


def _spent(analysis: Analysis, lock: Lock) -> tuple[Amount, tuple[Diagnostic, ...]]:
    """What the journal knows was paid; without one, what the lock tells."""
    path = analysis.project.state_folder / JOURNAL_FILE
    known = sum(bought_elsewhere(lock).values(), Amount())
    if not path.is_file():
        return known, ()
    try:
        journal = Journal(path)
    except JournalError as failure:
        return known, (error("not-written", str(failure), None),)
    try:
        journal.learn(lock)
        return journal.spent(), ()
    except sqlite3.Error as failure:
        return known, (error("not-written", f"`{path.name}`: {failure}", None),)
    finally:
        journal.close()


def known_of(analysis: Analysis, lock: Lock, media: MediaStore) -> Known:
    """What states are judged by: a lock, and the bases of its takes, from the store."""

    def recall(digest: str) -> bytes | None:
        try:
            return media.path(digest, "application/json").read_bytes()
        except OSError:
            return None

    story = Story(analysis.film, analysis.resolution.origins, analysis.sources)
    declared = analysis.references.images
    return Known(lock, analysis.project.key, story, recall, declared=declared)
