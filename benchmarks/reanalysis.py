"""How long a feature-length script takes to be read again after an edit of one line."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable
from statistics import median
from typing import TypeVar

from benchmarks.parse.compare import noted
from benchmarks.reading import feature
from drama_compiler.film.names import Names
from drama_compiler.film.resolve import resolve
from drama_compiler.film.schedule import schedule
from drama_compiler.passes import run_passes
from drama_compiler.rules import lint
from drama_dsl.parser import parse
from drama_dsl.reparse import reparse
from drama_dsl.source import Source

EDITS = 100
_Value = TypeVar("_Value")


def main() -> None:
    """Print the median and the 95th percentile over random edits, a step a line."""
    gc.set_threshold(100_000, 50, 100)  # As the command line does.
    chance = random.Random(1)
    text = noted(feature())
    tree = parse(Source("feature.drama", text))
    spent: dict[str, list[float]] = {}

    def timed(step: str, work: Callable[..., _Value], *given: object) -> _Value:
        began = time.process_time()
        value = work(*given)
        spent.setdefault(step, []).append((time.process_time() - began) * 1000)
        return value

    for _ in range(EDITS):
        source = Source("feature.drama", _edited(text, chance))
        timed("parse, all of it", parse, source)
        read = timed("parse what the edit touches", reparse, tree, source)
        resolution = timed("resolve to a film", resolve, (read,), Names())
        film, _ = timed("film passes", run_passes, resolution.film)
        times, _ = timed("schedule", schedule, film)
        story, origins = resolution.film, resolution.origins
        timed("rules of continuity", lint, story, times, origins, (read,))
    print(f"reading {text.count(chr(10))} lines again, {EDITS} edits of a line (ms)")
    for step, each in spent.items():
        late = sorted(each)[EDITS * 95 // 100]
        print(f"  {step:<28} {median(each):8.2f} median {late:8.2f} at 95 of 100")


def _edited(text: str, chance: random.Random) -> str:
    """The script with a word more in one of its lines that say something."""
    lines = text.split("\n")
    place = chance.choice([place for place, line in enumerate(lines) if line.endswith(".")])
    lines[place] += " Again."
    return "\n".join(lines)
