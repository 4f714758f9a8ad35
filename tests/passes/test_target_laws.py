"""What holds for every target pass over any film: the cut stays, and what every job is of."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest

from drama_compiler.contract import JobKind, Limits
from drama_compiler.graph.briefs import ClipBrief
from drama_compiler.graph.jobs import Graph, Job, role
from drama_compiler.graph.keys import basis
from drama_compiler.graph.lower import lower
from drama_compiler.graph.references import STILLS
from drama_compiler.graph.route import route
from drama_compiler.graph.timings import ClipTiming
from drama_compiler.passes.target import TARGET_PASSES
from drama_compiler.passes.target.split_long_shots import split_long_shots
from drama_compiler.passes.target.target import legal_seconds
from drama_compiler.plan.paid_graph import target_of
from tests.passes.films import script
from tests.plan.pretend import IMAGES, Pretended, Studio, profile

MODELS = (
    Pretended(),
    Pretended(takes=IMAGES, limits=Limits(seconds_max=12, references_max=2)),
    Pretended(
        takes=IMAGES | {JobKind.FRAME, JobKind.CLIP, JobKind.VOICE},
        limits=Limits(seconds_min=4, seconds_max=30, seconds_step=1, references_max=9),
    ),
    Pretended(
        takes=frozenset({JobKind.FRAME}),
        limits=Limits(
            seconds_min=3, seconds_max=15, seconds_step=1, references_max=7, shots_max=6,
            last_frame=True,
        ),
    ),
)  # fmt: skip
SEEDS = range(12)


def passed(studio: Studio, level: int) -> Iterator[tuple[str, Graph, Graph]]:
    """Every pass of a level by its name, with the graph before and after it."""
    target = target_of(studio.film, studio.profile, studio.backends, studio.origins)
    graph = route(lower(studio.film, studio.schedule), studio.profile)
    for each in TARGET_PASSES[level]:
        before = graph
        graph, _ = each(graph, target)
        yield each.__name__, before, graph


def cut(graph: Graph) -> dict[str, list[int]]:
    """The frames of each shot in its clips: the handle before, the body, the handle after."""
    found: dict[str, list[int]] = {}
    for job in graph:
        if isinstance(job.timing, ClipTiming) and job.kind is JobKind.CLIP:
            head, body, tail = found.get(job.origin, [0, 0, 0])
            timing = job.timing
            found[job.origin] = [
                head + timing.head_frames,
                body + timing.body_frames,
                tail + timing.tail_frames,
            ]
    return found


def is_of(job: Job) -> str:
    return str(basis(job, {name: role(name) for name in job.inputs}))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("model", MODELS)
def test_the_cut_is_the_same_after_every_pass(model: Pretended, seed: int) -> None:
    studio = Studio(script(seed), service=model)
    times = {time.shot: time for time in studio.schedule.shots}
    order = [shot for scene in studio.film.scenes for shot in scene.shots if not shot.reuse]
    for name, before, after in passed(studio, 2):
        assert cut(after) == cut(before), name
        for shot in order:
            # A clip that is shown again is as long as the longest of those that show it.
            assert cut(after)[shot.id][1] >= times[shot.id].body_frames
            assert any(p.body_frames == cut(after)[shot.id][1] for p in times.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_moved_lips_change_no_clip_and_no_cut(seed: int) -> None:
    bought = (*sorted(STILLS), JobKind.CLIP, JobKind.VOICE)
    plain = Studio(script(seed), service=MODELS[0], profile=profile(*bought))
    moved = Studio(script(seed), service=MODELS[0], profile=profile(*bought, JobKind.SYNC))
    for level in range(3):
        before, after = plain.graph(level), moved.graph(level)
        assert cut(before) == cut(after)
        lips = {job.name: job for job in after if job.kind is JobKind.SYNC}
        rest = {name: job for name, job in after.jobs.items() if name not in lips}
        assert rest == dict(before.jobs)
        for job in lips.values():
            clip = after.jobs[job.inputs[0]]
            assert isinstance(job.timing, ClipTiming) and isinstance(clip.timing, ClipTiming)
            assert job.timing.body_frames == clip.timing.body_frames
            assert set(job.timing.speech) <= set(clip.timing.speech)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("model", MODELS)
def test_no_pass_that_spares_money_changes_what_a_job_is_of(model: Pretended, seed: int) -> None:
    studio = Studio(script(seed), service=model)
    spare = TARGET_PASSES[2][len(TARGET_PASSES[0]) :]
    names = {each.__name__ for each in spare}
    for name, before, after in passed(studio, 2):
        if name not in names:
            continue
        assert {role(each) for each in after.jobs} == {role(each) for each in before.jobs}, name
        now = {is_of(job) for job in after}
        assert now == {is_of(job) for job in before}, name
        kept = {job.name for job in before if job.kind not in STILLS}
        assert kept <= set(after.jobs), name


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("model", MODELS)
def test_what_comes_out_is_legal(model: Pretended, seed: int) -> None:
    studio = Studio(script(seed), service=model)
    for level in range(3):
        graph = studio.graph(level)
        limits = model.limits
        seen: set[str] = set()
        for names in graph.batches:
            jobs = [graph.jobs[name] for name in names]
            assert all(set(job.inputs) <= seen for job in jobs), "inputs stand before their users"
            seen |= set(names)
            if jobs[0].kind is JobKind.CLIP:
                _check_call(jobs, graph, limits)
        assert seen == set(graph.jobs)


def _check_call(jobs: list[Job], graph: Graph, limits: Limits) -> None:
    asked = needed = Fraction(0)
    for job in jobs:
        assert isinstance(job.timing, ClipTiming) and isinstance(job.brief, ClipBrief)
        timing = job.timing
        frames = timing.head_frames + timing.body_frames + timing.tail_frames
        seconds = Fraction(timing.asked_seconds or 0).limit_denominator(1000)
        assert seconds >= frames / job.brief.format.rate, "it covers its shot"
        asked, needed = asked + seconds, needed + frames / job.brief.format.rate
        images = [name for name in job.inputs if graph.jobs[name].kind in STILLS]
        assert len(images) <= limits.references_max
        assert len([name for name in job.inputs if name.startswith("clip/")]) <= 1
    assert legal_seconds(limits, asked) == pytest.approx(float(asked))
    assert len(jobs) == 1 or needed <= asked
    assert limits.shots_max == 1 or len(jobs) <= limits.shots_max


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("model", MODELS)
def test_a_higher_level_never_costs_more(model: Pretended, seed: int) -> None:
    studio = Studio(script(seed), service=model)
    plans = [studio.plan(level=level) for level in range(3)]
    prices = [plan.total.usd_max for plan in plans]
    assert prices[0] + 1e-9 >= prices[1] and prices[1] + 1e-9 >= prices[2]
    calls = [plan.calls for plan in plans]
    assert calls == sorted(calls, reverse=True)


def test_pieces_of_a_long_shot_make_up_the_whole() -> None:
    studio = Studio("INT. A - DAY\n\nshot: wide, 31s\n\nRain.\n", service=MODELS[0])
    graph = studio.graph()
    pieces = [job for job in graph if job.kind is JobKind.CLIP]
    assert [job.name.rpartition("/")[2] for job in pieces] == ["1", "2", "3", "4"]
    timings = [job.timing for job in pieces if isinstance(job.timing, ClipTiming)]
    assert sum(each.body_frames for each in timings) == 31 * 24
    assert [each.asked_seconds for each in timings] == [10, 10, 10, 5]
    assert (
        split_long_shots(graph, target_of(studio.film, studio.profile, studio.backends))[0] == graph
    )
