"""A cue's words in, what they ask of the composer out."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("words")

PACES = {"very_slow": 52.0, "slow": 64.0, "moderate": 88.0, "fast": 126.0, "very_fast": 152.0}
"""Beats a minute of a tempo word, as on a metronome's scale."""

TONICS = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
KEY = re.compile(
    r"(?<![A-Za-z])([A-G])[ -]?(#|♯|b|♭|sharp|flat|升|降)?[ -]?"
    r"(?=major|minor|dorian|phrygian|lydian|mixolydian|ionian|aeolian|harmonic|"
    r"大调|小调|宫|商|角|徵|羽)",
    re.IGNORECASE,
)
BPM = re.compile(
    r"(?<![\d.])(\d{1,4}(?:\.\d{1,4})?)\s*(?:bpm|beats|拍)|"
    r"(?:bpm|♩\s*=|♪\s*=|速度)\s*[=:：]?\s*(\d{1,4}(?:\.\d{1,4})?)",
    re.IGNORECASE,
)
BPM_MIN, BPM_MAX = 30.0, 220.0


@dataclass(slots=True)
class Wish:
    """What a writer asked for; everything left empty is the composer's to choose.

    `moods` in the order of the text; `turns` when a word says that one gives way to the next.
    `tonic` is a pitch class, 0 for C.
    """

    moods: list[str] = field(default_factory=list)
    instruments: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    flavours: list[str] = field(default_factory=list)
    shapes: list[str] = field(default_factory=list)
    directions: list[str] = field(default_factory=list)
    mode: str | None = None
    tonic: int | None = None
    bpm: float | None = None
    pace_bpm: float | None = None
    only: bool = False
    turns: bool = False


def read_wish(text: str) -> Wish:
    """Read the words of a cue, English and Chinese mixed as they come; never fails."""
    wish = Wish(bpm=read_bpm(text), tonic=read_tonic(text))
    negated = False
    for kind, name, joined in find_words(text):
        if kind == "particles":
            negated = name == "without" or (negated and joined)
            wish.only = wish.only or name == "only"
            wish.turns = wish.turns or (name == "then" and bool(wish.moods))
            continue
        negated = negated and joined
        put_word(wish, kind, name, negated)
    return wish


def put_word(wish: Wish, kind: str, name: str, negated: bool) -> None:
    """Add one word to the wish; a negated instrument is left out, a negated mood ignored."""
    if negated:
        if kind == "instruments":
            wish.excluded.append(name)
        return
    if kind == "modes":
        wish.mode = wish.mode or name
    elif kind == "paces":
        wish.pace_bpm = wish.pace_bpm or PACES[name]
    else:
        found: list[str] = getattr(wish, kind)
        if name not in found:
            found.append(name)


def read_bpm(text: str) -> float | None:
    """A tempo in figures, within what can be played; None where there is none."""
    written = written_bpm(text)
    return None if written is None else min(BPM_MAX, max(BPM_MIN, written))


def written_bpm(text: str) -> float | None:
    """A tempo in figures, as it stands there."""
    match = BPM.search(text)
    return None if match is None else float(match.group(1) or match.group(2))


def complaints(text: str) -> list[str]:
    """What of a cue's words the composer cannot follow, each a sentence for the person."""
    told = []
    written = written_bpm(text)
    if written is not None and not BPM_MIN <= written <= BPM_MAX:
        told.append(
            f"A tempo of {written:g} beats a minute cannot be played: {read_bpm(text):g} is."
        )
    if text.strip() and written is None and not find_words(text) and read_tonic(text) is None:
        told.append("No word of this music is known: it is scored neutrally.")
    return told


def read_tonic(text: str) -> int | None:
    """The pitch class of a key by name (`D minor`, `F# dorian`, `G大调`), or None."""
    match = KEY.search(text)
    if match is None:
        return None
    sign = (match.group(2) or "").lower()
    shift = 1 if sign in ("#", "♯", "sharp", "升") else -1 if sign else 0
    return (TONICS[match.group(1).lower()] + shift) % 12


def find_words(text: str) -> list[tuple[str, str, bool]]:
    """Every known word as (kind, name, whether no stop stands between it and the one before)."""
    found: list[tuple[str, str, bool]] = []
    stopped = True
    for match in lexicon()[0].finditer(text.lower()):
        if match.lastgroup == "stop":
            stopped = True
            continue
        for kind, name in lexicon()[1][match.group()]:
            found.append((kind, name, not stopped))
        stopped = False
    return found


@cache
def lexicon() -> tuple[re.Pattern[str], dict[str, list[tuple[str, str]]]]:
    """One pattern of all words of all languages, longest first, and what each stands for."""
    senses: dict[str, list[tuple[str, str]]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for kind, table in tomllib.loads(path.read_text("utf-8")).items():
            for name, words in table.items():
                for word in words:
                    senses.setdefault(word, []).append((kind, name))
    ordered = sorted(senses, key=lambda word: (-len(word), word))
    body = "|".join(bounded(word) for word in ordered)
    return re.compile(rf"(?P<stop>[,;.!?，。；、！？\n])|(?:{body})"), senses


def bounded(word: str) -> str:
    """A pattern for the word; Latin ones stand alone, Chinese ones anywhere."""
    escaped = re.escape(word)
    return rf"(?<![a-z0-9]){escaped}(?![a-z0-9])" if word.isascii() else escaped
