"""A service to rehearse with: jobs of nine kinds come in, paid in play money; their media come out.

It is what services of the trade are like, on this machine: it has accounts, prices, queues,
limits, refusals and bad days. `drama backends rehearse` starts it; what a film would cost and how
a build fares is then seen for free. `service` is the far end, the rest is our end of the wire.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from pathlib import Path
from typing import Any

from drama_backends.media.versions import absent, code_version
from drama_backends.rehearsal.lowering import TAKES, chosen, lower_batch, used_inputs
from drama_backends.rehearsal.models import amount, micros, model_for, models, quantities
from drama_compiler.contract import (
    Ability,
    Capabilities,
    Connection,
    Cost,
    Job,
    JobKind,
    Manners,
    Once,
    Request,
    ServiceError,
    Trouble,
    digest,
)
from drama_dsl.diagnostic import Diagnostic, error

NAME = "rehearsal"
URL_VARIABLE = "DRAMA_REHEARSAL_URL"
KEY_VARIABLE = "DRAMA_REHEARSAL_KEY"
ONCE_VARIABLE = "DRAMA_REHEARSAL_ONCE"
"""`key`, `lookup` or `nothing`: what the service that runs at the URL was told to be."""

_PARTS = ("rehearsal/lowering.py", "rehearsal/models.toml", "rehearsal/prompts")
_PACKAGES = ("httpx", "imageio-ffmpeg", "jinja2", "numpy", "opencv-python-headless")


class Rehearsal:
    """The adapter of the service; see `drama_compiler.contract.Service`."""

    def describe(self) -> Capabilities:
        """Nine kinds, several models. It is no service of the world: its data do not age."""
        version = code_version(_PARTS, ())
        abilities = tuple(
            Ability(
                kind,
                version,
                model.tier,
                free=False,
                model=model.name,
                takes=TAKES.get(kind, frozenset()),
                limits=model.limits,
                price=model.price,
            )
            for model in models()
            for kind in model.kinds
        )
        return Capabilities(NAME, abilities, absent(*_PACKAGES))

    def check(self, job: Job) -> tuple[Diagnostic, ...]:
        """Why the service would refuse this job, if it would."""
        try:
            lower_batch([job])
        except ServiceError as refusal:
            return (error("service-refuses", f"rehearsal: {refusal}", None),)
        return ()

    def lower(self, batch: Sequence[Job]) -> Request:
        """The call, and what of its answer is whose; see `lowering`.

        Raises `ServiceError` (INVALID) for what `check` reports.
        """
        chosen(batch[0])
        return Request(
            backend=NAME,
            version=code_version(_PARTS, ()),
            jobs=tuple(job.name for job in batch),
            inputs=used_inputs(batch),
            body=lower_batch(batch),
        )

    def estimate(self, request: Request) -> Cost:
        """What the call costs by the service's price list."""
        call = request.body["call"]
        kind = JobKind(call["kind"])
        model = model_for(kind, call["model"])
        assert model is not None, "the request was not lowered here"
        cost = quantities(kind, call)
        return Cost(
            usd_min=micros(model.price.usd_min, amount(cost)) / 1e6,
            usd_max=micros(model.price.usd_max, amount(cost)) / 1e6,
            clip_seconds=cost.clip_seconds,
            stills=cost.stills,
            characters=cost.characters,
            sound_seconds=cost.sound_seconds,
        )

    def manners(self) -> Manners:
        """Four calls at once, asked after often, since all of it is on this machine."""
        _, key = _account()
        word = os.environ.get(ONCE_VARIABLE) or Once.KEY
        once = next((each for each in Once if each == word), None)
        if once is None:
            raise ServiceError(Trouble.INVALID, f"{ONCE_VARIABLE} is none of {', '.join(Once)}")
        return Manners(
            once=once,
            account=digest(f"{NAME}/{key}".encode())[:16],
            concurrent_max=4,
            poll_seconds=0.05,
            poll_seconds_max=1.0,
        )

    def connect(self) -> AbstractAsyncContextManager[Connection]:
        """Open the account that the environment names."""
        from drama_backends.rehearsal.connection import opened

        return opened(*_account())

    def rehearse(
        self, settings: Mapping[str, Any], folder: Path, port: int = 0
    ) -> AbstractContextManager[Any]:
        """Run the service on this machine while the block lasts; see `service.Service`."""
        from drama_backends.rehearsal.service import running

        return running(settings, folder, port)


def _account() -> tuple[str, str]:
    """The service's address and our key; raises `ServiceError` (AUTH) where one is not set."""
    url, key = os.environ.get(URL_VARIABLE, ""), os.environ.get(KEY_VARIABLE, "")
    if not url or not key:
        missing = URL_VARIABLE if not url else KEY_VARIABLE
        raise ServiceError(
            Trouble.AUTH, f"{missing} is not set; `drama backends rehearse` says what to set"
        )
    return url, key
