"""A job and what its reference images are called come in; its prompt comes out, by a template.

A template is a file of Jinja2, one a kind of job. It is looked for in this order:

    prompts/<backend>/<kind>.j2     in the project of the person
    prompts/<kind>.j2               beside the adapter
    prompts/<kind>.j2               here

Templates run in a sandbox; one of a project is read from that project and nowhere else. What
comes out is part of the request, and so of its digest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drama_backends.services.camera import camera_words
from drama_compiler.contract import Job, ServiceError, Trouble, briefs

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

FOLDER = "prompts"
TEMPLATE_BYTES_MAX = 64 << 10

_OURS = Path(__file__).with_name(FOLDER)
_SPACES = re.compile(r"[ \t]+")
_STOPS = re.compile(r"([.!?。！？])\.")
"""A full stop of a template behind one of the writer's."""


def render(
    job: Job,
    bound: Mapping[str, str],
    folders: Sequence[Path] = (),
    template: str = "",
    **more: Any,
) -> str:
    """The prompt of a job by the template of its kind, or by the one that is named.

    `bound` maps ids to what their reference images are called in it; one that the template does
    not mention is named at the end. `folders` are looked in before ours. `more` are variables of
    the template besides `brief`, `timing`, `at` (`bound`), `names` (of ids), `camera` (in words)
    and `avoid` (what a negative prompt would say, empty unless it is folded in). Raises
    `ServiceError` (INVALID) where a template of a project is none.
    """
    from jinja2 import TemplateError

    names = called(job)
    shot = job.brief.of if isinstance(job.brief, briefs.FrameBrief) else job.brief
    moves = shot.moves if isinstance(shot, briefs.ClipBrief) else ()
    values = {
        "brief": job.brief,
        "timing": job.timing,
        "at": bound,
        "names": names,
        "camera": camera_words(moves, {**names, **bound}),
        "avoid": "",
        **more,
    }
    name = template or f"{job.kind}.j2"
    try:
        text = _environment(tuple(folders)).get_template(name).render(**values)
    except (TemplateError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        line = getattr(error, "lineno", None)
        where = f"{FOLDER}/{name}" + (f", line {line}" if line else "")
        raise ServiceError(Trouble.INVALID, f"{where}: {error}") from None
    lines = [_SPACES.sub(" ", line).strip() for line in text.splitlines()]
    lines += [f"As reference: {word}." for word in bound.values() if word not in text]
    return "\n".join(_STOPS.sub(r"\1", line) for line in lines if line)


def called(job: Job) -> dict[str, str]:
    """Names of those that a brief speaks of by id."""
    brief = job.brief.of if isinstance(job.brief, briefs.FrameBrief) else job.brief
    names: dict[str, str] = {}
    if isinstance(brief, briefs.ClipBrief):
        names |= {each.id: each.name for each in brief.figures}
        names |= {each.id: each.name for each in brief.things}
    elif isinstance(brief, briefs.CueBrief):
        names |= {each.id: each.name for each in brief.themes}
    return names


def avoided(style: briefs.StyleBrief, avoid: str = "") -> str:
    """What is not to be seen, in one line: that of the style and that of the shot."""
    return "; ".join(part for part in (style.avoid, avoid) if part)


@cache
def _environment(folders: tuple[Path, ...]) -> SandboxedEnvironment:
    from jinja2 import FunctionLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(
        loader=FunctionLoader(lambda name: _load(name, (*folders, _OURS))),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _load(name: str, folders: Sequence[Path]) -> tuple[str, str, Callable[[], bool]] | None:
    """The first template of that name, from a folder that really holds it."""
    for folder in folders:
        path = folder / name
        if not path.is_file():
            continue
        # A link out of its folder would put a file of the machine into a prompt.
        if folder.resolve() not in path.resolve().parents:
            raise ValueError("a template lies in the folder of templates")
        if path.stat().st_size > TEMPLATE_BYTES_MAX:
            raise ValueError(f"a template has no more than {TEMPLATE_BYTES_MAX} bytes")
        read = path.stat().st_mtime_ns
        as_read = partial(_is_as_read, folders, name, path, read)
        return path.read_text("utf-8"), str(path), as_read
    return None


def _is_as_read(folders: Sequence[Path], name: str, path: Path, changed: int) -> bool:
    """Whether a template is still the first of its name, and the one that was read."""
    first = next((folder / name for folder in folders if (folder / name).is_file()), None)
    return first == path and path.stat().st_mtime_ns == changed
