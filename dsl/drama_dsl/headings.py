"""A line comes in; if it is a scene heading, its parts go out: setting, place, time, number."""

from __future__ import annotations

import re
from functools import cache

from drama_dsl.tree import Kind, SceneHeading, Setting
from drama_grammar import fold, vocabulary

ENGLISH = re.compile(
    r"(?=[IE][NXS./])"
    r"(INT(?:\. ?| )?/ ?EXT|EXT(?:\. ?| )/ ?INT|I\./E|I/E|INT|EXT|EST)(?=[. ])\.?",
    re.IGNORECASE,
)
"""What begins a heading by the Fountain page; `I./E.` is a named departure. `EXT./INT.` begins
one by its first word, and is both."""

CHINESE = re.compile(
    r"(内外景|内景|外景|内\s*[/／]\s*外|外\s*[/／]\s*内|内外|外内|内|外)(?:\s*[.．。·/／]\s*|\s+)(?=\S)"
)
_NUMBERED = re.compile(r"(\d+\s*[-－—–.．]\s*\d+|\d+)[、.．]?\s+(?=\S)")
_SENTENCE_END = ("。", "！", "？", "…", "；", "!", "?", ";", "，", ",", "：", ":", "”", "」")
_NUMBER = re.compile(r"[\w.\-]+")
_WORD = re.compile(r"\S+")
_CHINESE_WORD = re.compile(r"[^\s.．。·/／－—–]+")
_DASHES = frozenset("-–—－")
_SETTINGS = {
    "int": Setting.INTERIOR,
    "ext": Setting.EXTERIOR,
    "est": Setting.EXTERIOR,
}


def daytime(written: str) -> str | None:
    """The canonical time of day (`night`) that the time of a heading says, or None.

    `LATE NIGHT (RAIN)` says night; `LATER` says none.
    """
    times = vocabulary().tables["time"]
    known = times.get(written.lower())
    if known:
        return known
    words = fold(written.partition("(")[0].partition("（")[0])
    if words in times:
        return times[words]
    parts = words.split(" ")
    return times.get(parts[-1]) or times.get(parts[0]) if len(parts) <= 3 else None


def english_heading(text: str) -> SceneHeading | None:
    """The parts of a heading such as `INT. KITCHEN - NIGHT #12#`; offsets count from `text`."""
    match = ENGLISH.match(text)
    if not match:
        return None
    written = match[1].lower()
    setting = _SETTINGS.get(written, Setting.BOTH)
    heading = SceneHeading(Kind.SCENE_HEADING, 0, len(text), text, setting=setting)
    _read_rest(heading, text, match.end())
    return heading


def forced_heading(text: str) -> SceneHeading:
    """The parts of what stands behind a forcing `.`, English or Chinese."""
    heading = english_heading(text) or chinese_heading(text)
    if heading is None:
        heading = SceneHeading(Kind.SCENE_HEADING, 0, len(text), text)
        _read_rest(heading, text, 0)
    heading.forced = True
    return heading


def chinese_heading(text: str) -> SceneHeading | None:
    """The parts of `内景 厨房 夜`, `外．海边．日` or `1-1 茶馆 日 内`; None if it is none."""
    if text.endswith(_SENTENCE_END):
        return None
    match = CHINESE.match(text)
    if not match:
        return _numbered_heading(text)
    heading = SceneHeading(Kind.SCENE_HEADING, 0, len(text), text, setting=_chinese(match[1]))
    _read_rest(heading, text, match.end())
    return heading


def _numbered_heading(text: str) -> SceneHeading | None:
    """`1-1 茶馆 日 内`: a number, a place, then a time and a setting, in either order."""
    match = _NUMBERED.match(text)
    if not match:
        return None
    end = len(text)
    setting: Setting | None = None
    time = ""
    time_start = 0
    for _ in range(2):
        word = text[match.end() : end].rpartition(" ")[2]
        if setting is None and fold(word) in _settings():
            setting = _chinese(word)
        elif not time and daytime(word):
            time, time_start = word, end - len(word)
        else:
            break
        end = match.end() + len(text[match.end() : end - len(word)].rstrip())
    place = text[match.end() : end]
    if setting is None or not place:
        return None
    return SceneHeading(
        Kind.SCENE_HEADING, 0, len(text), text, setting=setting, place=place,
        place_start=match.end(), time=time, time_start=time_start, number=match[1],
    )  # fmt: skip


def _read_rest(heading: SceneHeading, text: str, start: int) -> None:
    """Fills in number, place and time from what stands behind the setting."""
    end = len(text)
    if text.endswith(("#", "＃")):
        opening = max(text.rfind("#", start, end - 1), text.rfind("＃", start, end - 1))
        if opening >= 0 and _NUMBER.fullmatch(text, opening + 1, end - 1):
            heading.number = text[opening + 1 : end - 1]
            end = opening - (len(text[:opening]) - len(text[:opening].rstrip()))
            heading.text = text[:end]
    gap = _last_gap(text, start, end)
    if gap is not None:
        time = text[gap[1] : end].strip()
        said = daytime(time)
        if said or fold(time) in vocabulary().tables["relative-time"]:
            heading.time, heading.time_start = time, gap[1]
            end = gap[0]
            relative = None if said else _last_gap(text, start, end)
            if relative and daytime(text[relative[1] : end]):
                heading.time = text[relative[1] : gap[1]] + time
                heading.time_start, end = relative[1], relative[0]
    place = text[start:end]
    stripped = place.lstrip(" \t　.．")
    heading.place_start = start + len(place) - len(stripped)
    heading.place = stripped.rstrip(" \t　-–—")


def _last_gap(text: str, start: int, end: int) -> tuple[int, int] | None:
    """What sets off the last part of a heading: ` - `, or in Chinese a blank or a dot too."""
    if text.isascii():
        return _dash_gap(text, start, end)
    words = [
        match
        for match in _CHINESE_WORD.finditer(text, start, end)
        if not _DASHES.issuperset(match[0])
    ]
    if len(words) < 2:
        return None
    gap = words[-2].end(), words[-1].start()
    if text[gap[0] : gap[1]].isspace() and words[-1][0].isascii():
        return _dash_gap(text, start, end)
    return gap


def _dash_gap(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The last word of dashes with words on both its sides, and the blanks around it."""
    plain = text.rfind(" - ", start + 1, end - 1)
    if plain > 0 and text.rfind("--", plain, end) < 0:
        behind = text[plain + 3 : end]
        return plain, end - len(behind.lstrip())
    words = [match.span() for match in _WORD.finditer(text, start, end)]
    for index in range(len(words) - 2, 0, -1):
        if _DASHES.issuperset(text[slice(*words[index])]):
            return words[index - 1][1], words[index + 1][0]
    tight = text.rfind("-", start, end)
    if not start < tight < end - 1:
        return None
    return tight, end - len(text[tight + 1 : end].lstrip())


@cache
def _settings() -> dict[str, str]:
    return {
        word: canonical
        for word, canonical in vocabulary().tables["setting"].items()
        if not word.isascii()
    }


def _chinese(written: str) -> Setting:
    """The setting that 内景, 外, 内／外 … say."""
    return Setting(_settings().get(fold(written.replace(" ", "")), "both"))
