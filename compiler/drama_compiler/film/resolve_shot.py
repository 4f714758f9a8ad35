"""A `shot:` comes in; its framing, camera and length come out, every name in it resolved."""

from __future__ import annotations

import re
from typing import Any

from drama_compiler.film.blocking import read_blocking
from drama_compiler.film.drafts import ShotDraft
from drama_compiler.film.framing import Framing
from drama_compiler.film.prose import flow
from drama_compiler.film.reading import Reading
from drama_dsl.diagnostic import Help, error
from drama_dsl.emphasis import plain
from drama_dsl.shot import shot_clauses
from drama_dsl.tree import Annotation, Form, Property

TAKES_MAX = 64
_PIN = re.compile(r"\s*,?\s*[#＃][^#＃\s]+[#＃]")


def resolve_shot(node: Annotation, reading: Reading) -> ShotDraft:
    """The draft of one shot; what is wrong with it goes to `reading.found`."""
    clauses, found = shot_clauses(node, reading.source)
    reading.found += found
    framing = Framing(reading, lenient=node.form is not Form.LINE)
    framing.take(clauses)
    draft = ShotDraft(
        span=reading.source.span(node.value_start, max(node.value_start, node.value_end)),
        content=_content(node),
        fields=framing.fields(),
        pin=framing.pin,
        reuse=framing.reuse,
        match=framing.match,
    )
    if draft.span.start == draft.span.end:
        draft.span = reading.source.span(node.start, max(node.start + 1, node.value_start))
    elif not draft.pin:
        draft.unpinned = reading.source.span(node.value_end, node.value_end)
    for each in node.properties:
        _property(each, draft.fields, reading)
    return draft


def _content(node: Annotation) -> str:
    """What a shot says, its pin left out, so that pinning it changes no name."""
    said = _PIN.sub("", node.text)
    properties = [
        f"{each.key or each.written} {each.argument}: {each.value}" for each in node.properties
    ]
    return "\n".join(["shot", said, *properties])


_COUNTS = {"takes": (1, TAKES_MAX), "seed": (0, 2**63 - 1)}


_TOLD = frozenset({"first", "last", "performance", "blocking", "prompt"})
"""Properties that tell what is seen, so that a name in them is used."""


def _property(each: Property, fields: dict[str, Any], reading: Reading) -> None:
    value = flow(each.value)
    if each.key in _TOLD:
        named = reading.mentions.find(value)
        reading.scope.used |= {(mention.entry.kind, mention.entry.id) for mention in named}
    if each.key in _COUNTS:
        low, high = _COUNTS[each.key]
        if value.isascii() and value.isdigit() and low <= int(value) <= high:
            fields[each.key] = int(value)
        else:
            _not_a_count(each, low, high, reading)
    elif each.key == "via":
        fields["via"] = value or None
    elif each.key == "blocking":
        fields["blocking"] = read_blocking(plain(each.value), reading.mentions)
    elif each.key in ("first", "last", "performance", "prompt", "avoid"):
        fields[each.key] = value


def _not_a_count(each: Property, low: int, high: int, reading: Reading) -> None:
    start, end = each.value_start, max(each.value_start + 1, each.value_end)
    upto = f" up to {high}" if high < 1000 else ""
    reading.found.append(
        error(
            "not-a-count",
            f"`{each.written}` is a whole number, and `{each.value}` is none",
            reading.source.span(start, end),
            f"a whole number from {low}{upto}",
            helps=(Help(f"write it as `{each.written}: 4`"),),
        )
    )
