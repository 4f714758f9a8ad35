"""Lines as written come in; flowing text comes out, without marks of emphasis."""

from __future__ import annotations

import re
from functools import lru_cache

from drama_dsl.emphasis import plain

_BREAK = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u2e80-\u9fff\uff00-\uffef])")


@lru_cache(maxsize=65536)
def flow(text: str) -> str:
    """One line of text: a line end is a blank, but nothing between Chinese signs."""
    return " ".join(_BREAK.sub("", plain(text)).split())
