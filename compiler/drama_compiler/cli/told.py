"""What came of a build comes in; the lines that tell it come out. Nothing else is imported."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

NAMED_FILES = 3
"""The film, and the timelines beside it."""


def colored() -> bool:
    """Whether stderr is a terminal of a person who wants colours."""
    watched = sys.stderr is not None and sys.stderr.isatty()
    return watched and not os.environ.get("NO_COLOR")


def summary(length: str, made: int, reused: int, elapsed_seconds: float) -> str:
    """`12.0 s in 4 shots; made 3, reused 30; took 2.1 s`."""
    shown = f"made {made}, reused {reused}" if made else f"nothing to do: all {reused} reused"
    return f"{length}; {shown}; took {elapsed_seconds:.1f} s"


def told(length: str, made: int, reused: int, elapsed_seconds: float, files: Sequence[str]) -> str:
    """What goes to stderr: the summary, and the files beside the film, which comes first."""
    beside = "".join(f"  {shown(path)}\n" for path in files[1:NAMED_FILES])
    return f"{summary(length, made, reused, elapsed_seconds)}\n{beside}"


def shown(path: str) -> str:
    """A path as it is shortest from here."""
    try:
        here = os.getcwd()
    except OSError:
        return path
    return path[len(here) + 1 :] if path.startswith(os.path.join(here, "")) else path
