"""A text comes in; how long it takes to say, to read or to play comes out, in exact seconds.

These are the estimates that stand until a voice has been made and measured.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

CASELESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
"""A character of a script that writes a syllable or a word with one sign."""

SPOKEN_SIGNS_PER_SECOND = Fraction(9, 2)
"""Chinese: 4 to 5 characters a second in performed speech."""

SPOKEN_LETTERS_PER_SECOND = Fraction(29, 2)
"""Latin letters and spaces: about 160 words a minute."""

PAUSES = (
    (re.compile(r"[.!?。！？…]+"), Fraction(7, 20)),
    (re.compile(r"--|—+"), Fraction(3, 10)),
    (re.compile(r"[,;:，；：、]"), Fraction(3, 20)),
)
"""What stands in a sentence and how long a speaker rests there."""

SPEECH_SECONDS_MIN = Fraction(1, 2)

READ_SECONDS_PER_WORD = Fraction(1, 5)
READ_SECONDS_AT_START = Fraction(1, 2)
READ_SIGNS_PER_SECOND = Fraction(6)
ACTION_SECONDS_MIN = Fraction(3, 2)
ACTION_SECONDS_MAX = Fraction(8)
"""Action plays about as long as it is read: 200 ms a word and half a second to take it in."""

SUPER_SECONDS_MIN = Fraction(5, 2)
SUPER_SECONDS_MAX = Fraction(6)

AIR_BEFORE = Fraction(3, 10)
AIR_BETWEEN = Fraction(7, 20)
AIR_AFTER = Fraction(2, 5)
"""Silence before the first line of a shot, between two lines, and after the last."""

LEAD_SECONDS_MAX = Fraction(2)
"""How long action may play before the line that follows it in the shot, at most."""

_LETTERS = re.compile(r"[^\W_]")
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")


@lru_cache(maxsize=8192)
def speech_seconds(text: str) -> Fraction:
    """How long a line takes to say: its letters or signs, and a rest at its marks."""
    signs = len(CASELESS.findall(text))
    rest = CASELESS.sub(" ", text)
    letters = len(" ".join(_WORD.findall(rest)))
    seconds = signs / SPOKEN_SIGNS_PER_SECOND + letters / SPOKEN_LETTERS_PER_SECOND
    inner = text.rstrip(" .!?。！？…—-\"'”’」』")
    for mark, pause in PAUSES:
        seconds += len(mark.findall(inner)) * pause
    return max(SPEECH_SECONDS_MIN, seconds)


@lru_cache(maxsize=8192)
def reading_seconds(text: str) -> Fraction:
    """How long a text takes to read, without a least or a most; 0 for one that says nothing."""
    if not _LETTERS.search(text):
        return Fraction(0)
    signs = len(CASELESS.findall(text))
    words = len(_WORD.findall(CASELESS.sub(" ", text)))
    return READ_SECONDS_AT_START + words * READ_SECONDS_PER_WORD + signs / READ_SIGNS_PER_SECOND


def action_seconds(text: str) -> Fraction:
    """How long a shot of this action plays."""
    return min(ACTION_SECONDS_MAX, max(ACTION_SECONDS_MIN, reading_seconds(text)))


def super_seconds(text: str) -> Fraction:
    """How long a text over the picture stands."""
    return min(SUPER_SECONDS_MAX, max(SUPER_SECONDS_MIN, 2 * reading_seconds(text)))
