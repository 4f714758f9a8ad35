"""A text comes in; its digest, and a sketch by which it is known again after an edit, come out."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b

SKETCH_WORDS = 24
"""How many digests of words a sketch keeps: the smallest, so that two sketches compare."""

_HEX = 4
_WORDS = re.compile(r"[㐀-鿿豈-﫿぀-ヿ가-힯]+|[^\W㐀-鿿豈-﫿぀-ヿ가-힯]+")
_CASED_WORDS = re.compile(r"\w+")
_CASELESS = re.compile(r"[㐀-鿿豈-﫿぀-ヿ가-힯]")


@lru_cache(maxsize=65536)
def digest(text: str) -> str:
    """16 hexadecimal digits of a text, its white space and case left out of account."""
    return blake2b(
        " ".join(text.casefold().split()).encode("utf-8", "surrogatepass"), digest_size=8
    ).hexdigest()


@lru_cache(maxsize=65536)
def sketch(text: str) -> str:
    """The smallest digests of the text's words, four hexadecimal digits each, ascending.

    A script without spaces is cut into pairs of characters.
    """
    marks = sorted({_mark(word) for word in _words(text)})
    return "".join(marks[:SKETCH_WORDS])


def likeness(one: str, other: str) -> float:
    """How much two sketched texts share: 0 for nothing, 1 for the same words (Jaccard's index)."""
    first, second = _marks(one), _marks(other)
    union = sorted(first | second)[:SKETCH_WORDS]
    if not union:
        return 0.0
    return sum(mark in first and mark in second for mark in union) / len(union)


def _words(text: str) -> list[str]:
    if text.isascii():
        return _CASED_WORDS.findall(text.lower())
    words: list[str] = []
    for run in _WORDS.findall(text.casefold()):
        if _CASELESS.match(run) and len(run) > 1:
            words += [run[place : place + 2] for place in range(len(run) - 1)]
        else:
            words.append(run)
    return words


@lru_cache(maxsize=65536)
def _mark(word: str) -> str:
    return blake2b(word.encode("utf-8", "surrogatepass"), digest_size=_HEX // 2).hexdigest()


def _marks(text: str) -> set[str]:
    return {text[place : place + _HEX] for place in range(0, len(text), _HEX)}
