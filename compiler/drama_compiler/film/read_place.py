"""A scene heading comes in; the id of its place comes out."""

from __future__ import annotations

import re

from drama_compiler.film.clock import CASELESS
from drama_compiler.film.prose import flow
from drama_compiler.film.reading import Reading
from drama_dsl.diagnostic import Edit, Fix, Help, Label, warning
from drama_dsl.suggest import suggest
from drama_dsl.tree import SceneHeading

_PARTS = re.compile(r"\s+[-–—]+\s+|\s*[,，/／、]\s*")
SLIP_LETTERS_MIN = 4


def read_place(node: SceneHeading, reading: Reading) -> str:
    """The place of a heading: the same name is the same place, a new name a new place.

    Of `LI HOUSE - KITCHEN` a part that is declared is the place, the last such part.
    """
    name = flow(node.place)
    if not name:
        return reading.nowhere()
    scope = reading.scope
    known = scope.find("location", name)
    if known is None:
        parts = [scope.find("location", part) for part in _PARTS.split(name) if part]
        declared = [id for id in parts if id is not None and scope.locations[id].declared]
        known = declared[-1] if declared else None
    if known is None:
        known = _meant(name, node, reading)
    if known is None:
        span = reading.source.span(node.place_start, node.place_start + len(node.place))
        known = reading.place_by_use(name, span)
    scope.used.add(("location", known))
    return known


def _meant(name: str, node: SceneHeading, reading: Reading) -> str | None:
    """A declared place of which the heading's is a slip; that is then taken for meant."""
    scope = reading.scope
    if len(name) < SLIP_LETTERS_MIN or CASELESS.search(name) or any(map(str.isdigit, name)):
        return None
    declared = [place.name for place in scope.locations.values() if place.declared]
    meant = suggest(name, declared)
    known = scope.find("location", meant) if meant else None
    if meant is None or known is None:
        return None
    span = reading.source.span(node.place_start, node.place_start + len(node.place))
    first = scope.spans["location", known]
    reading.found.append(
        warning(
            "unknown-location",
            f"no place called `{name}` is declared",
            span,
            f"nearly `{meant}`",
            secondary=(Label(first, f"`{meant}` is declared here"),),
            notes=(f"the scene is set in `{meant}`",),
            helps=(Help(f"did you mean `{meant}`?", Fix((Edit(span, meant),))),),
        )
    )
    return known
