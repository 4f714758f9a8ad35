"""What a backend is: how it describes itself, what it is asked, what it gives back.

A backend is found by the entry point group `drama.backends`; the compiler imports none. Its
life is cut as Terraform cuts a provider: describe, check, lower, estimate, make. Requests and
answers are frozen data. A backend of a service has `connect` in place of `make`: `service.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from drama_compiler.graph.jobs import Job, JobKind, Tier
from drama_compiler.graph.keys import KEY_VERSION, canonical, digest
from drama_compiler.graph.limits import Cost, Limits, Price
from drama_dsl.diagnostic import Diagnostic

CACHE_VARIABLE = "DRAMA_CACHE"
"""In a worker, the environment variable with the folder where a backend may keep what it can make
again; anything in it may be gone the next time.
"""

Json = Any
"""A value of JSON: None, bool, int, float, str, list or dict of such."""


@dataclass(frozen=True, slots=True)
class Ability:
    """One kind of job that a backend can do, with one of its models.

    `version` changes when the same request would give other bytes: code, theme, packages; of a
    service it is that of the adapter. `takes` are the kinds of jobs that it can make this of. A
    kind may be done by several models; the first is the default. `as_of` is the day, as
    `2026-11-22`, of what is said here about a service; `price` is that of its list, where known.
    A `retired` model is not offered any more; `successor` is the one to ask instead. What is
    `by_hand` no machine may ask for: a person carries a sheet there, see `handoff.py`.
    """

    kind: JobKind
    version: str
    tier: Tier
    free: bool = True
    model: str = ""
    takes: frozenset[JobKind] = frozenset()
    limits: Limits = field(default_factory=Limits)
    as_of: str = ""
    retired: bool = False
    successor: str = ""
    price: Price | None = None
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Capabilities:
    """A backend in its own words; `missing` are packages it needs that are not installed.

    `named` says what it can do with a model that `abilities` does not list, where it takes such:
    what a server of one's own has, or what lies in a folder.
    """

    name: str
    abilities: tuple[Ability, ...]
    missing: tuple[str, ...] = ()
    named: Callable[[JobKind, str], Ability | None] | None = field(default=None, compare=False)

    def ability(self, kind: JobKind, model: str = "") -> Ability | None:
        """What it can do for jobs of `kind` with `model` (its default where none is said)."""
        of_kind = (each for each in self.abilities if each.kind is kind)
        listed = next((each for each in of_kind if not model or each.model == model), None)
        if listed or not model or self.named is None or self.lists(model):
            return listed
        return self.named(kind, model)

    def lists(self, model: str) -> bool:
        """Whether a row is called so, of whatever kind."""
        return any(each.model == model for each in self.abilities)

    def knows(self, model: str) -> bool:
        """Whether it makes anything at all with a model of that name."""
        return self.lists(model) or any(self.ability(kind, model) for kind in JobKind)


@dataclass(frozen=True, slots=True)
class Request:
    """Exactly what a batch of jobs asks for.

    `body` is canonical JSON data: with `backend`, `version` and the content digests of the
    inputs it is what the request digest is of. `inputs` and `jobs` are names of jobs.
    """

    backend: str
    version: str
    jobs: tuple[str, ...]
    inputs: tuple[str, ...]
    body: Json

    def digest(self, inputs: Mapping[str, str]) -> str:
        """The digest of exactly what is asked; `inputs` are content digests by job name."""
        return digest(
            canonical(
                {
                    "version": KEY_VERSION,
                    "backend": self.backend,
                    "backend_version": self.version,
                    "body": self.body,
                    "inputs": dict(inputs),
                }
            )
        )


@dataclass(frozen=True, slots=True)
class Media:
    """Something made: its content digest, where it lies, what it is, and facts measured on it."""

    digest: str
    path: Path
    type: str
    facts: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Output:
    """What `make` leaves for one job: a file in the folder that it was given, and facts.

    Facts that the compiler reads: `seconds` (voice, cue, effect), `frames` (clip, picture),
    `head_frames` (clip, picture: frames before the body), `rate` (a string, exact), `warning`
    (a sentence for the person, as where a voice fell back to silence). Where one call made
    several jobs in one file, `range` is `[start, end)` of this one, in the file's own frames.
    """

    job: str
    path: Path
    type: str
    facts: Mapping[str, Json] = field(default_factory=dict)
    range: tuple[int, int] | None = None


class Backend(Protocol):
    """A maker of takes, as the compiler plans with it."""

    def describe(self) -> Capabilities:
        """Name, kinds of jobs, versions."""
        ...

    def check(self, job: Job) -> tuple[Diagnostic, ...]:
        """What of this job the backend cannot carry."""
        ...

    def lower(self, batch: Sequence[Job]) -> Request:
        """The exact request of a batch; pure."""
        ...

    def estimate(self, request: Request) -> Cost:
        """What the request takes."""
        ...


@runtime_checkable
class Templated(Protocol):
    """A backend whose requests are made with files of the project, such as prompts."""

    def with_project(self, folder: Path) -> Backend:
        """The same backend, looking for them in the project's root `folder`."""
        ...


@runtime_checkable
class Fed(Protocol):
    """A backend whose requests are made with files of the project, and that says with which."""

    def reads(self, project: Path) -> Sequence[Path]:
        """The files below the root `project`, and the folders in which others would be found."""
        ...


@runtime_checkable
class Warmed(Protocol):
    """A backend that says what takes long to load."""

    def warmed(self) -> Sequence[str]:
        """Modules that nearly every job of its needs; importing them starts no thread.

        Where they can be they are loaded once, before worker processes part.
        """
        ...


@runtime_checkable
class Readied(Protocol):
    """A maker that has something to load which importing its modules does not bring."""

    def get_ready(self, request: Request) -> None:
        """Load what requests like this one need and what stays; in a worker, while nobody waits."""
        ...


class Maker(Backend, Protocol):
    """A backend that makes on this machine: `make` runs in a worker process."""

    def make(
        self,
        request: Request,
        inputs: Mapping[str, Media],
        folder: Path,
        progress: Callable[[float], None],
    ) -> tuple[Output, ...]:
        """Make every job of the request in `folder`; `progress` is told the share done, 0 to 1.

        Raises `MakeError` when it cannot; any other exception is a bug.
        """
        ...


@runtime_checkable
class Inspector(Protocol):
    """A backend that can tell what a file is that a person brings in."""

    def inspect(self, path: Path) -> tuple[str, Mapping[str, Json]]:
        """The media type by content, and the facts that `Output` names; raises `MakeError`."""
        ...


class MakeError(Exception):
    """A job could not be made; the message is for the person."""
