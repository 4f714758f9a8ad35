"""Laws over random scripts: nothing raises, no character is lost, no phase contradicts another.

10,000 scribbles in the tests; with `--fuzz` ten minutes of ever new ones.
"""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from drama_compiler.film.names import Names
from drama_compiler.film.resolve import resolve
from drama_compiler.film.schedule import schedule
from drama_compiler.graph.lower import lower
from drama_compiler.graph.route import route
from drama_compiler.passes import run_passes
from drama_dsl.parser import Dialect, parse
from drama_dsl.report import text as text_report
from drama_dsl.source import Source
from tests.language.test_losslessness import PIECES, check_tiles

ROOT = Path(__file__).parents[2]
SCRIBBLES = 10_000
COMPILED_SHARE = 0.02
"""How many of the scribbles go through every phase, not the parser alone."""

FUZZ_SECONDS = 600
SECONDS_A_KILOBYTE_MAX = 0.5


def scribble(chance: random.Random) -> str:
    """A script of marks, words and noise, from nothing to some 2,000 characters."""
    pieces = chance.choices(PIECES, k=chance.randrange(60))
    joins = chance.choices(["", " ", "\n", "\n\n", "\r\n", ""], k=len(pieces))
    noise = "".join(chr(chance.randrange(1, 0x2FF)) for _ in range(chance.randrange(6)))
    return "".join(map("".join, zip(pieces, joins, strict=True))) + noise


def check(text: str, dialect: Dialect, *, whole: bool) -> None:
    source = Source("scribble.drama", text)
    tree = parse(source, dialect=dialect)
    assert tree.text == text
    check_tiles(tree)
    if not whole:
        return
    resolution = resolve((tree,), Names())
    film, found = run_passes(resolution.film)
    times, late = schedule(film, {}, resolution.origins)
    assert sum(time_.body_frames for time_ in times.shots) == times.frames
    graph = route(lower(film, times))
    assert all(name in graph.jobs for job in graph for name in job.inputs)
    told = (*tree.diagnostics, *resolution.diagnostics, *found, *late)
    text_report.render(told, {source.name: source})


def test_ten_thousand_scribbles_come_back_and_compile(request: pytest.FixtureRequest) -> None:
    fuzz = request.config.getoption("--fuzz")
    seed = time.time_ns() if fuzz else 20_261_123
    chance = random.Random(seed)
    end = time.monotonic() + FUZZ_SECONDS
    count = 0
    while count < SCRIBBLES if not fuzz else time.monotonic() < end:
        text = scribble(chance)
        whole = chance.random() < COMPILED_SHARE
        began = time.process_time()
        try:
            check(text, chance.choice(list(Dialect)), whole=whole)
        except Exception as failure:
            raise AssertionError(f"seed {seed}, scribble {count}: {text!r}") from failure
        assert time.process_time() - began < SECONDS_A_KILOBYTE_MAX * (1 + len(text) / 1024), text
        count += 1


@pytest.mark.parametrize(
    "path",
    [path for path in ROOT.glob("examples/**/*.drama") if path.is_file()],
    ids=lambda path: path.stem,
)
def test_the_examples_come_back_byte_for_byte(path: Path) -> None:
    data = path.read_bytes()
    tree = parse(Source(path.name, data.decode("utf-8")))
    assert tree.text.encode("utf-8") == data
