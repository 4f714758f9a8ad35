"""A writer's words and a vocabulary in, the entries found in them out, in English and Chinese."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

_HERE = Path(__file__).parent
_CJK = re.compile(r"[\u3400-\u9fff]")


class Found(NamedTuple):
    """A word found: the entry it stands for and where it stands in the text."""

    entry: str
    start: int
    end: int


@cache
def table(name: str) -> dict[str, Any]:
    """A data file of this package, read once."""
    return tomllib.loads((_HERE / f"{name}.toml").read_text(encoding="utf-8"))


def find(text: str, entries: Iterable[tuple[str, tuple[str, ...]]]) -> tuple[Found, ...]:
    """All entries met in `text`, in order; of words within words only the longest counts."""
    lowered = text.lower()
    hits = [
        Found(entry, match.start(), match.end())
        for entry, words in entries
        for match in _matches(lowered, words)
    ]
    hits.sort(key=lambda hit: (hit.start, -hit.end))
    kept: list[Found] = []
    for hit in hits:
        within = (o for o in hits if o.end - o.start > hit.end - hit.start)
        if not any(o.start <= hit.start and hit.end <= o.end for o in within):
            kept.append(hit)
    return tuple(kept)


def has(text: str, words: Iterable[str]) -> bool:
    """Whether any of the words stands in the text."""
    return any(_matches(text.lower(), words))


def is_chinese(text: str) -> bool:
    """Whether the text holds Chinese characters."""
    return _CJK.search(text) is not None


def _matches(lowered: str, words: Iterable[str]) -> Iterator[re.Match[str]]:
    """Where any of the words stands in a text in lower case.

    Only words that occur at all become a pattern: those of the whole vocabulary take longer to
    compile than all else that is read.
    """
    occurring = tuple(word for word in words if word.lower() in lowered)
    return _pattern(occurring).finditer(lowered) if occurring else iter(())


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    forms = []
    for word in sorted(words, key=len, reverse=True):
        escaped = re.escape(word.lower())
        forms.append(escaped if is_chinese(word) else rf"(?<![a-z]){escaped}(?:s|es)?(?![a-z])")
    return re.compile("|".join(forms))
