"""Lines of subtitles go in, the text of an .srt file comes out, each shown long enough to read."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from drama_compiler.contract import timings

# Netflix Timed Text Style Guide, general requirements: at least 5/6 s, two frames between.
SECONDS_MIN = Fraction(5, 6)
GAP_FRAMES = 2
LATIN_PER_SECOND = 17
CHINESE_PER_SECOND = 9

# ISO 639-1 to the ISO 639-2 codes that MP4 takes.
CODES = {
    "ar": "ara", "de": "deu", "en": "eng", "es": "spa", "fr": "fra", "hi": "hin", "id": "ind",
    "it": "ita", "ja": "jpn", "ko": "kor", "ms": "msa", "nl": "nld", "pl": "pol", "pt": "por",
    "ru": "rus", "sv": "swe", "th": "tha", "tr": "tur", "uk": "ukr", "vi": "vie", "zh": "zho",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A subtitle and the frames `[start, end)` that it is shown in."""

    text: str
    start: int
    end: int


def srt(lines: Sequence[timings.SubtitleAt], rate: Fraction, frames: int | None = None) -> str:
    """The SubRip text of lines of one language; frames become milliseconds at `rate`.

    Nothing is shown after the film's end where its length in `frames` is given.
    """
    cues = []
    for number, shown in enumerate(paced(lines, rate, frames), 1):
        times = f"{_stamp(shown.start, rate)} --> {_stamp(shown.end, rate)}"
        cues.append(f"{number}\n{times}\n{shown.text}\n")
    return "\n".join(cues)


def paced(
    lines: Sequence[timings.SubtitleAt], rate: Fraction, frames: int | None = None
) -> list[Shown]:
    """The lines in order, each held for as long as it takes to read where the next leaves room.

    A line is cut short only by the next one's start; lines of one start are shown together.
    """
    together: dict[int, list[timings.SubtitleAt]] = {}
    for line in lines:
        if _clean(line.text) and (frames is None or line.start_frame < frames):
            together.setdefault(line.start_frame, []).append(line)
    starts = sorted(together)
    shown = []
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        text = "\n".join(_clean(line.text) for line in together[start])
        end = max(line.end_frame for line in together[start])
        end = max(end, start + frames_to_read(text, rate))
        if following is not None:
            end = min(end, max(start + 1, following - GAP_FRAMES))
        if frames is not None:
            end = min(end, frames)
        shown.append(Shown(text, start, end))
    return shown


def frames_to_read(text: str, rate: Fraction) -> int:
    """How many frames a text must stand to be read."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    seconds = Fraction(wide, CHINESE_PER_SECOND) + Fraction(len(text) - wide, LATIN_PER_SECOND)
    return round(max(SECONDS_MIN, seconds) * rate)


def language_code(language: str) -> str:
    """A language tag such as `zh-CN` as the three letters that MP4 takes; `und` if unknown."""
    short = language.replace("_", "-").split("-")[0].lower()
    return CODES.get(short, short if len(short) == 3 and short.isalpha() else "und")


def _clean(text: str) -> str:
    # An empty line would end the cue.
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _stamp(frame: int, rate: Fraction) -> str:
    milliseconds = round(frame * 1000 / rate)
    seconds, thousandths = divmod(milliseconds, 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02},{thousandths:03}"
