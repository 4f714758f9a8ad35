"""A film and the name of a profile come in; who makes what for it, and for how much at most, comes
out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from drama_compiler.contract.backend import Backend
from drama_compiler.film.film import Film
from drama_compiler.graph.jobs import JobKind
from drama_compiler.graph.references import STILLS
from drama_compiler.graph.route import PREVIEW, Profile
from drama_compiler.plan.paid_plan import Wishes
from drama_compiler.profiles import choose_profile, read_caps, read_profiles
from drama_compiler.session import Analysis
from drama_compiler.store.budget import Caps
from drama_compiler.takes.edit import job_of
from drama_dsl.diagnostic import Diagnostic
from drama_dsl.source import Source

STAGES: Mapping[str, frozenset[JobKind]] = {
    "voices": frozenset({JobKind.IDENTITY, JobKind.VOICE}),
    "frames": STILLS,
    "clips": frozenset({JobKind.CLIP}),
    "lips": frozenset({JobKind.SYNC}),
    "sounds": frozenset({JobKind.CUE, JobKind.AMBIENCE, JobKind.EFFECT}),
}
"""What is bought together, in this order; a build can be told after which to stop."""


@dataclass(frozen=True, slots=True)
class Spending:
    """How to buy: with which profile, for how much at most, what again, and after which stage to
    stop. `unpriced` consents to calls whose price nobody knows. `answer` is what a person says of
    calls that may have been paid: make them again, or believe that they never arrived. `saved` is
    the data of a plan (`plan/save.py`) that is carried out as it stands or not at all. Without
    `settle` what earlier builds left open stays so, and no service is spoken to.
    """

    profile: Profile = PREVIEW
    caps: Caps = field(default_factory=Caps)
    wishes: Wishes = field(default_factory=Wishes)
    until: str = "sounds"
    unpriced: bool = False
    answer: Literal["", "retry", "forget"] = ""
    saved: Mapping[str, Any] | None = None
    settle: bool = True

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages to buy."""
        names = tuple(STAGES)
        return names[: names.index(self.until) + 1]


def read_terms(
    analysis: Analysis, name: str, backends: Mapping[str, Backend]
) -> tuple[Profile, Caps, tuple[Diagnostic, ...], dict[str, Source]]:
    """The profile called `name` and the caps that hold for a film, what is wrong with either, and
    the texts that this is about.

    Without a name it is the project's only profile besides `preview`; where there are several or
    none, `preview`.
    """
    project, origins = analysis.project, analysis.resolution.origins
    file, unread, sources = read_profiles(project)
    written = [each for each in file.profiles if each != PREVIEW.name]
    name = name or (written[0] if len(written) == 1 else PREVIEW.name)
    profile, found = choose_profile(file, name, analysis.film, backends, origins)
    script = analysis.sources.get(project.label(project.script), Source("", ""))
    caps, more = read_caps(file, analysis.film, script)
    return profile, caps, (*unread, *found, *more), {**sources, **analysis.sources}


def wished(film: Film, what: Iterable[str]) -> frozenset[str]:
    """The names of the jobs that a person asks for again: shots by number or id, or jobs by name.

    Raises TakeError.
    """
    return frozenset(job_of(film, each) for each in what)
