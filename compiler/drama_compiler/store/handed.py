"""Sheets that were handed to a person come in; they are kept, and come back when results do."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from drama_compiler.store.media import write_text

FILE = "handoff.json"
VERSION = 1
SHEETS_MAX = 10_000
"""How many are remembered; the oldest are forgotten."""


@dataclass(frozen=True, slots=True)
class HandedSheet:
    """One prompt as it was handed off.

    `stem` is what its results are called, `shot` the shot's number, if it is of one. `words` are
    its prompt without parameters. `basis` is what the job was of, with the contents of those of its
    `inputs` that were there.
    """

    film: str
    job: str
    stem: str
    shot: str
    backend: str
    model: str
    tier: str
    words: str
    basis: Mapping[str, Any]
    inputs: tuple[str, ...]


def keep_sheets(folder: Path, sheets: Iterable[HandedSheet]) -> None:
    """Remember sheets in the state's folder, the newest last; raises OSError."""
    new = {(each.film, each.job, each.words): each for each in sheets}
    old = (each for each in read_sheets(folder) if (each.film, each.job, each.words) not in new)
    kept = [*old, *new.values()][-SHEETS_MAX:]
    data = {"version": VERSION, "sheets": [asdict(each) for each in kept]}
    write_text(folder / FILE, json.dumps(data, ensure_ascii=False, indent=0) + "\n")


def read_sheets(folder: Path) -> tuple[HandedSheet, ...]:
    """All that is remembered, the oldest first; what cannot be read is not."""
    try:
        data = json.loads((folder / FILE).read_text("utf-8"))
        if data["version"] != VERSION:
            return ()
        return tuple(
            HandedSheet(**{**each, "inputs": tuple(each["inputs"])}) for each in data["sheets"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        return ()
