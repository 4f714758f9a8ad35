"""Text goes in; silence as long as saying it would take, with the mouth moving, comes out."""

from __future__ import annotations

import re

from drama_backends.animatic.casting import Voice
from drama_backends.animatic.speech.manner import Manner
from drama_backends.animatic.speech.passage import Passage, Phone, Word, silence

NAME = "silence"
CHARACTERS_MAX = 400

SYLLABLES_A_SECOND = 4.5
"""Of Chinese, Japanese and Korean characters in plain speech."""

CHARACTERS_A_SECOND = 14.0
"""Of alphabetic text, blanks counted: about 150 English words a minute."""

_SYLLABIC = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_INNER_MARKS = re.compile(r"[,;:，；：、—]")
_INNER_PAUSE_SECONDS = 0.15
_VOWELS = {"a": "a", "e": "e", "i": "e", "o": "o", "u": "o", "y": "e"}
_LIPS = frozenset("bmpfvwБбМмПпВв")


def say(text: str, voice: Voice, manner: Manner) -> Passage:
    """One phrase, unheard. Raises nothing."""
    passage = timed(text, plain_seconds(text) / (voice.speed * manner.rate))
    passage.samples = silence(_end(passage)).samples
    return passage


def plain_seconds(text: str) -> float:
    """How long the text takes at plain speed."""
    syllables = len(_SYLLABIC.findall(text))
    others = len(_SYLLABIC.sub("", text).strip())
    return syllables / SYLLABLES_A_SECOND + others / CHARACTERS_A_SECOND


def timed(text: str, seconds: float) -> Passage:
    """Words and phones of `text` spread over `seconds`; no samples."""
    tokens = re.findall(rf"{_SYLLABIC.pattern}|[^\s{_SYLLABIC.pattern[1:]}+", text)
    pauses = len(_INNER_MARKS.findall(text.rstrip(" ,;:，；：、—"))) * _INNER_PAUSE_SECONDS
    total = sum(plain_seconds(token) for token in tokens) or 1.0
    scale = max(seconds - min(pauses, seconds / 3), 0.05) / total
    passage = silence(0.0)
    at = 0.0
    for token in tokens:
        length = plain_seconds(token) * scale
        if any(character.isalnum() for character in token):
            passage.words.append(Word(token, at, at + length))
            passage.phones += _phones(token, at, length)
        at += length + (_INNER_PAUSE_SECONDS if _INNER_MARKS.search(token[-1:]) else 0.0)
    return passage


def _phones(token: str, start: float, seconds: float) -> list[Phone]:
    """A mouth for each letter; a syllabic character closes and opens."""
    shapes: list[str] = []
    for character in token.lower():
        if _SYLLABIC.match(character):
            shapes += ["e", "aoea"[ord(character) % 4]]
        elif character.isalnum():
            plain = "m" if character in _LIPS else _VOWELS.get(character, "e")
            shapes.append(plain)
    step = seconds / max(len(shapes), 1)
    return [
        Phone(shape, start + index * step, start + (index + 1) * step)
        for index, shape in enumerate(shapes)
    ]


def _end(passage: Passage) -> float:
    return max((word.end_seconds for word in passage.words), default=0.0)
