"""A film, a profile and what was bought come in; sheets for what a person makes by hand come out.

A sheet is a text and a page, with the images to attach beside them. What was handed off is kept in
the project's state, so that a result is known again even after the script has changed.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from drama_compiler.contract.backend import Backend
from drama_compiler.contract.handoff import HandOff, Sheet
from drama_compiler.film.times import Schedule
from drama_compiler.graph.jobs import Job, JobKind, role
from drama_compiler.graph.keys import basis
from drama_compiler.graph.route import Route
from drama_compiler.plan.paid_graph import paid_graph, target_of
from drama_compiler.plan.paid_plan import Action, PaidPlan, decide_paid
from drama_compiler.plan.states import Condition, entry_of
from drama_compiler.planning import known_of
from drama_compiler.prompt_sheets import Beside, Card, as_page, as_text
from drama_compiler.session import Analysis
from drama_compiler.spending import STAGES, Spending
from drama_compiler.store.handed import HandedSheet, keep_sheets
from drama_compiler.store.lock import Lock
from drama_compiler.store.media import MediaStore, write_text

FOLDER = "handoff"
TEXT, PAGE, REFERENCES = "sheet.txt", "sheet.html", "references"


@dataclass(frozen=True, slots=True)
class Handed:
    """The sheets of one service: their page, and how many prompts are on it."""

    title: str
    page: Path
    prompts: int


def hand_off(
    analysis: Analysis,
    schedule: Schedule,
    spending: Spending,
    backends: Mapping[str, Backend],
    lock: Lock,
    media: MediaStore,
    folder: Path,
) -> tuple[Handed, ...]:
    """Write the sheets of all that is to be made by hand now into `folder`/handoff/SERVICE.

    Sheets of what is there by now are taken away. Raises OSError.
    """
    desk = _Desk(analysis, lock, media, folder / FOLDER)
    routed = {route.backend for route in _routes(spending)}
    services = {
        name: each
        for name in sorted(routed | desk.services())
        if isinstance(each := backends.get(name), HandOff)
    }
    asked = routed & services.keys()
    plan = _plan(analysis, schedule, spending, backends, lock, media) if asked else PaidPlan((), ())
    kinds = frozenset[JobKind]().union(*(STAGES[stage] for stage in spending.stages))
    steps = [step for step in plan.of(Action.HAND_OFF) if step.job.kind in kinds]
    conditions = {step.job.name: step.condition for step in plan.steps}
    jobs = {step.job.name: step.job for step in plan.steps}
    found = []
    for name, service in services.items():
        its = [step.job for step in steps if step.job.backend == name]
        desk.clear(name)
        if its:
            found.append(desk.lay_out(name, service, its, jobs, conditions))
    return tuple(found)


def stem(job: str) -> str:
    """What the results of a job are called: `k7f2q-first`, `portrait-li-wei-storm`."""
    kind, _, owner = job.partition("/")
    of_a_shot = kind in (JobKind.CLIP, JobKind.FRAME)
    return (owner if of_a_shot else job).replace("/", "-").replace("~", "-")


def _routes(spending: Spending) -> Iterator[Route]:
    for table in (spending.profile.routes, *spending.profile.vias.values()):
        yield from table.values()


def _plan(
    analysis: Analysis,
    schedule: Schedule,
    spending: Spending,
    backends: Mapping[str, Backend],
    lock: Lock,
    media: MediaStore,
) -> PaidPlan:
    film, origins = analysis.film, analysis.resolution.origins
    level = min(spending.wishes.level, 1)
    declared = analysis.references.images.keys()
    graph, _ = paid_graph(film, schedule, spending.profile, backends, level, origins, declared)
    target = target_of(film, spending.profile, backends, origins)
    known = known_of(analysis, lock, media)
    return decide_paid(graph, known, backends, target, spending.wishes)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where sheets are laid out, and what they are made of."""

    analysis: Analysis
    lock: Lock
    media: MediaStore
    folder: Path

    def services(self) -> set[str]:
        """Those for which an earlier build laid something out."""
        return {each.name for each in self.folder.iterdir()} if self.folder.is_dir() else set()

    def clear(self, service: str) -> None:
        """Take away what an earlier build laid out; what a person put beside it stays."""
        folder = self.folder / service
        for name in (TEXT, PAGE):
            (folder / name).unlink(missing_ok=True)
        shutil.rmtree(folder / REFERENCES, ignore_errors=True)
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()

    def lay_out(
        self,
        name: str,
        service: HandOff,
        its: list[Job],
        jobs: Mapping[str, Job],
        conditions: Mapping[str, Condition],
    ) -> Handed:
        """Write the sheets of one service, and remember them."""
        folder = self.folder / name
        (folder / REFERENCES).mkdir(parents=True, exist_ok=True)
        cards, kept = [], []
        for job in its:
            sheet = service.sheet(service.lower([job]))
            cards.append(self._card(job, sheet, folder, jobs, conditions))
            kept.append(self._remembered(job, sheet, conditions))
        if not any((folder / REFERENCES).iterdir()):
            (folder / REFERENCES).rmdir()
        film = self.analysis.film.title or self.analysis.project.name
        # First what lets a result be known again, then what a person may act on.
        keep_sheets(self.analysis.project.state_folder, kept)
        write_text(folder / TEXT, as_text(film, service.title, service.address, cards))
        write_text(folder / PAGE, as_page(film, service.title, service.address, cards))
        return Handed(service.title, folder / PAGE, len(cards))

    def _card(
        self,
        job: Job,
        sheet: Sheet,
        folder: Path,
        jobs: Mapping[str, Job],
        conditions: Mapping[str, Condition],
    ) -> Card:
        besides = []
        for number, each in enumerate(sheet.attachments, 1):
            called = self._story_name(jobs[each.input])
            file = self._reference(job, each.input, number, folder, conditions[each.input])
            besides.append(Beside(each.role, called, file, stem(each.input)))
        place = self.analysis.place(job.origin)
        return Card(
            stem(job.name), self._story_name(job), place, sheet.prompt, tuple(besides), sheet.steps
        )

    def _reference(
        self, job: Job, input_: str, number: int, folder: Path, condition: Condition
    ) -> str:
        """Lay an image to attach into the folder; its path from there, empty where it is not yet
        made.
        """
        entry = entry_of(input_, self.lock, self.analysis.project.key)
        take = entry.take(condition.cuts[0].take) if condition.cuts else None
        own = (JobKind(input_.partition("/")[0]), role(input_).split("/")[1])
        image = self.analysis.references.images.get(own)
        if take is not None and self.media.has(take.media, take.type):
            source = self.media.path(take.media, take.type)
        elif take is None and image is not None and condition.content == image.digest != "":
            source = image.path
        else:
            return ""
        name = f"{stem(job.name)}-{number}-{role(input_).split('/')[1]}{source.suffix}"
        shutil.copyfile(source, folder / REFERENCES / name)
        return f"{REFERENCES}/{name}"

    def _remembered(
        self, job: Job, sheet: Sheet, conditions: Mapping[str, Condition]
    ) -> HandedSheet:
        inputs = {name: conditions[name].content for name in job.inputs if conditions[name].content}
        shot = self.analysis.index.shots.get(job.origin)
        return HandedSheet(
            film=self.analysis.project.key,
            job=job.name,
            stem=stem(job.name),
            shot=shot.number if shot else "",
            backend=job.backend,
            model=job.model,
            tier=str(job.tier),
            words=sheet.words,
            basis=basis(job, inputs),
            inputs=job.inputs,
        )

    def _story_name(self, job: Job) -> str:
        return known_of(self.analysis, self.lock, self.media).story.called(job)
