"""Run every measurement and print its table."""

from __future__ import annotations

from benchmarks import building, reading


def main() -> None:
    """Reading first: it takes seconds. Building takes minutes."""
    reading.main()
    building.main()


if __name__ == "__main__":
    main()
