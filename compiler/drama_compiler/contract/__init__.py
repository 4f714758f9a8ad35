"""The border between the compiler and its backends: all that a backend may import of it."""

from drama_compiler.contract.backend import (
    CACHE_VARIABLE,
    Ability,
    Backend,
    Capabilities,
    Cost,
    Json,
    MakeError,
    Media,
    Output,
    Request,
)
from drama_compiler.film.film import Format, Move
from drama_compiler.film.words import (
    Angle,
    Composition,
    Daytime,
    Depth,
    Direction,
    Facing,
    MoveKind,
    Pace,
    ScreenPlace,
    Size,
    TransitionKind,
)
from drama_compiler.graph import briefs, timings
from drama_compiler.graph.jobs import Job, JobKind, Tier

__all__ = [
    "CACHE_VARIABLE",
    "Ability",
    "Angle",
    "Backend",
    "Capabilities",
    "Composition",
    "Cost",
    "Daytime",
    "Depth",
    "Direction",
    "Facing",
    "Format",
    "Job",
    "JobKind",
    "Json",
    "MakeError",
    "Media",
    "Move",
    "MoveKind",
    "Output",
    "Pace",
    "Request",
    "ScreenPlace",
    "Size",
    "Tier",
    "TransitionKind",
    "briefs",
    "timings",
]
