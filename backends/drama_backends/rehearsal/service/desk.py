"""Calls come in; they are accepted and paid, or refused; how each stands comes out.

Nothing runs here: a call's end is fixed when it is accepted, and its state is read off the clock.
So a service that is stopped and started again has lost nothing.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drama_backends.media.footage import probe, sound_seconds
from drama_backends.rehearsal.models import amount, quantities
from drama_backends.rehearsal.service.ledger import Call, Ledger
from drama_backends.rehearsal.service.rules import Refusal, media_of, read_call, words_of
from drama_backends.rehearsal.service.settings import Settings
from drama_backends.services.models import Model, legal_seconds, micros
from drama_compiler.contract import Cost, JobKind, MakeError, Once, Status

UPLOAD_BYTES_MAX = 64 << 20


class Refused(Exception):
    """An answer other than 2xx: its HTTP `status`, the `type` of error, words for a person."""

    def __init__(
        self, status: int, type_: str, message: str, retry_after_seconds: float | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.type = type_
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True, slots=True)
class State:
    """How a call stands now: its status and the share of the work that is done."""

    status: Status
    share: float


class Desk:
    """Takes calls and keeps the accounts; `settings` may be changed at any time."""

    def __init__(self, settings: Settings, ledger: Ledger, folder: Path) -> None:
        self.settings = settings
        self.ledger = ledger
        self._uploads = folder / "uploads"
        self._uploads.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()

    def admit(self, key: str) -> str:
        """The account of a key: the key itself, which never leaves the service."""
        if key not in self.settings.accounts:
            raise Refused(401, "unauthorized", "this key opens no account")
        return key

    def stage(self, account: str, data: bytes, type_: str) -> tuple[str, float]:
        """Keep a file; the handle, and until when it is kept."""
        if not data:
            raise Refused(422, "invalid_request", "the file is empty")
        if not type_.startswith(("image/", "video/", "audio/")):
            raise Refused(415, "invalid_request", f"`{type_}` is no media")
        name = hashlib.sha256(account.encode() + b"\0" + data).hexdigest()[:32]
        path = self._uploads / name
        if not path.exists():
            path.with_suffix(".part").write_bytes(data)
            path.with_suffix(".part").replace(path)
        path.touch()
        return f"media_{name}", time.time() + self.settings.upload_seconds

    def upload(self, handle: str) -> Path:
        """Where a staged file lies; raises `Refused` where it is not kept (any more)."""
        path = self._uploads / handle.removeprefix("media_")
        known = handle.startswith("media_") and handle[6:].isalnum() and path.is_file()
        if not known or time.time() - path.stat().st_mtime > self.settings.upload_seconds:
            raise Refused(422, "media_gone", f"`{handle}` is not kept here")
        return path

    def upload_kept(self, handle: str) -> Path:
        """Where a file lies that a call was accepted with: it is kept for as long as the call."""
        return self._uploads / handle.removeprefix("media_")

    def submit(self, account: str, ticket: str, body: Any, fate: Status = Status.SUCCEEDED) -> Call:
        """Accept a call and take its price, or raise `Refused`; `fate` is how it will end."""
        try:
            kind, model = read_call(body)
        except Refusal as refusal:
            raise Refused(422, "invalid_request", str(refusal)) from None
        digest = _digest(body)
        with self._lock, self.ledger.alone():
            if ticket and self.settings.once is Once.KEY:
                before = self.ledger.calls(account=account, ticket=ticket)
                if before and before[0].digest != digest:
                    raise Refused(409, "ticket_reused", "this ticket is of another call")
                if before:
                    return before[0]
            self._refuse(account, body)
            return self._enter(account, ticket, body, kind, model, digest, self._fate(body, fate))

    def find(self, account: str, ticket: str) -> Call:
        """The call under a ticket, where the service looks them up."""
        if self.settings.once is not Once.LOOKUP:
            raise Refused(404, "invalid_request", "calls are not looked up here")
        found = self.ledger.calls(account=account, ticket=ticket)
        if not found:
            raise Refused(404, "unknown_ticket", "no call came under this ticket")
        return found[0]

    def check_voice(self, account: str, voice: str) -> None:
        """Raise `Refused` where no such voice is kept for the account."""
        calls = self.ledger.calls(account=account, kind=str(JobKind.IDENTITY))
        if not self.settings.voices_kept or voice not in map(voice_of, calls):
            raise Refused(404, "voice_gone", f"the voice `{voice}` is not kept here")

    def call(self, account: str, id_: str) -> Call:
        """A call of the account; raises `Refused` where there is none (any more)."""
        found = self.ledger.calls(account=account, id=id_)
        if not found:
            raise Refused(404, "unknown_call", f"there is no call `{id_}`")
        if time.time() > found[0].end_at + self.settings.record_seconds:
            raise Refused(410, "gone", f"the call `{id_}` is not kept any more")
        return found[0]

    def state(self, call: Call) -> State:
        """How a call stands at this moment."""
        now = time.time()
        if now >= call.end_at:
            return State(Status(call.fate), 1.0)
        if now < call.start_at:
            return State(Status.QUEUED, 0.0)
        return State(Status.RUNNING, (now - call.start_at) / max(1e-6, call.end_at - call.start_at))

    def cancel(self, call: Call) -> None:
        """Stop a call that is not settled: free while it waits, at its full price once it runs."""
        state = self.state(call)
        if not state.status.settled:
            charged = state.status is Status.RUNNING
            self.ledger.settle(call.id, fate=Status.CANCELLED, end_at=time.time(), charged=charged)

    def _refuse(self, account: str, body: Mapping[str, Any]) -> None:
        """Raise `Refused` where a call in due form is not taken now."""
        settings, now = self.settings, time.time()
        for handle in media_of(body):
            self.upload(handle)
        if "voice" in body:
            self.check_voice(account, body["voice"])
        if any(word.casefold() in words_of(body) for word in settings.moderated_input):
            raise Refused(422, "content_moderated", "what this call says is not made here")
        pending = self.ledger.ends(account, now)
        if len(pending) >= settings.concurrent_max + settings.queue_max:
            wait = max(settings.retry_after_seconds, 0.0)
            raise Refused(429, "queue_full", f"{len(pending)} calls are waiting", wait)
        if settings.calls_per_minute_max:
            recent = self.ledger.submitted_since(account, now - 60)
            if len(recent) >= settings.calls_per_minute_max:
                raise Refused(
                    429, "rate_limited", "too many calls a minute", settings.retry_after_seconds
                )

    def _fate(self, body: Mapping[str, Any], fate: Status) -> Status:
        words = words_of(body)
        withheld = any(word.casefold() in words for word in self.settings.moderated_output)
        return Status.MODERATED if withheld else fate

    def _enter(
        self,
        account: str,
        ticket: str,
        body: Mapping[str, Any],
        kind: JobKind,
        model: Model,
        digest: str,
        fate: Status,
    ) -> Call:
        now = time.time()
        take = self.ledger.takes(digest) + 1
        cost = self._quantities(kind, model, body)
        price = micros(self._usd_each(model, digest, take), amount(cost))
        if self.ledger.paid_micros(account) + price > self.settings.accounts[account] * 1e6:
            raise Refused(402, "insufficient_funds", "the account is empty")
        pending = self.ledger.ends(account, now)
        free = len(pending) - self.settings.concurrent_max
        start = pending[free] if free >= 0 else now
        unpaid = (fate is Status.FAILED and not self.settings.charged_when_failed) or (
            fate is Status.MODERATED and not self.settings.charged_when_moderated
        )
        name = hashlib.sha256(f"{digest}/{take}/{account}".encode()).hexdigest()[:20]
        return self.ledger.enter(
            id=f"call_{name}",
            account=account,
            ticket=ticket,
            kind=str(kind),
            model=model.name,
            body=body,
            digest=digest,
            take=take,
            micros=price,
            stills=cost.stills,
            clip_seconds=cost.clip_seconds,
            characters=cost.characters,
            sound_seconds=cost.sound_seconds,
            submitted_at=now,
            start_at=start,
            end_at=start + self.settings.latency(str(kind)),
            fate=str(fate),
            charged=not unpaid,
        )

    def _quantities(self, kind: JobKind, model: Model, body: Mapping[str, Any]) -> Cost:
        """What is paid for; of a clip that was staged, as long as it is."""
        if kind is not JobKind.SYNC:
            return quantities(kind, body)
        try:
            clip = float(probe(self.upload(body["clip"])).seconds)
            sound = float(sound_seconds(self.upload(body["sound"])))
        except MakeError:
            raise Refused(422, "invalid_request", "lips need a clip and a sound") from None
        if not legal_seconds(model.limits, max(clip, sound)):
            raise Refused(422, "invalid_request", f"`{model.name}` takes no {clip:g} s")
        return Cost(clip_seconds=round(clip, 3))

    def _usd_each(self, model: Model, digest: str, take: int) -> float:
        """The price of one unit; where the list has a range, a point of it by the call."""
        if model.name in self.settings.prices:
            return self.settings.prices[model.name]
        assert model.price is not None, "every model of this service has a price"
        point = int(hashlib.sha256(f"{digest}/{take}".encode()).hexdigest()[:8], 16) / 0xFFFFFFFF
        return model.price.usd_min + (model.price.usd_max - model.price.usd_min) * point


def voice_of(call: Call) -> str:
    """What the voice is called that a call has made."""
    return call.id.replace("call_", "voice_")


def _digest(body: Any) -> str:
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
