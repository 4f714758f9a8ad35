"""What is declared of a character comes in; the id of the voice that speaks for it comes out.

`voice: elevenlabs:JBFqnCBsd6RMkjVDRZzb` names one: designed, cloned or chosen in the account, it is
made once there, and kept by its id in the script. Else it is the stock voice that is most like the
description. The same description gives the same voice, in every line and on every machine.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from drama_compiler.contract import briefs, digest

_TABLE = Path(__file__).with_name("voices.toml")
_NAMED = re.compile(r"elevenlabs:([A-Za-z0-9]{8,64})")
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


def voice_of(brief: briefs.VoiceBrief) -> str:
    """The id of a character's voice."""
    named = _NAMED.search(brief.voice)
    if named:
        return named[1]
    like = likeness(brief.voice, brief.look)
    chance = brief.character.encode()

    def rank(stock: Stock) -> tuple[int, str]:
        agreed = sum(
            weight for what, weight in _WEIGHTS.items() if getattr(stock, what) == like.get(what)
        )
        # Of whom no age is told, most are neither young nor old.
        agreed += "age" not in like and stock.age == "middle"
        return -agreed, digest(chance + stock.id.encode())

    return min(stocks(), key=rank).id


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
def stocks() -> tuple[Stock, ...]:
    """Every stock voice of the table."""
    return tuple(Stock(**row) for row in _read()["voice"])


def _told(text: str, values: tuple[str, ...]) -> str:
    """The value whose longest word stands in the text; of equals, the one said first."""
    found = []
    for value in values:
        for word in words()[value]:
            at = _find(text, word)
            if at >= 0:
                found.append((-len(word), at, value))
    return min(found)[2] if found else ""


@cache
def words() -> Mapping[str, tuple[str, ...]]:
    """The words that tell each value."""
    return {value: tuple(each) for value, each in _read()["words"].items()}


def _find(text: str, word: str) -> int:
    if not word.isascii():
        return text.find(word)
    match = re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)
    return match.start() if match else -1


@cache
def _read() -> Mapping[str, Any]:
    return tomllib.loads(_TABLE.read_text("utf-8"))
