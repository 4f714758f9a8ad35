"""The laws that fuzzing checks hold for the seeds and what is near them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.fuzz.mutate import mutated
from tests.fuzz.targets import TARGETS, check

SEEDS = sorted((Path(__file__).parent / "seeds").iterdir())


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
@pytest.mark.parametrize("target", TARGETS)
def test_every_law_holds_for_a_seed(target: str, path: Path) -> None:
    TARGETS[target](path.read_text("utf-8"))


def test_every_law_holds_near_the_seeds() -> None:
    chance = random.Random(20_261_123)
    seeds = [path.read_bytes() for path in SEEDS]
    for _ in range(150):
        data = mutated(seeds, chance)
        try:
            check(data)
        except Exception as failure:
            raise AssertionError(data) from failure
