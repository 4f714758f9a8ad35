"""Slate: stills from words and from up to four images, which the prompt calls `image 1`, `image 2`.

It is asked at `POST /v1/images`, answers with an id, and is asked after that until it is done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from drama_backends.services.adapter import Adapter, Lowered, bound, media
from drama_backends.services.clips import id_of, nearest_aspect, refuse_prompt, refused
from drama_backends.services.keys import Address, Key
from drama_backends.services.models import Model
from drama_backends.services.prompts import render
from drama_backends.services.stills import still_of
from drama_backends.services.wire import Answer, Wire, told
from drama_compiler.contract import (
    Connection,
    Cost,
    Handle,
    Job,
    Json,
    Media,
    Once,
    Output,
    Request,
    Standing,
    Status,
    Submitted,
    Trouble,
)


class Slate(Adapter):
    """The adapter: who it is, how it is reached, what a job becomes."""

    name = "slate"
    key = Key("SLATE_API_KEY")
    address = Address("SLATE_BASE_URL", "https://api.slate.example")
    once = Once.LOOKUP  # its reference: `GET /v1/images?client_id=` finds what was asked
    poll_seconds = 1.0

    def lowered(self, model: Model, batch: Sequence[Job]) -> Lowered:
        """One still: the exact call, what is paid for, whose the answer is, what is lost."""
        if len(batch) > 1:
            raise refused("one call makes one image")
        (job,) = batch
        still = still_of(job, model)
        names = {id_of(image): f"image {n}" for n, image in enumerate(still.images, 1)}
        prompt = render(job, names, self.templates, avoid=still.avoid)
        refuse_prompt(model, prompt)
        aspect = nearest_aspect(model, still.aspect)
        call: dict[str, Json] = {
            "model": model.name,
            "prompt": prompt,
            "aspect": aspect,
            "images": [media(image) for image in still.images],
        }
        if still.seed is not None:
            call["seed"] = still.seed
        lost = () if aspect == still.aspect else (f"to make {still.aspect}: {aspect} is nearest",)
        return Lowered(call, Cost(stills=1), [{"job": job.name}], lost)

    def headers(self, key: str) -> Mapping[str, str]:
        """What every question carries."""
        return {"Authorization": f"Bearer {key}"}

    def connection(self, wire: Wire) -> Connection:
        """The account, opened."""
        return SlateConnection(wire)


class SlateConnection:
    """The five questions, and what their answers mean."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def stage(self, media: Media) -> Handle:
        """Upload an image."""
        data = media.path.read_bytes()
        answer = await self._wire.ask("POST", "/v1/uploads", content=data)
        return Handle(told(self._read(answer), "id", str))

    async def submit(
        self, request: Request, handles: Mapping[str, str], ticket: str, folder: Path
    ) -> Submitted:
        """Make the paid call; the ticket is the `client_id` by which it is found again."""
        body = {**bound(request.body["call"], handles), "client_id": ticket}
        answer = await self._wire.submit("POST", "/v1/images", json=body)
        return Submitted(told(self._read(answer), "id", str))

    async def find(self, ticket: str) -> str | None:
        """The id of what was asked under a ticket."""
        answer = await self._wire.ask("GET", "/v1/images", params={"client_id": ticket})
        return None if answer.status == 404 else str(told(self._read(answer), "id", str))

    async def poll(self, id_: str) -> Standing:
        """How far an image is."""
        answer = self._read(await self._wire.ask("GET", f"/v1/images/{id_}"))
        status = {
            "waiting": Status.QUEUED,
            "drawing": Status.RUNNING,
            "done": Status.SUCCEEDED,
            "failed": Status.FAILED,
            "blocked": Status.MODERATED,
        }.get(told(answer, "state", str), Status.RUNNING)
        usd = told(answer, "usd", float)
        return Standing(status, usd=usd, message=str(answer.get("reason", "")), charged=usd > 0)

    async def fetch(self, id_: str, request: Request, folder: Path) -> tuple[Output, ...]:
        """Download it: at once, for its links hold an hour."""
        answer = self._read(await self._wire.ask("GET", f"/v1/images/{id_}"))
        path, type_, facts = await self._wire.download(told(answer, "url", str), folder, "still")
        return tuple(Output(each["job"], path, type_, facts) for each in request.body["outputs"])

    async def cancel(self, id_: str) -> None:
        """Ask it to stop."""
        self._read(await self._wire.ask("DELETE", f"/v1/images/{id_}"))

    def _read(self, answer: Answer) -> dict[str, Json]:
        if answer.is_success:
            return answer.body
        error = (answer.body_or_nothing or {}).get("error") or {}
        troubles = {"blocked": Trouble.MODERATED, "down": Trouble.BROKEN}
        raise self._wire.refusal(answer, error.get("code"), str(error.get("message", "")), troubles)
