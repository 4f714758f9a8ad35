"""Ark and Wan: what each is told in fields of its own, and images that are a link at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drama_backends.ark import Ark
from drama_backends.wan import Wan
from drama_compiler.contract import (
    Job,
    JobKind,
    LostAnswer,
    Move,
    MoveKind,
    Once,
    Output,
    Pace,
    Service,
    ServiceError,
    Status,
    Trouble,
)
from drama_compiler.film.words import Direction
from tests.backends.vertical import jobs
from tests.contract.call import Call
from tests.contract.specimens import specimen
from tests.doubles.ark import FakeArk
from tests.doubles.double import doubling
from tests.doubles.server import Fake
from tests.doubles.wan import FakeWan

KEY = "key-of-a-canary-51c9"
SHOTS = jobs()
IN = Move(kind=MoveKind.DOLLY, direction=Direction.IN, pace=Pace.SLOW)
STILL = Move(kind=MoveKind.STATIC)


@pytest.mark.parametrize(
    ("moves", "model", "held"),
    [
        ((), "seedance-1.5-pro", True),
        ((STILL,), "seedance-1.5-pro", True),
        ((IN,), "seedance-1.5-pro", False),
        ((), "seedance-2.0", False),
    ],
)
def test_seedance_is_told_to_hold_the_camera_where_it_has_a_field_and_nothing_moves(
    moves: tuple[Move, ...], model: str, held: bool
) -> None:
    body = _asked(Ark(), _changed(moves=moves), model)
    assert body.get("camera_fixed", False) is held
    assert ("static, the camera does not move" in body["content"][0]["text"]) is (moves != (IN,))


@pytest.mark.parametrize(
    ("words", "roles", "shaped"),
    [
        ("clip of words", [], True),
        ("clip of references", ["reference_image"] * 3, True),
        ("clip of frames", ["first_frame", "last_frame"], False),
        ("clip of a first frame", ["first_frame"], False),
    ],
)
def test_frames_and_references_exclude_each_other_and_frames_have_a_shape_already(
    words: str, roles: list[str], shaped: bool
) -> None:
    body = _asked(Ark(), SHOTS[words], "seedance-2.0")
    assert [each["role"] for each in body["content"][1:]] == roles
    assert body.get("ratio") == ("9:16" if shaped else None)
    asked = _asked(Wan(), SHOTS[words], "3.0")
    assert [each["type"] for each in asked["input"].get("media", ())] == roles
    assert asked["parameters"].get("ratio") == ("9:16" if shaped else None)


def test_wan_2_7_is_another_model_for_frames_and_reads_what_to_avoid() -> None:
    for words, id_ in (("clip of words", "wan2.7-t2v"), ("clip of frames", "wan2.7-i2v")):
        body = _asked(Wan(), SHOTS[words], "2.7")
        assert body["model"] == id_
        assert body["input"]["negative_prompt"] == "lettering; modern boats"
        assert "Avoid" not in body["input"]["prompt"]
        assert body["parameters"]["prompt_extend"] is False
    with pytest.raises(ServiceError, match="500 characters"):
        _asked(Wan(), _changed(avoid="modern boats, " * 40), "2.7")


@pytest.mark.parametrize(
    ("fake", "backend", "variables"),
    [
        (FakeArk, Ark(), ("ARK_API_KEY", "ARK_BASE_URL")),
        (FakeWan, Wan(), ("DASHSCOPE_API_KEY", "DASHSCOPE_HTTP_BASE_URL")),
    ],
    ids=["ark", "wan"],
)
def test_an_image_is_a_link_that_can_be_followed_again_when_the_download_broke(
    fake: type[Fake],
    backend: Service,
    variables: tuple[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ability = backend.describe().ability(JobKind.PLATE)
    assert ability
    call = Call(backend, [specimen(ability)], tmp_path)

    async def run(double: Fake) -> tuple[Output, ...]:
        async with backend.connect() as connection:
            id_ = await call.submit(connection)
            assert not call.outputs
            assert (await connection.poll(id_)).status is Status.SUCCEEDED
            for what, kind in (("drop", LostAnswer), (Trouble.GONE, ServiceError)):
                double.spoil("download", what)
                with pytest.raises(kind):
                    await connection.fetch(id_, call.request, call.results)
            return await connection.fetch(id_, call.request, call.results)

    with doubling(fake(KEY), backend, monkeypatch, variables, once=Once.NOTHING) as double:
        (output,) = asyncio.run(run(double.fake))
        assert output.type == "image/png"
        assert len(double.fake.calls) == 1


def test_an_image_that_ark_withholds_is_moderated_though_http_says_it_is_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (job,) = SHOTS["portrait"]
    job = replace(job, brief=job.brief.model_copy(update={"look": FakeArk.output_word}))
    variables = ("ARK_API_KEY", "ARK_BASE_URL")

    async def run() -> None:
        async with Ark().connect() as connection:
            await Call(Ark(), [job], tmp_path).submit(connection)

    with (
        doubling(FakeArk(KEY), Ark(), monkeypatch, variables, once=Once.NOTHING),
        pytest.raises(ServiceError) as refusal,
    ):
        asyncio.run(run())
    assert refusal.value.trouble is Trouble.MODERATED


def _asked(backend: Service, batch: tuple[Job, ...], model: str) -> Any:
    request = backend.lower([replace(job, model=model) for job in batch])
    return request.body["call"]["json"]


def _changed(**more: object) -> tuple[Job, ...]:
    (job,) = SHOTS["clip of words"]
    return (replace(job, brief=job.brief.model_copy(update=more)),)
