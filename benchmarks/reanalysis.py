"""How long a feature-length script takes to be understood again after an edit of one line."""

from __future__ import annotations

import gc
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import TypeVar

from benchmarks.parse.compare import noted
from benchmarks.reading import feature
from drama_compiler.film.memo import Memo
from drama_compiler.film.names import Names
from drama_compiler.film.resolve import resolve
from drama_compiler.film.schedule import lay_out
from drama_compiler.passes import FILM_PASSES, run_passes
from drama_compiler.remembering import Known
from drama_compiler.rules import lint
from drama_compiler.rules.lint_memo import LintMemo
from drama_compiler.session import check
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
BESIDE = ("the whole film's schedule", "resolve after a build")
"""What a check does not ask for; and what one does in a film that was built before the edits, whose
names are kept: all that was edited since is found again by them.
"""


def main() -> None:
    """Print the median and the 95th percentile over random edits, a step a line."""
    gc.set_threshold(100_000, 50, 100)  # As the command line does.
    chance = random.Random(1)
    text = noted(feature())
    tree = parse(Source("feature.drama", text))
    memo, lint_memo, after_build, known = Memo(), LintMemo(), Memo(), Known()
    _analyse(tree, memo, lint_memo, {})
    names = resolve((tree,)).names
    resolve((tree,), names, after_build)
    again: Spent = {}
    anew: Spent = {}
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "feature.drama"
        script.write_text(text, "utf-8")
        check(script, known=known)
        gc.freeze()  # As `drama check --watch` does.
        for edit in range(EDITS):
            text = _edited(text, chance)
            source = Source("feature.drama", text)
            tree = _timed(again, "parse", reparse, tree, source)
            _analyse(tree, memo, lint_memo, again)
            _timed(again, BESIDE[1], resolve, (tree,), names, after_build)
            if edit % (EDITS // ANEW) == 0:
                whole = _timed(anew, "parse", parse, source)
                _analyse(whole, Memo(), LintMemo(), anew)
                _timed(anew, BESIDE[1], resolve, (whole,), names)
            script.write_text(text, "utf-8")
            _timed(again, "drama check", lambda: check(script, known=known))
    print(f"understanding {text.count(chr(10))} lines again, {EDITS} edits of a line (ms)")
    print(f"  {'step':<28} {'median':>8} {'95 of 100':>10} {'from the start':>15}")
    for step in STEPS:
        _print(step, again[step], median(anew[step]))
    together = [sum(each) for each in zip(*(again[step] for step in STEPS), strict=True)]
    _print("together", together, sum(median(anew[step]) for step in STEPS))
    _print("drama check, file and all", again["drama check"], None)
    for step in BESIDE:
        _print(step, again[step], median(anew[step]))


def _analyse(tree: Tree, memo: Memo, lint_memo: LintMemo, spent: Spent) -> None:
    resolution = _timed(spent, "resolve", resolve, (tree,), Names(), memo)
    told, origins = resolution.film, resolution.origins
    film, _ = _timed(spent, "film passes", run_passes, told, FILM_PASSES, memo.scenes)
    layout, _ = _timed(spent, "times of scenes", lay_out, film, {}, origins, memo.scenes)
    _timed(spent, "rules of continuity", lint, told, origins, (tree,), (), lint_memo)
    _timed(spent, BESIDE[0], layout.schedule)


def _timed(spent: Spent, step: str, work: Callable[..., _Value], *given: object) -> _Value:
    began = time.process_time()
    value = work(*given)
    spent.setdefault(step, []).append((time.process_time() - began) * 1000)
    return value


def _print(step: str, spent: list[float], anew: float | None) -> None:
    late = sorted(spent)[len(spent) * 95 // 100]
    whole = "" if anew is None else f"{anew:.1f}"
    print(f"  {step:<28} {median(spent):8.2f} {late:10.2f} {whole:>15}")


def _edited(text: str, chance: random.Random) -> str:
    """The script with a word more in one of its lines that say something."""
    lines = text.split("\n")
    place = chance.choice([place for place, line in enumerate(lines) if line.endswith(".")])
    lines[place] += " Again."
    return "\n".join(lines)


if __name__ == "__main__":
    main()
