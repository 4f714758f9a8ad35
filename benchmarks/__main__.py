"""Run every measurement and print its table: all, or those that are named."""

from __future__ import annotations

import sys

from benchmarks import building, merges, optimiser, reading, reanalysis
from benchmarks.kill import kill
from benchmarks.noop import compare as noop
from benchmarks.parse import compare
from benchmarks.render import compare as render

MEASUREMENTS = {
    "parse": compare.main,
    "reading": reading.main,
    "reanalysis": reanalysis.main,
    "merges": merges.main,
    "optimiser": optimiser.main,
    "noop": noop.main,
    "kill": kill.main,
    "building": building.main,
    "render": render.main,
    "render-long": render.long,
}
"""In this order: reading takes seconds, building takes minutes."""


def main() -> None:
    """`python -m benchmarks parse` for one of them."""
    # What has a suffix is a script, for the measurement that takes some.
    for name in [each for each in sys.argv[1:] if "." not in each] or MEASUREMENTS:
        MEASUREMENTS[name]()


if __name__ == "__main__":
    main()
