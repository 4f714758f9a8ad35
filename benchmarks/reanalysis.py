"""How long a feature-length script takes to be understood again after an edit of one line."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable
from statistics import median
from typing import TypeVar

from benchmarks.parse.compare import noted
from benchmarks.reading import feature
from drama_compiler.film.memo import Memo
from drama_compiler.film.names import Names
from drama_compiler.film.resolve import resolve
from drama_compiler.film.schedule import lay_out
from drama_compiler.passes import FILM_PASSES, run_passes
from drama_compiler.rules import lint
from drama_compiler.rules.lint_memo import LintMemo
from drama_dsl.parser import parse
from drama_dsl.reparse import reparse
from drama_dsl.source import Source
from drama_dsl.tree import Tree

EDITS = 100
ANEW = 10
"""How many of the edited scripts are read from the start too."""

_Value = TypeVar("_Value")
Spent = dict[str, list[float]]
STEPS = ("parse", "resolve", "film passes", "times of scenes", "rules of continuity")


def main() -> None:
    """Print the median and the 95th percentile over random edits, a step a line."""
    gc.set_threshold(100_000, 50, 100)  # As the command line does.
    chance = random.Random(1)
    text = noted(feature())
    tree = parse(Source("feature.drama", text))
    memo, lint_memo = Memo(), LintMemo()
    _analyse(tree, memo, lint_memo, {})
    gc.freeze()  # As `drama check --watch` does.
    again: Spent = {}
    anew: Spent = {}
    for edit in range(EDITS):
        text = _edited(text, chance)
        source = Source("feature.drama", text)
        tree = _timed(again, "parse", reparse, tree, source)
        _analyse(tree, memo, lint_memo, again)
        if edit % (EDITS // ANEW) == 0:
            _analyse(_timed(anew, "parse", parse, source), Memo(), LintMemo(), anew)
    print(f"understanding {text.count(chr(10))} lines again, {EDITS} edits of a line (ms)")
    print(f"  {'step':<28} {'median':>8} {'95 of 100':>10} {'from the start':>15}")
    for step in (*STEPS, "the whole film's schedule"):
        _print(step, again[step], median(anew[step]))
    together = [sum(each) for each in zip(*(again[step] for step in STEPS), strict=True)]
    _print("together", together, sum(median(anew[step]) for step in STEPS))


def _analyse(tree: Tree, memo: Memo, lint_memo: LintMemo, spent: Spent) -> None:
    resolution = _timed(spent, "resolve", resolve, (tree,), Names(), memo)
    told, origins = resolution.film, resolution.origins
    film, _ = _timed(spent, "film passes", run_passes, told, FILM_PASSES, memo.scenes)
    layout, _ = _timed(spent, "times of scenes", lay_out, film, {}, origins, memo.scenes)
    _timed(spent, "rules of continuity", lint, told, origins, (tree,), (), lint_memo)
    _timed(spent, "the whole film's schedule", layout.schedule)


def _timed(spent: Spent, step: str, work: Callable[..., _Value], *given: object) -> _Value:
    began = time.process_time()
    value = work(*given)
    spent.setdefault(step, []).append((time.process_time() - began) * 1000)
    return value


def _print(step: str, spent: list[float], anew: float) -> None:
    late = sorted(spent)[len(spent) * 95 // 100]
    print(f"  {step:<28} {median(spent):8.2f} {late:10.2f} {anew:15.1f}")


def _edited(text: str, chance: random.Random) -> str:
    """The script with a word more in one of its lines that say something."""
    lines = text.split("\n")
    place = chance.choice([place for place, line in enumerate(lines) if line.endswith(".")])
    lines[place] += " Again."
    return "\n".join(lines)


if __name__ == "__main__":
    main()
