"""A film as the writer said it comes in; what breaks continuity in it comes out as diagnostics.

One rule a file: its name `CODE`, its manual page `PAGE`, and `check`. `RULES` says which there
are; none knows another. Only what the writer said is blamed, never what coverage made of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from drama_compiler.film.film import Film
from drama_compiler.rules import (
    absent_speaker,
    crossed_line,
    direction_flip,
    eyeline_flip,
    eyeline_mismatch,
    idle_cast,
    jump_cut,
    light_against_time,
    move_against_length,
    move_against_lens,
    moves_at_odds,
    name_slip,
    prop_in_two_hands,
    shot_too_long,
    shot_too_short,
    time_jump,
    too_many_references,
    vanished_prop,
    wardrobe_change,
    weather_jump,
)
from drama_compiler.rules.allowances import read_allowances, unknown_rules, without_allowed
from drama_compiler.rules.lint_memo import Found, LintMemo, Run
from drama_compiler.rules.sheet import Sheet
from drama_dsl.diagnostic import Diagnostic, Page, Severity
from drama_dsl.source import Span
from drama_dsl.tree import Node, Tree


class Rule(NamedTuple):
    """A rule: its stable name, its manual page, and what finds where it is broken."""

    code: str
    page: Page
    check: Callable[[Sheet], Iterator[Diagnostic]]


RULES: tuple[Rule, ...] = tuple(
    Rule(each.CODE, each.PAGE, each.check)
    for each in (
        crossed_line,
        direction_flip,
        eyeline_flip,
        eyeline_mismatch,
        jump_cut,
        wardrobe_change,
        prop_in_two_hands,
        vanished_prop,
        time_jump,
        light_against_time,
        weather_jump,
        absent_speaker,
        idle_cast,
        name_slip,
        too_many_references,
        shot_too_short,
        shot_too_long,
        moves_at_odds,
        move_against_length,
        move_against_lens,
    )
)
"""Every rule, from what a viewer sees first to what a camera cannot do."""

SCREEN_SIDES = frozenset(
    each.CODE for each in (crossed_line, direction_flip, eyeline_flip, eyeline_mismatch)
)
"""Rules that see one cause: somebody is on the wrong side."""


FILM_WIDE = frozenset({name_slip.CODE})
"""Rules that look at the whole film. All others look at no more than scenes of which each goes on
from the one before.
"""


def lint(
    film: Film,
    origins: Mapping[str, Span],
    trees: Sequence[Tree],
    switched_off: Collection[str] = (),
    memo: LintMemo | None = None,
) -> list[Diagnostic]:
    """What the rules find in a film that has been through no pass, in the order of the rules.

    `trees` are those that the film was resolved from, the script first. `memo` is that of the last
    time, where there was one; it saves time, and changes nothing.
    """
    memo = LintMemo() if memo is None else memo
    whole = Sheet(film, origins, trees, memo.scenes)
    rules = [rule for rule in RULES if rule.code not in switched_off]
    runs = memo.begin(film, trees, switched_off)
    found: list[list[Diagnostic]] = [
        list(rule.check(whole)) if rule.code in FILM_WIDE or not runs else [] for rule in rules
    ]
    for run in runs:
        told = memo.recall(run)
        if told is None:
            told = _lint_run(run, rules, whole, memo.presets())
            memo.keep(run, told)
        for place, some in told:
            found[place] += some
    memo.end()
    return _once(each for some in found for each in some)


def _lint_run(run: Run, rules: Sequence[Rule], whole: Sheet, presets: tuple[Node, ...]) -> Found:
    """What the rules that look at scenes find in one run, by their places."""
    nodes = tuple(node for part in run.parts for node in part.nodes)
    script = Tree(whole.trees[0].source, (*nodes, *presets))
    film = whole.film.model_copy(update={"scenes": run.scenes})
    sheet = Sheet(film, whole.origins, (script, *whole.trees[1:]))
    found = [
        (place, list(rule.check(sheet)))
        for place, rule in enumerate(rules)
        if rule.code not in FILM_WIDE
    ]
    return [(place, some) for place, some in found if some]


def _once(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """`found`, where several rules of screen sides blame one shot, with the first alone."""
    kept: list[Diagnostic] = []
    blamed: set[Span] = set()
    for each in found:
        if each.code in SCREEN_SIDES and each.primary is not None:
            if each.primary.span in blamed:
                continue
            blamed.add(each.primary.span)
        kept.append(each)
    return kept


def allowed(
    found: Iterable[Diagnostic],
    trees: Sequence[Tree],
    known: Collection[str],
    switched_off: Collection[str] = (),
) -> list[Diagnostic]:
    """`found` without what the project or a note in a script allows; errors always stay.

    A name in a note that is not in `known` is told.
    """
    allowances = read_allowances(trees)
    told = (
        each for each in found if each.severity is Severity.ERROR or each.code not in switched_off
    )
    return [*without_allowed(told, allowances), *unknown_rules(allowances, known)]
