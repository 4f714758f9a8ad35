"""What all hand-off backends share: a table and a lowering make one; a person does the rest.

Such a service has no interface for programs, or forbids their use. What is written here is a sheet
in its own syntax; nothing is sent anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from drama_backends.media.versions import absent
from drama_backends.services import embedded
from drama_backends.services.clips import refused
from drama_backends.services.listed import Listed
from drama_backends.services.models import Model, model_for
from drama_compiler.contract import (
    Attachment,
    Capabilities,
    Cost,
    Job,
    Json,
    Request,
    ServiceError,
    Sheet,
)
from drama_dsl.diagnostic import Diagnostic, error, hint


@dataclass(frozen=True, slots=True)
class Handed:
    """A job as a person is told it.

    `words` are what is to be seen or heard, in one line or several; `parameters` stand behind them
    in the service's own syntax. `amount` counts what is made, without a price: what a person's
    subscription costs is theirs. `lost` is as in `Lowered`.
    """

    words: str
    amount: Cost
    parameters: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    steps: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


class ByHand(Listed):
    """A hand-off backend; see `drama_compiler.contract.HandOff`."""

    title: str
    address: str
    packages: ClassVar[tuple[str, ...]] = ("jinja2", "pillow")

    def handed(self, model: Model, job: Job) -> Handed:
        """The sheet of one job; raises `ServiceError` (INVALID). This is what a backend writes."""
        raise NotImplementedError

    def describe(self) -> Capabilities:
        """The table, as the compiler knows it."""
        abilities = tuple(
            replace(model.ability(kind, self.version), by_hand=True)
            for model in self.models
            for kind in model.kinds
        )
        return Capabilities(self.name, abilities, absent(*self.packages))

    def check(self, job: Job) -> tuple[Diagnostic, ...]:
        """Why no sheet can be written for this job, or what of it a sheet cannot say."""
        try:
            model, handed = self._handed([job])
        except ServiceError as refusal:
            return (error("service-refuses", f"{self.name}: {refusal}", None),)
        who = f"{self.name}/{model.name}"
        return tuple(
            hint("not-carried", f"`{who}` cannot be told {lost}", None) for lost in handed.lost
        )

    def lower(self, batch: Sequence[Job]) -> Request:
        """All that stands on the sheet; raises `ServiceError` (INVALID), as `check` reports."""
        model, handed = self._handed(batch)
        body: dict[str, Json] = {
            "kind": str(batch[0].kind),
            "model": model.name,
            "words": handed.words,
            "parameters": list(handed.parameters),
            "attach": [{"input": each.input, "role": each.role} for each in handed.attachments],
            "steps": list(handed.steps),
            "makes": {
                name: count
                for name in ("clip_seconds", "stills", "sound_seconds")
                if (count := getattr(handed.amount, name))
            },
        }
        used = tuple(dict.fromkeys(each.input for each in handed.attachments))
        return Request(self.name, self.version, (batch[0].name,), used, body)

    def estimate(self, request: Request) -> Cost:
        """How much is made; the price is between a person and the service."""
        return Cost(priced=False, **request.body["makes"])

    def sheet(self, request: Request) -> Sheet:
        """The request as a person reads it."""
        body: Mapping[str, Json] = request.body
        attachments = tuple(Attachment(each["input"], each["role"]) for each in body["attach"])
        prompt = " ".join([body["words"], *body["parameters"]])
        return Sheet(prompt, body["words"], attachments, tuple(body["steps"]))

    def prompt_in(self, path: Path) -> str:
        """See `embedded`."""
        return embedded.prompt_in(path)

    def _handed(self, batch: Sequence[Job]) -> tuple[Model, Handed]:
        if len(batch) > 1:
            raise refused("a sheet is of one job")
        job = batch[0]
        model = model_for(self.models, job.kind, job.model)
        if model is None:
            raise refused(f"it has no model `{job.model}` for a {job.kind}")
        return model, self.handed(model, job)
