"""The peers in Python, for `compare`: each to the fullest that its parser alone gives."""

from __future__ import annotations

import importlib
import io
from collections.abc import Callable
from typing import Any

from timing import measure


def _screenplain() -> Callable[[str], object]:
    module: Any = importlib.import_module("screenplain.parsers.fountain")
    return lambda text: module.parse(io.StringIO(text))


def _jouvence() -> Callable[[str], object]:
    module: Any = importlib.import_module("jouvence.parser")
    return lambda text: module.JouvenceParser().parseString(text)


def _fountain_py() -> Callable[[str], object]:
    module: Any = importlib.import_module("fountain")
    return lambda text: module.FountainParser().parse(text)


def _screenplay_tools() -> Callable[[str], object]:
    module: Any = importlib.import_module("screenplay_tools.fountain.parser")

    def parse(text: str) -> object:
        parser = module.Parser()
        parser.add_text(text)
        parser.finalize()
        return parser

    return parse


def _fountain_parser() -> Callable[[str], object]:
    module: Any = importlib.import_module("fountain_parser.parser")
    return lambda text: module.FountainParser().parse(text)


PEERS: dict[str, Callable[[], Callable[[str], object]]] = {
    "screenplain": _screenplain,
    "jouvence": _jouvence,
    "fountain-py": _fountain_py,
    "screenplay-tools": _screenplay_tools,
    "fountain-parser": _fountain_parser,
}


if __name__ == "__main__":
    installed = {}
    for name, peer in PEERS.items():
        try:
            installed[name] = peer()
        except ImportError:
            continue
    measure(installed)
