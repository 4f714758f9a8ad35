"""What is declared of a character comes in; the stock voice that is most like it comes out.

The same description gives the same voice, in every line and on every machine.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from drama_compiler.contract import briefs, digest

WORDS = Path(__file__).with_name("voices.toml")

_WEIGHTS = {"gender": 4, "age": 2, "tone": 1}
_VALUES = {
    "gender": ("female", "male"),
    "age": ("young", "middle", "old"),
    "tone": ("soft", "clear", "deep"),
}


@dataclass(frozen=True, slots=True)
class Stock:
    """A voice of the service itself, and what it is like."""

    id: str
    name: str
    gender: str
    age: str
    tone: str


def most_like(stocks: Iterable[Stock], brief: briefs.VoiceBrief) -> Stock:
    """The voice for a character: of those that are equally like it, one by its id."""
    like = likeness(brief.voice, brief.look)
    chance = brief.character.encode()

    def rank(stock: Stock) -> tuple[int, str]:
        agreed = sum(
            weight for what, weight in _WEIGHTS.items() if getattr(stock, what) == like.get(what)
        )
        # Of whom no age is told, most are neither young nor old.
        agreed += "age" not in like and stock.age == "middle"
        return -agreed, digest(chance + stock.id.encode())

    return min(stocks, key=rank)


def likeness(voice: str, look: str) -> dict[str, str]:
    """Gender, age and tone, as far as the words tell; what is said of the voice counts first."""
    like: dict[str, str] = {}
    for what, values in _VALUES.items():
        for text in (voice, look):
            found = _told(text, values)
            if found:
                like[what] = found
                break
    return like


@cache
def read_stocks(path: Path) -> tuple[Stock, ...]:
    """The stock voices of a table: `[[voice]]` with the fields of `Stock`."""
    return tuple(Stock(**row) for row in tomllib.loads(path.read_text("utf-8"))["voice"])


def _told(text: str, values: tuple[str, ...]) -> str:
    """The value whose longest word stands in the text; of equals, the one said first."""
    found = []
    for value in values:
        for word in _words()[value]:
            at = _find(text, word)
            if at >= 0:
                found.append((-len(word), at, value))
    return min(found)[2] if found else ""


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    """The words that tell each value."""
    table = tomllib.loads(WORDS.read_text("utf-8"))
    return {value: tuple(each) for value, each in table["words"].items()}


def _find(text: str, word: str) -> int:
    if not word.isascii():
        return text.find(word)
    match = re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)
    return match.start() if match else -1
