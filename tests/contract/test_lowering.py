"""What every backend makes of a job: pure, canonical, complete, and within its limits."""

from __future__ import annotations

import json
from dataclasses import replace
from math import inf
from pathlib import Path

import pytest

from drama_compiler.contract import (
    Ability,
    Backend,
    HandOff,
    Job,
    JobKind,
    Limits,
    Service,
    ServiceError,
    Trouble,
    timings,
)
from drama_compiler.graph.keys import canonical
from tests.contract.concerns import concerns, is_maker
from tests.contract.specimens import SAID, asked, clip, specimen

ROOM = Path(__file__).parents[2]


def test_the_same_jobs_give_the_same_request(backend: Backend, ability: Ability) -> None:
    job = specimen(ability)
    one, other = backend.lower([job]), backend.lower([replace(job)])
    assert one == other
    assert one.jobs == (job.name,)
    assert set(one.inputs) <= set(job.inputs)
    assert one.version == ability.version
    digests = dict.fromkeys(one.inputs, "0" * 64)
    assert one.digest(digests) == other.digest(digests)


def test_a_request_is_plain_json_and_names_no_file(backend: Backend, ability: Ability) -> None:
    body = backend.lower([specimen(ability)]).body
    text = canonical(body).decode()
    assert canonical(json.loads(text)).decode() == text
    assert json.loads(text) == json.loads(json.dumps(body))
    assert str(ROOM) not in text
    assert str(Path.home()) not in text
    assert "file:" not in text


@concerns(lambda it: bool(it.model))
def test_another_model_is_another_request(backend: Backend, ability: Ability) -> None:
    others = [
        each
        for each in backend.describe().abilities
        if each.kind is ability.kind and each != ability
    ]
    job = specimen(ability)
    here = canonical(backend.lower([job]).body)
    for other in others:
        assert canonical(backend.lower([specimen(other)]).body) != here


@concerns(lambda it: it.kind in (JobKind.CLIP, JobKind.FRAME))
def test_a_clip_and_its_frame_are_told_all_that_the_brief_says(
    backend: Backend, ability: Ability
) -> None:
    text = canonical(backend.lower([specimen(ability)]).body).decode().casefold()
    moving = {"dolly"} if ability.kind is JobKind.FRAME else set()
    assert not [word for word in SAID - moving if word.casefold() not in text]


def test_what_is_within_the_limits_is_not_complained_of(backend: Backend, ability: Ability) -> None:
    complaints = backend.check(specimen(ability))
    assert {each.code for each in complaints} <= {"not-carried"}
    assert all(each.severity == "hint" for each in complaints)


def test_what_it_takes_is_priced_or_free(backend: Backend, ability: Ability) -> None:
    request = backend.lower([specimen(ability)])
    cost = backend.estimate(request)
    paid_for = cost.stills + cost.clip_seconds + cost.characters + cost.sound_seconds
    if ability.free:
        assert cost.usd_max == 0
        assert cost.work_seconds > 0
        return
    if ability.price is None:
        assert paid_for > 0 and not cost.priced and not cost.usd_max
        return
    assert cost.priced
    assert (cost.usd_min > 0) is (ability.price.usd_min > 0)
    assert cost.usd_min <= cost.usd_max
    assert paid_for > 0
    units = 1 if ability.price.per == "call" else paid_for
    least, most = ability.price.usd_min * units, ability.price.usd_max * units
    if "usd" in request.body:
        # What this very call costs is known better than what its model costs.
        assert least - 1e-6 <= cost.usd_min
        assert cost.usd_max <= most + 1e-6
    else:
        assert cost.usd_max == pytest.approx(most, abs=1e-6)


@concerns(lambda it: bool(_illegal(it.kind, it.limits)) and it.kind is not JobKind.EFFECT)
def test_a_length_that_it_does_not_make_is_refused(backend: Backend, ability: Ability) -> None:
    for seconds in _illegal(ability.kind, ability.limits):
        _refused(backend, asked(specimen(ability), seconds))


@concerns(lambda it: not it.free and it.kind is JobKind.CLIP)
def test_a_shot_without_a_length_asked_for_gets_a_legal_one_that_holds_it(
    backend: Backend, ability: Ability
) -> None:
    frames = 24 * 4 + 5
    job = replace(specimen(ability), timing=timings.ClipTiming(body_frames=frames))
    seconds = backend.estimate(backend.lower([job])).clip_seconds
    assert seconds >= frames / 24
    assert not [each for each in backend.check(asked(job, seconds)) if each.severity == "error"]


@concerns(lambda it: not it.free and JobKind.PORTRAIT in it.takes)
def test_more_references_than_it_takes_are_refused(backend: Backend, ability: Ability) -> None:
    job = specimen(ability)
    most = ability.limits.references_max
    names = [f"portrait/extra-{index}/default" for index in range(most + 1)]
    _refused(backend, replace(job, inputs=tuple(names)))


@concerns(lambda it: JobKind.FRAME in it.takes and not it.limits.last_frame)
def test_a_last_frame_is_refused_where_it_cannot_be_given(
    backend: Backend, ability: Ability
) -> None:
    _refused(backend, replace(specimen(ability), inputs=("frame/k7f2q/last",)))


@concerns(lambda it: it.limits.prompt_chars_max > 0 and it.kind in (JobKind.CLIP, JobKind.VOICE))
def test_a_prompt_that_is_too_long_is_refused(backend: Backend, ability: Ability) -> None:
    most = ability.limits.prompt_chars_max
    job = specimen(ability)
    long = "x" * (most + 1)
    changes = {"prompt": long} if ability.kind is JobKind.CLIP else {"text": long}
    _refused(backend, replace(job, brief=job.brief.model_copy(update=changes)))


@concerns(lambda it: it.limits.shots_max > 1)
def test_more_shots_than_a_call_takes_are_refused(backend: Backend, ability: Ability) -> None:
    most = ability.limits.shots_max
    batch = [clip(ability, f"s{index}", 24) for index in range(most + 1)]
    with pytest.raises(ServiceError) as refusal:
        backend.lower(batch)
    assert refusal.value.trouble is Trouble.INVALID


@concerns(lambda it: it.limits.last_frame)
def test_a_shot_that_shares_frames_with_its_neighbours_has_them_at_its_ends(
    backend: Backend, ability: Ability
) -> None:
    shared = replace(specimen(ability), inputs=("frame/before/last", "frame/after/first"))
    request = backend.lower([shared])
    assert set(request.inputs) == set(shared.inputs)
    swapped = replace(shared, inputs=("frame/after/last", "frame/before/first"))
    assert request.body != backend.lower([swapped]).body


def _illegal(kind: JobKind, limits: Limits) -> list[float]:
    """Lengths that a call cannot have."""
    if limits.seconds:
        return [limits.seconds[0] / 2, limits.seconds[-1] + 1, limits.seconds[0] + 0.3]
    # A sound that is too short may be asked for longer: the mix takes what it needs.
    short = limits.seconds_min and kind is JobKind.CLIP
    illegal = [limits.seconds_min / 2] if short else []
    if limits.seconds_max != inf:
        illegal.append(limits.seconds_max + (limits.seconds_step or 1))
    if limits.seconds_step:
        illegal.append(limits.seconds_min + limits.seconds_step / 3)
    return illegal


def _refused(backend: Backend, job: Job) -> None:
    """`check` says why, before; `lower` makes no request of it."""
    assert isinstance(backend, (Service, HandOff)) or is_maker(backend)
    complaints = backend.check(job)
    assert [each.severity for each in complaints] == ["error"]
    with pytest.raises(ServiceError) as refusal:
        backend.lower([job])
    assert refusal.value.trouble is Trouble.INVALID
    assert str(refusal.value) in complaints[0].message
