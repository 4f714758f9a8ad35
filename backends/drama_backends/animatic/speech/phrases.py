"""A text goes in; phrases of a breath's length, each with the pause after it, come out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from drama_backends.animatic.speech.passage import Passage
from drama_backends.animatic.speech.runs import has_speech

_END = re.compile(r"(?<=[.!?。！？])[\"”’»」』)\]）]*\s*(?=\S)|(?<=…)[\"”’»」』)\]）]*\s*(?=[^…])")
_CLAUSE = re.compile(r"(?<=[,;:，；：、—])\s*(?=\S)")
_CLOSERS = "\"'”’»」』)]） "
_ABBREVIATIONS = re.compile(
    r"(?:mr|mrs|ms|dr|prof|st|jr|sr|vs|no|vol|gen|col|capt|lt|sgt|rev|etc|eg|ie)"
)
_PAUSES = {
    "…": 0.42,
    ".": 0.34,
    "。": 0.34,
    "!": 0.32,
    "！": 0.32,
    "?": 0.36,
    "？": 0.36,
    ";": 0.26,
    "；": 0.26,
    ":": 0.22,
    "：": 0.22,
    "—": 0.26,
    ",": 0.16,
    "，": 0.16,
    "、": 0.1,
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is said in one go, and how long it is quiet after it, in seconds."""

    text: str
    pause_seconds: float


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase as spoken."""

    passage: Passage
    pause_seconds: float


Speaker = Callable[[str], Passage]


def split_phrases(text: str, characters_max: int) -> list[Phrase]:
    """Sentences; those longer than `characters_max` cut at clauses, then between words.

    A phrase always has something to say: marks alone lengthen the pause before them.
    """
    phrases: list[Phrase] = []
    for sentence in _sentences(text):
        for piece in _short_enough(sentence, characters_max):
            if has_speech(piece):
                phrases.append(Phrase(piece, pause_after(piece)))
            elif phrases:
                last = phrases[-1]
                phrases[-1] = Phrase(last.text, max(last.pause_seconds, pause_after(piece)))
    return phrases


def pause_after(text: str) -> float:
    """How long it is quiet after `text`, by its last mark: seconds."""
    bare = text.rstrip(_CLOSERS)
    if bare.endswith(("...", "……")):
        return 0.5
    return _PAUSES.get(bare[-1:], 0.05)


def _sentences(text: str) -> list[str]:
    sentences: list[str] = []
    start = 0
    for found in _END.finditer(text):
        if not _ends(text, found.start(), found.end()):
            continue
        sentences.append(text[start : found.end()].strip())
        start = found.end()
    sentences.append(text[start:].strip())
    return [sentence for sentence in sentences if sentence]


def _ends(text: str, at: int, next_at: int) -> bool:
    """Whether the mark before `at` ends a sentence: not in `Dr. Smith`, `3.5`, `e.g. this`."""
    if text[at - 1] != "." or text[max(0, at - 3) : at] == "...":
        return text[next_at] not in ".!?。！？"
    if next_at == at or text[next_at].islower() or text[next_at] == ".":
        return False
    word = re.split(r"[\s(\"“]", text[: at - 1])[-1].replace(".", "").lower()
    return not _ABBREVIATIONS.fullmatch(word) and not (
        len(word) == 1 and word.isalpha() and word != "i"
    )


def _short_enough(sentence: str, characters_max: int) -> list[str]:
    if len(sentence) <= characters_max:
        return [sentence]
    pieces: list[str] = []
    for clause in _CLAUSE.split(sentence):
        for piece in _by_words(clause, characters_max):
            if pieces and len(pieces[-1]) + len(piece) < characters_max:
                pieces[-1] = f"{pieces[-1]} {piece}" if piece[0].isascii() else pieces[-1] + piece
            else:
                pieces.append(piece)
    return pieces


def _by_words(clause: str, characters_max: int) -> list[str]:
    pieces = [""]
    for word in re.findall(r"\S+\s*", clause):
        for start in range(0, len(word), characters_max):
            part = word[start : start + characters_max]
            if pieces[-1] and len(pieces[-1]) + len(part) > characters_max:
                pieces.append(part)
            else:
                pieces[-1] += part
    return [piece.strip() for piece in pieces if piece.strip()]
