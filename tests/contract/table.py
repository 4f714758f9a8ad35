"""What backends say of themselves, and the laws that were tested of each, come in; the tables of
`docs/backends.md` come out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import groupby
from math import inf
from pathlib import Path

from drama_compiler.contract import Ability, Backend

PAGE = Path(__file__).parents[2] / "docs" / "backends.md"
RECORD = Path(__file__).with_name("tested.json")
"""The laws of `test_calls.py` that were held by each service when the suite last ran whole."""

BEGIN, END = "<!-- tables: written by the tests -->", "<!-- end of tables -->"

BEHAVIOURS: Mapping[str, str] = {
    "test_what_is_asked_for_comes_whole": "whole result, price as planned",
    "test_several_shots_of_one_call_are_told_apart_by_their_ranges": "several shots a call",
    "test_a_ticket_that_comes_twice_is_paid_once_where_the_service_honours_it": "ticket honoured",
    "test_a_call_whose_answer_was_lost_is_found_by_its_ticket": "call found by its ticket",
    "test_a_lost_answer_is_told_from_a_refusal_and_never_asked_again": "lost answer",
    "test_too_much_at_once_says_how_long_to_wait": "429",
    "test_an_empty_account_and_a_broken_service_are_told_apart": "empty account",
    "test_a_wrong_key_opens_nothing": "wrong key",
    "test_words_that_it_refuses_are_refused_at_once_or_afterwards": "moderation",
    "test_a_call_can_come_to_nothing": "failed call",
    "test_a_link_that_has_expired_is_gone": "expired link",
    "test_what_came_incomplete_is_not_taken_and_can_be_asked_for_again": "broken download",
    "test_an_answer_that_came_incomplete_is_lost_and_leaves_nothing": "broken answer",
    "test_no_failure_says_the_key": "key never said",
}
"""What each law is called in the table."""


def tables(backends: Mapping[str, Backend], tested: Mapping[str, Iterable[str]]) -> str:
    """Both tables, as Markdown."""
    lines = [
        "| Backend | Models | Makes | Limits | Price | Facts of |",
        "|---|---|---|---|---|---|",
    ]
    for name, backend in sorted(backends.items()):
        abilities = [each for each in backend.describe().abilities if each.model]
        for row in _rows(abilities):
            lines.append(f"| {name} | {' | '.join(row)} |")
    lines += ["", "| Service | Tested on loopback |", "|---|---|"]
    for name, laws in sorted(tested.items()):
        words = [word for law, word in BEHAVIOURS.items() if law in set(laws)]
        lines.append(f"| {name} | {', '.join(words)} |")
    return "\n".join(lines)


def written(page: str, text: str) -> str:
    """The page with other tables in it."""
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n\n{text}\n\n{END}{tail}"


def recorded() -> dict[str, list[str]]:
    """The laws that each service held."""
    found: dict[str, list[str]] = json.loads(RECORD.read_text("utf-8"))
    return found


def _rows(abilities: Iterable[Ability]) -> list[tuple[str, ...]]:
    """A row a model; models that differ in nothing but their name and price stand in one."""
    of_model: dict[str, list[Ability]] = {}
    for each in abilities:
        of_model.setdefault(each.model, []).append(each)
    rows: list[tuple[str, ...]] = []
    for model, alike in of_model.items():
        first = alike[0]
        kinds = ", ".join(str(each.kind) for each in alike)
        name = f"~~{model}~~ (see {first.successor})" if first.retired else model
        rows.append((name, kinds, _limits(first), _price(first), first.as_of or "–"))
    merged: list[tuple[str, ...]] = []
    for key, group in groupby(rows, lambda row: (row[1], row[2], row[4])):
        same = list(group)
        names = ", ".join(row[0] for row in same)
        prices = list(dict.fromkeys(row[3] for row in same))
        merged.append((names, key[0], key[1], _span(prices), key[2]))
    return merged


def _span(prices: list[str]) -> str:
    return prices[0] if len(prices) == 1 else "; ".join(prices)


def _limits(ability: Ability) -> str:
    limits = ability.limits
    parts = [
        " or ".join(f"{each:g}" for each in limits.seconds) + " s" if limits.seconds else "",
        f"{limits.seconds_min:g}–{limits.seconds_max:g} s"
        if not limits.seconds and limits.seconds_max != inf
        else "",
        f"{limits.references_max} references" if limits.references_max else "",
        "last frame" if limits.last_frame else "",
        f"{limits.shots_max} shots a call" if limits.shots_max > 1 else "",
        f"{limits.prompt_chars_max} characters" if limits.prompt_chars_max else "",
        f"made of {', '.join(sorted(ability.takes))}" if ability.takes else "",
    ]
    return ", ".join(part for part in parts if part) or "–"


def _price(ability: Ability) -> str:
    price = ability.price
    if price is None:
        return "not known"
    if not price.usd_max:
        return "free"
    least, most = (f"{usd:.6f}".rstrip("0").rstrip(".") for usd in (price.usd_min, price.usd_max))
    return f"${least if least == most else f'{least}–{most}'} a {price.per}"
