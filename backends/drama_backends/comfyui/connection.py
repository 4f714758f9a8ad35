"""Workflows and files of ours come in; a ComfyUI server's answers come out in the contract's words.

The id of a call is ours: a UUID made of its ticket, which the server takes as `prompt_id` and by
which it tells, as long as it runs, whether a call has arrived and how it stands.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from drama_backends.comfyui.progress import Shares
from drama_backends.comfyui.schema import problems
from drama_backends.services.adapter import bound
from drama_backends.services.clips import ranged, refused
from drama_backends.services.content import SUFFIXES
from drama_backends.services.wire import Answer, Wire
from drama_compiler.contract import (
    Handle,
    JobKind,
    Json,
    LostAnswer,
    Media,
    Output,
    Request,
    ServiceError,
    Standing,
    Status,
    Submitted,
    Trouble,
)

UPLOADS = "drama"
"""The folder of the server's inputs in which ours lie."""
PROBLEMS_TOLD_MAX = 3

_NAMESPACE = uuid.UUID("3f6a1d0e-5b1f-4f51-9c62-2d1c3c7f6c11")
_SUFFIXES = {
    True: (".mp4", ".webm", ".mov", ".mkv"),
    False: (".png", ".jpg", ".jpeg", ".webp"),
}
"""How files of moving pictures end, and of stills."""


class ComfyuiConnection:
    """A server of one's own; see `drama_compiler.contract.Connection`."""

    def __init__(self, wire: Wire, client: str, shares: Shares) -> None:
        self._wire = wire
        self._client = client
        self._shares = shares
        self._nodes: dict[str, Any] = {}

    async def stage(self, media: Media) -> Handle:
        """Upload an image under its digest: twice the same is the same."""
        name = f"{media.digest[:32]}.{SUFFIXES.get(media.type, 'png')}"
        answer = await self._wire.ask(
            "POST",
            "/upload/image",
            files={"image": (name, media.path.read_bytes(), media.type)},
            data={"subfolder": UPLOADS, "type": "input", "overwrite": "true"},
        )
        body = self._read(answer)
        if not isinstance(body.get("name"), str):
            raise LostAnswer("the server did not say how it calls what it was given")
        return Handle("/".join(filter(None, (body.get("subfolder", ""), body["name"]))))

    async def submit(
        self, request: Request, handles: Mapping[str, str], ticket: str, folder: Path
    ) -> Submitted:
        """Queue a workflow, once it is known that the server has all that it needs."""
        id_ = _id_of(ticket)
        call = bound(request.body["call"], handles)
        workflow = _with_seed(call["workflow"], uuid.UUID(id_).int % 2**63)
        await self._check(workflow)
        self._shares.nodes[id_] = len(workflow)
        body = {
            "prompt": workflow,
            "prompt_id": id_,
            "client_id": self._client,
            "extra_data": {"extra_pnginfo": {"drama": call["told"]}},
        }
        answer = await self._wire.submit("POST", "/prompt", json=body)
        told = self._read(answer)
        if told.get("prompt_id") != id_:
            raise LostAnswer("the server answered about another call")
        return Submitted(id_)

    async def find(self, ticket: str) -> str | None:
        """Whether it knows of a call: it forgets all of them when it ends."""
        id_ = _id_of(ticket)
        known = await self._record(id_) is not None or await self._queued(id_) is not None
        return id_ if known else None

    async def poll(self, id_: str) -> Standing:
        """What its history says, or its queue."""
        record = await self._record(id_)
        if record is None:
            status = await self._queued(id_)
            if status:
                return Standing(status, share=self._shares.done.get(id_))
            # Between the two questions it may have come to its end.
            record = await self._record(id_)
        if record is None:
            return Standing(Status.EXPIRED, message="the server has forgotten it", charged=False)
        return _standing(record)

    async def fetch(self, id_: str, request: Request, folder: Path) -> tuple[Output, ...]:
        """Download the first file of the right kind that the workflow saved."""
        record = await self._record(id_)
        if record is None:
            raise ServiceError(Trouble.GONE, "the server has forgotten it")
        moving = request.body["kind"] == JobKind.CLIP
        file = next(_files(record, moving), None)
        if file is None:
            raise ServiceError(Trouble.GONE, "the workflow saved nothing of the kind")
        url = f"{self._wire.url}/view?{urlencode(file)}"
        path, type_, facts = await self._wire.download(url, folder, "result")
        return tuple(ranged(each, path, type_, facts) for each in request.body["outputs"])

    async def cancel(self, id_: str) -> None:
        """Take it from the queue, and stop it if it runs."""
        await self._wire.ask("POST", "/queue", json={"delete": [id_]})
        if await self._queued(id_) is Status.RUNNING:
            await self._wire.ask("POST", "/interrupt", json={"prompt_id": id_})

    async def _check(self, workflow: Mapping[str, Json]) -> None:
        """Raise `ServiceError` (INVALID) where the server lacks a node, a model or a value."""
        for name in {node["class_type"] for node in workflow.values()} - self._nodes.keys():
            answer = await self._wire.ask("GET", f"/object_info/{quote(name, safe='')}")
            self._nodes[name] = self._read(answer).get(name)
        found = list(problems(workflow, self._nodes))
        if found:
            more = f", and {len(found) - PROBLEMS_TOLD_MAX} more"
            told = "; ".join(found[:PROBLEMS_TOLD_MAX])
            raise refused(told + (more if len(found) > PROBLEMS_TOLD_MAX else ""))

    async def _record(self, id_: str) -> Mapping[str, Any] | None:
        record = self._read(await self._wire.ask("GET", f"/history/{id_}")).get(id_)
        return record if isinstance(record, Mapping) else None

    async def _queued(self, id_: str) -> Status | None:
        queue = self._read(await self._wire.ask("GET", "/queue"))
        for key, status in (("queue_running", Status.RUNNING), ("queue_pending", Status.QUEUED)):
            entries = queue.get(key)
            if not isinstance(entries, list):
                raise LostAnswer(f"the server's answer has no `{key}`")
            if any(isinstance(each, list) and id_ in each[:2] for each in entries):
                return status
        return None

    def _read(self, answer: Answer) -> dict[str, Json]:
        if answer.is_success:
            return answer.body
        body = answer.body_or_nothing or {}
        raise self._wire.refusal(answer, message=_message(body))


def _id_of(ticket: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, ticket))


def _with_seed(value: Json, seed: int) -> Any:
    """The workflow with a seed where it has none of its own."""
    if isinstance(value, Mapping):
        if value == {"ticket": "seed"}:
            return seed
        return {key: _with_seed(each, seed) for key, each in value.items()}
    return [_with_seed(each, seed) for each in value] if isinstance(value, list) else value


def _standing(record: Mapping[str, Any]) -> Standing:
    status = record.get("status")
    status = status if isinstance(status, Mapping) else {}
    messages = {
        each[0]: each[1]
        for each in status.get("messages") or ()
        if isinstance(each, list) and len(each) == 2 and isinstance(each[1], Mapping)
    }
    if "execution_interrupted" in messages:
        return Standing(Status.CANCELLED, message="it was stopped", charged=False)
    if status.get("status_str") == "success":
        return Standing(Status.SUCCEEDED, usd=0.0)
    failure = messages.get("execution_error", {})
    where = f" in {failure['node_type']}" if failure.get("node_type") else ""
    message = f"{failure.get('exception_message', 'it failed')}{where}".strip()
    return Standing(Status.FAILED, message=message, charged=False)


def _files(record: Mapping[str, Any], moving: bool) -> Iterator[dict[str, str]]:
    """The files that nodes saved, in the order of the nodes' numbers."""
    outputs = record.get("outputs")
    for _, output in sorted((outputs if isinstance(outputs, Mapping) else {}).items()):
        for files in output.values() if isinstance(output, Mapping) else ():
            for file in files if isinstance(files, list) else ():
                name = file.get("filename") if isinstance(file, Mapping) else None
                if isinstance(name, str) and name.casefold().endswith(_SUFFIXES[moving]):
                    keys = ("filename", "subfolder", "type")
                    yield {key: str(file.get(key, "")) for key in keys}


def _message(body: Mapping[str, Any]) -> str:
    """The words of an error, with those of the nodes that are at fault."""
    error = body.get("error")
    words = [str(error.get("message", ""))] if isinstance(error, Mapping) else [str(error or "")]
    nodes = body.get("node_errors")
    for id_, node in (nodes if isinstance(nodes, Mapping) else {}).items():
        for each in node.get("errors", ()):
            words.append(f"node {id_}: {each.get('message', '')} {each.get('details', '')}".strip())
    return "; ".join(filter(None, words)) or json.dumps(body)[:200]
