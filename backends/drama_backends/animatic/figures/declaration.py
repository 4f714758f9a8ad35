"""A declaration in words: what wardrobe, look and name say of each thing, out on demand."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from drama_backends.animatic.figures.look import Look
from drama_backends.animatic.figures.vocabulary import Word, first

BLACK = "#2a2a30"
"""What the vocabulary gives for black; hair, eyes and cloth each have their own black."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """The words of a declaration, with wardrobe before look, and the digest that fills gaps."""

    name: tuple[Word, ...]
    look: tuple[Word, ...]
    worn: tuple[Word, ...]
    seed: int

    def say(self, section: str) -> str:
        """What wardrobe, look or name say in a section, in that order."""
        return first(self.worn, section) or first(self.look, section) or first(self.name, section)

    def all(self, section: str) -> list[str]:
        """Every value of a section in all words."""
        return [w.value for w in (*self.worn, *self.look, *self.name) if w.section == section]

    def share(self, what: str) -> float:
        """A number in 0..1 for `what`, from the name."""
        return Look(seed=self.seed).share(what)

    def pick(self, what: str, choices: Sequence[str]) -> str:
        """One of the choices, from the name."""
        return choices[int(self.share(what) * len(choices)) % len(choices)]

    def colour(self, section: str, value: str = "", *, texts: str = "wl") -> str:
        """The colour said of a word: the nearest before it in its clause, or right after it."""
        for words in (self.worn if "w" in texts else (), self.look if "l" in texts else ()):
            for index, word in enumerate(words):
                if word.section == section and (not value or word.value == value):
                    found = _colour_near(words, index)
                    if found:
                        return found
        return ""


def _colour_near(words: tuple[Word, ...], index: int) -> str:
    target = words[index]
    stops = ("garment", "over", "hat", "legs", "shoes", "noun", "tie", "carry")
    inside = [w for w in words if w.section == "colour" and target.start <= w.start < target.end]
    if inside:
        return inside[0].value
    holding = [
        w
        for w in words
        if w.start <= target.start < w.end and w.end - w.start > target.end - target.start
    ]
    if holding:
        before = [
            w for w in words if w.section == "colour" and holding[0].start <= w.start < target.start
        ]
        return before[-1].value if before else ""
    for word in reversed(words[:index]):
        if word.clause != target.clause or target.start - word.end > 40:
            break
        if word.section == "colour":
            return word.value
        if word.section in stops and (word.section, word.start) != (target.section, target.start) \
                and word.start != target.start and word.end < target.start - 1:  # fmt: skip
            break
    return ""


def is_of_old(reader: Declaration) -> bool:
    """Whether the words belong to a world before zips and buttons."""
    if role_of(reader).get("old_world") or "pin" in reader.all("tie"):
        return True
    hints = {
        "garment": ("robe", "tunic", "hanfu", "armour"), "hair": ("topknot",), "over": ("cloak",),
        "hat": ("straw", "official", "turban"), "carry": ("sword", "spear", "oar"),
    }  # fmt: skip
    return any(said in reader.all(section) for section, words in hints.items() for said in words)


def role_of(reader: Declaration) -> dict[str, Any]:
    """What the role that is said wears and holds by default."""
    found = first(reader.look, "role") or first(reader.name, "role") or first(reader.worn, "role")
    row: dict[str, Any] = tables()["role"].get(found, {})
    return row


@cache
def tables() -> dict[str, dict[str, Any]]:
    """The tables of defaults.toml."""
    path = Path(__file__).with_name("defaults.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
