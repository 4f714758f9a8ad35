"""An analysed film comes in; everything it takes is made or reused; finished files come out.

Voices first, for their measured lengths fix the schedule; then all the rest at once.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from drama_compiler.contract.backend import Backend
from drama_compiler.film.times import Schedule
from drama_compiler.graph.jobs import Graph
from drama_compiler.graph.lower import lower, lower_voices
from drama_compiler.graph.route import ANIMATIC, POST, route
from drama_compiler.handing import Handed, hand_off
from drama_compiler.make.executor import LocalProcesses, find_backends
from drama_compiler.make.make import Failure, Outcome, Workshop, make
from drama_compiler.make.running import run
from drama_compiler.plan.decide import decide, lower_batches
from drama_compiler.plan.give import Given
from drama_compiler.plan.plan import Plan
from drama_compiler.publishing import publish_film
from drama_compiler.purchasing import (
    AFTER_VOICES,
    VOICES,
    Counter,
    Purchases,
    opened_purchases,
)
from drama_compiler.recalling import given_of, measures
from drama_compiler.session import Analysis
from drama_compiler.sharing import damages, fetch_missing
from drama_compiler.spending import Spending
from drama_compiler.store.cache import prune
from drama_compiler.store.choice import shown
from drama_compiler.store.claim import Claim, ProjectBusy, claim_project
from drama_compiler.store.journal_file import JournalError
from drama_compiler.store.lock import Lock
from drama_compiler.store.lock_text import LockError, load_lock
from drama_compiler.store.media import MediaStore, check_writable, write_text
from drama_compiler.store.state import Made, State, StateError, Take
from drama_dsl.diagnostic import Diagnostic, Help, Label, Severity, error, warning
from drama_dsl.source import Source

CACHE_BYTES_MAX = 1024**3
"""How much of what can be drawn again is kept between builds."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to build: where to, at which share of the picture's size, with how many workers.

    `spending` says what to buy; without it nothing is. Where another build of the project is at
    work, it is waited for, or with `wait` false this one is refused. `wanted` is asked before
    anything is begun: what has begun is brought to its end, all else is left.
    """

    folder: Path
    scale: Fraction = Fraction(1)
    workers: int = 2
    spending: Spending | None = None
    wait: bool = True
    wanted: Callable[[], bool] = lambda: True


class Listener(Counter, Protocol):
    """Who is told how a build goes on."""

    def waits(self, pid: int) -> None:
        """Another build of the project, in this process, has to end first."""

    def planned(self, plan: Plan) -> None:
        """The plan of a stage, before it is carried out."""


@dataclass(slots=True)
class Built:
    """What a build came to. `film` is None where something it needs could not be made, or where
    the build was `left` because it was wanted no more.

    `bought` are jobs that were paid for in it, `usd_micros` what that cost in millionths of a
    dollar. `handed` are the sheets of what a person makes by hand. `sources` are texts besides the
    script's that diagnostics point into.
    """

    film: Path | None = None
    left: bool = False
    files: list[Path] = field(default_factory=list)
    schedule: Schedule | None = None
    made: dict[str, str] = field(default_factory=dict)
    reused: list[str] = field(default_factory=list)
    bought: list[str] = field(default_factory=list)
    usd_micros: int = 0
    handed: tuple[Handed, ...] = ()
    failures: list[Failure] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    sources: Mapping[str, Source] = field(default_factory=dict)
    elapsed_seconds: float = 0.0


def build(
    analysis: Analysis,
    options: Options,
    listener: Listener,
    executor: LocalProcesses | None = None,
) -> Built:
    """Make the film. Interrupted, it leaves the store whole and keeps what was made.

    `executor` is of who builds more than once, and stays open.
    """
    began = time.monotonic()
    backends = find_backends(analysis.project.root)
    missing = _missing(backends)
    if missing:
        return Built(diagnostics=[missing])
    try:
        check_writable(options.folder)
        folder = analysis.project.state_folder
        with claim_project(folder, wait=options.wait, on_wait=listener.waits) as claim:
            built = _build_in(analysis, options, listener, backends, claim, executor)
    except ProjectBusy as busy:
        helps = (Help("wait for it, or say so: drama build, without --no-wait"),)
        built = Built(diagnostics=[error("project-busy", str(busy), None, helps=helps)])
    except (StateError, JournalError, LockError, sqlite3.Error, OSError) as failure:
        built = Built(diagnostics=[not_written(failure)])
    built.elapsed_seconds = time.monotonic() - began
    return built


def nothing_to_film(analysis: Analysis) -> Diagnostic:
    """What the person is told of a script that has nothing to show and nothing to hear."""
    label = analysis.project.label(analysis.project.script)
    return error("nothing-to-film", f"`{label}` has nothing to film", None)


def not_written(failure: Exception) -> Diagnostic:
    """What the person is told when a disk, a folder or the state does not take what it is given."""
    told = str(failure)
    if isinstance(failure, OSError) and failure.strerror:
        told = f"`{failure.filename}`: {failure.strerror}" if failure.filename else failure.strerror
    return error("not-written", f"the film cannot be written: {told}", None)


def _build_in(
    analysis: Analysis,
    options: Options,
    listener: Listener,
    backends: Mapping[str, Backend],
    claim: Claim,
    executor: LocalProcesses | None,
) -> Built:
    project = analysis.project
    with contextlib.ExitStack() as stack:
        state = State(project.state_folder / "state.db")
        stack.callback(state.close)
        # First of all, so that what an interrupted build made is found again by its names.
        state.keep_names(project.key, analysis.resolution.names.model_dump_json())
        lock, found, sources = load_lock(project.lock_file)
        if any(each.severity is Severity.ERROR for each in found):
            # Nothing is bought that could not be told afterwards.
            return Built(diagnostics=[*found], sources=sources)
        scratch = project.state_folder / "tmp" / f"{os.getpid()}-{time.time_ns():x}"
        workshop = Workshop(MediaStore(project.state_folder / "media"), state, scratch)
        found = (*found, *_fetched(lock, analysis, workshop.media))
        cache = project.state_folder / "cache"
        purchases = stack.enter_context(
            opened_purchases(
                analysis, backends, workshop.media, options.spending, listener, lock, claim.sole
            )
        )
        if executor is None:
            executor = stack.enter_context(
                LocalProcesses(options.workers, cache, listener.progressed)
            )
        executor.serve(listener.progressed, options.wanted)
        maker = _Maker(analysis, options, listener, backends, workshop, executor, purchases)
        built = maker.build()
        prune(cache, CACHE_BYTES_MAX)
    found = (*found, *damages(workshop.media))
    built.diagnostics = [*found, *purchases.diagnostics, *built.diagnostics]
    built.bought, built.usd_micros = purchases.bought, purchases.usd_micros
    built.sources = sources
    return built


def _fetched(lock: Lock, analysis: Analysis, media: MediaStore) -> tuple[Diagnostic, ...]:
    """Have what the film shows of the lock in the store; what is wrong with that."""
    film = f" {analysis.project.key}/"
    digests = {}
    for name, entry in lock.entries.items():
        if film in name:
            for cut in shown(entry, lambda take: True):
                take = entry.take(cut.take)
                if take:
                    digests[take.media] = take.type
    moved, found = fetch_missing(analysis.project, digests, media)
    if not moved.absent:
        return found
    count = len(moved.absent)
    what = f"{count} takes are" if count > 1 else "a take is"
    message = f"{what} not in the store: the next best is shown"
    helps = (Help("fetch from where it was pushed: drama store pull"),)
    return (*found, warning("take-absent", message, None, helps=helps))


@dataclass(frozen=True, slots=True)
class _Maker:
    """One build under way: what it works on and with."""

    analysis: Analysis
    options: Options
    listener: Listener
    backends: Mapping[str, Backend]
    workshop: Workshop
    executor: LocalProcesses
    purchases: Purchases

    def build(self) -> Built:
        key = self.analysis.project.key
        before = self.workshop.state.made(key)
        self._buy_voices()
        voices = self._make(self._given(lower_voices(self.analysis.film)), before)
        if voices.unwanted:
            return Built(left=True, made=voices.made, reused=voices.reused)
        schedule, found = self.analysis.scheduled(measures(voices.takes))
        self.purchases.buy(schedule, AFTER_VOICES)
        handed = self._hand_off(schedule)
        given = self._given(lower(self.analysis.film, schedule, scale=self.options.scale))
        graph, outcome = given.graph, self._make(given, before)
        outcome.made = {**voices.made, **outcome.made}
        outcome.reused = [name for name in outcome.reused if name not in voices.made]
        built = Built(
            left=bool(outcome.unwanted),
            schedule=schedule,
            made=outcome.made,
            reused=outcome.reused,
            handed=handed,
            failures=outcome.failures,
            diagnostics=[*found, *self._trouble(outcome)],
        )
        if "master/film" in outcome.takes:
            # First of all what somebody waits for.
            self._publish(built, schedule, graph, outcome.takes)
        if not outcome.failures and not outcome.unwanted and not voices.failures:
            self.workshop.state.remember(key, outcome.records)
        return built

    def _publish(
        self, built: Built, schedule: Schedule, graph: Graph, takes: Mapping[str, Take]
    ) -> None:
        media, folder = self.workshop.media, self.options.folder
        try:
            built.files, found = publish_film(self.analysis, schedule, graph, takes, media, folder)
        except OSError as failure:
            built.diagnostics.append(not_written(failure))
        else:
            built.diagnostics += found
            built.film = built.files[0]

    def _buy_voices(self) -> None:
        """Buy on lengths that are known so far; how long the voices are is known afterwards."""
        if not self.purchases.spending.profile.buys:
            return
        spoken = self._given(lower_voices(self.analysis.film))
        schedule, _ = self.analysis.scheduled(measures(spoken.takes))
        self.purchases.buy(schedule, VOICES)

    def _hand_off(self, schedule: Schedule) -> tuple[Handed, ...]:
        spending, media = self.purchases.spending, self.workshop.media
        lock, folder = self.purchases.lock, self.options.folder
        return hand_off(self.analysis, schedule, spending, self.backends, lock, media, folder)

    def _given(self, graph: Graph) -> Given:
        return given_of(graph, self.purchases.lock, self.analysis, self.workshop)

    def _make(self, given: Given, before: Mapping[str, Made]) -> Outcome:
        batches = lower_batches(route(given.graph), self.backends)
        plan = decide(batches, self.workshop.find_take, before, given.takes)
        self.listener.planned(plan)
        making = make(
            batches,
            before,
            self.workshop,
            self.executor,
            self.listener.finished,
            given.takes,
        )
        return run(making)

    def _trouble(self, outcome: Outcome) -> list[Diagnostic]:
        """What went wrong or less well than asked, at the place in the script it comes from."""
        return [
            *(self._failed(failure) for failure in outcome.failures),
            *self._warned(outcome.takes),
        ]

    def _failed(self, failure: Failure) -> Diagnostic:
        origin = self.analysis.resolution.origins.get(failure.job.origin)
        notes: tuple[str, ...] = ()
        if failure.trace:
            log = self.analysis.project.state_folder / "log" / "last-failure.txt"
            notes = ("this is a fault of drama",)
            with contextlib.suppress(OSError):
                write_text(log, failure.trace)
                notes = (*notes, f"its trace is in {self.analysis.project.label(log)}")
        message = f"{failure.job.name} could not be made: {failure.error}"
        return error("not-made", message, origin, "for this", notes=notes)

    def _warned(self, takes: Mapping[str, Take]) -> list[Diagnostic]:
        """One warning a cause, at the first place it concerns."""
        causes: dict[str, list[str]] = {}
        for name, take in takes.items():
            if take.facts.get("warning"):
                causes.setdefault(str(take.facts["warning"]), []).append(name)
        found = []
        for cause, names in causes.items():
            origin = self.analysis.resolution.origins.get(names[0].split("/")[1])
            more = (f"and {len(names) - 1} more",) if len(names) > 1 else ()
            label = Label(origin) if origin else None
            found.append(Diagnostic("made-less-well", Severity.WARNING, cause, label, notes=more))
        return found


def _missing(backends: Mapping[str, Backend]) -> Diagnostic | None:
    """An error where a backend that the build needs, or a package of its, is not installed."""
    needed = {POST, *(route.backend for route in ANIMATIC.values())}
    absent = sorted(name for name in needed if name not in backends)
    packages = [
        package
        for name in sorted(needed - set(absent))
        for package in backends[name].describe().missing
    ]
    if not absent and not packages:
        return None
    what = ", ".join(dict.fromkeys((*absent, *packages)))
    return Diagnostic(
        "film-parts-missing",
        Severity.ERROR,
        f"what draws, speaks and scores the animatic is not installed: {what}",
        helps=(Help("install it: pip install 'drama-lang[film]'"),),
    )
