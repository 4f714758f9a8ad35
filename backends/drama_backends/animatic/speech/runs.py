"""The text of a line goes in; what can be spoken of it, in runs of one language, comes out."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

LATIN_LANGUAGES = frozenset(
    {
        "en",
        "fr",
        "de",
        "es",
        "it",
        "pt",
        "nl",
        "sv",
        "da",
        "no",
        "fi",
        "pl",
        "cs",
        "hu",
        "ro",
        "tr",
        "vi",
        "id",
        "ms",
        "ca",
        "sk",
        "sl",
        "hr",
    }
)

# Blocks of the Unicode Character Database (Blocks.txt) that tell a language nearly alone.
_BLOCKS: tuple[tuple[int, int, str], ...] = (
    (0x0370, 0x03FF, "el"),
    (0x0400, 0x052F, "ru"),
    (0x0530, 0x058F, "hy"),
    (0x0590, 0x05FF, "he"),
    (0x0600, 0x06FF, "ar"),
    (0x0900, 0x097F, "hi"),
    (0x0E00, 0x0E7F, "th"),
    (0x1100, 0x11FF, "ko"),
    (0x3040, 0x30FF, "ja"),
    (0x3400, 0x4DBF, "han"),
    (0x4E00, 0x9FFF, "han"),
    (0xAC00, 0xD7AF, "ko"),
    (0xF900, 0xFAFF, "han"),
    (0x20000, 0x323AF, "han"),
)
_STARTS = [start for start, _, _ in _BLOCKS]
_MARKUP = re.compile(r"[*_~`|\\^#]+")
_SPOKEN = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one language, named by its two letters."""

    text: str
    language: str


def split_runs(text: str, language: str) -> list[Run]:
    """The runs of `text`, a line in `language` (a tag such as `en`, `zh-CN`).

    Letters tell their language by their script; Latin ones are of the line's language if that is
    written so, else English; Han ones are Japanese in a Japanese line, else Chinese. Digits and
    marks go with the line's language where it is near, unless they stand in a word (`MP3`).
    Emphasis marks, emoji and control characters are not spoken. A text with nothing to say has
    no runs.
    """
    line = language.lower().replace("_", "-").split("-")[0] or "en"
    line = {"cmn": "zh", "yue": "zh", "eng": "en", "zho": "zh", "chi": "zh"}.get(line, line)
    clean = _speakable(text)
    if _japanese(clean, chinese=line == "zh"):
        line = "ja"
    pieces: list[tuple[str, str]] = []
    for word in re.findall(r"\s+|\S+", clean):
        pieces += _pieces(word, line)
    return _merged(pieces, line)


def has_speech(text: str) -> bool:
    """Whether there is a letter or a digit in it."""
    return bool(_SPOKEN.search(text))


def _speakable(text: str) -> str:
    plain = unicodedata.normalize("NFC", _MARKUP.sub("", text))
    # Full-width letters and digits (Ａ１) are read as plain ones; full-width marks stay.
    plain = re.sub(r"[０-９Ａ-Ｚａ-ｚ]", lambda one: chr(ord(one.group()) - 0xFEE0), plain)
    kept = "".join(
        " " if character in "\n\r\t\u3000" else character
        for character in plain
        if unicodedata.category(character) not in {"So", "Sk", "Cf", "Cc", "Co", "Cs", "Cn", "Me"}
        or character in "\n\r\t°"
    )
    # Square brackets would be read as a pronunciation by the English reader.
    return re.sub(r"\s+", " ", re.sub(r"[\[\]{}<>]+", " ", kept)).strip()


def _pieces(word: str, line: str) -> list[tuple[str, str]]:
    """A word as pieces with a language each; an empty language is whatever stands beside it."""
    pieces: list[tuple[str, str]] = []
    for character in word:
        language = _language_of(character, line)
        inside = bool(pieces) and (
            pieces[-1][1] == language or (not language and _joins(character, pieces[-1], line))
        )
        if inside:
            pieces[-1] = (pieces[-1][0] + character, pieces[-1][1])
        else:
            pieces.append((character, language))
    return pieces


def _joins(character: str, before: tuple[str, str], line: str) -> bool:
    """Digits and apostrophes stay in a foreign word that they follow (`B2B`, `don't`)."""
    return before[1] not in {"", line} and (character.isdigit() or character in "'’-")


def _language_of(character: str, line: str) -> str:
    if not character.isalpha():
        return ""
    code = ord(character)
    block = _BLOCKS[max(0, bisect_right(_STARTS, code) - 1)]
    if block[0] <= code <= block[1]:
        if block[2] == "han":
            return line if line in {"ja", "zh"} else "zh"
        return block[2]
    if "LATIN" in unicodedata.name(character, ""):
        return line if line in LATIN_LANGUAGES else "en"
    return line


def _japanese(text: str, *, chinese: bool) -> bool:
    """Whether it has the kana of Japanese; in a Chinese line a lone の is but a fashion."""
    kana = sum(0x3040 <= ord(character) <= 0x30FF for character in text if character.isalpha())
    signs = sum(0x3400 <= ord(character) <= 0x9FFF for character in text)
    return kana > 2 and 2 * kana >= signs if chinese else kana > 0


def _merged(pieces: list[tuple[str, str]], line: str) -> list[Run]:
    """Neutral pieces go to the run before them if they are marks or blanks, else to the line."""
    runs: list[tuple[str, str]] = []
    for text, language in pieces:
        neutral = not language
        if neutral:
            digits = any(character.isnumeric() for character in text)
            language = line if digits or not runs else runs[-1][1]
        if runs and runs[-1][1] == language:
            runs[-1] = (runs[-1][0] + text, language)
        else:
            runs.append((text, language))
    spoken: list[Run] = []
    for text, language in runs:
        if has_speech(text):
            spoken.append(Run(text, language))
        elif spoken:
            spoken[-1] = Run(spoken[-1].text + text, spoken[-1].language)
    return [Run(run.text.strip(), run.language) for run in spoken]
