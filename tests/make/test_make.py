"""Making: what exists is reused, what failed stops only what is made of it."""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from drama_compiler.contract.backend import Media, Output, Request
from drama_compiler.graph.briefs import EffectBrief
from drama_compiler.graph.jobs import Job, JobKind
from drama_compiler.graph.keys import digest_file
from drama_compiler.graph.limits import Cost
from drama_compiler.make.executor import Answer, Unwanted
from drama_compiler.make.make import Outcome, Workshop, make
from drama_compiler.plan.decide import Batch, decide, why_remade
from drama_compiler.plan.plan import Status
from drama_compiler.store.media import MediaStore
from drama_compiler.store.state import Made, State


class _Executor:
    """Writes what it is asked for into a file; refuses what says `fail`; counts."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def run(
        self, request: Request, inputs: Mapping[str, Media], folder: Path, urgency: float = 0.0
    ) -> Answer:
        if "unwanted" in request.body:
            raise Unwanted
        self.asked.append(request.jobs[0])
        if "fail" in request.body:
            return Answer(error="it would not")
        path = folder / "out"
        made_of = [media.path.read_text() for media in inputs.values()]
        # Only the first letter is heard: other words can come out the same.
        path.write_text(" ".join([request.body[:1], *made_of]))
        output = Output(request.jobs[0], path, "text/plain", {"seconds": 1})
        return Answer(((output, digest_file(path)),))


def _batches(texts: Mapping[str, tuple[str, tuple[str, ...]]]) -> tuple[Batch, ...]:
    batches = []
    for name, (text, inputs) in texts.items():
        job = Job(name, JobKind.EFFECT, EffectBrief(text=text), inputs=inputs, backend="test")
        request = Request("test", "1", (name,), inputs, text)
        batches.append(Batch((job,), request, Cost()))
    return tuple(batches)


def _build(
    folder: Path, texts: Mapping[str, tuple[str, tuple[str, ...]]]
) -> tuple[Outcome, list[str]]:
    state = State(folder / "state.db")
    workshop = Workshop(MediaStore(folder / "media"), state, folder / "scratch" / "1")
    executor = _Executor()
    before: dict[str, Made] = state.made("film")
    outcome = asyncio.run(
        make(_batches(texts), before, workshop, executor, lambda batch, status: None)
    )
    state.remember("film", outcome.records)
    state.close()
    return outcome, executor.asked


CHAIN: dict[str, Any] = {"a": ("x", ()), "b": ("y", ("a",)), "c": ("z", ("b",)), "d": ("w", ())}


def test_everything_is_made_once_and_then_reused(tmp_path: Path) -> None:
    first, asked = _build(tmp_path, CHAIN)
    assert sorted(asked) == ["a", "b", "c", "d"] and set(first.made.values()) == {"new"}
    second, asked = _build(tmp_path, CHAIN)
    assert not asked and not second.made and sorted(second.reused) == ["a", "b", "c", "d"]


def test_a_change_remakes_what_is_made_of_it_and_says_why(tmp_path: Path) -> None:
    _build(tmp_path, CHAIN)
    outcome, asked = _build(tmp_path, {**CHAIN, "a": ("q", ())})
    assert asked == ["a", "b", "c"]
    assert outcome.made == {"a": "text changed", "b": "a changed", "c": "b changed"}
    assert outcome.reused == ["d"]


def test_what_comes_out_the_same_stops_the_remaking(tmp_path: Path) -> None:
    _build(tmp_path, CHAIN)
    outcome, asked = _build(tmp_path, {**CHAIN, "a": ("xylophone", ())})
    assert asked == ["a"] and sorted(outcome.reused) == ["b", "c", "d"]


def test_going_back_to_what_was_needs_nothing(tmp_path: Path) -> None:
    _build(tmp_path, CHAIN)
    _build(tmp_path, {**CHAIN, "a": ("q", ())})
    _, asked = _build(tmp_path, CHAIN)
    assert not asked


def test_a_failure_stops_only_what_is_made_of_it(tmp_path: Path) -> None:
    outcome, asked = _build(tmp_path, {**CHAIN, "b": ("fail", ("a",))})
    assert sorted(asked) == ["a", "b", "d"]
    assert [failure.job.name for failure in outcome.failures] == ["b"]
    assert outcome.skipped == ["c"] and {"a", "d"} <= set(outcome.takes)


def test_what_is_wanted_no_more_is_no_failure_and_what_was_made_is_kept(tmp_path: Path) -> None:
    outcome, asked = _build(tmp_path, {**CHAIN, "b": ("unwanted", ("a",))})
    assert sorted(asked) == ["a", "d"] and not outcome.failures
    assert outcome.unwanted == ["b"] and outcome.skipped == ["c"]
    _, asked = _build(tmp_path, CHAIN)
    assert asked == ["b", "c"]


def test_a_disk_that_is_full_is_a_failure_of_the_job_and_no_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: MediaStore, made: Path, digest: str, type_: str) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(MediaStore, "adopt", full)
    outcome, _ = _build(tmp_path, CHAIN)
    assert {failure.job.name for failure in outcome.failures} == {"a", "d"}
    assert "No space left" in outcome.failures[0].error and not outcome.takes
    monkeypatch.undo()
    assert len(_build(tmp_path, CHAIN)[0].made) == 4


def test_what_is_made_of_itself_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cycle"):
        _build(tmp_path, {"a": ("x", ("b",)), "b": ("y", ("a",))})


def test_what_a_killed_build_left_is_swept_out_and_another_ones_work_is_not(
    tmp_path: Path,
) -> None:
    left, others = tmp_path / "scratch" / "left", tmp_path / "scratch" / "others"
    for folder in (left, others):
        folder.mkdir(parents=True)
        (folder / "half.mp4").touch()
    os.utime(left, (1, 1))
    _build(tmp_path, CHAIN)
    assert not left.exists() and (others / "half.mp4").exists()
    assert [path.name for path in (tmp_path / "scratch").iterdir()] == ["others"]


def test_media_that_are_gone_are_made_again(tmp_path: Path) -> None:
    first, _ = _build(tmp_path, CHAIN)
    take = first.takes["d"]
    MediaStore(tmp_path / "media").path(take.media, take.type).unlink()
    outcome, asked = _build(tmp_path, CHAIN)
    assert asked == ["d"] and outcome.made == {"d": "its media is gone"}


def test_a_job_that_is_asked_for_otherwise_does_not_say_that_its_media_is_gone(
    tmp_path: Path,
) -> None:
    first, _ = _build(tmp_path, CHAIN)
    job = _batches(CHAIN)[3].jobs[0]
    otherwise = Request("test", "1", ("d",), (), "another size")
    assert why_remade(job, otherwise, {}, first.records["d"]) == "it is asked for otherwise"


def test_the_plan_says_beforehand_what_a_build_will_do(tmp_path: Path) -> None:
    _build(tmp_path, CHAIN)
    state = State(tmp_path / "state.db")
    workshop = Workshop(MediaStore(tmp_path / "media"), state, tmp_path / "tmp")
    changed = _batches({**CHAIN, "b": ("v", ("a",))})
    plan = decide(changed, workshop.find_take, state.made("film"))
    state.close()
    assert {step.job: step.status for step in plan.steps} == {
        "a": Status.REUSE,
        "b": Status.MAKE,
        "c": Status.WAIT,
        "d": Status.REUSE,
    }
