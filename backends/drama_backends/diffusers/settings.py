"""The name of weights comes in; how they want to be run comes out, where that is written down.

A table by their names, as a profile writes them: that of the project, then ours.

    ["./models/wan"]
    steps = 20
    guidance = 4.0
    pixels = 901120
    rate = 24
    seconds_max = 5.0
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from drama_backends.services.clips import refused

FILE = "settings.toml"

_OURS = Path(__file__).with_name(FILE)
_LEAST: Mapping[str, tuple[type, float]] = {
    "steps": (int, 1),
    "guidance": (float, 0.0),
    "pixels": (int, 4096),
    "rate": (int, 1),
    "seconds_max": (float, 0.5),
}
"""The type of each, and the least that it can be."""


def settings_of(name: str, folder: Path) -> Mapping[str, Any]:
    """What is written of weights in the project's `folder`, or in ours.

    Raises `ServiceError` (INVALID) for what means nothing.
    """
    for path in (folder / FILE, _OURS):
        if path.is_file():
            told = _read(path, path.stat().st_mtime_ns).get(name)
            if told is not None:
                return _checked(name, told)
    return {}


def _checked(name: str, told: Any) -> Mapping[str, Any]:
    if not isinstance(told, dict):
        raise refused(f"{FILE}: `{name}` is a table")
    found: dict[str, Any] = {}
    for key, value in told.items():
        type_, least = _LEAST.get(key, (None, 0))
        if type_ is None:
            raise refused(f"{FILE}: `{name}` has `{key}`; known are {', '.join(_LEAST)}")
        right = isinstance(value, int | float if type_ is float else int)
        if not right or isinstance(value, bool) or value < least:
            raise refused(f"{FILE}: `{key}` of `{name}` is a number from {least:g} up")
        found[key] = type_(value)
    return found


@cache
def _read(path: Path, changed: int) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as failure:
        raise refused(f"{FILE}: {failure}") from None
