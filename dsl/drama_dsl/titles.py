"""The first lines of a script come in; the entries of its title page go out."""

from __future__ import annotations

import re

from drama_dsl.headings import ENGLISH
from drama_dsl.lexer import Lines
from drama_dsl.tree import Kind, TitleEntry
from drama_grammar import fold, vocabulary

_ENTRY = re.compile(r"([^\s:：][^:：]{0,60})([:：])[ \t　]*")
_WORDS_MAX = 3


def read_title_entries(lines: Lines, first: int, *, wide: bool) -> list[TitleEntry]:
    """The entries of the title page that begins at line `first`; none if it is no title page.

    A line `Key: value`, its value also on indented lines beneath; up to the first blank line.
    A known key begins a page; another only if it looks like one: at most three words, a capital
    first, a value behind it. `wide` reads full-width colons, and Chinese keys.
    """
    if first >= len(lines.texts) or not _begins(lines, first, wide=wide):
        return []
    entries: list[TitleEntry] = []
    line = first
    while line < len(lines.texts) and lines.texts[line].strip():
        key = _key(lines.texts[line], wide=wide)
        if key is None or ENGLISH.match(lines.texts[line]):
            break
        end = line + 1
        while end < len(lines.texts) and _continues(lines.texts[end], wide=wide):
            end += 1
        entries.append(_entry(lines, line, end, key))
        line = end
    return entries


def _begins(lines: Lines, first: int, *, wide: bool) -> bool:
    """Whether the line `first` can be the first of a title page."""
    text = lines.texts[first]
    match = _key(text, wide=wide)
    if match is None:
        return False
    key = match[1].rstrip()
    if fold(key) in vocabulary().tables["title"]:
        return True
    if first > 0 or ENGLISH.match(text) or ((key + ":").isupper() and (key + ":").endswith("TO:")):
        return False
    if fold(key + match[2]) in vocabulary().tables["transition-line"]:
        return False
    letter = key[0]
    cased = letter.isupper() or (not wide and letter.isalpha() and not letter.islower())
    valued = text[match.end() :].strip() or (
        first + 1 < len(lines.texts) and _is_value(lines.texts[first + 1])
    )
    return bool(cased and valued and len(key.split()) <= _WORDS_MAX)


def _key(text: str, *, wide: bool) -> re.Match[str] | None:
    """The `Key:` that a line begins with."""
    match = _ENTRY.match(text)
    if match is None or (match[2] == "：" and not wide):
        return None
    return match


def _is_value(text: str) -> bool:
    """Whether a line is indented, and so goes on with the value above it."""
    return text[:1] in (" ", "\t", "　") and bool(text.strip())


def _continues(text: str, *, wide: bool) -> bool:
    """Whether a line belongs to the entry above: indented, or no key and no heading."""
    if _is_value(text):
        return True
    return bool(text.strip()) and _key(text, wide=wide) is None and not ENGLISH.match(text)


def _entry(lines: Lines, line: int, end: int, match: re.Match[str]) -> TitleEntry:
    """The entry on the lines `[line, end)`, its key read by `match`."""
    first = lines.texts[line][match.end() :].strip()
    below = [lines.texts[index].strip() for index in range(line + 1, end)]
    at, text = line, lines.texts[line]
    if not first and below:
        at, text = line + 1, lines.texts[line + 1]
    index = text.find(first, match.end()) if first else len(text) - len(text.lstrip())
    text_start = lines.offset(at, index if first or below else match.end())
    return TitleEntry(
        Kind.TITLE_PAGE,
        lines.starts[line],
        lines.starts[end],
        "\n".join([first, *below] if first else below),
        text_start,
        key=match[1].rstrip(),
    )
