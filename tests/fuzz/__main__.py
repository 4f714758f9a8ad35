"""Seconds come in; for so long every reader is given ever new bytes: `python -m tests.fuzz 600`.

By atheris (coverage-guided) where it is installed, else by mutations of the seeds. What breaks a
law is written to `.fuzz/`, and the run ends with its traceback.
"""

from __future__ import annotations

import importlib
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).parent / "seeds"
FOUND = Path(".fuzz")
SECONDS = 600
BYTES_MAX = 4096


def main(arguments: Sequence[str]) -> None:
    """Fuzz for the seconds asked for."""
    seconds = int(arguments[0]) if arguments else SECONDS
    FOUND.mkdir(exist_ok=True)
    try:
        atheris = importlib.import_module("atheris")
    except ImportError:
        print(f"atheris is not installed: mutating the seeds for {seconds} s")
        mutate_seeds(seconds)
    else:
        guided(atheris, seconds)


def guided(atheris: Any, seconds: int) -> None:
    """Coverage-guided: libFuzzer grows a corpus from the seeds, beneath `.fuzz/`."""
    with atheris.instrument_imports(include=["drama_dsl", "drama_compiler"]):
        from tests.fuzz.targets import TARGETS, check

    corpus = FOUND / "corpus"
    corpus.mkdir(exist_ok=True)
    for path in sorted(SEEDS.iterdir()):
        for number, name in enumerate(TARGETS):
            (corpus / f"{path.stem}-{name}").write_bytes(bytes([number]) + path.read_bytes())
    options = [f"-max_total_time={seconds}", f"-max_len={BYTES_MAX}", "-timeout=60"]
    command = ["fuzz", *options, "-rss_limit_mb=4096", f"-artifact_prefix={FOUND}/", str(corpus)]
    atheris.Setup(command, check)
    atheris.Fuzz()


def mutate_seeds(seconds: float) -> None:
    """Without guidance: seeds cut, joined, repeated and struck with noise."""
    from tests.fuzz.mutate import mutated
    from tests.fuzz.targets import check

    chance = random.Random(time.time_ns())
    seeds = [path.read_bytes() for path in sorted(SEEDS.iterdir())]
    end = time.monotonic() + seconds
    count = 0
    while time.monotonic() < end:
        data = mutated(seeds, chance)[:BYTES_MAX]
        try:
            check(data)
        except BaseException:
            (FOUND / "crash").write_bytes(data)
            print(f"input {count} broke a law; it is in {FOUND / 'crash'}")
            raise
        count += 1
    print(f"{count} inputs, no law broken")


if __name__ == "__main__":
    main(sys.argv[1:])
