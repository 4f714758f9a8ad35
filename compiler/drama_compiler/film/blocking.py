"""`blocking:` comes in as words; its beats, with who does what to whom and where to, come out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from drama_compiler.film.clock import CASELESS
from drama_compiler.film.film import Beat
from drama_compiler.film.mentions import Mention, Mentions
from drama_compiler.film.words import Direction
from drama_grammar import vocabulary

_BEAT = re.compile(r"\s*(?:[;；。\n]|\bthen\b|然后|接着)\s*")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TRAILING = re.compile(r"[\s,，.]+$")


def read_blocking(text: str, mentions: Mentions) -> tuple[Beat, ...]:
    """`LI WEI lunges left at DRAGON; DRAGON recoils` as typed beats, in order."""
    beats = [_TRAILING.sub("", beat) for beat in _BEAT.split(text)]
    return tuple(_beat(beat, mentions.find(beat)) for beat in beats if beat)


def _beat(text: str, named: Sequence[Mention]) -> Beat:
    subject = named[0] if named else None
    target = named[1] if len(named) > 1 else None
    start = subject.end if subject else 0
    rest = text[start : target.start if target else len(text)].strip()
    return Beat(
        words=text,
        subject=subject.entry.id if subject else None,
        action=_action(rest),
        object=target.entry.id if target else None,
        direction=_direction(rest) or _direction(text[target.end :] if target else ""),
    )


def _action(text: str) -> str:
    """The first word of what is done; without blanks between words, all of it."""
    if CASELESS.search(text):
        return text
    match = _WORD.search(text)
    return match[0] if match else ""


def _direction(text: str) -> Direction | None:
    found = [
        (match.start(), direction)
        for spelling, direction in _directions()
        if (match := spelling.search(text))
    ]
    return min(found, key=lambda each: each[0])[1] if found else None


@cache
def _directions() -> tuple[tuple[re.Pattern[str], Direction], ...]:
    """The words for a direction, longest first."""
    table = vocabulary().tables["direction"]
    return tuple(
        (
            re.compile(
                re.escape(spelling) if CASELESS.search(spelling) else rf"\b{re.escape(spelling)}\b",
                re.IGNORECASE,
            ),
            Direction(table[spelling]),
        )
        for spelling in sorted(table, key=len, reverse=True)
    )
