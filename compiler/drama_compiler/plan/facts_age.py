"""A profile and what its backends say of themselves come in; which of it is old comes out."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from drama_compiler.contract.backend import Ability, Capabilities
from drama_compiler.graph.route import Profile
from drama_dsl.diagnostic import Diagnostic, Help, warning

DAYS_MAX = 90
"""Models and prices of services change by the quarter."""


def aged_facts(
    profile: Profile, backends: Mapping[str, Capabilities], today: datetime.date
) -> tuple[Diagnostic, ...]:
    """A warning for every service whose models the profile buys by facts of long ago."""
    oldest: dict[str, tuple[int, str]] = {}
    for ability, backend in _bought(profile, backends):
        days = (today - datetime.date.fromisoformat(ability.as_of)).days
        if days > DAYS_MAX:
            oldest[backend] = max(oldest.get(backend, (0, "")), (days, ability.model))
    return tuple(
        warning(
            "aged-facts",
            f"what is known of `{backend}/{model}` is {days} days old",
            None,
            notes=("limits and prices may be others by now",),
            helps=(Help(f"`drama backends show {backend}` says from when it is"),),
        )
        for backend, (days, model) in sorted(oldest.items())
    )


def _bought(profile: Profile, backends: Mapping[str, Capabilities]) -> list[tuple[Ability, str]]:
    found = []
    for table in (profile.routes, *profile.vias.values()):
        for kind, to in table.items():
            ability = backends[to.backend].ability(kind, to.model) if to.paid else None
            if ability and ability.as_of:
                found.append((ability, to.backend))
    return found
