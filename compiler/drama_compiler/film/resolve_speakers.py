"""A script's cues and a scope come in; who speaks at each cue comes out.

A cue that only may be one (Chinese forms) is one where its name is declared or is a speaker
elsewhere beyond doubt. Who speaks without being declared is declared by use, in the scope.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from drama_compiler.film.clock import CASELESS
from drama_compiler.film.film import Character
from drama_compiler.film.scope import Scope
from drama_dsl.diagnostic import Diagnostic, Edit, Fix, Help, Label, warning
from drama_dsl.source import Span
from drama_dsl.suggest import suggest
from drama_dsl.tree import Cue
from drama_grammar import fold

_DIGITS = re.compile(r"[\d#]+")
SLIP_LETTERS_MIN = 4
"""Shorter names are near each other too often to be slips."""

SLIP_USES_MAX = 2
"""A name that speaks more often than this is no slip of the pen."""


Heard = tuple[tuple[str, str, bool], ...]
"""Cues in order: each one's name, its spelling, and whether it only may be one."""


@dataclass(slots=True)
class Speakers:
    """Who speaks at each cue, in order; None where a cue that may be one is none.

    `first` gives the cue that declares each character by use.
    """

    ids: list[str | None] = field(default_factory=list)
    first: dict[str, int] = field(default_factory=dict)


def hear(cues: Iterable[Cue]) -> Heard:
    """What of cues decides who speaks."""
    return tuple((cue.name, fold(cue.name), cue.maybe) for cue in cues)


def find_speakers(
    heard: Heard, place_of: Callable[[int], Span], scope: Scope
) -> tuple[Speakers, list[Diagnostic]]:
    """Decide every cue of the script; new speakers are added to `scope`.

    `place_of` gives the place of a cue's name.
    """
    sure = {key for _, key, maybe in heard if not maybe}
    times = Counter(key for _, key, _ in heard)
    speakers = Speakers()
    found: list[Diagnostic] = []
    slips: dict[str, str] = {}
    declared = _declared(scope)
    for place, (name, key, maybe) in enumerate(heard):
        known = scope.spellings.get(("character", key))
        if known is None and maybe and key not in sure:
            speakers.ids.append(None)
            continue
        if known is None and key not in slips and times[key] <= SLIP_USES_MAX:
            meant = _meant(name, declared)
            if meant is not None:
                slips[key] = meant
        if known is None and key in slips:
            known = scope.find("character", slips[key])
            found.append(_slip(name, place_of(place), slips[key], _span_of(scope, known)))
        if known is None:
            known = declare_by_use(scope, name, place_of(place))
            speakers.first[known] = place
        speakers.ids.append(known)
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


def declare_by_use(scope: Scope, name: str, span: Span) -> str:
    """The id of a speaker whom nobody declared."""
    id = scope.new_id("character", name)
    scope.characters[id] = _character(id, " ".join(name.split()))
    scope.spell("character", id, (name,))
    scope.spans["character", id] = span
    return id


@lru_cache(maxsize=4096)
def _character(id: str, name: str) -> Character:
    return Character(id=id, name=name)


def _span_of(scope: Scope, id: str | None) -> Span | None:
    return scope.spans.get(("character", id)) if id else None


def _slip(name: str, span: Span, meant: str, declared: Span | None) -> Diagnostic:
    return warning(
        "unknown-speaker",
        f"nobody called `{name}` is declared",
        span,
        f"nearly `{meant}`",
        secondary=(Label(declared, f"`{meant}` is declared here"),) if declared else (),
        notes=(f"the line is given to `{meant}`",),
        helps=(Help(f"did you mean `{meant}`?", Fix((Edit(span, meant),))),),
    )
