"""The forty calls of a small film, in the stages in which they are bought."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from drama_backends.rehearsal import Rehearsal
from drama_compiler.film.film import Format
from drama_compiler.film.words import Angle, Composition, Daytime, Size
from drama_compiler.graph import briefs, timings
from drama_compiler.graph.jobs import Job, JobKind, Tier
from drama_compiler.make.bought import Order
from drama_compiler.plan.decide import Batch
from drama_compiler.store.lock import lock_name

FILM = "kill"
CAST = ("ann", "ben", "cy", "dee", "eve", "fay")
PLACES = ("bay", "hut", "hill", "pier")
SHOTS = 8
LINES = 10
EFFECTS = 4


def stages() -> list[list[Order]]:
    """Voices, then references and frames, then clips, then sounds: forty orders in all."""
    jobs = (_voices(), (*_references(), *_frames()), _clips(), _effects())
    return [[_order(job) for job in stage] for stage in jobs]


def jobs_of(stage: Iterable[Order]) -> list[Job]:
    """The jobs of a stage: here each order is of one."""
    return [order.batch.jobs[0] for order in stage]


def _order(job: Job) -> Order:
    service = Rehearsal()
    request = service.lower([job])
    batch = Batch((job,), request, service.estimate(request))
    return Order(batch, {job.name: lock_name(job.name, FILM)})


def _job(kind: JobKind, owner: str, brief: briefs.Brief, model: str, **more: object) -> Job:
    return Job(
        f"{kind}/{owner}",
        kind,
        brief,
        origin=owner,
        backend="rehearsal",
        model=model,
        tier=Tier.FINAL,
        **more,  # type: ignore[arg-type]
    )


def _voices() -> Iterator[Job]:
    for number in range(LINES):
        name = CAST[number % len(CAST)]
        brief = briefs.VoiceBrief(
            text=f"Line {number}, and then no more.", language="en", character=name, name=name
        )
        yield _job(JobKind.VOICE, f"l{number}", brief, "")


def _references() -> Iterator[Job]:
    for name in CAST:
        brief = briefs.PortraitBrief(id=name, name=name, look=f"{name} in oilskins")
        yield _job(JobKind.PORTRAIT, f"{name}/default", brief, "still")
    for name in PLACES:
        yield _job(
            JobKind.PLATE,
            f"{name}/day",
            briefs.PlateBrief(place=_place(name), aspect="16:9"),
            "still",
        )


def _frames() -> Iterator[Job]:
    for number in range(SHOTS):
        brief = briefs.FrameBrief(which="first", of=_shot(number))
        inputs = (
            f"portrait/{CAST[number % len(CAST)]}/default",
            f"plate/{PLACES[number % len(PLACES)]}/day",
        )
        yield _job(JobKind.FRAME, f"s{number}/first", brief, "still", inputs=inputs)


def _clips() -> Iterator[Job]:
    for number in range(SHOTS):
        yield _job(
            JobKind.CLIP,
            f"s{number}",
            _shot(number),
            "steps",
            inputs=(f"frame/s{number}/first",),
            timing=timings.ClipTiming(body_frames=48),
        )


def _effects() -> Iterator[Job]:
    for number in range(EFFECTS):
        yield _job(JobKind.EFFECT, f"e{number}", briefs.EffectBrief(text=f"door {number}"), "")


def _place(name: str) -> briefs.PlaceBrief:
    return briefs.PlaceBrief(id=name, name=name.upper(), time=Daytime.DAY)


def _shot(number: int) -> briefs.ClipBrief:
    name = CAST[number % len(CAST)]
    return briefs.ClipBrief(
        shot=f"s{number}",
        format=Format(width=64, height=36, rate=Fraction(24)),
        aspect="16:9",
        size=Size.CLOSE,
        composition=Composition.SINGLE,
        angle=Angle.EYE_LEVEL,
        figures=(briefs.FigureBrief(id=name, name=name.upper()),),
        place=_place(PLACES[number % len(PLACES)]),
        actions=(f"{name} does thing {number}.",),
    )
