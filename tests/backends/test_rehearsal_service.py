"""The rehearsal service itself, over plain HTTP: it refuses what it must, and it counts."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from drama_backends.rehearsal.service import Service, running
from tests.backends.rehearsing import KEY, Stage

STILL = {"kind": "object", "model": "still", "aspect": "1:1", "prompt": "a boat"}
SHOT = {"prompt": "a boat", "seconds": 5.0}
CLIP = {"kind": "clip", "model": "steps", "aspect": "16:9", "shots": [SHOT]}
VOICE = {
    "kind": "voice",
    "model": "voice",
    "text": "Who is there?",
    "language": "en",
    "speaker": "ann",
}
MUSIC = {"kind": "cue", "model": "music", "prompt": "dread", "seconds": 2.0}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360"
    "60f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


@pytest.fixture
def client(rehearsal: Stage) -> Iterator[httpx.Client]:
    """Someone who speaks to the service without the adapter."""
    headers = {"Authorization": f"Bearer {KEY}"}
    with httpx.Client(base_url=rehearsal.service.url, headers=headers, trust_env=False) as client:
        yield client


def clip(**shot: Any) -> dict[str, Any]:
    """A clip of one shot, with other fields."""
    return {**CLIP, "shots": [{**SHOT, **shot}]}


def error(answer: httpx.Response) -> str:
    """The type of error in an answer, and that it is told to a person."""
    assert answer.json()["error"]["message"]
    return str(answer.json()["error"]["type"])


REFERENCES = [{"name": f"r{index}", "media": f"media_{index}"} for index in range(7)]
REFERRING = " ".join(f"@{each['name']}" for each in REFERENCES)


@pytest.mark.parametrize(
    "call",
    [
        [],
        {},
        {**STILL, "kind": "segment"},
        {**STILL, "kind": "poem"},
        {**STILL, "model": "steps"},
        {**STILL, "model": ""},
        {**STILL, "steps": 30},
        {**STILL, "aspect": "wide"},
        {**STILL, "prompt": ""},
        {**STILL, "prompt": 7},
        {**STILL, "prompt": "x" * 2001},
        {key: value for key, value in STILL.items() if key != "prompt"},
        {**STILL, "prompt": REFERRING, "references": REFERENCES},
        {**STILL, "references": REFERENCES[:1]},
        {**STILL, "prompt": "@r0", "references": [{"name": "r0", "url": "x"}]},
        {**STILL, "references": "r0"},
        {**CLIP, "shots": []},
        {**CLIP, "shots": [SHOT, SHOT]},
        {**CLIP, "shots": ["a boat"]},
        {**CLIP, "camera": "dolly"},
        clip(seconds=7.0),
        clip(seconds=0),
        clip(seconds="5"),
        clip(seconds=True),
        clip(camera="dolly"),
        {**clip(last="media_x"), "model": "draft"},
        {**CLIP, "model": "array", "shots": [{**SHOT, "seconds": 1.0}]},
        {**CLIP, "model": "array", "shots": [{**SHOT, "seconds": 2.0}] * 7},
        {**CLIP, "model": "array", "shots": [{**SHOT, "seconds": 1.5}, {**SHOT, "seconds": 2.0}]},
        {**VOICE, "text": ""},
        {**VOICE, "text": "x" * 1001},
        {**VOICE, "speed": 2},
        {**MUSIC, "seconds": 301},
        {**MUSIC, "seconds": 0.5},
    ],
    ids=str,
)
def test_a_call_in_any_other_form_is_refused_and_not_paid(
    client: httpx.Client, rehearsal: Stage, call: Any
) -> None:
    answer = client.post("/v1/calls", json=call)
    assert answer.status_code == 422
    assert error(answer) == "invalid_request"
    assert not rehearsal.ledger.calls()


@pytest.mark.parametrize("call", [STILL, CLIP, VOICE, MUSIC], ids=lambda call: call["kind"])
def test_a_call_in_due_form_is_paid(
    client: httpx.Client, rehearsal: Stage, call: Mapping[str, Any]
) -> None:
    answer = client.post("/v1/calls", json=call, headers={"Ticket": "t"})
    assert answer.status_code == 201
    (entry,) = rehearsal.ledger.calls()
    assert (entry.id, entry.ticket, entry.kind) == (answer.json()["id"], "t", call["kind"])
    assert entry.micros > 0
    assert rehearsal.ledger.paid_usd() == entry.micros / 1e6


def test_what_is_no_json_and_what_is_nowhere_are_refused(client: httpx.Client) -> None:
    assert client.post("/v1/calls", content=b"{").status_code == 400
    assert client.get("/v1/films").status_code == 404
    assert client.get("/v1/calls/call_nobody").status_code == 404


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer no"}, {"X-Key": KEY}], ids=str)
def test_nothing_is_done_without_the_key(rehearsal: Stage, headers: dict[str, str]) -> None:
    url = rehearsal.service.url
    with httpx.Client(base_url=url, headers=headers, trust_env=False) as stranger:
        for answer in (
            stranger.post("/v1/calls", json=STILL),
            stranger.post("/v1/media", content=PNG, headers={"Content-Type": "image/png"}),
            stranger.get("/v1/account"),
            stranger.get("/v1/calls/call_x"),
        ):
            assert answer.status_code == 401
            assert KEY not in answer.text
    assert not rehearsal.ledger.calls()


def test_media_are_kept_for_a_while_and_must_be_media(
    client: httpx.Client, rehearsal: Stage
) -> None:
    refused = client.post("/v1/media", content=b"#!/bin/sh", headers={"Content-Type": "text/plain"})
    assert refused.status_code == 415
    kept = client.post("/v1/media", content=PNG, headers={"Content-Type": "image/png"}).json()
    call = {**STILL, "prompt": "@a", "references": [{"name": "a", "media": kept["id"]}]}
    assert client.post("/v1/calls", json=call).status_code == 201
    rehearsal.change(upload_seconds=0)
    answer = client.post("/v1/calls", json=call)
    assert error(answer) == "media_gone"
    stolen = {**STILL, "prompt": "@a", "references": [{"name": "a", "media": "media_../secret"}]}
    assert error(client.post("/v1/calls", json=stolen)) == "media_gone"
    assert len(rehearsal.ledger.calls()) == 1


def test_a_ticket_is_honoured_looked_up_or_not_looked_at(
    client: httpx.Client, rehearsal: Stage
) -> None:
    def submit(ticket: str, call: Mapping[str, Any] = STILL) -> httpx.Response:
        return client.post("/v1/calls", json=call, headers={"Ticket": ticket})

    def find(ticket: str) -> httpx.Response:
        return client.get("/v1/calls", params={"ticket": ticket})

    assert submit("one").json()["id"] == submit("one").json()["id"]
    assert submit("one", MUSIC).status_code == 409
    assert find("one").status_code == 404
    rehearsal.change(once="lookup")
    assert find("two").json()["error"]["type"] == "unknown_ticket"
    assert submit("two").json()["id"] == find("two").json()["id"]
    assert submit("two").json()["id"] != find("two").json()["id"]
    rehearsal.change(once="nothing")
    assert submit("three").json()["id"] != submit("three").json()["id"]
    assert error(find("three")) == "invalid_request"
    assert rehearsal.ledger.paid_twice() == {"two": 2, "three": 2}


def test_calls_wait_their_turn_and_too_many_are_refused(
    client: httpx.Client, rehearsal: Stage
) -> None:
    rehearsal.change(concurrent_max=1, queue_max=1, latency_seconds=60, retry_after_seconds=7)
    first = client.post("/v1/calls", json=STILL).json()["id"]
    second = client.post("/v1/calls", json=STILL).json()["id"]
    third = client.post("/v1/calls", json=STILL)
    assert third.status_code == 429
    assert third.headers["Retry-After"] == "7"
    assert client.get(f"/v1/calls/{first}").json()["status"] == "running"
    assert client.get(f"/v1/calls/{second}").json()["status"] == "queued"
    assert "result" not in client.get(f"/v1/calls/{first}").json()


def test_what_waits_is_stopped_for_free_and_what_runs_is_not(
    client: httpx.Client, rehearsal: Stage
) -> None:
    rehearsal.change(concurrent_max=1, latency_seconds=60)
    running_, waiting = (client.post("/v1/calls", json=STILL).json()["id"] for _ in range(2))
    for id_, charged in ((waiting, False), (running_, True)):
        assert client.delete(f"/v1/calls/{id_}").status_code == 200
        told = client.get(f"/v1/calls/{id_}").json()
        assert (told["status"], told["charged"]) == ("cancelled", charged)


def test_calls_a_minute_are_counted(client: httpx.Client, rehearsal: Stage) -> None:
    rehearsal.change(calls_per_minute_max=2)
    states = [client.post("/v1/calls", json=STILL).status_code for _ in range(3)]
    assert states == [201, 201, 429]


def test_an_account_is_never_overdrawn(client: httpx.Client, rehearsal: Stage) -> None:
    rehearsal.change(accounts={KEY: 0.09})
    states = [client.post("/v1/calls", json=STILL).status_code for _ in range(3)]
    assert states == [201, 201, 402]
    assert client.get("/v1/account").json()["usd"] == pytest.approx(0.01)


def test_prices_can_be_others_than_the_lists(client: httpx.Client, rehearsal: Stage) -> None:
    rehearsal.change(prices={"still": 1.5})
    client.post("/v1/calls", json=STILL)
    assert rehearsal.ledger.paid_usd() == 1.5


def test_what_fails_or_is_withheld_is_charged_only_where_that_is_set(
    client: httpx.Client, rehearsal: Stage
) -> None:
    def told() -> tuple[str, bool]:
        id_ = client.post("/v1/calls", json={**STILL, "prompt": "something Unshowable"}).json()[
            "id"
        ]
        answer = client.get(f"/v1/calls/{id_}").json()
        return answer["status"], answer["charged"]

    assert told() == ("moderated", False)
    rehearsal.change(charged_when_moderated=True)
    assert told() == ("moderated", True)
    rehearsal.change(
        charged_when_failed=True, faults=[{"at": "submit", "what": "fail", "times": -1}]
    )
    id_ = client.post("/v1/calls", json=STILL).json()["id"]
    assert client.get(f"/v1/calls/{id_}").json()["charged"]


def test_links_expire_and_asking_again_renews_them(client: httpx.Client, rehearsal: Stage) -> None:
    rehearsal.change(link_seconds=0.05)
    id_ = client.post("/v1/calls", json=STILL).json()["id"]
    url = client.get(f"/v1/calls/{id_}").json()["result"]["url"]
    time.sleep(0.06)
    assert client.get(url).status_code == 410
    rehearsal.change(link_seconds=60)
    assert client.get(url).status_code == 410
    fresh = client.get(f"/v1/calls/{id_}").json()["result"]["url"]
    assert client.get(fresh).content.startswith(b"\x89PNG")
    assert client.get(fresh.replace("seal=", "seal=0")).status_code == 403
    rehearsal.change(record_seconds=0)
    assert client.get(f"/v1/calls/{id_}").status_code == 410


def test_the_same_call_gives_other_bytes_a_take_and_the_same_ones_in_another_service(
    tmp_path: Path,
) -> None:
    def takes(folder: Path) -> list[bytes]:
        found = []
        with running({}, folder) as service:
            headers = {"Authorization": "Bearer rehearsal"}
            with httpx.Client(base_url=service.url, headers=headers, trust_env=False) as client:
                for call in (STILL, STILL, CLIP, VOICE, MUSIC):
                    id_ = client.post("/v1/calls", json=call).json()["id"]
                    result = client.get(f"/v1/calls/{id_}").json()["result"]
                    found.append(client.get(result["url"]).content)
        return found

    one, other = takes(tmp_path / "one"), takes(tmp_path / "other")
    assert one == other
    assert len(set(one)) == 5


def test_the_ledger_outlives_the_service(tmp_path: Path) -> None:
    def submit(service: Service) -> str:
        headers = {"Authorization": "Bearer rehearsal", "Ticket": "t"}
        answer = httpx.post(f"{service.url}/v1/calls", json=STILL, headers=headers, trust_env=False)
        return str(answer.json()["id"])

    with running({}, tmp_path) as service:
        id_ = submit(service)
    with running({}, tmp_path) as service:
        assert submit(service) == id_
        assert service.ledger.paid_usd() == 0.04
        report = httpx.get(f"{service.url}/admin/ledger", trust_env=False).json()
        assert report["count"] == 1
        assert [call["ticket"] for call in report["calls"]] == ["t"]
        assert "rehearsal" not in str(report)


def test_faults_happen_to_whom_they_are_for_as_often_as_is_said(
    client: httpx.Client, rehearsal: Stage
) -> None:
    fault = {"at": "submit", "what": "busy", "kind": "object", "words": "BOAT", "skip": 1}
    rehearsal.change(faults=[{**fault, "times": 2}])
    calls = [MUSIC, STILL, {**STILL, "prompt": "a tree"}, STILL, MUSIC, STILL, STILL]
    states = [client.post("/v1/calls", json=call).status_code for call in calls]
    assert states == [201, 201, 201, 429, 201, 429, 201]


def test_settings_are_changed_over_http_and_must_be_settings(
    client: httpx.Client, rehearsal: Stage
) -> None:
    changed = client.patch("/admin/settings", json={"once": "nothing", "queue_max": 3})
    assert changed.json()["queue_max"] == 3
    assert rehearsal.service.settings.once == "nothing"
    for bad in ({"onse": "key"}, {"once": "twice"}, {"concurrent_max": 0}, [1]):
        assert client.patch("/admin/settings", json=bad).status_code == 422
    assert client.get("/admin/settings").json()["queue_max"] == 3
    with pytest.raises(ValueError, match="faults"):
        rehearsal.change(faults=[{"at": "submit", "what": "rain"}])


def test_what_several_submit_at_once_is_counted_call_by_call(
    client: httpx.Client, rehearsal: Stage
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    rehearsal.change(accounts={KEY: 0.40})

    def submit(number: int) -> int:
        return client.post(
            "/v1/calls", json=STILL, headers={"Ticket": f"t{number % 15}"}
        ).status_code

    with ThreadPoolExecutor(16) as pool:
        states = list(pool.map(submit, range(30)))
    assert set(states) <= {201, 402}
    assert len(rehearsal.ledger.calls()) == 10
    assert not rehearsal.ledger.paid_twice()
