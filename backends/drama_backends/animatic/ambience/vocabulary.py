"""Words about sound in, the names of beds and effects out."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).with_name("words")


class Found(NamedTuple):
    """A known word: its kind (`beds`, `effects`, `distance`), its name and where it stands."""

    kind: str
    name: str
    at: int
    length: int


def find(text: str, kind: str) -> list[Found]:
    """The known words of one kind in the order of the text, each name once; never fails."""
    pattern, senses = lexicon(kind)
    found: dict[str, Found] = {}
    for match in pattern.finditer(text.lower()):
        word = match.group("latin") or match.group("other")
        for name in senses[word]:
            found.setdefault(name, Found(kind, name, match.start(), len(word)))
    return list(found.values())


@cache
def order(kind: str) -> tuple[str, ...]:
    """The names of a kind in the order of the English file: the more telling first."""
    return tuple(load()["en"][kind])


@cache
def lexicon(kind: str) -> tuple[re.Pattern[str], dict[str, list[str]]]:
    """One pattern of all words of a kind in all languages, longest first, and their names."""
    senses: dict[str, list[str]] = {}
    for table in load().values():
        for name, words in table[kind].items():
            for word in words:
                senses.setdefault(word, []).append(name)
    ordered = sorted(senses, key=lambda word: (-len(word), word))
    latin = "|".join(re.escape(word) for word in ordered if word.isascii())
    other = "|".join(re.escape(word) for word in ordered if not word.isascii())
    pattern = rf"(?<![a-z])(?P<latin>{latin})(?:s|es|ing|ed)?(?![a-z])|(?P<other>{other})"
    return re.compile(pattern), senses


@cache
def load() -> dict[str, dict[str, dict[str, list[str]]]]:
    """All languages' words, English first."""
    paths = sorted(FOLDER.glob("*.toml"), key=lambda path: (path.stem != "en", path.stem))
    return {path.stem: tomllib.loads(path.read_text("utf-8")) for path in paths}
