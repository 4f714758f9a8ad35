"""The plan: what a build will do with each job, why, and how much work that is. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from drama_compiler.graph.jobs import JobKind
from drama_compiler.graph.limits import Cost


class Status(StrEnum):
    """What a build does with a job."""

    REUSE = "reuse"
    MAKE = "make"
    WAIT = "wait"
    """An input is remade first; should it come out the same, this job is reused after all."""


@dataclass(frozen=True, slots=True)
class Step:
    """One job of the plan. `why` is a phrase for the person, empty for what is reused."""

    job: str
    kind: JobKind
    status: Status
    backend: str
    cost: Cost
    why: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """All steps, every input before its users."""

    steps: tuple[Step, ...]

    def of(self, *statuses: Status) -> tuple[Step, ...]:
        """The steps with one of these statuses."""
        return tuple(step for step in self.steps if step.status in statuses)

    def as_json(self) -> list[dict[str, Any]]:
        """The steps as JSON data, in order."""
        return [
            {
                "job": step.job,
                "kind": str(step.kind),
                "status": str(step.status),
                "backend": step.backend,
                "why": step.why,
                "work_seconds": round(step.cost.work_seconds, 3),
            }
            for step in self.steps
        ]
