"""Parsers and scripts come in; the least milliseconds of processor time for each go out, as JSON.

The standard library only: this runs in the environment of the peers too.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

RUNS_MIN = 3
SECONDS_A_SCRIPT = 0.8
"""So long is each parser asked: the fast ones meet no fewer fast moments of the machine."""


def measure(parsers: Mapping[str, Callable[[str], object]]) -> None:
    """Time every parser on the scripts that the command line names, and print the times."""
    slow, *paths = sys.argv[1:]
    texts = [Path(path).read_text("utf-8") for path in paths]
    found: dict[str, list[float | None]] = {}
    for name, parse in parsers.items():
        found[name] = [
            None if place == len(texts) - 1 and name in slow.split(",") else _least(parse, text)
            for place, text in enumerate(texts)
        ]
    print(json.dumps(found))


def _least(parse: Callable[[str], object], text: str) -> float | None:
    """The least of several runs; None for a parser that fails."""
    least, spent, runs = float("inf"), 0.0, 0
    try:
        parse(text)
        while runs < RUNS_MIN or spent < SECONDS_A_SCRIPT:
            began = time.process_time()
            parse(text)
            seconds = time.process_time() - began
            least, spent, runs = min(least, seconds), spent + seconds, runs + 1
    except Exception:
        return None
    return least * 1000
