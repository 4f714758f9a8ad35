"""A script's cues and a scope come in; who speaks at each cue comes out.

A cue that only may be one (Chinese forms) is one where its name is declared or is a speaker
elsewhere beyond doubt. Who speaks without being declared is declared by use, in the scope.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from drama_compiler.film.clock import CASELESS
from drama_compiler.film.film import Character
from drama_compiler.film.scope import Scope
from drama_dsl.diagnostic import Diagnostic, Edit, Fix, Help, Label, warning
from drama_dsl.source import Source, Span
from drama_dsl.suggest import suggest
from drama_dsl.tree import Cue, Node
from drama_grammar import fold

_DIGITS = re.compile(r"[\d#]+")
SLIP_LETTERS_MIN = 4
"""Shorter names are near each other too often to be slips."""

SLIP_USES_MAX = 2
"""A name that speaks more often than this is no slip of the pen."""


@dataclass(slots=True)
class Speakers:
    """The character's id at each cue's start, and where a cue that may be one was decided so."""

    at: dict[int, str] = field(default_factory=dict)
    decided: set[int] = field(default_factory=set)


def find_speakers(
    nodes: Sequence[Node], source: Source, scope: Scope
) -> tuple[Speakers, list[Diagnostic]]:
    """Decide every cue of the script; new speakers are added to `scope`."""
    cues = [node for node in nodes if isinstance(node, Cue) and node.name]
    sure = {fold(cue.name) for cue in cues if not cue.maybe}
    times = Counter(fold(cue.name) for cue in cues)
    speakers = Speakers()
    found: list[Diagnostic] = []
    slips: dict[str, str] = {}
    declared = _declared(scope)
    for cue in cues:
        key = fold(cue.name)
        known = scope.find("character", cue.name)
        if known is None and cue.maybe and key not in sure:
            continue
        if known is None and key not in slips and times[key] <= SLIP_USES_MAX:
            meant = _meant(cue.name, declared)
            if meant is not None:
                slips[key] = meant
        if known is None and key in slips:
            known = scope.find("character", slips[key])
            found.append(_slip(cue, slips[key], source, _span_of(scope, known)))
        if known is None:
            known = _declare_by_use(scope, cue, source)
        speakers.at[cue.start] = known
        scope.used.add(("character", known))
        if cue.maybe:
            speakers.decided.add(cue.start)
    return speakers, found


def _declared(scope: Scope) -> list[str]:
    return [
        name
        for person in scope.characters.values()
        for name in (person.name, *person.aliases)
        if not CASELESS.search(name)
    ]


def _meant(name: str, declared: Sequence[str]) -> str | None:
    """The declared name that `name` is a slip of, if it can be one."""
    if len(name) < SLIP_LETTERS_MIN or CASELESS.search(name):
        return None
    meant = suggest(name, declared)
    if meant is None or _DIGITS.sub("", fold(meant)) == _DIGITS.sub("", fold(name)):
        return None
    return meant


def _declare_by_use(scope: Scope, cue: Cue, source: Source) -> str:
    id = scope.new_id("character", cue.name)
    scope.characters[id] = Character(id=id, name=" ".join(cue.name.split()))
    scope.spell("character", id, (cue.name,))
    scope.spans["character", id] = cue_span(cue, source)
    return id


def cue_span(cue: Cue, source: Source) -> Span:
    """Where a cue's name stands."""
    return source.span(cue.name_start, cue.name_start + len(cue.name))


def _span_of(scope: Scope, id: str | None) -> Span | None:
    return scope.spans.get(("character", id)) if id else None


def _slip(cue: Cue, meant: str, source: Source, declared: Span | None) -> Diagnostic:
    span = cue_span(cue, source)
    return warning(
        "unknown-speaker",
        f"nobody called `{cue.name}` is declared",
        span,
        f"nearly `{meant}`",
        secondary=(Label(declared, f"`{meant}` is declared here"),) if declared else (),
        notes=(f"the line is given to `{meant}`",),
        helps=(Help(f"did you mean `{meant}`?", Fix((Edit(span, meant),))),),
    )
