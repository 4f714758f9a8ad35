"""The backend of `examples/backend`, as if it were installed."""

from __future__ import annotations

import importlib
import sys
import tomllib
from functools import cache
from pathlib import Path

from drama_compiler.contract import Backend, Service

FOLDER = Path(__file__).parents[2] / "examples" / "backend"


@cache
def example_backends() -> dict[str, Backend]:
    """What its entry points name."""
    project = tomllib.loads((FOLDER / "pyproject.toml").read_text("utf-8"))["project"]
    if str(FOLDER) not in sys.path:
        sys.path.append(str(FOLDER))
    found = {}
    for name, place in project["entry-points"]["drama.backends"].items():
        module, _, class_ = place.partition(":")
        found[name] = getattr(importlib.import_module(module), class_)()
    return found


def example_service(name: str) -> Service:
    """One of them that is a service."""
    found = example_backends()[name]
    assert isinstance(found, Service)
    return found
