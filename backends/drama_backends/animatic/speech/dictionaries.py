"""Dictionaries of the package hibari-tts go in; its reader of English spelling, which has them
answer for a word at a time, comes out.

Read whole they take a quarter of a second and 90 MB; of their 270,000 entries a film asks for some
hundreds.
"""

from __future__ import annotations

import gzip
import json
from bisect import bisect_right
from collections.abc import Callable
from pathlib import Path
from typing import Any

from drama_backends.animatic.speech.models import checked

_GOLD = (
    "lexicon_us_gold.json.gz",
    "63ae94f8ef0e906d5b24fe9b59ffcbd1529aca5686a774610e43973cbaa86ad2",
)
_SILVER = (
    "lexicon_us_silver.json.gz",
    "c4c2546ebf1eb07010331e7ef785a431aa17ba8e7bfb6b4af8d654ee96a71fd3",
)
_TAGGER = (
    "tagger.json.gz",
    "d2da7502284bbbe45d49e0b7ce3ce67bdab82254150f4317f1b8559b4d38d0eb",
)
_PAGE_BYTES = 4096


def spelling_reader(assets: Path) -> Callable[[str], str]:
    """What makes English text phonemes, as `hibari.g2p.G2P()` does, its dictionaries in `assets`.

    Raises `Unspeakable` where these are not the known ones.
    """
    from hibari import g2p

    reader = g2p.G2P.__new__(g2p.G2P)
    reader.lexicon = g2p.Lexicon(
        SortedEntries(_unpacked(assets, *_GOLD)), SortedEntries(_unpacked(assets, *_SILVER))
    )
    exceptions = (assets / "tokenizer_exceptions.json").read_text(encoding="utf-8")
    reader.tokenizer = g2p.Tokenizer(json.loads(exceptions))
    # An object of four parts, the weights last and by far the longest.
    rest, _, weights = _unpacked(assets, *_TAGGER).partition(b',"weights":')
    reader.tagger = g2p.Tagger({**json.loads(rest + b"}"), "weights": Entries(weights[:-1])})
    reader.unk, reader.british, reader._oov = "", False, None
    spelled: Callable[[str], str] = reader
    return spelled


class SortedEntries:
    """A JSON object whose keys are in order; read a page at a time, when a key on it is asked for.

    `text` has no blanks between its parts and no braces in strings.
    """

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._starts = [1]
        while (end := _entry_end(text, self._starts[-1])) < len(text) - 1:
            self._starts.append(end + 1)
        self._starts.append(len(text))
        self._firsts = [_key(text, start) for start in self._starts[:-1]]
        self._read: dict[int, dict[str, Any]] = {}

    def get(self, key: str) -> Any:
        """The value of `key`; None where it is not there."""
        page = bisect_right(self._firsts, key) - 1
        if page < 0:
            return None
        if page not in self._read:
            entries = self._text[self._starts[page] : self._starts[page + 1] - 1]
            self._read[page] = json.loads(b"{%b}" % entries)
        return self._read[page].get(key)


class Entries:
    """A JSON object of flat objects, in any order; each is read when its key is asked for.

    `text` has no blanks between its parts and no braces in strings.
    """

    def __init__(self, text: bytes) -> None:
        cut = (entry.partition(b'":{') for entry in text[2:-2].split(b'},"'))
        self._entries = {key: value for key, _, value in cut}

    def get(self, key: str) -> Any:
        """The value of `key`; None where it is not there."""
        written = json.dumps(key, ensure_ascii=False)[1:-1].encode("utf-8", "surrogatepass")
        entry = self._entries.get(written)
        return None if entry is None else json.loads(b"{%b}" % entry)


def _unpacked(assets: Path, name: str, digest: str) -> bytes:
    return gzip.decompress(checked((assets / name).read_bytes(), digest, "hibari-tts"))


def _entry_end(text: bytes, start: int) -> int:
    """Where the entry ends that a page which begins at `start` can end with."""
    end = start + _PAGE_BYTES
    while (end := text.find(b',"', end)) >= 0:
        if text.count(b"{", start, end) == text.count(b"}", start, end):
            return end
        end += 1
    return len(text) - 1


def _key(text: bytes, start: int) -> str:
    return str(json.loads(text[start : text.index(b'":', start) + 1]))
