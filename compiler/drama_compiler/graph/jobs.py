"""Jobs and the graph: what there is to make, of what, from what. It knows not what exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from drama_compiler.graph.briefs import Brief
from drama_compiler.graph.timings import Timing


class JobKind(StrEnum):
    """What a job makes. References (`portrait`, `plate`, `object`, `frame`) are for services.

    A `sync` is a clip again, in which lips move to a voice. An `identity` is a character's voice,
    made once and kept by a service: its take is a sample, whose fact `voice` is the service's word.
    """

    PORTRAIT = "portrait"
    PLATE = "plate"
    OBJECT = "object"
    FRAME = "frame"
    IDENTITY = "identity"
    VOICE = "voice"
    CLIP = "clip"
    SYNC = "sync"
    PICTURE = "picture"
    SEGMENT = "segment"
    TRANSITION = "transition"
    CUE = "cue"
    AMBIENCE = "ambience"
    EFFECT = "effect"
    STEM = "stem"
    MIX = "mix"
    MASTER = "master"


class Tier(StrEnum):
    """How good a take is, from the least: a stand-in, a draft, the final."""

    STAND_IN = "stand-in"
    DRAFT = "draft"
    FINAL = "final"

    @property
    def rank(self) -> int:
        """0 for a stand-in, growing with quality."""
        return list(Tier).index(self)


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to make.

    `name` is stable: `kind/owner` (`clip/k7f2q`), with a part where an owner has several
    (`transition/k7f2q`). `inputs` are names of jobs whose takes it is made of. `brief` and the
    inputs' contents are its basis; `timing` is exact time, which is part of the request only.
    `origin` is the id of the scene, shot, line, cue or declared thing that it comes from. `via`
    (`kling/v3`) and `takes` are what the writer said of this one job. What stands behind a `~` in
    a name tells jobs apart that are of the same thing; see `role`.
    """

    name: str
    kind: JobKind
    brief: Brief
    timing: Timing = None
    inputs: tuple[str, ...] = ()
    origin: str = ""
    via: str = ""
    takes: int | None = None
    backend: str = ""
    model: str = ""
    tier: Tier = Tier.STAND_IN


def role(name: str) -> str:
    """What a job is to those made of it: its name without what tells it from its like."""
    return name.partition("~")[0]


@dataclass(frozen=True, slots=True)
class Graph:
    """Jobs by name, every input before its users; `batches` groups names made by one call."""

    jobs: Mapping[str, Job]
    batches: tuple[tuple[str, ...], ...]

    def __iter__(self) -> Iterator[Job]:
        return iter(self.jobs.values())
