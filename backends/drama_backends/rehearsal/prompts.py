"""A job and the names of its reference images come in; its prompt comes out, by a template a kind.

Templates lie in `prompts/`; they are run in a sandbox.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from drama_compiler.contract import Job, briefs

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

_FOLDER = Path(__file__).with_name("prompts")
_SPACES = re.compile(r"[ \t]+")
_STOPS = re.compile(r"([.!?。！？])\.")
"""A full stop of a template behind one of the writer's."""


def render(job: Job, bound: Mapping[str, str]) -> str:
    """The prompt of a job; `bound` maps ids to what their reference images are called in it."""
    text = (
        _environment()
        .get_template(f"{job.kind}.j2")
        .render(brief=job.brief, timing=job.timing, at=bound, names=_names(job))
    )
    lines = [_SPACES.sub(" ", line).strip() for line in text.splitlines()]
    lines += [f"As reference: {word}." for word in bound.values() if word not in text]
    return "\n".join(_STOPS.sub(r"\1", line) for line in lines if line)


@cache
def _environment() -> SandboxedEnvironment:
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(
        loader=FileSystemLoader(_FOLDER),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _names(job: Job) -> dict[str, str]:
    """Names of those that a brief speaks of by id."""
    brief = job.brief.of if isinstance(job.brief, briefs.FrameBrief) else job.brief
    names: dict[str, str] = {}
    if isinstance(brief, briefs.ClipBrief):
        names |= {each.id: each.name for each in brief.figures}
        names |= {each.id: each.name for each in brief.things}
    elif isinstance(brief, briefs.CueBrief):
        names |= {each.id: each.name for each in brief.themes}
    return names
