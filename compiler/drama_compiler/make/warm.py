"""Imported where worker processes part from: names of modules come in by the environment, and are
loaded once for all workers.
"""

from __future__ import annotations

import contextlib
import importlib
import os

NAMES_VARIABLE = "DRAMA_WARM"
"""The environment variable with the modules' names, between commas."""


def load(names: str) -> None:
    """Import every module that can be; the job that needs another tells of it better."""
    for name in filter(None, names.split(",")):
        with contextlib.suppress(Exception):
            importlib.import_module(name)


load(os.environ.get(NAMES_VARIABLE, ""))
