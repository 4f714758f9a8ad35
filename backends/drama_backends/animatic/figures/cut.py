"""The cut of a garment: the name of one of garments.toml in, how it is shaped out."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cut:
    """How a garment is shaped; the words are explained in garments.toml."""

    skirt: float = 0.0
    flare: float = 0.0
    sleeve: str = "narrow"
    collar: str = "round"
    belt: str = "none"
    closing: str = "none"
    legs: str = "trousers"
    shoes: str = "shoes"
    waist: float = 0.0
    rib: bool = False
    pocket: bool = False
    plates: bool = False
    split: bool = False
    bib: bool = False
    bare: bool = False
    same_legs: bool = False


def cut(name: str) -> Cut:
    """The cut of that name, of unknown garments the shirt's."""
    return cuts().get(name) or cuts()["shirt"]


@cache
def cuts() -> dict[str, Cut]:
    """All cuts by name."""
    path = Path(__file__).with_name("garments.toml")
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: Cut(**row) for name, row in rows.items()}
