"""A film and its schedule come in; every text that is ever on the screen, and when, comes out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from drama_compiler.film.film import Film, Line, Super
from drama_compiler.film.index import FilmIndex
from drama_compiler.film.times import LineTime, Schedule
from drama_compiler.graph.briefs import TextBrief
from drama_compiler.graph.captions import UNITS_MAX_TALL, UNITS_MAX_WIDE, split_captions
from drama_compiler.graph.timings import SubtitleAt, TextAt

HOLD_SECONDS = Fraction(1, 4)
"""How long a subtitle stays after its speech, where nothing follows it."""


@dataclass(frozen=True, slots=True)
class ScreenText:
    """A text burnt into the picture over the film's frames `[start, end)`."""

    brief: TextBrief
    start: int
    end: int


class ScreenTexts:
    """Texts in the order of their start, in which those of a moment are found at once."""

    def __init__(self, texts: Sequence[ScreenText]) -> None:
        self._texts = texts
        self._starts = [text.start for text in texts]
        # Texts overlap, so ends are not in order; the latest one so far is.
        self._ends = list(accumulate((text.end for text in texts), max))

    def between(self, start: int, end: int) -> list[ScreenText]:
        """The texts seen in the film's frames `[start, end)`."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return [text for text in self._texts[first:last] if text.end > start]


def lay_texts(index: FilmIndex, schedule: Schedule) -> ScreenTexts:
    """All burnt texts: subtitles as shown, supers, titles."""
    film = index.film
    shown = film.subtitles or (film.language,)
    texts = list(_supers(index, schedule))
    for rank, language in enumerate(shown):
        role = "subtitle" if rank == 0 else "translation"
        for subtitle in subtitles(index, schedule, language):
            texts.append(
                ScreenText(
                    TextBrief(role=role, text=subtitle.text),
                    subtitle.start_frame,
                    subtitle.end_frame,
                )
            )
    return ScreenTexts(sorted(texts, key=lambda text: (text.start, text.brief.role)))


def subtitles(index: FilmIndex, schedule: Schedule, language: str) -> list[SubtitleAt]:
    """The captions of all lines in `language`: as spoken, or their translation into it."""
    film = index.film
    units_max = UNITS_MAX_TALL if film.format.height > film.format.width else UNITS_MAX_WIDE
    times = sorted(schedule.lines, key=lambda time: time.film_frame)
    captions: list[SubtitleAt] = []
    for place, time in enumerate(times):
        line = index.events[time.line]
        assert isinstance(line, Line)
        following = times[place + 1].film_frame if place + 1 < len(times) else schedule.frames
        held = _end(time) + round(HOLD_SECONDS * schedule.rate)
        end = min(held, max(following, _end(time)), schedule.frames)
        text = _in_language(line, language, film)
        captions += _captions(text, time, end, language, units_max)
    return captions


def cut_texts(
    texts: ScreenTexts, start: int, end: int, origin: int
) -> tuple[tuple[TextBrief, ...], tuple[TextAt, ...]]:
    """The texts seen in the film's frames `[start, end)`, timed from the frame `origin` on."""
    inside = texts.between(start, end)
    return (
        tuple(text.brief for text in inside),
        tuple(
            TextAt(
                start_frame=max(text.start, start) - origin,
                end_frame=min(text.end, end) - origin,
            )
            for text in inside
        ),
    )


def _in_language(line: Line, language: str, film: Film) -> str:
    if language in line.translations:
        return line.translations[language]
    return line.text if line.language == language or language == film.language else ""


def _captions(
    text: str, time: LineTime, end: int, language: str, units_max: int
) -> list[SubtitleAt]:
    frames = max(1, end - time.film_frame)
    return [
        SubtitleAt(
            language=language,
            text=caption.text,
            start_frame=time.film_frame + round(caption.start * frames),
            end_frame=time.film_frame + max(1, round(caption.end * frames)),
        )
        for caption in split_captions(text, units_max)
    ]


def _end(time: LineTime) -> int:
    return time.film_frame + time.frames


def _supers(index: FilmIndex, schedule: Schedule) -> Iterator[ScreenText]:
    for time in schedule.supers:
        event = index.shots[time.shot].events[time.index]
        assert isinstance(event, Super)
        role = "title" if _is_title(event.text, index.film.title) else "super"
        brief = TextBrief(role=role, text=event.text)
        yield ScreenText(brief, time.film_frame, time.film_frame + time.frames)


def _is_title(text: str, title: str) -> bool:
    return bool(title) and "".join(text.split()).casefold() in "".join(title.split()).casefold()
