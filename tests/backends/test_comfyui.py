"""Workflows with slots: filled, held against the server, found again, and told how far they are."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from drama_backends.comfyui import Comfyui
from drama_backends.comfyui.progress import listening
from drama_backends.comfyui.schema import problems
from drama_compiler.contract import Connection, JobKind, ServiceError, Status, Trouble
from tests.contract.specimens import image, specimen
from tests.doubles.comfyui import NODES, FakeComfyui
from tests.doubles.server import running

TABLE = """
[[model]]
name = "wan"
kinds = ["clip"]
takes = ["frame"]
tier = "final"
usd = 0
per = "call"
seconds_max = 5.0
references_max = 1
wire = { workflow = "wan.json", short_side = 480 }
"""
WORKFLOW = {
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "film still, {{prompt}}"}},
    "7": {"class_type": "KSampler", "inputs": {"seed": "{{seed}}", "steps": 20}},
    "8": {"class_type": "LoadImage", "inputs": {"image": "{{first}}"}},
}


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeComfyui]:
    with running(FakeComfyui()) as fake:
        assert isinstance(fake, FakeComfyui)
        monkeypatch.setenv("COMFYUI_BASE_URL", fake.url)
        yield fake


def project(folder: Path, workflow: Any = WORKFLOW) -> Comfyui:
    """The adapter in a project that brings a workflow of its own along."""
    own = folder / "prompts" / "comfyui"
    own.mkdir(parents=True)
    (own / "capabilities.toml").write_text(TABLE, "utf-8")
    (own / "wan.json").write_text(json.dumps(workflow), "utf-8")
    return Comfyui().with_project(folder)


def clip_of(backend: Comfyui, **more: Any) -> Any:
    ability = backend.describe().ability(JobKind.CLIP)
    assert ability is not None
    return specimen(ability)


def test_a_projects_own_workflow_is_filled(tmp_path: Path) -> None:
    backend = project(tmp_path)
    assert [each.model for each in backend.describe().abilities] == ["wan"]
    workflow = backend.lower([clip_of(backend)]).body["call"]["workflow"]
    assert workflow["6"]["inputs"]["text"].startswith("film still, Close shot")
    assert workflow["7"]["inputs"] == {"seed": 7, "steps": 20}
    assert workflow["8"]["inputs"]["image"] == {"media": "frame/k7f2q/first"}
    assert not backend.check(clip_of(backend))


def test_what_a_workflow_has_no_slot_for_is_told() -> None:
    backend = Comfyui()
    told = [each.message for each in backend.check(clip_of(backend))]
    assert told == [
        "`comfyui/hold` cannot be told what is to be seen: its workflow has no slot `prompt`",
        "`comfyui/hold` cannot be told the seed: its workflow has no slot `seed`",
    ]


@pytest.mark.parametrize(
    ("workflow", "why"),
    [
        ({"nodes": [], "links": []}, "is not in API format"),
        ({"1": {"class_type": "A", "inputs": {"x": "{{lens}}"}}}, "a slot `lens` that nothing"),
    ],
)
def test_a_workflow_that_cannot_be_filled_is_refused(
    tmp_path: Path, workflow: Any, why: str
) -> None:
    backend = project(tmp_path, workflow)
    [problem] = backend.check(clip_of(backend))
    assert why in problem.message


def test_a_workflow_is_held_against_the_servers_nodes() -> None:
    workflow = {
        "1": {"class_type": "EmptyImage", "inputs": {"width": 0, "height": 64, "color": True}},
        "2": {"class_type": "SaveVideo", "inputs": {"video": ["9", 0], "codec": "av1"}},
        "3": {"class_type": "LoadImage", "inputs": {"image": "drama/new.png"}},
        "4": {"class_type": "WanVideo", "inputs": {}},
    }
    assert sorted(problems(workflow, {**NODES, "WanVideo": None})) == [
        "node 1 (EmptyImage) lacks its input `batch_size`",
        "node 1 (EmptyImage), `color`: `True` is no number",
        "node 1 (EmptyImage), `width`: 0 is not from 1 to 16384",
        "node 2 (SaveVideo) lacks its input `filename_prefix`",
        "node 2 (SaveVideo) lacks its input `format`",
        "node 2 (SaveVideo), `codec`: `av1` is not there: there are auto, h264",
        "node 2 (SaveVideo), `video`: it is linked to a node 9 that is none",
        "the server has no node `WanVideo`",
    ]


def test_a_server_that_lacks_a_node_is_not_given_the_workflow(
    fake: FakeComfyui, tmp_path: Path
) -> None:
    backend = project(tmp_path)
    request = backend.lower([clip_of(backend)])

    async def run() -> None:
        async with backend.connect() as connection:
            handles = {"frame/k7f2q/first": "drama/a.png"}
            with pytest.raises(ServiceError, match="the server has no node") as refusal:
                await connection.submit(request, handles, "ticket-1", tmp_path)
            assert refusal.value.trouble is Trouble.INVALID

    asyncio.run(run())
    assert not fake.calls


def test_a_call_that_the_server_forgot_is_over_and_may_be_made_again(
    fake: FakeComfyui, tmp_path: Path
) -> None:
    backend = Comfyui()
    request = backend.lower([clip_of(backend)])

    async def submitted(connection: Connection) -> str:
        handle = await connection.stage(image(tmp_path, "a"))
        handles = {request.inputs[0]: handle.value}
        return (await connection.submit(request, handles, "ticket-1", tmp_path)).id

    async def run() -> None:
        async with backend.connect() as connection:
            id_ = await submitted(connection)
            assert await connection.find("ticket-1") == id_
            fake.restart()
            assert await connection.find("ticket-1") is None
            standing = await connection.poll(id_)
            assert standing.status is Status.EXPIRED and not standing.charged

    asyncio.run(run())


def test_how_far_a_call_is_comes_over_the_socket() -> None:
    told = {"prompt_id": "p", "nodes": {"1": {"state": "finished"}, "2": {"value": 5, "max": 10}}}
    messages: list[str | bytes] = [
        b"\x00\x00\x00\x01preview",
        "no json",
        json.dumps({"type": "status", "data": {}}),
    ]

    async def tell(socket: ServerConnection) -> None:
        await socket.send(json.dumps({"type": "status", "data": {"sid": "me"}}))
        for message in (*messages, json.dumps({"type": "progress_state", "data": told})):
            await socket.send(message)
        await socket.wait_closed()

    async def run() -> float:
        async with serve(tell, "127.0.0.1", 0) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            async with listening(f"http://127.0.0.1:{port}", "me") as shares:
                shares.nodes["p"] = 3
                async with asyncio.timeout(5):
                    while "p" not in shares.done:
                        await asyncio.sleep(0.01)
                return shares.done["p"]

    assert asyncio.run(run()) == 0.5
