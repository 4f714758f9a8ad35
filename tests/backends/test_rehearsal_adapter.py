"""The rehearsal's adapter where the suite of all does not look: addresses, echoes, words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from drama_backends.rehearsal import ONCE_VARIABLE, URL_VARIABLE, Rehearsal
from drama_backends.rehearsal.connection import RehearsalConnection
from drama_backends.services.wire import Server, Wire
from drama_compiler.contract import (
    Ability,
    JobKind,
    LostAnswer,
    Request,
    ServiceError,
    Submitted,
    Trouble,
)
from tests.backends.rehearsing import KEY
from tests.contract.specimens import asked, clip, specimen

BACKEND = Rehearsal()


def ability(kind: JobKind, model: str = "") -> Ability:
    """What it says of a kind and a model."""
    found = BACKEND.describe().ability(kind, model)
    assert found
    return found


def request(kind: JobKind = JobKind.OBJECT) -> Request:
    """A request of that kind."""
    return BACKEND.lower([specimen(ability(kind))])


def answered(answer: Callable[[httpx.Request], httpx.Response]) -> RehearsalConnection:
    """A connection to a service that answers so."""
    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return RehearsalConnection(Wire(client, Server("http://test", KEY)))


def submitted(connection: RehearsalConnection) -> Submitted:
    """What comes of one call."""
    return asyncio.run(connection.submit(request(), {}, "t", Path()))


def test_a_service_that_echoes_the_key_is_not_quoted() -> None:
    def echo(_: httpx.Request) -> httpx.Response:
        error = {"type": "unauthorized", "message": f"the key {KEY} is not known"}
        return httpx.Response(401, json={"error": error})

    with pytest.raises(ServiceError, match="the key … is not known"):
        submitted(answered(echo))


def test_a_service_that_is_not_there_has_heard_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(URL_VARIABLE, "http://127.0.0.1:9")
    monkeypatch.setenv("DRAMA_REHEARSAL_KEY", KEY)

    async def run() -> None:
        async with BACKEND.connect() as connection:
            with pytest.raises(ServiceError, match="nothing answers") as failure:
                await connection.submit(request(), {}, "t", Path())
            assert failure.value.trouble is Trouble.BROKEN
            with pytest.raises(LostAnswer):
                await connection.poll("call_x")

    asyncio.run(run())


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(302, headers={"Location": "http://elsewhere.test/"}),
        httpx.Response(502, text="Bad gateway"),
        httpx.Response(200, json=["id"]),
        httpx.Response(201, json={"id": 7}),
        httpx.Response(500, json={"error": {"type": "surprise", "message": "?"}}),
        httpx.Response(500, json={"error": "surprise"}),
    ],
    ids=["redirect", "gateway", "list", "number", "unheard-of", "bare"],
)
def test_an_answer_that_says_nothing_definite_is_lost(answer: httpx.Response) -> None:
    with pytest.raises(LostAnswer):
        submitted(answered(lambda _: answer))


@pytest.mark.parametrize("url", ["http://elsewhere.test/x", "//elsewhere.test/x", "/admin/ledger"])
def test_a_link_that_leads_elsewhere_is_not_followed(tmp_path: Path, url: str) -> None:
    def lead_away(asked_: httpx.Request) -> httpx.Response:
        assert asked_.url.host == "test"
        assert asked_.url.path == "/v1/calls/call_x"
        result = {"url": url, "type": "image/png"}
        return httpx.Response(200, json={"status": "succeeded", "result": result})

    with pytest.raises(LostAnswer):
        asyncio.run(answered(lead_away).fetch("call_x", request(), tmp_path))
    assert not list(tmp_path.iterdir())


def test_a_promise_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(URL_VARIABLE, "http://127.0.0.1:9")
    monkeypatch.setenv("DRAMA_REHEARSAL_KEY", KEY)
    monkeypatch.setenv(ONCE_VARIABLE, "thrice")
    with pytest.raises(ServiceError, match="none of key, lookup, nothing"):
        BACKEND.manners()


def test_a_refusal_is_an_error_of_the_script_before_it_is_one_of_the_service() -> None:
    (complaint,) = BACKEND.check(asked(specimen(ability(JobKind.CLIP)), 7.0))
    assert complaint.code == "service-refuses"
    assert complaint.message == "rehearsal: `steps` makes no clip of 7 s"


def test_shots_of_one_set_up_become_one_take_with_a_frame_range_each() -> None:
    long = ability(JobKind.CLIP, "long")
    body = BACKEND.lower([clip(long, "a", 60), clip(long, "b", 50)]).body
    (shot,) = body["call"]["shots"]
    assert shot["seconds"] == 5
    assert "From 0.00 s:" in shot["prompt"]
    assert "From 2.50 s:" in shot["prompt"]
    assert body["outputs"] == [
        {"job": "clip/a", "start_seconds": 0.0, "end_seconds": 2.5},
        {"job": "clip/b", "start_seconds": 2.5, "end_seconds": 5.0},
    ]


def test_neighbours_become_an_array_of_shots_of_whole_seconds() -> None:
    array = ability(JobKind.CLIP, "array")
    body = BACKEND.lower([clip(array, "a", 25), clip(array, "b", 12)]).body
    assert [shot["seconds"] for shot in body["call"]["shots"]] == [2, 1]
    spans = [(each["start_seconds"], each["end_seconds"]) for each in body["outputs"]]
    assert spans == [(0, 2), (2, 3)]


@pytest.mark.parametrize(
    ("inputs", "first", "last"),
    [
        (("frame/k7f2q/first", "frame/k7f2q/last~x"), "frame/k7f2q/first", "frame/k7f2q/last~x"),
        (("frame/before/last",), "frame/before/last", None),
        (("frame/k7f2q/first", "frame/after/first"), "frame/k7f2q/first", "frame/after/first"),
    ],
    ids=["its own", "that of the shot before", "that of the shot after"],
)
def test_a_clip_begins_and_ends_on_its_own_frames_or_its_neighbours(
    inputs: tuple[str, ...], first: str, last: str | None
) -> None:
    job = replace(specimen(ability(JobKind.CLIP)), inputs=inputs)
    (shot,) = BACKEND.lower([job]).body["call"]["shots"]
    ends = [shot.get(end, {}).get("media") for end in ("first", "last")]
    assert ends == [first, last]


def test_handles_before_a_clip_are_told_in_seconds() -> None:
    draft = ability(JobKind.CLIP, "draft")
    (output,) = BACKEND.lower([specimen(draft)]).body["outputs"]
    assert output == {"job": "clip/k7f2q", "head_seconds": 6 / 24}


def test_a_reference_is_called_by_its_name_in_the_prompt_and_others_are_described() -> None:
    job = specimen(ability(JobKind.CLIP))
    (shot,) = BACKEND.lower([job]).body["call"]["shots"]
    assert "@ann (ANN)" in shot["prompt"]
    assert "ann in oilskins" not in shot["prompt"]
    assert "LANTERN, brass, held by ANN" in shot["prompt"]
    assert "As reference: @ben." in shot["prompt"]
