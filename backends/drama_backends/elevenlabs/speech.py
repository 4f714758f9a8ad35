"""Times of single characters come in; the times of words come out, in seconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drama_compiler.contract import Json

_WIDE_FROM = 0x2E80
"""From here on a character is a word of its own: Chinese, Japanese, Korean."""


def words_of(alignment: Mapping[str, Sequence[Json]]) -> list[list[Json]]:
    """`[word, start_seconds, end_seconds]` of every word; tags in brackets are not spoken."""
    words: list[list[Json]] = []
    open_, tagged = False, 0
    for character, start, end in zip(
        alignment["characters"],
        alignment["character_start_times_seconds"],
        alignment["character_end_times_seconds"],
        strict=True,
    ):
        tagged += (character == "[") - (character == "]")
        is_word = character.isalnum() or character in "'’-"
        if tagged or not is_word:
            open_ = False
        elif open_ and ord(character) < _WIDE_FROM:
            words[-1] = [words[-1][0] + character, words[-1][1], end]
        else:
            words.append([character, start, end])
            open_ = ord(character) < _WIDE_FROM
    return words
