"""A film and its schedule come in; what there is how much of, in seconds and counts, comes out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from drama_compiler.film.clock import CASELESS
from drama_compiler.film.film import Film, Line, Scene, Shot
from drama_compiler.film.times import Schedule
from drama_compiler.film.words import Daytime

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class SceneFigures:
    """A scene; `eighths` of a page, or None where the pages were not counted."""

    id: str
    number: str
    heading: str
    seconds: float
    shots: int
    speech_seconds: float
    eighths: int | None = None


@dataclass(frozen=True, slots=True)
class CharacterFigures:
    """A person. `words` counts words, and signs of scripts without blanks, of what they say.

    `speech_share` is of all speech, `screen_share` of the film; `screen_seconds` those of the
    shots in which they are in the picture. `scenes` are those that they are in.
    """

    id: str
    name: str
    lines: int
    words: int
    speech_seconds: float
    speech_share: float
    screen_seconds: float
    screen_share: float
    scenes: int


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """A place; `interior` is None where its scenes are of both kinds, or do not say."""

    id: str
    name: str
    interior: bool | None
    scenes: int
    seconds: float
    share: float


@dataclass(frozen=True, slots=True)
class ShotFigures:
    """The shots; the longest and shortest are by number. Lengths are 0 where there is no shot.

    `implied` are those that the coverage made, `written` those that the script says.
    """

    count: int
    written: int
    implied: int
    seconds_mean: float
    seconds_median: float
    longest: str
    seconds_max: float
    shortest: str
    seconds_min: float


@dataclass(frozen=True, slots=True)
class Statistics:
    """A film in figures. Shares are of its length, 0 to 1; those of `setting` and `daytime` by
    `interior`, `exterior`, `open` (said to be neither or both), and the times of day.

    `measured` tells whether every line has been spoken; else speech is estimated.
    """

    title: str
    seconds: float
    frames: int
    pages: int | None
    speech_seconds: float
    measured: bool
    setting: Mapping[str, float]
    daytime: Mapping[str, float]
    scenes: tuple[SceneFigures, ...]
    characters: tuple[CharacterFigures, ...]
    places: tuple[PlaceFigures, ...]
    shots: ShotFigures


def count(
    film: Film,
    schedule: Schedule,
    eighths: Mapping[str, int] | None = None,
    pages: int | None = None,
) -> Statistics:
    """Count a film. `eighths` are the lengths of its scenes on paper, by id, `pages` all pages.

    Characters come by speech, then screen time; places by time; scenes in their order.
    """
    counting = _Counting(film, schedule)
    inside = {True: "interior", False: "exterior", None: "open"}
    return Statistics(
        title=film.title,
        seconds=counting.seconds(schedule.frames),
        frames=schedule.frames,
        pages=pages,
        speech_seconds=counting.seconds(sum(counting.spoken.values())),
        measured=all(line.measured for line in schedule.lines),
        setting=counting.shares(
            ((inside[scene.interior], scene) for scene in film.scenes), inside.values()
        ),
        daytime=counting.shares(((scene.time.value, scene) for scene in film.scenes), Daytime),
        scenes=tuple(counting.scene(scene, (eighths or {}).get(scene.id)) for scene in film.scenes),
        characters=counting.characters(),
        places=counting.places(),
        shots=counting.shots(),
    )


class _Counting:
    """A film and its frames by shot, scene and line."""

    def __init__(self, film: Film, schedule: Schedule) -> None:
        self._film, self._rate, self._frames = film, schedule.rate, schedule.frames
        self._shots = {time.shot: time.body_frames for time in schedule.shots}
        self._scenes = {time.scene: time.frames for time in schedule.scenes}
        self.spoken = {time.line: time.frames for time in schedule.lines}

    def seconds(self, frames: int) -> float:
        """Frames as seconds, to the millisecond."""
        return round(float(Fraction(frames) / self._rate), 3)

    def share(self, frames: int, of: int) -> float:
        """A part of a whole; 0 of nothing."""
        return round(frames / of, 4) if of else 0.0

    def shares(self, scenes: Iterable[tuple[str, Scene]], keys: Iterable[str]) -> dict[str, float]:
        """The film's time by what its scenes are, what there is none of left out."""
        frames = dict.fromkeys(map(str, keys), 0)
        for key, scene in scenes:
            frames[key] += self._scenes.get(scene.id, 0)
        return {key: self.share(each, self._frames) for key, each in frames.items() if each}

    def scene(self, scene: Scene, eighths: int | None) -> SceneFigures:
        """One scene's figures."""
        return SceneFigures(
            id=scene.id,
            number=scene.number,
            heading=scene.heading,
            seconds=self.seconds(self._scenes.get(scene.id, 0)),
            shots=len(scene.shots),
            speech_seconds=self.seconds(
                sum(self.spoken.get(line.id, 0) for shot in scene.shots for line in _lines(shot))
            ),
            eighths=eighths,
        )

    def characters(self) -> tuple[CharacterFigures, ...]:
        """Everyone who speaks or is seen; a declared person who does neither is left out."""
        lines: dict[str, list[Line]] = {}
        screen: dict[str, int] = {}
        scenes: dict[str, set[str]] = {}
        for scene in self._film.scenes:
            for shot in scene.shots:
                for line in _lines(shot):
                    lines.setdefault(line.character, []).append(line)
                    scenes.setdefault(line.character, set()).add(scene.id)
                for seen in shot.cast:
                    screen[seen.character] = screen.get(seen.character, 0) + self._shots[shot.id]
                    scenes.setdefault(seen.character, set()).add(scene.id)
        found = [
            self._character(key, lines.get(key, []), screen.get(key, 0), len(where))
            for key, where in scenes.items()
        ]
        return tuple(sorted(found, key=lambda each: (-each.speech_seconds, -each.screen_seconds)))

    def _character(self, key: str, lines: list[Line], screen: int, scenes: int) -> CharacterFigures:
        speech = sum(self.spoken.get(line.id, 0) for line in lines)
        return CharacterFigures(
            id=key,
            name=self._film.characters[key].name,
            lines=len(lines),
            words=sum(count_words(line.text) for line in lines),
            speech_seconds=self.seconds(speech),
            speech_share=self.share(speech, sum(self.spoken.values())),
            screen_seconds=self.seconds(screen),
            screen_share=self.share(screen, self._frames),
            scenes=scenes,
        )

    def places(self) -> tuple[PlaceFigures, ...]:
        """Every place in which a scene plays, the one with most time first."""
        by_place: dict[str, list[Scene]] = {}
        for scene in self._film.scenes:
            by_place.setdefault(scene.location, []).append(scene)
        found = []
        for key, scenes in by_place.items():
            frames = sum(self._scenes.get(scene.id, 0) for scene in scenes)
            inside = {scene.interior for scene in scenes}
            found.append(
                PlaceFigures(
                    id=key,
                    name=self._film.locations[key].name,
                    interior=inside.pop() if len(inside) == 1 else None,
                    scenes=len(scenes),
                    seconds=self.seconds(frames),
                    share=self.share(frames, self._frames),
                )
            )
        return tuple(sorted(found, key=lambda each: -each.seconds))

    def shots(self) -> ShotFigures:
        """The shots of the whole film."""
        shots = [shot for scene in self._film.scenes for shot in scene.shots]
        lengths = {shot.number: self.seconds(self._shots[shot.id]) for shot in shots}
        each = list(lengths.values()) or [0.0]
        longest = max(lengths, key=lambda number: lengths[number], default="")
        shortest = min(lengths, key=lambda number: lengths[number], default="")
        implied = sum(shot.implied for shot in shots)
        return ShotFigures(
            count=len(shots),
            written=len(shots) - implied,
            implied=implied,
            seconds_mean=round(sum(each) / len(each), 3),
            seconds_median=round(median(each), 3),
            longest=longest,
            seconds_max=max(each),
            shortest=shortest,
            seconds_min=min(each),
        )


def count_words(text: str) -> int:
    """Words, and each sign of a script that has no blanks between words."""
    return len(CASELESS.findall(text)) + len(_WORD.findall(CASELESS.sub(" ", text)))


def _lines(shot: Shot) -> list[Line]:
    return [event for event in shot.events if isinstance(event, Line)]
