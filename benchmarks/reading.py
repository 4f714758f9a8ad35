"""How fast a feature-length script becomes a tree, a film and a schedule, against splitting it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from statistics import median

from drama_compiler.film.names import Names
from drama_compiler.film.resolve import resolve
from drama_compiler.film.schedule import schedule
from drama_compiler.graph.lower import lower
from drama_compiler.passes import run_passes
from drama_dsl.parser import Dialect, parse
from drama_dsl.source import Source

SCENES = 132
RUNS = 7
WORDS = (
    *("the", "lamp", "harbour", "wave", "door", "never", "again", "boat"),
    *("light", "waits", "runs", "looks", "says", "cold"),
)


def feature(scenes: int = SCENES) -> str:
    """A script of some 4,600 lines: plain Fountain, as long as a feature film's."""
    chance = random.Random(1)
    people = ["NORA", "SAM", "EDGAR", "IVY", "THE CAPTAIN", "MAY"]

    def sentence() -> str:
        return " ".join(chance.choices(WORDS, k=chance.randrange(4, 14))).capitalize() + "."

    lines = ["Title: A Feature", ""]
    for number in range(scenes):
        place = chance.choice(["HARBOUR", "KITCHEN", "STREET", "BOAT", "HALL"])
        time_ = chance.choice(["DAY", "NIGHT"])
        lines += [f"{chance.choice(['INT.', 'EXT.'])} {place} {number % 9} - {time_}", ""]
        for _ in range(chance.randrange(4, 9)):
            lines += [f"{chance.choice(people)} {sentence()}", ""]
            said = f"{sentence()} *{sentence()}*" if chance.random() < 0.25 else sentence()
            lines += [chance.choice(people), said, ""]
    return "\n".join(lines)


def main() -> None:
    """Print milliseconds and the ratio to splitting the text into lines."""
    text = feature()
    source = Source("feature.fountain", text)
    tree = parse(source, dialect=Dialect.FOUNTAIN)
    resolution = resolve((tree,), Names())
    film, _ = run_passes(resolution.film)
    times, _ = schedule(film)
    floor = _milliseconds(lambda: text.split("\n"))
    print(f"reading {text.count(chr(10))} lines, {len(times.shots)} shots (median of {RUNS})")
    for name, work in {
        "split into lines": lambda: text.split("\n"),
        "parse": lambda: parse(source, dialect=Dialect.FOUNTAIN),
        "resolve": lambda: resolve((tree,), Names()),
        "resolve again, names known": lambda: resolve((tree,), resolution.names),
        "film passes": lambda: run_passes(resolution.film),
        "schedule": lambda: schedule(film),
        "lower": lambda: lower(film, times),
    }.items():
        spent = _milliseconds(work)
        print(f"  {name:<28} {spent:9.2f} ms  {spent / floor:9.0f} x split")


def _milliseconds(work: Callable[[], object]) -> float:
    spent = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        spent.append((time.perf_counter() - began) * 1000)
    return median(spent)
