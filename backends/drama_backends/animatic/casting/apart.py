"""A voice brief goes in; the voice of its character, kept apart from the others', comes out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product

from drama_backends.animatic.casting.voice import FORMANT, PITCH_HZ, Voice, described_voice
from drama_compiler.contract import briefs

# Half as much again as listeners just notice: 1.95 semitones of pitch, 1.73 of the vocal tract's
# length (Gaudrain and Baskent, Discrimination of voice pitch and vocal-tract length, 2018).
_APART_SEMITONES = 3.0
_APART_FORMANT_SEMITONES = 2.6

# How far a voice gives way, nearest first; a man's stays a man's.
_SHIFTS = sorted(
    product((0.0, -1.4, 1.4, -2.8, 2.8, -4.2, 4.2), (0.0, -0.04, 0.04, -0.08, 0.08)),
    key=lambda shift: (math.hypot(shift[0] / 2.8, shift[1] / 0.08), shift),
)


def cast_voice(brief: briefs.VoiceBrief) -> Voice:
    """The voice of the brief's character; the same for every line of that character.

    It is the voice that the declaration says (`described_voice`), moved as little as keeps it
    apart from those of `brief.beside`, who are cast before it. `text`, `mood` and `language` are
    not looked at.
    """
    speaker = briefs.SpeakerBrief(
        id=brief.character, name=brief.name, look=brief.look, voice=brief.voice
    )
    return _cast((*brief.beside, speaker))[-1]


@lru_cache(maxsize=256)
def _cast(speakers: tuple[briefs.SpeakerBrief, ...]) -> tuple[Voice, ...]:
    if not speakers:
        return ()
    taken = _cast(speakers[:-1])
    return (*taken, _apart(described_voice(speakers[-1]), taken))


def _apart(voice: Voice, taken: Sequence[Voice]) -> Voice:
    """The nearest of its shifts that is clear of all others, or else the clearest there is."""
    best, clearest = voice, -1.0
    for semitones, formant in _SHIFTS:
        shifted = replace(
            voice,
            pitch_hz=round(_within(voice.pitch_hz * 2 ** (semitones / 12), PITCH_HZ), 2),
            formant=round(_within(voice.formant * (1 + formant), FORMANT), 4),
        )
        clear = min((_distance(shifted, other) for other in taken), default=1.0)
        if clear >= 1.0:
            return shifted
        if clear > clearest + 1e-9:
            best, clearest = shifted, clear
    return best


def _distance(one: Voice, other: Voice) -> float:
    """From 1 on two voices are told apart."""
    semitones = 12 * abs(math.log2(one.pitch_hz / other.pitch_hz))
    formant = 12 * abs(math.log2(one.formant / other.formant))
    return math.hypot(semitones / _APART_SEMITONES, formant / _APART_FORMANT_SEMITONES)


def _within(value: float, bounds: tuple[float, float]) -> float:
    return min(max(value, bounds[0]), bounds[1])
