"""A line comes in; if it names a speaker, the cue goes out: name, extension, caret.

English cues are known by their capitals. A Chinese name has none, so that in `.drama` files its
cue is only a `maybe`: resolving knows who is a character.
"""

from __future__ import annotations

import re

from drama_dsl.tree import Cue, Kind

_CHINESE_NAME = r"[^\W_][\w·・.\- ]{0,23}"
_MAYBE = re.compile(rf"({_CHINESE_NAME}?)\s*((?:[（(][^（()）]{{0,40}}[)）]\s*)?)([\^＾]?)")
_SPOKEN = re.compile(rf"({_CHINESE_NAME}?)\s*((?:[（(][^（()）]{{0,40}}[)）]\s*)?)[:：][ \t　]*")
_CHINESE_LENGTH_MAX = 10
_SENTENCE_MARKS = frozenset("，。！？、；：…“”‘’《》")
_OPENING = re.compile(r"[(（]")


def english_cue(text: str) -> Cue | None:
    """The cue of a line in capitals, such as `HANS (on the radio) ^`; offsets count from `text`.

    The name needs a capital letter; only its extension may have small ones. `text` has no blank
    at its ends.
    """
    body = text[:-1].rstrip() if text[-1:] == "^" else text
    bracket = body.find("(")
    name = body if bracket < 0 else body[:bracket].rstrip()
    if not name.isupper() or (bracket >= 0 and body[-1] != ")" and not body.isupper()):
        return None
    if body is text and bracket < 0 and text[0] not in "*_" and text[-1] not in "*_":
        if not text.isascii() and not _SENTENCE_MARKS.isdisjoint(text):
            return None
        return Cue(Kind.CHARACTER, 0, len(text), text, 0, (), text)
    if not name.isascii() and not _SENTENCE_MARKS.isdisjoint(name):
        return None
    return _cue(text, 0, body, bracket if body[-1] == ")" else -1, dual=body is not text)


def forced_cue(text: str, start: int, *, wide: bool) -> Cue | None:
    """The cue behind an `@`, which ends before `text[start]`; `wide` reads full-width brackets."""
    dual = text.endswith(("^", "＾") if wide else "^")
    body = text[:-1].rstrip() if dual else text
    if start >= len(body):
        return None
    bracket = -1
    if body.endswith((")", "）") if wide else ")"):
        match = _OPENING.search(body, start) if wide else None
        bracket = match.start() if match else body.find("(", start)
    cue = _cue(text, start, body, bracket, dual=dual)
    cue.forced = True
    return cue if cue.name else None


def maybe_cue(text: str) -> Cue | None:
    """The cue that a line such as `李雷` or `李雷（旁白）` may be, by its form alone."""
    match = _MAYBE.fullmatch(text)
    if not match or not _is_name(match[1]):
        return None
    cue = _cue(text, 0, text, match.start(2) if match[2] else -1, dual=bool(match[3]))
    cue.maybe = True
    return cue


def spoken_cue(text: str) -> tuple[Cue, int] | None:
    """The cue that `李雷：台词` may begin with, and where the words begin; None if it cannot.

    The cue's `end` is where the words begin.
    """
    match = _SPOKEN.match(text)
    if not match or not _is_name(match[1]) or match.end() >= len(text):
        return None
    written = text[: match.end()].rstrip().rstrip(":：").rstrip()
    cue = _cue(written, 0, written, match.start(2) if match[2] else -1, dual=False)
    cue.maybe = True
    return cue, match.end()


def _cue(text: str, start: int, body: str, bracket: int, *, dual: bool) -> Cue:
    """A cue whose name stands in `body` from `start` up to `bracket` (to the end if negative)."""
    until = bracket if bracket >= 0 else len(body)
    name = body[start:until]
    stripped = name.lstrip(" \t　*_")
    name_start = start + len(name) - len(stripped)
    extension = body[bracket:].strip("() （）\t　*_") if bracket >= 0 else ""
    return Cue(
        Kind.CHARACTER, 0, len(text), text[start:].strip(), start, name=stripped.rstrip(" \t　*_"),
        name_start=name_start, extension=extension, dual=dual,
    )  # fmt: skip


def _is_name(text: str) -> bool:
    """Whether a name can be spelt so: short, with a letter of a script without case."""
    name = text.strip()
    if not name or len(name) > _CHINESE_LENGTH_MAX:
        return False
    return any(
        letter.isalpha() and not letter.isupper() and not letter.islower() for letter in name
    )
