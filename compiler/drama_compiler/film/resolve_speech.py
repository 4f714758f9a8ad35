"""A cue and what stands beneath it come in; spoken lines come out."""

from __future__ import annotations

import re
from functools import cache

from drama_compiler.film.clock import CASELESS
from drama_compiler.film.drafts import DUAL
from drama_compiler.film.film import Line
from drama_compiler.film.prose import flow
from drama_compiler.film.reading import Reading
from drama_dsl.tree import Cue, Kind, Node
from drama_grammar import fold, vocabulary

_EXTENSION = re.compile(r"\s*[)）]\s*[(（]\s*|\s*[/;,，、；]\s*")
_LATIN = re.compile(r"[A-Za-z]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")


class Speech:
    """One speech on its way: who speaks, how, and whether with the one before."""

    def __init__(self, cue: Cue, character: str, reading: Reading) -> None:
        self._character = character
        self._language = reading.language
        self._extension = " ".join(cue.extension.split())
        self._off_screen = _is_off_screen(cue.extension)
        self._dual = DUAL if cue.dual else None
        self._mood = ""

    def say(self, node: Node) -> Line | None:
        """The line that a node of the speech says; None for one that says how."""
        text = flow(node.text)
        if node.kind is Kind.PARENTHETICAL:
            self._mood = text
        if node.kind not in (Kind.DIALOGUE, Kind.LYRICS) or not text:
            return None
        line = Line(
            id="",
            character=self._character,
            text=text,
            language=language_of(text, self._language),
            mood=self._mood,
            extension=self._extension,
            off_screen=self._off_screen,
            lyric=node.kind is Kind.LYRICS,
            dual=self._dual,
        )
        self._mood, self._dual = "", None
        return line


def language_of(text: str, language: str) -> str:
    """The language of a line: the film's, but for one written in another script throughout."""
    signs, letters = bool(CASELESS.search(text)), bool(_LATIN.search(text))
    if language in ("zh", "ja", "ko"):
        return "en" if letters and not signs else language
    if letters or not signs:
        return language
    return "ja" if _KANA.search(text) else "ko" if _HANGUL.search(text) else "zh"


def _is_off_screen(extension: str) -> bool:
    """Whether `V.O.`, `O.S. / CONT'D`, 旁白 says that the speaker is not in the picture."""
    parts = [fold(part) for part in _EXTENSION.split(extension)]
    return any(part in _off_screen_words() for part in parts)


@cache
def _off_screen_words() -> frozenset[str]:
    table = vocabulary().tables["extension"]
    return frozenset(word for word, kind in table.items() if kind in ("off-screen", "voice-over"))
