"""Faces in time: lines as spoken come in, a figure's mouth and eyes at any second go out."""

from __future__ import annotations

import bisect
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from drama_backends.animatic.camera.motion import phase_of
from drama_compiler.contract import Json, briefs, timings

VISEMES = ("rest", "a", "e", "o", "m")
BLINK_SECONDS = 0.13
# A mouth that no phones are known for opens about as often as people say syllables.
SYLLABLES_PER_SECOND = 4.3

# Eyes that are shut from the first frame, eyes that shut, and what ends the one before the other.
_EYES_SHUT = re.compile(
    r"\beyes (?:are )?(?:closed|shut)\b|闭着(?:双|金色的)?眼|闭眼|双目紧闭", re.I
)
_EYES_SHUTTING = re.compile(
    r"\b(?:closes?|closing|shuts?) (?:his|her|their|its|both)?(?: \w+)? ?eyes\b"
    r"|(?:闭上|合上)[^，。；]{0,8}眼|眼[^，。；]{0,6}(?:闭上|合上)",
    re.I,
)
_THEN = re.compile(r"\bthen\b|\bopens?\b|然后|再|睁开", re.I)

VoiceFacts = Mapping[str, Json]
"""Facts of a spoken line: `seconds`, and `phones` as [[viseme, start seconds, end seconds], …]."""


@dataclass(frozen=True, slots=True)
class MouthTrack:
    """The visemes of one figure over the body, as changes in rising order of seconds."""

    seconds: tuple[float, ...] = ()
    visemes: tuple[str, ...] = ()

    def at(self, seconds: float) -> str:
        """The viseme at a second; `rest` outside all speech."""
        index = bisect.bisect_right(self.seconds, seconds) - 1
        return self.visemes[index] if index >= 0 else "rest"


@dataclass(frozen=True, slots=True)
class EyesClosed:
    """When a figure keeps its eyes shut, in seconds of the body."""

    start: float
    end: float

    def at(self, seconds: float) -> bool:
        """Whether they are shut at a second."""
        return self.start <= seconds < self.end


NEVER = EyesClosed(math.inf, math.inf)


def eyes_at_rest(brief: briefs.ClipBrief, seconds: float) -> dict[str, EyesClosed]:
    """Who shuts their eyes in a shot of `seconds`, and when, by the words of how it is played."""
    found = {}
    for figure in brief.figures:
        words = f"{figure.mood}; {figure.doing}"
        shut, shutting = _EYES_SHUT.search(words), _EYES_SHUTTING.search(words)
        if shut:
            ends = bool(_THEN.search(words, shut.end()))
            found[figure.id] = EyesClosed(-math.inf, 0.55 * seconds if ends else math.inf)
        elif shutting:
            found[figure.id] = EyesClosed(0.45 * seconds, math.inf)
    return found


def mouth_tracks(
    speech: Sequence[timings.SpeechAt], voices: Mapping[str, VoiceFacts], rate: Fraction
) -> dict[str, MouthTrack]:
    """A track for every character that speaks in the shot."""
    spans: dict[str, list[tuple[float, float, str]]] = {}
    for said in speech:
        start = float(said.start_frame / rate)
        facts = voices.get(said.voice, {})
        spans.setdefault(said.character, []).extend(
            (start + begin, start + end, viseme) for viseme, begin, end in _phones(said, facts)
        )
    return {character: _track(sorted(own)) for character, own in spans.items()}


def eyes_closed(name: str, seconds: float) -> bool:
    """Whether a figure blinks at a second; each in its own rhythm, every three to five seconds."""
    phase = phase_of(f"blink {name}")
    period = 3.1 + 1.7 * (phase / math.tau)
    turn = seconds + 100.0 * period + phase
    # Every fourth blink is a double one.
    index, within = divmod(turn, period)
    double = int(index) % 4 == 0 and 0.24 <= within < 0.24 + BLINK_SECONDS
    return within < BLINK_SECONDS or double


def _phones(said: timings.SpeechAt, facts: VoiceFacts) -> list[tuple[str, float, float]]:
    rows = facts.get("phones") or ()
    known = [
        (str(row[0]) if row[0] in VISEMES else "rest", float(row[1]), float(row[2])) for row in rows
    ]
    if known:
        return known
    seconds = float(facts.get("seconds") or 0.0)
    count = max(1, round(seconds * SYLLABLES_PER_SECOND)) if seconds else 0
    phase = phase_of(f"{said.voice} {said.start_frame}")
    guessed = []
    for index in range(count):
        begin, end = seconds * index / count, seconds * (index + 0.62) / count
        guessed.append((("a", "e", "o", "m")[int(phase * 97 + index * 7) % 4], begin, end))
    return guessed


def _track(spans: list[tuple[float, float, str]]) -> MouthTrack:
    seconds: list[float] = []
    visemes: list[str] = []
    for begin, end, viseme in spans:
        while seconds and seconds[-1] >= begin:
            seconds.pop()
            visemes.pop()
        seconds += [begin, end]
        visemes += [viseme, "rest"]
    return MouthTrack(tuple(seconds), tuple(visemes))
